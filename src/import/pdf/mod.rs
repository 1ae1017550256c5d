//! Reads PDF files: the text of their pages in reading order, as paragraphs, headings and table rows; and the pages as
//! pictures.
//!
//! [`glyphs`] collects every letter with its position, in the frame of its [`turn`]: hayro interprets the page, and
//! [`unexplained`] finds characters for letters that hayro cannot map. [`segments`] joins letters into runs, [`order`] finds
//! columns and lines, [`running`] running heads, [`rows`] tables, and [`flow`] joins lines into paragraphs. [`layer`] gives the
//! position of each letter of the text on its page, and [`mod@draw`] draws the page; both use the same coordinates.

mod draw;
mod flow;
mod glyphs;
mod layer;
mod order;
mod rows;
mod running;
mod segments;
mod turn;
mod unexplained;

use hayro_interpret::hayro_syntax::object::DateTime;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use jiff::civil::Date;

pub use draw::{Picture, draw};
pub use layer::{LineLayer, PageLayer, layers};

use super::imported::{ImportError, Imported};
use super::text::canonical;
use super::writer::{Writer, Written};
use crate::notebook::FILE_PROPERTIES;
use order::Line;

/// The most pages that are read.
const MOST_PAGES: usize = 20_000;
/// A notice reports unknown or guessed letters if they are more than one letter in this many.
const UNKNOWN: usize = 200;

/// Opens a file; `password` is empty if none was given.
fn open(bytes: &[u8], password: &str) -> Result<Pdf, ImportError> {
    Pdf::new_with_password(bytes.to_vec(), password).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) if password.is_empty() => ImportError::Locked,
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ImportError::WrongPassword,
        LoadPdfError::Decryption(_) => ImportError::Damaged("it is encrypted in a way that Claimbook cannot read"),
        LoadPdfError::Invalid => ImportError::Damaged("its pages cannot be found"),
    })
}

/// Everything that was read from a file.
struct Pages {
    /// The lines of each page in the order of reading.
    lines: Vec<Vec<Line>>,
    /// Width and height of each page, in points.
    sizes: Vec<(f32, f32)>,
    /// The number of pages that are pictures without text.
    without_text: usize,
    /// The number of letters whose characters are unknown, and of those whose characters were guessed.
    unknown: usize,
    guessed: usize,
}

fn read(pdf: &Pdf) -> Pages {
    let mut collector = glyphs::Collector::new(pdf);
    let mut pages = Pages { lines: Vec::new(), sizes: Vec::new(), without_text: 0, unknown: 0, guessed: 0 };
    for page in pdf.pages().iter().take(MOST_PAGES) {
        let found = collector.page(page);
        pages.without_text += usize::from(found.segments.is_empty() && found.has_pictures);
        pages.unknown += found.unknown;
        pages.guessed += found.guessed;
        pages.sizes.push(page.render_dimensions());
        pages.lines.push(order::lines(found.segments));
    }
    pages
}

pub(super) fn import(bytes: &[u8], password: &str) -> Result<Imported, ImportError> {
    let pdf = open(bytes, password)?;
    let count = pdf.pages().len();
    let read = read(&pdf);
    let mut writer = Writer::default();
    let lines = flow::write(&read.lines, &mut writer);
    let Written { text, blocks, spans } = writer.finish();
    if text.is_empty() && read.without_text > 0 {
        return Err(ImportError::NoTextLayer(count));
    }
    let mut imported = Imported::of(text, blocks, spans);
    imported.pages = page_starts(&lines, read.lines.len(), imported.text.len());
    if read.without_text > 0 {
        let pages = crate::notebook::counted(read.without_text, "page");
        imported.notices.push(format!("No text layer (scanned), so nothing could be read: {pages} of {count}."));
    }
    let all = imported.text.chars().count();
    for (number, happened) in [(read.unknown, "missing from the text"), (read.guessed, "guessed")] {
        if number * UNKNOWN > all {
            let letters = crate::notebook::counted(number, "letter");
            imported.notices.push(format!(
                "{letters} {happened}: the file does not say which characters they are. Compare the text with the pages."
            ));
        }
    }
    if count > MOST_PAGES {
        imported.notices.push(format!("Only the first {MOST_PAGES} of {count} pages were read."));
    }
    let from = || FILE_PROPERTIES.to_owned();
    let metadata = pdf.metadata();
    let said = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(text_of).filter(|text| !text.is_empty());
    let title = said(&metadata.title).filter(|title| !title.starts_with("Microsoft Word - ") && title.len() > 3);
    imported.found.title = title.map(|title| (title, from()));
    imported.found.author = said(&metadata.author).map(|author| (author, from()));
    let made = metadata.creation_date.as_ref().and_then(day).map(|day| (day, from()));
    imported.found.published = made;
    imported.found.modified = metadata.modification_date.as_ref().and_then(day).map(|day| (day, from()));
    Ok(imported)
}

/// Returns the byte offset at which each page begins: that of its first line that is not a running head, else of its first
/// running head, else that of the next page.
fn page_starts(lines: &[flow::Written], pages: usize, end: usize) -> Vec<usize> {
    let mut first: Vec<Option<(bool, usize)>> = vec![None; pages];
    for line in lines {
        let here = (line.is_running, line.range.start);
        let known = &mut first[line.line.0];
        *known = Some(known.map_or(here, |known| known.min(here)));
    }
    let mut starts = vec![end; pages];
    let mut next = end;
    for (start, first) in starts.iter_mut().zip(&first).rev() {
        // A line out of order (a head that waited) does not put the start of its page after that of the next one.
        next = first.map_or(next, |(_, begin)| begin.min(next));
        *start = next;
    }
    if let Some(start) = starts.first_mut() {
        *start = 0;
    }
    starts
}

fn day(stated: &DateTime) -> Option<Date> {
    Date::new(i16::try_from(stated.year).ok()?, i8::try_from(stated.month).ok()?, i8::try_from(stated.day).ok()?).ok()
}

/// Decodes a text string of a PDF (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 with a byte order mark, else an encoding close to
/// Windows-1252.
fn text_of(bytes: &[u8]) -> String {
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    };
    canonical(&text).trim().to_owned()
}
