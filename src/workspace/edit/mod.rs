//! What a person can do to a notebook, each one named edit that undo reverses.
//!
//! Each kind of record has a handle: `workspace.claims().merge(into, from)`. A handle borrows the workspace for the length of one
//! statement and holds nothing itself.

pub(super) mod assumptions;
pub(super) mod bulk;
pub(super) mod claim_fields;
pub(super) mod claims;
pub(super) mod history;
pub(super) mod models;
pub(super) mod relations;
pub(super) mod scenarios;
pub(super) mod series;
pub(super) mod sources;
pub(super) mod tags;
pub(super) mod versions;
