//! The file of a notebook: opening, locking, the recovery journal, saving, and salvaging a damaged one.

pub(super) mod notebook_file;
pub(super) mod safekeeping;
pub(super) mod salvage;
