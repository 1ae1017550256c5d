//! The notebook file: what is saved is read back, byte for byte; what is not a notebook is refused with a position and a reason.

use claimbook::notebook::{ModelPeriods, Notebook, ReadState, check};
use claimbook::store::{self, DecodeError, decode, encode};
use common::arbitrary_notebook;
use proptest::prelude::*;

use crate::common;

const EXAMPLE: &str = include_str!("../../saves/xiaomi-overseas.ron");
const GOLDEN_1: &str = include_str!("../golden/format-1.ron");
const GOLDEN_2: &str = include_str!("../golden/format-2.ron");
const GOLDEN_3: &str = include_str!("../golden/format-3.ron");
const GOLDEN_4: &str = include_str!("../golden/format-4.ron");
const GOLDEN_5: &str = include_str!("../golden/format-5.ron");
const GOLDEN_6: &str = include_str!("../golden/format-6.ron");
const GOLDEN_7: &str = include_str!("../golden/format-7.ron");
const GOLDEN_8: &str = include_str!("../golden/format-8.ron");
const GOLDEN_9: &str = include_str!("../golden/format-9.ron");
const GOLDEN_10: &str = include_str!("../golden/format-10.ron");
const GOLDEN_11: &str = include_str!("../golden/format-11.ron");
const GOLDEN_12: &str = include_str!("../golden/format-12.ron");

fn error(text: &str) -> String {
    decode(text).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn the_example_is_sound_and_comes_back_byte_for_byte() {
    let notebook = decode(EXAMPLE).unwrap();
    assert_eq!(check(&notebook), []);
    assert_eq!(encode(&notebook).unwrap(), EXAMPLE);
}

#[test]
fn the_example_has_enough_to_show() {
    let notebook = decode(EXAMPLE).unwrap();
    assert!(notebook.documents.len() >= 6 && notebook.claims.len() >= 30 && notebook.tags.len() >= 5);
    assert!(notebook.series.len() >= 2 && notebook.scenarios.len() >= 3);
    let kinds: std::collections::HashSet<_> = notebook.relations.iter().map(|relation| relation.kind).collect();
    assert_eq!(kinds.len(), 4, "all four kinds of relation");
    for document in &notebook.documents {
        let words = document.text.split_whitespace().count();
        assert!((150..=400).contains(&words), "{} has {words} words", document.title());
    }
}

#[test]
fn every_format_ever_written_can_be_read() {
    let notebook = decode(GOLDEN_1).unwrap();
    assert_eq!(notebook.claims.len(), 2);
    assert_eq!(notebook.scenarios.len(), 1);
    let claim = notebook.claims.at(0).unwrap();
    assert_eq!(claim.understood_quantity().unwrap().to_string(), "more than 90 shops");
    assert_eq!(
        &*notebook.documents.at(0).unwrap().text,
        "Shops abroad\n\nThe group runs more than 90 shops abroad.\nIt says “soon”."
    );
}

#[test]
fn the_present_format_is_read_and_written_byte_for_byte() {
    let notebook = decode(GOLDEN_12).unwrap();
    assert_eq!(encode(&notebook).unwrap(), GOLDEN_12);
    // Format 12 adds where sources are kept and whether they were read, which is not in the file where nothing was said about it.
    assert_eq!(encode(&decode(GOLDEN_11).unwrap()).unwrap(), GOLDEN_11.replacen("format: 11", "format: 12", 1));
    let filed = &notebook.documents.at(0).unwrap().details;
    assert_eq!(
        (filed.folder.as_str(), filed.state, filed.starred, filed.rank),
        ("Filings/2024", ReadState::PutAway, true, Some(-3))
    );
    // Format 11 adds what the claim of an input said when its value was taken, which is not in the file where that is not known.
    assert_eq!(encode(&decode(GOLDEN_10).unwrap()).unwrap(), GOLDEN_10.replacen("format: 10", "format: 12", 1));
    let moved = notebook.assumptions.iter().find_map(|assumption| notebook.claim_moved(assumption)).unwrap();
    assert_eq!((moved.before.as_str(), moved.now.as_str()), ("more than 900 shops", "more than 90 shops"));
    // Format 10 adds the style of citation, which is not in the file where none was chosen.
    assert_eq!(encode(&decode(GOLDEN_9).unwrap()).unwrap(), GOLDEN_9.replacen("format: 9", "format: 12", 1));
    assert_eq!(notebook.about.citation_style, "ieee");
    // Format 9 adds briefs, when a source was read and where it is archived, which are not in the file where there are none.
    assert_eq!(encode(&decode(GOLDEN_8).unwrap()).unwrap(), GOLDEN_8.replacen("format: 8", "format: 12", 1));
    assert_eq!((notebook.briefs.len(), notebook.brief_blocks.len(), notebook.editions.len()), (1, 8, 1));
    assert_eq!(notebook.dismissals.at(0).unwrap().claims.len(), 2);
    // Format 8 adds dismissals of findings, which are not in the file where there are none.
    assert_eq!(encode(&decode(GOLDEN_7).unwrap()).unwrap(), GOLDEN_7.replacen("format: 7", "format: 12", 1));
    assert_eq!((notebook.terms.len(), notebook.terms.at(2).unwrap().counts.len()), (3, 2));
    // Format 7 adds terms, which are not in the file where nothing was said about a name.
    assert_eq!(encode(&decode(GOLDEN_6).unwrap()).unwrap(), GOLDEN_6.replacen("format: 6", "format: 12", 1));
    // Format 6 adds the periods of models, and changes nothing else.
    assert_eq!(encode(&decode(GOLDEN_5).unwrap()).unwrap(), GOLDEN_5.replacen("format: 5", "format: 12", 1));
    // Format 5 adds where details were found, pages and originals, and changes nothing else.
    assert_eq!(encode(&decode(GOLDEN_4).unwrap()).unwrap(), GOLDEN_4.replacen("format: 4", "format: 12", 1));
    let (newer, older) = (notebook.documents.at(0).unwrap(), notebook.documents.at(1).unwrap());
    assert_eq!(newer.replaces, Some(older.id));
    assert_eq!((newer.page_at(13), newer.page_at(14), older.page_at(14)), (Some(1), Some(2), None));
    assert_eq!(newer.original.as_ref().unwrap().ending, "pdf");
    assert!(notebook.claims.at(0).unwrap().passages[0].is_moved);
    assert_eq!(newer.details.dismissed, ["It says “soon”."]);
    assert_eq!(notebook.runs.at(0).unwrap().outputs[0].rows[0].quantiles, [90.5, 120.25, 300.0]);
    let model = notebook.models.at(0).unwrap();
    assert_eq!((model.beyond, model.correlations.len(), model.inputs.len()), (2, 1, 10));
    assert_eq!(model.periods, ModelPeriods::Months);
}

/// Up to format 3 every model was a store-count model. It is converted into formulas, and then saved in that form.
#[test]
fn models_of_earlier_formats_become_formulas() {
    for golden in [GOLDEN_1, GOLDEN_2, GOLDEN_3] {
        let notebook = decode(golden).unwrap();
        assert_eq!(check(&notebook), []);
        let again = encode(&notebook).unwrap();
        assert_eq!(decode(&again).unwrap(), notebook);
        let model = notebook.models.at(0).unwrap();
        assert_eq!(model.drivers[1].formula, "avg_stock(stores) * share * cars_per_store");
        assert_eq!((Some(model.from), Some(model.until)), (model.input("start_date"), model.input("target_date")));
        assert!(claimbook::forecast::model::prepare(&notebook, model, notebook.scenarios.at(0)).is_ok());
        // Everything else is unchanged.
        let (old, new) = (golden.split("    models: [").next().unwrap(), again.split("    models: [").next().unwrap());
        let format = old.lines().find(|line| line.contains("format: ")).unwrap();
        assert_eq!(new, old.replacen(format, "  format: 12,", 1));
    }
}

#[test]
fn what_is_no_notebook_is_refused_with_a_reason() {
    assert_eq!(decode(""), Err(DecodeError::Empty));
    assert!(error("hello").contains("is not a Claimbook notebook (line 1, column 1"));
    assert!(error("(colour: 3)").contains("is not a Claimbook notebook"));
    assert!(error("{\"a\": 1}").contains("is not a Claimbook notebook"));
    assert!(error("(claimbook: \"settings\", format: 1)").contains("another kind, “settings”"));
}

#[test]
fn line_ends_of_another_system_are_undone() {
    assert_eq!(decode(&EXAMPLE.replace('\n', "\r\n")), decode(EXAMPLE));
}

#[test]
fn a_newer_format_is_refused_and_says_what_to_do() {
    let newer = EXAMPLE.replacen("format: 12", "format: 13", 1).replacen("app: \"0.1.0\"", "app: \"9.9.9\"", 1);
    assert_eq!(decode(&newer), Err(DecodeError::Newer { format: 13, app: "9.9.9".into() }));
    // Even if it contains things that this version cannot read at all.
    let stranger = "(claimbook: \"notebook\", format: 14, app: \"12.0\", notebook: Compressed(0xFF, [1, 2]))";
    assert!(error(stranger).contains("format 14"), "{}", error(stranger));
}

#[test]
fn a_file_that_is_cut_short_is_known_by_its_end() {
    // Cut anywhere after the head of the envelope.
    let head = EXAMPLE.find("notebook: (").unwrap() + 12;
    for part in 1..20 {
        let mut end = head + (EXAMPLE.len() - head - 10) * part / 20;
        while !EXAMPLE.is_char_boundary(end) {
            end += 1;
        }
        let message = error(&EXAMPLE[..end]);
        assert!(message.contains("cut short") && message.contains("line"), "at {end}: {message}");
    }
}

#[test]
fn damage_inside_has_line_and_column() {
    let broken = EXAMPLE.replacen("kind: Rumour", "kind: Nonsense", 1);
    let line = broken.lines().position(|line| line.contains("Nonsense")).unwrap() + 1;
    let message = error(&broken);
    assert!(message.contains(&format!("damaged at line {line}, column")) && message.contains("Nonsense"), "{message}");
}

#[test]
fn an_id_that_leads_nowhere_is_named_with_its_place() {
    let notebook = decode(EXAMPLE).unwrap();
    let tag = notebook.tags.at(0).unwrap().id.to_string();
    let stranger = "00000000000000000000000000";
    // The first occurrence is the tag itself: change a use of it further down.
    let use_at = EXAMPLE.rfind(&tag).unwrap();
    let broken = format!("{}{stranger}{}", &EXAMPLE[..use_at], &EXAMPLE[use_at + tag.len()..]);
    let line = broken.lines().position(|line| line.contains(stranger)).unwrap() + 1;
    let message = error(&broken);
    assert!(message.contains("which does not exist") && message.contains(&format!("(line {line}, column")), "{message}");
}

#[test]
fn a_changed_text_is_noticed_by_its_hash() {
    let broken = EXAMPLE.replacen("So far the evidence is mainly recruitment", "So far the evidence is mainly speculation", 1);
    assert_ne!(broken, EXAMPLE);
    assert!(error(&broken).contains("hash differs"), "{}", error(&broken));
}

#[test]
fn a_refused_file_is_left_alone_and_its_backup_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    let notebook = decode(EXAMPLE).unwrap();
    store::save_over(&path, &notebook).unwrap();
    store::save_over(&path, &notebook).unwrap();
    std::fs::write(&path, &EXAMPLE[..5000]).unwrap();
    let message = store::load(&path).unwrap_err().to_string();
    assert!(message.contains("a.ron is cut short") && message.contains("a.ron.bak"), "{message}");
    assert_eq!(std::fs::read(&path).unwrap().len(), 5000);
    assert_eq!(store::load(&store::backup_path(&path)).unwrap(), notebook);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_sound_notebook_comes_back_as_it_was(notebook in arbitrary_notebook()) {
        prop_assert_eq!(check(&notebook), vec![]);
        let text = encode(&notebook).unwrap();
        let back: Notebook = decode(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(&back, &notebook);
        prop_assert_eq!(encode(&back).unwrap(), text);
    }

    #[test]
    fn no_text_makes_the_loader_panic(text in ".{0,200}", at in 0..EXAMPLE.len(), junk in "[\\PC]{0,8}") {
        decode(&text).ok();
        let mut at = at;
        while !EXAMPLE.is_char_boundary(at) {
            at += 1;
        }
        decode(&format!("{}{junk}{}", &EXAMPLE[..at], &EXAMPLE[at..])).ok();
    }
}
