//! Finds numbers, parts, multiples and orders of magnitude in a sentence, each with its unit.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::notebook::Bound;
use crate::reading::lexicon::{Class, UnitId, scaled_code};
use crate::reading::nouns::{self, Expects};
use crate::reading::spoken::{self, Spoken};
use crate::reading::times::{TimeMention, When};
use crate::reading::tokens::{Kind, Tokens};

use super::{Amount, QuantityMention, Role, Unit, UnitSort, parts, traps, units};

/// Appends the candidates of a sentence.
pub(super) fn collect(tokens: &Tokens<'_>, times: &[TimeMention], found: &mut Vec<QuantityMention>) {
    let mut at = 0;
    // The tokens of a time are skipped, unless it counts units of time and is a quantity as well.
    let mut taken = times.iter().filter(|time| !counts(tokens, time)).map(|time| time.tokens).peekable();
    while at < tokens.len() {
        while taken.next_if(|(_, end)| *end <= at).is_some() {}
        if let Some(&(start, end)) = taken.peek()
            && start <= at
        {
            at = end;
            continue;
        }
        let floor = found.last().map_or(0, |last: &QuantityMention| last.tokens.1);
        match candidate(tokens, at, floor) {
            Some(mention) => {
                at = mention.tokens.1.max(at + 1);
                found.push(mention);
            }
            None => at += 1,
        }
    }
}

/// Whether a time is a number of units: “in 15 years”, “eighteen months”, but not “three years ago”.
fn counts(tokens: &Tokens<'_>, time: &TimeMention) -> bool {
    let (start, end) = time.tokens;
    matches!(time.when, When::Duration(..))
        || time.deadline
            && (start..end).any(|at| tokens.is(at, Class::TIME_UNIT))
            && (start..end).any(|at| {
                tokens.kind(at) == Some(Kind::Number) && tokens.str(at).len() < 4 || tokens.is(at, Class::NUMBER.or(Class::TENS))
            })
}

/// Every quantity without digits has a word of one of these classes.
pub(in crate::reading) const WORDS: Class =
    Class::NUMBER.or(Class::TENS).or(Class::SCALE).or(Class::VAGUE).or(Class::PART).or(Class::MULTIPLE).or(Class::DIVIDED);

fn candidate(tokens: &Tokens<'_>, at: usize, floor: usize) -> Option<QuantityMention> {
    let class = tokens.entry(at).class;
    let article =
        tokens.is(at, Class::DETERMINER) && tokens.is(at + 1, WORDS) && tokens.any(at, &["a", "an", "un", "une", "la", "le"]);
    match tokens.kind(at)? {
        Kind::Mark => None,
        Kind::Word if !class.meets(WORDS) && !article => None,
        Kind::Number if traps::is_ordinal(tokens, at) => None,
        _ => {
            let spoken = spoken::number_at(tokens, at);
            multiple(tokens, at, spoken.as_ref())
                .or_else(|| parts::part(tokens, at, spoken.as_ref()))
                .or_else(|| vague(tokens, at))
                .or_else(|| number(tokens, at, spoken?, floor))
        }
    }
}

/// Makes a mention of the tokens from `start` up to `next`, before the words around it are read.
pub(super) fn mention(tokens: &Tokens<'_>, start: usize, next: usize, amount: Amount, unit: Unit) -> QuantityMention {
    QuantityMention::plain(tokens.range(start, next), (start, next), amount, unit)
}

/// Reads a multiple, as a verb or before “as”: “tripled”, “twice as many vans”, “threefold”, “2x”; “double room” is not one.
fn multiple(tokens: &Tokens<'_>, at: usize, spoken: Option<&Spoken>) -> Option<QuantityMention> {
    let entry = tokens.entry(at);
    if entry.class.meets(Class::MULTIPLE) {
        let verb = tokens.str(at).ends_with(['d', 's', 'é', 'r']) && tokens.str(at).len() > 5
            || tokens.any(at, &["doublent", "triplent"]);
        let fold = tokens.str(at).ends_with("fold");
        let as_many = tokens.any(at + 1, &["as"])
            && tokens.any(at, &["twice", "thrice", "double", "triple"])
            && (tokens.any(at + 2, &["many", "much"]) || (at + 3..at + 6).any(|token| tokens.any(token, &["as"])))
            || tokens.words(at + 1, &["the"])
                && tokens.any(at + 2, &["number", "amount", "size", "price", "level", "rate", "average", "figure"]);
        let goes = tokens.any(at, &["double", "triple", "quadruple", "treble"])
            && at > 0
            && tokens.any(at - 1, &["to", "will", "could", "may", "might", "would", "should", "nearly", "almost", "than", "can"]);
        if !(verb || fold || as_many || goes) || tokens.dash(at + 1) && tokens.glued(at + 1) {
            return None;
        }
        let mut made = mention(tokens, at, at + 1, Amount::Multiple(Decimal::from(entry.value)), Unit::times());
        (made.role, made.direction) = (Role::Multiplier, Some(super::Direction::Up));
        return Some(made);
    }
    if entry.class.meets(Class::DIVIDED) && !tokens.any(at, &["halves"]) {
        let mut made = mention(tokens, at, at + 1, Amount::Multiple(Decimal::new(5, 1)), Unit::times());
        (made.role, made.direction) = (Role::Multiplier, Some(super::Direction::Down));
        return Some(made);
    }
    // “five-fold”, “2x”, “three times as many”, “three times larger”.
    let spoken = spoken?;
    let token = spoken.next + usize::from(tokens.dash(spoken.next));
    let fold = tokens.any(token, &["fold"]) || tokens.glued(spoken.next) && matches!(tokens.str(spoken.next), "x" | "×");
    let times_as = tokens.any(spoken.next, &["times"])
        && (tokens.any(spoken.next + 1, &["as", "more", "higher", "larger", "bigger", "the", "greater", "faster", "that"]));
    if !(fold || times_as) {
        return None;
    }
    let mut made = mention(tokens, at, token + 1, Amount::Multiple(spoken.value), Unit::times());
    (made.role, made.direction) = (Role::Multiplier, Some(super::Direction::Up));
    Some(made)
}

/// Reads an order of magnitude: “dozens of showrooms”, “tens of thousands of dollars”, “millions of”.
fn vague(tokens: &Tokens<'_>, at: usize) -> Option<QuantityMention> {
    let entry = tokens.entry(at);
    if !entry.class.meets(Class::VAGUE) {
        return None;
    }
    let ten = |power: u32| spoken_power(power);
    let (low, high, token) = if tokens.any(at, &["tens", "dozens", "hundreds", "dizaines", "centaines"])
        && tokens.any(at + 1, &["of", "de"])
        && tokens.is(at + 2, Class::VAGUE)
        && tokens.entry(at + 2).value > 2
    {
        let power = u32::from(tokens.entry(at + 2).value) + u32::from(entry.value);
        (ten(power)?, ten(power + 1)?, at + 3)
    } else if tokens.any(at, &["dozens", "douzaines"]) {
        (Decimal::from(12), Decimal::from(120), at + 1)
    } else if tokens.any(at, &["scores"]) {
        (Decimal::from(20), Decimal::from(200), at + 1)
    } else {
        let power = u32::from(entry.value);
        (ten(power)?, ten(power + 1)?, at + 1)
    };
    // “millions” needs a noun that it counts; after a number it is that number's scale.
    if !tokens.any(token, &["of", "de", "d"]) || at > 0 && tokens.kind(at - 1) == Some(Kind::Number) {
        return None;
    }
    let found =
        units::unit_after(tokens, token + 1).or_else(|| units::counted_after(tokens, token, Expects::Several)).or_else(|| {
            let name = nouns::phrase_at(tokens, token + 1, Expects::Several)?;
            let next = name.next;
            Some(units::Found { unit: Unit::of_noun(name), per: Cow::Borrowed(""), next, hyphen: false })
        })?;
    let mut made = mention(tokens, at, found.next, Amount::Vague(low, high), found.unit);
    (made.per, made.approx) = (found.per, true);
    Some(made)
}

fn spoken_power(power: u32) -> Option<Decimal> {
    crate::reading::number::scaled(Decimal::ONE, power)
}

/// Reads a number with its currency or its unit. Tokens before `floor` belong to the previous quantity.
fn number(tokens: &Tokens<'_>, at: usize, spoken: Spoken, floor: usize) -> Option<QuantityMention> {
    let wary = !tokens.in_field();
    if wary && traps::is_trap(tokens, at, &spoken)
        || wary && crate::reading::times::is_year(tokens, at) && units::currency_before(tokens, at).is_none()
    {
        return None;
    }
    if let Some(made) = accounted(tokens, at, floor) {
        return Some(made);
    }
    let Signed { start, value, currency } = signed(tokens, at, spoken.value, floor);
    let one = value == Decimal::ONE;
    let inner_bound = bound_inside(tokens, spoken.next);
    // “100+ stores”.
    let plus = tokens.mark(spoken.next, "+") && tokens.glued(spoken.next);
    let next = spoken.next + if inner_bound.is_some() { 2 } else { 0 } + usize::from(plus);
    let (unit, per, next) = if let Some(id) = currency {
        let (per, next) = rate_of_currency(tokens, next);
        (Unit::known(id), per, next)
    } else if let Some(found) = units::unit_after(tokens, next) {
        (found.unit, found.per, found.next)
    } else if let Some(name) = age_by_commas(tokens, at, next) {
        (name, Cow::Borrowed(""), next)
    } else if let Some(found) = units::counted_after(tokens, next, if one { Expects::One } else { Expects::Several }) {
        (found.unit, found.per, found.next)
    } else if wary && spoken.in_words && !spoken.scaled && !lists_on(tokens, next) {
        return None;
    } else {
        (Unit::default(), Cow::Borrowed(""), next)
    };
    // “75 USD million”.
    let code = next > 0 && unit.sort == UnitSort::Currency && tokens.str(next - 1).bytes().all(|byte| byte.is_ascii_uppercase());
    let (value, next) = match u32::from(tokens.entry(next).value) {
        power @ 6.. if code && !spoken.scaled && tokens.is(next, Class::SCALE) => {
            (crate::reading::number::scaled(value, power)?, next + 1)
        }
        _ => (value, next),
    };
    // “two miles and a half”, « deux heures et quart ».
    let (value, next) = match spoken::added_at(tokens, next) {
        Some((part, after))
            if !spoken.scaled && value.is_integer() && matches!(unit.sort, UnitSort::Time | UnitSort::Physical) =>
        {
            (value.saturating_add(part), after)
        }
        _ => (value, next),
    };
    // “one” counts only with its noun.
    if wary && one && unit.is_none() && spoken.in_words {
        return None;
    }
    let mut made = mention(tokens, start, next, Amount::One(value), unit);
    (made.per, made.approx) = (per, spoken.about);
    mark_age(tokens, start, &mut made);
    if let Some(bound) = inner_bound.or_else(|| plus.then_some(Bound::AtLeast)) {
        made.bound = bound;
    }
    Some(made)
}

/// “a profit of $(3.1)m”, “(4.2) million”: in accounts, brackets mean less than nothing.
fn accounted(tokens: &Tokens<'_>, at: usize, floor: usize) -> Option<QuantityMention> {
    let open = at.checked_sub(1).filter(|&open| tokens.mark(open, "(") && tokens.glued(at))?;
    if !tokens.mark(at + 1, ")") || !tokens.glued(at + 1) {
        return None;
    }
    let value = crate::reading::number::value_of(tokens.str(at), tokens.style).ok()?;
    let scale = at + 2;
    let power = match tokens.is(scale, Class::SCALE) {
        true => Some(u32::from(tokens.entry(scale).value)),
        false if tokens.glued(scale) => spoken::glued_scale(tokens.str(scale)),
        false => None,
    };
    let currency = units::currency_before(tokens, open).filter(|(_, first)| *first >= floor);
    let (value, next) = match (power, currency) {
        (Some(power), _) => (crate::reading::number::scaled(value, power)?, scale + 1),
        (None, Some(_)) => (value, scale),
        (None, None) => return None,
    };
    let unit = match currency {
        Some((id, _)) => Unit::known(id),
        None => units::unit_after(tokens, next).map_or_else(Unit::default, |found| found.unit),
    };
    Some(mention(tokens, currency.map_or(open, |(_, first)| first), next, Amount::One(-value), unit))
}

/// A number with its sign and the currency before it, and the first token of all that.
struct Signed {
    start: usize,
    value: Decimal,
    currency: Option<UnitId>,
}

/// Reads the currency and the sign before a number: “$-50.8bn”, “-5 %”, “minus 387”, but not “2020-25” and “pre-5”.
fn signed(tokens: &Tokens<'_>, at: usize, value: Decimal, floor: usize) -> Signed {
    let currency_at = |at: usize| units::currency_before(tokens, at).filter(|(_, first)| *first >= floor);
    let outer = currency_at(at);
    let has_inner_sign =
        outer.is_none() && at >= 2 && matches!(tokens.str(at - 1), "-" | "−") && tokens.glued(at) && tokens.glued(at - 1);
    let inner = has_inner_sign.then(|| currency_at(at - 1)).flatten();
    let currency = outer.or(inner);
    let mut found = Signed {
        start: currency.map_or(at, |(_, first)| first),
        value: if inner.is_some() { -value } else { value },
        currency: currency.map(|(id, _)| id),
    };
    let start = found.start;
    // “MSEK 120”.
    if let Some((power, _)) = scaled_code(tokens.str(start)).filter(|_| start < at) {
        found.value = crate::reading::number::scaled(found.value, power).unwrap_or(found.value);
    }
    let sign = start.checked_sub(1).filter(|&sign| sign >= floor).filter(|&sign| {
        tokens.any(sign, &["minus", "moins", "negative"])
            || matches!(tokens.str(sign), "-" | "−" | "–") && tokens.glued(start) && !tokens.glued(sign)
    });
    let of_minus = sign.is_some_and(|sign| tokens.dash(sign) && sign > floor && tokens.any(sign - 1, &["minus"]));
    // « au moins 2 % » is a bound, « de moins 2 % » a fall.
    let is_least = |sign: usize| {
        tokens.any(sign, &["moins"]) && (sign == 0 || !tokens.any(sign - 1, &["de", "est", "à", "atteint", "était", "serait"]))
    };
    if let Some(sign) = sign.filter(|&sign| !is_least(sign)) {
        (found.start, found.value) = (sign - usize::from(of_minus), -found.value);
    } else if start >= floor + 2 && tokens.dash(start - 1) && tokens.any(start - 2, &["minus"]) {
        (found.start, found.value) = (start - 2, -found.value);
    }
    found
}

/// Reads the bound between a number and its noun: “150 or more signatures”.
fn bound_inside(tokens: &Tokens<'_>, next: usize) -> Option<Bound> {
    let counts = || nouns::phrase_at(tokens, next + 2, Expects::Several).is_some_and(|noun| noun.plural);
    if tokens.words(next, &["or", "more"]) && tokens.kind(next + 2) == Some(Kind::Word) && counts() {
        Some(Bound::AtLeast)
    } else if tokens.any(next, &["or"]) && tokens.any(next + 1, &["fewer", "less"]) && counts() {
        Some(Bound::AtMost)
    } else {
        None
    }
}

/// Marks an age: “a three-year-old”, “at the age of 30 years”.
fn mark_age(tokens: &Tokens<'_>, start: usize, made: &mut QuantityMention) {
    let aged = start > 1 && (tokens.words(start - 2, &["age", "of"]) || tokens.any(start - 1, &["aged"]));
    if aged && made.unit.name == "year" {
        made.unit = Unit::named("year of age", UnitSort::Time);
    }
    if made.unit.name.ends_with("of age") {
        made.role = Role::Age;
    }
}

/// Whether another number follows that may name the unit: “eight or nine euros”.
fn lists_on(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.any(at, &["or", "to", "and", "ou", "à"]) && spoken::number_at(tokens, at + 1).is_some()
}

/// “, 25, ” after a name is an age.
fn age_by_commas(tokens: &Tokens<'_>, at: usize, next: usize) -> Option<Unit> {
    let whole = tokens.str(at).len() <= 3 && tokens.str(at).parse::<u32>().is_ok_and(|age| (5..=115).contains(&age));
    let name =
        at >= 2 && tokens.mark(at - 1, ",") && tokens.capital(at - 2) && !tokens.is(at - 2, Class::MONTH.or(Class::WEEKDAY));
    let closed = tokens.mark(next, ",") || tokens.mark(next, ".") && next + 1 == tokens.len();
    let aged = at > 0 && (tokens.any(at - 1, &["aged", "âgé", "âgée"]) || at > 1 && tokens.words(at - 2, &["age", "of"]));
    let of_age = whole && (name && closed && !tokens.kind(next + 1).is_some_and(|kind| kind == Kind::Number) || aged);
    of_age.then(|| Unit::named("year of age", UnitSort::Time))
}

/// Reads the rate after an amount of money: “$5 per share”, “$3,500 a month”, “$31.20 US”, “$10 per gram”.
fn rate_of_currency(tokens: &Tokens<'_>, next: usize) -> (Cow<'static, str>, usize) {
    const NONE: Cow<'static, str> = Cow::Borrowed("");
    let next = next
        + usize::from(tokens.str(next) == "US" || tokens.str(next) == "USD")
        + if tokens.words(next, &["U", ".", "S", "."]) { 4 } else { 0 };
    let dash = usize::from(tokens.dash(next) && tokens.glued(next) && tokens.any(next + 1, &["a"]));
    let token = next + dash;
    let per = tokens.any(token, &["per", "par"]) || tokens.mark(token, "/") && tokens.glued(token);
    let article = tokens.any(token, &["a", "an"]);
    if !(per || article) {
        return (NONE, next);
    }
    let after = token + 1 + usize::from(tokens.dash(token + 1));
    match units::unit_after(tokens, after).filter(|found| !units::is_ago(tokens, found.next)) {
        Some(found) if per || matches!(found.unit.sort, UnitSort::Time | UnitSort::Physical) => (found.unit.name, found.next),
        _ if per => match nouns::phrase_at(tokens, after, Expects::One) {
            Some(noun) => (tokens.str(noun.start).to_lowercase().into(), noun.start + 1),
            None => (NONE, next),
        },
        _ if tokens.any(after, &units::PRICED) => (tokens.str(after).to_lowercase().into(), after + 1),
        _ => (NONE, next),
    }
}
