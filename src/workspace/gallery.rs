//! Every chart of a notebook by name: what the window shows and what can be written without one.

use jiff::civil::Date;

use super::charts::{Subject, comparison, driver_chart, timeline, tornado};
use super::forecasting::Forecasts;
use crate::chart::{Figure, targets};
use crate::notebook::{Model, Notebook, Scenario};

/// A chart and the name that it is asked for by.
pub struct Named {
    /// Its name.
    pub name: String,
    /// The chart.
    pub figure: Figure,
}

/// All charts of a notebook: of each series its targets and what was said when, of each model its drivers, the tornado of its last
/// driver and a comparison of its scenarios. `scenario` is the one that models are drawn as.
///
/// Models that cannot be run are told in the second list, each with the reason.
pub fn gallery(notebook: &Notebook, scenario: Option<&Scenario>, today: Date) -> (Vec<Named>, Vec<String>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for series in &notebook.series {
        let name = format!("{}: {}", series.subject, series.measure);
        let chart = targets(notebook, series, today);
        if !chart.points.is_empty() {
            found.push(Named { name: format!("{name}, targets"), figure: Figure::Time(Box::new(chart.spec)) });
        }
        if let Some(figure) = timeline(notebook, series, today) {
            found.push(Named { name: format!("{name}, what was said when"), figure });
        }
    }
    found.extend(super::multiples(notebook, today).map(|figure| Named { name: "All series, side by side".to_owned(), figure }));
    for model in &notebook.models {
        let own = scenario.filter(|scenario| scenario.model == model.id);
        match model_figures(notebook, model, own, today) {
            Ok(figures) => found.extend(figures),
            Err(problem) => problems.push(format!("{}: {problem}", model.title)),
        }
    }
    (found, problems)
}

fn model_figures(
    notebook: &Notebook,
    model: &Model,
    scenario: Option<&Scenario>,
    today: Date,
) -> Result<Vec<Named>, crate::forecast::model::ModelError> {
    let mut forecasts = Forecasts::default();
    let computed = forecasts.compute(notebook, model, scenario)?;
    let subject = Subject { notebook, model, scenario, computed: &computed, today };
    let named = |what: &str, figure| Named { name: format!("{}, {what}", model.title), figure };
    let mut found: Vec<Named> =
        (0..model.drivers.len()).map(|driver| named(model.drivers[driver].headline(), driver_chart(subject, driver))).collect();
    let last = model.drivers.len() - 1;
    found.extend(tornado(subject, last, None).map(|figure| named("tornado", figure)));
    let compared: Vec<_> = std::iter::once(None)
        .chain(notebook.scenarios_of(model.id).map(Some))
        .map(|scenario| (scenario, std::rc::Rc::new(forecasts.compute(notebook, model, scenario))))
        .collect();
    found.extend(comparison(model, &compared, last).map(|figure| named("scenarios", figure)));
    Ok(found)
}
