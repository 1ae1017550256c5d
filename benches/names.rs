//! Measures names: `cargo bench --bench names`. A notebook of 10,000 claims under 600 names, of which every third has been said
//! something about. Times are CPU time of one thread, the best or the median of several.

#[path = "common/mod.rs"]
mod common;
#[path = "common/report.rs"]
mod report;
#[path = "common/window.rs"]
mod window;

use std::hint::black_box;
use std::process::ExitCode;

use claimbook::notebook::{Claim, Notebook, Term, TermKind};
use claimbook::ui::{ClaimsShown, Tab};
use claimbook::workspace::{Clock, Workspace, look_alikes, names};
use common::{Language, Numbers};
use report::{Report, at_most};

const CLAIMS: usize = 10_000;
const NAMES: usize = 600;

/// A name that reads like one: three syllables and a number of words.
fn name(number: usize, kind: TermKind) -> String {
    const FIRST: [&str; 12] = ["Nor", "Vel", "Kam", "Tor", "Sun", "Bel", "Gar", "Lim", "Pax", "Ost", "Ren", "Dou"];
    const LAST: [&str; 10] = ["dal", "mark", "tech", "ford", "berg", "ona", "ix", "works", "via", "land"];
    const MORE: [&str; 5] = ["", " Motors", " Europe", " Group", " Energy"];
    let (a, b, c) = (number % 12, number / 12 % 10, number / 120 % 5);
    let word = format!("{}{}{}", FIRST[a], LAST[b], MORE[c]);
    match kind {
        TermKind::Subject => word,
        TermKind::Measure => format!("{} sold {}", word.to_lowercase(), number % 7),
        TermKind::Voice => format!("{word} News"),
    }
}

fn notebook() -> Notebook {
    let mut numbers = Numbers::new(5);
    let mut notebook = common::notebook(Language::English, 1_000_000, CLAIMS);
    let each = NAMES / 3;
    let renamed = notebook.claims.iter().map(|claim| Claim {
        subject: name(numbers.below(each), TermKind::Subject),
        measure: name(numbers.below(each), TermKind::Measure),
        attribution: vec![name(numbers.below(each), TermKind::Voice)],
        ..claim.clone()
    });
    notebook.claims = renamed.collect::<Vec<_>>().into_iter().collect();
    for &kind in TermKind::ALL {
        for number in (0..each).step_by(3) {
            let own = name(number, kind);
            let mut term = Term::named(Term::id_of(kind, &own), kind, &own);
            term.aliases = vec![format!("{own} Inc"), format!("The {own}")];
            notebook.terms.push(term).expect("names differ");
        }
    }
    notebook
}

fn main() -> ExitCode {
    let mut report = Report::table();
    let notebook = notebook();
    let vocabulary = notebook.vocabulary();
    let (_, all) = window::timed(|| {
        for claim in &notebook.claims {
            black_box(vocabulary.key(TermKind::Subject, &claim.subject));
            black_box(vocabulary.key(TermKind::Measure, &claim.measure));
            black_box(vocabulary.key(TermKind::Voice, &claim.attribution[0]));
        }
    });
    let each = all * 1e3 / CLAIMS as f64 / 3.0;
    report.row("looking a name up", &format!("{each:.2} µs"), &[at_most(each, 1.0, "µs")]);

    let mut merged: Vec<f64> = Vec::new();
    let mut workspace = Workspace::new(notebook.clone(), None, Clock::fixed());
    for number in 0..30 {
        let (into, from) = (name(number, TermKind::Measure), name(number + 40, TermKind::Measure));
        let ((), time) = window::timed(|| workspace.terms().merge(TermKind::Measure, &into, &from).expect("two names"));
        merged.push(time);
    }
    let merge = window::median(&mut merged);
    report.row("making one of two measures", &format!("{merge:.2} ms"), &[at_most(merge, 5.0, "ms")]);

    let (rows, listed) = window::timed(|| TermKind::ALL.iter().map(|&kind| names(&notebook, kind)).collect::<Vec<_>>());
    let (pairs, compared) = window::timed(|| rows.iter().map(|rows| look_alikes(&notebook, rows).len()).sum::<usize>());
    report.row("all names · those that look alike", &format!("{listed:.1} · {compared:.1} ms, {pairs} pairs"), &[]);

    let mut window = window::Window::new();
    window.open(notebook);
    window.app.view_mut().tab = Tab::Claims;
    window.rest();
    window.app.view_mut().claims_shown = ClaimsShown::Vocabulary;
    let opened = window.draw(Vec::new());
    let mut still: Vec<f64> = (0..20).map(|_| window.draw(Vec::new())).collect();
    let still = window::median(&mut still);
    report.row(
        "the frame that opens the page · one after it",
        &format!("{opened:.1} · {still:.1} ms"),
        &[at_most(opened, 16.0, "ms")],
    );
    let mut frames = offers(&mut window);
    let (middle, longest) = (window::median(&mut frames), window::quantile(&mut frames, 1.0));
    report.row(
        "a letter behind an @ in a brief: median · longest",
        &format!("{middle:.1} · {longest:.1} ms"),
        &[at_most(middle, 16.0, "ms")],
    );
    report.end()
}

fn escape() -> egui::Event {
    let modifiers = egui::Modifiers::NONE;
    egui::Event::Key { key: egui::Key::Escape, physical_key: None, pressed: true, repeat: false, modifiers }
}

/// Types an `@` and words behind it in a brief. Returns the time of each frame with a letter, in milliseconds.
fn offers(window: &mut window::Window) -> Vec<f64> {
    let made = window.app.workspace_mut().briefs().add("Offers").expect("a brief");
    window.app.view_mut().tab = Tab::Brief;
    window.rest();
    // A click below the text puts the caret at its end.
    let below = egui::pos2(500.0, 500.0);
    window.draw(vec![egui::Event::PointerMoved(below)]);
    window.button(below, true);
    window.button(below, false);
    window.rest();
    let mut frames = Vec::new();
    for words in ["@Nordal", " @sold 3", " @12", " @The Vel"] {
        for letter in words.chars() {
            let typed = window.draw(vec![egui::Event::Text(letter.to_string())]);
            // The offers are found in the frame after the letter.
            frames.push(typed.max(window.draw(Vec::new())));
        }
        window.draw(vec![escape()]);
        window.rest();
    }
    let block = window.app.workspace().notebook().brief_blocks.get(made.1).expect("it is there");
    assert!(block.text.contains("@Nordal @sold"), "what is typed is written: {}", block.text);
    frames
}
