//! The vocabulary as plain data: the records of a notebook, their invariants, and the edits that change them.
//!
//! Start at [`Notebook`]: lists of records that refer to each other by id. Nothing here uses a clock, a file or a window, and
//! nothing here computes: derived numbers are computed in `forecast` and `chart`. Changes go through [`Edit`], which has a name
//! and returns its inverse when applied. [`check()`] lists every broken invariant.
//!
//! ```
//! use claimbook::notebook::{Edit, IdSource, Notebook, Tag, TagColour};
//!
//! let mut ids = IdSource::new(7);
//! let mut notebook = Notebook::new(ids.next(0));
//! let tag = Tag {
//!     id: ids.next(0),
//!     name: "network".into(),
//!     colour: TagColour::default(),
//!     shortcut: Some(1),
//!     parent: None,
//!     note: String::new(),
//! };
//! let back = Edit::new("add tag").insert(tag).apply(&mut notebook)?;
//! assert_eq!(notebook.tags.len(), 1);
//! assert!(claimbook::notebook::check(&notebook).is_empty());
//! back.apply(&mut notebook)?;
//! assert!(notebook.tags.is_empty());
//! # Ok::<(), claimbook::notebook::EditError>(())
//! ```
//!
//! This room uses no other room.

mod assumption;
mod brief;
mod brief_text;
mod briefs;
mod chains;
mod check;
mod claim;
mod counting;
mod details;
mod difference;
mod dismissal;
mod document;
mod edit;
mod id;
mod inputs;
mod limits;
mod merge;
mod model;
mod naming;
mod passage;
mod period;
mod quantity;
mod reference;
mod relation;
mod run;
mod scenario;
mod series;
mod table;
mod tag;
mod term;
mod visible;
mod vocabulary;

use serde::{Deserialize, Serialize};

pub use assumption::{Assumption, AssumptionValue, Estimate3, Family, Growth, Limit, PlanPoint, Tail};
pub use brief::{Brief, BriefBlock, BriefBlockKind, Edition, MarkStyle, PublishedBlock, TextMark};
pub(crate) use chains::circular;
pub use check::{Problem, check, check_all};
pub use claim::{Claim, ClaimKind, Confidence, Status, folded_name, same_name, split_voices};
pub use counting::{Counted, TooLarge, UnitSort};
pub use details::{Archived, Details, FETCHED, FILE_PROPERTIES, ReadState, folder_path, is_in_folder, is_of_the_web};
pub use dismissal::Dismissal;
use document::id_of_text;
pub use document::{Block, BlockKind, Document, Original, Span, SpanKind, bytes_hash, text_hash};
pub use edit::{AnyRecord, Change, Edit, EditError, RecordId};
pub use id::{
    AssumptionId, BriefBlockId, BriefId, ClaimId, DismissalId, DocumentId, EditionId, Id, IdSource, InvalidId, JudgementId,
    ModelId, NotebookId, RelationId, RunId, ScenarioId, SeriesId, TagId, TermId,
};
pub use inputs::{ClaimMoved, InputChange};
pub use limits::{MAX_ENTRIES, MAX_FORMULA, MAX_NAME, MAX_NOTE, MAX_NUMBER, MAX_RECORDS, MAX_TEXT};
pub use merge::{Choices, Conflict, ConflictKey, Merged, Side, merge};
pub use model::{Correlation, Driver, Input, Model, ModelPeriods, store_count_drivers};
pub use passage::{Passage, TextRange};
pub use period::{Grain, MONTHS, Period, StatedPeriod, day_near, decimal_year, long_date, month_of};
pub use quantity::{
    Bound, Quantity, StatedQuantity, Value, capitalised, counted, grouped, in_quotes, plural, to_f64, uncapitalised,
};
pub use reference::{
    Calculation, ChartKey, ClaimPart, ModelChart, Operation, Outcome, OutcomePart, Reference, ReferenceMode, SeriesChart, Target,
};
pub use relation::{Relation, RelationKind};
pub use run::{Run, RunInput, RunOutput, RunRow};
pub use scenario::{Override, Scenario};
pub use series::{Judgement, Nature, PointRole, Series, topic};
pub use table::{Record, Table};
pub use tag::{Tag, TagColour};
pub use term::{Term, TermKind, UnitFamily};
pub use visible::{HIDDEN_MARK, begins_formula, in_one_line, is_hidden, is_unspaced, visible};
pub use vocabulary::{NameKey, Named, Topical, Vocabulary, counted_key, name_key};

/// Everything about one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notebook {
    /// Unique id; never changes and is never reused. Copies of a notebook share it.
    pub id: NotebookId,
    /// The question and a note.
    #[serde(default)]
    pub about: About,
    /// Labels, in the order a menu shows them.
    #[serde(default)]
    pub tags: Table<Tag>,
    /// What was said about the names that claims use.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub terms: Table<Term>,
    /// Sources, in the analyst's order.
    #[serde(default)]
    pub documents: Table<Document>,
    /// Claims, in the order they were made.
    #[serde(default)]
    pub claims: Table<Claim>,
    /// How claims relate to each other.
    #[serde(default)]
    pub relations: Table<Relation>,
    /// Findings that were looked at and found right.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub dismissals: Table<Dismissal>,
    /// Measures of subjects over time, each with a chart.
    #[serde(default)]
    pub series: Table<Series>,
    /// Inputs of models.
    #[serde(default)]
    pub assumptions: Table<Assumption>,
    /// Models: formulas over the inputs.
    #[serde(default)]
    pub models: Table<Model>,
    /// Named sets of overrides.
    #[serde(default)]
    pub scenarios: Table<Scenario>,
    /// Computations that were kept, in the order they were made.
    #[serde(default)]
    pub runs: Table<Run>,
    /// Texts of the analyst.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub briefs: Table<Brief>,
    /// The blocks of the briefs: those of one brief in the order in which they are read.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub brief_blocks: Table<BriefBlock>,
    /// Published versions of the briefs, the oldest first.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub editions: Table<Edition>,
}

/// The question and the note of a notebook.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The question that the notebook is to answer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// Remarks about the whole notebook.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The style in which files cite sources, by its name: `apa`, `ieee`. Empty for Claimbook's own way.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub citation_style: String,
}

impl Notebook {
    /// An empty notebook.
    pub fn new(id: NotebookId) -> Self {
        Self {
            id,
            about: About::default(),
            tags: Table::default(),
            terms: Table::default(),
            documents: Table::default(),
            claims: Table::default(),
            relations: Table::default(),
            dismissals: Table::default(),
            series: Table::default(),
            assumptions: Table::default(),
            models: Table::default(),
            scenarios: Table::default(),
            runs: Table::default(),
            briefs: Table::default(),
            brief_blocks: Table::default(),
            editions: Table::default(),
        }
    }

    /// The claims with a passage in a document.
    pub fn claims_in(&self, document: DocumentId) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(move |claim| claim.passages.iter().any(|passage| passage.document == document))
    }

    /// The day that the year of a claim was counted from, if that is only the day of the source's file and nobody confirmed it:
    /// “within five years” then says no more than that day does.
    pub fn counted_from_unsure_day(&self, claim: &Claim) -> Option<jiff::civil::Date> {
        let counted = claim.period.as_ref().is_some_and(StatedPeriod::is_counted);
        let details = &self.documents.get(claim.document().filter(|_| counted)?)?.details;
        details.published.filter(|_| details.is_day_unsure())
    }

    /// The period of a claim as a list shows it: with a question mark if its year was counted from the day of the source's file.
    pub fn shown_period(&self, claim: &Claim) -> Option<String> {
        let stated = claim.period.as_ref()?;
        let document = claim.document().and_then(|id| self.documents.get(id));
        Some(document.map_or_else(|| stated.shown(), |document| document.details.shown_period(stated)))
    }

    /// What the period of a claim means, and from which day its year was counted if nobody confirmed that day; empty without a period.
    pub fn period_in_words(&self, claim: &Claim) -> String {
        let meaning = claim.period.as_ref().map_or_else(String::new, StatedPeriod::meaning);
        match self.counted_from_unsure_day(claim) {
            Some(day) => format!("{meaning} (counted from {}, when the file was made)", long_date(day)),
            None => meaning,
        }
    }

    /// The sort key of a claim in reading order: the index of the document of its first passage, then the first byte there.
    /// Claims without a passage or document come last.
    pub fn reading_order(&self, claim: &Claim) -> (usize, usize) {
        let Some(passage) = claim.passages.first() else { return (usize::MAX, 0) };
        (self.documents.position(passage.document).unwrap_or(usize::MAX), passage.range.start)
    }
}
