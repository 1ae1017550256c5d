//! Joins two numbers into a range or a change, and shares units that a list states once.

use rust_decimal::Decimal;

use crate::reading::lexicon::Class;
use crate::reading::tokens::{Kind, Tokens};
use crate::reading::{nouns, number, spoken};

use super::{Amount, Direction, QuantityMention, Role, Unit, UnitSort};

/// Joins neighbours into ranges: “8 to 12 percent”, “between 8 and 12”, “from 41 to 95 stores”, “120–150”.
pub(super) fn ranges(tokens: &Tokens<'_>, found: &mut Vec<QuantityMention>, first: usize) {
    let mut at = first;
    while at + 1 < found.len() {
        if let Some(whole) = joined(tokens, &found[at], &found[at + 1]) {
            found[at] = whole;
            found.remove(at + 1);
        }
        at += 1;
    }
}

/// Joins an amount to the smaller units after it: “5 dollars 50”, « 12 euros 80 », “3 dollars and 50 cents”, “5 feet 2 inches”.
pub(super) fn smaller_units(tokens: &Tokens<'_>, found: &mut Vec<QuantityMention>, first: usize) {
    let mut at = first;
    while at + 1 < found.len() {
        if let Some((amount, end)) = with_smaller_unit(tokens, &found[at], &found[at + 1]) {
            found.remove(at + 1);
            let sum = &mut found[at];
            sum.amount = Amount::One(amount);
            sum.tokens.1 = end;
            sum.range = tokens.range(sum.tokens.0, sum.tokens.1);
            sum.phrase = sum.range;
        }
        at += 1;
    }
}

/// Units that are told in a greater and a smaller one, and how many of the smaller make one of the greater.
const SMALLER: [(&str, &str, u32); 3] = [("foot", "inch", 12), ("pound-mass", "ounce", 16), ("pound sterling", "penny", 100)];

/// The value of an amount with the smaller one that follows it, and the token after both; `None` if they are two amounts.
fn with_smaller_unit(tokens: &Tokens<'_>, sum: &QuantityMention, more: &QuantityMention) -> Option<(Decimal, usize)> {
    let (Amount::One(whole), Amount::One(small)) = (sum.amount, more.amount) else { return None };
    let (start, end) = more.tokens;
    let gap = start.checked_sub(sum.tokens.1)?;
    let follows = gap == 0 || gap == 1 && tokens.any(start - 1, &["and", "et"]);
    let last = sum.tokens.1 - 1;
    let money = sum.unit.sort == UnitSort::Currency
        && (tokens.kind(last) == Some(Kind::Word) || matches!(tokens.str(last), "$" | "€" | "£"));
    let spoken_digits = end == start + 1 && tokens.kind(start) == Some(Kind::Number) && tokens.str(start).len() == 2;
    // “5 ft 2 in”: elsewhere “in” is no inch.
    let inches = sum.unit.name == "foot" && more.unit.is_none() && tokens.any(end, &["in"]);
    let bare = money && spoken_digits && is_bare_end(tokens, end) && (gap == 0 || tokens.kind(end) != Some(Kind::Word));
    let (parts, end) = match () {
        () if inches => (12, end + 1),
        () if more.unit.is_none() || gap == 1 && more.unit == sum.unit && end == start + 1 => (bare.then_some(100)?, end),
        () if more.unit.name == "cent" => ((money && sum.unit.name != "cent").then_some(100)?, end),
        () => (SMALLER.iter().find(|(great, small, _)| sum.unit.name == *great && more.unit.name == *small)?.2, end),
    };
    let fits = follows
        && whole.is_integer()
        && !whole.is_sign_negative()
        && small < Decimal::from(parts)
        && small > Decimal::ZERO
        && whole < Decimal::from(10_000);
    // A part that has no exact decimal is given to a millionth.
    fits.then(|| ((whole + small / Decimal::from(parts)).round_dp(6).normalize(), end))
}

/// The word or mark that joins two numbers.
#[derive(PartialEq, Clone, Copy)]
enum Joint {
    Dash,
    To,
    And,
    Or,
}

fn joint(tokens: &Tokens<'_>, a: &QuantityMention, b: &QuantityMention) -> Option<Joint> {
    let (start, end) = (a.tokens.1, b.tokens.0);
    let modifier = |at: usize| {
        tokens.any(at, &["about", "around", "roughly", "nearly", "almost", "approximately", "up", "over", "as", "to"])
    };
    let mut last = end;
    // “from up to 252 miles to 287”.
    while last > start + 1 && modifier(last - 1) {
        last -= 1;
    }
    // “from $36,040 last night to $34,935”.
    let far = (start + 1..end).rev().find(|&at| tokens.any(at, &["to", "à"]) && at - start <= 7);
    if last != start + 1
        && opens(tokens, a, &["from", "de"])
        && moved(tokens, a.tokens.0).is_some()
        && far.is_some_and(|to| to + 1 == end && same_sentence(tokens, start, to))
    {
        return Some(Joint::To);
    }
    if last != start + 1 {
        return None;
    }
    match () {
        () if tokens.dash(start) => Some(Joint::Dash),
        () if tokens.any(start, &["to", "à"]) => Some(Joint::To),
        () if tokens.any(start, &["and", "et"]) => Some(Joint::And),
        () if tokens.any(start, &["or", "ou"]) => Some(Joint::Or),
        () => None,
    }
}

fn joined(tokens: &Tokens<'_>, a: &QuantityMention, b: &QuantityMention) -> Option<QuantityMention> {
    let joint = joint(tokens, a, b)?;
    let between = opens(tokens, a, &["between", "entre"]);
    let (low, high) = match (a.amount, b.amount) {
        (Amount::One(low), Amount::One(high)) => (low, high),
        // “costs between 6 and 17 times the tariff”.
        (Amount::One(low), Amount::Multiple(high)) if between || joint == Joint::To => (low, high),
        _ => return None,
    };
    let from = opens(tokens, a, &["from", "de"]);
    let same = a.unit == b.unit && (a.per == b.per || b.per.is_empty() || a.per.is_empty())
        || a.unit.is_none()
        || b.unit.is_none() && (from || a.unit.sort == UnitSort::Currency);
    if !same || b.unit.is_none() && !a.unit.is_none() && a.unit.sort != UnitSort::Currency && !from {
        return None;
    }
    let fits = match joint {
        Joint::Or => false,
        Joint::And => between,
        Joint::Dash => {
            tokens.glued(a.tokens.1) == tokens.glued(b.tokens.0) && a.unit.is_none()
                || a.unit.sort == UnitSort::Currency
                || !a.unit.is_none() && a.unit == b.unit
        }
        Joint::To => from || !is_new_level(tokens, a),
    };
    let low = with_scale_of(low, high, b, tokens, from);
    let falls = joint == Joint::To && !a.unit.is_none() && a.unit == b.unit && a.unit.sort == UnitSort::Physical;
    if !fits || low >= high && !((from || falls) && low != high) {
        return None;
    }
    let moves = from && moved(tokens, a.tokens.0).is_some();
    let unit = if b.unit.is_none() { a.unit.clone() } else { b.unit.clone() };
    let amount = if moves || low > high { Amount::FromTo(low, high) } else { Amount::Range(low, high) };
    let direction = matches!(amount, Amount::FromTo(..)).then_some(if low < high { Direction::Up } else { Direction::Down });
    let mut whole = QuantityMention {
        amount,
        unit,
        direction,
        per: if b.per.is_empty() { a.per.clone() } else { b.per.clone() },
        tokens: (a.tokens.0, b.tokens.1),
        ..a.clone()
    };
    whole.range = tokens.range(whole.tokens.0, whole.tokens.1);
    whole.phrase = whole.range;
    whole.bound = b.bound;
    Some(whole)
}

/// “from $10 to $15 billion”, and after `from` also “from 12 to 9 million”: applies the scale of the second number to the first, which would make no sense without it.
fn with_scale_of(low: Decimal, high: Decimal, b: &QuantityMention, tokens: &Tokens<'_>, from: bool) -> Decimal {
    let (start, end) = b.tokens;
    let Some(number) = (start..end).find(|&at| tokens.kind(at) == Some(Kind::Number) || tokens.is(at, Class::NUMBER)) else {
        return low;
    };
    let Some(spoken) = spoken::number_at(tokens, number).filter(|spoken| spoken.scaled) else { return low };
    let bare = match tokens.kind(number) {
        Some(Kind::Number) => number::value_of(tokens.str(number), tokens.style).ok(),
        _ => Some(Decimal::from(tokens.entry(number).value)),
    };
    // “from 12 to 9 million” falls; “from 900 to 1.2 million” does not say 900 million.
    let most = bare.map_or(Decimal::ZERO, |bare| if from { bare.saturating_mul(Decimal::from(20)) } else { bare });
    let scaled = match bare {
        Some(bare) if !bare.is_zero() && low <= most && low < Decimal::from(1000) => {
            // The power of ten alone: « 1 à 2 millions et demi » is 1 to 2.5 million.
            let ratio = spoken.value.checked_div(bare).unwrap_or(Decimal::ONE);
            let power = (0..28).rev().find(|&power| number::scaled(Decimal::ONE, power).is_some_and(|ten| ten <= ratio));
            power.and_then(|power| number::scaled(low, power)).map_or(low, |low| low.normalize())
        }
        _ => low,
    };
    if from { scaled } else { scaled.min(high) }
}

/// Whether one of these words directly precedes a mention, modifiers skipped.
fn opens(tokens: &Tokens<'_>, mention: &QuantityMention, words: &[&str]) -> bool {
    let mut at = mention.tokens.0;
    for _ in 0..3 {
        let Some(before) = at.checked_sub(1) else { return false };
        if tokens.any_of(before, words) {
            return true;
        }
        if !tokens.is(before, Class::BOUND_END) && !tokens.any(before, &["a", "up", "as", "just", "the"]) {
            return false;
        }
        at = before;
    }
    false
}

/// Whether what follows “to” is a new level: “rose 64 points to 4,577”, “increased by $43 billion to $419 billion”.
fn is_new_level(tokens: &Tokens<'_>, a: &QuantityMention) -> bool {
    let verb = Class::UP.or(Class::DOWN);
    let complete = !a.unit.is_none();
    let near = |back: usize| a.tokens.0.checked_sub(back);
    let moves = |at: usize| tokens.is(at, verb) && (tokens.is(at, Class::VERB) || tokens.any(at, &["up", "down"]));
    let back = (1..=3).find(|&back| near(back).is_some_and(moves));
    complete && back.is_some_and(|back| (1..back).all(|from| near(from).is_none_or(|at| !tokens.any(at, &["from"]))))
}

/// The direction of the verb before a “from”.
fn moved(tokens: &Tokens<'_>, start: usize) -> Option<Direction> {
    const FRENCH: &str = "porté portée portés portées porte portons portent passe passent passer passé passée passés passées passera \
        passeront passait passerait ramené ramenée ramenés ramenées ramener ramène ramènera monté montée monter montera tombé tombée \
        tomber tombera grimpé grimper grimpera grimpe bondi bondit bondira relève relevons relèvent relevé relevée relever relèvera \
        relevant abaisse abaissons abaissent abaissé abaissée abaisser abaissera abaissant augmenté augmenter augmentera réduit réduite \
        réduire réduira recule reculé reculera baisse baissé baissera baisser élevé révisé révisée révisons révise";
    // Which way it went, the numbers say.
    if tokens.lexicon.is_french()
        && (start.saturating_sub(6)..start).any(|at| FRENCH.split_ascii_whitespace().any(|verb| tokens.word(at, verb)))
    {
        return Some(Direction::Up);
    }
    // “doubled the share of households with a connection, from 28 to 57 per cent”.
    let reach = if start > 1 && tokens.mark(start - 2, ",") { 14 } else { 9 };
    (start.saturating_sub(reach)..start).rev().find_map(|at| {
        let entry = tokens.entry(at);
        let verb = entry.class.meets(Class::VERB);
        if entry.class.meets(Class::UP) && verb
            || tokens.any(at, &["up", "improvement", "rise", "increase", "growth", "expansion"])
        {
            Some(Direction::Up)
        } else if entry.class.meets(Class::DOWN) && verb || tokens.any(at, &["down", "drop", "decline", "fall"]) {
            Some(Direction::Down)
        } else {
            None
        }
    })
}

/// Gives a bare number of a list its neighbour's unit: “120,000, 150,000 and 300,000 cars”, “435 homes … and 187”, “8 or $9”.
pub(super) fn shared_units(tokens: &Tokens<'_>, found: &mut [QuantityMention], first: usize) {
    let list = |at: usize| tokens.mark(at, ",") || tokens.any(at, &["and", "or", "et", "ou", "to", "à", "versus", "vs"]);
    for at in (first..found.len().saturating_sub(1)).rev() {
        let (end, start) = (found[at].tokens.1, found[at + 1].tokens.0);
        let adjacent = (1..=2).contains(&start.saturating_sub(end)) && (end..start).all(list);
        // “at 16,644, 16 per cent above”: across a comma only numbers of about the same size share a percent sign.
        let comma = (end..start).all(|at| tokens.mark(at, ","));
        let alike = !comma || found[at + 1].unit.sort != UnitSort::Percent || sizes_agree(&found[at], &found[at + 1]);
        let of_them = end + 2 == start && tokens.any(end, &["of"]) && tokens.any(end + 1, &["the", "its"]);
        // « 31 voix contre 14 et 3 abstentions »: what something is held against has the unit before it.
        let held = at > first && found[at].tokens.0 > 0 && tokens.any(found[at].tokens.0 - 1, &["contre", "against", "versus"]);
        if found[at].unit.is_none() && !held && (adjacent && alike || of_them) && !found[at + 1].unit.is_none() {
            (found[at].unit, found[at].per) = (found[at + 1].unit.clone(), found[at + 1].per.clone());
        }
    }
    for at in first + 1..found.len() {
        // A conversion in brackets is skipped: the unit comes from the quantity before it.
        let bracketed = found[at - 1].tokens.0 > 0 && tokens.mark(found[at - 1].tokens.0 - 1, "(") && at > first + 1;
        let source = at - 1 - usize::from(bracketed);
        let before = found[at].tokens.0.checked_sub(1);
        let linked = before.is_some_and(|before| {
            list(before) || tokens.any(before, &["from", "than", "de", "by", "was", "is", "including", "contre", "against"])
        });
        let inherits = matches!(found[source].unit.sort, UnitSort::Counted | UnitSort::Currency | UnitSort::Physical);
        let by_percent = found[at - 1].unit.sort == UnitSort::Percent
            && before.is_some_and(|before| {
                tokens.any(before, &["by", "from", "than"])
                    || tokens.any(before, &["and", "or"]) && found[at].tokens.0.saturating_sub(found[at - 1].tokens.1) < 6
            });
        // “3.4 billion kroner from the 2.9 billion announced in 2024”.
        let linked = linked
            || before.is_some_and(|before| {
                before > 0
                    && tokens.any(before, &["the", "les", "about", "around"])
                    && tokens.any(before - 1, &["from", "than", "against", "to"])
            });
        let near = found[at].tokens.0.saturating_sub(found[at - 1].tokens.1) <= 12 && is_bare_end(tokens, found[at].tokens.1);
        if found[at].unit.is_none()
            && linked
            && near
            && (inherits || by_percent)
            && (bracketed || same_sentence(tokens, found[at - 1].tokens.1, found[at].tokens.0))
        {
            found[at].unit = found[source].unit.clone();
        }
    }
    subject_unit(tokens, found, first);
}

/// Whether two numbers differ by less than a factor of 20.
fn sizes_agree(a: &QuantityMention, b: &QuantityMention) -> bool {
    match (a.amount, b.amount) {
        (Amount::One(a), Amount::One(b)) => {
            let most = |value: Decimal| value.abs().saturating_mul(Decimal::from(20));
            a.abs() < most(b) && b.abs() < most(a)
        }
        _ => true,
    }
}

fn same_sentence(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    (from..to).all(|at| !matches!(tokens.str(at), ";" | ":" | "." | "("))
}

/// Whether nothing is counted after a bare number: the phrase or the sentence ends.
fn is_bare_end(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.kind(at) != Some(Kind::Word) || tokens.is(at, Class::FUNCTION)
}

/// “Deliveries should reach 120,000”: a bare number counts the subject of the sentence, if that can be counted.
fn subject_unit(tokens: &Tokens<'_>, found: &mut [QuantityMention], first: usize) {
    const COUNTABLE: [&str; 14] = [
        "deliveries",
        "registrations",
        "orders",
        "shipments",
        "customers",
        "users",
        "employees",
        "stores",
        "outlets",
        "visitors",
        "members",
        "subscribers",
        "livraisons",
        "immatriculations",
    ];
    if found[first..].iter().all(|mention| !mention.unit.is_none()) {
        return;
    }
    let end = found[first..].iter().find(|mention| mention.unit.is_none()).map_or(0, |mention| mention.tokens.0);
    let Some(subject) = (0..end).rev().find(|&at| tokens.any(at, &COUNTABLE)) else { return };
    let goes = (subject + 1..end).any(|at| {
        tokens.is(at, Class::VERB.or(Class::UP).or(Class::DOWN))
            || tokens.any(
                at,
                &["reach", "reached", "hit", "totalled", "totaled", "were", "stood", "atteindre", "atteindront", "atteint"],
            )
    });
    let between =
        found[first..].iter().any(|mention| !mention.unit.is_none() && mention.tokens.0 > subject && mention.tokens.0 < end);
    if !goes || between {
        return;
    }
    let name = nouns::singular(&tokens.str(subject).to_lowercase());
    for mention in found[first..]
        .iter_mut()
        .filter(|mention| mention.unit.is_none() && mention.tokens.0 > subject && mention.role == Role::Level)
    {
        mention.unit = Unit::counted(name.clone());
    }
}
