//! The replies of background jobs, and for which of the notebooks that were opened one after the other each is meant.

use std::path::PathBuf;
use std::sync::Arc;

use crate::notebook::{DocumentId, Notebook, Passage};
use crate::reading::Draft;
use crate::store::{FileHash, LoadError, SaveError, Stamp};
use crate::ui::view::charts::state::{LookedBack, Moment};
use crate::ui::view::dialogs::{DamagedNews, Picked};
use crate::ui::view::reader::pages::state::{DrawnPages, LoadedPages};
use crate::workspace::{
    Batch, CarryOver, Found, ImportJob, KeptJournal, Opened, Recovered, Refusal, Salvaged, SaveDone, SourceReading,
};

/// What background jobs reply.
pub(in crate::ui) enum Reply {
    /// A notebook was read, or why not.
    Loaded(PathBuf, Result<Box<Opened>, LoadError>),
    /// Programs that died left these of notebooks that were in no file, and what there is to say about others.
    Untitled(Vec<Recovered>, Vec<String>),
    /// What could be saved of a damaged notebook, or the version before it.
    Salvaged(PathBuf, Result<Salvaged, LoadError>),
    /// Recovery journals that were put aside.
    Kept(Vec<KeptJournal>),
    /// A notebook cannot be opened as it is.
    Damaged(DamagedNews),
    /// The file of the notebook of this generation was looked at: what was seen of it.
    Looked(u64, Look),
    /// A notebook was written, or why not.
    Saved(Saved),
    /// A new version of a source was compared with the one before, in the notebook of this generation; or why not.
    Compared(u64, Result<Box<CarryOver>, String>),
    /// Sources were read for the notebook of this generation.
    Imported(u64, Arc<Batch>, Vec<ImportJob>),
    /// Where the text of a source stands on its pages, in the notebook of this generation; or why not.
    Pages(u64, DocumentId, Result<LoadedPages, Refusal>),
    /// Pages of a source were drawn, in the notebook of this generation.
    Drawn(u64, DocumentId, DrawnPages),
    /// A search is over, in the notebook of this generation.
    Found(u64, Found),
    /// Claims for found places are drafted, in the notebook of this generation.
    Drafted(u64, String, Vec<(Passage, Draft)>),
    /// A source was read for suggestions, in the notebook of this generation.
    Read(u64, SourceReading),
    /// Targets were looked back on, in a state of the notebook of this generation.
    LookedBack(u64, Moment, LookedBack),
    /// A chart was written, or why not.
    Exported(Result<String, String>),
    /// The system's file dialog was closed, in the notebook of this generation.
    Picked(u64, Picked),
}

impl Reply {
    /// The notebook without which it means nothing; `None` for replies that are taken however late they come.
    pub fn generation(&self) -> Option<u64> {
        match self {
            Self::Looked(generation, _)
            | Self::Compared(generation, _)
            | Self::Imported(generation, ..)
            | Self::Pages(generation, ..)
            | Self::Drawn(generation, ..)
            | Self::Found(generation, _)
            | Self::Drafted(generation, ..)
            | Self::Read(generation, _)
            | Self::LookedBack(generation, ..)
            | Self::Picked(generation, _) => Some(*generation),
            // A save that is over is told in any case; `Saved` says itself which notebook it was of.
            Self::Saved(_)
            | Self::Loaded(..)
            | Self::Untitled(..)
            | Self::Salvaged(..)
            | Self::Kept(_)
            | Self::Damaged(_)
            | Self::Exported(_) => None,
        }
    }
}

/// What a save replies.
pub(in crate::ui) struct Saved {
    /// Where.
    pub path: PathBuf,
    /// Which of the notebooks that were opened one after the other: a late reply must not be credited to the next one.
    pub generation: u64,
    /// The step of its history that is now on disk.
    pub step: u64,
    /// What was saved; or why it could not be.
    pub result: Result<SaveDone, SaveError>,
}

/// Why the file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Purpose {
    /// A save found it changed: the person is to be asked.
    Ask,
    /// The window has come to the front: if another program changed it, it is taken in where nothing of ours is unsaved.
    Notice,
    /// Its version is to take the place of ours.
    Reload,
    /// Both are to become one.
    Merge,
}

/// What was seen of the file.
pub(in crate::ui) enum Look {
    /// It is the version that we know.
    Same(Purpose, Option<Stamp>),
    /// It is not there any more.
    Gone,
    /// Another program changed it.
    Changed(Purpose, Option<Stamp>, Box<(Notebook, FileHash)>),
    /// Another program changed it, and what is there now cannot be read.
    Unreadable(Option<Stamp>, LoadError),
}
