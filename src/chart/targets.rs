//! Builds the chart of a series: targets against actuals of one measure of one subject over time, a mark for each claim or
//! judgement.

use jiff::civil::Date;

use super::standing::{Standing, Stands};
use super::words::own_words;
use super::{Caret, ChartSpec, Extent, Figure, Ink, KeyEntry, Line, Mark, MarkShape, Zone, compact};
use crate::notebook::{
    Bound, Claim, ClaimId, Counted, JudgementId, Nature, Notebook, Period, PointRole, Quantity, Series, Status, Value,
    decimal_year, in_quotes, long_date, month_of, plural, to_f64,
};

/// The label of the time after today.
pub const STILL_TO_COME: &str = "still to come";

/// The chart of a series, its points as a table, and the claims that could not be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetsChart {
    /// The chart; its marks are in the order of `points`, and after them those for the days on which targets were said.
    pub spec: ChartSpec,
    /// The points in order of time.
    pub points: Vec<SeriesPoint>,
    /// The unit of the values, in the singular.
    pub unit: String,
    /// Claims about this subject and measure that are not on the chart, each with the reason.
    pub left_out: Vec<LeftOut>,
}

/// A point of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesPoint {
    /// The claim or judgement that it rests on.
    pub source: PointSource,
    /// Actual, target or estimate.
    pub role: PointRole,
    /// The quantity.
    pub quantity: Quantity,
    /// The period.
    pub period: Period,
    /// Who says so, outermost first, in one line.
    pub voices: String,
    /// The sentence it came from, or the reason for a judgement.
    pub words: String,
    /// The title of its document with its date.
    pub document: String,
    /// Whether a later claim superseded it; it is then drawn faintly.
    pub superseded: bool,
    pub(super) rank: u8,
    pub(super) published: Option<Date>,
}

/// The claim or judgement that a point rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointSource {
    /// A claim.
    Claim(ClaimId),
    /// The analyst's own judgement.
    Judgement(JudgementId),
}

impl PointSource {
    /// The claim; `None` for a judgement.
    pub fn claim(self) -> Option<ClaimId> {
        match self {
            Self::Claim(claim) => Some(claim),
            Self::Judgement(_) => None,
        }
    }
}

/// A claim or judgement that is not on the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The claim or judgement.
    pub source: PointSource,
    /// Its headline or quantity.
    pub text: String,
    /// The reason, as a sentence without a full stop.
    pub reason: String,
    /// What it counts, if that could be said to be one with what the chart counts.
    pub noun: Option<String>,
}

/// Builds the chart of a series; the time after `today` is marked as still to come.
///
/// ```
/// use claimbook::chart::targets;
/// use claimbook::notebook::{IdSource, Nature, Notebook, Series};
/// use jiff::civil::date;
///
/// let mut ids = IdSource::new(7);
/// let notebook = Notebook::new(ids.next(0));
/// let series = Series {
///     id: ids.next(0),
///     title: String::new(),
///     subject: "Acme".into(),
///     measure: "cars".into(),
///     nature: Nature::Flow,
///     hidden: Vec::new(),
///     judgements: Vec::new(),
///     alt: String::new(),
///     timeline_alt: String::new(),
///     note: String::new(),
/// };
/// // Nothing is claimed yet: nothing is drawn.
/// assert!(targets(&notebook, &series, date(2026, 1, 1)).spec.marks.is_empty());
/// ```
pub fn targets(notebook: &Notebook, series: &Series, today: Date) -> TargetsChart {
    let series = &series.as_shown(notebook);
    let (mut points, mut left_out) = collect(notebook, series);
    let counted = Counted::of(notebook, &series.measure, points.iter().map(|point| &point.quantity));
    let unit = match counted.per.as_str() {
        "" => counted.unit.clone(),
        per => format!("{} per {per}", counted.unit),
    };
    points.retain_mut(|point| {
        let reason = match counted.converted(&point.quantity) {
            Some(Ok(quantity)) => {
                point.quantity = quantity;
                return true;
            }
            Some(Err(error)) => error.to_string(),
            None => {
                let (own, of) = (plural(&unit_of(&point.quantity)), plural(&unit));
                format!("it is counted in {}, the chart in {}", named_unit(&own), named_unit(&of))
            }
        };
        let noun = counted.other_noun(&point.quantity);
        left_out.push(LeftOut { source: point.source, text: point.quantity.to_string(), reason, noun });
        false
    });
    // Coarse periods first, so that finer ones are drawn in front of them.
    points.sort_by_key(|point| {
        (point.period.start, std::cmp::Reverse(point.period.end), point.role, std::cmp::Reverse(point.rank), point.published)
    });
    let standing = Standing::of(&points);
    let mut marks: Vec<Mark> =
        (0..points.len()).map(|index| mark(&points[index], standing.at(index), series.nature, &unit)).collect();
    let lines = match series.nature {
        Nature::Stock => aimed_for(&points, &mut marks),
        Nature::Flow => Vec::new(),
    };
    let time = time_range(&marks, today);
    let spec = ChartSpec {
        title: series.headline(),
        subtitle: subtitle(series, &unit),
        time,
        zones: Zone::after(decimal_year(today), time, STILL_TO_COME).into_iter().collect(),
        bands: Vec::new(),
        lines,
        least_top: None,
        values: None,
        key: key(&marks),
        source_line: source_line(&points, &series.note),
        alt: own_words(&series.alt, alt(series, &points)),
        marks,
        unit: plural(&unit),
        ..ChartSpec::default()
    };
    TargetsChart { spec, points, unit, left_out }
}

fn collect(notebook: &Notebook, series: &Series) -> (Vec<SeriesPoint>, Vec<LeftOut>) {
    let mut points = Vec::new();
    let mut left_out = Vec::new();
    for claim in series.claims(notebook) {
        match point(notebook, series, claim) {
            Ok(point) => points.push(point),
            Err(reason) => {
                let text = claim.headline().to_owned();
                left_out.push(LeftOut { source: PointSource::Claim(claim.id), text, reason: reason.to_owned(), noun: None });
            }
        }
    }
    points.extend(series.judgements.iter().map(|judgement| SeriesPoint {
        source: PointSource::Judgement(judgement.id),
        role: judgement.role,
        quantity: judgement.quantity.clone(),
        period: judgement.period,
        voices: "own judgement".to_owned(),
        words: judgement.note.clone(),
        document: String::new(),
        superseded: false,
        rank: 0,
        published: None,
    }));
    (points, left_out)
}

fn point(notebook: &Notebook, series: &Series, claim: &Claim) -> Result<SeriesPoint, &'static str> {
    if series.hidden.contains(&claim.id) {
        return Err("it was taken off the chart");
    }
    let quantity = match (&claim.quantity, claim.understood_quantity()) {
        (_, Some(quantity)) => quantity.clone(),
        (Some(_), None) => return Err("its number is not understood"),
        (None, None) => return Err("it has no number"),
    };
    let period = match (&claim.period, claim.understood_period()) {
        (_, Some(period)) => period,
        (Some(_), None) => return Err("its period is not understood"),
        (None, None) => return Err("it has no period"),
    };
    let document = claim.document().and_then(|id| notebook.documents.get(id));
    let published = document.and_then(|document| document.details.published);
    let outlet = document.map(|document| document.details.publisher.clone()).unwrap_or_default();
    let voices = if claim.attribution.is_empty() { outlet } else { claim.attribution.join(", citing ") };
    Ok(SeriesPoint {
        source: PointSource::Claim(claim.id),
        role: claim.kind.into(),
        quantity,
        period,
        voices,
        words: claim.passages.first().map(|passage| passage.quote.clone()).unwrap_or_default(),
        document: document.map(|document| document.dated_title()).unwrap_or_default(),
        superseded: claim.status == Status::Superseded,
        rank: claim.status.weight(),
        published,
    })
}

/// Returns the unit of a quantity, with what it is per.
fn unit_of(quantity: &Quantity) -> String {
    if quantity.per.is_empty() { quantity.unit.clone() } else { format!("{} per {}", quantity.unit, quantity.per) }
}

fn named_unit(unit: &str) -> &str {
    if unit.is_empty() { "plain numbers" } else { unit }
}

fn extent(point: &SeriesPoint, nature: Nature) -> Extent {
    let (start, end) = (decimal_year(point.period.start), decimal_year(point.period.end));
    match nature {
        _ if point.period.deadline => Extent::At(end),
        Nature::Flow => Extent::Over(start, end),
        Nature::Stock => Extent::At(decimal_year(point.period.last_day())),
    }
}

/// The mark of a point, by how it stands among the others.
fn mark(point: &SeriesPoint, stands: Stands, nature: Nature, unit: &str) -> Mark {
    let value = point.quantity.value.middle();
    let range = match point.quantity.value {
        Value::One(_) => None,
        Value::Range(low, high) => Some((to_f64(low), to_f64(high))),
    };
    let caret = match point.quantity.bound {
        bound if bound.is_open_above() => Some(Caret::Up),
        bound if bound.is_open_below() => Some(Caret::Down),
        _ => None,
    };
    let (shape, ink) = match point.role {
        PointRole::Actual if stands.leads && nature == Nature::Flow => (MarkShape::Bar, Ink::Actual),
        PointRole::Actual => (MarkShape::Dot, Ink::Actual),
        PointRole::Target => (MarkShape::Target, Ink::Target),
        PointRole::Estimate => (MarkShape::Dot, Ink::Estimate),
    };
    let has_finer = point.role == PointRole::Actual && nature == Nature::Flow && stands.has_finer;
    let judgement = point.source.claim().is_none();
    Mark {
        shape,
        time: extent(point, nature),
        value,
        range,
        covers: None,
        own: Vec::new(),
        inner: Vec::new(),
        caret,
        ink,
        faint: point.superseded || has_finer,
        // The level of a day is a filled dot; what another source says of the same day is a ring.
        hollow: judgement
            || shape == MarkShape::Dot && !(point.role == PointRole::Actual && nature == Nature::Stock && stands.leads),
        label: value_label(&point.quantity, unit),
        claims: point.source.claim().into_iter().collect(),
        name: format!("{}: {}, {}, {}", point.role.label(), point.quantity, point.period, point.voices),
        details: details(point),
        ..Mark::default()
    }
}

/// Formats the value shown beside a mark: sign of the bound, short number, percent sign.
pub fn value_label(quantity: &Quantity, unit: &str) -> String {
    let sign = match quantity.bound {
        Bound::Exactly => "",
        Bound::AtLeast => "≥ ",
        Bound::MoreThan => "> ",
        Bound::AtMost => "≤ ",
        Bound::LessThan => "< ",
    };
    let about = if quantity.approx { "~ " } else { "" };
    let percent = if unit == "%" { " %" } else { "" };
    let number = match quantity.value {
        Value::One(value) => compact(to_f64(value)),
        Value::Range(low, high) => format!("{}–{}", compact(to_f64(low)), compact(to_f64(high))),
    };
    format!("{sign}{about}{number}{percent}")
}

fn details(point: &SeriesPoint) -> Vec<String> {
    let mut lines = vec![format!("{} {}: {}", point.role.label(), point.period, point.quantity)];
    if !point.words.is_empty() {
        let quoted = point.source.claim().is_some();
        lines.push(if quoted { in_quotes(&point.words) } else { point.words.clone() });
    }
    lines.push(if point.voices.is_empty() { "Nobody named".to_owned() } else { point.voices.clone() });
    if !point.document.is_empty() {
        lines.push(point.document.clone());
    }
    if point.superseded {
        lines.push("Superseded by a later claim".to_owned());
    }
    lines
}

/// Returns the whole years around all marks; the year of `today` if there are no marks.
fn time_range(marks: &[Mark], today: Date) -> (f64, f64) {
    // A mark at a moment needs room on both sides, also exactly at the turn of a year.
    let room = |time: Extent| if matches!(time, Extent::At(_)) { 0.04 } else { 0.0 };
    let first = marks.iter().map(|mark| mark.time.bounds().0 - room(mark.time)).fold(f64::INFINITY, f64::min);
    let last = marks.iter().map(|mark| mark.time.bounds().1 + room(mark.time)).fold(f64::NEG_INFINITY, f64::max);
    if first > last {
        let year = f64::from(today.year());
        return (year, year + 1.0);
    }
    (first.floor(), last.ceil().max(first.floor() + 1.0))
}

fn subtitle(series: &Series, unit: &str) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!(", in {}", plural(unit)) };
    format!("{}: {}{unit}", series.subject, series.measure)
}

impl TargetsChart {
    /// The chart on which every number stands over exactly the time that it was stated for, which says so if these times differ
    /// in length.
    pub fn as_stated(&self, series: &Series) -> Figure {
        let length = |point: &SeriesPoint| Some(point.period.start.until(point.period.end).ok()?.get_days());
        let days: Vec<i32> = self.points.iter().filter(|point| !point.period.deadline).filter_map(length).collect();
        let mut spec = self.spec.clone();
        // Years and leap years, and the quarters of a year, are as good as equal.
        if series.nature == Nature::Flow && days.iter().any(|&length| (length - days[0]).abs() > 5) {
            let what = if adds_up(&self.unit) { "amounts over" } else { "values of" };
            spec.subtitle += &format!("; as stated: {what} longer and shorter times share one axis");
        }
        Figure::Time(Box::new(spec))
    }
}

/// Whether amounts of a unit add up over a year. Shares, and amounts per something, do not.
pub(super) fn adds_up(unit: &str) -> bool {
    !unit.contains('%') && !unit.contains(" per ") && !unit.contains("point")
}

/// Draws for each target of a level from when it was said until when it is due; adds a mark for the day on which it was said.
fn aimed_for(points: &[SeriesPoint], marks: &mut Vec<Mark>) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, point) in points.iter().enumerate().filter(|(_, point)| point.role == PointRole::Target) {
        let Some(day) = point.published else { continue };
        let (from, until) = (decimal_year(day), marks[index].time.middle());
        if from >= until {
            continue;
        }
        let value = point.quantity.value.middle();
        lines.push(Line {
            points: vec![(from, value), (until, value)],
            label: String::new(),
            ink: Ink::Target,
            strong: false,
            dash: Some((4.0, 3.0)),
            ..Line::default()
        });
        let mut details = details(point);
        details.push(format!("Said on {}", long_date(day)));
        marks.push(Mark {
            shape: MarkShape::Dot,
            time: Extent::At(from),
            value,
            ink: Ink::Target,
            hollow: point.superseded || point.source.claim().is_none(),
            faint: true,
            label: format!("said {}", month_of(from)),
            claims: point.source.claim().into_iter().collect(),
            name: format!("Said on {}: {}", long_date(day), marks[index].name),
            details,
            ..Mark::default()
        });
    }
    lines
}

fn key(marks: &[Mark]) -> Vec<KeyEntry> {
    let entry = |shape, ink, hollow, label: &str| KeyEntry { shape, ink, hollow, label: label.to_owned() };
    let has = |shape: MarkShape, ink: Ink| marks.iter().any(|mark| mark.shape == shape && mark.ink == ink);
    let mut key = Vec::new();
    if has(MarkShape::Bar, Ink::Actual) {
        key.push(entry(MarkShape::Bar, Ink::Actual, false, "actual"));
    }
    let is_level = |mark: &Mark| mark.shape == MarkShape::Dot && mark.ink == Ink::Actual && !mark.hollow;
    if marks.iter().any(is_level) {
        key.push(entry(MarkShape::Dot, Ink::Actual, false, "actual"));
    }
    if marks.iter().any(|mark| mark.shape == MarkShape::Dot && mark.ink == Ink::Actual && mark.hollow) {
        key.push(entry(MarkShape::Dot, Ink::Actual, true, "another source"));
    }
    if has(MarkShape::Target, Ink::Target) {
        key.push(entry(MarkShape::Target, Ink::Target, false, "target or plan"));
    }
    if has(MarkShape::Dot, Ink::Estimate) {
        key.push(entry(MarkShape::Dot, Ink::Estimate, true, "estimate or forecast"));
    }
    key
}

const MAX_SOURCES: usize = 5;

pub(super) fn source_line(points: &[SeriesPoint], note: &str) -> String {
    let mut sources: Vec<String> = Vec::new();
    for point in points.iter().filter(|point| point.source.claim().is_some()) {
        let outlet = point.voices.split(", citing ").next().unwrap_or_default().to_owned();
        let source = match point.published {
            Some(date) if !outlet.is_empty() => format!("{outlet} ({})", date.year()),
            _ => outlet,
        };
        if !source.is_empty() && !sources.contains(&source) {
            sources.push(source);
        }
    }
    let more = sources.len().saturating_sub(MAX_SOURCES);
    sources.truncate(MAX_SOURCES);
    let claims = points.iter().filter(|point| point.source.claim().is_some()).count();
    let own = points.len() - claims;
    let mut line = match (claims, sources.is_empty()) {
        (0, _) => "Source: none".to_owned(),
        (_, true) => "Source: not named".to_owned(),
        _ => format!("Source: {}{}", sources.join(", "), if more > 0 { format!(" and {more} more") } else { String::new() }),
    };
    line += &format!("; {claims} {}", if claims == 1 { "claim" } else { "claims" });
    if own > 0 {
        line += &format!(", {own} own {}", if own == 1 { "judgement" } else { "judgements" });
    }
    if !note.trim().is_empty() {
        line = format!("{line}. {}", note.trim());
    }
    line
}

fn alt(series: &Series, points: &[SeriesPoint]) -> String {
    let said = |role: PointRole| {
        let parts: Vec<String> = points
            .iter()
            .filter(|point| point.role == role)
            .map(|point| format!("{} ({})", point.quantity, point.period))
            .collect();
        if parts.is_empty() { String::new() } else { format!(" {}s: {}.", role.label(), parts.join("; ")) }
    };
    format!(
        "Chart of {} of {} over time.{}{}{}",
        series.measure,
        series.subject,
        said(PointRole::Actual),
        said(PointRole::Target),
        said(PointRole::Estimate)
    )
}
