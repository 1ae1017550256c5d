//! A block as the buffer of egui's text field: what is typed moves its marks and references along.

use std::any::TypeId;
use std::ops::Range;

use egui::TextBuffer;
use egui::text::CharIndex;

use crate::notebook::{BriefBlock, TextRange};
use crate::ui::view::reader::byte_of_char;

/// A block that is being edited.
pub(super) struct Buffer<'a>(pub &'a mut BriefBlock);

impl TextBuffer for Buffer<'_> {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.0.text
    }

    fn insert_text(&mut self, text: &str, at: CharIndex) -> usize {
        let byte = byte_of_char(&self.0.text, at.0);
        self.0.replace(TextRange { start: byte, end: byte }, text);
        text.chars().count()
    }

    fn delete_char_range(&mut self, range: Range<CharIndex>) {
        let (start, end) = (byte_of_char(&self.0.text, range.start.0), byte_of_char(&self.0.text, range.end.0));
        self.0.replace(TextRange { start, end }, "");
    }

    fn type_id(&self) -> TypeId {
        TypeId::of::<Buffer<'static>>()
    }
}
