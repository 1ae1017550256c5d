//! State that the chart views keep between frames.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use jiff::civil::Date;

use super::bench::{Bench, Tile};
use super::on::On;
use crate::chart::{Figure, Scales, TargetsChart};
use crate::forecast::lookback::{Fate, Record, Verdict, records, verdicts, versions};
use crate::notebook::{AssumptionId, ClaimId, ModelId, Notebook, NotebookId, Scenario, ScenarioId, SeriesId};
use crate::workspace::{Forecasts, ScenariosPage, TargetsShown, Workspace};

/// A revision of the notebook, and the day on which it is viewed.
pub(in crate::ui) type Moment = (u64, Date);

/// State that the scenarios view keeps between frames.
#[derive(Default)]
pub(in crate::ui) struct ScenariosView {
    pub page: ScenariosPage,
    /// Computed models, cached until the notebook changes.
    pub(super) forecasts: Forecasts,
    /// The name of the driver that tornado and comparison show; `None` means the last one.
    pub driver: Option<String>,
    /// The outcomes of all targets, and the revision and day they were computed for.
    looked_back: Option<(Moment, Rc<LookedBack>)>,
    /// The revision and day to compute outcomes for in the background, as that takes longer than a frame.
    pub look_back_on: Option<Moment>,
    /// Whether a background job is computing outcomes.
    pub is_looking_back: bool,
    /// Whether charts are shown as tables.
    pub as_table: bool,
    /// The scenarios whose difference is explained; `None` is the assumptions alone.
    pub(super) compared: (Option<ScenarioId>, Option<ScenarioId>),
    /// The level whose chances are shown, as typed.
    pub(super) level: String,
    /// The scenario that the shown one is compared with.
    pub(super) comparing: Comparing,
    /// The model that all this is about; it begins anew with another one.
    pub(super) of_model: Option<ModelId>,
    /// The scenario whose name is being typed.
    pub(super) renaming: Option<ScenarioId>,
    /// The assumption whose row is open.
    pub(super) open: Option<AssumptionId>,
    /// What is shown large instead of the outcome.
    pub(super) large: Option<Tile>,
    /// The charts of the workbench as they were made last.
    pub(super) bench: Option<Rc<Bench>>,
    /// The explained difference between the compared scenarios.
    pub(super) difference: Difference,
}

/// The scenario that the shown one is compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Comparing {
    /// The assumptions alone, if a scenario is shown.
    #[default]
    Usual,
    /// None.
    Nothing,
    /// This one; `None` is the assumptions alone.
    With(Option<ScenarioId>),
}

impl ScenariosView {
    /// Forgets what belongs to another model than this one.
    pub(super) fn begin_with(&mut self, model: ModelId) {
        if self.of_model.replace(model) != Some(model) {
            self.driver = None;
            (self.large, self.bench, self.open, self.renaming) = (None, None, None, None);
            (self.comparing, self.compared) = (Comparing::Usual, (None, None));
            self.level.clear();
            self.difference = Difference::default();
        }
    }

    /// Returns the scenario that the shown one is compared with, if any; in it, `None` is the assumptions alone.
    pub(super) fn beside<'a>(&self, on: On<'a>) -> Option<Option<&'a Scenario>> {
        let own = on.scenario.map(|scenario| scenario.id);
        let id = match self.comparing {
            Comparing::Usual => own.map(|_| None),
            Comparing::Nothing => None,
            Comparing::With(id) => Some(id),
        };
        match id.filter(|id| *id != own)? {
            None => Some(None),
            Some(id) => on.workspace.notebook().scenarios.get(id).filter(|other| other.model == on.model.id).map(Some),
        }
    }

    /// Returns the outcomes of all targets, computed once for each revision and day. With more than 1,000 claims it returns the
    /// previous outcomes and requests new ones from a background job.
    pub fn looked_back(&mut self, ctx: &egui::Context, workspace: &Workspace) -> Rc<LookedBack> {
        const AT_ONCE: usize = 1_000;
        let key = (workspace.revision(), workspace.clock().today());
        let notebook = workspace.notebook();
        match &self.looked_back {
            Some((known, found)) if *known == key => found.clone(),
            // An edit changes few outcomes: the previous ones are shown until the new ones are computed.
            Some((_, found)) if notebook.claims.len() > AT_ONCE && found.is_of(notebook) => {
                self.look_back_on = Some(key);
                if !self.is_looking_back {
                    ctx.request_repaint();
                }
                found.clone()
            }
            _ => {
                let found = Rc::new(LookedBack::of(notebook, key.1));
                self.looked_back = Some((key, found.clone()));
                found
            }
        }
    }

    /// Takes the outcomes that a background job has computed.
    pub fn has_looked_back(&mut self, on: Moment, found: LookedBack) {
        self.looked_back = Some((on, Rc::new(found)));
        // Every frame until now has repeated the request.
        self.look_back_on.take_if(|wanted| *wanted == on);
    }

    /// Turns to the page Looking back.
    pub fn look_back(&mut self) {
        self.page = ScenariosPage::Lookback;
    }
}

/// The outcomes of all targets of a notebook.
pub(in crate::ui) struct LookedBack {
    notebook: NotebookId,
    /// One verdict for each target, as it was last set. Those that are due, with no actual yet, come first.
    pub(super) verdicts: Vec<Verdict>,
    /// How often each voice was right.
    pub(super) records: Vec<Record>,
    /// The versions of a target before the last one, oldest first, by the last one.
    pub(super) versions: HashMap<ClaimId, Vec<ClaimId>>,
}

impl LookedBack {
    pub fn of(notebook: &Notebook, today: Date) -> Self {
        let mut verdicts = verdicts(notebook, today);
        let records = records(notebook, &verdicts);
        let versions = versions(notebook, &verdicts);
        let earlier: HashSet<ClaimId> = versions.values().flatten().copied().collect();
        verdicts.retain(|verdict| !earlier.contains(&verdict.target));
        verdicts.sort_by_key(|verdict| verdict.fate != Fate::Due);
        Self { notebook: notebook.id, verdicts, records, versions }
    }

    /// Whether it belongs to any state of this notebook.
    pub(super) fn is_of(&self, notebook: &Notebook) -> bool {
        self.notebook == notebook.id
    }
}

/// The difference that was computed last, with its key: revision, the two scenarios, and the driver's index.
pub(in crate::ui) struct Difference {
    pub(super) key: Option<(u64, Option<ScenarioId>, Option<ScenarioId>, usize)>,
    pub(super) said: Result<Vec<(String, f64)>, String>,
}

impl Default for Difference {
    fn default() -> Self {
        Self { key: None, said: Ok(Vec::new()) }
    }
}

/// What a series is drawn from: all that decides how it looks.
pub(in crate::ui) type Of = (u64, Date, SeriesId, TargetsShown, Scales);

/// The chart of a series as it is shown, made again when something has changed that decides how it looks.
pub(in crate::ui) struct Made {
    pub(super) of: Of,
    pub(super) chart: TargetsChart,
    pub(super) figure: Option<Figure>,
    /// The figure without the title, where that is a field above it.
    pub(super) untitled: Option<Figure>,
    /// The points that the figure shows only as parts of others, in words.
    pub(super) parts: Vec<String>,
}
