//! All draws of a model as a table, for programs that do their own statistics.

use std::fmt::Write as _;

use super::charts::Subject;
use crate::chart::quoted;

/// Returns the draws of a computed model as comma-separated values (RFC 4180): a row for each draw, a column for each driver and
/// period, in the driver's unit; the headings name driver, period and unit. A draw without a result has an empty field. The first
/// columns repeat model, scenario and seed, so that tables can be put below each other.
pub fn draws_csv(subject: Subject<'_>) -> String {
    let Subject { model, scenario, computed, .. } = subject;
    let projection = &computed.projection;
    let mut out = "model,scenario,seed,draw".to_owned();
    let columns = || {
        let drivers = model.drivers.iter().zip(&projection.drivers).zip(&projection.samples);
        drivers.flat_map(|((driver, rows), samples)| {
            rows.rows.iter().enumerate().map(move |(at, row)| (driver, rows, row, samples.period(at)))
        })
    };
    for (driver, rows, row, _) in columns() {
        let unit = if driver.unit.is_empty() { String::new() } else { format!(" [{}]", driver.unit) };
        let _ = write!(out, ",{}", quoted(&format!("{}, {}{unit}", driver.name, rows.when(row))));
    }
    out.push_str("\r\n");
    let name = scenario.map_or("As assumed", |scenario| scenario.name.as_str());
    let head = format!("{},{},{}", quoted(&model.title), quoted(name), computed.draws.seed());
    let all: Vec<_> = columns().map(|(.., values)| values).collect();
    for draw in 0..projection.draws {
        let _ = write!(out, "{head},{}", draw + 1);
        for values in &all {
            // What sums up all draws has one value for all of them.
            let value = values.get(draw).or_else(|| values.get(0).filter(|_| values.len() == 1));
            match value.filter(|value| value.is_finite()) {
                Some(value) => drop(write!(out, ",{value}")),
                None => out.push(','),
            }
        }
        out.push_str("\r\n");
    }
    out
}
