//! Reads parts of a whole: “one in five buyers”, “half of the dealers”, “two-thirds of users”, “half a point”.

use rust_decimal::Decimal;

use crate::reading::lexicon::Class;
use crate::reading::nouns::{self, Expects};
use crate::reading::spoken::{self, Spoken};
use crate::reading::tokens::{Kind, Tokens};

use super::candidates::mention;
use super::{Amount, QuantityMention, Role, Unit, UnitSort, units};

/// Reads a part of a whole: “one in five buyers”, “half of the dealers”, “two-thirds of users”, “by a third”.
pub(super) fn part(tokens: &Tokens<'_>, at: usize, spoken: Option<&Spoken>) -> Option<QuantityMention> {
    one_in(tokens, at, spoken)
        .or_else(|| some_of(tokens, at, spoken))
        .or_else(|| half_point(tokens, at))
        .or_else(|| fraction(tokens, at, spoken))
}

/// « un salarié sur cinq », « 8 habitants sur 10 », “one shop in five”: a part with its noun inside.
fn some_of(tokens: &Tokens<'_>, at: usize, spoken: Option<&Spoken>) -> Option<QuantityMention> {
    let french = tokens.lexicon.is_french();
    let first = match spoken {
        Some(first) if !first.scaled && first.value < Decimal::ONE_HUNDRED => Some((first.value, first.next, first.in_words)),
        // « un », « une » are articles elsewhere.
        None if french && tokens.any(at, &["un", "une"]) => Some((Decimal::ONE, at + 1, true)),
        _ => None,
    }?;
    let (value, noun, in_words) = first;
    let is_noun = |at: usize| tokens.kind(at) == Some(Kind::Word) && !tokens.is(at, Class::FUNCTION.or(Class::TIME_UNIT));
    let joins = |at: usize| match french {
        true => tokens.any(at, &["sur"]),
        false => tokens.any(at, &["in"]) || tokens.words(at, &["out", "of"]),
    };
    let joint = (noun + 1..noun + 3).find(|&at| joins(at))?;
    let out = usize::from(tokens.any(joint, &["out"]));
    let second = spoken::number_at(tokens, joint + 1 + out).filter(|second| !second.scaled && second.in_words == in_words)?;
    let fits = (noun..joint).all(is_noun)
        && second.value > value
        && second.value <= Decimal::ONE_HUNDRED
        && (in_words || out == 1 || french && matches!(second.value.to_string().as_str(), "10" | "100" | "5" | "4" | "3"))
        && !(nouns::is_plural(tokens, second.next) || tokens.is(second.next, Class::TIME_UNIT));
    let tenths = in_words && matches!(second.value.to_string().as_str(), "10" | "100" | "5" | "4" | "3");
    if !fits || !french && value != Decimal::ONE && !tenths && out == 0 {
        return None;
    }
    let name = nouns::singular(&tokens.str(noun).to_lowercase());
    let amount = Amount::Part(small(value)?, small(second.value)?);
    let mut made = mention(tokens, at, second.next, amount, Unit::named(format!("% {name}"), UnitSort::Share));
    made.role = Role::Share;
    Some(made)
}

/// « un demi-point », “half a point”, “a half-point”.
fn half_point(tokens: &Tokens<'_>, at: usize) -> Option<QuantityMention> {
    let half = tokens.any(at, &["demi", "half"]);
    let point = if tokens.dash(at + 1) || tokens.any(at + 1, &["a", "of"]) { at + 2 } else { at + 1 };
    let point = point + usize::from(tokens.any(point, &["a"]));
    let point = point + usize::from(tokens.any(point, &["percentage"]));
    if !half || !tokens.any(point, &["point", "points"]) {
        return None;
    }
    let unit = Unit::known(crate::reading::lexicon::unit_named("percentage point"));
    Some(mention(tokens, at, point + 1, Amount::One(Decimal::new(5, 1)), unit))
}

fn one_in(tokens: &Tokens<'_>, at: usize, spoken: Option<&Spoken>) -> Option<QuantityMention> {
    let first = spoken.filter(|first| !first.scaled && first.value < Decimal::ONE_HUNDRED)?;
    let joint = if tokens.words(first.next, &["out", "of"]) {
        2
    } else if tokens.any(first.next, &["in", "of"]) && tokens.is(first.next, Class::PREPOSITION) || tokens.word(first.next, "sur")
    {
        1
    } else {
        return None;
    };
    let second = spoken::number_at(tokens, first.next + joint).filter(|second| !second.scaled)?;
    let of = tokens.any(first.next, &["of"]);
    // “in 2025” is a year, “9 in 10” a part; “two of three” needs words, “3 of 10 stores” counts stores.
    if second.value <= first.value
        || second.value > Decimal::from(1000)
        || first.in_words != second.in_words
        || of && !first.in_words
    {
        return None;
    }
    let noun = units::counted_after(tokens, second.next, Expects::Several);
    let plural = noun.as_ref().is_some_and(|found| nouns::is_plural(tokens, found.next - 1));
    if !(plural || tokens.capital(second.next)) {
        return None;
    }
    let (name, next) =
        noun.map_or((tokens.str(second.next).to_lowercase().into(), second.next + 1), |found| (found.unit.name, found.next));
    let amount = Amount::Part(small(first.value)?, small(second.value)?);
    let mut made = mention(tokens, at, next, amount, Unit::named(format!("% {name}"), UnitSort::Share));
    made.role = Role::Share;
    Some(made)
}

fn small(value: Decimal) -> Option<u32> {
    u32::try_from(value).ok()
}

/// Reads a part by its denominator: “a third”, “two-thirds”, “half the condos”, “three quarters of”, « la moitié des ».
fn fraction(tokens: &Tokens<'_>, at: usize, spoken: Option<&Spoken>) -> Option<QuantityMention> {
    let article = tokens.any(at, &["a", "an", "un", "une", "la", "le"]);
    let counted =
        spoken.filter(|counted| !counted.scaled && counted.value > Decimal::ZERO && counted.value < Decimal::ONE_HUNDRED);
    let (top, token) = match (counted, article) {
        (Some(counted), _) => (small(counted.value)?, counted.next + usize::from(tokens.dash(counted.next))),
        (None, true) => (1, at + 1),
        (None, false) => (1, at),
    };
    let entry = tokens.entry(token);
    if !entry.class.meets(Class::PART) {
        return None;
    }
    let bottom = u32::from(entry.value);
    let half = bottom == 2;
    // “half a million” and “a quarter of a million” are numbers.
    if spoken.is_some_and(|spoken| half && spoken.next > at + 1 || spoken.scaled && spoken.next > token) {
        return None;
    }
    // By itself a third is a rank and a quarter a time; only a half can do without an article or a number.
    if !half && !article && counted.is_none() || top >= bottom {
        return None;
    }
    let before = at.checked_sub(1);
    if before.is_some_and(|before| {
        tokens.is(before, Class::ORDINAL)
            || tokens.any(before, &["in", "the", "final", "s", "each", "second", "other", "fiscal"]) && !article
    }) {
        return None;
    }
    let next = token + 1;
    // « d’un tiers », “by nearly one-fifth”.
    let by = |at: usize| {
        tokens.any(at, &["by", "de", "d"]) || matches!(tokens.str(at), "’" | "'") && at > 0 && tokens.any(at - 1, &["d"])
    };
    let changed = before.is_some_and(|before| by(before) || tokens.is(before, Class::BOUND_END) && before > 0 && by(before - 1));
    let of = tokens.any(next, &["of", "des", "de", "du", "d"]);
    let name = if of || half && tokens.is(next, Class::DETERMINER) {
        share_of(tokens, next + usize::from(of))
    } else if changed && (article || counted.is_some()) {
        Some((subject(tokens, at).unwrap_or_default(), next))
    } else {
        None
    };
    let (name, next) = name?;
    let name = if name.is_empty() { "-".to_owned() } else { name };
    let mut made = mention(tokens, at, next, Amount::Part(top, bottom), Unit::named(format!("% {name}"), UnitSort::Share));
    made.role = Role::Share;
    Some(made)
}

/// The whole that a part is of: the phrase after “of the”; empty for “those” and “it”.
fn share_of(tokens: &Tokens<'_>, mut at: usize) -> Option<(String, usize)> {
    at += usize::from(matches!(tokens.str(at), "’" | "'"));
    let first = at;
    while tokens.is(at, Class::DETERMINER) || at > first && matches!(tokens.str(at), "’" | "'" | "s") {
        at += 1;
    }
    match nouns::phrase_at(tokens, at, Expects::Several) {
        // “half of an hour”, “a quarter of a year” are times.
        Some(noun) if !tokens.is(noun.next - 1, Class::TIME_UNIT) => Some((noun.name, noun.next)),
        Some(_) => None,
        None => Some((String::new(), at)),
    }
}

/// The noun that a sentence is about: the first noun phrase of its clause.
fn subject(tokens: &Tokens<'_>, before: usize) -> Option<String> {
    let mut at = (0..before).rev().find(|&at| matches!(tokens.str(at), ";" | ":" | "." | ",")).map_or(0, |mark| mark + 1);
    while tokens.is(at, Class::DETERMINER) {
        at += 1;
    }
    nouns::phrase_at(tokens, at, Expects::Several).filter(|noun| noun.next <= before).map(|noun| noun.name)
}
