//! All figures of a notebook, by what they are about.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::figure::Figure;
use crate::notebook::{Claim, ClaimId, Document, DocumentId, NameKey, Notebook, Period, Quantity, TermKind, TextRange};

/// What claims are about: a subject and a measure, under all their names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Topic {
    /// Whom or what.
    pub subject: NameKey,
    /// What is measured.
    pub measure: NameKey,
}

impl Topic {
    /// The topic of a figure; `None` without a subject or measure.
    pub fn of(figure: &Figure) -> Option<Self> {
        let topic = Self { subject: figure.subject.clone(), measure: figure.measure.clone() };
        (!topic.subject.is_blank() && !topic.measure.is_blank()).then_some(topic)
    }

    /// Another measure of the same subject.
    pub fn with_measure(&self, measure: NameKey) -> Self {
        Self { subject: self.subject.clone(), measure }
    }

    /// The same measure of another subject.
    pub fn of_subject(&self, subject: NameKey) -> Self {
        Self { subject, measure: self.measure.clone() }
    }
}

/// A quantity that is read in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The quantity; what fell is negative.
    pub quantity: Quantity,
    /// Whether something rose (`true`) or fell by it.
    pub rises: Option<bool>,
}

/// Reads sentences. Checking knows no grammar; whoever calls it does.
pub trait Reader {
    /// The quantities in a passage of a source.
    fn read(&self, quote: &str, document: Option<&Document>) -> Vec<Read>;
    /// The sentence around a passage.
    fn sentence(&self, document: &Document, range: TextRange) -> TextRange;
}

/// All figures, by what they are about.
#[derive(Debug, Default)]
pub struct Ledger {
    figures: HashMap<ClaimId, Figure, RandomState>,
    topics: HashMap<Topic, BTreeSet<ClaimId>, RandomState>,
    measures: HashMap<NameKey, BTreeMap<NameKey, usize>, RandomState>,
    documents: HashMap<DocumentId, BTreeSet<ClaimId>, RandomState>,
    /// The documents with amounts in several currencies.
    foreign: BTreeSet<DocumentId>,
}

impl Ledger {
    /// Adds a claim.
    pub fn add(&mut self, notebook: &Notebook, claim: &Claim, reader: &dyn Reader) {
        let figure = Figure::of(notebook, claim, reader);
        if let Some(topic) = Topic::of(&figure) {
            *self.measures.entry(topic.subject.clone()).or_default().entry(topic.measure.clone()).or_default() += 1;
            self.topics.entry(topic).or_default().insert(claim.id);
        }
        if let Some(document) = figure.document() {
            self.documents.entry(document).or_default().insert(claim.id);
        }
        let place = figure.document().filter(|_| currency(&figure).is_some());
        self.figures.insert(claim.id, figure);
        self.note_currencies(place);
    }

    /// Removes a claim; returns it as it was.
    pub fn remove(&mut self, claim: ClaimId) -> Option<Figure> {
        let figure = self.figures.remove(&claim)?;
        if let Some(topic) = Topic::of(&figure) {
            take(&mut self.topics, &topic, claim);
            if let Some(measures) = self.measures.get_mut(&topic.subject)
                && let Some(count) = measures.get_mut(&topic.measure)
            {
                *count -= 1;
                if *count == 0 {
                    measures.remove(&topic.measure);
                }
            }
        }
        if let Some(document) = figure.document() {
            take(&mut self.documents, &document, claim);
        }
        self.note_currencies(figure.document().filter(|_| currency(&figure).is_some()));
        Some(figure)
    }

    fn note_currencies(&mut self, document: Option<DocumentId>) {
        let Some(document) = document else { return };
        let figures = self.in_document(document);
        let mut currencies = figures.iter().filter_map(|figure| currency(figure));
        let first = currencies.next();
        let is_foreign = currencies.any(|other| Some(other) != first);
        if is_foreign {
            self.foreign.insert(document);
        } else {
            self.foreign.remove(&document);
        }
    }

    /// The documents with amounts in several currencies.
    pub fn foreign(&self) -> impl Iterator<Item = DocumentId> {
        self.foreign.iter().copied()
    }

    /// Whether a document has amounts in several currencies.
    pub fn is_foreign(&self, document: DocumentId) -> bool {
        self.foreign.contains(&document)
    }

    /// The figure of a claim.
    pub fn figure(&self, claim: ClaimId) -> Option<&Figure> {
        self.figures.get(&claim)
    }

    /// All topics, in no particular order.
    pub fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.topics.keys()
    }

    /// All documents with claims, in no particular order.
    pub fn documents(&self) -> impl Iterator<Item = DocumentId> {
        self.documents.keys().copied()
    }

    fn about(&self, topic: &Topic) -> Vec<&Figure> {
        self.topics.get(topic).into_iter().flatten().filter_map(|claim| self.figures.get(claim)).collect()
    }

    fn in_document(&self, document: DocumentId) -> Vec<&Figure> {
        self.documents.get(&document).into_iter().flatten().filter_map(|claim| self.figures.get(claim)).collect()
    }
}

fn currency(figure: &Figure) -> Option<&str> {
    let number = figure.number.as_ref()?;
    (number.sort.family == crate::notebook::UnitFamily::Money).then_some(number.sort.base.as_str())
}

fn take<K: Eq + std::hash::Hash>(map: &mut HashMap<K, BTreeSet<ClaimId>, RandomState>, key: &K, claim: ClaimId) {
    if let Some(claims) = map.get_mut(key) {
        claims.remove(&claim);
        if claims.is_empty() {
            map.remove(key);
        }
    }
}

/// What a rule sees. It remembers what it was asked for, so that a change of that is checked again.
pub struct View<'a> {
    /// The notebook.
    pub notebook: &'a Notebook,
    ledger: &'a Ledger,
    /// Reads sentences.
    pub reader: &'a dyn Reader,
    asked: RefCell<Asked>,
}

/// What rules have asked for.
#[derive(Debug, Default)]
pub struct Asked {
    /// The topics.
    pub topics: BTreeSet<Topic>,
    /// The subjects whose measures were listed.
    pub subjects: BTreeSet<NameKey>,
}

impl<'a> View<'a> {
    /// A view in which nothing was asked for yet.
    pub fn new(notebook: &'a Notebook, ledger: &'a Ledger, reader: &'a dyn Reader) -> Self {
        Self { notebook, ledger, reader, asked: RefCell::default() }
    }

    /// What was asked for.
    pub fn asked(self) -> Asked {
        self.asked.into_inner()
    }

    /// The figures about a topic that nobody has said are overtaken, in the order of their ids.
    pub fn about(&self, topic: &Topic) -> Vec<&'a Figure> {
        let mut all = self.all_about(topic);
        all.retain(|figure| !figure.is_superseded);
        all
    }

    /// All figures about a topic, in the order of their ids.
    pub fn all_about(&self, topic: &Topic) -> Vec<&'a Figure> {
        self.asked.borrow_mut().topics.insert(topic.clone());
        self.ledger.about(topic)
    }

    /// The measures that are known of a subject.
    pub fn measures(&self, subject: &NameKey) -> Vec<NameKey> {
        self.asked.borrow_mut().subjects.insert(subject.clone());
        self.ledger.measures.get(subject).into_iter().flat_map(|measures| measures.keys().cloned()).collect()
    }

    /// The figures with a passage in a document, in the order of their ids.
    pub fn in_document(&self, document: DocumentId) -> Vec<&'a Figure> {
        let mut all = self.ledger.in_document(document);
        all.retain(|figure| !figure.is_superseded);
        all
    }

    /// What a name stands for.
    pub fn measure_key(&self, name: &str) -> NameKey {
        self.notebook.vocabulary().key(TermKind::Measure, name)
    }

    /// The topics of a subject with one of its measures that have a figure of the period, with the figures.
    pub fn others(&self, topic: &Topic) -> Vec<(Topic, Vec<&'a Figure>)> {
        let others = self.measures(&topic.subject).into_iter().filter(|measure| *measure != topic.measure);
        others
            .map(|measure| topic.with_measure(measure))
            .map(|topic| {
                let found = self.about(&topic);
                (topic, found)
            })
            .collect()
    }

    /// The documents with amounts in several currencies.
    pub fn foreign(&self) -> impl Iterator<Item = DocumentId> {
        self.ledger.foreign()
    }

    /// The claim of a figure.
    pub fn claim(&self, figure: &Figure) -> Option<&'a Claim> {
        self.notebook.claims.get(figure.claim)
    }

    /// What a figure says, to be shown: its number as stated.
    pub fn says(&self, figure: &Figure) -> String {
        let typed = self.claim(figure).and_then(|claim| claim.quantity.as_ref());
        match (&figure.number, typed) {
            (Some(number), _) => number.quantity.to_string(),
            (None, Some(typed)) => typed.text.clone(),
            (None, None) => String::new(),
        }
    }

    /// The sentence that a figure rests on, as a range of its source.
    pub fn sentence(&self, figure: &Figure) -> Option<(DocumentId, TextRange)> {
        let (id, range) = figure.place?;
        let document = self.notebook.documents.get(id)?;
        Some((id, self.reader.sentence(document, range)))
    }
}

/// Figures by their periods, those without one left out.
pub fn by_period<'a>(figures: &[&'a Figure]) -> BTreeMap<Period, Vec<&'a Figure>> {
    let mut found: BTreeMap<Period, Vec<&Figure>> = BTreeMap::new();
    for figure in figures {
        if let Some(period) = figure.period {
            found.entry(Period { grain: crate::notebook::Grain::Day, ..period }).or_default().push(figure);
        }
    }
    found
}
