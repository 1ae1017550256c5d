//! Edits of scenarios: adding, changing, applying and deleting them.

use crate::notebook::{Assumption, AssumptionId, AssumptionValue, Edit, EditError, ModelId, Scenario, ScenarioId};
use crate::workspace::{Burst, ScenarioEdits};

impl ScenarioEdits<'_> {
    /// Makes the overrides of a scenario the assumptions' own values, as one step. The scenario then has no overrides.
    pub fn apply(&mut self, id: ScenarioId) -> Result<(), EditError> {
        let Some(scenario) = self.workspace.notebook.scenarios.get(id).cloned() else { return Ok(()) };
        let mut edit = Edit::new("apply scenario");
        for entry in &scenario.overrides {
            if let Some(assumption) = self.workspace.notebook.assumptions.get(entry.assumption) {
                edit = edit.put(Assumption { value: entry.value.clone(), ..assumption.clone() });
            }
        }
        self.workspace.edit(edit.put(Scenario { overrides: Vec::new(), ..scenario }))
    }

    /// Makes a scenario without overrides, or with those of `copy_of`, and selects it. `None` if the edit is refused.
    pub fn add(&mut self, model: ModelId, name: &str, copy_of: Option<ScenarioId>) -> Option<ScenarioId> {
        let id = self.workspace.new_id();
        let overrides =
            copy_of.and_then(|id| self.workspace.notebook.scenarios.get(id)).map(|scenario| scenario.overrides.clone());
        let scenario =
            Scenario { id, model, name: name.to_owned(), overrides: overrides.unwrap_or_default(), note: String::new() };
        self.workspace.edit(Edit::new("add scenario").insert(scenario)).ok()?;
        self.workspace.selection.scenario = Some(id);
        Some(id)
    }

    /// Changes a scenario. Consecutive changes of one `field` are one step. Does nothing if the scenario is gone.
    pub fn change(&mut self, id: ScenarioId, field: &'static str, change: impl FnOnce(&mut Scenario)) -> Result<(), EditError> {
        self.workspace.change(self.workspace.notebook.scenarios.get(id).cloned(), format!("edit scenario {field}"), field, change)
    }

    /// Sets the value of an assumption in a scenario, or its own value without one. `None`, or a value equal to the assumption's
    /// own, removes the override. Consecutive changes of one value are one step.
    pub fn set_value(
        &mut self,
        scenario: Option<ScenarioId>,
        id: AssumptionId,
        value: Option<AssumptionValue>,
    ) -> Result<(), EditError> {
        let Some(assumption) = self.workspace.notebook.assumptions.get(id).cloned() else { return Ok(()) };
        let Some(scenario) = scenario else {
            let Some(value) = value else { return Ok(()) };
            return self.workspace.assumptions().change(id, "value", |assumption| assumption.value = value);
        };
        let Some(mut scenario) = self.workspace.notebook.scenarios.get(scenario).cloned() else { return Ok(()) };
        scenario.set(id, value.filter(|value| *value != assumption.value));
        let burst = Burst { record: Some(id.into()), field: "value in scenario" };
        self.workspace.edit_in(Edit::new("edit scenario").put(scenario), Some(burst))
    }

    /// Deletes a scenario.
    pub fn delete(&mut self, id: ScenarioId) -> Result<(), EditError> {
        self.workspace.edit(Edit::new("delete scenario").remove(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{Growth, check};
    use crate::workspace::Workspace;
    use crate::workspace::tests::with_documents;

    #[test]
    fn scenarios_store_only_what_differs() {
        let mut workspace = with_documents();
        let model_id = workspace.models().add("Stores").unwrap();
        let model = workspace.notebook().models.get(model_id).unwrap().clone();
        let growth = model.input("shape").unwrap();
        let scenario = workspace.scenarios().add(model_id, "Fast", None).unwrap();
        let exponential = AssumptionValue::Growth(Growth::Exponential);
        workspace.assumptions().set_value(growth, exponential).unwrap();
        let own = workspace.notebook().assumptions.get(growth).unwrap().value.clone();
        assert_eq!(own, AssumptionValue::Growth(Growth::Linear));
        let overrides = |workspace: &Workspace| workspace.notebook().scenarios.get(scenario).unwrap().overrides.len();
        assert_eq!(overrides(&workspace), 1);
        workspace.assumptions().set_value(growth, own).unwrap();
        assert_eq!(overrides(&workspace), 0);
        workspace.scenarios().set_value(Some(scenario), growth, Some(AssumptionValue::Growth(Growth::Gompertz))).unwrap();
        assert_eq!(overrides(&workspace), 1);
        workspace.scenarios().set_value(Some(scenario), growth, None).unwrap();
        assert_eq!(overrides(&workspace), 0);
        workspace.models().delete(model_id).unwrap();
        assert!(workspace.notebook().assumptions.is_empty() && workspace.notebook().scenarios.is_empty());
        assert_eq!(check(workspace.notebook()), []);
    }
}
