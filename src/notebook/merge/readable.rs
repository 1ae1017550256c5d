//! Names in place of the ids in the values of conflicts: “Under: Xiaomi”, not the id of the term.

use crate::notebook::{Id, Notebook};

/// The letters of an id.
const LENGTH: usize = 26;

/// The text with the names that records have in the first of these notebooks in place of their ids; `None` if it has no id that is
/// known.
pub(super) fn with_names(text: &str, known: [&Notebook; 3]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut is_changed = false;
    for piece in text.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric()) {
        let word = piece.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
        let name = (word.len() == LENGTH).then(|| word.parse::<Id>().ok()).flatten().and_then(|id| name_of(id, known));
        is_changed |= name.is_some();
        out.push_str(name.as_deref().unwrap_or(word));
        out.push_str(&piece[word.len()..]);
    }
    is_changed.then_some(out)
}

fn name_of(id: Id, known: [&Notebook; 3]) -> Option<String> {
    known.into_iter().find_map(|notebook| {
        let tag = || notebook.tags.get(id.into()).map(|tag| tag.name.clone());
        let term = || notebook.terms.get(id.into()).map(|term| term.name.clone());
        let document = || notebook.documents.get(id.into()).map(|document| document.title().to_owned());
        let claim = || notebook.claims.get(id.into()).map(|claim| claim.headline().to_owned());
        let assumption = || notebook.assumptions.get(id.into()).map(|assumption| assumption.name.clone());
        let brief = || notebook.briefs.get(id.into()).map(|brief| brief.title().to_owned());
        tag().or_else(term).or_else(document).or_else(claim).or_else(assumption).or_else(brief)
    })
}
