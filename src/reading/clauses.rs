//! The clauses of a sentence, by the marks and words that divide them.

use super::lexicon::Class;
use super::tokens::{Kind, Tokens};
use super::verbs::is_finite;

/// Finds the clauses of a sentence. They end at a semicolon, at a dash, and at a comma before a relative pronoun or a conjunction.
pub(super) fn clauses(tokens: &Tokens<'_>) -> Clauses {
    /// What a number is held against is no part of what is said of it.
    const AGAINST: [&str; 6] = ["against", "versus", "vs", "beating", "contre", "below"];
    const OPENERS: [&str; 18] = [
        "with", "avec", "which", "who", "whose", "where", "while", "but", "although", "though", "whereas", "compared", "having",
        "qui", "dont", "mais", "tandis", "alors",
    ];
    let is_edge = |index: usize| match tokens.str(index) {
        // Nothing else begins with these.
        word if !matches!(
            word.as_bytes().first(),
            Some(b';' | b',' | b'a' | b'A' | b'b' | b'B' | b'e' | b'E' | b'm' | b'M' | b'w' | 0xe2)
        ) =>
        {
            false
        }
        // “according to a trial which doctors said could change care”.
        "which" => index > 0 && tokens.kind(index - 1) == Some(Kind::Word) && !tokens.is(index - 1, Class::PREPOSITION),
        ";" | "—" => true,
        "," => tokens.any(index + 1, &OPENERS) || tokens.any(index + 1, &AGAINST),
        // “sold 12,400 and expects to sell 13,000”.
        _ if !tokens.any(index, &["and", "but", "et", "mais"]) => false,
        // “…, and a change of paint will not alter that”.
        _ if index > 0 && tokens.mark(index - 1, ",") && tokens.is(index + 1, Class::DETERMINER.or(Class::PRONOUN)) => {
            (index + 2..index + 8).any(|near| tokens.is(near, Class::WILL.or(Class::MAY).or(Class::SHOULD)))
                || is_finite(tokens, index + 2)
        }
        _ => is_finite(tokens, index + 1) || is_finite(tokens, index + 2),
    };
    Clauses { edges: (0..tokens.len()).filter(|&index| is_edge(index)).collect(), len: tokens.len() }
}

/// Where the clauses of a sentence end.
#[derive(Debug, Clone, Default)]
pub(super) struct Clauses {
    edges: Vec<usize>,
    len: usize,
}

impl Clauses {
    /// The tokens of the clause around a token.
    pub fn around(&self, at: usize) -> std::ops::Range<usize> {
        let next = self.edges.partition_point(|&edge| edge < at);
        let start = next.checked_sub(1).map_or(0, |last| self.edges[last] + 1);
        start..self.edges.get(next).copied().unwrap_or(self.len)
    }
}
