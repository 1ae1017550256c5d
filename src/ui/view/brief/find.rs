//! Finds words in a brief.

use egui::{Galley, Id, Key, Modifiers, Pos2, RichText, Role, TextEdit, Ui};

use super::desk::Desk;
use super::state::{BriefView, Caret, Pending};
use super::typeset::rects;
use crate::notebook::{BriefBlock, BriefBlockId, TextRange, counted};
use crate::reading::{Pattern, SearchMode};
use crate::ui::theme::{self, icons};
use crate::ui::widgets::keys::pressed;
use crate::ui::widgets::{self, fields, ids};

/// The id of the field with the words.
pub(in crate::ui) fn field() -> Id {
    ids::of("find in the brief")
}

fn matches(text: &str, wanted: &str) -> Vec<TextRange> {
    if wanted.trim().is_empty() {
        return Vec::new();
    }
    Pattern::new(wanted, SearchMode::default()).map(|pattern| pattern.find_all(text)).unwrap_or_default()
}

/// All matches in a brief, in order.
fn all(desk: &Desk<'_>, wanted: &str) -> Vec<(BriefBlockId, TextRange)> {
    let blocks = desk.workspace.notebook().blocks_of(desk.brief);
    blocks.flat_map(|block| matches(&block.text, wanted).into_iter().map(|range| (block.id, range))).collect()
}

/// Shows the bar above the text while something is looked for.
pub(super) fn bar(ui: &mut Ui, desk: &Desk<'_>, state: &mut BriefView) {
    let Some((mut wanted, mut at)) = state.find.clone() else { return };
    let mut found = all(desk, &wanted);
    let mut step = 0_isize;
    let mut closes = false;
    let frame = egui::Frame::new().fill(theme::palette(ui.ctx()).panel).inner_margin(egui::Margin::symmetric(14, 6));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            let id = field();
            let before = wanted.clone();
            let field = fields::text(ui, id, &mut wanted, |text| {
                TextEdit::singleline(text).hint_text("Find in this brief").desired_width(220.0).return_key(None)
            });
            widgets::named(&field, Role::TextInput, "Find in this brief");
            widgets::take_focus(&field);
            if field.has_focus() {
                step += isize::from(pressed(ui.ctx(), Modifiers::NONE, Key::Enter));
                step -= isize::from(pressed(ui.ctx(), Modifiers::SHIFT, Key::Enter));
            }
            // On Escape egui takes the focus before anybody sees the key.
            closes |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
            if wanted != before {
                (at, step) = (0, 0);
                found = all(desk, &wanted);
                state.reveal = found.first().map(|(block, _)| *block);
            }
            let place = if found.is_empty() {
                String::new()
            } else {
                format!("{} of {}", at.min(found.len() - 1) + 1, counted(found.len(), "match"))
            };
            ui.label(RichText::new(place).size(13.0).color(theme::palette(ui.ctx()).muted));
            step -= isize::from(widgets::icon_button(ui, icons::KEYBOARD_ARROW_UP, "Previous match (Shift+Enter)").clicked());
            step += isize::from(widgets::icon_button(ui, icons::KEYBOARD_ARROW_DOWN, "Next match (Enter)").clicked());
            closes |= widgets::icon_button(ui, icons::CLOSE, "Close (Escape)").clicked();
        });
    });
    if step != 0 && !found.is_empty() {
        at = (at as isize + step).rem_euclid(found.len() as isize) as usize;
        state.reveal = Some(found[at].0);
    }
    if closes {
        state.find = None;
        if let Some((block, range)) = found.get(at) {
            state.pending = Some(Pending::Block(*block, Caret::Byte(range.end)));
        }
        return;
    }
    state.find = Some((wanted, at));
}

/// Paints the matches under the text of a block.
pub(super) fn under(ui: &Ui, block: &BriefBlock, galley: &Galley, at: Pos2, state: &BriefView) {
    let Some((wanted, _)) = &state.find else { return };
    let palette = theme::palette(ui.ctx());
    for range in matches(&block.text, wanted) {
        for rect in rects(block, galley, at, range) {
            ui.painter().rect_filled(rect, 2.0, palette.found);
        }
    }
}
