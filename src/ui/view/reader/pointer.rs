//! Selecting with the pointer: drag, double click, triple click, shift-click, and clicks on highlights.

use egui::{CursorIcon, PointerButton, Pos2, Response, Ui};

use super::highlights::{claim_at, is_on_claim};
use super::page::Page;
use super::scroll::Scroll;
use crate::notebook::TextRange;
use crate::reading::{sentence_at, word_at};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::reader::state::{Drag, ReaderState};
use crate::workspace::TextSelection;

/// The most points per frame that a drag near the edge scrolls.
const MAX_AUTO_SCROLL: f32 = 26.0;

/// Scrolls with the wheel, also while a selection is dragged, when egui itself would not.
pub(super) fn wheel(ui: &Ui, response: &Response, state: &mut ReaderState) {
    if response.contains_pointer() || state.drag.is_some() {
        let by = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
        state.scroll.by -= by;
    }
}

pub(super) fn handle(ui: &Ui, page: &Page<'_>, response: &Response, state: &mut ReaderState, actions: &mut Actions) {
    let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else {
        state.drag = None;
        return;
    };
    let byte = page.byte_at(pointer);
    if response.hovered() {
        let is_on = || is_on_claim(page.workspace, page.document().id, byte) || page.suggestion_at(byte).is_some();
        let over_claim = page.is_over_text(pointer) && is_on();
        ui.set_cursor_icon(if over_claim { CursorIcon::PointingHand } else { CursorIcon::Text });
    }
    drag(ui, page, response, pointer, state, actions);
    if response.triple_clicked() {
        select(actions, in_block(page, byte, sentence_at));
    } else if response.double_clicked() {
        select(actions, in_block(page, byte, word_at));
    } else if response.clicked() && !ui.input(|input| input.modifiers.shift) {
        click(page, pointer, byte, actions);
    }
    if response.secondary_clicked() {
        let is_on_words = page.workspace.selection.words().is_some_and(|range| range.contains(byte));
        let on = claim_at(page.workspace, page.document().id, byte).filter(|_| !is_on_words && page.is_over_text(pointer));
        // The selection is kept only if the menu was opened on it: otherwise the menu would act on words that were not meant.
        open_menu(page.workspace, on, is_on_words, state, actions);
    }
}

/// Handles the opening of the context menu: clears the selection unless the menu is on it, and chooses the claim `on` which it
/// is.
pub(super) fn open_menu(
    workspace: &crate::workspace::Workspace,
    on: Option<crate::notebook::ClaimId>,
    is_on_words: bool,
    state: &mut ReaderState,
    actions: &mut Actions,
) {
    state.menu_on = on;
    if !is_on_words && let Some(text) = workspace.selection.text {
        actions.push(Action::Select(Some(TextSelection { anchor: text.head, head: text.head })));
    }
    if let Some(claim) = on {
        actions.push(Action::ShowClaim { claim, in_reader: true });
    }
}

fn drag(ui: &Ui, page: &Page<'_>, response: &Response, pointer: Pos2, state: &mut ReaderState, actions: &mut Actions) {
    let byte = page.byte_at(pointer);
    let (pressed, down, shift) = ui.input(|input| {
        (
            input.pointer.button_pressed(PointerButton::Primary),
            input.pointer.button_down(PointerButton::Primary),
            input.modifiers.shift,
        )
    });
    if pressed && response.is_pointer_button_down_on() {
        take_keys(ui);
        let anchor = match page.workspace.selection.text {
            Some(text) if shift => text.anchor,
            _ => byte,
        };
        state.drag = Some(Drag { anchor });
        actions.push(Action::Select(Some(TextSelection { anchor, head: byte })));
    } else if let (Some(drag), true) = (state.drag, down) {
        let selection = TextSelection { anchor: drag.anchor, head: byte };
        if page.workspace.selection.text != Some(selection) {
            actions.push(Action::Select(Some(selection)));
        }
        auto_scroll(ui, page, pointer, &mut state.scroll);
    } else {
        state.drag = None;
    }
}

/// Takes the keys from a text field: a press in the text means the text. A field of egui gives them up on a click, and not when a drag
/// begins elsewhere.
pub(super) fn take_keys(ui: &Ui) {
    ui.memory_mut(|memory| memory.stop_text_input());
}

/// Scrolls during a drag near the upper or lower edge, faster the further out it is.
pub(super) fn auto_scroll(ui: &Ui, page: &Page<'_>, pointer: Pos2, scroll: &mut Scroll) {
    let edge = 28.0;
    let window = page.window;
    let beyond = if pointer.y < window.top() + edge {
        pointer.y - window.top() - edge
    } else if pointer.y > window.bottom() - edge {
        pointer.y - window.bottom() + edge
    } else {
        return;
    };
    scroll.by += (beyond * 0.35).clamp(-MAX_AUTO_SCROLL, MAX_AUTO_SCROLL);
    ui.ctx().request_repaint();
}

/// Handles a click without a drag: it clears the selection, and on a highlight it chooses the claim or suggestion.
fn click(page: &Page<'_>, pointer: Pos2, byte: usize, actions: &mut Actions) {
    // The position is kept, so that Shift with a click or an arrow key can extend from it.
    actions.push(Action::Select(Some(TextSelection { anchor: byte, head: byte })));
    if !page.is_over_text(pointer) {
        return;
    }
    if let Some(claim) = claim_at(page.workspace, page.document().id, byte) {
        actions.push(Action::ShowClaim { claim, in_reader: true });
    } else if let Some(sentence) = page.suggestion_at(byte) {
        actions.push(Action::ShowSuggestion(sentence));
    }
}

/// Returns the range around a byte that `find` gives within its piece: in very long blocks, words and sentences end where the
/// piece does.
pub(super) fn in_block(page: &Page<'_>, byte: usize, find: impl Fn(&str, usize) -> TextRange) -> Option<TextRange> {
    let piece = page.layout.piece(page.layout.pieces.at(byte))?;
    let text = page.layout.text(piece);
    let inside = byte.saturating_sub(piece.range.start).min(text.len().saturating_sub(1));
    let found = find(text, inside);
    Some(TextRange { start: piece.range.start + found.start, end: piece.range.start + found.end })
}

pub(super) fn select(actions: &mut Actions, range: Option<TextRange>) {
    let selection = range.map(|range| TextSelection { anchor: range.start, head: range.end });
    actions.push(Action::Select(selection));
}
