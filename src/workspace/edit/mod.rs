//! The actions of the person on a notebook. Each makes one named edit, which can be undone.
//!
//! Each kind of record has a handle: `workspace.claims().merge(into, from)`. A handle borrows the workspace for one statement
//! and has no state.

pub(super) mod assumptions;
pub(super) mod briefs;
pub(super) mod bulk;
pub(super) mod checks;
pub(super) mod claim_fields;
pub(super) mod claims;
pub(super) mod filing;
pub(super) mod history;
pub(super) mod models;
pub(super) mod pasting;
pub(super) mod relations;
pub(super) mod scenarios;
pub(super) mod series;
pub(super) mod sources;
pub(super) mod tags;
pub(super) mod terms;
pub(super) mod versions;
