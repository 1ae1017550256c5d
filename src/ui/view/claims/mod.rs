//! The claims sidebar: a list that follows the position in the reader, and the form of the chosen claim.

mod assertions;
mod form;
mod list;
mod relations;
pub(in crate::ui) mod state;
mod suggested;

use egui::{Align, Button, ComboBox, Frame, Layout, Margin, Panel, Role, TextEdit, Ui};

use crate::notebook::{ClaimKind, Status};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::view::state::{Tab, View};
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{ClaimFilter, Workspace};

pub(in crate::ui) use form::field_id;

pub(in crate::ui) fn panel(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    if let (Tab::Claims, Some(claim)) = (view.tab, workspace.look().chosen_claim()) {
        form::show(ui, workspace, claim, view, actions);
        return;
    }
    let claims = workspace.look().listed(&view.filter);
    if let Some(claim) = workspace.look().chosen_claim() {
        let height = ui.available_height();
        let frame = Frame::new().fill(theme::palette(ui.ctx()).page);
        let panel =
            Panel::bottom("claim form").frame(frame).default_size(height * 0.58).size_range(140.0..=(height - 120.0).max(141.0));
        panel.show(ui, |ui| form::show(ui, workspace, claim, view, actions));
    }
    Frame::new().inner_margin(Margin { left: 12, right: 8, top: 8, bottom: 6 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(widgets::strong_text("Claims"));
            widgets::muted(ui, claims.len(workspace).to_string());
            if !claims.is_empty(workspace) {
                let share = widgets::icon_button(ui, icons::DOWNLOAD, "Export claims");
                if share.on_hover_text(Command::Export.with_keys("Export claims: those that are listed here, or all")).clicked() {
                    actions.run(Command::Export);
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| scope(ui, view));
        });
        filters(ui, workspace, &mut view.filter);
    });
    suggested::section(ui, workspace, view, actions);
    if claims.is_empty(workspace) {
        nothing(ui, workspace, view, actions);
    } else {
        list::show(ui, workspace, &claims, view, actions);
    }
}

fn scope(ui: &mut Ui, view: &mut View) {
    ui.spacing_mut().item_spacing.x = 2.0;
    // From right to left.
    for (all, name) in [(true, "All sources"), (false, "This source")] {
        if ui.add(Button::selectable(view.filter.all_documents == all, name)).clicked() {
            view.filter.all_documents = all;
        }
    }
}

fn filters(ui: &mut Ui, workspace: &Workspace, filter: &mut ClaimFilter) {
    let field = fields::text(ui, ids::of("claims filter"), &mut filter.text, |text| {
        TextEdit::singleline(text).hint_text("Filter by words").desired_width(f32::INFINITY)
    });
    widgets::named(&field, Role::TextInput, "Filter claims by words");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        let width = ((ui.available_width() - 12.0) / 3.0).max(60.0);
        choice(ui, "Any kind", width, &mut filter.kind, ClaimKind::ALL.iter().map(|&kind| (kind, kind.label().to_owned())));
        let tags = workspace.notebook().tags.iter().map(|tag| (tag.id, workspace.notebook().tag_path(tag.id)));
        choice(ui, "Any tag", width, &mut filter.tag, tags);
        choice(
            ui,
            "Any status",
            width,
            &mut filter.status,
            Status::ALL.iter().map(|&status| (status, status.label().to_owned())),
        );
    });
}

/// Shows a menu of values and none; `any` is the name of none.
fn choice<T: PartialEq + Copy>(
    ui: &mut Ui,
    any: &str,
    width: f32,
    value: &mut Option<T>,
    options: impl Iterator<Item = (T, String)>,
) {
    let options: Vec<(T, String)> = options.collect();
    let shown = options.iter().find(|(option, _)| Some(*option) == *value).map_or(any, |(_, name)| name);
    let combo = ComboBox::from_id_salt(any).selected_text(shown.to_owned()).width(width - 20.0).truncate();
    let response = combo.show_list(ui, |ui| {
        ui.selectable_value(value, None, any);
        for (option, name) in &options {
            ui.selectable_value(value, Some(*option), name);
        }
    });
    let shown = options.iter().find(|(option, _)| Some(*option) == *value).map_or(any, |(_, name)| name);
    widgets::named(&response.response, Role::ComboBox, &format!("Filter: {shown}"));
}

fn nothing(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    if !view.filter.is_open() {
        widgets::empty_place(ui, "No matching claims", "");
        ui.vertical_centered(|ui| {
            if ui.button("Clear the filter").clicked() {
                view.filter = ClaimFilter { all_documents: view.filter.all_documents, ..ClaimFilter::default() };
            }
        });
    } else if workspace.notebook().documents.is_empty() {
        widgets::empty_place(ui, "No claims yet", "Claims come from sources. Add a source first.");
    } else {
        widgets::empty_place(ui, "No claims here yet", "Select words in the text and press C.");
        ui.vertical_centered(|ui| {
            if !view.filter.all_documents
                && !workspace.notebook().claims.is_empty()
                && ui.button("Show claims from all sources").clicked()
            {
                view.filter.all_documents = true;
            }
        });
    }
    // A click on the empty area deselects the claim.
    if ui.interact(ui.available_rect_before_wrap(), ui.scope_id().with("ground"), egui::Sense::CLICK).clicked() {
        actions.push(Action::ReleaseClaim);
    }
}
