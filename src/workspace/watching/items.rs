//! The list of what is new, apart from the sources, and what became of it.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use jiff::civil::Date;

use super::feeds::hash;
use super::kept::{FileSeen, FileStage, WatchedFolder, Watching};
use crate::fetch::host_of;
use crate::notebook::{DocumentId, Notebook};
use crate::workspace::Origin;

/// What tells new things from each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemId {
    /// An entry of a feed: the address of the feed, and the entry's key.
    Entry(String, String),
    /// A file: its folder, and its path below it.
    File(PathBuf, String),
}

/// What a new thing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemKind {
    /// A page that a feed names.
    Page,
    /// A file that came into a folder.
    File,
    /// A file that was changed; with the source that was made of it.
    Changed(Option<DocumentId>),
}

/// Something new: a page or a file that can become a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// What tells it from the others.
    pub id: ItemId,
    /// What it is.
    pub kind: ItemKind,
    /// Its title, or the name of the file.
    pub title: String,
    /// Where it was found: the title of the feed, or the name of the folder.
    pub place: String,
    /// The beginning of its summary; may be empty.
    pub summary: String,
    /// The day on which it was published.
    pub published: Option<Date>,
    /// When it was found, in milliseconds since 1970.
    pub found_at: u64,
    /// Where it can be read.
    pub origin: Origin,
    /// Whether its address may be in a private network: only on the host of a feed that a person entered.
    pub may_be_private: bool,
}

impl Watching {
    /// Lists what is new, the last finds first. A page that two feeds name is listed once, and a file of which a newer version
    /// was made not at all.
    pub fn items(&self, notebook: &Notebook) -> Vec<NewItem> {
        let replaced: HashSet<DocumentId> = notebook.documents.iter().filter_map(|document| document.replaces).collect();
        let mut items: Vec<NewItem> = self.pages().collect();
        let mut seen = HashSet::new();
        items.retain(|item| seen.insert(item.origin.clone()));
        let files = self.folders.iter().flat_map(WatchedFolder::items);
        items
            .extend(files.filter(|item| !matches!(item.kind, ItemKind::Changed(Some(document)) if replaced.contains(&document))));
        for item in &mut items {
            // The source may have been removed again: then it is added anew.
            if matches!(item.kind, ItemKind::Changed(Some(document)) if !notebook.documents.contains(document)) {
                item.kind = ItemKind::Changed(None);
            }
        }
        // Stable, so that the order of a feed remains.
        items.sort_by_key(|item| std::cmp::Reverse(item.found_at));
        items
    }

    fn pages(&self) -> impl Iterator<Item = NewItem> {
        self.feeds.iter().flat_map(|feed| {
            let home = host_of(&feed.address);
            feed.new.iter().map(move |(found_at, entry)| NewItem {
                id: ItemId::Entry(feed.address.clone(), entry.key.clone()),
                kind: ItemKind::Page,
                title: if entry.title.is_empty() { entry.address.clone() } else { entry.title.clone() },
                place: feed.title.clone(),
                summary: entry.summary.clone(),
                published: entry.published,
                found_at: *found_at,
                origin: Origin::Address(entry.address.clone()),
                may_be_private: feed.is_given && host_of(&entry.address) == home,
            })
        })
    }

    /// Forgets that these are new: they were dismissed.
    pub fn dismiss(&mut self, ids: &HashSet<ItemId>) {
        let addresses: HashSet<String> =
            self.pages().filter(|item| ids.contains(&item.id)).map(|item| item.origin.to_string()).collect();
        self.settle_pages(|address| addresses.contains(address));
        for folder in &mut self.folders {
            for (name, file) in &mut folder.files {
                if ids.contains(&ItemId::File(folder.path.clone(), name.clone())) {
                    file.state = FileStage::Settled;
                }
            }
        }
    }

    /// Takes note that sources were made of some addresses and files, or were in the notebook already. Returns whether that
    /// was new.
    pub fn added(&mut self, taken: &HashMap<Origin, Option<DocumentId>>) -> bool {
        let mut is_news = self.settle_pages(|address| taken.contains_key(&Origin::Address(address.to_owned())));
        for folder in &mut self.folders {
            for (name, file) in &mut folder.files {
                let Some(document) = taken.get(&Origin::File(folder.path.join(name))) else { continue };
                is_news = true;
                *file = FileSeen { state: FileStage::Settled, document: document.or(file.document), ..file.clone() };
            }
        }
        is_news
    }

    /// Takes the pages with some addresses off the list, of whatever feed they are.
    fn settle_pages(&mut self, is_settled: impl Fn(&str) -> bool) -> bool {
        let mut is_news = false;
        for feed in &mut self.feeds {
            let settled = feed.new.extract_if(.., |(_, entry)| is_settled(&entry.address));
            let hashes: Vec<String> = settled.map(|(_, entry)| hash(&entry.key)).collect();
            is_news |= !hashes.is_empty();
            feed.settle(hashes);
        }
        is_news
    }
}

impl WatchedFolder {
    fn items(&self) -> impl Iterator<Item = NewItem> {
        let place =
            self.path.file_name().map_or_else(|| self.path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let is_new = |(_, file): &(&String, &FileSeen)| file.state == FileStage::New;
        self.files.iter().filter(is_new).map(move |(name, file)| {
            let path = self.path.join(name);
            NewItem {
                id: ItemId::File(self.path.clone(), name.clone()),
                kind: if file.document.is_some() || file.is_old { ItemKind::Changed(file.document) } else { ItemKind::File },
                title: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                place: place.clone(),
                summary: String::new(),
                published: None,
                found_at: file.found_at,
                origin: Origin::File(path),
                may_be_private: false,
            }
        })
    }
}
