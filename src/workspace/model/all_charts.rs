//! All charts of a notebook with their names, as the window shows them and `claimbook chart` writes them.

use jiff::civil::Date;

use crate::chart::{Figure, by_year, targets};
use crate::notebook::{Model, ModelId, Notebook, Scenario, Series, topic};
use crate::workspace::model::charts::{
    Subject, calibration, comparison, driver_chart, multiples, scenario_lines, shapes_chart, timeline, tornado,
};
use crate::workspace::model::computed::Forecasts;

/// A chart with its name in the list.
pub struct NamedChart {
    /// Its name.
    pub name: String,
    /// The chart.
    pub figure: Figure,
    /// The model that it is of; `None` for the chart of a series.
    pub model: Option<ModelId>,
}

/// Returns all charts of a notebook. A series has its targets and its timeline; a model has its drivers, the tornado of its
/// last driver, its scenarios side by side and over time, and its shapes of growth. Models are drawn under `scenario` if it is theirs.
///
/// The second list holds one message per model that could not be run.
pub fn all_charts(notebook: &Notebook, scenario: Option<&Scenario>, today: Date) -> (Vec<NamedChart>, Vec<String>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for series in &notebook.series {
        let series = &series.as_shown(notebook);
        let name = topic(&series.subject, &series.measure);
        if let Some((main, as_stated)) = charts_of(notebook, series, today) {
            found.push(NamedChart { name: format!("{name}, targets"), figure: main, model: None });
            found.extend(as_stated.map(|figure| NamedChart { name: format!("{name}, as stated"), figure, model: None }));
        }
        if let Some(figure) = timeline(notebook, series, today) {
            found.push(NamedChart { name: format!("{name}, what was said when"), figure, model: None });
        }
    }
    found.extend(multiples(notebook, today).map(|figure| NamedChart {
        name: "All series, side by side".to_owned(),
        figure,
        model: None,
    }));
    for model in &notebook.models {
        let own = scenario.filter(|scenario| scenario.model == model.id);
        match model_figures(notebook, model, own, today) {
            Ok(figures) => found.extend(figures),
            Err(problem) => problems.push(format!("{}: {}", model.title, problem.sentences(model).join("; "))),
        }
    }
    (found, problems)
}

/// The charts that a report of the whole notebook shows: one for each series, and the outcomes of each model that can be run.
pub fn main_charts(notebook: &Notebook, today: Date) -> Vec<Figure> {
    let of_series = notebook.series.iter().map(|series| series.as_shown(notebook));
    let mut found: Vec<Figure> = of_series.filter_map(|series| Some(charts_of(notebook, &series, today)?.0)).collect();
    for model in &notebook.models {
        if let Ok(computed) = Forecasts::default().compute(notebook, model, None) {
            let subject = Subject { notebook, model, scenario: None, computed: &computed, today };
            found.extend((0..model.drivers.len()).map(|driver| driver_chart(subject, driver)));
        }
    }
    found
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

fn model_figures(
    notebook: &Notebook,
    model: &Model,
    scenario: Option<&Scenario>,
    today: Date,
) -> Result<Vec<NamedChart>, crate::forecast::model::ModelError> {
    let mut forecasts = Forecasts::default();
    let computed = forecasts.compute(notebook, model, scenario)?;
    let subject = Subject { notebook, model, scenario, computed: &computed, today };
    let named = |what: &str, figure| NamedChart { name: format!("{}, {what}", model.title), figure, model: Some(model.id) };
    let mut found: Vec<NamedChart> =
        (0..model.drivers.len()).map(|driver| named(model.drivers[driver].headline(), driver_chart(subject, driver))).collect();
    let last = model.drivers.len() - 1;
    found.extend(tornado(subject, last, None).map(|figure| named("tornado", figure)));
    let compared: Vec<_> = std::iter::once(None)
        .chain(notebook.scenarios_of(model.id).map(Some))
        .map(|scenario| (scenario, std::rc::Rc::new(forecasts.compute(notebook, model, scenario))))
        .collect();
    found.extend(comparison(notebook, model, &compared, last).map(|figure| named("scenarios", figure)));
    found.extend(scenario_lines(subject, &compared, last).map(|figure| named("scenarios over time", figure)));
    let shapes = (0..model.drivers.len()).find_map(|driver| shapes_chart(subject, driver));
    found.extend(shapes.map(|figure| named("shapes of growth", figure)));
    let kept: Vec<_> = notebook.runs.shared().filter(|run| run.model == model.id).cloned().collect();
    found.extend(calibration(notebook, &model.title, &kept).map(|figure| named("calibration", figure)));
    Ok(found)
}
