//! What a stated number can mean: the interval around it, read strictly and read loosely.
//!
//! | stated | strictly | loosely |
//! |---|---|---|
//! | 81,302 | ± 0.5 | ± 0.5 |
//! | 1.2 million | ± 50,000 | ± 50,000 |
//! | 1,200 | ± 0.5 | ± 50 |
//! | 157,000 | ± 500 (thousands), at most 0.5 % | ± 500 |
//! | about 300 | ± 5 % | ± 10 % |
//! | more than 100 | (100, ∞) | the same |
//! | up to 150 | \[0, 150\] | the same |
//! | nearly 2,000 | \[1,800, 2,000) | the same |
//!
//! Loosely, a number without “about” never means more than 5 % around it.

use rust_decimal::Decimal;

use super::interval::Interval;
use crate::notebook::{Bound, Quantity, Value};

/// What a stated number can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// With half a unit of the last stated digit.
    pub strict: Interval,
    /// With half a unit of the last digit that is not zero, in which round numbers are often stated.
    pub loose: Interval,
}

/// Words before a number that is not quite reached, in the languages that people write them in here.
const NEARLY: [&str; 15] = [
    "nearly",
    "almost",
    "just under",
    "just below",
    "not quite",
    "close to",
    "presque",
    "près de",
    "knapp",
    "fast ",
    "beinahe",
    "casi ",
    "近",
    "将近",
    "接近",
];

impl Meaning {
    /// The meaning of a quantity, in its own unit. `text`: how it was typed, which shows the digits that were stated.
    ///
    /// ```
    /// use claimbook::checking::Meaning;
    /// use claimbook::reading::parse_quantity;
    ///
    /// let meaning = |text: &str| Meaning::of(&parse_quantity(text).unwrap(), text);
    /// assert_eq!(meaning("1,200").strict.to_string(), "1,199.5 to 1,200.5");
    /// assert_eq!(meaning("1,200").loose.to_string(), "1,150 to 1,250");
    /// assert_eq!(meaning("1.20 million").strict.to_string(), "1,195,000 to 1,205,000");
    /// assert_eq!(meaning("more than 100 stores").strict.to_string(), "more than 100");
    /// ```
    pub fn of(quantity: &Quantity, text: &str) -> Self {
        let (low, high) = (quantity.value.low(), quantity.value.high());
        let (low_half, high_half) = (Halves::of(low, text), Halves::of(high, text));
        let around = |halves: [Decimal; 2]| Interval::between(low - halves[0], high + halves[1]);
        let plain =
            Self { strict: around([low_half.strict, high_half.strict]), loose: around([low_half.loose, high_half.loose]) };
        let wide = |share: Decimal| around([low.abs() * share, high.abs() * share]);
        let (five, ten) = (Decimal::new(5, 2), Decimal::new(10, 2));
        let is_nearly = || {
            let text = text.to_lowercase();
            let is_before_number = |rest: &str| {
                rest.trim_start().starts_with(|letter: char| {
                    letter.is_ascii_digit() || "$€£¥".contains(letter) || letter.is_ascii_alphabetic()
                })
            };
            NEARLY.iter().any(|word| {
                let after = text.find(word).map(|at| &text[at + word.len()..]);
                // “2,000 fast chargers”: in German it stands before the number.
                after.is_some_and(|rest| {
                    if *word == "fast " {
                        rest.trim_start().starts_with(|letter: char| letter.is_ascii_digit())
                    } else {
                        is_before_number(rest)
                    }
                })
            })
        };
        match quantity.bound {
            Bound::Exactly if is_nearly() && matches!(quantity.value, Value::One(value) if value > Decimal::ZERO) => {
                let mut nearly = Interval::between(low * Decimal::new(9, 1), low);
                nearly.high.is_open = true;
                // “Close to” is often “about”.
                Self { strict: nearly, loose: nearly.hull(&wide(five)) }
            }
            Bound::Exactly if quantity.approx => {
                Self { strict: wide(five).hull(&plain.strict), loose: wide(ten).hull(&plain.loose) }
            }
            Bound::Exactly => plain,
            Bound::AtLeast | Bound::MoreThan => {
                let low = if quantity.approx { low - low.abs() * five } else { low };
                Self::both(Interval::from(low, quantity.bound == Bound::MoreThan))
            }
            Bound::AtMost | Bound::LessThan => {
                let high = if quantity.approx { high + high.abs() * five } else { high };
                let up_to = Interval::up_to(high, quantity.bound == Bound::LessThan);
                let low = if high > Decimal::ZERO { Interval::from(Decimal::ZERO, false).low } else { up_to.low };
                Self::both(Interval { low, high: up_to.high })
            }
        }
    }

    fn both(interval: Interval) -> Self {
        Self { strict: interval, loose: interval }
    }

    /// The meaning in another unit, of which one of the quantity's has `factor`.
    pub fn scaled(&self, factor: Decimal) -> Option<Self> {
        Some(Self { strict: self.strict.scaled(factor)?, loose: self.loose.scaled(factor)? })
    }
}

/// Half of the unit in which a number was stated.
struct Halves {
    strict: Decimal,
    loose: Decimal,
}

impl Halves {
    fn of(value: Decimal, text: &str) -> Self {
        let five_per_cent = value.abs() * Decimal::new(5, 2);
        let half = |unit: Decimal| unit / Decimal::TWO;
        let digits = numbers(text).into_iter().find_map(|written| written.scale_to(value).map(|scale| (written, scale)));
        let (unit, zeros) = match digits {
            Some((written, scale)) => (power(scale - written.decimals), if written.decimals > 0 { 0 } else { written.zeros() }),
            None => (power(-(value.normalize().scale() as i32)), trailing_zeros(value)),
        };
        let rounded = unit.checked_mul(power(zeros)).unwrap_or(unit);
        // Thousands are a word of their own in numerals: “157,000” is 157 thousand. A number of one or two digits is not that exact.
        let thousands = unit.checked_mul(power(zeros / 3 * 3)).unwrap_or(unit);
        let strict = half(unit).max(half(thousands).min(value.abs() * Decimal::new(5, 3)));
        Self { strict, loose: strict.max(half(rounded).min(five_per_cent)) }
    }
}

/// A power of ten, from 10⁻²⁸ to 10²⁸.
fn power(exponent: i32) -> Decimal {
    let exponent = exponent.clamp(-28, 28);
    if exponent < 0 {
        return Decimal::new(1, exponent.unsigned_abs());
    }
    (0..exponent).try_fold(Decimal::ONE, |power, _| power.checked_mul(Decimal::TEN)).unwrap_or(Decimal::ONE)
}

/// The number of zeros at the end of a whole number.
fn trailing_zeros(value: Decimal) -> i32 {
    let digits = value.normalize();
    if digits.is_zero() || digits.scale() > 0 {
        return 0;
    }
    digits.to_string().bytes().rev().take_while(|digit| *digit == b'0').count() as i32
}

/// Digits as written, with the number of them after the decimal separator.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    digits: String,
    decimals: i32,
}

impl Written {
    /// The power of ten that the words after the digits stand for, if the digits are those of a value.
    fn scale_to(&self, value: Decimal) -> Option<i32> {
        let written: Decimal = self.digits.parse().ok()?;
        let value = value.abs();
        if written.is_zero() {
            return value.is_zero().then_some(self.decimals);
        }
        // From per mille to trillions: words between them are not written with digits.
        (-3..=16).find(|scale| {
            let exponent = scale - self.decimals;
            if exponent < 0 {
                value.checked_mul(power(-exponent)) == Some(written)
            } else {
                written.checked_mul(power(exponent)) == Some(value)
            }
        })
    }

    fn zeros(&self) -> i32 {
        if self.digits.bytes().all(|digit| digit == b'0') {
            return 0;
        }
        self.digits.bytes().rev().take_while(|digit| *digit == b'0').count() as i32
    }
}

/// The first number in digits of a text, with its separators: “1,200” of “about 1,200 shops”; empty if there is none.
pub(super) fn first_digits(text: &str) -> &str {
    let Some(start) = text.find(|letter: char| letter.is_ascii_digit()) else { return "" };
    let rest = &text[start..];
    let end = rest.find(|letter: char| !(letter.is_ascii_digit() || ".,".contains(letter))).unwrap_or(rest.len());
    &rest[..end]
}

/// The numbers in digits of a text, each as it can be read: a separator before three digits may be a decimal one or not.
fn numbers(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    let plain: String = text
        .chars()
        .map(|letter| match letter {
            '０'..='９' => char::from(b'0' + (letter as u32 - '０' as u32) as u8),
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '’' => '\'',
            other => other,
        })
        .collect();
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '\'' | ' ' | '٫' | '·');
    for run in plain.split(|letter| !is_part(letter)) {
        let run = run.trim_matches(|letter: char| !letter.is_ascii_digit());
        if run.is_empty() {
            continue;
        }
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        let last = run.rfind(['.', ',', '٫', '·']).map(|at| run[at..].chars().filter(char::is_ascii_digit).count());
        let whole = Written { digits: digits.clone(), decimals: 0 };
        match last {
            // A separator before three digits is more often one of thousands: as that it is tried first.
            Some(3) => found.extend([whole, Written { digits, decimals: 3 }]),
            Some(decimals) => found.extend([Written { digits, decimals: decimals as i32 }, whole]),
            None => found.push(whole),
        }
        // Spaces may also stand between two numbers.
        found.extend(
            run.split(' ')
                .filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()) && part.len() < run.len() && !part.is_empty())
                .map(|part| Written { digits: part.to_owned(), decimals: 0 }),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(value: &str, text: &str) -> (String, String) {
        let quantity = Quantity {
            value: Value::One(value.parse().unwrap()),
            bound: Bound::Exactly,
            approx: false,
            unit: String::new(),
            per: String::new(),
        };
        let meaning = Meaning::of(&quantity, text);
        (meaning.strict.to_string(), meaning.loose.to_string())
    }

    #[test]
    fn the_last_digit_that_was_stated_counts() {
        for (value, text, strict, loose) in [
            ("81302", "81,302 cars", "81,301.5 to 81,302.5", "81,301.5 to 81,302.5"),
            ("1200", "1,200", "1,199.5 to 1,200.5", "1,150 to 1,250"),
            ("157000", "157,000 cars", "156,500 to 157,500", "156,500 to 157,500"),
            ("10000", "10 000", "9,950 to 10,050", "9,500 to 10,500"),
            ("2000", "2000 stores", "1,990 to 2,010", "1,900 to 2,100"),
            ("116000000000", "116 billion yuan", "115,500,000,000 to 116,500,000,000", "115,500,000,000 to 116,500,000,000"),
            ("135000", "13.5万辆", "134,500 to 135,500", "134,500 to 135,500"),
            ("18", "18 %", "17.5 to 18.5", "17.5 to 18.5"),
            ("18", "18.0 %", "17.95 to 18.05", "17.95 to 18.05"),
            ("1234567", "1.234.567", "1,234,566.5 to 1,234,567.5", "1,234,566.5 to 1,234,567.5"),
            ("3.2", "3,2 Mrd.", "3.15 to 3.25", "3.15 to 3.25"),
            ("20", "twenty", "19.5 to 20.5", "19 to 21"),
            ("0", "0", "−0.5 to 0.5", "−0.5 to 0.5"),
        ] {
            assert_eq!(meaning(value, text), (strict.to_owned(), loose.to_owned()), "{text}");
        }
    }
}
