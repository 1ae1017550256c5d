//! Readings of sources, and the suggestions that come from them.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;

use crate::notebook::{AnyRecord, Block, Change, ClaimKind, Document, DocumentId, Edit, Notebook, RecordId, TextRange};
use crate::reading::{self, Language, ReadClaim, ReadingContext};
use crate::workspace::look::survey::Survey;
use crate::workspace::{ClaimIndex, DocumentClaims};

/// The largest source, in bytes, that is read for suggestions: tens of thousands of them help nobody.
pub const MAX_READ: usize = 20_000_000;

/// The inputs of a reading, besides the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    document: DocumentId,
    published: Option<Date>,
    language: Option<&'static str>,
}

impl Key {
    pub(super) fn of(document: &Document) -> Self {
        let language = Language::of_tag(&document.details.language).map(Language::tag);
        Self { document: document.id, published: document.details.published, language }
    }

    pub(super) fn document(&self) -> DocumentId {
        self.document
    }
}

/// The result of reading a source.
#[derive(Debug)]
pub struct SourceReading {
    key: Key,
    /// The language it was read in.
    pub language: Language,
    /// The sentences that are worth suggesting, in the order of the text.
    claims: Vec<ReadClaim>,
    /// Their ranges, kept separately: searching tens of thousands of these is faster than searching the claims.
    sentences: Vec<TextRange>,
    /// Their kinds; `None` for a sentence that denies what it is about.
    kinds: Vec<Option<ClaimKind>>,
}

/// A source to be read in the background.
pub struct ReadingTask {
    key: Key,
    language: Option<Language>,
    text: Arc<str>,
    blocks: Arc<[Block]>,
}

impl ReadingTask {
    /// The task of reading a document; `None` if it is too long to be read for suggestions.
    pub(super) fn of(document: &Document) -> Option<Self> {
        let language = Language::of_tag(&document.details.language);
        (document.text.len() <= MAX_READ).then(|| Self {
            key: Key::of(document),
            language,
            text: Arc::clone(&document.text),
            blocks: Arc::clone(&document.blocks),
        })
    }

    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    /// Reads the source.
    pub fn run(self) -> SourceReading {
        let context = ReadingContext { published: self.key.published, language: self.language, blocks: &self.blocks };
        let mut reading = reading::read(&self.text, &context);
        reading.claims.retain(ReadClaim::is_suggested);
        let sentences = reading.claims.iter().map(|claim| claim.sentence).collect();
        let kinds = reading.claims.iter().map(|claim| (!claim.negated).then_some(claim.kind)).collect();
        SourceReading { key: self.key, language: reading.language, claims: reading.claims, sentences, kinds }
    }
}

/// The readings of the sources that were opened.
#[derive(Debug, Default)]
pub(in crate::workspace) struct Readings {
    done: HashMap<DocumentId, Arc<SourceReading>>,
    asked: HashSet<Key>,
    /// The suggestions of the source that was shown last.
    shown: RefCell<Option<Shown>>,
    /// What is left in each source, if that was asked for.
    pub(super) survey: Survey,
}

/// The suggestions from one reading, updated incrementally: a book has tens of thousands of sentences, of which an edit affects
/// few.
#[derive(Debug)]
struct Shown {
    reading: Arc<SourceReading>,
    /// For each sentence, whether it has a claim, and whether it was dismissed.
    claimed: Vec<bool>,
    dismissed: Vec<bool>,
    /// The indices of all other sentences, and the number of these of each kind.
    open: Rc<[u32]>,
    counts: Counts,
}

/// The number of suggestions of each kind, in the order of the kinds; denials are not counted.
type Counts = [usize; ClaimKind::ALL.len()];

impl Shown {
    fn of(document: &Document, reading: &Arc<SourceReading>, claims: Option<&DocumentClaims>) -> Self {
        let mut claimed = vec![false; reading.claims.len()];
        for passage in claims.into_iter().flat_map(|claims| claims.passages().iter()) {
            for at in reading.touched(passage.range) {
                claimed[at] |= is_claimed_by(&reading.claims[at], passage.range);
            }
        }
        let dismissed = dismissed(document, reading);
        let (open, counts) = (Rc::default(), Counts::default());
        let mut shown = Self { reading: Arc::clone(reading), claimed, dismissed, open, counts };
        shown.list();
        shown
    }

    fn list(&mut self) {
        let is_open = |(claimed, dismissed): (&bool, &bool)| !claimed && !dismissed;
        let states = self.claimed.iter().zip(&self.dismissed).map(is_open);
        let mut open: Vec<u32> = Vec::with_capacity(self.claimed.len());
        self.counts = Counts::default();
        for ((at, is_open), kind) in (0..).zip(states).zip(&self.reading.kinds) {
            if is_open {
                open.push(at);
                if let Some(kind) = kind {
                    self.counts[*kind as usize] += 1;
                }
            }
        }
        self.open = open.into();
    }

    /// Checks again whether the sentences that overlap an added or removed passage are claimed.
    fn passage_changed(&mut self, passage: TextRange, claims: Option<&DocumentClaims>) {
        for at in self.reading.touched(passage) {
            let read = &self.reading.claims[at];
            let mut here = claims.into_iter().flat_map(|claims| claims.passages().overlapping(read.sentence));
            self.claimed[at] = here.any(|passage| is_claimed_by(read, passage.range));
        }
    }
}

/// Whether a claim on this passage claims the sentence: it covers half of it, or overlaps its main number. A single other word
/// does not.
fn is_claimed_by(read: &ReadClaim, passage: TextRange) -> bool {
    is_claimed(read.sentence, read.main().map(|main| main.range), passage)
}

/// As [`is_claimed_by`], for a sentence and the range of its main number.
pub(super) fn is_claimed(sentence: TextRange, main: Option<TextRange>, passage: TextRange) -> bool {
    let shared = passage.intersection(sentence).map_or(0, |shared| shared.len());
    shared * 2 >= sentence.len() || main.is_some_and(|main| passage.overlaps(main))
}

/// Returns for each sentence of a reading whether it was dismissed.
fn dismissed(document: &Document, reading: &SourceReading) -> Vec<bool> {
    let dismissed: HashSet<&str> = document.details.dismissed.iter().map(String::as_str).collect();
    let is_dismissed = |read: &ReadClaim| dismissed.contains(document.slice(read.sentence).unwrap_or_default());
    reading.claims.iter().map(|read| !dismissed.is_empty() && is_dismissed(read)).collect()
}

impl SourceReading {
    /// The sentences that are worth suggesting, in the order of the text.
    pub(super) fn claims(&self) -> &[ReadClaim] {
        &self.claims
    }

    /// Returns the indices of the sentences that share a byte with a range.
    fn touched(&self, range: TextRange) -> Range<usize> {
        let from = self.sentences.partition_point(|sentence| sentence.end <= range.start);
        let count = self.sentences[from..].iter().take_while(|sentence| sentence.start < range.end).count();
        from..from + count
    }
}

impl Readings {
    /// Returns the task of reading a document, if it has no current reading. Each task is returned only once.
    pub fn wanted(&mut self, document: &Document) -> Option<ReadingTask> {
        let key = Key::of(document);
        let known = self.done.get(&document.id).is_some_and(|reading| reading.key == key);
        let task = ReadingTask::of(document).filter(|_| !known)?;
        self.asked.insert(key).then_some(task)
    }

    /// Stores a finished reading, unless its source was edited or removed in the meantime.
    pub fn take(&mut self, reading: SourceReading, notebook: &Notebook) {
        self.asked.remove(&reading.key);
        let document = notebook.documents.get(reading.key.document);
        if document.is_some_and(|document| Key::of(document) == reading.key) {
            self.done.insert(reading.key.document, Arc::new(reading));
        }
    }

    fn current(&self, document: &Document) -> Option<&Arc<SourceReading>> {
        self.done.get(&document.id).filter(|reading| reading.key == Key::of(document))
    }

    /// Returns the suggestions for a document; `None` while it is being read.
    pub fn suggestions(&self, document: &Document, index: &ClaimIndex) -> Option<Suggestions> {
        let reading = self.current(document)?;
        let mut kept = self.shown.borrow_mut();
        let shown = match kept.take().filter(|shown| Arc::ptr_eq(&shown.reading, reading)) {
            Some(shown) => kept.insert(shown),
            None => kept.insert(Shown::of(document, reading, index.document(document.id))),
        };
        Some(Suggestions { reading: Arc::clone(reading), open: Rc::clone(&shown.open), counts: shown.counts })
    }

    /// Returns the one sentence that a passage is about and that was read, if it is about just one.
    pub fn sentence_of(&self, document: &Document, passage: TextRange) -> Option<&ReadClaim> {
        let reading = self.current(document)?;
        let [read] = &reading.claims[reading.touched(passage)] else { return None };
        Some(read)
    }

    /// Updates the suggestions after an edit, given its inverse.
    pub fn follow(&mut self, inverse: &Edit, notebook: &Notebook, index: &ClaimIndex) {
        self.survey.follow(inverse, notebook, index);
        let kept = self.shown.get_mut();
        let Some(shown) = kept else { return };
        let id = shown.reading.key.document;
        let Some(document) = notebook.documents.get(id) else {
            *kept = None;
            return;
        };
        let claims = index.document(id);
        for change in &inverse.changes {
            let (claim, old) = match change {
                Change::Replace(AnyRecord::Claim(old)) | Change::Insert { record: AnyRecord::Claim(old), .. } => {
                    (old.id, Some(old.as_ref()))
                }
                Change::Remove(RecordId::Claim(claim)) => (*claim, None),
                Change::Details(of, old) if *of == id => {
                    if old.dismissed != document.details.dismissed {
                        shown.dismissed = dismissed(document, &shown.reading);
                    }
                    continue;
                }
                _ => continue,
            };
            let both = old.into_iter().chain(notebook.claims.get(claim));
            for passage in both.flat_map(|claim| &claim.passages).filter(|passage| passage.document == id) {
                shown.passage_changed(passage.range, claims);
            }
        }
        shown.list();
    }

    /// Discards the incremental state, so that it is rebuilt from the reading; for use after an edit failed halfway.
    pub fn forget_shown(&mut self) {
        *self.shown.get_mut() = None;
    }
}

/// A sentence that is suggested as a claim.
#[derive(Debug, Clone, Copy)]
pub struct Suggestion<'a> {
    /// The claim that was read from it.
    pub claim: &'a ReadClaim,
}

impl Suggestion<'_> {
    /// The range of the sentence.
    pub fn range(&self) -> TextRange {
        self.claim.sentence
    }
}

/// The suggestions of the open source.
#[derive(Debug, Clone)]
pub struct Suggestions {
    reading: Arc<SourceReading>,
    open: Rc<[u32]>,
    counts: Counts,
}

impl Suggestions {
    /// Returns the number of suggestions.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether there are no suggestions.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// The language that the source was read in.
    pub fn language(&self) -> Language {
        self.reading.language
    }

    /// Returns the suggestion at an index, in the order of the text.
    pub fn at(&self, index: usize) -> Option<Suggestion<'_>> {
        self.open.get(index).and_then(|&at| self.reading.claims.get(at as usize)).map(|claim| Suggestion { claim })
    }

    /// Iterates over all suggestions in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = Suggestion<'_>> {
        (0..self.len()).filter_map(|index| self.at(index))
    }

    /// Returns the index of the suggestion on exactly this sentence.
    pub fn position(&self, sentence: TextRange) -> Option<usize> {
        let index = self.first_from(sentence.start);
        self.at(index).filter(|suggestion| suggestion.range() == sentence).map(|_| index)
    }

    /// Returns the number of suggestions that begin before a byte, which is the index of the first from there on.
    pub fn first_from(&self, byte: usize) -> usize {
        self.open.partition_point(|&at| self.sentence(at).is_some_and(|sentence| sentence.start < byte))
    }

    /// Iterates over the suggestions that share a byte with a range.
    pub fn within(&self, range: TextRange) -> impl Iterator<Item = Suggestion<'_>> {
        let from = self.open.partition_point(|&at| self.sentence(at).is_some_and(|sentence| sentence.end <= range.start));
        (from..self.len()).filter_map(|index| self.at(index)).take_while(move |suggestion| suggestion.range().start < range.end)
    }

    /// Returns the number of suggestions of a kind that are not denials.
    pub fn count_of(&self, kind: ClaimKind) -> usize {
        self.counts[kind as usize]
    }

    fn sentence(&self, at: u32) -> Option<TextRange> {
        self.reading.sentences.get(at as usize).copied()
    }
}
