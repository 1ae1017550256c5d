//! Prepares a notebook's model to run: its inputs under a scenario, its formulas compiled, its periods.

use crate::forecast::formula::UnitError;
use jiff::civil::Date;

use super::distribution::{Distribution, DistributionError};
use super::draws::{DrawError, Draws, Pair};
use super::formula::program::{CurveOp, Errors, Text};
use super::formula::{MOST_PERIODS, Program, Source, Symbol, SymbolKind, Unit, compile};
use super::growth::{Anchors, Curve, GrowthError, suggested_ceiling};
use crate::notebook::{
    Assumption, AssumptionId, AssumptionValue, Growth, Model, ModelPeriods, Notebook, Period, Scenario, decimal_year, to_f64,
};

/// Why a model cannot be run. Each says which input or driver and what to do.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ModelError {
    /// An assumption no longer exists.
    #[error("the assumption “{0}” is missing; undo its removal or take it out of the model")]
    Missing(String),
    /// `from` or `until` is not a date.
    #[error("the model needs a date for “{0}”")]
    NotADay(&'static str),
    /// `from` and `until` are the same day.
    #[error("the model ends on the day on which it begins: choose a later day for “{0}”")]
    NoTime(String),
    /// `until` lies before `from`.
    #[error("the model ends before it begins: swap “{0}” and “{1}”, or choose a later day")]
    Backwards(String, String),
    /// The model covers more than [`MOST_PERIODS`] periods; holds how many, and what they are.
    #[error("the model has {0} {1}, more than {MOST_PERIODS}: choose an earlier last day or longer periods")]
    TooLong(usize, &'static str),
    /// No distribution fits an assumption.
    #[error("“{name}”: {error}")]
    Distribution {
        /// The assumption's name.
        name: String,
        /// The assumption.
        id: AssumptionId,
        /// The error.
        error: DistributionError,
    },
    /// The unit of an assumption is not understood.
    #[error("“{name}”: {error}")]
    Unit {
        /// The assumption's name.
        name: String,
        /// The error.
        error: UnitError,
    },
    /// Formulas have errors, each with the index of its driver.
    #[error("{}", .0.iter().map(|(_, error)| error.to_string()).collect::<Vec<_>>().join("; "))]
    Formulas(Errors),
    /// The curve of a driver, by its index, cannot be drawn through its base values.
    #[error("{1}")]
    Growth(usize, GrowthError),
    /// The draws cannot be made.
    #[error("{0}")]
    Draws(#[from] DrawError),
    /// The model computes nothing.
    #[error("the model has no driver yet: add one, such as stores = growth(…)")]
    Empty,
}

impl ModelError {
    /// Returns one sentence for each error, which names the driver that it is about.
    pub fn sentences(&self, model: &Model) -> Vec<String> {
        let named = |driver: usize, error: &dyn std::fmt::Display| match model.drivers.get(driver) {
            Some(driver) => format!("{}: {error}", driver.name),
            None => error.to_string(),
        };
        match self {
            Self::Formulas(errors) => errors.iter().map(|(driver, error)| named(*driver, error)).collect(),
            Self::Growth(driver, error) => vec![named(*driver, error)],
            other => vec![other.to_string()],
        }
    }
}

/// An input of a model, with its value under a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// The name by which formulas refer to it.
    pub name: String,
    /// Its assumption.
    pub assumption: AssumptionId,
    /// Its name on screen.
    pub title: String,
    /// Its unit.
    pub unit: Unit,
    /// The distribution it is drawn from; `None` for days, shapes and plans.
    pub distribution: Option<Distribution>,
    /// Low, base and high in the base scale (for samples P10, P50 and P90); all equal if the value is certain.
    pub corners: [f64; 3],
}

impl Input {
    /// Whether its value differs between draws.
    pub fn is_uncertain(&self) -> bool {
        self.distribution.as_ref().is_some_and(|distribution| !distribution.is_certain())
    }
}

/// A model ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// Its inputs, in the model's order.
    pub inputs: Vec<Input>,
    /// Its formulas.
    pub program: Program,
    /// The ends of its periods as decimal years; the first entry is the beginning.
    pub times: Vec<f64>,
    /// Its periods.
    pub periods: Vec<Period>,
    /// For each input the index of its column among the draws; columns are ordered by the age of their assumptions.
    pub columns: Vec<usize>,
    pairs: Vec<Pair>,
    /// Base-case results of the operations that are the same in every period; `NaN` for the others.
    base: Vec<f64>,
}

/// What draws depend on besides seed and count: which columns are needed, and which pairs of them are correlated.
pub type DrawsKey = (Vec<(usize, u8)>, Vec<(usize, usize, u64)>);

/// Prepares a model under a scenario or, without one, with the assumptions' own values.
pub fn prepare(notebook: &Notebook, model: &Model, scenario: Option<&Scenario>) -> Result<Prepared, ModelError> {
    let (times, periods) = grid(notebook, model, scenario)?;
    let mut inputs = Vec::new();
    let mut symbols = Vec::new();
    for input in &model.inputs {
        let missing = || ModelError::Missing(input.name.clone());
        let assumption = notebook.assumptions.get(input.assumption).ok_or_else(missing)?;
        let value = notebook.assumption_value(input.assumption, scenario).ok_or_else(missing)?;
        let (made, symbol) = read(&input.name, assumption, value)?;
        inputs.push(made);
        symbols.push(symbol);
    }
    if model.drivers.is_empty() {
        return Err(ModelError::Empty);
    }
    let texts: Vec<Text<'_>> =
        model.drivers.iter().map(|driver| Text { name: &driver.name, formula: &driver.formula, unit: &driver.unit }).collect();
    let program = compile(&symbols, &texts).map_err(ModelError::Formulas)?;
    let columns = by_age(&inputs);
    let column_of = |id: AssumptionId| inputs.iter().position(|input| input.assumption == id).map(|input| columns[input]);
    let pairs = model
        .correlations
        .iter()
        .filter_map(|pair| {
            Some(Pair { first: column_of(pair.first)?, second: column_of(pair.second)?, spearman: to_f64(pair.spearman) })
        })
        .filter(|pair| pair.first != pair.second)
        .collect();
    let base: Vec<Source<'_>> = inputs.iter().map(|input| Source::Certain(input.corners[1])).collect();
    let base = program.constants(&base);
    let prepared = Prepared { inputs, program, times, periods, columns, pairs, base };
    for curve in &prepared.program.curves {
        prepared.curve_as(curve, curve.shape).map_err(|error| ModelError::Growth(curve.written_in.0, error))?;
    }
    Ok(prepared)
}

/// The column of each input: its rank by id, which sorts by age. An assumption under two names is drawn once.
fn by_age(inputs: &[Input]) -> Vec<usize> {
    let mut ids: Vec<AssumptionId> = inputs.iter().map(|input| input.assumption).collect();
    ids.sort_unstable();
    ids.dedup();
    inputs.iter().map(|input| ids.binary_search(&input.assumption).unwrap_or(0)).collect()
}

fn read(name: &str, assumption: &Assumption, value: &AssumptionValue) -> Result<(Input, Symbol), ModelError> {
    let title = &assumption.name;
    let unit = Unit::parse(&assumption.unit).map_err(|error| ModelError::Unit { name: title.clone(), error })?;
    let (kind, distribution, corners) = match value {
        AssumptionValue::Date(date) => (SymbolKind::Date(decimal_year(*date)), None, [0.0; 3]),
        AssumptionValue::Growth(growth) => (SymbolKind::Shape(*growth), None, [0.0; 3]),
        AssumptionValue::Plan(points) => {
            let points = points.iter().map(|point| (decimal_year(point.date), to_f64(point.value))).collect();
            (SymbolKind::Plan(points), None, [0.0; 3])
        }
        AssumptionValue::Number(_) | AssumptionValue::Samples(_) => {
            let distribution = Distribution::of(value, &unit).map_err(|error| ModelError::Distribution {
                name: title.clone(),
                id: assumption.id,
                error,
            })?;
            let corners = match value {
                _ if distribution.is_certain() => [distribution.quantile(0.5); 3],
                AssumptionValue::Number(number) => [number.low, number.base, number.high].map(|part| to_f64(part) * unit.scale),
                _ => [0.1, 0.5, 0.9].map(|probability| distribution.quantile(probability)),
            };
            (SymbolKind::Number, Some(distribution), corners)
        }
    };
    let input = Input {
        name: name.to_owned(),
        assumption: assumption.id,
        title: title.clone(),
        unit: unit.clone(),
        distribution,
        corners,
    };
    Ok((input, Symbol { name: name.to_owned(), unit, kind }))
}

/// The periods of a model: calendar years between its two days, the first and last perhaps partial, then whole years beyond.
fn grid(notebook: &Notebook, model: &Model, scenario: Option<&Scenario>) -> Result<(Vec<f64>, Vec<Period>), ModelError> {
    let day = |id: AssumptionId, what: &'static str| match notebook.assumption_value(id, scenario) {
        Some(AssumptionValue::Date(date)) => Ok(*date),
        _ => Err(ModelError::NotADay(what)),
    };
    let name = |id: AssumptionId| notebook.assumptions.get(id).map(|assumption| assumption.name.clone()).unwrap_or_default();
    let (from, until) = (day(model.from, "from")?, day(model.until, "until")?);
    if until < from {
        return Err(ModelError::Backwards(name(model.from), name(model.until)));
    }
    if until == from {
        return Err(ModelError::NoTime(name(model.until)));
    }
    let length = model.periods;
    let years = (i32::from(until.year()) - i32::from(from.year()) + 1) as usize + usize::from(model.beyond);
    let count = match length {
        ModelPeriods::Years => years,
        // The periods that the first and the last year have in sight.
        _ => {
            let cut = i32::from(from.month() - 1) + if model.beyond == 0 { i32::from(12 - until.month()) } else { 0 };
            (years as i32 * 12 - cut).max(1) as usize / length.months() as usize
        }
    };
    if count > MOST_PERIODS {
        return Err(ModelError::TooLong(count, length.label()));
    }
    let turn = |year: i16| Date::new(year, 1, 1).unwrap_or(Date::MAX);
    // With years beyond, the stated last day does not cut a year: it is only marked on charts.
    let end = match model.beyond {
        // The last day of a period belongs to it: claims about “2029” end there too.
        0 => match until.tomorrow() {
            Ok(after) if length.begin(after) == after => after,
            _ => until,
        },
        beyond => turn(until.yesterday().unwrap_or(until).year().saturating_add(1).saturating_add(i16::from(beyond))),
    };
    let mut ends: Vec<Date> = Vec::new();
    let mut next = length.next(from);
    while next < end && ends.len() <= MOST_PERIODS {
        ends.push(next);
        next = length.next(next);
    }
    ends.push(end);
    let mut start = from;
    let mut periods = Vec::new();
    for &end in &ends {
        periods.push(Period { start, end, grain: length.grain(), deadline: false });
        start = end;
    }
    let times = std::iter::once(from).chain(ends.iter().copied()).map(decimal_year).collect();
    Ok((times, periods))
}

impl Prepared {
    /// Makes the columns of draws for its inputs.
    pub fn draws(&self, seed: u32, count: usize) -> Result<Draws, ModelError> {
        use super::distribution::Needs;
        let mut needs = vec![Needs::Nothing; self.inputs.len()];
        let mut names = vec![String::new(); self.inputs.len()];
        for (input, &column) in self.inputs.iter().zip(&self.columns) {
            needs[column] = input.distribution.as_ref().map_or(Needs::Nothing, Distribution::needs);
            names[column] = input.title.clone();
        }
        Ok(Draws::new(seed, count, &needs, &self.pairs, &names)?)
    }

    /// Rank correlations between columns.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The key that draws depend on: the same key, seed and count give the same draws.
    pub fn draws_key(&self) -> DrawsKey {
        let needs =
            self.inputs.iter().zip(&self.columns).map(|(input, &column)| {
                (column, input.distribution.as_ref().map_or(0, |distribution| distribution.needs() as u8))
            });
        let pairs = self.pairs.iter().map(|pair| (pair.first, pair.second, pair.spearman.to_bits()));
        (needs.collect(), pairs.collect())
    }

    /// Returns a curve through the base values, with `shape` instead of its own shape.
    pub fn curve_as(&self, op: &CurveOp, shape: Growth) -> Result<Curve, GrowthError> {
        let value = |register: usize| self.base.get(register).copied().unwrap_or(f64::NAN);
        let ceiling = match op.ceiling {
            Some(register) => value(register),
            // A formula that needs no ceiling names none: use one that lets a curve bend.
            None => suggested_ceiling(value(op.start), value(op.target)),
        };
        let anchors = Anchors { start: value(op.start), target: value(op.target), years: op.until - op.from, ceiling };
        let plan: Vec<(f64, f64)> = op.plan.iter().map(|(at, level)| (at - op.from, *level)).collect();
        Curve::with_plan(shape, anchors, &plan)
    }
}
