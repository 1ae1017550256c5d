//! Tokenizes the text of an input field, whose language is not known.

use super::language::Language;
use super::lexicon::{self, Lexicon};
use super::number::NumberStyle;
use super::tokens::{self, Tokens};
use crate::notebook::TextRange;

/// The grammars that are tried, in order.
pub(super) fn grammars() -> [(&'static Lexicon, NumberStyle); 2] {
    [(lexicon::lexicon(Language::English), NumberStyle::Either), (lexicon::lexicon(Language::French), NumberStyle::Either)]
}

/// Tokenizes the text of a field with a grammar, and passes the tokens to `read`.
pub(super) fn with_tokens<T>(
    text: &str,
    lexicon: &'static Lexicon,
    style: NumberStyle,
    read: impl FnOnce(&Tokens<'_>) -> T,
) -> T {
    let mut found = Vec::new();
    tokens::tokenize(text, TextRange { start: 0, end: text.len() }, lexicon, style, &mut found);
    read(&Tokens { text, tokens: &found, lexicon, style })
}
