//! The open dialog, and what is typed and chosen in it.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::add_source::AddSource;
use super::brief::DraftForm;
use super::chart_look::ChartLookForm;
use super::files::{Export, suggested_path};
use super::handed::HandOver;
use super::importing::ImportList;
use super::judgement::JudgementForm;
use super::merge::MergeForm;
use super::new_chart::NewChart;
use super::news::{DamagedNews, RecoveredNews};
use super::palette::PaletteState;
use super::password::PasswordForm;
use super::pick_folder::FolderForm;
use super::pick_tag::PickTag;
use super::points::PointsForm;
use super::tag_found::TagFound;
use crate::notebook::BriefId;
use crate::notebook::{DocumentId, SeriesId};
use crate::ui::view::settings::state::SettingsForm;
use crate::ui::view::watching::state::WatchForm;
use crate::workspace::{KeptJournal, Workspace};

/// The dialog that is open.
#[derive(Debug, Clone)]
pub enum Dialog {
    /// Opens a notebook: the path as typed.
    Open(String),
    /// Saves under a name: the path as typed.
    SaveAs(String),
    /// What is watched, and what is new there.
    Watching(WatchForm),
    /// New sources, from files, addresses or pasted text.
    AddSource(AddSource),
    /// Sources that are being added.
    Importing(ImportList),
    /// Points from a table.
    Points(Box<PointsForm>),
    /// The password of a file.
    Password(PasswordForm),
    /// The details of a source.
    Details(DocumentId),
    /// The notebook's question and notes.
    Question,
    /// Names, colours and digits of tags.
    Tags {
        /// The name of a new tag, as typed.
        new_name: String,
    },
    /// A subject and a measure to chart.
    NewChart(NewChart),
    /// A point by the analyst's own judgement.
    Judgement(JudgementForm),
    /// A tag for all search results.
    TagFound(TagFound),
    /// A chart to save.
    Export(Export),
    /// The size and theme of charts as files.
    ChartLook(ChartLookForm),
    /// Edits that would be lost.
    Unsaved,
    /// Edits that were recovered.
    Recovered(RecoveredNews),
    /// A recovered notebook that was never saved.
    Untitled(RecoveredNews),
    /// A file that was changed by another program.
    Changed {
        /// Why the changed file cannot be read, if so.
        unreadable: Option<String>,
    },
    /// A merge in which both sides changed the same things.
    Merge(MergeForm),
    /// A notebook that cannot be opened as it is.
    Damaged(DamagedNews),
    /// What was lost from a damaged notebook.
    Salvaged {
        /// The damaged file.
        path: PathBuf,
        /// One sentence each.
        losses: Vec<String>,
        /// Whether the file has two sides that differ, to choose from.
        has_choice: bool,
    },
    /// Recovery journals that were set aside.
    Kept(Vec<KeptJournal>),
    /// A page or paragraph to go to, as typed.
    GoTo(String),
    /// A tag, by a few letters.
    PickTag(PickTag),
    /// A folder for sources, or another path for a folder.
    Folder(FolderForm),
    /// All commands by name.
    Palette(PaletteState),
    /// The title of a brief.
    BriefTitle(BriefId),
    /// What a brief is drafted from.
    Draft(DraftForm),
    /// What is exported, and as what.
    HandOver(HandOver),
    /// What the rules ask that compare claims.
    Rules,
    /// All settings.
    Settings(SettingsForm),
    /// All keys.
    Shortcuts,
    /// Version and licences.
    About,
}

impl Dialog {
    /// The dialog that opens a notebook, starting in the folder of the open one.
    pub fn open(workspace: &Workspace) -> Self {
        let folder = workspace.path().and_then(Path::parent).map(|folder| format!("{}{}", folder.display(), MAIN_SEPARATOR));
        Self::Open(folder.unwrap_or_default())
    }

    /// The dialog that saves the notebook, starting with its path, or a suggested one if it has none.
    pub fn save_as(workspace: &Workspace) -> Self {
        Self::SaveAs(workspace.path().map_or_else(|| suggested_path(workspace), |path| path.display().to_string()))
    }

    /// The dialog for a new chart, filled in with the subject and measure of the chosen claim.
    pub fn new_chart(workspace: &Workspace) -> Self {
        Self::NewChart(NewChart::suggested(workspace))
    }

    /// The dialog for a point on a series by the analyst's own judgement.
    pub fn judgement(series: SeriesId) -> Self {
        Self::Judgement(JudgementForm::of(series))
    }

    /// Its accessible name, which screen readers announce when it opens.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Open(_) => "Open a notebook",
            Self::SaveAs(_) => "Save as",
            Self::AddSource(form) if form.version_of.is_some() => "New version of this source",
            Self::AddSource(_) => "Add source",
            Self::Watching(_) => "New for this notebook",
            Self::Importing(_) => "Adding sources",
            Self::Points(_) => "Points from a table",
            Self::Password(_) => "Password",
            Self::Details(_) => "Source details",
            Self::Question => "Question and notes",
            Self::Tags { .. } => "Tags",
            Self::NewChart(_) => "New targets chart",
            Self::Judgement(_) => "Own judgement",
            Self::TagFound(_) => "Tag all found",
            Self::Export(_) => "Export",
            Self::ChartLook(_) => "Charts as files",
            Self::Unsaved => "Unsaved changes",
            Self::Recovered(_) => "Recovered edits",
            Self::Untitled(_) => "Recovered notebook",
            Self::Changed { .. } => "The file was changed by another program",
            Self::Merge(_) => "Conflicting changes",
            Self::Damaged(_) => "Damaged notebook",
            Self::Salvaged { .. } => "Salvaged notebook",
            Self::Kept(_) => "Unsaved work that was set aside",
            Self::GoTo(_) => "Go to",
            Self::PickTag(_) => "Give a tag",
            Self::Folder(_) => "Folder",
            Self::Palette(_) => "Command palette",
            Self::BriefTitle(_) => "Title of the brief",
            Self::Draft(_) => "Draft a brief from claims",
            Self::HandOver(_) => "Export",
            Self::Rules => "Rules",
            Self::Settings(_) => "Settings",
            Self::Shortcuts => "Keyboard shortcuts",
            Self::About => "About Claimbook",
        }
    }

    /// The command palette.
    pub fn palette() -> Self {
        Self::Palette(PaletteState::default())
    }
}
