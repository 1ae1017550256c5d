//! The findings of a notebook, kept up to date with its edits.

use std::collections::{BTreeSet, HashMap, HashSet};

use foldhash::fast::RandomState;
use jiff::civil::Date;

use super::cues::Cue;
use super::finding::Finding;
use super::ledger::{Ledger, Reader, Stretch, Topic, View};
use super::rules;
use crate::notebook::{AnyRecord, Change, Claim, ClaimId, DocumentId, Edit, NameKey, Notebook, RecordId, UnitFamily};

/// What is checked at once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Scope {
    Topic(Topic),
    Stretch(Stretch),
    Claim(ClaimId),
}

/// The findings of a notebook, and what each rests on.
#[derive(Debug, Default)]
pub struct Checks {
    ledger: Ledger,
    findings: HashMap<Scope, Vec<Finding>, RandomState>,
    /// The scopes that looked at a topic.
    topics: HashMap<Topic, BTreeSet<Scope>, RandomState>,
    /// The scopes that listed the measures of a subject.
    subjects: HashMap<NameKey, BTreeSet<Scope>, RandomState>,
}

impl Checks {
    /// Checks a notebook.
    pub fn of(notebook: &Notebook, reader: &dyn Reader) -> Self {
        let mut checks = Self::default();
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

    /// All findings, in no particular order.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.values().flatten()
    }

    /// All findings, the surest first, and then by rule and claims.
    pub fn findings(&self) -> Vec<&Finding> {
        let mut all: Vec<&Finding> = self.all().collect();
        all.sort_by(|a, b| (a.level, a.rule, &a.claims).cmp(&(b.level, b.rule, &b.claims)));
        // Two scopes may find the same.
        all.dedup_by(|a, b| (a.rule, a.level, &a.claims) == (b.rule, b.level, &b.claims));
        all
    }

    /// Updates the findings after an edit, given its inverse and the notebook after it. Returns `false` if everything has to be checked
    /// anew, because names stand for other things now.
    #[must_use]
    pub fn follow(&mut self, inverse: &Edit, notebook: &Notebook, reader: &dyn Reader) -> bool {
        let mut claims: BTreeSet<ClaimId> = BTreeSet::new();
        let mut documents: BTreeSet<DocumentId> = BTreeSet::new();
        for change in &inverse.changes {
            match change {
                Change::Replace(AnyRecord::Term(_))
                | Change::Insert { record: AnyRecord::Term(_), .. }
                | Change::Remove(RecordId::Term(_)) => {
                    return false;
                }
                Change::Replace(AnyRecord::Claim(claim)) | Change::Insert { record: AnyRecord::Claim(claim), .. } => {
                    claims.insert(claim.id);
                }
                Change::Remove(RecordId::Claim(id)) => {
                    claims.insert(*id);
                }
                Change::Replace(AnyRecord::Document(document)) | Change::Insert { record: AnyRecord::Document(document), .. } => {
                    documents.insert(document.id);
                }
                Change::Remove(RecordId::Document(id)) | Change::Details(id, _) => {
                    documents.insert(*id);
                }
                _ => {}
            }
        }
        if !documents.is_empty() {
            // The day and the language of a source are those of its claims.
            let is_of = |claim: &&Claim| claim.passages.iter().any(|passage| documents.contains(&passage.document));
            claims.extend(notebook.claims.iter().filter(is_of).map(|claim| claim.id));
        }
        let mut touched = Touched::default();
        for id in claims {
            let gone = self.ledger.remove(id);
            if let Some(claim) = notebook.claims.get(id) {
                self.ledger.add(notebook, claim, reader);
            }
            let figures = [gone.as_ref(), self.ledger.figure(id)];
            figures.into_iter().flatten().for_each(|figure| touched.add(figure));
        }
        for scope in self.looking_at(&touched) {
            self.check(notebook, reader, scope);
        }
        true
    }

    /// The scopes that have to be checked again.
    fn looking_at(&self, touched: &Touched) -> HashSet<Scope, RandomState> {
        let mut scopes: HashSet<Scope, RandomState> = HashSet::default();
        for topic in &touched.topics {
            scopes.insert(Scope::Topic(topic.clone()));
            scopes.extend(self.topics.get(topic).into_iter().flatten().cloned());
            // Somebody who listed the measures of the subject may miss a new one.
            scopes.extend(self.subjects.get(&topic.subject).into_iter().flatten().cloned());
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
        for topic in asked.topics {
            self.topics.entry(topic).or_default().insert(scope.clone());
        }
        for subject in asked.subjects {
            self.subjects.entry(subject).or_default().insert(scope.clone());
        }
        if found.is_empty() {
            self.findings.remove(&scope);
        } else {
            self.findings.insert(scope, found);
        }
    }
}

/// What an edit changed.
#[derive(Debug, Default)]
struct Touched {
    topics: HashSet<Topic, RandomState>,
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

/// What can be said of a notebook: all findings.
pub fn compare(notebook: &Notebook, reader: &dyn Reader) -> Vec<Finding> {
    Checks::of(notebook, reader).findings().into_iter().cloned().collect()
}
