//! Chinese numerals: 十三万, 1.35万, 一亿二千万, 两万五, 百分之十八, 三成, 二〇二五, 几十.

use rust_decimal::Decimal;

use super::number::{self, NumberStyle, scaled};

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
    /// 百分之十八, 三成: in percent.
    Percent(Decimal),
}

/// Returns the digit that a character means.
pub(super) fn digit_of(character: char) -> Option<u32> {
    Some(match character {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '兩' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
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

/// Whether a number can begin with a character.
pub(super) fn may_begin(character: char) -> bool {
    matches!(character, '几' | '数' | '上' | '幾' | '數') || digit_of(character).is_some() || power_of(character).is_some()
}

/// Whether 千 or 兆 begins a unit here: 千瓦时, 千米, 兆瓦.
fn is_prefix(text: &str) -> bool {
    let mut characters = text.chars();
    matches!(
        (characters.next(), characters.next()),
        (Some('千'), Some('瓦' | '米' | '克' | '焦' | '卡')) | (Some('兆'), Some('瓦' | '赫' | '字'))
    )
}

/// Reads the number at the start of a text.
pub(super) fn number_at(text: &str) -> Option<HanNumber> {
    if let Some(rest) = text.strip_prefix("百分之") {
        let inner = plain(rest)?;
        let HanAmount::One(value) = inner.amount else { return None };
        return Some(HanNumber { amount: HanAmount::Percent(value), length: inner.length + "百分之".len(), ..inner });
    }
    let number = vague(text).or_else(|| plain(text))?;
    let HanAmount::One(value) = number.amount else { return Some(number) };
    let rest = &text[number.length..];
    // 三分之一; 三成, 三成半.
    if let Some(after) = rest.strip_prefix("分之")
        && let Some(HanNumber { amount: HanAmount::One(top), length, .. }) = plain(after)
    {
        let part = HanAmount::Part(u32::try_from(top).ok()?, u32::try_from(value).ok().filter(|whole| *whole > 0)?);
        return Some(HanNumber { amount: part, length: number.length + "分之".len() + length, ..number });
    }
    if let Some(after) = rest.strip_prefix('成')
        && value <= Decimal::TEN
        && !after.starts_with(['为', '本', '功', '立', '长', '员', '交', '果'])
    {
        let half = after.starts_with('半');
        let percent = value.saturating_mul(Decimal::TEN) + if half { Decimal::from(5) } else { Decimal::ZERO };
        let length = number.length + "成".len() + if half { "半".len() } else { 0 };
        return Some(HanNumber { amount: HanAmount::Percent(percent), length, ..number });
    }
    Some(number)
}

/// Reads an order of magnitude: 几十, 数百, 几千, 数万, 上百.
fn vague(text: &str) -> Option<HanNumber> {
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
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        return in_digits(text);
    }
    if digit_of(first).is_none() && power_of(first).is_none_or(|power| power > 3) {
        return None;
    }
    // Digits alone: 二〇二五, ２０２５.
    let run: Vec<u32> = text.chars().map_while(digit_of).collect();
    let length: usize = text.chars().take(run.len()).map(char::len_utf8).sum();
    let scale_follows = text[length..].chars().next().is_some_and(|next| power_of(next).is_some());
    if run.len() > 1 && !scale_follows && run.len() < 20 && first != '零' {
        let value = run.iter().fold(Decimal::ZERO, |value, digit| value * Decimal::TEN + Decimal::from(*digit));
        return Some(HanNumber { amount: HanAmount::One(value), length, more: false, digits: false });
    }
    in_numerals(text)
}

/// Reads a number that begins with ASCII digits: 1.35万, 13万, 1.2亿, 3,000.
fn in_digits(text: &str) -> Option<HanNumber> {
    let mut length = number::extent(text, NumberStyle::English);
    let mut value = number::value_of(&text[..length], NumberStyle::English).ok()?;
    let (mut more, mut digits) = (false, true);
    for _ in 0..3 {
        let rest = &text[length..];
        let spaced = rest.len() - rest.trim_start_matches(' ').len();
        let Some(next) = rest[spaced..].chars().next() else { break };
        if let Some(power) = power_of(next).filter(|_| !is_prefix(&rest[spaced..])) {
            value = scaled(value, power)?;
            length += spaced + next.len_utf8();
            digits = false;
        } else if matches!(next, '多' | '余' | '餘') && !rest[spaced + next.len_utf8()..].starts_with(['少', '次']) {
            (more, length) = (true, length + spaced + next.len_utf8());
        } else {
            break;
        }
    }
    Some(HanNumber { amount: HanAmount::One(value), length, more, digits })
}

/// Reads a number in Chinese numerals: 一百二十万, 两万五, 三点五亿, 一百多万.
fn in_numerals(text: &str) -> Option<HanNumber> {
    let (mut total, mut section, mut digit) = (Decimal::ZERO, Decimal::ZERO, None::<Decimal>);
    let (mut length, mut last_power, mut more, mut any) = (0, 0_u32, false, false);
    let mut characters = text.chars().peekable();
    // A real number is never this long.
    while let Some(&character) = characters.peek().filter(|_| length < 120) {
        if let Some(found) = digit_of(character) {
            if digit.is_some_and(|digit| !digit.is_zero()) {
                break;
            }
            digit = Some(Decimal::from(found));
        } else if let Some(power) = power_of(character).filter(|_| !is_prefix(&text[length..])) {
            let counted = digit.take();
            if power >= 4 {
                section = section.saturating_add(counted.unwrap_or_default());
                let whole = if section.is_zero() && total.is_zero() { return None } else { section };
                total = if whole.is_zero() {
                    scaled(total, power)?
                } else if power > 4 {
                    scaled(total.saturating_add(whole), power)?
                } else {
                    total.saturating_add(scaled(whole, power)?)
                };
                section = Decimal::ZERO;
            } else {
                section = section.saturating_add(scaled(counted.unwrap_or(Decimal::ONE), power)?);
            }
            last_power = power;
        } else if character == '点' && any && !more {
            let after = &text[length + character.len_utf8()..];
            let decimals: Vec<u32> = after.chars().map_while(digit_of).collect();
            if decimals.is_empty() || decimals.len() > 10 {
                break;
            }
            let bytes: usize = after.chars().take(decimals.len()).map(char::len_utf8).sum();
            let mut value = section.saturating_add(digit.take().unwrap_or_default());
            for (index, decimal) in decimals.iter().enumerate() {
                value = value.saturating_add(Decimal::new(i64::from(*decimal), index as u32 + 1));
            }
            section = value;
            length += character.len_utf8() + bytes;
            for _ in 0..=decimals.len() {
                characters.next();
            }
            continue;
        } else if matches!(character, '多' | '余' | '餘' | '来') && last_power > 0 && !more {
            more = true;
        } else {
            break;
        }
        any = true;
        length += character.len_utf8();
        characters.next();
    }
    // 两万五 is 25,000: a last digit without a scale counts tenths of the previous scale.
    let rest = digit.unwrap_or_default();
    let zero = text[..length].contains(['零', '〇']);
    let rest = if last_power > 1 && !zero && !rest.is_zero() { scaled(rest, last_power - 1)? } else { rest };
    any.then_some(HanNumber {
        amount: HanAmount::One(total.saturating_add(section).saturating_add(rest).normalize()),
        length,
        more,
        digits: false,
    })
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
        ] {
            let found = number_at(text).unwrap();
            assert_eq!((found.amount, found.length), (HanAmount::One(value.parse::<Decimal>().unwrap()), text.len()), "{text}");
        }
    }

    #[test]
    fn parts_and_orders_of_magnitude_are_told_apart() {
        let amount = |text: &str| number_at(text).map(|number| number.amount);
        assert_eq!(amount("百分之十八"), Some(HanAmount::Percent(Decimal::from(18))));
        assert_eq!(amount("三成"), Some(HanAmount::Percent(Decimal::from(30))));
        assert_eq!(amount("三分之一"), Some(HanAmount::Part(1, 3)));
        assert_eq!(amount("几十家"), Some(HanAmount::Vague(Decimal::TEN, Decimal::ONE_HUNDRED)));
        assert!(number_at("一百多家").unwrap().more);
        assert_eq!(amount("万一"), None);
        assert_eq!(amount("公司"), None);
    }
}
