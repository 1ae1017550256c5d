//! Finds the voices of a sentence (who says so, outermost first), and keeps track of who speaks over several sentences.
//!
//! `quotes` finds what is quoted, `saying` the verbs and prepositions that attribute, `speaker` the name before or behind them. A
//! quotation whose speaker is named at its end, sentences later, waits for the name. The narrator's own sentences have no voice.

mod chinese;
mod quotes;
mod saying;
mod speaker;

use super::cues::Cues;
use super::tokens::Tokens;
use crate::notebook::{Block, TextRange};
pub(super) use chinese::chinese_voices;
use quotes::{OpenQuote, Quoted};

/// A person or organisation to which a sentence attributes its statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The name or description as the text has it.
    pub name: String,
    /// Its range in the text: in another sentence, if it was carried over from there.
    pub range: TextRange,
    /// Whether it has no name: “people familiar with the matter”.
    pub anonymous: bool,
}

/// The state that earlier sentences leave for later ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// The voices of the last attribution.
    last: Vec<Voice>,
    /// Whoever spoke last as a person: “he” and “she” lead back to them.
    person: Option<Voice>,
    /// Whether somebody else was named since: “she” may be either, and stands for herself.
    rival: bool,
    open: OpenQuote,
    /// With whose name the paragraph is labelled, as in an interview.
    label: Option<Voice>,
    /// Who speaks in the open quotation; empty as long as nobody was named.
    quoted: Vec<Voice>,
    /// Whether somebody spoke in this paragraph.
    spoke: bool,
    /// Whether the last sentence is quoted and its speaker not named yet; `quoted` is then whom it is taken to be.
    waits: bool,
    /// Whether the open quotation began without a name.
    unnamed: bool,
    /// Who spoke in the sentences that waited.
    named: Vec<Voice>,
}

impl Memory {
    /// Begins a paragraph, which may be labelled with its speaker.
    pub fn begin_block(&mut self, label: Option<Voice>) {
        // What follows an answer of an interview belongs to it, up to the next name.
        self.label = label;
        self.open.begin_block();
        self.spoke = false;
        if !self.open.is_open {
            self.quoted.clear();
        }
    }

    /// Whether the sentence that was read last waits for its speaker to be named.
    pub fn waits(&self) -> bool {
        self.waits
    }

    /// Who turned out to speak in the sentences that waited; empty as long as nobody has.
    pub fn take_named(&mut self) -> Vec<Voice> {
        std::mem::take(&mut self.named)
    }

    /// Remembers who spoke.
    fn remember(&mut self, chain: &[Voice]) {
        if let Some(person) = chain.iter().rev().find(|voice| speaker::is_person(&voice.name)) {
            self.person = Some(person.clone());
            self.rival = false;
        }
        // “We” within a quotation is nobody new.
        if chain.first().is_some_and(|voice| !speaker::is_first_person(&voice.name)) {
            self.last = chain.iter().filter(|voice| !speaker::is_first_person(&voice.name)).cloned().collect();
            self.spoke = true;
        }
    }
}

/// Returns the voices of a sentence, outermost first, and remembers them for the sentences after it.
pub(super) fn voices(tokens: &Tokens<'_>, cues: &Cues, memory: &mut Memory) -> Vec<Voice> {
    memory.waits = false;
    let was_open = memory.open.is_open;
    if let Some(person) = memory.person.as_ref().filter(|_| !memory.rival) {
        memory.rival = speaker::names_another(tokens, &person.name);
    }
    if let Some(person) = speaker::introduced(tokens) {
        (memory.person, memory.rival) = (Some(person.clone()), false);
        // Whoever is introduced speaks in the quotations that follow without a name, as in an interview.
        memory.last = vec![person];
    }
    let labelled = |memory: &Memory| memory.label.clone().into_iter().collect();
    if !(was_open || cues.voice || cues.quotes) {
        return labelled(memory);
    }
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

/// Who speaks in a paragraph that begins with a name and a colon, as answers of an interview do: the name labels another one, too.
pub(super) fn label(text: &str, block: TextRange, blocks: &[Block]) -> Option<Voice> {
    let name_of = |range: TextRange| {
        let part = text.get(range.start..range.end)?;
        let name = &part[..memchr::memchr(b':', &part.as_bytes()[..part.len().min(60)])?];
        let words = name.split(' ').count();
        let is_name = words <= MOST_LABEL_WORDS && name.split(' ').all(|word| word.starts_with(char::is_uppercase));
        (is_name && part[name.len() + 1..].starts_with(' ')).then_some(name)
    };
    let name = name_of(block)?;
    let is_another = |other: &&Block| other.range != block && name_of(other.range) == Some(name);
    let labels_others = blocks.iter().filter(is_another).count() > 0;
    let range = TextRange { start: block.start, end: block.start + name.len() };
    labels_others.then(|| Voice { name: name.to_owned(), range, anonymous: false })
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

/// How a quotation stands to its sentence.
#[derive(Debug, Clone, Copy)]
struct Speech {
    /// Whether it began in an earlier sentence, and whether it goes on in the next.
    was_open: bool,
    goes_on: bool,
    /// Whether it is more than a word or two that the narrator quotes.
    speaks: bool,
    /// Whether the whole sentence is quoted.
    is_whole: bool,
}

/// Decides who speaks, from the voices that are named within the quotation and outside of it.
fn settle(speech: Speech, inside: Vec<Voice>, outside: Vec<Voice>, memory: &mut Memory) -> Vec<Voice> {
    let waited = speech.was_open && memory.unnamed;
    let is_named = !outside.is_empty();
    let last = || memory.last.first().cloned().into_iter().collect();
    let speaker = match () {
        () if !outside.is_empty() => outside,
        () if !speech.speaks => Vec::new(),
        () if speech.was_open && (!waited || speech.goes_on) => memory.quoted.clone(),
        // “…,” said Ana Ruiz. “And …”: nobody else begins to speak without a name.
        () if speech.goes_on && memory.spoke => last(),
        () if speech.goes_on => Vec::new(),
        () if waited => last(),
        // A sentence that is all quotation goes on where the last speaker stopped.
        () if speech.is_whole => last(),
        () => Vec::new(),
    };
    memory.unnamed = speech.goes_on && !is_named && (waited || !speech.was_open);
    memory.waits = memory.unnamed;
    if waited && !memory.waits && !speaker.is_empty() {
        memory.named.clone_from(&speaker);
    }
    memory.quoted = if speech.goes_on { speaker.clone() } else { Vec::new() };
    let mut chain = speaker;
    // “We earned €41m” is what the speaker says.
    let speaks = !chain.is_empty();
    for voice in inside.into_iter().filter(|voice| !(speaks && speaker::is_first_person(&voice.name))) {
        if !chain.iter().any(|known| known.name == voice.name) {
            chain.push(voice);
        }
    }
    chain
}
