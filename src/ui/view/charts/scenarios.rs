//! The scenarios view: a model, its scenario, and four pages about it: the forecast, the formulas, all scenarios side by side,
//! and a look back at targets and kept runs.

use egui::{Frame, Margin, Role, TextEdit, Ui};

use super::{forecast_page, lookback_page, matrix_page, model_page, scenario_tabs, scenarios_header};
use crate::notebook::Model;
use crate::ui::theme;
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
    view.scenarios.begin_with(model.id);
    let computed = view.scenarios.forecasts.get(workspace, model, scenario);
    let on = On { workspace, model, scenario };
    if view.scenarios.page == Page::Forecast {
        // Header, tabs and page touch each other.
        ui.spacing_mut().item_spacing.y = 0.0;
    }
    scenarios_header::show(ui, on, &computed, &mut view.scenarios, actions);
    if view.scenarios.page == Page::Forecast {
        scenario_tabs::name_the_new_one(ui, &mut view.scenarios);
        ids::part(ui, ("model", model.id, "scenarios"), |ui| scenario_tabs::show(ui, on, &mut view.scenarios, actions));
        return forecast_page::show(ui, on, &computed, view, actions);
    }
    let area = super::scroll_area("scenarios", view);
    let shown = area.show_focused(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 20, right: 20, top: 12, bottom: 32 }).show(ui, |ui| {
            // Content that is too wide must not widen what follows.
            ui.set_max_width(ui.available_width());
            match view.scenarios.page {
                Page::Forecast => {}
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
