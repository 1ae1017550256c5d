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

/// Wholes of which a part is told, as hundredths: a percentage is the part over these.
const WHOLES: [(&str, u32); 4] = [("百分之", 1), ("千分之", 10), ("万分之", 100), ("萬分之", 100)];

/// Reads the number at the start of a text.
pub(super) fn number_at(text: &str) -> Option<HanNumber> {
    // 百分之十八, 千分之三, 万分之五: the whole stands first.
    for (whole, hundredths) in WHOLES {
        let Some(rest) = text.strip_prefix(whole) else { continue };
        let inner = plain(rest)?;
        let HanAmount::One(value) = inner.amount else { return None };
        let percent = value.checked_div(Decimal::from(hundredths))?.normalize();
        return Some(HanNumber { amount: HanAmount::Percent(percent), length: inner.length + whole.len(), ..inner });
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
        // 三成五 is 35 %.
        let ones = after.chars().next().filter(|_| !number.digits).and_then(digit_of).filter(|ones| (1..=9).contains(ones));
        let ends = |next: char| matches!(next, '的' | '左' | '以' | '，' | '。' | '、' | '；' | ',' | ';');
        let ones = ones.filter(|_| after.chars().nth(1).is_none_or(ends));
        let more = if half { 5 } else { ones.unwrap_or_default() };
        let percent = value.saturating_mul(Decimal::TEN) + Decimal::from(more);
        let length = number.length + "成".len() + if more > 0 { after.chars().next().map_or(0, char::len_utf8) } else { 0 };
        return Some(HanNumber { amount: HanAmount::Percent(percent), length, ..number });
    }
    Some(number)
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
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        return in_digits(text);
    }
    if matches!(first, '０'..='９') {
        return in_wide_digits(text);
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

/// Reads a number in digits of full width: ２．４, １，２３４.
fn in_wide_digits(text: &str) -> Option<HanNumber> {
    let narrow = |character: char| match character {
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
        '．' => Some('.'),
        '，' => Some(','),
        _ => None,
    };
    let run: String = text.chars().map_while(narrow).collect();
    let count = number::extent(&run, NumberStyle::English);
    let value = number::value_of(&run[..count], NumberStyle::English).ok()?;
    let length: usize = text.chars().take(count).map(char::len_utf8).sum();
    scaled_by(text, value, length)
}

/// Reads a number that begins with ASCII digits: 1.35万, 13万, 1.2亿, 3,000.
fn in_digits(text: &str) -> Option<HanNumber> {
    let length = number::extent(text, NumberStyle::English);
    let value = number::value_of(&text[..length], NumberStyle::English).ok()?;
    scaled_by(text, value, length)
}

/// Applies the scales after digits: 1.35万.
fn scaled_by(text: &str, mut value: Decimal, mut length: usize) -> Option<HanNumber> {
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

/// A number in Chinese numerals that is being read: `total` is complete up to its last 万 or 亿, `section` up to the last 十, 百
/// or 千, and `digit` may still be multiplied.
#[derive(Default)]
struct Numeral {
    total: Decimal,
    section: Decimal,
    digit: Option<Decimal>,
    /// The power of the last scale; 0 if there was none.
    last_power: u32,
    more: bool,
    any: bool,
}

impl Numeral {
    /// Multiplies by a scale; `None` if the number cannot continue with it, or is too large.
    fn scale(&mut self, power: u32) -> Option<()> {
        let counted = self.digit.take();
        self.last_power = power;
        if power < 4 {
            self.section = self.section.saturating_add(scaled(counted.unwrap_or(Decimal::ONE), power)?);
            return Some(());
        }
        let section = std::mem::take(&mut self.section).saturating_add(counted.unwrap_or_default());
        if section.is_zero() && self.total.is_zero() {
            return None;
        }
        self.total = if section.is_zero() {
            scaled(self.total, power)?
        } else if power > 4 {
            scaled(self.total.saturating_add(section), power)?
        } else {
            self.total.saturating_add(scaled(section, power)?)
        };
        Some(())
    }

    /// Reads the decimals after 点. Returns how many there are; `None` if there are none, or too many.
    fn decimals(&mut self, after: &str) -> Option<usize> {
        let decimals: Vec<u32> = after.chars().map_while(digit_of).collect();
        if decimals.is_empty() || decimals.len() > 10 {
            return None;
        }
        let whole = self.section.saturating_add(self.digit.take().unwrap_or_default());
        let digits = (1..).zip(&decimals).map(|(scale, digit)| Decimal::new(i64::from(*digit), scale));
        self.section = digits.fold(whole, Decimal::saturating_add);
        Some(decimals.len())
    }

    /// The value of a number that ends here. 两万五 is 25,000: a last digit without a scale counts tenths of the previous scale,
    /// unless a zero was written.
    fn value(&self, has_zero: bool) -> Option<Decimal> {
        let rest = self.digit.unwrap_or_default();
        let of_scale = self.last_power > 1 && !has_zero && !rest.is_zero();
        let rest = if of_scale { scaled(rest, self.last_power - 1)? } else { rest };
        Some(self.total.saturating_add(self.section).saturating_add(rest).normalize())
    }
}

/// Reads a number in Chinese numerals: 一百二十万, 两万五, 三点五亿, 一百多万.
fn in_numerals(text: &str) -> Option<HanNumber> {
    let mut numeral = Numeral::default();
    let mut length = 0;
    // A real number is never this long.
    while let Some(character) = text[length..].chars().next().filter(|_| length < 120) {
        let mut bytes = character.len_utf8();
        if let Some(found) = digit_of(character) {
            if numeral.digit.is_some_and(|digit| !digit.is_zero()) {
                break;
            }
            numeral.digit = Some(Decimal::from(found));
        } else if let Some(power) = power_of(character).filter(|_| !is_prefix(&text[length..])) {
            numeral.scale(power)?;
        } else if matches!(character, '点' | '點') && numeral.any && !numeral.more {
            let after = &text[length + bytes..];
            let Some(count) = numeral.decimals(after) else { break };
            bytes += after.chars().take(count).map(char::len_utf8).sum::<usize>();
        } else if matches!(character, '多' | '余' | '餘' | '来') && numeral.last_power > 0 && !numeral.more {
            numeral.more = true;
        } else {
            break;
        }
        numeral.any = true;
        length += bytes;
    }
    // 百度, 千岛湖: a scale alone is a part of a name.
    if matches!(&text[..length], "百" | "千" | "佰" | "仟") {
        return None;
    }
    let value = numeral.value(text[..length].contains(['零', '〇']))?;
    numeral.any.then_some(HanNumber { amount: HanAmount::One(value), length, more: numeral.more, digits: false })
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
