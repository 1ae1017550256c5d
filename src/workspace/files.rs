//! Sources from the disk and from the clipboard.

use std::path::{Path, PathBuf};

use super::Progress;
use super::isolation::{self, Isolation};
use crate::import::{self, Format, ImportError, Part, Request};
use crate::notebook::Details;

pub use crate::import::Imported;

/// What became of one file.
#[derive(Debug)]
pub struct ImportJob {
    /// Which file.
    pub path: PathBuf,
    /// The source, or a sentence that says why there is none and what to do.
    pub result: Result<Imported, String>,
}

/// Imports files one by one, until cancelled.
pub fn import_files(paths: Vec<PathBuf>, isolation: &Isolation, progress: &Progress) -> Vec<ImportJob> {
    let total = paths.len().max(1);
    let mut jobs = Vec::new();
    for (place, path) in paths.into_iter().enumerate() {
        if progress.is_cancelled() {
            break;
        }
        let result = import_file(&path, Part::Article, isolation, progress);
        jobs.push(ImportJob { path, result });
        progress.set_percent(u8::try_from((place + 1) * 100 / total).unwrap_or(100));
    }
    jobs
}

/// What is known of a source besides its text: where it came from, and what to call it where it says nothing itself.
pub fn details_of(path: &Path, imported: &Imported) -> Details {
    let text = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
    let title = imported.title.clone().unwrap_or_else(|| text(path.file_stem()));
    Details { title, file_name: text(path.file_name()), ..Details::default() }
}

/// Imports one file; of a web page the part that is wanted. Text is read at once: nothing in it can do harm.
pub fn import_file(path: &Path, part: Part, isolation: &Isolation, progress: &Progress) -> Result<Imported, String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_text = matches!(Format::of_file_name(&name), Some(Format::Markdown));
    isolation::read(path, part, if is_text { &Isolation::Here } else { isolation }, progress)
}

/// Imports pasted text: Markdown where it has headings, lists or quotations of it, else plain.
pub fn import_text(text: &str) -> Result<Imported, ImportError> {
    let looks_like_markdown = text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("# ") || line.starts_with("## ") || line.starts_with("> ") || line.contains("](http")
    });
    import::import(text.as_bytes(), Request::of(if looks_like_markdown { Format::Markdown } else { Format::PlainText }))
}
