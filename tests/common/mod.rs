//! Generates random sound notebooks, and random user actions on them; also disks that fail.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod briefs;
pub mod disks;
pub mod steps;

use claimbook::import::{Format, Request, import};
use claimbook::notebook::*;
use claimbook::reading::{parse_period, parse_quantity};
use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Generates texts with what is awkward in a file: quotes, hashes, backslashes, line ends, CJK, emoji, control and bidi
/// characters.
pub fn awkward_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9 ,.%]{0,40}",
        "[\"#\\\\'()\\[\\]{}<>|\n\t ]{0,24}",
        "[é汉字小米😀\u{202e}\u{200f}\u{1b}\u{85}\u{2028} \"]{0,16}",
        Just("r##\"raw\"## \"#".to_owned()),
        Just("\r\n".to_owned()),
    ]
}

fn quantity() -> impl Strategy<Value = StatedQuantity> {
    prop_oneof![
        (
            "[0-9]{1,9}",
            prop_oneof![Just(""), Just(">"), Just("~"), Just("at most ")],
            prop_oneof![Just(""), Just(" %"), Just(" stores per year")]
        )
            .prop_map(|(digits, opening, unit)| format!("{opening}{digits}{unit}"))
            .prop_map(|text| StatedQuantity { understood: parse_quantity(&text).ok(), text }),
        (any::<i64>(), 0u32..20, any::<u32>()).prop_map(|(mantissa, scale, width)| {
            let low = Decimal::new(mantissa, scale);
            let value = Value::Range(low, low + Decimal::from(width));
            StatedQuantity {
                text: "range".into(),
                understood: Some(Quantity {
                    value,
                    bound: Bound::Exactly,
                    approx: true,
                    unit: String::new(),
                    per: "a\"b".into(),
                }),
            }
        }),
        awkward_text().prop_map(|text| StatedQuantity { text, understood: None }),
    ]
}

fn period() -> impl Strategy<Value = StatedPeriod> {
    prop_oneof![
        prop_oneof![Just("2025"), Just("by Q2 2027"), Just("2025-06-30"), Just("2024-2029"), Just("soon")]
            .prop_map(|text| StatedPeriod { text: text.to_owned(), understood: parse_period(text, None).ok() }),
        awkward_text().prop_map(|text| StatedPeriod { text, understood: None }),
    ]
}

fn choose<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

/// The random choices from which a claim is made.
#[derive(Debug, Clone)]
struct ClaimSeed {
    document: proptest::sample::Index,
    start: proptest::sample::Index,
    length: usize,
    kind: ClaimKind,
    statement: String,
    subject: String,
    quantity: Option<StatedQuantity>,
    period: Option<StatedPeriod>,
    attribution: Vec<String>,
    status: Status,
    tags: Vec<proptest::sample::Index>,
    note: String,
}

fn claim_seed() -> impl Strategy<Value = ClaimSeed> {
    let place = (any::<proptest::sample::Index>(), any::<proptest::sample::Index>(), 1..60usize);
    let said = (
        choose(ClaimKind::ALL),
        awkward_text(),
        prop_oneof![Just("Group".to_owned()), awkward_text()],
        proptest::option::of(quantity()),
    );
    let more = (proptest::option::of(period()), proptest::collection::vec(awkward_text(), 0..3), choose(Status::ALL));
    let labels = (proptest::collection::vec(any::<proptest::sample::Index>(), 0..3), awkward_text());
    (place, said, more, labels).prop_map(
        |((document, start, length), (kind, statement, subject, quantity), (period, attribution, status), (tags, note))| {
            ClaimSeed { document, start, length, kind, statement, subject, quantity, period, attribution, status, tags, note }
        },
    )
}

fn document_source() -> impl Strategy<Value = (String, bool)> {
    (proptest::collection::vec(awkward_text(), 1..6), any::<bool>())
        .prop_map(|(parts, markdown)| (format!("Some words first.\n\n{}", parts.join("\n\n")), markdown))
}

/// Generates any notebook that satisfies its own rules.
pub fn arbitrary_notebook() -> impl Strategy<Value = Notebook> {
    let documents = proptest::collection::vec((document_source(), awkward_text(), awkward_text()), 1..4);
    let claims = proptest::collection::vec(claim_seed(), 0..8);
    let tags = proptest::collection::vec("[a-zé小 ]{0,8}x", 0..5);
    (documents, claims, tags, awkward_text(), any::<bool>()).prop_map(|(documents, claims, tags, question, with_model)| {
        let mut ids = IdSource::new(99);
        let mut notebook = Notebook::new(ids.next(1));
        notebook.about = About { question, citation_style: "apa".to_owned(), ..About::default() };
        for (place, name) in tags.into_iter().enumerate() {
            let parent = notebook.tags.at(0).map(|tag| tag.id).filter(|_| place % 2 == 1);
            let shortcut = (place < 3).then_some(place as u8 + 1);
            notebook
                .tags
                .push(Tag { id: ids.next(1), name, colour: TagColour::ALL[place], shortcut, parent, note: String::new() })
                .unwrap();
        }
        for ((source, markdown), title, publisher) in documents {
            let format = if markdown { Format::Markdown } else { Format::PlainText };
            let details = Details { title, publisher, published: Some(date(2025, 3, 1)), ..read_on(date(2025, 4, 2)) };
            notebook
                .documents
                .push(import(source.as_bytes(), Request::of(format)).unwrap().into_document(ids.next(1), details))
                .unwrap();
        }
        for seed in claims {
            add_claim(&mut notebook, seed, &mut ids);
        }
        relate(&mut notebook, &mut ids);
        if with_model {
            add_model(&mut notebook, &mut ids);
        }
        briefs::add_brief(&mut notebook, &mut ids);
        notebook
    })
}

/// The details of a source that was read on a day, and archived the day after.
fn read_on(day: jiff::civil::Date) -> Details {
    let archived = Archived { url: "https://archive.example/1".into(), day: day.tomorrow().unwrap() };
    Details { accessed: Some(day), archived: Some(Box::new(archived)), ..Details::default() }
}

fn add_claim(notebook: &mut Notebook, seed: ClaimSeed, ids: &mut IdSource) {
    let document = notebook.documents.at(seed.document.index(notebook.documents.len())).unwrap();
    let boundary = |mut byte: usize| {
        while !document.text.is_char_boundary(byte) {
            byte += 1;
        }
        byte
    };
    let start = boundary(seed.start.index(document.text.len()));
    let end = boundary((start + seed.length).min(document.text.len()));
    let Some(passage) = Passage::new(document, TextRange { start, end }) else { return };
    // Every field is listed, so that a new one does not compile until it varies here.
    let mut claim = Claim {
        id: ids.next(1),
        passages: vec![passage],
        kind: seed.kind,
        statement: seed.statement,
        subject: seed.subject,
        measure: "shops".into(),
        quantity: seed.quantity,
        period: seed.period,
        attribution: seed.attribution,
        confidence: Confidence::default(),
        status: seed.status,
        tags: Vec::new(),
        note: seed.note,
    };
    if !notebook.tags.is_empty() {
        for tag in seed.tags {
            let tag = notebook.tags.at(tag.index(notebook.tags.len())).unwrap().id;
            if !claim.tags.contains(&tag) {
                claim.tags.push(tag);
            }
        }
    }
    notebook.claims.push(claim).unwrap();
}

fn relate(notebook: &mut Notebook, ids: &mut IdSource) {
    let claims: Vec<ClaimId> = notebook.claims.iter().map(|claim| claim.id).collect();
    for (place, pair) in claims.windows(2).enumerate() {
        let kind = RelationKind::ALL[place % 4];
        notebook
            .relations
            .push(Relation { id: ids.next(1), from: pair[0], kind, to: pair[1], note: "a \"note\"".into() })
            .unwrap();
    }
    if let [one, two, ..] = claims[..] {
        let dismissed = vec![one, two];
        let (rule, said) = (1, notebook.what_claims_say(&dismissed));
        let id = Dismissal::id_of(rule, &dismissed);
        notebook.dismissals.push(Dismissal { id, rule, claims: dismissed, said, note: "both \"right\"".into() }).unwrap();
    }
    let hidden = claims.iter().copied().take(1).collect();
    let series = Series {
        id: ids.next(1),
        title: String::new(),
        subject: "Group".into(),
        measure: "shops".into(),
        nature: Nature::Stock,
        hidden,
        judgements: Vec::new(),
        alt: String::new(),
        timeline_alt: String::new(),
        note: String::new(),
    };
    notebook.series.push(series).unwrap();
}

fn add_model(notebook: &mut Notebook, ids: &mut IdSource) {
    let number = || AssumptionValue::Number(Estimate3::range(Decimal::ONE, Decimal::TWO, Decimal::TEN));
    let point = |value: i64, year| PlanPoint {
        date: date(year, 1, 1),
        value: value.into(),
        claim: notebook.claims.iter().map(|claim| claim.id).next(),
        note: String::new(),
    };
    let values = [
        ("start", number()),
        ("start_date", AssumptionValue::Date(date(2025, 1, 1))),
        ("target", AssumptionValue::Samples(vec![Decimal::ONE, Decimal::TEN])),
        ("target_date", AssumptionValue::Date(date(2030, 1, 1))),
        ("shape", AssumptionValue::Growth(Growth::Logistic)),
        ("ceiling", number()),
        ("plan", AssumptionValue::Plan(vec![point(3, 2026), point(9, 2028)])),
        ("share", number()),
        ("cars_per_store", number()),
    ];
    let inputs: Vec<Input> = values
        .into_iter()
        .map(|(name, value)| {
            let id = ids.next(1);
            let claims = notebook.claims.iter().take(1).map(|claim| claim.id).collect();
            notebook
                .assumptions
                .push(Assumption {
                    id,
                    name: "n".into(),
                    unit: String::new(),
                    value,
                    claims,
                    seen: String::new(),
                    note: String::new(),
                })
                .unwrap();
            Input { name: name.into(), assumption: id }
        })
        .collect();
    let made: Vec<AssumptionId> = inputs.iter().map(|input| input.assumption).collect();
    let model = ids.next(1);
    let correlations = vec![Correlation { first: made[0], second: made[2], spearman: Decimal::new(-5, 1) }];
    notebook
        .models
        .push(Model {
            id: model,
            title: "m".into(),
            from: made[1],
            until: made[3],
            beyond: 1,
            periods: ModelPeriods::default(),
            inputs,
            drivers: store_count_drivers(),
            correlations,
            note: String::new(),
        })
        .unwrap();
    let rows = vec![RunRow { period: Period::year(2026).unwrap(), quantiles: vec![1.0, 2.5, 4.0] }];
    let output = RunOutput {
        driver: "sales".into(),
        title: "Cars".into(),
        unit: "car".into(),
        is_stock: false,
        subject: "Group".into(),
        measure: "shops".into(),
        rows,
    };
    notebook
        .runs
        .push(Run {
            id: ids.next(1),
            model,
            scenario: None,
            name: "As assumed".into(),
            made: date(2026, 11, 21),
            seed: 1,
            samples: 4096,
            method: "sobol".into(),
            engine: "0.1.0".into(),
            inputs_hash: "0".repeat(64),
            inputs: vec![RunInput { name: "n".into(), value: "2 (1 to 10)".into() }],
            levels: vec![0.1, 0.5, 0.9],
            outputs: vec![output],
            claims: notebook.claims.iter().take(1).map(|claim| claim.id).collect(),
        })
        .unwrap();
    let overrides = vec![Override { assumption: made[4], value: AssumptionValue::Growth(Growth::Linear) }];
    notebook.scenarios.push(Scenario { id: ids.next(1), model, name: "s".into(), overrides, note: String::new() }).unwrap();
}
