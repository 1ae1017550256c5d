//! Dialogs: one at a time, on top of the window, closed by Escape.

mod about;
mod add_source;
mod details;
mod files;
mod importing;
mod kept;
mod merge;
mod new_chart;
mod password;
mod points;
mod question;
mod safety;
mod shortcuts;
mod tag_found;
mod tags;
mod unsaved;

use crate::ui::scrolling::ScrollToFocus as _;
use std::path::PathBuf;

use egui::{Context, Id, Modal, ScrollArea, Ui};

use super::action::{Action, Actions};
use super::importing::ImportList;
use super::palette::PaletteState;
use super::recovery::{DamagedNews, RecoveredNews};
use super::state::View;
use super::widgets;
use crate::notebook::{DocumentId, PointRole, SeriesId};
use crate::workspace::{KeptJournal, Workspace};

pub use add_source::{AddSource, From};
pub use files::{Browse, ExportChart, browse, without_system_dialog};
pub use merge::MergeForm;
pub use new_chart::NewChart;
pub use password::PasswordForm;
pub use points::PointsForm;
pub use tag_found::TagFound;

/// The dialog that is open.
#[derive(Debug, Clone)]
pub enum Dialog {
    /// Opens a notebook: the path as typed so far.
    Open(String),
    /// Saves under a name: the path as typed so far.
    SaveAs(String),
    /// Sources from files or pasted text.
    AddSource(AddSource),
    /// Sources that are being added.
    Importing(ImportList),
    /// Points out of a table.
    Points(Box<PointsForm>),
    /// The password of a file.
    Password(PasswordForm),
    /// What is known about a source.
    Details(DocumentId),
    /// What the notebook asks.
    Question,
    /// Names, colours and digits of tags.
    Tags {
        /// The name of a tag to make.
        new_name: String,
    },
    /// A subject and a measure to chart.
    NewChart(NewChart),
    /// A point of the analyst's own.
    Judgement(JudgementForm),
    /// A tag for everything that was found.
    TagFound(TagFound),
    /// A chart that is to be saved.
    ExportChart(ExportChart),
    /// Edits would be lost.
    Unsaved,
    /// Edits were recovered.
    Recovered(RecoveredNews),
    /// A notebook that was in no file was recovered.
    Untitled(RecoveredNews),
    /// The file was changed by another program.
    Changed {
        /// Why what is there now cannot be read.
        unreadable: Option<String>,
    },
    /// Both sides changed the same things.
    Merge(MergeForm),
    /// A notebook that cannot be opened as it is.
    Damaged(DamagedNews),
    /// What was lost of a damaged notebook.
    Salvaged {
        /// The damaged file.
        path: PathBuf,
        /// One sentence each.
        losses: Vec<String>,
        /// Whether two sides have something differently, to choose from.
        has_choice: bool,
    },
    /// Recovery journals that were put aside.
    Kept(Vec<KeptJournal>),
    /// All commands by name.
    Palette(PaletteState),
    /// All keys.
    Shortcuts,
    /// Version and licences.
    About,
}

/// A point of the analyst's own, as typed so far.
#[derive(Debug, Clone)]
pub struct JudgementForm {
    series: SeriesId,
    role: PointRole,
    quantity: String,
    period: String,
    note: String,
}

impl Dialog {
    /// Opens a notebook, beginning in the folder of the one that is open.
    pub fn open(workspace: &Workspace) -> Self {
        let folder = workspace
            .path()
            .and_then(std::path::Path::parent)
            .map(|folder| format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR));
        Self::Open(folder.unwrap_or_default())
    }

    /// Saves, beginning with the path that the notebook has.
    pub fn save_as(workspace: &Workspace) -> Self {
        Self::SaveAs(workspace.path().map_or_else(|| files::suggested_path(workspace), |path| path.display().to_string()))
    }

    /// A chart of what the chosen claim is about.
    pub fn new_chart(workspace: &Workspace) -> Self {
        Self::NewChart(NewChart::suggested(workspace))
    }

    /// A point of the analyst's own on a series.
    pub fn judgement(series: SeriesId) -> Self {
        Self::Judgement(JudgementForm {
            series,
            role: PointRole::Estimate,
            quantity: String::new(),
            period: String::new(),
            note: String::new(),
        })
    }

    /// What a screen reader says when it opens.
    fn name(&self) -> &'static str {
        match self {
            Self::Open(_) => "Open a notebook",
            Self::SaveAs(_) => "Save as",
            Self::AddSource(_) => "Add source",
            Self::Importing(_) => "Adding sources",
            Self::Points(_) => "Points from a table",
            Self::Password(_) => "Password",
            Self::Details(_) => "Source details",
            Self::Question => "Question and notes",
            Self::Tags { .. } => "Tags",
            Self::NewChart(_) => "New targets chart",
            Self::Judgement(_) => "Own judgement",
            Self::TagFound(_) => "Tag all found",
            Self::ExportChart(_) => "Save the chart",
            Self::Unsaved => "Unsaved changes",
            Self::Recovered(_) => "Recovered edits",
            Self::Untitled(_) => "Recovered notebook",
            Self::Changed { .. } => "The file was changed by another program",
            Self::Merge(_) => "Both changed the same things",
            Self::Damaged(_) => "Damaged notebook",
            Self::Salvaged { .. } => "What could be saved",
            Self::Kept(_) => "Unsaved work that was put aside",
            Self::Palette(_) => "Command palette",
            Self::Shortcuts => "Keyboard shortcuts",
            Self::About => "About Claimbook",
        }
    }

    /// The command palette.
    pub fn palette() -> Self {
        Self::Palette(PaletteState::default())
    }
}

/// Shows the open dialog.
pub(super) fn show(ctx: &Context, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let Some(mut dialog) = view.dialog.take() else { return };
    if std::mem::take(&mut view.focus_dialog) {
        widgets::offer_focus(ctx);
    }
    let frame = egui::Frame::window(&ctx.global_style()).inner_margin(22);
    let id = Id::unique("dialog");
    let area = Modal::default_area(id).accessible_name(dialog.name());
    let response = Modal::new(id).area(area).frame(frame).show(ctx, |ui| {
        ui.set_max_width((ctx.content_rect().width() - 80.0).max(240.0));
        // In a window that is lower than the dialog all of it can still be reached.
        let height = (ctx.content_rect().height() - 90.0).max(120.0);
        let name = dialog.name();
        ui.set_max_height(height);
        let scrolls = ScrollArea::vertical().max_height(height);
        scrolls.show_focused(ui, |ui| {
            super::ids::part(ui, ("dialog", name), |ui| match &mut dialog {
                Dialog::Open(path) => files::open(ui, path, view, actions),
                Dialog::SaveAs(path) => files::save_as(ui, workspace, path, actions),
                Dialog::AddSource(form) => add_source::show(ui, workspace, form, view, actions),
                Dialog::Importing(list) => importing::show(ui, list, actions),
                Dialog::Points(form) => points::show(ui, workspace, form, actions),
                Dialog::Password(form) => password::show(ui, form, actions),
                Dialog::Details(id) => details::show(ui, workspace, *id, actions),
                Dialog::TagFound(form) => tag_found::show(ui, workspace, view, form, actions),
                Dialog::Question => question::show(ui, workspace, actions),
                Dialog::Tags { new_name } => tags::show(ui, workspace, new_name, actions),
                Dialog::NewChart(form) => new_chart::show(ui, workspace, form, actions),
                Dialog::Judgement(form) => new_chart::judgement(ui, workspace, form, actions),
                Dialog::ExportChart(form) => files::export_chart(ui, form, actions),
                Dialog::Unsaved => unsaved::show(ui, workspace, actions),
                Dialog::Recovered(news) => safety::recovered(ui, news, actions),
                Dialog::Untitled(news) => safety::untitled(ui, news, actions),
                Dialog::Changed { unreadable } => safety::changed(ui, workspace, unreadable.as_deref(), actions),
                Dialog::Merge(form) => merge::show(ui, form, actions),
                Dialog::Damaged(news) => safety::damaged(ui, news, actions),
                Dialog::Salvaged { path, losses, has_choice } => safety::salvaged(ui, path, losses, *has_choice, actions),
                Dialog::Kept(journals) => kept::show(ui, workspace, journals, actions),
                Dialog::Palette(state) => super::palette::show(ui, workspace, view, state, actions),
                Dialog::Shortcuts => shortcuts::show(ui, actions),
                Dialog::About => about::show(ui, actions),
            })
        });
    });
    widgets::withdraw_focus(ctx);
    view.dialog = Some(dialog);
    // A click beside a dialog closes it, but not where that could lose what was typed or decided.
    let may_slip = matches!(view.dialog, Some(Dialog::Palette(_) | Dialog::Shortcuts | Dialog::About));
    if may_slip && response.backdrop_response.clicked() {
        actions.push(Action::CloseDialog);
    }
}

/// The heading of a dialog.
fn heading(ui: &mut Ui, text: &str) {
    ui.label(egui::RichText::new(text).font(super::theme::strong(18.0)));
    ui.add_space(super::theme::GAP);
}

/// The row of buttons at the foot of a dialog: what Enter does, and a way out. Says whether the first was chosen.
fn buttons(ui: &mut Ui, confirm: &str, enabled: bool, actions: &mut Actions) -> bool {
    ui.add_space(super::theme::GAP_LARGE);
    ui.horizontal(|ui| {
        let confirmed = ui.add_enabled_ui(enabled, |ui| widgets::primary_button(ui, confirm).clicked()).inner;
        if ui.button("Cancel").clicked() {
            actions.push(Action::CloseDialog);
        }
        confirmed || enabled && widgets::was_entered_last(ui)
    })
    .inner
}

/// The row with the one way out of a dialog whose changes hold at once.
fn close_button(ui: &mut Ui, actions: &mut Actions) -> egui::Response {
    ui.add_space(super::theme::GAP_LARGE);
    let close = widgets::primary_button(ui, "Done");
    if close.clicked() {
        actions.push(Action::CloseDialog);
    }
    close
}
