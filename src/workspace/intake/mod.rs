//! Imports sources: reads files, web pages and bibliographies (untrusted formats in a child process, many in parallel), draws
//! their pages, and reads points out of their tables. It may use `import`, `fetch`, `reading` and `store`.

pub(super) mod batch;
pub(super) mod isolation;
pub(super) mod pages;
pub(super) mod source;
pub(super) mod table_points;
