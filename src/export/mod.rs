//! Everything that is exported: files ([`Artifact`]), and claims and passages as text, JSON or HTML.
//!
//! Pure: a notebook or a figure in, text or bytes out. To add a chart format, add a row to [`ChartFormat::ALL`]. It uses
//! `notebook` and may use `chart`.

mod artifact;
mod charts;
mod claims;
mod fragment;

pub use artifact::{Artifact, file_name};
pub use charts::{ChartFileError, ChartFormat, lacks};
pub use claims::{claims_as_json, claims_as_text};
pub use fragment::fragment_as_html;
