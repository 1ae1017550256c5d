//! Bytes of a source become a document: its canonical text, its blocks, its emphasis.
//!
//! [`import()`] is the one way in. It never fails on odd text, only on bytes that are no text at all, and says in
//! [`Imported::notices`] whatever it had to decide. The canonical text has `\n` for every line end and no U+00AD (which
//! egui would draw as a hyphen); otherwise it is what the source says.
//!
//! Pure. It uses `notebook` only; compiled patterns are the one thing it keeps, and they are constants.

mod container;
mod dates;
mod decode;
mod html;
mod markdown;
mod office;
mod patterns;
mod pdf;
mod plain;
mod records;
mod sheet;
mod writer;

pub use pdf::{LineLayer, PageLayer, Picture, draw as draw_pages, layers as page_layers};
pub use records::{RECORD_ENDINGS, SourceRecord, records};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::notebook::{Block, BlockKind, Details, Document, DocumentId, Span, text_hash};

/// What kind of file the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Paragraphs, with or without wrapped lines.
    PlainText,
    /// CommonMark with tables.
    Markdown,
    /// A web page.
    Html,
    /// A web page with everything around it, as browsers save it (RFC 2557).
    Mhtml,
    /// A web page with everything around it, as Safari saves it.
    Webarchive,
    /// A Word document.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// A book.
    Epub,
    /// Rich Text.
    Rtf,
    /// Pages as they are printed.
    Pdf,
    /// A workbook of Excel.
    Xlsx,
    /// An OpenDocument spreadsheet.
    Ods,
    /// Values separated by commas or the like.
    Csv,
}

/// Endings of file names, each with its format.
const ENDINGS: [(&str, Format); 24] = [
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("txt", Format::PlainText),
    ("text", Format::PlainText),
    ("", Format::PlainText),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("shtml", Format::Html),
    ("mhtml", Format::Mhtml),
    ("mht", Format::Mhtml),
    ("webarchive", Format::Webarchive),
    ("docx", Format::Docx),
    ("docm", Format::Docx),
    ("dotx", Format::Docx),
    ("odt", Format::Odt),
    ("epub", Format::Epub),
    ("rtf", Format::Rtf),
    ("pdf", Format::Pdf),
    ("xlsx", Format::Xlsx),
    ("xlsm", Format::Xlsx),
    ("ods", Format::Ods),
    ("csv", Format::Csv),
    ("tsv", Format::Csv),
];

/// What servers call the formats.
const MEDIA_TYPES: [(&str, Format); 14] = [
    ("text/html", Format::Html),
    ("application/xhtml+xml", Format::Html),
    ("multipart/related", Format::Mhtml),
    ("application/pdf", Format::Pdf),
    ("application/epub+zip", Format::Epub),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", Format::Docx),
    ("application/vnd.oasis.opendocument.text", Format::Odt),
    ("application/rtf", Format::Rtf),
    ("text/rtf", Format::Rtf),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Format::Xlsx),
    ("application/vnd.oasis.opendocument.spreadsheet", Format::Ods),
    ("text/csv", Format::Csv),
    ("text/markdown", Format::Markdown),
    ("text/plain", Format::PlainText),
];

impl Format {
    /// The format that a file name's ending stands for; `None` for one that cannot be imported.
    pub fn of_file_name(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, format)| *format)
    }

    /// The format that a server means by a media type (RFC 6838); `None` for one that says nothing or cannot be imported.
    pub fn of_media_type(name: &str) -> Option<Self> {
        MEDIA_TYPES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        ENDINGS.iter().find(|(_, format)| *format == self).map_or("txt", |(ending, _)| ending)
    }

    /// Whether its files say more than what becomes of them: where pages, pictures or another choice of text could be wanted.
    pub fn is_more_than_text(self) -> bool {
        !matches!(self, Self::PlainText | Self::Markdown)
    }

    /// The endings of file names that can be imported.
    pub fn endings() -> impl Iterator<Item = &'static str> {
        ENDINGS.iter().map(|(ending, _)| *ending).filter(|ending| !ending.is_empty())
    }

    /// What the bytes themselves say, where a name says nothing or something else.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let head = bytes.get(..bytes.len().min(1_024))?.to_ascii_lowercase();
        let head = String::from_utf8_lossy(&head);
        let head = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        if bytes.starts_with(b"{\\rtf") {
            return Some(Self::Rtf);
        }
        if memchr::memmem::find(bytes.get(..bytes.len().min(1_024))?, b"%PDF-").is_some() {
            return Some(Self::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Self::of_package(bytes);
        }
        if bytes.starts_with(b"bplist00") {
            return Some(Self::Webarchive);
        }
        if container::is_mhtml(head) {
            return Some(Self::Mhtml);
        }
        let is_page = head.starts_with("<!doctype html") || head.starts_with("<html") || head.contains("<html");
        is_page.then_some(Self::Html)
    }

    /// What a package is by the parts that it has.
    fn of_package(bytes: &[u8]) -> Option<Self> {
        let mut package = office::Package::open(bytes).ok()?;
        let said = package.text("mimetype").ok().flatten().unwrap_or_default();
        if said.trim_start().starts_with("application/vnd.oasis.opendocument.spreadsheet") {
            return Some(Self::Ods);
        }
        let known = [
            ("META-INF/container.xml", Self::Epub),
            ("word/document.xml", Self::Docx),
            ("xl/workbook.xml", Self::Xlsx),
            ("content.xml", Self::Odt),
        ];
        known.into_iter().find(|(part, _)| package.has(part)).map(|(_, format)| format)
    }
}

/// How much of a web page is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Part {
    /// The article, as Mozilla's Readability finds it.
    #[default]
    Article,
    /// The article, as another way of looking finds it.
    Second,
    /// All of the page.
    WholePage,
}

/// What is to be imported, and what is known of it besides its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// The file's name, for its ending.
    pub name: &'a str,
    /// The format, where it is known better than from name and bytes.
    pub format: Option<Format>,
    /// The address that it came from, where it came from the web.
    pub address: &'a str,
    /// The encoding that its container declares.
    pub charset: Option<&'a str>,
    /// How much of a page is wanted.
    pub part: Part,
    /// The password of a file that asks for one.
    pub password: &'a str,
}

impl Request<'_> {
    /// Bytes of a format, and nothing else known of them.
    pub fn of(format: Format) -> Self {
        Self { format: Some(format), ..Self::default() }
    }
}

/// Something that was read about a source, and where that stands in it.
pub type Stated<T> = Option<(T, String)>;

/// What a source says about itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Found {
    /// Its title.
    pub title: Stated<String>,
    /// Who wrote it.
    pub author: Stated<String>,
    /// The outlet.
    pub publisher: Stated<String>,
    /// The day of publication.
    pub published: Stated<Date>,
    /// The day of the last change.
    pub modified: Stated<Date>,
    /// Its address.
    pub url: Stated<String>,
    /// Its language as a BCP 47 tag.
    pub language: Stated<String>,
}

/// A source ready to become a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// What it was read as.
    pub format: Format,
    /// The canonical text.
    pub text: String,
    /// Its structure.
    pub blocks: Vec<Block>,
    /// Its emphasis and links.
    pub spans: Vec<Span>,
    /// Where each page begins, for a source that has pages.
    pub pages: Vec<usize>,
    /// The number of each table row in its spreadsheet, from 1; empty for other sources.
    pub rows: Vec<u32>,
    /// The title it seems to have.
    pub title: Option<String>,
    /// What it says about itself.
    pub found: Found,
    /// What had to be decided or was lost, each a sentence for a person.
    pub notices: Vec<String>,
}

/// Why bytes could not be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The bytes are not text.
    #[error("this is not a file that Claimbook knows: it holds binary data. It reads {}, and pasted text", known_endings())]
    Binary,
    /// There is nothing to read.
    #[error("there is no text in it")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("it is larger than {} MB, the most that Claimbook imports at once", MAX_BYTES / 1_000_000)]
    TooLarge,
    /// A file of a known format that is not whole.
    #[error("it is damaged or was made by a program that does not keep to its format: {0}")]
    Damaged(&'static str),
    /// A file that asks for a password.
    #[error("it is protected by a password")]
    Locked,
    /// Not the password that it was given.
    #[error("the password is not the right one")]
    WrongPassword,
    /// Pages that are pictures.
    #[error(
        "its {0} pages are pictures without a text layer (a scan): have the text recognised first, for example with OCRmyPDF"
    )]
    NoTextLayer(usize),
    /// More of something than a real file has.
    #[error("it holds more than {most} MB of {what}, more than any real one: it may be damaged or made to do harm")]
    TooMuch {
        /// Of what.
        what: &'static str,
        /// The most, in MB.
        most: usize,
    },
}

/// “.md, .txt and .html files”.
pub fn known_endings() -> String {
    let endings: Vec<String> = Format::endings().map(|ending| format!(".{ending}")).collect();
    format!("{} files", endings.join(", "))
}

/// The largest source, in bytes.
pub const MAX_BYTES: usize = 100_000_000;

/// The format that a source is read as.
fn format_of(bytes: &[u8], request: Request<'_>) -> Format {
    if let Some(known) = request.format {
        return known;
    }
    // A page that was saved as text is still a page; an .md that holds HTML is Markdown.
    let named = Format::of_file_name(request.name).filter(|named| *named != Format::PlainText);
    named.or_else(|| Format::of_bytes(bytes)).unwrap_or(Format::PlainText)
}

/// Reads a source.
pub fn import(bytes: &[u8], request: Request<'_>) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    let format = format_of(bytes, request);
    let mut imported = match format {
        Format::Docx => office::docx(&mut office::Package::open(bytes)?)?,
        Format::Odt => office::odt(&mut office::Package::open(bytes)?)?,
        Format::Epub => office::epub(&mut office::Package::open(bytes)?)?,
        Format::Rtf => office::rtf(bytes)?,
        Format::Pdf => pdf::import(bytes, request.password)?,
        Format::Xlsx => sheet::xlsx(bytes)?,
        Format::Ods => sheet::ods(&mut office::Package::open(bytes)?)?,
        Format::Mhtml => page_in(container::mhtml(bytes)?, request)?,
        Format::Webarchive => page_in(container::webarchive(bytes)?, request)?,
        Format::PlainText | Format::Markdown | Format::Html | Format::Csv => text_in(bytes, format, request)?,
    };
    if imported.blocks.is_empty() {
        return Err(ImportError::Empty);
    }
    // Files can say in a few bytes that a text stands in a thousand places.
    if imported.text.len() > MAX_BYTES {
        return Err(ImportError::TooMuch { what: "text", most: MAX_BYTES / 1_000_000 });
    }
    imported.format = format;
    let said = imported.found.title.as_ref().map(|(title, _)| title.clone());
    // The name of a sheet is no title of the whole.
    let is_table = matches!(format, Format::Xlsx | Format::Ods | Format::Csv);
    let first = || Imported::title_from_first_heading(&imported.text, &imported.blocks).filter(|_| !is_table);
    imported.title = imported.title.take().or(said).or_else(first);
    Ok(imported)
}

/// A page out of its container, which knows where it came from.
fn page_in(page: container::Page, request: Request<'_>) -> Result<Imported, ImportError> {
    let address = if request.address.is_empty() { &page.address } else { request.address };
    text_in(&page.html, Format::Html, Request { address, charset: page.charset.as_deref(), ..request })
}

/// The formats that are text themselves.
fn text_in(bytes: &[u8], format: Format, request: Request<'_>) -> Result<Imported, ImportError> {
    let decoded = decode::decode(bytes, request.charset, format == Format::Html)?;
    let mut imported = match format {
        Format::Html => html::import(&decoded.text, request.address, request.part)?,
        Format::Markdown => markdown::import(&canonical(&decoded.text)),
        Format::Csv => sheet::csv(&canonical(&decoded.text)),
        _ => plain::import(canonical(&decoded.text)),
    };
    imported.notices.extend(decoded.notice);
    Ok(imported)
}

/// Reads HTML from the clipboard: a fragment without a page around it.
pub fn import_fragment(html: &str) -> Result<Imported, ImportError> {
    let imported = html::import_fragment(html);
    if imported.blocks.is_empty() { Err(ImportError::Empty) } else { Ok(imported) }
}

/// Whether two texts have the same letters and digits in the same order.
fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    words(a) == words(b)
}

impl Imported {
    fn of(text: String, blocks: Vec<Block>, spans: Vec<Span>) -> Self {
        Self {
            format: Format::PlainText,
            text,
            blocks,
            spans,
            pages: Vec::new(),
            rows: Vec::new(),
            title: None,
            found: Found::default(),
            notices: Vec::new(),
        }
    }

    /// The document with this id. What is not given in `details` is what was found in the source.
    pub fn into_document(self, id: DocumentId, mut details: Details) -> Document {
        let Found { title, author, publisher, published, modified, url, language } = self.found;
        let title = title.or(self.title.map(|title| (title, "the first heading".to_owned())));
        for (field, name, stated) in [
            (&mut details.title, "title", title),
            (&mut details.author, "author", author),
            (&mut details.publisher, "publisher", publisher),
            (&mut details.url, "url", url),
            (&mut details.language, "language", language),
        ] {
            if let Some((value, place)) = stated.filter(|(value, _)| field.trim().is_empty() || field == value) {
                *field = value;
                details.found_in.insert(name.to_owned(), place);
            }
        }
        for (field, name, stated) in
            [(&mut details.published, "published", published), (&mut details.modified, "modified", modified)]
        {
            if let Some((day, place)) = stated.filter(|(day, _)| field.is_none_or(|known| known == *day)) {
                *field = Some(day);
                details.found_in.insert(name.to_owned(), place);
            }
        }
        details.shorten();
        Document {
            id,
            details,
            hash: text_hash(&self.text),
            blocks: self.blocks.into(),
            spans: self.spans,
            replaces: None,
            pages: self.pages.into(),
            rows: self.rows.into(),
            original: None,
            text: self.text.into(),
        }
    }

    fn title_from_first_heading(text: &str, blocks: &[Block]) -> Option<String> {
        let heading = blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(_)))?;
        text.get(heading.range.start..heading.range.end).map(str::to_owned)
    }
}

fn canonical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            // The separators that some exports use for lines and paragraphs, and the page break of PDF texts.
            '\u{2028}' | '\u{2029}' | '\u{c}' | '\u{b}' => out.push('\n'),
            '\u{ad}' | '\u{feff}' | '\0' => {}
            other => out.push(other),
        }
    }
    out
}
