//! What the rules have in common: sums of intervals, what they say in words, and periods beside each other.

use rust_decimal::Decimal;

use super::figure::{Figure, Number};
use super::finding::Level;
use super::interval::Interval;
use super::stated::Meaning;
use crate::notebook::{ClaimId, ClaimKind, Period, grouped};

/// Whether what was stated agrees with what was computed, read strictly on both sides or loosely on both sides.
pub(super) fn verdict(stated: &Meaning, computed: &Meaning) -> Level {
    match () {
        () if stated.strict.meets(&computed.strict) => Level::Fits,
        () if stated.loose.meets(&computed.loose) => Level::Loose,
        () => Level::Contradicts,
    }
}

/// A computation done strictly and loosely.
pub(super) fn both(of: impl Fn(fn(&Meaning) -> Interval) -> Option<Interval>) -> Option<Meaning> {
    Some(Meaning { strict: of(|meaning| meaning.strict)?, loose: of(|meaning| meaning.loose)? })
}

/// By how many per cent a level is above an earlier one.
pub(super) fn per_cent_more(now: Interval, then: Interval) -> Option<Interval> {
    now.divide(&then)?.subtract(&Interval::one(Decimal::ONE))?.scaled(Decimal::ONE_HUNDRED)
}

/// A question where something besides the numbers may explain why they differ.
pub(super) fn at_most_asked(level: Level, is_doubtful: bool) -> Level {
    if is_doubtful && level != Level::Fits { Level::Question } else { level }
}

pub(super) fn ids<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Vec<ClaimId> {
    let mut ids: Vec<ClaimId> = Vec::new();
    for figure in figures {
        if !ids.contains(&figure.claim) {
            ids.push(figure.claim);
        }
    }
    ids
}

/// The unit in which a sum of figures is shown: their own if it is one, or else the base of their sort. As the number of bases in one.
pub(super) fn unit_of<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Decimal {
    let mut factors = figures.into_iter().filter_map(|figure| Some(figure.number.as_ref()?.sort.factor));
    let first = factors.next().unwrap_or(Decimal::ONE);
    if factors.all(|factor| factor == first) { first } else { Decimal::ONE }
}

/// The sum of the stated numbers of figures; `None` if it is too large.
pub(super) fn total_of<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Option<Decimal> {
    figures.into_iter().try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(figure.number.as_ref()?.value()?))
}

/// A computed number in a unit.
pub(super) fn in_unit(value: Decimal, unit: Decimal) -> Decimal {
    value.checked_div(unit).unwrap_or(value)
}

/// The sign before a number that is a limit or rough, or before a sum with such numbers.
pub(super) fn sign<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> &'static str {
    let numbers: Vec<&Number> = figures.into_iter().filter_map(|figure| figure.number.as_ref()).collect();
    let has = |is: fn(&Number) -> bool| numbers.iter().any(|number| is(number));
    match () {
        () if has(|number| number.quantity.bound.is_open_above()) => "> ",
        () if has(|number| number.quantity.bound.is_open_below()) => "< ",
        () if has(|number| number.quantity.approx) => "≈ ",
        () => "",
    }
}

/// The number of a figure in a unit, as it is shown in sums.
pub(super) fn value(figure: &Figure, unit: Decimal) -> String {
    let value = figure.number.as_ref().and_then(Number::value);
    value.map_or_else(String::new, |value| format!("{}{}", sign([figure]), grouped(in_unit(value, unit).normalize())))
}

/// One meaning for several figures about the same: wide enough for each of them.
pub(super) fn hull(figures: &[&Figure]) -> Option<Meaning> {
    let mut meanings = figures.iter().filter_map(|figure| Some(figure.number.as_ref()?.meaning));
    let first = meanings.next()?;
    Some(meanings.fold(first, |all, one| Meaning { strict: all.strict.hull(&one.strict), loose: all.loose.hull(&one.loose) }))
}

/// Whether some of the figures are no facts, other than estimates of one voice: their numbers may be of different cases.
pub(super) fn are_of_different_cases<'a>(figures: impl IntoIterator<Item = &'a Figure> + Clone) -> bool {
    let mut all = figures.clone().into_iter();
    let Some(first) = all.next() else { return false };
    let are_one =
        first.kind == ClaimKind::Estimate && all.all(|other| other.kind == first.kind && other.is_of_one_voice_with(first));
    !are_one && figures.into_iter().any(|figure| !figure.is_fact())
}

/// The days between two dates.
pub(super) fn days_between(one: jiff::civil::Date, other: jiff::civil::Date) -> i64 {
    one.until(other).map_or(0, |span| i64::from(span.get_days()))
}

/// A period so many years later, or earlier.
pub(super) fn years_later(period: Period, years: i16) -> Option<Period> {
    let span = jiff::Span::new().try_years(years).ok()?;
    Some(Period { start: period.start.checked_add(span).ok()?, end: period.end.checked_add(span).ok()?, ..period })
}

/// The period of the same number of months, or days, right before.
pub(super) fn before(period: Period) -> Option<Period> {
    let months = (i32::from(period.end.year()) - i32::from(period.start.year())) * 12 + i32::from(period.end.month())
        - i32::from(period.start.month());
    let start = if period.start.day() == 1 && period.end.day() == 1 && months > 0 {
        period.start.checked_sub(jiff::Span::new().try_months(months).ok()?).ok()?
    } else {
        period.start.checked_sub(jiff::Span::new().try_days(days_between(period.start, period.end)).ok()?).ok()?
    };
    Some(Period { start, end: period.start, ..period })
}

pub(super) fn is_same_time(one: Period, other: Period) -> bool {
    (one.start, one.end) == (other.start, other.end)
}
