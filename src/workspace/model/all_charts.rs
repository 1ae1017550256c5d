//! All charts of a notebook with their names, as the window shows them, `claimbook chart` writes them and briefs refer to them.

use std::collections::HashMap;
use std::rc::Rc;

use jiff::civil::Date;

use crate::chart::{Figure, by_year, targets};
use crate::notebook::{
    BriefBlock, BriefBlockKind, ChartKey, Model, ModelChart, ModelId, Notebook, Scenario, ScenarioId, Series, SeriesChart, topic,
};
use crate::workspace::model::charts::{
    Subject, calibration, comparison, driver_chart, multiples, scenario_lines, shapes_chart, timeline, tornado,
};
use crate::workspace::model::computed::{Computed, Forecasts, Shared};

/// A chart with its name in the list.
pub struct NamedChart {
    /// What it is of.
    pub key: ChartKey,
    /// Its name.
    pub name: String,
    /// The chart.
    pub figure: Figure,
    /// The model that it is of; `None` for the chart of a series.
    pub model: Option<ModelId>,
}

/// Draws charts of a notebook by what they are of. Each model is computed once.
pub struct Drawing<'a> {
    notebook: &'a Notebook,
    today: Date,
    forecasts: Forecasts,
    computed: HashMap<(ModelId, Option<ScenarioId>), Shared>,
}

impl<'a> Drawing<'a> {
    /// Nothing is drawn yet.
    pub fn new(notebook: &'a Notebook, today: Date) -> Self {
        Self { notebook, today, forecasts: Forecasts::default(), computed: HashMap::new() }
    }

    /// Draws a chart; `None` if the notebook has nothing to show in it any more. An error, as a sentence without a full stop, if its
    /// model cannot be run.
    pub fn figure(&mut self, key: &ChartKey) -> Result<Option<Figure>, String> {
        let notebook = self.notebook;
        match key {
            ChartKey::Series(id, which) => {
                let Some(series) = notebook.series.get(*id) else { return Ok(None) };
                Ok(series_figure(notebook, series, *which, self.today))
            }
            ChartKey::AllSeries => Ok(multiples(notebook, self.today)),
            ChartKey::Model(id, scenario, which) => {
                let Some(model) = notebook.models.get(*id) else { return Ok(None) };
                let scenario = match scenario {
                    None => None,
                    Some(id) => match notebook.scenarios.get(*id).filter(|scenario| scenario.model == model.id) {
                        None => return Ok(None),
                        found => found,
                    },
                };
                self.model_figure(model, scenario, which)
            }
        }
    }

    fn model_figure(&mut self, model: &Model, scenario: Option<&Scenario>, which: &ModelChart) -> Result<Option<Figure>, String> {
        let (notebook, today) = (self.notebook, self.today);
        let shared = self.compute(model, scenario);
        let computed: &Computed = match shared.as_ref() {
            Ok(computed) => computed,
            Err(problem) => return Err(format!("{}: {}", model.title, problem.sentences(model).join("; "))),
        };
        let subject = Subject { notebook, model, scenario, computed, today };
        let Some(last) = model.drivers.len().checked_sub(1) else { return Ok(None) };
        Ok(match which {
            ModelChart::Driver(name) => {
                model.drivers.iter().position(|driver| driver.name == *name).map(|driver| driver_chart(subject, driver))
            }
            ModelChart::Tornado => tornado(subject, last, None),
            ModelChart::Scenarios => comparison(notebook, model, &self.all_scenarios(model), last),
            ModelChart::ScenariosOverTime => scenario_lines(subject, &self.all_scenarios(model), last),
            ModelChart::Shapes => (0..model.drivers.len()).find_map(|driver| shapes_chart(subject, driver)),
            ModelChart::Calibration => {
                let kept: Vec<_> = notebook.runs.shared().filter(|run| run.model == model.id).cloned().collect();
                calibration(notebook, &model.title, &kept)
            }
        })
    }

    fn all_scenarios(&mut self, model: &Model) -> Vec<(Option<&'a Scenario>, Shared)> {
        let notebook = self.notebook;
        let all = std::iter::once(None).chain(notebook.scenarios_of(model.id).map(Some));
        all.map(|scenario| (scenario, self.compute(model, scenario))).collect()
    }

    fn compute(&mut self, model: &Model, scenario: Option<&Scenario>) -> Shared {
        let key = (model.id, scenario.map(|scenario| scenario.id));
        if let Some(known) = self.computed.get(&key) {
            return known.clone();
        }
        let made = Rc::new(self.forecasts.compute(self.notebook, model, scenario));
        self.computed.insert(key, made.clone());
        made
    }
}

fn series_figure(notebook: &Notebook, series: &Series, which: SeriesChart, today: Date) -> Option<Figure> {
    let shown = series.as_shown(notebook);
    match which {
        SeriesChart::Targets => charts_of(notebook, &shown, today).map(|(main, _)| main),
        SeriesChart::AsStated => charts_of(notebook, &shown, today).and_then(|(_, as_stated)| as_stated),
        SeriesChart::Timeline => timeline(notebook, &shown, today),
    }
}

/// The charts that a notebook can have, in the order of their list: some of them may have nothing to show. Models are drawn under
/// `scenario` if it is theirs.
pub fn chart_keys(notebook: &Notebook, scenario: Option<&Scenario>) -> Vec<ChartKey> {
    let of_series = |series: &Series| {
        let id = series.id;
        SeriesChart::ALL.iter().map(move |which| ChartKey::Series(id, *which))
    };
    let mut keys: Vec<ChartKey> = notebook.series.iter().flat_map(of_series).collect();
    keys.push(ChartKey::AllSeries);
    for model in &notebook.models {
        let own = scenario.filter(|scenario| scenario.model == model.id).map(|scenario| scenario.id);
        let drivers = model.drivers.iter().map(|driver| ModelChart::Driver(driver.name.clone()));
        let others = [
            ModelChart::Tornado,
            ModelChart::Scenarios,
            ModelChart::ScenariosOverTime,
            ModelChart::Shapes,
            ModelChart::Calibration,
        ];
        keys.extend(drivers.chain(others).map(|which| ChartKey::Model(model.id, own, which)));
    }
    keys
}

/// What a figure or a table of a brief is called in a list: its caption, or else the name of its chart.
pub fn picture_name(notebook: &Notebook, block: &BriefBlock) -> String {
    match &block.kind {
        BriefBlockKind::Figure(key) if block.text.trim().is_empty() => chart_name(notebook, key),
        _ => block.text.clone(),
    }
}

/// The name of a chart in a list; “(deleted)” if what it is of is gone.
pub fn chart_name(notebook: &Notebook, key: &ChartKey) -> String {
    const GONE: &str = "(deleted)";
    match key {
        ChartKey::Series(id, which) => match notebook.series.get(*id) {
            Some(series) => {
                let shown = series.as_shown(notebook);
                format!("{}, {}", topic(&shown.subject, &shown.measure), which.label())
            }
            None => GONE.to_owned(),
        },
        ChartKey::AllSeries => "All series, side by side".to_owned(),
        ChartKey::Model(id, _, which) => match notebook.models.get(*id) {
            Some(model) => format!("{}, {}", model.title, model_chart_name(model, which)),
            None => GONE.to_owned(),
        },
    }
}

fn model_chart_name<'a>(model: &'a Model, which: &'a ModelChart) -> &'a str {
    match which {
        ModelChart::Driver(name) => {
            model.drivers.iter().find(|driver| driver.name == *name).map_or(name.as_str(), |driver| driver.headline())
        }
        ModelChart::Tornado => "tornado",
        ModelChart::Scenarios => "scenarios",
        ModelChart::ScenariosOverTime => "scenarios over time",
        ModelChart::Shapes => "shapes of growth",
        ModelChart::Calibration => "calibration",
    }
}

/// Returns all charts of a notebook. A series has its targets and its timeline; a model has its drivers, the tornado of its
/// last driver, its scenarios side by side and over time, and its shapes of growth. Models are drawn under `scenario` if it is theirs.
///
/// The second list holds one message per model that could not be run.
pub fn all_charts(notebook: &Notebook, scenario: Option<&Scenario>, today: Date) -> (Vec<NamedChart>, Vec<String>) {
    let mut drawing = Drawing::new(notebook, today);
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for key in chart_keys(notebook, scenario) {
        match drawing.figure(&key) {
            Ok(Some(figure)) => {
                let model = if let ChartKey::Model(model, ..) = key { Some(model) } else { None };
                found.push(NamedChart { name: chart_name(notebook, &key), figure, model, key });
            }
            Ok(None) => {}
            Err(problem) if problems.contains(&problem) => {}
            Err(problem) => problems.push(problem),
        }
    }
    (found, problems)
}

/// The charts that a report of the whole notebook shows: one for each series, and the outcomes of each model that can be run.
pub fn main_charts(notebook: &Notebook, today: Date) -> Vec<Figure> {
    let mut drawing = Drawing::new(notebook, today);
    let is_main =
        |key: &ChartKey| matches!(key, ChartKey::Series(_, SeriesChart::Targets) | ChartKey::Model(_, _, ModelChart::Driver(_)));
    let keys = chart_keys(notebook, None).into_iter().filter(is_main);
    keys.filter_map(|key| drawing.figure(&key).ok().flatten()).collect()
}

/// The chart of a series, and the same as stated where that is another; `None` without points.
fn charts_of(notebook: &Notebook, series: &Series, today: Date) -> Option<(Figure, Option<Figure>)> {
    let chart = targets(notebook, series, today);
    if chart.points.is_empty() {
        return None;
    }
    let as_stated = chart.as_stated(series);
    Some(match by_year(&chart, series, today) {
        Some(figure) => (figure, Some(as_stated)),
        None => (as_stated, None),
    })
}
