//! Named sets of changes to the assumptions of a model. What they imply is computed in `forecast`, never stored here.

use serde::{Deserialize, Serialize};

use super::{AssumptionId, AssumptionValue, ModelId, Notebook, Record, ScenarioId};

/// A named set of overrides of a model's assumptions; only what differs is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Unique id; never changes and is never reused.
    pub id: ScenarioId,
    /// The model it belongs to.
    pub model: ModelId,
    /// Its name on screen.
    pub name: String,
    /// The values that differ from those of the assumptions, at most one per assumption.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// The reason for this scenario.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The assumption.
    pub assumption: AssumptionId,
    /// Its value in this scenario.
    pub value: AssumptionValue,
}

impl Scenario {
    /// The value that this scenario sets for an assumption, if any.
    pub fn override_of(&self, assumption: AssumptionId) -> Option<&AssumptionValue> {
        self.overrides.iter().find(|entry| entry.assumption == assumption).map(|entry| &entry.value)
    }

    /// Sets an assumption in this scenario; `None` removes the override.
    pub fn set(&mut self, assumption: AssumptionId, value: Option<AssumptionValue>) {
        let index = self.overrides.iter().position(|entry| entry.assumption == assumption);
        match (index, value) {
            (Some(index), Some(value)) => self.overrides[index].value = value,
            (Some(index), None) => drop(self.overrides.remove(index)),
            (None, Some(value)) => self.overrides.push(Override { assumption, value }),
            (None, None) => {}
        }
    }
}

impl Notebook {
    /// The value of an assumption in a scenario, or its own value without an override. `None` if neither exists.
    pub fn assumption_value<'a>(
        &'a self,
        assumption: AssumptionId,
        scenario: Option<&'a Scenario>,
    ) -> Option<&'a AssumptionValue> {
        scenario
            .and_then(|scenario| scenario.override_of(assumption))
            .or_else(|| self.assumptions.get(assumption).map(|assumption| &assumption.value))
    }

    /// The scenarios of a model, in order.
    pub fn scenarios_of(&self, model: ModelId) -> impl Iterator<Item = &Scenario> {
        self.scenarios.iter().filter(move |scenario| scenario.model == model)
    }
}
