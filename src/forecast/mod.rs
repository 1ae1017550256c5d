//! Computes what the numbers imply: from assumptions with ranges, through formulas over time, to bands with their reasons.
//!
//! An assumption becomes a [`distribution`]; [`draws`] are made once and reused; [`formula`] is the language of drivers, with
//! [`growth`] as one of its functions; [`model`] prepares a notebook's model and [`projection`] runs it. [`sensitivity`] and
//! [`attainment`] compute which inputs matter and how likely a target is, [`histogram`] how an outcome is spread; [`scoring`] and [`lookback`] compare forecasts with
//! what happened.
//!
//! Inputs are exact decimals in the notebook, outputs are computed in double precision and (except in kept runs) never stored
//! there. The same inputs give the same digits on every platform: nothing calls the system's maths library.
//!
//! It uses `notebook` only.

pub mod attainment;
pub mod distribution;
pub mod draws;
pub mod fast;
pub mod fit;
pub mod formula;
pub mod growth;
pub mod histogram;
pub mod lookback;
pub mod model;
pub mod normal;
pub mod projection;
pub mod quantiles;
pub mod scoring;
pub mod sensitivity;
