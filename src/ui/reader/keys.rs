//! Selecting and scrolling with the keyboard.
//!
//! The keys work when nothing else has the focus, and when the text has it. Shift with arrows extends the selection, with
//! Ctrl by words; arrows, Space, Page Up and Page Down scroll.

use egui::{EventFilter, Key, Modifiers, Pos2, Response, Ui, vec2};

use super::{Page, ReaderState};
use crate::notebook::Document;
use crate::reading::{next_word, previous_word};
use crate::ui::action::{Action, Actions};
use crate::workspace::TextSelection;

pub(super) fn handle(
    ui: &Ui,
    page: &Page<'_>,
    response: &Response,
    origin: Pos2,
    state: &mut ReaderState,
    actions: &mut Actions,
) {
    let focused = ui.ctx().memory(|memory| memory.focused());
    if focused.is_some_and(|focused| focused != response.id) || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    if response.has_focus() {
        let ours = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, ours));
    }
    extend(ui, page, origin, state.first_byte, actions);
    scroll(ui, state);
}

fn extend(ui: &Ui, page: &Page<'_>, origin: Pos2, first_byte: usize, actions: &mut Actions) {
    // Without a place to go on from, selecting begins with the first line in sight.
    let start = TextSelection { anchor: first_byte, head: first_byte };
    let selection = page.workspace.selection.text.unwrap_or(start);
    let head = selection.head;
    let document = page.document;
    // Which key first, where it leads afterwards: the layout asks egui for fonts, and egui is locked while input is read.
    let Some((_, _, step)) =
        ui.input_mut(|input| STEPS.into_iter().find(|(modifiers, key, _)| input.consume_key(*modifiers, *key)))
    else {
        return;
    };
    let line = |direction: f32| {
        let Some(caret) = page.layout.caret(head) else { return head };
        let at = caret.center() + vec2(0.0, direction * caret.height());
        page.layout.byte_at(at.to_vec2())
    };
    let block = document.block_at(head).map(|place| document.blocks[place].range);
    let head = match step {
        Step::Word(true) => word_forward(document, head),
        Step::Word(false) => word_back(document, head),
        Step::Character(true) => character_forward(document, head),
        Step::Character(false) => character_back(document, head),
        Step::Line(true) => line(1.0),
        Step::Line(false) => line(-1.0),
        Step::Block(true) => block.map_or(head, |range| range.end),
        Step::Block(false) => block.map_or(head, |range| range.start),
    };
    actions.push(Action::Select(Some(TextSelection { head, ..selection })));
    if let Some(caret) = page.layout.caret(head) {
        ui.scroll_to_rect(caret.translate(origin.to_vec2()).expand(24.0), None);
    }
}

/// How far a key moves the end of the selection, and whether forward.
#[derive(Clone, Copy)]
enum Step {
    Word(bool),
    Character(bool),
    Line(bool),
    Block(bool),
}

const WORD: Modifiers = Modifiers::SHIFT.plus(Modifiers::COMMAND);

/// More modifiers first: Ctrl+Shift+Right is also a Shift+Right.
const STEPS: [(Modifiers, Key, Step); 8] = [
    (WORD, Key::ArrowRight, Step::Word(true)),
    (WORD, Key::ArrowLeft, Step::Word(false)),
    (Modifiers::SHIFT, Key::ArrowRight, Step::Character(true)),
    (Modifiers::SHIFT, Key::ArrowLeft, Step::Character(false)),
    (Modifiers::SHIFT, Key::ArrowDown, Step::Line(true)),
    (Modifiers::SHIFT, Key::ArrowUp, Step::Line(false)),
    (Modifiers::SHIFT, Key::End, Step::Block(true)),
    (Modifiers::SHIFT, Key::Home, Step::Block(false)),
];

/// A step goes over the gap between two blocks at once.
fn character_forward(document: &Document, byte: usize) -> usize {
    let Some(place) = document.block_at(byte) else { return byte };
    if byte >= document.blocks[place].range.end {
        return document.blocks.get(place + 1).map_or(byte, |next| next.range.start);
    }
    byte + document.text[byte..].chars().next().map_or(0, char::len_utf8)
}

fn character_back(document: &Document, byte: usize) -> usize {
    let Some(place) = document.block_at(byte) else { return byte };
    if byte <= document.blocks[place].range.start {
        return place.checked_sub(1).map_or(byte, |before| document.blocks[before].range.end);
    }
    byte - document.text[..byte].chars().next_back().map_or(0, char::len_utf8)
}

fn word_forward(document: &Document, byte: usize) -> usize {
    let Some(place) = document.block_at(byte) else { return byte };
    let range = document.blocks[place].range;
    if byte >= range.end {
        return character_forward(document, byte);
    }
    range.start + next_word(document.slice(range).unwrap_or_default(), byte - range.start)
}

fn word_back(document: &Document, byte: usize) -> usize {
    let Some(place) = document.block_at(byte) else { return byte };
    let range = document.blocks[place].range;
    if byte <= range.start {
        return character_back(document, byte);
    }
    range.start + previous_word(document.slice(range).unwrap_or_default(), byte - range.start)
}

fn scroll(ui: &Ui, state: &mut ReaderState) {
    let page = state.visible.map_or(400.0, |visible| visible.height() * 0.9);
    let keys = [
        (Modifiers::NONE, Key::ArrowDown, 48.0),
        (Modifiers::NONE, Key::ArrowUp, -48.0),
        (Modifiers::NONE, Key::PageDown, page),
        (Modifiers::NONE, Key::PageUp, -page),
        (Modifiers::SHIFT, Key::Space, -page),
        (Modifiers::NONE, Key::Space, page),
        (Modifiers::NONE, Key::Home, -1e9),
        (Modifiers::NONE, Key::End, 1e9),
    ];
    for (modifiers, key, by) in keys {
        if ui.input_mut(|input| input.consume_key(modifiers, key)) {
            state.scroll_by += by;
        }
    }
}
