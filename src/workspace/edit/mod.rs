//! What a person can do to a notebook, each one named edit that undo takes back.

pub(super) mod bulk;
pub(super) mod claim_fields;
pub(super) mod claims;
pub(super) mod history;
pub(super) mod models;
pub(super) mod relations;
pub(super) mod sources;
pub(super) mod tags;
pub(super) mod versions;
