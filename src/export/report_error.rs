//! What can go wrong while a report is written.

use super::charts::ChartFileError;

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A chart of it could not be drawn.
    #[error(transparent)]
    Chart(#[from] ChartFileError),
    /// The PDF could not be made.
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
    /// The package of its files could not be made.
    #[error("the report cannot be packed: {0}")]
    Package(#[from] zip::result::ZipError),
}
