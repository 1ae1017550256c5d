//! What a reading finds: the claims of a text, each with its sentence, its numbers and its reasons.

use super::assertions::Assertion;
use super::cues::{Cue, Modality};
use super::language::Language;
use super::quantities::{QuantityMention, Unit, UnitSort};
use super::times::TimeMention;
use super::voices::Voice;
use crate::notebook::{ClaimKind, TextRange};

/// The result of reading a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The language as which it was read. In [`Language::Other`] only figures are read.
    pub language: Language,
    /// The number of sentences read; table rows and preformatted blocks are skipped.
    pub sentences: usize,
    /// The sentences that state something that can be checked, in order. Those with [`ReadClaim::is_suggested`] are worth
    /// showing.
    pub claims: Vec<ReadClaim>,
}

/// The claim of one sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadClaim {
    /// The sentence, in bytes of the text.
    pub sentence: TextRange,
    /// The kind of assertion.
    pub kind: ClaimKind,
    /// How certain the sentence claims to be.
    pub modality: Modality,
    /// Whether it is a denial: “did not commit to the goal”.
    pub negated: bool,
    /// What it asserts: one for each number that it claims, the main one first; one without a number if there is none.
    pub assertions: Vec<Assertion>,
    /// Its quantities in order.
    pub quantities: Vec<QuantityMention>,
    /// Its times in order.
    pub times: Vec<TimeMention>,
    /// Who says so, outermost first, without the publisher.
    pub voices: Vec<Voice>,
    /// Whom it is about, if it names somebody.
    pub subject: Option<TextRange>,
    /// The reasons why it was read as it was.
    pub evidence: Vec<Cue>,
    /// How well it can be checked: from about −12 to 12.
    pub score: i32,
}

/// The lowest score of a sentence that is suggested.
const SUGGESTED: i32 = 3;

impl ReadClaim {
    /// Whether the sentence is worth showing to an analyst.
    pub fn is_suggested(&self) -> bool {
        self.score >= SUGGESTED
    }

    /// Returns its main quantity.
    pub fn main(&self) -> Option<&QuantityMention> {
        self.quantities.get(self.assertions.first()?.quantity?)
    }

    /// The assertions that are taken together without asking: the main one, or each of a list in which every item has its own date.
    pub fn together(&self) -> Vec<&Assertion> {
        let Some(first) = self.assertions.first() else { return Vec::new() };
        let Some(main) = self.quantity_of(first) else { return vec![first] };
        let is_item = |assertion: &&Assertion| {
            let quantity = self.quantity_of(assertion);
            quantity.is_some_and(|quantity| quantity.time.is_some() && quantity.unit == main.unit && quantity.same_as.is_none())
                && !assertion.before
        };
        let mut items: Vec<&Assertion> = self.assertions.iter().filter(is_item).collect();
        items.sort_by_key(|assertion| assertion.quantity);
        let times: std::collections::BTreeSet<Option<usize>> =
            items.iter().filter_map(|assertion| self.quantity_of(assertion)).map(|quantity| quantity.time).collect();
        if items.len() > 1 && times.len() == items.len() { items } else { vec![first] }
    }

    /// The quantity of one of its assertions.
    pub fn quantity_of(&self, assertion: &Assertion) -> Option<&QuantityMention> {
        self.quantities.get(assertion.quantity?)
    }

    /// Returns the time of one of its quantities; without a quantity, the deadline or else the first known period of the
    /// sentence.
    pub fn time_of(&self, quantity: Option<&QuantityMention>) -> Option<&TimeMention> {
        match quantity {
            // In “now expects”, the time says when the statement was made.
            Some(quantity) => {
                quantity.time.and_then(|at| self.times.get(at)).filter(|time| !(time.is_present() && self.looks_ahead()))
            }
            None => {
                self.times.iter().find(|time| time.deadline).or_else(|| self.times.iter().find(|time| time.period().is_some()))
            }
        }
    }

    /// Names voices and units as `original` has them, after the claim was read in `simple`, of which every byte stands for the same one.
    pub(super) fn name_as_in(&mut self, original: &str, simple: &str) {
        for voice in &mut self.voices {
            let (said, read) = (&original[voice.range.start..voice.range.end], &simple[voice.range.start..voice.range.end]);
            if said != read {
                voice.name = crate::notebook::in_one_line(said);
            }
        }
        for quantity in self.quantities.iter_mut().filter(|quantity| quantity.unit.sort == UnitSort::Counted) {
            let unit = &quantity.unit.name;
            if let Some(at) = simple[quantity.range.start..quantity.range.end].rfind(unit.as_ref()) {
                let start = quantity.range.start + at;
                quantity.unit = Unit::counted(original[start..start + unit.len()].to_owned());
            }
        }
    }

    /// Whether it is about the future.
    fn looks_ahead(&self) -> bool {
        matches!(self.kind, ClaimKind::Target | ClaimKind::Plan | ClaimKind::Forecast)
    }
}
