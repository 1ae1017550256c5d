//! Computes models for the window: each once per state of the notebook, on draws that are made once per session.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::forecast::draws::LIVE;
use crate::forecast::model::{DrawsKey, ModelError, Prepared, prepare};
use crate::forecast::projection::{Effects, LEVELS, Projection};
use crate::forecast::sensitivity::RankedDraws;
use crate::notebook::{
    AssumptionId, AssumptionValue, ClaimId, Edit, EditError, Model, ModelId, Notebook, Run, RunId, RunOutput, RunRow, Scenario,
    ScenarioId, counted,
};
use crate::workspace::{ModelEdits, Workspace};

/// The seed of all live computations, which is fixed so that everybody sees the same numbers.
pub const SEED: u32 = 20_261_121;

/// A model as computed under a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// Its inputs, formulas and periods.
    pub prepared: Prepared,
    /// The results.
    pub projection: Projection,
    /// The draws that were used.
    pub draws: Rc<RankedDraws>,
    /// The effects of the inputs, by driver and period; computed on first use, because ranking thousands of draws is too slow
    /// for every frame.
    effects: RefCell<HashMap<(usize, usize), Rc<Effects>>>,
}

impl Computed {
    /// Takes a model and the results of running it on draws.
    pub fn new(prepared: Prepared, projection: Projection, draws: Rc<RankedDraws>) -> Self {
        Self { prepared, projection, draws, effects: RefCell::default() }
    }

    /// Returns the effects of the inputs on a driver in a period.
    pub fn effects(&self, driver: usize, period: usize) -> Rc<Effects> {
        let make = || Rc::new(self.prepared.effects(&self.projection, &self.draws, driver, period));
        self.effects.borrow_mut().entry((driver, period)).or_insert_with(make).clone()
    }
}

/// A computed model, or why it cannot be computed.
pub type Shared = Rc<Result<Computed, ModelError>>;

/// The computed models, until the notebook changes, and the latest draws.
#[derive(Debug, Default)]
pub struct Forecasts {
    revision: Option<u64>,
    known: HashMap<(ModelId, Option<ScenarioId>), Shared>,
    draws: Vec<(DrawsKey, Rc<RankedDraws>)>,
}

/// The most sets of draws that are kept.
const KEPT: usize = 8;

impl Forecasts {
    /// Returns a model as computed under a scenario, or from the assumptions alone. Results are cached.
    pub fn get(&mut self, workspace: &Workspace, model: &Model, scenario: Option<&Scenario>) -> Shared {
        if self.revision != Some(workspace.revision()) {
            self.known.clear();
            self.revision = Some(workspace.revision());
        }
        let key = (model.id, scenario.map(|scenario| scenario.id));
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let computed = Rc::new(self.compute(workspace.notebook(), model, scenario));
        self.known.insert(key, computed.clone());
        computed
    }

    /// Computes a model without caching the result, so that it may differ from the one in the notebook, for example in its
    /// shape.
    pub fn compute(&mut self, notebook: &Notebook, model: &Model, scenario: Option<&Scenario>) -> Result<Computed, ModelError> {
        let prepared = prepare(notebook, model, scenario)?;
        let key = prepared.draws_key();
        let known = self.draws.iter().find(|(other, _)| *other == key).map(|(_, draws)| draws.clone());
        let draws = match known {
            Some(draws) => draws,
            None => {
                let draws = Rc::new(RankedDraws::new(prepared.draws(SEED, LIVE)?));
                self.draws.truncate(KEPT - 1);
                self.draws.insert(0, (key, draws.clone()));
                draws
            }
        };
        let projection = prepared.project(&draws);
        Ok(Computed::new(prepared, projection, draws))
    }
}

/// What an input of a model is based on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// Claims that state its value.
    Claims(Vec<ClaimId>),
    /// A value set in the scenario, which no source states.
    Scenario,
    /// The analyst's own judgement.
    Own {
        /// Whether it has claims that state another value.
        changed: bool,
    },
}

/// Returns what an assumption is based on, under a scenario.
pub fn basis(notebook: &Notebook, id: AssumptionId, scenario: Option<&Scenario>) -> Basis {
    if scenario.is_some_and(|scenario| scenario.override_of(id).is_some()) {
        return Basis::Scenario;
    }
    let Some(assumption) = notebook.assumptions.get(id) else { return Basis::Own { changed: false } };
    let planned = match &assumption.value {
        AssumptionValue::Plan(points) => points.iter().filter_map(|point| point.claim).collect(),
        _ => Vec::new(),
    };
    let claims: Vec<ClaimId> =
        assumption.claims.iter().copied().chain(planned).filter(|&claim| notebook.claims.contains(claim)).collect();
    let changed = crate::workspace::is_own(notebook, assumption);
    if claims.is_empty() || changed { Basis::Own { changed } } else { Basis::Claims(claims) }
}

/// What a driver is based on: claims, and the analyst's own judgements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The claims, each once, in the order of the inputs.
    pub claims: Vec<ClaimId>,
    /// Inputs that are not based on a claim.
    pub own: Vec<AssumptionId>,
}

impl Provenance {
    /// Returns “2 claims and 5 own judgements”, or “no claim, only 5 own judgements”.
    pub fn summary(&self) -> String {
        self.summary_of("")
    }

    /// Returns the summary with `voices`, who state the claims, in parentheses after them.
    pub fn summary_of(&self, voices: &str) -> String {
        let own = counted(self.own.len(), "own judgement");
        let voices = if voices.is_empty() { String::new() } else { format!(" ({voices})") };
        match (self.claims.len(), self.own.len()) {
            (0, _) => format!("no claim, only {own}"),
            (claims, 0) => format!("{}{voices}", counted(claims, "claim")),
            (claims, _) => format!("{}{voices} and {own}", counted(claims, "claim")),
        }
    }
}

/// Finds what a driver of a computed model is based on.
pub fn provenance(notebook: &Notebook, computed: &Computed, driver: usize, scenario: Option<&Scenario>) -> Provenance {
    let mut found = Provenance::default();
    for &input in &computed.prepared.program.outputs[driver].inputs {
        let id = computed.prepared.inputs[input].assumption;
        match basis(notebook, id, scenario) {
            Basis::Claims(claims) => {
                for claim in claims {
                    if !found.claims.contains(&claim) {
                        found.claims.push(claim);
                    }
                }
            }
            Basis::Scenario | Basis::Own { .. } => found.own.push(id),
        }
    }
    found
}

impl ModelEdits<'_> {
    /// Saves the results in the notebook, so that they can be compared with what happens.
    pub fn keep_run(&mut self, model: &Model, scenario: Option<ScenarioId>, computed: &Computed) -> Result<RunId, EditError> {
        let id = self.workspace.new_id();
        let run = made_run(id, self.workspace, model, scenario, computed);
        self.workspace.edit(Edit::new("keep run").insert(run))?;
        Ok(id)
    }

    /// Removes a kept run from the notebook.
    pub fn delete_run(&mut self, id: RunId) -> Result<(), EditError> {
        self.workspace.edit(Edit::new("delete run").remove(id))
    }
}

fn made_run(id: RunId, workspace: &Workspace, model: &Model, scenario: Option<ScenarioId>, computed: &Computed) -> Run {
    let notebook = workspace.notebook();
    let scenario = scenario.and_then(|id| notebook.scenarios.get(id));
    let Computed { prepared, projection, draws, .. } = computed;
    let mut claims = Vec::new();
    for driver in 0..model.drivers.len() {
        for claim in provenance(notebook, computed, driver, scenario).claims {
            if !claims.contains(&claim) {
                claims.push(claim);
            }
        }
    }
    let outputs = model.drivers.iter().zip(&projection.drivers).map(|(driver, rows)| RunOutput {
        driver: driver.name.clone(),
        title: driver.headline().to_owned(),
        unit: driver.unit.clone(),
        is_stock: rows.is_stock,
        subject: driver.subject.clone(),
        measure: driver.measure.clone(),
        rows: rows
            .rows
            .iter()
            // A period without a finite result is not kept.
            .filter(|row| row.quantiles.iter().all(|value| value.is_finite()))
            .map(|row| RunRow { period: row.period, quantiles: row.quantiles.to_vec() })
            .collect(),
    });
    Run {
        id,
        model: model.id,
        scenario: scenario.map(|scenario| scenario.id),
        name: scenario.map_or("As assumed", |scenario| &scenario.name).to_owned(),
        made: workspace.clock().today(),
        seed: draws.seed(),
        samples: draws.count() as u32,
        method: draws.method().name().to_owned(),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        inputs_hash: prepared.inputs_hash(model),
        inputs: notebook.inputs_in_words(model, scenario),
        levels: LEVELS.to_vec(),
        outputs: outputs.collect(),
        claims,
    }
}
