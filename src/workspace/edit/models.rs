//! What can be done to series, assumptions, models and scenarios.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::notebook::{
    Assumption, AssumptionId, AssumptionValue, Claim, ClaimId, Edit, EditError, Estimate3, Growth, Input, Judgement, Limit,
    Model, ModelId, Nature, Notebook, Period, PointRole, Quantity, Scenario, ScenarioId, Series, SeriesId, store_count_drivers,
};
use crate::workspace::model::amounts::value_from_claim;
use crate::workspace::{Burst, Workspace};

/// What stands at the assumptions of a new model.
const PLACEHOLDER: &str = "A placeholder: put in your own value, or rest it on a claim.";

/// Charts, models, assumptions and scenarios.
impl Workspace {
    /// Makes a series of a subject's measure and chooses it; the one that is there already where there is one.
    pub fn add_series(&mut self, subject: &str, measure: &str, nature: Nature) -> Option<SeriesId> {
        let known = self.notebook.series.iter().find(|series| {
            crate::notebook::same_name(&series.subject, subject) && crate::notebook::same_name(&series.measure, measure)
        });
        if let Some(series) = known {
            self.selection.series = Some(series.id);
            return self.selection.series;
        }
        let id = self.new_id();
        let series = Series {
            id,
            title: String::new(),
            subject: subject.trim().to_owned(),
            measure: measure.trim().to_owned(),
            nature,
            hidden: Vec::new(),
            judgements: Vec::new(),
            alt: String::new(),
            timeline_alt: String::new(),
            note: String::new(),
        };
        self.edit(Edit::new("add chart").insert(series)).ok()?;
        self.selection.series = Some(id);
        Some(id)
    }

    /// Changes a series as it is now.
    pub fn change_series(
        &mut self,
        id: SeriesId,
        field: &'static str,
        change: impl FnOnce(&mut Series),
    ) -> Result<(), EditError> {
        self.change(self.notebook.series.get(id).cloned(), format!("edit chart {field}"), field, change)
    }

    /// Deletes a series. Claims stay.
    pub fn delete_series(&mut self, id: SeriesId) -> Result<(), EditError> {
        self.edit(Edit::new("delete chart").remove(id))
    }

    /// Takes a claim off a chart or puts it back.
    pub fn toggle_hidden(&mut self, series: SeriesId, claim: ClaimId) -> Result<(), EditError> {
        let Some(mut series) = self.notebook.series.get(series).cloned() else { return Ok(()) };
        let hidden = series.hidden.contains(&claim);
        if hidden {
            series.hidden.retain(|&other| other != claim);
        } else {
            series.hidden.push(claim);
        }
        self.edit(Edit::new(if hidden { "put claim on chart" } else { "take claim off chart" }).put(series))
    }

    /// Adds a point of the analyst's own to a series.
    pub fn add_judgement(
        &mut self,
        series: SeriesId,
        role: PointRole,
        quantity: Quantity,
        period: Period,
        note: String,
    ) -> Result<(), EditError> {
        let id = self.new_id();
        let Some(mut series) = self.notebook.series.get(series).cloned() else { return Ok(()) };
        series.judgements.push(Judgement { id, role, quantity, period, note });
        self.edit(Edit::new("add own judgement").put(series))
    }

    /// Takes a point of the analyst's own from a series.
    pub fn remove_judgement(&mut self, series: SeriesId, judgement: crate::notebook::JudgementId) -> Result<(), EditError> {
        let Some(mut series) = self.notebook.series.get(series).cloned() else { return Ok(()) };
        series.judgements.retain(|other| other.id != judgement);
        self.edit(Edit::new("remove own judgement").put(series))
    }

    /// Makes a store-count model whose assumptions are all still the analyst's own, and chooses it.
    pub fn add_model(&mut self, title: &str) -> Option<ModelId> {
        let today = self.clock.today();
        let in_five_years = today.checked_add(jiff::Span::new().years(5)).unwrap_or(Date::MAX);
        let range =
            |low: i64, base: i64, high: i64| Estimate3::range(Decimal::from(low), Decimal::from(base), Decimal::from(high));
        let number = |low: i64, base: i64, high: i64| AssumptionValue::Number(range(low, base, high));
        let tenths = |tenths: i64| Decimal::new(tenths, 1);
        let ceiling = Estimate3 { limit: Limit::Low, ..Estimate3::range(tenths(10), tenths(12), tenths(15)) };
        let mut edit = Edit::new("add model");
        let mut inputs: Vec<Input> = Vec::new();
        for (name, title, unit, value) in [
            ("start", "Stores at the start", "store", number(100, 100, 100)),
            ("start_date", "Start date", "", AssumptionValue::Date(today)),
            ("target", "Target", "store", number(1000, 1000, 1000)),
            ("target_date", "Target date", "", AssumptionValue::Date(in_five_years)),
            ("shape", "Growth", "", AssumptionValue::Growth(Growth::Linear)),
            ("ceiling", "Ceiling, times the target", "", AssumptionValue::Number(ceiling)),
            ("share", "Share of stores that sell cars", "%", number(5, 12, 30)),
            ("cars_per_store", "Cars per store and year", "car per store and year", number(5, 20, 60)),
        ] {
            let id: AssumptionId = self.new_id();
            inputs.push(Input { name: name.into(), assumption: id });
            let note = PLACEHOLDER.to_owned();
            edit = edit.insert(Assumption { id, name: title.into(), unit: unit.into(), value, claims: Vec::new(), note });
        }
        let (from, until) = (inputs[1].assumption, inputs[3].assumption);
        let mut drivers = store_count_drivers();
        // A ceiling that follows the target can never come out below it.
        drivers[0].formula = "growth(shape, start, start_date, target, target_date, ceiling * max(start, target))".to_owned();
        let id = self.new_id();
        let title = title.to_owned();
        let model = Model { id, title, from, until, beyond: 0, inputs, drivers, correlations: Vec::new(), note: String::new() };
        self.edit(edit.insert(model)).ok()?;
        self.selection.model = Some(id);
        self.selection.scenario = None;
        Some(id)
    }

    /// Changes a model as it is now.
    pub fn change_model(&mut self, id: ModelId, field: &'static str, change: impl FnOnce(&mut Model)) -> Result<(), EditError> {
        self.change(self.notebook.models.get(id).cloned(), format!("edit model {field}"), field, change)
    }

    /// Adds an input to a model, as an assumption of the analyst's own.
    pub fn add_input(&mut self, model: ModelId, input: Input, value: AssumptionValue) -> Result<(), EditError> {
        let Some(mut model) = self.notebook.models.get(model).cloned() else { return Ok(()) };
        let name = input.name.replace('_', " ");
        let assumption = Assumption {
            id: input.assumption,
            name,
            unit: String::new(),
            value,
            claims: Vec::new(),
            note: PLACEHOLDER.to_owned(),
        };
        model.inputs.push(input);
        self.edit(Edit::new("add input").insert(assumption).put(model))
    }

    /// Takes an input out of a model; the assumption goes where no other model has it, with what scenarios set of it.
    pub fn remove_input(&mut self, model: ModelId, id: AssumptionId) -> Result<(), EditError> {
        let Some(mut model) = self.notebook.models.get(model).cloned() else { return Ok(()) };
        model.inputs.retain(|input| input.assumption != id);
        model.correlations.retain(|pair| pair.first != id && pair.second != id);
        let uses = |other: &Model| [other.from, other.until].contains(&id) || other.assumptions().any(|used| used == id);
        let is_used = uses(&model) || self.notebook.models.iter().any(|other| other.id != model.id && uses(other));
        let mut edit = Edit::new("remove input").put(model);
        if !is_used {
            for scenario in self.notebook.scenarios.iter().filter(|scenario| scenario.override_of(id).is_some()) {
                let mut rest = scenario.clone();
                rest.set(id, None);
                edit = edit.put(rest);
            }
            edit = edit.remove(id);
        }
        self.edit(edit)
    }

    /// Makes what a scenario sets the assumptions' own values, in one step. The scenario then differs in nothing.
    pub fn apply_scenario(&mut self, id: ScenarioId) -> Result<(), EditError> {
        let Some(scenario) = self.notebook.scenarios.get(id).cloned() else { return Ok(()) };
        let mut edit = Edit::new("apply scenario");
        for entry in &scenario.overrides {
            if let Some(assumption) = self.notebook.assumptions.get(entry.assumption) {
                edit = edit.put(Assumption { value: entry.value.clone(), ..assumption.clone() });
            }
        }
        self.edit(edit.put(Scenario { overrides: Vec::new(), ..scenario }))
    }

    /// An id for a record that is about to be made.
    pub fn fresh_id<T: From<crate::notebook::Id>>(&mut self) -> T {
        self.new_id()
    }

    /// Deletes a model with its scenarios and assumptions.
    pub fn delete_model(&mut self, id: ModelId) -> Result<(), EditError> {
        let edit = self.notebook.removal_of_model(id);
        self.edit(edit)
    }

    /// Changes an assumption as it is now.
    pub fn change_assumption(
        &mut self,
        id: AssumptionId,
        field: &'static str,
        change: impl FnOnce(&mut Assumption),
    ) -> Result<(), EditError> {
        self.change(self.notebook.assumptions.get(id).cloned(), format!("edit assumption {field}"), field, change)
    }

    /// Sets an assumption where the person is: in the chosen scenario, else in the assumption itself. In a scenario, the
    /// value that the assumption has anyway is not an override.
    pub fn set_value(&mut self, id: AssumptionId, value: AssumptionValue) -> Result<(), EditError> {
        let Some(assumption) = self.notebook.assumptions.get(id).cloned() else { return Ok(()) };
        let scenario = self.selection.scenario.and_then(|id| self.notebook.scenarios.get(id)).cloned();
        let Some(mut scenario) = scenario else {
            return self.change_assumption(id, "value", |assumption| assumption.value = value);
        };
        scenario.set(id, Some(value).filter(|value| *value != assumption.value));
        let burst = Burst { record: Some(id.into()), field: "value in scenario" };
        self.edit_in(Edit::new("edit scenario").put(scenario), Some(burst))
    }

    /// Lets an assumption's own value hold in the chosen scenario again.
    pub fn clear_override(&mut self, id: AssumptionId) -> Result<(), EditError> {
        let Some(mut scenario) = self.selection.scenario.and_then(|id| self.notebook.scenarios.get(id)).cloned() else {
            return Ok(());
        };
        scenario.set(id, None);
        self.edit(Edit::new("edit scenario").put(scenario))
    }

    /// Rests an assumption on a claim, and takes its number or day from there where the sorts fit.
    pub fn rest_on_claim(&mut self, id: AssumptionId, claim: ClaimId) -> Result<(), EditError> {
        let Some(mut assumption) = self.notebook.assumptions.get(id).cloned() else { return Ok(()) };
        let was_stated = !assumption.claims.is_empty() && !is_changed(&self.notebook, &assumption);
        if let Some(mut value) = value_from_claim(&assumption, self.notebook.claims.get(claim)) {
            // A number that another claim stated is not a best guess of the analyst's that this one could bound.
            if let (AssumptionValue::Number(number), true) = (&mut value, was_stated) {
                match number.limit {
                    Limit::None => {}
                    Limit::Low => (number.base, number.high) = (number.low, number.low),
                    Limit::High => (number.low, number.base) = (number.high, number.high),
                }
            }
            assumption.value = value;
        }
        assumption.claims = vec![claim];
        self.edit(Edit::new("rest assumption on claim").put(assumption))
    }

    /// Makes an assumption the analyst's own again.
    pub fn rest_on_judgement(&mut self, id: AssumptionId) -> Result<(), EditError> {
        let Some(mut assumption) = self.notebook.assumptions.get(id).cloned() else { return Ok(()) };
        assumption.claims.clear();
        self.edit(Edit::new("mark as own judgement").put(assumption))
    }

    /// Makes a scenario that differs in nothing yet, or a copy of one, and chooses it.
    pub fn add_scenario(&mut self, model: ModelId, name: &str, copy_of: Option<ScenarioId>) -> Option<ScenarioId> {
        let id = self.new_id();
        let overrides = copy_of.and_then(|id| self.notebook.scenarios.get(id)).map(|scenario| scenario.overrides.clone());
        let scenario =
            Scenario { id, model, name: name.to_owned(), overrides: overrides.unwrap_or_default(), note: String::new() };
        self.edit(Edit::new("add scenario").insert(scenario)).ok()?;
        self.selection.scenario = Some(id);
        Some(id)
    }

    /// Changes a scenario as it is now.
    pub fn change_scenario(
        &mut self,
        id: ScenarioId,
        field: &'static str,
        change: impl FnOnce(&mut Scenario),
    ) -> Result<(), EditError> {
        self.change(self.notebook.scenarios.get(id).cloned(), format!("edit scenario {field}"), field, change)
    }

    /// Deletes a scenario.
    pub fn delete_scenario(&mut self, id: ScenarioId) -> Result<(), EditError> {
        self.edit(Edit::new("delete scenario").remove(id))
    }
}

/// Whether the range around what claims state is the analyst's own.
pub fn has_own_range(notebook: &Notebook, assumption: &Assumption) -> bool {
    let states_all = |claim: &&Claim| match (&assumption.value, value_from_claim(assumption, Some(claim))) {
        (AssumptionValue::Number(own), Some(AssumptionValue::Number(stated))) => match stated.limit {
            Limit::None => own.low == stated.low && own.high == stated.high,
            // Of a limit only the limit is stated: what lies beyond is guessed.
            Limit::Low | Limit::High => own.low == own.high,
        },
        _ => true,
    };
    let mut claims = assumption.claims.iter().filter_map(|&claim| notebook.claims.get(claim));
    !assumption.claims.is_empty() && !claims.any(|claim| states_all(&claim))
}

/// Whether an assumption was changed from what its claims state: then it is the analyst's own number, whatever it began as.
pub fn is_changed(notebook: &Notebook, assumption: &Assumption) -> bool {
    let claims: Vec<&Claim> = assumption.claims.iter().filter_map(|&claim| notebook.claims.get(claim)).collect();
    let states_it = |claim: &&Claim| match (&assumption.value, value_from_claim(assumption, Some(claim))) {
        // Of a limit only the limit is stated.
        (AssumptionValue::Number(own), Some(AssumptionValue::Number(stated))) => match stated.limit {
            Limit::None => own.base == stated.base,
            Limit::Low => own.low == stated.low,
            Limit::High => own.high == stated.high,
        },
        // Any day of the period that a source names is what it says.
        (AssumptionValue::Date(day), Some(_)) => {
            claim.understood_period().is_none_or(|period| period.start <= *day && *day < period.end)
        }
        _ => true,
    };
    !claims.is_empty() && !claims.iter().any(states_it)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::check;
    use crate::workspace::tests::with_documents;

    #[test]
    fn scenarios_store_only_what_differs() {
        let mut workspace = with_documents();
        let model_id = workspace.add_model("Stores").unwrap();
        let model = workspace.notebook().models.get(model_id).unwrap().clone();
        let growth = model.input("shape").unwrap();
        let scenario = workspace.add_scenario(model_id, "Fast", None).unwrap();
        let exponential = AssumptionValue::Growth(Growth::Exponential);
        workspace.set_value(growth, exponential).unwrap();
        let own = workspace.notebook().assumptions.get(growth).unwrap().value.clone();
        assert_eq!(own, AssumptionValue::Growth(Growth::Linear));
        let overrides = |workspace: &Workspace| workspace.notebook().scenarios.get(scenario).unwrap().overrides.len();
        assert_eq!(overrides(&workspace), 1);
        workspace.set_value(growth, own).unwrap();
        assert_eq!(overrides(&workspace), 0);
        workspace.delete_model(model_id).unwrap();
        assert!(workspace.notebook().assumptions.is_empty() && workspace.notebook().scenarios.is_empty());
        assert_eq!(check(workspace.notebook()), []);
    }

    #[test]
    fn an_assumption_takes_its_number_from_a_claim() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let claim = workspace.make_claim(document, (42, 75).into()).unwrap();
        let id = workspace.add_model("Stores").unwrap();
        let model = workspace.notebook().models.get(id).unwrap().clone();
        let (target, date) = (model.input("target").unwrap(), model.input("target_date").unwrap());
        workspace.rest_on_claim(target, claim).unwrap();
        workspace.rest_on_claim(date, claim).unwrap();
        let value = |id| workspace.notebook().assumptions.get(id).unwrap().value.clone();
        assert_eq!(value(target), AssumptionValue::Number(Estimate3::certain(Decimal::from(9000))));
        assert_eq!(value(date), AssumptionValue::Date(jiff::civil::date(2029, 12, 31)));
        assert_eq!(check(workspace.notebook()), []);
    }

    /// A wrong claim was chosen first: nothing of its number may stay behind under the name of the right one.
    #[test]
    fn a_claim_that_takes_anothers_place_takes_its_number() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let target = workspace.make_claim(document, (42, 75).into()).unwrap();
        let mut bound = workspace.notebook().claims.get(target).unwrap().clone();
        bound.id = workspace.new_id();
        bound.quantity = crate::reading::stated_quantity("more than 100 shops".into());
        let bound_id = bound.id;
        workspace.edit(Edit::new("add claim").insert(bound)).unwrap();
        let id = workspace.add_model("Stores").unwrap();
        let start = workspace.notebook().models.get(id).unwrap().input("start").unwrap();
        workspace.rest_on_claim(start, target).unwrap();
        workspace.rest_on_claim(start, bound_id).unwrap();
        let assumption = workspace.notebook().assumptions.get(start).unwrap().clone();
        let hundred = Decimal::ONE_HUNDRED;
        assert_eq!(assumption.value, AssumptionValue::Number(Estimate3 { limit: Limit::Low, ..Estimate3::certain(hundred) }));
        assert!(!has_own_range(workspace.notebook(), &assumption) && !is_changed(workspace.notebook(), &assumption));
        // A best guess of the analyst's own beyond the bound stays, and is said to be one.
        let wider = Estimate3 { limit: Limit::Low, ..Estimate3::range(hundred, 110.into(), 130.into()) };
        workspace.set_value(start, AssumptionValue::Number(wider)).unwrap();
        assert!(has_own_range(workspace.notebook(), workspace.notebook().assumptions.get(start).unwrap()));
    }
}
