//! What is new in a brief since one of its published versions.

use std::collections::{HashMap, HashSet};

use crate::notebook::{BriefBlock, BriefBlockId, Edition, PublishedBlock, Reference};

/// Something that is new since a published version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BriefChange {
    /// A number or other reference has other words.
    Words {
        /// The block.
        block: BriefBlockId,
        /// Its words in the published version.
        before: String,
        /// Its words now.
        now: String,
    },
    /// The wording of a block around its references.
    Wording(BriefBlockId, String),
    /// A block that was not there.
    Added(BriefBlockId, String),
    /// A block that is gone.
    Removed(BriefBlockId, String),
}

impl BriefChange {
    /// The change as one line.
    pub fn sentence(&self) -> String {
        match self {
            Self::Words { before, now, .. } => format!("{before} → {now}"),
            Self::Wording(_, text) => format!("Reworded: {text}"),
            Self::Added(_, text) => format!("New: {text}"),
            Self::Removed(_, text) => format!("Left out: {text}"),
        }
    }

    /// The block that it is in.
    pub fn block(&self) -> BriefBlockId {
        match self {
            Self::Words { block, .. } | Self::Wording(block, _) | Self::Added(block, _) | Self::Removed(block, _) => *block,
        }
    }
}

/// Lists what is new in these blocks since a published version: first by the order of the blocks, then what is gone.
pub fn changes(edition: &Edition, blocks: &[&BriefBlock]) -> Vec<BriefChange> {
    let before: HashMap<BriefBlockId, &PublishedBlock> = edition.blocks.iter().map(|block| (block.block, block)).collect();
    let mut found = Vec::new();
    for block in blocks {
        match before.get(&block.id) {
            None if block.text.trim().is_empty() && !block.kind.has_picture() => {}
            None => found.push(BriefChange::Added(block.id, begin(&block.text))),
            Some(old) if old.text == block.text && old.kind == block.kind => {}
            Some(old) => found.extend(within(old, block)),
        }
    }
    let here: HashSet<BriefBlockId> = blocks.iter().map(|block| block.id).collect();
    let gone = edition.blocks.iter().filter(|old| !here.contains(&old.block) && !old.text.trim().is_empty());
    found.extend(gone.map(|old| BriefChange::Removed(old.block, begin(&old.text))));
    found
}

fn within(old: &PublishedBlock, block: &BriefBlock) -> Vec<BriefChange> {
    let mut found = Vec::new();
    let mut rest: Vec<&Reference> = old.references.iter().collect();
    for reference in &block.references {
        let Some(place) = rest.iter().position(|before| before.target == reference.target) else { continue };
        let before = words(&old.text, rest.remove(place));
        let now = block.words(reference);
        if before != now {
            found.push(BriefChange::Words { block: block.id, before: before.to_owned(), now: now.to_owned() });
        }
    }
    // The words around the references, which are blanked out.
    if old.kind != block.kind || around(&old.text, &old.references) != around(&block.text, &block.references) {
        found.push(BriefChange::Wording(block.id, begin(&block.text)));
    }
    found
}

fn words<'a>(text: &'a str, reference: &Reference) -> &'a str {
    text.get(reference.at.start..reference.at.end).unwrap_or_default()
}

fn around(text: &str, references: &[Reference]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for reference in references {
        out.push_str(text.get(at..reference.at.start).unwrap_or_default());
        out.push('\u{fffc}');
        at = reference.at.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// The beginning of a text, for a list.
fn begin(text: &str) -> String {
    let flat = crate::notebook::in_one_line(text);
    if flat.chars().count() > 90 { flat.chars().take(90).chain(['…']).collect() } else { flat }
}
