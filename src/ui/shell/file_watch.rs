//! Detects changes that other programs made to the open notebook's file, and reloads, merges, or asks what to do.

use std::path::Path;

use crate::notebook::{Choices, Notebook, counted, merge};
use crate::store::{self, FileHash};
use crate::ui::shell::app::App;
use crate::ui::shell::reply::{Look, Purpose, Reply};
use crate::ui::view::command::{naming_keys, undo_hint};
use crate::ui::view::dialogs::{Dialog, MergeForm};
use crate::ui::view::notices::state::NoticeKind;

impl App {
    /// Checks the open notebook's file in the background.
    pub(in crate::ui) fn look_at_file(&mut self, purpose: Purpose) {
        let (Some(path), Some(version)) = (self.workspace.path().map(Path::to_owned), self.workspace.file().version().cloned())
        else {
            return;
        };
        if self.saving.is_some() {
            return;
        }
        let (generation, seen, base) = (self.generation, self.safety.seen, self.workspace.file().base().clone());
        self.jobs.start_in_view("Checking the file", move |_| {
            let stamp = store::stamp(&path);
            if stamp.is_none() {
                return Reply::Looked(generation, Look::Gone);
            }
            // A file whose stamp is unchanged contains nothing new.
            if purpose == Purpose::Notice && stamp == seen {
                return Reply::Looked(generation, Look::Same(purpose, stamp));
            }
            let look = match store::load_version(&path) {
                Ok((_, found)) if found == version => Look::Same(purpose, stamp),
                Ok((mut theirs, found)) => {
                    theirs.share_with(&base);
                    Look::Changed(purpose, stamp, Box::new((theirs, found)))
                }
                Err(error) => Look::Unreadable(stamp, error),
            };
            Reply::Looked(generation, look)
        });
    }

    pub(in crate::ui) fn looked(&mut self, look: Look) {
        // A half-typed cell counts as an edit.
        self.finish_typing();
        if self.saving.is_some() {
            // This may be the version that we are saving: the next save or the next focus checks again.
            return;
        }
        let look = match look {
            Look::Changed(purpose, stamp, found) if self.workspace.file().version() == Some(&found.1) => {
                Look::Same(purpose, stamp)
            }
            other => other,
        };
        if matches!(look, Look::Changed(Purpose::Notice, ..)) && self.view.dialog.is_some() {
            // Another dialog is open: the change will be noticed when the window next gets the focus.
            return;
        }
        match look {
            Look::Same(purpose, stamp) => {
                self.safety.seen = stamp;
                if let (Purpose::Reload, Some(version)) = (purpose, self.workspace.file().version().cloned()) {
                    // The file has not changed: go back to it, without the edits since.
                    self.safety.theirs = Some((self.workspace.file().base().clone(), version));
                    self.reload();
                }
            }
            Look::Gone => {
                self.safety.seen = None;
                self.workspace.file_mut().mark_unsaved();
                let path = self.workspace.path().map(|path| path.display().to_string()).unwrap_or_default();
                self.view.notice(NoticeKind::Error, format!("{path} no longer exists. Save to write it again."));
            }
            Look::Changed(purpose, stamp, found) => {
                self.safety.seen = stamp;
                if self.workspace.has_unsaved_edits() {
                    self.workspace.file_mut().keep_base_in_journal();
                }
                let is_clean = !self.workspace.has_unsaved_edits();
                self.safety.theirs = Some(*found);
                match purpose {
                    Purpose::Reload => self.reload(),
                    Purpose::Notice if is_clean => self.reload(),
                    Purpose::Merge => self.begin_merge(),
                    Purpose::Ask | Purpose::Notice => self.view.show_dialog(Dialog::Changed { unreadable: None }),
                }
            }
            Look::Unreadable(stamp, error) => {
                self.safety.seen = stamp;
                // Ours may be the last good version.
                self.workspace.file_mut().keep_base_in_journal();
                self.workspace.file_mut().mark_unsaved();
                self.view.show_dialog(Dialog::Changed { unreadable: Some(error.to_string()) });
            }
        }
    }

    /// Replaces the notebook with the other program's version, as a step that can be undone.
    pub(in crate::ui) fn reload(&mut self) {
        self.view.dialog = None;
        let Some((theirs, version)) = self.safety.theirs.take() else { return };
        let merged = theirs.clone();
        self.take_in(version, theirs, &merged, "reload file");
        let text = naming_keys("The notebook was reloaded from the file. Undo ({Undo}) restores your version.");
        self.view.notice(NoticeKind::Info, text);
    }

    fn take_in(&mut self, version: FileHash, theirs: Notebook, merged: &Notebook, name: &str) {
        self.finish_typing();
        if let Err(error) = self.workspace.file_mut().take_in(version, theirs, merged, name) {
            self.view.notice(NoticeKind::Error, format!("Nothing was changed: {error}."));
        }
    }

    /// Merges both versions if that needs no decision; otherwise asks.
    pub(in crate::ui) fn begin_merge(&mut self) {
        self.finish_typing();
        let Some((theirs, _)) = &self.safety.theirs else { return };
        let merged = merge(self.workspace.file().base(), self.workspace.notebook(), theirs, &Choices::new());
        if merged.conflicts.is_empty() {
            self.end_merge(&Choices::new());
        } else {
            self.view.show_dialog(Dialog::Merge(MergeForm::new(merged.conflicts)));
        }
    }

    /// Merges both versions with the user's choices, as a step that can be undone, and reports the result.
    pub(in crate::ui) fn end_merge(&mut self, choices: &Choices) {
        self.view.dialog = None;
        let Some((theirs, version)) = self.safety.theirs.take() else { return };
        let merged = merge(self.workspace.file().base(), self.workspace.notebook(), &theirs, choices);
        let news = brought(self.workspace.notebook(), &merged.notebook);
        self.take_in(version, theirs, &merged.notebook, "merge with changed file");
        let kept = match merged.kept.len() {
            0 => String::new(),
            count => format!(" Kept although deleted in one version, because the other needs it: {}.", counted(count, "record")),
        };
        self.view.notice(NoticeKind::Info, format!("Merged: {news}.{kept} Save to write the result. {}", undo_hint()));
    }
}

/// Returns the claims and sources that a merge added, changed or removed, in words.
fn brought(mine: &Notebook, merged: &Notebook) -> String {
    let new_claims = merged.claims.iter().filter(|claim| !mine.claims.contains(claim.id)).count();
    let gone = mine.claims.iter().filter(|claim| !merged.claims.contains(claim.id)).count();
    let changed = merged.claims.iter().filter(|claim| mine.claims.get(claim.id).is_some_and(|own| own != *claim)).count();
    let sources = merged.documents.iter().filter(|document| !mine.documents.contains(document.id)).count();
    let parts =
        [(new_claims, "claim", "added"), (changed, "claim", "changed"), (gone, "claim", "removed"), (sources, "source", "added")];
    let told: Vec<String> = parts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, noun, verb)| format!("{} {verb}", counted(*count, noun)))
        .collect();
    if told.is_empty() { "no claim changed".to_owned() } else { told.join(", ") }
}
