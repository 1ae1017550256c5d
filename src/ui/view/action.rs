//! Actions requested while a frame is drawn: views only collect them, and the shell applies them after the frame.

use std::path::PathBuf;

use crate::chart::Figure;
use crate::export::{Artifact, ChartFormat, ReportFormat};
use crate::notebook::{
    BriefBlock, BriefId, Choices, ClaimId, Details, DocumentId, EditError, SeriesId, TagId, TermKind, TextRange,
};
use crate::ui::view::command::Command;
use crate::ui::view::dialogs::{HandOver, Ready};
use crate::ui::view::vocabulary::state::Begin;
use crate::ui::view::watching::state::WatchStep;
use crate::workspace::{BulkChange, DraftFrom, IfHeld, JobId, Origin, PastePlace, Tab, TextSelection, Wanted, Workspace};

/// A change to the notebook, to be made after the frame.
pub type Change = Box<dyn FnOnce(&mut Workspace) -> Result<(), EditError>>;

/// Where the text of a new version comes from.
pub enum NewText {
    /// This file or address.
    From(Origin),
    /// The clipboard: its text, and its HTML if that has structure.
    Pasted(String, Option<String>),
    /// The original of the source, re-read in the wanted way.
    Again(Wanted),
}

/// A dialog that a view asks for.
#[derive(Debug)]
pub enum Ask {
    /// The details of this source.
    Details(DocumentId),
    /// The title of this brief.
    BriefTitle(BriefId),
    /// The path to save a copy of the notebook to.
    SaveCopy,
    /// A point on this series by the analyst's own judgement.
    Judgement(SeriesId),
    /// The folder of sources, or the new path of a folder.
    Folder(Filed),
    /// The password of a source to import, with its details from a bibliography, if any.
    Password(Origin, Option<Box<Details>>),
}

/// What gets another place among the folders of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filed {
    /// These sources.
    Sources(Vec<DocumentId>),
    /// The folder of this path, with all that is in it.
    Folder(String),
}

/// The purpose of a system file dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Browse {
    /// A notebook to open.
    Open,
    /// A path to save the notebook to, with the proposed name.
    SaveAs(String),
    /// A path to save a chart to, with the proposed name.
    Export(String),
    /// Sources to import.
    Sources,
    /// A folder to watch.
    WatchedFolder,
}

/// The form in which a chart is exported.
#[derive(Debug, Clone, Copy)]
pub enum ExportWay {
    /// As a file.
    File(ChartFormat),
    /// As a picture in the clipboard.
    Copy,
    /// As a report with the evidence for its numbers.
    Report(ReportFormat),
    /// As a description in the clipboard.
    CopyWords,
    /// With the sentences that it rests on, in the clipboard.
    CopyCited,
    /// Not yet: first the size and the theme of all files are chosen.
    Look,
}

/// A choice in a dialog about recovery, merging or damage.
#[derive(Debug)]
pub enum Step {
    /// Undo the recovered edits.
    DropRecovered,
    /// Open or discard a recovered notebook that was never saved.
    Untitled {
        /// Whether to open it; otherwise it is discarded.
        recover: bool,
    },
    /// Load the other program's version.
    Reload,
    /// Merge both versions.
    Merge,
    /// Merge both versions with these choices.
    EndMerge(Choices),
    /// Choose between the two sides of a file with Git conflict markers.
    ChooseSides,
    /// Overwrite the unreadable file with our version.
    WriteMine,
    /// Save our version under another name.
    KeepAsCopy,
    /// Save what can be saved of a damaged notebook.
    Repair(PathBuf),
    /// Open the previous version, the backup.
    OpenBackup(PathBuf),
    /// Open a recovery journal that was set aside.
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
    /// Give the tag of this name, which is made if there is none.
    TagNamed(String),
    /// Choose a claim and show it in the reader, the list, or both.
    ShowClaim {
        /// The claim.
        claim: ClaimId,
        /// Whether to switch to the reader and scroll to the claim.
        in_reader: bool,
    },
    /// Let a passage of a claim stand on other words.
    MovePassage {
        /// The claim.
        claim: ClaimId,
        /// Its place among the passages of the claim.
        passage: usize,
        /// The words.
        range: TextRange,
    },
    /// Deselect the chosen claim.
    ReleaseClaim,
    /// Choose a suggested sentence of the open source and show it.
    ShowSuggestion(TextRange),
    /// Show the claims with a tag.
    ShowTag(TagId),
    /// Show the open finding about a claim.
    ShowCheck(ClaimId),
    /// Show a name in the vocabulary, and begin to do something with it.
    ShowName(TermKind, String, Option<Begin>),
    /// Show a view.
    ShowTab(Tab),
    /// Show a document.
    OpenDocument(DocumentId),
    /// Select words; `None` clears the selection.
    Select(Option<TextSelection>),
    /// Open a dialog about something.
    Ask(Ask),
    /// Close the dialog.
    CloseDialog,
    /// Open a notebook; asks first if there are unsaved edits.
    OpenNotebook(PathBuf),
    /// Save to this path.
    SaveTo(PathBuf),
    /// Import these as sources.
    Import(Vec<Origin>),
    /// Import a source in the wanted way, with its details from a bibliography, if any.
    ImportWith(Origin, Wanted, Option<Box<Details>>),
    /// Stop a job; its reply is dropped.
    CancelJob(JobId),
    /// Import a new version of a source.
    NewVersion(DocumentId, NewText),
    /// Import pasted text, with its HTML if that has structure.
    ImportText(String, Option<String>),
    /// Carry out the action that was postponed because of unsaved edits, without saving.
    GoOnUnsaved,
    /// Save first, then carry out the postponed action.
    SaveAndGoOn,
    /// Open the system's file dialog.
    Browse(Browse),
    /// Mark claims (true) or unmark them (false).
    Mark(Vec<ClaimId>, bool),
    /// Mark sources (true) or unmark them (false).
    MarkSources(Vec<DocumentId>, bool),
    /// Remove sources with the claims that are only in them.
    RemoveSources(Vec<DocumentId>),
    /// Change all marked claims.
    ChangeMarked(BulkChange),
    /// Delete all marked claims.
    DeleteMarked,
    /// Search for the text typed in the search panel.
    Search,
    /// Repeat the search in claims only, because they have changed.
    SearchClaims,
    /// Move by this many search results; backwards if negative.
    StepSearch(isize),
    /// Scroll to a byte of a document.
    GoToByte(DocumentId, usize),
    /// Scroll to a range of a document and select it.
    ShowText(DocumentId, TextRange),
    /// Tag all search results, or the sentences around them.
    TagFound {
        /// The name of the tag; it is created if missing.
        tag: String,
        /// Whether each claim covers its whole sentence.
        whole_sentences: bool,
    },
    /// Reopen the notebook's file for writing.
    Reopen(IfHeld),
    /// A choice in a dialog about recovery, merging or damage.
    Safety(Step),
    /// Export a chart to a file or to the clipboard.
    ExportChart {
        /// The chart.
        figure: Box<Figure>,
        /// The form.
        way: ExportWay,
    },
    /// Make a file of claims, and ask where to write it.
    HandOver(Box<HandOver>),
    /// Make the beginning of the file that these choices ask for, to be shown beside them.
    PreviewHandOver {
        /// The choices.
        form: Box<HandOver>,
        /// The number of the preview; it comes back with it.
        number: u64,
    },
    /// Open a file with the program that the system has for it.
    OpenFile(PathBuf),
    /// Show a file in its folder.
    ShowInFolder(PathBuf),
    /// Ask where to write a file that is ready.
    ExportFile(Box<Artifact>),
    /// Write an exported file to this path.
    WriteExport {
        /// The path.
        path: PathBuf,
        /// The file.
        ready: Box<Ready>,
    },
    /// Locate the text of a source on its pages.
    LoadPages(DocumentId),
    /// Draw pages of a source.
    DrawPages {
        /// The source.
        document: DocumentId,
        /// Page indices, from 0.
        pages: Vec<usize>,
        /// Pixels per point.
        scale: f32,
        /// Whether they are thumbnails for the strip at the side.
        as_thumbnails: bool,
    },
    /// Collect what a brief is drafted from, and draft it with this title.
    Draft {
        /// What it is begun from.
        from: DraftFrom,
        /// Its title.
        title: String,
    },
    /// Put pasted text into a brief: of several paragraphs, or copied from a brief.
    PasteIntoBrief {
        /// The brief.
        brief: BriefId,
        /// Where it goes.
        place: PastePlace,
        /// The text.
        text: String,
        /// The same as it was copied from a brief; empty if it comes from elsewhere.
        blocks: Vec<BriefBlock>,
    },
    /// Copy rows of a table, as text with tabs and as HTML.
    CopyTable {
        /// With tabs.
        text: String,
        /// As a table.
        html: String,
        /// How many they are.
        rows: usize,
    },
    /// Show a message in the status bar: why a key did nothing, or a side effect of an action.
    Say(String),
    /// Do something about what is watched.
    Watch(WatchStep),
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

    /// Removes and returns all actions, in the order they were added.
    pub fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.0)
    }
}
