//! Reads times that name their year, or a part of one: dates, months, quarters, halves, fiscal years, decades.

use jiff::civil::{Date, Weekday};

use super::figures::{self, date};
use super::years::relative_year;
use super::{Found, PeriodError, Style, TimeContext, When, days, month_count, months_from};
use crate::notebook::{Grain, Period};
use crate::reading::lexicon::Class;
use crate::reading::tokens::{Kind, Tokens};

/// The years that a number can mean if nothing else says that it is a year.
pub(super) const PLAUSIBLE: std::ops::RangeInclusive<i32> = 1700..=2150;

/// The value of a token that is a whole number of at most four digits, without separators.
pub(in crate::reading) fn whole_number(tokens: &Tokens<'_>, at: usize) -> Option<i32> {
    let text = tokens.str(at);
    (tokens.kind(at) == Some(Kind::Number) && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// Reads one time at a token.
pub(super) fn one(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    match tokens.kind(at)? {
        Kind::Number => numeric(tokens, at, context),
        Kind::Word => named(tokens, at, context),
        Kind::Mark => short_year(tokens, at),
    }
}

/// Reads a short year: “’24”.
fn short_year(tokens: &Tokens<'_>, at: usize) -> Found {
    let year = (matches!(tokens.str(at), "’" | "'") && tokens.glued(at + 1) && tokens.str(at + 1).len() == 2)
        .then(|| whole_number(tokens, at + 1))??;
    let is_possessive = tokens.glued(at);
    (!is_possessive).then(|| (days(Period::year(2000 + year as i16)), at + 2))
}

fn numeric(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let raw = tokens.str(at);
    if raw.len() > 4 {
        return figures::dotted(raw).or_else(|| figures::compact(raw)).map(|when| (when, at + 1));
    }
    year_then_part(tokens, at)
        .or_else(|| figures::iso_or_slashed(tokens, at))
        .or_else(|| day_and_month(tokens, at, context))
        .or_else(|| part_then_year(tokens, at, context))
        .or_else(|| year_range(tokens, at))
        .or_else(|| decade(tokens, at))
        .or_else(|| plain_year(tokens, at))
}

/// Reads `2025 Q2`, `2025-H1`.
fn year_then_part(tokens: &Tokens<'_>, at: usize) -> Found {
    let year = year_value(tokens, at)?;
    let token = at + 1 + usize::from(tokens.dash(at + 1));
    let (quarter, half) = (matches!(tokens.str(token), "Q" | "q"), matches!(tokens.str(token), "H" | "h"));
    let number = (quarter || half).then(|| whole_number(tokens, token + 1).filter(|_| tokens.glued(token + 1)))??;
    let months = if quarter { 3 } else { 6 };
    (1..=12 / months).contains(&number).then(|| (months_from(year, (number - 1) * months + 1, months, Grain::Quarter), token + 2))
}

/// Reads “31 March 2026”, “22nd of May”, « 1er mars ».
fn day_and_month(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let day = whole_number(tokens, at).filter(|day| (1..=31).contains(day))?;
    let mut next = after_ordinal(tokens, at + 1);
    next += usize::from(tokens.any(next, &["of", "de"]));
    let month = month_at(tokens, next)?;
    let after = next + 1 + usize::from(tokens.mark(next + 1, "."));
    Some(with_year(tokens, month, Some(day), after, context))
}

/// The token after “st”, “nd”, “rd”, “th”, « er », if one of these is at `at`, otherwise `at`.
fn after_ordinal(tokens: &Tokens<'_>, at: usize) -> usize {
    at + usize::from(tokens.glued(at) && tokens.any(at, &["st", "nd", "rd", "th", "er"]))
}

/// The month that a word names. “may” and “march” need a capital, except in French and in a field.
fn month_at(tokens: &Tokens<'_>, at: usize) -> Option<i32> {
    let entry = tokens.entry(at);
    let is_month = entry.class.meets(Class::MONTH)
        && (tokens.capital(at)
            || tokens.in_field()
            || tokens.lexicon.is_french()
            || tokens.str(at).len() > 5
            || !tokens.any(at, &["may", "march", "mar", "sat", "sun"]));
    is_month.then_some(i32::from(entry.value))
}

/// A month or a day of it, with the year after it if there is one.
fn with_year(tokens: &Tokens<'_>, month: i32, day: Option<i32>, at: usize, context: TimeContext) -> (When, usize) {
    let comma = usize::from(tokens.mark(at, ","));
    let of = usize::from(tokens.any(at, &["of", "de", "in"]));
    let year = [at + comma, at + of].into_iter().find_map(|token| {
        let year = whole_number(tokens, token).filter(|_| tokens.str(token).len() == 4)?;
        (1000..=2500).contains(&year).then_some((year, token + 1))
    });
    let short = || {
        let year = matches!(tokens.str(at), "’" | "'")
            .then(|| whole_number(tokens, at + 1))
            .flatten()
            .filter(|_| tokens.str(at + 1).len() == 2)?;
        Some((2000 + year, at + 2))
    };
    if let Some((year, next)) = year.or_else(short) {
        return match day {
            Some(day) => (date(year, month, day), next),
            None => (months_from(year, month, 1, Grain::Month), next),
        };
    }
    let named = [("this", 0), ("last", -1), ("next", 1)].into_iter().find(|(word, _)| tokens.words(at, &[*word, "year"]));
    let relative = named.map(|(_, shift)| (shift, at + 2));
    let Some(reference) = context.reference else { return (When::Unresolved(PeriodError::NoReference), at) };
    let make = |year: i32| match day {
        Some(day) => date(year, month, day),
        None => months_from(year, month, 1, Grain::Month),
    };
    if let Some((shift, next)) = relative {
        return (make(i32::from(reference.year()) + shift), next);
    }
    (nearest(make, reference, context.future), at)
}

/// Puts a time of the year into the year that news means: the last one in which it has begun, or with a word for the future the
/// next.
pub(super) fn nearest(make: impl Fn(i32) -> When, reference: Date, future: bool) -> When {
    let year = i32::from(reference.year());
    let this = make(year);
    let When::Days(period, _) = this else { return this };
    // News about the past means a quarter, half or year only from 20 days before its end.
    let months = month_count(period);
    let over = reference.checked_add(jiff::Span::new().days(20)).is_ok_and(|soon| period.end <= soon);
    match future {
        false if months >= 3 && !over => make(year - 1),
        true if period.end <= reference => make(year + 1),
        false if period.start > reference => make(year - 1),
        _ => this,
    }
}

/// Reads “1Q25”, “2H 2025”, “3rd quarter of 2024”.
fn part_then_year(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let number = whole_number(tokens, at)?;
    if tokens.glued(at + 1) && tokens.any(at + 1, &["q", "h"]) {
        return part_of_year(tokens, number, tokens.any(at + 1, &["q"]), at + 2, context);
    }
    let after = after_ordinal(tokens, at + 1);
    (after > at + 1).then(|| ordinal_part(tokens, number, after, context))?
}

/// Reads “quarter” or “half” after its ordinal, and the year after that.
fn ordinal_part(tokens: &Tokens<'_>, number: i32, at: usize, context: TimeContext) -> Found {
    let fiscal = usize::from(tokens.is(at, Class::FISCAL));
    let quarter = tokens.any(at + fiscal, &["quarter", "trimestre"]);
    let half = tokens.any(at + fiscal, &["half", "semestre"]);
    (quarter || half).then(|| part_of_year(tokens, number, quarter, at + fiscal + 1, context))?
}

fn part_of_year(tokens: &Tokens<'_>, number: i32, quarter: bool, at: usize, context: TimeContext) -> Found {
    let months = if quarter { 3 } else { 6 };
    if !(1..=12 / months).contains(&number) {
        return None;
    }
    let make = |year: i32| months_from(year, (number - 1) * months + 1, months, Grain::Quarter);
    let of = usize::from(tokens.any(at, &["of", "de", "in"]));
    let skip = at
        + of
        + usize::from(tokens.any(at + of, &["the", "l"]))
        + usize::from(tokens.mark(at, "/") || tokens.dash(at) || matches!(tokens.str(at), "’" | "'"));
    // “Q2 FY29”, “Q3 of fiscal 2025”.
    if tokens.is(skip, Class::FISCAL) {
        let digits = skip + 1 + usize::from(tokens.any(skip + 1, &["year"]));
        let year = whole_number(tokens, digits).and_then(|year| match tokens.str(digits).len() {
            2 => Some(2000 + year),
            4 => Some(year),
            _ => None,
        });
        if let Some(year) = year {
            let when = context.spoken.fiscal_months(year, (number - 1) * months + 1, months, Grain::Quarter);
            return Some((when, digits + 1));
        }
    }
    if let Some(year) = whole_number(tokens, skip) {
        let (digits, tight) = (tokens.str(skip).len(), tokens.glued(skip) || skip == at + 1);
        if digits == 4 && (1900..=2150).contains(&year) {
            return Some((make(year), skip + 1));
        }
        if digits == 2 && tight {
            return Some((make(2000 + year), skip + 1));
        }
    }
    let shift = relative_year(tokens, at + of);
    let Some(reference) = context.reference else {
        return Some((When::Unresolved(PeriodError::NoReference), shift.map_or(at, |(_, next)| next)));
    };
    match shift {
        Some((shift, next)) => Some((make(i32::from(reference.year()) + shift), next)),
        None => Some((nearest(make, reported_on(reference, context.future), context.future), at)),
    }
}

/// A quarter that is over may still be awaited for a few weeks: in January, “expects fourth-quarter earnings to rise” speaks of the last one.
fn reported_on(reference: Date, future: bool) -> Date {
    const REPORTED_WITHIN: i64 = 45;
    if !future {
        return reference;
    }
    reference.checked_sub(jiff::Span::new().days(REPORTED_WITHIN)).unwrap_or(reference)
}

/// Reads “2027-29”, “2024/25”, “2017–2019”.
fn year_range(tokens: &Tokens<'_>, at: usize) -> Found {
    let first = year_value(tokens, at)?;
    let joined = (tokens.dash(at + 1) || tokens.mark(at + 1, "/")) && tokens.glued(at + 1);
    let second = (joined && tokens.glued(at + 2)).then(|| whole_number(tokens, at + 2))??;
    let last = match tokens.str(at + 2).len() {
        2 => first / 100 * 100 + second,
        4 => second,
        _ => return None,
    };
    (last > first && last - first < 100).then(|| (years(first, last), at + 3))
}

fn years(first: i32, last: i32) -> When {
    match months_from(first, 1, (last - first + 1) * 12, Grain::Year) {
        When::Days(period, _) => When::Days(period, Style::Years),
        other => other,
    }
}

/// Reads “the 2020s”.
fn decade(tokens: &Tokens<'_>, at: usize) -> Found {
    let year = year_value(tokens, at).filter(|year| year % 10 == 0)?;
    let glued = tokens.glued(at + 1) && tokens.any(at + 1, &["s"]);
    glued.then(|| (months_from(year, 1, 120, Grain::Year), at + 2))
}

pub(super) fn year_value(tokens: &Tokens<'_>, at: usize) -> Option<i32> {
    // Earlier years need a word that marks them: “since 1602”, “between 1600 and 1900”, “A.D. 1000”.
    let said = || {
        at > 0
            && (tokens.any(at - 1, &["in", "since", "between", "ad", "bc"])
                || at > 3 && tokens.word(at - 1, "and") && tokens.any(at - 3, &["between"])
                || tokens.mark(at - 1, ".") && at > 4 && tokens.words(at - 4, &["a", ".", "d"]))
    };
    whole_number(tokens, at)
        .filter(|year| tokens.str(at).len() == 4 && (PLAUSIBLE.contains(year) || (1000..1700).contains(year) && said()))
}

fn plain_year(tokens: &Tokens<'_>, at: usize) -> Found {
    let year = year_value(tokens, at)?;
    is_year(tokens, at).then(|| (months_from(year, 1, 12, Grain::Year), at + 1))
}

/// Nouns in the plural that follow a year: “2024 sales” are the sales of that year.
const OF_A_YEAR: [&str; 14] = [
    "sales",
    "deliveries",
    "revenues",
    "profits",
    "earnings",
    "results",
    "elections",
    "figures",
    "models",
    "losses",
    "exports",
    "imports",
    "targets",
    "plans",
];

/// Whether four digits are a year and not a count. A unit or a counted noun after them, with a bound, a verb or nothing before,
/// makes them a count.
pub(in crate::reading) fn is_year(tokens: &Tokens<'_>, at: usize) -> bool {
    if year_value(tokens, at).is_none()
        || tokens.glued(at) && !matches!(tokens.str(at - 1), "(" | "-" | "–" | "—" | "/" | "“" | "[" | "\"")
    {
        return false;
    }
    let glued_word = tokens.glued(at + 1) && tokens.kind(at + 1) == Some(Kind::Word);
    // “2000 – 2500 calories”.
    let of_range = tokens.dash(at + 1)
        && tokens.kind(at + 2) == Some(Kind::Number)
        && !tokens.is(at + 3, Class::FUNCTION)
        && (!tokens.entry(at + 3).unit.is_none() || super::super::nouns::is_plural(tokens, at + 3));
    if glued_word || of_range || tokens.mark(at + 1, "%") || tokens.is(at + 1, Class::SCALE) {
        return false;
    }
    let prior = at.checked_sub(1);
    let before = |class: Class| prior.is_some_and(|prior| tokens.is(prior, class));
    let dates = [
        "in", "since", "during", "until", "through", "en", "depuis", "early", "mid", "late", "fiscal", "the", "this", "of", "by",
        "january", "from",
    ];
    let says_when =
        prior.is_some_and(|prior| tokens.any(prior, &dates)) || before(Class::MONTH.or(Class::FUZZY).or(Class::SEASON));
    let has_unit = !tokens.entry(at + 1).unit.is_none() && !tokens.is(at + 1, Class::SEASON);
    if has_unit && !says_when {
        return false;
    }
    let plural = super::super::nouns::is_plural(tokens, at + 1)
        && !tokens.any(at + 1, &["stands", "remains"])
        && !tokens.capital(at + 1)
        && !tokens.any(at + 1, &OF_A_YEAR);
    let counts = prior.is_none() || before(Class::VERB.or(Class::AUXILIARY).or(Class::BOUND_END));
    let counts_of = prior.is_some_and(|prior| tokens.any(prior, &["of", "with", "than", "to"]));
    !(plural && (counts || counts_of) && (!says_when || counts_of))
}

/// Reads times that begin with a word: months, weekdays, seasons, quarters by name, fiscal years.
fn named(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    fiscal(tokens, at, context)
        .or_else(|| letter_part(tokens, at, context))
        .or_else(|| month_first(tokens, at, context))
        .or_else(|| weekday(tokens, at, context))
        .or_else(|| ordinal_named(tokens, at, context))
}

/// Reads “FY25”, “FY26/27”, “fiscal 2025”, “fiscal year 2025”, « exercice 2025 ».
fn fiscal(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    if !tokens.is(at, Class::FISCAL) {
        return None;
    }
    let token = at + 1 + usize::from(tokens.any(at + 1, &["year"]));
    let year = whole_number(tokens, token)?;
    let year = match tokens.str(token).len() {
        4 => year,
        2 if tokens.any(at, &["fy"]) => 2000 + year,
        _ => return None,
    };
    let joined =
        (tokens.mark(token + 1, "/") || tokens.dash(token + 1)) && tokens.glued(token + 1) && tokens.str(token + 2).len() == 2;
    // “FY26–28” is three years; “FY26/27” is one, named by two.
    if joined
        && tokens.dash(token + 1)
        && let Some(last) = whole_number(tokens, token + 2).map(|last| year / 100 * 100 + last)
        && last > year + 1
    {
        return Some((years(year, last), token + 3));
    }
    let next = if joined && whole_number(tokens, token + 2).is_some() { token + 3 } else { token + 1 };
    // Only the company says which months it has; elsewhere a chart places it at the calendar year of its name.
    let period = match context.spoken.fiscal_months(year, 1, 12, Grain::Year) {
        When::Days(period, _) => Some(period),
        _ => None,
    };
    Some((When::Fiscal(i16::try_from(year).ok()?, period), next))
}

/// Reads “Q1 2025”, “H1”, « T3 2024 », « S1 2025 ».
fn letter_part(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let french = tokens.lexicon.is_french();
    let quarter = matches!(tokens.str(at), "Q" | "q") || french && tokens.str(at) == "T";
    let half = matches!(tokens.str(at), "H" | "h") || french && tokens.str(at) == "S";
    let glued = tokens.glued(at + 1) && tokens.str(at + 1).len() == 1;
    ((quarter || half) && glued).then(|| part_of_year(tokens, whole_number(tokens, at + 1)?, quarter, at + 2, context))?
}

/// Reads “March 31, 2026”, “March 2026”, “Mar. 9”, “March”.
fn month_first(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let month = month_at(tokens, at)?;
    // “the September quarter” ends with that month.
    if tokens.any(at + 1, &["quarter"]) {
        let make = |year: i32| months_from(year, month - 2, 3, Grain::Quarter);
        let of = at + 2 + usize::from(tokens.any(at + 2, &["of"]));
        if let Some(year) = year_value(tokens, of) {
            return Some((make(year), of + 1));
        }
        let Some(reference) = context.reference else { return Some((When::Unresolved(PeriodError::NoReference), at + 2)) };
        return Some((nearest(make, reference, context.future), at + 2));
    }
    let dotted = at + 1 + usize::from(tokens.mark(at + 1, ".") && tokens.glued(at + 1));
    let day = whole_number(tokens, dotted).filter(|day| (1..=31).contains(day) && tokens.str(dotted).len() <= 2);
    match day {
        Some(day) if !tokens.glued(dotted + 1) || !tokens.is(dotted + 1, Class::SCALE) => {
            let after = after_ordinal(tokens, dotted + 1);
            Some(with_year(tokens, month, Some(day), after, context))
        }
        _ => Some(with_year(tokens, month, None, dotted, context)),
    }
}

fn weekday(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let entry = tokens.entry(at);
    if !entry.class.meets(Class::WEEKDAY) || !(tokens.capital(at) || tokens.lexicon.is_french()) {
        return None;
    }
    let after = at + 1 + usize::from(tokens.mark(at + 1, ","));
    // “Thursday, 4 December 2025” is one day.
    if let Some(found) = day_and_month(tokens, after, context).or_else(|| {
        month_at(tokens, after).and_then(|_| {
            month_first(tokens, after, context)
                .filter(|(when, _)| matches!(when, When::Days(period, _) if period.grain == Grain::Day))
        })
    }) {
        return Some(found);
    }
    let Some(reference) = context.reference else { return Some((When::Unresolved(PeriodError::NoReference), at + 1)) };
    // “said on Monday it will” means the previous Monday.
    let said = (1..=4).any(|back| at.checked_sub(back).is_some_and(|near| tokens.is(near, Class::SAY)));
    let context = TimeContext { future: context.future && !said, ..context };
    let weekday = Weekday::from_monday_one_offset(i8::try_from(entry.value).ok()?).ok()?;
    // On the day itself news uses the name of the weekday for today.
    let day = if reference.weekday() == weekday {
        Some(reference)
    } else {
        reference.nth_weekday(if context.future { 1 } else { -1 }, weekday).ok()
    };
    Some((days(day.and_then(Period::day)), at + 1))
}

/// Reads “the first half of 2026”, « le premier trimestre 2025 ».
fn ordinal_named(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let the = usize::from(tokens.any(at, &["the", "le", "au"]));
    let token = at + the;
    if let Some(found) = first_months(tokens, token, context) {
        return Some(found);
    }
    // “in the final quarter of 2025”, “the closing half of last year”.
    if tokens.any(token, &["final", "closing", "last", "opening"])
        && tokens.any(token + 1, &["quarter", "half"])
        && tokens.any(token + 2, &["of"])
    {
        let last = if tokens.any(token + 1, &["quarter"]) { 4 } else { 2 };
        let number = if tokens.any(token, &["opening"]) { 1 } else { last };
        return ordinal_part(tokens, number, token + 1, context);
    }
    // “fourth-quarter earnings”, “the fiscal first quarter”.
    let fiscal = usize::from(tokens.any(token, &["fiscal"]) && tokens.is(token + 1, Class::ORDINAL));
    let ordinal = token + fiscal;
    let dash = usize::from(tokens.dash(ordinal + 1) && tokens.glued(ordinal + 1) && tokens.glued(ordinal + 2));
    let part = || ordinal_part(tokens, i32::from(tokens.entry(ordinal).value), ordinal + 1 + dash, context);
    tokens.is(ordinal, Class::ORDINAL).then(part)?
}

/// Reads “first nine months of 2025”, « neuf premiers mois de 2025 ».
fn first_months(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Option<(When, usize)> {
    const ENGLISH: [&str; 10] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"];
    const FRENCH: [&str; 10] = ["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze"];
    let english = tokens.any(at, &["first"]) && tokens.any(at + 2, &["months"]);
    let french = tokens.any(at + 1, &["premiers"]) && tokens.any(at + 2, &["mois"]);
    let count = match (english, french) {
        (true, _) => at + 1,
        (_, true) => at,
        _ => return None,
    };
    let named = |words: &[&str]| words.iter().position(|word| tokens.any(count, &[word])).map(|index| index as i32 + 2);
    let months = named(if english { &ENGLISH } else { &FRENCH }).or_else(|| whole_number(tokens, count))?;
    let of = usize::from(tokens.any(at + 3, &["of", "in", "de"]));
    if !(2..=11).contains(&months) {
        return None;
    }
    match year_value(tokens, at + 3 + of) {
        Some(year) => Some((months_from(year, 1, months, Grain::Quarter), at + 4 + of)),
        // Without a year it is the last one in which they are over.
        None => {
            let reference = context.reference?;
            let make = |year: i32| months_from(year, 1, months, Grain::Quarter);
            Some((nearest(make, reference, context.future), at + 3))
        }
    }
}

/// Joins two times: from the start of the first to the end of the second.
pub(super) fn joined(first: When, second: When) -> When {
    match (first, second) {
        (When::Days(a, _), When::Days(b, _)) => {
            let period = Period { start: a.start, end: b.end, grain: a.grain.max(b.grain), deadline: false };
            if period.end <= period.start || b.start < a.start {
                return When::Unresolved(PeriodError::Backwards);
            }
            When::Days(period, if a.grain == Grain::Year && b.grain == Grain::Year { Style::Years } else { Style::Plain })
        }
        (first @ When::Unresolved(_), _) => first,
        (_, second) => second,
    }
}
