//! How one reference stands: what it shows now, and what speaks against relying on it.

use std::collections::HashMap;

use super::agreement::{disagreement, wrong_chance};
use super::outcome::chance_shown;
use super::said::{Said, Unsaid, said};
use super::standing::Standing;
use crate::notebook::{
    BriefBlock, Claim, ClaimPart, DocumentId, InputChange, Notebook, Outcome, Reference, ReferenceMode, RelationKind, Status,
    Target,
};

/// How one reference stands.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceLook {
    /// What it shows now.
    pub now: Result<Said, Unsaid>,
    /// What there is to say about it, the gravest first; empty if it can be relied on.
    pub standings: Vec<Standing>,
    /// The target that it shows now in the place of its own: the same outcome of a later run.
    pub moved: Option<Target>,
}

impl ReferenceLook {
    /// Whether it says what was accepted, and nothing speaks against it.
    pub fn is_live(&self) -> bool {
        self.standings.is_empty()
    }

    /// What it shows now: its target, or that in its place.
    pub fn shows<'t>(&'t self, target: &'t Target) -> &'t Target {
        self.moved.as_ref().unwrap_or(target)
    }

    /// Puts what is shown now into a block, as the words of one of its references.
    pub fn take_in(&self, block: &mut BriefBlock, index: usize) {
        let Ok(now) = &self.now else { return };
        let begins_sentence = block.references.get(index).is_some_and(|reference| {
            block.words(reference).starts_with(char::is_uppercase) && reference.seen.starts_with(char::is_lowercase)
        });
        let words = if begins_sentence { crate::notebook::capitalised(&now.words) } else { now.words.clone() };
        block.accept(index, &words, now.words.clone());
        if let (Some(reference), Some(moved)) = (block.references.get_mut(index), &self.moved) {
            reference.target = moved.clone();
        }
    }

    /// Keeps the words of a reference in a block although something else is shown now. An outcome stays that of its run.
    pub fn keep_in(&self, block: &mut BriefBlock, index: usize) {
        let is_outdated =
            self.moved.is_some() || self.standings.iter().any(|standing| matches!(standing, Standing::InputsChanged(_)));
        match (&self.now, block.references.get_mut(index)) {
            (_, Some(reference)) if is_outdated => reference.mode = ReferenceMode::Frozen,
            (Ok(now), Some(_)) => block.accept(index, "", now.words.clone()),
            _ => {}
        }
    }

    /// The change that waits for a decision: what it said, and what it says now.
    pub fn change(&self) -> Option<(&str, &str)> {
        self.standings.iter().find_map(|standing| match standing {
            Standing::Changed { before, now } => Some((before.as_str(), now.as_str())),
            _ => None,
        })
    }
}

/// The later version of each source that has one.
pub(super) type Newer = HashMap<DocumentId, DocumentId>;

pub(super) fn newer_versions(notebook: &Notebook) -> Newer {
    notebook.documents.iter().filter_map(|document| Some((document.replaces?, document.id))).collect()
}

/// What a reference shows now, and what there is to say about it, the gravest first. An outcome is that of the latest run that was kept
/// of its scenario: the reference comes with that target then.
pub(super) fn standing(notebook: &Notebook, newer: &Newer, reference: &Reference, words: &str) -> ReferenceLook {
    let moved = later_outcome(notebook, reference);
    let target = moved.as_ref().unwrap_or(&reference.target);
    let now = said(notebook, target);
    let mut found = Vec::new();
    match &now {
        Err(why) => found.push(Standing::Lost(why.to_string())),
        Ok(now) => {
            let is_changed =
                reference.mode == ReferenceMode::Ask && reference.target != Target::Plain && now.words != reference.seen;
            if is_changed {
                found.push(Standing::Changed { before: reference.seen.clone(), now: now.words.clone() });
            } else if reference.mode == ReferenceMode::Ask
                || reference.mode == ReferenceMode::Follow && now.words == reference.seen
            {
                found.extend(otherwise(notebook, target, words, now).map(Standing::Otherwise));
            }
        }
    }
    if let (Target::Outcome(outcome), true) = (target, reference.mode != ReferenceMode::Frozen) {
        let since = notebook.runs.get(outcome.run).map(|run| notebook.inputs_since(run)).unwrap_or_default();
        if !since.is_empty() {
            found.push(Standing::InputsChanged(since.iter().map(InputChange::in_words).collect()));
        }
    }
    // Who says it and when stands beside what is said, which has the signs.
    let is_beside = matches!(reference.target, Target::Claim(_, ClaimPart::Voice | ClaimPart::When));
    let claims = reference.target.claims().iter().filter(|_| !is_beside);
    for claim in claims.filter_map(|id| notebook.claims.get(*id)) {
        found.extend(of_claim(notebook, newer, claim));
    }
    ReferenceLook { now, standings: found, moved }
}

/// The same outcome of the latest run that was kept of its scenario; `None` if it shows that run, or is to stay with its own.
fn later_outcome(notebook: &Notebook, reference: &Reference) -> Option<Target> {
    let Target::Outcome(outcome) = &reference.target else { return None };
    let run = notebook.runs.get(outcome.run).filter(|_| reference.mode != ReferenceMode::Frozen)?;
    let later = Target::Outcome(Outcome { run: notebook.later_run(run)?.id, ..outcome.clone() });
    // The later run may have no such driver, or not reach that far.
    said(notebook, &later).is_ok().then_some(later)
}

fn otherwise(notebook: &Notebook, target: &Target, words: &str, now: &Said) -> Option<String> {
    if let Target::Outcome(outcome) = target
        && let Some(wrong) = chance_shown(notebook, outcome).and_then(|chance| wrong_chance(words, chance))
    {
        return Some(wrong);
    }
    disagreement(words, now.quantity.as_ref()?)
}

fn of_claim(notebook: &Notebook, newer: &Newer, claim: &Claim) -> Vec<Standing> {
    let mut found = Vec::new();
    let document = |passage: &crate::notebook::Passage| notebook.documents.get(passage.document);
    if claim.passages.iter().any(|passage| document(passage).is_none_or(|document| !passage.matches(document))) {
        found.push(Standing::QuoteLost(claim.id));
    } else if claim.passages.iter().any(|passage| passage.is_moved) {
        found.push(Standing::QuoteMoved(claim.id));
    }
    match claim.status {
        Status::Disputed => {
            let against = notebook.relations_of(claim.id).find(|(relation, ..)| relation.kind == RelationKind::Contradicts);
            found.push(Standing::Disputed(against.map_or(claim.id, |(_, _, other)| other)));
        }
        Status::Superseded => {
            let later =
                notebook.relations.iter().find(|relation| relation.kind == RelationKind::Updates && relation.to == claim.id);
            found.push(Standing::Superseded(claim.id, later.map(|relation| relation.from)));
        }
        Status::New => found.push(Standing::Unchecked(claim.id)),
        Status::Checked => {}
    }
    found.extend(claim.document().and_then(|id| newer.get(&id)).map(|&later| Standing::SourceReplaced(later)));
    found.sort_by_key(Standing::rank);
    found
}
