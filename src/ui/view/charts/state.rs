//! What the views of charts remember from frame to frame.

use std::rc::Rc;

use jiff::civil::Date;

use crate::forecast::lookback::{Fate, Record, Verdict, records, verdicts};
use crate::notebook::{Notebook, NotebookId, ScenarioId};
use crate::workspace::{Forecasts, ScenariosPage, Workspace};

/// A state of the notebook on a day.
pub(in crate::ui) type Moment = (u64, Date);

/// What the view remembers from frame to frame.
#[derive(Default)]
pub(in crate::ui) struct ScenariosView {
    pub page: ScenariosPage,
    /// What was computed for the state of the notebook.
    pub(super) forecasts: Forecasts,
    /// The driver that tornado and comparison are about; the last one where none was chosen.
    pub driver: Option<String>,
    /// What became of all targets, for a state of the notebook on a day.
    looked_back: Option<(Moment, Rc<LookedBack>)>,
    /// The state to look back on beside, because that takes longer than a frame.
    pub look_back_on: Option<Moment>,
    /// Whether one is being looked back on.
    pub is_looking_back: bool,
    /// Whether charts show as tables.
    pub as_table: bool,
    /// The scenarios whose difference is explained; `None` is the assumptions alone.
    pub(super) compared: (Option<ScenarioId>, Option<ScenarioId>),
    /// A level whose chances are asked for, as typed.
    pub(super) level: String,
    /// What the difference came to, for a state of the notebook.
    pub(super) difference: Difference,
}

impl ScenariosView {
    /// What became of all targets; looked up once for each state of the notebook.
    pub fn looked_back(&mut self, ctx: &egui::Context, workspace: &Workspace) -> Rc<LookedBack> {
        const AT_ONCE: usize = 1_000;
        let key = (workspace.revision(), workspace.clock().today());
        let notebook = workspace.notebook();
        match &self.looked_back {
            Some((known, found)) if *known == key => found.clone(),
            // An edit changes little of it: until that is known, what was known is shown.
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

    /// Takes what was looked up beside.
    pub fn has_looked_back(&mut self, on: Moment, found: LookedBack) {
        self.looked_back = Some((on, Rc::new(found)));
        // It was asked for in every frame until now.
        self.look_back_on.take_if(|wanted| *wanted == on);
    }

    /// Turns to the page about what came of earlier targets.
    pub fn look_back(&mut self) {
        self.page = ScenariosPage::Lookback;
    }
}

/// What became of all targets of a notebook.
pub(in crate::ui) struct LookedBack {
    notebook: NotebookId,
    /// One for each target. What somebody should look up comes first.
    pub(super) verdicts: Vec<Verdict>,
    /// How often each voice was right.
    pub(super) records: Vec<Record>,
}

impl LookedBack {
    pub fn of(notebook: &Notebook, today: Date) -> Self {
        let mut verdicts = verdicts(notebook, today);
        let records = records(notebook, &verdicts);
        verdicts.sort_by_key(|verdict| verdict.fate != Fate::Due);
        Self { notebook: notebook.id, verdicts, records }
    }

    /// Whether it is of an earlier or later state of this notebook.
    pub(super) fn is_of(&self, notebook: &Notebook) -> bool {
        self.notebook == notebook.id
    }
}

/// The difference that was computed last, and what for.
pub(in crate::ui) struct Difference {
    pub(super) key: Option<(u64, Option<ScenarioId>, Option<ScenarioId>, usize)>,
    pub(super) said: Result<Vec<(String, f64)>, String>,
}

impl Default for Difference {
    fn default() -> Self {
        Self { key: None, said: Ok(Vec::new()) }
    }
}
