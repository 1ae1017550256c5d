//! Quantities: numbers as sources state them, with a value or range, a bound and a unit.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Serialize};

/// The number of a claim: the text as typed, and its meaning if that was understood.
///
/// A text that could not be understood stays a text: it never becomes 0.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedQuantity {
    /// The text as typed or as in the source.
    pub text: String,
    /// Its meaning; `None` while it is not understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub understood: Option<Quantity>,
}

impl StatedQuantity {
    /// What it says: its meaning, or the text if that was not understood.
    pub fn meaning(&self) -> String {
        self.understood.as_ref().map_or_else(|| self.text.clone(), ToString::to_string)
    }

    /// How it is shown: its meaning; a text that was not understood stands in quotation marks, with a question mark.
    pub fn shown(&self) -> String {
        if self.understood.is_some() { self.meaning() } else { format!("“{}”?", self.text) }
    }
}

/// A value with its bound and unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// The number or range.
    pub value: Value,
    /// Whether the value is exact or a limit.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bound: Bound,
    /// Whether the source says “about”, “nearly” and the like.
    #[serde(default, skip_serializing_if = "is_default")]
    pub approx: bool,
    /// The unit, or the thing that is counted, in the singular: `car`, `store`, `%`, `yuan`. Empty for a bare number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The divisor of a rate: `year`, `store`. Empty if it is not a rate.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub per: String,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// One value, or a lower and an upper one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// One number, digit for digit.
    One(Decimal),
    /// From the smaller to the larger.
    Range(Decimal, Decimal),
}

impl Value {
    /// The smallest value it can mean.
    pub fn low(self) -> Decimal {
        match self {
            Self::One(value) => value,
            Self::Range(low, _) => low,
        }
    }

    /// The largest value it can mean.
    pub fn high(self) -> Decimal {
        match self {
            Self::One(value) => value,
            Self::Range(_, high) => high,
        }
    }

    /// The value to draw or to calculate with: the middle of a range.
    pub fn middle(self) -> f64 {
        (to_f64(self.low()) + to_f64(self.high())) / 2.0
    }
}

/// The `f64` nearest to a decimal. Every decimal has one: 96 bits of mantissa, at most 28 decimal places.
pub fn to_f64(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0)
}

/// The limit that a stated value sets to the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Bound {
    /// The value itself.
    #[default]
    Exactly,
    /// The value or more.
    AtLeast,
    /// More than the value.
    MoreThan,
    /// The value or less.
    AtMost,
    /// Less than the value.
    LessThan,
}

impl Bound {
    /// All variants, in the order a menu shows them.
    pub const ALL: [Self; 5] = [Self::Exactly, Self::AtLeast, Self::MoreThan, Self::AtMost, Self::LessThan];

    /// The words before the number: “at least”.
    pub fn words(self) -> &'static str {
        match self {
            Self::Exactly => "exactly",
            Self::AtLeast => "at least",
            Self::MoreThan => "more than",
            Self::AtMost => "at most",
            Self::LessThan => "less than",
        }
    }

    /// Whether the true value may be larger, without limit.
    pub fn is_open_above(self) -> bool {
        matches!(self, Self::AtLeast | Self::MoreThan)
    }

    /// Whether the true value may be smaller, without limit.
    pub fn is_open_below(self) -> bool {
        matches!(self, Self::AtMost | Self::LessThan)
    }
}

impl fmt::Display for Quantity {
    /// In words: “more than 100 stores”, “about 18 %”, “120–150 cars per year”.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bound != Bound::Exactly {
            write!(f, "{} ", self.bound.words())?;
        }
        if self.approx {
            write!(f, "about ")?;
        }
        match self.value {
            Value::One(value) => write!(f, "{}", grouped(value))?,
            Value::Range(low, high) => write!(f, "{}–{}", grouped(low), grouped(high))?,
        }
        if !self.unit.is_empty() {
            let unit = if self.value == Value::One(Decimal::ONE) { self.unit.clone() } else { plural(&self.unit) };
            write!(f, " {unit}")?;
        }
        if !self.per.is_empty() {
            write!(f, " per {}", self.per)?;
        }
        Ok(())
    }
}

/// A unit in the plural: `stores`, `cities`. Signs, abbreviations, currencies and other scripts stay as they are.
///
/// ```
/// use claimbook::notebook::plural;
///
/// assert_eq!((plural("store").as_str(), plural("facility").as_str()), ("stores", "facilities"));
/// assert_eq!((plural("kWh").as_str(), plural("mph").as_str()), ("kWh", "mph"));
/// ```
pub fn plural(unit: &str) -> String {
    const WITHOUT: [&str; 12] = [
        "yuan",
        "yen",
        "percent",
        "people",
        "staff",
        "personnel",
        "police",
        "aircraft",
        "cattle",
        "headcount",
        "workforce",
        "krone",
    ];
    // In a rate, only what is counted is put in the plural: “5 cars per store and year”.
    if let Some((counted, per)) = unit.split_once(" per ") {
        return format!("{} per {per}", plural(counted));
    }
    let last = unit.rsplit(' ').next().unwrap_or(unit);
    let is_word = last.len() > 2
        && last.chars().all(|letter| letter.is_alphabetic() && letter < '\u{250}')
        && last.ends_with(|end: char| end.is_lowercase() && end != 's');
    // “kWh” and “mph” are symbols: they have no plural.
    let has_inner_capital = last.chars().skip(1).any(char::is_uppercase);
    let has_vowel = last.chars().any(|letter| !letter.is_ascii() || "aeiouyAEIOUY".contains(letter));
    if !is_word || has_inner_capital || !has_vowel || WITHOUT.contains(&last) {
        return unit.to_owned();
    }
    match unit.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if ["ch", "sh", "x"].iter().any(|end| unit.ends_with(end)) => format!("{unit}es"),
        _ => format!("{unit}s"),
    }
}

/// A number of things with its noun: `1 claim`, `3 cities`.
///
/// ```
/// use claimbook::notebook::counted;
///
/// assert_eq!((counted(1, "claim").as_str(), counted(0, "claim").as_str()), ("1 claim", "0 claims"));
/// ```
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {}", plural(noun)) }
}

/// Puts a quote in quotation marks, unless it begins with one.
pub fn in_quotes(quote: &str) -> String {
    let has_own = quote.starts_with(['“', '"', '„', '«', '「', '『']);
    if has_own { quote.to_owned() } else { format!("“{quote}”") }
}

/// Returns a text with its first letter capitalised.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A text with its first letter in small: “Gross margin” in the middle of a sentence.
pub fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// A decimal with commas between thousands, from 1,000 up: `1,234,567.8`. Trailing zeros are dropped; the minus sign is U+2212.
///
/// ```
/// use rust_decimal::Decimal;
///
/// assert_eq!(claimbook::notebook::grouped(Decimal::from(1_234_567)), "1,234,567");
/// ```
pub fn grouped(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::with_capacity(text.len() + text.len() / 3 + 3);
    out.push_str(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_grouped_digit_for_digit() {
        for (text, shown) in
            [("0", "0"), ("999", "999"), ("1000", "1,000"), ("130000", "130,000"), ("-1234567.50", "−1,234,567.5")]
        {
            assert_eq!(grouped(text.parse().unwrap()), shown);
        }
    }

    #[test]
    fn a_quantity_reads_like_speech() {
        let quantity = Quantity {
            value: Value::One(Decimal::from(100)),
            bound: Bound::MoreThan,
            approx: false,
            unit: "store".into(),
            per: String::new(),
        };
        assert_eq!(quantity.to_string(), "more than 100 stores");
        let one = Quantity { value: Value::One(Decimal::ONE), bound: Bound::Exactly, ..quantity };
        assert_eq!(one.to_string(), "1 store");
        for (unit, many) in
            [("city", "cities"), ("day", "days"), ("%", "%"), ("USD", "USD"), ("km", "km"), ("辆", "辆"), ("Mi Home", "Mi Homes")]
        {
            assert_eq!(plural(unit), many);
        }
    }
}
