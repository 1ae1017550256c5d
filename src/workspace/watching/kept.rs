//! What is watched for a notebook and what was seen of it, as it is kept between starts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::fetch::Validators;
use crate::import::FeedEntry;
use crate::notebook::{DocumentId, NotebookId};
use crate::store::{self, SaveError};
use crate::workspace::PageSeen;

/// How often feeds and pages may be looked at without being asked, in hours: never more often than every six.
pub const EVERY_HOURS: [u64; 3] = [6, 12, 24];

const HOUR: u64 = 3_600_000;

/// Everything that is watched for one notebook. Moments are in milliseconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Watching {
    /// After how many hours feeds are looked at again; `None` only when somebody asks.
    pub every: Option<u64>,
    /// Whether the pages of sources are looked at again together with the feeds.
    pub pages: bool,
    /// The feeds, in the order in which they were added.
    pub feeds: Vec<WatchedFeed>,
    /// The folders, in the order in which they were added.
    pub folders: Vec<WatchedFolder>,
    /// What pages of sources said when they were last looked at.
    pub pages_seen: Vec<PageSeen>,
    /// When pages were last looked at.
    pub pages_at: u64,
}

/// A feed that is watched.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WatchedFeed {
    /// Its address, as it was entered or named by a page.
    pub address: String,
    /// Whether a person entered the address; a page that named it must not lead into a private network.
    pub is_given: bool,
    /// Its title; its host if it has none.
    pub title: String,
    /// When it was last looked at.
    pub looked_at: u64,
    /// Until when its server wants to be left alone.
    pub wait_until: u64,
    /// What went wrong at the last look, as a clause; empty if nothing did.
    pub trouble: String,
    /// What is worth knowing of the last look although it went well, as a clause; may be empty.
    pub remark: String,
    /// What its server said of the last version.
    pub validators: Validators,
    /// What is new, in the order of the feed, with the moment at which it was found.
    pub new: Vec<(u64, FeedEntry)>,
    /// Hashes of the keys of entries that were added or dismissed, the last ones at the end.
    pub settled: Vec<String>,
}

/// A folder that is watched.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WatchedFolder {
    /// Its path.
    pub path: PathBuf,
    /// When it was last looked at; 0 if it never was.
    pub looked_at: u64,
    /// What went wrong at the last look, as a clause; empty if nothing did.
    pub trouble: String,
    /// What is worth knowing of the last look although it went well, as a clause; may be empty.
    pub remark: String,
    /// Its files, by their paths below it.
    pub files: BTreeMap<String, FileSeen>,
}

/// A file of a watched folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileSeen {
    /// Its length in bytes, and when it was changed.
    pub stamp: (u64, u64),
    /// What is to be done about it.
    pub state: FileStage,
    /// Whether it was there before, so that it is offered because it was changed.
    pub is_old: bool,
    /// The source that was made of it.
    pub document: Option<DocumentId>,
    /// When it was found, or found changed.
    pub found_at: u64,
}

/// What is to be done about a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileStage {
    /// Nothing: it was there before, was added, or dismissed.
    #[default]
    Settled,
    /// It may still be being written.
    Arriving,
    /// It is offered.
    New,
}

impl Watching {
    /// Where it is kept for a notebook.
    pub fn path(data: &Path, notebook: NotebookId) -> PathBuf {
        data.join("watching").join(format!("{notebook}.ron"))
    }

    /// Loads what is watched. The error is a sentence that names the file.
    pub fn load(path: &Path) -> Result<Self, String> {
        store::load_data(path)
            .map_err(|why| format!("What is watched for this notebook could not be read from {}: {why}.", path.display()))
    }

    /// Writes what is watched.
    pub fn save(&self, path: &Path) -> Result<(), SaveError> {
        store::save_data(self, path)
    }

    /// Whether nothing is watched, so that there is nothing to look at.
    pub fn is_empty(&self) -> bool {
        self.feeds.is_empty() && self.folders.is_empty() && !self.pages
    }

    /// The addresses of the feeds that are to be looked at at this moment without being asked.
    pub fn due_feeds(&self, now: u64) -> Vec<String> {
        let is_due = |feed: &&WatchedFeed| now >= feed.wait_until && self.is_due(feed.looked_at, now);
        self.feeds.iter().filter(is_due).map(|feed| feed.address.clone()).collect()
    }

    /// Whether the pages of sources are to be looked at at this moment without being asked.
    pub fn are_pages_due(&self, now: u64) -> bool {
        self.pages && self.is_due(self.pages_at, now)
    }

    fn is_due(&self, looked_at: u64, now: u64) -> bool {
        // A moment in the future was read from a clock that was wrong.
        self.every.is_some_and(|hours| now.checked_sub(looked_at).is_none_or(|passed| passed >= hours.max(EVERY_HOURS[0]) * HOUR))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_looked_at_by_itself_more_often_than_every_six_hours() {
        let feed = |looked_at, wait_until| WatchedFeed { address: "a".into(), looked_at, wait_until, ..WatchedFeed::default() };
        let due = |every, looked_at, wait_until, now: u64| {
            let watching = Watching { every, feeds: vec![feed(looked_at, wait_until)], ..Watching::default() };
            !watching.due_feeds(now).is_empty()
        };
        let (start, six) = (1_000 * HOUR, 6 * HOUR);
        assert!(!due(None, 0, 0, start), "off until asked");
        assert!(due(Some(6), start, 0, start + six) && !due(Some(6), start, 0, start + six - 1));
        assert!(!due(Some(1), start, 0, start + 2 * HOUR), "a file edited by hand cannot hurry it");
        assert!(!due(Some(6), start, start + 7 * HOUR, start + six), "it asked to be left alone");
        assert!(due(Some(6), start, 0, start - HOUR), "the clock was wrong");
    }

    #[test]
    fn what_is_watched_comes_back_and_damage_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = Watching::path(folder.path(), crate::notebook::IdSource::new(7).next(0));
        assert_eq!(Watching::load(&path), Ok(Watching::default()));
        let entry = FeedEntry { key: "k".into(), title: "Two “tugs” \u{202e}".into(), ..FeedEntry::default() };
        let feed = WatchedFeed { address: "https://a.example/".into(), new: vec![(7, entry)], ..WatchedFeed::default() };
        let file = FileSeen { stamp: (3, 4), state: FileStage::New, is_old: false, document: None, found_at: 5 };
        let files = BTreeMap::from([("deep/é.html".to_owned(), file)]);
        let folders = vec![WatchedFolder { path: "/pages".into(), files, ..WatchedFolder::default() }];
        let watching = Watching { every: Some(12), pages: true, feeds: vec![feed], folders, ..Watching::default() };
        watching.save(&path).unwrap();
        assert_eq!(Watching::load(&path), Ok(watching));
        std::fs::write(&path, "(every: Some(").unwrap();
        assert!(Watching::load(&path).unwrap_err().contains("could not be read from"));
    }
}
