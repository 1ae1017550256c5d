//! Finds the voices of a sentence (who says so, outermost first), and keeps track of who speaks over several sentences.
//!
//! `quotes` finds what is quoted, `saying` the verbs and prepositions that attribute, `speaker` the name before or behind them, `memory` who
//! spoke before. A quotation whose speaker is named at its end, sentences later, waits for the name. The narrator's own sentences have no
//! voice.

mod chinese;
mod evidence;
mod labels;
mod memory;
mod names;
mod persons;
mod quotes;
mod saying;
mod speaker;
mod verbs_of_saying;

use super::tokens::Tokens;
pub(super) use chinese::chinese_voices;
pub(super) use labels::Labels;
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
    // “We closed the quarter” is what whoever has the turn says.
    let is_own = memory.label.is_some() && chain.iter().all(|voice| names::is_first_person(&voice.name));
    if chain.is_empty() || is_own {
        return labelled(memory);
    }
    memory.remember(&chain);
    chain
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
