//! Repairs salvaged briefs: their words always stay.

use std::collections::HashSet;

use crate::notebook::{Brief, BriefId, Edit, Notebook, counted};

/// Gives blocks whose brief is lost a brief, and drops references that do not fit their text.
pub(super) fn mend(notebook: &mut Notebook, losses: &mut Vec<String>) {
    let mut known: HashSet<BriefId> = notebook.briefs.iter().map(|brief| brief.id).collect();
    let lost: Vec<BriefId> = notebook.brief_blocks.iter().map(|block| block.brief).filter(|&id| known.insert(id)).collect();
    let mut edit = Edit::new("mend");
    for id in lost {
        losses.push("a brief has lost its title; its text is kept under “(lost title)”".to_owned());
        edit = edit.insert(Brief { id, title: "(lost title)".into(), subtitle: String::new() });
    }
    for block in &notebook.brief_blocks {
        let mut mended = block.clone();
        if mended.mend() {
            let gone = block.references.len() - mended.references.len();
            let what = if gone == 0 { "the form of some words".to_owned() } else { counted(gone, "reference") };
            let begin: String = block.text.chars().take(40).collect();
            losses.push(format!("“{begin}…” has lost {what} that did not fit its text; the words are kept"));
            edit = edit.put(mended);
        }
    }
    edit.apply(notebook).ok();
}
