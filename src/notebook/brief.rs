//! Briefs: what the analyst writes, block by block, with references to what it rests on.
//!
//! A brief has a title; its [`BriefBlock`]s stand in their own table, in the order in which they are read, so that a changed
//! paragraph is one changed record: for undo, for the journal, and when two people's copies are merged. A block holds its words as
//! they were accepted. A brief whose claims are gone is still a text.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{BriefBlockId, BriefId, ChartKey, ClaimId, EditionId, Record, Reference, TextRange};

/// A text of the analyst: its title. Its blocks name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brief {
    /// Unique id; never changes and is never reused.
    pub id: BriefId,
    /// Its title; while it is blank, the question of the notebook is shown instead.
    #[serde(default)]
    pub title: String,
    /// What stands under the title: for whom, from whom.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subtitle: String,
}

impl Record for Brief {
    type Id = BriefId;
    fn id(&self) -> BriefId {
        self.id
    }
}

impl Brief {
    /// The title, or a placeholder if it is blank.
    pub fn title(&self) -> &str {
        if self.title.trim().is_empty() { "Untitled brief" } else { self.title.trim() }
    }
}

/// A heading, a paragraph, a figure…: a piece of a brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BriefBlock {
    /// Unique id; never changes and is never reused.
    pub id: BriefBlockId,
    /// The brief that it belongs to.
    pub brief: BriefId,
    /// Heading, paragraph, figure…
    #[serde(default)]
    pub kind: BriefBlockKind,
    /// Its words; of a figure or a table, the caption.
    #[serde(default)]
    pub text: String,
    /// Words that stand out, in the order of their beginning. Ranges are bytes of `text`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<TextMark>,
    /// Words that rest on something, in order and without overlap. Ranges are bytes of `text`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
}

impl Record for BriefBlock {
    type Id = BriefBlockId;
    fn id(&self) -> BriefBlockId {
        self.id
    }
}

/// The kind of a [`BriefBlock`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum BriefBlockKind {
    /// Running text.
    #[default]
    Paragraph,
    /// A heading of level 1 to 3; level 1 is directly under the title.
    Heading(u8),
    /// An item of a list with bullets.
    Item,
    /// An item of a numbered list.
    Numbered,
    /// Words of somebody else.
    Quote,
    /// A chart, drawn anew from what the notebook says; the text is its caption.
    Figure(ChartKey),
    /// The claims that a query finds, as a table; the text is its caption.
    Table(String),
    /// Claims that do not agree, by the number of the rule that they break; the text says how.
    Finding {
        /// The number of the rule, 1 to 16.
        rule: u8,
        /// The claims.
        claims: Vec<ClaimId>,
    },
}

impl BriefBlockKind {
    /// Its name on screen.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Paragraph => "Paragraph",
            Self::Heading(1) => "Heading",
            Self::Heading(2) => "Smaller heading",
            Self::Heading(_) => "Smallest heading",
            Self::Item => "List",
            Self::Numbered => "Numbered list",
            Self::Quote => "Quotation",
            Self::Figure(_) => "Figure",
            Self::Table(_) => "Table",
            Self::Finding { .. } => "Finding",
        }
    }

    /// Whether the block shows something besides its words.
    pub fn has_picture(&self) -> bool {
        matches!(self, Self::Figure(_) | Self::Table(_))
    }
}

/// Words that stand out, or lead to an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextMark {
    /// The words, as bytes of the block's text.
    pub at: TextRange,
    /// How they stand out.
    pub style: MarkStyle,
}

/// How words stand out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MarkStyle {
    /// Usually bold.
    Strong,
    /// Usually italic.
    Emphasis,
    /// A link to this address.
    Link(String),
}

/// A version of a brief that was handed over: what it said that day. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Unique id; never changes and is never reused.
    pub id: EditionId,
    /// The brief. It may have been deleted since.
    pub brief: BriefId,
    /// The day on which it was published.
    pub made: Date,
    /// Its title on that day.
    pub title: String,
    /// SHA-256 of the report as Markdown, in lower-case hexadecimal: whoever has that file can tell whether it is this version.
    pub hash: String,
    /// Its blocks on that day.
    pub blocks: Vec<PublishedBlock>,
}

impl Record for Edition {
    type Id = EditionId;
    fn id(&self) -> EditionId {
        self.id
    }
}

/// A block of a published version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedBlock {
    /// The block of the brief that it was.
    pub block: BriefBlockId,
    /// Heading, paragraph, figure…
    #[serde(default)]
    pub kind: BriefBlockKind,
    /// Its words.
    #[serde(default)]
    pub text: String,
    /// What its words rested on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
}

impl From<&BriefBlock> for PublishedBlock {
    fn from(block: &BriefBlock) -> Self {
        let BriefBlock { id, kind, text, references, .. } = block.clone();
        Self { block: id, kind, text, references }
    }
}

impl BriefBlock {
    /// An empty paragraph.
    pub fn empty(id: BriefBlockId, brief: BriefId) -> Self {
        let (kind, text, marks, references) = Default::default();
        Self { id, brief, kind, text, marks, references }
    }

    /// The first rule that it breaks, as the predicate of a sentence; `None` if it is valid.
    pub fn problem(&self) -> Option<String> {
        if let BriefBlockKind::Heading(level) = self.kind
            && !(1..=3).contains(&level)
        {
            return Some(format!("is a heading of level {level}, which is not 1, 2 or 3"));
        }
        let is_sound = |range: TextRange| !range.is_empty() && self.text.get(range.start..range.end).is_some();
        if !self.references.iter().all(|reference| is_sound(reference.at)) || !self.marks.iter().all(|mark| is_sound(mark.at)) {
            return Some("has references outside its text".to_owned());
        }
        if !self.references.is_sorted_by(|one, next| one.at.end <= next.at.start) {
            return Some("has references that overlap".to_owned());
        }
        if !self.marks.is_sorted_by_key(|mark| mark.at.start) {
            return Some("has marks out of order".to_owned());
        }
        None
    }
}
