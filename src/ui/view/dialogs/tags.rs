//! The dialog for tags: their names, colours, digits and parents.

use egui::{RichText, ScrollArea, Ui, vec2};

use super::parts::{close_button, heading};
use crate::notebook::Tag;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::view::tag_fields;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};
use crate::workspace::Workspace;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, new_name: &mut String, actions: &mut Actions) {
    widgets::dialog_width(ui, 640.0);
    heading(ui, "Tags");
    let tags = &workspace.notebook().tags;
    if tags.is_empty() {
        widgets::muted(ui, "No tags yet. If a tag has a digit, pressing that digit tags the selected words.");
    }
    let height = (ui.ctx().content_rect().height() - 260.0).clamp(80.0, 420.0);
    ScrollArea::vertical().max_height(height).show_focused(ui, |ui| {
        egui::Grid::new("tags").num_columns(6).spacing(vec2(10.0, 6.0)).show(ui, |ui| {
            if !tags.is_empty() {
                for name in ["Colour", "Name", "Digit", "Under", "Claims"] {
                    widgets::caption(ui, name);
                }
                ui.end_row();
            }
            for tag in tags {
                row(ui, workspace, tag, actions);
                ui.end_row();
            }
        });
    });
    ui.add_space(theme::GAP);
    ids::part(ui, "new tag", |ui| tag_fields::new_tag(ui, workspace, new_name, true, actions));
    close_button(ui, actions);
}

fn row(ui: &mut Ui, workspace: &Workspace, tag: &Tag, actions: &mut Actions) {
    tag_fields::colour(ui, tag, actions);
    ids::part(ui, ("row of tag", tag.id), |ui| ui.vertical(|ui| tag_fields::name(ui, workspace, tag, 200.0, actions)));
    tag_fields::digit(ui, tag, actions);
    tag_fields::parent(ui, workspace, tag, actions);
    let uses = workspace.index().tag_uses(tag.id);
    ui.label(RichText::new(uses.to_string()).color(theme::palette(ui.ctx()).muted));
    let id = tag.id;
    if widgets::icon_button(ui, icons::DELETE, &format!("Delete tag {}; its claims stay", tag.name)).clicked() {
        actions.edit(move |workspace| workspace.tags().delete(id));
    }
}
