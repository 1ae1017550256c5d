//! What the documentation lists is complete: tables in the code are compared with the pages that describe them.

use std::path::Path;

use claimbook::export::report::Texts;
use claimbook::export::{ChartFormat, ReportFormat};
use claimbook::import::FORMATS;

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn every_format_of_sources_is_described_and_fuzzed() {
    let (described, fuzzed) = (page("docs/import.md"), page("fuzz/checks.rs"));
    for row in FORMATS {
        let is_described = row.endings.iter().any(|ending| described.contains(&format!("`.{ending}`")));
        assert!(is_described, "docs/import.md does not describe {:?} (.{})", row.format, row.endings.join(", ."));
        assert!(fuzzed.contains(&format!("Format::{:?}", row.format)), "fuzz/checks.rs has no check for {:?}", row.format);
    }
}

#[test]
fn every_format_of_charts_is_described() {
    let described = page("docs/charts.md").to_lowercase();
    for format in ChartFormat::ALL {
        assert!(described.contains(format.ending), "docs/charts.md does not describe .{}", format.ending);
    }
}

/// The files that the README links are what the example's brief is today; `UPDATE_SNAPSHOTS=1` writes them.
#[test]
fn the_brief_of_the_example_is_linked_as_it_leaves() {
    let day = jiff::civil::date(2025, 12, 8);
    let notebook = claimbook::store::decode(&page("saves/xiaomi-overseas.ron")).unwrap();
    let brief = notebook.briefs.at(0).unwrap().id;
    let (report, counts) = claimbook::workspace::brief_report(&notebook, brief, Texts::Context, day).unwrap();
    assert_eq!((counts.stale(), counts.free), (0, 0));
    for ending in ["html", "docx", "pdf"] {
        let name = format!("docs/example/brief.{ending}");
        assert!(page("README.md").contains(&format!("({name})")), "the README does not link {name}");
        let made = ReportFormat::of_ending(ending).unwrap().write(&report).unwrap().bytes;
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&name);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let linked = std::fs::read(&path).unwrap();
        assert!(linked == made, "{name} is not what is written today: run the tests with UPDATE_SNAPSHOTS=1");
    }
}
