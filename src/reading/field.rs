//! A field's text as tokens: any of the grammars may have been meant.

use super::language::Language;
use super::lexicon::{self, Lexicon};
use super::number::NumberStyle;
use super::tokens::{self, Tokens};
use crate::notebook::TextRange;

/// The grammars that are tried, in order.
pub(super) fn grammars() -> [(&'static Lexicon, NumberStyle); 2] {
    [(lexicon::lexicon(Language::English), NumberStyle::Either), (lexicon::lexicon(Language::French), NumberStyle::Either)]
}

/// Reads a field's text with a grammar.
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
