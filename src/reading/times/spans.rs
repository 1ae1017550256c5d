//! Spans of time that are named by their end or their length: “the 13 weeks to 2 May”, “the quarter ended 30 June”, “over the next five
//! years”, “the year to date”; and days that are named by a feast.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use rust_decimal::prelude::ToPrimitive as _;

use super::absolute::{nearest, year_value};
use super::years::relative_year;
use super::{Found, PeriodError, Style, TimeContext, TimeUnit, When, absolute, days, months_from};
use crate::notebook::{Grain, Period};
use crate::reading::lexicon::Class;
use crate::reading::spoken;
use crate::reading::tokens::{Kind, Tokens};

/// Reads a span that begins at a token.
pub(super) fn one(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    // Most tokens are ruled out by their class.
    let units = (at..at + 5).any(|near| tokens.is(near, Class::TIME_UNIT));
    let open = tokens.is(at, Class::TIME_OPEN);
    let days = tokens.kind(at) == Some(Kind::Number) || tokens.is(at, Class::MONTH) || open;
    let ended = || if units { ended(tokens, at, context).or_else(|| to_date(tokens, at, context)) } else { None };
    let counted = || if units && open { ahead_or_back(tokens, at, context) } else { None };
    let days = || if days { days_of_month(tokens, at, context).or_else(|| week(tokens, at)) } else { None };
    let named = || if tokens.is(at, Class::TIME_UNIT) { week(tokens, at) } else { None };
    ended()
        .or_else(counted)
        .or_else(days)
        .or_else(named)
        .or_else(|| feast(tokens, at, context))
        .or_else(|| season(tokens, at, context))
}

/// “13 weeks to 2 May”, “three months ended June 30, 2026”, “year to March”, « trimestre clos le 30 juin »: up to a day, or to the end of
/// a month.
fn ended(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let (count, unit_at) = match spoken::number_at(tokens, at) {
        Some(spoken) if !spoken.scaled && spoken.value.is_integer() => {
            (spoken.value.to_i32()?, spoken.next + usize::from(tokens.dash(spoken.next)))
        }
        _ => (1, at),
    };
    let entry = tokens.entry(unit_at);
    let unit = TimeUnit::of(entry.grain).filter(|_| entry.class.meets(Class::TIME_UNIT))?;
    if unit < TimeUnit::Week || !(1..=60).contains(&count) {
        return None;
    }
    let verb = unit_at + 1 + usize::from(tokens.any(unit_at + 1, &["that", "which"]));
    let ends = tokens.any(verb, &["ended", "ending", "clos", "close", "terminé", "achevé"]);
    let plain =
        tokens.any(verb, &["to", "through", "till", "until"]) && !tokens.lexicon.is_french() || tokens.words(verb, &["à", "fin"]);
    if !(ends || plain) {
        return None;
    }
    let mut date = verb + 1;
    while tokens.any(date, &["on", "the", "le", "fin", "in", "au", "en"]) {
        date += 1;
    }
    // A span that was counted lies behind; one that ends “through December” may go on.
    let context = TimeContext { future: context.future && !ends, ..context };
    let (when, next) = absolute::one(tokens, date, context)?;
    let When::Days(last, style) = when else { return Some((when, next)) };
    if !matches!(last.grain, Grain::Day | Grain::Month) {
        return None;
    }
    let Some(start) = start_of(last.end, unit, count) else { return Some((When::Days(last, style), next)) };
    let grain = if unit.months().is_some_and(|months| months * count >= 12) { Grain::Year } else { Grain::Quarter };
    Some((When::Days(Period { start, end: last.end, grain, deadline: false }, Style::Plain), next))
}

/// The first day of a number of units that end before a day. Months that end with a month begin with one.
fn start_of(end: Date, unit: TimeUnit, count: i32) -> Option<Date> {
    match unit.months() {
        Some(months) => end.checked_sub(Span::new().try_months(months * count).ok()?).ok(),
        None => end.checked_sub((7 * i64::from(count)).days()).ok(),
    }
}

/// “the year to date”, “so far this year”: from the first of January to the day of publication.
fn to_date(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let length = match () {
        () if tokens.words(at, &["year", "to", "date"]) => 3,
        () if tokens.words(at, &["so", "far", "this", "year"]) => 4,
        () if tokens.any(at, &["year"])
            && tokens.dash(at + 1)
            && tokens.any(at + 2, &["to"])
            && tokens.any(at + 4, &["date"]) =>
        {
            5
        }
        () => return None,
    };
    let Some(reference) = context.reference else { return Some((When::Unresolved(PeriodError::NoReference), at + length)) };
    let start = Date::new(reference.year(), 1, 1).ok()?;
    let end = reference.tomorrow().ok()?;
    Some((When::Days(Period { start, end, grain: Grain::Day, deadline: false }, Style::Plain), at + length))
}

/// “over the next five years”, “in the past three months”: counted from the day of publication.
fn ahead_or_back(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let opens = tokens.any(at, &["over", "during", "in", "for", "throughout", "across"]);
    let the = at + 1 + usize::from(tokens.any(at + 1, &["the"]));
    let back = tokens.any(the, &["past", "last", "previous", "preceding"]);
    let ahead =
        tokens.any(the, &["next", "coming", "following"]) && tokens.any(at, &["over", "during", "throughout", "across", "for"]);
    if !(opens && (back || ahead)) {
        return None;
    }
    let spoken = spoken::number_at(tokens, the + 1)?;
    let entry = tokens.entry(spoken.next);
    let unit = TimeUnit::of(entry.grain).filter(|_| entry.class.meets(Class::TIME_UNIT))?;
    let Some(reference) = context.reference else { return Some((When::Unresolved(PeriodError::NoReference), spoken.next + 1)) };
    let count =
        Some(spoken.value).filter(rust_decimal::Decimal::is_integer)?.to_i32().filter(|count| (1..=300).contains(count))?;
    let span = match unit.months() {
        Some(months) => Span::new().try_months(months.checked_mul(count)?).ok()?,
        None if unit == TimeUnit::Week => Span::new().try_weeks(count).ok()?,
        None if unit == TimeUnit::Day => Span::new().try_days(count).ok()?,
        None => return None,
    };
    let (start, end) =
        if back { (reference.checked_sub(span).ok()?, reference) } else { (reference, reference.checked_add(span).ok()?) };
    Some((When::Days(Period { start, end, grain: Grain::Day, deadline: false }, Style::Plain), spoken.next + 1))
}

/// “3–7 June”, “9 to 12 May”, “June 3–7”, “between 3 and 9 March”: days of one month.
fn days_of_month(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let day = |at: usize| absolute::whole_number(tokens, at).filter(|day| (1..=31).contains(day) && tokens.str(at).len() <= 2);
    let between = usize::from(tokens.any(at, &["between", "from", "du", "entre"]));
    let joint = |middle: usize| tokens.dash(middle) || tokens.any(middle, &["to", "and", "au", "et"]);
    let first = at + between;
    // “Oct. 1–5”.
    if tokens.is(first, Class::MONTH)
        && tokens.mark(first + 1, ".")
        && day(first + 2).is_some()
        && tokens.dash(first + 3)
        && let Some(last) = day(first + 4)
        && let Some((start, _)) = absolute::one(tokens, first, context)
    {
        return joined_days(start, last).map(|when| (when, first + 5));
    }
    // “June 3–7”.
    if tokens.is(first, Class::MONTH)
        && tokens.capital(first)
        && day(first + 1).is_some()
        && joint(first + 2)
        && day(first + 3).is_some()
    {
        let dashed = tokens.dash(first + 2) || between == 1;
        let (start, _) = absolute::one(tokens, first, context).filter(|_| dashed)?;
        let last = day(first + 3)?;
        // “June 3–7, 2019”.
        let comma = first + 4 + usize::from(tokens.mark(first + 4, ","));
        let year =
            absolute::whole_number(tokens, comma).filter(|year| (1000..=2500).contains(year) && tokens.str(comma).len() == 4);
        let start = match (year, &start) {
            (Some(year), When::Days(period, _)) => {
                days(fixed(year, period.start.month(), period.start.day()).and_then(Period::day))
            }
            _ => start,
        };
        return joined_days(start, last).map(|when| (when, if year.is_some() { comma + 1 } else { first + 4 }));
    }
    if day(first).is_none() || !joint(first + 1) || day(first + 2).is_none() {
        return None;
    }
    if tokens.any(first + 1, &["and", "et"]) && between == 0 {
        return None;
    }
    let month = first + 3 + usize::from(tokens.any(first + 3, &["of", "de"]));
    if !tokens.is(month, Class::MONTH) || !(tokens.capital(month) || tokens.lexicon.is_french()) {
        return None;
    }
    let (When::Days(last, _), next) = absolute::one(tokens, first + 2, context)? else { return None };
    let start = last.start.with().day(i8::try_from(day(first)?).ok()?).build().ok()?;
    let period = Period { start, ..last };
    Some((if start < last.end { When::Days(period, Style::Plain) } else { When::Unresolved(PeriodError::Backwards) }, next))
}

fn joined_days(first: When, last: i32) -> Option<When> {
    let When::Days(first, _) = first else { return None };
    let end = first.start.with().day(i8::try_from(last).ok()?).build().ok()?.tomorrow().ok()?;
    Some(match end > first.start {
        true => When::Days(Period { end, ..first }, Style::Plain),
        false => When::Unresolved(PeriodError::Backwards),
    })
}

/// “week 46 of 2026”, “2026-W40”: a week by its number (ISO 8601).
fn week(tokens: &Tokens<'_>, at: usize) -> Found {
    let year_of = |at: usize| absolute::whole_number(tokens, at).filter(|year| (1900..=2150).contains(year));
    let made = |year: i32, week: i32, next: usize| {
        let week =
            jiff::civil::ISOWeekDate::new(i16::try_from(year).ok()?, i8::try_from(week).ok()?, jiff::civil::Weekday::Monday)
                .ok()?;
        let start = week.date();
        let end = start.checked_add(7.days()).ok()?;
        Some((When::Days(Period { start, end, grain: Grain::Day, deadline: false }, Style::Plain), next))
    };
    if tokens.any(at, &["week", "semaine"]) {
        let week = absolute::whole_number(tokens, at + 1).filter(|week| (1..=53).contains(week))?;
        let of = at + 2 + usize::from(tokens.any(at + 2, &["of", "de"]));
        return made(year_of(of)?, week, of + 1);
    }
    let year = year_of(at)?;
    let letter = at + 1 + usize::from(tokens.dash(at + 1) && tokens.glued(at + 1));
    let named = tokens
        .str(letter)
        .strip_prefix(['W', 'w'])
        .filter(|_| tokens.glued(letter) && tokens.kind(letter) == Some(Kind::Word))?;
    match named {
        "" => made(year, absolute::whole_number(tokens, letter + 1).filter(|_| tokens.glued(letter + 1))?, letter + 2),
        digits => made(year, digits.parse().ok()?, letter + 1),
    }
}

/// Feasts by rule: Christmas, Thanksgiving, Easter, Good Friday, New Year’s Eve.
fn feast(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    if !tokens.capital(at) {
        return None;
    }
    type Day = fn(i32) -> Option<Date>;
    const FEASTS: [(&[&str], Day); 9] = [
        (&["christmas", "eve"], |year| fixed(year, 12, 24)),
        (&["christmas"], |year| fixed(year, 12, 25)),
        (&["noël"], |year| fixed(year, 12, 25)),
        (&["thanksgiving"], thanksgiving),
        (&["good", "friday"], |year| easter(year).and_then(|day| day.checked_sub(2.days()).ok())),
        (&["easter"], easter),
        (&["pâques"], easter),
        (&["new", "year", "’", "s", "eve"], |year| fixed(year, 12, 31)),
        (&["halloween"], |year| fixed(year, 10, 31)),
    ];
    let (words, day) = FEASTS.iter().find(|(words, _)| tokens.words(at, words))?;
    let next = at + words.len();
    if let Some(year) = absolute::whole_number(tokens, next).filter(|year| (1900..=2150).contains(year)) {
        return Some((days(day(year).and_then(Period::day)), next + 1));
    }
    // “Christmas sales”, “the Easter weekend” are not a day.
    if tokens.kind(next) == Some(Kind::Word)
        && !tokens.is(next, Class::FUNCTION)
        && !tokens.any(next, &["day", "monday", "sunday"])
    {
        return None;
    }
    let Some(reference) = context.reference else { return Some((When::Unresolved(PeriodError::NoReference), next)) };
    let ahead = context.future || at > 0 && tokens.any(at - 1, &["by", "until", "à", "next"]);
    Some((nearest(|year| days(day(year).and_then(Period::day)), reference, ahead), next))
}

fn fixed(year: i32, month: i8, day: i8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

/// The fourth Thursday of November.
fn thanksgiving(year: i32) -> Option<Date> {
    fixed(year, 11, 1)?.nth_weekday_of_month(4, jiff::civil::Weekday::Thursday).ok()
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i32) -> Option<Date> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let correction = (golden + 11 * moon + 22 * weekday) / 451;
    let total = moon + weekday - 7 * correction + 114;
    fixed(year, i8::try_from(total / 31).ok()?, i8::try_from(total % 31 + 1).ok()?)
}

/// Reads a season with its year, “summer 2025”, or without, “in the spring”: then the last one, or the next.
fn season(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let entry = tokens.entry(at);
    if !entry.class.meets(Class::SEASON) {
        return None;
    }
    let token = at + 1 + usize::from(tokens.any(at + 1, &["of", "de"]));
    let year = year_value(tokens, token).map(|year| (year, token + 1)).or_else(|| {
        let (shift, next) = relative_year(tokens, token)?;
        Some((i32::from(context.reference?.year()) + shift, next))
    });
    // Meteorological seasons of the northern hemisphere: spring begins in March, winter in December.
    let make = |year: i32| match months_from(year, i32::from(entry.value) * 3, 3, Grain::Quarter) {
        When::Days(period, _) => When::Days(period, Style::Months),
        other => other,
    };
    let (year, next) = match year {
        Some(found) => found,
        // “in the spring”, “by autumn”, « au printemps », « à l’automne »; “fall” is a verb more often.
        None => {
            let article = at > 0 && tokens.any(at - 1, &["the", "this", "au", "cet", "ce", "’", "'"]);
            // « au printemps », « cet été » need no preposition of their own.
            let own = at > 0 && tokens.any(at - 1, &["au", "cet", "ce"]);
            let before = at.checked_sub(if article { 2 } else { 1 });
            let opens = own
                || before
                    .is_some_and(|before| tokens.any(before, &["in", "by", "until", "before", "during", "since", "l", "dès"]));
            let noun = tokens.kind(at + 1) == Some(Kind::Word) && !tokens.is(at + 1, Class::FUNCTION);
            if !opens || noun || tokens.any(at, &["fall"]) && !article {
                return None;
            }
            let reference = context.reference?;
            return Some((nearest(make, reference, context.future), at + 1));
        }
    };
    Some((make(year), next))
}
