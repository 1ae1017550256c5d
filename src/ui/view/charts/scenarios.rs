//! The scenarios view: a model, its scenario, and four pages about it: the forecast, the formulas, all scenarios side by side,
//! and a look back at targets and kept runs.

use egui::{Button, Frame, Margin, Role, TextEdit, Ui, vec2};

use super::{forecast_page, lookback_page, matrix_page, model_page, scenarios_header};
use crate::notebook::{Model, Scenario, ScenarioId};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::view::charts::on::On;
use crate::ui::view::command::Command;
use crate::ui::view::state::View;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{ScenariosPage as Page, Workspace};

pub(in crate::ui) fn view(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let Some(model) = workspace.selection.model.and_then(|id| workspace.notebook().models.get(id)) else {
        let found = view.scenarios.looked_back(ui.ctx(), workspace);
        let shown = super::scroll_area("scenarios", view).show_focused(ui, |ui| {
            nothing(ui, actions);
            ui.add_space(theme::GAP_LARGE);
            Frame::new()
                .inner_margin(Margin::symmetric(24, 12))
                .show(ui, |ui| lookback_page::targets(ui, workspace, &found, actions));
        });
        view.charts_scrolled = shown.state.clamped_offset().y;
        return;
    };
    let scenario = workspace
        .selection
        .scenario
        .and_then(|id| workspace.notebook().scenarios.get(id))
        .filter(|scenario| scenario.model == model.id);
    let computed = view.scenarios.forecasts.get(workspace, model, scenario);
    let on = On { workspace, model, scenario };
    scenarios_header::show(ui, on, &computed, &mut view.scenarios, actions);
    let area = super::scroll_area("scenarios", view);
    let shown = area.show_focused(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 20, right: 20, top: 12, bottom: 32 }).show(ui, |ui| {
            // Content that is too wide must not widen what follows.
            ui.set_max_width(ui.available_width());
            match view.scenarios.page {
                Page::Forecast => {
                    ids::part(ui, ("model", model.id, "scenarios"), |ui| chooser(ui, workspace, model, scenario, actions));
                    ui.add_space(theme::GAP);
                    forecast_page::show(ui, on, &computed, &mut view.scenarios, actions);
                }
                Page::Model => {
                    ids::part(ui, ("model", model.id, "head"), |ui| head(ui, model, actions));
                    model_page::show(ui, on, &computed, actions);
                }
                Page::Matrix => matrix_page::show(ui, on, &mut view.scenarios, actions),
                Page::Lookback => {
                    let found = view.scenarios.looked_back(ui.ctx(), workspace);
                    lookback_page::show(ui, on, &computed, &found, actions);
                }
            }
        });
    });
    view.charts_scrolled = shown.state.clamped_offset().y;
}

fn nothing(ui: &mut Ui, actions: &mut Actions) {
    ui.add_space(60.0);
    widgets::empty_place(
        ui,
        "No model yet",
        "From today’s number of stores to a target by a given day: what shape does growth take, and how many cars could the stores sell?",
    );
    ui.vertical_centered(|ui| {
        if widgets::primary_button(ui, "New store-count model").clicked() {
            actions.run(Command::NewModel);
        }
    });
}

/// The name of the model.
fn head(ui: &mut Ui, model: &Model, actions: &mut Actions) {
    let mut title = model.title.clone();
    let field = fields::text(ui, ids::of(("model", model.id, "title")), &mut title, |text| {
        TextEdit::singleline(text).hint_text("Name of the model").desired_width(320.0)
    });
    widgets::named(&field, Role::TextInput, "Name of the model");
    if field.changed() {
        let id = model.id;
        actions.edit(move |workspace| workspace.models().change(id, "name", |model| model.title = title));
    }
    ui.add_space(theme::GAP);
}

fn chooser(ui: &mut Ui, workspace: &Workspace, model: &Model, chosen: Option<&Scenario>, actions: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        widgets::caption(ui, "Scenario");
        let choose = |actions: &mut Actions, id| {
            actions.edit(move |workspace| {
                workspace.selection.scenario = id;
                Ok(())
            });
        };
        if ui.add(Button::selectable(chosen.is_none(), "As assumed")).clicked() {
            choose(actions, None);
        }
        for scenario in workspace.notebook().scenarios_of(model.id) {
            let is_chosen = chosen.is_some_and(|chosen| chosen.id == scenario.id);
            let choice = |ui: &mut Ui| widgets::choice(ui, is_chosen, &scenario.name);
            if ids::part(ui, ("choose scenario", scenario.id), choice).clicked() {
                choose(actions, Some(scenario.id));
            }
        }
        let (model, copy_of) = (model.id, chosen.map(|scenario| scenario.id));
        let name = if copy_of.is_some() { "Duplicate" } else { "New scenario" };
        if widgets::button_with_icon(ui, icons::ADD, name).clicked() {
            let name = format!("Scenario {}", workspace.notebook().scenarios_of(model).count() + 1);
            let ctx = ui.ctx().clone();
            actions.edit(move |workspace| {
                // The name field gets the focus, for the user to name the scenario.
                if let Some(made) = workspace.scenarios().add(model, &name, copy_of) {
                    widgets::send_focus(&ctx, scenario_field(made, "name"));
                }
                Ok(())
            });
        }
    });
    match chosen {
        Some(scenario) => about(ui, scenario, actions),
        None => drop(widgets::muted(
            ui,
            "You are editing the assumptions themselves. Their values apply in every scenario that does not override them.",
        )),
    }
}

/// Name and reason of the chosen scenario, and a way to delete it.
fn about(ui: &mut Ui, scenario: &Scenario, actions: &mut Actions) {
    ui.horizontal(|ui| {
        let mut name = scenario.name.clone();
        let field = fields::text(ui, scenario_field(scenario.id, "name"), &mut name, |text| {
            TextEdit::singleline(text).desired_width(220.0)
        });
        if widgets::take_focus(&field) {
            widgets::select_all(&field, &name);
        }
        widgets::named(&field, Role::TextInput, "Name of the scenario");
        let mut note = scenario.note.clone();
        let width = (ui.available_width() - 60.0).max(120.0);
        let why = fields::text(ui, scenario_field(scenario.id, "note"), &mut note, |text| {
            TextEdit::singleline(text).hint_text("Why this scenario?").desired_width(width)
        });
        widgets::named(&why, Role::TextInput, "Why this scenario");
        let id = scenario.id;
        if widgets::icon_button(ui, icons::DELETE, "Delete this scenario").clicked() {
            actions.edit(move |workspace| workspace.scenarios().delete(id));
        } else if field.changed() {
            actions.edit(move |workspace| workspace.scenarios().change(id, "name", |scenario| scenario.name = name));
        } else if why.changed() {
            actions.edit(move |workspace| workspace.scenarios().change(id, "note", |scenario| scenario.note = note));
        }
    });
}

/// The id of a field of a scenario.
fn scenario_field(scenario: ScenarioId, field: &'static str) -> egui::Id {
    ids::of(("scenario", scenario, field))
}
