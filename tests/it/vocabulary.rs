//! Names: which are one, what the claims under them are drawn with, and that nothing is lost on the way.

use std::collections::{HashMap, HashSet};

use claimbook::notebook::{IdSource, Notebook, TermKind, name_key};
use claimbook::workspace::{NameRow, look_alikes};

const ALIKE: &str = include_str!("terms/alike.txt");

/// The list that is measured: our own, or the file that `ALIKE` names.
fn list() -> String {
    std::env::var("ALIKE").ok().and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_else(|| ALIKE.to_owned())
}

/// The names of one kind in the list, each with the group that it belongs to.
fn listed(list: &str, kind: TermKind) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut current = None;
    for (number, line) in list.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        if let Some(of) = TermKind::ALL.iter().find(|kind| kind.label().eq_ignore_ascii_case(line)) {
            current = Some(*of);
            continue;
        }
        if current != Some(kind) || line.trim().is_empty() {
            continue;
        }
        let names: Vec<&str> = line.trim_start_matches('=').split(" | ").map(str::trim).collect();
        // A name may stand in two lines: then both are one group.
        let known = found.iter().find(|(name, _)| names.contains(&name.as_str())).map(|(_, group)| *group);
        for name in names {
            // Spellings with one key are one name already.
            if !found.iter().any(|(known, _)| name_key(known) == name_key(name)) {
                found.push((name.to_owned(), known.unwrap_or(number)));
            }
        }
    }
    found
}

fn row(kind: TermKind, name: &str) -> NameRow {
    NameRow {
        kind,
        name: name.to_owned(),
        term: None,
        depth: 0,
        claims: 1,
        sources: 1,
        charts: 0,
        written: vec![name.to_owned()],
        nouns: Vec::new(),
    }
}

#[test]
fn names_that_are_one_are_found_and_others_are_left_alone() {
    let notebook = Notebook::new(IdSource::new(1).next(0));
    let list = list();
    let (mut true_pairs, mut found, mut right) = (0, 0, 0);
    let mut wrong = Vec::new();
    for &kind in TermKind::ALL {
        let names = listed(&list, kind);
        let groups: HashMap<&str, usize> = names.iter().map(|(name, group)| (name.as_str(), *group)).collect();
        let rows: Vec<NameRow> = names.iter().map(|(name, _)| row(kind, name)).collect();
        let mut missed: HashSet<(&str, &str)> = HashSet::new();
        for (place, (a, group)) in names.iter().enumerate() {
            let others = names[place + 1..].iter().filter(|(_, other)| other == group);
            missed.extend(others.map(|(b, _)| (a.as_str(), b.as_str())));
        }
        true_pairs += missed.len();
        for pair in look_alikes(&notebook, &rows) {
            found += 1;
            if groups[pair.a.as_str()] == groups[pair.b.as_str()] {
                right += 1;
                missed.retain(|(a, b)| ![(&*pair.a, &*pair.b), (&*pair.b, &*pair.a)].contains(&(*a, *b)));
            } else {
                wrong.push(format!("wrong: {} ~ {}: {}", pair.a, pair.b, pair.why));
            }
        }
        wrong.extend(missed.iter().map(|(a, b)| format!("missed: {a} ~ {b}")));
    }
    let (recall, precision) = (right as f64 / true_pairs as f64, right as f64 / found as f64);
    println!("{true_pairs} pairs: recall {recall:.2}, precision {precision:.2}\n{}", wrong.join("\n"));
    assert!(
        true_pairs >= 30 && recall >= 0.9 && precision >= 0.8,
        "recall {recall:.2}, precision {precision:.2}\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_longer_name_is_the_part() {
    let notebook = Notebook::new(IdSource::new(1).next(0));
    let uses = |name: &str, claims| NameRow { claims, ..row(TermKind::Subject, name) };
    let rows = [uses("Lumen Motors", 14), uses("Lumen", 9)];
    let pairs = look_alikes(&notebook, &rows);
    assert_eq!(pairs[0].part_and_whole(), ("Lumen Motors", "Lumen"));
    assert_eq!((pairs[0].a.as_str(), pairs[0].b.as_str()), ("Lumen Motors", "Lumen"), "and merged into what is used more");
}
