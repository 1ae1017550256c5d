//! The inputs of models in words, and what has happened since they were settled: a claim that says something else, a kept run whose
//! inputs have changed.

use super::{Assumption, AssumptionValue, Claim, ClaimId, Model, Notebook, Run, RunInput, Scenario, counted, grouped, long_date};

impl AssumptionValue {
    /// It in words: “8 (2 to 20)”.
    pub fn in_words(&self) -> String {
        match self {
            Self::Number(number) if number.is_certain() => grouped(number.base),
            Self::Number(number) => format!("{} ({} to {})", grouped(number.base), grouped(number.low), grouped(number.high)),
            Self::Date(date) => long_date(*date),
            Self::Growth(growth) => growth.label().to_owned(),
            Self::Plan(points) => {
                let point = |point: &super::PlanPoint| format!("{} on {}", grouped(point.value), long_date(point.date));
                points.iter().map(point).collect::<Vec<_>>().join(", ")
            }
            Self::Samples(values) => counted(values.len(), "sample"),
        }
    }

    /// What a claim says that such a value can be taken from: its number or its time; `None` if it has none.
    pub fn stated_by(&self, claim: &Claim) -> Option<String> {
        match self {
            Self::Number(_) => claim.understood_quantity().map(ToString::to_string),
            Self::Date(_) => claim.understood_period().map(|period| period.to_string()),
            Self::Growth(_) | Self::Plan(_) | Self::Samples(_) => None,
        }
    }
}

/// A claim that says something else than when an input took its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimMoved {
    /// The claim.
    pub claim: ClaimId,
    /// What it said then.
    pub before: String,
    /// What it says now.
    pub now: String,
}

/// An input of a kept run that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputChange {
    /// The name of the assumption.
    pub name: String,
    /// What it was then.
    pub before: String,
    /// What it is now.
    pub now: String,
    /// Whether only the claim says so: the input has not followed it yet.
    pub waits: bool,
}

impl InputChange {
    /// It as a part of a sentence: “Target was 9,000 and is now 10,000”.
    pub fn in_words(&self) -> String {
        let Self { name, before, now, waits } = self;
        match waits {
            true => format!("the claim behind “{name}” said {before} and now says {now}"),
            false => format!("“{name}” was {before} and is now {now}"),
        }
    }
}

impl Notebook {
    /// The claim of an assumption, if it says something else than when the value was taken from it. A plan's points are not looked at.
    pub fn claim_moved(&self, assumption: &Assumption) -> Option<ClaimMoved> {
        let claim = self.claims.get(*assumption.claims.first()?)?;
        let now = assumption.value.stated_by(claim)?;
        let before = assumption.seen.clone();
        (!before.is_empty() && before != now).then_some(ClaimMoved { claim: claim.id, before, now })
    }

    /// The inputs of a model under a scenario, in words.
    pub fn inputs_in_words(&self, model: &Model, scenario: Option<&Scenario>) -> Vec<RunInput> {
        let input = |input: &super::Input| {
            let assumption = self.assumptions.get(input.assumption)?;
            let value = self.assumption_value(input.assumption, scenario)?.in_words();
            Some(RunInput { name: assumption.name.clone(), value: format!("{value} {}", assumption.unit).trim().to_owned() })
        };
        model.inputs.iter().filter_map(input).collect()
    }

    /// What has changed among the inputs of a kept run. Empty also if its model or its scenario was deleted: then there is nothing to
    /// compare with.
    pub fn inputs_since(&self, run: &Run) -> Vec<InputChange> {
        let Some(model) = self.models.get(run.model) else { return Vec::new() };
        let scenario = run.scenario.and_then(|id| self.scenarios.get(id));
        if run.scenario.is_some() && scenario.is_none() {
            return Vec::new();
        }
        let now = self.inputs_in_words(model, scenario);
        let is_same_list = now.len() == run.inputs.len();
        let mut changes = Vec::new();
        for (at, then) in run.inputs.iter().enumerate() {
            // A renamed input keeps its place.
            let same = now.iter().find(|now| now.name == then.name).or(if is_same_list { now.get(at) } else { None });
            if let Some(now) = same.filter(|now| now.value != then.value) {
                let (before, value) = (then.value.clone(), now.value.clone());
                changes.push(InputChange { name: now.name.clone(), before, now: value, waits: false });
            }
        }
        let own = |assumption: &&Assumption| scenario.is_none_or(|scenario| scenario.override_of(assumption.id).is_none());
        for assumption in model.inputs.iter().filter_map(|input| self.assumptions.get(input.assumption)).filter(own) {
            if let Some(moved) = self.claim_moved(assumption) {
                let (name, ClaimMoved { before, now, .. }) = (assumption.name.clone(), moved);
                changes.push(InputChange { name, before, now, waits: true });
            }
        }
        changes
    }

    /// The latest run that was kept after this one, of the same model under the same scenario.
    pub fn later_run(&self, run: &Run) -> Option<&Run> {
        let same = |other: &&Run| other.model == run.model && other.scenario == run.scenario && other.id > run.id;
        self.runs.iter().filter(same).max_by_key(|other| other.id)
    }
}
