//! Compares what was stated with what happened: targets met or missed, kept runs scored, and a record for each source.
//!
//! A target is compared with the best-supported fact about the same subject and measure for the same period (checked before new
//! before disputed; superseded facts do not count). A target with a deadline is met by any fact from before it that is high
//! enough. A missing actual is never taken for 0: a target without one is due once its period is over.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::formula::Unit;
use super::scoring::{ENOUGH, brier, covers, probability_of_at_least, weighted_interval_score};
use crate::notebook::{
    Claim, ClaimId, ClaimKind, NameKey, Nature, Notebook, Period, Quantity, Run, RunId, Status, TermKind, Vocabulary, counted,
    to_f64,
};

/// A target and its outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The claim that states it.
    pub target: ClaimId,
    /// The period that it is for.
    pub period: Period,
    /// The number to reach: the lower end of a range, or the upper end if the target is an upper limit.
    pub wanted: f64,
    /// Its outcome.
    pub fate: Fate,
}

/// The outcome of a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fate {
    /// Its period is not over.
    Open,
    /// Its period is over, and no claim states an actual.
    Due,
    /// There is an actual.
    Judged {
        /// The claim that states it.
        actual: ClaimId,
        /// The actual number; for a range, its middle.
        value: f64,
        /// Whether the target was met; `None` if the actual is a bound that leaves it open.
        met: Option<bool>,
    },
}

/// Judges all targets and plans with a measure, a number and a period, in the order of the claims. Superseded ones are included:
/// they were stated. Claims that a series keeps off its chart are left out.
pub fn verdicts(notebook: &Notebook, today: Date) -> Vec<Verdict> {
    let hidden = hidden(notebook);
    let mut topics = Topics::new(notebook);
    let mut groups: Vec<Vec<&Claim>> = Vec::new();
    let counts = |claim: &&Claim| is_looked_at(claim) && !hidden.contains(&claim.id);
    let looked_at: Vec<(usize, &Claim)> =
        notebook.claims.iter().filter(counts).map(|claim| (topics.of(&claim.subject, &claim.measure), claim)).collect();
    for &(topic, claim) in &looked_at {
        if groups.len() <= topic {
            groups.resize(topic + 1, Vec::new());
        }
        groups[topic].push(claim);
    }
    let actuals: Vec<Actuals<'_>> = groups.iter().map(|claims| Actuals::of(notebook, claims)).collect();
    let targets = looked_at.into_iter().filter(|(_, claim)| is_target(claim));
    targets.filter_map(|(topic, target)| actuals[topic].verdict(target, today)).collect()
}

/// Whether a claim counts when looking back: a target, plan or fact with a measure, a number and a period.
pub fn is_looked_at(claim: &Claim) -> bool {
    matches!(claim.kind, ClaimKind::Target | ClaimKind::Plan | ClaimKind::Fact)
        && claim.understood_quantity().is_some()
        && claim.understood_period().is_some()
        && !claim.measure.trim().is_empty()
}

/// Returns the claims that series keep off their charts.
pub fn hidden(notebook: &Notebook) -> HashSet<ClaimId> {
    notebook.series.iter().flat_map(|series| series.hidden.iter().copied()).collect()
}

fn is_target(claim: &Claim) -> bool {
    claim.kind != ClaimKind::Fact
}

/// The number of each topic: a subject and a measure, under all their names. There may be tens of thousands of claims: a
/// spelling is folded and looked up once.
#[derive(Debug)]
pub struct Topics {
    vocabulary: Arc<Vocabulary>,
    written: HashMap<String, HashMap<String, usize>>,
    compared: HashMap<(NameKey, NameKey), usize>,
}

impl Topics {
    /// The topics of a notebook's claims, as its terms name them.
    pub fn new(notebook: &Notebook) -> Self {
        Self { vocabulary: notebook.vocabulary(), written: HashMap::new(), compared: HashMap::new() }
    }

    /// The number of a subject and a measure; numbers are consecutive from 0.
    pub fn of(&mut self, subject: &str, measure: &str) -> usize {
        if let Some(&known) = self.written.get(subject).and_then(|measures| measures.get(measure)) {
            return known;
        }
        let next = self.compared.len();
        let key = (self.vocabulary.key(TermKind::Subject, subject), self.vocabulary.key(TermKind::Measure, measure));
        let number = *self.compared.entry(key).or_insert(next);
        self.written.entry(subject.to_owned()).or_default().insert(measure.to_owned(), number);
        number
    }
}

/// The facts about one subject and measure, to compare its targets with.
pub struct Actuals<'a> {
    nature: Nature,
    /// In the order of the claims.
    facts: Vec<&'a Claim>,
    /// By the last day of their period, those of one day in the order of the claims.
    by_day: Vec<(Date, &'a Claim)>,
}

impl<'a> Actuals<'a> {
    /// Collects the facts among the claims of one topic.
    pub fn of(notebook: &Notebook, claims: &[&'a Claim]) -> Self {
        let about = |claim: &&Claim| notebook.series.iter().find(|series| series.is_of(notebook, &claim.subject, &claim.measure));
        let nature = claims.first().and_then(about).map(|series| series.nature).unwrap_or_default();
        let facts: Vec<&Claim> = claims.iter().copied().filter(|claim| is_actual(claim)).collect();
        let dated = |&claim: &&'a Claim| Some((claim.understood_period()?.last_day(), claim));
        let mut by_day: Vec<(Date, &Claim)> = facts.iter().filter_map(dated).collect();
        by_day.sort_by_key(|(day, _)| *day);
        Self { nature, facts, by_day }
    }

    /// Judges a target of the same topic; `None` if its number or period is not understood.
    pub fn verdict(&self, target: &Claim, today: Date) -> Option<Verdict> {
        let quantity = target.understood_quantity()?;
        let period = target.understood_period()?;
        let is_ceiling = quantity.bound.is_open_below();
        let wanted = to_f64(if is_ceiling { quantity.value.high() } else { quantity.value.low() });
        let fate = self.fate(quantity, period, wanted, is_ceiling, today);
        Some(Verdict { target: target.id, period, wanted, fate })
    }

    /// Counts the targets among claims of the same topic that are due.
    pub fn due_among(&self, claims: &[&Claim], today: Date) -> usize {
        let targets = claims.iter().filter(|claim| is_target(claim));
        // Most targets are for the future: sort them out first.
        let over = targets.filter(|claim| claim.understood_period().is_some_and(|period| period.end <= today));
        over.filter_map(|target| self.verdict(target, today)).filter(|verdict| verdict.fate == Fate::Due).count()
    }

    fn fate(&self, target: &Quantity, period: Period, wanted: f64, is_ceiling: bool, today: Date) -> Fate {
        let comparable = |claim: &Claim| {
            // A share and a count are never compared.
            claim.understood_quantity().is_some_and(|other| {
                let same = (&target.unit, &target.per) == (&other.unit, &other.per);
                same || (target.unit != "%" && other.unit != "%" && target.per == other.per)
            })
        };
        let judged = |claim: &Claim| {
            let quantity = claim.understood_quantity()?;
            let value = quantity.value.middle();
            let met = match (is_ceiling, quantity.bound) {
                (false, bound) if bound.is_open_above() && value < wanted => None,
                (false, bound) if bound.is_open_below() && value >= wanted => None,
                (true, bound) if bound.is_open_above() && value <= wanted => None,
                (true, bound) if bound.is_open_below() && value > wanted => None,
                (false, _) => Some(value >= wanted),
                (true, _) => Some(value <= wanted),
            };
            Some(Fate::Judged { actual: claim.id, value, met })
        };
        let last_day = period.last_day();
        if period.deadline && !is_ceiling {
            // A deadline is met by any fact from before it that is high enough.
            let is_early = |claim: &Claim| claim.understood_period().is_some_and(|of| of.last_day() <= last_day);
            let early = self.facts.iter().filter(|claim| is_early(claim) && comparable(claim));
            if let Some(found) =
                early.filter_map(|claim| judged(claim)).find(|fate| matches!(fate, Fate::Judged { met: Some(true), .. }))
            {
                return found;
            }
        }
        // Equal periods end on the same day.
        let from = self.by_day.partition_point(|(day, _)| *day < last_day);
        let that_day = self.by_day[from..].iter().take_while(|(day, _)| *day == last_day).map(|(_, claim)| *claim);
        let same = that_day
            .filter(|claim| comparable(claim) && claim.understood_period().is_some_and(|of| is_same(of, period, self.nature)));
        match same.max_by_key(|claim| claim.status.weight()).and_then(judged) {
            Some(judged) => judged,
            None if period.end <= today => Fate::Due,
            None => Fate::Open,
        }
    }
}

fn is_actual(claim: &Claim) -> bool {
    claim.kind == ClaimKind::Fact && claim.status != Status::Superseded && claim.understood_quantity().is_some()
}

/// Whether two periods are the same for a series: for a flow both ends must match, for a stock or a deadline only the last day.
fn is_same(actual: Period, wanted: Period, nature: Nature) -> bool {
    match nature {
        _ if wanted.deadline => actual.last_day() == wanted.last_day(),
        Nature::Flow => (actual.start, actual.end) == (wanted.start, wanted.end),
        Nature::Stock => actual.last_day() == wanted.last_day(),
    }
}

/// The outcomes of the targets of one voice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Who set them: the innermost voice of the attribution. Who only reported a target is not judged by it.
    pub voice: String,
    /// Targets that were met.
    pub met: Vec<ClaimId>,
    /// Targets that were missed.
    pub missed: Vec<ClaimId>,
    /// Targets whose period is over without an actual, or with one that leaves it open.
    pub unknown: Vec<ClaimId>,
}

impl Record {
    /// Sums the record up in words; says if the outcomes are too few to judge by.
    pub fn summary(&self) -> String {
        let judged = self.met.len() + self.missed.len();
        let said = format!("{} of {judged} met", self.met.len());
        match judged {
            0 => "none judged yet".to_owned(),
            few if few < ENOUGH => format!("{said}; too few to judge"),
            _ => said,
        }
    }
}

/// The voice of targets of which nobody says who set them.
const NOBODY: &str = "not said who set it";

/// Who set a target, as far as it is said.
fn setter(claim: &Claim) -> &str {
    claim.attribution.last().map(String::as_str).filter(|voice| !voice.is_empty()).unwrap_or(NOBODY)
}

/// What makes targets versions of one: the setter, the topic, and the period.
type Target = (NameKey, usize, Date, Date, bool);
/// Whether a version is in force, when it was published, its number, and its claim.
type Version = (bool, Option<Date>, usize, ClaimId);

/// Returns for each target that was changed later the versions before it, oldest first. Versions of one target have the same
/// setter, subject, measure and period; the one published last is the target, and those before it are no targets of their own.
pub fn versions(notebook: &Notebook, verdicts: &[Verdict]) -> HashMap<ClaimId, Vec<ClaimId>> {
    let mut topics = Topics::new(notebook);
    let mut groups: HashMap<Target, Vec<Version>> = HashMap::new();
    for (number, verdict) in verdicts.iter().enumerate() {
        let Some(claim) = notebook.claims.get(verdict.target) else { continue };
        let published = claim.document().and_then(|id| notebook.documents.get(id)).and_then(|found| found.details.published);
        let key = (
            notebook.vocabulary().key(TermKind::Voice, setter(claim)),
            topics.of(&claim.subject, &claim.measure),
            verdict.period.start,
            verdict.period.end,
            verdict.period.deadline,
        );
        let is_current = claim.status != Status::Superseded;
        groups.entry(key).or_default().push((is_current, published, number, verdict.target));
    }
    let ordered = groups.into_values().filter(|group| group.len() > 1).filter_map(|mut group| {
        group.sort_unstable();
        let (_, _, _, last) = group.pop()?;
        group.sort_unstable_by_key(|&(_, published, number, _)| (published, number));
        Some((last, group.into_iter().map(|(_, _, _, target)| target).collect()))
    });
    ordered.collect()
}

/// Builds a record for each voice, those with the most outcomes first. Versions of one target count once, as the last one.
pub fn records(notebook: &Notebook, verdicts: &[Verdict]) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    let mut index_of: HashMap<String, usize> = HashMap::new();
    let earlier: HashSet<ClaimId> = versions(notebook, verdicts).into_values().flatten().collect();
    for verdict in verdicts.iter().filter(|verdict| !earlier.contains(&verdict.target)) {
        let Some(claim) = notebook.claims.get(verdict.target) else { continue };
        let voice = setter(claim).to_owned();
        let index = *index_of.entry(voice).or_insert_with_key(|voice| {
            records.push(Record { voice: voice.clone(), ..Record::default() });
            records.len() - 1
        });
        let record = &mut records[index];
        match verdict.fate {
            Fate::Open => {}
            Fate::Judged { met: Some(true), .. } => record.met.push(verdict.target),
            Fate::Judged { met: Some(false), .. } => record.missed.push(verdict.target),
            Fate::Due | Fate::Judged { met: None, .. } => record.unknown.push(verdict.target),
        }
    }
    records.retain(|record| !(record.met.is_empty() && record.missed.is_empty() && record.unknown.is_empty()));
    records.sort_by_key(|record| std::cmp::Reverse(record.met.len() + record.missed.len()));
    records
}

/// One stored period of a run, compared with what happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The run.
    pub run: RunId,
    /// The driver's name on screen.
    pub title: String,
    /// The period.
    pub period: Period,
    /// The claim that states what happened.
    pub actual: ClaimId,
    /// The actual number, in the unit of the driver.
    pub value: f64,
    /// The run's median.
    pub median: f64,
    /// Whether the actual lay between the stored P10 and P90; `None` if these are not stored.
    pub covered: Option<bool>,
    /// The weighted interval score, in the unit of the driver: 0 is perfect.
    pub score: Option<f64>,
    /// Brier scores of the run's probabilities for the targets of that period.
    pub briers: Vec<f64>,
}

/// Scores every stored period for which there is an actual.
pub fn scored(notebook: &Notebook, runs: impl Iterator<Item = impl AsRef<Run>>) -> Vec<Scored> {
    let mut found = Vec::new();
    for run in runs {
        let run = run.as_ref();
        for output in run.outputs.iter().filter(|output| !output.subject.is_empty() && !output.measure.is_empty()) {
            let mut topical = notebook.about(&output.subject, &output.measure);
            let about: Vec<&Claim> = notebook.claims.iter().filter(|claim| topical.holds(claim)).collect();
            let nature = if output.is_stock { Nature::Stock } else { Nature::Flow };
            // A period that was over when the run was kept was not forecast.
            for row in output.rows.iter().filter(|row| row.period.end > run.made) {
                let same = |claim: &&&Claim| claim.understood_period().is_some_and(|of| is_same(of, row.period, nature));
                let best = about.iter().filter(|claim| is_actual(claim)).filter(same).max_by_key(|claim| claim.status.weight());
                let Some(actual) = best else { continue };
                let Some(value) =
                    actual.understood_quantity().and_then(|quantity| in_unit(quantity, quantity.value.middle(), &output.unit))
                else {
                    continue;
                };
                let targets = about.iter().filter(|claim| matches!(claim.kind, ClaimKind::Target | ClaimKind::Plan)).filter(same);
                let briers = targets.filter_map(|target| {
                    let quantity = target.understood_quantity()?;
                    let wanted = in_unit(quantity, to_f64(quantity.value.low()), &output.unit)?;
                    Some(brier(probability_of_at_least(&run.levels, &row.quantiles, wanted)?, value >= wanted))
                });
                found.push(Scored {
                    run: run.id,
                    title: output.title.clone(),
                    period: row.period,
                    actual: actual.id,
                    value,
                    median: row.quantiles.get(row.quantiles.len() / 2).copied().unwrap_or(f64::NAN),
                    covered: covers(&run.levels, &row.quantiles, (0.1, 0.9), value),
                    score: weighted_interval_score(&run.levels, &row.quantiles, value),
                    briers: briers.collect(),
                });
            }
        }
    }
    found
}

/// Converts a number that a claim states to the unit of a model (`million yuan` counts in millions). `None` if only one of the
/// two is a share, or the unit is not understood.
pub fn in_unit(quantity: &Quantity, value: f64, unit: &str) -> Option<f64> {
    let wanted = Unit::parse(unit).ok()?;
    let is_share = quantity.unit.trim() == "%";
    if is_share != wanted.is_plain() {
        return None;
    }
    Some(if is_share { value * 0.01 } else { value } / wanted.scale)
}

/// The actuals of a measure of a subject, in the unit of a model: the best-supported fact for each day on which a period ends,
/// in order of time.
pub fn actuals<'a>(notebook: &'a Notebook, subject: &str, measure: &str, unit: &str) -> Vec<(Date, f64, &'a Claim)> {
    let mut topical = notebook.about(subject, measure);
    let mut found: Vec<(Date, f64, &Claim)> = notebook
        .claims
        .iter()
        .filter(|claim| topical.holds(claim) && is_actual(claim))
        .filter_map(|claim| {
            let quantity = claim.understood_quantity()?;
            let value = in_unit(quantity, quantity.value.middle(), unit)?;
            Some((claim.understood_period()?.last_day(), value, claim))
        })
        .collect();
    found.sort_by_key(|(day, _, claim)| (*day, std::cmp::Reverse(claim.status.weight())));
    found.dedup_by_key(|(day, ..)| *day);
    found
}

/// Sums scored periods up in a sentence: coverage against the 80 % that P10 to P90 should have, or that there are too few. An
/// outcome with which several runs are compared is one outcome.
pub fn coverage(scored: &[Scored]) -> String {
    let judged: Vec<(ClaimId, bool)> = scored.iter().filter_map(|scored| Some((scored.actual, scored.covered?))).collect();
    let inside = judged.iter().filter(|(_, inside)| *inside).count();
    let mut outcomes: Vec<ClaimId> = judged.iter().map(|(actual, _)| *actual).collect();
    outcomes.sort_unstable();
    outcomes.dedup();
    let forecasts = counted(judged.len(), "forecast");
    match outcomes.len() {
        0 => "No outcome yet.".to_owned(),
        few if few < ENOUGH => {
            let outcomes = counted(few, "outcome");
            format!(
                "{inside} of {forecasts} had the outcome between P10 and P90, for {outcomes}: too few to judge (80 % would be right)."
            )
        }
        _ => format!(
            "{inside} of {forecasts} had the outcome between P10 and P90 ({} %; 80 % would be right).",
            inside * 100 / judged.len()
        ),
    }
}

#[cfg(test)]
mod tests;
