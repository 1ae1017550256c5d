//! Reads the bytes of a source into the contents of a document: its canonical text, blocks, emphasis and links.
//!
//! [`import()`] reads files, [`import_fragment`] the clipboard, [`records()`] bibliographies. Unusual text never fails; files
//! that are damaged, locked, too large or empty fail with an [`ImportError`]. Decisions and losses are reported in
//! [`Imported::notices`]. The canonical text has `\n` for every line end and no U+00AD (which egui would draw as a hyphen),
//! U+FEFF or NUL; otherwise it is the source's text.
//!
//! Pure: no clock, files or network. It may use `notebook` only; its only global state is compiled patterns, which are
//! constant.

mod container;
mod dateline;
mod dates;
mod decode;
mod feed;
mod format;
mod html;
mod imported;
mod markdown;
mod office;
mod patterns;
mod pdf;
mod plain;
mod records;
mod sheet;
mod sniff;
mod text;
mod writer;

use text::canonical;

pub use feed::{Feed, FeedEntry, FeedFound, FeedLink, MOST_FEED_BYTES, feed};
pub use format::{Content, FORMATS, Format, FormatRow, known_endings, known_formats};
pub use imported::{Found, ImportError, Imported, MAX_BYTES, Part, Request, Stated};
pub use pdf::{LineLayer, PageLayer, Picture, draw as draw_pages, layers as page_layers};
pub use records::{RECORD_ENDINGS, SourceRecord, records};

/// Returns the format to read a source as: the requested one, else by file name, else by content.
fn format_of(bytes: &[u8], request: Request<'_>) -> Format {
    if let Some(known) = request.format {
        return known;
    }
    // A web page saved as .txt is still a web page; an .md file that contains HTML is Markdown.
    let named = Format::of_file_name(request.name).filter(|named| *named != Format::PlainText);
    named.or_else(|| Format::of_bytes(bytes)).unwrap_or(Format::PlainText)
}

/// Imports a source. The format is the requested one, else detected from file name and bytes.
///
/// ```
/// use claimbook::import::{Format, Request, import};
///
/// let imported = import(b"# Shops\n\nAcme has *12* shops.", Request { name: "shops.md", ..Request::default() })?;
/// assert_eq!(imported.format, Format::Markdown);
/// assert_eq!(imported.text, "Shops\n\nAcme has 12 shops.");
/// assert_eq!(imported.title.as_deref(), Some("Shops"));
/// assert!(import(b"", Request::default()).is_err());
/// # Ok::<(), claimbook::import::ImportError>(())
/// ```
pub fn import(bytes: &[u8], request: Request<'_>) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    let format = format_of(bytes, request);
    let mut imported = read(bytes, format, request)?;
    if imported.blocks.is_empty() {
        return Err(ImportError::Empty);
    }
    // A small file can repeat one text thousands of times.
    if imported.text.len() > MAX_BYTES {
        return Err(ImportError::TooMuch { what: "text", most: MAX_BYTES / 1_000_000 });
    }
    imported.format = format;
    let has_words =
        !matches!(format, Format::Html | Format::Mhtml | Format::Webarchive) && format.row().content != Content::Table;
    if has_words {
        imported.take_stated_day();
    }
    let said = imported.found.title.as_ref().map(|(title, _)| title.clone());
    // A sheet's name is not the title of the workbook.
    let is_table = format.row().content == Content::Table;
    let first = || Imported::title_from_first_heading(&imported.text, &imported.blocks).filter(|_| !is_table);
    imported.title = imported.title.take().or(said).or_else(first);
    Ok(imported)
}

/// Calls the reader of a format.
fn read(bytes: &[u8], format: Format, request: Request<'_>) -> Result<Imported, ImportError> {
    match format {
        Format::PlainText => decoded(bytes, request, |text| plain::import(canonical(text))),
        Format::Markdown => decoded(bytes, request, |text| markdown::import(&canonical(text))),
        Format::Csv => decoded(bytes, request, |text| sheet::csv(&canonical(text))),
        Format::Html => page(bytes, request),
        Format::Mhtml => page_in(container::mhtml(bytes)?, request),
        Format::Webarchive => page_in(container::webarchive(bytes)?, request),
        Format::Docx => office::docx(&mut office::Package::open(bytes)?),
        Format::Odt => office::odt(&mut office::Package::open(bytes)?),
        Format::Epub => office::epub(&mut office::Package::open(bytes)?),
        Format::Rtf => office::rtf(bytes),
        Format::Pdf => pdf::import(bytes, request.password),
        Format::Xlsx => sheet::xlsx(bytes),
        Format::Ods => sheet::ods(&mut office::Package::open(bytes)?),
    }
}

/// Decodes the bytes of a text format and reads the text.
fn decoded(bytes: &[u8], request: Request<'_>, read: impl FnOnce(&str) -> Imported) -> Result<Imported, ImportError> {
    let found = decode::decode(bytes, request.charset)?;
    let mut imported = read(&found.text);
    imported.notices.extend(found.notice);
    Ok(imported)
}

fn page(bytes: &[u8], request: Request<'_>) -> Result<Imported, ImportError> {
    let found = decode::decode_page(bytes, request.charset)?;
    let mut imported = html::import(&found.text, request.address, request.part)?;
    imported.notices.extend(found.notice);
    Ok(imported)
}

/// Reads a page extracted from its container, which may state its address and encoding.
fn page_in(inner: container::Page, request: Request<'_>) -> Result<Imported, ImportError> {
    let address = if request.address.is_empty() { &inner.address } else { request.address };
    page(&inner.html, Request { address, charset: inner.charset.as_deref(), ..request })
}

/// Reads an HTML fragment from the clipboard; [`ImportError::Empty`] if it has no text.
///
/// ```
/// use claimbook::import::import_fragment;
///
/// assert_eq!(import_fragment("<p>Acme has <b>12</b> shops.</p>")?.text, "Acme has 12 shops.");
/// # Ok::<(), claimbook::import::ImportError>(())
/// ```
pub fn import_fragment(html: &str) -> Result<Imported, ImportError> {
    let imported = Imported { format: Format::Html, ..html::import_fragment(html) };
    if imported.blocks.is_empty() { Err(ImportError::Empty) } else { Ok(imported) }
}
