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

/// The rows. Where a suggestion stands among the claims is looked up when it is drawn: a long source has many of them, and every edit
/// makes the rows anew.
#[derive(Debug)]
pub struct Rows {
    made: Made,
    /// The claims.
    pub claims: ClaimList,
    count: usize,
    suggested: Option<Suggested>,
    /// The open claim, if it is listed although it was changed so that the filter no longer takes it: it does not vanish from under the
    /// hands.
    kept: Option<ClaimId>,
}

/// The suggestions among the rows, all of one source.
#[derive(Debug)]
struct Suggested {
    document: DocumentId,
    all: Suggestions,
    /// The numbers of those that the filter lists; `None` if it lists all.
    listed: Option<Vec<usize>>,
}

impl Suggested {
    fn len(&self) -> usize {
        self.listed.as_ref().map_or(self.all.len(), Vec::len)
    }

    /// The number among all suggestions of the one in a place among those listed.
    fn number(&self, place: usize) -> usize {
        self.listed.as_ref().map_or(place, |listed| listed[place])
    }

    /// Where the one in a place begins.
    fn start(&self, place: usize) -> usize {
        self.all.at(self.number(place)).map_or(usize::MAX, |suggestion| suggestion.range().start)
    }

    /// How many of those listed have a smaller number.
    fn before(&self, number: usize) -> usize {
        self.listed.as_ref().map_or(number, |listed| listed.partition_point(|other| *other < number))
    }

    /// How many places come before the first that does not meet a condition, which all after it do not meet either.
    fn partition_point(&self, meets: impl Fn(usize) -> bool) -> usize {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from + (to - from) / 2;
            if meets(middle) { from = middle + 1 } else { to = middle }
        }
        from
    }
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
        let suggested = look.document().zip(suggestions).map(|(document, all)| {
            let listed = numbers(document, &all, &view.filter);
            Suggested { document: document.id, all, listed }
        });
        let rows = Rc::new(Self { made, count: claims.len(workspace), claims, suggested, kept });
        view.cards.rows = Some(Rc::clone(&rows));
        rows
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.count + self.suggested.as_ref().map_or(0, Suggested::len)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns a row.
    pub fn get(&self, workspace: &Workspace, row: usize) -> Option<Row> {
        let Some(suggested) = &self.suggested else { return self.claims.get(workspace, row).map(Row::Claim) };
        let claims = self.claims.counter(workspace, suggested.document);
        let row_of = |place: usize| claims(suggested.start(place)) + place;
        let before = suggested.partition_point(|place| row_of(place) < row);
        if before < suggested.len() && row_of(before) == row {
            return Some(Row::Suggestion(suggested.number(before)));
        }
        self.claims.get(workspace, row - before).map(Row::Claim)
    }

    /// The row of a claim; `None` if it is not listed.
    pub fn of_claim(&self, workspace: &Workspace, claim: ClaimId) -> Option<usize> {
        let at = self.claims.position(workspace, claim)?;
        let Some(suggested) = &self.suggested else { return Some(at) };
        // Before the claim stand as many suggestions as have no more claims before them.
        let claims = self.claims.counter(workspace, suggested.document);
        Some(at + suggested.partition_point(|place| claims(suggested.start(place)) <= at))
    }

    /// The row of a suggestion; `None` if it is not listed.
    pub fn of_suggestion(&self, workspace: &Workspace, number: usize) -> Option<usize> {
        let suggested = self.suggested.as_ref()?;
        let place = suggested.before(number);
        let is_listed = place < suggested.len() && suggested.number(place) == number;
        is_listed.then(|| self.claims.count_before(workspace, suggested.document, suggested.start(place)) + place)
    }

    /// The first row that begins at a byte of a document, or after it.
    pub fn at_byte(&self, workspace: &Workspace, document: DocumentId, byte: usize) -> usize {
        let claims = self.claims.count_before(workspace, document, byte);
        claims + self.suggested.as_ref().map_or(0, |suggested| suggested.before(suggested.all.first_from(byte)))
    }
}

/// The numbers of the suggestions that a filter lists; `None` if it lists all.
fn numbers(document: &Document, suggestions: &Suggestions, filter: &ClaimFilter) -> Option<Vec<usize>> {
    if filter.is_open() {
        return None;
    }
    if filter.tag.is_some() || filter.status.is_some() {
        return Some(Vec::new());
    }
    let query = Query::parse(&filter.text);
    let takes = |claim: &ReadClaim| filter.kind.is_none_or(|kind| claim.kind == kind) && query_takes(&query, document, claim);
    let listed = suggestions.iter().enumerate().filter(|(_, suggestion)| takes(suggestion.claim));
    Some(listed.map(|(number, _)| number).collect())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Settings;
    use crate::workspace::import_text;

    #[test]
    fn claims_and_suggestions_stand_in_the_order_of_the_text_however_they_are_filtered() {
        let mut workspace = crate::workspace::tests::with_documents();
        let sentence = |number: usize| format!("Acme sold {number} cars in 2024. It will open {number} shops by 2029.");
        let text = (100..112).map(sentence).collect::<Vec<_>>().join("\n\n");
        let document = workspace.sources().add(import_text(&text).unwrap(), Default::default());
        workspace.selection.document = Some(document);
        let reading = workspace.suggested().wanted_reading().unwrap().run();
        workspace.suggested().take_reading(reading);
        for at in [3, 9, 10, 17] {
            let start = workspace.look().suggestions().unwrap().at(at).unwrap().range();
            workspace.claims().make(document, start).unwrap();
        }
        let mut view = View::new(Settings::default());
        for (text, all_documents) in [("", false), ("", true), ("shops", false), ("kind:fact", true), ("none of them", false)] {
            view.filter = ClaimFilter { text: text.to_owned(), all_documents, ..ClaimFilter::default() };
            view.suggestions_open = true;
            let rows = Rows::of(&workspace, &mut view);
            let suggestions = workspace.look().suggestions().unwrap();
            let mut starts = Vec::new();
            for row in 0..rows.len() {
                match rows.get(&workspace, row).unwrap() {
                    Row::Claim(claim) => {
                        assert_eq!(rows.of_claim(&workspace, claim), Some(row), "{text}");
                        let passage = &workspace.notebook().claims.get(claim).unwrap().passages[0];
                        starts.extend((passage.document == document).then_some(passage.range.start));
                    }
                    Row::Suggestion(number) => {
                        assert_eq!(rows.of_suggestion(&workspace, number), Some(row), "{text}");
                        let start = suggestions.at(number).unwrap().range().start;
                        assert_eq!(rows.at_byte(&workspace, document, start), row, "{text}");
                        starts.push(start);
                    }
                }
            }
            assert!(starts.is_sorted(), "{text}: {starts:?}");
            assert!(rows.is_empty() == (text == "none of them") && rows.get(&workspace, rows.len()).is_none());
        }
    }
}
