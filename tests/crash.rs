//! A program that is killed at any moment loses no edit that is older than a second.
//!
//! A child process opens a notebook, makes random edits and saves, and reports each step when it is done. It is killed with
//! SIGKILL; then the notebook is opened as the next start would open it, compared with what was reported, and given to the next
//! child.
#![cfg(unix)]

mod common;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use claimbook::notebook::{About, Change, Edit, Notebook, check};
use claimbook::store::{self, FileHash};
use claimbook::workspace::{Clock, IfHeld, Progress, Safe, SaveDone, Workspace, import_text, open_notebook};
use common::steps::{perform, step};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const CHILD: &str = "CLAIMBOOK_CRASH_CHILD";

fn safe(folder: &Path) -> Safe {
    Safe::new(Some(folder.join("data")), 1)
}

fn runner(seed: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// The last step of a notebook, which is stored in its note.
fn step_of(notebook: &Notebook) -> u64 {
    notebook.about.note.parse().unwrap_or(0)
}

fn hash(notebook: &Notebook) -> FileHash {
    FileHash::of(store::encode(notebook).unwrap().as_bytes())
}

/// Not a test: what the child process does, until it is killed.
#[test]
#[ignore = "the child process of the tests in this file"]
fn the_child() {
    let Ok(folder) = std::env::var(CHILD) else { return };
    let folder = PathBuf::from(folder);
    let path = folder.join("shops.ron");
    let seed = std::env::var("CLAIMBOOK_CRASH_SEED").unwrap().parse().unwrap();
    let safe = safe(&folder);
    let opened = open_notebook(&path, &safe, IfHeld::ReadOnly).unwrap();
    let mut workspace = Workspace::opened(opened, &safe, Clock::System, None);
    let mut runner = runner(seed);
    let mut number = step_of(workspace.notebook());
    let mut saving: Option<(std::thread::JoinHandle<Result<SaveDone, store::SaveError>>, u64)> = None;
    let mut out = std::io::stdout();
    loop {
        let before = hash(workspace.notebook());
        perform(&mut workspace, step().new_tree(&mut runner).unwrap().current());
        if workspace.notebook().documents.len() < 2 {
            let imported =
                import_text("The group runs ninety shops abroad. Its goal is nine thousand shops by 2029.\n\nSo it said.")
                    .unwrap();
            workspace.sources().add(imported, Default::default());
        }
        // Undo may have restored an earlier number; step numbers always grow.
        number += 1;
        let about = About { note: number.to_string(), ..workspace.notebook().about.clone() };
        workspace.end_burst();
        workspace.edit(Edit::new("count").with(Change::About(about))).unwrap();
        writeln!(out, "step {number} {before} {}", hash(workspace.notebook())).unwrap();
        out.flush().unwrap();
        match saving.take() {
            Some((thread, step)) if thread.is_finished() => {
                workspace.file_mut().mark_saved(thread.join().unwrap().unwrap(), step);
                writeln!(out, "saved").unwrap();
            }
            Some(running) => saving = Some(running),
            None if number.is_multiple_of(7) => {
                let (task, step) = (workspace.file().save_task(path.clone()), workspace.history().step());
                saving = Some((std::thread::spawn(move || task.run(&Progress::default())), step));
            }
            None => {}
        }
        std::thread::sleep(Duration::from_micros((seed % 7) * 900 + number % 5 * 300));
    }
}

#[derive(Default)]
struct Tally {
    kills: usize,
    steps: u64,
    saves: usize,
    recovered: usize,
    lost: u64,
    oldest_lost: Duration,
}

/// Kills a child `kills` times, each one on the same notebook.
fn kill_again_and_again(seed: u64, kills: usize) -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shops.ron");
    let mut workspace = Workspace::empty(Clock::System);
    workspace.sources().add(import_text("The group runs ninety shops abroad.").unwrap(), Default::default());
    store::save_over(&path, workspace.notebook()).unwrap();
    let mut tally = Tally::default();
    let mut random = seed;
    for kill in 0..kills {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let lives = Duration::from_micros((random >> 33) % 1_300_000);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_child", "--ignored", "--nocapture", "--test-threads=1"])
            .env(CHILD, folder.path())
            .env("CLAIMBOOK_CRASH_SEED", (seed * 10_007 + kill as u64).to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        let reader = std::thread::spawn(move || {
            lines.lines().map_while(Result::ok).map(|line| (Instant::now(), line)).collect::<Vec<_>>()
        });
        std::thread::sleep(lives);
        // On Unix this is SIGKILL.
        child.kill().unwrap();
        let killed = Instant::now();
        child.wait().unwrap();
        let reported = reader.join().unwrap();
        tally.kills += 1;
        tally.saves += reported.iter().filter(|(_, line)| line == "saved").count();

        let safe = safe(folder.path());
        let opened =
            open_notebook(&path, &safe, IfHeld::ReadOnly).unwrap_or_else(|error| panic!("seed {seed}, kill {kill}: {error}"));
        assert!(opened.notes.is_empty(), "seed {seed}, kill {kill}: {:?}", opened.notes);
        tally.recovered += usize::from(opened.recovered.is_some());
        let mut workspace = Workspace::opened(opened, &safe, Clock::System, None);
        assert_eq!(check(workspace.notebook()), [], "seed {seed}, kill {kill}");
        let found = step_of(workspace.notebook());
        let parsed = reported.iter().filter_map(|(at, line)| {
            // The test harness writes output of its own onto the first line.
            let mut parts = line.split("step ").nth(1)?.split(' ');
            Some((*at, parts.next()?.parse::<u64>().ok()?, parts.next()?.to_owned(), parts.next()?.to_owned()))
        });
        let parsed: Vec<_> = parsed.collect();
        for (at, number, _, after) in &parsed {
            tally.steps += 1;
            if *number > found {
                let age = killed - *at;
                tally.lost += 1;
                tally.oldest_lost = tally.oldest_lost.max(age);
                assert!(age < Duration::from_secs(1), "seed {seed}, kill {kill}: step {number} was {age:?} old and is lost");
            }
            if *number == found {
                // Exactly this state, or one with a part of the next step, which undo reverts.
                let back = (0..6).any(|_| {
                    let is_it = hash(workspace.notebook()).to_string() == *after;
                    if !is_it {
                        workspace.undo();
                    }
                    is_it
                });
                assert!(
                    back && step_of(workspace.notebook()) == found,
                    "seed {seed}, kill {kill}: step {number} came back otherwise"
                );
                workspace.undo_all();
                while step_of(workspace.notebook()) < found && workspace.redo().is_some() {}
            }
        }
    }
    tally
}

fn kill_many(lineages: u64, kills: usize) {
    let mut total = Tally::default();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=lineages).map(|seed| scope.spawn(move || kill_again_and_again(seed, kills))).collect();
        for thread in threads {
            let tally = thread.join().unwrap();
            total.kills += tally.kills;
            total.steps += tally.steps;
            total.saves += tally.saves;
            total.recovered += tally.recovered;
            total.lost += tally.lost;
            total.oldest_lost = total.oldest_lost.max(tally.oldest_lost);
        }
    });
    println!(
        "{} kills, {} steps and {} saves reported, {} recoveries; {} steps lost, the oldest {:?} old when killed",
        total.kills, total.steps, total.saves, total.recovered, total.lost, total.oldest_lost
    );
    assert!(total.steps > total.kills as u64 * 5 && total.recovered * 4 > total.kills, "too little happened to tell anything");
}

#[test]
fn fifty_kills_cost_no_edit_older_than_a_second() {
    kill_many(5, 10);
}

#[test]
#[ignore = "at length: some minutes"]
fn two_thousand_kills_cost_no_edit_older_than_a_second() {
    kill_many(8, 250);
}
