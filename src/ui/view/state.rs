//! The state of the window that is not in the notebook: what each view remembers, the open dialog, notices, settings.

use crate::notebook::{ClaimId, DocumentId, TextRange, capitalised};
use crate::store::Settings;
use crate::ui::view::charts::state::ScenariosView;
use crate::ui::view::claims::state::{Follow, FormBuffers};
use crate::ui::view::claims_table::state::TableView;
use crate::ui::view::command::Situation;
use crate::ui::view::dialogs::Dialog;
use crate::ui::view::notices::state::{Notice, NoticeKind, Trouble};
use crate::ui::view::reader::state::{Find, ReaderState, Reveal};
use crate::ui::view::search::state::SearchView;
use crate::ui::view::sources::state::SourceFilter;
use crate::workspace::{ClaimFilter, Way};

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
    /// Whether the sources get the room where both do not fit: what was asked for last does.
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
    /// What the table of claims remembers: order, closed groups, the cell that is being edited.
    pub table: TableView,
    /// What the claim form remembers: texts that are not yet what the claim holds, and the relation that is being made.
    pub form: FormBuffers,
    /// What the view of scenarios remembers from frame to frame.
    pub(in crate::ui) scenarios: ScenariosView,
    /// How targets show.
    pub targets: TargetsShown,
    /// Whether each of the charts side by side has a scale of its own.
    pub own_scales: bool,
    /// The last save, as the status bar says it.
    pub saved: Option<String>,
    /// What the reader remembers from frame to frame.
    pub reader: ReaderState,
    /// The claim that is to be seen as the chosen one in this frame: in the form, a list, the table or the text.
    pub(in crate::ui) seen_claim: Option<ClaimId>,
    /// Whether the line about missing fonts was closed.
    pub(in crate::ui) fonts_dismissed: bool,
    /// How a jump that is made now is made.
    pub(in crate::ui) way: Way,
    /// How far the view of charts is scrolled, and how far it is still to be.
    pub(in crate::ui) charts_scrolled: f32,
    pub(in crate::ui) scroll_charts_to: Option<f32>,
    /// Which widget had the focus at the end of the last frame, and whether a list or menu stood open.
    pub(in crate::ui) had_focus: Option<egui::Id>,
    pub(in crate::ui) had_popup: bool,
    /// What the status bar says for some seconds (why a key did nothing, say); and since when, in egui's seconds.
    pub(in crate::ui) said: Option<(String, Option<f64>)>,
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

    /// What commands depend on.
    pub fn situation(&self) -> Situation {
        let has_found = self.search.open && self.search.found.places > 0;
        Situation { tab: self.tab, has_found, is_example: self.is_example }
    }

    /// Says something in the status bar for some seconds: why what was asked for is not done, say.
    pub(in crate::ui) fn say(&mut self, text: impl Into<String>) {
        self.said = Some((text.into(), None));
    }

    /// Opens a dialog; its first field gets the focus.
    pub fn show_dialog(&mut self, dialog: Dialog) {
        self.dialog = Some(dialog);
        self.focus_dialog = true;
    }

    /// Says something.
    pub fn notice(&mut self, kind: NoticeKind, text: impl Into<String>) {
        self.add_notice(kind, text.into(), None);
    }

    /// Says that something is wrong which may be over by itself.
    pub(in crate::ui) fn trouble(&mut self, about: Trouble, text: impl Into<String>) {
        self.add_notice(NoticeKind::Error, text.into(), Some(about));
    }

    /// What was wrong is not any more.
    pub(in crate::ui) fn trouble_is_over(&mut self, about: Trouble) {
        self.notices.retain(|notice| notice.about != Some(about));
    }

    fn add_notice(&mut self, kind: NoticeKind, text: String, about: Option<Trouble>) {
        let text = capitalised(&text);
        // Only the last news counts; errors stay.
        self.notices.retain(|notice| notice.text != text && notice.kind == NoticeKind::Error);
        self.notices.push(Notice { kind, text, about, shown_at: None });
    }
}
