//! Finds literal words, ignoring case, accents and the shape of signs.

use std::ops::Range;

use std::ops::ControlFlow;

use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};

use super::fold::{Folded, fold, folded, is_accent};
use super::table::SPECIALS;
use crate::notebook::TextRange;

/// Folded words, prepared for searching.
///
/// One character of the words, the anchor, is searched for many bytes at a time, and the rest compared around each hit: the
/// rarer the anchor, the faster. If the anchor can also be written in special ways (é for e), those are searched for as well.
#[derive(Debug, Clone)]
pub(super) struct Literal {
    /// The folded words; any white space between them is one space.
    wanted: Vec<char>,
    anchor: Anchor,
    /// The special characters that fold to text with the anchor in it, sorted.
    special: Vec<(char, &'static str)>,
    leads: Leads,
}

#[derive(Debug, Clone)]
enum Anchor {
    /// An ASCII letter, digit or sign: its index in the words, and its neighbours.
    Ascii(usize, Near),
    /// Characters that have only one form, such as Han: the index of the first, and their number.
    Run(usize, usize, Box<Finder<'static>>),
    /// Letters of other scripts with two cases.
    Expression(Regex),
}

/// Rough frequencies of the letters a to z in English, per thousand, raised for those that are often accented.
const FREQUENCY: [u32; 26] =
    [120, 13, 70, 60, 180, 20, 18, 45, 110, 2, 7, 40, 25, 110, 110, 24, 2, 62, 66, 85, 80, 12, 18, 2, 50, 3];

impl Literal {
    /// Prepares words for searching; `None` if nothing is left to search for.
    pub fn new(words: &str) -> Option<Self> {
        let folded: Vec<String> = fold(words).split_whitespace().map(str::to_owned).collect();
        let wanted: Vec<char> = folded.join(" ").chars().collect();
        if wanted.is_empty() {
            return None;
        }
        let anchor = Anchor::of(&wanted, &folded)?;
        let is_hidden = |character: char| match &anchor {
            Anchor::Ascii(at, _) => wanted[*at] == character,
            Anchor::Run(..) => false,
            Anchor::Expression(_) => wanted.contains(&character),
        };
        let special: Vec<(char, &str)> = SPECIALS.iter().filter(|(_, text)| text.chars().any(is_hidden)).copied().collect();
        let accents = ('\u{300}'..='\u{36f}').step_by(0x40).filter(|_| matches!(anchor, Anchor::Expression(_)));
        let leads = Leads::of(special.iter().map(|(character, _)| *character).chain(accents));
        Some(Self { wanted, anchor, special, leads })
    }

    /// Passes every match to `found`, in order, until it breaks off. Of two overlapping matches only the first is passed.
    pub fn find(&self, text: &str, found: &mut impl FnMut(TextRange) -> ControlFlow<()>) {
        let has_special = !self.leads.runs.is_empty() && !text.is_ascii();
        let special_from = |from| if has_special { self.special_from(text, from) } else { None };
        let mut from = 0;
        let mut plain = self.plain_from(text, 0);
        let mut special = special_from(0);
        loop {
            if plain.is_some_and(|hit| hit.start < from) {
                plain = self.plain_from(text, from);
            }
            if special.is_some_and(|hit| hit.start < from) {
                special = special_from(from);
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

    /// Finds the first match, not before `from`, in which the anchor is written plainly.
    fn plain_from(&self, text: &str, from: usize) -> Option<TextRange> {
        let bytes = text.as_bytes();
        match &self.anchor {
            Anchor::Expression(regex) => {
                let hit = regex.find_at(text, from)?;
                Some(TextRange { start: hit.start(), end: hit.end() })
            }
            Anchor::Run(at, length, finder) => {
                let starts = finder.find_iter(&bytes[from..]).map(|byte_at| from + byte_at);
                starts
                    .filter_map(|byte_at| self.reach(text, from, byte_at..byte_at + finder.needle().len(), *at..*at + *length))
                    .next()
            }
            Anchor::Ascii(at, near) => {
                let mut next = from;
                while let Some(byte_at) = near.next(bytes, next) {
                    if let Some(hit) = self.reach(text, from, byte_at..byte_at + 1, *at..*at + 1) {
                        return Some(hit);
                    }
                    next = byte_at + 1;
                }
                None
            }
        }
    }

    /// Extends a partial match (`characters` of the words at `bytes` of the text) to all words; `None` if the rest differs.
    fn reach(&self, text: &str, from: usize, bytes: Range<usize>, characters: Range<usize>) -> Option<TextRange> {
        let end = forward(text, bytes.end, &self.wanted[characters.end..])?;
        Some(TextRange { start: backward(text, from, bytes.start, &self.wanted[..characters.start])?, end })
    }

    /// Finds the first match, not before `from`, with a special character in it: in place of an ASCII anchor, else anywhere.
    fn special_from(&self, text: &str, from: usize) -> Option<TextRange> {
        let mut at = from;
        while let Some(byte_at) = self.leads.next(text.as_bytes(), at) {
            let character = text[byte_at..].chars().next()?;
            at = byte_at + character.len_utf8();
            if let Some(hit) = self.around(text, from, byte_at, character) {
                return Some(hit);
            }
        }
        None
    }

    /// Finds the first match, not before `from`, that contains the character at `index`.
    fn around(&self, text: &str, from: usize, index: usize, character: char) -> Option<TextRange> {
        let mut buffer = [' '; 3];
        let own: &[char] = if is_accent(character) {
            &[]
        } else {
            let known = self.special.binary_search_by_key(&character, |(known, _)| *known).ok()?;
            spelled(Folded::Text(self.special[known].1), character, &mut buffer)
        };
        let behind = index + character.len_utf8();
        let last = self.wanted.len().checked_sub(own.len())?;
        let alignments = match self.anchor {
            // An accent follows its letter: it never begins a match, and one after the last letter is found with the plain match.
            _ if own.is_empty() => 1..last,
            Anchor::Ascii(at, ..) => (at + 1).saturating_sub(own.len())..(at + 1).min(last + 1),
            _ => 0..last + 1,
        };
        let fits = |&split: &usize| self.wanted[split..].starts_with(own);
        let hits = alignments.filter(fits).filter_map(|split| self.reach(text, from, index..behind, split..split + own.len()));
        hits.min_by_key(|hit| hit.start)
    }
}

impl Anchor {
    fn of(wanted: &[char], words: &[String]) -> Option<Self> {
        let has_one_form = |character: &char| {
            !character.is_ascii()
                && character.to_lowercase().eq(std::iter::once(*character))
                && character.to_uppercase().eq(std::iter::once(*character))
                && SPECIALS.iter().all(|(_, text)| !text.starts_with(*character))
        };
        if let Some(at) = wanted.iter().position(has_one_form) {
            let run: String = wanted[at..].iter().take_while(|character| has_one_form(character)).collect();
            return Some(Self::Run(at, run.chars().count(), Box::new(Finder::new(run.as_bytes()).into_owned())));
        }
        let weight = |character: char| match character {
            'a'..='z' => FREQUENCY[usize::from(character as u8 - b'a')],
            '0'..='9' => 9,
            // Quotation marks, dashes and spaces have many shapes.
            '\'' | '"' | '-' | ' ' => 150,
            _ => 10,
        };
        let ascii = wanted.iter().enumerate().filter(|(_, character)| character.is_ascii() && **character != ' ');
        if let Some((at, &character)) = ascii.min_by_key(|(_, character)| weight(**character)) {
            let letter = |at: Option<usize>| wanted.get(at?).filter(|character| character.is_ascii_alphanumeric());
            let near = Near {
                before: Byte::open(letter(at.checked_sub(1)).copied()),
                anchor: Byte::of(character),
                after: Byte::open(letter(Some(at + 1)).copied()),
            };
            return Some(Self::Ascii(at, near));
        }
        let expression = words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join(r"\s+");
        // An escaped text is always a valid expression; one that is too large for the crate matches nothing.
        Some(Self::Expression(RegexBuilder::new(&expression).case_insensitive(true).size_limit(1 << 24).build().ok()?))
    }
}

/// A byte that matches in both its cases.
#[derive(Debug, Clone, Copy)]
struct Byte {
    lower: u8,
    /// The bit that is set only in lower case; 0 without cases; all bits if any byte matches.
    case: u8,
}

impl Byte {
    /// Matches only this ASCII character.
    fn of(character: char) -> Self {
        let lower = character as u8;
        Self { lower, case: if character.is_ascii_alphabetic() { 0x20 } else { 0 } }
    }

    /// Matches this character if there is one, else any byte.
    fn open(character: Option<char>) -> Self {
        character.map_or(Self { lower: 0xFF, case: 0xFF }, Self::of)
    }

    fn is(self, byte: u8) -> bool {
        byte | self.case == self.lower
    }

    /// Whether a byte can match: one beyond ASCII may, and is compared later.
    fn can_be(self, byte: u8) -> bool {
        self.is(byte) | !byte.is_ascii()
    }
}

/// The anchor with its neighbours: comparing all three rules out most positions.
#[derive(Debug, Clone, Copy)]
struct Near {
    before: Byte,
    anchor: Byte,
    after: Byte,
}

impl Near {
    /// Finds the first index, not before `from`, at which the anchor can be.
    fn next(self, bytes: &[u8], from: usize) -> Option<usize> {
        const STRIDE: usize = 32;
        if from == 0 && self.is_at(bytes, 0) {
            return Some(0);
        }
        let mut at = from.max(1);
        while let Some((window, _)) = bytes.get(at - 1..)?.split_first_chunk::<{ STRIDE + 2 }>() {
            // Branch-free, so that the compiler vectorises it.
            let mut fits = [0; STRIDE];
            for (index, fits) in fits.iter_mut().enumerate() {
                let [before, here, after] = [window[index], window[index + 1], window[index + 2]];
                *fits = u8::from(self.before.can_be(before) & self.anchor.is(here) & self.after.can_be(after));
            }
            for (eighth, fits) in fits.as_chunks::<8>().0.iter().enumerate() {
                let fits = u64::from_le_bytes(*fits);
                if fits != 0 {
                    return Some(at + eighth * 8 + fits.trailing_zeros() as usize / 8);
                }
            }
            at += STRIDE;
        }
        (at..bytes.len()).find(|&index| self.is_at(bytes, index))
    }

    fn is_at(self, bytes: &[u8], byte_at: usize) -> bool {
        // Beyond either end of the text is 0, which is not a letter.
        let byte = |byte_at: Option<usize>| byte_at.and_then(|byte_at| bytes.get(byte_at)).copied().unwrap_or(0);
        bytes.get(byte_at).is_some_and(|&byte| self.anchor.is(byte))
            && self.before.can_be(byte(byte_at.checked_sub(1)))
            && self.after.can_be(byte(Some(byte_at + 1)))
    }
}

/// Returns the characters that a character folds to.
fn spelled(fold: Folded, character: char, buffer: &mut [char; 3]) -> &[char] {
    let mut length = 0;
    let mut put = |character| {
        if let Some(slot) = buffer.get_mut(length) {
            *slot = character;
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

/// Returns the end of `wanted`, if the text continues with it at byte `at`.
fn forward(text: &str, mut at: usize, mut wanted: &[char]) -> Option<usize> {
    while let Some(&next) = wanted.first() {
        // Most of what is compared is ASCII letters.
        if let Some(byte) = text.as_bytes().get(at).filter(|byte| byte.is_ascii() && next != ' ') {
            if char::from(byte.to_ascii_lowercase()) != next {
                return None;
            }
            at += 1;
            wanted = &wanted[1..];
            continue;
        }
        let character = text[at..].chars().next()?;
        let mut buffer = [' '; 3];
        if next == ' ' {
            // Accents before the space belong to the previous letter.
            let gap = after_accents(text, at);
            let space = text[gap..].chars().take_while(|character| character.is_whitespace()).map(char::len_utf8).sum::<usize>();
            if space == 0 {
                return None;
            }
            at = gap + space;
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

/// Returns the start of `wanted`, if the text from `from` to `at` ends with it.
fn backward(text: &str, from: usize, mut at: usize, mut wanted: &[char]) -> Option<usize> {
    while let Some(&next) = wanted.last() {
        let before = text.get(from..at)?;
        if let Some(byte) = before.as_bytes().last().filter(|byte| byte.is_ascii() && next != ' ') {
            if char::from(byte.to_ascii_lowercase()) != next {
                return None;
            }
            at -= 1;
            wanted = &wanted[..wanted.len() - 1];
            continue;
        }
        let character = before.chars().next_back()?;
        let mut buffer = [' '; 3];
        if next == ' ' {
            // An accent after the space, with no letter of its own, counts for nothing, as everywhere.
            let space = before.trim_end_matches(is_accent);
            let word = space.trim_end();
            if word.len() == space.len() {
                return None;
            }
            at -= before.len() - word.len();
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

/// Returns the end of the accents on the last letter of a match.
fn after_accents(text: &str, end: usize) -> usize {
    if text.as_bytes().get(end).is_none_or(u8::is_ascii) {
        return end;
    }
    end + text[end..].chars().take_while(|&character| is_accent(character)).map(char::len_utf8).sum::<usize>()
}

/// The first UTF-8 bytes of some characters, searched for many at a time.
#[derive(Debug, Clone)]
struct Leads {
    /// For each first byte, the continuation bytes that can follow it, as 64 bits.
    seconds: Box<[u64; 256]>,
    /// The first bytes as runs: the first of a run, and how many follow it.
    runs: Vec<(u8, u8)>,
}

/// The number of bytes that are examined together.
const STRIDE: usize = 64;

impl Leads {
    fn of(characters: impl Iterator<Item = char>) -> Self {
        let mut seconds = Box::new([0; 256]);
        for character in characters {
            let mut bytes = [0; 4];
            character.encode_utf8(&mut bytes);
            // An accent represents all characters with the same first byte.
            let second = if is_accent(character) { u64::MAX } else { 1 << (bytes[1] & 63) };
            seconds[usize::from(bytes[0])] |= second;
        }
        let mut runs: Vec<(u8, u8)> = Vec::new();
        for byte in (0..=255u8).filter(|&byte| seconds[usize::from(byte)] != 0) {
            match runs.last_mut() {
                // Runs that nearly touch are merged: an extra byte only costs another check.
                Some((first, more)) if byte - *first - *more <= 3 => *more = byte - *first,
                _ => runs.push((byte, 0)),
            }
        }
        Self { seconds, runs }
    }

    fn next(&self, bytes: &[u8], mut at: usize) -> Option<usize> {
        while at < bytes.len() {
            let stride = &bytes[at..bytes.len().min(at + STRIDE)];
            // Branch-free, so that the compiler vectorises it.
            let has = self
                .runs
                .iter()
                .any(|&(first, more)| stride.iter().fold(false, |has, &byte| has | (byte.wrapping_sub(first) <= more)));
            if has && let Some(byte_at) = (at..at + stride.len()).find(|&byte_at| self.is_one(bytes, byte_at)) {
                return Some(byte_at);
            }
            at += stride.len();
        }
        None
    }
    /// Whether one of the characters can begin at a byte index, by its first two bytes.
    fn is_one(&self, bytes: &[u8], index: usize) -> bool {
        let seconds = self.seconds[usize::from(bytes[index])];
        seconds != 0 && bytes.get(index + 1).is_some_and(|second| seconds >> (second & 63) & 1 == 1)
    }
}
