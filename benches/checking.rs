//! Measures checks of claims against each other: `cargo bench --bench checking`. 50,000 claims about 300 subjects and 30 measures, and about fewer
//! with more claims each; sources mostly agree. Times are CPU time of one thread, the median of many edits.

#[path = "common/mod.rs"]
mod common;
#[path = "common/report.rs"]
mod report;
#[path = "common/window.rs"]
mod window;

use std::hint::black_box;
use std::process::ExitCode;

use claimbook::notebook::{Claim, ClaimId, Notebook, StatedPeriod, StatedQuantity};
use claimbook::reading::{parse_period, parse_quantity};
use claimbook::workspace::{ClaimField, Clock, Workspace, findings};
use common::{Language, Numbers};
use report::{Report, at_most};

const CLAIMS: usize = 50_000;

const MEASURES: [&str; 30] = [
    "revenue",
    "revenue growth",
    "stores",
    "stores opened",
    "stores closed",
    "cars delivered",
    "orders",
    "profit",
    "gross margin",
    "loss per car",
    "market share",
    "staff",
    "staff hired",
    "average price",
    "capacity",
    "exports",
    "plants",
    "users",
    "downloads",
    "charging stations",
    "debt",
    "investment",
    "market share growth",
    "passengers",
    "flights",
    "electricity generated",
    "patients",
    "beds",
    "nurses per bed",
    "students",
];

/// Claims about so many subjects and measures, in quarters and years of ten years.
fn notebook(subjects: usize, measures: usize) -> Notebook {
    let mut numbers = Numbers::new(11);
    let mut notebook = common::notebook(Language::English, 5_000_000, CLAIMS);
    let renamed = notebook.claims.iter().map(|claim| {
        let measure = MEASURES[numbers.below(measures)];
        let (subject, year) = (numbers.below(subjects), 2015 + numbers.below(10));
        let period = if numbers.below(3) == 0 { format!("{year}") } else { format!("Q{} {year}", numbers.below(4) + 1) };
        // Sources mostly agree: one claim of fifty says something else.
        let own =
            (subject * 31 + MEASURES.iter().position(|known| *known == measure).unwrap_or(0)) * 53 + period.len() + year * 7;
        let slip = if numbers.below(50) == 0 { numbers.below(5_000) } else { 0 };
        let value = |span: usize| own * 7_919 % span + 100 + slip;
        let number = match measure {
            "revenue growth" | "gross margin" | "market share" | "market share growth" => format!("{} %", value(60) % 90 + 1),
            "revenue" | "profit" | "debt" | "investment" | "average price" | "loss per car" => {
                format!("{} million yuan", value(9_000))
            }
            other => format!("{} {}", value(90_000), other.split(' ').next().unwrap_or("thing")),
        };
        Claim {
            subject: format!("Company {subject}"),
            measure: measure.to_owned(),
            quantity: Some(StatedQuantity { understood: parse_quantity(&number).ok(), text: number }),
            period: Some(StatedPeriod { understood: parse_period(&period, None).ok(), text: period }),
            ..claim.clone()
        }
    });
    notebook.claims = renamed.collect::<Vec<_>>().into_iter().collect();
    notebook
}

/// The median time of an edit of a number with its findings, in milliseconds; and without them.
fn edits(notebook: &Notebook) -> (f64, f64, usize) {
    let mut median = [0.0; 2];
    let mut found = 0;
    for (at, is_checked) in [(0, true), (1, false)] {
        let mut workspace = Workspace::new(notebook.clone(), None, Clock::fixed());
        if is_checked {
            let task = workspace.look().unchecked().expect("50,000 claims are checked in the background");
            assert!(workspace.take_checks(task.run()), "nothing was edited meanwhile");
            found = workspace.look().check_counts().map_or(0, |counts| counts.open());
        }
        let ids: Vec<ClaimId> = notebook.claims.iter().step_by(457).map(|claim| claim.id).collect();
        let mut times: Vec<f64> = Vec::new();
        for (number, id) in ids.into_iter().enumerate() {
            let text = format!("{} stores", 100 + number);
            let quantity = Some(StatedQuantity { understood: parse_quantity(&text).ok(), text });
            let (done, time) = window::timed(|| {
                workspace.end_burst();
                let done = workspace.claims().change(id, ClaimField::Statement, |claim| claim.quantity = quantity);
                black_box(is_checked.then(|| workspace.look().check_counts()));
                done
            });
            done.expect("the claim is there");
            times.push(time);
        }
        median[at] = window::median(&mut times);
    }
    (median[0], median[1], found)
}

fn main() -> ExitCode {
    let mut report = Report::table();
    for (named, subjects, measures) in [("300 subjects, 30 measures", 300, 30), ("60 subjects, 20 measures", 60, 20)] {
        let notebook = notebook(subjects, measures);
        let (all, time) = window::timed(|| findings(&notebook).len());
        report.row(&format!("all of {named}"), &format!("{time:.0} ms, {all} findings"), &[]);
        let (with, without, open) = edits(&notebook);
        let added = (with - without).max(0.0);
        report.row(
            &format!("an edit, {named}"),
            &format!("{with:.2} ms, {without:.2} without; {open} open"),
            &[at_most(added, 2.0, "ms")],
        );
    }
    report.end()
}
