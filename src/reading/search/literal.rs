//! Words that are looked for as they are, but for case, accents and the shape of signs.

use std::ops::ControlFlow;

use regex::{Regex, RegexBuilder};

use super::fold::{Folded, fold, folded, is_accent, specials};
use crate::notebook::TextRange;

/// Folded words, and how to find them.
#[derive(Debug, Clone)]
pub(super) struct Literal {
    /// What is looked for, folded; white space is one space.
    wanted: Vec<char>,
    /// Finds it where the text differs in case alone.
    plain: Regex,
    /// The special characters that fold to something in it, in order.
    relevant: Vec<(char, Folded)>,
    leads: Leads,
}

impl Literal {
    /// `None` where nothing is left to look for.
    pub fn new(words: &str) -> Option<Self> {
        let folded: Vec<String> = fold(words).split_whitespace().map(str::to_owned).collect();
        let wanted: Vec<char> = folded.join(" ").chars().collect();
        if wanted.is_empty() {
            return None;
        }
        let expression = folded.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join(r"\s+");
        // What is escaped is always an expression; one that is too large for the crate stands nowhere.
        let plain = RegexBuilder::new(&expression).case_insensitive(true).size_limit(1 << 24).build().ok()?;
        let matters = |fold: &Folded| match fold {
            Folded::Same => false,
            Folded::Char(character) => wanted.contains(character),
            Folded::Text(text) => text.chars().all(|character| wanted.contains(&character)),
        };
        let relevant: Vec<(char, Folded)> = specials().iter().filter(|(_, fold)| matters(fold)).copied().collect();
        let accents = ('\u{300}'..='\u{36f}').step_by(0x40);
        let leads = Leads::of(relevant.iter().map(|(character, _)| *character).chain(accents));
        Some(Self { wanted, plain, relevant, leads })
    }

    /// Gives every place to `found`, in order and without overlap: of two that overlap the first.
    pub fn find(&self, text: &str, found: &mut impl FnMut(TextRange) -> ControlFlow<()>) {
        let mut from = 0;
        let mut plain = self.plain_from(text, 0);
        let mut special = self.special_from(text, 0);
        loop {
            if plain.is_some_and(|hit| hit.start < from) {
                plain = self.plain_from(text, from);
            }
            if special.is_some_and(|hit| hit.start < from) {
                special = self.special_from(text, from);
            }
            let first = match (plain, special) {
                (None, None) => return,
                (Some(plain), Some(special)) if plain.start <= special.start => plain,
                (_, Some(special)) => special,
                (Some(plain), None) => plain,
            };
            let hit = TextRange { end: after_accents(text, first.end), ..first };
            if found(hit).is_break() {
                return;
            }
            from = hit.end;
        }
    }

    fn plain_from(&self, text: &str, from: usize) -> Option<TextRange> {
        let hit = self.plain.find_at(text, from)?;
        Some(TextRange { start: hit.start(), end: hit.end() })
    }

    /// The first place that has a special character in it.
    fn special_from(&self, text: &str, from: usize) -> Option<TextRange> {
        let mut at = from;
        while let Some(place) = self.leads.next(text.as_bytes(), at) {
            let character = text[place..].chars().next()?;
            at = place + character.len_utf8();
            if let Some(hit) = self.around(text, from, place, character) {
                return Some(hit);
            }
        }
        None
    }

    /// The first place, not before `from`, in which the character at `place` takes part.
    fn around(&self, text: &str, from: usize, place: usize, character: char) -> Option<TextRange> {
        let mut buffer = [' '; 2];
        let own: &[char] = if is_accent(character) {
            &[]
        } else {
            let known = self.relevant.binary_search_by_key(&character, |(known, _)| *known).ok()?;
            spelled(self.relevant[known].1, character, &mut buffer)
        };
        let behind = place + character.len_utf8();
        let last = self.wanted.len().checked_sub(own.len())?;
        // An accent stands on a letter: it is never the first of a hit, and after the last letter the plain way has found it.
        let alignments = if own.is_empty() { 1..last } else { 0..last + 1 };
        let fits = |&split: &usize| self.wanted[split..].starts_with(own);
        let hits = alignments.filter(fits).filter_map(|split| {
            let start = backward(text, from, place, &self.wanted[..split])?;
            let end = forward(text, behind, &self.wanted[split + own.len()..])?;
            Some(TextRange { start, end })
        });
        hits.min_by_key(|hit| hit.start)
    }
}

/// The characters that one is compared as.
fn spelled(fold: Folded, character: char, buffer: &mut [char; 2]) -> &[char] {
    let mut length = 0;
    let mut put = |character| {
        if let Some(place) = buffer.get_mut(length) {
            *place = character;
            length += 1;
        }
    };
    match fold {
        Folded::Same => put(character),
        Folded::Char(other) => put(other),
        Folded::Text(text) => text.chars().for_each(put),
    }
    &buffer[..length]
}

/// The end of what is wanted, when the text goes on with it at `at`.
fn forward(text: &str, mut at: usize, mut wanted: &[char]) -> Option<usize> {
    while let Some(&next) = wanted.first() {
        let character = text[at..].chars().next()?;
        let mut buffer = [' '; 2];
        if next == ' ' {
            let space = text[at..].chars().take_while(|character| character.is_whitespace()).map(char::len_utf8).sum::<usize>();
            if space == 0 {
                return None;
            }
            at += space;
            wanted = &wanted[1..];
            continue;
        }
        if !is_accent(character) {
            wanted = wanted.strip_prefix(spelled(folded(character), character, &mut buffer))?;
        }
        at += character.len_utf8();
    }
    Some(at)
}

/// The start of what is wanted, when the text before `at` ends with it; nothing before `from` is looked at.
fn backward(text: &str, from: usize, mut at: usize, mut wanted: &[char]) -> Option<usize> {
    while let Some(&next) = wanted.last() {
        let before = text.get(from..at)?;
        let character = before.chars().next_back()?;
        let mut buffer = [' '; 2];
        if next == ' ' {
            let space = before.chars().rev().take_while(|character| character.is_whitespace()).map(char::len_utf8).sum::<usize>();
            if space == 0 {
                return None;
            }
            at -= space;
            wanted = &wanted[..wanted.len() - 1];
            continue;
        }
        if !is_accent(character) {
            wanted = wanted.strip_suffix(spelled(folded(character), character, &mut buffer))?;
        }
        at -= character.len_utf8();
    }
    Some(at)
}

/// The end of the accents that stand on the last letter of a hit.
fn after_accents(text: &str, end: usize) -> usize {
    end + text[end..].chars().take_while(|&character| is_accent(character)).map(char::len_utf8).sum::<usize>()
}

/// The first bytes, in UTF-8, of some characters; found many at a time.
#[derive(Debug, Clone)]
struct Leads {
    is_lead: Box<[bool; 256]>,
    /// The same as runs of bytes: the first, and how many follow it.
    runs: Vec<(u8, u8)>,
}

/// So many bytes are looked at together.
const STRIDE: usize = 64;

impl Leads {
    fn of(characters: impl Iterator<Item = char>) -> Self {
        let mut is_lead = Box::new([false; 256]);
        for character in characters {
            is_lead[usize::from(character.encode_utf8(&mut [0; 4]).as_bytes()[0])] = true;
        }
        let mut runs: Vec<(u8, u8)> = Vec::new();
        for byte in (0..=255u8).filter(|&byte| is_lead[usize::from(byte)]) {
            match runs.last_mut() {
                // Runs that nearly touch are one: a byte too many only costs a second look.
                Some((first, more)) if byte - *first - *more <= 3 => *more = byte - *first,
                _ => runs.push((byte, 0)),
            }
        }
        Self { is_lead, runs }
    }

    fn next(&self, bytes: &[u8], mut at: usize) -> Option<usize> {
        while at < bytes.len() {
            let stride = &bytes[at..bytes.len().min(at + STRIDE)];
            // Without a branch in it, so that the compiler takes many bytes in one instruction.
            let has = self.runs.iter().any(|&(first, more)| {
                stride.iter().fold(false, |has, &byte| has | (byte.wrapping_sub(first) <= more))
            });
            if has && let Some(place) = stride.iter().position(|&byte| self.is_lead[usize::from(byte)]) {
                return Some(at + place);
            }
            at += stride.len();
        }
        None
    }
}
