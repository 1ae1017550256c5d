//! The log: warnings and errors, on standard error and in a file beside the crash reports.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use super::disk::{Disk as _, RealDisk};
use super::gate;

/// A file longer than this, in bytes, is renamed to `.old` at the start, and a new one is begun.
const LONG: u64 = 1 << 20;

/// Writes to standard error and, if it could be opened, to a file.
#[derive(Debug)]
pub struct LogSink(Option<File>);

impl LogSink {
    /// Opens the log in a folder; if that fails, the log goes only to standard error.
    pub fn open(folder: Option<&Path>) -> Self {
        Self(folder.and_then(|folder| {
            let path = folder.join("claimbook.log");
            std::fs::create_dir_all(folder).ok()?;
            if gate::look(&path).is_ok_and(|found| found.len() > LONG) {
                RealDisk.rename(&path, &super::atomic::beside(&path, ".old")).ok();
            }
            gate::append_or_create(&path).ok()
        }))
    }
}

impl Write for LogSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(file) = &mut self.0 {
            file.write_all(bytes).ok();
        }
        io::stderr().write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
