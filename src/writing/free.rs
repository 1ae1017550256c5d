//! Numbers of a brief that rest on nothing, and what they could rest on.

use rust_decimal::Decimal;

use super::calculation;
use super::said::said;
use crate::notebook::{
    BriefBlock, BriefBlockKind, Calculation, ClaimId, ClaimPart, Notebook, Operation, Quantity, Reference, Target, TextRange,
};
use crate::reading::{Amount, ReadingContext, Role, parse_quantity, read};

/// A number without a reference.
#[derive(Debug, Clone, PartialEq)]
pub struct FreeNumber {
    /// Its words with bound and unit, in bytes of the block's text.
    pub at: TextRange,
}

/// Something that a number could rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it could rest on.
    pub target: Target,
    /// What that says.
    pub words: String,
    /// How a result comes about; for a claim, its statement.
    pub why: String,
}

/// Words up to this number are ordinary speech when they are spelled out: “the last of three goals”.
const SPEECH: i64 = 3;

/// Finds the numbers of a block that have no reference, by the grammar with which sources are read. Years and dates, lengths of time,
/// and small numbers in words are ordinary speech.
///
/// ```
/// use claimbook::notebook::{BriefBlock, IdSource};
/// use claimbook::writing::free_numbers;
///
/// let mut ids = IdSource::new(7);
/// let mut block = BriefBlock::empty(ids.next(0), ids.next(0));
/// block.text = "In 2025 the last of three goals was 300,000 cars, in Figure 2.".into();
/// let found = free_numbers(&block);
/// assert_eq!(found.iter().map(|free| &block.text[free.at.start..free.at.end]).collect::<Vec<_>>(), ["300,000 cars"]);
/// ```
pub fn free_numbers(block: &BriefBlock) -> Vec<FreeNumber> {
    // Words of somebody else are as they are; their reference is the block's.
    let is_quoted = block.kind == BriefBlockKind::Quote && !block.references.is_empty();
    if is_quoted { Vec::new() } else { free_in(&block.text, &block.references) }
}

/// The numbers of a text outside of references.
pub(super) fn free_in(text: &str, references: &[Reference]) -> Vec<FreeNumber> {
    if !text.contains(char::is_alphanumeric) {
        return Vec::new();
    }
    let reading = read(text, &ReadingContext::default());
    let quantities = reading.claims.iter().flat_map(|claim| &claim.quantities);
    let mut found: Vec<FreeNumber> = Vec::new();
    for mention in quantities {
        let at =
            TextRange { start: mention.phrase.start.min(mention.range.start), end: mention.phrase.end.max(mention.range.end) };
        let is_known = references.iter().any(|reference| reference.at.overlaps(at));
        let is_time = matches!(mention.role, Role::Duration | Role::Deadline | Role::Age);
        let words = text.get(at.start..at.end).unwrap_or_default();
        let is_spelled = !words.contains(|letter: char| letter.is_ascii_digit());
        let is_speech = is_spelled && matches!(mention.amount, Amount::One(value) if value <= SPEECH.into());
        if !is_known && !is_time && !is_speech && !names_a_place(&text[..at.start]) {
            found.push(FreeNumber { at });
        }
    }
    found.sort_by_key(|free| free.at.start);
    found.dedup_by(|next, one| next.at.overlaps(one.at));
    found
}

/// Whether a number stands behind the name of a place in the text: “Figure 2”.
fn names_a_place(before: &str) -> bool {
    let before = before.trim_end().to_lowercase();
    let words = ["figure", "fig.", "table", "note", "page", "p.", "section", "chapter", "part"];
    let begin = words.iter().find_map(|word| before.strip_suffix(word));
    // Chinese words have no space before them; 代表 is “stands for”.
    let is_chinese = before.ends_with(['图', '表']) && !before.ends_with("代表");
    is_chinese || begin.is_some_and(|begin| !begin.ends_with(char::is_alphabetic))
}

/// The most claims whose results are tried: pairs of them grow quickly.
const TRIED: usize = 12;
/// The most that is offered.
const OFFERED: usize = 8;

/// What a number could rest on: claims that state it, and results of the claims that the brief cites nearby, the nearest first.
pub fn offers(notebook: &Notebook, words: &str, nearby: &[ClaimId]) -> Vec<Offer> {
    let Ok(wanted) = parse_quantity(words) else { return Vec::new() };
    let mut found: Vec<(bool, Offer)> = Vec::new();
    for claim in &notebook.claims {
        let Some(quantity) = claim.understood_quantity().filter(|quantity| is_meant(&wanted, quantity)) else { continue };
        let is_other_unit = !wanted.unit.is_empty() && wanted.unit != quantity.unit;
        let target = Target::Claim(claim.id, ClaimPart::Number);
        let why = crate::notebook::in_one_line(claim.headline());
        found.push((is_other_unit, Offer { target, words: quantity.to_string(), why }));
    }
    found.sort_by_key(|(is_other_unit, offer)| (*is_other_unit, offer.target.claims().first().map(|id| !nearby.contains(id))));
    let results = results(notebook, nearby).filter(|(_, quantity)| is_meant(&wanted, quantity)).map(|(calculation, quantity)| {
        let why = calculation::explained(notebook, &calculation);
        (false, Offer { target: Target::Calculation(calculation), words: quantity.to_string(), why })
    });
    found.into_iter().chain(results).map(|(_, offer)| offer).take(OFFERED).collect()
}

/// The most claims that results are offered of without being asked for, and the most results.
const RESULTS: (usize, usize) = (4, 24);

/// Results of the claims that a brief cites nearby, the nearest first: sums, differences, shares, changes, rates.
pub fn results_of(notebook: &Notebook, nearby: &[ClaimId]) -> Vec<Offer> {
    let nearest: Vec<ClaimId> = nearby.iter().copied().take(RESULTS.0).collect();
    let of_several = results(notebook, &nearest).filter(|(calculation, _)| calculation.of.len() > 1);
    // What is taken from itself, or compared with the same number, says nothing.
    let says_something = |quantity: &Quantity| !quantity.value.low().is_zero() || !quantity.value.high().is_zero();
    // The other way round it is positive, and what is counted for each percent is nothing.
    let is_usual = |(calculation, quantity): &(Calculation, Quantity)| {
        let is_below = calculation.operation == Operation::Difference && quantity.value.low() < Decimal::ZERO;
        let is_odd =
            calculation.operation == Operation::Rate && [&quantity.unit, &quantity.per].iter().any(|unit| unit.contains('%'));
        !is_below && !is_odd && says_something(quantity)
    };
    let of_several = of_several.filter(is_usual);
    let offer = |(calculation, quantity): (Calculation, Quantity)| {
        let why = format!("{}: {}", calculation.operation.label(), calculation::explained(notebook, &calculation));
        Offer { target: Target::Calculation(calculation), words: quantity.to_string(), why }
    };
    of_several.map(offer).take(RESULTS.1).collect()
}

/// Whether a written number may mean a stated one: the same value, and a percentage for a percentage.
fn is_meant(wanted: &Quantity, stated: &Quantity) -> bool {
    let is_same_value = wanted.value == stated.value;
    let is_percent = |quantity: &Quantity| quantity.unit == "%" || quantity.unit == "percent";
    is_same_value && (wanted.unit.is_empty() || is_percent(wanted) == is_percent(stated))
}

/// The results of the first few claims.
fn results<'a>(notebook: &'a Notebook, nearby: &'a [ClaimId]) -> impl Iterator<Item = (Calculation, Quantity)> + 'a {
    let tried = &nearby[..nearby.len().min(TRIED)];
    let alone = tried.iter().flat_map(|&claim| {
        let by = |operation| (2..=12).map(move |by: i64| Calculation { operation, of: vec![claim], by: Some(by.into()) });
        by(Operation::Product).chain(by(Operation::Quotient))
    });
    let pairs = tried.iter().flat_map(move |&one| {
        let others = tried.iter().filter(move |other| **other != one);
        others.flat_map(move |&other| {
            let operations = [Operation::Difference, Operation::Share, Operation::Change, Operation::Times, Operation::Rate];
            let sum = (one < other).then_some(Operation::Sum);
            operations.into_iter().chain(sum).map(move |operation| Calculation { operation, of: vec![one, other], by: None })
        })
    });
    alone.chain(pairs).filter_map(|calculation| {
        let quantity = said(notebook, &Target::Calculation(calculation.clone())).ok()?.quantity?;
        Some((calculation, quantity))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_name_a_place() {
        for (text, free) in [
            ("See Table 300.", 0),
            ("(figure 12)", 0),
            ("A notable 300,000 cars were sold.", 1),
            ("The counterpart has 500 stores.", 1),
            ("这代表300家店。", 1),
            ("见表300家店。", 0),
        ] {
            assert_eq!(free_in(text, &[]).len(), free, "{text}");
        }
    }
}
