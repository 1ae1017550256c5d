//! A zip file whose entries are read with limits: a bomb is refused, not unpacked.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::import::imported::ImportError;

/// The most that one entry, and that all entries that are read, may hold, in bytes.
const MOST_ENTRY: u64 = 256_000_000;
const MOST_TOTAL: u64 = 512_000_000;
const MOST_ENTRIES: usize = 10_000;
/// An entry that grows by more than this is not a document, unless it stays small.
const MOST_RATIO: u64 = 100;
const SMALL: u64 = 1_000_000;

/// An open package.
pub(in crate::import) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    read: u64,
}

impl<'a> Package<'a> {
    pub(in crate::import) fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ImportError::Damaged("its package cannot be opened"))?;
        if archive.len() > MOST_ENTRIES {
            return Err(ImportError::Damaged("its package holds far more parts than any real one"));
        }
        Ok(Self { archive, read: 0 })
    }

    /// Whether it holds a part of this name.
    pub(in crate::import) fn has(&mut self, name: &str) -> bool {
        self.archive.by_name(name).is_ok()
    }

    /// A part as bytes; `None` where there is none of this name.
    pub(in crate::import) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let Ok(entry) = self.archive.by_name(name.trim_start_matches('/')) else { return Ok(None) };
        let packed = entry.compressed_size().max(1);
        // What the entry says of its size is not believed: reading stops at the limit.
        let room = MOST_ENTRY.min(MOST_TOTAL - self.read).min((packed * MOST_RATIO).max(SMALL));
        let mut bytes = Vec::new();
        entry
            .take(room + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| ImportError::Damaged("a part of its package cannot be unpacked"))?;
        if bytes.len() as u64 > room {
            return Err(ImportError::Damaged(
                "a part of it unpacks to far more than any real document: it may be made to do harm",
            ));
        }
        self.read += bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// Unpacks every part once, for a reader that would do so without limits.
    pub(in crate::import) fn check_all(mut self) -> Result<(), ImportError> {
        let names: Vec<String> = self.archive.file_names().flatten().map(|name| name.into_owned()).collect();
        names.iter().try_for_each(|name| self.bytes(name).map(drop))
    }

    /// A part as text. XML is UTF-8 but for what a mark or its first line says.
    pub(in crate::import) fn text(&mut self, name: &str) -> Result<Option<String>, ImportError> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let (encoding, mark) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
        Ok(Some(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()))
    }

    /// A part that must be there.
    pub(in crate::import) fn needed(&mut self, name: &str) -> Result<String, ImportError> {
        self.text(name)?.ok_or(ImportError::Damaged("a part of it that it cannot do without is missing"))
    }
}
