//! Selecting and scrolling with the keyboard.
//!
//! The keys work when nothing else has the focus, and when the text has it. Shift with arrows extends the selection, with
//! Ctrl by words; arrows, Space, Page Up and Page Down scroll.

use egui::{EventFilter, Key, Modifiers, Rect, Response, Ui, vec2};

use super::layout;
use super::page::Page;
use super::scroll::Scroll;
use crate::notebook::Document;
use crate::reading::{next_word, previous_word};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::reader::state::ReaderState;
use crate::ui::widgets::keys::pressed;
use crate::workspace::TextSelection;

/// Whether the text gets keys now.
fn are_ours(ui: &Ui, response: &Response) -> bool {
    let focused = ui.ctx().memory(|memory| memory.focused());
    focused.is_none_or(|focused| focused == response.id) && !egui::Popup::is_any_open(ui.ctx())
}

pub(super) fn extend(ui: &Ui, page: &Page<'_>, response: &Response, state: &mut ReaderState, actions: &mut Actions) {
    if !are_ours(ui, response) {
        return;
    }
    if response.has_focus() {
        let ours = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, ours));
    }
    let document = page.document();
    // Without a selection to extend, a new one starts at the first line in sight.
    let first_byte = state.scroll.row_of(document.id).unwrap_or_default().byte;
    let start = TextSelection { anchor: first_byte, head: first_byte };
    let selection = page.workspace.selection.text.unwrap_or(start);
    let head = selection.head;
    // Find the key first and its target afterwards: the layout asks egui for fonts, and egui is locked while input is read.
    let Some((_, _, step)) =
        ui.input_mut(|input| STEPS.into_iter().find(|(modifiers, key, _)| input.consume_key(*modifiers, *key)))
    else {
        return;
    };
    let block = document.block_at(head).map(|index| document.blocks[index].range);
    let head = match step {
        Step::Word(Way::Forward) => word_forward(page, head),
        Step::Word(Way::Back) => word_back(page, head),
        Step::Character(Way::Forward) => character_forward(document, head),
        Step::Character(Way::Back) => character_back(document, head),
        Step::Line(way) => line(page, head, way),
        Step::Row(way) => row_edge(page, head, way),
        Step::Block(Way::Forward) => {
            block.filter(|range| head < range.end).map_or_else(|| character_forward(document, head), |range| range.end)
        }
        Step::Block(Way::Back) => {
            block.filter(|range| head > range.start).map_or_else(|| character_back(document, head), |range| range.start)
        }
    };
    actions.push(Action::Select(Some(TextSelection { head, ..selection })));
    state.keep_in_sight = Some(head);
    ui.ctx().request_repaint();
}

/// Returns the start or the end of the row that a byte is in.
fn row_edge(page: &Page<'_>, head: usize, way: Way) -> usize {
    let layout = &page.layout;
    let index = layout.pieces.at(head);
    let (Some(piece), Some(galley)) = (layout.piece(index), layout.galley(index)) else { return head };
    let caret = layout::caret(layout.text(piece), &galley, piece.inside(head));
    let x = if way == Way::Forward { f32::INFINITY } else { f32::NEG_INFINITY };
    piece.range.start + layout::byte_at(layout.text(piece), &galley, vec2(x.clamp(-1e6, 1e6), caret.center().y))
}

/// Returns the byte one row below or above, at the same distance from the left; in the neighbouring piece if its own has no
/// such row.
fn line(page: &Page<'_>, head: usize, way: Way) -> usize {
    let layout = &page.layout;
    let index = layout.pieces.at(head);
    let (Some(piece), Some(galley)) = (layout.piece(index), layout.galley(index)) else { return head };
    let caret = layout::caret(layout.text(piece), &galley, piece.inside(head));
    let down = way == Way::Forward;
    let y = caret.center().y + if down { caret.height() } else { -caret.height() };
    if 0.0 < y && y < galley.size().y {
        return piece.range.start + layout::byte_at(layout.text(piece), &galley, vec2(caret.left(), y));
    }
    let next = if down { index + 1 } else { index.wrapping_sub(1) };
    let (Some(other), Some(galley)) = (layout.piece(next), layout.galley(next)) else {
        return if down { piece.range.end } else { piece.range.start };
    };
    let x = caret.left() + layout.indent(piece) - layout.indent(other);
    let row = if down { galley.rows.first() } else { galley.rows.last() };
    let y = row.map_or(0.0, |row| row.rect().center().y);
    other.range.start + layout::byte_at(layout.text(other), &galley, vec2(x, y))
}

/// Which way a key moves the end of the selection: down and to the end, or up and to the start.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Forward,
    Back,
}

/// How far a key moves the end of the selection, and which way.
#[derive(Clone, Copy)]
enum Step {
    Word(Way),
    Character(Way),
    Line(Way),
    Row(Way),
    Block(Way),
}

const WORD: Modifiers = Modifiers::SHIFT.plus(Modifiers::COMMAND);

/// More modifiers first: Ctrl+Shift+Right would also match Shift+Right.
const STEPS: [(Modifiers, Key, Step); 10] = [
    (WORD, Key::ArrowDown, Step::Block(Way::Forward)),
    (WORD, Key::ArrowUp, Step::Block(Way::Back)),
    (WORD, Key::ArrowRight, Step::Word(Way::Forward)),
    (WORD, Key::ArrowLeft, Step::Word(Way::Back)),
    (Modifiers::SHIFT, Key::ArrowRight, Step::Character(Way::Forward)),
    (Modifiers::SHIFT, Key::ArrowLeft, Step::Character(Way::Back)),
    (Modifiers::SHIFT, Key::ArrowDown, Step::Line(Way::Forward)),
    (Modifiers::SHIFT, Key::ArrowUp, Step::Line(Way::Back)),
    (Modifiers::SHIFT, Key::End, Step::Row(Way::Forward)),
    (Modifiers::SHIFT, Key::Home, Step::Row(Way::Back)),
];

/// Returns the next character's byte; the gap between two blocks is one step.
fn character_forward(document: &Document, byte: usize) -> usize {
    let Some(index) = document.block_at(byte) else { return byte };
    if byte >= document.blocks[index].range.end {
        return document.blocks.get(index + 1).map_or(byte, |next| next.range.start);
    }
    byte + document.text[byte..].chars().next().map_or(0, char::len_utf8)
}

fn character_back(document: &Document, byte: usize) -> usize {
    let Some(index) = document.block_at(byte) else { return byte };
    if byte <= document.blocks[index].range.start {
        return index.checked_sub(1).map_or(byte, |before| document.blocks[before].range.end);
    }
    byte - document.text[..byte].chars().next_back().map_or(0, char::len_utf8)
}

/// Returns the byte after the next word, searched within the piece only: a block may be a whole book.
fn word_forward(page: &Page<'_>, byte: usize) -> usize {
    let Some(piece) = page.layout.piece(page.layout.pieces.at(byte)).filter(|piece| byte < piece.range.end) else {
        return character_forward(page.document(), byte);
    };
    piece.range.start + next_word(page.layout.text(piece), byte - piece.range.start)
}

fn word_back(page: &Page<'_>, byte: usize) -> usize {
    let Some(piece) = page.layout.piece(page.layout.pieces.at(byte.saturating_sub(1))).filter(|piece| byte > piece.range.start)
    else {
        return character_back(page.document(), byte);
    };
    let inside = byte.min(piece.range.end) - piece.range.start;
    piece.range.start + previous_word(page.layout.text(piece), inside)
}

/// Scrolls with the arrow keys, Space, Page Up and Page Down, Home and End.
pub(super) fn scroll(ui: &Ui, response: &Response, window: Rect, scroll: &mut Scroll) {
    if !are_ours(ui, response) {
        return;
    }
    let page = (window.height() - 56.0).max(60.0);
    let keys = [
        (Modifiers::NONE, Key::ArrowDown, 48.0),
        (Modifiers::NONE, Key::ArrowUp, -48.0),
        (Modifiers::NONE, Key::PageDown, page),
        (Modifiers::NONE, Key::PageUp, -page),
        (Modifiers::SHIFT, Key::Space, -page),
        (Modifiers::NONE, Key::Space, page),
        (Modifiers::NONE, Key::Home, f32::MIN / 2.0),
        (Modifiers::NONE, Key::End, f32::MAX / 2.0),
    ];
    for (modifiers, key, by) in keys {
        // Shift with an arrow selects: it must not scroll.
        if pressed(ui.ctx(), modifiers, key) {
            scroll.by += by;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::view::command::TABLE;

    #[test]
    fn keys_of_the_text_are_no_keys_of_commands() {
        for (modifiers, key, _) in STEPS {
            let clash = TABLE.iter().find(|entry| entry.usual.is_some_and(|s| s.modifiers == modifiers && s.logical_key == key));
            assert!(clash.is_none(), "{key:?} is also “{}”", clash.map_or("", |entry| entry.text));
        }
    }
}
