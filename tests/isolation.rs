//! Sources that take all memory, all time or all of the stack end a process of their own, with one message for one file.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use claimbook::import::Part;
use claimbook::workspace::{Isolation, Progress, ReadLimits, import_file, import_files};

fn apart(seconds: u64, memory: u64) -> Isolation {
    Isolation::Process { program: env!("CARGO_BIN_EXE_claimbook").into(), limits: ReadLimits { seconds, memory } }
}

fn written(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// A page that Readability needs more than a minute for.
fn endless() -> String {
    format!("<html><body><p>{}", "&amp;".repeat(3_500_000))
}

const PAGE: &str = "<html lang=en><head><title>Boats</title></head><body><p>The two new boats were delivered in October, the company said.</p></body></html>";

#[test]
fn what_is_read_apart_is_what_is_read_here() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "a.html", PAGE);
    let progress = Progress::default();
    let here = import_file(&page, Part::Article, &Isolation::Here, &progress).unwrap();
    assert_eq!(import_file(&page, Part::Article, &apart(20, 4 << 30), &progress), Ok(here));
    let missing = folder.path().join("none.html");
    let said = |isolation: &Isolation| import_file(&missing, Part::Article, isolation, &progress).unwrap_err();
    assert_eq!(said(&apart(20, 4 << 30)), said(&Isolation::Here));
}

#[test]
fn what_does_not_end_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "endless.html", &endless());
    let error = import_file(&page, Part::Article, &apart(1, 4 << 30), &Progress::default()).unwrap_err();
    assert!(error.contains("endless.html was not imported") && error.contains("longer than 1 seconds"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_takes_all_memory_takes_only_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "large.html", &format!("<html><body>{}", "<p>word ".repeat(1_000_000)));
    let error = import_file(&page, Part::Article, &apart(20, 160 << 20), &Progress::default()).unwrap_err();
    assert!(error.contains("ended before it was done"), "{error}");
}

#[test]
fn one_bad_file_does_not_keep_the_others_back() {
    let folder = tempfile::tempdir().unwrap();
    let paths =
        vec![written(&folder, "a.html", PAGE), written(&folder, "bad.html", &endless()), written(&folder, "b.html", PAGE)];
    let jobs = import_files(paths, &apart(1, 4 << 30), &Progress::default());
    let done: Vec<bool> = jobs.iter().map(|job| job.result.is_ok()).collect();
    assert_eq!(done, [true, false, true]);
}

#[test]
fn a_program_that_is_not_there_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "a.html", PAGE);
    let nobody = Isolation::Process { program: folder.path().join("nobody"), limits: ReadLimits::default() };
    let begin = Instant::now();
    let error = import_file(&page, Part::Article, &nobody, &Progress::default()).unwrap_err();
    assert!(error.contains("could not be started") && begin.elapsed() < Duration::from_secs(10), "{error}");
}
