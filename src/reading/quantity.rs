//! What people type into a quantity field: `10,000`, `~18 %`, `>100`, `120-150`, `about 300 million yuan`.

use rust_decimal::Decimal;

use super::number::{NumberError, number_at, scale_at, scaled};
use crate::notebook::{Bound, Quantity, Value};

/// Why a text is not a quantity, as a sentence for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Nothing in it is a number.
    #[error("no number in it")]
    NoNumber,
    /// Commas, stops or spaces that stand in no number's places.
    #[error("the separators in “{0}” are neither thousands nor a decimal point")]
    Grouping(String),
    /// More than 28 digits.
    #[error("the number has more digits than Claimbook keeps (28)")]
    TooLarge,
    /// `150-120`.
    #[error("the range runs backwards")]
    Backwards,
    /// Something is left over that is no unit.
    #[error("“{0}” is neither a unit nor part of the number")]
    LeftOver(String),
}

/// Words before a number, longest first where one starts another; compared in lower case.
const OPENINGS: [(&str, Opening); 60] = {
    use Bound::{AtLeast, AtMost, LessThan, MoreThan};
    use Opening::{About, Bounded};
    [
        ("no fewer than", Bounded(AtLeast)),
        ("no less than", Bounded(AtLeast)),
        ("not less than", Bounded(AtLeast)),
        ("no more than", Bounded(AtMost)),
        ("not more than", Bounded(AtMost)),
        ("more than", Bounded(MoreThan)),
        ("fewer than", Bounded(LessThan)),
        ("less than", Bounded(LessThan)),
        ("in excess of", Bounded(MoreThan)),
        ("upwards of", Bounded(MoreThan)),
        ("north of", Bounded(MoreThan)),
        ("a minimum of", Bounded(AtLeast)),
        ("a maximum of", Bounded(AtMost)),
        ("as many as", Bounded(AtMost)),
        ("as much as", Bounded(AtMost)),
        ("in the region of", About),
        ("approximately", About),
        ("approx.", About),
        ("approx", About),
        ("close to", About),
        ("an estimated", About),
        ("exceeding", Bounded(MoreThan)),
        ("surpassed", Bounded(MoreThan)),
        ("surpassing", Bounded(MoreThan)),
        ("topped", Bounded(MoreThan)),
        ("at least", Bounded(AtLeast)),
        ("at most", Bounded(AtMost)),
        ("above", Bounded(MoreThan)),
        ("below", Bounded(LessThan)),
        ("under", Bounded(LessThan)),
        ("over", Bounded(MoreThan)),
        ("up to", Bounded(AtMost)),
        ("roughly", About),
        ("nearly", About),
        ("almost", About),
        ("around", About),
        ("about", About),
        ("circa", About),
        ("some", About),
        ("plus de", Bounded(MoreThan)),
        ("moins de", Bounded(LessThan)),
        ("au moins", Bounded(AtLeast)),
        ("environ", About),
        ("超过", Bounded(MoreThan)),
        ("至少", Bounded(AtLeast)),
        ("不到", Bounded(LessThan)),
        ("大约", About),
        ("ca.", About),
        ("ca ", About),
        ("c.", About),
        ("约", About),
        (">=", Bounded(AtLeast)),
        ("<=", Bounded(AtMost)),
        ("≥", Bounded(AtLeast)),
        ("≤", Bounded(AtMost)),
        (">", Bounded(MoreThan)),
        ("<", Bounded(LessThan)),
        ("~", About),
        ("≈", About),
        ("=", Bounded(Bound::Exactly)),
    ]
};

#[derive(Clone, Copy)]
enum Opening {
    Bounded(Bound),
    About,
}

/// Signs and words before a number that say the currency.
const CURRENCIES: [(&str, &str); 10] = [
    ("us$", "USD"),
    ("hk$", "HKD"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "yuan"),
    ("usd", "USD"),
    ("eur", "EUR"),
    ("cny", "yuan"),
    ("rmb", "yuan"),
];

/// Understands a text as a quantity. The unit comes out in the singular.
pub fn parse_quantity(text: &str) -> Result<Quantity, QuantityError> {
    let mut rest = text.trim();
    let (mut bound, mut approx, mut currency) = (Bound::Exactly, false, "");
    let between = strip_word(rest, "between").or_else(|| strip_word(rest, "from"));
    rest = between.unwrap_or(rest);
    while let Some((opening, length)) = opening_at(rest) {
        match opening {
            Opening::Bounded(found) => bound = found,
            Opening::About => approx = true,
        }
        rest = rest[length..].trim_start();
    }
    if let Some((name, length)) = currency_at(rest) {
        currency = name;
        rest = rest[length..].trim_start();
    }
    let negative = take_sign(&mut rest);
    let first = take_number(&mut rest)?;
    let (value, scale_given) = take_range_end(first, negative, &mut rest)?;
    let value = if scale_given { value } else { value.map_scale(&mut rest)? };
    if let Some(shorter) = rest.trim_start().strip_prefix('+') {
        // “100+”, “10k+ stores”.
        bound = Bound::AtLeast;
        rest = shorter.trim_start();
    }
    if let Some(shorter) = strip_word(rest, "or more").or_else(|| strip_word(rest, "以上")) {
        bound = Bound::AtLeast;
        rest = shorter;
    }
    let (unit, per) = unit_of(rest)?;
    let unit = match currency_at(&unit) {
        // “5 €”.
        Some((name, length)) if length == unit.len() => name.to_owned(),
        _ => unit,
    };
    let unit = match (unit.is_empty(), currency.is_empty()) {
        (_, true) => unit,
        (true, false) => currency.to_owned(),
        (false, false) => return Err(QuantityError::LeftOver(unit)),
    };
    Ok(Quantity { value: value.finish()?, bound, approx, unit, per })
}

/// One or two numbers before the scale words are known.
struct Parts {
    low: Decimal,
    high: Option<Decimal>,
}

impl Parts {
    /// Applies the scale word at the start of `rest` to both ends: “120-150 thousand”.
    fn map_scale(self, rest: &mut &str) -> Result<Self, QuantityError> {
        let Some(power) = take_scale(rest) else { return Ok(self) };
        let scale = |value| scaled(value, power).ok_or(QuantityError::TooLarge);
        Ok(Self { low: scale(self.low)?, high: self.high.map(scale).transpose()? })
    }

    fn finish(self) -> Result<Value, QuantityError> {
        match self.high {
            None => Ok(Value::One(self.low)),
            Some(high) if high == self.low => Ok(Value::One(self.low)),
            Some(high) if high < self.low => Err(QuantityError::Backwards),
            Some(high) => Ok(Value::Range(self.low, high)),
        }
    }
}

fn opening_at(text: &str) -> Option<(Opening, usize)> {
    OPENINGS.iter().find_map(|&(word, opening)| starts_with_word(text, word).then_some((opening, word.len())))
}

fn currency_at(text: &str) -> Option<(&'static str, usize)> {
    CURRENCIES.iter().find_map(|&(sign, name)| starts_with_word(text, sign).then_some((name, sign.len())))
}

/// Whether `text` starts with `word`, whatever its case, and a word of letters ends there.
fn starts_with_word(text: &str, word: &str) -> bool {
    let Some(start) = text.get(..word.len()) else { return false };
    let letters = word.is_ascii() && word.ends_with(|last: char| last.is_ascii_alphabetic());
    start.to_lowercase() == word && !(letters && text[word.len()..].starts_with(char::is_alphabetic))
}

fn take_sign(rest: &mut &str) -> bool {
    *rest = rest.strip_prefix('+').unwrap_or(rest);
    match rest.strip_prefix(['-', '−']) {
        Some(shorter) => {
            *rest = shorter.trim_start();
            true
        }
        None => false,
    }
}

fn take_number(rest: &mut &str) -> Result<Decimal, QuantityError> {
    let number = number_at(rest).map_err(|error| match error {
        NumberError::None => QuantityError::NoNumber,
        NumberError::Grouping => QuantityError::Grouping((*rest).to_owned()),
        NumberError::TooLarge => QuantityError::TooLarge,
    })?;
    *rest = &rest[number.length..];
    Ok(number.value)
}

fn take_scale(rest: &mut &str) -> Option<u32> {
    let (power, length) = scale_at(rest)?;
    *rest = &rest[length..];
    Some(power)
}

/// `-150`, `– 150`, `to 150` after a first number; each end may have its own scale word. Says whether one was read.
fn take_range_end(first: Decimal, negative: bool, rest: &mut &str) -> Result<(Parts, bool), QuantityError> {
    let sign = |value: Decimal| if negative { -value } else { value };
    let mut after = *rest;
    let first_scale = take_scale(&mut after);
    // “18 %–20 %”.
    let spaceless = after.trim_start();
    let spaceless = match spaceless.strip_prefix('%').map(str::trim_start) {
        Some(rest) if rest.starts_with(['-', '–', '—']) || strip_word(rest, "to").is_some() => rest,
        _ => spaceless,
    };
    let end = spaceless
        .strip_prefix(['-', '–', '—'])
        .or_else(|| strip_word(spaceless, "to"))
        .or_else(|| strip_word(spaceless, "and"))
        .map(str::trim_start);
    match end {
        Some(mut end) if end.starts_with(|next: char| next.is_ascii_digit()) => {
            let second = take_number(&mut end)?;
            let second_scale = take_scale(&mut end);
            *rest = end;
            let scale = |value, power: Option<u32>| scaled(value, power.unwrap_or(0)).ok_or(QuantityError::TooLarge);
            let low = scale(sign(first), first_scale.or(second_scale))?;
            Ok((Parts { low, high: Some(scale(second, second_scale)?) }, true))
        }
        _ => Ok((Parts { low: sign(first), high: None }, false)),
    }
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let text = text.trim_start();
    starts_with_word(text, word).then(|| text[word.len()..].trim_start())
}

/// At most this many words are a unit: “battery electric passenger car”.
const MAX_UNIT_WORDS: usize = 5;

fn unit_of(rest: &str) -> Result<(String, String), QuantityError> {
    let rest = rest.trim().trim_end_matches(['.', ',', ';']);
    if rest.is_empty() {
        return Ok((String::new(), String::new()));
    }
    let left_over = || QuantityError::LeftOver(rest.to_owned());
    let is_word = |word: &str| {
        word.chars().all(|c| {
            c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '%' | '°' | '/' | '€' | '£' | '$' | '¥' | '‰' | '²' | '³')
        })
    };
    if !rest.split_whitespace().all(is_word) || rest.split_whitespace().count() > MAX_UNIT_WORDS {
        return Err(left_over());
    }
    if let Some(per) = strip_word(rest, "per") {
        return Ok((String::new(), singular(per)));
    }
    let (unit, per) = rest.split_once(" per ").or_else(|| rest.split_once('/')).unwrap_or((rest, ""));
    let unit = match unit.trim().to_lowercase().as_str() {
        "percent" | "per cent" | "pct" | "%" => "%".to_owned(),
        _ => singular(unit.trim()),
    };
    if unit.is_empty() && rest.contains('/') {
        return Err(left_over());
    }
    Ok((unit, singular(per.trim())))
}

/// The last word of an English noun phrase in the singular. Wrong for rare words, which can be typed as wanted.
pub(super) fn singular(phrase: &str) -> String {
    let lower = phrase.to_lowercase();
    for kept in ["series", "ss", "us", "is", "news"] {
        if lower.ends_with(kept) {
            return phrase.to_owned();
        }
    }
    match lower.as_str() {
        _ if lower.ends_with("ies") && lower.len() > 4 => format!("{}y", &phrase[..phrase.len() - 3]),
        _ if ["ches", "shes", "xes", "sses"].iter().any(|end| lower.ends_with(end)) => phrase[..phrase.len() - 2].to_owned(),
        _ if lower.ends_with('s') && lower.len() > 2 => phrase[..phrase.len() - 1].to_owned(),
        _ => phrase.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match parse_quantity(text) {
            Ok(quantity) => quantity.to_string(),
            Err(error) => format!("! {error}"),
        }
    }

    #[test]
    fn what_people_type_is_understood() {
        for (typed, meaning) in [
            ("10,000", "10,000"),
            ("10k", "10,000"),
            ("1.3m", "1,300,000"),
            ("1.3 million", "1,300,000"),
            ("~18 %", "about 18 %"),
            ("18%", "18 %"),
            (">100", "more than 100"),
            ("> 100 stores", "more than 100 stores"),
            ("120-150", "120–150"),
            ("120–150 thousand cars", "120,000–150,000 cars"),
            ("1.2m to 1.5m", "1,200,000–1,500,000"),
            ("130 000", "130,000"),
            ("about 300 million yuan", "about 300,000,000 yuan"),
            ("more than half", "! no number in it"),
            ("$3.4bn", "3,400,000,000 USD"),
            ("100+", "at least 100"),
            ("150 or more", "at least 150"),
            ("no fewer than 20 cities", "at least 20 cities"),
            ("up to about 5 percent", "at most about 5 %"),
            ("-5 %", "−5 %"),
            ("20 cars per store", "20 cars per store"),
            ("20 cars/year", "20 cars per year"),
            ("13万辆", "130,000 辆"),
            ("超过100", "more than 100"),
            ("2,5 millions", "2,500,000"),
            ("5 metres", "5 metres"),
            ("500 t", "500 t"),
            ("10k+", "at least 10,000"),
            ("approx. 100", "about 100"),
            ("18%–20%", "18–20 %"),
            ("between 120 and 150 stores", "120–150 stores"),
            ("from 1.2m to 1.5m", "1,200,000–1,500,000"),
            ("5 €", "5 EUR"),
            ("$20,000 per car", "20,000 USD per car"),
            ("20 per year", "20 per year"),
            ("+31 %", "31 %"),
        ] {
            assert_eq!(shown(typed), meaning, "{typed}");
        }
    }

    #[test]
    fn what_is_not_understood_is_an_error_and_never_a_number() {
        for typed in ["", "  ", "abc", "12 34", "1,2,3", "150-120", "ten", "5 (sic)", "1e5", "$5 yuan", "9".repeat(40).as_str()] {
            assert!(parse_quantity(typed).is_err(), "{typed}: {}", shown(typed));
        }
    }
}
