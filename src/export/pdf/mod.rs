//! A report as a PDF: tagged (PDF/UA-1, PDF/A-2a), with an outline, and with a link from every number to its evidence at the end.
//!
//! First everything gets its place (`lines`, `pages`); then it is drawn (`emit`), when it is known where links lead. There are no
//! notes at the foot: a number leads to its evidence, which has the sentence and leads back.

mod charts;
mod content;
mod emit;
mod fonts;
mod lines;
mod pages;

use super::report::Report;
use super::report_error::ReportError;
use crate::chart::FileMeasure;
use crate::export::ChartFileError;

/// Writes the file.
pub(super) fn write(report: &Report) -> Result<Vec<u8>, ReportError> {
    // A font of the computer may lack what a standard demands: rather a file without its seal than none.
    written(report, true).or_else(|error| {
        log::warn!("the PDF does not keep to PDF/A: {error}");
        written(report, false)
    })
}

fn written(report: &Report, is_strict: bool) -> Result<Vec<u8>, ReportError> {
    let mut fonts = fonts::Fonts::new(report.fonts.clone()).ok_or(ChartFileError::Font)?;
    let measure = FileMeasure::new().ok_or(ChartFileError::Font)?;
    let mut pages = pages::Pages::new(&mut fonts);
    content::fill(report, &measure, &mut pages);
    let laid_out = pages.finish();
    emit::write(report, laid_out, &mut fonts, is_strict)
}
