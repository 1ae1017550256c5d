//! The window: reader, sidebar, charts, dialogs, theme. The only room that knows egui.
//!
//! A frame has three phases (`app`): `logic` takes the replies of background jobs; `ui` draws from the [`Workspace`] and
//! collects `Actions`; then these are applied. Whatever a view shows it reads from the workspace, and whatever it
//! wants changed it asks for: no view changes anything itself, except the [`View`] of the window.
//!
//! [`Workspace`]: crate::workspace::Workspace

mod action;
mod app;
mod apply;
mod changed;
mod charts;
mod claim_actions;
mod claims;
mod claims_table;
mod clipboard;
mod command;
mod dialogs;
mod dropdown;
mod export;
mod fields;
mod files;
mod ids;
mod importing;
mod keyboard;
mod looking_back;
mod menu;
mod notices;
mod offers;
mod paging;
mod paint_cpu;
mod palette;
mod panels;
mod reader;
mod reading_only;
mod recovery;
mod remember;
mod rescue;
mod run;
mod scrolling;
mod search;
mod search_panel;
mod shot;
mod sources;
mod state;
mod status;
mod suggestions;
mod theme;
mod tour;
mod trail;
mod typed;
mod versions;
mod widgets;

pub use app::{App, Options, run};
pub use clipboard::Clipboard;
pub use command::{Command, TABLE};
pub use paint_cpu::CpuPainter;
pub use shot::{ShotError, shot};
pub use state::{Tab, View};

pub use egui::Theme;
