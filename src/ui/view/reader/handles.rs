//! The handles at both ends of the chosen passage: dragged to words (with Alt to letters, after a double press to sentences), moved by
//! keys while they have the focus.

use egui::{CursorIcon, EventFilter, Id, Key, Modifiers, Pos2, Rect, Role, Sense, Ui, pos2, vec2};

use super::highlights;
use super::page::Page;
use super::pointer::in_block;
use crate::notebook::{ClaimId, TextRange};
use crate::reading::{next_word, previous_word, sentence_at, word_at};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::reader::state::{Moving, ReaderState, Snap};
use crate::ui::widgets::{self, ids};

/// One end of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::ui) enum End {
    /// Where it starts.
    Start,
    /// Where it ends.
    Last,
}

/// The time within which a second press is a double one, in seconds.
const DOUBLE: f64 = 0.4;
/// The width in which a handle can be grabbed, in points.
const GRIP: f32 = 14.0;
/// The radius of its dot, in points.
const DOT: f32 = 4.5;

/// The id of a handle of a claim's passage.
pub(in crate::ui) fn handle_id(claim: ClaimId, passage: usize, end: End) -> Id {
    ids::of(("handle", claim, passage, end))
}

/// Whether a handle has the focus: the keys that move it are no commands then.
pub(in crate::ui) fn has_focus(ctx: &egui::Context, claim: &crate::notebook::Claim) -> bool {
    let focused = ctx.memory(|memory| memory.focused());
    (0..claim.passages.len()).any(|at| [End::Start, End::Last].iter().any(|&end| focused == Some(handle_id(claim.id, at, end))))
}

pub(super) fn show(ui: &Ui, page: &Page<'_>, state: &mut ReaderState, actions: &mut Actions) {
    let Some(claim) = page.workspace.look().chosen_claim() else {
        state.moving = None;
        return;
    };
    let is_writable = !page.workspace.file().is_read_only();
    state.wait_for_handle(ui.ctx());
    let here = claim.passages.iter().enumerate().filter(|(_, passage)| passage.document == page.document().id);
    for (at, passage) in here.filter(|_| is_writable) {
        let moving = state.moving.filter(|moving| moving.claim == claim.id && moving.passage == at);
        let range = moving.map_or(passage.range, |moving| moving.range);
        if moving.is_some() {
            preview(ui, page, range);
        }
        for end in [End::Start, End::Last] {
            handle(ui, page, Handle { claim: claim.id, passage: at, end, range }, state, actions);
        }
    }
    if !ui.input(|input| input.pointer.primary_down()) {
        state.moving = None;
    }
}

/// Shows the words that the passage would have.
fn preview(ui: &Ui, page: &Page<'_>, range: TextRange) {
    let colour = page.layout.palette.selected.gamma_multiply(0.55);
    for placed in &page.placed {
        for rect in highlights::rects(&page.layout, placed, range).unwrap_or_default() {
            ui.painter().rect_filled(rect, 0.0, colour);
        }
    }
}

/// A handle: an end of a passage of a claim, and the range that the passage has now.
#[derive(Debug, Clone, Copy)]
struct Handle {
    claim: ClaimId,
    passage: usize,
    end: End,
    range: TextRange,
}

fn handle(ui: &Ui, page: &Page<'_>, own: Handle, state: &mut ReaderState, actions: &mut Actions) {
    let Handle { claim, passage, end, range } = own;
    let caret = match end {
        End::Start => page.caret(range.start),
        End::Last => page.caret_after(range.end),
    };
    let Some(caret) = caret.filter(|caret| page.window.expand(8.0).contains(caret.center())) else { return };
    let dot = match end {
        End::Start => pos2(caret.left(), caret.top() + 1.0),
        End::Last => pos2(caret.left(), caret.bottom()),
    };
    let grip =
        Rect::from_center_size(caret.center(), vec2(GRIP, caret.height())).union(Rect::from_center_size(dot, vec2(GRIP, GRIP)));
    let response = ui.interact(grip, handle_id(claim, passage, end), Sense::click_and_drag());
    state.give_keys(&response);
    let name = if end == End::Start { "Start of the passage" } else { "End of the passage" };
    widgets::named(&response, Role::Slider, name);
    let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
    let palette = page.layout.palette;
    let ink = page.highlights.iter().find(|highlight| highlight.chosen).map_or(palette.accent, |highlight| highlight.ink.line);
    let is_strong = response.hovered() || response.has_focus() || response.dragged();
    let line = Rect::from_min_max(pos2(caret.left() - 1.0, caret.top() + 2.0), pos2(caret.left() + 1.0, caret.bottom() - 1.0));
    ui.painter().rect_filled(line, 0.0, ink);
    ui.painter().circle(dot, DOT + if is_strong { 1.5 } else { 0.0 }, ink, egui::Stroke::new(1.5, palette.page));
    if response.has_focus() {
        ui.painter().circle_stroke(dot, DOT + 4.0, egui::Stroke::new(2.0, palette.accent));
        by_keys(ui, page, own, state, actions);
    }
    by_pointer(ui, page, own, &response, state, actions);
    let moves = "Drag to other words, with Alt to letters, after a double press to sentences. Arrow keys move it by words, with Shift \
        by letters";
    if state.moving.is_none() {
        response.on_hover_text(moves);
    }
}

fn by_pointer(ui: &Ui, page: &Page<'_>, own: Handle, response: &egui::Response, state: &mut ReaderState, actions: &mut Actions) {
    let Handle { claim, passage, end, range } = own;
    let now = ui.input(|input| input.time);
    let pressed = response.is_pointer_button_down_on() && ui.input(|input| input.pointer.primary_pressed());
    if pressed {
        let is_second = state.pressed_handle.is_some_and(|(id, at)| id == response.id && now - at < DOUBLE);
        state.pressed_handle = Some((response.id, now));
        let snap = if is_second { Snap::Sentence } else { Snap::Word };
        state.moving = Some(Moving { claim, passage, range, snap });
        response.request_focus();
    }
    let Some(moving) = state.moving.as_mut().filter(|moving| moving.claim == claim && moving.passage == passage) else { return };
    if response.dragged()
        && let Some(pointer) = ui.input(|input| input.pointer.interact_pos())
    {
        let snap = if ui.input(|input| input.modifiers.alt) { Snap::Letter } else { moving.snap };
        moving.range = moved(page, range, end, at_pointer(page, pointer, end, snap));
        super::pointer::auto_scroll(ui, page, pointer, &mut state.scroll);
    }
    if response.drag_stopped() {
        let moving = state.moving.take();
        // A drag that Escape ends leaves the passage as it was.
        if let Some(moving) = moving.filter(|_| ui.input(|input| input.pointer.primary_released())) {
            actions.push(Action::MovePassage { claim, passage, range: moving.range });
        }
    }
}

/// The byte at which a boundary stands that is dragged here.
fn at_pointer(page: &Page<'_>, pointer: Pos2, end: End, snap: Snap) -> usize {
    let byte = page.byte_at(pointer);
    let around = match snap {
        Snap::Letter => return byte,
        Snap::Word => in_block(page, byte, word_at),
        Snap::Sentence => in_block(page, byte, sentence_at),
    };
    let Some(around) = around else { return byte };
    let words = page.document().slice(around).unwrap_or_default();
    match end {
        // Between two words the nearer one counts.
        End::Start if words.trim().is_empty() => around.end,
        End::Last if words.trim().is_empty() => around.start,
        End::Start => around.start + (words.len() - words.trim_start().len()),
        End::Last => around.start + words.trim_end().len(),
    }
}

/// A passage with one end elsewhere; at least a letter of it stays.
fn moved(page: &Page<'_>, range: TextRange, end: End, byte: usize) -> TextRange {
    let text = &page.document().text;
    match end {
        End::Start => {
            let last = text[..range.end].char_indices().next_back().map_or(range.start, |(at, _)| at);
            TextRange { start: byte.min(last), ..range }
        }
        End::Last => {
            let first = range.start + text[range.start..].chars().next().map_or(0, char::len_utf8);
            TextRange { end: byte.max(first).min(text.len()), ..range }
        }
    }
}

/// Moves the handle with the focus: arrows (also with Alt) by words, with Shift by letters.
fn by_keys(ui: &Ui, page: &Page<'_>, own: Handle, state: &mut ReaderState, actions: &mut Actions) {
    let Handle { claim, passage, end, range } = own;
    let id = handle_id(claim, passage, end);
    let ours = EventFilter { horizontal_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, ours));
    let taken = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let pressed = |modifiers: Modifiers| {
        let both = [modifiers, modifiers.plus(Modifiers::ALT)];
        let right = both.iter().any(|&modifiers| taken(modifiers, Key::ArrowRight));
        let left = both.iter().any(|&modifiers| taken(modifiers, Key::ArrowLeft));
        (right || left).then_some(right)
    };
    let by_letter = pressed(Modifiers::SHIFT);
    let by_word = if by_letter.is_none() { pressed(Modifiers::NONE) } else { None };
    let text = &page.document().text;
    let from = if end == End::Start { range.start } else { range.end };
    let byte = match (by_letter, by_word) {
        (Some(true), _) => from + text[from..].chars().next().map_or(0, char::len_utf8),
        (Some(false), _) => from - text[..from].chars().next_back().map_or(0, char::len_utf8),
        (None, Some(forward)) => by_words(page, from, end, forward),
        (None, None) => return,
    };
    let range = moved(page, range, end, byte);
    state.keep_in_sight = Some(if end == End::Start { range.start } else { range.end });
    actions.push(Action::MovePassage { claim, passage, range });
}

/// The boundary one word on, or back: a start stands before a word, an end behind one.
fn by_words(page: &Page<'_>, from: usize, end: End, forward: bool) -> usize {
    /// As far as a word is looked for, in bytes.
    const REACH: usize = 2_000;
    let text = &page.document().text;
    let low = text.floor_char_boundary(from.saturating_sub(REACH));
    let high = text.ceil_char_boundary((from + REACH).min(text.len()));
    // Marks between words are no words: “. Norrland” is left behind at once.
    let is_word = |part: &str| part.contains(char::is_alphanumeric);
    let back = |from: usize| {
        let mut at = from;
        while at > low {
            let start = low + previous_word(&text[low..at], at - low);
            if is_word(&text[start..at]) || start == at {
                return start;
            }
            at = start;
        }
        at
    };
    let on = |from: usize| {
        let mut at = from;
        while at < high {
            let end = at + next_word(&text[at..high], 0);
            if is_word(&text[at..end]) || end == at {
                return end;
            }
            at = end;
        }
        at
    };
    let is_at_word = |part: Option<char>| part.is_some_and(char::is_alphanumeric);
    match (end, forward) {
        (End::Start, false) => back(from),
        (End::Last, true) => on(from),
        // To the start of the next word: past this one, and what is between.
        (End::Start, true) => {
            let past = if is_at_word(text[from..].chars().next()) { on(from) } else { from };
            back(on(past).max(past))
        }
        (End::Last, false) => {
            let past = if is_at_word(text[..from].chars().next_back()) { back(from) } else { from };
            on(back(past).min(past))
        }
    }
}
