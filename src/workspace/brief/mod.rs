//! Briefs of the open notebook: how their references stand, their reports, and drafts of them. They may use every room below.

pub(super) mod attaching;
pub(super) mod drafting;
pub(super) mod edition;
pub(super) mod pasting;
pub(super) mod report;
pub(super) mod state;
