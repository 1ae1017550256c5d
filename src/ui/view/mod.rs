//! Everything on screen: panels, dialogs and bars, each with the state that it keeps between frames.
//!
//! A view reads from the [`Workspace`](crate::workspace::Workspace) and from its own state, and pushes `Action`s to request
//! changes. It does not know the `App` or the replies of background jobs.

pub(super) mod action;
pub(super) mod brief;
pub(super) mod charts;
pub(super) mod checks;
pub(super) mod claims;
pub(super) mod claims_table;
pub(super) mod command;
pub(super) mod dialogs;
pub(in crate::ui) mod guide;
pub(super) mod header;
pub(super) mod menu;
pub(super) mod notices;
pub(super) mod offers;
pub(super) mod reader;
pub(super) mod reading_only;
pub(super) mod search;
pub(super) mod settings;
pub(super) mod sources;
mod start;
pub(super) mod state;
pub(super) mod status;
mod tag_fields;
mod tag_list;
pub(super) mod tour;
pub(super) mod vocabulary;
pub(super) mod watching;
