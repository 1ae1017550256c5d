//! The window: reader, sidebar, charts, dialogs, theme. The only module that uses egui.
//!
//! A frame has three phases (`app`): `logic` takes the replies of background jobs; `ui` draws from the [`Workspace`] and
//! collects `Actions`; then these are applied. A view only reads the workspace and requests changes as actions; the one thing
//! that it may change directly is the [`View`] of the window.
//!
//! [`Workspace`]: crate::workspace::Workspace

mod shell;
mod theme;
mod view;
mod widgets;

pub use shell::app::{App, Options, run};
pub use shell::clipboard::Clipboard;
pub use shell::paint_cpu::CpuPainter;
pub use shell::shot::{ShotError, shot};
pub use theme::for_reports as fonts_for_reports;
pub use view::command::{Command, TABLE};
pub use view::state::{Tab, View};
pub use view::vocabulary::state::{Begin, ClaimsShown};

pub use egui::Theme;
