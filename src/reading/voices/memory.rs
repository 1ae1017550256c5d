//! Who spoke, and who goes on speaking: the state that earlier sentences leave for later ones.

use super::names;
use super::quotes::OpenQuote;
use crate::notebook::TextRange;
use crate::reading::people::People;

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

/// What begins a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) enum Turn {
    /// This speaker, or nobody known, in this paragraph.
    Here(Option<Voice>),
    /// This speaker, until another turn.
    From(Voice),
    /// Nobody new.
    None,
}

/// The state that earlier sentences leave for later ones.
#[derive(Debug, Clone, Default)]
pub(in crate::reading) struct Memory {
    /// The voices of the last attribution.
    pub(super) last: Vec<Voice>,
    /// Whoever spoke last as a person: “he” and “she” lead back to them.
    pub(super) person: Option<Voice>,
    /// The person who was introduced first.
    pub(super) introduced: Option<Voice>,
    /// The persons who were named.
    pub(in crate::reading) people: People,
    /// Whether somebody else was named since: “she” may be either, and stands for herself.
    pub(super) rival: bool,
    pub(super) open: OpenQuote,
    /// Whose turn to speak the paragraph is, as in an interview.
    pub(super) label: Option<Voice>,
    /// Whose turn the next paragraphs are, until somebody else is named.
    turn: Option<Voice>,
    /// Who speaks in the open quotation; empty as long as nobody was named.
    pub(super) quoted: Vec<Voice>,
    /// Whether somebody spoke in this paragraph.
    pub(super) spoke: bool,
    /// Whether the last sentence is quoted and its speaker not named yet; `quoted` is then whom it is taken to be.
    pub(super) waits: bool,
    /// Whether the open quotation began without a name.
    pub(super) unnamed: bool,
    /// Who spoke in the sentences that waited.
    pub(super) named: Vec<Voice>,
}

impl Memory {
    /// Begins a paragraph, which may begin somebody's turn to speak.
    pub fn begin_block(&mut self, turn: Turn) {
        match turn {
            Turn::Here(voice) => (self.label, self.turn) = (voice, None),
            Turn::From(voice) => (self.label, self.turn) = (None, Some(voice)),
            Turn::None => self.label.clone_from(&self.turn),
        }
        self.open.begin_block();
        self.spoke = false;
        if !self.open.is_open {
            self.quoted.clear();
        }
    }

    /// In an interview: whom it is with, the person who was introduced first, answers in this paragraph.
    pub fn answer(&mut self) {
        self.label = self.label.take().or_else(|| self.introduced.clone());
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
    pub(super) fn remember(&mut self, chain: &[Voice]) {
        if let Some(person) = chain.iter().rev().find(|voice| names::is_person(&voice.name)) {
            self.person = Some(person.clone());
            self.rival = false;
        }
        // “We” within a quotation is nobody new.
        if chain.first().is_some_and(|voice| !names::is_first_person(&voice.name)) {
            self.last = chain.iter().filter(|voice| !names::is_first_person(&voice.name)).cloned().collect();
            self.spoke = true;
        }
    }
}

/// How a quotation stands to its sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speech {
    /// Whether it began in an earlier sentence, and whether it goes on in the next.
    pub was_open: bool,
    pub goes_on: bool,
    /// Whether it is more than a word or two that the narrator quotes.
    pub speaks: bool,
    /// Whether the whole sentence is quoted.
    pub is_whole: bool,
}

/// Decides who speaks, from the voices that are named within the quotation and outside of it.
pub(super) fn settle(speech: Speech, inside: Vec<Voice>, outside: Vec<Voice>, memory: &mut Memory) -> Vec<Voice> {
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
    for voice in inside.into_iter().filter(|voice| !(speaks && names::is_first_person(&voice.name))) {
        if !chain.iter().any(|known| known.name == voice.name) {
            chain.push(voice);
        }
    }
    chain
}
