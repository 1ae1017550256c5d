//! The page Forecast: charts of the drivers, the assumptions beneath, a ranking of their influence, and the chance of reaching
//! a level.

use std::rc::Rc;

use egui::{Button, ComboBox, RichText, Role, ScrollArea, TextEdit, Ui, vec2};

use super::model_page::driver_changed;
use super::zooms::Name;
use super::{assumptions, figure, plan};
use crate::chart::compact;
use crate::forecast::attainment::{chance, first_reached, probability};
use crate::forecast::fit::fit;
use crate::forecast::lookback::actuals;
use crate::forecast::model::ModelError;
use crate::notebook::{AssumptionValue, Driver, Growth, Model, long_date, month_of, to_f64};
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::view::charts::on::{On, cannot_run, warning};
use crate::ui::view::charts::state::ScenariosView;
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Computed, driver_chart, provenance, tornado, two_figures};

/// The width from which charts are laid out in two columns.
const SIDE_BY_SIDE: f32 = 980.0;
const CHART_HEIGHT: f32 = 320.0;

pub(super) fn show(
    ui: &mut Ui,
    on: On<'_>,
    computed: &Rc<Result<Computed, ModelError>>,
    view: &mut ScenariosView,
    actions: &mut Actions,
) {
    let inputs = |ui: &mut Ui, actions: &mut Actions| {
        ScrollArea::horizontal()
            .id_salt("assumptions")
            .show_focused(ui, |ui| assumptions::show(ui, on.workspace, on.model, on.scenario, actions));
    };
    let computed = match computed.as_ref() {
        Ok(computed) => computed,
        Err(error) => {
            cannot_run(ui, error, on.model);
            inputs(ui, actions);
            return;
        }
    };
    notes(ui, on, computed);
    charts(ui, on, computed, view, actions);
    ui.add_space(theme::GAP_LARGE);
    inputs(ui, actions);
    ui.add_space(theme::GAP_LARGE);
    let driver = chosen_driver(ui, on.model, view);
    let subject = on.subject(computed);
    let width = ui.available_width().min(figure::WIDEST);
    match tornado(subject, driver, None) {
        Some(chart) => {
            let height = crate::chart::wanted_height(chart.marks().len()).min(420.0);
            match view.as_table {
                true => figure::show_as_table(ui, "tornado", &chart, vec2(width, height), actions),
                false => drop(figure::show(ui, "tornado", &chart, vec2(width, height), on.workspace, actions)),
            }
            describe(ui, (on, driver), "tornado", &chart, actions, |driver| &mut driver.tornado_alt);
        }
        None => drop(widgets::muted(ui, "Nothing that this driver depends on is uncertain: there is nothing to rank.")),
    }
    ui.add_space(theme::GAP_LARGE);
    attainment(ui, on, computed, driver, view);
    shapes(ui, computed);
    fits(ui, on, computed);
}

/// Shows the editable description of a chart.
pub(super) fn describe(
    ui: &mut Ui,
    (on, driver): (On<'_>, usize),
    id: &str,
    chart: &crate::chart::Figure,
    actions: &mut Actions,
    set: fn(&mut Driver) -> &mut String,
) {
    if let Some(words) = figure::words(ui, id, chart) {
        driver_changed(on.model, driver, "description", actions, move |driver| *set(driver) = words);
    }
}

/// Warns of limits of the forecast: notes of the run, drivers without claims, undefined draws, a model that has ended.
fn notes(ui: &mut Ui, on: On<'_>, computed: &Computed) {
    for note in &computed.projection.notes {
        warning(ui, note);
    }
    for (index, driver) in on.model.drivers.iter().enumerate() {
        let rests = provenance(on.workspace.notebook(), computed, index, on.scenario);
        if rests.claims.is_empty() && !rests.own.is_empty() {
            warning(ui, &format!("“{}” rests on no claim, only on your own judgement.", driver.headline()));
        }
        let undefined = computed.projection.drivers[index].rows.iter().map(|row| row.undefined).max().unwrap_or(0);
        if undefined > 0 {
            warning(
                ui,
                &format!(
                    "“{}” has no result in {undefined} of {} draws; these are excluded.",
                    driver.headline(),
                    computed.projection.draws
                ),
            );
        }
    }
    if let Some(AssumptionValue::Date(date)) = on.workspace.notebook().assumption_value(on.model.until, on.scenario)
        && *date < on.workspace.clock().today()
    {
        warning(ui, &format!("The model ended on {}. See the outcome under Looking back.", long_date(*date)));
    }
}

/// Shows the charts of all drivers, in order, two in a row if they fit.
fn charts(ui: &mut Ui, on: On<'_>, computed: &Computed, view: &mut ScenariosView, actions: &mut Actions) {
    let subject = on.subject(computed);
    let width = ui.available_width().min(figure::WIDEST);
    let figures: Vec<_> = (0..on.model.drivers.len()).map(|driver| driver_chart(subject, driver)).collect();
    let columns = if width >= SIDE_BY_SIDE && figures.len() > 1 { 2 } else { 1 };
    let height = (ui.ctx().content_rect().height() * 0.38).clamp(CHART_HEIGHT, 480.0);
    let size = vec2((width - 28.0 * (columns - 1) as f32) / columns as f32, height);
    for (row, pair) in figures.chunks(columns).enumerate() {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 28.0;
            for (index, chart) in pair.iter().enumerate() {
                let driver = row * columns + index;
                ui.vertical(|ui| {
                    ui.set_width(size.x);
                    let id = format!("driver {}", on.model.drivers[driver].name);
                    let drawn = if view.as_table {
                        figure::show_as_table(ui, &id, chart, size, actions);
                        None
                    } else {
                        // The charts of one model show the same time.
                        let name = Name { chart: &id, group: &on.model.id.to_string() };
                        Some(figure::show(ui, name, chart, size, on.workspace, actions))
                    };
                    describe(ui, (on, driver), &id, chart, actions, |driver| &mut driver.alt);
                    if let Some(drawn) = drawn {
                        handles(ui, on, driver, computed, &drawn, actions);
                    }
                });
            }
        });
        ui.add_space(theme::GAP);
    }
}

/// Shows handles for plan points on the chart of a driver that follows a step plan.
fn handles(
    ui: &mut Ui,
    on: On<'_>,
    driver: usize,
    computed: &Computed,
    drawn: &(crate::chart::Scene, egui::Response),
    actions: &mut Actions,
) {
    let program = &computed.prepared.program;
    if !program.curves.iter().any(|curve| curve.written_in.0 == driver && curve.shape == Growth::Steps) {
        return;
    }
    for id in on.model.assumptions() {
        let Some(assumption) = on.workspace.notebook().assumptions.get(id) else { continue };
        if let Some(AssumptionValue::Plan(points)) = on.workspace.notebook().assumption_value(id, on.scenario) {
            plan::handles(ui, assumption, points, (&drawn.0, drawn.1.rect.min), actions);
        }
    }
}

/// Shows the choice of the driver for tornado, chances and comparison. Returns its index: the chosen driver, else the last.
pub(super) fn chosen_driver(ui: &mut Ui, model: &Model, view: &mut ScenariosView) -> usize {
    let last = model.drivers.len().saturating_sub(1);
    let chosen =
        view.driver.as_ref().and_then(|name| model.drivers.iter().position(|driver| driver.name == *name)).unwrap_or(last);
    if model.drivers.len() < 2 {
        return chosen;
    }
    ui.horizontal(|ui| {
        widgets::caption(ui, "About");
        let combo = ComboBox::from_id_salt("driver").selected_text(model.drivers[chosen].headline()).show_list(ui, |ui| {
            for (index, driver) in model.drivers.iter().enumerate() {
                if ui.selectable_label(index == chosen, driver.headline()).clicked() {
                    view.driver = Some(driver.name.clone());
                }
            }
        });
        widgets::named(&combo.response, Role::ComboBox, &format!("About: {}", model.drivers[chosen].headline()));
    });
    chosen
}

/// Shows how likely a level is to be reached in each period, and when it is first reached.
fn attainment(ui: &mut Ui, on: On<'_>, computed: &Computed, driver: usize, view: &mut ScenariosView) {
    let of = &on.model.drivers[driver];
    ui.label(widgets::strong_text(format!("How likely is it? {}", of.headline())));
    ui.horizontal(|ui| {
        ui.label("At least");
        let field = fields::text(ui, ids::of(("level", on.model.id)), &mut view.level, |text| {
            TextEdit::singleline(text).hint_text("10,000").desired_width(110.0)
        });
        widgets::named(&field, Role::TextInput, "A level to be reached");
        widgets::muted(ui, crate::notebook::plural(&of.unit));
        for (text, value) in stated_targets(on, driver) {
            if ui.add(Button::new(text).frame_when_inactive(false)).on_hover_text("A target that a claim states").clicked() {
                view.level = crate::notebook::grouped(value);
            }
        }
    });
    if view.level.trim().is_empty() {
        widgets::muted(ui, "Type a level, or take one that a claim states.");
        return;
    }
    let level = match crate::reading::parse_quantity(&view.level) {
        Ok(quantity) => quantity.value.middle(),
        Err(error) => {
            ui.label(RichText::new(error.to_string()).color(theme::palette(ui.ctx()).error));
            return;
        }
    };
    let (prepared, projection) = (&computed.prepared, &computed.projection);
    let rows = &projection.drivers[driver];
    let series = &projection.samples[driver];
    egui::Grid::new("chances").num_columns(rows.rows.len() + 1).spacing(vec2(20.0, 5.0)).show(ui, |ui| {
        widgets::caption(ui, if rows.is_stock { "End of" } else { "Year" });
        for row in &rows.rows {
            widgets::caption(ui, &row.period.last_day().year().to_string());
        }
        ui.end_row();
        widgets::caption(ui, "Chance");
        let draws = series.draws().max(1);
        for period in 0..rows.rows.len() {
            ui.label(chance(probability(series, period, level), draws));
        }
        ui.end_row();
    });
    let reached = first_reached(series, &prepared.times, level, rows.is_stock);
    // An amount is known at the end of its year: that year is named, not the day after it.
    let named = |at: f64| if rows.is_stock { month_of(at) } else { format!("{:.0}", (at - 1e-6).floor()) };
    let [early, middle, late] = reached.by.map(|by| by.map_or("not within the horizon".to_owned(), named));
    let never =
        if reached.never > 0.0 { format!("; never within the horizon: {:.0} %", reached.never * 100.0) } else { String::new() };
    ui.label(format!("First reached in 1 of 10 cases: {early}; in half: {middle}; in 9 of 10: {late}{never}."));
}

/// Returns up to 5 different values of targets and plans for the subject and measure of a driver, each with its short text.
fn stated_targets(on: On<'_>, driver: usize) -> Vec<(String, rust_decimal::Decimal)> {
    let of = &on.model.drivers[driver];
    let notebook = on.workspace.notebook();
    let about = notebook.claims.iter().filter(|claim| !of.subject.is_empty() && claim.is_about(&of.subject, &of.measure));
    let targets =
        about.filter(|claim| matches!(claim.kind, crate::notebook::ClaimKind::Target | crate::notebook::ClaimKind::Plan));
    let mut found: Vec<(String, rust_decimal::Decimal)> = Vec::new();
    for quantity in targets.filter_map(|claim| claim.understood_quantity()) {
        let value = quantity.value.low();
        if !found.iter().any(|(_, known)| *known == value) {
            found.push((compact(to_f64(value)), value));
        }
    }
    found.truncate(5);
    found
}

/// Shows for each growth shape what it would require, to judge how plausible it is.
fn shapes(ui: &mut Ui, computed: &Computed) {
    let prepared = &computed.prepared;
    for curve in &prepared.program.curves {
        ui.add_space(theme::GAP_LARGE);
        ui.label(widgets::strong_text("What each shape of growth requires"));
        let shapes = Growth::SHAPES.into_iter().chain(Some(curve.shape).filter(|shape| !Growth::SHAPES.contains(shape)));
        egui::Grid::new(("shapes", curve.written_in.1.start)).num_columns(2).spacing(vec2(20.0, 5.0)).show(ui, |ui| {
            for shape in shapes {
                let font = if shape == curve.shape { theme::strong(13.0) } else { theme::plain(13.0) };
                ui.label(RichText::new(shape.label()).font(font.clone()));
                let said = match prepared.curve_as(curve, shape) {
                    Ok(curve) => curve.plausibility(),
                    Err(error) => format!("Not possible: {error}."),
                };
                ui.label(RichText::new(said).font(font));
                ui.end_row();
            }
        });
    }
}

/// Shows each growth shape fitted to actuals, for drivers that are levels and have a subject; or why there is no fit.
fn fits(ui: &mut Ui, on: On<'_>, computed: &Computed) {
    for (index, driver) in on.model.drivers.iter().enumerate() {
        if !computed.projection.drivers[index].is_stock || driver.subject.is_empty() {
            continue;
        }
        let found = actuals(on.workspace.notebook(), &driver.subject, &driver.measure, &driver.unit);
        let points: Vec<(f64, f64)> = found.iter().map(|&(day, value, _)| (crate::notebook::decimal_year(day), value)).collect();
        ui.add_space(theme::GAP_LARGE);
        ui.label(widgets::strong_text(format!("{}: fitted to what happened", driver.headline())));
        if let Err(error) = fit(Growth::Linear, &points) {
            widgets::muted(ui, format!("{error}."));
            continue;
        }
        for growth in Growth::SHAPES {
            match fit(growth, &points) {
                Ok(fit) => {
                    let ceiling = match fit.ceiling {
                        Some(ceiling) => format!(", ceiling {}", two_figures(ceiling)),
                        None if growth.has_ceiling() => ", no ceiling can be estimated from these actuals".to_owned(),
                        None => String::new(),
                    };
                    let far = format!("{:.1} %", (fit.error.exp() - 1.0) * 100.0);
                    let residuals = fit.points.iter().map(|(at, actual, fitted)| {
                        format!("{}: {} against {}", month_of(*at), compact(*actual), two_figures(*fitted))
                    });
                    ui.label(format!("{}: typically {far} off{ceiling}", growth.label()))
                        .on_hover_text(residuals.collect::<Vec<_>>().join("\n"));
                }
                Err(error) => drop(widgets::muted(ui, format!("{}: {error}.", growth.label()))),
            }
        }
    }
}
