//! The report: what is handed over, as a tree, before it is a file. Wording, notes and order are decided here once; writers of
//! files see this tree and no notebook.
//!
//! Every number in it that rests on a claim is a [`Reference`] to a piece of [`Evidence`]: the claim with its sentence, who says so,
//! how sure the analyst is, and the source. Evidence is numbered in the order in which it is first referred to; the note with
//! number *n* is `evidence[n - 1]`.

mod context;
mod making;
pub(super) mod note;
mod of_brief;
mod of_charts;
mod of_claims;
mod of_models;

use std::sync::Arc;

use jiff::civil::Date;

use crate::chart::Figure;
use crate::notebook::{Archived, BlockKind, ClaimId, Confidence, DocumentId, Period, Quantity, Status, long_date};

pub(super) use making::of_passage;
pub use of_brief::{BriefPart, Result, Told, of_brief};
pub(super) use of_charts::claims_of;
pub use of_charts::{of_chart, of_notebook};
pub use of_claims::{of_claims, of_rows};

/// A report, ready to be written in any format.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its title; never empty.
    pub title: String,
    /// What stands under the title: the question, or what was asked for. May be empty.
    pub subtitle: String,
    /// The day on which it was made.
    pub made_on: Date,
    /// Its language as a BCP 47 tag: `en`.
    pub language: &'static str,
    /// Where fonts are found for the letters that the built-in ones lack, for a PDF.
    pub fonts: FontSource,
    /// Files that go along inside of it, where the format can carry them: a PDF.
    pub attached: Vec<Attached>,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// What its numbers rest on, in the order of first mention.
    pub evidence: Vec<Evidence>,
    /// The sources of the evidence: in the order of first mention, or in that of the style of citation.
    pub sources: Vec<Cited>,
    /// Whether the list of sources is numbered: it is, unless the style of citation names sources by author or title.
    pub sources_are_numbered: bool,
}

/// A file inside of another one.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Its media type: `text/csv`.
    pub media_type: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Its content.
    pub bytes: Arc<Vec<u8>>,
}

/// A font from the computer that writes a report.
#[derive(Clone)]
pub struct FontFile {
    /// The file.
    pub bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
    /// Which font of the file.
    pub index: u32,
}

/// Finds fonts on the computer that writes a report; the default finds none.
#[derive(Clone, Default)]
pub struct FontSource(Option<Arc<FindFont>>);

/// Finds a font with a letter; `None` if there is none.
type FindFont = dyn Fn(char) -> Option<FontFile> + Send + Sync;

impl FontSource {
    /// A source that asks `find` for a font with a letter.
    pub fn new(find: impl Fn(char) -> Option<FontFile> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(find)))
    }

    /// A font with a letter; `None` if there is none.
    pub fn font_with(&self, letter: char) -> Option<FontFile> {
        self.0.as_ref().and_then(|find| find(letter))
    }
}

impl std::fmt::Debug for FontSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "fonts of the computer" } else { "no fonts" })
    }
}

/// How much of the sources a report carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Texts {
    /// The quotes alone, for tables.
    Quotes,
    /// The quotes with what stands around them.
    #[default]
    Context,
    /// The quotes with what stands around them, and the whole text of each source.
    Whole,
}

/// A paragraph or another piece of a report.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading; level 1 is directly under the title.
    Heading(u8, Text),
    /// A paragraph.
    Paragraph(Text),
    /// A claim in a list of claims.
    Item(Text),
    /// An item of a list of the writer: with its number, or with a bullet.
    Listed(Option<u32>, Text),
    /// Words of somebody else.
    Quote(Text),
    /// A chart, with the description for readers who cannot see it as part of the figure.
    Figure(Box<Figure>, Text),
    /// A table.
    Table(Grid),
}

/// A table: a row of headings, and rows of as many cells.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// What it shows.
    pub caption: String,
    /// The names of the columns, each with how wide it is beside the others, 1 to 9.
    pub head: Vec<(String, u8)>,
    /// The cells, row by row.
    pub rows: Vec<Vec<Text>>,
}

impl Grid {
    /// How wide each column is beside the others, 1 to 9.
    pub fn weights(&self) -> impl Iterator<Item = u8> + '_ {
        self.head.iter().map(|(_, weight)| (*weight).clamp(1, 9))
    }
}

/// A line of text with references.
pub type Text = Vec<Inline>;

/// A piece of text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Words.
    Plain(String),
    /// Words that stand out.
    Strong(String),
    /// Words that are stressed.
    Emphasis(String),
    /// Words that lead to an address of the web: the words, and the address.
    Link(String, String),
    /// Words that rest on a claim, with the number of its note.
    Reference(Reference),
    /// The number of a note alone, after words that rest on the claim as a whole.
    Note(usize),
}

impl Inline {
    /// Plain words.
    pub fn plain(words: impl Into<String>) -> Self {
        Self::Plain(words.into())
    }
}

/// The words of a text without what makes them stand out, and without notes.
pub fn words_of(text: &[Inline]) -> String {
    text.iter()
        .map(|inline| match inline {
            Inline::Plain(words) | Inline::Strong(words) | Inline::Emphasis(words) | Inline::Link(words, _) => words.as_str(),
            Inline::Reference(reference) => &reference.words,
            Inline::Note(_) => "",
        })
        .collect()
}

/// Words that rest on a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The words: a number always with its bound and its unit.
    pub words: String,
    /// The position of the claim in the evidence, from 0.
    pub evidence: usize,
    /// Whether the words stand out, as in a list of claims; in running text they are read as they come.
    pub stands_out: bool,
    /// What a reader has to know before relying on it.
    pub caution: Option<Caution>,
}

/// What a reader has to know about a claim before relying on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caution {
    /// Another claim says otherwise.
    Disputed,
    /// A later claim replaces it.
    Superseded,
    /// The analyst has not checked it yet.
    Unchecked,
    /// It says something else since the words were accepted.
    Changed,
    /// What it rested on is gone.
    Lost,
    /// The words do not say quite what the claim says.
    Otherwise,
}

impl Caution {
    /// The word for it, as it stands in brackets after a number.
    pub fn word(self) -> &'static str {
        match self {
            Self::Disputed => "disputed",
            Self::Superseded => "superseded",
            Self::Unchecked => "not checked yet",
            Self::Changed => "changed since",
            Self::Lost => "its source is lost",
            Self::Otherwise => "worded otherwise than its claim",
        }
    }

    /// That of a claim with this status.
    pub fn of(status: Status) -> Option<Self> {
        match status {
            Status::New => Some(Self::Unchecked),
            Status::Checked => None,
            Status::Disputed => Some(Self::Disputed),
            Status::Superseded => Some(Self::Superseded),
        }
    }
}

/// What numbers rest on: a claim, or a result of claims.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// A name for links within the file: letters and digits, unique in the report. Of a claim, its id.
    pub key: String,
    /// The claim; `None` for a result, an outcome of a kept run, or a source as a whole.
    pub claim: Option<ClaimId>,
    /// Fact, target, forecast… or “Result”.
    pub kind: &'static str,
    /// The claim in one sentence.
    pub statement: String,
    /// What it is about, under its shown name; may be empty.
    pub subject: String,
    /// What is measured, under its shown name; may be empty.
    pub measure: String,
    /// The number with bound and unit: as understood, otherwise as typed; empty without one.
    pub number: String,
    /// The number as typed; empty without one.
    pub typed: String,
    /// The number as understood.
    pub quantity: Option<Quantity>,
    /// The period in words; empty without one.
    pub period: String,
    /// The period as understood.
    pub when: Option<Period>,
    /// Who says so, outermost first.
    pub voices: Vec<String>,
    /// How sure the analyst is.
    pub confidence: Confidence,
    /// How far the analyst has reviewed it.
    pub status: Status,
    /// The paths of its tags.
    pub tags: Vec<String>,
    /// The analyst's remark.
    pub note: String,
    /// Its sentences, the main one first.
    pub quotations: Vec<Quotation>,
    /// How it relates to other evidence of the report: in words, and its position, from 0.
    pub relations: Vec<(&'static str, usize)>,
}

impl Evidence {
    /// The voices from the publisher to the one who said it: “36Kr › Lu Weibing”; empty if nobody is named.
    pub fn says_so(&self) -> String {
        self.voices.join(" › ")
    }

    /// What it is about: “Acme: cars delivered”; empty if nothing is said.
    pub fn topic(&self) -> String {
        let parts: Vec<&str> =
            [&self.subject, &self.measure].into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join(": ")
    }
}

/// A sentence of a source, with what stands around it.
#[derive(Debug, Clone)]
pub struct Quotation {
    /// The position of its source in the report, from 0.
    pub source: usize,
    /// What stands before the quote in the same paragraph, shortened.
    pub before: String,
    /// The quote, word for word.
    pub quote: String,
    /// What stands after it in the same paragraph, shortened.
    pub after: String,
    /// Where in the source: “p. 3”, “Stores!B4”; empty for a source without pages and cells.
    pub place: String,
    /// The address that leads to the sentence itself; empty if the source has none.
    pub link: String,
    /// Whether the quote is not to be found at its place any more, or was moved there and not looked at since.
    pub is_uncertain: bool,
}

impl Quotation {
    /// Its source and the place in it, in one line.
    pub fn placed(&self, source: &Cited) -> String {
        let place = if self.place.is_empty() { String::new() } else { format!(", {}", self.place) };
        format!("{}{place}", source.in_notes)
    }
}

/// A source of the evidence.
#[derive(Debug, Clone)]
pub struct Cited {
    /// The source.
    pub document: DocumentId,
    /// Its title; never empty.
    pub title: String,
    /// The outlet; may be empty.
    pub publisher: String,
    /// Who wrote it; may be empty.
    pub author: String,
    /// The day it was published.
    pub published: Option<Date>,
    /// Whether that day is only the one on which its file was made.
    pub is_day_unsure: bool,
    /// The day on which its address was read.
    pub accessed: Option<Date>,
    /// A copy of it in an archive of the web.
    pub archived: Option<Archived>,
    /// Its address; may be empty.
    pub url: String,
    /// Its language as a BCP 47 tag; may be empty.
    pub language: String,
    /// Its whole text by blocks, if that was asked for.
    pub text: Vec<(BlockKind, String)>,
    /// What the list of sources says of it: as Claimbook does, or as the style of citation does.
    pub entry: Text,
    /// What notes say of it.
    pub in_notes: String,
}

fn is_of_the_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// What a style of citation leaves out of an entry.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::export) struct Unsaid {
    /// When it was published.
    pub published: bool,
    /// When its address was read.
    pub read: bool,
}

impl Cited {
    /// Its address, if that is one of the web.
    pub fn web_address(&self) -> Option<&str> {
        Some(self.url.as_str()).filter(|url| is_of_the_web(url))
    }

    /// Names it where no style of citation is chosen: author, title, outlet and day; in the list with the address.
    fn name(&mut self) {
        let day = self.published.map(long_date).unwrap_or_default();
        let day = if self.is_day_unsure { format!("file made on {day}") } else { day };
        let parts = [self.author.as_str(), &format!("“{}”", self.title), &self.publisher, &day];
        self.in_notes = parts.iter().filter(|part| !part.trim().is_empty()).copied().collect::<Vec<_>>().join(", ");
        self.entry = vec![Inline::plain(&self.in_notes)];
        self.end_entry(Unsaid::default());
    }

    /// Ends the entry with what styles leave out or do not say well: the address, the day of publication, on request the day on which the address was read, and always where a copy is
    /// archived.
    pub(in crate::export) fn end_entry(&mut self, unsaid: Unsaid) {
        let ends = |entry: &Text| match entry.last() {
            Some(Inline::Link(..)) => false,
            last => last.is_some_and(|last| words_of(std::slice::from_ref(last)).trim_end().ends_with('.')),
        };
        let stop = |entry: &Text| if ends(entry) { " " } else { ". " };
        let address =
            self.web_address().map(str::to_owned).filter(|_| !self.entry.iter().any(|piece| matches!(piece, Inline::Link(..))));
        if let Some(address) = address {
            self.entry.extend([Inline::plain(stop(&self.entry)), Inline::Link(address.clone(), address)]);
        }
        if let Some(day) = self.published.filter(|_| unsaid.published) {
            self.entry.push(Inline::Plain(format!("{}Published {}.", stop(&self.entry), long_date(day))));
        }
        if self.is_day_unsure {
            self.entry.push(Inline::Plain(format!("{}The day is that of the file.", stop(&self.entry))));
        }
        if let Some(day) = self.accessed.filter(|_| unsaid.read) {
            self.entry.push(Inline::Plain(format!("{}Accessed {}.", stop(&self.entry), long_date(day))));
        }
        if let Some(copy) = self.archived.clone() {
            self.entry.push(Inline::Plain(format!("{}Archived {} at ", stop(&self.entry), long_date(copy.day))));
            // A notebook may come from anybody: other addresses than those of the web are words.
            let link = if is_of_the_web(&copy.url) { Inline::Link(copy.url.clone(), copy.url) } else { Inline::Plain(copy.url) };
            self.entry.push(link);
        }
    }
}

impl Report {
    /// The line under the title: of which day it is, and how to get from its numbers to what they rest on.
    pub fn as_of(&self) -> String {
        let day = format!("As of {}", crate::notebook::long_date(self.made_on));
        if self.evidence.is_empty() {
            return day;
        }
        format!("{day} · every number leads to its sentence, and from there to its source")
    }

    /// Puts the sources into this order of their positions; those that it lacks follow.
    pub(in crate::export) fn reorder_sources(&mut self, order: &[usize]) {
        let mut rest: Vec<Option<Cited>> = std::mem::take(&mut self.sources).into_iter().map(Some).collect();
        let mut places = vec![0; rest.len()];
        for at in order.iter().copied().chain(0..rest.len()) {
            if let Some(source) = rest.get_mut(at).and_then(Option::take) {
                places[at] = self.sources.len();
                self.sources.push(source);
            }
        }
        for quotation in self.evidence.iter_mut().flat_map(|evidence| &mut evidence.quotations) {
            quotation.source = places[quotation.source];
        }
    }

    /// All references and notes of the blocks, in order: the position of the evidence and the words, which are empty for a note.
    pub fn references(&self) -> Vec<(usize, &str)> {
        let mut found = Vec::new();
        for text in self.texts() {
            for inline in text {
                match inline {
                    Inline::Reference(reference) => found.push((reference.evidence, reference.words.as_str())),
                    Inline::Note(evidence) => found.push((*evidence, "")),
                    Inline::Plain(_) | Inline::Strong(_) | Inline::Emphasis(_) | Inline::Link(..) => {}
                }
            }
        }
        found
    }

    /// All texts of the blocks, in order.
    fn texts(&self) -> impl Iterator<Item = &Text> {
        self.blocks.iter().flat_map(|block| match block {
            Block::Heading(_, text)
            | Block::Paragraph(text)
            | Block::Item(text)
            | Block::Listed(_, text)
            | Block::Quote(text)
            | Block::Figure(_, text) => vec![text],
            Block::Table(grid) => grid.rows.iter().flatten().collect(),
        })
    }

    /// The pieces of evidence that a reader has to be told about, with why.
    pub fn cautions(&self) -> Vec<(usize, Caution)> {
        let of = |(at, evidence): (usize, &Evidence)| Some((at, Caution::of(evidence.status)?));
        self.evidence.iter().enumerate().filter_map(of).collect()
    }
}
