//! Draws an amount for each period: a column of nested bands with the median across it.

use super::compare::has_whole_years;
use super::known::{Known, known};
use super::levels;
use super::subject::{
    Beside, Drawn, FAN, FAN_PERCENTILES, Sources, Subject, band_key, computed_zones, in_force, two_figures, with_unit,
};
use crate::chart::{ChartSpec, Extent, Ink, KeyEntry, Mark, MarkShape};
use crate::forecast::attainment::in_cases;
use crate::forecast::projection::{MEDIAN, Row};
use crate::notebook::{ClaimId, Grain, decimal_year};
use crate::workspace::model::computed::provenance;

pub(super) fn chart(subject: Subject<'_>, sources: &Sources<'_>, driver: usize, beside: Option<Beside<'_>>) -> Drawn {
    let Subject { model, computed, today, .. } = subject;
    let rows = &computed.projection.drivers[driver].rows;
    let of = &model.drivers[driver];
    let times = &computed.prepared.times;
    let mut known = known(subject, driver);
    // A model that begins on the last day of a year has nothing to show of that year.
    let starts = rows.first().map_or(times[0], |row| decimal_year(row.calendar_period().start)).floor();
    let time = known.around((starts, times[times.len() - 1].ceil().max(starts + 1.0)));
    let rests = provenance(subject.notebook, computed, driver, subject.scenario);
    let (own, inputs) = (sources.names(&rests.own), levels::inputs(subject, sources, driver));
    let mut marks = std::mem::take(&mut known.marks);
    let unit = (of.unit.as_str(), levels::certainty(subject, driver));
    marks.extend(rows.iter().map(|row| mark(row, unit, &rests.claims, &own, &inputs)));
    let mut key = vec![band_key(Ink::Estimate)];
    if let Some(beside) = beside {
        marks.extend(compared(beside, driver, &of.unit));
        let label = format!("median, {}", beside.name());
        key.push(KeyEntry { shape: MarkShape::Dot, ink: Ink::First, hollow: true, label });
    }
    let partial = rows.iter().any(Row::is_partial);
    let partly = if partial { "; dashed frames: parts of one" } else { "" };
    let spec = ChartSpec {
        title: title(subject, driver, &known),
        subtitle: format!("{} = {}, per {}{partly}", of.headline(), of.formula.trim(), model.periods.noun()),
        time,
        whole_years: has_whole_years(subject, driver),
        unit: crate::notebook::plural(&of.unit),
        zones: computed_zones(today, times[0], (times[0], time.1)),
        bands: Vec::new(),
        lines: Vec::new(),
        key,
        simulated: Some(sources.simulated(computed, driver)),
        source_line: sources.source_line(computed, driver) + &known.source_line(sources),
        alt: alt(subject, driver),
        marks,
        ..ChartSpec::default()
    };
    Drawn { spec, chances: known.targets }
}

/// The medians of another scenario, one for each period that it has.
fn compared(beside: Beside<'_>, driver: usize, unit: &str) -> Vec<Mark> {
    let rows = &beside.computed.projection.drivers[driver].rows;
    let mark = |row: &Row| {
        let whole = row.calendar_period();
        let middle = (decimal_year(whole.start) + decimal_year(whole.end)) / 2.0;
        let details = vec![format!("{}, {whole}: about {}", beside.name(), with_unit(&two_figures(row.median()), unit))];
        Mark {
            shape: MarkShape::Dot,
            time: Extent::At(middle),
            value: row.median(),
            ink: Ink::First,
            hollow: true,
            name: details.join(", "),
            details,
            ..Mark::default()
        }
    };
    rows.iter().map(mark).collect()
}

fn title(subject: Subject<'_>, driver: usize, known: &Known) -> String {
    let rows = &subject.computed.projection.drivers[driver];
    let of = &subject.model.drivers[driver];
    if let Some(target) = in_force(&known.targets).filter(|_| rows.rows.iter().any(Row::is_spread)) {
        let (met, when) = (in_cases(target.probability, target.draws), &target.when);
        return format!("{}: the target of {} for {when} is met {met}", of.headline(), with_unit(&target.label, &of.unit));
    }
    match rows.quoted().map(|index| &rows.rows[index]) {
        Some(row) if row.is_spread() => format!(
            "{}: {} to {} in {} in 8 of 10 cases",
            of.headline(),
            two_figures(row.quantiles[1]),
            with_unit(&two_figures(row.quantiles[7]), &of.unit),
            row.calendar_period()
        ),
        Some(row) => {
            let value = with_unit(&two_figures(row.median()), &of.unit);
            let why = match subject.computed.prepared.program.outputs[driver].over_draws {
                Some(_) => "over all draws",
                None => "if every assumption holds",
            };
            format!("{}: {value} in {} {why}", of.headline(), row.calendar_period())
        }
        None => of.headline().to_owned(),
    }
}

fn mark(row: &Row, unit: (&str, &str), claims: &[ClaimId], own: &[String], inputs: &[String]) -> Mark {
    let whole = row.calendar_period();
    let of = match whole.grain {
        Grain::Quarter => "quarter",
        Grain::Month | Grain::Day => "month",
        Grain::Year => "year",
    };
    let part = if row.is_partial() { format!(" ({:.0} % of the {of})", row.share() * 100.0) } else { String::new() };
    let details = levels::details(row, &format!("{whole}{part}"), unit, inputs);
    let range = |(low, high): (usize, usize)| (row.quantiles[low], row.quantiles[high]);
    // Columns cover whole periods, even if only a part is counted; the name says how much.
    let (from, until) = (decimal_year(whole.start), decimal_year(whole.end));
    Mark {
        shape: MarkShape::Spread,
        time: Extent::Over(from, until),
        value: row.quantiles[MEDIAN],
        range: Some(range(FAN[0])),
        covers: Some((decimal_year(row.period.start), decimal_year(row.period.end))),
        inner: FAN[1..].iter().map(|&pair| range(pair)).collect(),
        percentiles: FAN_PERCENTILES.to_vec(),
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
            format!(
                "{} about {} ({} to {})",
                row.calendar_period(),
                two_figures(row.median()),
                two_figures(row.quantiles[FAN[0].0]),
                two_figures(row.quantiles[FAN[0].1])
            )
        })
        .collect();
    {
        let each = subject.model.periods.noun();
        format!("Columns of {} per {each}, with the range of 8 of 10 simulated cases: {}.", of.headline(), years.join(", "))
    }
}
