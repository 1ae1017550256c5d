//! Opens and saves notebooks in the background, and hands out the replies of all jobs.
//!
//! A reply may come late. It carries the generation of the notebook that it is for, and edits made in the meantime are asked
//! about before anything replaces them.

use std::path::PathBuf;

use crate::notebook::DocumentId;
use crate::store::{self, LoadError, SaveError};
use crate::ui::shell::app::{App, EXAMPLE, Pending, SaveAgain};
use crate::ui::shell::recovery::copy_path;
use crate::ui::shell::reply::{Purpose, Reply, Saved};
use crate::ui::view::action::NewText;
use crate::ui::view::dialogs::{Dialog, Picked};
use crate::ui::view::notices::state::{NoticeKind, Trouble};
use crate::ui::view::watching::state::WatchStep;
use crate::workspace::{IfHeld, JobId, JobOutcome, Opened, Origin, Workspace};

impl App {
    /// Does something that closes the notebook, after asking if edits would be lost.
    pub(in crate::ui) fn put_off(&mut self, pending: Pending) {
        self.pending = Some(pending);
        self.go_on_after_save = false;
        if self.saving.is_some() {
            // Let the running save finish; edits that it does not contain are asked about then.
            self.go_on_after_save = true;
        } else if self.workspace.has_unsaved_edits() && !self.has_agreed() {
            self.view.show_dialog(Dialog::Unsaved);
        } else {
            self.do_pending();
        }
    }

    /// Drops the action that was put off, and the agreement to go on without saving.
    pub(in crate::ui) fn abandon_pending(&mut self) {
        self.pending = None;
        self.go_on_after_save = false;
        self.agreed_at = None;
        self.may_close = false;
    }

    /// Whether the user agreed to go on without saving exactly this state of this notebook.
    pub(in crate::ui) fn has_agreed(&self) -> bool {
        self.agreed_at == Some((self.generation, self.workspace.history().step()))
    }

    pub(in crate::ui) fn do_pending(&mut self) {
        self.go_on_after_save = false;
        match self.pending.take() {
            Some(Pending::New) => {
                self.replace(self.untitled(Workspace::empty(self.workspace.clock().clone()).notebook().clone()))
            }
            Some(Pending::Example) => self.open_example(),
            Some(Pending::Open(path)) => self.load(path),
            Some(Pending::Show(opened)) => self.show(*opened),
            Some(Pending::Recover(recovered)) => self.show_recovered(*recovered),
            Some(Pending::Salvaged(path, salvaged)) => self.show_salvaged(path, *salvaged),
            Some(Pending::Quit) => self.close_now = true,
            None => {}
        }
    }

    pub(in crate::ui) fn replace(&mut self, workspace: Workspace) {
        self.leave_notebook();
        // Unsaved edits have been asked about before.
        self.workspace.file_mut().let_go();
        self.generation += 1;
        self.workspace = workspace;
        self.safety.other_side = None;
        self.view.form = Default::default();
        self.view.brief.copied = None;
        self.view.find = Default::default();
        self.view.search = Default::default();
        self.view.table = Default::default();
        self.view.reader = Default::default();
        self.view.filter = Default::default();
        self.view.sources = Default::default();
        self.view.follow = Default::default();
        self.view.reveal = None;
        self.view.is_example = false;
        self.view.saved = None;
    }

    pub(in crate::ui) fn open_example(&mut self) {
        match store::decode(EXAMPLE) {
            Ok(notebook) => {
                self.replace(self.untitled(notebook));
                self.view.is_example = true;
            }
            Err(error) => self.view.notice(NoticeKind::Error, format!("The example {error}.")),
        }
    }

    pub(in crate::ui) fn load(&mut self, path: PathBuf) {
        self.open_file(path, IfHeld::ReadOnly);
    }

    /// Saves the notebook in the background. There is one save at a time: a second one waits for the first and then saves what
    /// has changed since.
    pub(in crate::ui) fn save(&mut self, path: PathBuf) {
        let path = std::path::absolute(&path).unwrap_or(path);
        self.finish_typing();
        let is_same = self.workspace.path() == Some(path.as_path());
        if self.saving.is_some() {
            // A waiting save under another name saves everything, so a plain save does not replace it.
            if !is_same || self.save_again.is_none() {
                self.save_again = Some(if is_same { SaveAgain::Same } else { SaveAgain::As(path) });
            }
            return;
        }
        self.workspace.end_burst();
        if is_same {
            if self.workspace.file().is_read_only() {
                self.view.notice(NoticeKind::Info, "This notebook is open for reading only: save it as a copy.");
                self.view.show_dialog(Dialog::SaveAs(copy_path(&path)));
                return;
            }
            if !self.workspace.has_unsaved_edits() && (self.safety.seen.is_none() || self.safety.seen == store::stamp(&path)) {
                // Saving an unchanged notebook would only overwrite the previous version in the backup.
                self.view.notice(NoticeKind::Info, "Everything is already saved.");
                self.go_on_after_saving();
                return;
            }
        }
        let (step, generation) = (self.workspace.history().step(), self.generation);
        let task = self.workspace.file().save_task(path.clone());
        let job = self.jobs.start_to_end(format!("Saving {}", path.display()), move |progress| {
            Reply::Saved(Saved { path, generation, step, result: task.run(progress) })
        });
        self.saving = Some(job);
    }

    pub(in crate::ui) fn take_reply(&mut self, outcome: JobOutcome<Reply>) {
        match outcome {
            JobOutcome::Done(reply) if reply.generation().is_some_and(|generation| generation != self.generation) => {
                self.came_too_late(reply);
            }
            JobOutcome::Done(reply) => self.take_news(reply),
            JobOutcome::Panicked(job, name, text) => self.job_failed(job, &name, &text),
        }
    }

    fn take_news(&mut self, reply: Reply) {
        match reply {
            Reply::Loaded(path, result) => self.loaded(path, result),
            Reply::Saved(saved) => self.saved(saved),
            Reply::Imported(_, batch, jobs) => self.imported(&batch, jobs),
            Reply::Pages(_, id, pages) => self.view.reader.pages.take_pages(id, pages),
            Reply::Drawn(_, id, drawn) => self.view.reader.pages.take_pictures(&self.ctx, id, drawn),
            Reply::Picked(_, picked) => self.picked(picked),
            Reply::Found(_, found) => self.found(found),
            Reply::Checked(_, checks) => {
                self.checking = None;
                self.workspace.take_checks(*checks);
            }
            Reply::PagesSeen(_, seen) => self.take_pages(seen, true),
            Reply::WatchLoaded(_, stamp, loaded) => self.watch_loaded(stamp, loaded),
            Reply::WatchSaved(_, saved) => self.watch_saved(saved),
            Reply::FoldersSeen(_, seen) => self.folders_seen(seen),
            Reply::WatchLooked(_, looked) => self.watch_looked(looked),
            Reply::FeedTried(_, is_given, seen) => self.feed_tried(is_given, seen),
            Reply::Surveyed(_, surveyed) => self.workspace.suggested().take_survey(surveyed),
            Reply::Read(_, reading) => self.workspace.suggested().take_reading(reading),
            Reply::Drafted(_, tag, drafted) => self.tag_drafted(&tag, drafted),
            Reply::Contents(_, title, contents) => self.drafted(&title, contents),
            Reply::Looked(_, look) => self.looked(look),
            Reply::Untitled(found, notes) => self.found_untitled(found, notes),
            Reply::Compared(_, carry) => self.compared(carry),
            Reply::LookedBack(_, on, found) => {
                self.view.scenarios.is_looking_back = false;
                self.view.scenarios.has_looked_back(on, found);
            }
            Reply::Export(ready) => self.ask_where(ready),
            Reply::Exported(done) => self.exported(done),
            Reply::Previewed(number, made) => self.view.preview.take(&self.ctx, number, made),
            Reply::OpenedOutside(Ok(())) => {}
            Reply::OpenedOutside(Err(problem)) => self.view.notice(NoticeKind::Error, problem),
            Reply::Salvaged(path, result) => self.salvaged(path, result),
            Reply::Kept(journals) => self.view.show_dialog(Dialog::Kept(journals)),
            Reply::Damaged(news) => self.found_damaged(news),
        }
    }

    /// Handles a reply for a notebook that is no longer open. Most replies are dropped.
    fn came_too_late(&mut self, reply: Reply) {
        match reply {
            Reply::LookedBack(..) => self.view.scenarios.is_looking_back = false,
            Reply::Imported(_, batch, jobs) => {
                batch.finish(&[]);
                let read = crate::notebook::counted(jobs.len(), "source");
                let text = format!("Not added because the notebook was closed: {read}.");
                self.view.notice(NoticeKind::Error, text);
            }
            _ => {}
        }
    }

    fn job_failed(&mut self, job: JobId, name: &str, why: &str) {
        if self.saving == Some(job) {
            self.saving = None;
            self.save_again = None;
            self.abandon_pending();
        }
        self.opening = self.opening.filter(|opening| *opening != job);
        self.view.search.job = None;
        self.view.reader.pages.job_is_gone();
        if let Some(Dialog::Importing(list)) = &self.view.dialog
            && list.job == job
        {
            list.batch.finish(&[]);
        }
        let text = format!("“{name}” failed because of an error in Claimbook ({why}). Your notebook is unchanged.");
        self.view.notice(NoticeKind::Error, text);
    }

    fn loaded(&mut self, path: PathBuf, result: Result<Box<Opened>, LoadError>) {
        self.opening = None;
        match result {
            // Edits that were made while the file was read are asked about like any others.
            Ok(opened) => self.put_off(Pending::Show(opened)),
            Err(error) => {
                // Nothing was opened, so the agreement to go on without saving ends.
                self.abandon_pending();
                if error.is_not_found() {
                    self.view.settings.forget(&path);
                }
                match &error {
                    LoadError::Decode { source, .. } if source.may_be_damage() => self.offer_repair(&path, &error),
                    _ => self.view.notice(NoticeKind::Error, format!("{error}.")),
                }
                if !self.workspace.has_unsaved_edits() && self.workspace.path().is_none() && self.generation == 0 {
                    self.open_example();
                }
            }
        }
    }

    fn saved(&mut self, saved: Saved) {
        self.saving = None;
        let Saved { path, generation, step, result } = saved;
        match result {
            Ok(done) => {
                self.view.settings.remember(&path);
                if let Some(problem) = done.problems.first() {
                    let text =
                        format!("Saved, but the notebook has a consistency problem: {problem}. “claimbook check” lists all.");
                    self.view.notice(NoticeKind::Error, text);
                }
                if let Some(missing) = done.missing.first() {
                    self.view.notice(NoticeKind::Error, format!("The notebook is saved, but {missing}."));
                }
                for note in &done.notes {
                    self.view.notice(NoticeKind::Info, format!("Saved; {note}."));
                }
                // An earlier problem with saving is over.
                self.view.trouble_is_over(Trouble::Save);
                if generation == self.generation {
                    if done.is_elsewhere && self.workspace.path().is_some() {
                        let name = done.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                        self.view.notice(NoticeKind::Info, format!("Now editing {name}."));
                    }
                    let time = self.workspace.clock().time_of_day();
                    self.view.saved = Some(format!("saved {:02}:{:02}", time.hour(), time.minute()));
                    self.safety.seen = store::stamp(&path);
                    self.workspace.file_mut().mark_saved(done, step);
                }
                self.save_settings();
                self.go_on_after_saving();
            }
            // The save was for an earlier notebook: saving this one would not help.
            Err(error) if generation != self.generation => self.view.notice(NoticeKind::Error, format!("{error}.")),
            Err(error) => {
                self.abandon_pending();
                self.save_again = None;
                if matches!(error, SaveError::Changed { .. }) {
                    self.look_at_file(Purpose::Ask);
                    return;
                }
                self.view.trouble(Trouble::Save, format!("{error}."));
                // In most cases the user needs another folder.
                self.view.show_dialog(Dialog::SaveAs(path.display().to_string()));
            }
        }
    }

    fn go_on_after_saving(&mut self) {
        let again = self.save_again.take().and_then(|again| match again {
            SaveAgain::Same => self.workspace.path().map(Into::into).filter(|_| self.workspace.has_unsaved_edits()),
            SaveAgain::As(path) => Some(path),
        });
        if let Some(path) = again {
            self.save(path);
        } else if self.go_on_after_save
            && let Some(pending) = self.pending.take()
        {
            // Edits made while the save ran are asked about.
            self.put_off(pending);
        }
    }

    /// The source for which the open dialog asks for a new version.
    fn version_asked_for(&self) -> Option<DocumentId> {
        match &self.view.dialog {
            Some(Dialog::AddSource(form)) => form.version_of,
            _ => None,
        }
    }

    fn picked(&mut self, picked: Picked) {
        match picked {
            Picked::Open(Some(path)) => {
                self.view.dialog = None;
                self.put_off(Pending::Open(path));
            }
            Picked::SaveAs(Some(path)) => {
                self.view.dialog = None;
                self.save(path);
            }
            Picked::Export(Some(path)) => {
                if let Some(Dialog::Export(form)) = self.view.dialog.take() {
                    self.write_export(path, form.ready);
                }
            }
            Picked::Sources(paths) => match (self.version_asked_for(), paths.first()) {
                (Some(document), Some(path)) => {
                    self.start_version(document, NewText::From(Origin::File(path.clone())));
                }
                (None, Some(_)) => self.import(paths.into_iter().map(Origin::File).collect()),
                (_, None) => {}
            },
            Picked::WatchedFolder(Some(path)) => self.watch_step(WatchStep::AddFolder(path)),
            Picked::NoDialog => {
                crate::ui::view::dialogs::without_system_dialog(&self.ctx);
                self.view.focus_dialog = self.view.dialog.is_some();
            }
            // Cancelled: the dialog with its path field is still open.
            _ => {}
        }
    }
}
