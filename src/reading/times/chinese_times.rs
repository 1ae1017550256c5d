//! Reads Chinese times: 2025年3月, 去年, 上半年, 第三季度, 年底, 五年内, 到2030年.

use rust_decimal::Decimal;

use super::absolute::nearest;
use super::chinese_spans::{ChineseFound, day_of, feast, first_months, lettered, months_from_to, reported, whole, whole_of};
use super::{PeriodError, Style, TimeContext, TimeMention, TimeUnit, When, months_from};
use crate::notebook::{Grain, Period, TextRange};
use crate::reading::han::{self, HanAmount, HanNumber};
use crate::reading::web;

/// Appends the times of `text[range]`.
///
/// `future`: whether the clause of a byte is about the future.
pub(in crate::reading) fn read(
    text: &str,
    range: TextRange,
    context: TimeContext,
    future: impl Fn(usize) -> bool,
    found: &mut Vec<TimeMention>,
) {
    let (mut at, mut spoken) = (range.start, context.spoken);
    while at < range.end {
        let rest = &text[at..range.end];
        let Some(character) = rest.chars().next() else { break };
        let glued = text[range.start..at]
            .chars()
            .next_back()
            .is_some_and(|before| before.is_ascii_alphanumeric() && character.is_ascii_digit());
        let may = han::may_begin(character) || may_open(character);
        let here = || TimeContext { future: context.future && future(at), spoken, ..context };
        let may = may && !glued && !web::is_in_address(text, at);
        match may.then(|| one(rest, here())).flatten() {
            Some((when, length, deadline)) => {
                let before = &text[range.start..at];
                // 5月1日至10月7日 is one period.
                let joint =
                    found.last().filter(|last| matches!(text.get(last.range.end..at), Some("至" | "到" | "-" | "—" | "～")));
                if let (Some(last), When::Days(..)) = (joint, &when) {
                    let joined = super::absolute::joined(last.when.clone(), when);
                    let start = last.range.start;
                    found.pop();
                    found.push(TimeMention {
                        range: TextRange { start, end: at + length },
                        when: joined,
                        deadline: false,
                        since: false,
                        until: None,
                        tokens: (0, 0),
                    });
                    at += length;
                    continue;
                }
                let since = ["成立于", "创立于", "创办于", "始于", "自"].iter().any(|word| before.ends_with(word));
                let (deadline, length) = limit(text, range, at, length, deadline);
                let (when, length) = up_to(before, &text[at + length..range.end], when, length);
                found.push(TimeMention {
                    range: TextRange { start: at, end: at + length },
                    when,
                    deadline,
                    since,
                    until: context.reference.filter(|_| before.ends_with('自')),
                    tokens: (0, 0),
                });
                spoken.remember(&found[found.len() - 1..]);
                at += length;
            }
            None => at += character.len_utf8(),
        }
    }
}

/// Whether a time without a number can begin with a character: 今年, 去年, 上半年, 目前.
fn may_open(character: char) -> bool {
    matches!(
        character,
        '今' | '去'
            | '明'
            | '前'
            | '后'
            | '本'
            | '上'
            | '下'
            | '目'
            | '如'
            | '现'
            | '当'
            | '未'
            | '过'
            | '近'
            | '年'
            | '第'
            | '昨'
            | '全'
            | '报'
            | '期'
            | '头'
            | '首'
            | '五'
            | '国'
            | '元'
    )
}

/// Whether the words around make a time a deadline (到2030年, 2030年前; 截至 does not), and its length in bytes with such words after
/// it.
fn limit(text: &str, range: TextRange, at: usize, length: usize, deadline: bool) -> (bool, usize) {
    let before = &text[range.start..at];
    let after = &text[at + length..range.end];
    let opens = before.ends_with(['到', '至']) && !before.ends_with("达到") && !before.ends_with("截至");
    for word in ["之前", "以前", "前"] {
        if after.starts_with(word) && !after.starts_with("前三") && !after.starts_with("前往") {
            return (true, length + word.len());
        }
    }
    (deadline || opens, length)
}

/// 截至3月末 is the last day of March; 截至6月底止中期, 截至2026年6月30日止六个月 are the months up to that day.
fn up_to(before: &str, after: &str, when: When, length: usize) -> (When, usize) {
    let When::Days(period, style) = when else { return (when, length) };
    let of_month = period.grain == Grain::Month || period.grain == Grain::Day;
    if !before.ends_with("截至") || !of_month {
        return (When::Days(period, style), length);
    }
    let end = ["末", "底"].into_iter().find(|end| after.starts_with(end)).map_or(0, str::len);
    const SPANS: [(&str, i32); 7] =
        [("止中期", 6), ("止六个月", 6), ("止半年", 6), ("止三个月", 3), ("止九个月", 9), ("止年度", 12), ("止全年", 12)];
    if let Some((word, months)) = SPANS.iter().find(|(word, _)| after[end..].starts_with(word))
        && let Ok(start) = period.end.checked_sub(jiff::Span::new().months(*months))
    {
        let grain = if *months == 12 { Grain::Year } else { Grain::Quarter };
        return (When::Days(Period { start, grain, ..period }, Style::Plain), length + end + word.len());
    }
    let last = period.end.yesterday().ok().and_then(Period::day).filter(|_| end > 0);
    last.map_or((When::Days(period, style), length), |day| (When::Days(day, Style::Plain), length + end))
}

fn one(rest: &str, context: TimeContext) -> ChineseFound {
    // The number is read once for all that may begin with it.
    let number = han::number_at(rest);
    let first = number.and_then(whole_of);
    let numbered = first.and_then(|first| {
        year_first(rest, first)
            .or_else(|| lettered(rest))
            .or_else(|| months_from_to(rest, first, context))
            .or_else(|| month_first(rest, first, context))
    });
    numbered
        .or_else(|| first_months(rest, context))
        .or_else(|| relative_year(rest, context))
        .or_else(|| part(rest, context))
        .or_else(|| word(rest, context))
        .or_else(|| reported(rest, context))
        .or_else(|| feast(rest, context))
        .or_else(|| span(rest, number, context))
}

/// Reads a time that begins with a year: 2025年, 二〇二五年, 2025年3月, 2025年3月15日, 2025年上半年, 2025-2027年.
fn year_first(rest: &str, (year, length): (i32, usize)) -> ChineseFound {
    if !(1000..=2500).contains(&year) {
        return None;
    }
    let after = &rest[length..];
    if let Some(second) = after.strip_prefix(['-', '–', '—', '至', '到', '~']) {
        let (last, more) = whole(second).filter(|(last, _)| *last > year && last - year < 100)?;
        let end = rest.len() - second.len() + more;
        let closed = rest[end..].starts_with('年');
        let when = months_from(year, 1, (last - year + 1) * 12, Grain::Year);
        let when = if let When::Days(period, _) = when { When::Days(period, Style::Years) } else { when };
        return closed.then_some((when, end + "年".len(), false));
    }
    let body = after.strip_prefix('年').filter(|body| !body.starts_with(['来', '间']))?;
    let (when, more) = in_year(body, year).unwrap_or((months_from(year, 1, 12, Grain::Year), 0));
    Some((when, length + "年".len() + more, false))
}

/// Reads the part of a year after it: a month, a day, a half, a quarter, its beginning or end.
fn in_year(body: &str, year: i32) -> Option<(When, usize)> {
    if let Some((month, length)) = whole(body).filter(|(month, _)| (1..=12).contains(month))
        && body[length..].starts_with('月')
    {
        let base = length + "月".len();
        if let Some((day, more)) = whole(&body[base..]).filter(|(day, _)| (1..=31).contains(day))
            && body[base + more..].starts_with(['日', '号'])
        {
            return Some((day_of(year, month, day), base + more + "日".len()));
        }
        return Some((months_from(year, month, 1, Grain::Month), base));
    }
    part_of(body, year)
}

/// Reads a named part of a year: 上半年, 第三季度, 一季度, 年初, 年底.
fn part_of(body: &str, year: i32) -> Option<(When, usize)> {
    let styled = |when: When| match when {
        When::Days(period, _) => When::Days(period, Style::Months),
        other => other,
    };
    if let Some(after) = ["前", "头", "首"].iter().find_map(|word| body.strip_prefix(word))
        && let Some((count, length)) = whole(after).filter(|(count, _)| (2..=11).contains(count))
        && after[length..].starts_with("个月")
    {
        let length = body.len() - after.len() + length + "个月".len();
        return Some((months_from(year, 1, count, Grain::Quarter), length));
    }
    const PARTS: [(&str, i32, i32); 12] = [
        ("上半年", 1, 6),
        ("下半年", 7, 6),
        ("第一季度", 1, 3),
        ("第二季度", 4, 3),
        ("第三季度", 7, 3),
        ("第四季度", 10, 3),
        ("一季度", 1, 3),
        ("二季度", 4, 3),
        ("三季度", 7, 3),
        ("四季度", 10, 3),
        ("前三季度", 1, 9),
        ("全年", 1, 12),
    ];
    if let Some((word, month, count)) = PARTS.iter().find(|(word, ..)| body.starts_with(word)) {
        let grain = if *count == 12 { Grain::Year } else { Grain::Quarter };
        return Some((months_from(year, *month, *count, grain), word.len()));
    }
    const ROUGH: [(&str, i32, i32); 8] = [
        ("年初", 1, 3),
        ("初", 1, 3),
        ("年中", 6, 3),
        ("中", 6, 3),
        ("年底", 1, 12),
        ("底", 1, 12),
        ("年末", 1, 12),
        ("末", 1, 12),
    ];
    let (word, month, count) = ROUGH.iter().find(|(word, ..)| body.starts_with(word))?;
    // 2025年中国 is China in 2025, not the middle of 2025.
    if *word == "中" && !body.starts_with("中期") {
        return None;
    }
    let when = months_from(year, *month, *count, if *count == 12 { Grain::Year } else { Grain::Quarter });
    Some((if *count == 12 { when } else { styled(when) }, word.len()))
}

/// Reads 今年, 去年, 明年 with the part of the year after them.
fn relative_year(rest: &str, context: TimeContext) -> ChineseFound {
    const YEARS: [(&str, i32); 9] = [
        ("今年", 0),
        ("年内", 0),
        ("本年度", 0),
        ("本年", 0),
        ("去年", -1),
        ("明年", 1),
        ("前年", -2),
        ("后年", 2),
        ("上年", -1),
    ];
    let (word, shift) = YEARS.iter().find(|(word, _)| rest.starts_with(word))?;
    // 去年同期 (the same period last year) is a basis of comparison; it dates only the number that follows it.
    if let Some(after) = rest[word.len()..].strip_prefix("同期") {
        let base = context.spoken.any_span().filter(|_| *shift == -1 && says_level(after))?;
        let earlier = base.years_earlier(1)?;
        return Some((When::Days(earlier, Style::Plain), word.len() + "同期".len(), false));
    }
    // 今年72岁.
    let age = han::number_at(&rest[word.len()..]).filter(|number| rest[word.len() + number.length..].starts_with('岁'));
    if age.is_some() {
        return None;
    }
    let Some(reference) = context.reference else { return Some((When::Unresolved(PeriodError::NoReference), word.len(), false)) };
    let year = i32::from(reference.year()) + shift;
    let (when, more) = in_year(&rest[word.len()..], year).unwrap_or((months_from(year, 1, 12, Grain::Year), 0));
    Some((when, word.len() + more, false))
}

/// Whether a level follows 去年同期, and no change: 为亏损0.87亿元, 的29.1亿元.
fn says_level(after: &str) -> bool {
    let rest = after.trim_start_matches(['的', '为', '是', '仅', '约']);
    let rest = ["亏损", "盈利", "净利润", "净亏损"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    rest.starts_with(|letter: char| letter.is_ascii_digit()) || rest.chars().next().is_some_and(han::is_numeral)
}

/// Reads 3月, 3月15日, in the year that news means.
fn month_first(rest: &str, (month, length): (i32, usize), context: TimeContext) -> ChineseFound {
    let is_month = (1..=12).contains(&month);
    let body = rest[length..].strip_prefix('月').filter(|body| is_month && !body.starts_with(['来', '间']))?;
    let base = length + "月".len();
    let day = whole(body).filter(|(day, _)| (1..=31).contains(day)).filter(|(_, more)| body[*more..].starts_with(['日', '号']));
    let end = day.map_or(base, |(_, more)| base + more + "日".len());
    let Some(reference) = context.reference else { return Some((When::Unresolved(PeriodError::NoReference), end, false)) };
    let make = |year: i32| match day {
        Some((day, _)) => day_of(year, month, day),
        None => months_from(year, month, 1, Grain::Month),
    };
    // 5月1日起 is to come.
    Some((nearest(make, reference, context.future || rest[end..].starts_with('起')), end, false))
}

/// Reads 上半年, 第三季度 without a year.
fn part(rest: &str, context: TimeContext) -> ChineseFound {
    let (_, length) = part_of(rest, 2000).filter(|(_, length)| *length > "年".len())?;
    let Some(reference) = context.reference else { return Some((When::Unresolved(PeriodError::NoReference), length, false)) };
    let make = |year: i32| part_of(rest, year).map_or(When::Unresolved(PeriodError::Unknown), |(when, _)| when);
    // 年底 is the end of the current year at any time of that year.
    let of_year = rest.starts_with('年');
    Some((if of_year { make(i32::from(reference.year())) } else { nearest(make, reference, context.future) }, length, false))
}

/// Reads 今天, 上月, 上季度, 目前.
fn word(rest: &str, context: TimeContext) -> ChineseFound {
    if let Some(word) = ["目前", "如今", "现在", "当前"].iter().find(|word| rest.starts_with(**word)) {
        let when = context.reference.and_then(Period::day).map_or(When::Present, |day| When::Days(day, Style::Now));
        return Some((when, word.len(), false));
    }
    const SHIFTS: [(&str, TimeUnit, i32); 14] = [
        ("今天", TimeUnit::Day, 0),
        ("今日", TimeUnit::Day, 0),
        ("昨天", TimeUnit::Day, -1),
        ("昨日", TimeUnit::Day, -1),
        ("明天", TimeUnit::Day, 1),
        ("本月", TimeUnit::Month, 0),
        ("上个月", TimeUnit::Month, -1),
        ("上月", TimeUnit::Month, -1),
        ("下个月", TimeUnit::Month, 1),
        ("下月", TimeUnit::Month, 1),
        ("本季度", TimeUnit::Quarter, 0),
        ("上季度", TimeUnit::Quarter, -1),
        ("上一季度", TimeUnit::Quarter, -1),
        ("下季度", TimeUnit::Quarter, 1),
    ];
    let (word, unit, shift) = SHIFTS.iter().find(|(word, ..)| rest.starts_with(word))?;
    let when = super::relative::shifted_unit(*unit, *shift, context.reference)?;
    Some((when, word.len(), false))
}

/// Reads a number of units of time: 五年内, 未来五年, 三年前, 十八个月.
fn span(rest: &str, number: Option<HanNumber>, context: TimeContext) -> ChineseFound {
    let opening = ["未来", "今后", "过去", "近"].iter().find(|word| rest.starts_with(**word));
    let skipped = opening.map_or(0, |word| word.len());
    let number = if skipped == 0 { number } else { han::number_at(&rest[skipped..]) }?;
    let HanAmount::One(count) = number.amount else { return None };
    let end = skipped + number.length;
    const UNITS: [(&str, TimeUnit); 8] = [
        ("个月", TimeUnit::Month),
        ("个季度", TimeUnit::Quarter),
        ("年", TimeUnit::Year),
        ("周", TimeUnit::Week),
        ("天", TimeUnit::Day),
        ("日", TimeUnit::Day),
        ("个小时", TimeUnit::Instant),
        ("小时", TimeUnit::Instant),
    ];
    let (word, unit) = UNITS.iter().find(|(word, _)| rest[end..].starts_with(word))?;
    if count > Decimal::from(300) {
        return None;
    }
    let next = end + word.len();
    let after = &rest[next..];
    let within = ["以内", "之内", "内"].iter().find(|word| after.starts_with(**word));
    let ahead = within.is_some() || matches!(opening, Some(&"未来" | &"今后"));
    let behind = ["前", "以前", "之前"].iter().find(|word| after.starts_with(**word));
    let shifted = |back: bool| {
        let Some(reference) = context.reference else { return When::Unresolved(PeriodError::NoReference) };
        super::relative::shifted_by(count, *unit, reference, back)
    };
    // 未来三年 are the years from today on.
    if ahead && within.is_none() && *unit > TimeUnit::Week {
        let when = match (shifted(false), context.reference) {
            (When::Days(period, _), Some(start)) => {
                When::Days(Period { start, end: period.start, grain: Grain::Day, deadline: false }, Style::Plain)
            }
            (other, _) => other,
        };
        return Some((when, next, false));
    }
    if ahead {
        let when = match shifted(false) {
            When::Days(period, _) if *unit > TimeUnit::Week => When::Days(period, Style::Counted),
            other => other,
        };
        return Some((when, next + within.map_or(0, |word| word.len()), true));
    }
    if let Some(word) = behind.filter(|_| *unit != TimeUnit::Instant) {
        return Some((shifted(true), next + word.len(), false));
    }
    Some((When::Duration(count, *unit), next, false))
}
