//! Outcomes of kept runs in words.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::chance::chance_of;
use crate::notebook::{Bound, Notebook, Outcome, OutcomePart, Quantity, Run, RunOutput, RunRow, Value, long_date, to_f64};

/// What an outcome says: its words, and its number if it is one.
pub(super) fn said(notebook: &Notebook, outcome: &Outcome) -> Option<(String, Option<Quantity>)> {
    let (run, output, row) = found(notebook, outcome)?;
    let quantity =
        |value, approx| Quantity { value, bound: Bound::Exactly, approx, unit: output.unit.clone(), per: String::new() };
    match outcome.shows {
        OutcomePart::Median => {
            let exact = quantile(run, row, 0.5)?;
            let value = two_digits(exact)?;
            let quantity = quantity(Value::One(value), true);
            Some((quantity.to_string(), Some(quantity)))
        }
        OutcomePart::Range => {
            let (low, high) = (two_digits(quantile(run, row, 0.1)?)?, two_digits(quantile(run, row, 0.9)?)?);
            let quantity = quantity(Value::Range(low.min(high), high.max(low)), true);
            Some((quantity.to_string(), Some(quantity)))
        }
        OutcomePart::Chance(level) => {
            let quantity = percent(run, row, to_f64(level));
            Some((quantity.to_string(), Some(quantity)))
        }
        OutcomePart::ChanceWords(level) => Some((chance_of(chance(run, row, to_f64(level))).likely.to_owned(), None)),
    }
}

/// The chance that an outcome shows, between 0 and 1.
pub(super) fn chance_shown(notebook: &Notebook, outcome: &Outcome) -> Option<f64> {
    let (OutcomePart::Chance(level) | OutcomePart::ChanceWords(level)) = outcome.shows else { return None };
    let (run, _, row) = found(notebook, outcome)?;
    Some(chance(run, row, to_f64(level)))
}

/// What an outcome is of, in one sentence without a full stop.
pub(super) fn explained(notebook: &Notebook, outcome: &Outcome) -> Option<String> {
    let (run, output, _) = found(notebook, outcome)?;
    let title = output.title();
    let when = if output.is_stock { format!("at the end of {}", outcome.period) } else { format!("in {}", outcome.period) };
    let what = match outcome.shows {
        OutcomePart::Median => "the middle of all cases".to_owned(),
        OutcomePart::Range => "eight of ten cases".to_owned(),
        OutcomePart::Chance(level) | OutcomePart::ChanceWords(level) => {
            let goal = Quantity {
                value: Value::One(level),
                bound: Bound::AtLeast,
                approx: false,
                unit: output.unit.clone(),
                per: String::new(),
            };
            format!("the share of cases with {goal}")
        }
    };
    Some(format!(
        "{title} {when} under “{}”: {what}, from the run that was kept on {} ({} cases)",
        run.name,
        long_date(run.made),
        crate::notebook::grouped(run.samples.into())
    ))
}

fn found<'a>(notebook: &'a Notebook, outcome: &Outcome) -> Option<(&'a Run, &'a RunOutput, &'a RunRow)> {
    let run = notebook.runs.get(outcome.run)?;
    let output = run.outputs.iter().find(|output| output.driver == outcome.driver)?;
    let row = output.rows.iter().find(|row| row.period == outcome.period)?;
    (run.levels.len() == row.quantiles.len() && !run.levels.is_empty()).then_some((run, output, row))
}

/// The value below which a share of all cases is, in a straight line between the quantiles that were kept; the outermost ones hold
/// beyond them.
fn quantile(run: &Run, row: &RunRow, share: f64) -> Option<f64> {
    let after = run.levels.iter().position(|level| *level >= share);
    match after {
        None => row.quantiles.last().copied(),
        Some(0) => row.quantiles.first().copied(),
        Some(at) => {
            let part = (share - run.levels[at - 1]) / (run.levels[at] - run.levels[at - 1]);
            Some(row.quantiles[at - 1] + part * (row.quantiles[at] - row.quantiles[at - 1]))
        }
    }
}

/// The share of cases at or above a level, between 0 and 1; beyond the kept quantiles, that of the outermost one.
fn chance(run: &Run, row: &RunRow, level: f64) -> f64 {
    let below = match row.quantiles.iter().position(|value| *value >= level) {
        None => run.levels[run.levels.len() - 1],
        Some(0) => run.levels[0],
        Some(at) => {
            let (low, high) = (row.quantiles[at - 1], row.quantiles[at]);
            let part = if high > low { (level - low) / (high - low) } else { 1.0 };
            run.levels[at - 1] + part * (run.levels[at] - run.levels[at - 1])
        }
    };
    1.0 - below
}

/// The chance in whole percent; “less than” beyond the kept quantiles.
fn percent(run: &Run, row: &RunRow, level: f64) -> Quantity {
    let (first, last) = (row.quantiles.first(), row.quantiles.last());
    let (bound, approx) = if last.is_some_and(|last| *last < level) {
        (Bound::LessThan, false)
    } else if first.is_some_and(|first| *first >= level) {
        (Bound::MoreThan, false)
    } else {
        (Bound::Exactly, true)
    };
    let value = Decimal::from_f64((chance(run, row, level) * 100.0).round()).unwrap_or_default();
    Quantity { value: Value::One(value.normalize()), bound, approx, unit: "%".into(), per: String::new() }
}

/// A computed number is not more exact than its assumptions: two digits.
fn two_digits(value: f64) -> Option<Decimal> {
    Decimal::from_f64(value)?.round_sf(2).map(|value| value.normalize())
}
