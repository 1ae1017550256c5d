//! What a scenario was computed to imply on a day: kept as it was, so that it can be held against what happens.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ClaimId, ModelId, Period, Record, RunId, ScenarioId};

/// A computation that was kept. It is never edited: computing again makes a new one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Its name for ever.
    pub id: RunId,
    /// Which model was run.
    pub model: ModelId,
    /// Which scenario; none for the assumptions alone. The scenario may be gone by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioId>,
    /// What the scenario was called then.
    pub name: String,
    /// The day on which it was made.
    pub made: Date,
    /// What the sequence of draws was made from.
    pub seed: u32,
    /// How many draws there were.
    pub samples: u32,
    /// How they were drawn: `sobol` or `plain`.
    pub method: String,
    /// The version of Claimbook that computed it.
    pub engine: String,
    /// SHA-256 over formulas and inputs: the same hash, seed, samples and engine give the same numbers.
    pub inputs_hash: String,
    /// The inputs in words, for people.
    pub inputs: Vec<RunInput>,
    /// Probabilities of the quantiles, ascending.
    pub levels: Vec<f64>,
    /// What came out.
    pub outputs: Vec<RunOutput>,
    /// The claims that it rested on. Some may be gone by now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimId>,
}

impl Record for Run {
    type Id = RunId;
    fn id(&self) -> RunId {
        self.id
    }
}

/// An input of a run, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunInput {
    /// The assumption's name then.
    pub name: String,
    /// Its value then.
    pub value: String,
}

/// One driver of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunOutput {
    /// The name that formulas know it by.
    pub driver: String,
    /// Its name on screen then.
    pub title: String,
    /// What it is counted in, over a period or at its end.
    pub unit: String,
    /// Whether its values hold at the ends of periods, not over them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_stock: bool,
    /// Whom claims about it are about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// What such claims count.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure: String,
    /// Period by period.
    pub rows: Vec<RunRow>,
}

/// One period of an output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunRow {
    /// Which.
    pub period: Period,
    /// One value for each of the run's levels, ascending.
    pub quantiles: Vec<f64>,
}

impl Run {
    /// What breaks its rules, as the rest of a sentence.
    pub fn problem(&self) -> Option<String> {
        let is_probability = |level: &f64| *level > 0.0 && *level < 1.0;
        if !self.levels.iter().all(is_probability) || !self.levels.is_sorted_by(|a, b| a < b) {
            return Some("has levels that are not ascending probabilities".to_owned());
        }
        for output in &self.outputs {
            for row in &output.rows {
                if row.period.end <= row.period.start {
                    return Some(format!("has a period of “{}” that ends before it begins", output.title));
                }
                let is_whole = row.quantiles.len() == self.levels.len() && row.quantiles.iter().all(|value| value.is_finite());
                if !is_whole || !row.quantiles.is_sorted() {
                    return Some(format!("has quantiles of “{}” that do not fit its levels", output.title));
                }
            }
        }
        None
    }
}
