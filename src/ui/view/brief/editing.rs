//! The block that is being edited: one text field of egui, with the marks and references of the block.

use std::sync::Arc;

use egui::text::{CCursor, CharIndex};
use egui::text_edit::TextEditState;
use egui::text_selection::CCursorRange;
use egui::{Event, Galley, ImeEvent, Margin, Pos2, Rect, Shape, TextBuffer, TextEdit, Ui, UiBuilder};

use super::buffer::Buffer;
use super::desk::Desk;
use super::state::{BriefView, Caret, Pending, Picker};
use super::typeset::{self, Style};
use super::{card, keys, marks, picker};
use crate::notebook::{BriefBlock, TextRange, is_unspaced};
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::view::reader::{self, byte_of_char, char_of_byte};
use crate::ui::widgets::ids;

/// Shows the field. Returns its height.
pub(super) fn show(
    ui: &mut Ui,
    desk: &Desk<'_>,
    stored: &BriefBlock,
    (room, style): (Rect, Style),
    state: &mut BriefView,
    actions: &mut Actions,
) -> f32 {
    let id = ids::of(("brief text", stored.id));
    let palette = theme::palette(ui.ctx());
    let held = state.composing.take().filter(|block| block.id == stored.id);
    let mut block = held.clone().unwrap_or_else(|| desk.shown(stored));
    arrive(ui, id, &block, (room, style), desk, state);
    follow(stored, &block, held.is_none(), state, actions);
    let before_keys = block.clone();
    let is_open = state.picker.is_some();
    if is_open {
        picker::keys(ui, desk, &mut block, state, actions);
    }
    if held.is_none() && !is_open {
        keys::in_block(ui, desk, &block, (id, room, style), state, actions);
    }
    let ground = ui.painter().add(Shape::Noop);
    let composed = block.clone();
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
        // The text that is shown is that of the block in every frame but the one in which something is typed.
        let mut now = composed.clone();
        if now.text != text.as_str() {
            catch_up(&mut now, text.as_str());
        }
        let look = desk.look();
        let look = (now.references.len() == look.references(now.id).len()).then_some(&*look);
        ui.fonts_mut(|fonts| fonts.layout_job(typeset::job(&now, look, style, palette, width)))
    };
    let mut buffer = Buffer::of(&mut block);
    let edit = TextEdit::multiline(&mut buffer)
        .id(id)
        .frame(egui::Frame::NONE)
        .margin(Margin::ZERO)
        .desired_width(room.width())
        .desired_rows(1)
        .return_key(None)
        .lock_focus(false)
        .text_color(palette.text)
        .layouter(&mut layouter);
    let mut inside = ui.new_child(
        UiBuilder::new()
            .id_salt(("editing", stored.id))
            .max_rect(Rect::from_min_size(room.min, egui::vec2(room.width(), 10_000.0))),
    );
    let output = edit.show(&mut inside);
    let response = output.response.response.clone();
    ui.ctx().accesskit_node_builder(id, |node| node.set_label(stored.kind.label()));
    let galley = Arc::clone(&output.galley);
    if let Some(range) = output.cursor_range {
        let byte = |cursor: CCursor| byte_of_char(&block.text, cursor.index.0);
        state.caret = (byte(range.secondary), byte(range.primary));
    }
    drag_on(ui, id, &block, (&galley, output.galley_pos), state);
    // Steps of undo belong to the notebook.
    if let Some(mut kept) = TextEditState::load(ui.ctx(), id) {
        kept.clear_undoer();
        kept.store(ui.ctx(), id);
    }
    let composing = is_composing(ui, held.is_some(), response.changed());
    if composing {
        state.composing = Some(block.clone());
    } else if held.is_some() && !is_committed(ui) {
        // A composition that was given up leaves the text as it was, with what was selected.
        state.pending = Some(Pending::Block(block.id, Caret::Byte(state.caret.1)));
    } else if block != *stored && (response.changed() || held.is_some() || block != before_keys) {
        watch_for_picker(&composed, &block, state);
        let written = keys::with_shorthand(block.clone(), &composed, state);
        let to_write = written.clone();
        actions.edit(move |workspace| workspace.briefs().write(to_write));
    }
    let look = desk.look();
    let has_all = block.references.len() == look.references(block.id).len();
    let is_current = has_all && block.text == stored.text;
    if has_all && !is_current {
        // While something is composed, only the references are known to be where they are.
        let shapes = marks::chips(&block, &look, &galley, output.galley_pos, palette);
        ui.painter().set(ground, Shape::Vec(shapes));
        marks::signs(ui.painter(), &block, &look, &galley, output.galley_pos, palette);
    }
    if is_current {
        let shapes = marks::under(&block, &look, &galley, output.galley_pos, palette);
        ui.painter().set(ground, Shape::Vec(shapes));
        marks::signs(ui.painter(), &block, &look, &galley, output.galley_pos, palette);
    }
    if block.text.is_empty() {
        typeset::hint(ui, &block, output.galley_pos, style);
    }
    if response.clicked() && is_current {
        state.card = marks::at_byte(&block, &look, state.caret.1);
    }
    if response.changed() {
        state.card = None;
    }
    drop(look);
    let had_card = state.card.is_some();
    if state.card.is_some_and(|card| card.block() == block.id) && is_current {
        card::show(ui, desk, &block, (&galley, output.galley_pos), state, actions);
    }
    if response.clicked() || state.picker.is_some_and(|picker| picker.is_left(&block, state.caret.1)) {
        state.picker = None;
    }
    if state.picker.is_some() {
        let caret = reader::caret(&block.text, &galley, state.caret.1).translate(output.galley_pos.to_vec2());
        picker::show(ui, desk, &block, caret, state, actions);
    }
    // On Escape egui takes the focus before anybody sees the key. It closes a card; without one, the block is selected as a whole.
    if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        state.card = None;
        if had_card {
            state.pending = Some(Pending::Block(block.id, Caret::Byte(state.caret.1)));
        } else if state.pending.is_none() {
            state.selected = Some((block.id, block.id));
            state.focus = None;
        }
    }
    // Left by a click elsewhere in the window: the block is painted again.
    if response.lost_focus() && !composing && state.pending.is_none() && state.card.is_none() && state.picker.is_none() {
        state.left = state.focus.take();
    }
    galley.size().y.max(style.row)
}

/// Puts the caret where it is on its way to.
fn arrive(ui: &Ui, id: egui::Id, block: &BriefBlock, (room, style): (Rect, Style), desk: &Desk<'_>, state: &mut BriefView) {
    let Some(Pending::Block(to, caret)) = state.pending else { return };
    if to != block.id {
        return;
    }
    // A field takes a click anywhere else as leaving it, even one that sent the caret here.
    if ui.input(|input| input.pointer.any_released()) {
        ui.request_repaint();
        return;
    }
    state.pending = None;
    let byte = match caret {
        Caret::Byte(byte) => block.text.floor_char_boundary(byte),
        Caret::End => block.text.len(),
        Caret::FirstRow(x) | Caret::LastRow(x) => {
            let galley = typeset::galley(ui, block, Some(&desk.look()), style, room.width());
            let y = if matches!(caret, Caret::FirstRow(_)) { style.row / 2.0 } else { galley.size().y - style.row / 2.0 };
            reader::byte_at(&block.text, &galley, egui::vec2(x - style.indent, y))
        }
    };
    let cursor = CCursor::new(CharIndex(char_of_byte(&block.text, byte)));
    let mut kept = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    kept.cursor.set_char_range(Some(CCursorRange::one(cursor)));
    kept.store(ui.ctx(), id);
    state.caret = (byte, byte);
    ui.memory_mut(|memory| memory.request_focus(id));
    let galley = typeset::galley(ui, block, Some(&desk.look()), style, room.width());
    let at = reader::caret(&block.text, &galley, byte).translate(room.min.to_vec2());
    ui.scroll_to_rect(at.expand(40.0), None);
}

/// Writes the words that follow what they show as soon as the caret is among them: what is edited is what is seen.
fn follow(stored: &BriefBlock, shown: &BriefBlock, is_shown: bool, state: &mut BriefView, actions: &mut Actions) {
    if is_shown && stored != shown && state.followed.as_ref() != Some(shown) {
        state.followed = Some(shown.clone());
        let written = shown.clone();
        actions.edit(move |workspace| workspace.briefs().change("follow the numbers", written));
    }
}

/// Selects on, while a drag goes on that began over the words before they were a field.
fn drag_on(ui: &Ui, id: egui::Id, block: &BriefBlock, (galley, at): (&Galley, Pos2), state: &mut BriefView) {
    let Some(from) = state.dragged_from.filter(|_| state.pending.is_none()) else { return };
    let (is_down, pointer) = ui.input(|input| (input.pointer.primary_down(), input.pointer.interact_pos()));
    if let Some(pointer) = pointer {
        let to = reader::byte_at(&block.text, galley, pointer - at);
        let cursor = |byte| CCursor::new(CharIndex(char_of_byte(&block.text, byte)));
        let mut kept = TextEditState::load(ui.ctx(), id).unwrap_or_default();
        kept.cursor.set_char_range(Some(CCursorRange::two(cursor(from), cursor(to))));
        kept.store(ui.ctx(), id);
        state.caret = (from, to);
        ui.request_repaint();
    }
    if !is_down {
        state.dragged_from = None;
    }
}

/// Follows a text that egui has changed already: what differs in the middle is what was typed.
fn catch_up(block: &mut BriefBlock, text: &str) {
    let old = block.text.clone();
    let same = |a: &str, b: &str| a.char_indices().zip(b.chars()).take_while(|((_, a), b)| a == b).count();
    let head = same(&old, text);
    let start = byte_of_char(&old, head);
    let (rest, now) = (&old[start..], &text[start..]);
    let tail = rest.chars().rev().zip(now.chars().rev()).take_while(|(a, b)| a == b).count();
    let cut = |part: &str| part.chars().rev().take(tail).map(char::len_utf8).sum::<usize>();
    let (end, words) = (old.len() - cut(rest), &now[..now.len() - cut(now)]);
    block.replace(TextRange { start, end }, words);
}

/// Whether an input method has not committed yet what it shows.
fn is_composing(ui: &Ui, was: bool, changed: bool) -> bool {
    let said = |event: &Event| match event {
        Event::Ime(ImeEvent::Preedit { text, .. }) => Some(!text.is_empty()),
        Event::Ime(ImeEvent::Commit(_)) => Some(false),
        _ => None,
    };
    let said = ui.input(|input| input.events.iter().rev().find_map(said));
    said.unwrap_or(was && !changed)
}

/// Whether an input method has put something into the text.
fn is_committed(ui: &Ui) -> bool {
    ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Ime(ImeEvent::Commit(text)) if !text.is_empty())))
}

/// More letters than this are not typed but pasted.
const MOST_AT_ONCE: usize = 12;

/// Opens the offers when an `@` was typed at the beginning of a word, and closes them when it is gone.
fn watch_for_picker(before: &BriefBlock, now: &BriefBlock, state: &mut BriefView) {
    let caret = state.caret.1;
    // Several letters may come at once, the sign among them.
    let more = now.text.len().saturating_sub(before.text.len()).min(MOST_AT_ONCE);
    let (from, caret_at) = (now.text.floor_char_boundary(caret.saturating_sub(more)), now.text.floor_char_boundary(caret));
    let sign = now.text[from..caret_at].rfind('@').map(|at| from + at);
    // Chinese has no spaces between words.
    let begins = |letter: char| !letter.is_alphanumeric() || is_unspaced(letter);
    let begins_word = |at: usize| now.text[..at].chars().next_back().is_none_or(begins);
    if let Some(sign) = sign.filter(|sign| state.picker.is_none() && begins_word(*sign)) {
        state.picker = Some(Picker { block: now.id, from: sign, at: 0 });
        return;
    }
    if state.picker.is_some_and(|picker| picker.is_left(now, caret)) {
        state.picker = None;
    } else if let Some(picker) = &mut state.picker {
        picker.at = 0;
    }
}
