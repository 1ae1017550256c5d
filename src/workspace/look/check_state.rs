//! The findings of a notebook as a workspace keeps them: `checking` with the sentences read by `reading`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::RandomState;

use crate::checking::{Checked, Checks, Read, Reader};
use crate::notebook::{Document, DocumentId, Edit, MAX_NUMBER, Notebook, TextRange};
use crate::reading::{self, Direction, Language, ReadingContext, Role};

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
            // What no claim can hold is not compared with claims either.
            .filter(|read| read.quantity.value.low().abs() <= MAX_NUMBER && read.quantity.value.high().abs() <= MAX_NUMBER)
            .collect()
    }

    fn sentence(&self, document: &Document, range: TextRange) -> TextRange {
        let Some(block) = document.block_at(range.start).and_then(|at| document.blocks.get(at)) else { return range };
        let Some(text) = document.slice(block.range) else { return range };
        let sentence = reading::sentence_at(text, range.start.saturating_sub(block.range.start));
        TextRange { start: block.range.start + sentence.start, end: block.range.start + sentence.end }
    }
}

/// What was found in a notebook with what was decided about it, the surest first.
pub fn findings(notebook: &Notebook) -> Vec<Checked> {
    Checks::of(notebook, &Sentences::default()).findings().into_iter().cloned().collect()
}

/// The state of a notebook's checks. They are made when somebody first asks, and then follow every edit.
#[derive(Debug, Default)]
pub(in crate::workspace) struct CheckState {
    pub checks: RefCell<Option<Checks>>,
    pub reader: Sentences,
    pub listed: RefCell<Option<(u64, Rc<[Checked]>)>>,
}

impl CheckState {
    /// Notes what an edit changed, given its inverse: it is checked when somebody asks next, not while a letter is typed.
    pub fn follow(&mut self, inverse: &Edit, notebook: &Notebook) {
        if let Some(checks) = self.checks.get_mut()
            && !checks.follow(inverse, notebook)
        {
            *self.checks.get_mut() = None;
        }
    }
}

/// Up to so many claims are checked at once when somebody asks, which takes less than a frame; more are checked in the background.
pub const CHECKED_AT_ONCE: usize = 150;

/// A notebook to be checked in the background.
#[derive(Debug)]
pub struct CheckTask {
    pub(in crate::workspace) notebook: Notebook,
    pub(in crate::workspace) revision: u64,
}

/// The findings of a notebook as it was at a revision.
#[derive(Debug)]
pub struct CheckReply {
    pub(in crate::workspace) checks: Checks,
    pub(in crate::workspace) revision: u64,
}

impl CheckTask {
    /// Checks the notebook.
    pub fn run(self) -> CheckReply {
        CheckReply { checks: Checks::of(&self.notebook, &Sentences::default()), revision: self.revision }
    }
}
