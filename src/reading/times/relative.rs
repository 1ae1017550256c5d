//! Reads times relative to the day of publication, and parts of years that are stated only roughly.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::absolute::nearest;
use super::years::relative_year;
use super::{Found, PeriodError, Style, TimeContext, TimeUnit, When, absolute, beside, days, month_count, months_from};
use crate::notebook::{Grain, Period};
use crate::reading::lexicon::Class;
use crate::reading::spoken;
use crate::reading::tokens::{Kind, Tokens};

/// A number of units of time: “two years”, “eighteen months”, “15-minute”.
struct Counted {
    count: Decimal,
    unit: TimeUnit,
    next: usize,
}

fn units_at(tokens: &Tokens<'_>, at: usize) -> Option<Counted> {
    // “the 2024 year” names a year.
    if absolute::is_year(tokens, at) {
        return None;
    }
    let (count, next) = match spoken::number_at(tokens, at) {
        Some(spoken) => (spoken.value, spoken.next),
        None if tokens.any(at, &["a", "an", "un", "une"]) => (Decimal::ONE, at + 1),
        None => return None,
    };
    let next_token = next
        + usize::from(tokens.dash(next))
        + usize::from(tokens.any(
            next,
            &["full", "more", "consecutive", "straight", "other", "prochains", "prochaines", "derniers", "dernières"],
        ));
    let entry = tokens.entry(next_token);
    let unit = entry.class.meets(Class::TIME_UNIT).then(|| TimeUnit::of(entry.grain))??;
    let is_measure = matches!(unit, TimeUnit::Half) || tokens.any(next_token, &["quarter"]) && count == Decimal::ONE;
    (!is_measure || tokens.any(next_token, &["semestre", "semestres"])).then_some(Counted { count, unit, next: next_token + 1 })
}

impl Counted {
    fn span(&self) -> Option<Span> {
        let months = self.unit.months().and_then(|months| Decimal::from(months).checked_mul(self.count));
        match (self.unit, months) {
            (_, Some(months)) if months.is_integer() => Span::new().try_months(months.to_i32()?).ok(),
            (TimeUnit::Week, _) => Span::new().try_weeks(self.count.to_i32()?).ok(),
            (TimeUnit::Day, _) => Span::new().try_days(self.count.to_i32()?).ok(),
            _ => None,
        }
    }

    /// The time this far ahead, as a deadline.
    fn ahead(&self, from: Option<Date>) -> When {
        match self.shifted(from, false) {
            When::Days(period, _) if self.unit > TimeUnit::Week => When::Days(period, Style::Counted),
            other => other,
        }
    }

    /// The day this far before or after `from`; a duration if the count does not make a span, such as half a day.
    fn shifted(&self, from: Option<Date>, back: bool) -> When {
        let Some(from) = from else { return When::Unresolved(PeriodError::NoReference) };
        let Some(span) = self.span() else { return When::Duration(self.count, self.unit) };
        let day = if back { from.checked_sub(span) } else { from.checked_add(span) };
        days(day.ok().and_then(Period::day))
    }
}

const AHEAD: [&[&str]; 5] = [&["within", "the", "next"], &["over", "the", "next"], &["in", "the", "next"], &["within"], &["in"]];
const AHEAD_FRENCH: [&[&str]; 4] = [&["d", "’", "ici"], &["d", "'", "ici"], &["dans", "les"], &["dans"]];

/// Reads a counted time: “in 5 years”, “within two years”, “three years ago”, “for eighteen months”; the flag says if it is a
/// deadline.
pub(super) fn counted(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Option<(When, usize, bool)> {
    // Without a unit of time nearby nothing is counted.
    if !(at + 1..at + 7).any(|near| tokens.is(near, Class::TIME_UNIT)) {
        return None;
    }
    let ahead = if tokens.lexicon.is_french() { &AHEAD_FRENCH[..] } else { &AHEAD[..] };
    for words in ahead.iter().filter(|words| tokens.words(at, words)) {
        if let Some(counted) = units_at(tokens, at + words.len()) {
            // “grew to 95 stores in eighteen months” says how long it took.
            let took = matches!(words, [word] if matches!(*word, "in" | "within" | "dans")) && !context.future;
            let long = counted.unit >= TimeUnit::Day;
            if took || !long {
                return Some((When::Duration(counted.count, counted.unit), counted.next, false));
            }
            let next = counted.next + usize::from(tokens.any(counted.next, &["time"]));
            return Some((counted.ahead(context.reference), next, true));
        }
    }
    if tokens.any(at, &["il"]) && tokens.words(at + 1, &["y", "a"]) {
        let counted = units_at(tokens, at + 3)?;
        return Some((counted.shifted(context.reference, true), counted.next, false));
    }
    let counted = units_at(tokens, at)?;
    if tokens.any(counted.next, &["ago"]) {
        let past = match (counted.unit, context.reference) {
            // “a year ago” means that month, not that day.
            (TimeUnit::Year | TimeUnit::Month | TimeUnit::Quarter, Some(reference)) => ago(&counted, reference),
            _ => counted.shifted(context.reference, true),
        };
        return Some((past, counted.next + 1, false));
    }
    if tokens.words(counted.next, &["from", "now"]) {
        return Some((counted.ahead(context.reference), counted.next + 2, true));
    }
    // “a day” and “a year” alone are rates; minutes say how long a thing takes, not when it is.
    if tokens.any(at, &["a", "an", "un", "une"]) || counted.unit == TimeUnit::Instant {
        return None;
    }
    Some((When::Duration(counted.count, counted.unit), counted.next, false))
}

fn ago(counted: &Counted, reference: Date) -> When {
    let day = counted.span().and_then(|span| reference.checked_sub(span).ok());
    match day {
        Some(day) => months_from(i32::from(day.year()), i32::from(day.month()), 1, Grain::Month),
        None => When::Unresolved(PeriodError::NoSuchDay),
    }
}

/// Reads one relative time at a token.
pub(super) fn one(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    if tokens.kind(at) == Some(Kind::Number) {
        return None;
    }
    let worded = (at..at + 5).any(|near| tokens.is(near, Class::TIME_WORD));
    let word = || {
        day_word(tokens, at, context)
            .or_else(|| beside::weekend(tokens, at, context))
            .or_else(|| beside::overnight(tokens, at, context))
    };
    if worded { word() } else { None }
        .or_else(|| rough(tokens, at, context))
        .or_else(|| year_end(tokens, at, context))
        .or_else(|| this_last_next(tokens, at, context))
        .or_else(|| {
            relative_year(tokens, at)
                .filter(|_| !tokens.words(at, &["the", "year"]))
                .map(|(shift, next)| (year(context, shift), next))
        })
}

fn year(context: TimeContext, shift: i32) -> When {
    match context.reference {
        Some(reference) => months_from(i32::from(reference.year()) + shift, 1, 12, Grain::Year),
        None => When::Unresolved(PeriodError::NoReference),
    }
}

fn day_word(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let part_of_day = |at: usize| tokens.any(at, &["morning", "afternoon", "evening", "night"]);
    if tokens.any(at, &["this", "last"]) && part_of_day(at + 1) {
        let shift = if tokens.any(at, &["last"]) { -1 } else { 0 };
        let when = context.reference.map_or(When::Unresolved(PeriodError::NoReference), |reference| {
            days(reference.checked_add(shift.days()).ok().and_then(Period::day))
        });
        return Some((when, at + 2));
    }
    let (shift, present) = if tokens.any(at, &["today", "tonight", "aujourd", "now", "currently", "actuellement"]) {
        (0, true)
    } else if tokens.any(at, &["yesterday", "hier"]) {
        (-1, false)
    } else if tokens.any(at, &["tomorrow", "demain"]) {
        (1, false)
    } else {
        return None;
    };
    let next = at + 1 + if tokens.word(at, "aujourd") { 2 } else { 0 };
    let day = context.reference.map(|reference| reference.checked_add(shift.days()).ok().and_then(Period::day));
    let when = match (day, present) {
        (Some(Some(period)), true) => When::Days(period, Style::Now),
        (Some(period), false) => days(period),
        (_, true) => When::Present,
        (None, false) => When::Unresolved(PeriodError::NoReference),
    };
    Some((when, next))
}

/// The part of a longer time that a rough word such as “early” means.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Early,
    Mid,
    Late,
    End,
}

/// Reads a rough time: “mid-2027”, “early next year”, “the end of the decade”, « fin 2025 », « début mars ».
fn rough(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let the = usize::from(tokens.any(at, &["the", "la", "le"]));
    let next_token = at + the;
    let (part, mut next) = part_at(tokens, next_token)?;
    next += usize::from(tokens.dash(next));
    let article = if tokens.words(next, &["of", "the"]) {
        2
    } else if tokens.any(next, &["of", "de", "in", "d"]) {
        1
    } else {
        0
    };
    if tokens.any(next + article, &["decade", "décennie"]) || tokens.words(next + article, &["la", "décennie"]) {
        let reference = context.reference.map(|reference| i32::from(reference.year()));
        let after = next + article + 1 + usize::from(tokens.any(next + article, &["la"]));
        // The decade ends with the year that ends in 0, as in plans “by 2030”.
        let when = reference.map_or(When::Unresolved(PeriodError::NoReference), |year| {
            let last = (year + 9).div_euclid(10) * 10;
            if part == Part::End { months_from(last, 1, 12, Grain::Year) } else { months_from(last - 9, 1, 120, Grain::Year) }
        });
        return Some((when, after));
    }
    let shifted = relative_year(tokens, next)
        .or_else(|| relative_year(tokens, next + article))
        .or_else(|| tokens.any(next + article, &["year"]).then_some((0, next + article + 1)));
    let (whole, after) = match shifted {
        Some((shift, after)) => (year(context, shift), after),
        None => super::one(tokens, next + article, context).or_else(|| super::one(tokens, next, context))?,
    };
    Some((part_of(part, whole), after))
}

fn part_at(tokens: &Tokens<'_>, at: usize) -> Option<(Part, usize)> {
    if !tokens.is(at, Class::FUZZY) {
        return None;
    }
    let ofs = tokens.any(at + 1, &["of"]);
    let part = match () {
        () if tokens.any(at, &["early", "beginning", "début"]) || tokens.any(at, &["start"]) && ofs => Part::Early,
        () if tokens.any(at, &["mid", "middle", "mi", "milieu"]) => Part::Mid,
        () if tokens.any(at, &["late"]) => Part::Late,
        () if tokens.any(at, &["end", "fin"]) => Part::End,
        () => return None,
    };
    Some((part, at + 1))
}

/// A part of a period: of a year three months at its beginning, middle or end, of a month ten days, of a decade three or four
/// years. “The end of 2027” is the whole year, because a deadline counts to its last day.
fn part_of(part: Part, whole: When) -> When {
    let When::Days(period, style) = whole else { return whole };
    let months = month_count(period);
    let (year, month) = (i32::from(period.start.year()), i32::from(period.start.month()));
    let stretch = |from: i32, count: i32| match months_from(year, month + from, count, Grain::Month) {
        When::Days(period, _) => When::Days(Period { grain: Grain::Quarter, ..period }, Style::Months),
        other => other,
    };
    let third = |from: i8, to: i8| {
        let first = period.start.with().day(from).build().ok();
        let end = if to == 0 { Some(period.end) } else { period.start.with().day(to).build().ok() };
        days(first.zip(end).map(|(start, end)| Period { start, end, grain: Grain::Day, deadline: false }))
    };
    match (part, months) {
        (Part::End, _) => When::Days(period, style),
        (Part::Early, 120) => stretch(0, 36),
        (Part::Mid, 120) => stretch(36, 48),
        (Part::Late, 120) => stretch(84, 36),
        (Part::Early, 12) => stretch(0, 3),
        (Part::Mid, 12) => stretch(5, 3),
        (Part::Late, 12) => stretch(9, 3),
        (Part::Early, 1) => third(1, 11),
        (Part::Mid, 1) => third(11, 21),
        (Part::Late, 1) => third(21, 0),
        _ => When::Days(period, style),
    }
}

/// Reads “year-end”, “the year end 2025”.
fn year_end(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let joined = tokens.word(at, "year") && (tokens.dash(at + 1) && tokens.word(at + 2, "end") || tokens.word(at + 1, "end"));
    if !joined {
        return None;
    }
    let next = at + 2 + usize::from(tokens.dash(at + 1));
    match absolute::whole_number(tokens, next).filter(|_| absolute::is_year(tokens, next)) {
        Some(said) => Some((months_from(said, 1, 12, Grain::Year), next + 1)),
        None => Some((year(context, 0), next)),
    }
}

/// Reads “last quarter”, “this month”, “next week”, “next March”, “the past decade”, “last Friday”.
fn this_last_next(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let the = usize::from(tokens.any(at, &["the", "le", "la"]));
    let next_token = at + the;
    let shift = match () {
        () if tokens.any(next_token, &["last", "previous", "past"]) => -1,
        () if tokens.any(next_token, &["this", "current", "ce", "cette"]) => 0,
        () if tokens.any(next_token, &["next", "coming"]) => 1,
        () => return french_after(tokens, at, context),
    };
    let entry = tokens.entry(next_token + 1);
    let unresolved = When::Unresolved(PeriodError::NoReference);
    if entry.class.meets(Class::MONTH) && (tokens.capital(next_token + 1) || tokens.lexicon.is_french()) {
        let Some(reference) = context.reference else { return Some((unresolved, next_token + 2)) };
        return Some((neighbour(i32::from(entry.value), 1, shift, reference), next_token + 2));
    }
    if entry.class.meets(Class::SEASON) && !tokens.is(next_token + 2, Class::DETERMINER) {
        let Some(reference) = context.reference else { return Some((unresolved, next_token + 2)) };
        return Some((neighbour(i32::from(entry.value) * 3, 3, shift, reference), next_token + 2));
    }
    if entry.class.meets(Class::WEEKDAY) {
        // On a Friday “next Friday” does not mean today.
        let Some(reference) = context.reference.filter(|_| shift != 0) else {
            return super::one(tokens, next_token + 1, context);
        };
        let weekday = jiff::civil::Weekday::from_monday_one_offset(i8::try_from(entry.value).ok()?).ok()?;
        return Some((days(reference.nth_weekday(shift, weekday).ok().and_then(Period::day)), next_token + 2));
    }
    let unit = TimeUnit::of(entry.grain).filter(|_| entry.class.meets(Class::TIME_UNIT))?;
    if tokens.any(next_token, &["past"]) && unit == TimeUnit::Day
        || tokens.str(next_token + 1).ends_with('s') && !tokens.any(next_token + 1, &["mois"])
    {
        return None;
    }
    Some((shifted_unit(unit, shift, context.reference)?, next_token + 2))
}

/// Reads « le mois dernier », « la semaine prochaine », « le trimestre dernier ».
fn french_after(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    if !tokens.lexicon.is_french() {
        return None;
    }
    let next_token = at + usize::from(tokens.any(at, &["le", "la", "au"]));
    let entry = tokens.entry(next_token);
    let shift = match () {
        () if tokens.any(next_token + 1, &["dernier", "dernière", "précédent"]) => -1,
        () if tokens.any(next_token + 1, &["prochain", "prochaine"]) => 1,
        () => return None,
    };
    let unit = TimeUnit::of(entry.grain).filter(|_| entry.class.meets(Class::TIME_UNIT))?;
    Some((shifted_unit(unit, shift, context.reference)?, next_token + 2))
}

/// The month or season that begins in `month`: the last one, the one in the reference day's year, or the next one.
fn neighbour(month: i32, count: i32, shift: i32, reference: Date) -> When {
    let make = |year: i32| match months_from(year, month, count, Grain::Month) {
        When::Days(period, _) if count > 1 => When::Days(period, Style::Months),
        other => other,
    };
    match shift {
        0 => make(i32::from(reference.year())),
        1 => nearest(make, reference, true),
        _ => nearest(make, reference, false),
    }
}

/// The day that lies a number of units before or after a day.
pub(super) fn shifted_by(count: Decimal, unit: TimeUnit, from: Date, back: bool) -> When {
    Counted { count, unit, next: 0 }.shifted(Some(from), back)
}

pub(super) fn shifted_unit(unit: TimeUnit, shift: i32, reference: Option<Date>) -> Option<When> {
    let Some(reference) = reference else { return Some(When::Unresolved(PeriodError::NoReference)) };
    let (year, month) = (i32::from(reference.year()), i32::from(reference.month()));
    Some(match unit {
        TimeUnit::Instant => return None,
        TimeUnit::Day => days(reference.checked_add(shift.days()).ok().and_then(Period::day)),
        TimeUnit::Week => {
            let monday = reference.checked_sub(i32::from(reference.weekday().to_monday_zero_offset()).days()).ok();
            let start = monday.and_then(|monday| monday.checked_add((shift * 7).days()).ok());
            let end = start.and_then(|start| start.checked_add(7.days()).ok());
            days(start.zip(end).map(|(start, end)| Period { start, end, grain: Grain::Day, deadline: false }))
        }
        TimeUnit::Month => months_from(year, month + shift, 1, Grain::Month),
        TimeUnit::Quarter => months_from(year, (month - 1) / 3 * 3 + 1 + shift * 3, 3, Grain::Quarter),
        TimeUnit::Half => months_from(year, (month - 1) / 6 * 6 + 1 + shift * 6, 6, Grain::Quarter),
        TimeUnit::Year => months_from(year + shift, 1, 12, Grain::Year),
        TimeUnit::Decade => months_from(year.div_euclid(10) * 10 + shift * 10, 1, 120, Grain::Year),
        TimeUnit::Century => return None,
    })
}
