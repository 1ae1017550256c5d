//! What a frame asks for: views only collect, the shell applies it once the frame has been drawn.

use std::path::PathBuf;

use crate::chart::Figure;
use crate::export::ChartFormat;
use crate::notebook::{Choices, ClaimId, Details, DocumentId, EditError, SeriesId, TagId, TextRange};
use crate::ui::view::command::Command;
use crate::workspace::{BulkChange, JobId, Origin, Tab, TextSelection, Wanted, Workspace};

/// A change to the notebook, to be made after the frame.
pub type Change = Box<dyn FnOnce(&mut Workspace) -> Result<(), EditError>>;

/// Where the text of a new version comes from.
pub enum NewText {
    /// This file or address.
    From(Origin),
    /// The clipboard: the text, and the same as HTML where it has a structure.
    Pasted(String, Option<String>),
    /// The original of the source, read in another way.
    Again(Wanted),
}

/// A dialog that a view asks for.
#[derive(Debug)]
pub enum Ask {
    /// What is known about this source.
    Details(DocumentId),
    /// Under which name a copy of the notebook is saved.
    SaveCopy,
    /// A point of the analyst's own on this series.
    Judgement(SeriesId),
    /// The password of a source that is to be read, with what a bibliography says about it.
    Password(Origin, Option<Box<Details>>),
}

/// What the system's dialog is to be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Browse {
    /// A notebook to open.
    Open,
    /// Where to save; the name proposed.
    SaveAs(String),
    /// Where to save a chart; the name proposed.
    Chart(String),
    /// Sources to import.
    Sources,
}

/// How a chart leaves the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportWay {
    /// As a file.
    File(ChartFormat),
    /// As a picture in the clipboard.
    Copy,
    /// In words, in the clipboard.
    CopyWords,
}

/// What the dialogs about safety ask for.
#[derive(Debug)]
pub enum Step {
    /// Undo the recovered edits.
    DropRecovered,
    /// Open a notebook that was in no file, or take it away.
    Untitled {
        /// Opened if true, taken away if false.
        recover: bool,
    },
    /// Take the other program's version.
    Reload,
    /// Make one of both.
    Merge,
    /// Make one of both, as chosen.
    EndMerge(Choices),
    /// Choose between the sides of a file with git's conflict marks.
    ChooseSides,
    /// Write ours in the place of what cannot be read.
    WriteMine,
    /// Save ours under another name.
    KeepAsCopy,
    /// Save what can be saved of a damaged notebook.
    Repair(PathBuf),
    /// Open the version before.
    OpenBackup(PathBuf),
    /// Open a recovery journal that was put aside.
    OpenKept(PathBuf),
}

/// Something to do after the frame.
pub enum Action {
    /// A command of the table.
    Run(Command),
    /// A change to the notebook.
    Edit(Change),
    /// Give a tag to the selected words or the chosen claim.
    Tag(TagId),
    /// Choose a claim and show it in the reader, the list, or both.
    ShowClaim {
        /// Which.
        claim: ClaimId,
        /// Whether the reader comes to the front and scrolls there.
        in_reader: bool,
    },
    /// Let go of the chosen claim.
    ReleaseClaim,
    /// Choose a suggested sentence of the open source and show it.
    ShowSuggestion(TextRange),
    /// Show the claims with a tag.
    ShowTag(TagId),
    /// Show a view.
    ShowTab(Tab),
    /// Show a document.
    OpenDocument(DocumentId),
    /// Select words; `None` lets go.
    Select(Option<TextSelection>),
    /// Open a dialog about something.
    Ask(Ask),
    /// Close the dialog.
    CloseDialog,
    /// Open a notebook; asks first where there are unsaved edits.
    OpenNotebook(PathBuf),
    /// Save to this path.
    SaveTo(PathBuf),
    /// Import these as sources.
    Import(Vec<Origin>),
    /// Import this as a source, read in a way of its own; with what a bibliography says about it.
    ImportWith(Origin, Wanted, Option<Box<Details>>),
    /// Stop a job; its reply is dropped.
    CancelJob(JobId),
    /// Take in a new version of a source.
    NewVersion(DocumentId, NewText),
    /// Import pasted text; as HTML where it has a structure.
    ImportText(String, Option<String>),
    /// What was put off because of unsaved edits is now to be done, saved or not.
    GoOnUnsaved,
    /// Save first, then do what was put off.
    SaveAndGoOn,
    /// The system's dialog for choosing files.
    Browse(Browse),
    /// Mark claims (true), or take their marks away (false).
    Mark(Vec<ClaimId>, bool),
    /// Change all marked claims.
    ChangeMarked(BulkChange),
    /// Delete all marked claims.
    DeleteMarked,
    /// Look for what is typed in the search panel.
    Search,
    /// Look for claims alone again, because they have changed.
    SearchClaims,
    /// Go so many places on among those that were found.
    StepSearch(isize),
    /// Show a place of a document, its words selected.
    ShowPlace(DocumentId, TextRange),
    /// Give a tag to all places that were found, or to the sentences around them.
    TagFound {
        /// The name of the tag; one that is not there is made.
        tag: String,
        /// Whether the claims are to be whole sentences.
        whole_sentences: bool,
    },
    /// Open the notebook's file again, to write it.
    Reopen {
        /// Whether somebody on another computer who may have it open is to be pushed aside.
        take_over: bool,
    },
    /// A choice in a dialog about recovery, merging or damage.
    Safety(Step),
    /// Write a chart into a file, or put it into the clipboard.
    ExportChart {
        /// The chart.
        figure: Box<Figure>,
        /// How.
        way: ExportWay,
    },
    /// Write a chart to this path.
    WriteExport {
        /// Where.
        path: PathBuf,
        /// The chart.
        figure: Box<Figure>,
        /// In which format.
        format: ChartFormat,
    },
    /// Find out where the text of a source stands on its pages.
    LoadPages(DocumentId),
    /// Draw pages of a source.
    DrawPages {
        /// Of which source.
        document: DocumentId,
        /// Which pages, from 0.
        pages: Vec<usize>,
        /// Pixels per point.
        scale: f32,
        /// Whether for the strip at the side.
        as_thumbnails: bool,
    },
    /// Say something in the status bar: why a key did nothing, or what happened beside what was asked for.
    Say(String),
    /// Open an address in the browser.
    OpenLink(String),
}

/// The actions of a frame.
#[derive(Default)]
pub struct Actions(Vec<Action>);

impl Actions {
    /// Adds one.
    pub fn push(&mut self, action: Action) {
        self.0.push(action);
    }

    /// Adds a command.
    pub fn run(&mut self, command: Command) {
        self.push(Action::Run(command));
    }

    /// Adds a change to the notebook.
    pub fn edit(&mut self, change: impl FnOnce(&mut Workspace) -> Result<(), EditError> + 'static) {
        self.push(Action::Edit(Box::new(change)));
    }

    /// Takes all of them out, in the order they came.
    pub fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.0)
    }
}
