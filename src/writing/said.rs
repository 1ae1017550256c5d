//! What the notebook says now in the place of a reference's words.

use super::calculation::{self, CalculationError};
use super::outcome;
use crate::notebook::{
    BriefBlock, BriefBlockId, BriefBlockKind, Claim, ClaimPart, Notebook, Quantity, Target, TermKind, in_quotes,
};

/// What a target says now.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Its words: a number always with its bound and its unit.
    pub words: String,
    /// The number, if it is one.
    pub quantity: Option<Quantity>,
}

impl Said {
    fn words(words: impl Into<String>) -> Self {
        Self { words: words.into(), quantity: None }
    }
}

/// Why a target says nothing, as a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsaid {
    /// What it shows was deleted.
    #[error("what it shows was deleted")]
    Gone,
    /// The claim has no such part any more.
    #[error("the claim has no {0} any more")]
    Empty(&'static str),
    /// The claims give no result.
    #[error(transparent)]
    NoResult(#[from] CalculationError),
}

/// What a target says now.
pub fn said(notebook: &Notebook, target: &Target) -> Result<Said, Unsaid> {
    match target {
        Target::Claim(id, part) => {
            let claim = notebook.claims.get(*id).ok_or(Unsaid::Gone)?;
            part_of(notebook, claim, *part).ok_or(Unsaid::Empty(part_noun(*part)))
        }
        Target::Outcome(wanted) => {
            let (words, quantity) = outcome::said(notebook, wanted).ok_or(Unsaid::Gone)?;
            Ok(Said { words, quantity })
        }
        Target::Calculation(wanted) => {
            let quantity = calculation::result(notebook, wanted).map_err(|error| match error {
                CalculationError::Gone => Unsaid::Gone,
                other => Unsaid::NoResult(other),
            })?;
            Ok(Said { words: quantity.to_string(), quantity: Some(quantity) })
        }
        Target::Source(id) => {
            let document = notebook.documents.get(*id).ok_or(Unsaid::Gone)?;
            let outlet = document.details.publisher.trim();
            Ok(Said::words(if outlet.is_empty() { document.title() } else { outlet }))
        }
        Target::Figure(block) => figure_name(notebook, *block).map(Said::words).ok_or(Unsaid::Gone),
        Target::Plain => Ok(Said::words("")),
    }
}

/// A block with what a target says put into it at a byte, and where that ends; `None` if it says nothing.
pub fn put_in(notebook: &Notebook, block: &BriefBlock, at: usize, target: Target) -> Option<(BriefBlock, usize)> {
    let words = said(notebook, &target).ok()?.words;
    let mut block = block.clone();
    let end = block.insert_reference(at, &words, target, words.clone());
    Some((block, end))
}

/// How a result or an outcome comes about, in one sentence without a full stop; `None` for what is stated by a claim.
pub fn explained(notebook: &Notebook, target: &Target) -> Option<String> {
    match target {
        Target::Calculation(wanted) => Some(calculation::explained(notebook, wanted)),
        Target::Outcome(wanted) => outcome::explained(notebook, wanted),
        Target::Claim(..) | Target::Source(_) | Target::Figure(_) | Target::Plain => None,
    }
}

fn part_noun(part: ClaimPart) -> &'static str {
    match part {
        ClaimPart::Number => "number",
        ClaimPart::When => "time",
        ClaimPart::Voice => "voice",
        ClaimPart::Statement | ClaimPart::Whole => "statement",
        ClaimPart::Quote => "quotation",
    }
}

fn part_of(notebook: &Notebook, claim: &Claim, part: ClaimPart) -> Option<Said> {
    let flat = crate::notebook::in_one_line;
    let found = match part {
        ClaimPart::Number => {
            let quantity = claim.understood_quantity().cloned();
            let typed = claim.quantity.as_ref().map(|stated| flat(&stated.text)).unwrap_or_default();
            Said { words: quantity.as_ref().map_or(typed, ToString::to_string), quantity }
        }
        ClaimPart::When => {
            let stated = claim.period.as_ref()?;
            Said::words(stated.understood.map_or_else(|| flat(&stated.text), |period| period.to_string()))
        }
        ClaimPart::Voice => Said::words(voice(notebook, claim)),
        ClaimPart::Statement => Said::words(flat(claim.headline())),
        ClaimPart::Quote => Said::words(in_quotes(&flat(&claim.passages.first()?.quote))),
        ClaimPart::Whole => {
            let number = claim.quantity.as_ref().map(|stated| format!(" ({})", flat(&stated.text))).unwrap_or_default();
            Said::words(format!("{}{number}", flat(claim.headline())))
        }
    };
    (!found.words.is_empty()).then_some(found)
}

/// Who says it: the innermost voice, under its shown name; the outlet of its source if nobody is named.
pub(super) fn voice(notebook: &Notebook, claim: &Claim) -> String {
    let named = claim.attribution.iter().rev().map(|voice| voice.trim()).find(|voice| !voice.is_empty());
    let outlet = || claim.document().and_then(|id| notebook.documents.get(id)).map(|document| document.details.publisher.trim());
    named.or_else(outlet).map(|name| notebook.shown_name(TermKind::Voice, name).to_owned()).unwrap_or_default()
}

/// “Figure 2” or “Table 1”, counted within its brief; `None` if it is neither.
fn figure_name(notebook: &Notebook, id: BriefBlockId) -> Option<String> {
    let block = notebook.brief_blocks.get(id)?;
    let is_table = |kind: &BriefBlockKind| matches!(kind, BriefBlockKind::Table(_));
    if !block.kind.has_picture() {
        return None;
    }
    let same = notebook
        .blocks_of(block.brief)
        .filter(|other| other.kind.has_picture() && is_table(&other.kind) == is_table(&block.kind));
    let number = same.take_while(|other| other.id != id).count() + 1;
    Some(format!("{} {number}", if is_table(&block.kind) { "Table" } else { "Figure" }))
}
