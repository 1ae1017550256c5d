//! All figures of a notebook, by what they are about.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::cues::{Cue, Cues};
use super::figure::Figure;
use crate::notebook::{Claim, ClaimId, Document, DocumentId, NameKey, Notebook, Period, Quantity, TermId, TermKind, TextRange};

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
    /// The measures of each subject, with how many claims each has and what its name says.
    measures: HashMap<NameKey, BTreeMap<NameKey, BTreeMap<Cues, usize>>, RandomState>,
    /// By where in the document their first passage begins.
    documents: HashMap<DocumentId, BTreeSet<(usize, ClaimId)>, RandomState>,
    /// The numbers of people asked or things looked at, by document.
    samples: HashMap<DocumentId, BTreeSet<ClaimId>, RandomState>,
    /// The documents with amounts in several currencies, or with an amount in brackets, by their days.
    foreign: BTreeSet<(Option<jiff::civil::Date>, DocumentId)>,
    money: HashMap<DocumentId, Money, RandomState>,
    /// The terms that stand under a term.
    under: HashMap<TermId, Vec<NameKey>, RandomState>,
}

impl Ledger {
    /// Adds a claim.
    pub fn add(&mut self, notebook: &Notebook, claim: &Claim, reader: &dyn Reader) {
        let figure = Figure::of(notebook, claim, reader);
        if let Some(topic) = Topic::of(&figure) {
            let measures = self.measures.entry(topic.subject.clone()).or_default();
            *measures.entry(topic.measure.clone()).or_default().entry(figure.of_measure).or_default() += 1;
            self.topics.entry(topic).or_default().insert(claim.id);
        }
        if let Some((document, range)) = figure.place {
            self.documents.entry(document).or_default().insert((range.start, claim.id));
            if is_sample(&figure) {
                self.samples.entry(document).or_default().insert(claim.id);
            }
            self.count_currency(&figure, document, true);
        }
        self.figures.insert(claim.id, figure);
    }

    /// Removes a claim; returns it as it was.
    pub fn remove(&mut self, claim: ClaimId) -> Option<Figure> {
        let figure = self.figures.remove(&claim)?;
        if let Some(topic) = Topic::of(&figure) {
            take(&mut self.topics, &topic, claim);
            if let Some(measures) = self.measures.get_mut(&topic.subject)
                && let Some(said) = measures.get_mut(&topic.measure)
            {
                if let Some(count) = said.get_mut(&figure.of_measure) {
                    *count -= 1;
                }
                said.retain(|_, count| *count > 0);
                if said.is_empty() {
                    measures.remove(&topic.measure);
                }
            }
        }
        if let Some((document, range)) = figure.place {
            if let Some(places) = self.documents.get_mut(&document) {
                places.remove(&(range.start, claim));
                if places.is_empty() {
                    self.documents.remove(&document);
                }
            }
            take(&mut self.samples, &document, claim);
            self.count_currency(&figure, document, false);
        }
        Some(figure)
    }

    fn count_currency(&mut self, figure: &Figure, document: DocumentId, is_new: bool) {
        let Some(currency) = currency(figure) else { return };
        let known = self.money.entry(document).or_default();
        self.foreign.remove(&(known.said_on, document));
        let count = known.currencies.entry(currency.to_owned()).or_default();
        let step = |count: usize| if is_new { count + 1 } else { count.saturating_sub(1) };
        *count = step(*count);
        known.currencies.retain(|_, count| *count > 0);
        if figure.has_brackets {
            known.brackets = step(known.brackets);
        }
        if is_new {
            known.said_on = figure.said_on;
        }
        if known.currencies.len() > 1 || known.brackets > 0 {
            self.foreign.insert((known.said_on, document));
        }
    }

    /// Remembers which terms stand under which.
    pub fn note_terms(&mut self, notebook: &Notebook) {
        for term in &notebook.terms {
            if let Some(parent) = term.parent {
                self.under.entry(parent).or_default().push(NameKey::Term(term.id));
            }
        }
    }

    /// The documents that may state exchange rates and are nearest in time to one, itself among them if it may.
    pub fn foreign_near(&self, document: DocumentId, said_on: Option<jiff::civil::Date>) -> Vec<DocumentId> {
        let key = (said_on, document);
        let before = self.foreign.range(..key).rev().take(FOREIGN_NEAR);
        let after = self.foreign.range(key..).filter(|other| **other != key).take(FOREIGN_NEAR);
        let itself = self.foreign.contains(&key).then_some(document);
        before.chain(after).map(|(_, document)| *document).chain(itself).collect()
    }

    /// The figure of a claim.
    pub fn figure(&self, claim: ClaimId) -> Option<&Figure> {
        self.figures.get(&claim)
    }

    /// How many claims are about a topic.
    pub fn claims_about(&self, topic: &Topic) -> usize {
        self.topics.get(topic).map_or(0, BTreeSet::len)
    }

    /// All topics, in no particular order.
    pub fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.topics.keys()
    }

    /// All stretches of documents with claims, in no particular order.
    pub fn stretches(&self) -> BTreeSet<Stretch> {
        let places =
            self.documents.iter().flat_map(|(document, places)| places.iter().map(|(at, _)| Stretch::of(*document, *at)));
        places.collect()
    }

    fn about(&self, topic: &Topic) -> Vec<&Figure> {
        self.topics.get(topic).into_iter().flatten().filter_map(|claim| self.figures.get(claim)).collect()
    }

    /// The stretches of one document with claims.
    pub fn stretches_of(&self, document: DocumentId) -> BTreeSet<Stretch> {
        self.documents.get(&document).into_iter().flatten().map(|(at, _)| Stretch::of(document, *at)).collect()
    }

    fn around(&self, stretch: Stretch) -> Vec<&Figure> {
        let Some(places) = self.documents.get(&stretch.document) else { return Vec::new() };
        let (start, end) = stretch.with_margin();
        let first = ClaimId::from(crate::notebook::Id::from_parts(0, 0));
        let inside = places.range((start, first)..).take_while(|(at, _)| *at < end);
        inside.filter_map(|(_, claim)| self.figures.get(claim)).collect()
    }
}

/// The amounts of money of a document.
#[derive(Debug, Default)]
struct Money {
    said_on: Option<jiff::civil::Date>,
    currencies: BTreeMap<String, usize>,
    /// How many stand in a sentence with brackets, which may have a conversion.
    brackets: usize,
}

/// As many sources before and after one are asked for exchange rates.
const FOREIGN_NEAR: usize = 20;
/// Documents are checked in stretches of so many bytes, with a margin on both sides: a book has thousands of claims.
const STRETCH: usize = 32_768;
const MARGIN: usize = 4_096;

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stretch {
    /// The document.
    pub document: DocumentId,
    number: usize,
}

impl Stretch {
    /// The stretch of a byte.
    pub fn of(document: DocumentId, at: usize) -> Self {
        Self { document, number: at / STRETCH }
    }

    /// The stretches that see a byte, in their own range or in their margin.
    pub fn seeing(document: DocumentId, at: usize) -> impl Iterator<Item = Self> {
        let first = at.saturating_sub(MARGIN) / STRETCH;
        (first..=(at + MARGIN) / STRETCH).map(move |number| Self { document, number })
    }

    /// Whether a figure begins in it, not only in its margin.
    pub fn owns(self, figure: &Figure) -> bool {
        figure.place.is_some_and(|(document, range)| Self::of(document, range.start) == self)
    }

    fn with_margin(self) -> (usize, usize) {
        ((self.number * STRETCH).saturating_sub(MARGIN), (self.number + 1) * STRETCH + MARGIN)
    }
}

fn is_sample(figure: &Figure) -> bool {
    figure.of_measure.has(Cue::Sample) && figure.number.is_some()
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

    /// The figures in a stretch of a document and in its margin, in the order of the text.
    pub fn around(&self, stretch: Stretch) -> Vec<&'a Figure> {
        let mut all = self.ledger.around(stretch);
        all.retain(|figure| !figure.is_superseded);
        all
    }

    /// The figures of a document.
    pub fn in_document(&self, document: DocumentId) -> Vec<&'a Figure> {
        let places = self.ledger.documents.get(&document).into_iter().flatten();
        places.filter_map(|(_, claim)| self.ledger.figures.get(claim)).filter(|figure| !figure.is_superseded).collect()
    }

    /// What a name stands for.
    pub fn measure_key(&self, name: &str) -> NameKey {
        self.notebook.vocabulary().key(TermKind::Measure, name)
    }

    /// The other measures of a topic's subject whose names say one of these, or all others, with their figures.
    pub fn others(&self, topic: &Topic, saying: Option<&[Cue]>) -> Vec<(Topic, Vec<&'a Figure>)> {
        self.asked.borrow_mut().subjects.insert(topic.subject.clone());
        let measures = self.ledger.measures.get(&topic.subject).into_iter().flatten();
        let is_wanted = |(measure, said): &(&NameKey, &BTreeMap<Cues, usize>)| {
            **measure != topic.measure && saying.is_none_or(|wanted| said.keys().any(|cues| cues.any(wanted)))
        };
        let others = measures.filter(is_wanted).map(|(measure, _)| topic.with_measure(measure.clone()));
        others.map(|topic| (topic.clone(), self.about(&topic))).collect()
    }

    /// The names that stand under a name.
    pub fn under(&self, name: &NameKey) -> &'a [NameKey] {
        name.term().and_then(|term| self.ledger.under.get(&term)).map_or(&[], Vec::as_slice)
    }

    /// The documents that may state exchange rates and are nearest in time to one.
    pub fn foreign_near(&self, document: DocumentId) -> Vec<DocumentId> {
        let said_on = self.notebook.documents.get(document).and_then(|document| document.details.published);
        self.ledger.foreign_near(document, said_on)
    }

    /// The numbers of people asked or things looked at in a document.
    pub fn samples(&self, document: DocumentId) -> Vec<&'a Figure> {
        let samples = self.ledger.samples.get(&document).into_iter().flatten();
        samples.filter_map(|claim| self.ledger.figures.get(claim)).filter(|figure| !figure.is_superseded).collect()
    }

    /// The text of a document around some figures, in lower case: what stands a few paragraphs before and after them.
    pub fn text_around(&self, document: DocumentId, figures: &[&Figure]) -> String {
        let Some(document) = self.notebook.documents.get(document) else { return String::new() };
        let places =
            || figures.iter().filter_map(|figure| figure.place).filter(|(id, _)| *id == document.id).map(|(_, range)| range);
        let start = places().map(|range| range.start).min().unwrap_or(0).saturating_sub(MARGIN);
        let end = places().map(|range| range.end).max().unwrap_or(0).saturating_add(MARGIN).min(document.text.len());
        let whole = |at: usize, step: isize| {
            (0..4).map(|by| at.saturating_add_signed(step * by)).find(|at| document.text.is_char_boundary(*at)).unwrap_or(at)
        };
        document.text.get(whole(start, 1)..whole(end, -1)).unwrap_or_default().to_lowercase()
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
            found.entry(Period { grain: crate::notebook::Grain::Day, deadline: false, ..period }).or_default().push(figure);
        }
    }
    found
}
