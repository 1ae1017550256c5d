//! Chinese numerals: 十三万, 1.35万, 一亿二千万, 两万五, 百分之十八, 三成, 二〇二五, 几十, 三四十.

mod digits;
mod numerals;

use rust_decimal::Decimal;

use super::number::scaled;

/// A number at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct HanNumber {
    /// Its value.
    pub amount: HanAmount,
    /// Its length in bytes.
    pub length: usize,
    /// Whether 多, 余 or 来 makes it “somewhat more”.
    pub more: bool,
    /// Whether it has no Chinese numeral in it.
    pub digits: bool,
}

/// The value of a numeral.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum HanAmount {
    /// A number.
    One(Decimal),
    /// 几十, 数百: an order of magnitude, as its lower and upper bound.
    Vague(Decimal, Decimal),
    /// 三分之一: numerator and denominator.
    Part(u32, u32),
    /// 百分之十八, 三成, 百分之二三十: from and to, in percent; mostly the same.
    Percent(Decimal, Decimal),
}

/// Returns the digit that a character means.
pub(super) fn digit_of(character: char) -> Option<u32> {
    Some(match character {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '兩' | '贰' | '貳' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        '0'..='9' => character as u32 - '0' as u32,
        '０'..='９' => character as u32 - '０' as u32,
        _ => return None,
    })
}

fn power_of(character: char) -> Option<u32> {
    Some(match character {
        '十' | '拾' => 1,
        '百' | '佰' => 2,
        '千' | '仟' => 3,
        '万' | '萬' => 4,
        '亿' | '億' => 8,
        '兆' => 12,
        _ => return None,
    })
}

/// Whether a character is a Chinese numeral or scale.
pub(super) fn is_numeral(character: char) -> bool {
    !character.is_ascii_digit() && (digit_of(character).is_some() || power_of(character).is_some())
}

/// Whether a number can begin with a character.
pub(super) fn may_begin(character: char) -> bool {
    matches!(character, '几' | '数' | '上' | '幾' | '數' | '半') || digit_of(character).is_some() || power_of(character).is_some()
}

/// Whether 千 or 兆 begins a unit here: 千瓦时, 千米, 兆瓦.
fn is_prefix(text: &str) -> bool {
    let mut characters = text.chars();
    matches!(
        (characters.next(), characters.next()),
        (Some('千'), Some('瓦' | '米' | '克' | '焦' | '卡')) | (Some('兆'), Some('瓦' | '赫' | '字'))
    )
}

/// The whole before 分之, if it is a power of ten from a hundred on: 百分之, 千分之, 万分之. Returns the power and the bytes up to the
/// part.
fn whole_at(text: &str) -> Option<(u32, usize)> {
    let scales = text.chars().take(3).map_while(|character| Some((power_of(character)?, character.len_utf8())));
    let (power, length) = scales.fold((0, 0), |(power, length), (more, bytes)| (power + more, length + bytes));
    (power >= 2 && text[length..].starts_with("分之")).then_some((power, length + "分之".len()))
}

/// Reads the number at the start of a text.
pub(super) fn number_at(text: &str) -> Option<HanNumber> {
    // 百分之十八, 千分之三, 万分之五: the whole stands first.
    if let Some((power, whole)) = whole_at(text) {
        return of_whole(&text[whole..], power).map(|number| HanNumber { length: number.length + whole, ..number });
    }
    if let Some(after) = text.strip_prefix("半成").filter(|after| ends_share(after)) {
        let amount = HanAmount::Percent(Decimal::from(5), Decimal::from(5));
        return Some(HanNumber { amount, length: text.len() - after.len(), more: false, digits: false });
    }
    let number = vague(text).or_else(|| plain(text))?;
    let rest = &text[number.length..];
    if let Some(after) = rest.strip_prefix('成')
        && let Some(tenths) = tenths(&number, after)
    {
        return Some(HanNumber { length: tenths.length + number.length + "成".len(), ..tenths });
    }
    let HanAmount::One(value) = number.amount else { return Some(number) };
    // 三分之一; 一又二分之一.
    if let Some(after) = rest.strip_prefix("分之")
        && let Some(HanNumber { amount: HanAmount::One(top), length, .. }) = plain(after)
    {
        let part = HanAmount::Part(u32::try_from(top).ok()?, u32::try_from(value).ok().filter(|whole| *whole > 0)?);
        return Some(HanNumber { amount: part, length: number.length + "分之".len() + length, ..number });
    }
    if let Some(after) = rest.strip_prefix('又')
        && let Some(HanNumber { amount: HanAmount::Part(top, bottom), length, .. }) = number_at(after)
    {
        let value = value.checked_add(Decimal::from(top).checked_div(Decimal::from(bottom))?)?;
        return Some(HanNumber { amount: HanAmount::One(value), length: number.length + "又".len() + length, ..number });
    }
    Some(number)
}

/// Reads the part after 百分之 and the like, in percent: 十八, 百 (all of it), 二三十.
fn of_whole(text: &str, power: u32) -> Option<HanNumber> {
    let all = ["百", "佰"].into_iter().find(|all| power == 2 && text.starts_with(all));
    let number = match (all, plain(text)) {
        (_, Some(number)) => number,
        (Some(all), None) => {
            HanNumber { amount: HanAmount::One(Decimal::ONE_HUNDRED), length: all.len(), more: false, digits: false }
        }
        (None, None) => return None,
    };
    let percent = |value: Decimal| Some(value.checked_div(scaled(Decimal::ONE, power - 2)?)?.normalize());
    let amount = match number.amount {
        HanAmount::One(value) => HanAmount::Percent(percent(value)?, percent(value)?),
        HanAmount::Vague(low, high) => HanAmount::Percent(percent(low)?, percent(high)?),
        _ => return None,
    };
    Some(HanNumber { amount, ..number })
}

/// Whether a share can end before these words.
fn ends_share(after: &str) -> bool {
    let ends = |next: char| matches!(next, '的' | '左' | '以' | '，' | '。' | '、' | '；' | ',' | ';' | ' ');
    after.chars().next().is_none_or(ends)
}

/// Reads what follows 成 after a number of tenths: 三成, 三成半, 三成五 (35 %); its length counts from after 成.
fn tenths(number: &HanNumber, after: &str) -> Option<HanNumber> {
    let (low, high) = match number.amount {
        HanAmount::One(value) => (value, value),
        HanAmount::Vague(low, high) => (low, high),
        _ => return None,
    };
    // 成为, 成本 and others are words.
    if high > Decimal::TEN || after.starts_with(['为', '本', '功', '立', '长', '员', '交', '果', '為', '長', '員']) {
        return None;
    }
    let first = after.chars().next();
    let ones = first.filter(|_| !number.digits && low == high).and_then(digit_of).filter(|ones| (1..=9).contains(ones));
    let ones = ones.filter(|_| first.is_some_and(|first| ends_share(&after[first.len_utf8()..])));
    let more = if after.starts_with('半') { 5 } else { ones.unwrap_or_default() };
    let percent = |value: Decimal| value.saturating_mul(Decimal::TEN) + Decimal::from(more);
    let length = if more > 0 { first.map_or(0, char::len_utf8) } else { 0 };
    Some(HanNumber { amount: HanAmount::Percent(percent(low), percent(high)), length, ..*number })
}

/// Reads an order of magnitude: 几十, 数百, 几千, 数万, 上百; 十几万 is ten to twenty of them.
fn vague(text: &str) -> Option<HanNumber> {
    if let Some(after) = ["十几", "十数", "十幾"].iter().find_map(|word| text.strip_prefix(word)) {
        let scale = after.chars().next().and_then(|next| power_of(next).map(|power| (power, next.len_utf8())));
        let (power, more) = scale.unwrap_or((0, 0));
        let low = scaled(Decimal::TEN, power)?;
        let amount = HanAmount::Vague(low, low.checked_mul(Decimal::TWO)?);
        return Some(HanNumber { amount, length: text.len() - after.len() + more, more: false, digits: false });
    }
    let mut characters = text.chars();
    let first = characters.next().filter(|first| matches!(first, '几' | '数' | '上' | '幾' | '數'))?;
    let (mut power, mut length) = (0, first.len_utf8());
    for character in characters.take(3) {
        let Some(found) = power_of(character) else { break };
        power += found;
        length += character.len_utf8();
    }
    let low = (power > 0).then(|| scaled(Decimal::ONE, power))??;
    Some(HanNumber { amount: HanAmount::Vague(low, low.checked_mul(Decimal::TEN)?), length, more: false, digits: false })
}

/// Reads a number of digits, numerals and scales.
fn plain(text: &str) -> Option<HanNumber> {
    match text.chars().next()? {
        '0'..='9' | '０'..='９' => digits::number_at(text),
        _ => numerals::number_at(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_become_numbers() {
        for (text, value) in [
            ("十三万", "130000"),
            ("13万", "130000"),
            ("1.35万", "13500"),
            ("一亿二千万", "120000000"),
            ("两万五", "25000"),
            ("二〇二五", "2025"),
            ("一百零五", "105"),
            ("三点五亿", "350000000"),
            ("三千", "3000"),
            ("十", "10"),
            ("1.2亿", "120000000"),
            ("两万亿", "2000000000000"),
            ("一百二十", "120"),
            ("一万零十二", "10012"),
            ("四十九兆九千五百九十二亿", "49959200000000"),
            ("1亿2000万", "120000000"),
            ("3万4000", "34000"),
            ("5亿1万4千6百", "500014600"),
            ("2千零30万", "20300000"),
            ("１１.92亿", "1192000000"),
            ("一又二分之一", "1.5"),
        ] {
            let found = number_at(text).unwrap();
            assert_eq!((found.amount, found.length), (HanAmount::One(value.parse::<Decimal>().unwrap()), text.len()), "{text}");
        }
    }

    #[test]
    fn parts_and_orders_of_magnitude_are_told_apart() {
        let amount = |text: &str| number_at(text).map(|number| number.amount);
        let percent = |low: i64, high: i64| Some(HanAmount::Percent(Decimal::from(low), Decimal::from(high)));
        assert_eq!(amount("百分之十八"), percent(18, 18));
        assert_eq!(amount("百分之百"), percent(100, 100));
        assert_eq!(amount("百分之二三十"), percent(20, 30));
        assert_eq!(amount("百万分之五"), Some(HanAmount::Percent(Decimal::new(5, 4), Decimal::new(5, 4))));
        assert_eq!(amount("三成"), percent(30, 30));
        assert_eq!(amount("两三成"), percent(20, 30));
        assert_eq!(amount("半成"), percent(5, 5));
        assert_eq!(amount("十分之一"), Some(HanAmount::Part(1, 10)));
        assert_eq!(amount("三分之一"), Some(HanAmount::Part(1, 3)));
        assert_eq!(amount("几十家"), Some(HanAmount::Vague(Decimal::TEN, Decimal::ONE_HUNDRED)));
        let between = |low: i64, high: i64| Some(HanAmount::Vague(Decimal::from(low), Decimal::from(high)));
        assert_eq!(amount("三四家"), between(3, 4));
        assert_eq!(amount("二三十万"), between(200_000, 300_000));
        assert_eq!(amount("一百二三十人"), between(120, 130));
        assert_eq!(amount("十七八岁"), between(17, 18));
        assert_eq!(amount("三十两"), Some(HanAmount::One(Decimal::from(30))));
        assert!(number_at("一百多家").unwrap().more);
        assert_eq!(amount("万一"), None);
        assert_eq!(amount("公司"), None);
    }
}
