//! Finds models and scenarios by name.

use claimbook::notebook::{Model, Notebook, Scenario};

/// Finds the scenario with this name, ignoring case; `None` if no name is given.
pub(super) fn scenario_of<'a>(notebook: &'a Notebook, name: Option<&str>) -> Result<Option<&'a Scenario>, String> {
    let Some(name) = name else { return Ok(None) };
    let found = notebook.scenarios.iter().find(|scenario| scenario.name.to_lowercase() == name.to_lowercase());
    let known = || notebook.scenarios.iter().map(|scenario| format!("“{}”", scenario.name)).collect::<Vec<_>>().join(", ");
    found.map(Some).ok_or_else(|| {
        if notebook.scenarios.is_empty() {
            "the notebook has no scenarios".to_owned()
        } else {
            format!("there is no scenario “{name}”; known scenarios: {}", known())
        }
    })
}

/// Finds the model with this name, ignoring case; without a name, the scenario's model, or else the first.
pub(super) fn model_of<'a>(notebook: &'a Notebook, name: Option<&str>, scenario: Option<&Scenario>) -> Result<&'a Model, String> {
    let mut models = notebook.models.iter();
    let found = match (name, scenario) {
        (Some(name), _) => models.find(|model| model.title.to_lowercase() == name.to_lowercase()),
        (None, Some(scenario)) => notebook.models.get(scenario.model),
        (None, None) => models.next(),
    };
    let known = || notebook.models.iter().map(|model| format!("“{}”", model.title)).collect::<Vec<_>>().join(", ");
    match (found, notebook.models.is_empty(), name) {
        (Some(model), ..) => Ok(model),
        (None, true, _) => Err("the notebook has no model: make one in the window, under Scenarios".to_owned()),
        (None, false, name) => Err(format!("there is no model “{}”; known models: {}", name.unwrap_or_default(), known())),
    }
}
