//! State of what is watched for the open notebook, and of the dialog that shows it.

use std::collections::HashSet;
use std::path::PathBuf;
use std::rc::Rc;

use crate::import::FeedLink;
use crate::workspace::{ItemId, NewItem, Watching, Workspace};

/// What is watched for the open notebook.
#[derive(Debug, Default)]
pub struct WatchView {
    /// What is watched and what was seen; `None` until it was read from its file.
    pub kept: Option<Watching>,
    /// The list of what is new, and what it was made for.
    items: Rc<[NewItem]>,
    made_for: Option<usize>,
    /// Whether a look at the network is under way.
    pub is_looking: bool,
}

impl WatchView {
    /// What is new, as the last call of [`Self::refresh`] has made it.
    pub fn items(&self) -> &Rc<[NewItem]> {
        &self.items
    }

    /// Makes the list anew if the sources are others than before.
    pub fn refresh(&mut self, workspace: &Workspace) {
        let documents = workspace.notebook().documents.len();
        if self.made_for != Some(documents) {
            self.made_for = Some(documents);
            self.items = self.kept.as_ref().map(|kept| kept.items(workspace.notebook())).unwrap_or_default().into();
        }
    }

    /// What is watched has changed: the list is to be made anew.
    pub fn has_changed(&mut self) {
        self.made_for = None;
    }
}

/// The pages of the dialog.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WatchPage {
    /// What is new.
    #[default]
    New,
    /// Where it is looked for.
    Places,
}

/// What is chosen and typed in the dialog.
#[derive(Debug, Clone, Default)]
pub struct WatchForm {
    /// The page that is open.
    pub page: WatchPage,
    /// The marked rows.
    pub marked: HashSet<ItemId>,
    /// The place whose finds are listed; `None` for all.
    pub only: Option<String>,
    /// The address of a feed, as typed.
    pub address: String,
    /// The path of a folder, as typed.
    pub folder: String,
    /// The feeds that the page at the typed address names, to choose from.
    pub links: Vec<FeedLink>,
    /// Why the typed address or folder is not watched, as a sentence; empty if nothing is wrong.
    pub problem: String,
}

/// What is to be done about what is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchStep {
    /// Look at everything now.
    Look,
    /// Keep that something was put aside.
    Kept,
    /// Add these as sources.
    Add(Vec<ItemId>),
    /// Take these off the list.
    Dismiss(HashSet<ItemId>),
    /// Watch the feed at an address; whether a person entered it, and not a page.
    AddFeed(String, bool),
    /// Stop watching a feed.
    DropFeed(String),
    /// Watch a folder.
    AddFolder(PathBuf),
    /// Stop watching a folder.
    DropFolder(PathBuf),
    /// Look at feeds again after so many hours; `None` only on request.
    Every(Option<u64>),
    /// Whether pages of sources are looked at together with the feeds.
    Pages(bool),
}
