//! The charts of the workbench, made once for each state of the notebook.

use std::collections::HashMap;
use std::rc::Rc;

use jiff::civil::Date;

use super::on::On;
use crate::chart::Figure;
use crate::forecast::attainment::{FirstReached, Wanted, first_reached};
use crate::forecast::histogram::Histogram;
use crate::notebook::{ModelId, Scenario, ScenarioId};
use crate::workspace::{
    Beside, Chance, Computed, Forecasts, Shared, Subject, comparison, driver_chart, driver_chart_beside, in_force,
    scenario_lines, shapes_chart, tornado,
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

impl Tile {
    /// Whether it shows the same time as the outcome. Scenarios may end at other times.
    fn moves_along(self) -> bool {
        matches!(self, Self::Outcome(_) | Self::Shapes)
    }
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
    figures: Vec<(Tile, Rc<Figure>)>,
    /// The same without title and source line, which stand around the numbers of the outcome.
    untitled: HashMap<Tile, Rc<Figure>>,
    /// The same without words, for tiles.
    small: HashMap<Tile, Rc<Figure>>,
    /// How the outcome is spread in the period that is quoted; `None` if it is certain.
    pub spread: Option<Rc<Histogram>>,
    /// The results of the scenario that the outcome is compared with.
    pub other: Option<Shared>,
    /// The targets of the outcome, with how likely each is to be met.
    pub chances: Vec<Chance>,
    /// When the outcome first reaches its target in force.
    pub reached: Option<FirstReached>,
}

impl Bench {
    fn new(of: Of, figures: Vec<(Tile, Figure)>) -> Self {
        let untitled = |figure: &Figure| Rc::new(figure.clone().without_title().without_source_line());
        Self {
            of,
            untitled: figures.iter().map(|(tile, figure)| (*tile, untitled(figure))).collect(),
            small: figures.iter().map(|(tile, figure)| (*tile, Rc::new(figure.clone().without_words()))).collect(),
            figures: figures.into_iter().map(|(tile, figure)| (tile, Rc::new(figure))).collect(),
            spread: None,
            other: None,
            chances: Vec::new(),
            reached: None,
        }
    }

    /// The same charts with another one of the outcome.
    fn with_outcome(&self, outcome: Figure) -> Self {
        let tile = Tile::Outcome(self.of.driver);
        let outcome = match self.figure(tile).and_then(Figure::time) {
            Some(time) => outcome.over(time),
            None => outcome,
        };
        let (mut figures, mut untitled, mut small) = (self.figures.clone(), self.untitled.clone(), self.small.clone());
        untitled.insert(tile, Rc::new(outcome.clone().without_title().without_source_line()));
        small.insert(tile, Rc::new(outcome.clone().without_words()));
        if let Some((_, known)) = figures.iter_mut().find(|(known, _)| *known == tile) {
            *known = Rc::new(outcome);
        }
        Self {
            of: self.of.clone(),
            figures,
            untitled,
            small,
            spread: self.spread.clone(),
            other: None,
            chances: Vec::new(),
            reached: None,
        }
    }

    /// Whether it is about this model.
    pub fn is_of(&self, model: ModelId) -> bool {
        self.of.model == model
    }

    /// The index of the driver that is the outcome.
    pub fn driver(&self) -> usize {
        self.of.driver
    }

    /// The tiles that can be drawn, in their order.
    pub fn tiles(&self) -> impl Iterator<Item = Tile> {
        self.figures.iter().map(|(tile, _)| *tile)
    }

    /// Returns the figure of a tile without its title.
    pub fn untitled(&self, tile: Tile) -> Option<&Figure> {
        self.untitled.get(&tile).map(AsRef::as_ref)
    }

    /// Returns the figure of a tile without words, for a small place.
    pub fn small(&self, tile: Tile) -> Option<&Figure> {
        self.small.get(&tile).map(AsRef::as_ref)
    }

    /// Returns the figure of a tile, whole.
    pub fn figure(&self, tile: Tile) -> Option<&Figure> {
        self.figures.iter().find(|(known, _)| *known == tile).map(|(_, figure)| figure.as_ref())
    }

    /// The target in force: the latest one that no later claim superseded.
    pub fn in_force(&self) -> Option<&Chance> {
        in_force(&self.chances)
    }
}

/// What the charts are made of besides the model.
pub(super) struct Asked<'a> {
    /// The index of the driver that is the outcome.
    pub driver: usize,
    /// The scenario to compare with, if any; in it, `None` is the assumptions alone.
    pub beside: Option<Option<&'a Scenario>>,
    /// Computes the other scenarios.
    pub forecasts: &'a mut Forecasts,
    /// Whether a hand holds something. As long as it does, only the outcome follows; the tiles settle when it lets go.
    pub is_held: bool,
}

/// Returns the charts: the known ones, if they are of this state of the notebook.
pub(super) fn bench(on: On<'_>, computed: &Computed, asked: Asked<'_>, known: Option<&Rc<Bench>>) -> Rc<Bench> {
    let Asked { driver, beside, forecasts, is_held } = asked;
    let of = Of {
        revision: on.workspace.revision(),
        today: on.workspace.clock().today(),
        model: on.model.id,
        scenario: on.scenario.map(|scenario| scenario.id),
        beside: beside.map(|scenario| scenario.map(|scenario| scenario.id)),
        driver,
    };
    if let Some(known) = known.filter(|known| known.of == of) {
        return known.clone();
    }
    let follows = known.filter(|known| is_held && Of { revision: known.of.revision, ..of.clone() } == known.of);
    let subject = on.subject(computed);
    let other = match follows {
        Some(known) => known.other.clone(),
        None => beside.map(|scenario| forecasts.get(on.workspace, on.model, scenario)),
    };
    let beside = beside.zip(other.as_ref()).and_then(|(scenario, computed)| {
        let computed = computed.as_ref().as_ref().ok()?;
        Some(Beside { scenario, computed })
    });
    let drawn = driver_chart_beside(subject, driver, beside);
    let chances = drawn.chances.clone();
    let outcome = drawn.figure();
    let mut made = match follows {
        Some(known) => known.with_outcome(outcome),
        None => Bench::new(of, figures(on, subject, (driver, outcome), forecasts)),
    };
    if follows.is_none() {
        let rows = &computed.projection.drivers[driver];
        let values = rows.quoted().map(|period| computed.projection.samples[driver].period(period));
        made.spread = values.and_then(|values| Histogram::of(values.iter())).map(Rc::new);
    }
    (made.other, made.chances) = (other, chances);
    let wanted = made.in_force().filter(|target| target.wanted == Wanted::AtLeast);
    made.reached = wanted.map(|target| {
        let is_stock = computed.projection.drivers[driver].is_stock;
        first_reached(&computed.projection.samples[driver], &computed.prepared.times, target.level, is_stock)
    });
    Rc::new(made)
}

fn figures(
    on: On<'_>,
    subject: Subject<'_>,
    (driver, outcome): (usize, Figure),
    forecasts: &mut Forecasts,
) -> Vec<(Tile, Figure)> {
    let mut found = vec![(Tile::Outcome(driver), outcome)];
    let others = (0..on.model.drivers.len()).filter(|other| *other != driver);
    found.extend(others.map(|other| (Tile::Outcome(other), driver_chart(subject, other))));
    found.extend(tornado(subject, driver, None).map(|figure| (Tile::Moves, figure)));
    let scenarios = std::iter::once(None).chain(on.workspace.notebook().scenarios_of(on.model.id).map(Some));
    let compared: Vec<_> = scenarios.map(|scenario| (scenario, forecasts.get(on.workspace, on.model, scenario))).collect();
    found.extend(comparison(on.workspace.notebook(), on.model, &compared, driver).map(|figure| (Tile::Scenarios, figure)));
    found.extend(scenario_lines(subject, &compared, driver).map(|figure| (Tile::OverTime, figure)));
    found.extend(shapes_chart(subject, driver).map(|figure| (Tile::Shapes, figure)));
    // Charts that move together show the same time.
    let times = found.iter().filter(|(tile, _)| tile.moves_along()).filter_map(|(_, figure)| figure.time());
    let all = times.fold((f64::INFINITY, f64::NEG_INFINITY), |all, time| (all.0.min(time.0), all.1.max(time.1)));
    let alike = |(tile, figure): (Tile, Figure)| (tile, if tile.moves_along() { figure.over(all) } else { figure });
    found.into_iter().map(alike).collect()
}

/// The name of a chart, by which its zoom is kept. The charts of one model show the same time.
pub(super) fn name_of(on: On<'_>, tile: Tile) -> (String, String) {
    let chart = match tile {
        Tile::Outcome(driver) => {
            format!("driver {}", on.model.drivers.get(driver).map_or("", |driver| driver.name.as_str()))
        }
        Tile::Moves => "tornado".to_owned(),
        Tile::Spread => "spread".to_owned(),
        Tile::Scenarios => "comparison".to_owned(),
        Tile::OverTime => "scenarios over time".to_owned(),
        Tile::Shapes => "shapes".to_owned(),
    };
    let group = if tile.moves_along() { on.model.id.to_string() } else { chart.clone() };
    (chart, group)
}
