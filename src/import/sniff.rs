//! What bytes are, by what stands in them.

use super::format::{FORMATS, Format, FormatRow, Mark};
use super::office;

impl Format {
    /// What the bytes themselves say, where a name says nothing or something else.
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
            Mark::Within(part) => memchr::memmem::find(first, part).is_some(),
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
        // What is inside of another says less than what is around it.
        let is_like = |row: &&FormatRow| matches!(row.mark, Mark::Head(is_like) if is_like(head));
        FORMATS.iter().rev().find(is_like).map(|row| row.format)
    }

    /// What a package is by what it says and by the parts that it has.
    fn of_package(bytes: &[u8]) -> Option<Self> {
        let mut package = office::Package::open(bytes).ok()?;
        let said = package.text("mimetype").ok().flatten().unwrap_or_default();
        let says = |row: &FormatRow| matches!(row.mark, Mark::Package { mimetype, .. } if !mimetype.is_empty() && said.trim_start().starts_with(mimetype));
        let has = |row: &FormatRow| matches!(row.mark, Mark::Package { part, .. } if !part.is_empty() && package.has(part));
        Self::find(says).or_else(|| Self::find(has))
    }
}
