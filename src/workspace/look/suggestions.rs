//! Suggests claims that a source seems to make. Sources are read in the background; suggestions are accepted or dismissed one
//! by one, and accepted by kind.
//!
//! A reading is valid for one text, language and day of publication; if one of these is edited, the source is read again.
//! Sentences that are already claimed, or were dismissed, are not suggested.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;

use crate::notebook::{
    AnyRecord, Block, Change, Claim, ClaimId, ClaimKind, Document, DocumentId, Edit, EditError, Notebook, Passage, RecordId,
    TextRange,
};
use crate::reading::{self, Context, Draft, Language, QuantityMention, ReadClaim, ReadingContext};
use crate::workspace::{ClaimIndex, DocumentClaims, Look, SuggestionEdits};

/// The largest source, in bytes, that is read for suggestions: tens of thousands of them help nobody.
pub const MAX_READ: usize = 20_000_000;

/// The inputs of a reading, besides the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    document: DocumentId,
    published: Option<Date>,
    language: Option<&'static str>,
}

impl Key {
    fn of(document: &Document) -> Self {
        let language = Language::of_tag(&document.details.language).map(Language::tag);
        Self { document: document.id, published: document.details.published, language }
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
    let shared = passage.intersection(read.sentence).map_or(0, |shared| shared.len());
    shared * 2 >= read.sentence.len() || read.main().is_some_and(|main| passage.overlaps(main.range))
}

/// Returns for each sentence of a reading whether it was dismissed.
fn dismissed(document: &Document, reading: &SourceReading) -> Vec<bool> {
    let dismissed: HashSet<&str> = document.details.dismissed.iter().map(String::as_str).collect();
    let is_dismissed = |read: &ReadClaim| dismissed.contains(document.slice(read.sentence).unwrap_or_default());
    reading.claims.iter().map(|read| !dismissed.is_empty() && is_dismissed(read)).collect()
}

impl SourceReading {
    /// Returns the indices of the sentences that share a byte with a range.
    fn touched(&self, range: TextRange) -> Range<usize> {
        let from = self.sentences.partition_point(|sentence| sentence.end <= range.start);
        let count = self.sentences[from..].iter().take_while(|sentence| sentence.start < range.end).count();
        from..from + count
    }
}

impl Readings {
    /// Updates the suggestions after an edit, given its inverse.
    pub fn follow(&mut self, inverse: &Edit, notebook: &Notebook, index: &ClaimIndex) {
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
        (0..self.len()).filter_map(|place| self.at(place))
    }

    /// Returns the index of the suggestion on exactly this sentence.
    pub fn position(&self, sentence: TextRange) -> Option<usize> {
        let place = self.first_from(sentence.start);
        self.at(place).filter(|suggestion| suggestion.range() == sentence).map(|_| place)
    }

    /// Returns the number of suggestions that begin before a byte, which is the index of the first from there on.
    pub fn first_from(&self, byte: usize) -> usize {
        self.open.partition_point(|&at| self.sentence(at).is_some_and(|sentence| sentence.start < byte))
    }

    /// Iterates over the suggestions that share a byte with a range.
    pub fn within(&self, range: TextRange) -> impl Iterator<Item = Suggestion<'_>> {
        let from = self.open.partition_point(|&at| self.sentence(at).is_some_and(|sentence| sentence.end <= range.start));
        (from..self.len()).filter_map(|place| self.at(place)).take_while(move |suggestion| suggestion.range().start < range.end)
    }

    /// Returns the number of suggestions of a kind that are not denials.
    pub fn count_of(&self, kind: ClaimKind) -> usize {
        self.counts[kind as usize]
    }

    fn sentence(&self, at: u32) -> Option<TextRange> {
        self.reading.sentences.get(at as usize).copied()
    }
}

/// The details of a document that reading needs.
pub(in crate::workspace) fn reading_context(document: &Document) -> Context {
    let details = &document.details;
    Context { published: details.published, publisher: details.publisher.clone(), language: Language::of_tag(&details.language) }
}

impl SuggestionEdits<'_> {
    /// Returns the task of reading the open source, if it has no current reading. Each task is returned only once.
    pub fn wanted_reading(&mut self) -> Option<ReadingTask> {
        let document = self.workspace.notebook.documents.get(self.workspace.selection.document?)?;
        let key = Key::of(document);
        let known = self.workspace.readings.done.get(&document.id).is_some_and(|reading| reading.key == key);
        if known || document.text.len() > MAX_READ || !self.workspace.readings.asked.insert(key.clone()) {
            return None;
        }
        let language = Language::of_tag(&document.details.language);
        Some(ReadingTask { key, language, text: Arc::clone(&document.text), blocks: Arc::clone(&document.blocks) })
    }

    /// Stores a finished reading, unless the source was edited in the meantime.
    pub fn take_reading(&mut self, reading: SourceReading) {
        self.workspace.readings.asked.remove(&reading.key);
        let current =
            self.workspace.notebook.documents.get(reading.key.document).is_some_and(|document| Key::of(document) == reading.key);
        if current {
            self.workspace.readings.done.insert(reading.key.document, Arc::new(reading));
        }
    }

    /// Makes the claims of a suggested sentence and selects the first; returns `None` if the sentence is not suggested.
    pub fn accept(&mut self, sentence: TextRange) -> Result<Option<ClaimId>, EditError> {
        let Some(suggestions) = self.workspace.look().suggestions() else { return Ok(None) };
        let Some(suggestion) = suggestions.position(sentence).and_then(|place| suggestions.at(place)) else { return Ok(None) };
        let claims = self.claims_of(suggestion.claim);
        let Some(first) = claims.first().map(|claim| claim.id) else { return Ok(None) };
        self.workspace.edit(claims.into_iter().fold(Edit::new("accept suggestion"), Edit::insert))?;
        self.workspace.selection.suggestion = None;
        self.workspace.selection.claim = Some(first);
        Ok(Some(first))
    }

    /// Clears the selected suggestion if it does not exist any more: it was claimed, dismissed, or read differently.
    pub(in crate::workspace) fn forget_old_suggestion(&mut self) {
        if let Some(sentence) = self.workspace.selection.suggestion
            && self.workspace.look().suggestions().is_none_or(|suggestions| suggestions.position(sentence).is_none())
        {
            self.workspace.selection.suggestion = None;
        }
    }

    /// Accepts all suggestions of a kind in the open source, as one undo step; returns the number of claims made. Denials are
    /// skipped: each must be reviewed.
    pub fn accept_all(&mut self, kind: ClaimKind) -> Result<usize, EditError> {
        let Some(suggestions) = self.workspace.look().suggestions() else { return Ok(0) };
        let mut edit = Edit::new(format!("accept all suggested {}s", kind.label().to_lowercase()));
        let mut count = 0;
        for suggestion in suggestions.iter().filter(|suggestion| suggestion.claim.kind == kind && !suggestion.claim.negated) {
            for claim in self.claims_of(suggestion.claim) {
                edit = edit.insert(claim);
                count += 1;
            }
        }
        if count > 0 {
            self.workspace.edit(edit)?;
        }
        self.workspace.selection.suggestion = None;
        Ok(count)
    }

    /// Dismisses a suggested sentence of the open source, so that it is never suggested again.
    pub fn dismiss(&mut self, sentence: TextRange) -> Result<(), EditError> {
        let Some(document) = self.workspace.look().document() else { return Ok(()) };
        let Some(quote) = document.slice(sentence) else { return Ok(()) };
        let (id, mut details) = (document.id, document.details.clone());
        let suggested = self.workspace.look().suggestions().is_some_and(|suggestions| suggestions.position(sentence).is_some());
        if !suggested || details.dismissed.iter().any(|known| known == quote) {
            return Ok(());
        }
        details.dismissed.push(quote.to_owned());
        if self.workspace.selection.suggestion == Some(sentence) {
            self.workspace.selection.suggestion = None;
        }
        self.workspace.edit(Edit::new("dismiss suggestion").with(Change::Details(id, details)))
    }

    /// Makes a claim for each quantity of a sentence that becomes a separate claim, or one claim if there is none.
    fn claims_of(&mut self, read: &ReadClaim) -> Vec<Claim> {
        let numbers: Vec<Option<&QuantityMention>> = match read.claimed() {
            numbers if numbers.is_empty() => vec![None],
            numbers => numbers.into_iter().map(Some).collect(),
        };
        let ids: Vec<ClaimId> = numbers.iter().map(|_| self.workspace.new_id()).collect();
        let Some(document) = self.workspace.look().document() else { return Vec::new() };
        let make = |(id, number): (ClaimId, Option<&QuantityMention>)| {
            let passage = Passage::new(document, reading::trim_to_words(&document.text, read.sentence))?;
            let mut claim = Claim::at(id, passage);
            Draft::of(&document.text, read, number, &document.details.publisher).fill(&mut claim);
            claim.shorten();
            Some(claim)
        };
        ids.into_iter().zip(numbers).filter_map(make).collect()
    }
}

impl Look<'_> {
    /// Returns the suggestions of the open source; `None` until it has been read.
    pub fn suggestions(self) -> Option<Suggestions> {
        let document = self.document()?;
        let reading = self.workspace.readings.done.get(&document.id).filter(|reading| reading.key == Key::of(document))?;
        let mut kept = self.workspace.readings.shown.borrow_mut();
        let shown = match kept.take().filter(|shown| Arc::ptr_eq(&shown.reading, reading)) {
            Some(shown) => kept.insert(shown),
            None => kept.insert(Shown::of(document, reading, self.workspace.index.document(document.id))),
        };
        Some(Suggestions { reading: Arc::clone(reading), open: Rc::clone(&shown.open), counts: shown.counts })
    }

    /// Drafts a claim on a passage from the existing reading of its source. The number is the one inside the passage. `None` if
    /// there is no reading, or it does not fit the passage.
    pub(in crate::workspace) fn read_draft(self, document: &Document, passage: TextRange) -> Option<Draft> {
        let reading = self.workspace.readings.done.get(&document.id).filter(|reading| reading.key == Key::of(document))?;
        let mut here = reading.claims[reading.touched(passage)].iter();
        let read = here.next()?;
        // A passage of several sentences, or a part of one without its number, is drafted from its words alone.
        let inside = read
            .quantities
            .iter()
            .find(|number| passage.start <= number.range.start && number.range.end <= passage.end && !number.is_time());
        let whole = passage.start <= read.sentence.start + 2 && read.sentence.end <= passage.end + 2;
        let number = if whole { read.main() } else { inside };
        let one = here.next().is_none() && passage.len() <= read.sentence.len() + 8;
        (one && (whole || number.is_some())).then(|| Draft::of(&document.text, read, number, &document.details.publisher))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::Details;
    use crate::workspace::Workspace;
    use crate::workspace::import_text;
    use crate::workspace::tests::with_documents;

    /// Returns the suggested sentences; checks that the incremental state agrees with a rebuilt one.
    fn suggested(workspace: &mut Workspace) -> Vec<TextRange> {
        let ranges = |workspace: &Workspace| -> Vec<TextRange> {
            workspace.look().suggestions().unwrap().iter().map(|suggestion| suggestion.range()).collect()
        };
        let kept = ranges(workspace);
        workspace.readings.forget_shown();
        assert_eq!(kept, ranges(workspace));
        kept
    }

    #[test]
    fn what_is_suggested_follows_every_edit() {
        let mut workspace = with_documents();
        let text = "Acme sold 5,000 cars in 2024. Acme sold 6,000 cars in 2025. It aims to sell 9,000 cars by 2029.";
        workspace.sources().add(import_text(text).unwrap(), Details::default());
        let reading = workspace.suggested().wanted_reading().unwrap().run();
        workspace.suggested().take_reading(reading);
        let all = suggested(&mut workspace);
        assert_eq!(all.len(), 3);
        workspace.suggested().accept(all[1]).unwrap().unwrap();
        assert_eq!(suggested(&mut workspace), [all[0], all[2]]);
        let document = workspace.selection.document.unwrap();
        // A passage from within the first sentence to the end of the last.
        let wide = TextRange { start: all[0].start + 2, end: all[2].end };
        let claim = workspace.claims().make(document, wide).unwrap();
        assert_eq!(suggested(&mut workspace), []);
        workspace.claims().delete(claim).unwrap();
        workspace.suggested().dismiss(all[2]).unwrap();
        assert_eq!(suggested(&mut workspace), [all[0]]);
        let mut steps = 0;
        while workspace.history().step() > 0 && workspace.look().document().is_some() {
            workspace.undo();
            steps += 1;
            if workspace.look().suggestions().is_some() {
                suggested(&mut workspace);
            }
        }
        for _ in 0..steps {
            workspace.redo();
        }
        workspace.selection.document = Some(document);
        assert_eq!(suggested(&mut workspace), [all[0]]);
    }
}
