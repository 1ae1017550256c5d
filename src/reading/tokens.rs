//! Splits a sentence into words, numbers and marks, and looks up each word in the lexicon.

use super::lexicon::{Class, Entry, Key, Lexicon};
use super::number::{self, NumberStyle};
use crate::notebook::TextRange;

/// The kinds of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters.
    Word,
    /// Digits with the separators inside them.
    Number,
    /// One character that is neither.
    Mark,
}

/// A word, number or mark of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// The index of its first byte in the text.
    pub start: u32,
    /// The index after its last byte.
    pub end: u32,
    /// Its kind.
    pub kind: Kind,
    /// Whether it follows white space or begins the range.
    pub spaced: bool,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Its first byte, an ASCII letter in lower case: decides most comparisons.
    first: u8,
    /// The index of its entry in the lexicon; 0 if it is unknown.
    entry: u16,
    /// The class of that entry, copied here because it is read so often.
    class: Class,
}

/// A summary of some tokens, so that passes that would find nothing in them can be skipped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Present {
    /// The union of the classes of the words.
    pub classes: Class,
    /// Whether there is a number in digits.
    pub numbers: bool,
}

/// Appends the tokens of `text[range]`, and returns a summary of them.
pub(super) fn tokenize(text: &str, range: TextRange, lexicon: &Lexicon, style: NumberStyle, tokens: &mut Vec<Token>) -> Present {
    let mut present = Present { classes: Class::NONE, numbers: false };
    let bytes = &text.as_bytes()[..range.end];
    let (mut at, mut spaced) = (range.start, true);
    while at < range.end {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            (at, spaced) = (at + 1, true);
            continue;
        }
        let dotted = byte == b'.' && spaced && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        // Marks and numbers have no capital and no entry.
        let plain = |kind: Kind, end: usize| Token {
            start: at as u32,
            end: end as u32,
            kind,
            spaced,
            capital: false,
            first: byte,
            entry: 0,
            class: Class::NONE,
        };
        let token = if byte.is_ascii_digit() || dotted {
            let from = at + usize::from(dotted);
            plain(Kind::Number, from + number::extent(&text[from..range.end], style))
        } else if byte.is_ascii_alphabetic() || byte >= 0x80 {
            match word_at(text, at, range.end, lexicon) {
                Ok((end, entry, capital)) => {
                    let class = lexicon.entry(entry).class;
                    Token { capital, first: byte.to_ascii_lowercase(), entry, class, ..plain(Kind::Word, end) }
                }
                Err(other) if other.is_whitespace() => {
                    (at, spaced) = (at + other.len_utf8(), true);
                    continue;
                }
                Err(other) => {
                    let kind = if number::is_fraction_sign(other) { Kind::Number } else { Kind::Mark };
                    plain(kind, at + other.len_utf8())
                }
            }
        } else {
            plain(Kind::Mark, at + 1)
        };
        (at, spaced) = (token.end as usize, false);
        present.classes = present.classes.or(token.class);
        present.numbers |= token.kind == Kind::Number;
        tokens.push(token);
    }
    present
}

/// Returns the end of the word at a byte index, its entry and whether it begins with a capital; `Err` with the character there
/// if it is not a letter.
fn word_at(text: &str, start: usize, limit: usize, lexicon: &Lexicon) -> Result<(usize, u16, bool), char> {
    let bytes = text.as_bytes();
    let (letters, key) = Key::of_ascii(bytes, start..limit);
    let end = start + letters;
    let beyond = if bytes[..limit].get(end).is_some_and(|byte| !byte.is_ascii()) { text[end..].chars().next() } else { None };
    let (end, key, capital) = match beyond {
        Some(other) if !is_letter(other) && letters == 0 => return Err(other),
        Some(other) if is_letter(other) && (letters == 0 || !is_ideograph(other)) => other_word_at(text, start, limit),
        _ => (end, key, bytes[start].is_ascii_uppercase()),
    };
    // “US” and “WHO” are names, not pronouns.
    let named = capital && matches!(&text[start..end], "US" | "WHO");
    let entry = key.filter(|_| !named).map_or(0, |key| lexicon.find(key));
    Ok((end, entry, capital))
}

/// Returns the end of a word with letters beyond ASCII, its key and whether it begins with a capital.
fn other_word_at(text: &str, start: usize, limit: usize) -> (usize, Option<Key>, bool) {
    let first = text[start..].chars().next().unwrap_or_default();
    let end = match text[start..limit].find(|letter| !is_letter(letter) || is_ideograph(letter)) {
        // Characters of a script without spaces are read one by one.
        Some(0) => start + first.len_utf8(),
        Some(length) => start + length,
        None => limit,
    };
    (end, Key::of_letters(&text[start..end]), first.is_uppercase())
}

fn is_letter(character: char) -> bool {
    character.is_alphabetic() && !matches!(character, 'º' | 'ª')
}

/// Whether a character is a Chinese one.
pub(super) fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '〇')
}

#[inline(never)]
fn same_word(text: &str, word: &str) -> bool {
    // “À partir de”: capitals with accents.
    text.eq_ignore_ascii_case(word) || !word.is_ascii() && text.chars().flat_map(char::to_lowercase).eq(word.chars())
}

/// A sentence as its tokens.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    /// The text of which the tokens are ranges.
    pub text: &'a str,
    /// The tokens of the sentence.
    pub tokens: &'a [Token],
    /// The lexicon in which the words were looked up.
    pub lexicon: &'static Lexicon,
    /// How numbers are written.
    pub style: NumberStyle,
}

impl<'a> Tokens<'a> {
    /// Whether the text comes from an input field that contains nothing else.
    pub fn in_field(&self) -> bool {
        self.style == NumberStyle::Either
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The text of a token; empty past the ends.
    pub fn str(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.start as usize..token.end as usize])
    }

    /// The kind of a token; `None` past the ends.
    pub fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// Its entry in the lexicon; that of an unknown word has no class.
    pub fn entry(&self, at: usize) -> &'static Entry {
        self.lexicon.entry(self.tokens.get(at).map_or(0, |token| token.entry))
    }

    /// Whether a token can be of one of these classes.
    #[inline(always)]
    pub fn is(&self, at: usize, class: Class) -> bool {
        self.tokens.get(at).is_some_and(|token| token.class.meets(class))
    }

    /// Whether a token is this word in any case; the word is given in small letters.
    #[inline(always)]
    pub fn word(&self, at: usize, word: &str) -> bool {
        self.any(at, &[word])
    }

    /// Whether a token is one of these words.
    #[inline(always)]
    pub fn any<const N: usize>(&self, at: usize, words: &[&str; N]) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        let (length, first) = ((token.end - token.start) as usize, token.first);
        // Most comparisons end here: a letter and its capital have the same number of bytes in the scripts that have capitals.
        let begins = |byte: u8| byte.to_ascii_lowercase() == first || !byte.is_ascii();
        let may_be = |word: &str| word.len() == length && word.as_bytes().first().is_some_and(|&byte| begins(byte));
        // A loop over a list of known length becomes comparisons with constants, as `Iterator::any` does not.
        for word in words {
            if may_be(word) && same_word(self.str(at), word) {
                return true;
            }
        }
        false
    }

    /// As [`Self::any`], for lists whose length is known only at run time.
    pub fn any_of(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.any(at, &[*word]))
    }

    /// Whether a word is an adverb by its ending: “quickly”, but not “family”.
    pub fn adverb(&self, at: usize) -> bool {
        const NOUNS: [&str; 20] = [
            "family",
            "supply",
            "reply",
            "assembly",
            "ally",
            "rally",
            "anomaly",
            "monopoly",
            "july",
            "italy",
            "fly",
            "butterfly",
            "jelly",
            "belly",
            "bully",
            "tally",
            "lily",
            "homily",
            "oversupply",
            "resupply",
        ];
        let word = self.str(at);
        word.len() > 3 && word.ends_with("ly") && !self.any(at, &NOUNS)
    }

    /// Whether a word is one of “so far”, “thus far”.
    pub fn so_far(&self, at: usize) -> bool {
        const SO: [&str; 2] = ["so", "thus"];
        self.any(at, &SO) && self.any(at + 1, &["far"]) || at > 0 && self.any(at, &["far"]) && self.any(at - 1, &SO)
    }

    /// Whether these words begin at a token.
    #[inline(always)]
    pub fn words(&self, at: usize, words: &[&str]) -> bool {
        words.first().is_none_or(|first| self.word(at, first)) && self.follow(at, words)
    }

    #[inline(never)]
    fn follow(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().skip(1).all(|(index, word)| self.word(at + index, word))
    }

    /// Whether these words end right before a token.
    pub fn words_before(&self, at: usize, words: &[&str]) -> bool {
        at.checked_sub(words.len()).is_some_and(|start| self.words(start, words))
    }

    /// Whether a token follows the previous one without a space.
    pub fn glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| !token.spaced)
    }

    /// Whether a token begins with a capital.
    pub fn capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.capital)
    }

    /// Whether a token is this mark.
    #[inline]
    pub fn mark(&self, at: usize, mark: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Mark && mark.as_bytes().first() == Some(&token.first))
            && self.str(at) == mark
    }

    /// Whether a token is a quotation mark.
    pub fn quotes(&self, at: usize) -> bool {
        matches!(self.str(at), "“" | "”" | "«" | "»" | "「" | "」" | "„" | "\"")
    }

    /// Whether a token is a hyphen or a dash that joins.
    #[inline]
    pub fn dash(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Mark && matches!(token.first, b'-' | b'~' | 0xe2 | 0xef))
            && matches!(self.str(at), "-" | "–" | "—" | "‐" | "‑" | "−" | "~" | "～")
    }

    /// Returns the byte range of the tokens `from..to`.
    pub fn range(&self, from: usize, to: usize) -> TextRange {
        let start = self.tokens.get(from).map_or(0, |token| token.start as usize);
        let end = to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.end as usize);
        TextRange { start, end: end.max(start) }
    }
}
