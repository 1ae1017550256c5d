//! Claimbook: a research notebook that keeps the thread from every number on a chart to the sentence it came from.
//!
//! The rooms, from the bottom up (ARCHITECTURE.md draws them): [`notebook`] is the vocabulary as plain data;
//! [`import`], [`reading`], [`forecast`], [`chart`] and [`export`] are pure functions over it; [`store`] is the file on
//! disk; [`workspace`] is an open notebook; `ui` is the window, which the feature `window` (on by default) builds.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro, clippy::print_stdout)
)]

pub mod chart;
pub mod export;
pub mod fetch;
pub mod forecast;
pub mod import;
pub mod notebook;
pub mod reading;
pub mod store;
#[cfg(feature = "window")]
pub mod ui;
pub mod workspace;

/// The packages that Claimbook is made with, their licences, and the texts of these. Made by `assets/notices.py`.
pub const NOTICES: &str = include_str!("../assets/notices.txt");
