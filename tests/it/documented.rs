//! What the documentation lists is complete: tables in the code are compared with the pages that describe them.

use std::path::Path;

use claimbook::export::ChartFormat;
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
