//! Draws what was said when: the targets and estimates for a period, by the day on which they were published.
//!
//! A target that was raised four times is drawn as four steps. The time axis is the day of publication; each period that claims
//! are about has its own line.

use jiff::civil::Date;

use super::subject::{publishers, two_figures, with_unit};
use crate::chart::{ChartSpec, Extent, Figure, Ink, Line, Mark, MarkShape, compact, own_words, value_label};
use crate::notebook::{Claim, ClaimKind, Notebook, Period, Series, decimal_year, in_quotes, long_date, plural};

/// The most periods that are drawn; more lines would be hard to tell apart.
const MOST_PERIODS: usize = 4;

/// Draws the claims of a series by publication; `None` if fewer than two of them have a day of publication, a number and a
/// period.
pub fn timeline(notebook: &Notebook, series: &Series, today: Date) -> Option<Figure> {
    let series = &series.as_shown(notebook);
    let mut said: Vec<Said<'_>> = series
        .claims(notebook)
        .filter(|claim| !series.hidden.contains(&claim.id) && claim.kind != ClaimKind::Fact)
        .filter_map(|claim| Said::of(notebook, claim))
        .collect();
    said.sort_by_key(|said| said.published);
    let with_number = series.claims(notebook).filter(|claim| claim.understood_quantity().is_some()).count();
    let unit = said.first()?.claim.understood_quantity()?.unit.clone();
    // Shares and counts cannot be on the same axis.
    let is_share = |said: &Said<'_>| said.claim.understood_quantity().is_some_and(|quantity| quantity.unit == "%");
    said.retain(|said| is_share(said) == (unit == "%"));
    let periods = periods(&said);
    let outcomes: Vec<Said<'_>> = series
        .claims(notebook)
        .filter(|claim| claim.kind == ClaimKind::Fact && !series.hidden.contains(&claim.id))
        .filter_map(|claim| Said::of(notebook, claim))
        .filter(|fact| periods.contains(&fact.period))
        .collect();
    if said.len() + outcomes.len() < 2 {
        return None;
    }
    let days = || said.iter().chain(&outcomes).map(|said| decimal_year(said.published));
    let first = days().fold(f64::INFINITY, f64::min);
    let last = days().fold(f64::NEG_INFINITY, f64::max);
    let time = (first.floor(), (last + 0.02).ceil().max(first.floor() + 1.0));
    let mut lines = Vec::new();
    let mut marks = Vec::new();
    for (index, period) in periods.iter().enumerate() {
        let (ink, dash) = style(index);
        let own: Vec<&Said<'_>> = said.iter().filter(|said| said.period == *period).collect();
        let until = decimal_year(today).min(decimal_year(period.end)).clamp(time.0, time.1);
        lines.push(Line {
            points: steps(&own, until),
            label: format!("for {}", period.noun()),
            ink,
            strong: index == 0,
            dash,
            ..Line::default()
        });
        marks.extend(own.iter().map(|said| mark(notebook, said, ink)));
    }
    marks.extend(outcomes.iter().map(|fact| mark(notebook, fact, Ink::Actual)));
    let claims = marks.len();
    let chart = ChartSpec {
        title: title(&said, &periods, series, &unit),
        subtitle: format!("{}, {}: what was said, by the day it was published", series.subject, series.measure),
        time,
        unit: plural(&unit),
        zones: Vec::new(),
        bands: Vec::new(),
        lines,
        key: Vec::new(),
        source_line: format!(
            "Source: {}. Claims with a publication date: {claims} of {with_number} that have a number. Dots: targets and estimates; horizontal bars: what happened.",
            publishers(notebook, marks.iter().flat_map(|mark| mark.claims.iter().copied())).join(", ")
        ),
        alt: own_words(&series.timeline_alt, alt(&said, &outcomes, series)),
        marks,
        ..ChartSpec::default()
    };
    Some(Figure::Time(Box::new(chart)))
}

struct Said<'a> {
    claim: &'a Claim,
    published: Date,
    period: Period,
    value: f64,
}

impl<'a> Said<'a> {
    fn of(notebook: &Notebook, claim: &'a Claim) -> Option<Self> {
        let published = claim.document().and_then(|id| notebook.documents.get(id))?.details.published?;
        let value = claim.understood_quantity()?.value.middle();
        Some(Self { claim, published, period: claim.understood_period()?, value })
    }
}

/// Returns the periods with the most claims, most first; at most [`MOST_PERIODS`].
fn periods(said: &[Said<'_>]) -> Vec<Period> {
    let mut counted: Vec<(usize, Period)> = Vec::new();
    for said in said {
        match counted.iter_mut().find(|(_, period)| *period == said.period) {
            Some((count, _)) => *count += 1,
            None => counted.push((1, said.period)),
        }
    }
    counted.sort_by_key(|(count, period)| (std::cmp::Reverse(*count), *period));
    counted.into_iter().take(MOST_PERIODS).map(|(_, period)| period).collect()
}

fn style(index: usize) -> (Ink, Option<(f32, f32)>) {
    match index {
        0 => (Ink::Target, None),
        1 => (Ink::First, Some((8.0, 4.0))),
        2 => (Ink::Third, Some((2.0, 4.0))),
        _ => (Ink::Fourth, Some((14.0, 4.0))),
    }
}

/// Returns the corners of the steps: a value lasts until the next one is published, or until `until`.
fn steps(said: &[&Said<'_>], until: f64) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for said in said {
        let at = decimal_year(said.published);
        if let Some(&(_, before)) = points.last() {
            points.push((at, before));
        }
        points.push((at, said.value));
    }
    if let Some(&(at, value)) = points.last()
        && until > at
    {
        points.push((until, value));
    }
    points
}

fn mark(notebook: &Notebook, said: &Said<'_>, ink: Ink) -> Mark {
    let claim = said.claim;
    let quantity = claim.understood_quantity().map(ToString::to_string).unwrap_or_default();
    let is_fact = claim.kind == ClaimKind::Fact;
    let mut details =
        vec![format!("{}: {quantity} for {}", long_date(said.published), said.period.noun()), claim.kind.label().to_owned()];
    details.extend(claim.passages.first().map(|passage| in_quotes(&passage.quote)));
    details.extend(Some(claim.attribution.join(", citing ")).filter(|voices| !voices.is_empty()));
    details.extend(claim.document().and_then(|id| notebook.documents.get(id)).map(|document| document.title().to_owned()));
    Mark {
        shape: if is_fact { MarkShape::Target } else { MarkShape::Dot },
        time: Extent::At(decimal_year(said.published)),
        value: said.value,
        range: None,
        covers: Some((decimal_year(said.published), decimal_year(said.published) + 1.0 / 365.0)),
        own: Vec::new(),
        inner: Vec::new(),
        caret: None,
        ink,
        faint: false,
        hollow: claim.kind != ClaimKind::Target && !is_fact,
        label: claim.understood_quantity().map_or_else(|| compact(said.value), |quantity| value_label(quantity, &quantity.unit)),
        claims: vec![claim.id],
        name: details[0].clone(),
        details,
        ..Mark::default()
    }
}

fn title(said: &[Said<'_>], periods: &[Period], series: &Series, unit: &str) -> String {
    let Some(period) = periods.first() else { return series.headline() };
    let own: Vec<&Said<'_>> = said.iter().filter(|said| said.period == *period).collect();
    let changes = own.windows(2).filter(|pair| pair[0].value != pair[1].value).count();
    // Only a rising sequence of targets or plans counts as raised. Whether they are from the same voice is not checked.
    let is_target = |said: &&&Said<'_>| matches!(said.claim.kind, ClaimKind::Target | ClaimKind::Plan);
    let raised = own.iter().all(|said| is_target(&said)) && own.windows(2).all(|pair| pair[0].value <= pair[1].value);
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return series.headline() };
    let period = period.noun();
    let value = |value: f64| with_unit(&compact(value), unit);
    match (changes, raised) {
        (0, _) if own.len() == 2 => format!("{} for {period}, said twice", value(last.value)),
        (0, _) => format!("{} for {period}, said {} times", value(last.value), own.len()),
        (2, true) => {
            format!("The target for {period} was raised twice: from {} to {}", compact(first.value), value(last.value))
        }
        (1, true) => format!("The target for {period} was raised from {} to {}", compact(first.value), value(last.value)),
        (changes, true) => {
            format!("The target for {period} was raised {changes} times: from {} to {}", compact(first.value), value(last.value))
        }
        (changes, false) => format!("What was said for {period} changed {changes} times, to {}", value(last.value)),
    }
}

fn alt(said: &[Said<'_>], outcomes: &[Said<'_>], series: &Series) -> String {
    let list = |said: &[Said<'_>]| {
        said.iter()
            .map(|said| format!("{} on {} for {}", two_figures(said.value), long_date(said.published), said.period.noun()))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let happened = if outcomes.is_empty() { String::new() } else { format!(" What happened: {}.", list(outcomes)) };
    format!("Steps of what was said about {} of {} over time: {}.{happened}", series.measure, series.subject, list(said))
}
