//! What is known of what a driver computes: actuals, targets and the forecasts of others about the same subject and measure, as
//! marks for its chart. At each target stands how many of the simulated cases meet it.

use super::subject::{Chance, Sources, Subject};
use jiff::civil::Date;

use crate::chart::{Extent, Mark, PointSource, SeriesPoint, compact, targets};
use crate::forecast::attainment::{Wanted, in_cases, probability_over};
use crate::forecast::lookback::in_unit;
use crate::notebook::{
    ClaimId, Id, Nature, Period, PointRole, Series, SeriesId, counted, decimal_year, long_date, month_of, to_f64,
};
use crate::workspace::model::amounts::amount_in;

/// How much the length of a stated period may differ from that of the model's, in parts of it.
const ABOUT: f64 = 0.1;

/// What is known of a driver.
#[derive(Default)]
pub(super) struct Known {
    /// In the unit of the driver, in order of time.
    pub marks: Vec<Mark>,
    /// The claims that the marks lead back to, each once.
    pub claims: Vec<ClaimId>,
    /// Targets in the time of the model, with how likely each is to be met.
    pub targets: Vec<Chance>,
    /// The claims that are not on the chart, in words; empty if all are.
    pub left_out: String,
}

/// Finds what is known of a driver, up to as long before the model as it is long, and up to a year after it.
pub(super) fn known(subject: Subject<'_>, driver: usize) -> Known {
    let of = &subject.model.drivers[driver];
    let times = &subject.computed.prepared.times;
    if of.subject.trim().is_empty() {
        return Known::default();
    }
    let is_stock = subject.computed.projection.drivers[driver].is_stock;
    let nature = if is_stock { Nature::Stock } else { Nature::Flow };
    let saved = subject.notebook.series.iter().find(|series| series.is_of(subject.notebook, &of.subject, &of.measure)).cloned();
    let unsaved = || Series::new(SeriesId::from(Id::from(subject.model.id)), of.subject.clone(), of.measure.clone(), nature);
    // The driver says whether it is a level or an amount, whatever was guessed for the series.
    let series = Series { nature, ..saved.unwrap_or_else(unsaved) };
    let chart = targets(subject.notebook, &series, subject.today);
    let (first, last) = (times[0], times[times.len() - 1]);
    let length = f64::from(subject.model.periods.months()) / 12.0;
    let mut found = Known::default();
    let (mut outside, mut partial, mut other) = (0, 0, 0);
    for (point, mark) in chart.points.iter().zip(&chart.spec.marks) {
        let Some(mut mark) = in_unit_of(mark, point, &of.unit) else {
            other += 1;
            continue;
        };
        if !is_stock {
            // A deadline for an amount is the end of the time over which it is counted.
            mark.time = Extent::Over(decimal_year(point.period.start), decimal_year(point.period.end));
        }
        let (from, until) = mark.time.bounds();
        if from < first - (last - first) || until > last + 1.0 {
            outside += 1;
        } else if !is_stock && ((until - from) - length).abs() > ABOUT * length {
            partial += 1;
            found.judge(subject, driver, (point, &chart.points), &mut mark);
        } else {
            found.add(subject, driver, (point, &chart.points), mark);
        }
    }
    let parts = [
        (outside, "of other years"),
        (partial, "for longer or shorter times"),
        (other, "in other units"),
        (chart.left_out.len(), "that cannot be drawn"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", counted(*count, "claim")))
        .collect();
    found.left_out = if said.is_empty() { String::new() } else { format!(" Not shown: {}.", said.join(", ")) };
    found
}

/// Converts a mark to the unit of a driver; `None` if its number cannot be one in that.
fn in_unit_of(mark: &Mark, point: &SeriesPoint, unit: &str) -> Option<Mark> {
    let stated = point.quantity.value.low();
    let factor = match to_f64(stated) {
        0.0 => in_unit(&point.quantity, 1.0, unit)?,
        number => to_f64(amount_in(&point.quantity, unit)?) / number,
    };
    let range = mark.range.map(|(low, high)| (low * factor, high * factor));
    let value = mark.value * factor;
    let label = format!("{}{}{}", sign_of(&mark.label), compact(value), percent(unit));
    Some(Mark { value, range, label: if mark.range.is_some() { mark.label.clone() } else { label }, ..mark.clone() })
}

/// The sign of an open bound or of “about” before a number: “> ”, “~ ”.
fn sign_of(label: &str) -> &str {
    let begin = label.find(|letter: char| letter.is_ascii_digit() || letter == '−').unwrap_or(0);
    &label[..begin]
}

fn percent(unit: &str) -> &'static str {
    if unit == "%" { " %" } else { "" }
}

impl Known {
    /// Finds how likely a target is to be met, and writes it at its mark.
    fn judge(&mut self, subject: Subject<'_>, driver: usize, (point, all): (&SeriesPoint, &[SeriesPoint]), mark: &mut Mark) {
        let is_same_time = |other: &SeriesPoint| (other.period.start, other.period.end) == (point.period.start, point.period.end);
        // What came is known: there is nothing to simulate.
        let has_come = || all.iter().any(|other| other.role == PointRole::Actual && is_same_time(other));
        if point.role != PointRole::Target || has_come() {
            return;
        }
        let value = point.quantity.value;
        let is_ceiling = point.quantity.bound.is_open_below();
        let (wanted, end) = if is_ceiling { (Wanted::AtMost, value.high()) } else { (Wanted::AtLeast, value.low()) };
        let to_own = mark.value / value.middle();
        let level = if to_own.is_finite() { to_f64(end) * to_own } else { mark.value };
        let is_stock = subject.computed.projection.drivers[driver].is_stock;
        let when =
            if is_stock { day_name(point.period.last_day()) } else { Period { deadline: false, ..point.period }.to_string() };
        if let Some(chance) = chance(subject, driver, (wanted, level), mark, when) {
            say(mark, &chance);
            self.targets.push(Chance { superseded: point.superseded, ..chance });
        }
    }

    fn add(&mut self, subject: Subject<'_>, driver: usize, (point, all): (&SeriesPoint, &[SeriesPoint]), mut mark: Mark) {
        self.judge(subject, driver, (point, all), &mut mark);
        self.claims.extend(point.source.claim().filter(|claim| !self.claims.contains(claim)));
        if let PointSource::Judgement(_) = point.source {
            mark.own.push(format!("{}, {}", point.quantity, point.period));
        }
        self.marks.push(mark);
    }

    /// Joins what says the same as the model's own start and target to these: the same value of the same kind within a month. The
    /// claims of both then lead from one mark.
    pub(super) fn join(&mut self, anchors: &mut [Mark]) {
        let is_near = |a: f64, b: f64| (a - b).abs() < 0.1;
        self.marks.retain(|mark| {
            let is_same = |anchor: &&mut Mark| {
                anchor.ink == mark.ink && anchor.value == mark.value && is_near(anchor.time.middle(), mark.time.middle())
            };
            let Some(anchor) = anchors.iter_mut().find(is_same) else { return true };
            // A value that is set in the scenario stays the scenario's.
            if anchor.claims.is_empty() {
                return true;
            }
            for claim in &mark.claims {
                if !anchor.claims.contains(claim) {
                    anchor.claims.push(*claim);
                    anchor.details.extend(mark.details.iter().skip(1).cloned());
                }
            }
            anchor.caret = anchor.caret.or(mark.caret);
            false
        });
        let is_there = |chance: &Chance| {
            anchors.iter().any(|anchor| is_near(anchor.time.middle(), chance.by) && anchor.value == chance.level)
        };
        self.targets.retain(|chance| !is_there(chance));
    }

    /// First and last decimal year of a chart that covers a time and all of this.
    pub(super) fn around(&self, time: (f64, f64)) -> (f64, f64) {
        // What stands at a moment needs room to its left.
        let bounds = |mark: &Mark| match mark.time {
            Extent::At(at) => (at - 0.04, at),
            Extent::Over(from, until) => (from, until),
        };
        self.marks.iter().map(bounds).fold(time, |(from, until), (first, last)| (from.min(first.floor()), until.max(last.ceil())))
    }

    /// What the line under the chart says about it.
    pub(super) fn source_line(&self, sources: &Sources<'_>) -> String {
        let shown = match self.claims.len() {
            0 => String::new(),
            count => format!(" Shown beside it: {} ({}).", counted(count, "claim"), sources.publishers(&self.claims).join(", ")),
        };
        shown + &self.left_out
    }
}

/// How a day is named after “by”: the month that ends with it, or else the day itself.
pub(super) fn day_name(day: Date) -> String {
    let ends_month = day.tomorrow().is_ok_and(|next| next.day() == 1);
    if ends_month { month_of(decimal_year(day)) } else { long_date(day) }
}

/// How likely a target is to be met; `None` outside of the time of the model.
pub(super) fn chance(
    subject: Subject<'_>,
    driver: usize,
    (wanted, level): (Wanted, f64),
    mark: &Mark,
    when: String,
) -> Option<Chance> {
    let computed = subject.computed;
    let is_stock = computed.projection.drivers[driver].is_stock;
    let (from, until) = mark.time.bounds();
    let samples = &computed.projection.samples[driver];
    let probability = probability_over(samples, &computed.prepared.times, (wanted, level), (from, until), is_stock)?;
    let label = mark.label.trim_end_matches(" %").to_owned();
    let (draws, claims) = (samples.draws(), mark.claims.clone());
    Some(Chance { label, level, by: until, when, wanted, probability, draws, superseded: false, claims })
}

/// Writes at a target how likely it is to be met.
pub(super) fn say(mark: &mut Mark, chance: &Chance) {
    let said = format!("Met {}", in_cases(chance.probability, chance.draws));
    if !mark.faint && chance.draws > 1 {
        mark.label = format!("{}: {}", mark.label, crate::forecast::attainment::chance(chance.probability, chance.draws));
    }
    mark.name = format!("{}, {}", mark.name, said.to_lowercase());
    mark.details.insert(1.min(mark.details.len()), said);
}
