//! Measures the window with long texts and many claims: `cargo bench --bench reader`.
//!
//! Times are CPU time of the window's thread, without the GPU's share; a frame is everything from input to triangles. Other
//! programs are measured in the same run as the figures that are compared with them. A figure that misses its bar is measured
//! up to three times, and the lowest counts: machines are shared, and other programs can only add time. `-- --write FOLDER`
//! writes the notebooks that are used.

mod common;
#[path = "common/edits.rs"]
mod edits;
#[path = "common/report.rs"]
mod report;
#[path = "common/window.rs"]
mod window;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use claimbook::notebook::TextRange;
use claimbook::reading::{Pattern, SearchMode};
use claimbook::store::encode;
use claimbook::ui::Tab;
use claimbook::workspace::{ClaimField, ClaimFilter, Grouping, Opened, TableOrder, TextSelection};
use common::{Language, Numbers, library, notebook, written};
use egui::{Event, Modifiers, PointerButton, Pos2};
use report::{Report, at_most, lowest};
use window::{MIDDLE, Window, median, quantile, timed, wheel};

const MB: usize = 1_000_000;

/// Returns median and 99th percentile, in milliseconds, of frames while scrolling, jumping from claim to claim, and dragging a
/// selection over pages.
fn moving(window: &mut Window) -> [(&'static str, f64, f64); 3] {
    type Part = (&'static str, fn(&mut Window) -> Vec<f64>);
    let parts: [Part; 3] = [("scrolling", scrolling), ("jumping to claims", jumping), ("dragging a selection", dragging)];
    parts.map(|(name, part)| {
        let [middle, tail] = lowest([2.0, 8.0], || {
            let mut times = part(window);
            window.rest();
            [median(&mut times), quantile(&mut times, 0.99)]
        });
        (name, middle, tail)
    })
}

fn scrolling(window: &mut Window) -> Vec<f64> {
    window.draw(vec![Event::PointerMoved(MIDDLE)]);
    (0..400).map(|number| window.draw(vec![wheel(if number % 100 < 80 { -140.0 } else { 90.0 })])).collect()
}

fn jumping(window: &mut Window) -> Vec<f64> {
    let claims = window.app.workspace().look().listed(&ClaimFilter::default());
    let count = claims.len(window.app.workspace());
    let mut numbers = Numbers::new(3);
    let mut frames = Vec::new();
    for _ in 0..150 {
        let claim = claims.get(window.app.workspace(), numbers.below(count)).expect("in range");
        window.app.show_claim_in_reader(claim);
        // The click takes one frame, the claim that it leads to the next.
        frames.push(window.draw(Vec::new()));
        frames.push(window.draw(Vec::new()));
    }
    window.app.workspace_mut().selection.claim = None;
    frames
}

fn dragging(window: &mut Window) -> Vec<f64> {
    let button = |pressed, pos| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    window.draw(vec![Event::PointerMoved(MIDDLE), button(true, MIDDLE)]);
    let edge = Pos2::new(620.0, 832.0);
    let frames: Vec<f64> = (0..300).map(|_| window.draw(vec![Event::PointerMoved(edge)])).collect();
    window.draw(vec![button(false, edge)]);
    let selected = window.app.workspace().selection.words().map_or(0, TextRange::len);
    assert!(selected > 2_000, "the drag went over {selected} bytes only");
    window.app.workspace_mut().selection.text = None;
    frames
}

/// Returns the median CPU time, in milliseconds, of giving a new passage a tag, and of the frame after it.
fn tagging(window: &mut Window) -> (f64, f64) {
    let document = window.app.workspace().look().document().expect("one is open");
    let (length, text) = (document.text.len(), document.text.clone());
    let tag = window.app.workspace().notebook().tags.at(0).expect("there are tags").id;
    let mut numbers = Numbers::new(17);
    let (mut edits, mut frames) = (Vec::new(), Vec::new());
    for _ in 0..60 {
        let mut start = numbers.below(length - 200);
        while !text.is_char_boundary(start) || !text.is_char_boundary(start + 90) {
            start += 1;
        }
        let workspace = window.app.workspace_mut();
        workspace.selection.text = Some(TextSelection { anchor: start, head: start + 90 });
        let (made, time) = timed(|| workspace.claims().apply_tag(tag));
        assert!(made.is_some(), "nothing was tagged");
        workspace.selection.text = None;
        edits.push(time);
        frames.push(window.draw(Vec::new()));
    }
    for _ in 0..60 {
        window.app.workspace_mut().undo();
    }
    window.draw(Vec::new());
    (median(&mut edits), median(&mut frames))
}

fn resident_mb() -> Option<f64> {
    let pages: f64 = std::fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096.0 / 1e6)
}

fn opening(report: &mut Report) {
    for (what, notebook) in [
        ("1 MB + 1000 claims", notebook(Language::English, MB, 1_000)),
        ("1 MB + 10000 claims", notebook(Language::English, MB, 10_000)),
        ("10 MB + 10000 claims", notebook(Language::English, 10 * MB, 10_000)),
        ("10 MB + 10000 claims, French", notebook(Language::French, 10 * MB, 10_000)),
        ("10 MB + 10000 claims, Chinese", notebook(Language::Chinese, 10 * MB, 10_000)),
        ("10 MB + 10000 claims, 1000 sources", library(Language::English, 1_000, 10_000, 10_000)),
    ] {
        let file = written("claimbook-bench-open.ron", &notebook);
        let mut readings = Vec::new();
        let [time] = lowest([16.0], || {
            let mut open = || {
                let (read, reading) = timed(|| Opened::unguarded(&file).expect("it is sound"));
                readings.push(reading);
                Window::new().open_read(read)
            };
            [median(&mut [(); 5].map(|()| open()))]
        });
        std::fs::remove_file(&file).ok();
        let reading = median(&mut readings);
        report.row(&format!("open {what}: to the first frame"), &format!("{time:.1} ms"), &[at_most(time, 16.0, "ms")]);
        report.row("    reading and checking the file, on a worker", &format!("{reading:.0} ms"), &[]);
    }
}

fn shown(claims: usize) -> Window {
    let mut window = Window::new();
    window.open(notebook(Language::English, 10 * MB, claims));
    window.rest();
    window
}

fn using(report: &mut Report) {
    let mut window = shown(10_000);
    let tag: (f64, f64) = lowest([1.0, 4.0], || tagging(&mut window).into()).into();
    report.row("one new tag on 10 MB + 10,000: the edit", &format!("{:.3} ms", tag.0), &[at_most(tag.0, 1.0, "ms")]);
    report.row("    the frame after it", &format!("{:.2} ms", tag.1), &[at_most(tag.1, 4.0, "ms")]);
    for (what, median, tail) in moving(&mut window) {
        report.row(
            &format!("frame while {what}: median / 99th percentile"),
            &format!("{median:.2} / {tail:.2} ms"),
            &[at_most(median, 2.0, "ms"), at_most(tail, 8.0, "ms")],
        );
    }
}

/// Measures notebooks of three sizes in turn, five times, so that a slow minute does not affect only one of them.
fn comparing(report: &mut Report) {
    const SIZES: [usize; 3] = [100, 10_000, 100_000];
    let mut windows = SIZES.map(shown);
    let mut found = [[f64::INFINITY; 3]; SIZES.len()];
    for _ in 0..5 {
        for (window, found) in windows.iter_mut().zip(&mut found) {
            let (tag, mut scroll) = (tagging(window).0, scrolling(window));
            window.rest();
            let mut still: Vec<f64> = (0..200).map(|_| window.draw(Vec::new())).collect();
            let now = [tag, median(&mut scroll), median(&mut still)];
            *found = std::array::from_fn(|part| found[part].min(now[part]));
        }
    }
    let base = found[1];
    for (claims, found) in SIZES.into_iter().zip(found) {
        let what = format!("10 MB + {claims} claims: tag / scroll / still frame, to 10,000");
        let ratios: [f64; 3] = std::array::from_fn(|part| found[part] / base[part]);
        let told = format!("{:.2} / {:.2} / {:.2} ×", ratios[0], ratios[1], ratios[2]);
        let largest = ratios.into_iter().fold(0.0, f64::max);
        report.row(&what, &told, &[at_most(largest, 1.3, "×")]);
        report.row("    in milliseconds", &format!("{:.3} / {:.2} / {:.2}", found[0], found[1], found[2]), &[]);
    }
}

fn memory(report: &mut Report) {
    let notebook = notebook(Language::English, 10 * MB, 10_000);
    let mut window = Window::new();
    let before = resident_mb();
    window.open(notebook);
    moving(&mut window);
    if let (Some(before), Some(after)) = (before, resident_mb()) {
        let more = after - before;
        let what = "extra memory for showing 10 MB + 10,000, scrolled through";
        report.row(what, &format!("{more:.0} MB"), &[at_most(more, 60.0, "MB")]);
    }
}

fn finding(report: &mut Report) {
    for (language, name, words) in [
        (Language::English, "English", &["regional managers", "Kobayashi", "percent"] as &[&str]),
        (Language::French, "French", &["européens", "societes privees", "Kobayashi"]),
        (Language::Chinese, "Chinese", &["合作伙伴", "小米"]),
    ] {
        let library = library(language, 10_000, 10_000, 0);
        let bytes: usize = library.documents.iter().map(|document| document.text.len()).sum();
        let file = std::env::temp_dir().join("claimbook-bench.txt");
        let texts: String = library.documents.iter().map(|document| format!("{}\n", document.text)).collect();
        std::fs::write(&file, texts).expect("the folder for temporary files can be written");
        for &words in words {
            let pattern = Pattern::new(words, SearchMode::default()).expect("it is sound");
            let mut count = 0;
            let mut times: Vec<f64> = (0..5)
                .map(|_| {
                    timed(|| count = library.documents.iter().map(|document| pattern.find_all(&document.text).len()).sum()).1
                })
                .collect();
            let ours = quantile(&mut times, 0.0);
            let theirs = ripgrep(&file, words);
            let beside = theirs.map_or("no ripgrep".to_owned(), |(time, _)| format!("{:.2} × ripgrep", ours / time));
            let what = format!("find “{words}” in {} MB {name}, {count} places", bytes / MB);
            let mut held = vec![at_most(ours, 60.0, "ms")];
            held.extend(theirs.map(|(time, _)| at_most(ours / time, 1.5, "×")));
            report.row(&what, &format!("{ours:.1} ms, {beside}"), &held);
            if let Some((time, found)) = theirs {
                report.row("    ripgrep -i -F, one thread", &format!("{time:.1} ms, {found} places"), &[]);
            }
        }
        std::fs::remove_file(&file).ok();
    }
}

/// Returns the least time in milliseconds that ripgrep needs, and the number of matches that it finds; `None` if it is not
/// installed.
fn ripgrep(file: &Path, words: &str) -> Option<(f64, usize)> {
    let mut best: Option<(f64, usize)> = None;
    for _ in 0..5 {
        let start = std::time::Instant::now();
        let output = Command::new("rg").args(["-i", "-F", "-j1", "--count-matches", words]).arg(file).output().ok()?;
        let time = start.elapsed().as_secs_f64() * 1e3;
        let found = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(0);
        if best.is_none_or(|(best, _)| time < best) {
            best = Some((time, found));
        }
    }
    best
}

fn table(report: &mut Report) {
    let library = library(Language::English, 1_000, 4_000, 50_000);
    let mut window = Window::new();
    window.open(library);
    window.app.view_mut().tab = Tab::Claims;
    window.rest();
    let workspace = window.app.workspace();
    let open = ClaimFilter::default();
    let closed = std::collections::HashSet::new();
    for column in ClaimField::ALL.iter().copied() {
        let order = TableOrder { column: Some(column), ..TableOrder::default() };
        let sort = || timed(|| black_box(workspace.look().claim_table(&open, order, &closed))).1;
        let [time] = lowest([50.0], || [median(&mut [(); 5].map(|()| sort()))]);
        let what = format!("table of 50,000 claims: sort by {}", column.row().heading);
        report.row(&what, &format!("{time:.1} ms"), &[at_most(time, 50.0, "ms")]);
    }
    for grouping in [Grouping::Subject, Grouping::Tag, Grouping::Source, Grouping::Period] {
        let order = TableOrder { grouping, ..TableOrder::default() };
        let (_, time) = timed(|| black_box(workspace.look().claim_table(&open, order, &closed)));
        report.row(&format!("    grouped by {grouping:?}"), &format!("{time:.1} ms"), &[]);
    }
    let mut first = true;
    for text in ["tag:\"theme 3\" kind:target", "value>1000 due<2027", "regional managers", "percent -kind:fact who:bench"] {
        let mut times = Vec::new();
        for turn in 0..6 {
            // A space makes the filter a different one, so that no cached result is used.
            let filter = ClaimFilter { text: format!("{text}{}", " ".repeat(turn)), ..ClaimFilter::default() };
            let (_, time) = timed(|| black_box(workspace.look().claim_table(&filter, TableOrder::default(), &closed)));
            if std::mem::take(&mut first) || (turn == 0 && text == "regional managers") {
                report.row("    the first time, words still to be folded", &format!("{time:.1} ms"), &[]);
            } else {
                times.push(time);
            }
        }
        let time = quantile(&mut times, 0.0);
        let what = format!("table of 50,000 claims: filter “{text}”");
        report.row(&what, &format!("{time:.1} ms"), &[at_most(time, 20.0, "ms")]);
    }
    let over = Pos2::new(620.0, 450.0);
    window.draw(vec![Event::PointerMoved(over)]);
    let mut frames: Vec<f64> = (0..300).map(|_| window.draw(vec![wheel(-300.0)])).collect();
    let (middle, tail) = (median(&mut frames), quantile(&mut frames, 0.99));
    let what = "table of 50,000 claims: frame while scrolling, median / 99 %";
    report.row(what, &format!("{middle:.2} / {tail:.2} ms"), &[at_most(middle, 4.0, "ms")]);
}

/// Measures frames with 200 sources in folders, 50,000 claims and 400 tags, and every panel open.
fn full(report: &mut Report) {
    let mut window = Window::new();
    window.open(library(Language::English, 200, 20_000, 50_000));
    let workspace = window.app.workspace_mut();
    let sources: Vec<_> = workspace.notebook().documents.iter().map(|document| document.id).collect();
    for (number, some) in sources.chunks(25).enumerate() {
        let folder = format!("Folder {}/Part {number}", number % 3);
        workspace.sources().move_to(some, &folder).expect("they can be moved");
    }
    for number in 0..400 {
        workspace.tags().create(&format!("Tag {number}")).expect("no tag has this name");
    }
    window.rest();
    let mut over = |window: &mut Window, what: &str, x: f32| {
        let [middle, tail] = lowest([4.0, 8.0], || {
            window.draw(vec![Event::PointerMoved(Pos2::new(x, 500.0))]);
            let turn = |number: usize| if number % 100 < 60 { -140.0 } else { 120.0 };
            let mut frames: Vec<f64> = (0..300).map(|number| window.draw(vec![wheel(turn(number))])).collect();
            [median(&mut frames), quantile(&mut frames, 0.99)]
        });
        report.row(
            &format!("200 sources, 50,000 claims, 400 tags: frame while scrolling {what}, median / 99 %"),
            &format!("{middle:.2} / {tail:.2} ms"),
            &[at_most(middle, 4.0, "ms"), at_most(tail, 8.0, "ms")],
        );
    };
    over(&mut window, "the sources", 110.0);
    over(&mut window, "the text", 620.0);
    over(&mut window, "the claims", 1_240.0);
    window.button(TAGS, true);
    window.button(TAGS, false);
    window.rest();
    over(&mut window, "the tags", 110.0);
}

/// Where the switch from sources to tags is.
const TAGS: Pos2 = Pos2::new(112.0, 63.0);

fn write(folder: PathBuf) {
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for (name, notebook) in [
        ("english-10mb", notebook(Language::English, 10 * MB, 10_000)),
        ("french-10mb", notebook(Language::French, 10 * MB, 10_000)),
        ("chinese-10mb", notebook(Language::Chinese, 10 * MB, 10_000)),
        ("library-1000", library(Language::English, 1_000, 10_000, 50_000)),
    ] {
        let path = folder.join(format!("{name}.ron"));
        std::fs::write(&path, encode(&notebook).expect("it is sound")).expect("the file can be written");
        println!("{}", path.display());
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--write") {
        write(PathBuf::from(arguments.get(place + 1).expect("--write needs a folder")));
        return ExitCode::SUCCESS;
    }
    let wanted = |part: &str| !arguments.iter().any(|a| a.starts_with("only=")) || arguments.contains(&format!("only={part}"));
    let mut report = Report::table();
    type Part = (&'static str, fn(&mut Report));
    let parts: [Part; 9] = [
        ("memory", memory),
        ("open", opening),
        ("use", using),
        ("compare", comparing),
        ("first", edits::first),
        ("edit", edits::editing),
        ("table", table),
        ("full", full),
        ("find", finding),
    ];
    for (_, part) in parts.into_iter().filter(|(name, _)| wanted(name)) {
        part(&mut report);
    }
    report.end()
}
