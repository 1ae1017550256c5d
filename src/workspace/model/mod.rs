//! Computes models and draws them as charts. It may use `forecast`, `chart` and `reading`.

pub(super) mod all_charts;
pub(super) mod amounts;
pub(super) mod charts;
pub(super) mod computed;
pub(super) mod draws_out;
pub(super) mod stated;
