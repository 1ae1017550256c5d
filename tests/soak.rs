//! Uses the window for hours: its memory does not grow, and at rest it does nothing.
#![allow(unsafe_code, reason = "an allocator that counts")]

#[path = "common/window.rs"]
mod window;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use claimbook::store;
use claimbook::ui::{App, Tab};
use claimbook::workspace::{Clock, TextSelection, Workspace, import_text};
use egui::{Key, Modifiers};
use egui_kittest::Harness;

/// The system's allocator, counting the bytes that are in use.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator unchanged; this only counts bytes.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn text() -> String {
    let paragraph =
        |number: usize| format!("Paragraph {number}. The group runs {number} shops abroad. Its goal is 9,000 shops by 2029.");
    (0..200).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// One of the actions of an analyst's day.
fn step(harness: &mut Harness<'_, App>, number: usize, paths: &[std::path::PathBuf; 2]) {
    let workspace = harness.state_mut().workspace_mut();
    match number % 20 {
        0 | 4 | 8 | 12 => {
            let start = (number * 97) % 8_000;
            workspace.selection.text = Some(TextSelection { anchor: start, head: start + 40 });
            harness.step();
            harness.key_press(Key::Num1);
        }
        1 | 5 => harness.key_press(Key::J),
        2 | 6 | 13 => harness.key_press_modifiers(Modifiers::COMMAND, Key::Z),
        3 => harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z),
        7 => harness.state_mut().view_mut().tab = Tab::Targets,
        9 => harness.state_mut().view_mut().tab = Tab::Claims,
        10 => harness.state_mut().view_mut().tab = Tab::Read,
        11 => harness.key_press(Key::PageDown),
        14 => harness.key_press_modifiers(Modifiers::COMMAND, Key::F),
        15 | 16 => harness.key_press(Key::Escape),
        17 => harness.key_press_modifiers(Modifiers::COMMAND, Key::S),
        // Every thousand steps the other notebook is opened.
        18 if number % 1_000 == 18 => harness.state_mut().open_path(paths[(number / 1_000) % 2].clone()),
        _ => {}
    }
    harness.step();
    harness.step();
}

/// The resident memory of this process, in MB; 0 if the system does not report it.
fn resident_mb() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok().and_then(|text| text.split(' ').nth(1)?.parse::<f64>().ok());
    pages.unwrap_or(0.0) * 4_096.0 / 1e6
}

fn soak(steps: usize, warm: usize) {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["a.ron", "b.ron"].map(|name| folder.path().join(name));
    for path in &paths {
        let mut workspace = Workspace::empty(Clock::System);
        let document = workspace.sources().add(import_text(&text()).unwrap(), Default::default());
        let claim = workspace.claims().make(document, (0, 60).into()).unwrap();
        workspace.tags().give_by_name(claim, "shops");
        store::save_over(path, workspace.notebook()).unwrap();
    }
    let mut harness = window::window_kept_safe(Some(paths[1].clone()), folder.path().join("data"));
    harness.run();
    let mut after_warm = (0, 0.0);
    for number in 0..steps {
        step(&mut harness, number, &paths);
        if number + 1 == warm {
            after_warm = (IN_USE.load(Ordering::Relaxed), resident_mb());
        }
    }
    for _ in 0..4 {
        harness.key_press(Key::Escape);
        harness.run();
    }
    let at_end = (IN_USE.load(Ordering::Relaxed), resident_mb());
    let claims = harness.state().workspace().notebook().claims.len();
    let per_step = at_end.0.saturating_sub(after_warm.0) / (steps - warm);
    println!(
        "{steps} steps, {claims} claims: {:.1} MB resident after {warm}, {:.1} MB at the end; {:.1} and {:.1} MB allocated, \
         {per_step} bytes more for each step",
        after_warm.1,
        at_end.1,
        after_warm.0 as f64 / 1e6,
        at_end.0 as f64 / 1e6
    );
    assert!(at_end.1 <= 1.2 * after_warm.1, "{after_warm:?} → {at_end:?}");
    // Steps can be undone for the whole session, so each may cost this much.
    assert!(per_step < 1_000, "{per_step} bytes stay for each step");
    assert!(claims > 1, "nothing was tagged");
    at_rest(&mut harness);
}

/// Checks that ten seconds without input request no frame, not even from the journal's thread.
fn at_rest(harness: &mut Harness<'_, App>) {
    // Temporary messages have disappeared by then.
    for _ in 0..600 {
        harness.step();
    }
    harness.run();
    let mut frames = 0;
    for _ in 0..600 {
        if harness.ctx.has_requested_repaint() {
            frames += 1;
            harness.step();
        }
    }
    std::thread::sleep(std::time::Duration::from_millis(1_200));
    frames += usize::from(harness.ctx.has_requested_repaint());
    assert_eq!(frames, 0, "frames are drawn at rest");
}

#[test]
fn a_short_day() {
    // By step 2,000 both notebooks have been open once, each with its own widgets and marks.
    soak(3_000, 2_000);
}

#[test]
#[ignore = "at length: 10,000 steps"]
fn a_long_day() {
    soak(10_000, 1_000);
}
