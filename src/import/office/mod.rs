//! Reads office documents and books: packages of XML (DOCX, ODT, EPUB), and RTF.
//!
//! Packages are opened with limits ([`package`]) and read as a stream of tags ([`xml`]), so that none can exhaust memory or
//! nest without end. Unlike web pages, these formats need no search for the article: they have no navigation.

mod docx;
mod epub;
mod odt;
mod package;
mod rtf;
mod xml;

pub(super) use docx::import as docx;
pub(super) use epub::import as epub;
pub(super) use odt::import as odt;
pub(super) use package::Package;
pub(super) use rtf::import as rtf;

use super::imported::Found;
pub(super) use xml::{Tag, Token, Xml};

/// The notice that pictures were left out; `None` if `count` is 0.
fn without_pictures(count: usize) -> Option<String> {
    (count > 0).then(|| format!("{} left out.", crate::notebook::counted(count, "picture")))
}

/// Reads title, author, publisher, language and days from the Dublin Core elements of a package, which all three formats use.
/// `from` is the phrase that says where they were found.
fn dublin_core(text: &str, from: &str) -> Found {
    let mut found = Found::default();
    let mut xml = Xml::new(text);
    let mut name = String::new();
    let mut value = String::new();
    while let Ok(Some(token)) = xml.next() {
        match token {
            xml::Token::Open(tag) => {
                name = tag.name;
                value.clear();
            }
            xml::Token::Text(text) => value.push_str(&text),
            xml::Token::Close(closed) if closed == name => {
                let said = value.trim();
                let stated = || Some((said.to_owned(), from.to_owned()));
                let day = || super::dates::machine_day(said).map(|day| (day, from.to_owned()));
                match name.as_str() {
                    _ if said.is_empty() => {}
                    // A title that a printer driver left behind is not the document's.
                    "title" if said.starts_with("Microsoft Word - ") => {}
                    "title" if found.title.is_none() => found.title = stated(),
                    "creator" | "initial-creator" if found.author.is_none() => found.author = stated(),
                    "publisher" => found.publisher = stated(),
                    "language" => found.language = stated(),
                    "created" | "creation-date" => found.published = day(),
                    "date" if found.published.is_none() => found.published = day(),
                    "modified" => found.modified = day(),
                    _ => {}
                }
                name.clear();
            }
            xml::Token::Close(_) => {}
        }
    }
    found
}
