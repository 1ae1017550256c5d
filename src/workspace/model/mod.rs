//! Models computed, and everything that is drawn of them.

pub(super) mod all_charts;
pub(super) mod amounts;
pub(super) mod charts;
pub(super) mod computed;
