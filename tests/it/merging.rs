//! Two people change copies of one notebook; the merge contains the work of both.

use claimbook::notebook::*;
use claimbook::workspace::{Clock, Workspace};
use common::arbitrary_notebook;
use common::steps::{Step, perform, step};
use proptest::prelude::*;

use crate::common;

/// A copy after some steps, with ids that the other side does not use.
fn changed(base: &Notebook, steps: &[Step], side: u64) -> Notebook {
    let mut workspace = Workspace::new(base.clone(), None, Clock::fixed());
    // The ids of each side start at another number, as on two computers.
    for _ in 0..side * 10_000 {
        workspace.new_id::<ClaimId>();
    }
    for step in steps {
        perform(&mut workspace, step.clone());
    }
    workspace.notebook().clone()
}

fn ids(notebook: &Notebook) -> Vec<ClaimId> {
    notebook.claims.iter().map(|claim| claim.id).collect()
}

/// The spellings that several terms claim.
fn doubled(notebook: &Notebook) -> std::collections::BTreeSet<(TermKind, String)> {
    let mut seen = std::collections::BTreeMap::new();
    let mut found = std::collections::BTreeSet::new();
    for term in &notebook.terms {
        for name in term.names() {
            let key = (term.kind, name_key(name));
            if seen.insert(key.clone(), term.id).is_some_and(|other| other != term.id) {
                found.insert(key);
            }
        }
    }
    found
}

fn check_merge(base: &Notebook, mine: &Notebook, theirs: &Notebook) -> Result<(), TestCaseError> {
    let merged = merge(base, mine, theirs, &Choices::new());
    prop_assert_eq!(check(&merged.notebook), vec![], "the result is sound");
    for (side, other) in [(mine, theirs), (theirs, mine)] {
        for claim in &side.claims {
            let was = base.claims.get(claim.id);
            let deleted_by_other = was.is_some() && !other.claims.contains(claim.id);
            let untouched = was == Some(claim);
            prop_assert!(
                merged.notebook.claims.contains(claim.id) || (deleted_by_other && untouched),
                "claim {} is missing",
                claim.id
            );
            // What only one side changed is as that side has it.
            if !untouched && other.claims.get(claim.id) == was {
                prop_assert_eq!(merged.notebook.claims.get(claim.id), Some(claim));
            }
        }
        for document in &side.documents {
            let untouched = base.documents.get(document.id) == Some(document) && !other.documents.contains(document.id);
            prop_assert!(merged.notebook.documents.contains(document.id) || untouched);
        }
        for tag in side.tags.iter().filter(|tag| !base.tags.contains(tag.id)) {
            prop_assert!(merged.notebook.tags.contains(tag.id), "a new tag is missing");
        }
        // No name stands for two terms, unless it does on a side by itself.
        for (kind, key) in doubled(&merged.notebook) {
            prop_assert!([mine, theirs].iter().any(|side| doubled(side).contains(&(kind, key.clone()))), "{kind:?} {key}");
        }
        for relation in side.relations.iter().filter(|relation| !base.relations.contains(relation.id)) {
            prop_assert!(merged.notebook.relations.contains(relation.id), "a new relation is missing");
        }
    }
    let other_way = merge(base, theirs, mine, &Choices::new());
    prop_assert_eq!(merged.conflicts.len(), other_way.conflicts.len());
    if merged.conflicts.is_empty() {
        prop_assert!(merged.notebook == other_way.notebook, "{:#?}\n\nis not\n\n{:#?}", merged.notebook, other_way.notebook);
    }
    // With all conflicts decided the other way, the result is that of merging the sides in the other order.
    let theirs_hold: Choices = merged.conflicts.iter().map(|conflict| (conflict.key.clone(), Side::Theirs)).collect();
    prop_assert!(merge(base, mine, theirs, &theirs_hold).notebook == other_way.notebook);
    // A merge is an edit like any other: it can be applied, and undone.
    for (from, to) in [(mine, &merged.notebook), (theirs, &merged.notebook), (base, mine)] {
        let mut notebook = from.clone();
        let back = from.difference(to, "merge").apply(&mut notebook).unwrap();
        prop_assert!(notebook == *to);
        back.apply(&mut notebook).unwrap();
        prop_assert!(notebook == *from);
    }
    // A side that did nothing changes nothing.
    prop_assert!(merge(base, mine, base, &Choices::new()).notebook == *mine);
    prop_assert!(merge(base, base, theirs, &Choices::new()).notebook == *theirs);
    prop_assert!(merge(base, mine, mine, &Choices::new()).notebook == *mine);
    Ok(())
}

fn some_steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(step(), 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn two_copies_become_one(base in arbitrary_notebook(), mine in some_steps(), theirs in some_steps()) {
        check_merge(&base, &changed(&base, &mine, 1), &changed(&base, &theirs, 2))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "at length: 20,000 merges"]
    fn two_copies_become_one_at_length(base in arbitrary_notebook(), mine in some_steps(), theirs in some_steps()) {
        check_merge(&base, &changed(&base, &mine, 1), &changed(&base, &theirs, 2))?;
    }
}

fn with_a_claim() -> (Notebook, ClaimId) {
    let mut workspace = Workspace::empty(Clock::fixed());
    let imported = claimbook::workspace::import_text("The group runs ninety shops abroad. Rivals run more.").unwrap();
    let document = workspace.sources().add(imported, Details::default());
    let claim = workspace.claims().make(document, (0, 35).into()).unwrap();
    (workspace.notebook().clone(), claim)
}

fn edited(notebook: &Notebook, claim: ClaimId, change: impl FnOnce(&mut Claim)) -> Notebook {
    let mut notebook = notebook.clone();
    let mut changed = notebook.claims.get(claim).unwrap().clone();
    change(&mut changed);
    Edit::new("edit").put(changed).apply(&mut notebook).unwrap();
    notebook
}

#[test]
fn different_fields_of_one_claim_come_together() {
    let (base, claim) = with_a_claim();
    let mine = edited(&base, claim, |claim| claim.note = "seen in the report".into());
    let theirs = edited(&base, claim, |claim| claim.confidence = Confidence::High);
    let merged = merge(&base, &mine, &theirs, &Choices::new());
    assert_eq!(merged.conflicts, []);
    let claim = merged.notebook.claims.get(claim).unwrap();
    assert_eq!((claim.note.as_str(), claim.confidence), ("seen in the report", Confidence::High));
}

#[test]
fn the_same_field_is_shown_side_by_side_and_chosen() {
    let (base, claim) = with_a_claim();
    let mine = edited(&base, claim, |claim| claim.statement = "Ninety".into());
    let theirs = edited(&base, claim, |claim| claim.statement = "About ninety".into());
    let merged = merge(&base, &mine, &theirs, &Choices::new());
    let [conflict] = &merged.conflicts[..] else { panic!("{:?}", merged.conflicts) };
    assert_eq!((conflict.key.1, conflict.mine.as_str(), conflict.theirs.as_str()), ("Statement", "Ninety", "About ninety"));
    assert_eq!(merged.notebook.claims.get(claim).unwrap().statement, "Ninety");
    let choices = Choices::from([(conflict.key.clone(), Side::Theirs)]);
    assert_eq!(merge(&base, &mine, &theirs, &choices).notebook.claims.get(claim).unwrap().statement, "About ninety");
}

#[test]
fn what_one_side_deleted_and_the_other_changed_stays() {
    let (base, claim) = with_a_claim();
    let mut mine = base.clone();
    base.removal_of_documents(&[base.documents.at(0).unwrap().id]).apply(&mut mine).unwrap();
    let theirs = edited(&base, claim, |claim| claim.note = "important".into());
    for merged in [merge(&base, &mine, &theirs, &Choices::new()), merge(&base, &theirs, &mine, &Choices::new())] {
        assert_eq!(ids(&merged.notebook), [claim]);
        assert_eq!(merged.notebook.documents.len(), 1, "its source came back with it");
        assert_eq!(merged.kept.len(), 2);
    }
}

#[test]
fn tags_put_under_each_other_do_not_go_round_in_circles() {
    let mut workspace = Workspace::empty(Clock::fixed());
    let (a, b): (TagId, TagId) = (workspace.new_id(), workspace.new_id());
    let tag = |id, parent| Tag { id, name: "t".into(), colour: TagColour::Amber, shortcut: None, parent, note: String::new() };
    let mut base = workspace.notebook().clone();
    Edit::new("add").insert(tag(a, None)).insert(tag(b, None)).apply(&mut base).unwrap();
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    Edit::new("move").put(tag(a, Some(b))).apply(&mut mine).unwrap();
    Edit::new("move").put(tag(b, Some(a))).apply(&mut theirs).unwrap();
    let merged = merge(&base, &mine, &theirs, &Choices::new());
    assert_eq!(check(&merged.notebook), []);
    assert_eq!(merged.notebook, base);
}

#[test]
fn two_numbers_for_one_assumption_are_a_conflict_each() {
    let mut workspace = Workspace::empty(Clock::fixed());
    let model = workspace.models().add("Stores").unwrap();
    workspace.scenarios().add(model, "Fast", None);
    let base = workspace.notebook().clone();
    let found = base.models.get(model).unwrap();
    let (target, ceiling) = (found.input("target").unwrap(), found.input("ceiling").unwrap());
    let number = |value: i64| AssumptionValue::Number(Estimate3::certain(value.into()));
    let with = |a: i64, b: i64| {
        let mut notebook = base.clone();
        let mut scenario = notebook.scenarios.at(0).unwrap().clone();
        scenario.overrides =
            vec![Override { assumption: target, value: number(a) }, Override { assumption: ceiling, value: number(b) }];
        Edit::new("set").put(scenario).apply(&mut notebook).unwrap();
        notebook
    };
    let (mine, theirs) = (with(9_000, 20_000), with(7_000, 15_000));
    let merged = merge(&base, &mine, &theirs, &Choices::new());
    // Neither side had one before: no number is dropped without asking, and each is chosen separately.
    assert_eq!(merged.conflicts.len(), 2, "{:?}", merged.conflicts);
    let first = merged.conflicts.iter().find(|conflict| conflict.mine == "9000").unwrap();
    let chosen = merge(&base, &mine, &theirs, &Choices::from([(first.key.clone(), Side::Theirs)]));
    let scenario = chosen.notebook.scenarios.at(0).unwrap();
    assert_eq!((scenario.override_of(target), scenario.override_of(ceiling)), (Some(&number(7_000)), Some(&number(20_000))));
}

/// A date that they found belongs to where they found it, also in the merged notebook.
#[test]
fn where_a_detail_was_found_comes_with_it() {
    let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("saves/xiaomi-overseas.ron");
    let base = claimbook::store::load(&example).unwrap();
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    let id = base.documents.at(0).unwrap().id;
    let with = |notebook: &mut Notebook, change: &dyn Fn(&mut Details)| {
        let mut details = notebook.documents.get(id).unwrap().details.clone();
        change(&mut details);
        Edit::new("edit source").with(Change::Details(id, details.into())).apply(notebook).unwrap();
    };
    with(&mut mine, &|details| details.publisher = "Mine".into());
    with(&mut theirs, &|details| {
        details.author = "Mia Holt".into();
        details.found_in.insert("author".into(), "the byline".into());
    });
    let merged = merge(&base, &mine, &theirs, &Choices::new()).notebook;
    let details = &merged.documents.get(id).unwrap().details;
    assert_eq!((details.publisher.as_str(), details.author.as_str()), ("Mine", "Mia Holt"));
    assert_eq!(details.found_in.get("author").map(String::as_str), Some("the byline"));
}

#[test]
fn a_spelling_that_each_side_gave_to_another_name_is_chosen() {
    let (base, claim) = with_a_claim();
    let base = edited(&base, claim, |claim| claim.subject = "Acme Motors".into());
    let merged_into = |name: &str| {
        let mut workspace = Workspace::new(base.clone(), None, Clock::fixed());
        workspace.terms().merge(TermKind::Subject, name, "Acme Motors").unwrap();
        workspace.notebook().clone()
    };
    let (mine, theirs) = (merged_into("Acme"), merged_into("Motor works"));
    let merged = merge(&base, &mine, &theirs, &Choices::new());
    let [conflict] = &merged.conflicts[..] else { panic!("{:?}", merged.conflicts) };
    assert_eq!(
        (conflict.headline.as_str(), conflict.mine.as_str(), conflict.theirs.as_str()),
        ("Acme Motors", "Acme", "Motor works")
    );
    assert_eq!(merged.notebook.shown_name(TermKind::Subject, "acme-motors"), "Acme");
    let choices = Choices::from([(conflict.key.clone(), Side::Theirs)]);
    let other = merge(&base, &mine, &theirs, &choices).notebook;
    assert_eq!(other.shown_name(TermKind::Subject, "acme-motors"), "Motor works");
    assert_eq!(other.claims.get(claim).unwrap().subject, "Acme Motors", "the claim keeps its words");
}

#[test]
fn what_two_people_say_about_one_name_comes_together() {
    let (base, claim) = with_a_claim();
    let base = edited(&base, claim, |claim| claim.subject = "Acme".into());
    let said = |change: &dyn Fn(&mut Workspace)| {
        let mut workspace = Workspace::new(base.clone(), None, Clock::fixed());
        change(&mut workspace);
        workspace.notebook().clone()
    };
    let mine = said(&|workspace| workspace.terms().merge(TermKind::Subject, "Acme", "Acme Corp").unwrap());
    let theirs = said(&|workspace| workspace.terms().put_under(TermKind::Subject, "Acme", Some("Holding")).unwrap());
    let merged = merge(&base, &mine, &theirs, &Choices::new());
    assert_eq!(merged.conflicts, []);
    assert_eq!(merged.notebook.terms.len(), 2, "one record for Acme, made on both sides, and its parent");
    let acme = merged.notebook.term_for(TermKind::Subject, "ACME CORP").0;
    assert!(acme.name == "Acme" && acme.parent.is_some());
}

#[test]
fn a_name_that_was_not_chosen_stays_a_spelling() {
    let (base, claim) = with_a_claim();
    let base = edited(&base, claim, |claim| claim.subject = "Acme".into());
    let renamed = |name: &str| {
        let mut workspace = Workspace::new(base.clone(), None, Clock::fixed());
        workspace.terms().rename(TermKind::Subject, "Acme", name).unwrap();
        workspace.notebook().clone()
    };
    let merged = merge(&base, &renamed("Wheelworks"), &renamed("Motor works"), &Choices::new());
    assert_eq!(merged.conflicts.len(), 1);
    for name in ["Acme", "Wheelworks", "Motor works"] {
        assert_eq!(merged.notebook.shown_name(TermKind::Subject, name), "Wheelworks");
    }
}

#[test]
fn a_conflict_names_what_a_record_stands_under() {
    let mut base = with_a_claim().0;
    for name in ["Lumen", "Harbour Works", "Lumen Motors"] {
        let term =
            claimbook::notebook::Term::named(claimbook::notebook::Term::id_of(TermKind::Subject, name), TermKind::Subject, name);
        Edit::new("").insert(term).apply(&mut base).unwrap();
    }
    let under = |above: &str| {
        let mut notebook = base.clone();
        let edit = claimbook::workspace::putting_under(&notebook, TermKind::Subject, "Lumen Motors", Some(above)).unwrap();
        edit.apply(&mut notebook).unwrap();
        notebook
    };
    let merged = merge(&base, &under("Lumen"), &under("Harbour Works"), &Choices::default());
    let told: Vec<_> = merged.conflicts.iter().map(|conflict| (conflict.key.1, &*conflict.mine, &*conflict.theirs)).collect();
    assert_eq!(told, [("Under", "Lumen", "Harbour Works")]);
}
