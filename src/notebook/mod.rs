//! The vocabulary as plain data: what a notebook holds, its invariants, and the edits that change it.
//!
//! Start at [`Notebook`]; everything in it is a list of records that name each other by id. Nothing here knows a clock, a
//! file or a window, and nothing here computes: numbers that follow from others are made in `forecast` and `chart`.
//! Changes go through [`Edit`], which knows its inverse and its name. [`check()`] lists every broken invariant.
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
//! This room uses no other.

mod assumption;
mod chains;
mod check;
mod claim;
mod difference;
mod document;
mod edit;
mod id;
mod limits;
mod merge;
mod model;
mod passage;
mod period;
mod quantity;
mod relation;
mod run;
mod scenario;
mod series;
mod table;
mod tag;
mod visible;

use serde::{Deserialize, Serialize};

pub use assumption::{Assumption, AssumptionValue, Estimate3, Family, Growth, Limit, PlanPoint, Tail};
pub(crate) use chains::circular;
pub use check::{Problem, check, check_all};
pub use claim::{Claim, ClaimKind, Confidence, Status, folded_name, same_name, split_voices};
pub use document::{Block, BlockKind, Details, Document, Original, Span, SpanKind, bytes_hash, text_hash};
pub use edit::{AnyRecord, Change, Edit, EditError, RecordId};
pub use id::{
    AssumptionId, ClaimId, DocumentId, Id, IdSource, InvalidId, JudgementId, ModelId, NotebookId, RelationId, RunId, ScenarioId,
    SeriesId, TagId,
};
pub use limits::{MAX_ENTRIES, MAX_FORMULA, MAX_NAME, MAX_NOTE, MAX_NUMBER, MAX_RECORDS, MAX_TEXT};
pub use merge::{Choices, Conflict, ConflictKey, Merged, Side, merge};
pub use model::{Correlation, Driver, Input, Model, store_count_drivers};
pub use passage::{Passage, TextRange};
pub use period::{Grain, MONTHS, Period, StatedPeriod, decimal_year, long_date, month_of};
pub use quantity::{Bound, Quantity, StatedQuantity, Value, capitalised, counted, grouped, in_quotes, plural, to_f64};
pub use relation::{Relation, RelationKind};
pub use run::{Run, RunInput, RunOutput, RunRow};
pub use scenario::{Override, Scenario};
pub use series::{Judgement, Nature, PointRole, Series, topic};
pub use table::{Record, Table};
pub use tag::{Tag, TagColour};
pub use visible::{HIDDEN_MARK, begins_formula, is_hidden, visible};

/// Everything about one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notebook {
    /// Its name for ever.
    pub id: NotebookId,
    /// The question and what goes with it.
    #[serde(default)]
    pub about: About,
    /// Labels, in the order a menu shows them.
    #[serde(default)]
    pub tags: Table<Tag>,
    /// Sources, in the analyst's order.
    #[serde(default)]
    pub documents: Table<Document>,
    /// Claims, in the order they were made.
    #[serde(default)]
    pub claims: Table<Claim>,
    /// What claims have to do with each other.
    #[serde(default)]
    pub relations: Table<Relation>,
    /// What is charted over time.
    #[serde(default)]
    pub series: Table<Series>,
    /// Inputs of models.
    #[serde(default)]
    pub assumptions: Table<Assumption>,
    /// Models: what follows from the inputs.
    #[serde(default)]
    pub models: Table<Model>,
    /// Named sets of overrides.
    #[serde(default)]
    pub scenarios: Table<Scenario>,
    /// Computations that were kept, in the order they were made.
    #[serde(default)]
    pub runs: Table<Run>,
}

/// What a notebook is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The question it is to answer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// Anything else worth saying about the whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Notebook {
    /// A notebook with nothing in it.
    pub fn new(id: NotebookId) -> Self {
        Self {
            id,
            about: About::default(),
            tags: Table::default(),
            documents: Table::default(),
            claims: Table::default(),
            relations: Table::default(),
            series: Table::default(),
            assumptions: Table::default(),
            models: Table::default(),
            scenarios: Table::default(),
            runs: Table::default(),
        }
    }

    /// The claims with a passage in a document.
    pub fn claims_in(&self, document: DocumentId) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(move |claim| claim.passages.iter().any(|passage| passage.document == document))
    }

    /// Where a claim stands in reading order: the place of its document, then its first byte there.
    pub fn reading_place(&self, claim: &Claim) -> (usize, usize) {
        let Some(passage) = claim.passages.first() else { return (usize::MAX, 0) };
        (self.documents.position(passage.document).unwrap_or(usize::MAX), passage.range.start)
    }
}
