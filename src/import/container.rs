//! Extracts the page from files that hold a page with its resources: MHTML (RFC 2557) of Chromium, Edge and Internet Explorer,
//! and Safari's `.webarchive`. Pages saved by SingleFile are plain HTML and need no extraction.

use std::io::Cursor;

use mailparse::{MailHeaderMap as _, ParsedMail};
use plist::Value;

use super::imported::ImportError;

/// A page extracted from its container.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub html: Vec<u8>,
    /// The encoding that the container declares.
    pub charset: Option<String>,
    /// The address that the page came from; empty if it is not stated.
    pub address: String,
}

/// Extracts the page of an MHTML file.
pub(super) fn mhtml(bytes: &[u8]) -> Result<Page, ImportError> {
    const DAMAGED: ImportError = ImportError::Damaged("the page in it cannot be found");
    let mail = mailparse::parse_mail(bytes).map_err(|_| DAMAGED)?;
    let part = page_of(&mail, 0).ok_or(DAMAGED)?;
    let stated = |mail: &ParsedMail<'_>, name: &str| mail.headers.get_first_value(name).map(|value| value.trim().to_owned());
    let address = stated(&mail, "Snapshot-Content-Location").or_else(|| stated(part, "Content-Location")).unwrap_or_default();
    // Internet Explorer wrote this for pages that declare their encoding themselves.
    let charset = part.ctype.params.get("charset").filter(|charset| !charset.eq_ignore_ascii_case("x-user-defined"));
    Ok(Page { html: part.get_body_raw().map_err(|_| DAMAGED)?, charset: charset.cloned(), address })
}

/// Finds the first HTML part, down to 16 levels of nested parts.
fn page_of<'a, 'b>(mail: &'a ParsedMail<'b>, depth: usize) -> Option<&'a ParsedMail<'b>> {
    const DEEPEST: usize = 16;
    if matches!(mail.ctype.mimetype.as_str(), "text/html" | "application/xhtml+xml") {
        return Some(mail);
    }
    mail.subparts.iter().filter(|_| depth < DEEPEST).find_map(|part| page_of(part, depth + 1))
}

/// Extracts the page of a `.webarchive`, which is a property list.
pub(super) fn webarchive(bytes: &[u8]) -> Result<Page, ImportError> {
    const DAMAGED: ImportError = ImportError::Damaged("the page in it cannot be found");
    let list = Value::from_reader(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    let main = list.as_dictionary().and_then(|list| list.get("WebMainResource")?.as_dictionary()).ok_or(DAMAGED)?;
    let text = |name: &str| main.get(name).and_then(Value::as_string).map(str::to_owned);
    let html = main.get("WebResourceData").and_then(Value::as_data).ok_or(DAMAGED)?.to_vec();
    Ok(Page { html, charset: text("WebResourceTextEncodingName"), address: text("WebResourceURL").unwrap_or_default() })
}
