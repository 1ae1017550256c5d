//! Reads dates in figures alone: `2026-03-31`, `31/03/2026`, `31.12.2024`, `20261121`.

use jiff::civil::Date;

use super::absolute::{PLAUSIBLE, whole_number};
use super::{Found, PeriodError, When, days, months_from};
use crate::notebook::{Grain, Period};
use crate::reading::tokens::Tokens;

/// Reads `2026-03-31`, `2025-06`, `31/03/2026`.
pub(super) fn iso_or_slashed(tokens: &Tokens<'_>, at: usize) -> Found {
    let joint = |index: usize, mark: &str| tokens.mark(index, mark) && tokens.glued(index) && tokens.glued(index + 1);
    let first = whole_number(tokens, at)?;
    let mark = ["-", "/"].into_iter().find(|mark| joint(at + 1, mark))?;
    let second = whole_number(tokens, at + 2)?;
    let (is_year, two) = (tokens.str(at).len() == 4, tokens.str(at + 2).len() == 2);
    let third = if joint(at + 3, mark) { whole_number(tokens, at + 4) } else { None };
    match third {
        Some(day) if is_year => Some((date(first, second, day), at + 5)),
        Some(year) if tokens.str(at + 4).len() == 4 && mark == "/" => {
            // If both numbers could be months, it is unknown which of them is the day.
            let (month, day) = match (first > 12, second > 12) {
                (true, false) => (second, first),
                (false, true) => (first, second),
                _ if first == second => (first, second),
                _ => return Some((When::Unresolved(PeriodError::Unknown), at + 5)),
            };
            Some((date(year, month, day), at + 5))
        }
        // “2010-11” is a season over two years; “2025-06” would run backwards as a season, so it is a month.
        None if is_year && two && mark == "-" && (1..=12).contains(&second) && second <= first % 100 => {
            Some((months_from(first, second, 1, Grain::Month), at + 3))
        }
        _ => None,
    }
}

/// Reads `31.12.2024`.
pub(super) fn dotted(text: &str) -> Option<When> {
    let mut parts = text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = parts.next().is_none() && day.len() <= 2 && month.len() <= 2 && year.len() == 4;
    fits.then(|| Some(date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)))?
}

/// Reads `20261121`: eight digits that are a plausible day.
pub(super) fn compact(text: &str) -> Option<When> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) || !text.starts_with(['1', '2']) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i32>().ok();
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let found = date(year, month, day);
    (PLAUSIBLE.contains(&year) && matches!(found, When::Days(..))).then_some(found)
}

pub(super) fn date(year: i32, month: i32, day: i32) -> When {
    let parts = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    days(parts.and_then(|((year, month), day)| Date::new(year, month, day).ok()).and_then(Period::day))
}
