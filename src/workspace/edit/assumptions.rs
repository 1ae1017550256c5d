//! Edits of assumptions: their own values, their values in a scenario, and the claims that they rest on.

use crate::forecast::formula::syntax::growth_names;
use crate::notebook::{
    Assumption, AssumptionId, AssumptionValue, Claim, ClaimId, ClaimKind, Edit, EditError, Limit, Notebook, Scenario,
};
use crate::workspace::AssumptionEdits;
use crate::workspace::model::amounts::value_from_claim;
use crate::workspace::model::stated::is_changed;

impl AssumptionEdits<'_> {
    /// Changes an assumption. Consecutive changes of one `field` are one step. Does nothing if the assumption is gone.
    pub fn change(
        &mut self,
        id: AssumptionId,
        field: &'static str,
        change: impl FnOnce(&mut Assumption),
    ) -> Result<(), EditError> {
        self.workspace.change(
            self.workspace.notebook.assumptions.get(id).cloned(),
            format!("edit assumption {field}"),
            field,
            change,
        )
    }

    /// Sets the value of an assumption in the selected scenario, or its own value if no scenario is selected. In a scenario, a
    /// value equal to the assumption's own removes the override.
    pub fn set_value(&mut self, id: AssumptionId, value: AssumptionValue) -> Result<(), EditError> {
        let scenario = self.chosen_scenario().map(|scenario| scenario.id);
        self.workspace.scenarios().set_value(scenario, id, Some(value))
    }

    /// Removes the override of an assumption in the selected scenario, so that its own value applies again.
    pub fn clear_override(&mut self, id: AssumptionId) -> Result<(), EditError> {
        let Some(mut scenario) = self.chosen_scenario() else { return Ok(()) };
        scenario.set(id, None);
        self.workspace.edit(Edit::new("edit scenario").put(scenario))
    }

    fn chosen_scenario(&self) -> Option<Scenario> {
        self.workspace.notebook.scenarios.get(self.workspace.selection.scenario?).cloned()
    }

    /// Makes an assumption rest on a claim, and takes the number or day of the claim if it fits the assumption's type and unit.
    pub fn rest_on_claim(&mut self, id: AssumptionId, claim: ClaimId) -> Result<(), EditError> {
        let Some(mut assumption) = self.workspace.notebook.assumptions.get(id).cloned() else { return Ok(()) };
        let was_stated = !assumption.claims.is_empty() && !is_changed(&self.workspace.notebook, &assumption);
        if let Some(mut value) = value_from_claim(&assumption, self.workspace.notebook.claims.get(claim)) {
            // If another claim stated the old number, it is not the analyst's best guess, so nothing of it is kept beyond the
            // new limit.
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
        assumption.seen = self.said_by(&assumption.value, claim);
        let deadline = self.deadline_of(id, claim);
        let edit = Edit::new("rest assumption on claim").put(assumption);
        self.workspace.edit(deadline.into_iter().fold(edit, Edit::put))
    }

    /// The assumptions for the day by which a target is to be reached, made to rest on the claim that states the target. A day
    /// that rests on a claim of its own stays.
    fn deadline_of(&self, target: AssumptionId, claim: ClaimId) -> Vec<Assumption> {
        let notebook = &self.workspace.notebook;
        let is_target = |claim: &Claim| matches!(claim.kind, ClaimKind::Target | ClaimKind::Plan);
        let Some(stated) = notebook.claims.get(claim).filter(|claim| is_target(claim)) else { return Vec::new() };
        let before = notebook.assumptions.get(target).map(|assumption| assumption.claims.clone()).unwrap_or_default();
        let days = notebook.models.iter().flat_map(|model| {
            let name = |id: AssumptionId| model.inputs.iter().find(|input| input.assumption == id).map(|input| &input.name);
            let growths = model.drivers.iter().flat_map(|driver| growth_names(&driver.formula));
            let own: Vec<String> =
                growths.filter(|names| name(target) == names.target.as_ref()).filter_map(|names| names.target_day).collect();
            own.into_iter().filter_map(|day| model.input(&day)).collect::<Vec<_>>()
        });
        let mut found: Vec<Assumption> = Vec::new();
        for assumption in days.filter_map(|id| notebook.assumptions.get(id)) {
            let follows = assumption.claims.iter().all(|claim| before.contains(claim));
            let day = value_from_claim(assumption, Some(stated)).filter(|_| follows);
            if let (Some(value), false) = (day, found.iter().any(|known| known.id == assumption.id)) {
                let seen = self.said_by(&value, claim);
                found.push(Assumption { value, claims: vec![claim], seen, ..assumption.clone() });
            }
        }
        found
    }

    /// Marks an assumption as the analyst's own judgement, which rests on no claims.
    pub fn rest_on_judgement(&mut self, id: AssumptionId) -> Result<(), EditError> {
        let Some(mut assumption) = self.workspace.notebook.assumptions.get(id).cloned() else { return Ok(()) };
        assumption.claims.clear();
        assumption.seen.clear();
        self.workspace.edit(Edit::new("mark as own judgement").put(assumption))
    }

    /// Takes what the claim of an assumption says now. Best guesses of one's own beyond a limit stay.
    pub fn take_from_claim(&mut self, id: AssumptionId) -> Result<(), EditError> {
        self.settle(id, "take the new number", |notebook, assumption| {
            let claim = assumption.claims.first().and_then(|claim| notebook.claims.get(*claim));
            value_from_claim(assumption, claim)
        })
    }

    /// Keeps the value of an assumption although its claim says something else now: it is one's own then.
    pub fn keep_own(&mut self, id: AssumptionId) -> Result<(), EditError> {
        self.settle(id, "keep the number", |_, _| None)
    }

    /// Notes what the claim of an assumption says now, with a value that follows from it, if there is one.
    fn settle(
        &mut self,
        id: AssumptionId,
        name: &str,
        value: impl FnOnce(&Notebook, &Assumption) -> Option<AssumptionValue>,
    ) -> Result<(), EditError> {
        let notebook = &self.workspace.notebook;
        let Some(mut assumption) = notebook.assumptions.get(id).cloned() else { return Ok(()) };
        let Some(moved) = notebook.claim_moved(&assumption) else { return Ok(()) };
        assumption.value = value(notebook, &assumption).unwrap_or(assumption.value);
        assumption.seen = moved.now;
        self.workspace.edit(Edit::new(name).put(assumption))
    }

    fn said_by(&self, value: &AssumptionValue, claim: ClaimId) -> String {
        let claim = self.workspace.notebook.claims.get(claim);
        claim.and_then(|claim| value.stated_by(claim)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    use crate::notebook::{Estimate3, check};
    use crate::workspace::model::stated::has_own_range;
    use crate::workspace::tests::with_documents;
    use crate::workspace::{ClaimField, Workspace};

    #[test]
    fn an_assumption_takes_its_number_from_a_claim() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let claim = workspace.claims().make(document, (42, 75).into()).unwrap();
        let id = workspace.models().add("Stores").unwrap();
        let model = workspace.notebook().models.get(id).unwrap().clone();
        let (target, date) = (model.input("target").unwrap(), model.input("target_date").unwrap());
        workspace.assumptions().rest_on_claim(target, claim).unwrap();
        workspace.assumptions().rest_on_claim(date, claim).unwrap();
        let value = |id| workspace.notebook().assumptions.get(id).unwrap().value.clone();
        assert_eq!(value(target), AssumptionValue::Number(Estimate3::certain(Decimal::from(9000))));
        assert_eq!(value(date), AssumptionValue::Date(jiff::civil::date(2029, 12, 31)));
        assert_eq!(check(workspace.notebook()), []);
    }

    /// The day of a target follows the claim that states the target, unless it rests on a claim of its own.
    #[test]
    fn a_target_brings_its_deadline() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let claim = workspace.claims().make(document, (42, 75).into()).unwrap();
        workspace.claims().change(claim, ClaimField::Kind, |claim| claim.kind = ClaimKind::Target).unwrap();
        let id = workspace.models().add("Stores").unwrap();
        let model = workspace.notebook().models.get(id).unwrap().clone();
        let (target, day) = (model.input("target").unwrap(), model.input("target_date").unwrap());
        workspace.assumptions().rest_on_claim(target, claim).unwrap();
        let of = |workspace: &Workspace| workspace.notebook().assumptions.get(day).unwrap().clone();
        assert_eq!(
            (of(&workspace).value, of(&workspace).claims),
            (AssumptionValue::Date(jiff::civil::date(2029, 12, 31)), vec![claim])
        );
        workspace.undo().unwrap();
        assert_eq!(of(&workspace).claims, [], "one step");
        let mut other = workspace.notebook().claims.get(claim).unwrap().clone();
        other.id = workspace.new_id();
        let own = other.id;
        workspace.edit(Edit::new("add claim").insert(other)).unwrap();
        workspace.assumptions().rest_on_claim(day, own).unwrap();
        workspace.assumptions().rest_on_claim(target, claim).unwrap();
        assert_eq!(of(&workspace).claims, [own]);
    }

    /// A wrong claim was chosen first: no part of its number may remain when the right one is chosen.
    #[test]
    fn a_claim_in_the_place_of_another_brings_its_number() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let target = workspace.claims().make(document, (42, 75).into()).unwrap();
        let mut bound = workspace.notebook().claims.get(target).unwrap().clone();
        bound.id = workspace.new_id();
        bound.quantity = crate::reading::stated_quantity("more than 100 shops".into());
        let bound_id = bound.id;
        workspace.edit(Edit::new("add claim").insert(bound)).unwrap();
        let id = workspace.models().add("Stores").unwrap();
        let start = workspace.notebook().models.get(id).unwrap().input("start").unwrap();
        workspace.assumptions().rest_on_claim(start, target).unwrap();
        workspace.assumptions().rest_on_claim(start, bound_id).unwrap();
        let assumption = workspace.notebook().assumptions.get(start).unwrap().clone();
        let hundred = Decimal::ONE_HUNDRED;
        assert_eq!(assumption.value, AssumptionValue::Number(Estimate3 { limit: Limit::Low, ..Estimate3::certain(hundred) }));
        assert!(!has_own_range(workspace.notebook(), &assumption) && !is_changed(workspace.notebook(), &assumption));
        // A best guess of the analyst beyond the bound is kept, and reported as the analyst's own.
        let wider = Estimate3 { limit: Limit::Low, ..Estimate3::range(hundred, 110.into(), 130.into()) };
        workspace.assumptions().set_value(start, AssumptionValue::Number(wider)).unwrap();
        assert!(has_own_range(workspace.notebook(), workspace.notebook().assumptions.get(start).unwrap()));
    }
}
