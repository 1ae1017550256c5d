use jiff::civil::date;

use super::*;
use crate::notebook::{
    Bound, Edit, IdSource, Passage, Quantity, RunOutput, RunRow, StatedPeriod, StatedQuantity, TextRange, Value,
};

/// A claim in brief: kind, value, bound, period.
type Said = (ClaimKind, i64, Bound, Period);

fn notebook(said: &[Said]) -> Notebook {
    let mut ids = IdSource::new(1);
    let mut notebook = Notebook::new(ids.next(1));
    for &(kind, value, bound, period) in said {
        let passage = Passage {
            document: ids.next(1),
            range: TextRange { start: 0, end: 1 },
            quote: "x".into(),
            prefix: String::new(),
            suffix: String::new(),
            is_moved: false,
        };
        let mut claim = Claim::at(ids.next(1), passage);
        claim.kind = kind;
        claim.subject = "Group".into();
        claim.measure = "cars".into();
        claim.attribution = vec!["The paper".into(), "the company".into()];
        let value = Value::One(value.into());
        let quantity = Quantity { value, bound, approx: false, unit: "car".into(), per: String::new() };
        claim.quantity = Some(StatedQuantity { text: String::new(), understood: Some(quantity) });
        claim.period = Some(StatedPeriod { text: String::new(), understood: Some(period) });
        notebook.claims.push(claim).unwrap();
    }
    notebook
}

fn year(year: i16) -> Period {
    Period::year(year).unwrap()
}

fn fates(said: &[Said]) -> Vec<Fate> {
    verdicts(&notebook(said), date(2026, 11, 21)).into_iter().map(|verdict| verdict.fate).collect()
}

fn met(said: &[Said]) -> Option<bool> {
    match fates(said)[0] {
        Fate::Judged { met, .. } => met,
        other => panic!("{other:?}"),
    }
}

#[test]
fn targets_are_met_missed_due_or_open() {
    use Bound::{AtMost, Exactly, LessThan, MoreThan};
    use ClaimKind::{Fact, Target};
    let target = (Target, 130, Exactly, year(2024));
    assert_eq!(met(&[target, (Fact, 135, Exactly, year(2024))]), Some(true));
    assert_eq!(met(&[target, (Fact, 129, Exactly, year(2024))]), Some(false));
    // “More than 135” is enough, “more than 100” leaves it open, “less than 100” is a miss.
    assert_eq!(met(&[target, (Fact, 135, MoreThan, year(2024))]), Some(true));
    assert_eq!(met(&[target, (Fact, 100, MoreThan, year(2024))]), None);
    assert_eq!(met(&[target, (Fact, 100, LessThan, year(2024))]), Some(false));
    // An upper limit is met by staying below it.
    let limit = (Target, 10, AtMost, year(2024));
    assert_eq!(met(&[limit, (Fact, 9, Exactly, year(2024))]), Some(true));
    assert_eq!(met(&[limit, (Fact, 11, Exactly, year(2024))]), Some(false));
    // A missing actual is never 0: a target whose period is over is due, one whose period is still running is open.
    assert_eq!(fates(&[target, (Fact, 500, Exactly, year(2023))]), [Fate::Due]);
    assert_eq!(fates(&[(Target, 130, Exactly, year(2026))]), [Fate::Open]);
}

#[test]
fn a_deadline_is_kept_by_whoever_is_there_before_it() {
    let target = (ClaimKind::Plan, 150, Bound::Exactly, year(2029).as_deadline());
    assert_eq!(met(&[target, (ClaimKind::Fact, 160, Bound::Exactly, year(2025))]), Some(true));
    assert_eq!(fates(&[target, (ClaimKind::Fact, 100, Bound::Exactly, year(2025))]), [Fate::Open]);
}

#[test]
fn a_record_says_when_it_says_little() {
    let said = [
        (ClaimKind::Target, 130, Bound::Exactly, year(2024)),
        (ClaimKind::Target, 300, Bound::Exactly, year(2025)),
        (ClaimKind::Fact, 135, Bound::Exactly, year(2024)),
    ];
    let notebook = notebook(&said);
    let records = records(&notebook, &verdicts(&notebook, date(2026, 11, 21)));
    assert_eq!(records.len(), 1);
    // The innermost voice set the target; the outermost printed it.
    assert_eq!(records[0].voice, "the company");
    assert_eq!((records[0].met.len(), records[0].missed.len(), records[0].unknown.len()), (1, 0, 1));
    assert_eq!(records[0].summary(), "1 of 1 met; too few to judge");
}

/// Raising a goal twice is one goal: who sets it three times and reaches the last is right once, not three times.
#[test]
fn versions_of_one_target_count_once() {
    let said = [
        (ClaimKind::Target, 100, Bound::MoreThan, year(2024)),
        (ClaimKind::Target, 120, Bound::Exactly, year(2024)),
        (ClaimKind::Target, 130, Bound::Exactly, year(2024)),
        (ClaimKind::Fact, 135, Bound::MoreThan, year(2024)),
    ];
    let mut notebook = notebook(&said);
    let verdicts = verdicts(&notebook, date(2026, 11, 21));
    let ids: Vec<ClaimId> = verdicts.iter().map(|verdict| verdict.target).collect();
    assert_eq!(versions(&notebook, &verdicts).get(&ids[2]), Some(&vec![ids[0], ids[1]]));
    let of = |notebook: &Notebook| records(notebook, &verdicts)[0].clone();
    assert_eq!((of(&notebook).met, of(&notebook).missed.len()), (vec![ids[2]], 0));
    // Who only reported a target did not set it.
    let mut claim = notebook.claims.get(ids[2]).unwrap().clone();
    claim.attribution.clear();
    Edit::new("nobody").put(claim).apply(&mut notebook).unwrap();
    let voices: Vec<String> = records(&notebook, &verdicts).into_iter().map(|record| record.voice).collect();
    assert!(voices.contains(&"the company".to_owned()) && voices.contains(&NOBODY.to_owned()), "{voices:?}");
}

#[test]
fn kept_runs_are_scored_by_their_stored_quantiles() {
    let said = [(ClaimKind::Target, 130, Bound::Exactly, year(2024)), (ClaimKind::Fact, 160, Bound::Exactly, year(2024))];
    let notebook = notebook(&said);
    let mut ids = IdSource::new(2);
    let row = RunRow { period: year(2024), quantiles: vec![80.0, 100.0, 150.0] };
    let run = Run {
        id: ids.next(1),
        model: ids.next(1),
        scenario: None,
        name: "As assumed".into(),
        made: date(2023, 12, 1),
        seed: 1,
        samples: 4096,
        method: "sobol".into(),
        engine: "0.1.0".into(),
        inputs_hash: String::new(),
        inputs: Vec::new(),
        levels: vec![0.1, 0.5, 0.9],
        outputs: vec![RunOutput {
            driver: "sales".into(),
            title: "Cars".into(),
            unit: "car".into(),
            is_stock: false,
            subject: "Group".into(),
            measure: "cars".into(),
            rows: vec![row, RunRow { period: year(2025), quantiles: vec![1.0, 2.0, 3.0] }],
        }],
        claims: Vec::new(),
    };
    let runs = [std::sync::Arc::new(run.clone()), std::sync::Arc::new(run)];
    let found = scored(&notebook, runs.iter());
    // 2025 has no actual: it is not scored.
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].value, found[0].median, found[0].covered), (160.0, 100.0, Some(false)));
    // Computed independently from the definition of the score.
    assert!((found[0].score.unwrap() - 31.333_333_3).abs() < 5e-8);
    // The chance of 130 is read between the stored quantiles: 1 − (0.5 + 0.6·0.4) = 0.26.
    assert!((found[0].briers[0] - (0.26_f64 - 1.0).powi(2)).abs() < 1e-12);
    assert_eq!(
        coverage(&found),
        "0 of 2 forecasts had the outcome between P10 and P90, for 1 outcome: too few to judge (80 % would be right)."
    );
    assert_eq!(coverage(&[]), "No outcome yet.");
}
