//! Numbers in Chinese numerals: 一百二十万, 两万五, 三点五亿, and neighbouring digits that leave it open: 三四十.

use rust_decimal::Decimal;

use crate::reading::number::scaled;

use super::{HanAmount, HanNumber, digit_of, is_prefix, power_of};

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
        // 一万零十二: a zero before a scale counts nothing.
        let counted = self.digit.take().filter(|digit| power > 3 || !digit.is_zero());
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
        } else if power > 4 && self.total < scaled(Decimal::ONE, power)? {
            // 十二万三千亿: all of it is counted in 亿; in 四十九兆九千亿 only what follows 兆.
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

/// A real number is never longer than this, in bytes.
const LONGEST: usize = 120;

/// Reads a number in Chinese numerals: 一百二十万, 两万五, 三点五亿, 一百多万; 三四家 and 二三十万 are three to four, and 200,000 to
/// 300,000.
pub(super) fn number_at(text: &str) -> Option<HanNumber> {
    let run = text[..text.floor_char_boundary(LONGEST)].char_indices();
    let pair =
        run.clone().zip(run.skip(1)).take_while(|((_, one), _)| is_part(*one)).find(|((_, one), (_, two))| is_pair(*one, *two));
    let Some(((first, _), (second, two))) = pair.filter(|((first, _), _)| is_open(text, *first)) else { return exact(text) };
    // Each of the two is read in the place of both.
    let (before, rest) = (&text[..first], &text[second + two.len_utf8()..text.floor_char_boundary(LONGEST)]);
    let low = exact(&format!("{before}{}{rest}", &text[first..second]))?;
    let high = exact(&format!("{before}{two}{rest}"))?;
    let (HanAmount::One(from), HanAmount::One(to)) = (low.amount, high.amount) else { return None };
    (from < to && low.length > first).then(|| HanNumber {
        amount: HanAmount::Vague(from, to),
        length: low.length + two.len_utf8(),
        ..low
    })
}

/// Whether a character is a numeral or a scale.
fn is_part(character: char) -> bool {
    digit_of(character).is_some() || power_of(character).is_some()
}

/// Whether two characters are neighbouring digits in Chinese, the smaller one first: 三四, 七八, 两三; not 九十, and not 12.
fn is_pair(one: char, two: char) -> bool {
    let digits = digit_of(one).zip(digit_of(two)).filter(|_| !one.is_ascii() && !two.is_ascii());
    digits.is_some_and(|(one, two)| one > 0 && two == one + 1)
}

/// Whether the pair at `first` leaves a number open: nothing but scales and single digits stands around it. 一二三 and 二〇二三 are rows
/// of digits.
fn is_open(text: &str, first: usize) -> bool {
    let after = text[first..].chars().nth(2);
    let before = text[..first].chars().next_back();
    after.is_none_or(|after| digit_of(after).is_none()) && before.is_none_or(|before| digit_of(before).is_none())
}

/// Reads a number whose digits leave nothing open.
fn exact(text: &str) -> Option<HanNumber> {
    let first = text.chars().next()?;
    if digit_of(first).is_none() && power_of(first).is_none_or(|power| power > 3) {
        return None;
    }
    // Digits alone: 二〇二五.
    let run = text.chars().map_while(digit_of);
    let count = run.clone().count();
    let length: usize = text.chars().take(count).map(char::len_utf8).sum();
    let scale_follows = text[length..].chars().next().is_some_and(|next| power_of(next).is_some());
    if count > 1 && !scale_follows && count < 20 && first != '零' && !text[..length].ends_with(['两', '兩']) {
        let value = run.fold(Decimal::ZERO, |value, digit| value * Decimal::TEN + Decimal::from(digit));
        return Some(HanNumber { amount: HanAmount::One(value), length, more: false, digits: false });
    }
    in_numerals(text)
}

fn in_numerals(text: &str) -> Option<HanNumber> {
    let mut numeral = Numeral::default();
    let mut length = 0;
    while let Some(character) = text[length..].chars().next().filter(|_| length < LONGEST) {
        let mut bytes = character.len_utf8();
        if let Some(found) = digit_of(character) {
            // 三十两: after a number 两 is a weight, unless it is counted itself.
            let counts = || text[length + bytes..].chars().next().is_some_and(|next| power_of(next).is_some());
            if matches!(character, '两' | '兩') && numeral.any && !counts() {
                break;
            }
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
