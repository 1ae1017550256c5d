//! What a number is about by its place alone: before the noun of its own phrase, after “puts … at”, or in passing between two commas.

use super::lexicon::Class;
use super::phrases::{Phrase, Sentence, phrase_after, phrase_before, with_whole};
use super::quantities::{QuantityMention, UnitSort};
use super::subjects::antecedent_of;
use super::tokens::Kind;
use super::verbs::is_finite;

/// “A proposed $280 million arena has not broken ground”: an amount before the noun of its own phrase, with which the sentence begins.
pub(super) fn attributed(sentence: Sentence<'_>, quantity: &QuantityMention) -> Option<Phrase> {
    let tokens = sentence.tokens;
    let (start, next) = quantity.tokens;
    let opens = start > 0
        && start <= 3
        && tokens.is(0, Class::DETERMINER)
        && (1..start).all(|at| tokens.kind(at) == Some(Kind::Word) && !is_finite(tokens, at));
    let noun = tokens.kind(next) == Some(Kind::Word)
        && !tokens.is(next, Class::FUNCTION.or(Class::PREPOSITION))
        && !is_finite(tokens, next);
    let amount = matches!(quantity.unit.sort, UnitSort::Currency | UnitSort::Physical);
    (opens && noun && amount).then(|| phrase_after(sentence, next)).flatten()
}

/// “The agency puts the cost at about $185”: what is put there.
pub(super) fn put_at(sentence: Sentence<'_>, number: usize) -> Option<Phrase> {
    let tokens = sentence.tokens;
    let at = number.checked_sub(1).filter(|&at| tokens.any(at, &["at"]))?;
    let put = (number.saturating_sub(11)..at).rev().find(|&near| tokens.any(near, &["put", "puts"]))?;
    let determined = tokens.is(put + 1, Class::DETERMINER);
    phrase_after(sentence, put + 1 + usize::from(determined)).filter(|phrase| phrase.end <= at && determined)
}

/// “the list price, thought to be about £1,900,”, “season tickets, usually £165,”, « le prix d’entrée, fixé à 5,60 €, »: what is valued
/// in passing stands before the comma.
pub(super) fn in_passing(sentence: Sentence<'_>, number: usize, next: usize) -> Option<Phrase> {
    let tokens = sentence.tokens;
    let comma = (number.saturating_sub(5)..number).rev().find(|&at| tokens.mark(at, ","))?;
    let closes = tokens.mark(next, ",") || tokens.mark(next, ".") || next >= tokens.len();
    let first = comma + 1 + usize::from(tokens.adverb(comma + 1) && comma + 2 < number);
    const VALUED: [&str; 26] = [
        "thought",
        "believed",
        "understood",
        "estimated",
        "valued",
        "priced",
        "put",
        "costed",
        "costing",
        "expected",
        "reckoned",
        "worth",
        "fixed",
        "fixé",
        "fixée",
        "fixés",
        "fixées",
        "estimé",
        "estimée",
        "estimés",
        "estimées",
        "évalué",
        "évaluée",
        "devisé",
        "devisée",
        "chiffré",
    ];
    let between = |from: usize| {
        (from..number).all(|at| {
            tokens.is(at, Class::PREPOSITION.or(Class::BOUND_END).or(Class::DETERMINER))
                || tokens.any(at, &["to", "be", "at", "à", "chf", "cost", "être"])
        })
    };
    let valued = tokens.any(first, &VALUED) && between(first + 1);
    let alone = first == number && first > comma + 1 && closes;
    if !(valued || alone) {
        return None;
    }
    phrase_before(sentence, comma).map(|phrase| with_whole(sentence, antecedent_of(sentence, phrase)))
}
