//! Measures what safety costs: the journal, saves in the background, opening. `cargo bench --bench safety`.
//!
//! Times are CPU time of the thread that does the work, on which other programs have little influence.

mod common;
#[path = "common/report.rs"]
mod report;
#[path = "common/window.rs"]
mod window;

use std::path::Path;
use std::process::ExitCode;

use claimbook::notebook::Notebook;
use claimbook::store;
use claimbook::workspace::{ClaimField, Clock, IfHeld, Progress, Safe, Workspace, open_notebook};
use common::{Language, library, notebook};
use report::{Report, at_most};
use serde::Deserialize;
use window::{Window, median, quantile, timed, wheel};

const MB: usize = 1_000_000;

fn safe(folder: &Path) -> Safe {
    Safe::new(Some(folder.join("data")), 1)
}

/// Measures edits on the window's thread, with and without the journal: a claim made, and letters typed into its note.
fn edits(report: &mut Report) {
    let folder = tempfile::tempdir().expect("a folder");
    let source = notebook(Language::English, MB, 10_000);
    let path = folder.path().join("edits.ron");
    store::save_over(&path, &source).expect("it can be saved");
    for with_journal in [false, true] {
        let mut workspace = match with_journal {
            true => {
                let safe = safe(folder.path());
                Workspace::opened(open_notebook(&path, &safe, IfHeld::ReadOnly).expect("it opens"), &safe, Clock::System, None)
            }
            false => Workspace::new(source.clone(), None, Clock::System),
        };
        let document = workspace.notebook().documents.at(0).expect("it has one").id;
        let claim = workspace.notebook().claims.at(5_000).expect("it has many").id;
        let (mut typed, mut made) = (Vec::new(), Vec::new());
        for number in 0..2_000 {
            let note = "x".repeat(number % 80);
            typed.push(timed(|| workspace.claims().type_into(claim, ClaimField::Note, note)).1);
            let start = (number * 450) % (MB - 2_000);
            made.push(timed(|| workspace.claims().make(document, (start, start + 60).into())).1);
        }
        workspace.file().flush_journal().expect("the journal is written");
        let name = if with_journal { "with the journal" } else { "without" };
        let told = |times: &mut [f64]| format!("{:.1} / {:.1} µs", median(times) * 1e3, quantile(times, 0.99) * 1e3);
        let held = [at_most(median(&mut typed) * 1e3, 50.0, "µs")];
        report.row(&format!("a letter typed into a note, {name}, median / 99 %"), &told(&mut typed), &held);
        report.row(&format!("a claim made (words read for numbers), {name}"), &told(&mut made), &[]);
        workspace.file_mut().let_go();
    }
}

/// Measures frames while 100 MB in 20,000 sources are saved in the background.
fn saving(report: &mut Report) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.ron");
    store::save_over(&path, &library(Language::English, 20_000, 5_000, 20_000)).expect("it can be saved");
    let safe = safe(folder.path());
    let mut window = Window::new();
    let (opened, opening) = timed(|| open_notebook(&path, &safe, IfHeld::ReadOnly).expect("it opens"));
    *window.app.workspace_mut() = Workspace::opened(opened, &safe, Clock::System, None);
    window.rest();
    let claim = window.app.workspace().notebook().claims.at(100).expect("it has many").id;
    let workspace = window.app.workspace_mut();
    workspace.claims().type_into(claim, ClaimField::Note, "changed".into()).expect("it can be changed");
    let (task, prepared) = timed(|| workspace.file().save_task(path.clone()));
    let save = std::thread::spawn(move || timed(|| task.run(&Progress::default()).expect("it can be saved")).1);
    let mut frames = Vec::new();
    while !save.is_finished() {
        frames.push(window.draw(vec![wheel(-40.0)]));
    }
    let took = save.join().expect("the save ends");
    let size = std::fs::metadata(&path).expect("it is there").len() as f64 / 1e6;
    report.row(&format!("save of {size:.0} MB, 20,000 sources, on its worker"), &format!("{:.1} s", took / 1e3), &[]);
    report.row("    to begin it, on the window's thread", &format!("{prepared:.2} ms"), &[]);
    let slowest = quantile(&mut frames, 1.0);
    let told = format!("{:.2} / {slowest:.2} ms of {}", median(&mut frames), frames.len());
    report.row("    frames meanwhile, scrolling: median / slowest", &told, &[at_most(slowest, 16.0, "ms")]);
    window.app.workspace_mut().file_mut().let_go();
    against_ron(report, &path, opening);
}

#[derive(Deserialize)]
struct Envelope {
    notebook: Notebook,
}

/// Compares opening a notebook with the time that ron alone takes to parse the same text.
fn against_ron(report: &mut Report, path: &Path, first: f64) {
    let text = std::fs::read_to_string(path).expect("it is there");
    let (mut alone, mut whole) = (Vec::new(), vec![first]);
    for _ in 0..3 {
        alone.push(timed(|| drop(std::hint::black_box(ron::from_str::<Envelope>(&text).expect("it is RON").notebook))).1);
        let safe = Safe::new(None, 1);
        whole.push(timed(|| drop(std::hint::black_box(open_notebook(path, &safe, IfHeld::ReadOnly).expect("it opens")))).1);
    }
    let (alone, whole) = (median(&mut alone), median(&mut whole));
    report.row("opening it: lock, read, hash, parse, check, journal", &format!("{whole:.0} ms"), &[]);
    report.row("    ron alone, for the same text", &format!("{alone:.0} ms"), &[]);
    report.row("    ratio", &format!("{:.2} ×", whole / alone), &[at_most(whole / alone, 3.0, "×")]);
}

fn main() -> ExitCode {
    let mut report = Report::table();
    edits(&mut report);
    saving(&mut report);
    report.end()
}
