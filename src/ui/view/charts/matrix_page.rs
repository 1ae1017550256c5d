//! All scenarios side by side: assumptions as rows, scenarios as columns with only their overrides filled in, outputs beneath;
//! and the difference between any two, assumption by assumption.

use egui::{Button, ComboBox, RichText, Role, ScrollArea, TextEdit, Ui, vec2};

use super::assumption_fields::{mark_as_set, read_date};
use super::{figure, forecast_page, outcomes};
use crate::chart::wanted_height;
use crate::forecast::projection::{DriverRows, P10_P90};
use crate::notebook::{Assumption, AssumptionId, AssumptionValue, Growth, Scenario, ScenarioId};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::view::charts::on::On;
use crate::ui::view::charts::state::{Difference, ScenariosView};
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::typed::{self, Takes};
use crate::ui::widgets::{self, ids};
use crate::workspace::{comparison, explained, two_figures, typed_estimate};

pub(super) fn show(ui: &mut Ui, on: On<'_>, view: &mut ScenariosView, actions: &mut Actions) {
    let notebook = on.workspace.notebook();
    let scenarios: Vec<Option<&Scenario>> = std::iter::once(None).chain(notebook.scenarios_of(on.model.id).map(Some)).collect();
    let computed: Vec<_> =
        scenarios.iter().map(|&scenario| (scenario, view.forecasts.get(on.workspace, on.model, scenario))).collect();
    ScrollArea::horizontal().id_salt("matrix").show_focused(ui, |ui| {
        egui::Grid::new("matrix").num_columns(scenarios.len() + 1).striped(true).spacing(vec2(22.0, 7.0)).show(ui, |ui| {
            widgets::caption(ui, "Assumption");
            for scenario in &scenarios {
                column_head(ui, on, *scenario, actions);
            }
            ui.end_row();
            for id in on.model.assumptions() {
                assumption_row(ui, on, id, &scenarios, actions);
                ui.end_row();
            }
            for (index, driver) in on.model.drivers.iter().enumerate() {
                ui.label(widgets::strong_text(driver.headline()));
                for (_, computed) in &computed {
                    ui.label(match computed.as_ref() {
                        Ok(computed) => output(&computed.projection.drivers[index], &driver.unit),
                        Err(error) => RichText::new(error.to_string()).size(13.0).color(theme::palette(ui.ctx()).error),
                    });
                }
                ui.end_row();
            }
        });
    });
    widgets::caption(ui, "Outputs: the median at the end, or of an amount in its last whole period, and P10 to P90.");
    if scenarios.len() < 2 {
        widgets::muted(ui, "Add a scenario on the Forecast page to compare it with the assumptions here.");
        return;
    }
    ui.add_space(theme::GAP_LARGE);
    let driver = outcomes::driver(on.model, view);
    outcomes::choice(ui, on.model, driver, view);
    if let Some(chart) = comparison(on.workspace.notebook(), on.model, &computed, driver) {
        let size = vec2(ui.available_width().min(figure::WIDEST), wanted_height(computed.len()));
        match view.as_table {
            true => figure::show_as_table(ui, "comparison", &chart, size, actions),
            false => drop(figure::show(ui, "comparison", &chart, size, on.workspace, actions)),
        }
        forecast_page::describe(ui, (on, driver), "comparison", &chart, actions, |driver| &mut driver.comparison_alt);
    }
    ui.add_space(theme::GAP_LARGE);
    difference(ui, on, &scenarios, driver, view);
}

fn column_head(ui: &mut Ui, on: On<'_>, scenario: Option<&Scenario>, actions: &mut Actions) {
    ui.horizontal(|ui| {
        let name = scenario.map_or("As assumed", |scenario| scenario.name.as_str());
        let is_chosen = on.workspace.selection.scenario == scenario.map(|scenario| scenario.id);
        let id = scenario.map(|scenario| scenario.id);
        if ui.add(Button::selectable(is_chosen, RichText::new(name).font(theme::strong(13.0)))).clicked() {
            actions.edit(move |workspace| {
                workspace.selection.scenario = id;
                Ok(())
            });
        }
        if let Some(scenario) = scenario
            && widgets::icon_button(ui, icons::CHECK, &format!("Apply “{}” to the assumptions themselves", scenario.name))
                .clicked()
        {
            let id = scenario.id;
            actions.edit(move |workspace| workspace.scenarios().apply(id));
        }
    });
}

fn assumption_row(ui: &mut Ui, on: On<'_>, id: AssumptionId, scenarios: &[Option<&Scenario>], actions: &mut Actions) {
    let Some(assumption) = on.workspace.notebook().assumptions.get(id) else { return };
    // Longer units are not shown: they only repeat the name.
    let unit = if assumption.unit == "%" { " in %" } else { "" };
    ui.label(format!("{}{unit}", assumption.name));
    for scenario in scenarios {
        let of = scenario.map(|scenario| scenario.id);
        ids::part(ui, ("cell", id, of), |ui| cell(ui, assumption, *scenario, actions));
    }
}

/// A value in a scenario, where it can be changed: what the scenario sets has the colour of a set value, the others say what
/// applies.
fn cell(ui: &mut Ui, assumption: &Assumption, scenario: Option<&Scenario>, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let (id, of) = (assumption.id, scenario.map(|scenario| scenario.id));
    let set = scenario.and_then(|scenario| scenario.override_of(id));
    let value = set.unwrap_or(&assumption.value);
    let name = scenario.map_or("As assumed", |scenario| scenario.name.as_str());
    let is_inherited = scenario.is_some() && set.is_none();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        if set.is_some() {
            mark_as_set(ui);
        }
        if is_inherited {
            ui.visuals_mut().override_text_color = Some(palette.muted);
        }
        let change = |value: AssumptionValue, actions: &mut Actions| {
            actions.edit(move |workspace| {
                // Each cell is a step of its own, whichever was changed just before.
                workspace.end_burst();
                workspace.scenarios().set_value(of, id, Some(value))?;
                workspace.end_burst();
                Ok(())
            });
        };
        let field = typed::Field {
            id: ids::of(("value in", id, of)),
            name: &format!("{}, {name}", assumption.name),
            shown: &value.in_words(),
            takes: Takes::WhenLeft,
            width: 176.0,
        };
        match value {
            AssumptionValue::Number(before) => {
                let read = |text: &str| typed_estimate(text, &assumption.unit, *before);
                if let Some(typed) = field.show(ui, read, |text| TextEdit::singleline(text)).value.filter(|typed| typed != before)
                {
                    change(AssumptionValue::Number(typed), actions);
                }
            }
            AssumptionValue::Date(before) => {
                if let Some(day) = field.show(ui, read_date, |text| TextEdit::singleline(text)).value.filter(|day| day != before)
                {
                    change(AssumptionValue::Date(day), actions);
                }
            }
            AssumptionValue::Growth(before) => {
                let mut chosen = *before;
                let combo = ComboBox::from_id_salt("growth").selected_text(before.label()).width(110.0).show_list(ui, |ui| {
                    for &growth in Growth::ALL {
                        ui.selectable_value(&mut chosen, growth, growth.label());
                    }
                });
                widgets::named(&combo.response, Role::ComboBox, &format!("{}, {name}: {}", assumption.name, before.label()));
                if chosen != *before {
                    change(AssumptionValue::Growth(chosen), actions);
                }
            }
            AssumptionValue::Plan(_) | AssumptionValue::Samples(_) => {
                ui.add(egui::Label::new(RichText::new(value.in_words()).size(13.0)).truncate());
            }
        }
        if set.is_some()
            && widgets::icon_button_for(ui, icons::UNDO, "Take back", &format!("{}, {name}", assumption.name)).clicked()
        {
            actions.edit(move |workspace| workspace.scenarios().set_value(of, id, None));
        }
    });
}

fn output(rows: &DriverRows, unit: &str) -> RichText {
    let Some(row) = rows.quoted().map(|index| &rows.rows[index]) else { return RichText::new("–") };
    let (low, high) = (row.quantiles[P10_P90.0], row.quantiles[P10_P90.1]);
    let unit = crate::notebook::plural(unit);
    let when = rows.when(row);
    RichText::new(format!("{} {unit}, {when}\n{} to {}", two_figures(row.median()), two_figures(low), two_figures(high)))
        .size(13.0)
}

/// Shows how much of the difference between two scenarios comes from each assumption.
fn difference(ui: &mut Ui, on: On<'_>, scenarios: &[Option<&Scenario>], driver: usize, view: &mut ScenariosView) {
    let name = |scenario: Option<&Scenario>| scenario.map_or("As assumed".to_owned(), |scenario| scenario.name.clone());
    let find =
        |id: Option<ScenarioId>| scenarios.iter().copied().find(|scenario| scenario.map(|scenario| scenario.id) == id).flatten();
    if driver >= on.model.drivers.len() {
        return;
    }
    let is_there = |id: Option<ScenarioId>| scenarios.iter().any(|scenario| scenario.map(|scenario| scenario.id) == id);
    if view.compared.0 == view.compared.1 || !is_there(view.compared.0) || !is_there(view.compared.1) {
        view.compared = (None, scenarios.last().copied().flatten().map(|scenario| scenario.id));
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(widgets::strong_text("From"));
        for (salt, chosen) in [("from", &mut view.compared.0), ("to", &mut view.compared.1)] {
            let combo = ComboBox::from_id_salt(salt).selected_text(name(find(*chosen))).show_list(ui, |ui| {
                for scenario in scenarios {
                    let id = scenario.map(|scenario| scenario.id);
                    if ui.selectable_label(*chosen == id, name(*scenario)).clicked() {
                        *chosen = id;
                    }
                }
            });
            widgets::named(&combo.response, Role::ComboBox, &format!("Compare {salt}"));
            if salt == "from" {
                ui.label(widgets::strong_text("to"));
            }
        }
    });
    let (from, to) = (find(view.compared.0), find(view.compared.1));
    let key = (on.workspace.revision(), view.compared.0, view.compared.1, driver);
    if view.difference.key != Some(key) {
        let steps = explained(on.workspace.notebook(), on.model, (from, to), driver, &mut view.forecasts);
        let name_of = |id: &AssumptionId| {
            on.workspace.notebook().assumptions.get(*id).map(|assumption| assumption.name.clone()).unwrap_or_default()
        };
        let names = |ids: &[AssumptionId]| ids.iter().map(name_of).collect::<Vec<_>>().join(" and ");
        let said = steps.map(|(begin, steps)| {
            let first = (name(from), begin);
            std::iter::once(first).chain(steps.into_iter().map(|step| (names(&step.assumptions), step.median))).collect()
        });
        view.difference = Difference { key: Some(key), said: said.map_err(|error| error.to_string()) };
    }
    match &view.difference.said {
        Err(error) => drop(ui.label(RichText::new(error).color(theme::palette(ui.ctx()).error))),
        Ok(steps) => waterfall(ui, steps, &name(to), &on.model.drivers[driver].unit),
    }
}

fn waterfall(ui: &mut Ui, steps: &[(String, f64)], to: &str, unit: &str) {
    egui::Grid::new("difference").num_columns(3).spacing(vec2(22.0, 6.0)).show(ui, |ui| {
        for (index, (name, median)) in steps.iter().enumerate() {
            ui.label(name);
            let change = if index == 0 { String::new() } else { signed(median - steps[index - 1].1) };
            ui.label(RichText::new(change).font(theme::strong(13.0)));
            widgets::muted(ui, two_figures(*median));
            ui.end_row();
        }
        if let Some((_, last)) = steps.last() {
            ui.label(widgets::strong_text(to));
            ui.label(RichText::new(signed(last - steps[0].1)).font(theme::strong(13.0)));
            ui.label(widgets::strong_text(format!("{} {}", two_figures(*last), crate::notebook::plural(unit))));
            ui.end_row();
        }
    });
    widgets::caption(
        ui,
        "Medians in the last period that both have, changing one assumption after another. In another order the parts would differ, but not their sum.",
    );
}

fn signed(change: f64) -> String {
    let sign = if change < 0.0 { "−" } else { "+" };
    format!("{sign}{}", two_figures(change.abs()))
}
