//! The subject of a drafted claim, where the vocabulary knows better: the longest known name in the sentence, and the source’s main
//! subject for “the company” and “it”.

use std::collections::HashMap;

use crate::notebook::{Document, NameKey, Notebook, TermKind};
use crate::reading::fold;
use crate::workspace::Workspace;

/// Words that stand for a subject named elsewhere, folded.
const STAND_INS: &[&str] = &[
    "it",
    "they",
    "we",
    "he",
    "she",
    "its",
    "their",
    "the company",
    "the group",
    "the firm",
    "the business",
    "the manufacturer",
    "the carmaker",
    "the automaker",
    "the maker",
    "the brand",
    "the retailer",
    "the bank",
    "company",
    "group",
    "elle",
    "il",
    "ils",
    "nous",
    "le groupe",
    "la societe",
    "l’entreprise",
    "l'entreprise",
    "la marque",
    "公司",
    "集团",
    "该公司",
    "本公司",
    "我们",
];

/// The subject of a claim that was drafted from a sentence of a document, given the one that the reading found.
pub(in crate::workspace) fn subject(workspace: &Workspace, document: &Document, sentence: &str, found: &str) -> String {
    let found = found.trim();
    let known = longest_known(&workspace.notebook, sentence);
    if STAND_INS.contains(&fold(found).as_str()) {
        // “The company sold vans to Acme”: who is meant was named before.
        return main_subject(workspace, document).or(known).unwrap_or_else(|| found.to_owned());
    }
    match known {
        // “Xiaomi” in a sentence about Xiaomi EV is a part of its name.
        Some(name) if found.is_empty() || is_part_of(found, &name) => name,
        _ if found.is_empty() => main_subject(workspace, document).unwrap_or_default(),
        _ => found.to_owned(),
    }
}

fn is_part_of(found: &str, name: &str) -> bool {
    let (found, name) = (fold(found.trim()), fold(name));
    found.len() < name.len() && holds_word(&name, &found)
}

/// The longest spelling of a subject term in a sentence, as the term has it.
fn longest_known(notebook: &Notebook, sentence: &str) -> Option<String> {
    if notebook.terms.is_empty() {
        return None;
    }
    let sentence = fold(sentence);
    let subjects = notebook.terms.iter().filter(|term| term.kind == TermKind::Subject);
    let names = subjects.flat_map(|term| term.names()).filter(|name| holds_word(&sentence, &fold(name)));
    names.max_by_key(|name| name.len()).map(str::to_owned)
}

/// Whether a folded text holds a folded name as words of its own.
fn holds_word(text: &str, name: &str) -> bool {
    let is_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let (before, after) = (text[..at].chars().next_back(), text[at + name.len()..].chars().next());
            // Scripts without spaces have no edges of words.
            !(is_word(before) && is_word(name.chars().next()) || is_word(after) && is_word(name.chars().next_back()))
        })
}

/// The subject that most claims of a document have, if at least two have it or it is the only one. Of a document with thousands of
/// claims, the first ones are enough.
fn main_subject(workspace: &Workspace, document: &Document) -> Option<String> {
    const ENOUGH: usize = 100;
    let (notebook, known) = (&workspace.notebook, workspace.index.document(document.id)?);
    let vocabulary = notebook.vocabulary();
    let mut counted: HashMap<NameKey, (usize, &str)> = HashMap::new();
    let claims = known.passages().iter().take(ENOUGH).filter_map(|passage| notebook.claims.get(passage.claim));
    for claim in claims.filter(|claim| !claim.subject.trim().is_empty()) {
        let key = vocabulary.key(TermKind::Subject, &claim.subject);
        counted.entry(key).or_insert((0, claim.subject.trim())).0 += 1;
    }
    let is_only = counted.len() == 1;
    let (_, &(count, name)) = counted.iter().max_by_key(|(key, (count, _))| (*count, std::cmp::Reverse((*key).clone())))?;
    (is_only || count > 1).then(|| notebook.shown_name(TermKind::Subject, name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{Details, TermKind};
    use crate::workspace::{Clock, Workspace, import_text};

    #[test]
    fn known_names_are_found_first_and_stand_ins_lead_to_the_main_subject() {
        let mut workspace = Workspace::empty(Clock::fixed());
        let text = "Acme sold 5 cars in 2024.\n\nThe company sold 6 vans in 2024.";
        let id = workspace.sources().add(import_text(text).unwrap(), Details::default());
        let document = workspace.notebook().documents.get(id).unwrap().clone();
        let of = |workspace: &Workspace, sentence: &str, found: &str| subject(workspace, &document, sentence, found);
        assert_eq!(of(&workspace, "The company sold 6 vans.", "The company"), "The company", "nothing is known yet");
        workspace.terms().merge(TermKind::Subject, "Acme Motors", "AM").unwrap();
        workspace.terms().merge(TermKind::Subject, "宏光汽车", "宏光").unwrap();
        assert_eq!(of(&workspace, "Acme motors sold 5 cars.", "Acme"), "Acme Motors", "the longer name that is known");
        assert_eq!(of(&workspace, "In 2024 it, AM, sold 5.", "it"), "AM");
        assert_eq!(of(&workspace, "The amber light was on.", ""), "", "not a part of a word");
        assert_eq!(of(&workspace, "去年宏光汽车卖出五万辆。", "公司"), "宏光汽车");
        assert_eq!(of(&workspace, "Other sold 5.", "Other"), "Other");
        let claim = workspace.claims().make(id, (0, 25).into()).unwrap();
        workspace.claims().change(claim, crate::workspace::ClaimField::Subject, |claim| claim.subject = "AM".into()).unwrap();
        assert_eq!(of(&workspace, "The company sold 6 vans.", "the company"), "Acme Motors", "the source is about it");
    }
}
