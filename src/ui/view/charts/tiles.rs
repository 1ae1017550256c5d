//! The charts of the workbench: the outcome in large, and beneath it one tile for each further look at the same forecast. Each
//! tile can take the place of the large chart.

use std::collections::HashMap;
use std::rc::Rc;

use egui::{Ui, vec2};
use jiff::civil::Date;

use super::on::On;
use super::state::ScenariosView;
use super::zooms::Name;
use super::{figure, spread};
use crate::chart::Figure;
use crate::forecast::attainment::{FirstReached, first_reached};
use crate::notebook::{ModelId, ScenarioId};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::widgets::{self, ids};
use crate::workspace::{
    Beside, Chance, Computed, Subject, comparison, driver_chart, driver_chart_beside, scenario_lines, shapes_chart, tornado,
};

/// A look at a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::ui) enum Tile {
    /// A driver over time, by its index.
    Outcome(usize),
    /// Which assumptions move the outcome.
    Moves,
    /// How likely each value of the outcome is.
    Spread,
    /// The outcome in all scenarios.
    Scenarios,
    /// The outcome in all scenarios over time.
    OverTime,
    /// What other shapes of growth would make of it.
    Shapes,
}

/// All that decides what the charts show.
#[derive(Debug, Clone, PartialEq)]
struct Of {
    revision: u64,
    today: Date,
    model: ModelId,
    scenario: Option<ScenarioId>,
    beside: Option<Option<ScenarioId>>,
    driver: usize,
}

/// The charts of the workbench, made again when something has changed that decides what they show.
pub(in crate::ui) struct Bench {
    of: Of,
    /// The figures of the tiles that can be drawn, in their order.
    figures: Vec<(Tile, Figure)>,
    /// The same without words, for tiles.
    small: HashMap<Tile, Figure>,
    /// The targets of the outcome, with how likely each is to be met.
    pub chances: Vec<Chance>,
    /// When the outcome first reaches its target in force.
    pub reached: Option<FirstReached>,
}

impl Bench {
    /// Returns the figure of a tile, whole.
    pub fn figure(&self, tile: Tile) -> Option<&Figure> {
        self.figures.iter().find(|(known, _)| *known == tile).map(|(_, figure)| figure)
    }

    /// The target in force: the latest one that no later claim superseded.
    pub fn in_force(&self) -> Option<&Chance> {
        self.chances.iter().filter(|chance| !chance.superseded).max_by(|a, b| a.by.total_cmp(&b.by))
    }
}

/// Returns the charts, made once for each state of the notebook.
pub(super) fn bench(on: On<'_>, computed: &Computed, driver: usize, view: &mut ScenariosView) -> Rc<Bench> {
    let beside = view.beside(on);
    let of = Of {
        revision: on.workspace.revision(),
        today: on.workspace.clock().today(),
        model: on.model.id,
        scenario: on.scenario.map(|scenario| scenario.id),
        beside: beside.map(|scenario| scenario.map(|scenario| scenario.id)),
        driver,
    };
    if let Some(known) = view.bench.as_ref().filter(|known| known.of == of) {
        return known.clone();
    }
    let subject = on.subject(computed);
    let other = beside.map(|scenario| (scenario, view.forecasts.get(on.workspace, on.model, scenario)));
    let beside = other.as_ref().and_then(|(scenario, computed)| {
        let computed = computed.as_ref().as_ref().ok()?;
        Some(Beside { scenario: *scenario, computed })
    });
    let drawn = driver_chart_beside(subject, driver, beside);
    let chances = drawn.chances.clone();
    let figures = figures(on, subject, (driver, drawn.figure()), view);
    let small = figures.iter().map(|(tile, figure)| (*tile, figure.clone().without_words())).collect();
    let mut made = Bench { of, figures, small, chances, reached: None };
    made.reached = made.in_force().map(|target| {
        let is_stock = computed.projection.drivers[driver].is_stock;
        first_reached(&computed.projection.samples[driver], &computed.prepared.times, target.level, is_stock)
    });
    let made = Rc::new(made);
    view.bench = Some(made.clone());
    made
}

fn figures(
    on: On<'_>,
    subject: Subject<'_>,
    (driver, outcome): (usize, Figure),
    view: &mut ScenariosView,
) -> Vec<(Tile, Figure)> {
    let mut found = vec![(Tile::Outcome(driver), outcome)];
    let others = (0..on.model.drivers.len()).filter(|other| *other != driver);
    found.extend(others.map(|other| (Tile::Outcome(other), driver_chart(subject, other))));
    found.extend(tornado(subject, driver, None).map(|figure| (Tile::Moves, figure)));
    let scenarios = std::iter::once(None).chain(on.workspace.notebook().scenarios_of(on.model.id).map(Some));
    let compared: Vec<_> = scenarios.map(|scenario| (scenario, view.forecasts.get(on.workspace, on.model, scenario))).collect();
    found.extend(comparison(on.model, &compared, driver).map(|figure| (Tile::Scenarios, figure)));
    found.extend(scenario_lines(subject, &compared, driver).map(|figure| (Tile::OverTime, figure)));
    found.extend(shapes_chart(subject, driver).map(|figure| (Tile::Shapes, figure)));
    found
}

/// The name of a chart, by which its zoom is kept. The charts of one model show the same time.
pub(super) fn name_of(on: On<'_>, tile: Tile) -> (String, String) {
    let chart = match tile {
        Tile::Outcome(driver) => format!("driver {}", on.model.drivers[driver].name),
        Tile::Moves => "tornado".to_owned(),
        Tile::Spread => "spread".to_owned(),
        Tile::Scenarios => "comparison".to_owned(),
        Tile::OverTime => "scenarios over time".to_owned(),
        Tile::Shapes => "shapes".to_owned(),
    };
    let moves_along = matches!(tile, Tile::Outcome(_) | Tile::OverTime | Tile::Shapes);
    let group = if moves_along { on.model.id.to_string() } else { chart.clone() };
    (chart, group)
}

/// The heading of a tile and a line below it.
fn heading(on: On<'_>, computed: &Computed, tile: Tile, driver: usize) -> (String, String) {
    let of = on.model.drivers[driver].headline();
    let rows = &computed.projection.drivers[driver];
    let when = rows.quoted().map(|index| rows.when(&rows.rows[index])).unwrap_or_default();
    match tile {
        Tile::Outcome(other) => {
            let rows = &computed.projection.drivers[other];
            let when = if rows.is_stock { "at the end of each year" } else { "per year" };
            (on.model.drivers[other].headline().to_owned(), when.to_owned())
        }
        Tile::Moves => (format!("What moves it, {when}"), format!("{of} with one assumption low, then high")),
        Tile::Spread => (format!("How likely is each value, {when}"), of.to_owned()),
        Tile::Scenarios => ("Scenarios side by side".to_owned(), format!("{of}, median and 8 of 10 cases")),
        Tile::OverTime => ("Scenarios over time".to_owned(), format!("{of}, medians")),
        Tile::Shapes => ("By shape of growth".to_owned(), format!("{of}, every assumption at its base")),
    }
}

/// The least width of a tile, in points.
const LEAST_WIDTH: f32 = 250.0;
/// The height of the chart on a tile, in points.
const HEIGHT: f32 = 170.0;
const BETWEEN: f32 = 20.0;

/// Shows the tiles, but for what is shown large.
pub(super) fn show(ui: &mut Ui, on: On<'_>, bench: &Bench, computed: &Computed, view: &mut ScenariosView, actions: &mut Actions) {
    let large = view.large.unwrap_or(Tile::Outcome(bench.of.driver));
    let mut tiles: Vec<Tile> = bench.figures.iter().map(|(tile, _)| *tile).filter(|tile| *tile != large).collect();
    if large != Tile::Spread {
        // What moves the outcome and how it is spread belong together.
        let at = tiles.iter().position(|tile| *tile == Tile::Moves).map_or(tiles.len(), |at| at + 1);
        tiles.insert(at, Tile::Spread);
    }
    let width = ui.available_width();
    let columns = (((width + BETWEEN) / (LEAST_WIDTH + BETWEEN)) as usize).clamp(1, 3).min(tiles.len().max(1));
    let each = (width - BETWEEN * (columns - 1) as f32) / columns as f32;
    for row in tiles.chunks(columns) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = BETWEEN;
            for &tile in row {
                ids::part(ui, ("tile", on.model.id, tile), |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(each);
                        ui.set_max_width(each);
                        one(ui, on, bench, computed, tile, view, actions);
                    })
                });
            }
        });
        ui.add_space(theme::GAP_LARGE);
    }
}

fn one(ui: &mut Ui, on: On<'_>, bench: &Bench, computed: &Computed, tile: Tile, view: &mut ScenariosView, actions: &mut Actions) {
    ui.spacing_mut().item_spacing = vec2(theme::GAP, 1.0);
    let driver = bench.of.driver;
    let (title, below) = heading(on, computed, tile, driver);
    ui.horizontal(|ui| {
        let room = ui.available_width() - 36.0;
        ui.allocate_ui(vec2(room, 20.0), |ui| {
            ui.set_min_width(room);
            ui.add(egui::Label::new(widgets::strong_text(&title)).truncate());
        });
        if widgets::icon_button_for(ui, icons::OPEN_IN_FULL, "Show it large", &title).clicked() {
            view.large = Some(tile);
        }
    });
    ui.add(egui::Label::new(egui::RichText::new(below).size(theme::SMALL).color(theme::palette(ui.ctx()).muted)).truncate());
    let size = vec2(ui.available_width(), HEIGHT);
    match (tile, bench.small.get(&tile)) {
        (Tile::Spread, _) => spread::show(ui, on, computed, (driver, bench.in_force().map(|target| target.level)), size, view),
        (tile, Some(small)) => {
            let (chart, group) = name_of(on, tile);
            let chart = format!("{chart}, small");
            figure::draw(ui, Name { chart: &chart, group: &group }, small, size, on.workspace, actions);
        }
        (_, None) => {}
    }
}
