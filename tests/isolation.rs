//! Sources that take all memory, all time or all of the stack end a process of their own, with one message for one file.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use claimbook::workspace::{Batch, Intake, Isolation, Origin, Progress, ReadLimits, Refusal, Source, Wanted};

fn apart(seconds: u64, memory: u64) -> Isolation {
    Isolation::Process { program: env!("CARGO_BIN_EXE_claimbook").into(), limits: ReadLimits { seconds, memory } }
}

fn read(path: &std::path::Path, isolation: Isolation) -> Result<Source, Refusal> {
    Intake { isolation, ..Intake::default() }.file(path, &Wanted::default(), &Progress::default())
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
    let here = read(&page, Isolation::Here).unwrap();
    assert_eq!(read(&page, apart(20, 4 << 30)), Ok(here));
    let missing = folder.path().join("none.html");
    let said = |isolation: Isolation| read(&missing, isolation).unwrap_err();
    assert_eq!(said(apart(20, 4 << 30)), said(Isolation::Here));
}

#[test]
fn what_does_not_end_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "endless.html", &endless());
    let error = read(&page, apart(1, 4 << 30)).unwrap_err().to_string();
    assert!(error.contains("longer than 1 seconds"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_takes_all_memory_takes_only_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "large.html", &format!("<html><body>{}", "<p>word ".repeat(1_000_000)));
    let error = read(&page, apart(20, 160 << 20)).unwrap_err().to_string();
    assert!(error.contains("ended before it was done"), "{error}");
}

#[test]
fn one_bad_file_does_not_keep_the_others_back() {
    let folder = tempfile::tempdir().unwrap();
    let paths =
        vec![written(&folder, "a.html", PAGE), written(&folder, "bad.html", &endless()), written(&folder, "b.html", PAGE)];
    let intake = Intake { isolation: apart(1, 4 << 30), ..Intake::default() };
    let jobs = Batch::new(paths.into_iter().map(Origin::File).collect()).read(&intake, &Progress::default());
    let done: Vec<bool> = jobs.iter().map(|job| job.result.is_ok()).collect();
    assert_eq!(done, [true, false, true]);
}

#[test]
fn a_program_that_is_not_there_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "a.html", PAGE);
    let nobody = Isolation::Process { program: folder.path().join("nobody"), limits: ReadLimits::default() };
    let begin = Instant::now();
    let error = read(&page, nobody).unwrap_err().to_string();
    assert!(error.contains("could not be started") && begin.elapsed() < Duration::from_secs(10), "{error}");
}
