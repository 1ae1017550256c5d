//! What leaves Claimbook: tables and interchange formats, as text.
//!
//! Pure: a notebook in, a text out. It uses `notebook` and may use `chart`.

mod claims;
mod fragment;

pub use claims::{claims_as_json, claims_as_text};
pub use fragment::fragment_as_html;
