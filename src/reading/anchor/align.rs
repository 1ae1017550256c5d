//! Aligns two texts word by word.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput, Token};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::notebook::TextRange;

/// A text as words and marks, without the spaces.
#[derive(Debug, Default)]
pub struct Words {
    ranges: Vec<TextRange>,
    tokens: Vec<Token>,
    /// The hash of every run of [`RUN`] words with the index of its first word, sorted by hash.
    runs: Vec<(u64, u32)>,
}

/// One of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Old,
    New,
}

/// The number of consecutive words that are looked up at once.
const RUN: usize = 3;
/// The most occurrences of a run that are examined.
const MAX_MATCHES: usize = 4_000;

/// The alignment of two texts.
#[derive(Debug)]
pub struct Alignment {
    pub old: Words,
    pub new: Words,
    /// For each old word, the index of the new word that it became.
    became: Vec<Option<u32>>,
    /// For each new word, whether an old one became it.
    was_old: Vec<bool>,
}

fn words(text: &str) -> Vec<TextRange> {
    let all = text.split_word_bound_indices();
    all.filter(|(_, word)| !word.trim().is_empty()).map(|(start, word)| TextRange { start, end: start + word.len() }).collect()
}

impl Words {
    fn new(ranges: Vec<TextRange>, tokens: Vec<Token>) -> Self {
        let runs = tokens.windows(RUN).enumerate().map(|(index, run)| (hash(run), index as u32));
        let mut runs: Vec<(u64, u32)> = runs.collect();
        runs.sort_unstable();
        Self { ranges, tokens, runs }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// The bytes of a word.
    pub fn range(&self, word: usize) -> TextRange {
        self.ranges.get(word).copied().unwrap_or_default()
    }

    /// The words that share a byte with a range.
    pub fn words_in(&self, range: TextRange) -> Range<usize> {
        let first = self.ranges.partition_point(|word| word.end <= range.start);
        let end = self.ranges.partition_point(|word| word.start < range.end);
        first..end.max(first)
    }

    /// Returns the word indices at which these words occur in a row; at most `most`.
    fn matches_of(&self, wanted: &[Token], most: usize) -> Vec<usize> {
        let stands_at = |word: usize| self.tokens.get(word..word + wanted.len()) == Some(wanted);
        if wanted.len() < RUN {
            return (0..self.tokens.len()).filter(|&word| stands_at(word)).take(most).collect();
        }
        // The rarest run leaves the fewest candidates.
        let of_run = |at: usize| {
            let wanted = hash(&wanted[at..at + RUN]);
            let first = self.runs.partition_point(|(known, _)| *known < wanted);
            let end = self.runs.partition_point(|(known, _)| *known <= wanted);
            first..end
        };
        let Some((at, matches)) = (0..=wanted.len() - RUN).map(|at| (at, of_run(at))).min_by_key(|(_, matches)| matches.len())
        else {
            return Vec::new();
        };
        let starts = self.runs[matches].iter().filter_map(|(_, word)| (*word as usize).checked_sub(at));
        starts.take(MAX_MATCHES).filter(|&word| stands_at(word)).take(most).collect()
    }
}

/// FNV-1a over the numbers of the words.
fn hash(run: &[Token]) -> u64 {
    run.iter()
        .flat_map(|token| token.0.to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

impl Alignment {
    pub fn new(old: &str, new: &str) -> Self {
        let (old_ranges, new_ranges) = (words(old), words(new));
        let mut input = InternedInput::<&str>::default();
        input.update_before(old_ranges.iter().map(|range| &old[range.start..range.end]));
        input.update_after(new_ranges.iter().map(|range| &new[range.start..range.end]));
        let mut became = vec![None; old_ranges.len()];
        let (mut old_word, mut new_word) = (0, 0);
        for hunk in Diff::compute(Algorithm::Histogram, &input).hunks() {
            for (offset, word) in (old_word..hunk.before.start).enumerate() {
                became[word as usize] = Some(new_word + offset as u32);
            }
            (old_word, new_word) = (hunk.before.end, hunk.after.end);
        }
        for (offset, word) in (old_word as usize..old_ranges.len()).enumerate() {
            became[word] = Some(new_word + offset as u32);
        }
        let mut was_old = vec![false; new_ranges.len()];
        for word in became.iter().flatten() {
            was_old[*word as usize] = true;
        }
        Self { old: Words::new(old_ranges, input.before), new: Words::new(new_ranges, input.after), became, was_old }
    }

    /// Returns the index of the new word that an old one became.
    pub fn follow(&self, word: usize) -> Option<usize> {
        self.became.get(word).copied().flatten().map(|word| word as usize)
    }

    /// Whether an old word and a new one are spelled the same.
    pub fn is_same(&self, old: usize, new: usize) -> bool {
        self.new.tokens.get(new).is_some_and(|token| self.old.tokens.get(old) == Some(token))
    }

    /// Whether no old word became any of these new ones.
    pub fn is_new(&self, words: &Range<usize>) -> bool {
        self.was_old.get(words.clone()).is_some_and(|words| words.iter().all(|was_old| !was_old))
    }

    /// Returns the index of the first new word, if these old words became consecutive words.
    pub fn followed(&self, words: &Range<usize>) -> Option<usize> {
        let start = self.follow(words.start)?;
        words.clone().enumerate().all(|(offset, word)| self.follow(word) == Some(start + offset)).then_some(start)
    }

    /// Whether the words of a window occur once in their text.
    pub fn is_unique(&self, side: Side, window: &Range<usize>) -> bool {
        let text = match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        };
        // Two or three words are too few to identify a position.
        window.len() > RUN && text.matches_of(&text.tokens[window.clone()], 2).len() == 1
    }

    /// Returns the word indices in the new text at which the words of an old window occur.
    pub fn matches_of(&self, window: &Range<usize>) -> Vec<usize> {
        self.new.matches_of(&self.old.tokens[window.clone()], MAX_MATCHES)
    }

    /// Whether the words of a window occur more or less often in the new text than in the old one; false for one or two words,
    /// of which the number proves nothing.
    pub fn has_more_or_fewer(&self, window: &Range<usize>) -> bool {
        const MANY: usize = 30;
        let wanted = &self.old.tokens[window.clone()];
        wanted.len() >= RUN && self.old.matches_of(wanted, MANY).len() != self.new.matches_of(wanted, MANY).len()
    }

    /// Estimates the index of an old word in the new text, from the nearest word before it that is still there.
    pub fn expected(&self, word: usize) -> usize {
        let before = (0..word).rev().find_map(|before| Some(self.follow(before)? + (word - before)));
        before.unwrap_or(word).min(self.new.len().saturating_sub(1))
    }
}
