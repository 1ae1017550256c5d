//! What does not add up: groups of claims that do, and that do not (`tests/checking`), and what is said of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use claimbook::checking::{Checked, Finding, Level, Standing};
use claimbook::notebook::{
    Block, BlockKind, Choices, Claim, ClaimId, ClaimKind, Details, Document, IdSource, Nature, Notebook, Passage, RelationKind,
    StatedPeriod, StatedQuantity, Status, Term, TermKind, TextRange, check, merge, text_hash,
};
use claimbook::reading::{parse_period, parse_quantity};
use claimbook::ui::{ClaimsShown, Tab};
use claimbook::workspace::{ClaimField, Clock, Workspace, findings};
use common::arbitrary_notebook;
use common::steps::{perform, step};
use egui::{Key, vec2};
use egui_kittest::kittest::Queryable as _;
use proptest::prelude::*;

use crate::{common, window};

/// A group of claims, and what is to be found in them.
struct Group {
    name: String,
    rule: u8,
    /// `None` for a sound one.
    expected: Option<String>,
    notebook: Notebook,
    /// What could not be understood of what was typed.
    unread: Vec<String>,
}

#[derive(Default)]
struct Source {
    details: Details,
    paragraphs: Vec<String>,
}

fn named(kind: &str) -> TermKind {
    *TermKind::ALL.iter().find(|known| known.noun() == kind.trim()).unwrap_or_else(|| panic!("no kind of name: {kind}"))
}

/// Says something about a name: `NAME < PARENT`, `NAME ~ ALIAS, …`, `NAME = NOUN, …`, `NAME (level)`.
fn say(notebook: &mut Notebook, line: &str) {
    let (kind, said) = line.split_once(':').unwrap();
    let kind = named(kind);
    let record = |notebook: &mut Notebook, name: &str| {
        let (term, is_there) = notebook.term_for(kind, name.trim());
        if !is_there {
            notebook.terms.push(term.clone()).unwrap();
        }
        term.id
    };
    let list = |text: &str| text.split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>();
    let change = |notebook: &mut Notebook, id, change: &dyn Fn(&mut Term)| {
        let mut term = notebook.terms.get(id).unwrap().clone();
        change(&mut term);
        notebook.terms.replace(term).unwrap();
    };
    if let Some((name, parent)) = said.split_once(" < ") {
        let (id, parent) = (record(notebook, name), record(notebook, parent));
        change(notebook, id, &|term| term.parent = Some(parent));
    } else if let Some((name, aliases)) = said.split_once(" ~ ") {
        let id = record(notebook, name);
        change(notebook, id, &|term| list(aliases).iter().for_each(|alias| term.add_alias(alias)));
    } else if let Some((name, nouns)) = said.split_once(" = ") {
        let id = record(notebook, name);
        change(notebook, id, &|term| list(nouns).iter().for_each(|noun| term.count(noun)));
    } else {
        let (name, nature) = said.trim().rsplit_once(" (").unwrap_or_else(|| panic!("nothing is said: {said}"));
        let id = record(notebook, name);
        let nature = if nature.starts_with("level") { Nature::Stock } else { Nature::Flow };
        change(notebook, id, &|term| term.nature = Some(nature));
    }
}

fn group(text: &str) -> Group {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let (head, remark) = lines.next().unwrap().split_once(':').unwrap();
    let words: Vec<&str> = head.split_whitespace().collect();
    let mut ids = IdSource::new(7);
    let mut notebook = Notebook::new(ids.next(0));
    let mut unread = Vec::new();
    let mut sources: BTreeMap<char, Source> = BTreeMap::new();
    let mut claims: Vec<(char, Vec<String>, usize)> = Vec::new();
    for line in lines {
        if let Some(said) = line.strip_prefix("term ") {
            say(&mut notebook, said);
        } else if let Some(source) = line.strip_prefix("source ") {
            let (letter, about) = source.split_once(':').unwrap();
            let mut parts: Vec<&str> = about.split(',').map(str::trim).collect();
            let mut details = Details::default();
            if parts.last().is_some_and(|last| last.len() == 2) && parts.len() > 1 {
                details.language = parts.pop().unwrap().to_owned();
            }
            if let Some(day) = parts.last().and_then(|last| last.parse().ok()) {
                details.published = Some(day);
                parts.pop();
            }
            details.publisher = parts.join(", ");
            details.title = details.publisher.clone();
            sources.insert(letter.trim().chars().next().unwrap(), Source { details, paragraphs: vec![String::new()] });
        } else {
            let letter = line.chars().next().unwrap();
            let source = sources.get_mut(&letter).unwrap_or_else(|| panic!("no source {letter}: {line}"));
            let rest = line[letter.len_utf8()..].trim();
            if rest == "¶" {
                source.paragraphs.push(String::new());
                continue;
            }
            let fields: Vec<String> = rest.split('|').map(|field| field.trim().to_owned()).collect();
            assert_eq!(fields.len(), 7, "seven fields: {line}");
            let sentence = &fields[6];
            let paragraph = source.paragraphs.last_mut().unwrap();
            if !paragraph.contains(sentence.as_str()) {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(sentence);
            }
            claims.push((letter, fields.clone(), source.paragraphs.len() - 1));
        }
    }
    let mut documents = BTreeMap::new();
    for (letter, source) in sources {
        let mut text = String::new();
        let mut blocks = Vec::new();
        for paragraph in source.paragraphs.iter().filter(|paragraph| !paragraph.is_empty()) {
            let start = text.len();
            text.push_str(paragraph);
            blocks.push(Block { kind: BlockKind::Paragraph, range: TextRange { start, end: text.len() } });
            text.push_str("\n\n");
        }
        let document = Document {
            id: ids.next(0),
            hash: text_hash(&text),
            details: source.details,
            blocks: blocks.into(),
            spans: Vec::new(),
            replaces: None,
            pages: [].into(),
            rows: [].into(),
            original: None,
            text: text.into(),
        };
        documents.insert(letter, (document.id, source.paragraphs));
        notebook.documents.push(document).unwrap();
    }
    for (letter, fields, _) in claims {
        let document = notebook.documents.get(documents[&letter].0).unwrap();
        let start = document.text.find(fields[6].as_str()).unwrap();
        let passage = Passage::new(document, TextRange { start, end: start + fields[6].len() }).unwrap();
        let published = document.details.published;
        let mut claim = Claim::at(ids.next(0), passage);
        let kind = ClaimKind::ALL.iter().find(|kind| kind.label().to_lowercase() == fields[0]);
        claim.kind = *kind.unwrap_or_else(|| panic!("no kind of claim: {}", fields[0]));
        claim.subject.clone_from(&fields[1]);
        claim.measure.clone_from(&fields[2]);
        if !fields[3].is_empty() {
            let understood = parse_quantity(&fields[3]).map_err(|error| unread.push(format!("{}: {error}", fields[3]))).ok();
            claim.quantity = Some(StatedQuantity { text: fields[3].clone(), understood });
        }
        if !fields[4].is_empty() {
            let understood =
                parse_period(&fields[4], published).map_err(|error| unread.push(format!("{}: {error}", fields[4]))).ok();
            claim.period = Some(StatedPeriod { text: fields[4].clone(), understood });
        }
        claim.attribution = claimbook::notebook::split_voices(&fields[5]);
        notebook.claims.push(claim).unwrap();
    }
    assert!(check(&notebook).is_empty(), "{:?}\n{text}", check(&notebook));
    Group {
        name: format!("{} {}", head.trim(), remark.trim()),
        rule: words[0].parse().unwrap(),
        expected: (words[1] == "broken").then(|| words[2].to_owned()),
        notebook,
        unread,
    }
}

fn groups(folder: &Path) -> Vec<Group> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().map(|file| std::fs::read_to_string(file).unwrap());
    texts
        .flat_map(|text| text.split("\n== ").map(|part| part.trim_start_matches("== ").to_owned()).collect::<Vec<_>>())
        .map(|text| group(&text))
        .collect()
}

/// What was found in groups, against what is expected.
#[derive(Debug, Default)]
struct Score {
    /// Broken groups that contradict, and those of them in which that was said.
    wanted: usize,
    found: usize,
    /// Contradictions said in broken groups and in sound ones.
    right: usize,
    wrong: usize,
    /// Sound groups of which more than a question was said.
    cried: usize,
    sound: usize,
    /// Groups of which a question was expected, and those in which something was said.
    questions: usize,
    asked: usize,
}

fn score(folder: &Path) -> Score {
    let mut score = Score::default();
    for group in groups(folder) {
        let found = findings(&group.notebook);
        let said: Vec<&Finding> =
            found.iter().map(|checked| &checked.finding).filter(|finding| finding.level != Level::Fits).collect();
        let contradicts = said.iter().filter(|finding| finding.level == Level::Contradicts).count();
        let is_right = |finding: &&&Finding| finding.rule.number() == group.rule;
        let remark = match group.expected.as_deref() {
            None => {
                score.sound += 1;
                score.wrong += contradicts;
                let cried = said.iter().any(|finding| finding.level < Level::Question);
                score.cried += usize::from(cried);
                if cried { "cried" } else { "" }
            }
            Some("contradicts") => {
                score.wanted += 1;
                score.found += usize::from(contradicts > 0);
                score.right += contradicts;
                if contradicts == 0 {
                    "missed"
                } else if !said.iter().any(|finding| is_right(&finding)) {
                    "other rule"
                } else {
                    ""
                }
            }
            Some(level) => {
                score.questions += 1;
                score.asked += usize::from(said.iter().any(|finding| is_right(&finding)));
                // A group that only asks has no contradiction.
                score.wrong += contradicts;
                match (contradicts > 0, said.iter().any(|finding| is_right(&finding))) {
                    (true, _) => "too sure",
                    (_, false) => "not asked",
                    _ if level == "loose" && said.iter().all(|finding| finding.level != Level::Loose) => "not loose",
                    _ => "",
                }
            }
        };
        if !remark.is_empty() || !group.unread.is_empty() {
            println!("{remark:>10}  {}", group.name);
            group.unread.iter().for_each(|unread| println!("            unread: {unread}"));
            for finding in said {
                println!("            {} {}: {}", finding.rule.number(), finding.level.word(), finding.why);
            }
        }
    }
    println!("{folder:?}: {score:?}");
    score
}

fn gold() -> PathBuf {
    // Another set, of somebody who has not seen the rules: `GROUPS=… cargo test --test it checking -- --nocapture`.
    std::env::var_os("GROUPS").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checking/gold"), PathBuf::from)
}

#[test]
fn the_gold_set_is_told_apart() {
    let score = score(&gold());
    assert_eq!(score.sound, 80);
    let precision = score.right as f64 / (score.right + score.wrong) as f64;
    let recall = score.found as f64 / score.wanted as f64;
    println!("contradicts: precision {precision:.3}, recall {recall:.3}");
    assert!(precision >= 0.95, "precision {precision}");
    assert!(recall >= 0.8, "recall {recall}");
    assert_eq!(score.cried, 0, "more than a question was said of sound groups");
}

#[test]
fn an_event_without_a_number_has_one_time() {
    let said = |claims: &str| -> Vec<String> {
        let sources = "source A: Gazette, 2025-03-03\nsource B: Le Journal, 2025-08-09, fr\nsource C: 商报, 2025-09-01, zh";
        let group = group(&format!("1 broken question: dates\n{sources}\n{claims}"));
        assert!(group.unread.is_empty(), "{:?}", group.unread);
        let found = findings(&group.notebook);
        found.iter().filter(|checked| checked.standing() == Standing::Open).map(|checked| checked.finding.line.clone()).collect()
    };
    let by = "A opinion | Ferry North | first crossing | | by the end of 2026 | | A first crossing before the end of 2026 looks possible.";
    let later = "B forecast | Ferry North | first crossing | | 2028 | | La première traversée aura lieu en 2028.";
    assert_eq!(said(&format!("{by}\n{later}")), ["by the end of 2026, and in 2028"]);
    // In another language of the measure, and to the day.
    let zh = "C plan | 渡轮 | 首次航行 | | 2026年5月1日 | | 首次航行定于2026年5月1日。\nA plan | 渡轮 | 首次航行 | | 3 June 2026 | | The first crossing is planned for 3 June 2026.";
    assert_eq!(said(zh), ["on 1 May 2026, and on 3 Jun 2026"]);
    // Within the deadline; something that happens again and again; what was foreseen, and what came.
    assert!(
        said(&format!(
            "{by}\nB plan | Ferry North | first crossing | | June 2026 | | La première traversée aura lieu en juin 2026."
        ))
        .is_empty()
    );
    assert!(said(&format!("{by}\n{later}").replace("first crossing |", "maintenance |")).is_empty());
    assert!(said(&format!("{by}\n{later}").replace("B forecast", "B fact")).is_empty());
}

/// All findings as lines, in one order.
fn told<'a>(found: impl IntoIterator<Item = &'a Checked>) -> Vec<String> {
    let mut lines: Vec<String> = found.into_iter().map(|checked| format!("{checked:?}")).collect();
    lines.sort();
    lines
}

/// Findings that followed every edit are those of a notebook that is checked anew.
#[test]
fn findings_follow_every_edit() {
    let mut compared = 0;
    for group in groups(&gold()) {
        let mut workspace = Workspace::new(group.notebook, None, Clock::fixed());
        let ids: Vec<ClaimId> = workspace.notebook().claims.iter().map(|claim| claim.id).collect();
        let check = |workspace: &Workspace| {
            let followed = workspace.look().checked().unwrap();
            let anew = findings(workspace.notebook());
            assert_eq!(told(&*followed), told(&anew), "{}", group.name);
            let open = anew.iter().filter(|checked| checked.standing() == Standing::Open).count();
            assert_eq!(workspace.look().check_counts().unwrap().open(), open, "{}", group.name);
        };
        check(&workspace);
        for (at, id) in ids.iter().enumerate() {
            let other = workspace.notebook().claims.get(ids[(at + 1) % ids.len()]).unwrap().clone();
            type Change = Box<dyn Fn(&mut Claim)>;
            let (number, period, subject) = (other.quantity.clone(), other.period.clone(), other.subject.clone());
            let changes: [Change; 6] = [
                Box::new(move |claim| claim.quantity = number.clone()),
                Box::new(move |claim| claim.period = period.clone()),
                Box::new(|claim| claim.kind = ClaimKind::Target),
                Box::new(|claim| claim.measure = "something else".into()),
                Box::new(|claim| claim.status = Status::Superseded),
                Box::new(move |claim| claim.subject = subject.clone()),
            ];
            for change in changes {
                workspace.end_burst();
                workspace.claims().change(*id, ClaimField::Statement, change).unwrap();
                check(&workspace);
                compared += 1;
            }
            for _ in 0..4 {
                workspace.undo();
            }
            check(&workspace);
        }
        if let [one, two, ..] = ids[..] {
            workspace.relations().add(one, RelationKind::Updates, two).unwrap();
            check(&workspace);
            workspace.claims().merge(one, two).unwrap();
            check(&workspace);
            let document = workspace.notebook().documents.at(0).unwrap().id;
            workspace.terms().rename(TermKind::Measure, "something else", "another thing").ok();
            check(&workspace);
            workspace.sources().remove(&[document]).unwrap();
            check(&workspace);
        }
        while workspace.undo().is_some() {}
        check(&workspace);
    }
    assert!(compared > 1_000, "{compared}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Numbers at the limits, odd texts, any edit: nothing panics, and findings follow.
    #[test]
    fn any_notebook_can_be_checked(notebook in arbitrary_notebook(), steps in proptest::collection::vec(step(), 20)) {
        let mut workspace = Workspace::new(notebook, None, Clock::fixed());
        workspace.look().checked().unwrap();
        for step in steps {
            perform(&mut workspace, step);
            let followed = workspace.look().checked().unwrap();
            prop_assert_eq!(told(&*followed), told(&findings(workspace.notebook())));
        }
    }
}

/// Two claims of one subject and measure, in a source each.
fn two_claims(first: (&str, &str), second: (&str, &str)) -> Workspace {
    let text = format!(
        "1 broken contradicts: x\nsource A: Wire, 2025-01-10\nA fact | Acme | cars delivered | {} | {} | | It was {}.\nsource B: Post, 2025-01-12\nB fact | Acme | cars delivered | {} | {} | | It was {}.",
        first.0, first.1, first.0, second.0, second.1, second.0
    );
    Workspace::new(group(&text).notebook, None, Clock::fixed())
}

#[test]
fn a_decision_settles_a_finding_until_its_claims_change() {
    let mut workspace = two_claims(("81,302 cars", "Q4 2024"), ("81,802 cars", "Q4 2024"));
    let open = |workspace: &Workspace| workspace.look().check_counts().unwrap().open();
    let ids: Vec<ClaimId> = workspace.notebook().claims.iter().map(|claim| claim.id).collect();
    let finding = workspace.look().checked().unwrap()[0].finding.clone();
    assert_eq!((finding.rule.number(), finding.level, open(&workspace)), (1, Level::Contradicts, 1));
    assert_eq!(workspace.look().open_about(ids[0]).map(|found| found.0), Some(Level::Contradicts));

    workspace.checks().update(ids[1], ids[0], "counted anew").unwrap();
    assert_eq!(workspace.notebook().claims.get(ids[0]).unwrap().status, Status::Superseded);
    let relation = workspace.notebook().relations.at(0).unwrap();
    assert_eq!((relation.from, relation.kind, relation.note.as_str()), (ids[1], RelationKind::Updates, "counted anew"));
    assert_eq!(open(&workspace), 0);
    let decision = workspace.look().checked().unwrap()[0].decision.unwrap();
    workspace.checks().ask_again(&finding, decision).unwrap();
    assert_eq!((open(&workspace), workspace.notebook().relations.len()), (1, 0));
    workspace.undo();
    workspace.undo();
    assert_eq!((open(&workspace), workspace.notebook().relations.len()), (1, 0), "each decision is one step");

    workspace.checks().contradict(ids[1], ids[0], "").unwrap();
    assert!(workspace.notebook().claims.iter().all(|claim| claim.status == Status::Disputed));
    assert_eq!(open(&workspace), 0);
    workspace.undo();

    workspace.checks().dismiss(&finding, "one counts exports").unwrap();
    assert_eq!((open(&workspace), workspace.notebook().dismissals.at(0).unwrap().note.as_str()), (0, "one counts exports"));
    assert!(check(workspace.notebook()).is_empty());
    let back = claimbook::store::decode(&claimbook::store::encode(workspace.notebook()).unwrap()).unwrap();
    assert_eq!(back.dismissals, workspace.notebook().dismissals);
    // Another number is another finding.
    let number = Some(StatedQuantity { text: "91,302 cars".into(), understood: parse_quantity("91,302 cars").ok() });
    workspace.claims().change(ids[0], ClaimField::Quantity, |claim| claim.quantity = number).unwrap();
    assert_eq!(
        workspace
            .look()
            .checked()
            .unwrap()
            .iter()
            .filter(|checked| checked.finding.rule.number() == 1 && checked.decision.is_none())
            .count(),
        1
    );
    workspace.claims().delete(ids[0]).unwrap();
    assert!(workspace.notebook().dismissals.is_empty() && check(workspace.notebook()).is_empty());
}

#[test]
fn two_people_who_dismiss_the_same_finding_agree() {
    let base = two_claims(("81,302 cars", "Q4 2024"), ("81,802 cars", "Q4 2024"));
    let copy = |note: &str| {
        let mut workspace = Workspace::new(base.notebook().clone(), None, Clock::fixed());
        let finding = workspace.look().checked().unwrap()[0].finding.clone();
        workspace.checks().dismiss(&finding, note).unwrap();
        workspace.notebook().clone()
    };
    let merged = merge(base.notebook(), &copy("scope"), &copy("scope"), &Choices::new());
    assert_eq!((merged.notebook.dismissals.len(), merged.conflicts.len()), (1, 0));
    let merged = merge(base.notebook(), &copy("scope"), &copy("other days"), &Choices::new());
    assert_eq!((merged.notebook.dismissals.len(), merged.conflicts.len()), (1, 1), "the reasons differ");
    assert!(check(&merged.notebook).is_empty());
}

#[test]
fn the_command_lists_what_is_open_and_fails_on_contradictions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    let run = |workspace: &Workspace, json: bool| {
        std::fs::write(&path, claimbook::store::encode(workspace.notebook()).unwrap()).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_claimbook"));
        command.args(["check", "--claims"]).arg(&path).env("CLAIMBOOK_CONFIG_DIR", folder.path());
        let output = if json { command.arg("--json") } else { &mut command }.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let mut workspace = two_claims(("81,302 cars", "Q4 2024"), ("81,802 cars", "Q4 2024"));
    let (code, json) = run(&workspace, true);
    let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, rows[0]["rule"].as_u64(), rows[0]["level"].as_str()), (Some(1), Some(1), Some("contradicts")));
    assert_eq!(rows[0]["claims"].as_array().unwrap().len(), 2);
    assert!(rows[0]["why"].as_str().unwrap().contains("81,802 cars") && rows[0]["name"].is_string());
    let (code, lines) = run(&workspace, false);
    assert!(code == Some(1) && lines.starts_with("contradicts\t1 the same thing twice\tAcme"), "{lines}");
    let finding = workspace.look().checked().unwrap()[0].finding.clone();
    workspace.checks().dismiss(&finding, "").unwrap();
    assert_eq!(run(&workspace, true), (Some(0), "[]\n".to_owned()));
    assert_eq!(run(&workspace, false), (Some(0), String::new()));
}

#[test]
fn the_page_shows_both_sentences_and_decides_by_key() {
    let mut harness = window::window(None, vec2(1440.0, 900.0), egui::Theme::Light);
    harness.state_mut().view_mut().settings.tour_done = true;
    *harness.state_mut().workspace_mut() = two_claims(("81,302 cars", "Q4 2024"), ("81,802 cars", "Q4 2024"));
    harness.run();
    harness.get_by_label("1 finding does not add up: show them").click();
    harness.run();
    assert_eq!(harness.state_mut().view_mut().claims_shown, ClaimsShown::Checks);
    harness.get_by_label("Open the sentence of A");
    harness.get_by_label("Open the sentence of B");
    harness.get_by_label("Note for this decision, kept with it").focus();
    harness.run();
    harness.get_by_label("Note for this decision, kept with it").type_text("1");
    harness.run();
    assert_eq!(harness.state().workspace().notebook().relations.len(), 0, "a digit in the note is no decision");
    harness.key_press(Key::Escape);
    harness.run();
    harness.key_press(Key::Num1);
    harness.run();
    let notebook = harness.state().workspace().notebook();
    assert_eq!(notebook.relations.at(0).unwrap().note, "1");
    assert_eq!(notebook.claims.at(0).unwrap().status, Status::Superseded);
    harness.get_by_label("Nothing to decide");
    harness.get_by_label("Settled 1").click();
    harness.run();
    harness.get_by_label("Ask again").click();
    harness.run();
    harness.get_by_label("Open 1").click();
    harness.run();
    harness.key_press(Key::Num3);
    harness.run();
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Read, "the claim is opened to correct it");
    assert!(harness.query_all_by_label("Does not add up: the same thing twice. Show why").count() > 0);
}
