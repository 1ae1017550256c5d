//! What the window remembers between starts. Nothing here belongs to a notebook, and no work is lost without it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{Disk as _, RealDisk};
use super::{SaveError, resolved, write_over};
use crate::notebook::DocumentId;

/// Window layout, theme and the notebooks that were open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light, dark or the system's theme.
    pub theme: Theme,
    /// Inner size of the window in points at a zoom of 100 %, when it was last neither maximized nor full screen.
    pub window_size: Option<(f32, f32)>,
    /// Whether the window is maximized.
    pub maximized: bool,
    /// Widths of the panels at the sides, in points, of views in which they were not changed.
    pub panels: PanelWidths,
    /// The panels of each view, by its name.
    pub views: BTreeMap<String, ViewPanels>,
    /// Size of the reader's text in points.
    pub reading_size: f32,
    /// The width of the reader's lines.
    pub measure: Measure,
    /// The distance of the reader's lines.
    pub leading: Leading,
    /// Whether the reader uses a font without serifs.
    pub sans: bool,
    /// In which order sources are listed.
    pub source_order: SourceOrder,
    /// Names of columns that the table of claims does not show.
    pub hidden_columns: Vec<String>,
    /// Names of the columns in the order in which they were put; empty if none was moved.
    pub column_order: Vec<String>,
    /// Names of columns that were made wider or narrower, with their widths in points.
    pub column_widths: Vec<(String, f32)>,
    /// The keys of commands that have others than usual, by the names of the commands; empty for a command without keys.
    pub keys: BTreeMap<String, String>,
    /// Whether addresses of this computer and of private networks may be fetched.
    pub allow_private_addresses: bool,
    /// Whether the introduction to the example is finished.
    pub tour_done: bool,
    /// Whether the lines of guidance for the first minutes are done, or were closed.
    pub guide_done: bool,
    /// How charts look as files.
    pub chart_files: ChartFiles,
    /// The zoom factor of the whole window, 0.5 to 3; 1 is the default.
    pub zoom: f32,
    /// Notebooks opened or saved before, the last one first.
    pub recent: Vec<PathBuf>,
    /// The notebook to open at the next start; `None` for the example.
    pub last: Option<PathBuf>,
    /// The last reading position of each recent notebook.
    pub places: Vec<Place>,
}

/// The last reading position in a notebook, restored when it is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The notebook's file.
    pub path: PathBuf,
    /// The name of the open view.
    pub view: String,
    /// The document in the reader.
    pub document: Option<DocumentId>,
    /// For each document that was open, the first byte in sight.
    #[serde(default)]
    pub bytes: Vec<(DocumentId, usize)>,
    /// For each document that was open, the byte up to which it was seen.
    #[serde(default)]
    pub reached: Vec<(DocumentId, usize)>,
    /// The folders of sources that were closed.
    #[serde(default)]
    pub closed_folders: Vec<String>,
    /// When it was left, in milliseconds since 1970; 0 if that is not known.
    #[serde(default)]
    pub left_at: u64,
}

/// The width of lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// About 55 characters.
    Narrow,
    /// About 70 characters.
    #[default]
    Medium,
    /// About 90 characters.
    Wide,
}

impl Measure {
    /// One step wider; `Wide` stays.
    pub fn wider(self) -> Self {
        match self {
            Self::Narrow => Self::Medium,
            Self::Medium | Self::Wide => Self::Wide,
        }
    }

    /// One step narrower; `Narrow` stays.
    pub fn narrower(self) -> Self {
        match self {
            Self::Wide => Self::Medium,
            Self::Medium | Self::Narrow => Self::Narrow,
        }
    }
}

impl Leading {
    /// One step further apart; `Loose` stays.
    pub fn looser(self) -> Self {
        match self {
            Self::Tight => Self::Medium,
            Self::Medium | Self::Loose => Self::Loose,
        }
    }

    /// One step closer together; `Tight` stays.
    pub fn tighter(self) -> Self {
        match self {
            Self::Loose => Self::Medium,
            Self::Medium | Self::Tight => Self::Tight,
        }
    }
}

/// The distance of lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Leading {
    /// 1.4 times the type size.
    Tight,
    /// 1.55 times the type size.
    #[default]
    Medium,
    /// 1.8 times the type size.
    Loose,
}

/// Widths of the panels in points; `None` for the default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PanelWidths {
    /// The list of sources.
    pub sources: Option<f32>,
    /// The claims sidebar.
    pub claims: Option<f32>,
    /// The search panel.
    pub search: Option<f32>,
    /// The assumptions beside a forecast.
    pub assumptions: Option<f32>,
}

/// How charts look as files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChartFiles {
    /// Whether they have the inks of the dark theme.
    pub dark: bool,
    /// Width and height in points; `None` for the size that suits the chart.
    pub size: Option<(u16, u16)>,
}

/// A panel at a side of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The list of sources.
    Sources,
    /// The claims sidebar.
    Claims,
}

/// The panels of a view, as they were left there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewPanels {
    /// Whether the list of sources is open; `None` as the view begins.
    pub sources: Option<bool>,
    /// Whether the claims sidebar is open; `None` as the view begins.
    pub claims: Option<bool>,
    /// Their widths, in points.
    pub widths: PanelWidths,
}

impl ViewPanels {
    /// Whether a panel is open; `None` as the view begins.
    pub fn open(&self, side: Side) -> &Option<bool> {
        match side {
            Side::Sources => &self.sources,
            Side::Claims => &self.claims,
        }
    }

    /// Whether a panel is open, to be changed.
    pub fn open_mut(&mut self, side: Side) -> &mut Option<bool> {
        match side {
            Side::Sources => &mut self.sources,
            Side::Claims => &mut self.claims,
        }
    }
}

/// In which order sources are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SourceOrder {
    /// As they were added.
    #[default]
    Added,
    /// The newest first, those without a day last.
    Newest,
    /// The oldest first, those without a day last.
    Oldest,
    /// By publisher, then by day.
    Publisher,
    /// By title.
    Title,
    /// Those with the fewest claims first.
    FewestClaims,
    /// Those still to be read first, the newest of them on top.
    UnreadFirst,
    /// Those with the most suggestions left first.
    MostSuggested,
    /// As they were put by hand.
    ByHand,
}

impl SourceOrder {
    /// All orders with their names.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Added, "As added"),
        (Self::Newest, "Newest first"),
        (Self::Oldest, "Oldest first"),
        (Self::Publisher, "By publisher"),
        (Self::Title, "By title"),
        (Self::FewestClaims, "Fewest claims first"),
        (Self::UnreadFirst, "Unread first"),
        (Self::MostSuggested, "Most suggestions left first"),
        (Self::ByHand, "By hand: drag them"),
    ];
}

/// Light, dark or the system's theme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// As the system is set.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            window_size: None,
            maximized: false,
            panels: PanelWidths::default(),
            views: BTreeMap::new(),
            reading_size: 17.0,
            measure: Measure::default(),
            leading: Leading::default(),
            sans: false,
            source_order: SourceOrder::default(),
            // Notes are also in the sidebar, and mostly empty.
            hidden_columns: vec!["Note".to_owned()],
            column_order: Vec::new(),
            column_widths: Vec::new(),
            keys: BTreeMap::new(),
            allow_private_addresses: false,
            tour_done: false,
            guide_done: false,
            chart_files: ChartFiles::default(),
            zoom: 1.0,
            recent: Vec::new(),
            last: None,
            places: Vec::new(),
        }
    }
}

const MAX_RECENT: usize = 12;
/// The largest settings file that is read, in bytes. Ours have some kilobytes.
const MAX_BYTES: u64 = 1 << 20;

/// The folder for the program's data: the platform's folder, or `CLAIMBOOK_CONFIG_DIR` if that is set.
pub fn data_folder() -> Option<PathBuf> {
    match std::env::var_os("CLAIMBOOK_CONFIG_DIR") {
        Some(folder) => Some(PathBuf::from(folder)),
        None => Some(directories::ProjectDirs::from("", "", "claimbook")?.data_local_dir().to_owned()),
    }
}

impl Settings {
    /// The path of the settings file: in the platform's folder, or in `CLAIMBOOK_CONFIG_DIR` if that is set.
    pub fn path() -> Option<PathBuf> {
        let folder = match std::env::var_os("CLAIMBOOK_CONFIG_DIR") {
            Some(folder) => PathBuf::from(folder),
            None => directories::ProjectDirs::from("", "", "claimbook")?.config_dir().to_owned(),
        };
        Some(folder.join("settings.ron"))
    }

    /// Loads the settings from a file, or the defaults if there is none. If it cannot be read or parsed, that is logged and it
    /// is replaced at the next save; nothing in it is work.
    pub fn load(path: &Path) -> Self {
        let reset = |reason: String| {
            log::warn!("settings were reset: {reason} in {}", path.display());
            Self::default()
        };
        match RealDisk.read(&resolved(path), MAX_BYTES) {
            Ok(bytes) => ron::de::from_bytes(&bytes).unwrap_or_else(|error| reset(error.to_string())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(error) => reset(error.to_string()),
        }
    }

    /// Writes the settings to a file; creates its folder if needed.
    pub fn save(&self, path: &Path) -> Result<(), SaveError> {
        let failed = |source| SaveError::failed(path, source);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default())
            .map_err(|error| failed(std::io::Error::other(error)))?;
        write_over(path, text.as_bytes())
    }

    /// Puts a notebook first among the recent ones and makes it the one to reopen.
    pub fn remember(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MAX_RECENT);
        self.last = Some(path.to_owned());
    }

    /// Remembers the reading position in a notebook.
    pub fn leave(&mut self, place: Place) {
        self.places.retain(|known| known.path != place.path);
        self.places.insert(0, place);
        self.places.truncate(MAX_RECENT);
    }

    /// The last reading position in a notebook.
    pub fn place_of(&self, path: &Path) -> Option<&Place> {
        self.places.iter().find(|place| place.path == path)
    }

    /// Forgets a notebook that is no longer at its path.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.places.retain(|known| known.path != path);
        if self.last.as_deref() == Some(path) {
            self.last = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_and_damage_means_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/settings.ron");
        let mut settings = Settings { theme: Theme::Dark, ..Settings::default() };
        settings.remember(Path::new("/a.ron"));
        settings.remember(Path::new("/b.ron"));
        settings.remember(Path::new("/a.ron"));
        assert_eq!(settings.recent.len(), 2);
        settings.save(&path).unwrap();
        assert_eq!(Settings::load(&path), settings);
        std::fs::write(&path, "(theme: Purple)").unwrap();
        assert_eq!(Settings::load(&path), Settings::default());
        settings.leave(Place {
            path: "/a.ron".into(),
            view: "Read".into(),
            document: None,
            bytes: Vec::new(),
            reached: Vec::new(),
            closed_folders: vec!["Filings".to_owned()],
            left_at: 1_795_212_120_000,
        });
        settings.forget(Path::new("/a.ron"));
        assert_eq!((settings.last.as_deref(), settings.place_of(Path::new("/a.ron"))), (None, None));
        // A folder in its place can be read as little as a damaged file.
        assert_eq!(Settings::load(folder.path()), Settings::default());
    }
}
