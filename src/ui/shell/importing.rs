//! Adds sources: reads them in the background and handles the replies.

use std::sync::Arc;

use crate::fetch::host_of;
use crate::import::import_fragment;
use crate::notebook::{Details, counted};
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::dialogs::{Dialog, ImportList, PasswordForm};
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::state::Tab;
use crate::workspace::{Batch, ImportJob, Intake, NotTaken, Origin, Refusal, TakenSource, Wanted, import_text};

impl App {
    /// Returns what is needed to read sources for the open notebook: isolation, stored originals, limits for the network.
    pub(in crate::ui) fn intake(&self) -> Intake {
        let network = crate::fetch::Limits { allow_private: self.view.settings.allow_private_addresses, ..Default::default() };
        Intake { isolation: self.isolation.clone(), originals: self.workspace.file().originals(), network }
    }

    /// Reads sources in the background and adds them; more than one are listed in a dialog meanwhile.
    pub(in crate::ui) fn import(&mut self, origins: Vec<Origin>) {
        self.import_from(origins, self.view.settings.allow_private_addresses);
    }

    /// Reads sources as [`Self::import`] does; `allow_private` says whether their addresses may be in a private network.
    pub(in crate::ui) fn import_from(&mut self, origins: Vec<Origin>, allow_private: bool) {
        self.view.dialog = None;
        let is_one = matches!(&origins[..], [origin] if !origin.stands_for_many());
        let name = match &origins[..] {
            [Origin::Address(address)] => format!("Fetching {}", host_of(address)),
            [_] if is_one => "Importing a file".to_owned(),
            _ => "Adding sources".to_owned(),
        };
        let (generation, mut intake) = (self.generation, self.intake());
        intake.network.allow_private = allow_private;
        let batch = Batch::new(origins);
        let reading = Arc::clone(&batch);
        let job = self.jobs.start(name, move |progress| {
            let jobs = reading.read(&intake, progress);
            Reply::Imported(generation, reading, jobs)
        });
        if !is_one {
            self.view.show_dialog(Dialog::Importing(ImportList { batch, job }));
        }
    }

    /// Reads one source with options: how much of a page, a password, a bibliography's record.
    pub(in crate::ui) fn import_with(&mut self, origin: Origin, wanted: Wanted, record: Option<Details>) {
        self.view.dialog = None;
        let (generation, intake) = (self.generation, self.intake());
        let batch = Batch::new(vec![origin.clone()]);
        self.jobs.start("Importing a file", move |progress| {
            let result = intake.read_with(&origin, &wanted, record.as_ref(), progress);
            Reply::Imported(generation, batch, vec![ImportJob { origin, result, record }])
        });
    }

    pub(in crate::ui) fn import_pasted(&mut self, text: &str, html: Option<&str>) {
        let imported = match html {
            Some(html) => import_fragment(html),
            None => import_text(text),
        };
        match imported {
            Ok(imported) => {
                for notice in &imported.notices {
                    self.view.notice(NoticeKind::Info, notice.clone());
                }
                let id = self.workspace.sources().add(imported, Details::default());
                self.view.tab = Tab::Read;
                // Pasted text does not say where it is from, so ask.
                self.view.show_dialog(Dialog::Details(id));
            }
            Err(error) => self.view.notice(NoticeKind::Error, format!("The text was not added: {error}.")),
        }
    }

    pub(in crate::ui) fn imported(&mut self, batch: &Batch, jobs: Vec<ImportJob>) {
        let taken = self.workspace.sources().take(jobs);
        self.note_added(&taken);
        batch.finish(&taken);
        if taken.iter().any(|source| source.result.is_ok()) {
            self.view.tab = Tab::Read;
        }
        let is_shown = matches!(&self.view.dialog, Some(Dialog::Importing(list)) if std::ptr::eq(&*list.batch, batch));
        let is_smooth = taken.iter().all(|source| matches!(&source.result, Ok((_, notices)) if notices.is_empty()));
        if is_shown && is_smooth {
            // A list of what went well would only be in the way.
            self.view.dialog = None;
        }
        match &taken[..] {
            _ if is_shown && !is_smooth => {}
            [source] => self.told(source),
            _ => self.told_together(&taken),
        }
    }

    /// Reports the result for one source, with all its notices.
    fn told(&mut self, source: &TakenSource) {
        let origin = &source.origin;
        match &source.result {
            Ok((_, notices)) => {
                let of = match origin {
                    Origin::File(path) => format!("{}: ", path.file_name().unwrap_or_default().to_string_lossy()),
                    _ => String::new(),
                };
                for notice in notices {
                    self.view.notice(NoticeKind::Info, format!("{of}{notice}"));
                }
            }
            Err(NotTaken::Known(known)) => {
                self.view.notice(NoticeKind::Info, format!("“{origin}” was not added again: {known}."));
            }
            Err(NotTaken::Refused(refusal @ (Refusal::Locked | Refusal::WrongPassword))) if self.view.dialog.is_none() => {
                let form =
                    PasswordForm::new(origin.clone(), source.record.clone().map(Box::new), *refusal == Refusal::WrongPassword);
                self.view.show_dialog(Dialog::Password(form));
            }
            Err(NotTaken::Refused(refusal)) => {
                self.view.notice(NoticeKind::Error, format!("“{origin}” was not added: {refusal}."));
            }
        }
    }

    /// Reports the results for many sources whose list is no longer open.
    fn told_together(&mut self, taken: &[TakenSource]) {
        let count = |is: fn(&TakenSource) -> bool| taken.iter().filter(|source| is(source)).count();
        let added = count(|source| source.result.is_ok());
        let known = count(|source| matches!(source.result, Err(NotTaken::Known(_))));
        let mut parts = vec![format!("{} added", counted(added, "source"))];
        if known > 0 {
            parts.push(format!("{known} already in the notebook"));
        }
        let undo = if added > 1 { " Undo removes all of them." } else { "" };
        self.view.notice(NoticeKind::Info, format!("{}.{undo}", parts.join(", ")));
        for source in taken {
            if let Err(NotTaken::Refused(refusal)) = &source.result {
                self.view.notice(NoticeKind::Error, format!("“{}” was not added: {refusal}.", source.origin));
            }
        }
    }
}
