//! Bytes of a source become a document: its canonical text, its blocks, its emphasis.
//!
//! [`import()`] is the one way in. It never fails on odd text, only on bytes that are no text at all, and says in
//! [`Imported::notices`] whatever it had to decide. The canonical text has `\n` for every line end and no U+00AD (which
//! egui would draw as a hyphen); otherwise it is what the source says.
//!
//! Pure. It uses `notebook` only.

mod decode;
mod markdown;
mod plain;

use crate::notebook::{Block, BlockKind, Details, Document, DocumentId, Span, text_hash};

/// What kind of file the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Paragraphs, with or without wrapped lines.
    PlainText,
    /// CommonMark with tables.
    Markdown,
}

impl Format {
    /// The format that a file name's ending stands for; `None` for one that cannot be imported.
    pub fn of_file_name(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "txt" | "text" | "" => Some(Self::PlainText),
            _ => None,
        }
    }
}

/// A source ready to become a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The canonical text.
    pub text: String,
    /// Its structure.
    pub blocks: Vec<Block>,
    /// Its emphasis and links.
    pub spans: Vec<Span>,
    /// The title it seems to have.
    pub title: Option<String>,
    /// What had to be decided or was lost, each a sentence for a person.
    pub notices: Vec<String>,
}

/// Why bytes could not be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The bytes are not text.
    #[error("this is not a text file: it holds binary data. Claimbook imports .txt and .md files and pasted text")]
    Binary,
    /// There is nothing to read.
    #[error("there is no text in it")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("it is larger than {} MB, the most that Claimbook imports at once", MAX_BYTES / 1_000_000)]
    TooLarge,
}

/// The largest source, in bytes.
pub const MAX_BYTES: usize = 100_000_000;

/// Reads a source of a known format.
pub fn import(bytes: &[u8], format: Format) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    let decoded = decode::decode(bytes)?;
    let text = canonical(&decoded.text);
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let mut imported = match format {
        Format::PlainText => plain::import(text),
        Format::Markdown => markdown::import(&text),
    };
    if imported.blocks.is_empty() {
        return Err(ImportError::Empty);
    }
    imported.notices.extend(decoded.notice);
    Ok(imported)
}

impl Imported {
    /// The document with this id. Its title is the one given in `details`, else the one found in the text.
    pub fn into_document(self, id: DocumentId, mut details: Details) -> Document {
        if details.title.trim().is_empty() {
            details.title = self.title.unwrap_or_default();
        }
        details.shorten();
        Document {
            id,
            details,
            hash: text_hash(&self.text),
            blocks: self.blocks.into(),
            spans: self.spans,
            replaces: None,
            text: self.text.into(),
        }
    }

    fn title_from_first_heading(text: &str, blocks: &[Block]) -> Option<String> {
        let heading = blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(_)))?;
        text.get(heading.range.start..heading.range.end).map(str::to_owned)
    }
}

fn canonical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            // The separators that some exports use for lines and paragraphs, and the page break of PDF texts.
            '\u{2028}' | '\u{2029}' | '\u{c}' | '\u{b}' => out.push('\n'),
            '\u{ad}' | '\u{feff}' | '\0' => {}
            other => out.push(other),
        }
    }
    out
}
