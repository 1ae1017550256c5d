//! The outcome of a forecast in numbers, above its chart: which outcome, low, median and high, the chance of each target, and
//! when half of all cases are there.

use egui::{ComboBox, RichText, Role, Stroke, Ui, vec2};

use super::bench::Bench;
use super::on::On;
use super::state::ScenariosView;
use crate::chart::Ink;
use crate::forecast::attainment::chance;
use crate::forecast::model::ModelError;
use crate::forecast::projection::P10_P90;
use crate::notebook::{Model, Scenario, month_of};
use crate::ui::theme;
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::{self, parts};
use crate::workspace::{Computed, Shared, common_period, two_figures};

/// Returns the index of the outcome that is shown: the chosen driver, else the first one.
pub(super) fn driver(model: &Model, view: &ScenariosView) -> usize {
    let chosen = view.driver.as_ref().and_then(|name| model.drivers.iter().position(|driver| driver.name == *name));
    chosen.unwrap_or(0)
}

/// A number with what it is.
struct Cell {
    caption: String,
    value: String,
    /// Smaller, after the value.
    after: String,
    ink: Ink,
    hint: String,
}

const BETWEEN: f32 = 14.0;

/// Shows the choice of the outcome, and its numbers as far as there is room; the others are in the table below.
pub(super) fn show(ui: &mut Ui, on: On<'_>, computed: &Computed, bench: &Bench, driver: usize, view: &mut ScenariosView) {
    let palette = theme::palette(ui.ctx());
    ui.horizontal(|ui| {
        ui.set_height(46.0);
        ui.spacing_mut().item_spacing.x = BETWEEN;
        if on.model.drivers.len() > 1 {
            ui.vertical(|ui| choice(ui, on.model, driver, view));
        }
        let room = ui.max_rect().right();
        let wide = cells(computed, bench, driver, false);
        let taken: f32 = wide.iter().map(|cell| cell.width(ui) + 2.0 * BETWEEN + 1.0).sum();
        let cells = if ui.cursor().left() + taken > room { cells(computed, bench, driver, true) } else { wide };
        for (index, cell) in cells.into_iter().enumerate() {
            if ui.cursor().left() + cell.width(ui) + BETWEEN > room {
                break;
            }
            if index > 0 || on.model.drivers.len() > 1 {
                let (line, _) = ui.allocate_exact_size(vec2(1.0, 40.0), egui::Sense::hover());
                ui.painter().vline(line.center().x, line.y_range(), Stroke::new(1.0, palette.border));
            }
            cell.show(ui);
        }
    });
}

/// Shows the choice of the outcome.
pub(super) fn choice(ui: &mut Ui, model: &Model, driver: usize, view: &mut ScenariosView) {
    /// The most letters of names that are shown beside each other.
    const MOST_LETTERS: usize = 34;
    if model.drivers.len() < 2 {
        return;
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    widgets::caption(ui, "Outcome");
    let names: Vec<(String, &'static str)> = model.drivers.iter().map(|driver| (driver.headline().to_owned(), "")).collect();
    let letters: usize = names.iter().map(|(name, _)| name.chars().count()).sum();
    let mut chosen = None;
    if letters <= MOST_LETTERS && names.len() <= 4 {
        chosen = parts::segments(ui, "Outcome", &names, Some(driver));
    } else {
        let shown = &model.drivers[driver];
        let combo = ComboBox::from_id_salt("driver").selected_text(shown.headline()).show_list(ui, |ui| {
            for (index, (name, _)) in names.iter().enumerate() {
                if ui.selectable_label(index == driver, name).clicked() {
                    chosen = Some(index);
                }
            }
        });
        widgets::named(&combo.response, Role::ComboBox, &format!("Outcome: {}", shown.headline()));
    }
    if let Some(chosen) = chosen {
        view.driver = Some(model.drivers[chosen].name.clone());
        view.large = None;
        view.level.clear();
    }
}

fn cells(computed: &Computed, bench: &Bench, driver: usize, narrow: bool) -> Vec<Cell> {
    let rows = &computed.projection.drivers[driver];
    let Some(row) = rows.quoted().map(|index| &rows.rows[index]) else { return Vec::new() };
    let when = if rows.is_stock { rows.when(row) } else { format!("in {}", rows.when(row)) };
    let of = |index: usize| two_figures(row.quantiles[index]);
    let (low, median, high) = (of(P10_P90.0), two_figures(row.median()), of(P10_P90.1));
    let cell = |caption: &str, value: String, ink: Ink, hint: &str| Cell {
        caption: caption.to_owned(),
        value,
        after: String::new(),
        ink,
        hint: hint.to_owned(),
    };
    let mut found = Vec::new();
    if !row.is_spread() {
        let hint = match computed.prepared.program.outputs[driver].over_draws {
            Some(_) => "One number over all draws",
            None => "Nothing that it depends on is uncertain",
        };
        found.push(cell(&when, median, Ink::Estimate, hint));
    } else if narrow {
        let all = format!("{low} · {median} · {high}");
        found.push(cell(&format!("P10, P50, P90, {when}"), all, Ink::Text, "1 in 10 cases is below P10, 1 in 10 above P90"));
    } else {
        found.push(cell("P10", low, Ink::Text, "1 in 10 simulated cases is below"));
        found.push(cell(&format!("P50, {when}"), median, Ink::Estimate, "The median: half of all simulated cases are below"));
        found.push(cell("P90", high, Ink::Text, "1 in 10 simulated cases is above"));
    }
    let mut chances: Vec<_> = bench.chances.iter().filter(|chance| !chance.superseded).collect();
    chances.sort_by(|a, b| b.by.total_cmp(&a.by).then(b.level.total_cmp(&a.level)));
    chances.dedup_by(|a, b| a.when == b.when && a.level == b.level);
    chances.truncate(2);
    for target in chances.into_iter().rev() {
        let by = if rows.is_stock { "by" } else { "in" };
        let hint = format!("The share of simulated cases that meet {} {by} {}", target.label, target.when);
        let caption = format!("Chance {by} {}", target.when);
        let after = format!("for {}", target.label);
        found.push(Cell { after, ..cell(&caption, chance(target.probability, target.draws), Ink::Target, &hint) });
    }
    if let (Some(target), Some(reached)) = (bench.in_force(), &bench.reached) {
        // An amount is known at the end of its year: that year is named, not the day after it.
        let named = |at: f64| if rows.is_stock { month_of(at) } else { year_of(at).to_string() };
        let when = reached.by[1].map_or("not in this time".to_owned(), named);
        let hint = format!("When half of all simulated cases have reached {}", target.label);
        found.push(cell("Median gets there", when, Ink::Text, &hint));
    }
    found
}

fn year_of(end: f64) -> i16 {
    (end - 1e-6).floor() as i16
}

impl Cell {
    fn width(&self, ui: &Ui) -> f32 {
        let of = |text: &str, font| ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::PLACEHOLDER).size().x;
        let after = if self.after.is_empty() { 0.0 } else { of(&self.after, theme::plain(theme::SMALL)) + 5.0 };
        of(&self.caption, theme::plain(theme::SMALL)).max(of(&self.value, theme::strong(19.0)) + after)
    }

    fn show(self, ui: &mut Ui) {
        let palette = theme::palette(ui.ctx());
        let shown = ui.vertical(|ui| {
            ui.spacing_mut().item_spacing = vec2(5.0, 0.0);
            widgets::caption(ui, &self.caption);
            ui.horizontal(|ui| {
                ui.label(RichText::new(&self.value).font(theme::strong(19.0)).color(palette.ink(self.ink)));
                if !self.after.is_empty() {
                    widgets::caption(ui, &self.after);
                }
            });
        });
        shown.response.on_hover_text(self.hint);
    }
}

/// A scenario with its results; `None` is the assumptions alone.
pub(super) type Other<'a> = (Option<&'a Scenario>, Shared);

/// What the open row of an assumption says about the outcome: its median, and that of the scenario it is compared with.
pub(super) fn told(
    on: On<'_>,
    driver: usize,
    computed: &Result<Computed, ModelError>,
    beside: Option<&Other<'_>>,
) -> Option<String> {
    let now = computed.as_ref().ok()?;
    let other = beside.and_then(|(_, computed)| computed.as_ref().as_ref().ok());
    let common = common_period(std::iter::once(now).chain(other), driver);
    let median = |computed: &Computed| {
        let rows = &computed.projection.drivers[driver];
        let row = &rows.rows[rows.at(common)?];
        Some((rows.when(row), two_figures(row.median())))
    };
    let (when, now) = median(now)?;
    let of = on.model.drivers[driver].headline();
    let other = beside.and_then(|(scenario, computed)| {
        let name = scenario.map_or("as assumed", |scenario| scenario.name.as_str());
        Some(format!(", {name} {}", median(computed.as_ref().as_ref().ok()?)?.1))
    });
    Some(format!("{of}, {when}: {now}{}", other.unwrap_or_default()))
}
