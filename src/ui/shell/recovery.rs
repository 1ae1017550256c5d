//! Keeps work from being lost: locks, what a crash left behind, damaged files.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::notebook::{Choices, EditError, Notebook, check, counted, merge};
use crate::store::{self, LoadError};
use crate::ui::shell::app::{App, Pending};
use crate::ui::shell::reply::{Purpose, Reply};
use crate::ui::view::action::Step;
use crate::ui::view::command::{Command, undo_hint};
use crate::ui::view::dialogs::{DamagedNews, Dialog, MergeForm, RecoveredNews};
use crate::ui::view::notices::state::{NoticeKind, Trouble};
use crate::ui::view::reading_only::keeper_name;
use crate::ui::view::state::Tab;
use crate::workspace::{
    IfHeld, JournalUse, Opened, Recovered, Safe, Salvaged, Workspace, find_untitled, kept_journals, open_kept_journal,
    open_notebook, salvage_notebook,
};

impl App {
    /// Returns a workspace for a notebook that has no file.
    pub(in crate::ui) fn untitled(&self, notebook: Notebook) -> Workspace {
        let clock = self.workspace.clock().clone();
        match &self.safety.safe {
            Some(safe) => Workspace::untitled(notebook, safe, clock, self.safety.waker.clone()),
            None => Workspace::new(notebook, None, clock),
        }
    }

    /// Whether this window has the file open for writing.
    fn has_open(&self, path: &Path) -> bool {
        let is_same = self.workspace.path().is_some_and(|open| store::resolved(open) == store::resolved(path));
        is_same && self.workspace.file().version().is_some() && !self.workspace.file().is_read_only()
    }

    pub(in crate::ui) fn open_file(&mut self, path: PathBuf, if_held: IfHeld) {
        if self.safety.safe.is_some() && self.has_open(&path) {
            // We have its lock and its journal: load the file's state as a step that can be undone.
            return self.look_at_file(Purpose::Reload);
        }
        // If a notebook was moved, its journal may still be beside its former path.
        let known = self.view.settings.recent.clone();
        let safe = self.safety.safe.clone().map(|safe| Safe { known, ..safe });
        if self.opening.is_some() {
            // One at a time: two jobs that open the same file would lock each other out.
            return;
        }
        let job = self.jobs.start(format!("Opening {}", path.display()), move |_| {
            let result = match safe {
                Some(safe) => open_notebook(&path, &safe, if_held),
                None => Opened::unguarded(&path),
            };
            Reply::Loaded(path, result.map(Box::new))
        });
        self.opening = Some(job);
    }

    pub(in crate::ui) fn show(&mut self, opened: Opened) {
        let path = opened.path.clone();
        self.view.settings.remember(&path);
        for note in &opened.notes {
            self.view.notice(NoticeKind::Error, note.clone());
        }
        let mut opened = opened;
        let news = opened.recovered.as_ref().map(|recovered| RecoveredNews::of(recovered, &path));
        let others = std::mem::take(&mut opened.others);
        let clock = self.workspace.clock().clone();
        let workspace = match &self.safety.safe {
            Some(safe) => Workspace::opened(opened, safe, clock, self.safety.waker.clone()),
            None => Workspace::unguarded(opened, clock),
        };
        self.replace(workspace);
        self.safety.seen = store::stamp(&path);
        self.return_to(&path);
        self.save_settings();
        if let Some(news) = news {
            self.view.show_dialog(Dialog::Recovered(news));
        }
        // Unsaved work on a version that another program has replaced: ask about it now, not at a later start.
        self.safety.ask_untitled |= !others.is_empty();
        self.safety.untitled.splice(..0, others);
    }

    pub(in crate::ui) fn look_for_untitled(&mut self) {
        if let Some(safe) = self.safety.safe.clone() {
            self.jobs.start("Looking for unsaved work", move |_| {
                let (found, notes) = find_untitled(&safe);
                Reply::Untitled(found, notes)
            });
        }
    }

    pub(in crate::ui) fn found_untitled(&mut self, found: Vec<Recovered>, notes: Vec<String>) {
        for note in notes {
            self.view.notice(NoticeKind::Error, note);
        }
        self.safety.untitled.extend(found);
        self.safety.ask_untitled = !self.safety.untitled.is_empty();
    }

    /// Asks about the next notebook without a file that a crash left behind.
    fn ask_about_untitled(&mut self) {
        if let Some(recovered) = self.safety.untitled.first() {
            let clock = self.workspace.clock();
            let news = RecoveredNews::of_untitled(recovered, self.safety.untitled.len(), clock);
            self.view.show_dialog(Dialog::Untitled(news));
        }
    }

    /// Opens the recovered notebook that was asked about, or deletes it for good.
    pub(in crate::ui) fn decide_untitled(&mut self, recover: bool) {
        self.view.dialog = None;
        if self.safety.untitled.is_empty() {
            return;
        }
        let recovered = self.safety.untitled.remove(0);
        if recover {
            self.put_off(Pending::Recover(Box::new(recovered)));
        } else {
            if let Some(safe) = &self.safety.safe {
                recovered.delete(safe);
            }
            // Do not ask about the next one at once: an accidental second click would answer it.
            if !self.safety.untitled.is_empty() {
                let text = "More unsaved notebooks were found; you will be asked about them next time.";
                self.view.notice(NoticeKind::Info, text);
            }
        }
    }

    pub(in crate::ui) fn show_recovered(&mut self, recovered: Recovered) {
        let Some(safe) = self.safety.safe.clone() else { return };
        let count = counted(recovered.steps(), "step");
        let clock = self.workspace.clock().clone();
        self.replace(Workspace::recovered(recovered, &safe, clock, self.safety.waker.clone()));
        self.view.notice(NoticeKind::Info, format!("Recovered a notebook with {count}. Save it under a name to keep it."));
    }

    /// Undoes the recovered edits; redo restores them.
    pub(in crate::ui) fn drop_recovered(&mut self) {
        self.view.dialog = None;
        let count = self.workspace.undo_all();
        if !self.workspace.has_unsaved_edits() {
            self.workspace.file_mut().empty_journal();
        }
        let text = format!("{} undone. {} restores one step at a time.", counted(count, "step"), Command::Redo.with_keys("Redo"));
        self.view.notice(NoticeKind::Info, text);
    }

    /// Watches for what happens without the user's doing: a journal that cannot be written, a refused edit, unsaved notebooks
    /// found after a crash, a file that another program changed.
    pub(in crate::ui) fn watch_over(&mut self, ctx: &Context) {
        let problem = self.workspace.file().journal_problem();
        if problem != self.safety.said {
            if let Some(problem) = &problem {
                let text = format!("Unsaved edits are not being backed up: {problem}. Save now, if need be in another folder.");
                self.view.trouble(Trouble::Journal, text);
            } else {
                self.view.trouble_is_over(Trouble::Journal);
            }
            self.safety.said = problem;
        }
        match self.workspace.take_refusal() {
            Some(EditError::ReadOnly) => {
                let who = keeper_name(self.workspace.file().access());
                let text = format!("Nothing was changed. {who} has this notebook open; to edit it, save a copy.");
                self.view.notice(NoticeKind::Info, text);
            }
            Some(error) => self.view.notice(NoticeKind::Error, format!("Nothing was changed: {error}.")),
            None => {}
        }
        if self.safety.ask_untitled && self.view.dialog.is_none() && self.opening.is_none() {
            self.safety.ask_untitled = false;
            self.ask_about_untitled();
        }
        let has_focus = ctx.input(|input| input.focused);
        if has_focus && !self.safety.had_focus && self.workspace.file().version().is_some() && self.view.dialog.is_none() {
            self.look_at_file(Purpose::Notice);
        }
        self.safety.had_focus = has_focus;
    }

    /// Finds out in the background how a damaged notebook can be recovered.
    pub(in crate::ui) fn offer_repair(&mut self, path: &Path, error: &LoadError) {
        let (path, message) = (path.to_owned(), error.to_string());
        self.jobs.start("Checking what can be recovered", move |_| {
            let target = store::resolved(&path);
            let backup = Some(store::backup_path(&target)).filter(|backup| store::load(backup).is_ok());
            let journal = Some(store::journal_path(&target)).filter(|journal| store::stamp(journal).is_some());
            let is_notebook = salvage_notebook(&path, JournalUse::Ignore).is_ok();
            Reply::Damaged(DamagedNews { path, message, is_notebook, backup, journal })
        });
    }

    /// Offers ways to recover a file that is not a sound notebook; if there are none, only reports what is wrong with it.
    pub(in crate::ui) fn found_damaged(&mut self, news: DamagedNews) {
        if news.is_notebook || news.backup.is_some() {
            self.view.show_dialog(Dialog::Damaged(news));
        } else {
            self.view.notice(NoticeKind::Error, format!("{}.", news.message));
        }
    }

    /// Opens what can be saved of a damaged notebook and its journal, as a notebook without a file.
    pub(in crate::ui) fn repair(&mut self, path: PathBuf) {
        self.view.dialog = None;
        self.jobs.start(format!("Recovering {}", path.display()), move |_| {
            let result = salvage_notebook(&path, JournalUse::Apply);
            Reply::Salvaged(path, result)
        });
    }

    pub(in crate::ui) fn salvaged(&mut self, path: PathBuf, result: Result<Salvaged, LoadError>) {
        match result {
            Ok(salvaged) => self.put_off(Pending::Salvaged(path, Box::new(salvaged))),
            Err(error) => self.view.notice(NoticeKind::Error, format!("{error}.")),
        }
    }

    /// Finds recovery journals that were set aside, and lists them in a dialog.
    pub(in crate::ui) fn look_for_kept(&mut self) {
        let Some(safe) = self.safety.safe.clone() else { return };
        let path = self.workspace.path().map(Path::to_owned);
        self.jobs.start("Looking for unsaved work", move |_| Reply::Kept(kept_journals(&safe, path.as_deref())));
    }

    /// Opens a recovery journal that was set aside, as a notebook without a file.
    fn open_kept(&mut self, path: PathBuf) {
        self.view.dialog = None;
        let now = self.workspace.notebook().clone();
        self.jobs.start(format!("Opening {}", path.display()), move |_| {
            let result = open_kept_journal(&path, Some(&now));
            Reply::Salvaged(path.clone(), result.map_err(|error| LoadError::Refused { path, why: error.to_string() }))
        });
    }

    /// Opens the backup as a notebook without a file: neither it nor the damaged file is overwritten.
    pub(in crate::ui) fn open_backup(&mut self, backup: PathBuf) {
        self.view.dialog = None;
        self.jobs.start(format!("Opening {}", backup.display()), move |_| {
            let result = store::load(&backup).map(Salvaged::whole);
            Reply::Salvaged(backup, result)
        });
    }

    pub(in crate::ui) fn show_salvaged(&mut self, path: PathBuf, salvaged: Salvaged) {
        let Salvaged { notebook, losses, theirs, .. } = salvaged;
        let mut workspace = self.untitled(notebook);
        workspace.file_mut().mark_unsaved();
        self.replace(workspace);
        self.view.tab = Tab::Read;
        self.safety.other_side = theirs.map(|theirs| *theirs);
        let has_choice = self.safety.other_side.is_some();
        self.view.show_dialog(Dialog::Salvaged { path, losses, has_choice });
    }

    /// Asks which side to choose where the two sides of a file with git's conflict marks differ.
    fn begin_choosing(&mut self) {
        let Some(theirs) = &self.safety.other_side else { return };
        let merged = merge(&Notebook::new(theirs.id), self.workspace.notebook(), theirs, &Choices::new());
        self.view.show_dialog(Dialog::Merge(MergeForm::new(merged.conflicts)));
    }

    /// Applies the choices between the two sides, as a step that can be undone. Choices that do not go together are refused.
    fn end_choosing(&mut self, theirs: &Notebook, choices: &Choices) {
        self.view.dialog = None;
        let merged = merge(&Notebook::new(theirs.id), self.workspace.notebook(), theirs, choices);
        // A claim of one side may have its passage in a text of which the other side's version was chosen.
        if let Some(problem) = check(&merged.notebook).first() {
            self.safety.other_side = Some(theirs.clone());
            return self.view.notice(NoticeKind::Error, format!("These choices cannot be combined: {problem}."));
        }
        let edit = self.workspace.notebook().difference(&merged.notebook, "choose between sides");
        match if edit.is_empty() { Ok(()) } else { self.workspace.edit(edit) } {
            Ok(()) => self.view.notice(
                NoticeKind::Info,
                format!("Your choices were applied. Save the notebook under a new name to keep them. {}", undo_hint()),
            ),
            Err(error) => self.view.notice(NoticeKind::Error, format!("Nothing was changed: {error}.")),
        }
    }
}

/// Returns a path for a copy beside the notebook: `name-copy.ron`, or the first free one of `name-copy-2.ron` to
/// `name-copy-99.ron`.
pub(in crate::ui) fn copy_path(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let free = |number: u32| {
        path.with_file_name(if number == 1 { format!("{stem}-copy.ron") } else { format!("{stem}-copy-{number}.ron") })
    };
    (1..100).map(free).find(|path| store::stamp(path).is_none()).unwrap_or_else(|| free(1)).display().to_string()
}

/// Carries out a step chosen in one of the dialogs about recovery.
pub(in crate::ui) fn apply(app: &mut App, step: Step) {
    match step {
        Step::DropRecovered => app.drop_recovered(),
        Step::Untitled { recover } => app.decide_untitled(recover),
        Step::Reload if app.safety.theirs.is_some() => app.reload(),
        Step::Reload => app.look_at_file(Purpose::Reload),
        Step::Merge if app.safety.theirs.is_some() => {
            app.view.dialog = None;
            app.begin_merge();
        }
        Step::Merge => app.look_at_file(Purpose::Merge),
        Step::EndMerge(choices) => match app.safety.other_side.take() {
            Some(theirs) => app.end_choosing(&theirs, &choices),
            None => app.end_merge(&choices),
        },
        Step::ChooseSides => app.begin_choosing(),
        Step::KeepAsCopy => {
            let path = app.workspace.path().map(copy_path).unwrap_or_default();
            app.view.show_dialog(Dialog::SaveAs(path));
        }
        Step::WriteMine => {
            app.view.dialog = None;
            app.workspace.file_mut().forget_version();
            if let Some(path) = app.workspace.path().map(Path::to_owned) {
                app.save(path);
            }
        }
        Step::Repair(path) => app.repair(path),
        Step::OpenBackup(path) => app.open_backup(path),
        Step::OpenKept(path) => app.open_kept(path),
    }
}
