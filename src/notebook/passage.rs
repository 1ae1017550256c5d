//! Passages: byte ranges of a text, with enough surrounding words to find them again.

use serde::{Deserialize, Serialize};

use super::{Document, DocumentId};

/// A half-open range of bytes in a document's text. In the file: `(start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
pub struct TextRange {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl TextRange {
    /// The range between two positions, in either order.
    pub fn between(a: usize, b: usize) -> Self {
        Self { start: a.min(b), end: a.max(b) }
    }

    /// The empty range at a byte: a place.
    pub fn at(byte: usize) -> Self {
        Self { start: byte, end: byte }
    }

    /// The range of this one byte.
    pub fn of_byte(byte: usize) -> Self {
        Self { start: byte, end: byte + 1 }
    }

    /// Its length in bytes; 0 for a range that runs backwards.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it contains no byte.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether it contains this byte.
    pub fn contains(self, byte: usize) -> bool {
        self.start <= byte && byte < self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The bytes that both contain; `None` if they share none.
    ///
    /// ```
    /// use claimbook::notebook::TextRange;
    ///
    /// let (words, line) = (TextRange { start: 2, end: 9 }, TextRange { start: 5, end: 20 });
    /// assert_eq!(words.intersection(line), Some(TextRange { start: 5, end: 9 }));
    /// assert_eq!(words.intersection(TextRange { start: 9, end: 12 }), None);
    /// ```
    pub fn intersection(self, other: Self) -> Option<Self> {
        let shared = Self { start: self.start.max(other.start), end: self.end.min(other.end) };
        (!shared.is_empty()).then_some(shared)
    }
}

impl From<(usize, usize)> for TextRange {
    fn from((start, end): (usize, usize)) -> Self {
        Self { start, end }
    }
}

impl From<TextRange> for (usize, usize) {
    fn from(range: TextRange) -> Self {
        (range.start, range.end)
    }
}

/// A range of a document with its exact words and a little context.
///
/// The fields follow the W3C TextQuoteSelector (`exact`, `prefix`, `suffix`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The document it is in.
    pub document: DocumentId,
    /// The byte range in the document's text.
    pub range: TextRange,
    /// Exactly the text at `range`.
    pub quote: String,
    /// Up to 32 characters before it.
    #[serde(default)]
    pub prefix: String,
    /// Up to 32 characters after it.
    #[serde(default)]
    pub suffix: String,
    /// Whether it was moved to another version of its source by approximate matching and has not been reviewed since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_moved: bool,
}

const CONTEXT_CHARS: usize = 32;

impl Passage {
    /// Returns the passage at a range, without white space at its ends. `None` if nothing is left, or if the range is outside
    /// the text or splits a character.
    pub fn new(document: &Document, range: TextRange) -> Option<Self> {
        let selected = document.slice(range)?;
        let quote = selected.trim();
        if quote.is_empty() {
            return None;
        }
        let start = range.start + (selected.len() - selected.trim_start().len());
        let range = TextRange { start, end: start + quote.len() };
        let before = &document.text[..range.start];
        let after = &document.text[range.end..];
        let prefix_start = before.char_indices().rev().nth(CONTEXT_CHARS - 1).map_or(0, |(byte, _)| byte);
        let suffix_end = after.char_indices().nth(CONTEXT_CHARS).map_or(after.len(), |(byte, _)| byte);
        Some(Self {
            document: document.id,
            range,
            quote: quote.to_owned(),
            prefix: before[prefix_start..].to_owned(),
            suffix: after[..suffix_end].to_owned(),
            is_moved: false,
        })
    }

    /// Whether the text at the range is still the quote.
    pub fn matches(&self, document: &Document) -> bool {
        document.slice(self.range) == Some(self.quote.as_str())
    }
}
