//! Malicious files and texts: nothing crashes, hangs, writes elsewhere, or controls the screen.

use std::time::{Duration, Instant};

use claimbook::export::{ClaimChoice, ClaimFormat};
use claimbook::notebook::*;
use claimbook::store::{self, decode, encode};
use claimbook::workspace::{Clock, Intake, Progress, Wanted, Workspace, import_text, salvage_bytes};
use egui_kittest::kittest::Queryable as _;

use crate::window;

const EXAMPLE: &str = include_str!("../../saves/xiaomi-overseas.ron");

/// The longest time that a hostile notebook may take: far more than any machine needs, and far less than a hang.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn nesting_wrong_types_and_floods_are_refused_soon() {
    let head = "(claimbook: \"notebook\", format: 2, app: \"x\", ";
    let many_ids: String = (0..50_000).map(|number| format!("(id: \"{:026}\", name: \"t\"),", number % 10)).collect();
    let hostile = [
        format!("{head}notebook: {}", "(".repeat(200_000)),
        format!("{head}other: {}{}, notebook: (id: \"01M7XFP3Y000000000000QHJWS\"))", "[".repeat(100_000), "]".repeat(100_000)),
        format!("{head}notebook: (id: 7))"),
        format!("{head}notebook: (id: \"01M7XFP3Y000000000000QHJWS\", tags: [{many_ids}]))"),
        format!("{head}notebook: (id: \"01M7XFP3Y000000000000QHJWS\", tags: 99999999999999999999999999))"),
        EXAMPLE.replacen("colour: Amber", "colour: Rgb(999, -1, 3)", 1),
        EXAMPLE.replacen("published: Some(\"", "published: Some(\"-99999-13-45", 1),
        EXAMPLE.replacen("value: One(\"", "value: One(\"1e999999999", 1),
        EXAMPLE.replacen("range: (0, ", "range: (18446744073709551615, ", 1),
        "\"".repeat(2_000_000),
        "r#".repeat(500_000),
        "(".repeat(5_000_000),
    ];
    for text in hostile {
        let begun = Instant::now();
        let begin: String = text.chars().take(80).collect();
        assert!(decode(&text).is_err(), "{begin}");
        let salvaged = salvage_bytes(text.as_bytes());
        assert_eq!(check(&salvaged.notebook), [], "{begin}");
        assert!(begun.elapsed() < PATIENCE, "{begin} took {:?}", begun.elapsed());
    }
}

#[cfg(unix)]
#[test]
fn what_never_ends_is_no_notebook_and_no_source() {
    for path in ["/dev/zero", "/dev", "/dev/null"] {
        let begun = Instant::now();
        let error = store::load(path.as_ref()).map(drop).unwrap_err().to_string();
        assert!(error.contains(path) && begun.elapsed() < PATIENCE, "{error}");
    }
    assert!(Intake::default().file("/dev/zero".as_ref(), &Wanted::default(), &Progress::default()).is_err());
}

fn with_source(text: &str) -> Workspace {
    let mut workspace = Workspace::empty(Clock::fixed());
    workspace.sources().add(import_text(text).unwrap(), Details::default());
    workspace
}

#[test]
fn what_goes_beyond_the_limits_is_refused_as_an_edit_and_as_a_file() {
    let mut workspace = with_source("Ninety shops.");
    let document = workspace.notebook().documents.at(0).unwrap().clone();
    let claim = workspace.claims().make(document.id, (0, 12).into()).unwrap();
    let before = workspace.notebook().clone();
    let claim = before.claims.get(claim).unwrap().clone();
    let period = |start: &str, end: &str| Period {
        start: start.parse().unwrap(),
        end: end.parse().unwrap(),
        grain: Grain::Day,
        deadline: false,
    };
    let excessive: Vec<(Edit, &str)> = vec![
        (Edit::new("e").put(Claim { subject: "x".repeat(1_001), ..claim.clone() }), "a subject of 1001 characters"),
        (Edit::new("e").put(Claim { note: "x".repeat(200_001), ..claim.clone() }), "a note of 200001 characters"),
        (
            Edit::new("e").put(Claim {
                period: Some(StatedPeriod {
                    text: "long ago".into(),
                    understood: Some(period("-000300-01-01", "-000200-01-01")),
                }),
                ..claim.clone()
            }),
            "a date in the year -300",
        ),
        (
            Edit::new("e")
                .with(Change::Details(document.id, Details { file_name: "../../.bashrc".into(), ..Details::default() }.into())),
            "a path",
        ),
        (
            Edit::new("e").with(Change::Details(document.id, Details { title: "x".repeat(2_000), ..Details::default() }.into())),
            "a title",
        ),
    ];
    for (edit, expected) in excessive {
        let error = workspace.edit(edit.clone()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert_eq!(*workspace.notebook(), before);
        // A file with the same content is refused as well.
        let mut beyond = before.clone();
        edit.apply(&mut beyond).unwrap();
        let error = decode(&encode(&beyond).unwrap()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert_eq!(check(&salvage_bytes(encode(&beyond).unwrap().as_bytes()).notebook), []);
    }
}

#[test]
fn hidden_characters_are_seen_in_the_reader_and_kept_in_the_text() {
    let text = "Send it to invoice\u{202e}fdp.exe now\u{7}. A\u{200b}B.";
    let mut workspace = with_source(text);
    let id = workspace.notebook().documents.at(0).unwrap().id;
    let claim = workspace.claims().make(id, (0, 28).into()).unwrap();
    let mut harness = window::window_for_any_script(egui::vec2(900.0, 600.0));
    *harness.state_mut().workspace_mut() = workspace;
    harness.run();
    // Screen readers and copying get the unchanged text; on the screen each hidden character has a mark
    // (ui/view/reader/layout.rs).
    assert!(harness.query_all_by_label_contains("Send it to invoice\u{202e}fdp.exe").next().is_some());
    assert_eq!(visible(text), "Send it to invoice¤fdp.exe now¤. A¤B.");
    let notebook = harness.state().workspace().notebook();
    let claims = [claim];
    let choice = ClaimChoice::of(&claims, jiff::civil::date(2026, 1, 1));
    let told = ClaimFormat::TEXT.write(notebook, &choice).unwrap();
    let told = String::from_utf8(told.bytes).unwrap();
    assert!(!told.contains('\u{202e}') && told.contains('¤'), "{told}");
}

#[test]
fn a_crash_report_says_where_and_quotes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    store::write_crash_reports(folder.path().to_owned());
    let secret = "été: the secret of the source";
    let panicked = std::thread::Builder::new().name("a job".into()).spawn(move || {
        // Cuts a character: the message of this panic quotes the text.
        let cut = std::hint::black_box(1);
        let _ = &secret[..cut];
    });
    assert!(panicked.unwrap().join().is_err());
    assert!(store::last_crash_report(folder.path()).is_some());
    let reports = std::fs::read_dir(folder.path()).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let report = reports.into_iter().find(|report| report.contains("in the thread a job")).expect("a report was written");
    assert!(report.contains("tests/it/hostile.rs") && report.contains("Claimbook 0."), "{report}");
    assert!(!report.contains("secret"), "{report}");
}
