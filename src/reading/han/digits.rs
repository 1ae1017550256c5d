//! Numbers that begin with a digit, ASCII or of full width, and the Chinese scales after them: 1.35万, ２．４亿, 3,000, 1亿2000万.

use rust_decimal::Decimal;

use crate::reading::number::{self, NumberStyle, scaled};

use super::{HanAmount, HanNumber, digit_of, is_prefix, power_of};

/// No number in digits is longer than this, in characters.
const LONGEST: usize = 40;

/// The ASCII form of a character of a number.
fn narrow(character: char) -> Option<char> {
    Some(match character {
        '0'..='9' | '.' | ',' => character,
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0'))?,
        '．' => '.',
        '，' => ',',
        _ => return None,
    })
}

/// The digits at the start of a text: their value, their length in bytes, and how many there are before a decimal point.
fn run_at(text: &str) -> Option<(Decimal, usize, usize)> {
    let ascii = text.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
    let wide = text[ascii..].chars().next().is_some_and(|next| !next.is_ascii() && narrow(next).is_some());
    if !wide {
        let length = number::extent(text, NumberStyle::English);
        let whole = text[..length].find('.').unwrap_or(length);
        return Some((number::value_of(&text[..length], NumberStyle::English).ok()?, length, whole));
    }
    // A comma of full width ends a clause, unless there are digits of full width around it.
    let mut before = ' ';
    let mut run = String::new();
    for character in text.chars().take(LONGEST) {
        let Some(plain) = narrow(character) else { break };
        if character == '，' && !matches!(before, '０'..='９') {
            break;
        }
        before = character;
        run.push(plain);
    }
    let count = number::extent(&run, NumberStyle::English);
    let value = number::value_of(&run[..count], NumberStyle::English).ok()?;
    let length = text.chars().take(count).map(char::len_utf8).sum();
    Some((value, length, run[..count].find('.').unwrap_or(count)))
}

/// Reads the number at the start of a text that begins with a digit.
pub(super) fn number_at(text: &str) -> Option<HanNumber> {
    let (mut value, mut length, _) = run_at(text)?;
    let (mut more, mut digits, mut last) = (false, true, 0);
    for _ in 0..3 {
        let rest = &text[length..];
        let spaced = rest.len() - rest.trim_start_matches(' ').len();
        let Some(next) = rest[spaced..].chars().next() else { break };
        if let Some(power) = power_of(next).filter(|_| !is_prefix(&rest[spaced..])) {
            value = scaled(value, power)?;
            last += power;
            length += spaced + next.len_utf8();
            digits = false;
        } else if matches!(next, '多' | '余' | '餘') && !rest[spaced + next.len_utf8()..].starts_with(['少', '次']) {
            (more, length) = (true, length + spaced + next.len_utf8());
        } else {
            break;
        }
    }
    while last >= 3 && !more {
        let Some((lower, bytes)) = lower_group(&text[length..], value, last) else { break };
        (value, length, last) = (lower.value, length + bytes, lower.power);
    }
    Some(HanNumber { amount: HanAmount::One(value), length, more, digits })
}

/// A number with a further group of digits, and the power of the last scale in it; 0 if it ends without one.
struct Grown {
    value: Decimal,
    power: u32,
}

/// Adds the digits after a scale: 1亿|2000万, 3万|4000, 25万|6千, 1千|零20, 2千|零30万. Returns the bytes that were read.
fn lower_group(rest: &str, value: Decimal, last: u32) -> Option<(Grown, usize)> {
    let zero = rest.starts_with(['零', '〇']);
    let after = if zero { &rest['零'.len_utf8()..] } else { rest };
    if !after.chars().next().is_some_and(|first| narrow(first).is_some() && digit_of(first).is_some()) {
        return None;
    }
    let (low, length, count) = run_at(after)?;
    let bytes = rest.len() - after.len() + length;
    let next = after[length..].chars().next();
    if let Some((power, scale)) = next.and_then(|next| power_of(next).map(|power| (power, next))) {
        // 千瓦 and 千米 begin with a unit.
        if is_prefix(&after[length..]) {
            return None;
        }
        let bytes = bytes + scale.len_utf8();
        let value = match power {
            _ if power < last => value.checked_add(scaled(low, power)?)?,
            _ if power > last && zero => scaled(value.checked_add(low)?, power)?,
            _ => return None,
        };
        return Some((Grown { value, power }, bytes));
    }
    // 3万 2025年 are two numbers.
    let apart = next.is_some_and(|next| matches!(next, '年' | '月' | '日' | '号' | '點' | '点' | '%' | '％' | ':' | '：'));
    let fits = low < scaled(Decimal::ONE, last)? && (zero || count == last as usize) && !apart;
    fits.then(|| Some((Grown { value: value.checked_add(low)?, power: 0 }, bytes)))?
}
