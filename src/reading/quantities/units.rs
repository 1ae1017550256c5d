//! Reads the currency before a number, and the unit, rate or counted noun after it.

use std::borrow::Cow;

use crate::reading::lexicon::{
    AMBIGUOUS_SIGNS, COMPOUND_UNITS, CURRENCY_SIGNS, Class, SIGNS, UnitId, UnitKind, scaled_code, unit_named,
};
use crate::reading::nouns::{self, Expects};
use crate::reading::tokens::{Kind, Tokens};

use super::{Unit, UnitSort};

/// A unit after a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The unit.
    pub unit: Unit,
    /// What it is per; empty if nothing.
    pub per: Cow<'static, str>,
    /// The token after it.
    pub next: usize,
    /// Whether a hyphen joins it to the number: “a 15-minute charge”.
    pub hyphen: bool,
}

/// The currency whose sign or code precedes a number, and its first token.
pub(super) fn currency_before(tokens: &Tokens<'_>, number: usize) -> Option<(UnitId, usize)> {
    let before = number.checked_sub(1)?;
    let sign = |start: usize| {
        let range = tokens.range(start, number);
        let text = tokens.text.get(range.start..range.end)?;
        let plain: String = text.chars().filter(|character| !character.is_whitespace()).collect();
        CURRENCY_SIGNS.iter().find(|(sign, _)| *sign == plain).map(|(_, unit)| (*unit, start))
    };
    // “US $58.24”, “$US160”, “A$5”, “€5”.
    if let Some(start) = before.checked_sub(1)
        && (matches!(tokens.str(before), "$") && (tokens.glued(before) || tokens.str(start).len() == 2)
            || tokens.mark(start, "$") && tokens.glued(before) && tokens.glued(number))
        && let Some(found) = sign(start)
    {
        return Some(found);
    }
    if tokens.kind(before) == Some(Kind::Mark) {
        return sign(before);
    }
    let unit = tokens.entry(before).unit;
    // “MSEK 120”.
    if let Some((_, unit)) = scaled_code(tokens.str(before)) {
        return Some((unit, before));
    }
    let is_currency = unit.is_currency();
    // Codes only: “RMB 215,900”, “EUR 5”, “Rs 500”; “dollars 5” is two things.
    let is_code = tokens.str(before).len() <= 3
        && tokens.capital(before)
        && tokens.str(before).chars().nth(1).is_some_and(char::is_alphabetic);
    let code = is_currency && is_code && (tokens.str(before).chars().all(char::is_uppercase) || tokens.any(before, &["rs"]));
    if code {
        return Some((unit, before));
    }
    // “PS10m” is what an old code page makes of “£10m”; the console in “PS5” has a single digit and no scale.
    let glued_scale = tokens.glued(number + 1) && crate::reading::spoken::glued_scale(tokens.str(number + 1)).is_some();
    let pound = tokens.str(before) == "PS"
        && tokens.glued(number)
        && (tokens.str(number).len() > 1 || glued_scale || tokens.is(number + 1, Class::SCALE));
    pound.then_some((unit_named("pound sterling"), before))
}

/// Whether words follow that make “a year” a point in time: “a year earlier”.
pub(super) fn is_ago(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.any(at, &["ago", "earlier", "before", "later"])
}

/// The unit after a number, with what it is per.
pub(super) fn unit_after(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let hyphen = tokens.dash(at) && tokens.glued(at) && tokens.glued(at + 1);
    let token = at + usize::from(hyphen);
    // “20-F” is a form.
    if hyphen && tokens.str(token).len() == 1 {
        return None;
    }
    let (unit, next) = bare_unit(tokens, token, !hyphen && tokens.glued(at))?;
    // “a 15-minute charge” names its unit in the singular.
    Some(with_rate(tokens, Found { unit, per: Cow::Borrowed(""), next, hyphen }))
}

/// Things that are priced by the piece: “$5 a share”.
pub(super) const PRICED: [&str; 8] = ["share", "barrel", "piece", "unit", "head", "ticket", "bottle", "person"];

/// Adds the rate after a unit: “per hour”, “a year”, “/cm2”.
fn with_rate(tokens: &Tokens<'_>, found: Found) -> Found {
    let at = found.next;
    let slash = tokens.mark(at, "/") && tokens.glued(at) && tokens.glued(at + 1);
    let per = tokens.any(at, &["per", "par"]) || slash;
    let article = tokens.any(at, &["a", "an", "each", "every"]);
    if !(per || article) {
        return found;
    }
    let (name, next) = match bare_unit(tokens, at + 1, slash) {
        // “50 km an hour”, “$2 a gallon”; “20 % a year”.
        Some((_, next)) if is_ago(tokens, next) => return found,
        Some((unit, next)) if per || matches!(unit.sort, UnitSort::Time | UnitSort::Physical) => (unit.name, next),
        // « par an », “per annum”.
        None if per && tokens.any(at + 1, &["annum", "capita"]) => {
            (Cow::Borrowed(if tokens.any(at + 1, &["annum"]) { "year" } else { "person" }), at + 2)
        }
        None if per && !slash => match nouns::phrase_at(tokens, at + 1, Expects::One) {
            Some(noun) => (Cow::Owned(noun.name.split(' ').next().unwrap_or_default().to_owned()), noun.start + 1),
            None => return found,
        },
        // “40 cents a share”.
        None if article && found.unit.sort == UnitSort::Currency && tokens.any(at + 1, &PRICED) => {
            (tokens.str(at + 1).to_lowercase().into(), at + 2)
        }
        _ => return found,
    };
    Found { per: name, next, ..found }
}

/// The unit at a token, without a rate, and the token after it.
fn bare_unit(tokens: &Tokens<'_>, at: usize, glued: bool) -> Option<(Unit, usize)> {
    match tokens.kind(at)? {
        Kind::Mark => sign_unit(tokens, at),
        Kind::Word => word_unit(tokens, at, glued),
        Kind::Number => None,
    }
}

fn sign_unit(tokens: &Tokens<'_>, at: usize) -> Option<(Unit, usize)> {
    let known = |name: &str, next: usize| Some((Unit::known(unit_named(name)), next));
    match tokens.str(at) {
        "%" | "％" => {
            if tokens.any(at + 1, &["points"]) {
                return known("percentage point", at + 2);
            }
            known("percentage", at + 1)
        }
        "°" | "º" | "˚" => match tokens.str(at + 1) {
            "C" => known("celsius", at + 2),
            "F" => known("fahrenheit", at + 2),
            _ => known("degree", at + 1),
        },
        "℃" => known("celsius", at + 1),
        "€" | "£" | "₹" | "₩" | "₪" | "₽" | "¥" | "$" | "₫" | "₱" | "₦" | "₴" | "₸" | "₡" | "₾" | "₭"
            if !(tokens.glued(at + 1) && tokens.kind(at + 1) == Some(Kind::Number)) =>
        {
            let (_, unit) = CURRENCY_SIGNS.iter().find(|(sign, _)| *sign == tokens.str(at))?;
            Some((Unit::known(*unit), at + 1))
        }
        "¢" => known("cent", at + 1),
        _ => None,
    }
}

/// Adjectives of countries before a currency (“Australian dollars”, “Danish crowns”, “US dollars”), with what they add to its
/// name.
const OF_COUNTRIES: [(&str, &str); 25] = [
    ("turkish", "turkish"),
    ("us", ""),
    ("american", ""),
    ("australian", "australian"),
    ("canadian", "canadian"),
    ("zealand", "new zealand"),
    ("singapore", "singapore"),
    ("kong", "hong kong"),
    ("taiwan", "new taiwan"),
    ("danish", "danish"),
    ("swedish", "swedish"),
    ("norwegian", "norwegian"),
    ("czech", "czech"),
    ("japanese", ""),
    ("chinese", ""),
    ("indian", ""),
    ("pakistani", "pakistani"),
    ("swiss", ""),
    ("british", ""),
    ("egyptian", "egyptian"),
    ("mexican", "mexican"),
    ("argentine", "argentine"),
    ("philippine", "philippine"),
    ("israeli", ""),
    ("malaysian", ""),
];

fn word_unit(tokens: &Tokens<'_>, at: usize, glued: bool) -> Option<(Unit, usize)> {
    // “40 A350s” are aircraft, not amperes.
    if !glued && tokens.glued(at + 1) && tokens.kind(at + 1) == Some(Kind::Number) && !matches!(tokens.str(at + 1), "2" | "3") {
        return None;
    }
    // “80 m.p.h.”
    if tokens.str(at).len() == 1 && tokens.words(at, &["m", ".", "p", ".", "h"]) {
        return Some((Unit::known(unit_named("mile per hour")), at + 5 + usize::from(tokens.mark(at + 5, "."))));
    }
    if let Some(found) = compound(tokens, at) {
        return Some(found);
    }
    if let Some(found) = power(tokens, at) {
        return Some(found);
    }
    let word = tokens.str(at);
    if let Some((_, unit)) = scaled_code(word) {
        return Some((Unit::known(unit), at + 1));
    }
    let unit = sign_at(tokens, at, glued).or_else(|| {
        let unit = tokens.entry(at).unit;
        let is_name = tokens.capital(at)
            && unit.row().is_some_and(|row| row.kind == UnitKind::Physical)
            && !glued
            && nouns::is_plural(tokens, at + 1)
            || !glued && tokens.capital(at) && tokens.is(at, Class::NUMBER);
        (!unit.is_none() && !is_name).then_some(unit)
    })?;
    let mut found = (Unit::known(unit), at + 1);
    if let Some((square, next)) = squared(tokens, at) {
        found = (Unit::named(format!("{square} {}", found.0.name), UnitSort::Physical), next);
    }
    if found.0.sort == UnitSort::Time {
        return Some(age(tokens, at).unwrap_or(found));
    }
    // “lb-ft”, “pound-feet”.
    if matches!(&*found.0.name, "pound-mass" | "foot")
        && tokens.dash(at + 1)
        && tokens.any(at + 2, &["feet", "foot", "ft", "lb", "lbs"])
    {
        let name = if word.eq_ignore_ascii_case("pound") { "pound-foot" } else { "foot pound-force" };
        return Some((Unit::named(name, UnitSort::Physical), at + 3));
    }
    if word.ends_with("pound") || word.ends_with("pounds") {
        return Some(pounds(tokens, at));
    }
    Some(found)
}

/// Reads the sign of a unit: “km”, “5 W”.
fn sign_at(tokens: &Tokens<'_>, at: usize, glued: bool) -> Option<UnitId> {
    let word = tokens.str(at);
    let is_ambiguous = glued || matches!(word, "m" | "g" | "l" | "t" | "h" | "p" | "s" | "C" | "F");
    let signs = SIGNS.iter().chain(if is_ambiguous { AMBIGUOUS_SIGNS } else { &[] });
    let (sign, unit) = signs.into_iter().find(|(sign, _)| *sign == word)?;
    // “2018s” and “the 90s” are not lengths of time.
    let of_decade = |before: &str| before.len() > 2 && !before.contains('.') || before.ends_with('0') && before.len() == 2;
    if *sign == "s" && at > 0 && of_decade(tokens.str(at - 1)) {
        return None;
    }
    if matches!(word, "C" | "F") && !speaks_of_warmth(tokens) {
        return None;
    }
    let spaced_sign = !glued && word.len() == 1 && word.chars().all(char::is_uppercase);
    let may_be_spaced = matches!(word, "W" | "V" | "A" | "C" | "F" | "N") && ends_phrase(tokens, at + 1);
    (!spaced_sign || may_be_spaced).then_some(*unit)
}

/// Words beside which a C or an F after a number is a temperature. Elsewhere it may be a form (13F), a model (F-150) or a bus (38C).
const WARMTH: [&str; 45] = [
    "froze",
    "temperature",
    "temperatures",
    "degree",
    "degrees",
    "heat",
    "heatwave",
    "hot",
    "hotter",
    "hottest",
    "warm",
    "warmer",
    "warming",
    "warmed",
    "cold",
    "colder",
    "coldest",
    "cool",
    "cooler",
    "cooled",
    "oven",
    "bake",
    "freeze",
    "freezing",
    "freezer",
    "frozen",
    "frost",
    "thermostat",
    "thermometer",
    "weather",
    "forecasters",
    "summer",
    "winter",
    "shade",
    "sea",
    "water",
    "boiling",
    "fever",
    "highs",
    "lows",
    "celsius",
    "fahrenheit",
    "température",
    "températures",
    "chaleur",
];

fn speaks_of_warmth(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|at| tokens.kind(at) == Some(Kind::Word) && tokens.any(at, &WARMTH) || tokens.str(at) == "°")
}

fn ends_phrase(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.kind(at) != Some(Kind::Word) || tokens.is(at, Class::FUNCTION) || !tokens.capital(at)
}

/// Reads a unit of age: “years old”, “year-old”, “years of age”. « ans » alone are years.
fn age(tokens: &Tokens<'_>, at: usize) -> Option<(Unit, usize)> {
    let unit = tokens.entry(at).unit.row()?;
    let token = at + 1 + usize::from(tokens.dash(at + 1));
    let next = if tokens.any(token, &["old", "olds"]) {
        token + 1
    } else if tokens.words(at + 1, &["of", "age"]) {
        at + 3
    } else {
        return None;
    };
    Some((Unit::named(format!("{} of age", unit.name), UnitSort::Time), next))
}

/// “pounds” are a weight, but money after a scale word (“million pounds”) or if the text has a £.
fn pounds(tokens: &Tokens<'_>, at: usize) -> (Unit, usize) {
    let scaled = at > 0 && tokens.is(at - 1, Class::SCALE);
    let beside = (0..tokens.len()).any(|near| tokens.str(near) == "£");
    let name = if scaled || beside { "pound sterling" } else { "pound-mass" };
    (Unit::known(unit_named(name)), at + 1)
}

fn compound(tokens: &Tokens<'_>, at: usize) -> Option<(Unit, usize)> {
    if !tokens.is(at, Class::COMPOUND.or(Class::COUNTRY)) && tokens.str(at) != "US" {
        return None;
    }
    let hyphen = usize::from(tokens.dash(at + 1) && tokens.glued(at + 1) && tokens.glued(at + 2));
    if let Some((.., unit)) =
        COMPOUND_UNITS.iter().find(|(first, second, _)| tokens.word(at, first) && tokens.word(at + 1 + hyphen, second))
    {
        return Some((Unit::known(*unit), at + 2 + hyphen));
    }
    // “New Zealand dollars”, “Hong Kong dollars”.
    let skip = usize::from(tokens.any(at, &["new", "hong"]));
    let (_, country) = OF_COUNTRIES.iter().find(|(adjective, _)| tokens.word(at + skip, adjective))?;
    let currency = tokens.entry(at + skip + 1).unit;
    let row = currency.row().filter(|row| row.kind == UnitKind::Currency)?;
    let name = if country.is_empty() { row.name.to_owned() } else { format!("{country} {}", row.name) };
    let id = unit_named(if row.name == "dollar" && *country == "new taiwan" { "new taiwan dollar" } else { row.name });
    let whole = crate::reading::lexicon::UNITS.iter().position(|unit| unit.name == name).map_or(id, |token| UnitId(token as u8));
    let unit = Unit::known(whole);
    Some((if unit.name == name { unit } else { Unit::named(name, UnitSort::Currency) }, at + skip + 2))
}

/// Reads a square or cubic unit: “square metres”, “cubic feet”, “sq ft”.
fn power(tokens: &Tokens<'_>, at: usize) -> Option<(Unit, usize)> {
    let name = match () {
        () if tokens.any(at, &["square", "sq"]) => "square",
        () if tokens.any(at, &["cubic", "cu"]) => "cubic",
        () => return None,
    };
    let token = at + 1 + usize::from(tokens.mark(at + 1, ".")) + usize::from(tokens.dash(at + 1));
    let sign = AMBIGUOUS_SIGNS.iter().find(|(sign, _)| *sign == tokens.str(token)).map(|(_, unit)| *unit);
    let row = tokens.entry(token).unit.row().or_else(|| sign?.row())?;
    Some((Unit::named(format!("{name} {}", row.name), UnitSort::Physical), token + 1))
}

/// Reads the exponent of a unit: “32m2”, “32 m²”, “A/cm2”.
fn squared(tokens: &Tokens<'_>, at: usize) -> Option<(&'static str, usize)> {
    let next = tokens.glued(at + 1).then(|| tokens.str(at + 1))?;
    match next {
        "2" | "²" => Some(("square", at + 2)),
        "3" | "³" => Some(("cubic", at + 2)),
        _ => None,
    }
}

/// What a number without a unit counts: its noun, “times”, or the noun after “of the”.
pub(super) fn counted_after(tokens: &Tokens<'_>, at: usize, expects: Expects) -> Option<Found> {
    let hyphen = tokens.dash(at) && tokens.glued(at) && tokens.glued(at + 1);
    let token = at + usize::from(hyphen);
    if hyphen {
        // “a 100,000-unit goal”: the word after the hyphen.
        let word = tokens.str(token).to_lowercase();
        // “a four-wheeled device” does not count wheels.
        let fits = tokens.kind(token) == Some(Kind::Word)
            && !word.ends_with("ed")
            && !tokens.is(token, Class::FUNCTION.or(Class::ORDINAL));
        return fits.then(|| Found {
            unit: Unit::counted(nouns::singular(&word)),
            per: Cow::Borrowed(""),
            next: token + 1,
            hyphen,
        });
    }
    if tokens.any(token, &["times", "fois"]) {
        let unit = Unit::times();
        return Some(with_rate(tokens, Found { unit, per: Cow::Borrowed(""), next: token + 1, hyphen }));
    }
    let mut start = token;
    // “1.5 million of the devices”, « deux millions de voitures »; “5 of its 12 stores”.
    let scale_of = tokens.any(start, &["of", "de", "d"]);
    if scale_of {
        start += 1 + usize::from(matches!(tokens.str(start + 1), "’" | "'"));
        while tokens.is(start, Class::DETERMINER) {
            start += 1;
        }
        // “two of Johnson’s deputies”.
        if tokens.kind(start) == Some(Kind::Word) && matches!(tokens.str(start + 1), "’" | "'") && tokens.word(start + 2, "s") {
            start += 3;
        }
    }
    while tokens.any(start, &["more", "further", "additional"]) {
        start += 1;
    }
    if tokens.glued(start) && start == token {
        return None;
    }
    // « 1,5 milliard d’euros ».
    if scale_of && let Some((unit, next)) = bare_unit(tokens, start, false) {
        return Some(with_rate(tokens, Found { unit, per: Cow::Borrowed(""), next, hyphen }));
    }
    // “the 95 promised for this year” counts nothing that is named.
    const TOLD: [&str; 13] = [
        "promised",
        "planned",
        "expected",
        "forecast",
        "targeted",
        "pledged",
        "announced",
        "reported",
        "needed",
        "required",
        "sought",
        "budgeted",
        "previously",
    ];
    if tokens.any(start, &TOLD) && (tokens.kind(start + 1) != Some(Kind::Word) || tokens.is(start + 1, Class::FUNCTION)) {
        return None;
    }
    let noun = nouns::phrase_at(tokens, start, expects)?;
    // “517 rushing yards” are yards.
    let head = tokens.entry(noun.next - 1).unit;
    if noun.plural && noun.next > start + 1 && head.row().is_some_and(|row| row.kind == UnitKind::Physical) {
        return Some(with_rate(tokens, Found { unit: Unit::known(head), per: Cow::Borrowed(""), next: noun.next, hyphen }));
    }
    if scale_of && !noun.plural {
        return None;
    }
    // A capitalised singular after a number is the next name, not what is counted.
    if !noun.plural && tokens.capital(noun.start) {
        return None;
    }
    let next = noun.next;
    Some(with_rate(tokens, Found { unit: Unit::of_noun(noun), per: Cow::Borrowed(""), next, hyphen }))
}
