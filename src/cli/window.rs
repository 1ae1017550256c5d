//! Opens the window.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use claimbook::store::{self, Settings};
use claimbook::ui::{self, Options};
use claimbook::workspace::{Clock, Isolation, Spawn};

use super::output::Outcome;

const WITHOUT: &str = "“claimbook check”, “claims”, “read” and “shot” work without one (see claimbook --help)";

/// Opens the window on a file, or else on the last notebook, and runs until it is closed.
pub(super) fn run(file: Option<PathBuf>, started: Instant) -> Outcome {
    if !has_display() {
        return Err(format!("there is no display to open a window on (neither WAYLAND_DISPLAY nor DISPLAY is set); {WITHOUT}"));
    }
    let open = match file {
        // A mistyped path is better reported here than in a window.
        Some(path) if !path.exists() => return Err(format!("there is no file {}", path.display())),
        Some(path) => Some(std::path::absolute(&path).unwrap_or(path)),
        None => None,
    };
    if let Some(folder) = store::data_folder() {
        store::write_crash_reports(folder);
    }
    let options = Options {
        open,
        clock: Clock::System,
        spawn: Spawn::Thread,
        settings_path: Settings::path(),
        data: store::data_folder(),
        isolation: Isolation::own_program(),
        clipboard: ui::Clipboard::System,
        started: Some(started),
    };
    ui::run(options).map_err(|error| {
        format!("the window could not be opened: {}; {WITHOUT}. The README lists what the window needs", error.replace('\n', " "))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// On Linux and the BSDs a window needs a Wayland or X11 display; other systems always have one.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET") || is_set("DISPLAY")
}
