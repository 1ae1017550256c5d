//! Words that are looked for as they are, but for case, accents and the shape of signs.

use std::ops::ControlFlow;

use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};

use super::fold::{Folded, fold, folded, is_accent};
use super::table::SPECIALS;
use crate::notebook::TextRange;

/// Folded words, and how to find them.
///
/// One character of the words, the anchor, is looked for with `memchr`, and the rest compared around each place where it is:
/// the rarer it is, the faster. Where the anchor can also be written in special ways (é for e), those are looked for as well.
#[derive(Debug, Clone)]
pub(super) struct Literal {
    /// What is looked for, folded; white space is one space.
    wanted: Vec<char>,
    anchor: Anchor,
    /// The special characters in which the anchor can be hidden, in order.
    special: Vec<(char, &'static str)>,
    leads: Leads,
}

#[derive(Debug, Clone)]
enum Anchor {
    /// A letter, digit or sign of ASCII: its place in the words, and its two cases.
    Ascii(usize, u8, u8),
    /// Characters that have but one form, such as Han: their place, and how many they are.
    Run(usize, usize, Box<Finder<'static>>),
    /// Letters of other scripts with two cases.
    Expression(Regex),
}

/// How often the letters from a to z come in a thousand of English, roughly, and more for those that are often accented.
const FREQUENCY: [u32; 26] =
    [120, 13, 70, 60, 180, 20, 18, 45, 110, 2, 7, 40, 25, 110, 110, 24, 2, 62, 66, 85, 80, 12, 18, 2, 50, 3];

impl Literal {
    /// `None` where nothing is left to look for.
    pub fn new(words: &str) -> Option<Self> {
        let folded: Vec<String> = fold(words).split_whitespace().map(str::to_owned).collect();
        let wanted: Vec<char> = folded.join(" ").chars().collect();
        if wanted.is_empty() {
            return None;
        }
        let anchor = Anchor::of(&wanted, &folded)?;
        let is_hidden = |character: char| match &anchor {
            Anchor::Ascii(at, ..) => wanted[*at] == character,
            Anchor::Run(..) => false,
            Anchor::Expression(_) => wanted.contains(&character),
        };
        let special: Vec<(char, &str)> = SPECIALS.iter().filter(|(_, text)| text.chars().any(is_hidden)).copied().collect();
        let accents = ('\u{300}'..='\u{36f}').step_by(0x40).filter(|_| matches!(anchor, Anchor::Expression(_)));
        let leads = Leads::of(special.iter().map(|(character, _)| *character).chain(accents));
        Some(Self { wanted, anchor, special, leads })
    }

    /// Gives every place to `found`, in order and without overlap: of two that overlap the first.
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

    /// The first place, not before `from`, in which the anchor is written plainly.
    fn plain_from(&self, text: &str, from: usize) -> Option<TextRange> {
        let bytes = text.as_bytes();
        match &self.anchor {
            Anchor::Expression(regex) => {
                let hit = regex.find_at(text, from)?;
                Some(TextRange { start: hit.start(), end: hit.end() })
            }
            Anchor::Run(at, length, finder) => {
                let places = finder.find_iter(&bytes[from..]).map(|place| from + place);
                places.filter_map(|place| self.reach(text, from, place, place + finder.needle().len(), *at, *length)).next()
            }
            Anchor::Ascii(at, lower, upper) => {
                let (before, after) = (self.ascii(at.checked_sub(1)), self.ascii(Some(at + 1)));
                let places = memchr::memchr2_iter(*lower, *upper, &bytes[from..]).map(|place| from + place);
                let mut near = places.filter(|&place| {
                    // Most places are not it by the next letter already.
                    can_be(after, bytes.get(place + 1)) && can_be(before, place.checked_sub(1).and_then(|place| bytes.get(place)))
                });
                near.find_map(|place| self.reach(text, from, place, place + 1, *at, 1))
            }
        }
    }

    /// The letter or digit of ASCII at a place of the words.
    fn ascii(&self, at: Option<usize>) -> Option<u8> {
        let character = *self.wanted.get(at?)?;
        u8::try_from(character).ok().filter(u8::is_ascii_alphanumeric)
    }

    /// The whole place, where the `length` characters from `at` of the words stand from `start` to `end`.
    fn reach(&self, text: &str, from: usize, start: usize, end: usize, at: usize, length: usize) -> Option<TextRange> {
        let end = forward(text, end, &self.wanted[at + length..])?;
        Some(TextRange { start: backward(text, from, start, &self.wanted[..at])?, end })
    }

    /// The first place that has a special character in it: in place of the anchor, where there is one.
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
            let known = self.special.binary_search_by_key(&character, |(known, _)| *known).ok()?;
            spelled(Folded::Text(self.special[known].1), character, &mut buffer)
        };
        let behind = place + character.len_utf8();
        let last = self.wanted.len().checked_sub(own.len())?;
        let alignments = match self.anchor {
            // An accent stands on a letter: it is never the first of a hit, and after the last letter the plain way has found it.
            _ if own.is_empty() => 1..last,
            Anchor::Ascii(at, ..) => (at + 1).saturating_sub(own.len())..(at + 1).min(last + 1),
            _ => 0..last + 1,
        };
        let fits = |&split: &usize| self.wanted[split..].starts_with(own);
        let hits = alignments.filter(fits).filter_map(|split| self.reach(text, from, place, behind, split, own.len()));
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
            let byte = u8::try_from(character).ok()?;
            return Some(Self::Ascii(at, byte, byte.to_ascii_uppercase()));
        }
        let expression = words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join(r"\s+");
        // What is escaped is always an expression; one that is too large for the crate stands nowhere.
        Some(Self::Expression(RegexBuilder::new(&expression).case_insensitive(true).size_limit(1 << 24).build().ok()?))
    }
}

/// Whether a byte of the text can be the wanted one: if it is of ASCII, it must be; if not, it takes a second look.
fn can_be(wanted: Option<u8>, found: Option<&u8>) -> bool {
    match (wanted, found) {
        (Some(wanted), Some(found)) => !found.is_ascii() || found.to_ascii_lowercase() == wanted,
        (Some(_), None) => false,
        (None, _) => true,
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
        // Most of what is compared is plain letters.
        if let Some(byte) = text.as_bytes().get(at).filter(|byte| byte.is_ascii() && next != ' ') {
            if char::from(byte.to_ascii_lowercase()) != next {
                return None;
            }
            at += 1;
            wanted = &wanted[1..];
            continue;
        }
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
        if let Some(byte) = before.as_bytes().last().filter(|byte| byte.is_ascii() && next != ' ') {
            if char::from(byte.to_ascii_lowercase()) != next {
                return None;
            }
            at -= 1;
            wanted = &wanted[..wanted.len() - 1];
            continue;
        }
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
    if text.as_bytes().get(end).is_none_or(u8::is_ascii) {
        return end;
    }
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
            let has = self
                .runs
                .iter()
                .any(|&(first, more)| stride.iter().fold(false, |has, &byte| has | (byte.wrapping_sub(first) <= more)));
            if has && let Some(place) = stride.iter().position(|&byte| self.is_lead[usize::from(byte)]) {
                return Some(at + place);
            }
            at += stride.len();
        }
        None
    }
}
