//! Cuts a document into pieces that are laid out at once: its blocks, with very long ones in parts.
//!
//! The cost of laying out a piece grows with its length, so none may be longer than a few screens. A longer block (a text
//! without line breaks, a table dumped into one line) continues in the next piece, after a sentence or a space, without a gap.

use super::tables::{self, Table};
use crate::notebook::{Block, BlockKind, Document, DocumentId, TextRange};

/// A part of a document that is laid out at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// The index of its block in the document.
    pub block: usize,
    /// Its bytes in the document.
    pub range: TextRange,
    /// Whether it is the first of its block.
    pub starts_block: bool,
}

impl Piece {
    /// Converts a byte of the document to one of the piece, clamped to the piece.
    pub fn inside(&self, byte: usize) -> usize {
        byte.clamp(self.range.start, self.range.end) - self.range.start
    }
}

/// The pieces of a document, and how wide each would be on one line.
#[derive(Debug, Default)]
pub struct Pieces {
    of: Option<(DocumentId, usize, String)>,
    pieces: Vec<Piece>,
    /// Approximate widths in ems, from which heights are estimated.
    widths: Vec<f32>,
    tables: Vec<Table>,
    /// Whether the text is written from right to left.
    pub right_to_left: bool,
}

/// Blocks up to this many bytes stay whole.
const MAX_BYTES: usize = 6_000;
/// Longer blocks are cut into parts of about this many bytes.
const PART_BYTES: usize = 3_000;

impl Pieces {
    /// Cuts a document into pieces, unless the known ones are of the same text. Returns whether they were made again.
    pub fn update(&mut self, document: &Document) -> bool {
        let is_same = |(id, length, hash): &(DocumentId, usize, String)| {
            *id == document.id && *length == document.text.len() && *hash == document.hash
        };
        if self.of.as_ref().is_some_and(is_same) {
            return false;
        }
        self.of = Some((document.id, document.text.len(), document.hash.clone()));
        self.pieces.clear();
        for (number, block) in document.blocks.iter().enumerate() {
            cut(document, number, block, &mut self.pieces);
        }
        let width = |piece: &Piece| ems(document.slice(piece.range).unwrap_or_default());
        self.right_to_left = crate::reading::is_right_to_left(&document.text);
        self.widths = self.pieces.iter().map(width).collect();
        self.tables = if self.right_to_left { Vec::new() } else { tables::tables(document, tables::cell_ems) };
        true
    }

    /// Returns all pieces in order.
    pub fn all(&self) -> &[Piece] {
        &self.pieces
    }

    /// Returns the approximate width of a piece on one line, in ems.
    pub fn width(&self, index: usize) -> f32 {
        self.widths.get(index).copied().unwrap_or(0.0)
    }

    /// Returns the table that a block is a row of.
    pub fn table(&self, block: usize) -> Option<&Table> {
        tables::table_of(&self.tables, block)
    }

    /// Returns the index of the piece that a byte is in, else of the last one before it.
    pub fn at(&self, byte: usize) -> usize {
        self.pieces.partition_point(|piece| piece.range.start <= byte).saturating_sub(1)
    }
}

fn cut(document: &Document, number: usize, block: &Block, pieces: &mut Vec<Piece>) {
    let mut start = block.range.start;
    while block.range.end - start > MAX_BYTES {
        let end = start + break_after(document.text.get(start..block.range.end).unwrap_or_default(), block.kind);
        if end <= start {
            break;
        }
        pieces.push(Piece { block: number, range: TextRange { start, end }, starts_block: start == block.range.start });
        start = end;
    }
    let range = TextRange { start, end: block.range.end };
    pieces.push(Piece { block: number, range, starts_block: start == block.range.start });
}

/// Returns where to break a long text: after a line if preformatted, else after a sentence, a line or a space, else between any
/// two characters.
fn break_after(text: &str, kind: BlockKind) -> usize {
    let mut from = PART_BYTES.min(text.len());
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (2 * PART_BYTES - 500).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let window = &text[from..to];
    let after = |found: Option<(usize, &str)>| found.map(|(at, what)| from + at + what.len());
    let line = after(window.match_indices('\n').next());
    if kind == BlockKind::Preformatted && line.is_some() {
        return line.unwrap_or(from);
    }
    let sentence = window.match_indices(['.', '!', '?', '。', '！', '？']).find(|(at, mark)| {
        let rest = &window[at + mark.len()..];
        mark.len() > 1 || rest.starts_with(char::is_whitespace)
    });
    let space =
        |at: usize| at + text[at..].chars().take_while(|character| character.is_whitespace()).map(char::len_utf8).sum::<usize>();
    after(sentence).or(line).or_else(|| after(window.match_indices(' ').next())).map_or(from, space)
}

/// Estimates the width of a text on one line, in ems: a Latin letter takes about half an em, a Han character one. It counts
/// bytes, which is exact enough for an estimate and fast for a book.
fn ems(text: &str) -> f32 {
    let bytes = text.as_bytes();
    if bytes.is_ascii() {
        return bytes.len() as f32 * 0.5;
    }
    let mut ems = 0.0;
    // In chunks of at most 255 bytes the counters fit into a byte, so that the compiler can count sixteen or more bytes at
    // once.
    for chunk in bytes.chunks(u8::MAX.into()) {
        let (mut one, mut two, mut more) = (0_u8, 0_u8, 0_u8);
        for &byte in chunk {
            one += u8::from(byte < 0x80);
            two += u8::from(byte & 0xe0 == 0xc0);
            more += u8::from(byte >= 0xe0);
        }
        ems += f32::from(one) * 0.5 + f32::from(two) * 0.55 + f32::from(more);
    }
    ems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{Details, IdSource};

    #[test]
    fn long_blocks_are_cut_without_losing_a_byte() {
        let sentence = "A sentence of some words that says little. ";
        let texts = [sentence.repeat(900), "x".repeat(40_000), "小米汽车今年卖得很好。".repeat(3_000), "短".repeat(9_000)];
        for text in &texts {
            let imported = crate::workspace::import_text(text).unwrap();
            let document = imported.into_document(IdSource::new(1).next(1), Details::default());
            let mut pieces = Pieces::default();
            assert!(pieces.update(&document) && !pieces.update(&document));
            let mut at = document.blocks[0].range.start;
            for piece in pieces.all() {
                assert_eq!(piece.range.start, at);
                assert!(document.slice(piece.range).is_some() && piece.range.len() <= MAX_BYTES);
                at = piece.range.end;
            }
            assert_eq!(at, document.blocks[0].range.end);
            assert!(pieces.all().len() > 3);
            assert_eq!(
                pieces.all()[pieces.at(10_000)].range.intersection(TextRange { start: 10_000, end: 10_001 }).unwrap().len(),
                1
            );
        }
    }
}
