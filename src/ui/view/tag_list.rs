//! The tags in the left panel: a tree with counts and digits. A click lists the claims of a tag, Ctrl with a click gives it, dragging puts
//! it under another one or, with Alt, merges them.

use egui::{Align2, Button, Margin, Modifiers, RichText, ScrollArea, Sense, Ui, pos2, vec2};

use crate::notebook::{Tag, TagId, counted};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::{Command, naming_keys};
use crate::ui::view::dialogs::Dialog;
use crate::ui::view::state::View;
use crate::ui::view::tag_fields;
use crate::ui::view::vocabulary::{dropped, tree};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};
use crate::workspace::Workspace;

const ROW: f32 = 30.0;
const INDENT: f32 = 14.0;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let rows = tree(workspace);
    if rows.is_empty() {
        let text = "Select words and press {PickTag}, then the name of a tag.";
        widgets::empty_place(ui, "No tags yet", &naming_keys(text));
    }
    let chosen = view.filter.tag;
    if let Some(tag) = chosen.and_then(|id| workspace.notebook().tags.get(id)) {
        egui::Frame::new().inner_margin(Margin::symmetric(14, 2)).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                widgets::caption(ui, &format!("Claims with “{}” are listed", tag.name));
                if ui.add(Button::new(RichText::new("All again").size(theme::SMALL)).frame_when_inactive(false)).clicked() {
                    view.filter.tag = None;
                }
            });
        });
    }
    let foot = 40.0;
    let area = ScrollArea::vertical().id_salt("tag list").auto_shrink(false).max_height((ui.available_height() - foot).max(0.0));
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows_focused(ui, ROW, rows.len(), |ui, range| {
        for row in &rows[range] {
            one(ui, workspace, *row, view, actions);
        }
    });
    egui::Frame::new().inner_margin(Margin::symmetric(12, 6)).show(ui, |ui| {
        if ui
            .add(Button::new("Edit tags…").frame_when_inactive(false))
            .on_hover_text(Command::ManageTags.entry().tooltip)
            .clicked()
        {
            actions.run(Command::ManageTags);
        }
    });
}

fn one(ui: &mut Ui, workspace: &Workspace, (tag, depth, claims): (&Tag, usize, usize), view: &mut View, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let response = ui.interact(rect, ids::of(("tag beside the text", tag.id)), Sense::click_and_drag());
    let item = rect.shrink2(vec2(6.0, 1.0));
    let name = format!("{}, {}", tag.name, counted(claims, "claim"));
    widgets::list_item(ui, item, &response, view.filter.tag == Some(tag.id), &name);
    response.dnd_set_drag_payload(tag.id);
    let left = rect.left() + 14.0 + INDENT * depth as f32;
    let middle = rect.center().y;
    ui.painter().circle_filled(pos2(left + 5.0, middle), 4.5, palette.tag(tag.colour).line);
    let right = rect.right() - 16.0;
    let side = |x: f32, words: &str| {
        ui.painter().text(pos2(x, middle), Align2::RIGHT_CENTER, words, theme::plain(theme::SMALL), palette.muted);
    };
    side(right, &claims.to_string());
    if let Some(digit) = tag.shortcut {
        side(right - 34.0, &format!("[{digit}]"));
    }
    let room = right - 64.0 - left - 16.0;
    let galley = widgets::wrapped(ui, &tag.name, theme::plain(theme::BODY), palette.text, room, 1);
    ui.painter().galley(pos2(left + 16.0, middle - galley.size().y / 2.0), galley, palette.text);
    if response.clicked() {
        clicked(ui, tag.id, view, actions);
    }
    if response.double_clicked() {
        actions.push(Action::ShowTag(tag.id));
    }
    response.context_menu(|ui| commands(ui, workspace, tag, view, actions));
    let mut chosen = None;
    dropped(ui, (&response, item), workspace.notebook(), tag, &mut chosen, actions);
    let about = "Click lists its claims, Ctrl+click gives it, drag puts it under another, with Alt merges them";
    let about = if tag.note.trim().is_empty() { about.to_owned() } else { format!("{}\n\n{about}", tag.note.trim()) };
    if !response.dragged() {
        response.on_hover_text(about);
    }
}

fn clicked(ui: &Ui, tag: TagId, view: &mut View, actions: &mut Actions) {
    if ui.input(|input| input.modifiers.matches_logically(Modifiers::COMMAND)) {
        actions.push(Action::Tag(tag));
        return;
    }
    view.filter.tag = if view.filter.tag == Some(tag) { None } else { Some(tag) };
}

fn commands(ui: &mut Ui, workspace: &Workspace, tag: &Tag, view: &mut View, actions: &mut Actions) {
    let id = tag.id;
    ui.horizontal(|ui| {
        tag_fields::colour(ui, tag, actions);
        tag_fields::digit(ui, tag, actions);
        widgets::caption(ui, "colour and digit");
    });
    ui.separator();
    let mut item = |text: &str| widgets::menu_row(ui, text);
    if item("Show its claims as a table") {
        actions.push(Action::ShowTag(id));
    }
    if item("Rename, merge, describe…") {
        view.show_dialog(Dialog::Tags { new_name: String::new() });
    }
    if tag.parent.is_some() && item("Put at the top") {
        actions.edit(move |workspace| workspace.tags().change(id, "place", |tag| tag.parent = None));
    }
    if item("Delete") {
        let uses = workspace.index().tag_uses(id);
        actions.edit(move |workspace| workspace.tags().delete(id));
        actions.push(Action::Say(format!("Tag deleted; {} lose it. Undo brings it back", counted(uses, "claim"))));
    }
}
