//! What is asked of an import and what comes of it: the words that all formats share.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::format::{Format, known_endings};
use crate::notebook::{Block, BlockKind, Details, Document, DocumentId, Span, text_hash};

/// The largest source, in bytes.
pub const MAX_BYTES: usize = 100_000_000;

/// How much of a web page is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Part {
    /// The article, as Mozilla's Readability finds it.
    #[default]
    Article,
    /// The article, as another way of looking finds it.
    OtherArticle,
    /// All of the page.
    WholePage,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Article, Self::OtherArticle, Self::WholePage];

    /// As notebooks say it of a source (`found_in`, under “text”). Files hold these words: they are never changed. The
    /// screen says them too.
    pub fn stored(self) -> &'static str {
        match self {
            Self::Article => "the article of the page",
            Self::OtherArticle => "the article of the page, found in another way",
            Self::WholePage => "the whole page",
        }
    }

    /// What a notebook says of a source; `None` for what a later version may say.
    pub fn of_stored(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.stored() == words)
    }
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

fn pages_are_pictures(pages: usize) -> String {
    if pages == 1 { "its one page is a picture".to_owned() } else { format!("its {pages} pages are pictures") }
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
        "{} without a text layer (a scan): have the text recognised first, for example with OCRmyPDF",
        pages_are_pictures(*.0)
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

    /// The document with this id. What is not given in `details` is what was found in the source.
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

    pub(super) fn title_from_first_heading(text: &str, blocks: &[Block]) -> Option<String> {
        let heading = blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(_)))?;
        text.get(heading.range.start..heading.range.end).map(str::to_owned)
    }
}
