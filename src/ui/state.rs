//! What the window shows, besides the workspace: tabs, dialogs, filters, fields that are being typed into.

use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

use egui::Color32;

use crate::notebook::{ClaimId, DocumentId, TextRange, capitalised};
use crate::store::Settings;
use crate::workspace::{ClaimFilter, Found, JobId, SearchRequest, Way};

use super::claims_table::TableView;
use super::dialogs::Dialog;
use super::search::{FoundRow, rows};

pub use crate::workspace::{Tab, TargetsShown};

/// Everything about the window that is not in the notebook.
pub struct View {
    /// What is remembered between starts.
    pub settings: Settings,
    /// The view in the middle.
    pub tab: Tab,
    /// Whether the list of sources is shown.
    pub show_sources: bool,
    /// Whether the claims sidebar is shown.
    pub show_claims: bool,
    /// Which of the two gets the room where both do not fit: the one that was asked for last.
    pub prefer_sources: bool,
    /// Which of the two there was room for in the last frame.
    pub shown_panels: (bool, bool),
    /// Whether the notebook is the worked example.
    pub is_example: bool,
    /// Which step of its introduction is shown.
    pub tour_step: usize,
    /// Whether the text fills the screen.
    pub full_screen: bool,
    /// The dialog on top, if one is open.
    pub dialog: Option<Dialog>,
    /// Whether the first field of the dialog is still to get the focus.
    pub focus_dialog: bool,
    /// Which claims the sidebar lists.
    pub filter: ClaimFilter,
    /// Words to look for in the document.
    pub find: Find,
    /// Words to look for everywhere.
    pub search: SearchView,
    /// What the reader is to scroll to.
    pub reveal: Option<Reveal>,
    /// For how many frames the sidebar still scrolls to the chosen claim: the form that opens changes its height.
    pub reveal_in_list: u8,
    /// Whether the suggestions are listed.
    pub suggestions_open: bool,
    /// Whether the list of suggestions is still to scroll to the chosen one.
    pub reveal_suggestion: bool,
    /// Words that were the reason for a suggestion and are to be seen.
    pub shown_reason: Option<(DocumentId, TextRange)>,
    /// How the sidebar follows the reading.
    pub follow: Follow,
    /// Which sources the list shows: words of their titles or publishers.
    pub source_filter: SourceFilter,
    /// What there is to say.
    pub notices: Vec<Notice>,
    /// How the table of claims is sorted.
    pub table: TableView,
    /// Fields of the claim form whose text is not yet what the claim holds.
    pub form: FormBuffers,
    /// What the view of scenarios remembers from frame to frame.
    pub(super) scenarios: super::charts::ScenariosView,
    /// How targets show.
    pub targets: TargetsShown,
    /// Whether each of the charts side by side has a scale of its own.
    pub own_scales: bool,
    /// The last save, as the status bar says it.
    pub saved: Option<String>,
    /// What the reader remembers from frame to frame.
    pub reader: super::reader::ReaderState,
    /// The claim that is to be seen as the chosen one in this frame: in the form, a list, the table or the text.
    pub(super) seen_claim: Option<ClaimId>,
    /// Whether the line about missing fonts was closed.
    pub(super) fonts_dismissed: bool,
    /// How a jump that is made now is made.
    pub(super) way: Way,
    /// How far the view of charts is scrolled, and how far it is still to be.
    pub(super) charts_scrolled: f32,
    pub(super) scroll_charts_to: Option<f32>,
    /// Which widget had the focus at the end of the last frame, and whether a list or menu stood open.
    pub(super) had_focus: Option<egui::Id>,
    pub(super) had_popup: bool,
    /// Why a key did nothing, in the status bar; and since when, in egui's seconds.
    pub(super) said: Option<(String, Option<f64>)>,
}

impl View {
    /// The window as it starts.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            tab: Tab::Read,
            show_sources: true,
            show_claims: true,
            prefer_sources: false,
            shown_panels: (true, true),
            is_example: false,
            tour_step: 0,
            full_screen: false,
            dialog: None,
            focus_dialog: false,
            filter: ClaimFilter::default(),
            find: Find::default(),
            search: SearchView::default(),
            reveal: None,
            reveal_in_list: 0,
            suggestions_open: true,
            reveal_suggestion: false,
            shown_reason: None,
            follow: Follow::default(),
            source_filter: SourceFilter::default(),
            notices: Vec::new(),
            table: TableView::default(),
            form: FormBuffers::default(),
            scenarios: Default::default(),
            targets: TargetsShown::Chart,
            own_scales: false,
            saved: None,
            reader: Default::default(),
            seen_claim: None,
            fonts_dismissed: false,
            way: Way::Leap,
            charts_scrolled: 0.0,
            scroll_charts_to: None,
            had_focus: None,
            had_popup: false,
            said: None,
        }
    }

    /// Says in the status bar why something that was asked for is not done.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.said = Some((text.into(), None));
    }

    /// Opens a dialog; its first field gets the focus.
    pub fn show_dialog(&mut self, dialog: Dialog) {
        self.dialog = Some(dialog);
        self.focus_dialog = true;
    }

    /// Says something.
    pub fn notice(&mut self, kind: NoticeKind, text: impl Into<String>) {
        let text = capitalised(&text.into());
        // Only the last news counts; errors stay.
        self.notices.retain(|notice| notice.text != text && notice.kind == NoticeKind::Error);
        self.notices.push(Notice { kind, text, shown_at: None });
    }
}

/// How the sidebar follows the reading.
#[derive(Debug, Clone, Copy, Default)]
pub struct Follow {
    /// The first byte that was in sight.
    pub seen: Option<(DocumentId, usize)>,
    /// When it came there, in egui's seconds, until the sidebar has followed.
    pub moved_at: Option<f64>,
    /// The row that the sidebar is still to scroll to.
    pub row: Option<usize>,
}

/// Which sources the list shows.
#[derive(Debug, Default)]
pub struct SourceFilter {
    /// What is typed.
    pub text: String,
    /// The places of the sources that fit, and what they were looked up for.
    pub fitting: Option<(u64, String, Rc<[usize]>)>,
}

/// A place for the reader to scroll to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reveal {
    /// The document.
    pub document: DocumentId,
    /// The bytes to show.
    pub range: TextRange,
    /// Whether they are to stand at the top, not just anywhere in sight.
    pub at_top: bool,
}

/// Something to say to the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// How it looks and whether it goes by itself.
    pub kind: NoticeKind,
    /// One or two sentences.
    pub text: String,
    /// When it was first on screen, in egui's seconds.
    pub shown_at: Option<f64>,
}

/// What sort of thing there is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Goes by itself after some seconds.
    Info,
    /// Stays until it is closed: errors never vanish silently.
    Error,
}

/// Looking for words in the document.
#[derive(Debug, Clone, Default)]
pub struct Find {
    /// Whether the bar is open.
    pub open: bool,
    /// The words.
    pub text: String,
    /// Which of the places is being looked at.
    pub current: usize,
    /// Whether the field is to get the focus.
    pub focus: bool,
    /// Places, and what they were computed for.
    pub hits: Vec<TextRange>,
    /// A place for each stretch of the document that has one.
    pub marks: Vec<usize>,
    /// The document and words that `hits` belong to.
    pub hits_for: Option<(DocumentId, String)>,
}

impl Find {
    /// Whether the places are those of this document.
    pub fn is_for(&self, document: DocumentId) -> bool {
        self.hits_for.as_ref().is_some_and(|(known, _)| *known == document)
    }
}

/// Looking for words everywhere.
#[derive(Debug, Default)]
pub struct SearchView {
    /// Whether the panel is open.
    pub open: bool,
    /// What is typed.
    pub request: SearchRequest,
    /// Whether the field is to get the focus.
    pub focus: bool,
    /// What `found` or the job that runs is for.
    pub asked: Option<SearchRequest>,
    /// The revision of the notebook that was looked through.
    pub revision: u64,
    /// How many sources were looked through.
    pub sources: usize,
    /// The job that runs.
    pub job: Option<JobId>,
    /// What was found; changed by [`set_found`](Self::set_found) alone, with the rows that list it.
    pub found: Found,
    /// The rows of the list.
    pub(super) rows: Vec<FoundRow>,
    /// What is wrong with the request.
    pub problem: Option<String>,
    /// Which of the rows is chosen.
    pub chosen: Option<usize>,
    /// For how many frames the list still scrolls to the chosen row.
    pub reveal: u8,
}

impl SearchView {
    /// Takes what was found.
    pub(super) fn set_found(&mut self, found: Found) {
        self.rows = rows(&found);
        self.found = found;
    }

    /// The places that were found in a document, where the panel is open.
    pub fn places_in(&self, document: DocumentId) -> &[TextRange] {
        let found = self.found.sources.iter().find(|found| found.document == document);
        found.filter(|_| self.open).map_or(&[], |found| &found.places)
    }
}

/// Texts of the claim form that are not what the claim holds while they are typed.
#[derive(Debug, Clone, Default)]
pub struct FormBuffers {
    /// Which claim they belong to.
    pub claim: Option<ClaimId>,
    /// The voices, separated by semicolons.
    pub voices: String,
    /// The name of a tag to give.
    pub tag: String,
    /// The same of claims that were left before it was given.
    pub typed_tags: HashMap<ClaimId, String>,
    /// Words to find the other claim of a relation by.
    pub relate_to: String,
    /// Which of those that have them was gone to with the arrow keys.
    pub relate_at: Option<usize>,
    /// The kind of relation to make.
    pub relation: crate::notebook::RelationKind,
    /// Whether the sidebar is choosing the other claim of a relation.
    pub relating: bool,
}

impl FormBuffers {
    /// The other claim of a relation was chosen, or is not to be.
    pub(super) fn stop_relating(&mut self) {
        (self.relating, self.relate_at) = (false, None);
        self.relate_to.clear();
    }
}

/// A picked path, and what it is for.
#[derive(Debug)]
pub enum Picked {
    /// A notebook to open.
    Open(Option<PathBuf>),
    /// Where to save.
    SaveAs(Option<PathBuf>),
    /// Where to save a chart.
    Chart(Option<PathBuf>),
    /// Sources to import.
    Sources(Vec<PathBuf>),
    /// Nothing, as this system shows no dialog.
    NoDialog,
}

impl Picked {
    /// Whether no path came of it.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Self::Open(path) | Self::SaveAs(path) | Self::Chart(path) => path.is_none(),
            Self::Sources(paths) => paths.is_empty(),
            Self::NoDialog => true,
        }
    }
}

/// The colour of a notice.
pub fn notice_colour(palette: &super::theme::Palette, kind: NoticeKind) -> Color32 {
    match kind {
        NoticeKind::Info => palette.accent,
        NoticeKind::Error => palette.error,
    }
}
