//! The assertions of a sentence: one for each number that it claims, with its own kind, denial, subject and measure.

use super::quantities::{Amount, QuantityMention, Role, UnitSort};
use super::ranking;
use crate::notebook::{ClaimKind, TextRange};

/// One assertion of a sentence: a number of it, or all of it if it has none.
#[derive(Debug, Clone, PartialEq)]
pub struct Assertion {
    /// The number, by its place among the quantities of the sentence; `None` if the sentence has none.
    pub quantity: Option<usize>,
    /// Whether it is the level before the change that the quantity states: 41 of “grew from 41 to 95”.
    pub before: bool,
    /// The kind of assertion, judged by the clause of the number.
    pub kind: ClaimKind,
    /// Whether the number is denied.
    pub negated: bool,
    /// Whom or what it is about, if the words say so; it may be named in an earlier sentence.
    pub subject: Option<TextRange>,
    /// What the number measures, if the words say so. Of counted things this is their noun, which is in the quantity.
    pub measure: Option<TextRange>,
    /// The same as a noun for the verb that says it: “earnings” for “earned”.
    pub deed: Option<&'static str>,
}

impl Assertion {
    /// Of a sentence without a number.
    pub(super) fn bare(kind: ClaimKind, negated: bool, subject: Option<TextRange>) -> Self {
        Self { quantity: None, before: false, kind, negated, subject, measure: None, deed: None }
    }
}

/// The most assertions of a sentence: one with more numbers is a table.
const MOST: usize = 12;

/// The quantities of a sentence that are asserted, the main one first and the others in the order of the text. Lengths of time and ages
/// are not, nor is what restates another in a different currency. `denied`: for each quantity, whether it is denied; `beside`: whether it
/// stands beside what the sentence says. What is neither comes first.
pub(super) fn asserted(quantities: &[QuantityMention], denied: &[bool], beside: &[bool]) -> Vec<usize> {
    let Some(main) = ranking::main_quantity(quantities, denied, beside) else { return Vec::new() };
    let converts = |quantity: &QuantityMention| {
        let other = quantity.same_as.and_then(|at| quantities.get(at));
        let is_money = |quantity: &QuantityMention| quantity.unit.sort == UnitSort::Currency;
        is_money(quantity) && quantity.per.is_empty() && other.is_some_and(|other| is_money(other) && other.unit != quantity.unit)
    };
    let others = quantities.iter().enumerate().filter(|&(at, quantity)| at != main && is_stated(quantity) && !converts(quantity));
    std::iter::once(main).chain(others.map(|(at, _)| at)).take(MOST).collect()
}

/// Whether a number says something by itself: a bare number needs to be a level that something reached or left.
fn is_stated(quantity: &QuantityMention) -> bool {
    let reached = matches!(quantity.role, Role::NewLevel | Role::OldLevel | Role::Target);
    let is_bare = quantity.unit.is_none() && !reached && !ranking::is_large(quantity);
    !quantity.is_time() && !is_bare
}

/// Whether a quantity states the level before a change beside the one after it.
fn has_base(quantity: &QuantityMention) -> bool {
    matches!(quantity.amount, Amount::FromTo(..))
}

/// Adds an assertion, and one for the level before the change that its number states.
pub(super) fn push(made: &mut Vec<Assertion>, assertion: Assertion, quantity: &QuantityMention) {
    let base = has_base(quantity).then(|| Assertion { before: true, kind: ClaimKind::Fact, ..assertion.clone() });
    made.push(assertion);
    made.extend(base);
}

/// Puts the main assertion first.
pub(super) fn main_first(made: &mut Vec<Assertion>, main: Option<usize>) {
    if let Some(at) = made.iter().position(|assertion| assertion.quantity == main && !assertion.before) {
        let main = made.remove(at);
        made.insert(0, main);
    }
}

/// The kind of another number of a sentence: what is left behind is a fact, and what a fact is measured against is a target.
pub(super) fn kind_beside(quantity: &QuantityMention, judged: ClaimKind) -> ClaimKind {
    match quantity.role {
        Role::OldLevel => ClaimKind::Fact,
        Role::Target if judged == ClaimKind::Fact => ClaimKind::Target,
        _ => judged,
    }
}
