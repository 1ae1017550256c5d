//! The scenarios view: assumptions at the left, what they imply at the right.

use egui::{Align, Button, Frame, Layout, Margin, RichText, Role, ScrollArea, TextEdit, Ui, vec2};
use egui_material_icons::icons;

use super::{assumptions, painter};
use crate::chart::compact;
use crate::forecast::stores::{ModelError, Outcome, run};
use crate::notebook::{Growth, Scenario, StoreModel, long_date};
use crate::ui::action::Actions;
use crate::ui::command::Command;
use crate::ui::{theme, widgets};
use crate::workspace::{StoreCharts, Workspace, store_charts};

pub(in crate::ui) fn view(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    let Some(model) = workspace.selection.model.and_then(|id| workspace.notebook().models.get(id)) else {
        nothing(ui, actions);
        return;
    };
    let scenario = workspace
        .selection
        .scenario
        .and_then(|id| workspace.notebook().scenarios.get(id))
        .filter(|scenario| scenario.model == model.id);
    let outcome = run(workspace.notebook(), model, scenario);
    ScrollArea::vertical().id_salt("scenarios").auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 24, right: 24, top: 12, bottom: 32 }).show(ui, |ui| {
            // Nothing that is too wide may widen what comes after it.
            ui.set_max_width(ui.available_width());
            let width = ui.available_width().min(1100.0);
            head(ui, workspace, model, actions);
            chooser(ui, workspace, model, scenario, actions);
            ui.add_space(theme::GAP);
            let inputs = |ui: &mut Ui, actions: &mut Actions| {
                let area = ScrollArea::horizontal().id_salt("assumptions");
                area.show(ui, |ui| assumptions::show(ui, workspace, model, scenario, actions));
            };
            match &outcome {
                Ok(outcome) => {
                    warnings(ui, workspace, outcome);
                    let charts = store_charts(workspace.notebook(), model, outcome, scenario, workspace.clock().today());
                    implied(ui, workspace, &charts, width, inputs, actions);
                    openings(ui, outcome);
                }
                Err(error) => {
                    warning(ui, &error.to_string());
                    inputs(ui, actions);
                }
            }
            ScrollArea::horizontal().id_salt("comparison").show(ui, |ui| ui.vertical(|ui| comparison(ui, workspace, model)));
        });
    });
}

fn nothing(ui: &mut Ui, actions: &mut Actions) {
    ui.add_space(60.0);
    widgets::empty_place(
        ui,
        "No model yet",
        "From so many stores today to so many on a day: what shape of growth, and how many cars could they sell?",
    );
    ui.vertical_centered(|ui| {
        if widgets::primary_button(ui, "New store-count model").clicked() {
            actions.run(Command::NewModel);
        }
    });
}

fn head(ui: &mut Ui, workspace: &Workspace, model: &StoreModel, actions: &mut Actions) {
    if workspace.notebook().models.len() > 1 {
        models(ui, workspace, model, actions);
    }
    ui.horizontal(|ui| {
        let mut title = model.title.clone();
        let field = ui.add(TextEdit::singleline(&mut title).hint_text("Name of the model").desired_width(320.0));
        widgets::named(&field, Role::TextInput, "Name of the model");
        if field.changed() {
            let model = StoreModel { title, ..model.clone() };
            actions.edit(move |workspace| workspace.set_model(model, "name"));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let id = model.id;
            if widgets::icon_button(ui, icons::ICON_DELETE, "Delete this model with its scenarios").clicked() {
                actions.edit(move |workspace| workspace.delete_model(id));
            }
        });
    });
}

/// The models of the notebook, to choose from.
fn models(ui: &mut Ui, workspace: &Workspace, model: &StoreModel, actions: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        for other in &workspace.notebook().models {
            if ui.add(Button::selectable(other.id == model.id, &other.title)).clicked() {
                let id = other.id;
                actions.edit(move |workspace| {
                    workspace.selection.model = Some(id);
                    workspace.selection.scenario = None;
                    Ok(())
                });
            }
        }
    });
}

fn chooser(ui: &mut Ui, workspace: &Workspace, model: &StoreModel, chosen: Option<&Scenario>, actions: &mut Actions) {
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
            if ui.add(Button::selectable(is_chosen, &scenario.name)).clicked() {
                choose(actions, Some(scenario.id));
            }
        }
        let (model, copy_of) = (model.id, chosen.map(|scenario| scenario.id));
        let name = if copy_of.is_some() { "Duplicate" } else { "New scenario" };
        if ui.add(Button::new((icons::ICON_ADD.rich_text(), name)).frame_when_inactive(false)).clicked() {
            let name = format!("Scenario {}", workspace.notebook().scenarios_of(model).count() + 1);
            actions.edit(move |workspace| {
                workspace.add_scenario(model, &name, copy_of);
                Ok(())
            });
        }
    });
    let Some(scenario) = chosen else {
        widgets::muted(
            ui,
            "Values are edited in the assumptions themselves and hold in every scenario that does not set them otherwise.",
        );
        return;
    };
    ui.horizontal(|ui| {
        let mut name = scenario.name.clone();
        let field = ui.add(TextEdit::singleline(&mut name).desired_width(220.0));
        widgets::named(&field, Role::TextInput, "Name of the scenario");
        let mut note = scenario.note.clone();
        let why = ui.add(
            TextEdit::singleline(&mut note)
                .hint_text("Why this scenario?")
                .desired_width((ui.available_width() - 60.0).max(120.0)),
        );
        widgets::named(&why, Role::TextInput, "Why this scenario");
        let id = scenario.id;
        if widgets::icon_button(ui, icons::ICON_DELETE, "Delete this scenario").clicked() {
            actions.edit(move |workspace| workspace.delete_scenario(id));
        } else if field.changed() || why.changed() {
            let part = if field.changed() { "name" } else { "note" };
            let scenario = Scenario { name, note, ..scenario.clone() };
            actions.edit(move |workspace| workspace.set_scenario(scenario, part));
        }
    });
}

fn warning(ui: &mut Ui, text: &str) {
    let palette = theme::palette(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        ui.label(icons::ICON_WARNING.rich_text().size(18.0).color(palette.warning));
        ui.label(RichText::new(text).color(palette.warning));
    });
}

/// Why a shape is missing, and what else to know before believing the rest.
fn warnings(ui: &mut Ui, workspace: &Workspace, outcome: &Outcome) {
    for (growth, shape) in &outcome.shapes {
        if let Err(error) = shape {
            warning(ui, &format!("No {} line: {error}.", growth.label()));
        }
    }
    if outcome.inputs.target_date < workspace.clock().today() {
        let date = long_date(outcome.inputs.target_date);
        warning(ui, &format!("The target date, {date}, is past: compare it with what happened under Targets."));
    }
}

/// From this width on the two charts stand side by side.
const SIDE_BY_SIDE: f32 = 980.0;
const CHART_HEIGHT: f32 = 290.0;

/// The charts, with the assumptions where both can be seen while one is changed.
fn implied(
    ui: &mut Ui,
    workspace: &Workspace,
    charts: &StoreCharts,
    width: f32,
    inputs: impl FnOnce(&mut Ui, &mut Actions),
    actions: &mut Actions,
) {
    if let Some(sales) = charts.sales.as_ref().filter(|_| width >= SIDE_BY_SIDE) {
        let half = vec2((width - 28.0) / 2.0, CHART_HEIGHT + 20.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 28.0;
            painter::show(ui, "stores", &charts.stores, half, workspace, actions);
            painter::show(ui, "sales", sales, half, workspace, actions);
        });
        ui.add_space(theme::GAP_LARGE);
        inputs(ui, actions);
        return;
    }
    let whole = vec2(width, CHART_HEIGHT);
    if !charts.stores.lines.is_empty() {
        painter::show(ui, "stores", &charts.stores, whole, workspace, actions);
        ui.add_space(theme::GAP_LARGE);
    }
    inputs(ui, actions);
    if let Some(sales) = &charts.sales {
        ui.add_space(theme::GAP_LARGE);
        painter::show(ui, "sales", sales, whole, workspace, actions);
    }
}

/// Stores at the end of each year and openings in it, under every shape.
fn openings(ui: &mut Ui, outcome: &Outcome) {
    let palette = theme::palette(ui.ctx());
    let Some(first) = outcome.shapes.iter().find_map(|(_, shape)| shape.as_ref().ok()) else { return };
    ui.add_space(theme::GAP_LARGE);
    ui.label(widgets::strong_text("Openings per year, and stores at its end"));
    ScrollArea::horizontal().id_salt("openings").show(ui, |ui| {
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
        egui::Grid::new("openings").num_columns(first.years.len() + 1).spacing(vec2(20.0, 7.0)).striped(true).show(ui, |ui| {
            widgets::caption(ui, "Shape");
            for row in &first.years {
                let part = if row.part < 0.99 { "*" } else { "" };
                ui.label(RichText::new(format!("{}{part}", row.year)).font(theme::strong(theme::SMALL)).color(palette.muted));
            }
            ui.end_row();
            for (growth, shape) in &outcome.shapes {
                let Ok(projection) = shape else { continue };
                let chosen = *growth == outcome.inputs.growth;
                let font = if chosen { theme::strong(13.0) } else { theme::plain(13.0) };
                ui.label(RichText::new(growth.label()).font(font.clone()));
                for row in &projection.years {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        ui.label(
                            RichText::new(format!(
                                "{}{}",
                                if row.openings > 0.0 { "+" } else { "" },
                                compact(row.openings.round())
                            ))
                            .font(font.clone()),
                        );
                        ui.label(RichText::new(compact(row.stores.round())).size(11.5).color(palette.muted));
                    });
                }
                ui.end_row();
            }
        });
    });
    for (growth, shape) in &outcome.shapes {
        if let Ok(projection) = shape {
            widgets::caption(ui, &format!("{}: {}", growth.label(), projection.plausibility));
        }
    }
    if first.years.iter().any(|row| row.part < 0.99) {
        widgets::caption(ui, "* only the part of the year between start and target date");
    }
}

/// What each scenario comes to in its last full year, side by side.
fn comparison(ui: &mut Ui, workspace: &Workspace, model: &StoreModel) {
    let notebook = workspace.notebook();
    let scenarios: Vec<Option<&Scenario>> = std::iter::once(None).chain(notebook.scenarios_of(model.id).map(Some)).collect();
    if scenarios.len() < 2 {
        return;
    }
    ui.add_space(theme::GAP_LARGE);
    ui.label(widgets::strong_text("All scenarios, each in its last full year"));
    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
    egui::Grid::new("comparison").num_columns(6).spacing(vec2(24.0, 7.0)).striped(true).show(ui, |ui| {
        for name in ["Scenario", "Shape", "Year", "Stores", "Cars: all low", "all base", "all high"] {
            widgets::caption(ui, name);
        }
        ui.end_row();
        for scenario in scenarios {
            let chosen = workspace.selection.scenario == scenario.map(|scenario| scenario.id);
            let font = if chosen { theme::strong(13.0) } else { theme::plain(13.0) };
            let mut cell = |text: String| drop(ui.label(RichText::new(text).font(font.clone())));
            cell(scenario.map_or("As assumed".to_owned(), |scenario| scenario.name.clone()));
            match summary(run(notebook, model, scenario)) {
                Ok(cells) => cells.into_iter().for_each(&mut cell),
                Err(reason) => cell(reason),
            }
            ui.end_row();
        }
    });
}

fn summary(outcome: Result<Outcome, ModelError>) -> Result<Vec<String>, String> {
    let outcome = outcome.map_err(|error| error.to_string())?;
    let growth: Growth = outcome.inputs.growth;
    let projection = outcome.chosen().ok_or_else(|| format!("{} growth cannot be drawn", growth.label()))?;
    let row = projection
        .years
        .iter()
        .rev()
        .find(|row| row.part > 0.99)
        .or(projection.years.last())
        .ok_or("no year between start and target")?;
    let cars = [row.sales.low, row.sales.base, row.sales.high].map(crate::workspace::two_figures);
    let [low, base, high] = cars;
    Ok(vec![growth.label().to_owned(), row.year.to_string(), compact(row.stores.round()), low, base, high])
}
