//! The handles of a workspace: its methods, grouped by kind of record.
//!
//! [`Workspace`] itself has only its life cycle. A handle borrows it for one statement and has no state:
//! `workspace.claims().merge(into, from)`, `workspace.look().chosen_claim()`. The methods of a handle are in the module of
//! their subject: `edit`, `look`, `file`, `intake` or `model`.

use crate::workspace::Workspace;

/// Defines handles and the methods of a workspace that return them.
macro_rules! handles {
    ($($(#[$doc:meta])+ $method:ident: $handle:ident, $($mutable:ident)?;)+) => {
        $(handles!(@define $(#[$doc])+ $handle, $($mutable)?);)+
        impl Workspace {
            $(handles!(@give $(#[$doc])+ $method: $handle, $($mutable)?);)+
        }
    };
    (@define $(#[$doc:meta])+ $handle:ident, mut) => {
        $(#[$doc])+
        #[derive(Debug)]
        pub struct $handle<'a> {
            pub(in crate::workspace) workspace: &'a mut Workspace,
        }
    };
    (@define $(#[$doc:meta])+ $handle:ident,) => {
        $(#[$doc])+
        #[derive(Debug, Clone, Copy)]
        pub struct $handle<'a> {
            pub(in crate::workspace) workspace: &'a Workspace,
        }
    };
    (@give $(#[$doc:meta])+ $method:ident: $handle:ident, mut) => {
        $(#[$doc])+
        pub fn $method(&mut self) -> $handle<'_> {
            $handle { workspace: self }
        }
    };
    (@give $(#[$doc:meta])+ $method:ident: $handle:ident,) => {
        $(#[$doc])+
        pub fn $method(&self) -> $handle<'_> {
            $handle { workspace: self }
        }
    };
}

handles! {
    /// Sources: adding, describing, removing.
    sources: SourceEdits, mut;
    /// New versions of sources: adding one, placing claims in it, and confirming the claims that were moved to it.
    versions: VersionEdits, mut;
    /// Claims: making, changing, merging, splitting, deleting.
    claims: ClaimEdits, mut;
    /// The marked claims: changing or deleting all of them in one step.
    marked: MarkedEdits, mut;
    /// Suggestions of the open source: accepting, dismissing, and the readings that they come from.
    suggested: SuggestionEdits, mut;
    /// Tags: making, giving, changing, merging, deleting.
    tags: TagEdits, mut;
    /// Names: renaming, merging, splitting, putting one under another.
    terms: TermEdits, mut;
    /// Relations between claims: adding, removing.
    relations: RelationEdits, mut;
    /// Decisions about what does not add up.
    checks: CheckEdits, mut;
    /// Series: adding and changing charts, hiding claims on them, adding own judgements.
    series: SeriesEdits, mut;
    /// Models: adding and changing models and their inputs, keeping runs.
    models: ModelEdits, mut;
    /// Assumptions: setting values, making them rest on claims.
    assumptions: AssumptionEdits, mut;
    /// Scenarios: adding, changing, applying, deleting.
    scenarios: ScenarioEdits, mut;
    /// Briefs: writing, referring to what the notebook says, accepting changes, publishing.
    briefs: BriefEdits, mut;
    /// Changes of the file's state: it was saved, changed by another program, or closed.
    file_mut: FileChanges, mut;
    /// The file of the notebook: who may write it, which version is open, how it is saved.
    file: FileState,;
    /// Data for views: lists, the table of claims, search, suggestions, the selected claim and source.
    look: Look,;
    /// The selection: choosing a claim or a document.
    select: Select, mut;
    /// Going back and forward after a jump.
    travel: Travel, mut;
}
