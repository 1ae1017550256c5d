//! Selecting on pages with the pointer, as in the text.

use egui::{CursorIcon, PointerButton, Response, Ui};

use super::super::highlights::claim_at;
use super::super::pointer::select;
use super::sheet::Sheet;
use crate::notebook::TextRange;
use crate::reading::{sentence_at, word_at};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::reader::state::ReaderState;
use crate::workspace::TextSelection;

pub(super) fn handle(ui: &Ui, sheet: &Sheet<'_>, response: &Response, state: &mut ReaderState, actions: &mut Actions) {
    let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else {
        state.pages.drag = None;
        return;
    };
    let (page, point) = sheet.at(pointer);
    let over = sheet.pages.is_over_text(page, point.x, point.y);
    let Some(byte) = sheet.byte_at(pointer) else { return };
    if response.hovered() {
        let can_click =
            over && (claim_at(sheet.workspace, sheet.document.id, byte).is_some() || suggestion_at(sheet, byte).is_some());
        ui.set_cursor_icon(match (can_click, over) {
            (true, _) => CursorIcon::PointingHand,
            (_, true) => CursorIcon::Text,
            _ => CursorIcon::Default,
        });
    }
    let (pressed, down, shift) = ui.input(|input| {
        (input.pointer.button_pressed(PointerButton::Primary), input.pointer.primary_down(), input.modifiers.shift)
    });
    if pressed && response.is_pointer_button_down_on() {
        crate::ui::view::reader::pointer::take_keys(ui);
        let anchor = sheet.workspace.selection.text.filter(|_| shift).map_or(byte, |text| text.anchor);
        state.pages.drag = Some(anchor);
        if shift {
            actions.push(Action::Select(Some(TextSelection { anchor, head: byte })));
        }
    } else if let (Some(anchor), true) = (state.pages.drag, down) {
        let selection = TextSelection { anchor, head: byte };
        if response.dragged() && sheet.workspace.selection.text != Some(selection) {
            actions.push(Action::Select(Some(selection)));
        }
        scroll_at_edge(ui, response, pointer);
    } else {
        state.pages.drag = None;
    }
    if response.triple_clicked() {
        select(actions, in_block(sheet, byte, sentence_at));
    } else if response.double_clicked() {
        select(actions, in_block(sheet, byte, word_at));
    } else if response.clicked() && !shift {
        actions.push(Action::Select(Some(TextSelection { anchor: byte, head: byte })));
        if let Some(claim) = claim_at(sheet.workspace, sheet.document.id, byte).filter(|_| over) {
            actions.push(Action::ShowClaim { claim, in_reader: true });
        } else if let Some(sentence) = suggestion_at(sheet, byte).filter(|_| over) {
            actions.push(Action::ShowSuggestion(sentence));
        }
    }
    if response.secondary_clicked() {
        let is_on_words = sheet.workspace.selection.words().is_some_and(|range| range.contains(byte));
        let on = claim_at(sheet.workspace, sheet.document.id, byte).filter(|_| !is_on_words && over);
        crate::ui::view::reader::pointer::open_menu(sheet.workspace, on, is_on_words, state, actions);
    }
}

/// Scrolls during a drag beyond the window's edge.
fn scroll_at_edge(ui: &Ui, response: &Response, pointer: egui::Pos2) {
    let window = ui.clip_rect();
    let beyond = (pointer.y - window.bottom() + 20.0).max(0.0) - (window.top() + 20.0 - pointer.y).max(0.0);
    if beyond != 0.0 && response.dragged() {
        ui.scroll_with_delta(egui::vec2(0.0, -(beyond * 0.35).clamp(-26.0, 26.0)));
        ui.ctx().request_repaint();
    }
}

fn suggestion_at(sheet: &Sheet<'_>, byte: usize) -> Option<TextRange> {
    let here = TextRange::of_byte(byte);
    sheet.workspace.look().suggestions()?.within(here).next().map(|suggestion| suggestion.range())
}

fn in_block(sheet: &Sheet<'_>, byte: usize, find: impl Fn(&str, usize) -> TextRange) -> Option<TextRange> {
    let block = sheet.document.blocks.get(sheet.document.block_at(byte)?)?.range;
    let text = sheet.document.slice(block)?;
    let mut inside = byte.saturating_sub(block.start).min(text.len().saturating_sub(1));
    while !text.is_char_boundary(inside) {
        inside -= 1;
    }
    let found = find(text, inside);
    Some(TextRange { start: block.start + found.start, end: block.start + found.end })
}
