//! Named, invertible changes to a notebook.
//!
//! An [`Edit`] is a list of [`Change`]s to single records, applied all together or not at all. Applying one returns the edit
//! that reverts it, so undo, redo and the journal need not know what was done.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{
    About, Assumption, AssumptionId, AssumptionValue, Brief, BriefBlock, BriefBlockId, BriefId, Claim, ClaimId, Details,
    Dismissal, DismissalId, Document, DocumentId, Edition, EditionId, Model, ModelId, Notebook, Record, Relation, RelationId,
    Run, RunId, Scenario, ScenarioId, Series, SeriesId, Tag, TagId, Term, TermId,
};

/// A named step, undone by one “Undo”.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// What was done, in lower case, as shown after “Undo: ”: `tag claim`.
    pub name: String,
    /// The changes, in order.
    pub changes: Vec<Change>,
}

/// A change to one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// Inserts a new record into its list.
    Insert {
        /// The position in the list; past the end means the end.
        at: usize,
        /// The record.
        record: AnyRecord,
    },
    /// Removes a record from its list.
    Remove(RecordId),
    /// Replaces the record with the same id.
    Replace(AnyRecord),
    /// Replaces the metadata of a document; its text stays.
    Details(DocumentId, Box<Details>),
    /// Replaces the question and note of the notebook.
    About(About),
}

macro_rules! records {
    ($($kind:ident($record:ty, $id:ty, $table:ident, $noun:literal)),+ $(,)?) => {
        /// A record of any list of the notebook.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum AnyRecord { $(#[doc = concat!("In `", stringify!($table), "`.")] $kind(Box<$record>)),+ }

        /// The id of a record of any list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum RecordId { $(#[doc = concat!("In `", stringify!($table), "`.")] $kind($id)),+ }

        impl RecordId {
            /// The kind of the record, as one word for people: “source”, “claim”.
            pub fn noun(self) -> &'static str {
                match self { $(Self::$kind(_) => $noun),+ }
            }
        }

        impl std::fmt::Display for RecordId {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self { $(Self::$kind(id) => write!(f, "{} {id}", $noun)),+ }
            }
        }

        impl AnyRecord {
            /// Its id.
            pub fn id(&self) -> RecordId {
                match self { $(Self::$kind(record) => RecordId::$kind(record.id())),+ }
            }
        }

        $(impl From<$record> for AnyRecord {
            fn from(record: $record) -> Self {
                Self::$kind(Box::new(record))
            }
        })+

        $(impl From<$id> for RecordId {
            fn from(id: $id) -> Self {
                Self::$kind(id)
            }
        })+

        impl Notebook {
            /// The ids of all records, list by list.
            pub fn record_ids(&self) -> impl Iterator<Item = RecordId> + '_ {
                std::iter::empty()$(.chain(self.$table.iter().map(|record| RecordId::$kind(record.id()))))+
            }

            /// Whether there is a record with this id.
            pub fn has(&self, id: RecordId) -> bool {
                match id { $(RecordId::$kind(id) => self.$table.contains(id)),+ }
            }

            /// Brings the indexes of all lists up to date.
            fn settle(&mut self) {
                $(self.$table.settle();)+
            }

            fn insert(&mut self, at: usize, record: AnyRecord) -> Result<Change, EditError> {
                let id = record.id();
                match record {
                    $(AnyRecord::$kind(record) => self.$table.insert(at, *record).map_err(|_| EditError::Taken(id))?),+
                }
                Ok(Change::Remove(id))
            }

            fn remove(&mut self, id: RecordId) -> Result<Change, EditError> {
                match id {
                    $(RecordId::$kind(key) => {
                        let (at, record) = self.$table.remove(key).ok_or(EditError::Missing(id))?;
                        Ok(Change::Insert { at, record: record.into() })
                    }),+
                }
            }

            fn replace(&mut self, record: AnyRecord) -> Result<Change, EditError> {
                let id = record.id();
                match record {
                    $(AnyRecord::$kind(record) => {
                        let old = self.$table.replace(*record).map_err(|_| EditError::Missing(id))?;
                        Ok(Change::Replace(old.into()))
                    }),+
                }
            }
        }
    };
}

records! {
    Document(Document, DocumentId, documents, "source"),
    Tag(Tag, TagId, tags, "tag"),
    Term(Term, TermId, terms, "term"),
    Claim(Claim, ClaimId, claims, "claim"),
    Relation(Relation, RelationId, relations, "relation"),
    Dismissal(Dismissal, DismissalId, dismissals, "dismissal"),
    Series(Series, SeriesId, series, "series"),
    Assumption(Assumption, AssumptionId, assumptions, "assumption"),
    Model(Model, ModelId, models, "model"),
    Scenario(Scenario, ScenarioId, scenarios, "scenario"),
    Run(Run, RunId, runs, "run"),
    Brief(Brief, BriefId, briefs, "brief"),
    BriefBlock(BriefBlock, BriefBlockId, brief_blocks, "block of a brief"),
    Edition(Edition, EditionId, editions, "published version"),
}

/// Why an edit could not be applied. The notebook is then unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The id of a record to insert is already in use.
    #[error("there is already a {0}")]
    Taken(RecordId),
    /// A record to change or remove does not exist.
    #[error("there is no {0}")]
    Missing(RecordId),
    /// A change exceeds one of the limits in `notebook::limits`; the text says which.
    #[error("{0}")]
    TooLarge(String),
    /// The notebook is open for reading only.
    #[error("the notebook is open for reading only")]
    ReadOnly,
}

impl Edit {
    /// An edit without changes.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), changes: Vec::new() }
    }

    /// Adds: insert `record` at the end of its list.
    pub fn insert(mut self, record: impl Into<AnyRecord>) -> Self {
        self.changes.push(Change::Insert { at: usize::MAX, record: record.into() });
        self
    }

    /// Adds: replace the record with the same id by `record`.
    pub fn put(mut self, record: impl Into<AnyRecord>) -> Self {
        self.changes.push(Change::Replace(record.into()));
        self
    }

    /// Adds: replace the record with the same id by `record` if it is there, or else insert it.
    pub fn keep(self, record: impl Into<AnyRecord>, is_there: bool) -> Self {
        if is_there { self.put(record) } else { self.insert(record) }
    }

    /// Adds: remove the record with this id.
    pub fn remove(mut self, id: impl Into<RecordId>) -> Self {
        self.changes.push(Change::Remove(id.into()));
        self
    }

    /// Adds this change at the end.
    pub fn with(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Changes the notebook and returns the edit that reverts it. On an error nothing has changed.
    ///
    /// ```
    /// use claimbook::notebook::{Edit, EditError, IdSource, Notebook, TagId};
    ///
    /// let mut ids = IdSource::new(7);
    /// let mut notebook = Notebook::new(ids.next(0));
    /// let unknown: TagId = ids.next(0);
    /// // All of it or nothing: what cannot be done leaves the notebook as it was.
    /// let error = Edit::new("delete tag").remove(unknown).apply(&mut notebook).unwrap_err();
    /// assert_eq!(error, EditError::Missing(unknown.into()));
    /// ```
    pub fn apply(self, notebook: &mut Notebook) -> Result<Self, EditError> {
        let mut inverse = Vec::with_capacity(self.changes.len());
        for change in self.changes {
            match apply_change(change, notebook) {
                Ok(back) => inverse.push(back),
                Err(error) => {
                    for back in inverse.into_iter().rev() {
                        // Reverting cannot fail: the records that `back` names exist.
                        apply_change(back, notebook).ok();
                    }
                    notebook.settle();
                    return Err(error);
                }
            }
        }
        notebook.settle();
        inverse.reverse();
        Ok(Self { name: self.name, changes: inverse })
    }
}

fn apply_change(change: Change, notebook: &mut Notebook) -> Result<Change, EditError> {
    match change {
        Change::Insert { at, record } => notebook.insert(at, record),
        Change::Remove(id) => notebook.remove(id),
        Change::Replace(record) => notebook.replace(record),
        Change::Details(id, details) => {
            let document = notebook.documents.get_mut(id).ok_or(EditError::Missing(id.into()))?;
            Ok(Change::Details(id, Box::new(std::mem::replace(&mut document.details, *details))))
        }
        Change::About(about) => Ok(Change::About(std::mem::replace(&mut notebook.about, about))),
    }
}

/// Clears the citations of removed claims in the points of a plan.
fn forget(value: &mut AssumptionValue, gone: &HashSet<ClaimId>) {
    if let AssumptionValue::Plan(points) = value {
        for point in points {
            point.claim = point.claim.filter(|claim| !gone.contains(claim));
        }
    }
}

impl Notebook {
    /// The edit that removes documents, the claims found only in them, and everything that refers to those claims. Claims that
    /// are also in other documents only lose their passages in these.
    pub fn removal_of_documents(&self, documents: &[DocumentId]) -> Edit {
        let leaving: HashSet<DocumentId> = documents.iter().copied().collect();
        let name = if documents.len() == 1 { "remove source".to_owned() } else { format!("remove {} sources", documents.len()) };
        let mut gone = Vec::new();
        let mut edit = Edit::new(name);
        for claim in self.claims.iter().filter(|claim| claim.passages.iter().any(|passage| leaving.contains(&passage.document))) {
            let mut rest = claim.clone();
            rest.passages.retain(|passage| !leaving.contains(&passage.document));
            if rest.passages.is_empty() {
                gone.push(claim.id);
            } else {
                edit = edit.put(rest);
            }
        }
        // A later version of one now replaces the nearest version before it that stays.
        let stays = |later: &&Document| !leaving.contains(&later.id) && later.replaces.is_some_and(|id| leaving.contains(&id));
        for later in self.documents.iter().filter(stays) {
            let before = |id: &DocumentId| self.documents.get(*id).and_then(|document| document.replaces);
            let mut chain = std::iter::successors(later.replaces, before).take(self.documents.len());
            let replaces = chain.find(|id| !leaving.contains(id));
            edit = edit.put(Document { replaces, ..later.clone() });
        }
        let edit = self.add_removal_of_claims(edit, &gone);
        documents.iter().fold(edit, |edit, id| edit.remove(*id))
    }

    /// The edit that removes claims with their relations and dismissals, and every reference to them in series, assumptions and scenarios.
    pub fn removal_of_claims(&self, name: &str, claims: &[ClaimId]) -> Edit {
        self.add_removal_of_claims(Edit::new(name), claims)
    }

    fn add_removal_of_claims(&self, mut edit: Edit, gone: &[ClaimId]) -> Edit {
        let claims: HashSet<ClaimId> = gone.iter().copied().collect();
        for relation in &self.relations {
            if claims.contains(&relation.from) || claims.contains(&relation.to) {
                edit = edit.remove(relation.id);
            }
        }
        for dismissal in self.dismissals.iter().filter(|dismissal| dismissal.claims.iter().any(|claim| claims.contains(claim))) {
            edit = edit.remove(dismissal.id);
        }
        for series in &self.series {
            if series.hidden.iter().any(|hidden| claims.contains(hidden)) {
                let mut series = series.clone();
                series.hidden.retain(|hidden| !claims.contains(hidden));
                edit = edit.put(series);
            }
        }
        for assumption in &self.assumptions {
            let mut rest = assumption.clone();
            rest.retain_claims(|claim| !claims.contains(&claim));
            forget(&mut rest.value, &claims);
            if rest != *assumption {
                edit = edit.put(rest);
            }
        }
        for scenario in &self.scenarios {
            let mut rest = scenario.clone();
            rest.overrides.iter_mut().for_each(|entry| forget(&mut entry.value, &claims));
            if rest != *scenario {
                edit = edit.put(rest);
            }
        }
        // From the end, so that each removal leaves the positions of the others unchanged.
        gone.iter().rev().fold(edit, |edit, &claim| edit.remove(claim))
    }

    /// The edit that removes a tag, also from all claims; its child tags move up to its parent.
    pub fn removal_of_tag(&self, id: TagId) -> Edit {
        let mut edit = Edit::new("delete tag");
        for claim in self.claims.iter().filter(|claim| claim.tags.contains(&id)) {
            let mut claim = claim.clone();
            claim.tags.retain(|&tag| tag != id);
            edit = edit.put(claim);
        }
        let parent = self.tags.get(id).and_then(|tag| tag.parent);
        for tag in self.tags.iter().filter(|tag| tag.parent == Some(id)) {
            edit = edit.put(Tag { parent, ..tag.clone() });
        }
        edit.remove(id)
    }

    /// The edit that removes a model with its scenarios, its kept runs, and the assumptions that no other model uses.
    pub fn removal_of_model(&self, id: ModelId) -> Edit {
        let mut edit = Edit::new("delete model");
        for scenario in self.scenarios_of(id) {
            edit = edit.remove(scenario.id);
        }
        for run in self.runs.iter().filter(|run| run.model == id) {
            edit = edit.remove(run.id);
        }
        let Some(model) = self.models.get(id) else { return edit };
        let used_elsewhere = |assumption: &AssumptionId| {
            let uses = |other: &Model| {
                [other.from, other.until].contains(assumption) || other.assumptions().any(|used| used == *assumption)
            };
            self.models.iter().any(|other| other.id != id && uses(other))
        };
        edit = edit.remove(id);
        let mut own: Vec<AssumptionId> =
            model.assumptions().chain([model.from, model.until]).filter(|id| !used_elsewhere(id)).collect();
        own.sort_unstable();
        own.dedup();
        own.into_iter().filter(|&id| self.assumptions.contains(id)).fold(edit, Edit::remove)
    }
}
