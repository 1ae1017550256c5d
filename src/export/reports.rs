//! Reports as files: one table of formats, read by the commands and by the window.

use super::artifact::{Artifact, endings_in_words, file_name};
use super::charts::ChartFileError;
use super::report::Report;
use super::report_error::ReportError;
use super::{docx, html, markdown, odt, pdf};
use crate::chart::FileMeasure;

/// A format that reports can be exported in: a row of [`ReportFormat::ALL`].
#[derive(Debug, Clone, Copy)]
pub struct ReportFormat {
    /// The name of the format, as a row of a menu begins.
    pub label: &'static str,
    /// What a reader gets, in a few words.
    pub gives: &'static str,
    /// The row of a chart's menu.
    pub with_evidence: &'static str,
    /// The file name extension, without a dot.
    pub ending: &'static str,
    encode: fn(&Report) -> Result<Vec<u8>, ReportError>,
}

impl ReportFormat {
    /// The format with pages.
    pub const PDF: Self = Self {
        label: "PDF",
        gives: "tagged, with the evidence at the end",
        with_evidence: "Save with evidence as PDF…",
        ending: "pdf",
        encode: pdf::write,
    };

    /// All formats, in the order of the menu. The window and `claimbook report` read this table.
    pub const ALL: [Self; 5] = [
        Self {
            label: "Web page",
            gives: "one file; every number leads to its sentence",
            with_evidence: "Save with evidence as a web page…",
            ending: "html",
            encode: as_html,
        },
        Self {
            label: "Word",
            gives: "notes at the foot, numbers stay linked",
            with_evidence: "Save with evidence for Word…",
            ending: "docx",
            encode: docx::write,
        },
        Self::PDF,
        Self {
            label: "OpenDocument",
            gives: "for LibreOffice",
            with_evidence: "Save with evidence for LibreOffice…",
            ending: "odt",
            encode: odt::write,
        },
        Self {
            label: "Markdown",
            gives: "notes with quote and address",
            with_evidence: "Save with evidence as Markdown…",
            ending: "md",
            encode: as_markdown,
        },
    ];

    /// Returns the format for a file name extension, in any case.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending.eq_ignore_ascii_case(ending))
    }

    /// Returns the endings of all formats for a sentence: “.html or .md”.
    pub fn endings() -> String {
        endings_in_words(&Self::ALL.map(|format| format.ending))
    }

    /// Writes a report. The warning says which of its claims a reader has to be careful with.
    pub fn write(&self, report: &Report) -> Result<Artifact, ReportError> {
        let bytes = (self.encode)(report)?;
        Ok(Artifact { name: file_name(&report.title, "report"), ending: self.ending, bytes, warning: report.caution() })
    }
}

fn as_html(report: &Report) -> Result<Vec<u8>, ReportError> {
    let measure = FileMeasure::new().ok_or(ChartFileError::Font)?;
    Ok(html::write(report, &measure).into_bytes())
}

fn as_markdown(report: &Report) -> Result<Vec<u8>, ReportError> {
    Ok(markdown::write(report).into_bytes())
}
