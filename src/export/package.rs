//! Packages of XML files (ECMA-376 part 2, OpenDocument 1.3 part 2): the zip around Word and OpenDocument texts, the same bytes for the same
//! parts; and charts as pictures for them.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::chart::{Figure, Sheet, picture, png};
use crate::export::ChartFileError;

/// A file of a package.
pub(super) struct Part {
    pub name: String,
    pub bytes: Vec<u8>,
    /// Whether it is stored as it is: OpenDocument asks for that of its first file.
    pub is_stored: bool,
}

impl Part {
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into(), is_stored: false }
    }
}

/// The package of these parts, in this order.
pub(super) fn zipped(parts: &[Part]) -> zip::result::ZipResult<Vec<u8>> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        let method = if part.is_stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        // One time for all: two exports of the same are the same.
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        package.start_file(part.name.as_str(), options)?;
        package.write_all(&part.bytes)?;
    }
    Ok(package.finish()?.into_inner())
}

/// A chart as a picture for a text: its bytes as PNG, and its width and height in points.
pub(super) fn drawn(figure: &Figure) -> Result<(Vec<u8>, (f32, f32)), ChartFileError> {
    /// About 200 pixels an inch, on a page.
    const SCALE: f32 = 1.5;
    let sheet = column_sheet(figure);
    let drawn = picture(figure, sheet, SCALE)?;
    Ok((png(figure, &drawn)?, sheet.size))
}

/// The size of a chart as wide as a column of text, so that its words are as large as they should be.
pub(super) fn column_sheet(figure: &Figure) -> Sheet {
    const WIDTH: f32 = 860.0;
    let (width, height) = figure.size();
    Sheet { size: (WIDTH.min(width), (height * 0.5 + height * 0.5 * WIDTH / width).min(height).round()), ..Sheet::of(figure) }
}
