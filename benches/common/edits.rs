//! Measures the frame after each kind of edit, in a notebook whose source was read for suggestions and with a chosen claim, as
//! while working.

use claimbook::notebook::{Claim, ClaimId, ClaimKind, Nature, RelationKind, StatedQuantity, TextRange};
use claimbook::reading::parse_quantity;
use claimbook::ui::Tab;
use claimbook::workspace::{ClaimField, Opened, TextSelection, Workspace};

use crate::common::{Language, Numbers, notebook, written};
use crate::report::{Report, at_most, lowest};
use crate::window::{Window, median, quantile};

/// An edit of one kind; the number is different each time.
type Change = fn(&mut Workspace, usize);

const SORTS: [(&str, Change); 11] = [
    ("a tag for selected words", tag_words),
    ("a tag for the chosen claim", tag_claim),
    ("a letter in its note", |workspace, number| set(workspace, |claim| claim.note = "x".repeat(number))),
    ("its subject", |workspace, number| set(workspace, |claim| claim.subject = format!("Company {}", number % 60))),
    ("its number", set_number),
    ("its kind", |workspace, number| set(workspace, |claim| claim.kind = ClaimKind::ALL[number % ClaimKind::ALL.len()])),
    ("a new claim", make_claim),
    ("a claim deleted", |workspace, _| {
        let id = chosen(workspace).id;
        workspace.claims().delete(id).expect("it can be deleted");
    }),
    ("a detail of the source", set_author),
    ("a relation", relate),
    ("a series and a tag's name", set_series_and_tag),
];

/// The views that a window shows while edits are made.
const TABS: [Tab; 4] = [Tab::Read, Tab::Claims, Tab::Targets, Tab::Scenarios];

/// Milliseconds that the frame after an edit may take.
const BAR: f64 = 4.0;

pub fn editing(report: &mut Report) {
    let notebook = notebook(Language::English, 10_000_000, 10_000);
    let mut window = Window::new();
    window.open(notebook);
    window.read_source();
    window.app.workspace_mut().series().add("Company 5", "deliveries", Nature::Flow).expect("it can be added");
    for tab in TABS {
        window.app.view_mut().tab = tab;
        window.rest();
        for (sort, change) in SORTS {
            let mut slowest = [0.0, 0.0, 0.0];
            let middles = lowest([BAR; 3], || {
                let mut frames = pass(&mut window, change);
                slowest = frames.each_mut().map(|frames| quantile(frames, 1.0));
                frames.each_mut().map(|frames| median(frames))
            });
            for (what, middle, slowest) in [
                (sort, middles[0], slowest[0]),
                ("    undone", middles[1], slowest[1]),
                ("    done again", middles[2], slowest[2]),
            ] {
                let told = format!("{middle:.2} / {slowest:.2} ms");
                report.row(
                    &format!("{}: frame after {what}, median / slowest", tab.name()),
                    &told,
                    &[at_most(middle, BAR, "ms")],
                );
            }
        }
    }
}

/// Makes edits of one kind. Returns the times of the frames after them, after undoing them and after redoing them.
fn pass(window: &mut Window, change: Change) -> [Vec<f64>; 3] {
    let mut frames = [const { Vec::new() }; 3];
    for number in 0..20 {
        choose(window, number);
        window.rest();
        change(window.app.workspace_mut(), number);
        frames[0].push(window.draw(Vec::new()));
        window.app.workspace_mut().undo();
        frames[1].push(window.draw(Vec::new()));
        window.app.workspace_mut().redo();
        frames[2].push(window.draw(Vec::new()));
    }
    frames
}

/// Measures the frame that first shows suggestions, and the frame after the first edit.
pub fn first(report: &mut Report) {
    let file = written("claimbook-bench-first.ron", &notebook(Language::English, 10_000_000, 10_000));
    let [shown, edited] = lowest([16.0, BAR], || {
        let (mut shown, mut edited) = (Vec::new(), Vec::new());
        for _ in 0..5 {
            let mut window = Window::new();
            window.open_read(Opened::unguarded(&file).expect("it is sound"));
            window.rest();
            shown.push(window.read_source());
            window.rest();
            tag_words(window.app.workspace_mut(), 3);
            edited.push(window.draw(Vec::new()));
        }
        [median(&mut shown), median(&mut edited)]
    });
    std::fs::remove_file(&file).ok();
    let what = "10 MB + 10,000: the frame that first shows its suggestions";
    report.row(what, &format!("{shown:.2} ms"), &[at_most(shown, 16.0, "ms")]);
    report.row("the frame after the first edit of all", &format!("{edited:.2} ms"), &[at_most(edited, BAR, "ms")]);
}

fn choose(window: &mut Window, number: usize) {
    let workspace = window.app.workspace_mut();
    let claims = &workspace.notebook().claims;
    let claim = claims.at((number * 487 + 31) % claims.len()).expect("in range").id;
    workspace.selection.text = None;
    workspace.select().claim(claim);
}

fn chosen(workspace: &Workspace) -> Claim {
    workspace.look().chosen_claim().expect("one was chosen").clone()
}

fn set(workspace: &mut Workspace, change: impl FnOnce(&mut Claim)) {
    let claim = chosen(workspace).id;
    workspace.end_burst();
    workspace.claims().change(claim, ClaimField::Quantity, change).expect("it can be set");
}

fn words(workspace: &Workspace, number: usize) -> TextRange {
    let text = &workspace.look().document().expect("one is open").text;
    let mut numbers = Numbers::new(number as u64);
    let start = text.floor_char_boundary(numbers.below(text.len() - 200));
    TextRange { start, end: text.floor_char_boundary(start + 90) }
}

fn tag_words(workspace: &mut Workspace, number: usize) {
    let TextRange { start, end } = words(workspace, number);
    workspace.selection.text = Some(TextSelection { anchor: start, head: end });
    let tag = workspace.notebook().tags.at(number % 12).expect("there are twelve").id;
    workspace.claims().apply_tag(tag).expect("there are words");
    workspace.selection.text = None;
}

fn tag_claim(workspace: &mut Workspace, number: usize) {
    let tag = workspace.notebook().tags.at(number % 12).expect("there are twelve").id;
    workspace.claims().apply_tag(tag).expect("a claim is chosen");
}

fn set_number(workspace: &mut Workspace, number: usize) {
    let text = format!("{} cars", 1_000 + number);
    set(workspace, |claim| claim.quantity = Some(StatedQuantity { understood: parse_quantity(&text).ok(), text }));
}

fn make_claim(workspace: &mut Workspace, number: usize) {
    let range = words(workspace, number + 100);
    let document = workspace.look().document().expect("one is open").id;
    workspace.claims().make(document, range).expect("there are words");
}

fn set_author(workspace: &mut Workspace, number: usize) {
    let id = workspace.look().document().expect("one is open").id;
    workspace.end_burst();
    workspace.sources().change(id, "author", |details| details.author = format!("Author {number}")).expect("it can be set");
}

fn relate(workspace: &mut Workspace, number: usize) {
    let other: ClaimId = workspace.notebook().claims.at(number).expect("there are many").id;
    let from = chosen(workspace).id;
    workspace.relations().add(from, RelationKind::Corroborates, other).expect("they can be related");
}

fn set_series_and_tag(workspace: &mut Workspace, number: usize) {
    let claim = chosen(workspace);
    workspace.series().add(&claim.subject, &format!("{} {number}", claim.measure), Nature::Stock);
    let tag = workspace.notebook().tags.at(0).expect("there are twelve").id;
    workspace.end_burst();
    workspace.tags().change(tag, "name", |tag| tag.name = format!("theme {number} anew")).expect("it can be set");
}
