//! Damaged notebooks: all damage is found, everything that can be saved is saved, and nothing crashes.

use claimbook::notebook::*;
use claimbook::store::{self, decode, encode};
use claimbook::workspace::{
    Clock, IfHeld, JournalUse, Safe, Workspace, import_text, open_notebook, salvage_bytes, salvage_notebook,
};
use common::arbitrary_notebook;
use proptest::prelude::*;

use crate::common;

const EXAMPLE: &str = include_str!("../../saves/xiaomi-overseas.ron");

fn example() -> Notebook {
    decode(EXAMPLE).unwrap()
}

/// How much of one notebook is in another: sources with their text, claims with their quote, tags.
fn kept(of: &Notebook, saved: &Notebook) -> (usize, usize, usize) {
    let texts: Vec<&str> = saved.documents.iter().map(|document| &*document.text).collect();
    let sources = of.documents.iter().filter(|document| texts.contains(&&*document.text)).count();
    let claims = of
        .claims
        .iter()
        .filter(|claim| saved.claims.get(claim.id).is_some_and(|found| found.passages[0].quote == claim.passages[0].quote));
    (sources, claims.count(), of.tags.iter().filter(|tag| saved.tags.contains(tag.id)).count())
}

#[test]
fn a_sound_notebook_is_saved_as_it_is() {
    let salvaged = salvage_bytes(EXAMPLE.as_bytes());
    assert_eq!(salvaged.losses, Vec::<String>::new());
    assert_eq!(salvaged.notebook, example());
}

#[test]
fn a_record_that_slid_into_another_list_is_kept_or_said_to_be_lost() {
    let broken = EXAMPLE.replacen("    ],\n    claims: [\n      (", "     (", 1);
    assert_ne!(broken, EXAMPLE);
    let salvaged = salvage_bytes(broken.as_bytes());
    let claims = salvaged.notebook.claims.len();
    assert!(claims == example().claims.len() || !salvaged.losses.is_empty(), "{claims} claims, and nothing said");
}

#[test]
fn a_file_that_breaks_off_keeps_everything_before() {
    let whole = example();
    let mut last = (0, 0, 0);
    for part in 1..=40 {
        let mut end = EXAMPLE.len() * part / 40;
        while !EXAMPLE.is_char_boundary(end) {
            end += 1;
        }
        let salvaged = salvage_bytes(&EXAMPLE.as_bytes()[..end]);
        assert_eq!(check(&salvaged.notebook), []);
        let found = kept(&whole, &salvaged.notebook);
        assert!(found.0 >= last.0 && found.1 >= last.1 && found.2 >= last.2, "at {end}: {found:?} after {last:?}");
        last = found;
    }
    assert_eq!(last, (whole.documents.len(), whole.claims.len(), whole.tags.len()));
    // Cut within the claims: all sources, and the claims before the cut.
    let at = EXAMPLE.find("    claims: [").unwrap();
    let middle = at + (EXAMPLE.find("    relations: [").unwrap() - at) / 2;
    let salvaged = salvage_bytes(&EXAMPLE.as_bytes()[..middle]);
    let found = kept(&whole, &salvaged.notebook);
    assert!(found.0 == whole.documents.len() && found.1 * 3 >= whole.claims.len(), "{found:?}");
    assert!(!salvaged.losses.is_empty());
}

#[test]
fn one_damaged_line_costs_that_line() {
    let whole = example();
    // A kind that does not exist, an id with a wrong letter, a missing bracket, a missing quotation mark, a number that is not
    // one.
    let damages: [(&str, &str, usize); 8] = [
        // The heading of a list, and an id.
        ("    claims: [", "    cla!ms: [", 0),
        ("        id: \"01KAV9FT00ZJFEGYRN1JE65E39\",\n", "", 1),
        ("kind: Rumour", "kind: Rumor", 0),
        ("kind: Rumour,", "kind: (Rumour,", 0),
        ("        confidence: Medium,\n", "        confidence: Medium\n", 0),
        ("        measure: \"", "        measure: ", 1),
        ("            range: (", "            range: ((", 1),
        ("        blocks: [", "        blocks: ", 1),
    ];
    for (from, to, may_lose) in damages {
        assert!(EXAMPLE.contains(from), "{from}");
        let broken = EXAMPLE.replacen(from, to, 1);
        assert!(decode(&broken).is_err(), "{from} → {to}");
        let salvaged = salvage_bytes(broken.as_bytes());
        let found = kept(&whole, &salvaged.notebook);
        let is_whole = salvaged.notebook == whole;
        assert!(is_whole || !salvaged.losses.is_empty(), "{from} → {to}: the loss is not said");
        assert_eq!((found.0, found.2), (whole.documents.len(), whole.tags.len()), "{from} → {to}: {:?}", salvaged.losses);
        assert!(found.1 + may_lose >= whole.claims.len(), "{from} → {to}: {found:?} {:?}", salvaged.losses);
    }
}

#[test]
fn every_broken_rule_is_found_and_mended() {
    let mut broken = example();
    let (source, claim, tag) =
        (broken.documents.at(0).unwrap().clone(), broken.claims.at(0).unwrap().clone(), broken.tags.at(0).unwrap().id);
    let mut text = encode(&broken).unwrap();
    // The text of a source, changed by hand.
    text = text.replacen(&source.text[..40], &source.text[..40].to_uppercase(), 1);
    // A tag that is missing from the list of tags, but not from the claims.
    text = text.replacen(&format!("        id: \"{tag}\""), "        id: \"00000000000000000000000001\"", 1);
    // Two claims with one id.
    let second = broken.claims.at(1).unwrap().id;
    text = text.replacen(&format!("        id: \"{second}\""), &format!("        id: \"{}\"", claim.id), 1);
    // A block that extends beyond its text.
    text = text.replacen("range: (0, ", "range: (0, 9999", 1);
    let (_, problems) = store::inspect(&text).unwrap();
    for expected in ["hash differs", "which does not exist", "two claim records have the id", "extends beyond the text"] {
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{expected}: {problems:#?}");
    }
    let salvaged = salvage_bytes(text.as_bytes());
    assert_eq!(check(&salvaged.notebook), []);
    assert_eq!(salvaged.notebook.claims.len(), broken.claims.len());
    assert!(salvaged.notebook.tags.iter().any(|tag| tag.name.contains("lost tag")), "{:?}", salvaged.losses);
    broken = salvaged.notebook;
    assert_eq!(decode(&encode(&broken).unwrap()).unwrap(), broken);
}

/// Nothing is mended silently: each rule is broken separately, and what was done is reported.
#[test]
fn whatever_is_mended_is_said() {
    type Break = fn(&mut Notebook);
    fn set<T: Record + std::fmt::Debug>(table: &mut Table<T>, place: usize, change: impl FnOnce(&mut T)) {
        let mut row = table.at(place).unwrap().clone();
        change(&mut row);
        table.replace(row).unwrap();
    }
    const LOST: &str = "0000000000000000000000000Z";
    let breaks: [(&str, Break); 6] = [
        ("a version of a source that is lost", |notebook| {
            set(&mut notebook.documents, 0, |document| document.replaces = LOST.parse().ok())
        }),
        ("formed a circle", |notebook| {
            let ids = [0, 1].map(|place| notebook.documents.at(place).unwrap().id);
            set(&mut notebook.documents, 0, |document| document.replaces = Some(ids[1]));
            set(&mut notebook.documents, 1, |document| document.replaces = Some(ids[0]));
        }),
        ("had no name", |notebook| set(&mut notebook.tags, 0, |tag| tag.name = " ".into())),
        ("not one from 1 to 9", |notebook| set(&mut notebook.tags, 0, |tag| tag.shortcut = Some(77))),
        ("are called", |notebook| {
            let name = notebook.tags.at(0).unwrap().name.to_uppercase();
            set(&mut notebook.tags, 1, |tag| tag.name = name);
        }),
        ("their values stay", |notebook| {
            let date = "2027-01-01".parse().unwrap();
            let point = PlanPoint { date, value: 5.into(), claim: LOST.parse().ok(), note: String::new() };
            set(&mut notebook.assumptions, 0, |assumption| assumption.value = AssumptionValue::Plan(vec![point]));
        }),
    ];
    for (said, damage) in breaks {
        let mut notebook = example();
        damage(&mut notebook);
        let salvaged = salvage_bytes(encode(&notebook).unwrap().as_bytes());
        assert!(salvaged.losses.iter().any(|loss| loss.contains(said)), "{said}: {:#?}", salvaged.losses);
    }
}

#[test]
fn a_claim_whose_source_is_gone_keeps_its_words() {
    let whole = example();
    let start = EXAMPLE.find("    documents: [").unwrap();
    let end = EXAMPLE.find("    claims: [").unwrap();
    let broken = format!("{}    documents: [],\n{}", &EXAMPLE[..start], &EXAMPLE[end..]);
    let salvaged = salvage_bytes(broken.as_bytes());
    assert_eq!(salvaged.notebook.claims.len(), whole.claims.len());
    let shelter = salvaged.notebook.documents.at(0).unwrap();
    assert_eq!(shelter.title(), "Quotes whose source is lost");
    for claim in &whole.claims {
        assert!(shelter.text.contains(&claim.passages[0].quote), "{}", claim.passages[0].quote);
    }
}

#[test]
fn bytes_that_are_no_characters_and_windows_line_ends_are_no_obstacle() {
    let mut bytes = EXAMPLE.replace('\n', "\r\n").into_bytes();
    let at = EXAMPLE.find("question: \"").unwrap() + 40;
    bytes[at] = 0xFF;
    let salvaged = salvage_bytes(&bytes);
    assert_eq!(kept(&example(), &salvaged.notebook).1, example().claims.len());
    assert!(salvaged.losses[0].contains("not valid text"), "{:?}", salvaged.losses);
}

#[test]
fn the_journal_of_a_damaged_notebook_is_used_where_it_fits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    let mut workspace = Workspace::empty(Clock::fixed());
    workspace.sources().add(import_text("Ninety shops stand abroad today.").unwrap(), Details::default());
    store::save_over(&path, workspace.notebook()).unwrap();
    let safe = Safe::new(None, 1);
    let mut workspace = Workspace::opened(open_notebook(&path, &safe, IfHeld::ReadOnly).unwrap(), &safe, Clock::System, None);
    let document = workspace.notebook().documents.at(0).unwrap().id;
    workspace.claims().make(document, (0, 12).into()).unwrap();
    workspace.file().flush_journal().unwrap();
    drop(workspace);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("kind: Paragraph", "kind: Paragraf", 1)).unwrap();
    assert!(open_notebook(&path, &safe, IfHeld::ReadOnly).is_err());
    let salvaged = salvage_notebook(&path, JournalUse::Apply).unwrap();
    assert_eq!((salvaged.notebook.documents.len(), salvaged.notebook.claims.len()), (1, 1), "{:?}", salvaged.losses);
    assert_eq!(salvage_notebook(&path, JournalUse::Ignore).unwrap().notebook.claims.len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_to_the_bytes_the_result_is_sound(
        notebook in arbitrary_notebook(),
        damages in proptest::collection::vec((any::<proptest::sample::Index>(), 0..4u8, any::<u8>()), 1..6),
    ) {
        let mut bytes = encode(&notebook).unwrap().into_bytes();
        for (at, kind, byte) in damages {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, byte),
                _ => {
                    let end = (at + usize::from(byte)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
            if bytes.is_empty() {
                bytes.push(b'(');
            }
        }
        let salvaged = salvage_bytes(&bytes);
        prop_assert_eq!(check(&salvaged.notebook), vec![]);
        // Records that are missing are reported.
        let claims = notebook.claims.iter().filter(|claim| salvaged.notebook.claims.contains(claim.id)).count();
        prop_assert!(claims == notebook.claims.len() || !salvaged.losses.is_empty(), "{} of {} claims in {}", claims, notebook.claims.len(), String::from_utf8_lossy(&bytes));
        decode(&encode(&salvaged.notebook).unwrap()).map_err(|error| TestCaseError::fail(error.to_string()))?;
    }
}
