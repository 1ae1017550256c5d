//! Findings over the claims of a notebook: `checking` with the sentences read by `reading`, and what was decided about them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::RandomState;

use crate::checking::{Checks, Finding, Level, Read, Reader, Rule, compare};
use crate::notebook::{ClaimId, DismissalId, Document, DocumentId, Edit, Notebook, RelationId, RelationKind, Status, TextRange};
use crate::reading::{self, Direction, Language, ReadingContext, Role};
use crate::workspace::{Look, Workspace};

/// Reads the sentences of claims, each source in its language.
#[derive(Debug, Default)]
pub(in crate::workspace) struct Sentences {
    languages: RefCell<HashMap<DocumentId, Language, RandomState>>,
}

/// As much of a text as tells its language.
const SAMPLE: usize = 4_000;

impl Sentences {
    fn language(&self, document: &Document) -> Language {
        if let Some(language) = Language::of_tag(&document.details.language) {
            return language;
        }
        *self.languages.borrow_mut().entry(document.id).or_insert_with(|| {
            let end = (0..=SAMPLE.min(document.text.len())).rev().find(|end| document.text.is_char_boundary(*end)).unwrap_or(0);
            reading::language_of(&document.text[..end])
        })
    }
}

impl Reader for Sentences {
    fn read(&self, quote: &str, document: Option<&Document>) -> Vec<Read> {
        let published = document.and_then(|document| document.details.published);
        let language = document.map(|document| self.language(document));
        let context = ReadingContext { published, language, blocks: &[] };
        let claims = reading::read(quote, &context).claims;
        let mentions = claims.iter().flat_map(|claim| &claim.quantities);
        mentions
            .map(|mention| Read {
                quantity: mention.quantity(),
                // The level after a change has a direction, too.
                rises: mention.direction.filter(|_| mention.role == Role::Delta).map(|direction| direction == Direction::Up),
            })
            .collect()
    }

    fn sentence(&self, document: &Document, range: TextRange) -> TextRange {
        let Some(block) = document.block_at(range.start).and_then(|at| document.blocks.get(at)) else { return range };
        let Some(text) = document.slice(block.range) else { return range };
        let sentence = reading::sentence_at(text, range.start.saturating_sub(block.range.start));
        TextRange { start: block.range.start + sentence.start, end: block.range.start + sentence.end }
    }
}

/// What was decided about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It was found right.
    Dismissed(DismissalId),
    /// A relation between its claims says how they stand to each other.
    Related(RelationId),
    /// One of its claims is overtaken by a later one.
    Superseded,
}

/// A finding, and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The finding.
    pub finding: Finding,
    /// The decision; `None` while it is open, or if it fits.
    pub decision: Option<Decision>,
}

impl Checked {
    /// Whether somebody should look at it.
    pub fn is_open(&self) -> bool {
        self.decision.is_none() && self.finding.level != Level::Fits
    }

    /// Whether it was decided.
    pub fn is_settled(&self) -> bool {
        self.decision.is_some()
    }

    /// Whether it adds up.
    pub fn fits(&self) -> bool {
        self.decision.is_none() && self.finding.level == Level::Fits
    }
}

/// Relations that settle what two claims are to each other, by the claims.
type Ties = HashMap<(ClaimId, ClaimId), RelationId, RandomState>;

fn ties(notebook: &Notebook) -> Ties {
    let settles = |kind| matches!(kind, RelationKind::Contradicts | RelationKind::Updates);
    let relations = notebook.relations.iter().filter(|relation| settles(relation.kind));
    relations.map(|relation| (pair(relation.from, relation.to), relation.id)).collect()
}

fn pair(one: ClaimId, other: ClaimId) -> (ClaimId, ClaimId) {
    if one <= other { (one, other) } else { (other, one) }
}

fn decision(notebook: &Notebook, ties: &Ties, finding: &Finding) -> Option<Decision> {
    if finding.level == Level::Fits {
        return None;
    }
    if let Some(dismissal) = notebook.dismissal_of(finding.rule.number(), &finding.claims) {
        return Some(Decision::Dismissed(dismissal.id));
    }
    // Of a sum, no pair of claims settles the whole.
    if let [one, other] = finding.claims[..]
        && let Some(relation) = ties.get(&pair(one, other))
    {
        return Some(Decision::Related(*relation));
    }
    let is_superseded = |id: &ClaimId| notebook.claims.get(*id).is_some_and(|claim| claim.status == Status::Superseded);
    finding.claims.iter().any(is_superseded).then_some(Decision::Superseded)
}

/// What was found in a notebook, the surest first.
pub fn findings(notebook: &Notebook) -> Vec<Finding> {
    compare(notebook, &Sentences::default())
}

/// What was found in a notebook, does not add up or is worth a look, and has not been decided.
pub fn open_findings(notebook: &Notebook) -> Vec<Finding> {
    let ties = ties(notebook);
    let mut found = findings(notebook);
    found.retain(|finding| finding.level != Level::Fits && decision(notebook, &ties, finding).is_none());
    found
}

/// The state of a notebook's checks. They are made when somebody first asks, and then follow every edit.
#[derive(Debug, Default)]
pub(in crate::workspace) struct CheckState {
    checks: RefCell<Option<Checks>>,
    reader: Sentences,
    shown: RefCell<Option<(u64, Rc<Summary>)>>,
    listed: RefCell<Option<(u64, Rc<[Checked]>)>>,
}

impl CheckState {
    /// Updates the findings after an edit, given its inverse.
    pub fn follow(&mut self, inverse: &Edit, notebook: &Notebook) {
        if let Some(checks) = self.checks.get_mut()
            && !checks.follow(inverse, notebook, &self.reader)
        {
            *self.checks.get_mut() = None;
        }
    }
}

/// What the window shows of the checks everywhere: how many are open, and which claims they are about.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many do not add up.
    pub contradicts: usize,
    /// How many are to be looked at, or fit only loosely.
    pub asked: usize,
    /// The surest level of what is open about each claim.
    pub marks: HashMap<ClaimId, (Level, Rule), RandomState>,
}

impl Summary {
    /// How many are open.
    pub fn open(&self) -> usize {
        self.contradicts + self.asked
    }
}

/// Up to so many claims are checked at once when somebody asks; more are checked in the background.
pub const CHECKED_AT_ONCE: usize = 4_000;

/// A notebook to be checked in the background.
#[derive(Debug)]
pub struct CheckTask {
    notebook: Notebook,
    revision: u64,
}

/// The findings of a notebook as it was at a revision.
#[derive(Debug)]
pub struct CheckReply {
    checks: Checks,
    revision: u64,
}

impl CheckTask {
    /// Checks the notebook.
    pub fn run(self) -> CheckReply {
        CheckReply { checks: Checks::of(&self.notebook, &Sentences::default()), revision: self.revision }
    }
}

impl Workspace {
    /// Takes findings that were made in the background; of another state of the notebook they are dropped, and asked for again.
    pub fn take_checks(&mut self, reply: CheckReply) -> bool {
        let is_of_now = reply.revision == self.revision;
        if is_of_now {
            *self.checked.checks.get_mut() = Some(reply.checks);
            *self.checked.shown.get_mut() = None;
            *self.checked.listed.get_mut() = None;
        }
        is_of_now
    }
}

impl Look<'_> {
    /// What has to be checked in the background before anything can be said; `None` if everything is.
    pub fn unchecked(self) -> Option<CheckTask> {
        let workspace = self.workspace;
        let is_pending = workspace.checked.checks.borrow().is_none() && workspace.notebook.claims.len() > CHECKED_AT_ONCE;
        is_pending.then(|| CheckTask { notebook: workspace.notebook.clone(), revision: workspace.revision })
    }

    /// How many findings are open, and about which claims; `None` while they are made in the background.
    pub fn check_summary(self) -> Option<Rc<Summary>> {
        let workspace = self.workspace;
        if let Some((revision, summary)) = workspace.checked.shown.borrow().as_ref()
            && *revision == workspace.revision
        {
            return Some(Rc::clone(summary));
        }
        self.with_checks(|checks| {
            let ties = ties(&workspace.notebook);
            let mut summary = Summary::default();
            for finding in checks.all().filter(|finding| finding.level != Level::Fits) {
                if decision(&workspace.notebook, &ties, finding).is_some() {
                    continue;
                }
                *if finding.level == Level::Contradicts { &mut summary.contradicts } else { &mut summary.asked } += 1;
                for claim in &finding.claims {
                    let mark = (finding.level, finding.rule);
                    let known = summary.marks.entry(*claim).or_insert(mark);
                    *known = mark.min(*known);
                }
            }
            let summary = Rc::new(summary);
            *workspace.checked.shown.borrow_mut() = Some((workspace.revision, Rc::clone(&summary)));
            summary
        })
    }

    /// All findings with what was decided about them, the surest first; `None` while they are made in the background.
    pub fn checked(self) -> Option<Rc<[Checked]>> {
        let workspace = self.workspace;
        if let Some((revision, listed)) = workspace.checked.listed.borrow().as_ref()
            && *revision == workspace.revision
        {
            return Some(Rc::clone(listed));
        }
        self.with_checks(|checks| {
            let ties = ties(&workspace.notebook);
            let checked =
                |finding: &Finding| Checked { finding: finding.clone(), decision: decision(&workspace.notebook, &ties, finding) };
            let listed: Rc<[Checked]> = checks.findings().into_iter().map(checked).collect();
            *workspace.checked.listed.borrow_mut() = Some((workspace.revision, Rc::clone(&listed)));
            listed
        })
    }

    fn with_checks<T>(self, read: impl FnOnce(&Checks) -> T) -> Option<T> {
        let workspace = self.workspace;
        let mut known = workspace.checked.checks.borrow_mut();
        if known.is_none() && workspace.notebook.claims.len() > CHECKED_AT_ONCE {
            return None;
        }
        Some(read(known.get_or_insert_with(|| Checks::of(&workspace.notebook, &workspace.checked.reader))))
    }
}
