//! Inputs of models and named sets of changes to them. What they imply is computed in `forecast`, never stored here.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::claim::named_choices;
use super::{AssumptionId, ClaimId, ModelId, Notebook, Record, ScenarioId};

/// A named input of a model, and what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assumption {
    /// Its name for ever.
    pub id: AssumptionId,
    /// Its name on screen.
    pub name: String,
    /// What its numbers are counted in: `store`, `%`, `car per store and year`. Empty for dates and shapes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The value that holds where no scenario says otherwise.
    pub value: AssumptionValue,
    /// The claims it rests on; with none it is the analyst's own judgement and shown as that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimId>,
    /// Why this value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Record for Assumption {
    type Id = AssumptionId;
    fn id(&self) -> AssumptionId {
        self.id
    }
}

/// What an assumption can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssumptionValue {
    /// A number with its range.
    Number(Estimate3),
    /// A day.
    Date(Date),
    /// How something grows.
    Growth(Growth),
}

/// Low, base and high: “unlikely below (1 in 10), best guess, unlikely above (1 in 10)”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate3 {
    /// Unlikely to be below this.
    pub low: Decimal,
    /// Best guess.
    pub base: Decimal,
    /// Unlikely to be above this.
    pub high: Decimal,
}

impl Estimate3 {
    /// A number that is taken as certain.
    pub fn certain(value: Decimal) -> Self {
        Self { low: value, base: value, high: value }
    }

    /// Whether low, base and high are the same.
    pub fn is_certain(self) -> bool {
        self.low == self.base && self.base == self.high
    }
}

named_choices! {
    /// The shape between a start and a target. Formulas and their limits are in `forecast::growth`.
    Growth {
        /// The same number of openings every year.
        #[default]
        Linear => "linear",
        /// The same growth rate every year.
        Exponential => "exponential",
        /// Slow, fast, slow: towards a ceiling.
        Logistic => "logistic",
    }
}

/// A store-count model: from stores on a day to stores on another, and what they could sell.
///
/// `sales = average stores × share that sells cars × cars per store and year`. Each field names an [`Assumption`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreModel {
    /// Its name for ever.
    pub id: ModelId,
    /// Its name on screen.
    pub title: String,
    /// Stores on the first day.
    pub start: AssumptionId,
    /// The first day.
    pub start_date: AssumptionId,
    /// Stores on the target date.
    pub target: AssumptionId,
    /// The day by which the target is to be met.
    pub target_date: AssumptionId,
    /// Stores that can never be exceeded; only the logistic shape uses it.
    pub ceiling: AssumptionId,
    /// The shape between start and target.
    pub growth: AssumptionId,
    /// The share of stores that sells cars, in %.
    pub share: AssumptionId,
    /// Cars that one such store sells in a year.
    pub cars_per_store: AssumptionId,
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Record for StoreModel {
    type Id = ModelId;
    fn id(&self) -> ModelId {
        self.id
    }
}

impl StoreModel {
    /// Its assumptions in the order a person reads them.
    pub fn assumptions(&self) -> [AssumptionId; 8] {
        [self.start, self.start_date, self.target, self.target_date, self.growth, self.ceiling, self.share, self.cars_per_store]
    }
}

/// A named set of overrides of a model's assumptions; only what differs is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Its name for ever.
    pub id: ScenarioId,
    /// Which model it belongs to.
    pub model: ModelId,
    /// Its name on screen.
    pub name: String,
    /// What it sets otherwise than the assumptions say, at most once each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Record for Scenario {
    type Id = ScenarioId;
    fn id(&self) -> ScenarioId {
        self.id
    }
}

/// One assumption's value in one scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Which assumption.
    pub assumption: AssumptionId,
    /// What it is in this scenario.
    pub value: AssumptionValue,
}

impl Scenario {
    /// What this scenario says of an assumption, where it says anything.
    pub fn override_of(&self, assumption: AssumptionId) -> Option<AssumptionValue> {
        self.overrides.iter().find(|entry| entry.assumption == assumption).map(|entry| entry.value)
    }

    /// Sets an assumption in this scenario; `None` lets the assumption's own value hold again.
    pub fn set(&mut self, assumption: AssumptionId, value: Option<AssumptionValue>) {
        let place = self.overrides.iter().position(|entry| entry.assumption == assumption);
        match (place, value) {
            (Some(place), Some(value)) => self.overrides[place].value = value,
            (Some(place), None) => drop(self.overrides.remove(place)),
            (None, Some(value)) => self.overrides.push(Override { assumption, value }),
            (None, None) => {}
        }
    }
}

impl Notebook {
    /// The value of an assumption as a scenario (or none) has it.
    pub fn assumption_value(&self, assumption: AssumptionId, scenario: Option<&Scenario>) -> Option<AssumptionValue> {
        scenario
            .and_then(|scenario| scenario.override_of(assumption))
            .or_else(|| self.assumptions.get(assumption).map(|assumption| assumption.value))
    }

    /// The scenarios of a model, in order.
    pub fn scenarios_of(&self, model: ModelId) -> impl Iterator<Item = &Scenario> {
        self.scenarios.iter().filter(move |scenario| scenario.model == model)
    }
}
