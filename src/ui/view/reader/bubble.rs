//! The small bar at a finished selection, with buttons that make a claim or tag it, and their keys.

use egui::{Area, Button, Frame, Margin, Order, Rect, RichText, Role, Sense, Ui, pos2};

use super::page::Page;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::view::reader::state::ReaderState;
use crate::ui::{theme, widgets};
use crate::workspace::Workspace;

const MAX_TAGS: usize = 9;

pub(super) fn show(ui: &Ui, page: &Page<'_>, state: &ReaderState, actions: &mut Actions) {
    let Some(range) = page.workspace.selection.words() else { return };
    let is_blank = page.document().slice(range).is_none_or(|words| words.len() < 40 && words.trim().is_empty());
    if state.drag.is_some() || is_blank || range.len() == page.document().text.len() {
        return;
    }
    let start = page.caret(range.start);
    // If a selection extends beyond the window, the bar is at the end that is in sight.
    let Some(end) = page.caret_after(range.end).or(start) else { return };
    let window = Rect::from_min_max(pos2(page.window.left() + page.column.left, page.window.top()), page.window.max);
    at(ui, page.workspace, window, (start.unwrap_or(end), end), page.column.width, actions);
}

/// Shows the bar under the end of a selection, or above its start, at most `width` points wide.
pub(super) fn at(ui: &Ui, workspace: &Workspace, visible: Rect, (start, end): (Rect, Rect), width: f32, actions: &mut Actions) {
    let below = end.bottom() + 8.0;
    let above = start.top() - 48.0;
    let y = if below + 44.0 < visible.bottom() { below } else { above };
    if y < visible.top() || y > visible.bottom() - 30.0 {
        return;
    }
    let x = (end.left() - 60.0).clamp(visible.left(), (visible.right() - 200.0).max(visible.left()));
    let area = Area::new(ui.scope_id().with("bubble")).order(Order::Middle);
    let area = area.fixed_pos(pos2(x, y)).constrain_to(visible.shrink(6.0));
    area.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).inner_margin(Margin::symmetric(6, 4)).show(ui, |ui| {
            ui.set_max_width(width);
            ui.horizontal_wrapped(|ui| buttons(ui, workspace, actions));
        });
    });
}

fn buttons(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
    let button =
        Button::new(RichText::new("Make claim").font(theme::strong(13.0))).shortcut_text(RichText::new("C").size(theme::SMALL));
    let response = ui.add(button);
    widgets::named(&response, Role::Button, "Make claim");
    if response.on_hover_text(Command::MakeClaim.entry().tooltip).clicked() {
        actions.run(Command::MakeClaim);
    }
    let palette = theme::palette(ui.ctx());
    for tag in workspace.notebook().tags.iter().filter(|tag| tag.shortcut.is_some()).take(MAX_TAGS) {
        let ink = palette.tag(tag.colour);
        let digit = tag.shortcut.unwrap_or_default();
        let chip = widgets::tag_chip(ui, format!("{digit}  {}", tag.name), ink.fill, ink.line, Sense::click());
        if chip.on_hover_text(format!("Tag as “{}” ({digit})", tag.name)).clicked() {
            actions.push(Action::Tag(tag.id));
        }
    }
}
