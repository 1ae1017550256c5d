//! Reads sources for commands, and formats what was found in them.

use std::ffi::OsStr;

use serde_json::{Value, json};

use claimbook::fetch::{Limits, address_of};
use claimbook::import::{Found, Imported, Part};
use claimbook::notebook::BlockKind;
use claimbook::reading::word_count;
use claimbook::store::Originals;
use claimbook::workspace::{Intake, Isolation, Origin, Wanted};

/// Options for reading sources.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Reading {
    /// Import the whole web page, not only the article
    #[arg(long)]
    whole_page: bool,
    /// Import the article of a web page as the alternative extraction finds it
    #[arg(long, conflicts_with = "whole_page")]
    second: bool,
    /// The password of a PDF that asks for one
    #[arg(long, default_value = "", hide_default_value = true)]
    password: String,
    /// Also fetch addresses of this computer and of private networks
    #[arg(long)]
    allow_private: bool,
}

impl Reading {
    /// The part of a source to import, and its password.
    pub(super) fn wanted(&self) -> Wanted {
        let part = match (self.whole_page, self.second) {
            (true, _) => Part::WholePage,
            (_, true) => Part::OtherArticle,
            _ => Part::Article,
        };
        Wanted { part, password: self.password.clone() }
    }

    /// The intake that reads sources and stores their originals in these folders.
    pub(super) fn intake(&self, originals: Originals) -> Intake {
        let network = Limits { allow_private: self.allow_private, ..Limits::default() };
        Intake { isolation: Isolation::own_program(), originals, network }
    }
}

/// A file, or an address if it starts like one.
pub(super) fn origin(given: &OsStr) -> Origin {
    match given.to_str().filter(|given| given.contains("://")).and_then(address_of) {
        Some(address) => Origin::Address(address),
        None => Origin::File(given.into()),
    }
}

fn stated<T: ToString>(stated: &Option<(T, String)>) -> Value {
    match stated {
        Some((value, from)) => json!({"value": value.to_string(), "from": from}),
        None => Value::Null,
    }
}

/// What was found in a source, as JSON.
pub(super) fn as_json(imported: &Imported) -> Value {
    let Found { title, author, publisher, published, modified, url, language } = &imported.found;
    let title = title.clone().or_else(|| imported.title.clone().map(|title| (title, "the first heading".to_owned())));
    json!({
        "title": stated(&title),
        "author": stated(author),
        "publisher": stated(publisher),
        "published": stated(published),
        "modified": stated(modified),
        "url": stated(url),
        "language": stated(language),
        "words": word_count(&imported.text),
        "block_count": imported.blocks.len(),
        "pages": imported.pages.len(),
        "warnings": imported.notices,
    })
}

/// What was found in a source, with its blocks and text.
pub(super) fn as_json_with_text(imported: &Imported) -> Value {
    let mut value = as_json(imported);
    let blocks: Vec<Value> = imported
        .blocks
        .iter()
        .map(|block| json!({"kind": kind(block.kind), "text": &imported.text[block.range.start..block.range.end]}))
        .collect();
    value["blocks"] = Value::Array(blocks);
    value["text"] = Value::String(imported.text.clone());
    value
}

/// The kind of a block in words.
pub(super) fn kind(kind: BlockKind) -> String {
    match kind {
        BlockKind::Heading(level) => format!("heading {level}"),
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::ListItem { depth, number: Some(number) } => format!("item {depth} no. {number}"),
        BlockKind::ListItem { depth, number: None } => format!("item {depth}"),
        BlockKind::Quote => "quote".to_owned(),
        BlockKind::Preformatted => "preformatted".to_owned(),
        BlockKind::TableRow => "row".to_owned(),
    }
}
