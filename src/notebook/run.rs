//! Kept runs: what a scenario implied on a day, stored unchanged so that it can be compared with what happens.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ClaimId, ModelId, Period, Record, RunId, ScenarioId};

/// A kept run. It is never edited: computing again makes a new one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Unique id; never changes and is never reused.
    pub id: RunId,
    /// The model that was run.
    pub model: ModelId,
    /// The scenario; `None` for the assumptions without overrides. It may have been deleted since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioId>,
    /// The name of the scenario at that time.
    pub name: String,
    /// The day on which it was made.
    pub made: Date,
    /// The seed of the sequence of draws.
    pub seed: u32,
    /// The number of draws.
    pub samples: u32,
    /// The method of drawing: `sobol` or `plain`.
    pub method: String,
    /// The version of Claimbook that computed it.
    pub engine: String,
    /// SHA-256 over formulas and inputs: the same hash, seed, samples and engine give the same numbers.
    pub inputs_hash: String,
    /// The inputs in words, for people.
    pub inputs: Vec<RunInput>,
    /// The probabilities of the quantiles, ascending, each between 0 and 1 (excluded).
    pub levels: Vec<f64>,
    /// The computed drivers.
    pub outputs: Vec<RunOutput>,
    /// The claims that it was based on. Some may have been deleted since.
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
    /// The name of the assumption at that time.
    pub name: String,
    /// Its value at that time.
    pub value: String,
}

/// The results of one driver in a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunOutput {
    /// Its name in formulas.
    pub driver: String,
    /// Its name on screen at that time.
    pub title: String,
    /// The unit of its values, over a period or at its end.
    pub unit: String,
    /// Whether its values apply to the ends of periods rather than to whole periods.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_stock: bool,
    /// The subject of claims about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The measure of such claims.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure: String,
    /// Its quantiles, one row per period.
    pub rows: Vec<RunRow>,
}

impl RunOutput {
    /// Its name on screen; that in formulas if it has none.
    pub fn title(&self) -> &str {
        if self.title.trim().is_empty() { &self.driver } else { &self.title }
    }
}

/// One period of an output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunRow {
    /// The period.
    pub period: Period,
    /// One value for each of the run's levels, ascending.
    pub quantiles: Vec<f64>,
}

impl Run {
    /// The first rule that it breaks, as the predicate of a sentence; `None` if it is valid.
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
