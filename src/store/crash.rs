//! Crash reports: where in the program a panic happened, never with text of a notebook.
//!
//! A panic's message can quote words of a document (a slice that splits a character quotes the text around it). So only known
//! beginnings of messages are kept, which Rust itself writes and which quote nothing; the position in the code and the
//! backtrace show the rest.

use std::backtrace::Backtrace;
use std::cell::Cell;
use std::io::Write as _;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

static REPORTS: AtomicU64 = AtomicU64::new(0);

/// The maximum number of reports per run of the program, because a bug that panics in every frame must not fill the disk.
const MOST_REPORTS: u64 = 20;

/// Installs a panic hook that writes a report into a folder and then calls the previous hook.
pub fn write_crash_reports(folder: PathBuf) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if IS_FORGIVEN.get() || std::thread::current().name() == Some(FONT_THREAD) {
            return log::warn!("a part that may fail has failed at {}", location_of(info));
        }
        write_report(&folder, info);
        before(info);
    }));
}

thread_local! {
    /// Whether the code now running on this thread is known to panic at times.
    static IS_FORGIVEN: Cell<bool> = const { Cell::new(false) };
}

/// Runs third-party code that is known to panic at times. Returns `None` if it does; no crash is reported.
pub fn forgiving<T>(part: impl FnOnce() -> T) -> Option<T> {
    let before = IS_FORGIVEN.replace(true);
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(part)).ok();
    IS_FORGIVEN.set(before);
    done
}

/// The thread of the library that looks for the system's fonts: on a computer without fonts it panics at every start.
const FONT_THREAD: &str = "egui_system_font_provider";

/// The last crash report in a folder, by file name.
pub fn last_crash_report(folder: &Path) -> Option<PathBuf> {
    super::files_in(folder, "crash-", ".txt").pop()
}

fn write_report(folder: &Path, info: &PanicHookInfo<'_>) {
    let number = REPORTS.fetch_add(1, Ordering::Relaxed);
    if number >= MOST_REPORTS {
        return;
    }
    let moment = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let report = report(info, &named(&Backtrace::force_capture().to_string()));
    std::fs::create_dir_all(folder).ok();
    let path = folder.join(format!("crash-{moment}-{number}.txt"));
    let written = super::gate::create_new(&path, true).and_then(|mut file| file.write_all(report.as_bytes()));
    if let Err(error) = written {
        log::error!("no crash report could be written: {error}");
    }
}

/// Returns the backtrace, or a sentence instead if it has no function names, as in a release build.
fn named(backtrace: &str) -> String {
    let is_named = backtrace.lines().any(|line| line.contains("::"));
    if is_named { backtrace.to_owned() } else { "This build contains no function names, so there is no backtrace.".to_owned() }
}

fn report(info: &PanicHookInfo<'_>, backtrace: &str) -> String {
    let location = location_of(info);
    let message = info.payload_as_str().map(without_text).unwrap_or_default();
    let thread = std::thread::current().name().unwrap_or("without a name").to_owned();
    format!(
        "Claimbook {} on {} {}\nfailed at {location}\nin the thread {thread}\nwith: {message}\n\n\
         This report contains no text from your sources or claims.\n\n{backtrace}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    )
}

fn location_of(info: &PanicHookInfo<'_>) -> String {
    info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string)
}

/// Returns the part of a panic's message that cannot be text of a document.
fn without_text(message: &str) -> String {
    const KNOWN: [&str; 12] = [
        "called `Option::unwrap()` on a `None` value",
        "called `Result::unwrap()` on an `Err` value",
        "attempt to subtract with overflow",
        "attempt to add with overflow",
        "attempt to multiply with overflow",
        "attempt to divide by zero",
        "index out of bounds",
        "explicit panic",
        "assertion failed",
        "RefCell already borrowed",
        "slice index starts",
        "range end index",
    ];
    let known = KNOWN.iter().find(|known| message.starts_with(**known));
    known.map_or_else(|| "a message that was left out because it may quote your text".to_owned(), |known| (*known).to_owned())
}

#[cfg(test)]
mod tests {
    use super::without_text;

    #[test]
    fn messages_that_quote_are_left_out() {
        assert_eq!(without_text("index out of bounds: the len is 3 but the index is 7"), "index out of bounds");
        for quoting in ["byte index 2 is not a char boundary; it is inside 'é' of `été secret`", "Sales rose: secret", "secret"]
        {
            assert!(!without_text(quoting).contains("secret"), "{quoting}");
        }
    }
}
