//! Looks at folders, and records which of their files are new or changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::kept::{FileSeen, FileStage, WatchedFolder, Watching};
use crate::notebook::counted;
use crate::store::{self, reason};
use crate::workspace::Progress;
use crate::workspace::intake::batch::{MOST_FILES, is_source_file};

/// How long a file must not have changed to count as complete, in milliseconds; else two looks must agree.
const REST: u64 = 5_000;
/// The most files that are remembered of a folder.
const MOST_REMEMBERED: usize = 20_000;

/// A folder that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderSeen {
    /// Its path.
    pub path: PathBuf,
    /// Its files with their lengths and when they were changed, or why they could not be listed.
    files: Result<Listing, String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Listing {
    files: BTreeMap<String, (u64, u64)>,
    /// How many have names that are not text.
    nameless: usize,
    /// Whether there may be more.
    is_cut: bool,
}

/// Lists the files of folders that can be sources.
pub fn look_at_folders(paths: Vec<PathBuf>, progress: &Progress) -> Vec<FolderSeen> {
    let looked = paths.into_iter().take_while(|_| !progress.is_cancelled());
    looked.map(|path| FolderSeen { files: listing(&path), path }).collect()
}

fn listing(folder: &Path) -> Result<Listing, String> {
    store::is_readable_folder(folder).map_err(|error| reason(&error))?;
    let found = store::files_below(folder, &is_source_file, MOST_FILES);
    let is_cut = found.len() == MOST_FILES;
    let mut listing = Listing { is_cut, ..Listing::default() };
    for path in found {
        let Some(stamp) = store::stamp(&path) else { continue };
        match path.strip_prefix(folder).ok().and_then(Path::to_str) {
            Some(name) => drop(listing.files.insert(name.to_owned(), stamp.parts())),
            None => listing.nameless += 1,
        }
    }
    Ok(listing)
}

impl Watching {
    /// Begins to watch a folder. Does nothing if it is watched already.
    pub fn add_folder(&mut self, path: &Path) {
        if !self.folders.iter().any(|folder| folder.path == path) {
            self.folders.push(WatchedFolder { path: path.to_owned(), ..WatchedFolder::default() });
        }
    }

    /// Stops watching a folder.
    pub fn drop_folder(&mut self, path: &Path) {
        self.folders.retain(|folder| folder.path != path);
    }

    /// Records what was seen of a folder at this moment. What is there at the first look is not offered: it was not new when
    /// somebody began to watch. Returns whether anything is different.
    pub fn take_folder(&mut self, seen: FolderSeen, now: u64) -> bool {
        let Some(folder) = self.folders.iter_mut().find(|folder| folder.path == seen.path) else { return false };
        let is_first = folder.looked_at == 0;
        match seen.files {
            Err(why) => {
                // What is in it stays known: a drive may only be unplugged.
                let is_news = folder.trouble != why;
                folder.trouble = why;
                is_news
            }
            Ok(listing) => {
                let is_news = folder.take(&listing, is_first, now) || is_first || !folder.trouble.is_empty();
                folder.looked_at = now;
                folder.trouble.clear();
                folder.remark = remark(&listing);
                is_news
            }
        }
    }
}

impl WatchedFolder {
    fn take(&mut self, listing: &Listing, is_first: bool, now: u64) -> bool {
        let mut is_news = false;
        for (name, &stamp) in &listing.files {
            let own = self.files.get_mut(name);
            is_news |= match own {
                None if is_first => {
                    self.files.insert(name.clone(), FileSeen { stamp, ..FileSeen::default() });
                    true
                }
                None => {
                    let state = state_of(stamp, false, now);
                    self.files.insert(name.clone(), FileSeen { stamp, state, found_at: now, ..FileSeen::default() });
                    true
                }
                Some(file) => file.take(stamp, now),
            };
        }
        let before = self.files.len();
        // What is gone is not offered any more. What was dealt with stays known, should it come back.
        let is_there = |name: &String, file: &FileSeen| {
            listing.is_cut || file.state == FileStage::Settled || listing.files.contains_key(name)
        };
        self.files.retain(|name, file| is_there(name, file));
        if self.files.len() > MOST_REMEMBERED {
            self.files.retain(|name, _| listing.files.contains_key(name));
        }
        is_news || self.files.len() != before
    }
}

impl FileSeen {
    /// Takes note of how long it is and when it was changed. Returns whether anything is different.
    fn take(&mut self, stamp: (u64, u64), now: u64) -> bool {
        let is_same = self.stamp == stamp;
        let before = self.state;
        match self.state {
            FileStage::Settled | FileStage::New if is_same => {}
            FileStage::Settled | FileStage::New => {
                self.is_old |= before == FileStage::Settled;
                (self.state, self.found_at) = (state_of(stamp, false, now), now);
            }
            FileStage::Arriving => self.state = state_of(stamp, is_same, now),
        }
        self.stamp = stamp;
        !is_same || self.state != before
    }
}

/// A file that is empty, or was changed a moment ago, may still be being written.
fn state_of((length, changed): (u64, u64), has_stood: bool, now: u64) -> FileStage {
    let is_complete = length > 0 && (has_stood || changed.saturating_add(REST) <= now);
    if is_complete { FileStage::New } else { FileStage::Arriving }
}

fn remark(listing: &Listing) -> String {
    let nameless =
        (listing.nameless > 0).then(|| format!("{} left out whose name is not valid text", counted(listing.nameless, "file")));
    let cut = listing.is_cut.then(|| format!("only {MOST_FILES} files of it are looked at: watch a smaller folder"));
    [nameless, cut].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(watching: &Watching) -> Vec<(&str, FileStage)> {
        watching.folders[0].files.iter().map(|(name, file)| (name.as_str(), file.state)).collect()
    }

    /// Looks at the folder at a moment long after its files were changed, or right after.
    fn look(watching: &mut Watching, later: bool) -> bool {
        let paths = watching.folders.iter().map(|folder| folder.path.clone()).collect();
        let seen = look_at_folders(paths, &Progress::default());
        let newest =
            |seen: &FolderSeen| seen.files.as_ref().ok().and_then(|listing| listing.files.values().map(|stamp| stamp.1).max());
        let now = seen.iter().filter_map(newest).max().unwrap_or(1) + if later { REST } else { 0 };
        let mut news = false;
        for folder in seen {
            news |= watching.take_folder(folder, now);
        }
        news
    }

    #[test]
    fn what_comes_into_a_folder_is_offered_when_it_is_complete() {
        use FileStage::{Arriving, New, Settled};
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("old.html", "<p>Old.</p>");
        let mut watching = Watching::default();
        watching.add_folder(folder.path());
        assert!(look(&mut watching, true));
        assert_eq!(states(&watching), [("old.html", Settled)]);
        assert!(!look(&mut watching, true), "nothing has happened");
        write("new.html", "<p>");
        write("picture.png", "no source");
        write("empty.txt", "");
        look(&mut watching, false);
        assert_eq!(states(&watching), [("empty.txt", Arriving), ("new.html", Arriving), ("old.html", Settled)]);
        write("new.html", "<p>Longer.</p>");
        look(&mut watching, false);
        assert_eq!(states(&watching)[1], ("new.html", Arriving), "still being written");
        look(&mut watching, false);
        assert_eq!(states(&watching)[1], ("new.html", New), "two looks agree");
        write("old.html", "<p>Old, but changed.</p>");
        look(&mut watching, true);
        assert_eq!(states(&watching)[2], ("old.html", New));
        std::fs::remove_file(folder.path().join("new.html")).unwrap();
        std::fs::remove_file(folder.path().join("empty.txt")).unwrap();
        assert!(look(&mut watching, true));
        assert_eq!(states(&watching), [("old.html", New)], "what is gone is not offered");
    }

    #[test]
    fn a_folder_that_is_away_for_a_while_is_not_new_when_it_is_back() {
        let parent = tempfile::tempdir().unwrap();
        let (here, away) = (parent.path().join("drive"), parent.path().join("unplugged"));
        std::fs::create_dir(&here).unwrap();
        std::fs::write(here.join("a.txt"), "A.").unwrap();
        let mut watching = Watching::default();
        watching.add_folder(&here);
        look(&mut watching, true);
        std::fs::rename(&here, &away).unwrap();
        assert!(look(&mut watching, true) && !watching.folders[0].trouble.is_empty());
        // An empty mount point takes its place.
        std::fs::create_dir(&here).unwrap();
        look(&mut watching, true);
        std::fs::remove_dir(&here).unwrap();
        std::fs::rename(&away, &here).unwrap();
        look(&mut watching, true);
        assert_eq!((states(&watching), watching.folders[0].trouble.as_str()), (vec![("a.txt", FileStage::Settled)], ""));
    }
}
