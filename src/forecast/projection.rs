//! Runs a model: for every driver and period a median with its bands, the corners, and notes about the run.

use sha2::{Digest as _, Sha256};

use super::distribution::Distribution;
use super::draws::Draws;
use super::formula::run::{Ask, Outcome};
use super::formula::{Series, Source, Summary};
use super::model::{ModelError, Prepared};
use super::sensitivity::{Effect, RankedDraws, ordered, pearson, ranks, spearman};
use crate::notebook::{Driver, Grain, Model, ModelPeriods, Period, decimal_year, month_of};

/// Probabilities of the quantiles of every run: the median, and the ends of the bands that cover 30, 60, 80 and 90 %.
pub const LEVELS: [f64; 9] = [0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95];
/// The index of the median in [`LEVELS`].
pub const MEDIAN: usize = 4;
/// The indices of P10 and P90 in [`LEVELS`].
pub const P10_P90: (usize, usize) = (1, 7);

/// Rank correlations of unrelated columns of 4,096 Sobol points stay below this.
const NOISE: f64 = 0.05;

/// The effects of the inputs on a driver in one period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effects {
    /// The driver's value with all inputs at their medians.
    pub base: f64,
    /// One for each uncertain input that matters, the widest first.
    pub effects: Vec<Effect>,
}

/// The results of running a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// One for each driver, in the model's order.
    pub drivers: Vec<DriverRows>,
    /// Remarks that belong beside the numbers, in sentences.
    pub notes: Vec<String>,
    /// Each driver's values in every draw, for questions about single draws.
    pub samples: Vec<Series>,
    /// The number of draws.
    pub draws: usize,
}

/// A driver over time.
#[derive(Debug, Clone, PartialEq)]
pub struct DriverRows {
    /// One row for each period.
    pub rows: Vec<Row>,
    /// Whether the values hold at the ends of periods.
    pub is_stock: bool,
    /// The value at the beginning of the first period with every input base; only for levels at a moment.
    pub begin: Option<f64>,
    /// Quantiles at the beginning of the first period, one for each of [`LEVELS`]; only for levels at a moment.
    pub begin_quantiles: Option<[f64; LEVELS.len()]>,
    /// The indices of the inputs that it depends on.
    pub inputs: Vec<usize>,
}

/// A driver in one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// The period.
    pub period: Period,
    /// The part of a year that it covers: 1 for a whole year, about 0.25 for a quarter.
    pub part: f64,
    /// One for each of [`LEVELS`], ascending.
    pub quantiles: [f64; LEVELS.len()],
    /// The values with every input low, base and high. The corners are not a P10–P90 range: inputs are rarely all low at once.
    pub corners: [f64; 3],
    /// The number of draws without a finite result (0/0 and the like); the quantiles are those of the others.
    pub undefined: usize,
}

impl Projection {
    /// Returns a sentence for each driver that has no finite result in some draws: how many, and in which period most.
    pub fn without_result(&self, model: &Model) -> Vec<String> {
        let of = |(driver, rows): (&Driver, &DriverRows)| {
            let worst = rows.rows.iter().max_by_key(|row| row.undefined).filter(|row| row.undefined > 0)?;
            Some(format!(
                "“{}” has no result in {} of {} draws ({}); these are left out.",
                driver.headline(),
                worst.undefined,
                self.draws,
                rows.when(worst)
            ))
        };
        model.drivers.iter().zip(&self.drivers).filter_map(of).collect()
    }
}

impl Row {
    /// The median.
    pub fn median(&self) -> f64 {
        self.quantiles[MEDIAN]
    }

    /// Whether it covers only part of a calendar period of its length.
    pub fn is_partial(&self) -> bool {
        self.share() < 0.99
    }

    /// The share of the calendar period that it covers.
    pub fn share(&self) -> f64 {
        let whole = self.calendar_period();
        self.part / (decimal_year(whole.end) - decimal_year(whole.start)).max(1e-9)
    }

    /// The calendar year, quarter or month that it is, or is a part of.
    pub fn calendar_period(&self) -> Period {
        let length = match self.period.grain {
            Grain::Quarter => ModelPeriods::Quarters,
            Grain::Month | Grain::Day => ModelPeriods::Months,
            Grain::Year => ModelPeriods::Years,
        };
        let start = self.period.start;
        Period { start: length.begin(start), end: length.next(start), ..self.period }
    }

    /// Whether its draws differ.
    pub fn is_spread(&self) -> bool {
        self.quantiles[0] < self.quantiles[LEVELS.len() - 1]
    }
}

impl DriverRows {
    /// The index of the period to quote: of a level at a moment the last; of an amount the last whole one, or else the last.
    pub fn quoted(&self) -> Option<usize> {
        let last = self.rows.len().checked_sub(1);
        if self.is_stock { last } else { self.rows.iter().rposition(|row| !row.is_partial()).or(last) }
    }

    /// The index of the row for a calendar period, or for the part of it that the model covers; that of the row to quote if there
    /// is none, or no period is wanted.
    pub fn at(&self, period: Option<Period>) -> Option<usize> {
        let found = period.and_then(|period| self.rows.iter().position(|row| row.calendar_period() == period));
        found.or_else(|| self.quoted())
    }

    /// How the time of a row is named beside its value: “end of 2029” or “Dec 2029” for a level at a moment, “2029” or “Q2 2029” for
    /// an amount.
    pub fn when(&self, row: &Row) -> String {
        let last = row.period.last_day();
        match (self.is_stock, (last.month(), last.day())) {
            (false, _) => row.calendar_period().to_string(),
            (true, (12, 31)) => format!("end of {}", last.year()),
            (true, _) => month_of(decimal_year(last)),
        }
    }
}

impl Prepared {
    /// Runs the model on the given draws and summarises every driver.
    pub fn project(&self, draws: &Draws) -> Projection {
        let mut outcome = self.outcome(draws);
        let mut corners = self.corners();
        for (index, output) in self.program.outputs.iter().enumerate() {
            if let Some(over_draws) = output.over_draws {
                outcome.drivers[index] = over_draws.of(&outcome.drivers[index]);
                corners.drivers[index] = outcome.drivers[index].repeated(3);
            }
        }
        let drivers =
            (0..self.program.outputs.len()).map(|output| self.driver_rows(output, &outcome.drivers[output], &corners)).collect();
        let notes = self.notes(&outcome, draws.count());
        Projection { drivers, notes, samples: outcome.drivers, draws: draws.count() }
    }

    /// All drivers for all draws.
    fn outcome(&self, draws: &Draws) -> Outcome {
        let sources: Vec<Source<'_>> = self
            .inputs
            .iter()
            .zip(&self.columns)
            .map(|(input, &column)| match &input.distribution {
                Some(distribution) if !distribution.is_certain() => Source::Drawn(distribution, draws, column),
                Some(_) => Source::Certain(input.corners[1]),
                None => Source::Certain(0.0),
            })
            .collect();
        self.program.run(Ask { times: &self.times, sources: &sources, draws: draws.count(), wanted: &[] })
    }

    /// All drivers with every input low, base and high, as three draws.
    fn corners(&self) -> Outcome {
        self.given(&self.inputs.iter().map(|input| input.corners.to_vec()).collect::<Vec<_>>(), 3)
    }

    /// All drivers for given values of each input, one value for each draw.
    fn given(&self, values: &[Vec<f64>], draws: usize) -> Outcome {
        let sources: Vec<Source<'_>> = values.iter().map(|values| Source::Given(values)).collect();
        self.program.run(Ask { times: &self.times, sources: &sources, draws, wanted: &[] })
    }

    fn driver_rows(&self, index: usize, series: &Series, corners: &Outcome) -> DriverRows {
        use super::formula::types::Time;
        let output = &self.program.outputs[index];
        let corner = &corners.drivers[index];
        let row = |(period, summary): (usize, Summary)| {
            let mut quantiles = [f64::NAN; LEVELS.len()];
            quantiles.copy_from_slice(&summary.quantiles);
            Row {
                period: self.periods[period],
                part: self.times[period + 1] - self.times[period],
                quantiles,
                corners: [0, 1, 2].map(|which| corner.value(period, which)),
                undefined: summary.undefined,
            }
        };
        let rows = series.summaries(&LEVELS).into_iter().enumerate().map(row).collect();
        let is_stock = output.time == Time::Moment;
        let begin = corner.slice(0).and_then(|values| values.get(1)).filter(|_| is_stock);
        let begin_quantiles = series.slice(0).filter(|_| is_stock).and_then(|values| {
            let found = Summary::of(values.iter(), &LEVELS, &mut Vec::new()).quantiles;
            <[f64; LEVELS.len()]>::try_from(found).ok()
        });
        DriverRows { rows, is_stock, begin, begin_quantiles, inputs: output.inputs.clone() }
    }

    fn notes(&self, outcome: &Outcome, draws: usize) -> Vec<String> {
        let mut notes = Vec::new();
        for ((clipped, binding), op) in outcome.clipped.iter().zip(&outcome.binding).zip(&self.program.curves) {
            if *clipped > 0 && draws > 1 {
                notes.push(format!(
                    "In {} of {draws} draws the ceiling came out below start or target (or one of them not above 0), and was moved just past them.",
                    clipped.min(&draws)
                ));
            }
            if let Some(binding) = binding.filter(|_| op.cap.is_some()) {
                notes.push(format!(
                    "The cap on openings limits growth; in the earliest of the draws, from {} on.",
                    month_of(binding)
                ));
            }
        }
        notes.dedup();
        for input in &self.inputs {
            if let Some(warning) = input.distribution.as_ref().and_then(Distribution::warning) {
                notes.push(format!("{}: {warning}.", input.title));
            }
        }
        notes
    }

    /// The inputs that matter for a driver in a period, the widest effect first.
    pub fn effects(&self, projection: &Projection, draws: &RankedDraws, driver: usize, period: usize) -> Effects {
        if self.program.outputs[driver].over_draws.is_some() {
            return Effects::default();
        }
        let mut uncertain: Vec<usize> =
            self.program.outputs[driver].inputs.iter().copied().filter(|&input| self.inputs[input].is_uncertain()).collect();
        // An assumption that has two names is moved once, under both.
        let mut seen = Vec::new();
        uncertain.retain(|&input| !seen.contains(&self.columns[input]) && (seen.push(self.columns[input]), true).1);
        if uncertain.is_empty() {
            return Effects::default();
        }
        // Two draws for each input, in which it is low and then high and all others are at their medians; and one draw with all
        // at their medians.
        let count = uncertain.len() * 2 + 1;
        let mut values: Vec<Vec<f64>> = self
            .inputs
            .iter()
            .map(|input| vec![input.distribution.as_ref().map_or(0.0, |distribution| distribution.quantile(0.5)); count])
            .collect();
        let mut ends = Vec::new();
        for (index, &input) in uncertain.iter().enumerate() {
            let quantile = |probability: f64| {
                self.inputs[input].distribution.as_ref().map_or(0.0, |distribution| distribution.quantile(probability))
            };
            let (low, high) = (quantile(0.1), quantile(0.9));
            for (values, _) in values.iter_mut().zip(&self.columns).filter(|(_, column)| **column == self.columns[input]) {
                values[2 * index] = low;
                values[2 * index + 1] = high;
            }
            ends.push((low, high));
        }
        let outcome = self.given(&values, count);
        let results = &outcome.drivers[driver];
        let values = projection.samples[driver].period(period);
        let (defined, values): (Vec<usize>, Vec<f64>) = values.iter().enumerate().filter(|(_, value)| value.is_finite()).unzip();
        let output_ranks = ranks(&values);
        let effects = uncertain.iter().enumerate().map(|(index, &input)| Effect {
            input,
            ends: ends[index],
            outputs: (results.value(period, 2 * index), results.value(period, 2 * index + 1)),
            rank_correlation: if output_ranks.len() < 2 {
                0.0
            } else {
                let column = draws.ranks(self.columns[input]);
                match defined.len() == column.len() {
                    true => pearson(&column, &output_ranks),
                    // The ranks among the draws with a finite result.
                    false => spearman(&defined.iter().map(|&draw| column[draw]).collect::<Vec<_>>(), &values),
                }
            },
            share: 0.0,
        });
        // A ceiling does nothing to a straight line: an input that neither moves the result nor correlates with it is not shown,
        // nor is one whose ends give no finite result.
        let matters = |effect: &Effect| {
            let is_finite = effect.outputs.0.is_finite() && effect.outputs.1.is_finite();
            is_finite && (effect.width() > 0.0 || effect.rank_correlation.abs() > NOISE)
        };
        let base = results.value(period, count - 1);
        if !base.is_finite() {
            return Effects::default();
        }
        Effects { base, effects: ordered(effects.filter(matters).collect()) }
    }

    /// SHA-256 over formulas, units, periods and inputs, as 64 hexadecimal digits.
    pub fn inputs_hash(&self, model: &Model) -> String {
        let mut hash = Sha256::new();
        for driver in &model.drivers {
            for part in [&driver.name, &driver.formula, &driver.unit] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part.as_bytes());
            }
        }
        for (input, symbol) in self.inputs.iter().zip(&model.inputs) {
            // The debug form names every field of a distribution with all its digits.
            let text = format!("{}|{}|{:?}|{:?}", symbol.name, input.unit, input.distribution, input.corners);
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        hash.update(format!("{:?}|{:?}|{:?}", self.times, self.program.curves, self.pairs()).as_bytes());
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Runs a prepared model on fresh draws.
pub fn project(prepared: &Prepared, seed: u32, count: usize) -> Result<(Projection, Draws), ModelError> {
    let draws = prepared.draws(seed, count)?;
    Ok((prepared.project(&draws), draws))
}
