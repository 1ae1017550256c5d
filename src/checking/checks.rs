//! The findings of a notebook, kept up to date with its edits.

use std::collections::{BTreeSet, HashMap, HashSet};

use foldhash::fast::RandomState;
use jiff::civil::Date;

use super::cues::Cue;
use super::decision::{Checked, Standing, Ties};
use super::finding::{Level, Rule};
use super::ledger::{Asked, Ledger, Reader, Stretch, Topic, View};
use super::rules;
use crate::notebook::{AnyRecord, Change, Claim, ClaimId, Details, DocumentId, Edit, NameKey, Notebook, RecordId, UnitFamily};

/// What is checked at once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Scope {
    Topic(Topic),
    Stretch(Stretch),
    Claim(ClaimId),
}

/// How many findings there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Open ones that do not add up.
    pub contradicts: usize,
    /// Open ones to look at, or that fit only loosely.
    pub asked: usize,
    /// Those that were decided.
    pub settled: usize,
    /// Those that add up.
    pub fits: usize,
}

impl Counts {
    /// How many are open.
    pub fn open(self) -> usize {
        self.contradicts + self.asked
    }

    fn count_of(&mut self, checked: &Checked) -> &mut usize {
        match (checked.standing(), checked.finding.level) {
            (Standing::Fits, _) => &mut self.fits,
            (Standing::Settled, _) => &mut self.settled,
            (Standing::Open, Level::Contradicts) => &mut self.contradicts,
            (Standing::Open, _) => &mut self.asked,
        }
    }
}

/// The findings of a notebook, what was decided about them, and what each rests on. They are those of the state at the last
/// [`Checks::settle`].
#[derive(Debug, Default)]
pub struct Checks {
    ledger: Ledger,
    ties: Ties,
    findings: HashMap<Scope, Vec<Checked>, RandomState>,
    counts: Counts,
    /// What was changed since.
    pending: Changed,
    /// The scopes with a finding about a claim.
    by_claim: HashMap<ClaimId, BTreeSet<Scope>, RandomState>,
    /// What each scope asked for.
    asked: HashMap<Scope, Asked, RandomState>,
    /// The scopes that looked at a topic.
    topics: HashMap<Topic, BTreeSet<Scope>, RandomState>,
    /// The scopes that listed the measures of a subject.
    subjects: HashMap<NameKey, BTreeSet<Scope>, RandomState>,
}

impl Checks {
    /// Checks a notebook.
    pub fn of(notebook: &Notebook, reader: &dyn Reader) -> Self {
        let mut checks = Self { ties: Ties::of(notebook), ..Self::default() };
        checks.ledger.note_terms(notebook);
        for claim in &notebook.claims {
            checks.ledger.add(notebook, claim, reader);
        }
        let mut scopes: Vec<Scope> = checks.ledger.topics().cloned().map(Scope::Topic).collect();
        scopes.extend(checks.ledger.stretches().into_iter().map(Scope::Stretch));
        scopes.extend(notebook.claims.iter().map(|claim| Scope::Claim(claim.id)));
        for scope in scopes {
            checks.check(notebook, reader, scope);
        }
        checks
    }

    /// How many findings there are.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The surest of what is open about a claim.
    pub fn open_about(&self, claim: ClaimId) -> Option<(Level, Rule)> {
        let scopes = self.by_claim.get(&claim)?;
        let found = scopes.iter().filter_map(|scope| self.findings.get(scope)).flatten();
        let own = found.filter(|checked| checked.standing() == Standing::Open && checked.finding.claims.contains(&claim));
        own.map(|checked| (checked.finding.level, checked.finding.rule)).min()
    }

    /// All findings, the surest first, and then by rule and claims.
    pub fn findings(&self) -> Vec<&Checked> {
        let mut all: Vec<&Checked> = self.findings.values().flatten().collect();
        let order = |checked: &Checked| (checked.finding.level, checked.finding.rule);
        all.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.finding.claims.cmp(&b.finding.claims)));
        all
    }

    /// Notes what an edit changed, given its inverse and the notebook after it; [`Checks::settle`] checks it. Returns `false` if everything
    /// has to be checked anew, because names stand for other things now or very much changed.
    #[must_use]
    pub fn follow(&mut self, inverse: &Edit, notebook: &Notebook) -> bool {
        let Some(changed) = Changed::of(inverse, notebook) else { return false };
        self.pending.add(changed);
        self.pending.claims.len() <= MANY
    }

    /// Brings the findings up to date with the edits that were followed. Several edits of one claim are checked once.
    pub fn settle(&mut self, notebook: &Notebook, reader: &dyn Reader) {
        if self.pending.is_empty() {
            return;
        }
        let changed = std::mem::take(&mut self.pending);
        if changed.has_relations {
            self.ties = Ties::of(notebook);
        }
        let mut touched = Touched::default();
        for id in changed.claims {
            let gone = self.ledger.remove(id);
            if let Some(claim) = notebook.claims.get(id) {
                self.ledger.add(notebook, claim, reader);
            }
            for topic in [gone.as_ref(), self.ledger.figure(id)].into_iter().flatten().filter_map(Topic::of) {
                // With at most one claim, it may have come or gone.
                if self.ledger.claims_about(&topic) < 2 {
                    touched.subjects.insert(topic.subject);
                }
            }
            let figures = [gone.as_ref(), self.ledger.figure(id)];
            figures.into_iter().flatten().for_each(|figure| touched.add(figure));
        }
        for scope in self.looking_at(&touched) {
            self.check(notebook, reader, scope);
        }
        let decided: BTreeSet<Scope> =
            changed.decided.iter().filter_map(|claim| self.by_claim.get(claim)).flatten().cloned().collect();
        for scope in decided {
            self.decide_again(notebook, &scope);
        }
    }

    /// The scopes that have to be checked again.
    fn looking_at(&self, touched: &Touched) -> HashSet<Scope, RandomState> {
        let mut scopes: HashSet<Scope, RandomState> = HashSet::default();
        for topic in &touched.topics {
            scopes.insert(Scope::Topic(topic.clone()));
            scopes.extend(self.topics.get(topic).into_iter().flatten().cloned());
        }
        // Somebody who listed the measures of a subject may miss a new one.
        for subject in &touched.subjects {
            scopes.extend(self.subjects.get(subject).into_iter().flatten().cloned());
        }
        scopes.extend(touched.stretches.iter().copied().map(Scope::Stretch));
        // Exchange rates are compared between sources, and a sample is one for its whole source.
        for (document, said_on) in &touched.foreign {
            let near = self.ledger.foreign_near(*document, *said_on);
            scopes.extend(near.into_iter().flat_map(|document| self.ledger.stretches_of(document)).map(Scope::Stretch));
        }
        for document in &touched.sampled {
            scopes.extend(self.ledger.stretches_of(*document).into_iter().map(Scope::Stretch));
        }
        scopes.extend(touched.claims.iter().copied().map(Scope::Claim));
        scopes
    }

    /// Checks one scope, in place of what was found there before.
    fn check(&mut self, notebook: &Notebook, reader: &dyn Reader, scope: Scope) {
        let view = View::new(notebook, &self.ledger, reader);
        let mut found = Vec::new();
        match &scope {
            Scope::Topic(topic) => rules::OF_TOPICS.iter().for_each(|rule| rule(&view, topic, &mut found)),
            Scope::Stretch(stretch) => rules::OF_STRETCHES.iter().for_each(|rule| rule(&view, *stretch, &mut found)),
            Scope::Claim(claim) => {
                if let Some(figure) = self.ledger.figure(*claim) {
                    rules::OF_CLAIMS.iter().for_each(|rule| rule(&view, figure, &mut found));
                }
            }
        }
        let asked = view.asked();
        self.forget(&scope);
        for topic in &asked.topics {
            self.topics.entry(topic.clone()).or_default().insert(scope.clone());
        }
        for subject in &asked.subjects {
            self.subjects.entry(subject.clone()).or_default().insert(scope.clone());
        }
        self.asked.insert(scope.clone(), asked);
        if found.is_empty() {
            return;
        }
        found.sort_by(|a, b| (a.rule, &a.claims, a.level).cmp(&(b.rule, &b.claims, b.level)));
        found.dedup_by(|later, first| (first.rule, &first.claims) == (later.rule, &later.claims));
        let checked: Vec<Checked> =
            found.into_iter().map(|finding| Checked { decision: self.ties.decision(notebook, &finding), finding }).collect();
        for one in &checked {
            *self.counts.count_of(one) += 1;
            for claim in &one.finding.claims {
                self.by_claim.entry(*claim).or_default().insert(scope.clone());
            }
        }
        self.findings.insert(scope, checked);
    }

    /// Forgets what was found in a scope, and what it asked for.
    fn forget(&mut self, scope: &Scope) {
        let asked = self.asked.remove(scope).unwrap_or_default();
        for topic in &asked.topics {
            leave(&mut self.topics, topic, scope);
        }
        for subject in &asked.subjects {
            leave(&mut self.subjects, subject, scope);
        }
        for checked in self.findings.remove(scope).into_iter().flatten() {
            *self.counts.count_of(&checked) -= 1;
            for claim in &checked.finding.claims {
                leave(&mut self.by_claim, claim, scope);
            }
        }
    }

    /// Looks up again what was decided about the findings of a scope.
    fn decide_again(&mut self, notebook: &Notebook, scope: &Scope) {
        for checked in self.findings.get_mut(scope).into_iter().flatten() {
            *self.counts.count_of(checked) -= 1;
            checked.decision = self.ties.decision(notebook, &checked.finding);
            *self.counts.count_of(checked) += 1;
        }
    }
}

/// Takes a scope out of a set; an empty set goes.
fn leave<K: Eq + std::hash::Hash>(sets: &mut HashMap<K, BTreeSet<Scope>, RandomState>, key: &K, scope: &Scope) {
    if let Some(scopes) = sets.get_mut(key) {
        scopes.remove(scope);
        if scopes.is_empty() {
            sets.remove(key);
        }
    }
}

/// An edit of more claims than this is followed by checking everything anew, if need be in the background.
const MANY: usize = 1_000;

/// Whether two states of a claim say the same to every rule.
fn says_the_same(old: &Claim, new: &Claim) -> bool {
    let texts = |claim: &Claim| (claim.statement.clone(), claim.subject.clone(), claim.measure.clone());
    (old.kind, old.status) == (new.kind, new.status)
        && texts(old) == texts(new)
        && old.passages == new.passages
        && (&old.quantity, &old.period, &old.attribution) == (&new.quantity, &new.period, &new.attribution)
}

/// The records that an edit changed, as far as they matter.
#[derive(Debug, Default)]
struct Changed {
    claims: BTreeSet<ClaimId>,
    /// Claims about whose findings something may have been decided.
    decided: BTreeSet<ClaimId>,
    has_relations: bool,
}

impl Changed {
    fn is_empty(&self) -> bool {
        self.claims.is_empty() && self.decided.is_empty() && !self.has_relations
    }

    fn add(&mut self, later: Self) {
        self.claims.extend(later.claims);
        self.decided.extend(later.decided);
        self.has_relations |= later.has_relations;
    }

    /// `None` if a term was changed.
    fn of(inverse: &Edit, notebook: &Notebook) -> Option<Self> {
        let mut found = Self::default();
        let mut documents: BTreeSet<DocumentId> = BTreeSet::new();
        for change in &inverse.changes {
            let (record, id) = match change {
                Change::Replace(record) | Change::Insert { record, .. } => (Some(record), record.id()),
                Change::Remove(id) => (None, *id),
                Change::Details(id, _) => (None, (*id).into()),
                Change::About(_) => continue,
            };
            match id {
                RecordId::Term(_) => return None,
                RecordId::Claim(id) => {
                    let is_same = match (record, notebook.claims.get(id)) {
                        (Some(AnyRecord::Claim(old)), Some(new)) => says_the_same(old, new),
                        _ => false,
                    };
                    // Of several changes to one claim, the last in the inverse has its state before the edit.
                    if is_same {
                        found.claims.remove(&id)
                    } else {
                        found.claims.insert(id)
                    };
                }
                RecordId::Document(id) => {
                    let said = |details: &Details| (details.published, details.language.clone(), details.publisher.clone());
                    let now = notebook.documents.get(id).map(|document| said(&document.details));
                    let is_same = matches!(change, Change::Details(_, old) if Some(said(old)) == now);
                    if !is_same {
                        documents.insert(id);
                    }
                }
                RecordId::Relation(id) => {
                    found.has_relations = true;
                    let ends = |relation: &crate::notebook::Relation| [relation.from, relation.to];
                    found.decided.extend(notebook.relations.get(id).into_iter().flat_map(ends));
                    if let Some(AnyRecord::Relation(old)) = record {
                        found.decided.extend(ends(old));
                    }
                }
                RecordId::Dismissal(id) => {
                    found.decided.extend(notebook.dismissals.get(id).into_iter().flat_map(|dismissal| dismissal.claims.clone()));
                    if let Some(AnyRecord::Dismissal(old)) = record {
                        found.decided.extend(old.claims.iter().copied());
                    }
                }
                _ => {}
            }
        }
        if !documents.is_empty() {
            // The day and the language of a source are those of its claims.
            let is_of = |claim: &&Claim| claim.passages.iter().any(|passage| documents.contains(&passage.document));
            found.claims.extend(notebook.claims.iter().filter(is_of).map(|claim| claim.id));
        }
        Some(found)
    }
}

/// What an edit changed.
#[derive(Debug, Default)]
struct Touched {
    topics: HashSet<Topic, RandomState>,
    /// Those of which a measure may have come or gone.
    subjects: HashSet<NameKey, RandomState>,
    stretches: HashSet<Stretch, RandomState>,
    foreign: HashSet<(DocumentId, Option<Date>), RandomState>,
    sampled: HashSet<DocumentId, RandomState>,
    claims: HashSet<ClaimId, RandomState>,
}

impl Touched {
    fn add(&mut self, figure: &super::Figure) {
        self.topics.extend(Topic::of(figure));
        if let Some((document, range)) = figure.place {
            self.stretches.extend(Stretch::seeing(document, range.start));
            if figure.number.as_ref().is_some_and(|number| number.sort.family == UnitFamily::Money) {
                self.foreign.insert((document, figure.said_on));
            }
            if figure.of_measure.has(Cue::Sample) {
                self.sampled.insert(document);
            }
        }
        self.claims.insert(figure.claim);
    }
}
