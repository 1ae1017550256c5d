//! What the numbers imply: growth shapes between two anchors, and the store-count model built on them.
//!
//! [`growth`] has the closed forms with their limits; [`stores`] runs a model over years and says for
//! every input where it came from. All is pure arithmetic in double precision: inputs are exact decimals in the notebook,
//! outputs are never stored there.
//!
//! It uses `notebook` only.

pub mod growth;
pub mod stores;
