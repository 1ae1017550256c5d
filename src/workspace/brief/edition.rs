//! Published versions of briefs: what a brief says today, to be compared with later.

use jiff::civil::Date;

use crate::export::ReportFormat;
use crate::export::report::Texts;
use crate::notebook::{BriefBlock, BriefId, Edition, EditionId, Notebook, PublishedBlock, bytes_hash};
use crate::workspace::brief::report::brief_report;
use crate::writing::Look;

/// A brief as it is today, as a version to be kept; `None` if there is no such brief.
pub fn edition_of(notebook: &Notebook, brief: BriefId, today: Date, id: EditionId) -> Option<Edition> {
    let (report, _) = brief_report(notebook, brief, Texts::Context, today)?;
    let written = ReportFormat::of_ending("md").and_then(|format| format.write(&report).ok());
    let hash = written.map(|artifact| bytes_hash(&artifact.bytes)).unwrap_or_default();
    let blocks: Vec<&BriefBlock> = notebook.blocks_of(brief).collect();
    let look = Look::of(notebook, blocks.iter().copied());
    // As it is read: with the words that follow what they show.
    let blocks = blocks.into_iter().map(|block| PublishedBlock::from(&*look.as_read(block))).collect();
    Some(Edition { id, brief, made: today, title: report.title, hash, blocks })
}
