//! Times that lean on another one: “the same period of 2025”, “two days later”, “the previous night”, “the year-earlier quarter”.

use jiff::{Span, ToSpan as _};
use rust_decimal::prelude::ToPrimitive as _;

use super::absolute::{whole_number, year_value};
use super::{Found, Style, TimeContext, TimeUnit, When, days};
use crate::notebook::{Grain, Period};
use crate::reading::lexicon::Class;
use crate::reading::spoken;
use crate::reading::tokens::{Kind, Tokens};

/// Reads a time that leans on one that was named before.
pub(super) fn one(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    if !tokens.is(at, Class::TIME_OPEN.or(Class::TIME_UNIT).or(Class::NUMBER).or(Class::DETERMINER))
        && tokens.kind(at) != Some(Kind::Number)
    {
        return None;
    }
    same_span(tokens, at, context).or_else(|| later(tokens, at, context)).or_else(|| next_day(tokens, at, context))
}

const SAME: [&str; 7] = ["same", "like", "corresponding", "comparable", "equivalent", "même", "mêmes"];

/// “the same month of 1929”, “the corresponding period last year”, “the year-earlier quarter”, « la même période de 2025 ».
fn same_span(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let first = at + usize::from(tokens.any(at, &["the", "la", "le"]));
    let year_ago = tokens.any(first, &["year", "prior", "previous"])
        && tokens.dash(first + 1)
        && tokens.any(first + 2, &["earlier", "ago", "year"]);
    let noun = match () {
        () if year_ago => first + 3,
        () if tokens.any(first, &SAME) => first + 1,
        () => return None,
    };
    let base = context.spoken.span_named(tokens, noun)?;
    let mut next = noun + 1;
    next += usize::from(tokens.any(next, &["of", "in", "de", "a", "en"]) && !tokens.any(next + 1, &["year"]));
    let base_year = i32::from(base.start.year());
    let (year, end) = match () {
        () if year_value(tokens, next).is_some() => (whole_number(tokens, next)?, next + 1),
        () if tokens.words(next, &["last", "year"]) => (i32::from(context.reference?.year()) - 1, next + 2),
        () if tokens.words(next, &["the", "previous", "year"]) || tokens.words(next, &["the", "year", "before"]) => {
            (base_year - 1, next + 3)
        }
        () if tokens.words(next, &["a", "year", "ago"]) || tokens.words(next, &["a", "year", "earlier"]) => {
            (base_year - 1, next + 3)
        }
        () if tokens.any(next, &["l"])
            && tokens.any(next + 2, &["an", "année"])
            && tokens.any(next + 3, &["dernier", "dernière", "précédente", "passé"]) =>
        {
            (base_year - 1, next + 4)
        }
        () if year_ago => (base_year - 1, noun + 1),
        () => return None,
    };
    let earlier = base.years_earlier(i16::try_from(base_year - year).ok().filter(|back| (1..=60).contains(back))?)?;
    Some((When::Days(earlier, Style::Plain), end))
}

/// “two days later”, “a week earlier”: counted from the day that was named last.
fn later(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let day = context.spoken.day?;
    if !(at + 1..at + 3).any(|unit| tokens.is(unit, Class::TIME_UNIT)) {
        return None;
    }
    let (count, unit_at) = match spoken::number_at(tokens, at) {
        Some(spoken) if !spoken.scaled => (spoken.value.to_i32()?, spoken.next),
        None if tokens.any(at, &["a", "one"]) => (1, at + 1),
        _ => return None,
    };
    let unit = TimeUnit::of(tokens.entry(unit_at).grain).filter(|_| tokens.is(unit_at, Class::TIME_UNIT))?;
    let back = tokens.any(unit_at + 1, &["earlier", "before"]);
    if !(back || tokens.any(unit_at + 1, &["later"])) || !(1..=60).contains(&count) {
        return None;
    }
    let span = match unit {
        TimeUnit::Day => Span::new().days(count),
        TimeUnit::Week => Span::new().weeks(count),
        _ => return None,
    };
    let found = if back { day.start.checked_sub(span) } else { day.start.checked_add(span) };
    Some((days(found.ok().and_then(Period::day)), unit_at + 2))
}

/// “the previous night”, “the next day”, “the following morning”.
fn next_day(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let which = at + 1;
    let shift = match () {
        () if !tokens.any(at, &["the"]) => return None,
        () if tokens.any(which, &["previous", "preceding"]) => -1,
        () if tokens.any(which, &["next", "following"]) => 1,
        () => return None,
    };
    if !tokens.any(which + 1, &["day", "night", "morning", "evening", "afternoon"]) {
        return None;
    }
    let day = context.spoken.day?;
    Some((days(day.start.checked_add(shift.days()).ok().and_then(Period::day)), which + 2))
}

/// “over the weekend”, “last weekend”, “this weekend”: Saturday and Sunday.
pub(super) fn weekend(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let the = at + usize::from(tokens.any(at, &["over", "at", "during", "on"]));
    let noun = the + usize::from(tokens.any(the, &["the", "this", "last", "next", "coming", "past"]));
    let noun = noun + usize::from(tokens.any(noun, &["coming", "past"]));
    if noun == at || !tokens.any(noun, &["weekend"]) {
        return None;
    }
    let reference = context.reference?;
    let after_saturday = (i32::from(reference.weekday().to_monday_zero_offset()) + 2) % 7;
    let last = reference.checked_sub(after_saturday.days()).ok()?;
    let now = after_saturday <= 1;
    let weeks = match () {
        () if tokens.any(noun - 1, &["next"]) => 1,
        () if tokens.any(noun - 1, &["last"]) && now => -1,
        () if tokens.any(noun - 1, &["this", "coming"]) && !now => 1,
        () if tokens.any(noun - 1, &["the"]) && context.future && !now => 1,
        () => 0,
    };
    let start = last.checked_add((7 * weeks).days()).ok()?;
    let end = start.checked_add(2.days()).ok()?;
    Some((When::Days(Period { start, end, grain: Grain::Day, deadline: false }, Style::Plain), noun + 1))
}

/// “overnight”: from the day before to the day of publication.
pub(super) fn overnight(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    // “an overnight stay” dates nothing.
    let dates = tokens.any(at, &["overnight"]) && (at == 0 || !tokens.any(at - 1, &["an", "the", "its", "their"]));
    let ends = tokens.kind(at + 1) != Some(Kind::Word) || tokens.is(at + 1, Class::FUNCTION);
    let reference = context.reference.filter(|_| dates && ends)?;
    let (start, end) = (reference.yesterday().ok()?, reference.tomorrow().ok()?);
    Some((When::Days(Period { start, end, grain: Grain::Day, deadline: false }, Style::Plain), at + 1))
}
