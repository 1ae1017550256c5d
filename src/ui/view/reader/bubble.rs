//! The small bar at a finished selection, with buttons that make a claim or tag it, and their keys.

use egui::{Align2, Area, Button, Frame, Margin, Order, Rect, RichText, Role, Sense, Ui, pos2};

use super::page::Page;
use crate::notebook::Tag;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::view::reader::state::ReaderState;
use crate::ui::{theme, widgets};
use crate::workspace::Workspace;

const MAX_TAGS: usize = 4;

pub(super) fn show(ui: &Ui, page: &Page<'_>, state: &mut ReaderState, actions: &mut Actions) {
    state.selection_end = None;
    let Some(range) = page.workspace.selection.words() else { return };
    let is_blank = page.document().slice(range).is_none_or(|words| words.len() < 40 && words.trim().is_empty());
    if state.drag.is_some() || is_blank || range.len() == page.document().text.len() {
        return;
    }
    let start = page.caret(range.start);
    // If a selection extends beyond the window, the bar is at the end that is in sight.
    let Some(end) = page.caret_after(range.end).or(start) else { return };
    state.selection_end = Some(end.left_bottom()).filter(|end| page.window.contains(*end));
    let window = Rect::from_min_max(pos2(page.window.left() + page.column.left, page.window.top()), page.window.max);
    at(ui, page.workspace, window, (start.unwrap_or(end), end), page.column.width, actions);
}

/// The height of the bar with the space around it, in points.
const ROOM: f32 = 56.0;

/// Shows the bar at the lower edge of the text, so that it covers nothing that is read around a selection; at the upper edge if the
/// selection ends at the lower one. It is at most `width` points wide.
pub(super) fn at(ui: &Ui, workspace: &Workspace, visible: Rect, (start, end): (Rect, Rect), width: f32, actions: &mut Actions) {
    if end.bottom() < visible.top() || start.top() > visible.bottom() {
        return;
    }
    let below = end.bottom() + ROOM < visible.bottom() || start.top() - ROOM < visible.top();
    let (y, pivot) =
        if below { (visible.bottom() - 8.0, Align2::CENTER_BOTTOM) } else { (visible.top() + 8.0, Align2::CENTER_TOP) };
    let x = visible.left() + width / 2.0;
    let area = Area::new(ui.scope_id().with("bubble")).order(Order::Middle).pivot(pivot);
    let area = area.fixed_pos(pos2(x.min(visible.center().x), y)).constrain_to(visible.shrink(6.0));
    area.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).inner_margin(Margin::symmetric(6, 4)).show(ui, |ui| {
            ui.set_max_width(width.max(visible.width() - 24.0));
            ui.horizontal(|ui| buttons(ui, workspace, actions));
        });
    });
}

fn buttons(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
    let mut command = |ui: &mut Ui, command: Command, text: &str, strong: bool| {
        let entry = command.entry();
        let font = if strong { theme::strong(13.0) } else { theme::plain(13.0) };
        let button = Button::new(RichText::new(text).font(font)).shortcut_text(RichText::new(entry.keys()).size(theme::SMALL));
        let response = ui.add(button);
        widgets::named(&response, Role::Button, text);
        if response.on_hover_text(entry.tooltip).clicked() {
            actions.run(command);
        }
    };
    command(ui, Command::MakeClaim, "Make claim", true);
    if workspace.look().chosen_claim().is_some() {
        command(ui, Command::AddPassage, "Add to chosen", false);
    }
    command(ui, Command::PickTag, "Tag…", false);
    let palette = theme::palette(ui.ctx());
    for tag in tags(workspace) {
        let ink = palette.tag(tag.colour);
        let digit = tag.shortcut.map(|digit| format!("{digit}  ")).unwrap_or_default();
        let chip = widgets::tag_chip(ui, format!("{digit}{}", tag.name), ink.fill, ink.line, Sense::click());
        let keys = tag.shortcut.map(|digit| format!(" ({digit})")).unwrap_or_default();
        if chip.on_hover_text(format!("Tag as “{}”{keys}", tag.name)).clicked() {
            actions.push(Action::Tag(tag.id));
        }
        // What has no room is in the list behind “Tag…”.
        if ui.available_width() < 110.0 {
            break;
        }
    }
}

/// The tags that are offered at once: those given last, then those with a digit.
fn tags(workspace: &Workspace) -> Vec<&Tag> {
    let notebook = workspace.notebook();
    let recent = workspace.look().recent_tags();
    let mut tags: Vec<&Tag> = recent.iter().filter_map(|&id| notebook.tags.get(id)).collect();
    let mut digits: Vec<&Tag> = notebook.tags.iter().filter(|tag| tag.shortcut.is_some() && !recent.contains(&tag.id)).collect();
    digits.sort_by_key(|tag| tag.shortcut);
    tags.extend(digits);
    tags.truncate(MAX_TAGS);
    tags
}
