//! Finds passages again in another version of their text.
//!
//! Both versions are available, so they are compared word by word (histogram diff, imara-diff) and the words of a passage are
//! followed from one to the other. If a passage's words stay together, in surroundings that occur once in either text, the
//! result is [`Anchor::Exact`]. Everything less certain (the words in other surroundings, one of several positions, only most
//! of the words) is [`Anchor::Moved`], for a person to check; if there is no such position, it is [`Anchor::Lost`]. Words are
//! never silently taken for others: no similarity, however high, makes an exact match (compare Hypothesis's `matchQuote`, which
//! accepts quotes of which half differs).

mod align;
mod quote;

use crate::notebook::{Passage, TextRange};
use align::{Alignment, Side};

pub use quote::find_quote;

/// The position of a passage in another text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its words are here, beyond doubt.
    Exact(TextRange),
    /// Its words, or most of them, are probably here.
    Moved(TextRange),
    /// Its words are not there.
    Lost,
}

/// The numbers of surrounding words to include, in turn, until they occur only once.
const SURROUNDINGS: [usize; 4] = [0, 6, 16, 48];
/// The number of words next to a passage that must have moved with it, on one side at least.
const NEIGHBOURS: usize = 2;
/// The smallest fraction of its words by which an edited passage is recognised.
const ENOUGH: f32 = 0.5;

/// Two versions of a text, compared.
#[derive(Debug)]
pub struct Anchoring {
    alignment: Alignment,
}

impl Anchoring {
    /// Compares two versions; takes a few hundred milliseconds for 10 MB.
    pub fn new(old: &str, new: &str) -> Self {
        Self { alignment: Alignment::new(old, new) }
    }

    /// Finds a passage of the old version in the new one.
    pub fn find(&self, passage: &Passage) -> Anchor {
        let words = self.alignment.old.words_in(passage.range);
        if words.is_empty() {
            return Anchor::Lost;
        }
        let cut = Cut::of(&self.alignment.old, &words, passage.range);
        let followed = self.alignment.followed(&words);
        // If copies of the words were added or removed, one may now be in the surroundings of another.
        if !self.alignment.has_more_or_fewer(&words) {
            if let Some(start) = followed
                && self.is_beyond_doubt(&words, start)
            {
                return Anchor::Exact(cut.apply(&self.alignment.new, start, words.len()));
            }
            // The same words in the same surroundings, elsewhere: a part of the text was moved.
            if let (None, Some(start)) = (followed, self.in_same_surroundings(&words)) {
                return Anchor::Exact(cut.apply(&self.alignment.new, start, words.len()));
            }
        }
        if let Some(start) = followed.or_else(|| self.nearest_same_words(&words)) {
            return Anchor::Moved(cut.apply(&self.alignment.new, start, words.len()));
        }
        self.most_of(&words).map_or(Anchor::Lost, Anchor::Moved)
    }

    /// Whether the words, followed to word `start`, are in surroundings that moved with them and occur once in either text.
    fn is_beyond_doubt(&self, words: &std::ops::Range<usize>, start: usize) -> bool {
        let alignment = &self.alignment;
        // Words that moved without any neighbour may be a copy of the right ones.
        let beside = |from: usize, to: usize| {
            let window = from..to.min(alignment.old.len());
            window.len() > words.len() && alignment.followed(&window) == Some(start + window.start - words.start)
        };
        let has_neighbour = words.start >= NEIGHBOURS
            && start >= NEIGHBOURS
            && alignment.followed(&(words.start - NEIGHBOURS..words.end)) == Some(start - NEIGHBOURS)
            || beside(words.start, words.end + NEIGHBOURS)
            || alignment.old.len() == words.len();
        has_neighbour
            && SURROUNDINGS.into_iter().any(|around| {
                let window = words.start.saturating_sub(around)..(words.end + around).min(alignment.old.len());
                let Some(new_start) = start.checked_sub(words.start - window.start) else { return false };
                alignment.followed(&window) == Some(new_start)
                    && alignment.is_unique(Side::Old, &window)
                    && alignment.is_unique(Side::New, &(new_start..new_start + window.len()))
            })
    }

    /// Finds the only index at which the words occur with the same words around them, beyond doubt.
    fn in_same_surroundings(&self, words: &std::ops::Range<usize>) -> Option<usize> {
        let alignment = &self.alignment;
        SURROUNDINGS.into_iter().skip(1).find_map(|around| {
            let window = words.start.checked_sub(around)?..words.end + around;
            if window.end > alignment.old.len() || !alignment.is_unique(Side::Old, &window) {
                return None;
            }
            match alignment.matches_of(&window).as_slice() {
                // Nor may other old words have become the words there.
                &[only] if alignment.is_new(&(only + around..only + around + words.len())) => Some(only + around),
                _ => None,
            }
        })
    }

    /// Of all occurrences of the same words, returns the one nearest to the expected index.
    fn nearest_same_words(&self, words: &std::ops::Range<usize>) -> Option<usize> {
        let expected = self.alignment.expected(words.start);
        self.alignment.matches_of(words).into_iter().min_by_key(|&word| word.abs_diff(expected))
    }

    /// Finds the range in which most of the words are close together.
    fn most_of(&self, words: &std::ops::Range<usize>) -> Option<TextRange> {
        let alignment = &self.alignment;
        let found: Vec<usize> = words.clone().filter_map(|word| alignment.follow(word)).collect();
        let (&first, &last) = (found.first()?, found.last()?);
        if (found.len() as f32) < ENOUGH * words.len() as f32 || last + 1 - first > 2 * words.len() + 4 {
            return None;
        }
        // Words that replaced its first or last ones belong to it.
        let before = words.start.checked_sub(1).and_then(|word| alignment.follow(word)).map(|word| word + 1);
        let after = alignment.follow(words.end);
        let within = |word: &usize| word.abs_diff(first) <= words.len() + 4;
        let first = before.filter(|before| *before <= first && within(before)).unwrap_or(first);
        let last = after.filter(|after| *after > last && after - last <= words.len() + 4).map_or(last, |after| after - 1);
        // The comparison often pairs the mark at its end with another one of the same kind.
        let last = if alignment.is_same(words.end - 1, last + 1) { last + 1 } else { last };
        Some(TextRange { start: alignment.new.range(first).start, end: alignment.new.range(last).end })
    }
}

/// The bytes of its first and last word that a passage leaves out.
struct Cut {
    before: usize,
    after: usize,
}

impl Cut {
    fn of(text: &align::Words, words: &std::ops::Range<usize>, range: TextRange) -> Self {
        let (first, last) = (text.range(words.start), text.range(words.end - 1));
        Self { before: range.start.saturating_sub(first.start), after: last.end.saturating_sub(range.end) }
    }

    fn apply(&self, text: &align::Words, start: usize, count: usize) -> TextRange {
        TextRange { start: text.range(start).start + self.before, end: text.range(start + count - 1).end - self.after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(text: &str, words: &str) -> Passage {
        let start = text.find(words).unwrap();
        Passage {
            document: crate::notebook::IdSource::new(1).next(1),
            range: TextRange { start, end: start + words.len() },
            quote: words.to_owned(),
            prefix: String::new(),
            suffix: String::new(),
            is_moved: false,
        }
    }

    fn found<'a>(old: &str, new: &'a str, words: &str) -> (&'static str, &'a str) {
        match Anchoring::new(old, new).find(&passage(old, words)) {
            Anchor::Exact(range) => ("exact", &new[range.start..range.end]),
            Anchor::Moved(range) => ("moved", &new[range.start..range.end]),
            Anchor::Lost => ("lost", ""),
        }
    }

    const OLD: &str = "The group runs ninety shops abroad. Its goal is nine thousand shops by 2029. The chairman said so in May. \
                       Rivals doubt that the goal can be met.";

    #[test]
    fn words_that_stay_are_exact_whatever_happens_around_them() {
        let new = "A new lead.\n\nThe group runs ninety shops abroad. Its goal\nis nine thousand shops by 2029. Nobody said so. \
                   Rivals doubt that.";
        assert_eq!(found(OLD, new, "nine thousand shops by 2029"), ("exact", "nine thousand shops by 2029"));
        assert_eq!(found(OLD, new, "Its goal is nine"), ("exact", "Its goal\nis nine"));
    }

    #[test]
    fn words_that_were_edited_are_marked_and_words_that_went_are_lost() {
        let new = OLD.replace("nine thousand shops by 2029", "some nine thousand outlets by 2030");
        assert_eq!(
            found(OLD, &new, "Its goal is nine thousand shops by 2029."),
            ("moved", "Its goal is some nine thousand outlets by 2030.")
        );
        let new = OLD.replace("The chairman said so in May. ", "");
        assert_eq!(found(OLD, &new, "The chairman said so in May."), ("lost", ""));
    }

    #[test]
    fn a_sentence_that_was_moved_is_found() {
        let new = "Rivals doubt that the goal can be met. The chairman said so in May. Its goal is nine thousand shops by 2029. \
                   The group runs ninety shops abroad.";
        for words in ["Rivals doubt that the goal can be met.", "The group runs ninety shops abroad."] {
            let (how, where_to) = found(OLD, new, words);
            assert!(how != "lost" && where_to == words, "{words}: {how} {where_to}");
        }
    }

    #[test]
    fn the_copy_of_a_sentence_that_went_does_not_get_its_claim_silently() {
        let old = "Sales rose. Nobody knows why. Sales rose. Everybody knows why.";
        let new = "Nobody knows why. Sales rose. Everybody knows why.";
        let (how, _) = found(old, new, "Sales rose.");
        assert_ne!(how, "exact");
    }

    #[test]
    fn parts_of_words_and_scripts_without_spaces_keep_their_bytes() {
        assert_eq!(found("一九九九年销售额增长了三成。", "据说，一九九九年销售额增长了三成。", "销售额增长").1, "销售额增长");
        assert_eq!(found("It sold EUR100m of goods to us.", "Yes: it sold EUR100m of goods to us.", "100m of").1, "100m of");
    }
}
