//! The state of the window that is not in the notebook: that of each view, the open dialog, notices, settings.

use std::path::PathBuf;
use std::rc::Rc;

use crate::chart::Scales;
use crate::notebook::{ClaimId, DocumentId, TextRange, capitalised};
use crate::store::{PanelWidths, Settings};
use crate::ui::view::brief::state::BriefView;
use crate::ui::view::charts::state::{Made, ScenariosView};
use crate::ui::view::checks::state::CheckView;
use crate::ui::view::claims::state::{Cards, Follow, FormBuffers};
use crate::ui::view::claims_table::state::TableView;
use crate::ui::view::command::Situation;
use crate::ui::view::dialogs::{Dialog, Preview};
use crate::ui::view::notices::state::{Notice, NoticeKind, Trouble};
use crate::ui::view::reader::state::{Find, ReaderState, Reveal};
use crate::ui::view::search::state::SearchView;
use crate::ui::view::sources::state::{Shown, SourcesView};
use crate::ui::view::vocabulary::state::{ClaimsShown, VocabularyView};
use crate::ui::view::watching::state::WatchView;
use crate::workspace::{ClaimFilter, Way};

pub use crate::store::Side;
pub use crate::workspace::{ShownAs, Tab, TargetsShown};

/// The state of the window that is not in the notebook.
pub struct View {
    /// The settings, which are kept between starts.
    pub settings: Settings,
    /// The view in the middle.
    pub tab: Tab,
    /// Whether the sources are shown, not the claims, if there is no space for both: the panel requested last is.
    pub prefer_sources: bool,
    /// Whether the sources, and whether the claims, were shown in the last frame.
    pub shown_panels: (bool, bool),
    /// Whether the notebook is the worked example.
    pub is_example: bool,
    /// The index of the step of its introduction that is shown.
    pub tour_step: usize,
    /// Whether the text fills the screen.
    pub full_screen: bool,
    /// The dialog on top, if one is open.
    pub dialog: Option<Dialog>,
    /// What the dialog that hands over shows of a file before it is written.
    pub(in crate::ui) preview: Preview,
    /// Whether the first field of the dialog has yet to get the focus.
    pub focus_dialog: bool,
    /// The filter of the claims sidebar and the claims table.
    pub filter: ClaimFilter,
    /// State of the find bar.
    pub find: Find,
    /// State of the search panel.
    pub search: SearchView,
    /// The range that the reader has yet to scroll to.
    pub reveal: Option<Reveal>,
    /// For how many frames the sidebar still scrolls to the chosen claim: its height changes when the form opens.
    pub reveal_in_list: u8,
    /// Whether the suggestions are listed.
    pub suggestions_open: bool,
    /// Whether the list of suggestions has yet to scroll to the chosen one.
    pub reveal_suggestion: bool,
    /// The words of the reason for a suggestion that is shown.
    pub shown_reason: Option<(DocumentId, TextRange)>,
    /// The row that was chosen of a suggestion, by its sentence and its place.
    pub suggested_row: Option<(TextRange, usize)>,
    /// How the sidebar follows the position in the reader.
    pub follow: Follow,
    /// The cards of the sidebar.
    pub cards: Cards,
    /// What the left panel shows.
    pub left: Shown,
    /// What the list of sources shows.
    pub sources: SourcesView,
    /// What is watched for the notebook.
    pub watch: WatchView,
    /// The messages to the user.
    pub notices: Vec<Notice>,
    /// State of the claims table: order, closed groups, the cell that is being edited.
    pub table: TableView,
    /// What the view “Claims” shows.
    pub claims_shown: ClaimsShown,
    /// State of the page of names.
    pub vocabulary: VocabularyView,
    /// State of the view of briefs.
    pub brief: BriefView,
    /// State of the page of checks.
    pub checks: CheckView,
    /// State of the claim form: texts that differ from the claim while they are typed, and the relation that is being made.
    pub form: FormBuffers,
    /// State of the scenarios view.
    pub(in crate::ui) scenarios: ScenariosView,
    /// The figure that the targets view shows.
    pub targets: TargetsShown,
    /// Whether targets are shown as a picture, a table or both.
    pub targets_as: ShownAs,
    /// The targets chart that was drawn last.
    pub(in crate::ui) made_targets: Option<Rc<Made>>,
    /// Whether the charts side by side have separate scales.
    pub scales: Scales,
    /// The last save, as worded in the status bar.
    pub saved: Option<String>,
    /// State of the reader.
    pub reader: ReaderState,
    /// The chosen claim, if this frame shows it: in the form, a list, the table or the text.
    pub(in crate::ui) seen_claim: Option<ClaimId>,
    /// Whether the line about missing fonts was closed.
    pub(in crate::ui) fonts_dismissed: bool,
    /// Whether a jump made now is a separate departure or one of a sequence of steps, for the trail.
    pub(in crate::ui) way: Way,
    /// The scroll offset of the chart view, in points, and the offset that it has yet to be scrolled to.
    pub(in crate::ui) charts_scrolled: f32,
    pub(in crate::ui) scroll_charts_to: Option<f32>,
    /// The widget that had the focus at the end of the last frame, and whether a list or menu was open.
    pub(in crate::ui) had_focus: Option<egui::Id>,
    pub(in crate::ui) had_popup: bool,
    /// The widget that had the focus before the dialog was opened, and in how many frames it still gets it back.
    pub(in crate::ui) focus_before_dialog: Option<egui::Id>,
    pub(in crate::ui) frames_to_return: u8,
    /// The message that the status bar shows for some seconds, such as why a key did nothing; and since when, in egui's
    /// seconds.
    pub(in crate::ui) said: Option<(String, Option<f64>)>,
}

impl View {
    /// The row that was chosen of a suggested sentence; `None` if none was.
    pub(in crate::ui) fn row_of(&self, sentence: TextRange) -> Option<usize> {
        self.suggested_row.filter(|(of, _)| *of == sentence).map(|(_, row)| row)
    }

    /// Returns the state in which the window starts.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            tab: Tab::Read,
            prefer_sources: false,
            shown_panels: (true, true),
            is_example: false,
            tour_step: 0,
            full_screen: false,
            dialog: None,
            preview: Preview::default(),
            focus_dialog: false,
            filter: ClaimFilter::default(),
            find: Find::default(),
            search: SearchView::default(),
            reveal: None,
            reveal_in_list: 0,
            suggestions_open: true,
            reveal_suggestion: false,
            shown_reason: None,
            suggested_row: None,
            follow: Follow::default(),
            cards: Cards::default(),
            left: Shown::default(),
            sources: SourcesView::default(),
            watch: WatchView::default(),
            notices: Vec::new(),
            table: TableView::default(),
            claims_shown: ClaimsShown::Table,
            vocabulary: VocabularyView::default(),
            brief: BriefView::default(),
            checks: CheckView::default(),
            form: FormBuffers::default(),
            scenarios: Default::default(),
            targets: TargetsShown::OverTime,
            targets_as: ShownAs::Chart,
            made_targets: None,
            scales: Scales::Shared,
            saved: None,
            reader: Default::default(),
            seen_claim: None,
            fonts_dismissed: false,
            way: Way::Leap,
            charts_scrolled: 0.0,
            scroll_charts_to: None,
            had_focus: None,
            had_popup: false,
            focus_before_dialog: None,
            frames_to_return: 0,
            said: None,
        }
    }

    /// Whether a panel belongs to the view in the middle: as it was left there, or as the view begins. Charts take the whole
    /// width until a panel is asked for.
    pub fn is_open(&self, side: Side) -> bool {
        let kept = self.settings.views.get(self.tab.name()).and_then(|panels| *panels.open(side));
        kept.unwrap_or(match (self.tab, side) {
            (Tab::Read, _) | (Tab::Claims, Side::Claims) => true,
            (Tab::Claims, Side::Sources) | (Tab::Targets | Tab::Scenarios | Tab::Brief, _) => false,
        })
    }

    /// Opens or closes a panel of the view in the middle.
    pub fn set_open(&mut self, side: Side, open: bool) {
        *self.settings.views.entry(self.tab.name().to_owned()).or_default().open_mut(side) = Some(open);
    }

    /// The widths of the panels of the view in the middle; `None` for the default.
    pub(in crate::ui) fn widths(&self) -> PanelWidths {
        let own = self.settings.views.get(self.tab.name()).map(|panels| panels.widths).unwrap_or_default();
        let all = self.settings.panels;
        PanelWidths {
            sources: own.sources.or(all.sources),
            claims: own.claims.or(all.claims),
            search: own.search.or(all.search),
            assumptions: own.assumptions.or(all.assumptions),
        }
    }

    /// Remembers the widths of the panels of the view in the middle.
    pub(in crate::ui) fn keep_widths(&mut self, widths: PanelWidths) {
        if widths != self.widths() {
            self.settings.views.entry(self.tab.name().to_owned()).or_default().widths = widths;
        }
    }

    /// Returns the part of the state that commands depend on.
    pub fn situation(&self) -> Situation {
        let has_found = self.search.open && self.search.found.hits > 0;
        Situation { tab: self.tab, has_found, is_example: self.is_example }
    }

    /// Shows a message in the status bar for some seconds, such as why a command did nothing.
    pub(in crate::ui) fn say(&mut self, text: impl Into<String>) {
        self.said = Some((text.into(), None));
    }

    /// Opens a dialog; its first field gets the focus.
    pub fn show_dialog(&mut self, dialog: Dialog) {
        if self.dialog.is_none() {
            self.focus_before_dialog = self.had_focus;
        }
        self.dialog = Some(dialog);
        self.focus_dialog = true;
    }

    /// Shows a notice.
    pub fn notice(&mut self, kind: NoticeKind, text: impl Into<String>) {
        self.add_notice(kind, text.into(), None);
    }

    /// Shows a notice about a file that was written, with buttons that lead to it.
    pub(in crate::ui) fn notice_of_file(&mut self, path: PathBuf, text: String) {
        self.add_notice(NoticeKind::Info, text, None);
        if let Some(notice) = self.notices.last_mut() {
            notice.file = Some(path);
        }
    }

    /// Shows a notice with a button that undoes what it tells, as long as that is the last step. `step`: the step after it.
    pub(in crate::ui) fn notice_to_undo(&mut self, text: String, step: u64) {
        self.add_notice(NoticeKind::Info, text, None);
        if let Some(notice) = self.notices.last_mut() {
            notice.undoes = Some(step);
        }
    }

    /// Shows an error that disappears when the trouble is over.
    pub(in crate::ui) fn trouble(&mut self, about: Trouble, text: impl Into<String>) {
        self.add_notice(NoticeKind::Error, text.into(), Some(about));
    }

    /// Removes the errors about a trouble that is over.
    pub(in crate::ui) fn trouble_is_over(&mut self, about: Trouble) {
        self.notices.retain(|notice| notice.about != Some(about));
    }

    fn add_notice(&mut self, kind: NoticeKind, text: String, about: Option<Trouble>) {
        let text = capitalised(&text);
        // Only the latest news stays; errors all stay.
        self.notices.retain(|notice| notice.text != text && notice.kind == NoticeKind::Error);
        self.notices.push(Notice { kind, text, about, file: None, undoes: None, shown_at: None });
    }
}
