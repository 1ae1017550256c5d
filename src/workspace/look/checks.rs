//! Findings over the claims of a notebook: `checking` with the sentences read by `reading`.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::checking::{Finding, Read, Reader, compare};
use crate::notebook::{Document, DocumentId, Notebook, TextRange};
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
            .collect()
    }

    fn sentence(&self, document: &Document, range: TextRange) -> TextRange {
        let Some(block) = document.block_at(range.start).and_then(|at| document.blocks.get(at)) else { return range };
        let Some(text) = document.slice(block.range) else { return range };
        let sentence = reading::sentence_at(text, range.start.saturating_sub(block.range.start));
        TextRange { start: block.range.start + sentence.start, end: block.range.start + sentence.end }
    }
}

/// What does not add up in a notebook, and what does; the surest first.
pub fn findings(notebook: &Notebook) -> Vec<Finding> {
    compare(notebook, &Sentences::default())
}
