//! The handles of a workspace: everything that can be done to it and read from it, grouped by kind of record.
//!
//! [`Workspace`] itself has its life cycle only. A handle borrows it for one statement and holds nothing:
//! `workspace.claims().merge(into, from)`, `workspace.look().chosen_claim()`. Its methods are where their subject is, in `edit`,
//! `look`, `file`, `intake` and `model`.

use crate::workspace::Workspace;

/// Defines handles and the methods of a workspace that give them.
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
    /// New versions of sources: taking one in, placing and confirming the claims that moved to it.
    versions: VersionEdits, mut;
    /// Claims: making, changing, merging, splitting, deleting.
    claims: ClaimEdits, mut;
    /// The marked claims: changing or deleting all of them in one step.
    marked: MarkedEdits, mut;
    /// Suggestions of the open source: accepting, dismissing, and the readings that they come from.
    suggested: SuggestionEdits, mut;
    /// Tags: making, giving, changing, merging, deleting.
    tags: TagEdits, mut;
    /// Relations between claims: adding, removing.
    relations: RelationEdits, mut;
    /// Series: adding and changing charts, hiding claims on them, adding points of one's own.
    series: SeriesEdits, mut;
    /// Models: adding and changing them, their inputs, and the runs that are kept.
    models: ModelEdits, mut;
    /// Assumptions: setting values, resting them on claims.
    assumptions: AssumptionEdits, mut;
    /// Scenarios: adding, changing, applying, deleting.
    scenarios: ScenarioEdits, mut;
    /// The file after something happened to it: saved, changed by another program, given up.
    file_mut: FileChanges, mut;
    /// The file of the notebook: who may write it, which version is open, how it is saved.
    file: FileState,;
    /// What the notebook shows: lists, the table of claims, search, suggestions, what is selected.
    look: Look,;
    /// The selection: choosing a claim or a document.
    select: Select, mut;
    /// Back and forward after a jump.
    travel: Travel, mut;
}
