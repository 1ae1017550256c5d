//! Detects the format of a source from its bytes.

use super::format::{FORMATS, Format, FormatRow, Mark};
use super::office;

impl Format {
    /// Detects the format from the bytes, for sources whose name does not settle it; `None` if they match no format.
    ///
    /// ```
    /// use claimbook::import::Format;
    ///
    /// assert_eq!(Format::of_bytes(b"%PDF-1.7"), Some(Format::Pdf));
    /// assert_eq!(Format::of_bytes(b"<!DOCTYPE html><title>Shops</title>"), Some(Format::Html));
    /// assert_eq!(Format::of_bytes(b"Just words"), None);
    /// ```
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let first = bytes.get(..bytes.len().min(1_024))?;
        let says = |row: &FormatRow| match row.mark {
            Mark::Start(start) => bytes.starts_with(start),
            // A text may mention “%PDF-”; a PDF file itself is binary.
            Mark::Within(part) => {
                let is_there = memchr::memmem::find(first, part).is_some();
                bytes.starts_with(part) || is_there && is_binary(bytes)
            }
            Mark::None | Mark::Package { .. } | Mark::Head(_) => false,
        };
        if let Some(format) = Self::find(says) {
            return Some(format);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Self::of_package(bytes);
        }
        let head = first.to_ascii_lowercase();
        let head = String::from_utf8_lossy(&head);
        let head = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        // The last match wins, because MHTML contains HTML.
        let is_like = |row: &&FormatRow| matches!(row.mark, Mark::Head(is_like) if is_like(head));
        FORMATS.iter().rev().find(is_like).map(|row| row.format)
    }

    /// Detects the format of a package (ZIP) by its `mimetype` entry, else by the parts that it contains.
    fn of_package(bytes: &[u8]) -> Option<Self> {
        let mut package = office::Package::open(bytes).ok()?;
        let said = package.text("mimetype").ok().flatten().unwrap_or_default();
        let says = |row: &FormatRow| matches!(row.mark, Mark::Package { mimetype, .. } if !mimetype.is_empty() && said.trim_start().starts_with(mimetype));
        let has = |row: &FormatRow| matches!(row.mark, Mark::Package { part, .. } if !part.is_empty() && package.has(part));
        Self::find(says).or_else(|| Self::find(has))
    }
}

/// Whether the first 4,096 bytes are not UTF-8 text or contain a NUL.
fn is_binary(bytes: &[u8]) -> bool {
    const LOOKED_AT: usize = 4_096;
    let head = bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or_default();
    match std::str::from_utf8(head) {
        Ok(text) => text.contains('\0'),
        // The last character may be cut off.
        Err(error) => error.error_len().is_some() || head.len() < LOOKED_AT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_about_a_pdf_is_not_one() {
        assert_eq!(Format::of_bytes(b"A PDF begins with %PDF-1.7 and ends with %%EOF."), None);
        assert_eq!(Format::of_bytes(b"%PDF-1.7\n1 0 obj"), Some(Format::Pdf));
        assert_eq!(Format::of_bytes(b"junk before\n%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), Some(Format::Pdf));
        let long = format!("%%PDF-1.7 {}", "é".repeat(4_096));
        assert_eq!(Format::of_bytes(long.as_bytes()), None);
    }
}
