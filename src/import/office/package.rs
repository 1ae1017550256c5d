//! A zip file whose entries are read with limits: zip bombs are rejected.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::import::imported::ImportError;

/// Limits for the unpacked size of one entry and of all entries that are read, in bytes.
const MOST_ENTRY: u64 = 256_000_000;
const MOST_TOTAL: u64 = 512_000_000;
const MOST_ENTRIES: usize = 10_000;
/// The largest ratio of unpacked to packed size, for entries larger than [`SMALL`] bytes.
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

    /// Whether it contains a part of this name.
    pub(in crate::import) fn has(&mut self, name: &str) -> bool {
        self.archive.by_name(name).is_ok()
    }

    /// Unpacks a part; `None` if the package has no part of this name, an error if it exceeds a limit.
    pub(in crate::import) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let Ok(entry) = self.archive.by_name(name.trim_start_matches('/')) else { return Ok(None) };
        let packed = entry.compressed_size().max(1);
        // The size that the entry declares is not trusted: reading stops at the limit.
        let room = MOST_ENTRY.min(MOST_TOTAL - self.read).min((packed * MOST_RATIO).max(SMALL));
        let mut bytes = Vec::new();
        entry
            .take(room + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| ImportError::Damaged("part of its package cannot be unpacked"))?;
        if bytes.len() as u64 > room {
            return Err(ImportError::Damaged("a part of it unpacks to far more than any real document: it may be malicious"));
        }
        self.read += bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// Unpacks every part once, for a reader that would do so without limits.
    pub(in crate::import) fn check_all(mut self) -> Result<(), ImportError> {
        let names: Vec<String> = self.archive.file_names().flatten().map(|name| name.into_owned()).collect();
        names.iter().try_for_each(|name| self.bytes(name).map(drop))
    }

    /// Unpacks a part as text: in the encoding of its byte order mark, else as UTF-8. An encoding in the XML declaration is
    /// ignored.
    pub(in crate::import) fn text(&mut self, name: &str) -> Result<Option<String>, ImportError> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let (encoding, mark) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
        Ok(Some(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()))
    }

    /// Unpacks a required part as text; an error if it is missing.
    pub(in crate::import) fn needed(&mut self, name: &str) -> Result<String, ImportError> {
        self.text(name)?.ok_or(ImportError::Damaged("a required part of it is missing"))
    }
}
