//! Sources on their way in: read where they can do no harm, many side by side, with their pages and tables.

pub(super) mod batch;
pub(super) mod isolation;
pub(super) mod pages;
pub(super) mod source;
pub(super) mod table_points;
