//! Which dialog is open, and what is typed and chosen in it.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::add_source::AddSource;
use super::files::{ExportChart, suggested_path};
use super::importing::ImportList;
use super::judgement::JudgementForm;
use super::merge::MergeForm;
use super::new_chart::NewChart;
use super::news::{DamagedNews, RecoveredNews};
use super::palette::PaletteState;
use super::password::PasswordForm;
use super::points::PointsForm;
use super::tag_found::TagFound;
use crate::notebook::{DocumentId, SeriesId};
use crate::workspace::{KeptJournal, Workspace};

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

impl Dialog {
    /// Opens a notebook, beginning in the folder of the one that is open.
    pub fn open(workspace: &Workspace) -> Self {
        let folder = workspace.path().and_then(Path::parent).map(|folder| format!("{}{}", folder.display(), MAIN_SEPARATOR));
        Self::Open(folder.unwrap_or_default())
    }

    /// Saves, beginning with the path that the notebook has.
    pub fn save_as(workspace: &Workspace) -> Self {
        Self::SaveAs(workspace.path().map_or_else(|| suggested_path(workspace), |path| path.display().to_string()))
    }

    /// A chart of what the chosen claim is about.
    pub fn new_chart(workspace: &Workspace) -> Self {
        Self::NewChart(NewChart::suggested(workspace))
    }

    /// A point of the analyst's own on a series.
    pub fn judgement(series: SeriesId) -> Self {
        Self::Judgement(JudgementForm::of(series))
    }

    /// What a screen reader says when it opens.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Open(_) => "Open a notebook",
            Self::SaveAs(_) => "Save as",
            Self::AddSource(form) if form.version_of.is_some() => "New version of this source",
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
