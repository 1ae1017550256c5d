//! Reads Chinese quantities: a number, its measure word or unit, and the words of bound and direction around it.

use rust_decimal::Decimal;

use crate::notebook::{Bound, TextRange};
use crate::reading::han::{self, HanAmount, HanNumber};
use crate::reading::lexicon::{UnitId, unit_named};
use crate::reading::times::{TimeMention, When};
use crate::reading::web;

use super::chinese_tails as tails;
use super::chinese_units::unit_after;
use super::{Amount, Basis, Direction, QuantityMention, Role, Unit, UnitSort};

/// Words before a number, with their bound and whether they approximate; each comes before any shorter one that it ends with.
const BEFORE: [(&str, Option<Bound>, bool); 34] = {
    use Bound::{AtLeast, AtMost, LessThan, MoreThan};
    [
        ("不低于", Some(AtLeast), false),
        ("不少于", Some(AtLeast), false),
        ("不超过", Some(AtMost), false),
        ("不高于", Some(AtMost), false),
        ("不多于", Some(AtMost), false),
        ("超过了", Some(MoreThan), false),
        ("超过", Some(MoreThan), false),
        ("多于", Some(MoreThan), false),
        ("高于", Some(MoreThan), false),
        ("大于", Some(MoreThan), false),
        ("突破", Some(MoreThan), false),
        ("超", Some(MoreThan), false),
        ("逾", Some(MoreThan), false),
        ("至少", Some(AtLeast), false),
        ("最少", Some(AtLeast), false),
        ("起码", Some(AtLeast), false),
        ("不到", Some(LessThan), false),
        ("不足", Some(LessThan), false),
        ("低于", Some(LessThan), false),
        ("少于", Some(LessThan), false),
        ("小于", Some(LessThan), false),
        ("未满", Some(LessThan), false),
        ("最多", Some(AtMost), false),
        ("至多", Some(AtMost), false),
        ("高达", None, false),
        ("大约", None, true),
        ("大概", None, true),
        ("约为", None, true),
        ("将近", None, true),
        ("接近", None, true),
        ("约", None, true),
        ("近", None, true),
        ("有", None, false),
        ("共", None, false),
    ]
};

/// Words after a quantity, with their bound and whether they approximate.
const AFTER: [(&str, Option<Bound>, bool); 8] = [
    ("及以上", Some(Bound::AtLeast), false),
    ("以上", Some(Bound::AtLeast), false),
    ("及以下", Some(Bound::AtMost), false),
    ("以下", Some(Bound::AtMost), false),
    ("以内", Some(Bound::AtMost), false),
    ("之内", Some(Bound::AtMost), false),
    ("左右", None, true),
    ("上下", None, true),
];

const UP: [&str; 22] = [
    "上行",
    "回升",
    "扩大",
    "上调",
    "走高",
    "反弹",
    "走强",
    "收涨",
    "净增",
    "增长了",
    "增长",
    "上升",
    "提高",
    "上涨",
    "增加",
    "提升",
    "大增",
    "飙升",
    "增",
    "涨",
    "升",
    "攀升",
];
const DOWN: [&str; 22] = [
    "下行",
    "回落",
    "收窄",
    "缩小",
    "下调",
    "缩短",
    "走低",
    "收跌",
    "萎缩",
    "净减",
    "缩水",
    "下降了",
    "下降",
    "减少",
    "下滑",
    "下跌",
    "缩减",
    "降低",
    "暴跌",
    "降",
    "跌",
    "减",
];

/// Appends the quantities of `text[range]`.
pub(in crate::reading) fn read(text: &str, range: TextRange, times: &[TimeMention], found: &mut Vec<QuantityMention>) {
    let first = found.len();
    let mut at = range.start;
    while at < range.end {
        let taken = times.iter().find(|time| {
            time.range.start <= at && at < time.range.end && !matches!(time.when, When::Duration(..)) && !is_counted(text, time)
        });
        if let Some(time) = taken {
            at = time.range.end;
            continue;
        }
        let rest = &text[at..range.end];
        let Some(character) = rest.chars().next() else { break };
        // 半个百分点.
        if character == '半'
            && let Some(half) = ["半个百分点", "半個百分點"].iter().find(|half| rest.starts_with(**half))
        {
            let unit = Unit::known(unit_named("percentage point"));
            let range = TextRange { start: at, end: at + half.len() };
            found.push(plain(range, Amount::One(Decimal::new(5, 1)), unit));
            at = range.end;
            continue;
        }
        match han::may_begin(character).then(|| mention_at(text, range, at)).flatten() {
            Some(mention) => {
                at = mention.range.end;
                found.push(mention);
            }
            None => at += skip(rest, character),
        }
    }
    join_ranges(text, found, first);
    for mention in &mut found[first..] {
        surroundings(text, range, mention);
        mention.time = nearest(text, times, mention);
    }
}

/// Whether a time is a number of units from now: 五年内.
fn is_counted(text: &str, time: &TimeMention) -> bool {
    time.deadline && text[time.range.start..time.range.end].ends_with('内')
}

/// The number of bytes to skip where no quantity begins: a whole word of letters and digits, such as SU7, or one character.
fn skip(rest: &str, first: char) -> usize {
    if first.is_ascii_alphanumeric() {
        let end = rest.find(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '.' | ',')));
        return end.unwrap_or(rest.len()).max(1);
    }
    first.len_utf8()
}

fn mention_at(text: &str, range: TextRange, at: usize) -> Option<QuantityMention> {
    let mut behind = text[range.start..at].chars().rev();
    let before = behind.next();
    // “X-99” is a name, “5%-8%” a range.
    let dashed = matches!(before, Some('-' | '/')) && behind.next().is_none_or(|first| first.is_ascii_alphanumeric());
    if dashed || before.is_some_and(|before| matches!(before, '第' | '.') || before.is_ascii_alphanumeric()) {
        return None;
    }
    // 二十几家 is not 十几家.
    if before.is_some_and(han::is_numeral) || names_by_number(&text[range.start..at]) || web::is_in_address(text, at) {
        return None;
    }
    let (currency, sign) = currency_before(&text[range.start..at]);
    let number = han::number_at(&text[at..range.end])?;
    let end = at + number.length;
    let (amount, mut unit) = match number.amount {
        HanAmount::One(value) => (Amount::One(value), Unit::default()),
        HanAmount::Vague(low, high) => (Amount::Vague(low, high), Unit::default()),
        HanAmount::Percent(low, high) => {
            let amount = if low == high { Amount::One(low) } else { Amount::Range(low, high) };
            (amount, Unit::known(unit_named("percentage")))
        }
        HanAmount::Part(part, whole) => (Amount::Part(part, whole), Unit::named("% -", UnitSort::Share)),
    };
    let mut next = end;
    // -3.9%, 负2.1亿元.
    let minus = ["-", "−", "－", "负", "負", "零下"].into_iter().find(|minus| text[range.start..at - sign].ends_with(minus));
    // 10-15家, 20至25万元: the unit and the scale are stated with the second number only.
    if let (Amount::One(low), None, Some((high, length))) = (amount, currency, range_end(&text[end..range.end]))
        && let Some((unit, more)) = unit_after(&text[end + length..range.end], &high.0)
        && let HanAmount::One(top) = high.0.amount
    {
        let low = if low <= high.1 && low < Decimal::from(1000) { low.saturating_mul(top.checked_div(high.1)?) } else { low };
        if low < top {
            let range = TextRange { start: at, end: end + length + more };
            return Some(plain(range, Amount::Range(low, top), unit));
        }
    }
    if unit.is_none() {
        if let Some(id) = currency {
            unit = Unit::known(id);
        } else if let Some((found, length)) = temperature(&text[range.start..at], &text[end..range.end]) {
            (unit, next) = (Unit::known(found), end + length);
        } else {
            // 负1.1: whatever has a sign is a number.
            let signed = || minus.filter(|minus| matches!(*minus, "负" | "負")).map(|_| (Unit::default(), 0));
            let (found, length) = unit_after(&text[end..range.end], &number).or_else(signed)?;
            (unit, next) = (found, end + length);
        }
    }
    let (amount, unit, next) = match amount {
        Amount::One(value) => {
            let (value, unit, length) = tails::with_tail(value, unit, &text[next..range.end]);
            (Amount::One(value), unit, next + length)
        }
        amount => (amount, unit, next),
    };
    let amount = match (amount, minus) {
        (Amount::One(value), Some(_)) => Amount::One(-value),
        (amount, _) => amount,
    };
    let start = at - sign - minus.map_or(0, |minus| minus.len());
    let role = match (&amount, unit.sort) {
        (Amount::Part(..), _) => Role::Share,
        (_, UnitSort::Time) if unit.name.ends_with("of age") => Role::Age,
        (_, UnitSort::Time) => Role::Duration,
        _ => Role::Level,
    };
    let bound = if number.more { Bound::MoreThan } else { Bound::Exactly };
    let approx = matches!(amount, Amount::Vague(..));
    let made = plain(TextRange { start, end: next }, amount, unit);
    Some(QuantityMention { bound, approx, role, ..made })
}

/// How far before a number its 气温 or 华氏 is looked for, in bytes.
const NEAR: usize = 36;

/// The scale of a temperature before 度, and the bytes of 度: 零下5度, 华氏98度, 气温升到38度. Elsewhere 度 may as well be a
/// kilowatt-hour.
fn temperature(before: &str, after: &str) -> Option<(UnitId, usize)> {
    let degree = "度";
    if !after.starts_with(degree) {
        return None;
    }
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(NEAR))..];
    let near = &near[near.rfind(['，', '。', '；', ',']).unwrap_or(0)..];
    let said = |words: &[&str]| words.iter().any(|word| near.contains(word));
    let unit = if said(&["华氏", "華氏"]) {
        "fahrenheit"
    } else if said(&["零下", "摄氏", "攝氏", "温", "溫"]) {
        "celsius"
    } else {
        return None;
    };
    Some((if unit == "celsius" { unit_named("celsius") } else { unit_named("fahrenheit") }, degree.len()))
}

/// 国道318, 沪深300, 邮编是100084: words whose number is a name.
fn names_by_number(before: &str) -> bool {
    const NAMES: [&str; 17] = [
        "国道",
        "省道",
        "沪深",
        "中证",
        "上证",
        "房间",
        "邮编",
        "编号",
        "电话",
        "热线",
        "拨打",
        "标普",
        "纳斯达克",
        "日经",
        "新冠",
        "型号",
        "车次",
    ];
    let before = before.trim_end_matches(['是', '为', '：', ':']);
    NAMES.iter().any(|name| before.ends_with(name))
}

/// The number after a dash or 至, its value without its scale words, and the length in bytes up to its end.
fn range_end(rest: &str) -> Option<((HanNumber, Decimal), usize)> {
    let joint = ['-', '–', '—', '~', '～', '至', '到'].iter().find(|joint| rest.starts_with(**joint))?.len_utf8();
    let number = han::number_at(&rest[joint..])?;
    let digits = crate::reading::number::extent(&rest[joint..], crate::reading::number::NumberStyle::English);
    let bare = crate::reading::number::value_of(&rest[joint..joint + digits], crate::reading::number::NumberStyle::English).ok();
    let HanAmount::One(value) = number.amount else { return None };
    let bare = bare.filter(|bare| digits > 0 && !bare.is_zero()).unwrap_or(value);
    (!bare.is_zero()).then_some(((number, bare), joint + number.length))
}

/// A mention in a text that has no tokens.
fn plain(range: TextRange, amount: Amount, unit: Unit) -> QuantityMention {
    QuantityMention::plain(range, (0, 0), amount, unit)
}

/// The currency whose sign ends a text, and the length of the sign in bytes.
fn currency_before(text: &str) -> (Option<UnitId>, usize) {
    let signs = crate::reading::lexicon::CURRENCY_SIGNS.iter();
    let found = signs.filter(|(sign, _)| text.ends_with(sign)).max_by_key(|(sign, _)| sign.len());
    // In Chinese ¥ is the yuan.
    found.map_or((None, 0), |(sign, unit)| (Some(if *sign == "¥" { unit_named("chinese yuan") } else { *unit }), sign.len()))
}

/// Joins ranges: 8%至12%, 5万到8万辆, 10–15家.
fn join_ranges(text: &str, found: &mut Vec<QuantityMention>, first: usize) {
    let mut at = first;
    while at + 1 < found.len() {
        let gap = &text[found[at].range.end..found[at + 1].range.start];
        let before = &text[..found[at].range.start];
        let from = before.ends_with('从') || before.ends_with('由');
        // 从20万元涨到25万元, 由25%降至15%.
        let moved = from && gap.chars().count() <= 5 && gap.ends_with(['到', '至', '为']);
        let joins = moved || matches!(gap.trim(), "至" | "到" | "-" | "–" | "—" | "~" | "～");
        let same = found[at].unit == found[at + 1].unit || found[at].unit.is_none();
        if let (true, true, Amount::One(low), Amount::One(high)) = (joins, same, found[at].amount, found[at + 1].amount)
            && (low < high || moved && low != high)
        {
            let second = found.remove(at + 1);
            found[at].amount = if from { Amount::FromTo(low, high) } else { Amount::Range(low, high) };
            found[at].direction = from.then_some(if low < high { Direction::Up } else { Direction::Down });
            found[at].unit = second.unit;
            found[at].range.end = second.range.end;
            found[at].phrase = found[at].range;
        }
        at += 1;
    }
}

/// Reads bounds, direction and basis from the words on both sides.
fn surroundings(text: &str, range: TextRange, mention: &mut QuantityMention) {
    let mut before = &text[range.start..mention.range.start];
    for _ in 0..3 {
        let Some((word, bound, about)) = BEFORE.iter().find(|(word, ..)| before.trim_end().ends_with(word)) else { break };
        before = &before[..before.trim_end().len() - word.len()];
        if let (Some(bound), Bound::Exactly) = (bound, mention.bound) {
            mention.bound = *bound;
        }
        mention.approx |= about;
    }
    mention.phrase.start = range.start + before.len();
    let after = &text[mention.range.end..range.end];
    // The measure word belongs to the mention: 100家以上.
    if let Some((word, bound, about)) = AFTER.iter().find(|(word, ..)| after.starts_with(word)) {
        mention.phrase.end = mention.range.end + word.len();
        mention.bound = bound.unwrap_or(mention.bound);
        mention.approx |= about;
    }
    if after.starts_with('内') && mention.unit.sort == UnitSort::Time {
        (mention.bound, mention.role) = (Bound::AtMost, Role::Deadline);
    }
    let verb = before.trim_end_matches(['了', '至', '到', '达', '为', ' ']);
    let level = before.ends_with(['至', '到', '达', '为']);
    let direction = if UP.iter().any(|word| verb.ends_with(word)) {
        Some(Direction::Up)
    } else if DOWN.iter().any(|word| verb.ends_with(word)) {
        Some(Direction::Down)
    } else {
        None
    };
    // 一周上行4个基点至1.78%: the level after the change.
    if level
        && mention.role == Role::Level
        && before
            .trim_end_matches(['至', '到'])
            .ends_with(|letter: char| letter == '点' || letter == '%' || letter.is_ascii_digit() || letter == '元')
    {
        mention.role = Role::NewLevel;
    }
    if direction.is_some() && mention.role == Role::Level {
        mention.role = if level { Role::NewLevel } else { Role::Delta };
        mention.direction = mention.direction.or(direction.filter(|_| !level));
    }
    let clause = before.rfind(['，', ',', '。', '；']).map_or(before, |comma| &before[comma..]);
    mention.basis = if clause.contains("同比") || clause.contains("按年") {
        Some(Basis::YearOnYear)
    } else if clause.contains("环比") || clause.contains("按月") {
        Some(Basis::MonthOnMonth)
    } else {
        None
    };
    if mention.unit.sort == UnitSort::Times && mention.role == Role::Level {
        mention.role = Role::Multiplier;
    }
    if clause.contains("目标") && mention.role == Role::Level {
        mention.role = Role::Target;
    }
}

fn nearest(text: &str, times: &[TimeMention], mention: &QuantityMention) -> Option<usize> {
    let dated = (0..times.len()).filter(|&at| !times[at].since && !matches!(times[at].when, When::Duration(..) | When::Present));
    // 去年同期的29.1亿元 is of last year, and nothing else in the sentence.
    let ends_same = |time: TextRange| text[..time.end].ends_with("同期");
    let own = (0..times.len()).find(|&at| {
        let time = times[at].range;
        ends_same(time) && time.end <= mention.range.start && text[time.end..mention.range.start].chars().count() <= 4
    });
    if own.is_some() {
        return own;
    }
    let dated = dated
        .filter(|&at| !is_base(text, times[at].range) && !is_of_saying(text, times[at].range) && !ends_same(times[at].range));
    // What is dated by a clause of its own after the number is another thing: 占27%，而2023年不到一成.
    let apart = |time: TextRange| {
        mention.range.end < time.start && text[mention.range.end..time.start].contains(['，', '。', '；', ',', ';'])
    };
    let dated = dated.filter(|&at| !apart(times[at].range));
    // 由上年末的12.9亿元降至11.2亿元: a change is dated by where it ended.
    let moves = matches!(mention.amount, Amount::FromTo(..));
    let from = |time: TextRange| moves && (text[..time.start].ends_with('由') || text[..time.start].ends_with('从'));
    let dated = dated.filter(|&at| !from(times[at].range));
    dated.min_by_key(|&at| {
        let time = times[at].range;
        // In Chinese the time precedes what it dates.
        let before = time.end <= mention.range.start;
        let between = if before { time.end..mention.range.start } else { mention.range.end.min(time.start)..time.start };
        let marks = text[between.clone()].matches(['，', '。', '；', ',', ';']).count();
        between.len() + marks * 60 + if before { 0 } else { between.len() + 60 }
    })
}

/// 比2019年低8%: a time that something is compared with.
fn is_base(text: &str, time: TextRange) -> bool {
    text[..time.start].ends_with(['比', '较']) || text[time.end..].starts_with("相比")
}

/// As far as the clause of a time is looked at, in bytes.
const MOST_OF_A_CLAUSE: usize = 300;

/// 记者昨日从市交通局获悉: a day on which something was said.
fn is_of_saying(text: &str, time: TextRange) -> bool {
    const DAYS: [&str; 8] = ["昨日", "昨天", "今日", "今天", "日前", "近日", "当天", "当日"];
    const SAYING: [&str; 9] = ["获悉", "表示", "公布", "宣布", "透露", "称", "说", "发布", "介绍"];
    // 低于年初确定的4%的增长目标.
    let set = ["确定", "制定", "提出", "设定", "公布", "给出"].iter().any(|verb| text[time.end..].starts_with(verb));
    if set {
        return true;
    }
    if !DAYS.contains(&&text[time.start..time.end]) {
        return false;
    }
    // The rest of its clause, which is never long.
    let rest = &text[time.end..text.floor_char_boundary(time.end + MOST_OF_A_CLAUSE)];
    let clause = &rest[..rest.find(['，', '。', '；', ',', ';', '：', '“']).unwrap_or(rest.len())];
    SAYING.iter().any(|word| clause.contains(word))
}
