//! The rows of the sidebar: the listed claims in the order of the text, and the suggestions of the open source between them.

use std::rc::Rc;

use crate::notebook::{ClaimId, ClaimKind, Document, DocumentId, TextRange};
use crate::reading::{ReadClaim, folded_contains};
use crate::ui::view::claims::state::Open;
use crate::ui::view::state::{Tab, View};
use crate::workspace::{ClaimFilter, ClaimList, Query, Suggestions, Test, Workspace};

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A claim.
    Claim(ClaimId),
    /// A suggestion, by its number among all of the source.
    Suggestion(usize),
}

/// What rows were made from.
#[derive(Debug, Clone, PartialEq)]
struct Made {
    revision: u64,
    document: Option<DocumentId>,
    filter: ClaimFilter,
    suggestions: Option<usize>,
}

/// The rows; the claims among them are looked up when they are drawn.
#[derive(Debug)]
pub struct Rows {
    made: Made,
    /// The claims.
    pub claims: ClaimList,
    count: usize,
    /// For each listed suggestion its row and its number.
    suggested: Vec<(usize, usize)>,
    /// The open claim, if it is listed although it was changed so that the filter no longer takes it: it does not vanish from under the
    /// hands.
    kept: Option<ClaimId>,
}

impl Rows {
    /// The rows of the sidebar as it is filtered.
    pub fn of(workspace: &Workspace, view: &mut View) -> Rc<Self> {
        let look = workspace.look();
        let suggestions = look.suggestions().filter(|_| view.tab == Tab::Read && view.suggestions_open);
        let made = Made {
            revision: workspace.revision(),
            document: workspace.selection.document,
            filter: view.filter.clone(),
            suggestions: suggestions.as_ref().map(Suggestions::len),
        };
        let chosen = workspace.selection.claim;
        let before = view.cards.rows.take();
        let holds = |rows: &Rc<Self>| rows.made == made && (rows.kept.is_none() || rows.kept == chosen);
        if let Some(rows) = before.as_ref().filter(|rows| holds(rows)) {
            view.cards.rows = Some(Rc::clone(rows));
            return Rc::clone(rows);
        }
        let was_listed = |claim: ClaimId| {
            let open = matches!(view.cards.open, Some((Open::Claim(open), _)) if open == claim);
            open && before.as_ref().is_some_and(|rows| rows.made.document == made.document && rows.made.filter == made.filter)
        };
        let listed = look.listed(&view.filter);
        let kept = chosen.filter(|claim| was_listed(*claim) && listed.position(workspace, *claim).is_none());
        let (claims, kept) = match kept.and_then(|claim| Some((listed.with(workspace, claim)?, claim))) {
            Some((with, claim)) => (with, Some(claim)),
            None => (listed, None),
        };
        let suggested = match (look.document(), &suggestions) {
            (Some(document), Some(suggestions)) => places(workspace, document, suggestions, &claims, &view.filter),
            _ => Vec::new(),
        };
        let rows = Rc::new(Self { made, count: claims.len(workspace), claims, suggested, kept });
        view.cards.rows = Some(Rc::clone(&rows));
        rows
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.count + self.suggested.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns a row.
    pub fn get(&self, workspace: &Workspace, row: usize) -> Option<Row> {
        let before = self.suggested.partition_point(|(at, _)| *at < row);
        match self.suggested.get(before) {
            Some((at, number)) if *at == row => Some(Row::Suggestion(*number)),
            _ => self.claims.get(workspace, row - before).map(Row::Claim),
        }
    }

    /// The row of a claim; `None` if it is not listed.
    pub fn of_claim(&self, workspace: &Workspace, claim: ClaimId) -> Option<usize> {
        Some(self.row_of(self.claims.position(workspace, claim)?))
    }

    /// The row of a suggestion; `None` if it is not listed.
    pub fn of_suggestion(&self, number: usize) -> Option<usize> {
        self.suggested.binary_search_by_key(&number, |(_, number)| *number).ok().map(|at| self.suggested[at].0)
    }

    /// The first row that begins at a byte of a document, or after it.
    pub fn at_byte(&self, workspace: &Workspace, document: DocumentId, byte: usize) -> usize {
        let claims = self.claims.count_before(workspace, document, byte);
        let before = workspace.look().suggestions().map_or(0, |suggestions| suggestions.first_from(byte));
        claims + self.suggested.partition_point(|(_, number)| *number < before)
    }

    /// The row of the claim in a place among the claims.
    fn row_of(&self, claim: usize) -> usize {
        // Before the claim stand as many suggestions as have no more claims before them.
        claim + self.suggested.iter().enumerate().take_while(|(number, (row, _))| row - number <= claim).count()
    }
}

/// The row and the number of each suggestion that the filter lists.
fn places(
    workspace: &Workspace,
    document: &Document,
    suggestions: &Suggestions,
    claims: &ClaimList,
    filter: &ClaimFilter,
) -> Vec<(usize, usize)> {
    let query = Query::parse(&filter.text);
    if filter.tag.is_some() || filter.status.is_some() {
        return Vec::new();
    }
    let takes = |claim: &ReadClaim| filter.kind.is_none_or(|kind| claim.kind == kind) && query_takes(&query, document, claim);
    let before = claims.counter(workspace, document.id);
    let listed = suggestions.iter().enumerate().filter(|(_, suggestion)| takes(suggestion.claim));
    listed.enumerate().map(|(place, (number, suggestion))| (before(suggestion.range().start) + place, number)).collect()
}

/// Whether a suggestion has the words of a query, and no condition but its kind. Tags, voices and dates are given to claims.
fn query_takes(query: &Query, document: &Document, claim: &ReadClaim) -> bool {
    let sentence: TextRange = claim.sentence;
    let words = document.slice(sentence).unwrap_or_default();
    let has_words = query.words.iter().all(|word| folded_contains(words, &word.text) != word.excluded);
    let is_of = |kinds: &[ClaimKind]| kinds.contains(&claim.kind);
    has_words
        && query.conditions.iter().all(|condition| match &condition.test {
            Test::Kind(kinds) => is_of(kinds) != condition.excluded,
            _ => false,
        })
}
