//! A notebook and its file: opening, locks, the journal, saving, and what is left of a damaged one.

pub(super) mod notebook_file;
pub(super) mod safekeeping;
pub(super) mod salvage;
