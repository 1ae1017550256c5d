//! What stands beneath the charts of a forecast: the chance of reaching a level in each period, what each shape of growth
//! requires, and shapes fitted to what happened.

use egui::{Button, RichText, Role, TextEdit, Ui, vec2};

use super::on::On;
use super::state::ScenariosView;
use crate::chart::compact;
use crate::forecast::attainment::{chance, first_reached, probability};
use crate::forecast::fit::fit;
use crate::forecast::lookback::actuals;
use crate::notebook::{Growth, month_of, to_f64};
use crate::ui::theme;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Computed, amount_in, two_figures, typed_amount};

/// Shows how likely a level is to be reached in each period, and when it is first reached.
pub(super) fn attainment(ui: &mut Ui, on: On<'_>, computed: &Computed, driver: usize, view: &mut ScenariosView) {
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
    let level = match typed_amount(&view.level, &of.unit) {
        Ok(typed) => to_f64(typed),
        Err(error) => {
            ui.label(RichText::new(error.to_string()).color(theme::palette(ui.ctx()).error));
            return;
        }
    };
    let (prepared, projection) = (&computed.prepared, &computed.projection);
    let rows = &projection.drivers[driver];
    let series = &projection.samples[driver];
    // Sixty months are wider than the page.
    egui::ScrollArea::horizontal().id_salt("chances").show_focused(ui, |ui| {
        egui::Grid::new("chances").num_columns(rows.rows.len() + 1).spacing(vec2(20.0, 5.0)).show(ui, |ui| {
            widgets::caption(ui, if rows.is_stock { "By the end of" } else { "In" });
            for row in &rows.rows {
                widgets::caption(ui, &row.calendar_period().to_string());
            }
            ui.end_row();
            widgets::caption(ui, "Chance");
            let draws = series.draws().max(1);
            for period in 0..rows.rows.len() {
                ui.label(chance(probability(series, period, level), draws));
            }
            ui.end_row();
        });
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
    let mut topical = notebook.about(&of.subject, &of.measure);
    let about = notebook.claims.iter().filter(|claim| topical.holds(claim));
    let targets =
        about.filter(|claim| matches!(claim.kind, crate::notebook::ClaimKind::Target | crate::notebook::ClaimKind::Plan));
    let mut found: Vec<(String, rust_decimal::Decimal)> = Vec::new();
    for value in targets.filter_map(|claim| amount_in(claim.understood_quantity()?, &of.unit)) {
        if !found.iter().any(|(_, known)| *known == value) {
            found.push((compact(to_f64(value)), value));
        }
    }
    found.truncate(5);
    found
}

/// Shows for each growth shape what it would require, to judge how plausible it is.
pub(super) fn shapes(ui: &mut Ui, computed: &Computed) {
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
pub(super) fn fits(ui: &mut Ui, on: On<'_>, computed: &Computed) {
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
