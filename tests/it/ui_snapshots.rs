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
fn checks() {
    view("checks", Tab::Claims, vec2(1280.0, 800.0), |app| app.view_mut().claims_shown = claimbook::ui::ClaimsShown::Checks);
}

#[test]
fn vocabulary() {
    view("vocabulary", Tab::Claims, vec2(1280.0, 800.0), |app| {
        app.view_mut().claims_shown = claimbook::ui::ClaimsShown::Vocabulary;
        // A name without Chinese spellings: the fonts of tests have none.
        app.view_mut().vocabulary.choose(claimbook::notebook::TermKind::Measure, "Mi Home stores");
    });
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
fn brief() {
    view("brief", Tab::Brief, vec2(1360.0, 860.0), |_| {});
}

#[test]
fn small_window() {
    view("small", Tab::Read, vec2(760.0, 480.0), choose_first_claim);
}

/// The windows that people have: their sizes in pixels, with the pixels of a point.
const WINDOWS: [(f32, f32, f32); 4] = [(1440.0, 900.0, 1.0), (1100.0, 700.0, 1.0), (800.0, 560.0, 1.0), (2560.0, 1440.0, 1.5)];

/// The height of the bar, a header and the row under it, in points.
const SHELL: f32 = 124.0;

/// The bar, the header of each place and what stands under it, one place above the other.
#[test]
fn the_shell_at_every_size() {
    let mut results = egui_kittest::SnapshotResults::new();
    for (width, height, scale) in WINDOWS {
        for (theme, mode) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let mut harness = window::window(None, vec2(width / scale, height / scale), theme);
            harness.set_pixels_per_point(scale);
            harness.state_mut().view_mut().settings.tour_done = true;
            let strip = (SHELL * scale) as u32;
            let tabs = [Tab::Read, Tab::Claims, Tab::Targets, Tab::Scenarios, Tab::Brief];
            let mut all = image::RgbaImage::new(width as u32, strip * tabs.len() as u32);
            for (place, tab) in tabs.into_iter().enumerate() {
                harness.state_mut().view_mut().tab = tab;
                harness.run();
                harness.remove_cursor();
                harness.run_steps(20);
                nothing_is_cut(&harness, &format!("{tab:?} at {width} × {height}"));
                let picture = harness.render().expect("drawn on the CPU");
                let top = image::imageops::crop_imm(&picture, 0, 0, width as u32, strip).to_image();
                image::imageops::replace(&mut all, &top, 0, i64::from(strip) * place as i64);
            }
            results.add(egui_kittest::try_image_snapshot(&all, format!("shell_{width}_{mode}")));
        }
    }
}

/// No button leaves the window to a side, and none covers another.
fn nothing_is_cut(harness: &egui_kittest::Harness<'_, claimbook::ui::App>, place: &str) {
    use egui_kittest::kittest::Queryable as _;
    let width = harness.ctx.content_rect().width();
    // Beneath the shell, tagged passages and marks of charts may well cover each other.
    let all = harness.get_all_by_role(egui::accesskit::Role::Button).map(|node| (node.rect(), node));
    let buttons: Vec<_> = all.filter(|(rect, _)| rect.bottom() <= SHELL).collect();
    for (index, (rect, node)) in buttons.iter().enumerate() {
        let name = format!("{node:?}");
        // What is scrolled out of sight has no size.
        assert!(rect.left() >= -0.5 && rect.right() <= width + 0.5 || rect.area() <= 0.0, "{name} is cut off in {place}: {rect}");
        for (other, covered) in &buttons[..index] {
            let common = rect.intersect(*other);
            let is_apart =
                common.width() <= 1.0 || common.height() <= 1.0 || other.contains_rect(*rect) || rect.contains_rect(*other);
            assert!(is_apart, "{name} covers {covered:?} in {place}");
        }
    }
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
