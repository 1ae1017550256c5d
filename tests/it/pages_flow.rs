//! Shows the pages of a PDF in the reader, and makes points of a table, in the window through AccessKit.

use std::path::Path;

use claimbook::store;
use claimbook::ui::App;
use claimbook::workspace::{Batch, Clock, Intake, Origin, Progress, Workspace};
use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use pdf_writer::{Set, pdf};

use crate::sources::pdf_writer;
use crate::window;

const FIRST: &[Set<'_>] = &[(20, 60, 780, "A longer quay"), (10, 60, 740, "The port wants to handle 5 million tonnes by 2029.")];
const SECOND: &[Set<'_>] = &[(14, 60, 780, "What it costs"), (10, 60, 740, "The council has set aside 31 million euros for it.")];

/// A notebook on disk that contains these sources, with their originals beside it.
fn notebook(folder: &Path, sources: &[(&str, Vec<u8>)]) -> std::path::PathBuf {
    let path = folder.join("quay.ron");
    let mut workspace = Workspace::new(Workspace::empty(Clock::fixed()).notebook().clone(), Some(path.clone()), Clock::fixed());
    let origins = sources.iter().map(|(name, bytes)| {
        let file = folder.join(name);
        std::fs::write(&file, bytes).unwrap();
        Origin::File(file)
    });
    let batch = Batch::new(origins.collect());
    let jobs = batch.read(&Intake { originals: workspace.file().originals(), ..Intake::default() }, &Progress::default());
    assert!(workspace.sources().take(jobs).iter().all(|source| source.result.is_ok()));
    store::save_over(&path, workspace.notebook()).unwrap();
    path
}

fn open(path: std::path::PathBuf) -> Harness<'static, App> {
    let mut harness = window::window(Some(path), vec2(1360.0, 860.0), egui::Theme::Light);
    harness.run();
    harness
}

fn press(harness: &mut Harness<'_, App>, key: Key) {
    harness.key_press_modifiers(Modifiers::NONE, key);
    for _ in 0..4 {
        harness.run();
    }
}

fn drag(harness: &mut Harness<'_, App>, from: Pos2, to: Pos2) {
    for (at, pressed) in [(from, Some(true)), (from.lerp(to, 0.5), None), (to, None), (to, Some(false))] {
        harness.event(egui::Event::PointerMoved(at));
        if let Some(pressed) = pressed {
            let button = egui::PointerButton::Primary;
            harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        }
        harness.run();
    }
}

#[test]
fn pages_have_the_selection_of_the_text_and_claims_cite_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(notebook(folder.path(), &[("quay.pdf", pdf(&[FIRST, SECOND]))]));
    assert!(harness.query_by_label("Text of A longer quay").is_none());
    press(&mut harness, Key::F6);
    assert!(harness.query_by_label_contains("Pages of").is_some() && harness.query_by_label("Page 1 of 2").is_some());
    press(&mut harness, Key::PageDown);
    let page = harness.get_by_label_contains("Page 2. What it costs").rect();
    // The second line of the second page, from its beginning to its end; a page is 595 points wide.
    let scale = page.width() / 595.0;
    let at = |x: f32, up: f32| page.min + vec2(x, 842.0 - up) * scale;
    drag(&mut harness, at(58.0, 743.0), at(500.0, 743.0));
    assert_eq!(harness.state().workspace().look().selected_words(), Some("The council has set aside 31 million euros for it."));
    press(&mut harness, Key::C);
    let workspace = harness.state().workspace();
    let claim = workspace.notebook().claims.at(0).unwrap();
    let document = workspace.look().document().unwrap();
    assert_eq!(document.locator(claim.passages[0].range), "p. 2");
    assert!(harness.query_all_by_label_contains("p. 2: “The council").next().is_some() || !claim.passages.is_empty());
    press(&mut harness, Key::F6);
    assert!(harness.query_by_label_contains("Text of").is_some());
}

#[test]
fn pages_whose_file_is_gone_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = notebook(folder.path(), &[("quay.pdf", pdf(&[FIRST]))]);
    std::fs::remove_dir_all(store::originals_folder(&path)).unwrap();
    let mut harness = open(path);
    press(&mut harness, Key::F6);
    assert!(harness.query_by_label("The pages cannot be shown").is_some());
    assert!(harness.query_by_label_contains("is missing").is_some());
}

#[test]
fn a_table_becomes_points_after_a_preview() {
    let folder = tempfile::tempdir().unwrap();
    let table = b"Region,2024,2025\nNorth,90,120\nSouth,12,n/a\n".to_vec();
    let mut harness = open(notebook(folder.path(), &[("stores.csv", table)]));
    harness.state_mut().open(claimbook::ui::Command::TablePoints);
    harness.run();
    harness.run();
    assert!(harness.query_by_label("3 points found.").is_some());
    harness.get_by_label("Add 3 points").click();
    harness.run();
    harness.run();
    let notebook = harness.state().workspace().notebook();
    assert_eq!((notebook.claims.len(), notebook.series.len()), (3, 2));
    assert_eq!(notebook.claims.at(1).unwrap().subject, "North");
}
