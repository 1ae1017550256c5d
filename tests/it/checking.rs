//! What does not add up: groups of claims that do, and that do not (`tests/checking`), and what is said of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use claimbook::checking::{Finding, Level};
use claimbook::notebook::{
    Block, BlockKind, Claim, ClaimKind, Details, Document, IdSource, Nature, Notebook, Passage, StatedPeriod, StatedQuantity,
    Term, TermKind, TextRange, check, text_hash,
};
use claimbook::reading::{parse_period, parse_quantity};
use claimbook::workspace::findings;

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
