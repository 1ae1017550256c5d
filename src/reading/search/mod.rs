//! Searches texts for words, fast enough not to need an index.
//!
//! A [`Pattern`] is compiled once and searched for in many texts. Words are compared in their folded form ([`fold()`]). Their
//! rarest letter is searched for many bytes at a time, and the rest compared around it. All ranges are byte ranges of the
//! unfolded text.

mod fold;
mod literal;
mod table;

use std::ops::ControlFlow;

use memchr::memchr2_iter;
use regex::{Regex, RegexBuilder};

use crate::notebook::{TextRange, is_unspaced};
pub use fold::{fold, fold_into, is_accent};
use literal::Literal;

/// The options of a search.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct SearchMode {
    /// The words are a regular expression, in the syntax of the `regex` crate.
    pub regex: bool,
    /// Only whole words: no letter or digit right before or after. Does not restrict scripts without spaces.
    pub whole_words: bool,
}

/// A compiled search pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    how: How,
    whole_words: bool,
}

#[derive(Debug, Clone)]
enum How {
    Nothing,
    Literal(Box<Literal>),
    Regex(Regex),
}

/// Why a pattern is not valid, as a message for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It is not a regular expression.
    #[error("this is not a regular expression: {0}")]
    Syntax(String),
    /// Compiled, it would take more than a megabyte.
    #[error("this regular expression is too large: shorten it, or use smaller repetitions")]
    TooLarge,
}

/// The most bytes that a compiled expression may take.
const MAX_COMPILED: usize = 1 << 20;

impl Pattern {
    /// Compiles what a user typed. Blank words match nothing.
    pub fn new(words: &str, mode: SearchMode) -> Result<Self, PatternError> {
        let how = if words.trim().is_empty() {
            How::Nothing
        } else if mode.regex {
            How::Regex(compiled(words)?)
        } else {
            Literal::new(words.trim()).map_or(How::Nothing, |literal| How::Literal(Box::new(literal)))
        };
        Ok(Self { how, whole_words: mode.whole_words })
    }

    /// Compiles literal words, compared without case and accents.
    pub fn words(words: &str) -> Self {
        Self::new(words, SearchMode::default()).unwrap_or(Self { how: How::Nothing, whole_words: false })
    }

    /// Whether it is a regular expression.
    pub fn is_expression(&self) -> bool {
        matches!(self.how, How::Regex(_))
    }

    /// Whether it can never match.
    pub fn is_nothing(&self) -> bool {
        matches!(self.how, How::Nothing)
    }

    /// Passes every match in `text` to `found`, in order and without overlap, until `found` breaks off.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    ///
    /// use claimbook::reading::Pattern;
    ///
    /// let mut places = Vec::new();
    /// Pattern::words("européens").find("Les Europeens et les européens", |place| {
    ///     places.push(place.start);
    ///     ControlFlow::Continue(())
    /// });
    /// assert_eq!(places, [4, 21]);
    /// ```
    pub fn find(&self, text: &str, mut found: impl FnMut(TextRange) -> ControlFlow<()>) {
        let mut keep = |range: TextRange| {
            if self.whole_words && !stands_alone(text, range) { ControlFlow::Continue(()) } else { found(range) }
        };
        match &self.how {
            How::Nothing => {}
            How::Literal(literal) => literal.find(text, &mut keep),
            How::Regex(regex) => {
                for hit in regex.find_iter(text).filter(|hit| !hit.is_empty()) {
                    if keep(TextRange { start: hit.start(), end: hit.end() }).is_break() {
                        return;
                    }
                }
            }
        }
    }

    /// Returns every match in `text`.
    pub fn find_all(&self, text: &str) -> Vec<TextRange> {
        let mut all = Vec::new();
        self.find(text, |range| {
            all.push(range);
            ControlFlow::Continue(())
        });
        all
    }

    /// Whether it matches in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        let mut is_in = false;
        self.find(text, |_| {
            is_in = true;
            ControlFlow::Break(())
        });
        is_in
    }
}

fn compiled(expression: &str) -> Result<Regex, PatternError> {
    RegexBuilder::new(expression).case_insensitive(true).multi_line(true).size_limit(MAX_COMPILED).build().map_err(|error| {
        match error {
            regex::Error::CompiledTooBig(_) => PatternError::TooLarge,
            // The crate's message also draws the position; its last line says what is wrong.
            error => PatternError::Syntax(
                error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
            ),
        }
    })
}

/// Whether a range is not part of a longer word.
fn stands_alone(text: &str, range: TextRange) -> bool {
    let joins = |inside: Option<char>, outside: Option<char>| matches!((inside, outside), (Some(a), Some(b)) if a.is_alphanumeric() && b.is_alphanumeric() && !is_unspaced(a) && !is_unspaced(b));
    let inside = text.get(range.start..range.end).unwrap_or_default();
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    !joins(inside.chars().next(), before) && !joins(inside.chars().next_back(), after)
}

/// Whether `text` contains `needle`, compared in their folded form ([`fold()`]). An empty needle is always contained.
pub fn folded_contains(text: &str, needle: &str) -> bool {
    contains_folded(text, &fold(needle))
}

/// Whether `text`, in its folded form, contains a needle that is already folded. An empty needle is always contained.
///
/// ```
/// assert!(claimbook::reading::contains_folded("Sociétés privées", "societes"));
/// ```
pub fn contains_folded(text: &str, needle: &str) -> bool {
    if text.is_ascii() {
        let (text, needle) = (text.as_bytes(), needle.as_bytes());
        let Some(&first) = needle.first() else { return true };
        return memchr2_iter(first, first.to_ascii_uppercase(), text)
            .any(|at| text.get(at..at + needle.len()).is_some_and(|words| words.eq_ignore_ascii_case(needle)));
    }
    fold(text).contains(needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'t>(text: &'t str, words: &str, mode: SearchMode) -> Vec<&'t str> {
        Pattern::new(words, mode).unwrap().find_all(text).into_iter().map(|hit| &text[hit.start..hit.end]).collect()
    }

    #[test]
    fn case_and_accents_do_not_matter_and_offsets_are_those_of_the_text() {
        let plain = SearchMode::default();
        let text = "Škoda, SKODA and ŠKODA; İstanbul’s\ntrams; e\u{301}te\u{301}, été, Straße, ＳＵ７ 小米汽车，小米。";
        assert_eq!(found(text, "skoda", plain), ["Škoda", "SKODA", "ŠKODA"]);
        assert_eq!(found(text, "škoda", plain), ["Škoda", "SKODA", "ŠKODA"]);
        assert_eq!(found(text, "ISTANBUL'S trams", plain), ["İstanbul’s\ntrams"]);
        assert_eq!(found(text, "ete", plain), ["e\u{301}te\u{301}", "été"]);
        assert_eq!(found(text, "STRASSE", plain), ["Straße"]);
        assert_eq!(found(text, "su7", plain), ["ＳＵ７"]);
        assert_eq!(found(text, "小米", plain), ["小米", "小米"]);
        assert_eq!(found("aaaa", "aa", plain), ["aa", "aa"]);
        assert_eq!(found("éaéa aéaé", "ea", plain), ["éa", "éa", "éa"]);
        // An accent that follows a space is on no letter.
        assert_eq!(found("le \u{301}s", "e s", plain), ["e \u{301}s"]);
        assert_eq!(found("sœ \u{301}s", "oe s", plain), ["œ \u{301}s"]);
        assert!(found(text, "  ", plain).is_empty() && found(text, "\u{301}", plain).is_empty());
    }

    #[test]
    fn whole_words_and_expressions() {
        let whole = SearchMode { whole_words: true, ..SearchMode::default() };
        assert_eq!(found("Car, cars, scar, car’s, 小米汽车", "car", whole), ["Car", "car"]);
        assert_eq!(found("Car, 小米汽车", "汽车", whole), ["汽车"]);
        let regex = SearchMode { regex: true, ..SearchMode::default() };
        assert_eq!(found("in 2024, 2027 and 99", r"20\d\d", regex), ["2024", "2027"]);
        assert_eq!(found("abc", "x*", regex), [""; 0]);
        assert!(matches!(Pattern::new("(", regex), Err(PatternError::Syntax(said)) if said.contains("unclosed group")));
        assert_eq!(Pattern::new(r"(\w{200}){200}", regex).err(), Some(PatternError::TooLarge));
    }

    /// A reference search, character by character: slow but obviously correct.
    fn walked(text: &str, words: &str) -> Vec<TextRange> {
        let wanted = fold(words);
        let mut hits: Vec<TextRange> = Vec::new();
        for (start, first) in text.char_indices() {
            if hits.last().is_some_and(|last| start < last.end) || fold(&first.to_string()).is_empty() {
                continue;
            }
            let ends = text[start..].char_indices().map(|(at, c)| start + at + c.len_utf8());
            // The longest one: accents after the last letter belong to it.
            if let Some(end) = ends
                .take_while(|&end| fold(&text[start..end]).len() <= wanted.len())
                .filter(|&end| fold(&text[start..end]) == wanted)
                .last()
            {
                hits.push(TextRange { start, end });
            }
        }
        hits
    }

    proptest! {
        #[test]
        fn the_fast_way_finds_what_a_walk_finds(
            text in "([abeéEÉœoß\u{301}sS’'小米ＡйάαﬃﬀfFi]{0,6}( [abeéEs\u{301}ﬀo]{1,4})?){0,8}",
            words in "[aeéoœsß'小Ａйαfi]{1,3}( [aeéosf]{1,2})?",
        ) {
            prop_assume!(!fold(&words).is_empty());
            let fast = Pattern::words(&words).find_all(&text);
            prop_assert_eq!(fast, walked(&text, &words), "“{}” in “{}”", words, text);
        }
    }
}
