//! What is known of what a driver computes: actuals, targets and the forecasts of others about the same subject and measure, as
//! marks for its chart. At each target stands how many of the simulated cases meet it.

use super::subject::{Chance, Sources, Subject};
use crate::chart::{Mark, PointSource, SeriesPoint, targets};
use crate::forecast::attainment::{in_cases, probability_over};
use crate::forecast::lookback::in_unit;
use crate::notebook::{ClaimId, Id, Nature, PointRole, Series, SeriesId, counted, to_f64};

/// A year, less the days by which years and their names differ.
const ABOUT_A_YEAR: f64 = 0.9;

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
    let saved = subject.notebook.series.iter().find(|series| series.is_of(&of.subject, &of.measure)).cloned();
    let unsaved = || Series::new(SeriesId::from(Id::from(subject.model.id)), of.subject.clone(), of.measure.clone(), nature);
    // The driver says whether it is a level or an amount, whatever was guessed for the series.
    let series = Series { nature, ..saved.unwrap_or_else(unsaved) };
    let chart = targets(subject.notebook, &series, subject.today);
    let (first, last) = (times[0], times[times.len() - 1]);
    let mut found = Known::default();
    let (mut outside, mut partial, mut other) = (0, 0, 0);
    for (point, mark) in chart.points.iter().zip(&chart.spec.marks) {
        let (from, until) = mark.time.bounds();
        let Some(mark) = in_unit_of(mark, point, &of.unit) else {
            other += 1;
            continue;
        };
        if from < first - (last - first) || until > last + 1.0 {
            outside += 1;
        } else if !is_stock && until - from < ABOUT_A_YEAR {
            partial += 1;
        } else {
            found.add(subject, driver, point, mark);
        }
    }
    let parts = [(outside, "of other years"), (partial, "for parts of a year"), (other, "in other units")];
    let said: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", counted(*count, "claim")))
        .collect();
    found.left_out = if said.is_empty() { String::new() } else { format!(" Not shown: {}.", said.join(", ")) };
    found
}

/// Converts a mark to the unit of a driver.
fn in_unit_of(mark: &Mark, point: &SeriesPoint, unit: &str) -> Option<Mark> {
    let convert = |value: f64| in_unit(&point.quantity, value, unit);
    let range = match mark.range {
        Some((low, high)) => Some((convert(low)?, convert(high)?)),
        None => None,
    };
    Some(Mark { value: convert(mark.value)?, range, ..mark.clone() })
}

impl Known {
    fn add(&mut self, subject: Subject<'_>, driver: usize, point: &SeriesPoint, mut mark: Mark) {
        let unit = &subject.model.drivers[driver].unit;
        let level = in_unit(&point.quantity, to_f64(point.quantity.value.low()), unit).unwrap_or(mark.value);
        if point.role == PointRole::Target
            && let Some(chance) = chance(subject, driver, level, &mark)
        {
            say(&mut mark, &chance, subject.computed.projection.draws);
            self.targets.push(Chance { superseded: point.superseded, ..chance });
        }
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
        self.marks
            .iter()
            .map(|mark| mark.time.bounds())
            .fold(time, |(from, until), (first, last)| (from.min((first - 0.04).floor()), until.max((last + 0.04).ceil())))
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

/// How likely a target is to be met; `None` outside of the time of the model.
pub(super) fn chance(subject: Subject<'_>, driver: usize, level: f64, mark: &Mark) -> Option<Chance> {
    let computed = subject.computed;
    let is_stock = computed.projection.drivers[driver].is_stock;
    let (from, until) = mark.time.bounds();
    let samples = &computed.projection.samples[driver];
    let probability = probability_over(samples, &computed.prepared.times, level, (from, until), is_stock)?;
    let (label, claims) = (mark.label.clone(), mark.claims.clone());
    Some(Chance { label, level, by: until, probability, superseded: false, claims })
}

/// Writes at a target how likely it is to be met.
pub(super) fn say(mark: &mut Mark, chance: &Chance, draws: usize) {
    let said = format!("Met {}", in_cases(chance.probability, draws));
    if !mark.faint && draws >= 100 {
        mark.label = format!("{}: {}", mark.label, crate::forecast::attainment::chance(chance.probability, draws));
    }
    mark.name = format!("{}, {}", mark.name, said.to_lowercase());
    mark.details.insert(1.min(mark.details.len()), said);
}
