//! The window: reader, sidebar, charts, dialogs, theme. The only room that knows egui.
//!
//! A frame has three phases (`app`): `logic` takes the replies of background jobs; `ui` draws from the [`Workspace`] and
//! collects `Actions`; then these are applied. Whatever a view shows it reads from the workspace, and whatever it
//! wants changed it asks for: no view changes anything itself, except the [`View`] of the window.
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
pub use view::command::{Command, TABLE};
pub use view::state::{Tab, View};

pub use egui::Theme;
