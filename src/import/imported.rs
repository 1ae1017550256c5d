//! The types that all formats share: the request for an import, its result and its errors.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::format::{Format, known_endings};
use crate::notebook::{Block, BlockKind, Details, Document, DocumentId, Span, text_hash};

/// The largest source, in bytes.
pub const MAX_BYTES: usize = 100_000_000;

/// The part of a web page that is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Part {
    /// The article, as Mozilla's Readability finds it.
    #[default]
    Article,
    /// The article, as dom_smoothie's own selection of candidates finds it.
    OtherArticle,
    /// All of the page.
    WholePage,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Article, Self::OtherArticle, Self::WholePage];

    /// The words for this part in a document's details (`found_in`, under “text”) and on screen. Notebook files contain them,
    /// so they never change.
    pub fn stored(self) -> &'static str {
        match self {
            Self::Article => "the article of the page",
            Self::OtherArticle => "the article of the page, found in another way",
            Self::WholePage => "the whole page",
        }
    }

    /// The inverse of [`Self::stored`]; `None` for other words, such as those of a later version.
    pub fn of_stored(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.stored() == words)
    }
}

/// Options of an import, and what is known about the source besides its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// The file's name, whose ending suggests the format.
    pub name: &'a str,
    /// The format, if it is known; otherwise it is detected from name and bytes.
    pub format: Option<Format>,
    /// The web address that it came from; empty if unknown.
    pub address: &'a str,
    /// The encoding that its server or container declares.
    pub charset: Option<&'a str>,
    /// The part of a web page to import.
    pub part: Part,
    /// The password of a protected PDF; empty if none was given.
    pub password: &'a str,
}

impl Request<'_> {
    /// A request for a known format, with defaults for everything else.
    pub fn of(format: Format) -> Self {
        Self { format: Some(format), ..Self::default() }
    }
}

/// A detail found in a source, and a phrase that says where; `None` if it was not found.
pub type Stated<T> = Option<(T, String)>;

/// Details that a source states about itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Found {
    /// Its title.
    pub title: Stated<String>,
    /// The author or authors.
    pub author: Stated<String>,
    /// The publisher or outlet.
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
    /// The format that it was read as.
    pub format: Format,
    /// The canonical text.
    pub text: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// Its emphasis and links.
    pub spans: Vec<Span>,
    /// The byte offset in `text` at which each page begins; empty for sources without pages.
    pub pages: Vec<usize>,
    /// The number of each table row in its spreadsheet, from 1; empty for other sources.
    pub rows: Vec<u32>,
    /// The likely title: the reader's, else the one in `found`, else the first heading.
    pub title: Option<String>,
    /// Details that it states about itself.
    pub found: Found,
    /// Decisions and losses, each a sentence for the user.
    pub notices: Vec<String>,
}

fn pages_are_pictures(pages: usize) -> String {
    if pages == 1 { "its one page is a picture".to_owned() } else { format!("its {pages} pages are pictures") }
}

/// Why bytes could not be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The bytes are not text.
    #[error("this type of file is not supported: it contains binary data. Claimbook reads {}, and pasted text", known_endings())]
    Binary,
    /// There is nothing to read.
    #[error("there is no text in it")]
    Empty,
    /// The source is larger than [`MAX_BYTES`].
    #[error("it is larger than {} MB, the most that Claimbook imports at once", MAX_BYTES / 1_000_000)]
    TooLarge,
    /// The file is incomplete or violates its format.
    #[error("it is damaged or does not follow its format: {0}")]
    Damaged(&'static str),
    /// The file needs a password.
    #[error("it is protected by a password")]
    Locked,
    /// The given password is wrong.
    #[error("the password is wrong")]
    WrongPassword,
    /// No page has text, and some are pictures; holds the number of pages.
    #[error(
        "{} without a text layer (a scan): have the text recognised first, for example with OCRmyPDF",
        pages_are_pictures(*.0)
    )]
    NoTextLayer(usize),
    /// A bibliography has more records than are read; holds their number.
    #[error("it has {count} records, more than the {most} that are read from one file: split it", count = .0, most = super::records::MOST)]
    TooManyRecords(usize),
    /// The file contains more of something than any real file.
    #[error("it contains more than {most} MB of {what}, far more than a normal file: it may be damaged or malicious")]
    TooMuch {
        /// What there is too much of, such as “text”.
        what: &'static str,
        /// The limit in MB.
        most: usize,
    },
}

impl Imported {
    pub(super) fn of(text: String, blocks: Vec<Block>, spans: Vec<Span>) -> Self {
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

    /// Makes the document with this id. Fields that are empty in `details` are filled in from what was found in the source.
    ///
    /// ```
    /// use claimbook::import::{Request, import};
    /// use claimbook::notebook::{Details, IdSource};
    ///
    /// let imported = import(b"# Shops\n\nAcme has 12 shops.", Request { name: "a.md", ..Request::default() })?;
    /// let document = imported.into_document(IdSource::new(7).next(0), Details::default());
    /// assert_eq!(document.title(), "Shops");
    /// # Ok::<(), claimbook::import::ImportError>(())
    /// ```
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
            if let Some((value, origin)) = stated.filter(|(value, _)| field.trim().is_empty() || field == value) {
                *field = value;
                details.found_in.insert(name.to_owned(), origin);
            }
        }
        for (field, name, stated) in
            [(&mut details.published, "published", published), (&mut details.modified, "modified", modified)]
        {
            if let Some((day, origin)) = stated.filter(|(day, _)| field.is_none_or(|known| known == *day)) {
                *field = Some(day);
                details.found_in.insert(name.to_owned(), origin);
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

    pub(super) fn title_from_first_heading(text: &str, blocks: &[Block]) -> Option<String> {
        let heading = blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(_)))?;
        text.get(heading.range.start..heading.range.end).map(str::to_owned)
    }
}
