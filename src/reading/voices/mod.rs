//! Finds the voices of a sentence (who says so, outermost first), and keeps track of who speaks over several sentences.
//!
//! `quotes` finds what is quoted, `saying` the verbs and prepositions that attribute, `speaker` the name before or behind them, `memory` who
//! spoke before. A quotation whose speaker is named at its end, sentences later, waits for the name. The narrator's own sentences have no
//! voice.

mod chinese;
mod evidence;
mod memory;
mod names;
mod persons;
mod quotes;
mod saying;
mod speaker;
mod verbs_of_saying;

use super::tokens::Tokens;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::furniture;
use crate::notebook::{Block, BlockKind, TextRange};
pub(super) use chinese::chinese_voices;
pub(super) use memory::Memory;
pub use memory::Voice;
use memory::{Speech, settle};
use quotes::Quoted;

/// What the words of a sentence promise, found in one pass with other cues: without any of it nobody speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs {
    /// Whether a word may name a voice.
    pub attributes: bool,
    /// Whether there is a quotation mark.
    pub quotes: bool,
}

/// Returns the voices of a sentence, outermost first, and remembers them for the sentences after it.
pub(super) fn voices(tokens: &Tokens<'_>, signs: Signs, memory: &mut Memory) -> Vec<Voice> {
    memory.waits = false;
    let was_open = memory.open.is_open;
    if let Some(person) = memory.person.as_ref().filter(|_| !memory.rival) {
        memory.rival = persons::names_another(tokens, &person.name);
    }
    if let Some(person) = persons::introduced(tokens) {
        (memory.person, memory.rival) = (Some(person.clone()), false);
        memory.people.meet(&person.name);
        memory.introduced.get_or_insert_with(|| person.clone());
        // Whoever is introduced speaks in the quotations that follow without a name, as in an interview.
        memory.last = vec![person];
    }
    let labelled = |memory: &Memory| memory.label.clone().into_iter().collect();
    if !(was_open || signs.attributes || signs.quotes) {
        return labelled(memory);
    }
    persons::persons(tokens, memory);
    let quoted = Quoted::find(tokens, &mut memory.open);
    let found = saying::said(tokens, &quoted, memory);
    let chain = if quoted.is_empty() { found } else { quoted_by(tokens, &quoted, found, was_open, memory) };
    if chain.is_empty() {
        return labelled(memory);
    }
    memory.remember(&chain);
    chain
}

/// The most words of a label.
const MOST_LABEL_WORDS: usize = 4;

/// The names with which paragraphs are labelled, as in an interview, each of which labels more than one.
#[derive(Debug, Default)]
pub(super) struct Labels<'a> {
    names: HashMap<&'a str, u32, RandomState>,
    /// Whether the text is an interview whose questions and answers are marked: `Q:`, `A:`.
    asks: bool,
}

/// Marks of questions and answers, in the three languages.
const ASKED: [(&str, &str); 5] = [("Q:", "A:"), ("Q.", "A."), ("Q :", "R :"), ("问：", "答："), ("问:", "答:")];

impl<'a> Labels<'a> {
    /// Finds the labels of a text.
    pub fn of_text(text: &'a str, blocks: &[Block]) -> Self {
        let mut names = HashMap::default();
        for name in blocks.iter().filter_map(|block| label_of(text, block)) {
            *names.entry(name).or_insert(0) += 1;
        }
        let parts = || blocks.iter().filter_map(|block| text.get(block.range.start..block.range.end));
        let marks = |mark: &str| parts().filter(|part| part.starts_with(mark)).count() > 1;
        let asks = ASKED.iter().any(|(question, answer)| marks(question) && marks(answer));
        Self { names, asks }
    }

    /// Whether a paragraph is an answer in an interview: whoever was introduced gives it.
    pub fn answers(&self, text: &str, block: &Block) -> bool {
        let part = text.get(block.range.start..block.range.end).unwrap_or_default();
        self.asks && ASKED.iter().any(|(_, answer)| part.starts_with(answer))
    }

    /// Who speaks in a paragraph that begins with a name and a colon.
    pub fn of(&self, text: &str, block: &Block) -> Option<Voice> {
        let name = label_of(text, block).filter(|name| self.names.get(name).is_some_and(|count| *count > 1))?;
        let range = TextRange { start: block.range.start, end: block.range.start + name.len() };
        Some(Voice { name: name.to_owned(), range, anonymous: false })
    }
}

/// The words before the first colon of a paragraph, if they can be somebody's name.
fn label_of<'a>(text: &'a str, block: &Block) -> Option<&'a str> {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote) {
        return None;
    }
    let part = text.get(block.range.start..block.range.end)?;
    let name = &part[..memchr::memchr(b':', &part.as_bytes()[..part.len().min(60)])?];
    let words = name.split(' ').count();
    let is_name = (2..=MOST_LABEL_WORDS).contains(&words) && name.split(' ').all(|word| word.starts_with(char::is_uppercase));
    (is_name && part[name.len() + 1..].starts_with(' ') && !furniture::is_label(name)).then_some(name)
}

/// The voices of a sentence with a quotation: the speaker is named outside its marks, or was before, or will be.
fn quoted_by(tokens: &Tokens<'_>, quoted: &Quoted, found: Vec<Voice>, was_open: bool, memory: &mut Memory) -> Vec<Voice> {
    let (inside, outside): (Vec<Voice>, Vec<Voice>) =
        found.into_iter().partition(|voice| quoted.holds_range(tokens, voice.range) && !saying::is_aside(tokens, voice.range));
    let speech = Speech {
        was_open,
        goes_on: memory.open.is_open,
        speaks: was_open || quoted.is_speech(tokens),
        is_whole: quoted.is_whole(tokens),
    };
    settle(speech, inside, outside, memory)
}
