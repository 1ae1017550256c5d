//! Reads sources from files and web addresses, and pasted text, before they are added to a notebook.
//!
//! An [`Intake`] holds the settings for it: where formats are parsed, where originals are kept, and the limits of downloads.
//! Everything here can run in the background; adding the result is one edit of the workspace.

use std::path::{Path, PathBuf};

use crate::fetch::{self, Again, Answer, FetchError, Fetched, Validators};
use crate::import::{self, Content, Format, ImportError, MAX_BYTES, Part, Request};
use crate::notebook::{Details, FETCHED, Original};
use crate::store::{self, Originals};
use crate::workspace::intake::isolation::{self, How, Isolation, Refusal};
use crate::workspace::{Clock, Progress};

pub use crate::import::Imported;

/// The settings for reading sources.
#[derive(Debug, Clone, Default)]
pub struct Intake {
    /// Where formats are parsed.
    pub isolation: Isolation,
    /// Where the files that sources are read from are kept.
    pub originals: Originals,
    /// The limits of a download.
    pub network: fetch::Limits,
}

/// The origin of a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// An address on the web.
    Address(String),
    /// A record of a bibliography that has no file.
    Record {
        /// The bibliography.
        list: PathBuf,
        /// The index of the record, from 0.
        number: usize,
        /// The title of the record.
        title: String,
    },
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Address(address) => address.fmt(f),
            Self::Record { list, title, .. } => {
                write!(f, "“{title}” in {}", list.file_name().unwrap_or_default().to_string_lossy())
            }
        }
    }
}

/// A source that was read, with everything known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its text, and the details found in it.
    pub imported: Imported,
    /// Details from elsewhere: its title if the text has none, its file name.
    pub details: Details,
    /// The file that it was read from, if it is kept.
    pub original: Option<Original>,
}

/// The settings for reading one source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The part of a web page that is imported.
    pub part: Part,
    /// Its password; empty if it has none.
    pub password: String,
}

impl Wanted {
    /// The same part of a web page as was imported before.
    pub fn as_before(details: &Details) -> Self {
        let part = details.found_in.get("text").and_then(|stored| Part::of_stored(stored)).unwrap_or_default();
        Self { part, ..Self::default() }
    }
}

/// The result of reading one source.
#[derive(Debug)]
pub struct ImportJob {
    /// Where the source comes from.
    pub origin: Origin,
    /// The source, or the reason why it could not be read.
    pub result: Result<Source, Refusal>,
    /// Its details in a bibliography, which take precedence over its own.
    pub record: Option<Details>,
}

impl Intake {
    /// Reads a source from its origin. A record without a file fails with [`Refusal::NoFile`].
    pub fn read(&self, origin: &Origin, wanted: &Wanted, progress: &Progress) -> Result<Source, Refusal> {
        match origin {
            Origin::File(path) => self.file(path, wanted, progress),
            Origin::Address(address) => self.address(address, wanted, progress),
            Origin::Record { .. } => Err(Refusal::NoFile),
        }
    }

    /// Reads a source from its origin, with its details in a bibliography, which take precedence over its own.
    pub fn read_with(
        &self,
        origin: &Origin,
        wanted: &Wanted,
        record: Option<&Details>,
        progress: &Progress,
    ) -> Result<Source, Refusal> {
        let mut source = self.read(origin, wanted, progress)?;
        if let Some(record) = record {
            source.details = laid_over(std::mem::take(&mut source.details), record);
        }
        Ok(source)
    }

    /// Reads a file.
    pub fn file(&self, path: &Path, wanted: &Wanted, progress: &Progress) -> Result<Source, Refusal> {
        let text = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = store::read_source(path, MAX_BYTES).map_err(|error| Refusal::Told(error.to_string()))?;
        let how = how(text(path.file_name()), wanted);
        let mut source = self.bytes(&bytes, &how, progress)?;
        if source.imported.title.is_none() {
            source.details.title = text(path.file_stem());
        }
        source.details.file_name = how.name;
        Ok(source)
    }

    /// Downloads a page and reads it.
    pub fn address(&self, address: &str, wanted: &Wanted, progress: &Progress) -> Result<Source, Refusal> {
        let told = |error: FetchError| Refusal::Told(error.to_string());
        self.fetched(fetch::fetch(address, &self.network, progress).map_err(told)?, wanted, progress)
    }

    /// Downloads a page and reads it, with what its server says of this version; `None` if it says that nothing has changed.
    pub fn address_again(
        &self,
        address: &str,
        wanted: &Wanted,
        again: &Again,
        progress: &Progress,
    ) -> Result<Option<(Source, Validators)>, Refusal> {
        match fetch::fetch_again(address, again, &self.network, progress) {
            Err(error) => Err(Refusal::Told(error.to_string())),
            Ok(Answer::Same) => Ok(None),
            Ok(Answer::New(fetched)) => {
                let validators = fetched.validators.clone();
                Ok(Some((self.fetched(*fetched, wanted, progress)?, validators)))
            }
        }
    }

    fn fetched(&self, fetched: Fetched, wanted: &Wanted, progress: &Progress) -> Result<Source, Refusal> {
        let name = fetched.file_name();
        let how = How {
            media_type: fetched.media_type.clone(),
            charset: fetched.charset.clone(),
            address: fetched.address.clone(),
            ..how(name, wanted)
        };
        let mut source = self.bytes(&fetched.bytes, &how, progress)?;
        let found = &mut source.imported.found;
        found.url.get_or_insert_with(|| (fetched.address.clone(), FETCHED.to_owned()));
        source.details.accessed = Some(Clock::System.today());
        if let Some(first) = fetched.redirects.first() {
            source.imported.notices.push(format!("The address {first} redirected to {}.", fetched.address));
        }
        if source.imported.title.is_none() {
            source.details.title = if how.name.is_empty() { fetched.address } else { how.name };
        }
        Ok(source)
    }

    /// Reads bytes, and keeps them as the original if their format contains more than text.
    pub fn bytes(&self, bytes: &[u8], how: &How, progress: &Progress) -> Result<Source, Refusal> {
        let request = how.request();
        let named = request.format.or_else(|| Format::of_file_name(request.name));
        // Markdown is safe to parse in this process.
        let isolation = if named == Some(Format::Markdown) { &Isolation::Here } else { &self.isolation };
        let imported = isolation::read(bytes, how, isolation, progress)?;
        // The child reports the detected format; this process must not open the archive itself.
        let format = imported.format;
        let original = if format.is_more_than_text() {
            let kept = self.originals.keep(bytes, format.ending());
            kept.map_err(|error| Refusal::Told(format!("its original could not be kept: {}", store::reason(&error))))?
        } else {
            None
        };
        let mut details = Details::default();
        if format.row().content == Content::WebPage {
            details = details.found_in("text", how.part.stored());
        }
        Ok(Source { imported, details, original })
    }

    /// Reads a kept original again, with other settings.
    pub fn again(&self, original: &Original, wanted: &Wanted, address: &str, progress: &Progress) -> Result<Source, Refusal> {
        let bytes = self.originals.read(original).map_err(Refusal::Told)?;
        let how = How { address: address.to_owned(), ..how(original.file_name(), wanted) };
        self.bytes(&bytes, &how, progress)
    }
}

/// Returns `below` with each field replaced that `above` fills in; a note is replaced only if it is empty.
pub(in crate::workspace) fn laid_over(mut below: Details, above: &Details) -> Details {
    for ((_, own), (_, other)) in below.texts_mut().into_iter().zip(above.texts()) {
        if !other.trim().is_empty() {
            own.clone_from(other);
        }
    }
    below.published = above.published.or(below.published);
    below.accessed = above.accessed.or(below.accessed);
    below.archived = above.archived.clone().or(below.archived);
    if below.note.trim().is_empty() {
        below.note.clone_from(&above.note);
    }
    // A newer version of a text stands where the one before it stood, and is still to be read.
    if below.folder.is_empty() {
        below.folder.clone_from(&above.folder);
    }
    below.starred |= above.starred;
    below.rank = below.rank.or(above.rank);
    below.found_in.extend(above.found_in.clone());
    below
}

/// Returns the details of an existing source with each field replaced that a record fills in, unless the user typed it.
pub(in crate::workspace) fn filled_from(own: &Details, record: &Details) -> Details {
    let mut record = record.clone();
    let is_typed = |field: &str, is_there: bool| is_there && !own.found_in.contains_key(field);
    let typed = own.texts().into_iter().filter(|(field, text)| is_typed(field, !text.trim().is_empty()));
    let typed: Vec<&str> = typed.map(|(field, _)| field).collect();
    for (_, value) in record.texts_mut().into_iter().filter(|(field, _)| typed.contains(field)) {
        value.clear();
    }
    record.found_in.retain(|field, _| !typed.contains(&field.as_str()));
    if is_typed("published", own.published.is_some()) {
        record.published = None;
        record.found_in.remove("published");
    }
    // Where nothing says where they were found, they are the user's.
    record.accessed = own.accessed.or(record.accessed);
    record.archived = own.archived.clone().or(record.archived);
    laid_over(own.clone(), &record)
}

fn how(name: String, wanted: &Wanted) -> How {
    How { name, part: wanted.part, password: wanted.password.clone(), ..How::default() }
}

impl fetch::Watch for Progress {
    fn bytes(&self, so_far: u64, of: Option<u64>) {
        if let Some(of) = of.filter(|of| *of > 0) {
            self.set_percent(u8::try_from(so_far.saturating_mul(90) / of).unwrap_or(90));
        }
    }

    fn is_cancelled(&self) -> bool {
        Progress::is_cancelled(self)
    }
}

/// Imports pasted text: as Markdown if it has headings, quotations or web links in Markdown syntax, or else as plain text.
pub fn import_text(text: &str) -> Result<Imported, ImportError> {
    let looks_like_markdown = text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("# ") || line.starts_with("## ") || line.starts_with("> ") || line.contains("](http")
    });
    import::import(text.as_bytes(), Request::of(if looks_like_markdown { Format::Markdown } else { Format::PlainText }))
}
