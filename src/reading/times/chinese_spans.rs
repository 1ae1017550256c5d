//! Chinese spans of months: 2026Q1, 1-5月, 前5个月, 报告期内, holidays; and the period of which a text says that it reports.

use jiff::civil::Date;

use super::absolute::nearest;
use super::{PeriodError, Style, TimeContext, When, days, months_from};
use crate::notebook::{Grain, Period};
use crate::reading::han::{self, HanAmount, HanNumber};

/// A time, its length in bytes, and whether it is a deadline.
pub(super) type ChineseFound = Option<(When, usize, bool)>;

pub(super) fn whole(rest: &str) -> Option<(i32, usize)> {
    whole_of(han::number_at(rest)?)
}

/// A number that counts years, months or days, and its length in bytes.
pub(super) fn whole_of(number: HanNumber) -> Option<(i32, usize)> {
    let HanAmount::One(value) = number.amount else { return None };
    let counts = !number.more && value.is_integer();
    Some((i32::try_from(value).ok().filter(|_| counts)?, number.length))
}

pub(super) fn day_of(year: i32, month: i32, day: i32) -> When {
    let parts = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    days(parts.and_then(|((year, month), day)| Date::new(year, month, day).ok()).and_then(Period::day))
}

/// Reads quarters and halves with letters, as brokers write them: 2026Q1, 26Q1, 1H25, 2025H2.
pub(super) fn lettered(rest: &str) -> ChineseFound {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(rest);
    let letter = rest[first..].bytes().next().filter(|letter| matches!(letter, b'Q' | b'H'))?;
    let second = digits(&rest[first + 1..]);
    let length = first + 1 + second;
    let (left, right) = (rest[..first].parse::<i32>().ok()?, rest[first + 1..length].parse::<i32>().ok()?);
    let (year, part) = match (first, second) {
        (4, 1) => (left, right),
        (2, 1) => (2000 + left, right),
        (1, 2) => (2000 + right, left),
        (1, 4) => (right, left),
        _ => return None,
    };
    let months = if letter == b'Q' { 3 } else { 6 };
    let fits = (1..=12 / months).contains(&part) && !rest[length..].starts_with(|next: char| next.is_ascii_alphanumeric());
    fits.then(|| (months_from(year, (part - 1) * months + 1, months, Grain::Quarter), length, false))
}

/// Reads 前5个月, 头三个月 without a year.
pub(super) fn first_months(rest: &str, context: TimeContext) -> ChineseFound {
    let after = ["前", "头", "首"].iter().find_map(|word| rest.strip_prefix(word))?;
    let (count, length) = whole(after)?;
    let end = after[length..].starts_with("个月").then_some("个月".len())?;
    of_months(1, count, rest.len() - after.len() + length + end, context)
}

/// Reads 1-5月, 一至三月 without a year.
pub(super) fn months_from_to(rest: &str, (first, length): (i32, usize), context: TimeContext) -> ChineseFound {
    let after = &rest[length..];
    let joint = ['-', '–', '—', '至', '到', '~', '～'].into_iter().find(|joint| after.starts_with(*joint))?.len_utf8();
    let (last, more) = whole(&after[joint..])?;
    let end = length + joint + more;
    let month = '月'.len_utf8();
    let closed = rest[end..].starts_with('月') && !rest[end + month..].starts_with(|next: char| next.is_ascii_digit());
    (closed && last > first).then(|| of_months(first, last, end + month, context))?
}

fn of_months(first: i32, last: i32, length: usize, context: TimeContext) -> ChineseFound {
    let fits = (1..=12).contains(&first) && (first..=12).contains(&last) && last > 1;
    let reference = context.reference.filter(|_| fits)?;
    let make = |year: i32| months_from(year, first, last - first + 1, Grain::Quarter);
    // The months of a year that are over are told from the next month on.
    let this = i32::from(reference.year());
    let when = match make(this) {
        When::Days(period, _) if period.start > reference && !context.future => make(this - 1),
        when => when,
    };
    Some((when, length, false))
}

/// Reads 报告期内 and 报告期末, where the text says of which year, half or quarter it reports.
pub(super) fn reported(rest: &str, context: TimeContext) -> ChineseFound {
    let report = context.spoken.report?;
    let (word, at_end) = [("报告期末", true), ("期末", true), ("报告期内", false), ("报告期", false), ("期内", false)]
        .into_iter()
        .find(|(word, _)| rest.starts_with(word))?;
    let period = if at_end { report.end.yesterday().ok().and_then(Period::day)? } else { report };
    Some((When::Days(period, Style::Plain), word.len(), false))
}

/// Reads holidays whose days are the same every year: 元旦, 五一假期, 国庆假期.
pub(super) fn feast(rest: &str, context: TimeContext) -> ChineseFound {
    const FEASTS: [(&str, i32, i32, i32); 6] = [
        ("五一假期", 5, 1, 5),
        ("五一期间", 5, 1, 5),
        ("国庆假期", 10, 1, 7),
        ("国庆期间", 10, 1, 7),
        ("国庆长假", 10, 1, 7),
        ("元旦", 1, 1, 1),
    ];
    let (word, month, first, last) = FEASTS.iter().find(|(word, ..)| rest.starts_with(word))?;
    let Some(reference) = context.reference else { return Some((When::Unresolved(PeriodError::NoReference), word.len(), false)) };
    let make = |year: i32| super::absolute::joined(day_of(year, *month, *first), day_of(year, *month, *last));
    Some((nearest(make, reference, context.future), word.len(), false))
}

/// The year, half or quarter of which a text reports: 2025年年度报告, 2026年半年报, 2026年一季报; `None` if it names none or several.
pub(in crate::reading) fn report_of(text: &str) -> Option<Period> {
    const REPORTS: [(&str, i32, i32); 12] = [
        ("半年度报告", 1, 6),
        ("半年报", 1, 6),
        ("中期报告", 1, 6),
        ("中期业绩", 1, 6),
        ("第一季度报告", 1, 3),
        ("一季度报告", 1, 3),
        ("一季报", 1, 3),
        ("第三季度报告", 1, 9),
        ("三季报", 1, 9),
        ("年度报告", 1, 12),
        ("度报告", 1, 12),
        ("年报", 1, 12),
    ];
    let mut found = None;
    for (at, _) in text.match_indices('年').filter(|(at, _)| *at >= 4) {
        let Some(year) =
            text.get(at - 4..at).and_then(|year| year.parse::<i32>().ok()).filter(|year| (1990..2100).contains(year))
        else {
            continue;
        };
        let after = &text[at + '年'.len_utf8()..];
        // 2025年报 shares its 年.
        let named = REPORTS.iter().find(|(word, ..)| after.starts_with(word) || *word == "年报" && after.starts_with('报'));
        let Some((_, month, count)) = named else { continue };
        let When::Days(period, _) = months_from(year, *month, *count, if *count == 12 { Grain::Year } else { Grain::Quarter })
        else {
            continue;
        };
        match found {
            Some(known) if known != period => return None,
            _ => found = Some(period),
        }
    }
    found
}
