//! Reads books (EPUB 2 and 3): the chapters of the spine in order, each as a web page.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::dublin_core;
use super::package::Package;
use super::xml::{Token, Xml};
use crate::import::html::Pages;
use crate::import::imported::{ImportError, Imported};

pub(in crate::import) fn import(package: &mut Package<'_>) -> Result<Imported, ImportError> {
    let container = package.needed("META-INF/container.xml")?;
    let root = root_file(&container).ok_or(ImportError::Damaged("it does not say where its table of contents is"))?;
    let text = package.needed(&root)?;
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut pages = Pages::default();
    let mut missing = 0;
    for chapter in chapters(&text) {
        match package.text(&joined(folder, &chapter))? {
            Some(page) => pages.add(&page)?,
            None => missing += 1,
        }
    }
    let mut imported = pages.finish();
    if missing > 0 {
        imported.notices.push(format!("{} missing from the file.", crate::notebook::counted(missing, "chapter")));
    }
    imported.found = dublin_core(&text, "the book’s own details");
    Ok(imported)
}

fn root_file(container: &str) -> Option<String> {
    let mut xml = Xml::new(container);
    while let Ok(Some(token)) = xml.next() {
        if let Token::Open(tag) = token
            && tag.name == "rootfile"
        {
            return tag.get("full-path").map(str::to_owned);
        }
    }
    None
}

/// Returns the addresses of the chapters in reading order, percent-decoded.
fn chapters(text: &str) -> Vec<String> {
    let mut items: HashMap<String, String> = HashMap::new();
    let mut spine = Vec::new();
    let mut xml = Xml::new(text);
    while let Ok(Some(token)) = xml.next() {
        let Token::Open(tag) = token else { continue };
        match tag.name.as_str() {
            "item" => {
                if let (Some(id), Some(href)) = (tag.get("id"), tag.get("href")) {
                    items.insert(id.to_owned(), percent_decode_str(href).decode_utf8_lossy().into_owned());
                }
            }
            "itemref" => spine.extend(tag.get("idref").map(str::to_owned)),
            _ => {}
        }
    }
    spine.iter().filter_map(|id| items.get(id).cloned()).collect()
}

/// Resolves an address inside the package, relative to a folder.
fn joined(folder: &str, address: &str) -> String {
    let mut parts: Vec<&str> = if address.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in address.split(['#', '?']).next().unwrap_or_default().split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}
