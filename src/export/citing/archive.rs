//! The styles that come with the program, and the words of the languages that they are in (assets/styles.py).

use std::io::{Cursor, Read as _};

use hayagriva::citationberg::{Locale, Style};
use serde::de::DeserializeOwned;
use zip::ZipArchive;

/// A line for each style: what is on screen, its file, its names.
const INDEX: &str = include_str!("../../../assets/styles/index.tsv");
const FILES: &[u8] = include_bytes!("../../../assets/styles/styles.zip");

/// A style as the index lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its name on screen.
    pub(super) label: &'static str,
    file: &'static str,
    names: &'static str,
}

impl Row {
    /// The names by which notebooks keep it, the usual one first.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.names.split(' ')
    }

    /// The style itself.
    pub(super) fn style(&self) -> Option<Style> {
        read(&format!("styles/{}.cbor", self.file))
    }
}

/// All styles, in the order of their names on screen.
pub(super) fn rows() -> impl Iterator<Item = Row> {
    INDEX.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some(Row { label: cells.next()?, file: cells.next()?, names: cells.next()? })
    })
}

/// The words of all languages.
pub(super) fn locales() -> Vec<Locale> {
    let Ok(archive) = ZipArchive::new(Cursor::new(FILES)) else { return Vec::new() };
    let names = archive.file_names().filter_map(Result::ok);
    names.filter(|name| name.starts_with("locales/")).filter_map(|name| read(&name)).collect()
}

fn read<T: DeserializeOwned>(name: &str) -> Option<T> {
    let mut bytes = Vec::new();
    ZipArchive::new(Cursor::new(FILES)).ok()?.by_name(name).ok()?.read_to_end(&mut bytes).ok()?;
    ciborium::from_reader(bytes.as_slice()).ok()
}

#[cfg(test)]
mod tests {
    use super::{locales, rows};

    #[test]
    fn all_that_is_listed_can_be_read() {
        assert!(rows().count() > 70);
        for row in rows() {
            assert!(row.style().is_some() && row.names().next().is_some_and(|name| !name.is_empty()), "{}", row.label);
        }
        assert!(locales().iter().filter_map(|locale| locale.lang.as_ref()).any(|lang| lang.0 == "en-US"));
    }
}
