//! One source: its text, how that text is structured, and where it came from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Details, DocumentId, Record, TextRange};

/// One source. Its text and blocks never change after import, so copies share them; its [`Details`] can change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Unique id; never changes and is never reused.
    pub id: DocumentId,
    /// Title, publisher and the like.
    #[serde(default)]
    pub details: Details,
    /// SHA-256 of `text` in lower-case hexadecimal, so that damage is detected.
    #[serde(default)]
    pub hash: String,
    /// The structure of `text`, in order and without overlap.
    #[serde(default)]
    pub blocks: Arc<[Block]>,
    /// Emphasis and links inside the blocks, in order of their start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
    /// The earlier version of the same source that this one replaces: a correction, or a later state of a page. The earlier one
    /// stays, with the claims that could not be found again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<DocumentId>,
    /// For a source with pages, the first byte of page 1, 2, …; empty for others. A page without text begins where the next one
    /// does.
    #[serde(default, skip_serializing_if = "<[usize]>::is_empty")]
    pub pages: Arc<[usize]>,
    /// The number of each table row in its spreadsheet, from 1; empty for a source that is not a spreadsheet.
    #[serde(default, skip_serializing_if = "<[u32]>::is_empty")]
    pub rows: Arc<[u32]>,
    /// The file that it was imported from, if that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
    /// The canonical text: newlines are `\n`, there is no U+00AD.
    pub text: Arc<str>,
}

impl Record for Document {
    type Id = DocumentId;
    fn id(&self) -> DocumentId {
        self.id
    }
}

impl Document {
    /// Whether its text matches its hash, that is, whether it is the text that was imported.
    pub fn is_vouched(&self) -> bool {
        self.hash == text_hash(&self.text)
    }

    /// The text of a range, or `None` if the range is outside the text or splits a character.
    pub fn slice(&self, range: TextRange) -> Option<&str> {
        self.text.get(range.start..range.end)
    }

    /// The index of the block that contains this byte, otherwise of the last block before it; `None` before the first block.
    pub fn block_at(&self, byte: usize) -> Option<usize> {
        let after = self.blocks.partition_point(|block| block.range.start <= byte);
        after.checked_sub(1)
    }

    /// The page that contains this byte, from 1; `None` for a source without pages.
    pub fn page_at(&self, byte: usize) -> Option<usize> {
        let begun = self.pages.partition_point(|&begin| begin <= byte);
        (!self.pages.is_empty()).then_some(begun.max(1))
    }

    /// The spreadsheet cell that contains this byte, such as “Stores!B4”; `None` outside table rows and in other sources.
    pub fn cell_at(&self, byte: usize) -> Option<String> {
        if self.rows.is_empty() {
            return None;
        }
        let number = self.block_at(byte).filter(|&number| self.blocks[number].kind == BlockKind::TableRow)?;
        let before = self.blocks.get(..number)?;
        let row = self.rows.get(before.iter().filter(|block| block.kind == BlockKind::TableRow).count())?;
        let sheet = before.iter().rev().find(|block| matches!(block.kind, BlockKind::Heading(_)));
        let sheet = sheet.and_then(|block| self.slice(block.range)).map(|name| format!("{name}!")).unwrap_or_default();
        let start = self.blocks[number].range.start;
        let column = self.text.get(start..byte)?.bytes().filter(|byte| *byte == b'\t').count();
        Some(format!("{sheet}{}{row}", column_name(column)))
    }

    /// The location of a range as it is cited: “p. 3”, “pp. 3–4”, “Stores!B4”; empty for a source with neither pages nor cells.
    pub fn locator(&self, range: TextRange) -> String {
        if let Some(cell) = self.cell_at(range.start) {
            return cell;
        }
        let ends = (self.page_at(range.start), self.page_at(range.end.saturating_sub(1).max(range.start)));
        match ends {
            (Some(first), Some(last)) if first != last => format!("pp. {first}–{last}"),
            (Some(page), _) => format!("p. {page}"),
            _ => String::new(),
        }
    }

    /// The title, or a placeholder if it is blank.
    pub fn title(&self) -> &str {
        if self.details.title.trim().is_empty() { "Untitled source" } else { &self.details.title }
    }

    /// The title with the day of publication, if that is known.
    pub fn dated_title(&self) -> String {
        match self.details.published {
            Some(date) if self.details.is_day_unsure() => {
                format!("{}, file made on {}", self.title(), super::long_date(date))
            }
            Some(date) => format!("{}, {}", self.title(), super::long_date(date)),
            None => self.title().to_owned(),
        }
    }
}

/// The letters of a spreadsheet column, counted from 0: A, B, … Z, AA.
fn column_name(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (column % 26) as u8);
        match column / 26 {
            0 => break,
            more => column = more - 1,
        }
    }
    letters.reverse();
    String::from_utf8(letters).unwrap_or_default()
}

/// Computes the hash for [`Document::hash`].
pub fn text_hash(text: &str) -> String {
    bytes_hash(text.as_bytes())
}

/// SHA-256 in lower-case hexadecimal.
pub fn bytes_hash(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An id that follows from a text, so that two people make the same one: 80 bits of its hash in the place of the random part, with
/// the time 0.
pub(super) fn id_of_text(text: &str) -> super::Id {
    let random = u128::from_str_radix(&bytes_hash(text.as_bytes())[..20], 16).unwrap_or_default();
    super::Id::from_parts(0, random)
}

/// The file that a source was imported from, kept beside the notebook and named by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Original {
    /// SHA-256 of its bytes in lower-case hexadecimal.
    pub hash: String,
    /// The extension of its file name, without a dot: `pdf`, `html`.
    pub ending: String,
}

impl Original {
    /// The name of the file: hash and extension.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.hash, self.ending)
    }
}

/// A heading, paragraph, list item…: a kind and a byte range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Heading, paragraph, list item…
    pub kind: BlockKind,
    /// The byte range in the document's text.
    pub range: TextRange,
}

/// The kind of a [`Block`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// Level 1 (the title) to 6.
    Heading(u8),
    /// Running text. A newline inside is a soft one: it is shown as a space.
    Paragraph,
    /// An item of a list.
    ListItem {
        /// 0 for the outermost list.
        depth: u8,
        /// Its number in an ordered list; bulleted when absent.
        number: Option<u32>,
    },
    /// A quotation.
    Quote,
    /// Text whose line breaks and spaces count.
    Preformatted,
    /// A row of a table, cells separated by tabs.
    TableRow,
}

/// Emphasis or a link inside a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Emphasis, link…
    pub kind: SpanKind,
    /// The byte range in the document's text.
    pub range: TextRange,
}

/// The kind of a [`Span`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpanKind {
    /// Usually italic.
    Emphasis,
    /// Usually bold.
    Strong,
    /// Code.
    Code,
    /// A link to this address.
    Link(String),
}
