//! The bar above the table: the filter, grouping, the choice of columns, and changes to the marked claims.

use std::collections::HashSet;

use egui::{Button, ComboBox, RichText, Role, TextEdit, Ui};

use crate::notebook::{ClaimId, ClaimKind, Confidence, Status, TermKind, visible};
use crate::reading::{contains_folded, fold};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::claims_table::state::TableView;
use crate::ui::view::command::{Command, undo_hint};
use crate::ui::view::state::View;
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{BulkChange, ClaimField, ClaimFilter, ClaimTable, Grouping, Query, Workspace, names};

pub(super) fn show(
    ui: &mut Ui,
    workspace: &Workspace,
    rows: &ClaimTable,
    view: &mut View,
    table: &mut TableView,
    actions: &mut Actions,
) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let hint = "Filter: words, tag:sales, value>1000, due<2027";
        let field = fields::text(ui, filter_field(), &mut view.filter.text, |text| {
            TextEdit::singleline(text).hint_text(hint).desired_width(300.0)
        });
        widgets::named(&field, Role::TextInput, "Filter the table");
        widgets::take_focus(&field);
        chosen_elsewhere(ui, workspace, &mut view.filter);
        grouping(ui, table);
        columns(ui, view);
        let export = ui.add(Button::new((icons::DOWNLOAD.rich_text(), "Export")));
        widgets::named(&export, Role::Button, "Export");
        if export.on_hover_text(Command::Export.with_keys("Hand over what is shown, or what is marked")).clicked() {
            actions.run(Command::Export);
        }
        let total = workspace.notebook().claims.len();
        let claims = if total == 1 { "claim" } else { "claims" };
        let of = if rows.claims == total { String::new() } else { format!(" of {total}") };
        ui.label(RichText::new(format!("{}{of} {claims}", rows.claims)).size(theme::SMALL).color(theme::palette(ui.ctx()).muted));
    });
    for ignored in Query::parse(&view.filter.text).ignored {
        let palette = theme::palette(ui.ctx());
        ui.label(RichText::new(format!("Ignored: {ignored}.")).size(theme::SMALL).color(palette.error));
    }
    if workspace.selection.marked.is_empty() {
        // The line is kept, so that marking the first one moves nothing.
        ui.horizontal(|ui| {
            ui.set_min_height(26.0);
            let text =
                "Mark claims to change many at once. Click a cell of the chosen row to edit it; Tab moves to the next cell.";
            let text = RichText::new(text).size(theme::SMALL).color(theme::palette(ui.ctx()).muted);
            ui.add(egui::Label::new(text).truncate());
        });
    } else {
        marked(ui, workspace, rows, table, actions);
    }
}

/// Returns the id of the filter field.
pub(in crate::ui) fn filter_field() -> egui::Id {
    ids::of("table filter")
}

/// Shows filters that were set in the sidebar or by a tag and also apply to the table; each can be removed.
fn chosen_elsewhere(ui: &mut Ui, workspace: &Workspace, filter: &mut ClaimFilter) {
    type Chosen = (&'static str, Option<String>, fn(&mut ClaimFilter));
    let chosen: [Chosen; 3] = [
        ("Kind", filter.kind.map(|kind| kind.label().to_owned()), |filter| filter.kind = None),
        ("Tag", filter.tag.map(|tag| workspace.notebook().tag_path(tag)), |filter| filter.tag = None),
        ("Status", filter.status.map(|status| status.label().to_owned()), |filter| filter.status = None),
    ];
    for (name, value, forget) in chosen {
        let Some(value) = value else { continue };
        let button = Button::new(RichText::new(format!("{name}: {value}  ×")).size(theme::SMALL)).corner_radius(10);
        let chip = ids::part(ui, ("table filter", name), |ui| ui.add(button));
        widgets::named(&chip, Role::Button, &format!("Show any {}, not only {value}", name.to_lowercase()));
        if chip.on_hover_text("Remove this filter").clicked() {
            forget(filter);
        }
    }
}

fn grouping(ui: &mut Ui, table: &mut TableView) {
    let name = |grouping: Grouping| Grouping::ALL.iter().find(|(known, _)| *known == grouping).map_or("", |(_, name)| name);
    let shown = name(table.order.grouping);
    let combo = ComboBox::from_id_salt("grouping").selected_text(shown).width(104.0).show_list(ui, |ui| {
        for (grouping, name) in Grouping::ALL {
            ui.selectable_value(&mut table.order.grouping, grouping, name);
        }
    });
    widgets::named(&combo.response, Role::ComboBox, &format!("Rows: {shown}"));
}

fn columns(ui: &mut Ui, view: &mut View) {
    let button = ui.add(Button::new((icons::VIEW_COLUMN.rich_text(), "Columns")));
    widgets::named(&button, Role::Button, "Columns");
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        let hidden = &mut view.settings.hidden_columns;
        for &column in ClaimField::ALL {
            let mut shown = !hidden.iter().any(|name| name == column.row().heading);
            // Without the statement a row would say nothing.
            if ui.add_enabled(column != ClaimField::Statement, egui::Checkbox::new(&mut shown, column.row().heading)).clicked() {
                hidden.retain(|name| name != column.row().heading);
                if !shown {
                    hidden.push(column.row().heading.to_owned());
                }
            }
        }
    });
}

/// Shows the changes that can be made to the marked claims, each as one undo step.
fn marked(ui: &mut Ui, workspace: &Workspace, rows: &ClaimTable, table: &mut TableView, actions: &mut Actions) {
    let notebook = workspace.notebook();
    let count = workspace.selection.marked.len();
    let change = |actions: &mut Actions, change: BulkChange| actions.push(Action::ChangeMarked(change));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let marked = &workspace.selection.marked;
        let shown: HashSet<ClaimId> = rows.rows.iter().filter_map(|row| row.claim()).filter(|id| marked.contains(id)).collect();
        let hidden = if shown.len() < count { format!(", {} of them not shown", count - shown.len()) } else { String::new() };
        ui.label(widgets::strong_text(format!("{count} marked{hidden}")));
        if ui.button("Delete").on_hover_text(undo_hint()).clicked() {
            actions.push(Action::DeleteMarked);
        }
        ui.separator();
        for (name, add) in [("Add tag", true), ("Remove tag", false)] {
            ui.menu_button(name, |ui| {
                for tag in &notebook.tags {
                    if ui.button(notebook.tag_path(tag.id)).clicked() {
                        change(actions, if add { BulkChange::AddTag(tag.id) } else { BulkChange::RemoveTag(tag.id) });
                        ui.close();
                    }
                }
                if notebook.tags.is_empty() {
                    widgets::muted(ui, "There are no tags yet");
                }
            });
        }
        for (field, name) in TYPED {
            typed(ui, workspace, (field, name), &mut table.typed_for_all, actions);
        }
        menu(ui, "Status", Status::ALL, Status::label, |value| change(actions, BulkChange::Status(value)));
        menu(ui, "Kind", ClaimKind::ALL, ClaimKind::label, |value| change(actions, BulkChange::Kind(value)));
        menu(ui, "How sure", Confidence::ALL, Confidence::label, |value| change(actions, BulkChange::Confidence(value)));
        // Beside what takes the marks away, nothing deletes: it stands first, apart from the rest.
        if ui.add(Button::new("Unmark").frame_when_inactive(false)).clicked() {
            actions.push(Action::Mark(workspace.selection.marked.iter().copied().collect(), false));
        }
    });
}

/// The fields that are typed for all marked claims, with the names of their menus.
const TYPED: [(ClaimField, &str); 4] = [
    (ClaimField::Subject, "Subject"),
    (ClaimField::Measure, "Measure"),
    (ClaimField::Period, "Period"),
    (ClaimField::Attribution, "Voices"),
];

/// A menu with a field for all marked claims, and the names that are in use.
fn typed(
    ui: &mut Ui,
    workspace: &Workspace,
    (field, name): (ClaimField, &'static str),
    text: &mut String,
    actions: &mut Actions,
) {
    const MOST: usize = 10;
    ui.menu_button(name, |ui| {
        ui.set_min_width(240.0);
        let typed = fields::text(ui, ids::of(("for all marked", name)), text, |text| {
            TextEdit::singleline(text).hint_text(format!("{name}, for all marked claims")).desired_width(220.0)
        });
        widgets::named(&typed, Role::TextInput, &format!("{name}, for all marked claims"));
        let is_entered = typed.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let mut chosen = (is_entered && !text.trim().is_empty()).then(|| text.trim().to_owned());
        let kind = match field {
            ClaimField::Subject => Some(TermKind::Subject),
            ClaimField::Measure => Some(TermKind::Measure),
            ClaimField::Attribution => Some(TermKind::Voice),
            _ => None,
        };
        let words = fold(text.trim());
        let known = kind.map(|kind| names(workspace.notebook(), kind)).unwrap_or_default();
        for row in known.iter().filter(|row| words.is_empty() || contains_folded(&row.name, &words)).take(MOST) {
            if ui.add(Button::selectable(false, visible(&row.name))).clicked() {
                chosen = Some(row.name.clone());
            }
        }
        if let Some(value) = chosen {
            actions.push(Action::ChangeMarked(BulkChange::Typed(field, value)));
            text.clear();
            ui.close();
        }
    });
}

fn menu<T: Copy + PartialEq>(ui: &mut Ui, name: &str, all: &[T], label: fn(T) -> &'static str, mut chosen: impl FnMut(T)) {
    ui.menu_button(name, |ui| {
        for &option in all {
            if ui.add(Button::selectable(false, label(option))).clicked() {
                chosen(option);
                ui.close();
            }
        }
    });
}
