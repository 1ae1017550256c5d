//! A block as the buffer of egui's text field: what is typed moves its marks and references along.

use std::any::TypeId;
use std::ops::Range;

use egui::TextBuffer;
use egui::text::CharIndex;

use crate::notebook::{BriefBlock, TextRange};
use crate::ui::view::reader::byte_of_char;

/// A block that is being edited.
pub(super) struct Buffer<'a> {
    block: &'a mut BriefBlock,
    /// What was deleted last, and the block before: what is typed over a selection comes as a deletion and an insertion.
    deleted: Option<(TextRange, BriefBlock)>,
}

impl<'a> Buffer<'a> {
    pub fn of(block: &'a mut BriefBlock) -> Self {
        Self { block, deleted: None }
    }
}

impl TextBuffer for Buffer<'_> {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.block.text
    }

    fn insert_text(&mut self, text: &str, at: CharIndex) -> usize {
        let byte = byte_of_char(&self.block.text, at.0);
        match self.deleted.take() {
            Some((range, before)) if range.start == byte && !text.is_empty() => {
                *self.block = before;
                self.block.replace(range, text);
            }
            _ => self.block.replace(TextRange::at(byte), text),
        }
        text.chars().count()
    }

    fn delete_char_range(&mut self, range: Range<CharIndex>) {
        let (start, end) = (byte_of_char(&self.block.text, range.start.0), byte_of_char(&self.block.text, range.end.0));
        let range = TextRange { start, end };
        self.deleted = Some((range, self.block.clone()));
        self.block.replace(range, "");
    }

    fn type_id(&self) -> TypeId {
        TypeId::of::<Buffer<'static>>()
    }
}
