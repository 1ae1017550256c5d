//! Everything that is exported: files ([`Artifact`]) of charts and claims, and passages as HTML for the clipboard.
//!
//! Pure: a notebook or a figure in, bytes out. To add a format, add a row to [`ChartFormat::ALL`] or [`ClaimFormat::ALL`]: the
//! commands read these tables, and so does the window's menu. It uses `notebook` and may use `chart`.

mod artifact;
mod bibliography;
mod charts;
mod citation;
mod citing;
mod claims;
mod columns;
mod docx;
mod escape;
mod fragment;
mod html;
mod markdown;
mod odt;
mod package;
mod pdf;
pub mod report;
mod report_error;
mod reports;
mod tables;
mod workbook;

pub use artifact::{Artifact, file_name};
pub use bibliography::SourceFormat;
pub use charts::{ChartFileError, ChartFormat, ChartLook, lacks};
pub use citation::{Copied, cited_chart, cited_claims, cited_passage};
pub use citing::{CitationStyle, ListFormat, UnknownStyle};
pub use claims::{ClaimChoice, ClaimFileError, ClaimFormat};
pub use fragment::{fragment_as_html, table_as_html};
pub use report::Report;
pub use report_error::ReportError;
pub use reports::ReportFormat;
pub use tables::Fields;
