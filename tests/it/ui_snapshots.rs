//! Draws every view on the CPU, light and dark, and compares it pixel by pixel with the pictures in tests/snapshots.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test it ui_snapshots` accepts new pictures; look at them before committing.

use claimbook::ui::{Command, Tab};
use claimbook::workspace::TextSelection;
use egui::{Theme, vec2};

use crate::window;

fn view(name: &str, tab: Tab, size: egui::Vec2, prepare: impl Fn(&mut claimbook::ui::App)) {
    let mut results = egui_kittest::SnapshotResults::new();
    for (theme, mode) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let mut harness = window::window(None, size, theme);
        harness.state_mut().view_mut().settings.tour_done = true;
        prepare(harness.state_mut());
        harness.state_mut().view_mut().tab = tab;
        harness.run();
        harness.remove_cursor();
        // Dialogs are placed by their size in the previous frame; a third of a second settles everything.
        harness.run_steps(20);
        results.add(harness.try_snapshot(format!("{name}_{mode}")));
    }
}

fn choose_first_claim(app: &mut claimbook::ui::App) {
    let claim = app.workspace().look().reading_order()[0];
    app.workspace_mut().select().claim(claim);
}

#[test]
fn reader() {
    view("read", Tab::Read, vec2(1280.0, 800.0), choose_first_claim);
}

#[test]
fn reader_with_a_selection() {
    view("selection", Tab::Read, vec2(1280.0, 800.0), |app| {
        let text = &app.workspace().look().document().unwrap().text;
        let start = text.find("So far the evidence").unwrap();
        app.workspace_mut().selection.text = Some(TextSelection { anchor: start, head: start + 90 });
    });
}

#[test]
fn claims_table() {
    view("claims", Tab::Claims, vec2(1280.0, 800.0), |_| {});
}

#[test]
fn targets() {
    view("targets", Tab::Targets, vec2(1280.0, 800.0), |_| {});
}

#[test]
fn targets_of_a_stock() {
    view("stores_target", Tab::Targets, vec2(1280.0, 800.0), |app| {
        let series = app.workspace().notebook().series.at(1).map(|series| series.id);
        app.workspace_mut().selection.series = series;
    });
}

#[test]
fn scenarios() {
    view("scenarios", Tab::Scenarios, vec2(1280.0, 1500.0), |_| {});
}

#[test]
fn small_window() {
    view("small", Tab::Read, vec2(760.0, 480.0), choose_first_claim);
}

#[test]
fn an_empty_notebook() {
    view("empty", Tab::Read, vec2(1000.0, 640.0), |app| {
        let clock = app.workspace().clock().clone();
        *app.workspace_mut() = claimbook::workspace::Workspace::empty(clock);
    });
}

#[test]
fn help_sheet() {
    view("shortcuts", Tab::Read, vec2(1000.0, 800.0), |app| app.open(Command::Shortcuts));
}

#[test]
fn tags() {
    view("tags", Tab::Read, vec2(1000.0, 700.0), |app| app.open(Command::ManageTags));
}
