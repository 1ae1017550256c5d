//! The text in sight as screen readers get it: one document with the pieces as its paragraphs and headings, and in it the caret
//! and the selection, or the sentence of the chosen claim or suggestion. What they select is selected.
//!
//! Only what is in sight is in the tree: a text may have ten megabytes. Positions are those of rows (AccessKit's text runs), which
//! [`egui::text_selection::accesskit_text`] makes of each piece.

use egui::accesskit::{Action, ActionData, ActionRequest, NodeId, TextPosition, TextSelection as Spoken};
use egui::text::{CCursor, CharIndex};
use egui::{Event, Id, Response, Role, Sense, Ui, UiBuilder};

use super::layout;
use super::page::Page;
use super::scroll::Placed;
use crate::notebook::{BlockKind, TextRange};
use crate::ui::widgets;
use crate::workspace::TextSelection;

/// The longest row that is one text run, in characters; longer ones are cut into parts (egui does so).
const MOST_OF_RUN: usize = 255;

/// Puts the pieces in sight into the document that `response` is, with what is selected in it.
pub(super) fn text(ui: &mut Ui, page: &Page<'_>, response: &Response) {
    // A child of the document's own id: what is in it belongs to the document. One that senses less would take its focus away.
    let builder = UiBuilder::new().scope_id(response.id).max_rect(page.window).sense(Sense::click_and_drag());
    let inside = with_one_id_twice(ui, |ui| ui.new_child(builder));
    widgets::named(response, Role::Document, &format!("Text of {}", page.document().title()));
    for placed in &page.placed {
        piece(&inside, page, placed);
    }
    drop(inside);
    // The child had the extent of what is in it, which is nothing; the document has the whole window.
    with_one_id_twice(ui, |ui| ui.interact(page.window, response.id, Sense::click_and_drag()));
    let selected = selected(ui, page).and_then(|(anchor, head)| {
        Some(Spoken { anchor: position(response.id, page, anchor)?, focus: position(response.id, page, head)? })
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.add_action(Action::SetTextSelection);
        if let Some(selected) = selected {
            node.set_text_selection(selected);
        }
    });
}

/// Does something for which egui would warn in a debug build that two widgets have one id: here they are one.
fn with_one_id_twice<R>(ui: &mut Ui, make: impl FnOnce(&mut Ui) -> R) -> R {
    let warns = ui.ctx().options_mut(|options| std::mem::replace(&mut options.warn_on_id_clash, false));
    let made = make(ui);
    ui.ctx().options_mut(|options| options.warn_on_id_clash = warns);
    made
}

/// Gives screen readers the text of a piece and its rows.
fn piece(ui: &Ui, page: &Page<'_>, placed: &Placed) {
    let here = ui.interact(placed.rect(), id_of(ui.unique_id(), placed), Sense::hover());
    let text = page.layout.text(placed.piece);
    let block = page.document().blocks.get(placed.piece.block).map(|block| &block.kind);
    widgets::named(&here, Role::Label, text);
    if let Some(BlockKind::Heading(level)) = block {
        ui.ctx().accesskit_node_builder(here.id, |node| {
            node.set_role(egui::accesskit::Role::Heading);
            node.set_label(text);
            node.set_level(usize::from(*level));
        });
    }
    let to_screen = egui::emath::TSTransform::from_translation(placed.origin.to_vec2());
    egui::text_selection::accesskit_text::update_accesskit_for_text_widget(ui.ctx(), here.id, None, to_screen, &placed.galley);
    end_paragraph(ui, here.id, placed);
}

/// Adds the line end after the last row of a piece: else the last word of a paragraph and the first of the next would be one.
fn end_paragraph(ui: &Ui, piece: Id, placed: &Placed) {
    let Some((at, row)) = placed.galley.rows.iter().enumerate().next_back() else { return };
    let run = run_id(piece, at, row.char_count_excluding_newline().0.saturating_sub(1) / MOST_OF_RUN);
    ui.ctx().accesskit_node_builder(run, |node| {
        let push =
            |values: Option<&[f32]>, value: f32| values.unwrap_or_default().iter().copied().chain([value]).collect::<Vec<f32>>();
        let end = node.character_positions().and_then(|all| all.last()).copied().unwrap_or_default()
            + node.character_widths().and_then(|all| all.last()).copied().unwrap_or_default();
        let (positions, widths) = (push(node.character_positions(), end), push(node.character_widths(), 0.0));
        let lengths: Vec<u8> = node.character_lengths().iter().copied().chain([1]).collect();
        node.set_value(format!("{}\n", node.value().unwrap_or_default()));
        node.set_character_lengths(lengths);
        node.set_character_positions(positions);
        node.set_character_widths(widths);
    });
}

fn id_of(document: Id, placed: &Placed) -> Id {
    document.with(("piece", placed.piece_index))
}

fn run_id(piece: Id, row: usize, part: usize) -> Id {
    piece.with(row).with(part)
}

/// Where one is in the text, by what changed last: anchor and head of the selection, or the beginning of the sentence of the chosen
/// suggestion or claim.
fn selected(ui: &Ui, page: &Page<'_>) -> Option<(usize, usize)> {
    let selection = &page.workspace.selection;
    let claim = page.workspace.look().chosen_claim();
    let passage = claim.and_then(|claim| claim.passages.iter().find(|passage| passage.document == page.document().id));
    let chosen = selection.suggestion.or(passage.map(|passage| passage.range));
    let words = selection.text.map(|text| (text.anchor, text.head));
    let now = Last { chosen, words, by_choice: false };
    let last = ui.data_mut(|data| {
        let last = data.get_temp_mut_or_default::<Last>(Id::unique("where one is in the text"));
        let by_choice = if last.words != words { false } else { last.by_choice || last.chosen != chosen };
        *last = Last { by_choice, ..now };
        *last
    });
    let begin = chosen.map(|range| (range.start, range.start));
    if last.by_choice { begin.or(words) } else { words.or(begin) }
}

/// What was chosen and selected, and whether what was chosen changed last.
#[derive(Clone, Copy, Default)]
struct Last {
    chosen: Option<TextRange>,
    words: Option<(usize, usize)>,
    by_choice: bool,
}

/// Returns the position of a byte in the tree; the nearest one if it is not in sight.
fn position(document: Id, page: &Page<'_>, byte: usize) -> Option<TextPosition> {
    let after = page.placed.iter().find(|placed| byte <= placed.piece.range.end);
    let placed = after.or(page.placed.last())?;
    let text = page.layout.text(placed.piece);
    let character = CharIndex(layout::char_of_byte(text, placed.piece.inside(byte)));
    let at = placed.galley.layout_from_cursor(CCursor::new(character));
    let column = at.column.0;
    // At the end of a part the position is that end, and not the beginning of the next.
    let part = column.saturating_sub(1) / MOST_OF_RUN;
    let run = run_id(id_of(document, placed), at.row, part);
    Some(TextPosition { node: run.accesskit_id(), character_index: column - part * MOST_OF_RUN })
}

/// Returns the byte of a position in the tree; `None` if it is none of the text.
fn byte_of(document: Id, page: &Page<'_>, wanted: TextPosition) -> Option<usize> {
    for placed in &page.placed {
        let piece = id_of(document, placed);
        let mut before = 0;
        for (at, row) in placed.galley.rows.iter().enumerate() {
            let count = row.char_count_including_newline().0;
            let parts = 0..=count.saturating_sub(1) / MOST_OF_RUN;
            let is_wanted = |part: &usize| -> bool { NodeId::eq(&run_id(piece, at, *part).accesskit_id(), &wanted.node) };
            if let Some(part) = parts.into_iter().find(is_wanted) {
                let text = page.layout.text(placed.piece);
                let index = before + part * MOST_OF_RUN + wanted.character_index;
                return Some(placed.piece.range.start + layout::byte_of_char(text, index));
            }
            before += count;
        }
    }
    None
}

/// Returns what a screen reader asks to select.
pub(super) fn requested(ui: &Ui, page: &Page<'_>, response: &Response) -> Option<TextSelection> {
    let target = response.id.accesskit_id();
    ui.input(|input| {
        input.events.iter().rev().find_map(|event| match event {
            Event::AccessKitActionRequest(ActionRequest {
                action: Action::SetTextSelection,
                target_node,
                data: Some(ActionData::SetTextSelection(wanted)),
                ..
            }) if *target_node == target => Some(TextSelection {
                anchor: byte_of(response.id, page, wanted.anchor)?,
                head: byte_of(response.id, page, wanted.focus)?,
            }),
            _ => None,
        })
    })
}
