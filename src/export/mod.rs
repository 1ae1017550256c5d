//! What leaves Claimbook: files ([`Artifact`]), tables and interchange formats.
//!
//! Pure: a notebook or a figure in, text or bytes out. A new format of charts is a variant of [`ChartFormat`]. It uses `notebook`
//! and may use `chart`.

mod artifact;
mod charts;
mod claims;
mod fragment;

pub use artifact::{Artifact, file_name};
pub use charts::{ChartFileError, ChartFormat, lacks};
pub use claims::{claims_as_json, claims_as_text};
pub use fragment::fragment_as_html;
