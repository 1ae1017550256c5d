//! PDF: the text of its pages in the order of reading, as paragraphs and headings.
//!
//! [`glyphs`] collects every letter with its place (hayro interprets the page), [`order`] finds columns and lines, [`flow`] makes
//! paragraphs of lines. What is drawn and what is read use the same places, so that a letter of the text can be found on its page.

mod flow;
mod glyphs;
mod order;

use hayro_interpret::hayro_syntax::object::DateTime;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use jiff::civil::Date;

use super::writer::{Writer, Written};
use super::{ImportError, Imported};

/// More pages are not read: no report has them.
const MOST_PAGES: usize = 20_000;

pub(super) fn import(bytes: &[u8]) -> Result<Imported, ImportError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ImportError::Locked,
        LoadPdfError::Decryption(_) => ImportError::Damaged("it is encrypted in a way that cannot be undone"),
        LoadPdfError::Invalid => ImportError::Damaged("its pages cannot be found"),
    })?;
    let count = pdf.pages().len();
    let mut collector = glyphs::Collector::new(&pdf);
    let mut pages = Vec::new();
    let mut without_text = 0;
    for page in pdf.pages().iter().take(MOST_PAGES) {
        let found = collector.page(page);
        without_text += usize::from(found.segments.is_empty() && found.has_pictures);
        pages.push(order::lines(found.segments));
    }
    let mut writer = Writer::default();
    flow::write(&pages, &mut writer);
    let Written { text, blocks, spans } = writer.finish();
    if text.is_empty() && without_text > 0 {
        return Err(ImportError::NoTextLayer(count));
    }
    let mut imported = Imported::of(text, blocks, spans);
    if without_text > 0 {
        let pages = crate::notebook::counted(without_text, "page");
        imported.notices.push(format!("{pages} of {count} without a text layer (scanned): nothing could be read of them."));
    }
    if count > MOST_PAGES {
        imported.notices.push(format!("Only the first {MOST_PAGES} of {count} pages were read."));
    }
    let from = || "the file’s properties".to_owned();
    let metadata = pdf.metadata();
    let said = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(text_of).filter(|text| !text.is_empty());
    let title = said(&metadata.title).filter(|title| !title.starts_with("Microsoft Word - ") && title.len() > 3);
    imported.found.title = title.map(|title| (title, from()));
    imported.found.author = said(&metadata.author).map(|author| (author, from()));
    imported.found.published = metadata.creation_date.as_ref().and_then(day).map(|day| (day, from()));
    imported.found.modified = metadata.modification_date.as_ref().and_then(day).map(|day| (day, from()));
    Ok(imported)
}

fn day(stated: &DateTime) -> Option<Date> {
    Date::new(i16::try_from(stated.year).ok()?, i8::try_from(stated.month).ok()?, i8::try_from(stated.day).ok()?).ok()
}

/// A text string of a PDF (ISO 32000-2, 7.9.2.2): UTF-16 with a mark, UTF-8 with a mark, else close to Latin-1.
fn text_of(bytes: &[u8]) -> String {
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    };
    super::canonical(&text).trim().to_owned()
}
