//! Parses the text of a quantity field: `10,000`, `~18 %`, `>100`, `120-150`, `about 300 million yuan`, `超过100家`.
//!
//! Uses the same grammar as for running text, but less strictly: a field contains a quantity, so `2024` is one and `1.3m` is
//! not a length.

use std::borrow::Cow;

use super::field;
use super::nouns::singular;
use super::number::{self, NumberError};
use super::quantities::{self, Amount, QuantityMention, Unit, UnitSort};
use super::tokens::{Kind, Tokens};
use crate::notebook::{Bound, Quantity, TextRange};

/// Why a text is not a quantity, as a message for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// It contains no number.
    #[error("it contains no number")]
    NoNumber,
    /// Commas, full stops or spaces that are misplaced for a number.
    #[error("the separators in “{0}” separate neither thousands nor decimals")]
    Grouping(String),
    /// More than 28 digits.
    #[error("the number has more digits than Claimbook keeps (28)")]
    TooLarge,
    /// A fraction that has no exact decimal (`1⅓`), or one after decimals.
    #[error("“{0}” is not a decimal number; write it with a decimal point")]
    Fraction(String),
    /// A range that ends below its start: `150-120`.
    #[error("the first number of the range is larger than the second")]
    Backwards,
    /// A number that is denied: `not 3 ferries`.
    #[error("a number that is denied is neither counted nor charted")]
    Denied,
    /// Something is left over that is not a unit.
    #[error("“{0}” is neither a unit nor part of the number")]
    LeftOver(String),
}

/// Parses a text as a quantity. The unit is returned in the singular.
///
/// ```
/// use claimbook::notebook::Bound;
/// use claimbook::reading::parse_quantity;
///
/// let quantity = parse_quantity("more than 1.5 million cars")?;
/// assert_eq!(quantity.to_string(), "more than 1,500,000 cars");
/// assert_eq!((quantity.bound, quantity.unit.as_str()), (Bound::MoreThan, "car"));
/// assert_eq!(parse_quantity("约13.7万辆")?.value.middle(), 137_000.0);
/// assert!(parse_quantity("1o0").is_err());
/// # Ok::<(), claimbook::reading::QuantityError>(())
/// ```
pub fn parse_quantity(text: &str) -> Result<Quantity, QuantityError> {
    let text = text.trim();
    if text.contains(super::tokens::is_ideograph)
        && let Ok(quantity) = chinese(text)
    {
        return Ok(quantity);
    }
    let mut first = None;
    // A language that knows all words of a text reads it better than one that takes them for a unit: “2,4 milliards d’euros”.
    for is_known in [true, false] {
        for (lexicon, style) in field::grammars() {
            match field::with_tokens(text, lexicon, style, |tokens| whole(tokens, is_known)) {
                Ok(quantity) => return Ok(quantity),
                Err(error) if !is_known => first = first.or(Some(error)),
                Err(_) => {}
            }
        }
    }
    Err(first.unwrap_or(QuantityError::NoNumber))
}

/// Returns the one quantity that the tokens state. `is_known`: with a unit that the grammar knows, or none.
fn whole(tokens: &Tokens<'_>, is_known: bool) -> Result<Quantity, QuantityError> {
    let mut found = Vec::new();
    quantities::read(tokens, &[], &mut found);
    let Some(mention) = found.first() else { return Err(no_number(tokens)) };
    if found.len() > 1 {
        let (a, b) = (&found[0], &found[1]);
        let backwards = matches!((a.amount, b.amount), (Amount::One(a), Amount::One(b)) if a > b)
            && a.tokens.1 + 1 == b.tokens.0
            && tokens.dash(a.tokens.1);
        return Err(if backwards { QuantityError::Backwards } else { left_over(tokens, b.range) });
    }
    let before = tokens.text[..mention.phrase.start].trim();
    let signs = ["", "+", "=", "±"];
    let lead = ["between", "from", "de", "entre"].iter().any(|word| before.eq_ignore_ascii_case(word));
    if before.eq_ignore_ascii_case("not") {
        return Err(QuantityError::Denied);
    }
    if !signs.contains(&before) && !lead {
        return Err(QuantityError::LeftOver(before.to_owned()));
    }
    let after = tokens.text[mention.phrase.end..].trim().trim_end_matches('.').trim();
    if after.is_empty() {
        return Ok(mention.quantity());
    }
    if is_known {
        return Err(QuantityError::LeftOver(after.to_owned()));
    }
    let mention = with_typed_unit(tokens, mention).ok_or_else(|| QuantityError::LeftOver(after.to_owned()))?;
    Ok(mention.quantity())
}

/// Reads a unit that no rule knows: only words after the number, with an optional “per”.
fn with_typed_unit(tokens: &Tokens<'_>, mention: &QuantityMention) -> Option<QuantityMention> {
    let number = (mention.tokens.0..mention.tokens.1)
        .rev()
        .find(|&at| tokens.kind(at) == Some(Kind::Number) || tokens.kind(at) == Some(Kind::Mark))?
        + 1;
    let from = if mention.unit.is_none() { mention.tokens.1 } else { number };
    let is_word = |at: usize| tokens.kind(at) == Some(Kind::Word) || tokens.dash(at) || matches!(tokens.str(at), "’" | "'" | "&");
    let open = matches!(mention.unit.sort, UnitSort::None | UnitSort::Counted);
    // A dash at the end is half a range, not a unit.
    if !open || tokens.len().checked_sub(1).is_none_or(|last| last < from || tokens.kind(last) != Some(Kind::Word)) {
        return None;
    }
    if !tokens.tokens[from..].iter().enumerate().all(|(index, _)| is_word(from + index)) {
        return None;
    }
    let range = tokens.range(from, tokens.len());
    let typed = &tokens.text[range.start..range.end];
    let (unit, per) = typed.split_once(" per ").or_else(|| Some(("", typed.strip_prefix("per ")?))).unwrap_or((typed, ""));
    let unit = if unit.trim().is_empty() { Unit::default() } else { Unit::counted(singular(unit.trim())) };
    let bound = if unit.name == "or more" { Bound::AtLeast } else { mention.bound };
    Some(QuantityMention { unit, per: Cow::Owned(singular(per.trim())), bound, ..mention.clone() })
}

fn chinese(text: &str) -> Result<Quantity, QuantityError> {
    let range = TextRange { start: 0, end: text.len() };
    let mut found = Vec::new();
    quantities::read_chinese(text, range, &[], &mut found);
    let mention = match found.as_slice() {
        [one] => one,
        [] => return Err(QuantityError::NoNumber),
        [_, second, ..] => return Err(QuantityError::LeftOver(text[second.range.start..].to_owned())),
    };
    let (before, after) = (text[..mention.phrase.start].trim(), text[mention.phrase.end..].trim());
    match (before, after) {
        ("", "") => Ok(mention.quantity()),
        // 13万辆车: what follows a measure word is what is counted.
        ("", thing) if mention.unit.sort == UnitSort::Counted && thing.chars().all(char::is_alphabetic) => Ok(mention.quantity()),
        ("", left) => Err(QuantityError::LeftOver(left.to_owned())),
        // “more than 7.4万台”: the words before the number may be of another language.
        (words, "") if words.is_ascii() => {
            let bounded = parse_quantity(&format!("{words} 1")).map_err(|_| QuantityError::LeftOver(words.to_owned()))?;
            Ok(Quantity { bound: bounded.bound, approx: bounded.approx, ..mention.quantity() })
        }
        (left, _) => Err(QuantityError::LeftOver(left.to_owned())),
    }
}

fn left_over(tokens: &Tokens<'_>, range: TextRange) -> QuantityError {
    QuantityError::LeftOver(tokens.text[range.start..].to_owned())
}

/// Why there is no number: odd separators, too many digits, or none at all.
fn no_number(tokens: &Tokens<'_>) -> QuantityError {
    let number = (0..tokens.len()).find(|&at| tokens.kind(at) == Some(Kind::Number));
    match number.map(|at| (at, number::value_of(tokens.str(at), tokens.style))) {
        Some((at, Err(NumberError::Grouping))) => QuantityError::Grouping(tokens.str(at).to_owned()),
        Some((at, Err(NumberError::Fraction))) => QuantityError::Fraction(tokens.str(at).to_owned()),
        Some((_, Err(NumberError::TooLarge))) => QuantityError::TooLarge,
        Some((at, _)) => left_over(tokens, tokens.range(at, tokens.len())),
        None => QuantityError::NoNumber,
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
            ("not 3 ferries", "! a number that is denied is neither counted nor charted"),
            ("not £20m", "! a number that is denied is neither counted nor charted"),
            ("not more than 10 %", "at most 10 %"),
            ("more than half", "! it contains no number"),
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
            ("5 metres", "5 m"),
            ("500 t", "500 tonnes"),
            ("10k+", "at least 10,000"),
            ("approx. 100", "about 100"),
            ("18%–20%", "18–20 %"),
            ("between 120 and 150 stores", "120–150 stores"),
            ("from 1.2m to 1.5m", "1,200,000–1,500,000"),
            ("5 €", "5 EUR"),
            ("$20,000 per car", "20,000 USD per car"),
            ("20 per year", "20 per year"),
            ("+31 %", "31 %"),
            ("ten", "10"),
            ("half a million cars", "500,000 cars"),
            ("超过100家", "more than 100 家"),
            ("2024", "2,024"),
            ("2½ million", "2,500,000"),
            ("2 1/2 million stores", "2,500,000 stores"),
            ("2 and a half million", "2,500,000"),
            ("½", "0.5"),
        ] {
            assert_eq!(shown(typed), meaning, "{typed}");
        }
    }

    #[test]
    fn what_is_not_understood_is_an_error_and_never_a_number() {
        for typed in [
            "",
            "  ",
            "abc",
            "12 34",
            "1,2,3",
            "150-120",
            "5 (sic)",
            "1⅓",
            "2 2/1 million",
            "3–",
            "3 -",
            "100 stores –",
            "5 &",
            "1e5",
            "$5 yuan",
            "9".repeat(40).as_str(),
        ] {
            assert!(parse_quantity(typed).is_err(), "{typed}: {}", shown(typed));
        }
    }
}
