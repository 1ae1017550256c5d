//! Draws an amount for each period: a column of nested bands with the median across it.

use super::{FAN, Sources, Subject, band_key, computed_zones, levels, two_figures, with_unit};
use crate::chart::{ChartSpec, Extent, Ink, Mark, MarkShape};
use crate::forecast::projection::{MEDIAN, Row};
use crate::notebook::{ClaimId, decimal_year};
use crate::workspace::model::computed::provenance;

pub(super) fn chart(subject: Subject<'_>, sources: &Sources<'_>, driver: usize) -> ChartSpec {
    let Subject { model, computed, today, .. } = subject;
    let rows = &computed.projection.drivers[driver].rows;
    let of = &model.drivers[driver];
    let times = &computed.prepared.times;
    let time = (times[0].floor(), times[times.len() - 1].ceil().max(times[0].floor() + 1.0));
    let rests = provenance(subject.notebook, computed, driver, subject.scenario);
    let (own, inputs) = (sources.names(&rests.own), levels::inputs(subject, sources, driver));
    let marks: Vec<Mark> = rows.iter().map(|row| mark(row, &of.unit, &rests.claims, &own, &inputs)).collect();
    let partial = rows.iter().any(Row::is_partial);
    let partly = if partial { "; partial years are faded" } else { "" };
    ChartSpec {
        title: title(subject, driver),
        subtitle: format!("{} = {}, per year{partly}", of.headline(), of.formula.trim()),
        time,
        unit: crate::notebook::plural(&of.unit),
        zones: computed_zones(today, times[0], time),
        bands: Vec::new(),
        lines: Vec::new(),
        key: vec![band_key(Ink::Estimate)],
        source_line: sources.source_line(computed, driver),
        alt: alt(subject, driver),
        marks,
        ..ChartSpec::default()
    }
}

fn title(subject: Subject<'_>, driver: usize) -> String {
    let rows = &subject.computed.projection.drivers[driver];
    let of = &subject.model.drivers[driver];
    match rows.last_whole().map(|index| &rows.rows[index]) {
        Some(row) if row.is_spread() => format!(
            "{}: {} to {} in {} in 8 of 10 cases",
            of.headline(),
            two_figures(row.quantiles[1]),
            with_unit(&two_figures(row.quantiles[7]), &of.unit),
            row.period.start.year()
        ),
        Some(row) => {
            let value = with_unit(&two_figures(row.median()), &of.unit);
            format!("{}: {value} in {} if every assumption holds", of.headline(), row.period.start.year())
        }
        None => of.headline().to_owned(),
    }
}

fn mark(row: &Row, unit: &str, claims: &[ClaimId], own: &[String], inputs: &[String]) -> Mark {
    let year = row.period.start.year();
    let part = if row.is_partial() { format!(" ({:.0} % of the year)", row.part * 100.0) } else { String::new() };
    let details = levels::details(row, &format!("{year}{part}"), unit, inputs);
    let range = |(low, high): (usize, usize)| (row.quantiles[low], row.quantiles[high]);
    // Columns cover whole years, even if only a part of the year is counted; the name says how much.
    let from = f64::from(year);
    Mark {
        shape: MarkShape::Spread,
        time: Extent::Over(from, from + 1.0),
        value: row.quantiles[MEDIAN],
        range: Some(range(FAN[0])),
        covers: Some((decimal_year(row.period.start), decimal_year(row.period.end))),
        inner: FAN[1..].iter().map(|&pair| range(pair)).collect(),
        caret: None,
        ink: Ink::Estimate,
        faint: row.is_partial(),
        hollow: false,
        label: two_figures(row.median()),
        name: details[..2].join(", "),
        claims: claims.to_vec(),
        own: own.to_vec(),
        details,
        ..Mark::default()
    }
}

fn alt(subject: Subject<'_>, driver: usize) -> String {
    let of = &subject.model.drivers[driver];
    let rows = &subject.computed.projection.drivers[driver].rows;
    let years: Vec<String> = rows
        .iter()
        .map(|row| {
            let year = row.period.start.year();
            format!(
                "{year} about {} ({} to {})",
                two_figures(row.median()),
                two_figures(row.quantiles[FAN[0].0]),
                two_figures(row.quantiles[FAN[0].1])
            )
        })
        .collect();
    format!("Columns of {} per year, with the range of 8 of 10 simulated cases: {}.", of.headline(), years.join(", "))
}
