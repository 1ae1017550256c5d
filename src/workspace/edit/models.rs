//! Edits of models and their inputs.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::forecast::formula::syntax::{growth_names, with_plan};
use crate::notebook::{
    Assumption, AssumptionId, AssumptionValue, Edit, EditError, Estimate3, Growth, Input, Limit, Model, ModelId, ModelPeriods,
    PlanPoint, store_count_drivers,
};
use crate::workspace::ModelEdits;

/// The note of assumptions that a new model or a new input brings.
const PLACEHOLDER: &str = "A placeholder: enter your own value, or rest it on a claim.";

impl ModelEdits<'_> {
    /// Makes a store-count model with placeholder values, which rest on no claims, and selects it. `None` if the edit is
    /// refused.
    pub fn add(&mut self, title: &str) -> Option<ModelId> {
        let today = self.workspace.clock.today();
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
            let id: AssumptionId = self.workspace.new_id();
            inputs.push(Input { name: name.into(), assumption: id });
            let note = PLACEHOLDER.to_owned();
            edit = edit.insert(Assumption {
                id,
                name: title.into(),
                unit: unit.into(),
                value,
                claims: Vec::new(),
                seen: String::new(),
                note,
            });
        }
        let (from, until) = (inputs[1].assumption, inputs[3].assumption);
        let mut drivers = store_count_drivers();
        // A ceiling that is a multiple of the target can never be below it.
        drivers[0].formula = "growth(shape, start, start_date, target, target_date, ceiling * max(start, target))".to_owned();
        let id = self.workspace.new_id();
        let title = title.to_owned();
        let model = Model {
            id,
            title,
            from,
            until,
            beyond: 0,
            periods: ModelPeriods::default(),
            inputs,
            drivers,
            correlations: Vec::new(),
            note: String::new(),
        };
        self.workspace.edit(edit.insert(model)).ok()?;
        self.workspace.selection.model = Some(id);
        self.workspace.selection.scenario = None;
        Some(id)
    }

    /// Changes a model. Consecutive changes of one `field` are one step. Does nothing if the model is gone.
    pub fn change(&mut self, id: ModelId, field: &'static str, change: impl FnOnce(&mut Model)) -> Result<(), EditError> {
        self.workspace.change(self.workspace.notebook.models.get(id).cloned(), format!("edit model {field}"), field, change)
    }

    /// Adds an input to a model, with a new assumption that rests on no claims.
    pub fn add_input(&mut self, model: ModelId, input: Input, value: AssumptionValue) -> Result<(), EditError> {
        let Some(mut model) = self.workspace.notebook.models.get(model).cloned() else { return Ok(()) };
        let name = input.name.replace('_', " ");
        let assumption = Assumption {
            id: input.assumption,
            name,
            unit: String::new(),
            value,
            claims: Vec::new(),
            seen: String::new(),
            note: PLACEHOLDER.to_owned(),
        };
        model.inputs.push(input);
        self.workspace.edit(Edit::new("add input").insert(assumption).put(model))
    }

    /// Gives the first growth of a model that has no step plan one from its start to its target, whose points cite the claims of
    /// both. Does nothing if there is no such growth.
    pub fn add_plan(&mut self, id: ModelId) -> Result<(), EditError> {
        let Some(mut model) = self.workspace.notebook.models.get(id).cloned() else { return Ok(()) };
        let is_free = |name: &String| model.input(name).is_none() && model.driver(name).is_none();
        let name = std::iter::once("plan".to_owned()).chain((2..).map(|number| format!("plan_{number}"))).find(is_free);
        let Some(name) = name else { return Ok(()) };
        let found =
            model.drivers.iter().enumerate().find_map(|(index, driver)| Some((index, with_plan(&driver.formula, &name)?)));
        let Some((index, formula)) = found else { return Ok(()) };
        let names = growth_names(&model.drivers[index].formula).into_iter().next().unwrap_or_default();
        let of = |name: Option<&String>| self.workspace.notebook.assumptions.get(model.input(name?)?);
        let point = |level: Option<&String>, day: Option<&String>| {
            let (level, day) = (of(level)?, of(day)?);
            match (&level.value, &day.value) {
                (AssumptionValue::Number(number), AssumptionValue::Date(date)) => {
                    Some(PlanPoint { date: *date, value: number.base, claim: level.claims.first().copied(), note: String::new() })
                }
                _ => None,
            }
        };
        let points = [(&names.start, &names.start_day), (&names.target, &names.target_day)];
        let points = points.into_iter().filter_map(|(level, day)| point(level.as_ref(), day.as_ref())).collect();
        let mut value = AssumptionValue::Plan(points);
        value.put_in_order();
        let unit = of(names.target.as_ref()).map(|target| target.unit.clone()).unwrap_or_default();
        let assumption = Assumption {
            id: self.workspace.new_id(),
            name: "Step plan".to_owned(),
            unit,
            value,
            claims: Vec::new(),
            seen: String::new(),
            note: PLACEHOLDER.to_owned(),
        };
        model.drivers[index].formula = formula;
        model.inputs.push(Input { name, assumption: assumption.id });
        self.workspace.edit(Edit::new("add step plan").insert(assumption).put(model))
    }

    /// Removes an input and its correlations from a model. If no model uses its assumption any more, that is removed too, with
    /// its overrides in scenarios.
    pub fn remove_input(&mut self, model: ModelId, id: AssumptionId) -> Result<(), EditError> {
        let Some(mut model) = self.workspace.notebook.models.get(model).cloned() else { return Ok(()) };
        model.inputs.retain(|input| input.assumption != id);
        model.correlations.retain(|pair| pair.first != id && pair.second != id);
        let uses = |other: &Model| [other.from, other.until].contains(&id) || other.assumptions().any(|used| used == id);
        let is_used = uses(&model) || self.workspace.notebook.models.iter().any(|other| other.id != model.id && uses(other));
        let mut edit = Edit::new("remove input").put(model);
        if !is_used {
            for scenario in self.workspace.notebook.scenarios.iter().filter(|scenario| scenario.override_of(id).is_some()) {
                let mut rest = scenario.clone();
                rest.set(id, None);
                edit = edit.put(rest);
            }
            edit = edit.remove(id);
        }
        self.workspace.edit(edit)
    }

    /// Deletes a model with its scenarios, its kept runs, and the assumptions that no other model uses.
    pub fn delete(&mut self, id: ModelId) -> Result<(), EditError> {
        let edit = self.workspace.notebook.removal_of_model(id);
        self.workspace.edit(edit)
    }
}
