//! A list of words that is looked for at one end of a text or within it: most places are ruled out by one character.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Words by their first and by their last character, the longest first.
#[derive(Debug)]
pub(super) struct WordList {
    by_first: ByLetter,
    by_last: ByLetter,
}

/// Words by one of their characters.
#[derive(Debug, Default)]
struct ByLetter {
    /// A bit for the low bits of each character that has words: most characters are ruled out without a look-up.
    may: [u64; 16],
    words: HashMap<char, Vec<&'static str>, RandomState>,
}

impl ByLetter {
    fn bit(letter: char) -> (usize, u64) {
        let low = letter as usize & 0x3FF;
        (low >> 6, 1 << (low & 63))
    }

    fn push(&mut self, letter: char, word: &'static str) {
        let (at, bit) = Self::bit(letter);
        self.may[at] |= bit;
        let words = self.words.entry(letter).or_default();
        words.push(word);
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    }

    fn get(&self, letter: char) -> Option<&[&'static str]> {
        let (at, bit) = Self::bit(letter);
        (self.may[at] & bit != 0).then(|| self.words.get(&letter).map(Vec::as_slice))?
    }
}

impl WordList {
    pub fn of(words: &[&'static str]) -> Self {
        let mut list = Self { by_first: ByLetter::default(), by_last: ByLetter::default() };
        for &word in words {
            if let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) {
                list.by_first.push(first, word);
                list.by_last.push(last, word);
            }
        }
        list
    }

    /// Of lists of words, which are separated by spaces.
    pub fn named(lists: &[&'static str]) -> Self {
        Self::of(&lists.iter().flat_map(|words| words.split_ascii_whitespace()).collect::<Vec<_>>())
    }

    /// Whether a text is one of the words.
    pub fn holds(&self, text: &str) -> bool {
        self.at_start(text).is_some_and(|word| word.len() == text.len())
    }

    /// The longest word with which a text begins.
    pub fn at_start(&self, text: &str) -> Option<&'static str> {
        let words = self.by_first.get(text.chars().next()?)?;
        words.iter().copied().find(|word| text.starts_with(word))
    }

    /// The longest word with which a text ends.
    pub fn at_end(&self, text: &str) -> Option<&'static str> {
        let words = self.by_last.get(text.chars().next_back()?)?;
        words.iter().copied().find(|word| text.ends_with(word))
    }

    /// The words within a text, with where each begins, in order; they may overlap.
    pub fn within<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'static str)> + 't {
        text.char_indices().filter_map(move |(at, letter)| {
            let words = self.by_first.get(letter)?;
            let found = words.iter().copied().find(|word| text[at..].starts_with(word))?;
            Some((at, found))
        })
    }

    /// Whether a word that was found at a byte of a text is only a part of one of these longer words there.
    pub fn covers(&self, text: &str, start: usize, word: &str) -> bool {
        let end = start + word.len();
        // Back from the word, letter by letter, as far as the longest of the longer words reaches.
        let back = text[..end].char_indices().rev().skip_while(|(at, _)| *at > start).take(MOST_BEFORE);
        back.filter_map(|(at, letter)| Some((at, self.by_first.get(letter)?))).any(|(at, words)| {
            words.iter().any(|whole| whole.len() > word.len() && at + whole.len() >= end && text[at..].starts_with(whole))
        })
    }
}

/// How many letters before a word, itself included, a longer word that holds it may begin.
const MOST_BEFORE: usize = 6;
