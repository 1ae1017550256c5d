//! The replies of background jobs. Most carry the generation of the notebook that they are for: the number of times that a
//! notebook had been opened when the job began.

use std::path::PathBuf;
use std::sync::Arc;

use crate::notebook::{DocumentId, Notebook, Passage};
use crate::reading::Draft;
use crate::store::{FileHash, LoadError, SaveError, Stamp};
use crate::ui::shell::export::Exported;
use crate::ui::view::charts::state::{LookedBack, Moment};
use crate::ui::view::dialogs::{Beginning, DamagedNews, Picked, Ready};
use crate::ui::view::reader::pages::state::{DrawnPages, LoadedPages};
use crate::workspace::{
    Batch, CarryOver, CheckReply, FeedSeen, FolderSeen, Found, ImportJob, KeptJournal, Opened, PageSeen, Recovered, Refusal,
    Salvaged, SaveDone, SourceReading, Surveyed, Watching,
};
use crate::writing::Contents;

/// The reply of a background job. A `u64` in front is the generation of the notebook that it is for.
pub(in crate::ui) enum Reply {
    /// A notebook was read, or could not be.
    Loaded(PathBuf, Result<Box<Opened>, LoadError>),
    /// Notebooks without a file that a crash left behind, and messages about those that cannot be offered.
    Untitled(Vec<Recovered>, Vec<String>),
    /// What could be saved of a damaged notebook, its backup, or a journal that was set aside.
    Salvaged(PathBuf, Result<Salvaged, LoadError>),
    /// Recovery journals that were set aside.
    Kept(Vec<KeptJournal>),
    /// A notebook cannot be opened as it is; how it can be recovered.
    Damaged(DamagedNews),
    /// The notebook's file was checked for changes by other programs.
    Looked(u64, Look),
    /// A notebook was saved, or could not be.
    Saved(Saved),
    /// A new version of a source was compared with the previous one, or could not be read.
    Compared(u64, Result<Box<CarryOver>, String>),
    /// Sources were read, to be added.
    Imported(u64, Arc<Batch>, Vec<ImportJob>),
    /// The positions of a source's text on its pages, or why they could not be found.
    Pages(u64, DocumentId, Result<LoadedPages, Refusal>),
    /// Pages of a source were drawn.
    Drawn(u64, DocumentId, DrawnPages),
    /// A search is over.
    Found(u64, Found),
    /// Claims for the hits of a search were drafted; the text is the tag for them.
    Drafted(u64, String, Vec<(Passage, Draft)>),
    /// What a brief is drafted from was collected, or the query for it is wrong; the text is its title.
    Contents(u64, String, Result<Box<Contents>, String>),
    /// A source was read for suggestions.
    Read(u64, SourceReading),
    /// What the pages of sources say now.
    PagesSeen(u64, Vec<PageSeen>),
    /// What is watched was read from its file, or could not be.
    WatchLoaded(u64, Option<Stamp>, Result<Box<Watching>, String>),
    /// What is watched was written, or could not be.
    WatchSaved(u64, Result<Option<Stamp>, String>),
    /// Folders were looked at.
    FoldersSeen(u64, Vec<FolderSeen>),
    /// Feeds and pages were looked at.
    WatchLooked(u64, WatchLook),
    /// An address was looked at, to watch a feed there; whether a person entered it.
    FeedTried(u64, bool, Vec<FeedSeen>),
    /// Where the suggestions of all sources are.
    Surveyed(u64, Surveyed),
    /// The claims were checked against each other.
    Checked(u64, Box<CheckReply>),
    /// Targets were looked back on, in the given state of the notebook.
    LookedBack(u64, Moment, LookedBack),
    /// A file is ready to be exported, or could not be made.
    Export(Result<Box<Ready>, String>),
    /// A file was exported, or could not be.
    Exported(Result<Exported, String>),
    /// The beginning of a file for the dialog that hands over was made, or could not be; with its number.
    Previewed(u64, Result<Beginning, String>),
    /// A file was opened with another program, or could not be.
    OpenedOutside(Result<(), String>),
    /// The system's file dialog was closed.
    Picked(u64, Picked),
}

impl Reply {
    /// The generation of the only notebook for which the reply is valid; `None` for replies that are handled however late they
    /// come.
    pub fn generation(&self) -> Option<u64> {
        match self {
            Self::Looked(generation, _)
            | Self::Compared(generation, _)
            | Self::Imported(generation, ..)
            | Self::Pages(generation, ..)
            | Self::Drawn(generation, ..)
            | Self::Found(generation, _)
            | Self::Drafted(generation, ..)
            | Self::Contents(generation, ..)
            | Self::Read(generation, _)
            | Self::Surveyed(generation, _)
            | Self::PagesSeen(generation, _)
            | Self::WatchLoaded(generation, ..)
            | Self::WatchSaved(generation, _)
            | Self::FoldersSeen(generation, _)
            | Self::WatchLooked(generation, _)
            | Self::FeedTried(generation, ..)
            | Self::Checked(generation, _)
            | Self::LookedBack(generation, ..)
            | Self::Picked(generation, _) => Some(*generation),
            // The end of a save is always reported; `Saved` has the generation itself.
            Self::Saved(_)
            | Self::Loaded(..)
            | Self::Untitled(..)
            | Self::Salvaged(..)
            | Self::Kept(_)
            | Self::Damaged(_)
            | Self::Export(_)
            | Self::Exported(_)
            | Self::Previewed(..)
            | Self::OpenedOutside(_) => None,
        }
    }
}

/// The reply of a save.
pub(in crate::ui) struct Saved {
    /// The path that was written.
    pub path: PathBuf,
    /// The generation of the notebook: a late reply must not be credited to the next one.
    pub generation: u64,
    /// The step of the notebook's history that is now on disk.
    pub step: u64,
    /// What was saved, or why it could not be.
    pub result: Result<SaveDone, SaveError>,
}

/// What was seen in a look at the network.
#[derive(Debug, Default)]
pub(in crate::ui) struct WatchLook {
    /// The feeds.
    pub feeds: Vec<FeedSeen>,
    /// The pages of sources.
    pub pages: Vec<PageSeen>,
    /// Whether somebody asked for it.
    pub is_asked: bool,
}

/// The reason for checking the notebook's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Purpose {
    /// A save found the file changed: ask the user.
    Ask,
    /// The window has got the focus: reload a file that another program changed, or ask if there are unsaved edits.
    Notice,
    /// The file's version is to replace ours.
    Reload,
    /// The file's version and ours are to be merged.
    Merge,
}

/// The result of checking the notebook's file.
pub(in crate::ui) enum Look {
    /// The file has the version that we know.
    Same(Purpose, Option<Stamp>),
    /// The file does not exist any more.
    Gone,
    /// Another program changed the file.
    Changed(Purpose, Option<Stamp>, Box<(Notebook, FileHash)>),
    /// Another program changed the file, and it cannot be read now.
    Unreadable(Option<Stamp>, LoadError),
}
