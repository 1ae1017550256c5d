//! Measures what is handed over: `cargo bench --bench handing_over`. A report of about 300 pages with 3,000 references and 60 charts in each
//! format, and tables of 50,000 claims. Times are CPU time of one thread, the best of several.

#[path = "common/briefs.rs"]
mod briefs;
#[path = "common/mod.rs"]
mod common;
#[path = "common/report.rs"]
mod report;
#[path = "common/window.rs"]
mod window;

use std::process::ExitCode;

use claimbook::export::report::{Texts, of_notebook};
use claimbook::export::{ClaimChoice, ClaimFormat, ReportFormat};
use claimbook::notebook::{Claim, ClaimId, StatedQuantity};
use claimbook::reading::parse_quantity;
use claimbook::workspace::{all_charts, brief_report, claims_asked};
use common::Language;
use jiff::civil::date;
use report::{Report, at_most, lowest};
use window::median;

const CHARTS: usize = 60;

/// A notebook with that many claims, each with a number and a subject.
fn notebook(claims: usize) -> claimbook::notebook::Notebook {
    let mut notebook = common::notebook(Language::English, 4_000_000, claims);
    let numbered = notebook.claims.iter().enumerate().map(|(at, claim)| {
        let text = format!("more than {} cars", 100 + at % 9_000);
        let quantity = Some(StatedQuantity { understood: parse_quantity(&text).ok(), text });
        Claim { quantity, subject: format!("Maker {}", at % 40), measure: "cars delivered".to_owned(), ..claim.clone() }
    });
    notebook.claims = numbered.collect::<Vec<_>>().into_iter().collect();
    notebook
}

fn main() -> ExitCode {
    let mut report = Report::table();
    let example = claimbook::store::load(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/saves/xiaomi-overseas.ron")))
        .expect("the example");
    let today = date(2026, 1, 31);
    let (charts, _) = all_charts(&example, None, today);
    let figures: Vec<_> = charts.iter().map(|chart| &chart.figure).cycle().take(CHARTS).collect();
    // The charts of the example rest on claims of its own: with them there are 3,000 references.
    let mut big = notebook(2_400);
    for claim in &example.claims {
        big.claims.push(claim.clone()).expect("ids differ");
    }
    for document in &example.documents {
        big.documents.push(document.clone()).expect("ids differ");
    }
    let claims: Vec<ClaimId> = claims_asked(&big, "").expect("all");
    let tree = of_notebook(&big, &figures, &claims, Texts::Context, today);
    let (references, drawn) = (tree.references().len(), figures.len());
    let (_, made) = window::timed(|| of_notebook(&big, &figures, &claims, Texts::Context, today));
    let what = format!("the tree of {} claims: {references} references, {drawn} charts", claims.len());
    report.row(&what, &format!("{made:.0} ms"), &[]);
    for (ending, bar) in [("html", 300.0), ("docx", 700.0), ("odt", 700.0), ("pdf", 3_000.0), ("md", 300.0)] {
        let format = ReportFormat::of_ending(ending).expect("a format");
        let mut size = 0;
        let [took] = lowest([bar], || {
            let (file, took) = window::timed(|| format.write(&tree).expect("a file"));
            size = file.bytes.len();
            [took]
        });
        let what = format!("as .{ending}, {:.1} MB", size as f64 / 1e6);
        report.row(&what, &format!("{took:.0} ms"), &[at_most(took, bar, "ms")]);
    }
    writing(&mut report, today);
    let many = notebook(50_000);
    let claims = claims_asked(&many, "").expect("all");
    for (format, bar) in [(ClaimFormat::XLSX, 1_500.0), (ClaimFormat::CSV, 1_500.0)] {
        let [took] =
            lowest([bar], || [window::timed(|| format.write(&many, &ClaimChoice::of(&claims, today)).expect("a file")).1]);
        let what = format!("{} claims as .{}", claims.len(), format.ending);
        report.row(&what, &format!("{took:.0} ms"), &[at_most(took, bar, "ms")]);
    }
    report.end()
}

/// A brief of 300 pages with 3,000 references: typing in it, and its report.
fn writing(report: &mut Report, today: jiff::civil::Date) {
    let mut written = notebook(2_400);
    let brief = briefs::add(&mut written);
    let (made, took) = window::timed(|| brief_report(&written, brief, Texts::Context, today).expect("it is there").0);
    let blocks = written.brief_blocks.len();
    report.row(
        &format!("the tree of a brief: {blocks} blocks, {} references", made.references().len()),
        &format!("{took:.0} ms"),
        &[],
    );
    let [took] = lowest([3_000.0], || {
        let format = ReportFormat::of_ending("pdf").expect("a format");
        [window::timed(|| format.write(&made).expect("a file")).1]
    });
    report.row("that brief as .pdf", &format!("{took:.0} ms"), &[at_most(took, 3_000.0, "ms")]);
    let mut shown = briefs::shown(written);
    let step = shown.app.workspace().history().step();
    let [middle, tail] = lowest([4.0, 8.0], || {
        let mut frames = briefs::typing(&mut shown);
        [median(&mut frames), window::quantile(&mut frames, 0.99)]
    });
    assert!(shown.app.workspace().history().step() > step, "what is typed is written");
    let what = "a frame while typing in it: median / 99th percentile";
    report.row(what, &format!("{middle:.2} / {tail:.2} ms"), &[at_most(middle, 4.0, "ms"), at_most(tail, 8.0, "ms")]);
}
