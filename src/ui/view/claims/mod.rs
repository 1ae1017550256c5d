//! The claims sidebar: cards in the order of the text, which follow the position in the reader; the chosen one is open in its place.

mod assertions;
mod card;
mod folds;
mod form;
mod list;
mod relations;
mod rows;
pub(in crate::ui) mod state;
mod suggested;

use egui::{Align, Button, ComboBox, Frame, Layout, Margin, Popup, PopupCloseBehavior, RichText, Role, TextEdit, Ui};

use crate::notebook::{ClaimKind, Status, counted};
use crate::reading::Language;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::{Command, naming_keys};
use crate::ui::view::state::{Tab, View};
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::parts::chip;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{ClaimFilter, Query, Workspace};
use rows::Rows;

pub(in crate::ui) use card::{commands, keep_remark};
pub(in crate::ui) use state::field_id;

pub(in crate::ui) fn panel(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    if let (Tab::Claims, Some(claim)) = (view.tab, workspace.look().chosen_claim()) {
        form::alone(ui, workspace, claim, view, actions);
        return;
    }
    let rows = Rows::of(workspace, view);
    Frame::new().inner_margin(Margin { left: 12, right: 8, top: 8, bottom: 6 }).show(ui, |ui| {
        let claims = &rows.claims;
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
        filter(ui, workspace, view);
        suggestions_line(ui, workspace, view, actions);
    });
    if rows.is_empty() {
        nothing(ui, workspace, view, actions);
    } else {
        list::show(ui, workspace, &rows, view, actions);
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

/// One filter for claims and suggestions: a field for words and conditions, and a menu for those who do not type them.
fn filter(ui: &mut Ui, workspace: &Workspace, view: &mut View) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let has_lamp = view.tab == Tab::Read && workspace.look().suggestions().is_some_and(|all| !all.is_empty());
        let width = (ui.available_width() - 34.0 - if has_lamp { 62.0 } else { 0.0 }).max(80.0);
        let height = ui.spacing().interact_size.y;
        let field = fields::text_in(ui, ids::of("claims filter"), [width, height], &mut view.filter.text, |text| {
            TextEdit::singleline(text).hint_text("Words, or kind: tag: value>")
        });
        widgets::named(&field, Role::TextInput, "Filter claims by words");
        more_filters(ui, workspace, &mut view.filter);
        if has_lamp {
            lamp(ui, workspace, view);
        }
    });
    chosen_filters(ui, workspace, &mut view.filter);
    let palette = theme::palette(ui.ctx());
    for ignored in Query::parse(&view.filter.text).ignored {
        widgets::warning(ui, palette.warning, RichText::new(ignored.to_string()).size(theme::SMALL));
    }
}

/// Shows whether suggestions stand among the claims, and how many there are.
fn lamp(ui: &mut Ui, workspace: &Workspace, view: &mut View) {
    let count = workspace.look().suggestions().map_or(0, |all| all.len());
    let text = RichText::new(count.to_string()).size(13.0);
    let button = Button::selectable(view.suggestions_open, (icons::LIGHTBULB.rich_text().size(16.0), text));
    let name = if view.suggestions_open { "Hide the suggestions" } else { "Show the suggestions" };
    let response = ui.add(button);
    widgets::named(&response, Role::Button, name);
    let about = "Sentences that seem to make a claim, found by rules on this computer. Nothing becomes a claim until you accept it. \
        N shows the next one, A accepts it, X dismisses it.";
    if response.on_hover_text(format!("{name}. {about}")).clicked() {
        view.suggestions_open = !view.suggestions_open;
    }
}

fn more_filters(ui: &mut Ui, workspace: &Workspace, filter: &mut ClaimFilter) {
    let is_on = filter.kind.is_some() || filter.tag.is_some() || filter.status.is_some();
    let button = ui.add(Button::selectable(is_on, icons::FILTER_LIST.rich_text().size(17.0)));
    widgets::named(&button, Role::Button, "Filter by kind, tag and status");
    let button = button.on_hover_text("Filter by kind, tag and status");
    Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(220.0);
        choice(ui, "Any kind", 220.0, &mut filter.kind, ClaimKind::ALL.iter().map(|&kind| (kind, kind.label().to_owned())));
        let tags = workspace.notebook().tags.iter().map(|tag| (tag.id, workspace.notebook().tag_path(tag.id)));
        choice(ui, "Any tag", 220.0, &mut filter.tag, tags);
        let statuses = Status::ALL.iter().map(|&status| (status, status.label().to_owned()));
        choice(ui, "Any status", 220.0, &mut filter.status, statuses);
        if ui.button("Clear the filter").clicked() {
            filter.clear();
            ui.close();
        }
    });
}

/// What is chosen in the menu, as pills that can be taken away.
fn chosen_filters(ui: &mut Ui, workspace: &Workspace, filter: &mut ClaimFilter) {
    if filter.kind.is_none() && filter.tag.is_none() && filter.status.is_none() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        if let Some(kind) = filter.kind
            && chip(ui, kind.label(), Some("Any kind again"))
        {
            filter.kind = None;
        }
        if let Some(tag) = filter.tag
            && chip(ui, &workspace.notebook().tag_path(tag), Some("Any tag again"))
        {
            filter.tag = None;
        }
        if let Some(status) = filter.status
            && chip(ui, status.label(), Some("Any status again"))
        {
            filter.status = None;
        }
    });
}

/// What is to be said of all suggestions: that targets can be accepted together, and that a language is not read.
fn suggestions_line(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Actions) {
    let Some(suggestions) = workspace.look().suggestions().filter(|all| !all.is_empty()) else { return };
    if view.tab != Tab::Read || !view.suggestions_open {
        return;
    }
    let targets = suggestions.count_of(ClaimKind::Target);
    if targets > 0 {
        let text = RichText::new(format!("Accept {}", counted(targets, "target"))).size(theme::SMALL);
        let button = ui.add(Button::new(text).frame_when_inactive(false));
        if button.on_hover_text(Command::AcceptTargets.entry().tooltip).clicked() {
            actions.run(Command::AcceptTargets);
        }
    }
    if suggestions.language() == Language::Other {
        let few = "This language is not supported: only percentages, amounts of money and dates in figures are recognised.";
        widgets::muted(ui, few);
    }
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
                view.filter.clear();
            }
        });
    } else if workspace.notebook().documents.is_empty() {
        widgets::empty_place(ui, "No claims yet", "Claims come from sources. Add a source first.");
    } else {
        widgets::empty_place(ui, "No claims here yet", &naming_keys("Select words in the text and press {MakeClaim}."));
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
