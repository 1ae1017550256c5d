//! The contents of the dialogs about recovery and damage.

use std::path::{Path, PathBuf};

use crate::notebook::{counted, long_date};
use crate::workspace::{Clock, Recovered};

/// What a dialog shows about a recovery.
#[derive(Debug, Clone, Default)]
pub struct RecoveredNews {
    /// The notebook's name.
    pub name: String,
    /// The names of the recovered edits, and how often each occurs.
    pub summary: Vec<(String, usize)>,
    /// What is wrong with the journal, if anything.
    pub damage: Option<String>,
    /// The number of recovered steps.
    pub steps: usize,
    /// When a notebook that was never saved was begun, and what is in it; empty for others.
    pub about: String,
}

impl RecoveredNews {
    pub(in crate::ui) fn of(recovered: &Recovered, path: &Path) -> Self {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Self { name, summary: recovered.summary(), damage: recovered.damage.clone(), steps: recovered.steps(), ..Self::default() }
    }

    /// For a notebook that was never saved: includes when it was begun, its new sources, and the number of such notebooks.
    pub(in crate::ui) fn of_untitled(recovered: &Recovered, count: usize, clock: &Clock) -> Self {
        let (date, time) = clock.civil(recovered.begun());
        let begun = format!("{}, {:02}:{:02}", long_date(date), time.hour(), time.minute());
        let mut about = vec![format!("Started {begun}.")];
        let titles = recovered.new_titles();
        if let Some(first) = titles.first() {
            let more = titles.len() - 1;
            let more = if more > 0 { format!(" and {}", counted(more, "more source")) } else { String::new() };
            about.push(format!("It contains “{first}”{more}."));
        }
        if count > 1 {
            about.push(format!("{} are waiting to be recovered.", counted(count, "notebook")));
        }
        Self { about: about.join(" "), ..Self::of(recovered, Path::new(&*recovered.file())) }
    }
}

/// What a dialog shows about a damaged file.
#[derive(Debug, Clone)]
pub struct DamagedNews {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub message: String,
    /// Whether any part of it can be read as a notebook.
    pub is_notebook: bool,
    /// The previous version, if it is sound.
    pub backup: Option<PathBuf>,
    /// The recovery journal, if there is one.
    pub journal: Option<PathBuf>,
}
