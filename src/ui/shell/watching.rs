//! Watches feeds, folders and the pages of sources for the open notebook, and keeps what was seen.
//!
//! What is watched is loaded when a notebook is opened and written after each change, both in the background. Another window
//! may have the same notebook's list (of a copy with the same id): before a change, a list that is newer on disk is read first.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use egui::Context;

use crate::fetch::address_of;
use crate::notebook::{DocumentId, ReadState, counted};
use crate::store;
use crate::ui::shell::app::App;
use crate::ui::shell::reply::{Reply, WatchLook};
use crate::ui::shell::state::WatchKeeper;
use crate::ui::view::dialogs::Dialog;
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::watching::can_watch;
use crate::ui::view::watching::state::{WatchForm, WatchPage, WatchStep};
use crate::workspace::{
    FeedSeen, FeedTask, FolderSeen, ItemId, NewItem, NotTaken, Origin, Outcome, PageSeen, PageTask, Progress, TakenSource,
    Watching, look_at_feeds, look_at_folders, pages_again,
};

/// After so many seconds folders are looked at again.
const FOLDERS_EVERY: f64 = 10.0;
/// After so many seconds it is checked whether a look at feeds is due.
const CHECK_EVERY: f64 = 60.0;

impl App {
    /// Does what is due: loads what is watched, looks at folders and feeds, writes what has changed.
    pub(in crate::ui) fn watch(&mut self, ctx: &Context) {
        if self.watch.loaded_for != Some(self.generation) {
            self.load_watched();
        }
        if self.watch.is_changed && !self.jobs.is_running(self.watch.saving) {
            self.save_watched();
        }
        // A look that was cancelled sends no reply.
        self.view.watch.is_looking = self.jobs.is_running(self.watch.looking);
        let Some(kept) = &self.view.watch.kept else { return };
        if kept.is_empty() || self.workspace.file().is_read_only() {
            return;
        }
        let now = ctx.input(|input| input.time);
        let is_due = |last: Option<f64>, every: f64| last.is_none_or(|last| now - last >= every);
        let (folders_due, check_due) = (is_due(self.watch.folders_at, FOLDERS_EVERY), is_due(self.watch.checked_at, CHECK_EVERY));
        if !kept.folders.is_empty() {
            ctx.request_repaint_after_secs(FOLDERS_EVERY as f32);
            if folders_due && !self.jobs.is_running(self.watch.listing) {
                self.watch.folders_at = Some(now);
                self.list_folders();
            }
        } else if kept.every.is_some() {
            ctx.request_repaint_after_secs(CHECK_EVERY as f32);
        }
        if check_due && !self.view.watch.is_looking {
            self.watch.checked_at = Some(now);
            self.look_if_due();
        }
    }

    /// What is watched for the open notebook; `None` until it was read.
    pub fn watched(&self) -> Option<&Watching> {
        self.view.watch.kept.as_ref()
    }

    fn load_watched(&mut self) {
        let data = self.safety.safe.as_ref().and_then(|safe| safe.data.clone());
        let path = data.map(|data| Watching::path(&data, self.workspace.notebook().id));
        self.watch = WatchKeeper { loaded_for: Some(self.generation), path: path.clone(), ..WatchKeeper::default() };
        self.view.watch = Default::default();
        let Some(path) = path else {
            self.view.watch.kept = Some(Watching::default());
            return;
        };
        let generation = self.generation;
        self.jobs.start_in_view("Reading what is watched", move |_| {
            Reply::WatchLoaded(generation, store::stamp(&path), Watching::load(&path).map(Box::new))
        });
    }

    pub(in crate::ui) fn watch_loaded(&mut self, stamp: Option<store::Stamp>, loaded: Result<Box<Watching>, String>) {
        let kept = match loaded {
            Ok(kept) => *kept,
            Err(problem) => {
                let aside = self.watch.path.as_deref().map(store::put_aside);
                let kept = aside.map(|path| format!(" It is kept as {}.", path.display())).unwrap_or_default();
                let text = format!("{problem}{kept} Nothing is watched until you say again where to look.");
                self.view.notice(NoticeKind::Error, text);
                Watching::default()
            }
        };
        self.watch.stamp = stamp;
        let pages = kept.pages_seen.iter().map(|page| (page.document, page.clone()));
        self.view.sources.pages = pages.collect();
        self.view.watch.kept = Some(kept);
        self.view.watch.has_changed();
    }

    /// Changes what is watched.
    fn change_watched<T>(&mut self, change: impl FnOnce(&mut Watching) -> T) -> Option<T> {
        self.take_newer_watched();
        let kept = self.view.watch.kept.as_mut()?;
        let changed = change(kept);
        self.watch.is_changed = true;
        self.view.watch.has_changed();
        Some(changed)
    }

    /// What is to be kept has changed.
    pub(in crate::ui) fn watch_changed(&mut self) {
        self.change_watched(|_| ());
    }

    /// Reads the list once more if another window has written it.
    fn take_newer_watched(&mut self) {
        let Some(path) = self.watch.path.as_ref().filter(|_| !self.watch.is_changed && !self.jobs.is_running(self.watch.saving))
        else {
            return;
        };
        let stamp = store::stamp(path);
        if stamp.is_some()
            && stamp != self.watch.stamp
            && let Ok(newer) = Watching::load(path)
        {
            self.watch.stamp = stamp;
            self.view.watch.kept = Some(newer);
        }
    }

    fn save_watched(&mut self) {
        self.watch.is_changed = false;
        let (Some(path), Some(kept)) = (self.watch.path.clone(), self.view.watch.kept.clone()) else { return };
        let kept = Watching { pages_seen: self.view.sources.pages.values().cloned().collect(), ..kept };
        let generation = self.generation;
        let job = self.jobs.start_in_view("Keeping what is watched", move |_| {
            let saved = kept.save(&path).map_err(|error| error.to_string());
            Reply::WatchSaved(generation, saved.map(|()| store::stamp(&path)))
        });
        self.watch.saving = Some(job);
    }

    pub(in crate::ui) fn watch_saved(&mut self, saved: Result<Option<store::Stamp>, String>) {
        match saved {
            Ok(stamp) => self.watch.stamp = stamp,
            Err(problem) => self.view.notice(NoticeKind::Error, format!("What is watched was not kept: {problem}.")),
        }
    }

    /// Writes what has not been written yet, before the notebook is closed.
    pub(in crate::ui) fn leave_watched(&mut self) {
        if !self.watch.is_changed && !self.jobs.is_running(self.watch.saving) {
            return;
        }
        if let (Some(path), Some(kept)) = (&self.watch.path, &mut self.view.watch.kept) {
            kept.pages_seen = self.view.sources.pages.values().cloned().collect();
            if let Err(error) = kept.save(path) {
                log::warn!("{error}");
            }
        }
        self.watch.is_changed = false;
    }

    fn list_folders(&mut self) {
        let Some(kept) = &self.view.watch.kept else { return };
        let paths: Vec<PathBuf> = kept.folders.iter().map(|folder| folder.path.clone()).collect();
        let generation = self.generation;
        let look = move |progress: &Progress| Reply::FoldersSeen(generation, look_at_folders(paths, progress));
        self.watch.listing = Some(self.jobs.start_in_view("Looking at folders", look));
    }

    pub(in crate::ui) fn folders_seen(&mut self, seen: Vec<FolderSeen>) {
        let now = self.workspace.clock().millis();
        self.take_newer_watched();
        let Some(kept) = &mut self.view.watch.kept else { return };
        let mut news = false;
        for folder in seen {
            news |= kept.take_folder(folder, now);
        }
        if news {
            self.watch.is_changed = true;
            self.view.watch.has_changed();
        }
    }

    /// Looks at feeds and pages that are due.
    fn look_if_due(&mut self) {
        let now = self.workspace.clock().millis();
        let Some(kept) = &self.view.watch.kept else { return };
        let (feeds, pages) = (kept.due_feeds(now), kept.are_pages_due(now));
        if !feeds.is_empty() || pages {
            self.start_look(&feeds, pages, false);
        }
    }

    /// Starts to look at some feeds, and at the pages of all sources if `pages` is set.
    fn start_look(&mut self, feeds: &[String], pages: bool, is_asked: bool) {
        let Some(kept) = &self.view.watch.kept else { return };
        let feeds = kept.feed_tasks(feeds);
        let pages = if pages { self.page_tasks() } else { Vec::new() };
        let name = match (feeds.len(), pages.len()) {
            (0, count) => format!("Looking again at {}", counted(count, "page")),
            (count, _) => format!("Looking at {}", counted(count, "feed")),
        };
        let (generation, intake) = (self.generation, self.intake());
        let job = self.jobs.start(name, move |progress| {
            let feeds = look_at_feeds(feeds, &intake, progress);
            let pages = pages_again(pages, &intake, progress);
            Reply::WatchLooked(generation, WatchLook { feeds, pages, is_asked })
        });
        self.watch.looking = Some(job);
    }

    /// The pages of the sources that are still in use: not put away, and no earlier versions.
    fn page_tasks(&self) -> Vec<PageTask> {
        let notebook = self.workspace.notebook();
        let earlier: HashSet<DocumentId> = notebook.documents.iter().filter_map(|document| document.replaces).collect();
        let seen: Vec<PageSeen> = self.view.sources.pages.values().cloned().collect();
        let in_use = notebook.documents.iter().filter(|it| !earlier.contains(&it.id) && it.details.state != ReadState::PutAway);
        in_use.filter_map(|document| Some(self.workspace.look().page_again(document.id)?.since(&seen))).collect()
    }

    pub(in crate::ui) fn watch_looked(&mut self, looked: WatchLook) {
        let now = self.workspace.clock().millis();
        let sources: HashSet<String> =
            self.workspace.notebook().documents.iter().map(|document| document.details.url.trim().to_owned()).collect();
        let WatchLook { feeds, pages, is_asked } = looked;
        let (count, has_pages) = (feeds.len(), !pages.is_empty());
        let failed = feeds.iter().filter(|seen| matches!(seen.outcome, Outcome::Failed(..) | Outcome::Named(_))).count();
        let fresh: usize = self
            .change_watched(|kept| {
                if has_pages {
                    kept.pages_at = now;
                }
                feeds.into_iter().map(|seen| kept.take_feed(seen, &sources, now)).sum()
            })
            .unwrap_or(0);
        if is_asked && count > 0 {
            let trouble =
                if failed > 0 { format!(" {failed} could not be read: see “Where to look”.") } else { String::new() };
            let kind = if failed > 0 { NoticeKind::Error } else { NoticeKind::Info };
            self.view.notice(kind, format!("Looked at {}: {fresh} new.{trouble}", counted(count, "feed")));
        }
        if has_pages {
            self.take_pages(pages, is_asked);
        }
    }

    /// Does what was chosen in the dialog.
    pub(in crate::ui) fn watch_step(&mut self, step: WatchStep) {
        match step {
            WatchStep::Look => self.look_now(),
            WatchStep::Kept => self.watch_changed(),
            WatchStep::Add(ids) => self.add_found(&ids),
            WatchStep::Dismiss(ids) => drop(self.change_watched(|kept| kept.dismiss(&ids))),
            WatchStep::AddFeed(address, is_given) => self.try_feed(address, is_given),
            WatchStep::DropFeed(address) => drop(self.change_watched(|kept| kept.drop_feed(&address))),
            WatchStep::AddFolder(path) => {
                let problem = can_watch(&path).err();
                if problem.is_none() {
                    self.change_watched(|kept| kept.add_folder(&path));
                    self.watch.folders_at = None;
                }
                if let Some(form) = self.watch_form() {
                    form.folder = if problem.is_none() { String::new() } else { std::mem::take(&mut form.folder) };
                    form.problem = problem.unwrap_or_default();
                }
            }
            WatchStep::DropFolder(path) => drop(self.change_watched(|kept| kept.drop_folder(&path))),
            WatchStep::Every(every) => {
                self.change_watched(|kept| kept.every = every);
                self.watch.checked_at = None;
            }
            WatchStep::Pages(pages) => drop(self.change_watched(|kept| kept.pages = pages)),
        }
    }

    fn watch_form(&mut self) -> Option<&mut WatchForm> {
        match &mut self.view.dialog {
            Some(Dialog::Watching(form)) => Some(form),
            _ => None,
        }
    }

    fn look_now(&mut self) {
        let now = self.workspace.clock().millis();
        let Some(kept) = &self.view.watch.kept else { return };
        let (ready, waiting): (Vec<_>, Vec<_>) = kept.feeds.iter().partition(|feed| feed.wait_until <= now);
        let feeds: Vec<String> = ready.iter().map(|feed| feed.address.clone()).collect();
        let waiting: Vec<String> = waiting.iter().map(|feed| feed.title.clone()).collect();
        let (pages, has_folders) = (kept.pages, !kept.folders.is_empty());
        if !waiting.is_empty() {
            let text = format!("Not looked at, because the server asked to be left alone for a while: {}.", waiting.join(", "));
            self.view.notice(NoticeKind::Info, text);
        }
        if has_folders && !self.jobs.is_running(self.watch.listing) {
            self.list_folders();
        }
        if (!feeds.is_empty() || pages) && !self.view.watch.is_looking {
            self.start_look(&feeds, pages, true);
        }
    }

    /// Looks at an address for the first time, to watch it if there is a feed.
    fn try_feed(&mut self, address: String, is_given: bool) {
        if self.view.watch.kept.as_ref().is_some_and(|kept| kept.feeds.iter().any(|feed| feed.address == address)) {
            if let Some(form) = self.watch_form() {
                "This feed is watched already.".clone_into(&mut form.problem);
            }
            return;
        }
        let (generation, intake) = (self.generation, self.intake());
        let job = self.jobs.start("Looking at a feed", move |progress| {
            let seen = look_at_feeds(vec![FeedTask::first(address, is_given)], &intake, progress);
            Reply::FeedTried(generation, is_given, seen)
        });
        self.watch.looking = Some(job);
    }

    pub(in crate::ui) fn feed_tried(&mut self, is_given: bool, seen: Vec<FeedSeen>) {
        let Some(seen) = seen.into_iter().next() else { return };
        let tried = seen.address.clone();
        let (mut problem, mut links) = (String::new(), Vec::new());
        match &seen.outcome {
            Outcome::Read(..) | Outcome::Same => {
                let address = seen.address.clone();
                self.change_watched(|kept| kept.add_feed(&address, is_given));
                self.watch_looked(WatchLook { feeds: vec![seen], ..WatchLook::default() });
            }
            // Where there is no choice, none is asked for.
            Outcome::Named(named) if is_given && named.len() == 1 => return self.try_feed(named[0].address.clone(), false),
            Outcome::Named(named) if is_given => links.clone_from(named),
            Outcome::Named(_) => problem = format!("At {} is a page, and no feed.", seen.address),
            Outcome::Failed(reason, _) => problem = format!("{} is not watched: {reason}.", seen.address),
        }
        let is_done = problem.is_empty() && links.is_empty();
        if let Some(form) = self.watch_form() {
            (form.problem, form.links) = (problem, links);
            // What was typed meanwhile stays.
            if is_done && (!is_given || address_of(&form.address).as_ref() == Some(&tried)) {
                form.address.clear();
            }
            // For the next one, or to correct this one.
            self.view.focus_dialog = true;
        } else if !problem.is_empty() {
            self.view.notice(NoticeKind::Error, problem);
        }
    }

    /// Adds what was found as sources. Only pages on the host of a feed that a person entered may be in a private network.
    fn add_found(&mut self, ids: &[ItemId]) {
        let wanted: HashSet<&ItemId> = ids.iter().collect();
        let items: Vec<NewItem> = self.view.watch.items().iter().filter(|item| wanted.contains(&item.id)).cloned().collect();
        let (private, public): (Vec<NewItem>, Vec<NewItem>) = items.into_iter().partition(|item| item.may_be_private);
        let allowed = self.view.settings.allow_private_addresses;
        let origins = |items: Vec<NewItem>| items.into_iter().map(|item| item.origin).collect::<Vec<_>>();
        // One after the other can be added without the list closing each time.
        let open = self.view.dialog.take().filter(|_| ids.len() == 1);
        for (origins, allow_private) in [(origins(private), allowed), (origins(public), false)] {
            if !origins.is_empty() {
                self.import_from(origins, allow_private);
            }
        }
        self.view.dialog = self.view.dialog.take().or(open);
    }

    /// Takes note of sources that were added, or were there already: they are no news any more.
    pub(in crate::ui) fn note_added(&mut self, taken: &[TakenSource]) {
        let added: HashMap<Origin, Option<DocumentId>> = taken
            .iter()
            .filter_map(|source| match &source.result {
                Ok((id, _)) => Some((source.origin.clone(), Some(*id))),
                Err(NotTaken::Known(_)) => Some((source.origin.clone(), None)),
                Err(NotTaken::Refused(_)) => None,
            })
            .collect();
        let is_watched = self.view.watch.kept.as_ref().is_some_and(|kept| !kept.is_empty());
        if is_watched && !added.is_empty() {
            self.change_watched(|kept| kept.added(&added));
        }
    }

    /// Opens the dialog: with what is new, or, if nothing is watched, with where to look.
    pub(in crate::ui) fn ask_watching(&mut self) {
        let is_empty = self.view.watch.kept.as_ref().is_none_or(Watching::is_empty);
        let page = if is_empty { WatchPage::Places } else { WatchPage::New };
        self.view.show_dialog(Dialog::Watching(WatchForm { page, ..WatchForm::default() }));
    }
}
