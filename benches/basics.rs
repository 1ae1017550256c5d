//! Measures what users wait for: `cargo bench`.
//!
//! Each figure is the best of several runs. Machines differ and are shared, so each is compared with something measured in the
//! same run: decoding with encoding, a frame with the first frame, which lays out the text.

use std::hint::black_box;
use std::time::{Duration, Instant};

use claimbook::notebook::{Details, Notebook};
use claimbook::store::{decode, encode};
use claimbook::ui::{App, Options, Tab};
use claimbook::workspace::{Clock, Forecasts, Workspace, import_text};

const EXAMPLE: &str = include_str!("../saves/xiaomi-overseas.ron");

fn best(runs: usize, mut work: impl FnMut()) -> Duration {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn report(name: &str, time: Duration, beside: &str) {
    println!("{name:<58} {:>9.3} ms   {beside}", time.as_secs_f64() * 1e3);
}

fn main() {
    let example = decode(EXAMPLE).expect("the example is sound");
    let encoded = best(20, || drop(black_box(encode(&example))));
    let decoded = best(20, || drop(black_box(decode(EXAMPLE))));
    report("encode the example", encoded, &format!("{} kB", EXAMPLE.len() / 1000));
    report("decode and check the example", decoded, &format!("{:.1} × encoding", decoded.as_secs_f64() / encoded.as_secs_f64()));

    let model = example.models.at(0).expect("the example has a model").clone();
    let mut forecasts = Forecasts::default();
    let outcome = best(50, || drop(black_box(forecasts.compute(&example, &model, None))));
    report("compile and run the example’s model, 4,096 draws", outcome, "at every change of an assumption");

    let large = large_notebook();
    let mut workspace = Workspace::new(large.clone(), None, Clock::fixed());
    let document = large.documents.at(0).expect("it has a document").id;
    let mut at = 0;
    let tagged = best(50, || {
        at += 200;
        workspace.claims().make(document, (at, at + 60).into());
    });
    report("make a claim in a text of 500 kB with 1,000 claims", tagged, "");

    for (name, notebook, tab) in [
        ("example, reader", &example, Tab::Read),
        ("example, targets", &example, Tab::Targets),
        ("example, scenarios", &example, Tab::Scenarios),
        ("500 kB with 1,000 claims, reader", &large, Tab::Read),
        ("500 kB with 1,000 claims, table of claims", &large, Tab::Claims),
    ] {
        frames(name, notebook, tab);
    }
}

/// Makes a notebook with a text of 2,500 paragraphs and a claim in most of the first thousand.
fn large_notebook() -> Notebook {
    let paragraph = "The group said on Monday that it would open 1,200 more shops by 2029, which is about 18 % above the plan of the year before. ";
    let text: Vec<String> = (0..2500).map(|number| format!("{number}. {}", paragraph.repeat(1 + number % 2))).collect();
    let mut workspace = Workspace::empty(Clock::fixed());
    let imported = import_text(&text.join("\n\n")).expect("it is text");
    let id = workspace.sources().add(imported, Details::default());
    let blocks = workspace.look().document().expect("it is open").blocks.clone();
    for block in blocks.iter().take(1000) {
        workspace.claims().make(id, (block.range.start + 5, block.range.start + 90).into());
    }
    workspace.selection.claim = None;
    workspace.notebook().clone()
}

/// Measures the first frame, which lays out the text, and the frames after it; without painting and without the GPU.
fn frames(name: &str, notebook: &Notebook, tab: Tab) {
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, Options::by_itself(Clock::fixed()));
    *app.workspace_mut() = Workspace::new(notebook.clone(), None, Clock::fixed());
    app.view_mut().tab = tab;
    let mut frame = eframe::Frame::_new_kittest();
    let mut draw = || {
        let screen_rect = Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1360.0, 860.0)));
        let input = egui::RawInput { screen_rect, ..Default::default() };
        let mut output = ctx.run_ui(input, |ui| eframe::App::ui(&mut app, ui, &mut frame));
        output.textures_delta.clear();
        black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
    };
    let first = best(1, &mut draw);
    best(3, &mut draw);
    let next = best(30, &mut draw);
    report(&format!("{name}: first frame"), first, "");
    report(&format!("{name}: frame"), next, &format!("1/{:.0} of the first", first.as_secs_f64() / next.as_secs_f64()));
}
