//! The store-count model: from stores on a day to stores on another, and what they could sell each year.

use jiff::civil::Date;

use super::growth::{Anchors, Curve, GrowthError};
use crate::notebook::{AssumptionId, AssumptionValue, Estimate3, Growth, Notebook, Scenario, StoreModel, decimal_year, to_f64};

/// Inputs of one run, as a scenario has them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inputs {
    /// Stores on `start_date`.
    pub start: Triple,
    /// The first day.
    pub start_date: Date,
    /// Stores on `target_date`.
    pub target: Triple,
    /// The day by which the target is met.
    pub target_date: Date,
    /// Stores that can never be exceeded.
    pub ceiling: Triple,
    /// The shape that the scenario holds for likely.
    pub growth: Growth,
    /// Share of stores that sells cars, 0 to 1.
    pub share: Triple,
    /// Cars per selling store and year.
    pub cars_per_store: Triple,
}

/// Low, base and high as doubles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Triple {
    /// Unlikely to be below.
    pub low: f64,
    /// Best guess.
    pub base: f64,
    /// Unlikely to be above.
    pub high: f64,
}

impl Triple {
    fn map(self, change: impl Fn(f64) -> f64) -> Self {
        Self { low: change(self.low), base: change(self.base), high: change(self.high) }
    }
}

impl From<Estimate3> for Triple {
    fn from(estimate: Estimate3) -> Self {
        Self { low: to_f64(estimate.low), base: to_f64(estimate.base), high: to_f64(estimate.high) }
    }
}

/// Why a model cannot be run. Each says which input and what to do.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ModelError {
    /// An assumption is gone or is of another sort.
    #[error("the assumption “{0}” is missing; undo its removal or make a new model")]
    Missing(&'static str),
    /// A share above 1.
    #[error("the share of stores that sells cars must lie between 0 and 100 %")]
    ShareOutOfRange,
    /// Cars per store below 0.
    #[error("cars per store and year cannot be negative")]
    NegativeSales,
    /// Low, base and high out of order.
    #[error("“{0}”: low must not exceed base, nor base high")]
    OutOfOrder(&'static str),
}

/// What one shape implies, year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// Which shape.
    pub growth: Growth,
    /// How far it can be believed, in a sentence.
    pub plausibility: String,
    /// Calendar years from the start's to the target's, in order.
    pub years: Vec<YearRow>,
    /// Points of the curve for drawing: decimal year, stores.
    pub curve: Vec<(f64, f64)>,
}

/// One calendar year. The first and the last can be partial.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearRow {
    /// Which year.
    pub year: i16,
    /// The share of the year that lies between start and target, 0 to 1.
    pub part: f64,
    /// Stores at its end, or on the target date.
    pub stores: f64,
    /// Openings in that part of the year, closures negative.
    pub openings: f64,
    /// Average stores over that part.
    pub average: f64,
    /// Cars sold in that part: every input low, every input base, every input high.
    ///
    /// These corners are not a 1-in-10 range: three inputs are rarely all low at once.
    pub sales: Triple,
}

/// What a scenario implies under all shapes.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The inputs as the scenario has them.
    pub inputs: Inputs,
    /// Every shape with what it implies or why it cannot be drawn, in menu order.
    pub shapes: Vec<(Growth, Result<Projection, GrowthError>)>,
}

impl Outcome {
    /// The shape that the scenario holds for likely.
    pub fn chosen(&self) -> Option<&Projection> {
        self.shapes.iter().find(|(growth, _)| *growth == self.inputs.growth)?.1.as_ref().ok()
    }
}

/// Runs a model as a scenario (or, with none, the assumptions alone) has it.
pub fn run(notebook: &Notebook, model: &StoreModel, scenario: Option<&Scenario>) -> Result<Outcome, ModelError> {
    let inputs = inputs(notebook, model, scenario)?;
    let shapes = Growth::ALL.iter().map(|&growth| (growth, project(&inputs, growth))).collect();
    Ok(Outcome { inputs, shapes })
}

fn inputs(notebook: &Notebook, model: &StoreModel, scenario: Option<&Scenario>) -> Result<Inputs, ModelError> {
    let value = |id: AssumptionId| notebook.assumption_value(id, scenario);
    let number = |id, name| match value(id) {
        Some(AssumptionValue::Number(number)) if number.low <= number.base && number.base <= number.high => {
            Ok(Triple::from(number))
        }
        Some(AssumptionValue::Number(_)) => Err(ModelError::OutOfOrder(name)),
        _ => Err(ModelError::Missing(name)),
    };
    let date = |id, name| match value(id) {
        Some(AssumptionValue::Date(date)) => Ok(date),
        _ => Err(ModelError::Missing(name)),
    };
    let Some(AssumptionValue::Growth(growth)) = value(model.growth) else { return Err(ModelError::Missing("growth")) };
    let share = number(model.share, "share that sells cars")?.map(|percent| percent / 100.0);
    if !(0.0..=1.0).contains(&share.low) || !(0.0..=1.0).contains(&share.high) {
        return Err(ModelError::ShareOutOfRange);
    }
    let cars_per_store = number(model.cars_per_store, "cars per store")?;
    if cars_per_store.low < 0.0 {
        return Err(ModelError::NegativeSales);
    }
    Ok(Inputs {
        start: number(model.start, "start")?,
        start_date: date(model.start_date, "start date")?,
        target: number(model.target, "target")?,
        target_date: date(model.target_date, "target date")?,
        ceiling: number(model.ceiling, "ceiling")?,
        growth,
        share,
        cars_per_store,
    })
}

/// Where stores close, the other ceiling makes the corner: whichever is smaller is the low one.
fn in_order(Triple { low, base, high }: Triple) -> Triple {
    Triple { low: low.min(base).min(high), base, high: high.max(base).max(low) }
}

/// Points per year of the drawn curve: a smooth line at any width a chart has.
const POINTS_PER_YEAR: f64 = 24.0;

fn project(inputs: &Inputs, growth: Growth) -> Result<Projection, GrowthError> {
    let first = decimal_year(inputs.start_date);
    let last = decimal_year(inputs.target_date);
    let anchors = |pick: fn(&Triple) -> f64, ceiling: f64| Anchors {
        start: pick(&inputs.start),
        target: pick(&inputs.target),
        years: last - first,
        ceiling,
    };
    let corner = |name| move |error| GrowthError::Corner { name, error: Box::new(error) };
    let base = Curve::new(growth, anchors(|triple| triple.base, inputs.ceiling.base))?;
    // A lower ceiling bends a logistic curve earlier: more stores on the way to the same target. So the corner with the
    // fewest stores has the highest ceiling.
    let low = Curve::new(growth, anchors(|triple| triple.low, inputs.ceiling.high)).map_err(corner("low"))?;
    let high = Curve::new(growth, anchors(|triple| triple.high, inputs.ceiling.low)).map_err(corner("high"))?;
    let years = (inputs.start_date.year()..=inputs.target_date.year())
        .filter_map(|year| {
            let from = f64::from(year).max(first) - first;
            let to = f64::from(year + 1).min(last) - first;
            let part = to - from;
            // A target on 1 January belongs to the year before.
            (part > 0.0).then(|| YearRow {
                year,
                part,
                stores: base.stores(to),
                openings: base.stores(to) - base.stores(from),
                average: base.average_stores(from, to),
                sales: in_order(Triple {
                    low: low.average_stores(from, to) * inputs.share.low * inputs.cars_per_store.low * part,
                    base: base.average_stores(from, to) * inputs.share.base * inputs.cars_per_store.base * part,
                    high: high.average_stores(from, to) * inputs.share.high * inputs.cars_per_store.high * part,
                }),
            })
        })
        .collect();
    let steps = ((last - first) * POINTS_PER_YEAR).ceil().clamp(2.0, 2400.0) as u32;
    let curve = (0..=steps)
        .map(|step| {
            let elapsed = (last - first) * f64::from(step) / f64::from(steps);
            (first + elapsed, base.stores(elapsed))
        })
        .collect();
    Ok(Projection { growth, plausibility: base.plausibility(), years, curve })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn example() -> Inputs {
        let certain = |value| Triple { low: value, base: value, high: value };
        Inputs {
            start: certain(100.0),
            start_date: date(2025, 1, 1),
            target: certain(10_000.0),
            target_date: date(2030, 1, 1),
            ceiling: certain(12_000.0),
            growth: Growth::Linear,
            share: Triple { low: 0.05, base: 0.12, high: 0.30 },
            cars_per_store: Triple { low: 5.0, base: 20.0, high: 60.0 },
        }
    }

    /// facts/scenarios.md §2.2: year 5 with every input low, base, high.
    #[test]
    fn sales_follow_the_average_stock() {
        for (growth, golden) in
            [(Growth::Linear, [2_252.0, 21_624.0, 162_180.0]), (Growth::Exponential, [1_634.0, 15_684.0, 117_630.0])]
        {
            let projection = project(&example(), growth).unwrap();
            let last = projection.years.last().unwrap();
            assert_eq!((last.year, last.part), (2029, 1.0));
            for (found, wanted) in [last.sales.low, last.sales.base, last.sales.high].into_iter().zip(golden) {
                assert!((found - wanted).abs() < wanted * 2e-3, "{growth:?}: {found} is not {wanted}");
            }
        }
    }

    #[test]
    fn the_corners_are_in_order_whatever_the_ceiling() {
        for (start, target) in [(100.0, 10_000.0), (9_000.0, 500.0)] {
            let certain = |value| Triple { low: value, base: value, high: value };
            let ceiling = Triple { low: 10_500.0, base: 12_000.0, high: 20_000.0 };
            let fixed = Inputs {
                start: certain(start),
                target: certain(target),
                ceiling,
                share: certain(0.1),
                cars_per_store: certain(10.0),
                ..example()
            };
            for row in project(&fixed, Growth::Logistic).unwrap().years {
                assert!(row.sales.low <= row.sales.base && row.sales.base <= row.sales.high, "{row:?}");
            }
        }
    }

    #[test]
    fn an_error_in_a_corner_says_which() {
        let inputs = Inputs { start: Triple { low: 0.0, base: 100.0, high: 100.0 }, ..example() };
        let said = project(&inputs, Growth::Exponential).unwrap_err().to_string();
        assert!(said.contains("above 0") && said.contains("low values"), "{said}");
    }

    #[test]
    fn openings_add_up_to_the_target() {
        for &growth in Growth::ALL {
            let inputs = Inputs { start_date: date(2024, 12, 16), target_date: date(2029, 12, 16), ..example() };
            let projection = project(&inputs, growth).unwrap();
            let total: f64 = projection.years.iter().map(|row| row.openings).sum();
            assert!((total - 9_900.0).abs() < 1e-6, "{growth:?}: {total}");
            assert_eq!(projection.years.len(), 6);
            assert!(projection.years[0].part < 0.05);
        }
    }
}
