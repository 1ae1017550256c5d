//! An open notebook: its content, its selection, its undo history and its background jobs.
//!
//! [`Workspace`] is the application without its window. It holds the notebook, and applies, undoes and redoes edits. The
//! actions of the person are methods of its handles (`workspace.claims()`, `workspace.tags()`, …; see `handles`). Each makes
//! one named [`Edit`], whose inverse goes into the [`History`]. There is one [`Selection`], which reader, sidebar, tables and
//! charts all show.
//!
//! It may use every room but `cli` and `ui`.

mod brief;
mod clock;
mod edit;
mod file;
mod handles;
mod intake;
mod jobs;
mod look;
mod model;
mod watching;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::notebook::{AnyRecord, Change, ClaimId, Edit, EditError, Id, IdSource, Notebook, Record, RecordId, visible};

pub use clock::Clock;
pub use edit::bulk::BulkChange;
pub use edit::claim_fields::{Chosen, ClaimField, ClaimFieldRow, Entry, Typed};
pub use edit::claims::Reread;
pub use edit::filing::InOrder;
pub use edit::history::{Burst, History};
pub use edit::pasting::PastePlace;

pub use brief::attaching::attach;
pub use brief::drafting::{DraftFrom, contents};
pub use brief::edition::edition_of;
pub use brief::pasting::{blocks_of_html, blocks_of_markdown};
pub use brief::report::brief_report;
pub use edit::sources::{NotTaken, TakenSource};
pub use edit::terms::{NameError, merging, putting_under, renaming};
pub use edit::versions::{CarriedOver, CarryOver, VersionNews, carry_over};
pub use file::safekeeping::{
    Access, Changed, Door, DoorError, IfHeld, JournalPaths, Keeper, Opened, Recorder, RecorderHandle, RecorderStart, Recovered,
    Resumed, Safe, Safekeeping, SaveDone, SaveTask, find_untitled, open_notebook,
};
pub use file::salvage::{
    Account, JournalUse, KeptError, KeptJournal, Salvaged, kept_journals, open_kept_journal, salvage_bytes, salvage_notebook,
    unsaved_beside,
};
pub use handles::{
    AssumptionEdits, BriefEdits, CheckEdits, ClaimEdits, FileChanges, FileState, Look, MarkedEdits, ModelEdits, RelationEdits,
    ScenarioEdits, Select, SeriesEdits, SourceEdits, SuggestionEdits, TagEdits, TermEdits, Travel, VersionEdits,
};
pub use intake::batch::{Batch, BatchRow, RowState};
pub use intake::isolation::{
    COMMAND as READ_COMMAND, How, Isolation, Limits as ReadLimits, Refusal, draw_pages, page_layers, serve as serve_reading,
};
pub use intake::pages::{DocumentPages, PageArea};
pub use intake::source::{ImportJob, Imported, Intake, Origin, Source, Wanted, import_text};
pub use intake::table_points::{
    Choice, DocumentTable, Separators, Shape, TablePoint, guess as guess_table, points as table_points, tables,
};
pub use jobs::{JobId, JobOutcome, JobState, Jobs, Progress, Spawn, Waker};
pub use look::check_state::{CheckReply, CheckTask, findings};
pub use look::conditions::ClaimFilter;
pub use look::filter::ClaimList;
pub use look::index::{ClaimIndex, DocumentClaims, IndexedPassage, MARKS, NameField, PassageIndex};
pub use look::lookalike::{LookAlike, Why, look_alikes};
pub use look::names::{NameRow, names, uses};
pub use look::pages_again::{PageSeen, PageTask, Verdict, pages_again};
pub use look::picks::{Pick, Picked};
pub use look::proposed::Proposal;
pub use look::query::{Comparison, Condition, FIELDS, Field, FieldRow, Part, Query, QueryError, Scope, Term, Test, claims_asked};
pub use look::readings::{ReadingTask, SourceReading, Suggestion, Suggestions};
pub use look::search::{Drafting, Found, FoundIn, MAX_HITS, Search, SearchRequest};
pub use look::selection::{Selection, TextSelection};
pub use look::source_list::{SourceQuery, SourceRow};
pub use look::suggestions::Rows;
pub use look::survey::{SurveyTask, Surveyed};

pub use look::table::{ClaimTable, Group, Grouping, TableOrder, TableRow};
pub use look::topics::{Topic, guessed_nature, topics};
pub use look::trail::{ChartSight, ScenariosPage, ShownAs, Spot, Tab, TargetsShown, Trail, Way};
pub use model::all_charts::{Drawing, NamedChart, all_charts, chart_keys, chart_name, main_charts, picture_name};
pub use model::amounts::{AmountError, amount_in, typed_amount, typed_estimate};
pub use model::charts::{
    Beside, Chance, Drawn, Subject, calibration, common_period, comparison, driver_chart, driver_chart_beside, explained,
    explained_inputs, in_force, multiples, multiples_of, scenario_lines, shapes_chart, timeline, tornado, two_figures,
};
pub use model::computed::{Basis, Computed, Forecasts, Provenance, SEED, Shared, basis, provenance};
pub use model::draws_out::draws_csv;
pub use model::stated::{has_own_range, is_changed, is_own};
pub use watching::{
    EVERY_HOURS, FeedSeen, FeedTask, FolderSeen, ItemId, ItemKind, NewItem, Outcome, WatchedFeed, WatchedFolder, Watching,
    look_at_feeds, look_at_folders,
};

/// The pause that ends a burst, in milliseconds: text typed before and after a longer pause is undone separately.
const BURST_PAUSE_MILLIS: u64 = 3_000;

/// An open notebook.
#[derive(Debug)]
pub struct Workspace {
    notebook: Notebook,
    index: ClaimIndex,
    /// A cache of filtered lists with their keys. In a `RefCell`, because reading a list does not change the workspace.
    lists: RefCell<Vec<(look::conditions::ListKey, Rc<[ClaimId]>)>>,
    history: History,
    /// The selection, which all views share.
    pub selection: Selection,
    path: Option<PathBuf>,
    keeping: Safekeeping,
    /// Why an edit was refused (read-only, or too large), until `take_refusal` returns it.
    refusal: Option<EditError>,
    clock: Clock,
    ids: IdSource,
    revision: u64,
    /// The revision that it began with, which no other workspace shares.
    first_revision: u64,
    last_edit_millis: u64,
    /// The tags that were given last, the latest first.
    recent_tags: Vec<crate::notebook::TagId>,
    readings: look::readings::Readings,
    proposed: look::proposed::Proposals,
    checked: look::check_state::CheckState,
    written: brief::state::BriefState,
    beside: look::topics::Beside,
    trail: Trail,
}

/// Updates the index and the readings after an edit, given its inverse.
fn follow(
    inverse: &Edit,
    notebook: &Notebook,
    index: &mut ClaimIndex,
    readings: &mut look::readings::Readings,
    (checked, written): (&mut look::check_state::CheckState, &mut brief::state::BriefState),
) {
    index.follow(inverse, notebook);
    checked.follow(inverse, notebook);
    written.follow(inverse, notebook);
    readings.follow(inverse, notebook, index);
}

/// Life cycle: creation, edits, undo and redo.
impl Workspace {
    /// Creates a workspace for a notebook that was read from `path`, or that has no file yet. It has no lock and no journal.
    pub fn new(notebook: Notebook, path: Option<PathBuf>, clock: Clock) -> Self {
        let (index, keeping) = (ClaimIndex::of(&notebook), Safekeeping::none(&notebook));
        Self::with_index(notebook, index, keeping, path, clock)
    }

    fn with_index(notebook: Notebook, index: ClaimIndex, keeping: Safekeeping, path: Option<PathBuf>, clock: Clock) -> Self {
        let revision = next_revision();
        let mut workspace = Self {
            index,
            lists: RefCell::default(),
            keeping,
            refusal: None,
            notebook,
            history: History::default(),
            selection: Selection::default(),
            path,
            ids: IdSource::new(clock.entropy()),
            clock,
            revision,
            first_revision: revision,
            last_edit_millis: 0,
            recent_tags: Vec::new(),
            readings: look::readings::Readings::default(),
            proposed: look::proposed::Proposals::default(),
            checked: look::check_state::CheckState::default(),
            written: brief::state::BriefState::default(),
            beside: look::topics::Beside::default(),
            trail: Trail::default(),
        };
        workspace.select_first();
        workspace
    }

    /// Creates a workspace with an empty notebook.
    pub fn empty(clock: Clock) -> Self {
        let id = IdSource::new(clock.entropy()).next(clock.millis());
        Self::new(Notebook::new(id), None, clock)
    }

    fn select_first(&mut self) {
        self.selection.document = self.notebook.documents.at(0).map(|document| document.id);
        self.selection.series = self.notebook.series.at(0).map(|series| series.id);
        self.selection.model = self.notebook.models.at(0).map(|model| model.id);
    }

    /// The notebook. Only edits change it; see [`edit`](Self::edit).
    pub fn notebook(&self) -> &Notebook {
        &self.notebook
    }

    /// Lookup tables over claims, such as their passages per document and their number per tag.
    pub fn index(&self) -> &ClaimIndex {
        &self.index
    }

    /// The steps that can be undone and redone.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The path of the notebook's file; `None` if it was neither read from a file nor saved.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Remembers that a tag was given.
    pub(in crate::workspace) fn note_tag(&mut self, tag: crate::notebook::TagId) {
        const KEPT: usize = 12;
        self.recent_tags.retain(|known| *known != tag);
        self.recent_tags.insert(0, tag);
        self.recent_tags.truncate(KEPT);
    }

    /// A number that changes whenever the notebook does and that no other workspace shares. A result computed for a revision is
    /// valid as long as the revision is the same.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The clock, for dates and new ids.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether there are edits that are not saved in a file.
    pub fn has_unsaved_edits(&self) -> bool {
        self.history.has_unsaved_edits()
    }

    /// The name in the window's title: the file name without its ending, or “Untitled notebook”.
    pub fn name(&self) -> String {
        match self.path.as_ref().and_then(|path| path.file_stem()) {
            // Hidden characters could reverse the writing direction of the window's title.
            Some(stem) => visible(&stem.to_string_lossy()).into_owned(),
            None => "Untitled notebook".to_owned(),
        }
    }

    /// Returns a new unique id of any type.
    pub fn new_id<T: From<Id>>(&mut self) -> T {
        self.ids.next(self.clock.millis())
    }

    /// Applies an edit as a step that can be undone; an edit that changes nothing is not a step. An error if the notebook is
    /// read-only, a value is too large, or the edit does not fit; then nothing is changed.
    pub fn edit(&mut self, edit: Edit) -> Result<(), EditError> {
        self.edit_in(edit, None)
    }

    /// Changes one field of `now`, the current record rather than the copy that a form shows, so that two changes in one frame
    /// are both kept. Consecutive changes of one `field` are one step. Does nothing if `now` is `None`.
    fn change<R>(
        &mut self,
        now: Option<R>,
        name: String,
        field: &'static str,
        change: impl FnOnce(&mut R),
    ) -> Result<(), EditError>
    where
        R: Record + Into<AnyRecord>,
        R::Id: Into<RecordId>,
    {
        let Some(mut record) = now else { return Ok(()) };
        change(&mut record);
        let burst = Burst { record: Some(record.id().into()), field };
        self.edit_in(Edit::new(name).put(record), Some(burst))
    }

    /// Applies an edit as part of a burst. Consecutive edits of one burst are one step, unless more than 3 seconds pass between
    /// two of them. The errors are those of [`edit`](Self::edit).
    pub fn edit_in(&mut self, edit: Edit, burst: Option<Burst>) -> Result<(), EditError> {
        if edit.changes.iter().all(|change| self.is_idle(change)) {
            return Ok(());
        }
        if self.file().is_read_only() {
            self.refusal = Some(EditError::ReadOnly);
            return Err(EditError::ReadOnly);
        }
        let edit = model::stated::remember_what_was_said(&self.notebook, edit);
        let now = self.clock.millis();
        if now.saturating_sub(self.last_edit_millis) > BURST_PAUSE_MILLIS {
            self.end_burst();
        }
        self.last_edit_millis = now;
        if let Some(excess) = edit.changes.iter().find_map(Change::excess) {
            self.refusal = Some(EditError::TooLarge(excess.clone()));
            return Err(EditError::TooLarge(excess));
        }
        let to_record = self.keeping.recorder.is_some().then(|| edit.clone());
        let inverse = edit.apply(&mut self.notebook)?;
        // First what must not be lost, then what can be recomputed.
        let goes_on = self.history.record(inverse.clone(), burst);
        self.record(to_record, goes_on);
        self.follow(&inverse);
        self.changed();
        Ok(())
    }

    fn follow(&mut self, inverse: &Edit) {
        follow(inverse, &self.notebook, &mut self.index, &mut self.readings, (&mut self.checked, &mut self.written));
    }

    /// Recomputes everything that is derived from the notebook, after a panic that may have left it out of date.
    pub fn look_over(&mut self) {
        self.index = ClaimIndex::of(&self.notebook);
        self.lists = RefCell::default();
        self.readings.forget_shown();
        self.checked = look::check_state::CheckState::default();
        self.written = brief::state::BriefState::default();
        self.changed();
    }

    fn record(&mut self, edit: Option<Edit>, goes_on: bool) {
        if let (Some(recorder), Some(edit)) = (&mut self.keeping.recorder, edit) {
            recorder.record(edit, goes_on);
        }
    }

    /// Applies an edit of the notebook's question or notes. Consecutive edits of these are one step.
    pub fn edit_about(&mut self, edit: Edit) -> Result<(), EditError> {
        let burst = Burst { record: None, field: "about" };
        self.edit_in(edit, Some(burst))
    }

    /// Whether a change would leave everything as it is.
    fn is_idle(&self, change: &Change) -> bool {
        let notebook = &self.notebook;
        match change {
            Change::Insert { .. } | Change::Remove(_) => false,
            Change::Details(id, details) => notebook.documents.get(*id).is_some_and(|document| document.details == **details),
            Change::About(about) => notebook.about == *about,
            Change::Replace(record) => match record {
                AnyRecord::Document(record) => notebook.documents.get(record.id) == Some(record),
                AnyRecord::Tag(record) => notebook.tags.get(record.id) == Some(record),
                AnyRecord::Term(record) => notebook.terms.get(record.id) == Some(record),
                AnyRecord::Claim(record) => notebook.claims.get(record.id) == Some(record),
                AnyRecord::Relation(record) => notebook.relations.get(record.id) == Some(record),
                AnyRecord::Dismissal(record) => notebook.dismissals.get(record.id) == Some(record),
                AnyRecord::Series(record) => notebook.series.get(record.id) == Some(record),
                AnyRecord::Assumption(record) => notebook.assumptions.get(record.id) == Some(record),
                AnyRecord::Model(record) => notebook.models.get(record.id) == Some(record),
                AnyRecord::Scenario(record) => notebook.scenarios.get(record.id) == Some(record),
                AnyRecord::Run(record) => notebook.runs.get(record.id) == Some(record),
                AnyRecord::Brief(record) => notebook.briefs.get(record.id) == Some(record),
                AnyRecord::BriefBlock(record) => notebook.brief_blocks.get(record.id) == Some(record),
                AnyRecord::Edition(record) => notebook.editions.get(record.id) == Some(record),
            },
        }
    }

    /// Ends a burst, so that the next edit is a separate step.
    pub fn end_burst(&mut self) {
        self.history.end_burst();
    }

    /// Undoes the last step. Returns its name; `None` if there is nothing to undo or the notebook is read-only.
    pub fn undo(&mut self) -> Option<String> {
        if self.file().is_read_only() {
            self.refusal = Some(EditError::ReadOnly);
            return None;
        }
        let edit = self.keeping.recorder.as_ref().and_then(|_| self.history.undo_edit().cloned());
        let back = self.history.undo(&mut self.notebook)?;
        follow(back, &self.notebook, &mut self.index, &mut self.readings, (&mut self.checked, &mut self.written));
        let name = back.name.clone();
        self.record(edit, false);
        self.changed();
        Some(name)
    }

    /// Redoes the last undone step. Returns its name; `None` if there is nothing to redo or the notebook is read-only.
    pub fn redo(&mut self) -> Option<String> {
        if self.file().is_read_only() {
            self.refusal = Some(EditError::ReadOnly);
            return None;
        }
        let edit = self.keeping.recorder.as_ref().and_then(|_| self.history.redo_edit().cloned());
        let back = self.history.redo(&mut self.notebook)?;
        follow(back, &self.notebook, &mut self.index, &mut self.readings, (&mut self.checked, &mut self.written));
        let name = back.name.clone();
        self.record(edit, false);
        self.changed();
        Some(name)
    }

    fn changed(&mut self) {
        self.revision = next_revision();
        self.selection.forget_missing(&self.notebook);
        self.suggested().forget_old_suggestion();
    }
}

fn next_revision() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::notebook::Details;

    /// A workspace with two short documents and a fixed clock.
    pub fn with_documents() -> Workspace {
        let mut workspace = Workspace::empty(Clock::fixed());
        for (title, text) in [
            ("First", "The group runs more than 90 shops abroad. Its goal is 9,000 shops by 2029.\nA second paragraph."),
            ("Second", "It sold 80,100 cars in Q2 2025."),
        ] {
            let imported = import_text(text).unwrap();
            let details = Details { title: title.into(), publisher: "The desk".into(), ..Details::default() };
            workspace.sources().add(imported, details);
        }
        workspace.selection.document = workspace.notebook().documents.at(0).map(|document| document.id);
        workspace
    }

    #[test]
    fn undo_and_redo_go_all_the_way() {
        let mut workspace = with_documents();
        let full = workspace.notebook().clone();
        assert_eq!(workspace.undo().as_deref(), Some("add source"));
        assert_eq!(workspace.undo().as_deref(), Some("add source"));
        assert_eq!(workspace.undo(), None);
        assert!(workspace.notebook().documents.is_empty());
        assert_eq!(workspace.selection.document, None);
        assert!(workspace.redo().is_some() && workspace.redo().is_some());
        assert_eq!(workspace.redo(), None);
        assert_eq!(*workspace.notebook(), full);
    }

    #[test]
    fn unsaved_edits_are_known_after_save_and_undo() {
        let mut workspace = with_documents();
        assert!(workspace.has_unsaved_edits());
        let step = workspace.history().step();
        workspace.history.mark_saved(step);
        assert!(!workspace.has_unsaved_edits());
        workspace.undo();
        assert!(workspace.has_unsaved_edits());
        workspace.redo();
        assert!(!workspace.has_unsaved_edits());
    }

    #[test]
    fn an_edit_that_changes_nothing_is_no_step() {
        let mut workspace = with_documents();
        let before = workspace.history().step();
        let about = workspace.notebook().about.clone();
        workspace.edit(Edit::new("nothing").with(Change::About(about))).unwrap();
        assert_eq!(workspace.history().step(), before);
    }
}
