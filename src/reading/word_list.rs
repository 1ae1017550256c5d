//! A list of words that is looked for at one end of a text or within it: most places are ruled out by one character.

use std::collections::HashSet;

use foldhash::fast::RandomState;

/// Words with their first and last characters.
#[derive(Debug)]
pub(super) struct WordList {
    words: Vec<&'static str>,
    firsts: HashSet<char, RandomState>,
    lasts: HashSet<char, RandomState>,
}

impl WordList {
    pub fn of(words: &[&'static str]) -> Self {
        Self {
            words: words.to_vec(),
            firsts: words.iter().filter_map(|word| word.chars().next()).collect(),
            lasts: words.iter().filter_map(|word| word.chars().next_back()).collect(),
        }
    }

    /// The longest word with which a text begins.
    pub fn at_start(&self, text: &str) -> Option<&'static str> {
        text.chars().next().filter(|first| self.firsts.contains(first))?;
        self.words.iter().copied().filter(|word| text.starts_with(word)).max_by_key(|word| word.len())
    }

    /// The longest word with which a text ends.
    pub fn at_end(&self, text: &str) -> Option<&'static str> {
        text.chars().next_back().filter(|last| self.lasts.contains(last))?;
        self.words.iter().copied().filter(|word| text.ends_with(word)).max_by_key(|word| word.len())
    }

    /// The words within a text, with where each begins, in order; they may overlap.
    pub fn within<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'static str)> + 't {
        text.char_indices().filter_map(move |(at, letter)| {
            let found = self.firsts.contains(&letter).then(|| self.at_start(&text[at..])).flatten()?;
            Some((at, found))
        })
    }
}
