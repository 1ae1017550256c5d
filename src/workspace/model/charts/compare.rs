//! Compares scenarios: side by side, and by which assumptions explain the difference between two of them.

use std::rc::Rc;

use super::levels;
use super::subject::{Beside, FAN, FAN_PERCENTILES, Subject, publishers, two_figures, with_unit};
use crate::chart::{ChartSpec, Figure, Ink, Line, Mark, MarkShape, Row, RowChart, Simulated, own_words};
use crate::forecast::model::ModelError;
use crate::notebook::{AssumptionId, Model, ModelPeriods, Notebook, Override, Period, Scenario, grouped};
use crate::workspace::model::computed::{Computed, Forecasts, SEED, provenance};

/// Scenarios with their results; `None` stands for the assumptions alone.
pub type Compared<'a> = [(Option<&'a Scenario>, Rc<Result<Computed, ModelError>>)];

/// Draws one bar for each scenario: a driver in the last whole period. Returns `None` if fewer than two scenarios can be drawn.
pub fn comparison(notebook: &Notebook, model: &Model, compared: &Compared<'_>, driver: usize) -> Option<Figure> {
    let of = model.drivers.get(driver)?;
    let mut rows = Vec::new();
    let mut left_out = Vec::new();
    let common = common_period(compared.iter().filter_map(|(_, computed)| computed.as_ref().as_ref().ok()), driver);
    for (scenario, computed) in compared {
        let name = scenario.map_or("As assumed", |scenario| scenario.name.as_str());
        match computed.as_ref() {
            Ok(computed) => rows.extend(row(name, computed, (driver, common), &of.unit)),
            Err(_) => left_out.push(name),
        }
    }
    if rows.len() < 2 {
        return None;
    }
    let middle = |row: &Row| row.mark.value;
    let (least, most) = (
        rows.iter().min_by(|a, b| middle(a).total_cmp(&middle(b)))?,
        rows.iter().max_by(|a, b| middle(a).total_cmp(&middle(b)))?,
    );
    let missing = if left_out.is_empty() {
        String::new()
    } else {
        format!(" Not drawn, because they cannot be run: {}.", left_out.join(", "))
    };
    let alt: Vec<String> = rows.iter().map(|row| row.mark.name.clone()).collect();
    let chart = RowChart {
        title: format!(
            "{}: from {} ({}) to {} ({})",
            of.headline(),
            two_figures(middle(least)),
            least.name,
            two_figures(middle(most)),
            most.name
        ),
        subtitle: format!(
            "{} in the last period that all scenarios have; bars contain 3, 6 and 8 of 10 simulated cases",
            of.headline()
        ),
        unit: crate::notebook::plural(&of.unit),
        reference: None,
        simulated: Some(several(notebook, compared, driver)),
        source_line: several_line(notebook, model, compared, driver) + &missing,
        alt: own_words(&of.comparison_alt, format!("Bars of {} by scenario: {}.", of.headline(), alt.join("; "))),
        rows,
    };
    Some(Figure::Rows(Box::new(chart)))
}

/// How several scenarios were simulated, and all claims that they rest on.
fn several(notebook: &Notebook, compared: &Compared<'_>, driver: usize) -> Simulated {
    let mut all = Simulated { draws: crate::forecast::draws::LIVE, seed: SEED, ..Simulated::default() };
    for (scenario, computed) in compared {
        let Ok(computed) = computed.as_ref() else { continue };
        for claim in provenance(notebook, computed, driver, *scenario).claims {
            if !all.claims.contains(&claim) {
                all.claims.push(claim);
            }
        }
    }
    all
}

/// The line under a chart of several scenarios: what they rest on, who published that, and how they were computed.
fn several_line(notebook: &Notebook, model: &Model, compared: &Compared<'_>, driver: usize) -> String {
    let run = several(notebook, compared, driver);
    let publishers = publishers(notebook, run.claims.iter().copied()).join(", ");
    let rests = match run.claims.len() {
        0 => "Rests on no claim".to_owned(),
        count => format!("Rests on {} ({publishers})", crate::notebook::counted(count, "claim")),
    };
    format!("{rests}. {}, {} draws each.", model.title, grouped(run.draws.into()))
}

/// The most scenarios that are drawn over time; more lines would be hard to tell apart.
const MOST_LINES: usize = 8;

/// The line style of a scenario: a colour and a dash, of which no two have both in common.
fn line_style(index: usize) -> (Ink, Option<(f32, f32)>) {
    // The third ink is that of the chosen scenario.
    const INKS: [Ink; 4] = [Ink::First, Ink::Second, Ink::Fourth, Ink::Muted];
    const DASHES: [Option<(f32, f32)>; 3] = [Some((6.0, 4.0)), Some((2.0, 3.0)), Some((12.0, 3.0))];
    (INKS[index % INKS.len()], DASHES[(index + index / INKS.len()) % DASHES.len()])
}

/// Draws the medians of a driver in all scenarios over time; that of `subject` is thick and solid. Returns `None` if fewer than
/// two scenarios can be drawn.
pub fn scenario_lines(subject: Subject<'_>, compared: &Compared<'_>, driver: usize) -> Option<Figure> {
    let of = subject.model.drivers.get(driver)?;
    let own = subject.scenario.map(|scenario| scenario.id);
    let mut lines = Vec::new();
    let mut left_out = Vec::new();
    for (scenario, computed) in compared {
        let name = scenario.map_or("As assumed", |scenario| scenario.name.as_str());
        let Ok(computed) = computed.as_ref() else {
            left_out.push(name);
            continue;
        };
        let is_own = scenario.map(|scenario| scenario.id) == own;
        if lines.len() >= MOST_LINES && !is_own {
            left_out.push(name);
            continue;
        }
        let (ink, dash) = if is_own { (Ink::Estimate, None) } else { line_style(lines.len()) };
        let line = median_line(Beside { scenario: *scenario, computed }, subject, driver);
        lines.push(Line { ink, dash, strong: is_own, ..line });
    }
    if lines.len() < 2 {
        return None;
    }
    let ends = lines.iter().flat_map(|line| &line.points).map(|point| point.0);
    let time = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(from, to), at| (from.min(at), to.max(at)));
    let missing = if left_out.is_empty() { String::new() } else { format!(" Not drawn: {}.", left_out.join(", ")) };
    let said: Vec<String> =
        lines.iter().filter_map(|line| Some(format!("{} ends at {}", line.label, two_figures(line.points.last()?.1)))).collect();
    let spec = ChartSpec {
        title: format!("{}: {} by scenario", subject.model.title, of.headline()),
        subtitle: format!("{}, the median of each scenario", of.headline()),
        time: (time.0.floor(), time.1.ceil().max(time.0.floor() + 1.0)),
        whole_years: has_whole_years(subject, driver),
        unit: crate::notebook::plural(&of.unit),
        simulated: Some(several(subject.notebook, compared, driver)),
        source_line: several_line(subject.notebook, subject.model, compared, driver) + &missing,
        alt: format!("Lines of {} over time, one for each scenario: {}.", of.headline(), said.join("; ")),
        lines,
        ..ChartSpec::default()
    };
    Some(Figure::Time(Box::new(spec)))
}

/// Whether a driver is an amount of years, not of shorter times, and not a level.
pub(super) fn has_whole_years(subject: Subject<'_>, driver: usize) -> bool {
    !subject.computed.projection.drivers[driver].is_stock && subject.model.periods == ModelPeriods::Years
}

/// The median of a driver over time: of amounts, in the middle of each period.
fn median_line(beside: Beside<'_>, subject: Subject<'_>, driver: usize) -> Line {
    if subject.computed.projection.drivers[driver].is_stock {
        return levels::compared(beside, subject, driver);
    }
    let rows = &beside.computed.projection.drivers[driver].rows;
    let middle = |row: &crate::forecast::projection::Row| {
        let (from, until) = (crate::notebook::decimal_year(row.period.start), crate::notebook::decimal_year(row.period.end));
        ((from + until) / 2.0, row.median())
    };
    let points = rows.iter().filter(|row| !row.is_partial()).map(middle).collect();
    Line { points, label: beside.name().to_owned(), ..Line::default() }
}

/// The last period that all of several results quote: scenarios may end at different times, and a later year is no comparison.
pub fn common_period<'a>(computed: impl Iterator<Item = &'a Computed>, driver: usize) -> Option<Period> {
    let quoted = |computed: &Computed| {
        let rows = computed.projection.drivers.get(driver)?;
        Some(rows.rows[rows.quoted()?].calendar_period())
    };
    computed.filter_map(quoted).min_by_key(|period| period.end)
}

fn row(name: &str, computed: &Computed, (driver, common): (usize, Option<Period>), unit: &str) -> Option<Row> {
    let rows = computed.projection.drivers.get(driver)?;
    let row = &rows.rows[rows.at(common)?];
    let when = rows.when(row);
    let range = |(low, high): (usize, usize)| (row.quantiles[low], row.quantiles[high]);
    let details = vec![
        format!("{name}, {when}: about {}", with_unit(&two_figures(row.median()), unit)),
        format!("8 of 10 cases: {} to {}", two_figures(row.quantiles[FAN[0].0]), two_figures(row.quantiles[FAN[0].1])),
    ];
    Some(Row {
        name: name.to_owned(),
        remark: format!("{when}: about {}", two_figures(row.median())),
        ends: (two_figures(row.quantiles[FAN[0].0]), two_figures(row.quantiles[FAN[0].1])),
        mark: Mark {
            shape: MarkShape::Spread,
            time: crate::chart::Extent::At(0.0),
            value: row.median(),
            range: Some(range(FAN[0])),
            covers: None,
            own: Vec::new(),
            inner: FAN[1..].iter().map(|&pair| range(pair)).collect(),
            percentiles: FAN_PERCENTILES.to_vec(),
            caret: None,
            ink: Ink::Estimate,
            faint: false,
            hollow: false,
            label: String::new(),
            claims: Vec::new(),
            name: details.join(", "),
            details,
            ..Mark::default()
        },
    })
}

/// A step on the way from one scenario to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The assumptions that change in it: more than one if the model cannot be run with only some of them changed.
    pub assumptions: Vec<AssumptionId>,
    /// The driver's median in the last whole period, after the change.
    pub median: f64,
}

/// Explains the difference between two scenarios, by changing one assumption after the other in the order of the model. Returns
/// a driver's median at the beginning and after each step. The effect of a step depends on the earlier steps; all effects add
/// up to the difference.
///
/// Fails if the model cannot be run under `from` or with the last changes.
pub fn explained(
    notebook: &Notebook,
    model: &Model,
    (from, to): (Option<&Scenario>, Option<&Scenario>),
    driver: usize,
    forecasts: &mut Forecasts,
) -> Result<(f64, Vec<Step>), ModelError> {
    let ends = [forecasts.compute(notebook, model, from)?, forecasts.compute(notebook, model, to)?];
    let common = common_period(ends.iter(), driver);
    let mut median = |scenario: Option<&Scenario>| {
        let computed = forecasts.compute(notebook, model, scenario)?;
        let rows = &computed.projection.drivers[driver];
        Ok::<f64, ModelError>(rows.at(common).map_or(f64::NAN, |index| rows.rows[index].median()))
    };
    let begin = median(from)?;
    let Some(template) = from.or(to) else { return Ok((begin, Vec::new())) };
    let mut on_the_way = Scenario { overrides: from.map(|from| from.overrides.clone()).unwrap_or_default(), ..template.clone() };
    let mut ids: Vec<AssumptionId> = [model.from, model.until].into_iter().chain(model.assumptions()).collect();
    let mut seen = std::collections::HashSet::new();
    ids.retain(|id| seen.insert(*id));
    let mut steps = Vec::new();
    let mut held = Vec::new();
    let mut last_error = None;
    for id in ids {
        let wanted = notebook.assumption_value(id, to);
        if notebook.assumption_value(id, Some(&on_the_way)) == wanted {
            continue;
        }
        if let Some(value) = wanted {
            on_the_way.overrides.retain(|entry| entry.assumption != id);
            on_the_way.overrides.push(Override { assumption: id, value: value.clone() });
        }
        held.push(id);
        match median(Some(&on_the_way)) {
            Ok(median) => steps.push(Step { assumptions: std::mem::take(&mut held), median }),
            Err(error) => last_error = Some(error),
        }
    }
    match last_error.filter(|_| !held.is_empty()) {
        Some(error) => Err(error),
        None => Ok((begin, steps)),
    }
}
