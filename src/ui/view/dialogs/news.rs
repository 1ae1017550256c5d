//! What the dialogs about recovery and damage tell of.

use std::path::{Path, PathBuf};

use crate::notebook::{counted, long_date};
use crate::workspace::{Clock, Recovered};

/// What is said about a recovery.
#[derive(Debug, Clone, Default)]
pub struct RecoveredNews {
    /// The notebook's name.
    pub name: String,
    /// What the edits did and how often.
    pub summary: Vec<(String, usize)>,
    /// What was wrong with the journal.
    pub damage: Option<String>,
    /// How many steps there are.
    pub steps: usize,
    /// When it was begun and what is in it.
    pub about: String,
}

impl RecoveredNews {
    pub(in crate::ui) fn of(recovered: &Recovered, path: &Path) -> Self {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Self { name, summary: recovered.summary(), damage: recovered.damage.clone(), steps: recovered.steps(), ..Self::default() }
    }

    /// Of a notebook in no file: which of how many, when it was begun, what was read in it.
    pub(in crate::ui) fn of_untitled(recovered: &Recovered, count: usize, clock: &Clock) -> Self {
        let (date, time) = clock.civil(recovered.begun());
        let begun = format!("{}, {:02}:{:02}", long_date(date), time.hour(), time.minute());
        let mut about = vec![format!("Begun {begun}.")];
        let titles = recovered.new_titles();
        if let Some(first) = titles.first() {
            let more = titles.len() - 1;
            let more = if more > 0 { format!(" and {}", counted(more, "more source")) } else { String::new() };
            about.push(format!("With “{first}”{more}."));
        }
        if count > 1 {
            about.push(format!("{} wait.", counted(count, "notebook")));
        }
        Self { about: about.join(" "), ..Self::of(recovered, Path::new(&*recovered.file())) }
    }
}

/// What is said about a damaged file.
#[derive(Debug, Clone)]
pub struct DamagedNews {
    /// Which.
    pub path: PathBuf,
    /// What is wrong with it.
    pub message: String,
    /// Whether anything of a notebook can be read in it.
    pub is_notebook: bool,
    /// The version before, where it is sound.
    pub backup: Option<PathBuf>,
    /// The journal, where there is one.
    pub journal: Option<PathBuf>,
}
