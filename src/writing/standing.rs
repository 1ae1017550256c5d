//! What there is to say about a reference before a reader relies on it.

use std::collections::HashMap;

use crate::notebook::{
    Claim, ClaimId, ClaimPart, DocumentId, Notebook, Reference, ReferenceMode, RelationKind, Status, Target, TermKind,
};

use super::agreement::{disagreement, wrong_chance};
use super::outcome::chance_shown;
use super::said::{Said, Unsaid, said};

/// Something about a reference that its writer should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// What it shows was deleted, or gives no result: why, as a sentence without a full stop.
    Lost(String),
    /// It says something else now.
    Changed {
        /// What it said when the words were accepted.
        before: String,
        /// What it says now.
        now: String,
    },
    /// The words do not say what it shows: how, as the predicate of a sentence.
    Otherwise(String),
    /// The sentence of a claim is not in its source any more.
    QuoteLost(ClaimId),
    /// The sentence of a claim was moved to another version of its source, and nobody has looked at it since.
    QuoteMoved(ClaimId),
    /// Another claim says otherwise.
    Disputed(ClaimId),
    /// A later claim replaces it: which, if that is known.
    Superseded(ClaimId, Option<ClaimId>),
    /// There is a later version of its source.
    SourceReplaced(DocumentId),
    /// Nobody has checked it yet.
    Unchecked(ClaimId),
}

impl Standing {
    /// A word or two for it.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Lost(_) => "lost",
            Self::Changed { .. } => "changed",
            Self::Otherwise(_) => "not as the claim says",
            Self::QuoteLost(_) => "sentence lost",
            Self::QuoteMoved(_) => "sentence moved",
            Self::Disputed(_) => "disputed",
            Self::Superseded(..) => "superseded",
            Self::SourceReplaced(_) => "source replaced",
            Self::Unchecked(_) => "not checked yet",
        }
    }

    /// What it is, as a sentence.
    pub fn sentence(&self, notebook: &Notebook) -> String {
        let statement = |claim: &ClaimId| notebook.claims.get(*claim).map_or("a claim", Claim::headline).trim().to_owned();
        match self {
            Self::Lost(why) => format!("{}. The words stay as they are.", crate::notebook::capitalised(why)),
            Self::Changed { before, now } => format!("It said {before}, and now says {now}."),
            Self::Otherwise(how) => format!("The wording {how}."),
            Self::QuoteLost(_) => "Its sentence is not in its source any more.".to_owned(),
            Self::QuoteMoved(_) => {
                "Its sentence was moved to another version of its source, and nobody has looked at it since.".to_owned()
            }
            Self::Disputed(claim) => format!("Another claim says otherwise: “{}”", statement(claim)),
            Self::Superseded(_, Some(by)) => format!("A later claim replaces it: “{}”", statement(by)),
            Self::Superseded(_, None) => "A later claim replaces it.".to_owned(),
            Self::SourceReplaced(newer) => {
                let title = notebook.documents.get(*newer).map(|document| document.dated_title()).unwrap_or_default();
                format!("There is a later version of its source: {title}.")
            }
            Self::Unchecked(_) => "Nobody has checked it yet.".to_owned(),
        }
    }

    /// Whether a file that is handed over would be out of date.
    pub fn is_stale(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Changed { .. } | Self::QuoteLost(_) | Self::QuoteMoved(_))
    }
}

/// The later version of each source that has one.
pub(super) type Newer = HashMap<DocumentId, DocumentId>;

pub(super) fn newer_versions(notebook: &Notebook) -> Newer {
    notebook.documents.iter().filter_map(|document| Some((document.replaces?, document.id))).collect()
}

/// What a reference shows now, and what there is to say about it, the gravest first.
pub(super) fn standing(
    notebook: &Notebook,
    newer: &Newer,
    reference: &Reference,
    words: &str,
) -> (Result<Said, Unsaid>, Vec<Standing>) {
    let now = said(notebook, &reference.target);
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
                found.extend(otherwise(notebook, reference, words, now).map(Standing::Otherwise));
            }
        }
    }
    // Who says it and when stands beside what is said, which has the signs.
    let is_beside = matches!(reference.target, Target::Claim(_, ClaimPart::Voice | ClaimPart::When));
    let claims = reference.target.claims().iter().filter(|_| !is_beside);
    for claim in claims.filter_map(|id| notebook.claims.get(*id)) {
        found.extend(of_claim(notebook, newer, claim));
    }
    (now, found)
}

fn otherwise(notebook: &Notebook, reference: &Reference, words: &str, now: &Said) -> Option<String> {
    if let Target::Outcome(outcome) = &reference.target
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

impl Standing {
    fn rank(&self) -> u8 {
        match self {
            Self::Lost(_) => 0,
            Self::Changed { .. } => 1,
            Self::Otherwise(_) => 2,
            Self::QuoteLost(_) => 3,
            Self::QuoteMoved(_) => 4,
            Self::Disputed(_) => 5,
            Self::Superseded(..) => 6,
            Self::SourceReplaced(_) => 7,
            Self::Unchecked(_) => 8,
        }
    }
}

/// Who says a claim and when, in a few words: “Lu Weibing, 36Kr, 19 November 2024”.
pub fn byline(notebook: &Notebook, claim: &Claim) -> String {
    let document = claim.document().and_then(|id| notebook.documents.get(id));
    let voice = super::said::voice(notebook, claim);
    let outlet = document.map(|document| notebook.shown_name(TermKind::Voice, document.details.publisher.trim()).to_owned());
    let outlet = outlet.filter(|outlet| *outlet != voice).unwrap_or_default();
    let day = document.and_then(|document| document.details.published).map(crate::notebook::long_date).unwrap_or_default();
    [voice, outlet, day].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
