//! Digits with their separators and scale words become exact decimals.

use rust_decimal::Decimal;

/// A number at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    /// Its value without a scale word.
    pub value: Decimal,
    /// How many bytes of the text it takes.
    pub length: usize,
}

/// Why the start of a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberError {
    /// There is no digit.
    None,
    /// The separators do not stand where thousands or a decimal separator would.
    Grouping,
    /// It does not fit into 28 digits.
    TooLarge,
}

/// Spaces that separate thousands: plain, no-break, thin, narrow no-break; and the Swiss apostrophes.
fn is_group_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’')
}

/// Reads the number at the start of `text`: `10,000`, `130 000`, `1.3`, `1'250.5`, `1.234.567`, `2,5`.
///
/// A comma is a thousands separator when exactly three digits follow each one, a decimal comma when it stands alone with
/// one, two or more than three digits behind it. A single full stop is always decimal.
pub(super) fn number_at(text: &str) -> Result<Number, NumberError> {
    let length = extent(text);
    let raw = &text[..length];
    if raw.is_empty() {
        return Err(NumberError::None);
    }
    let plain = without_groups(raw).ok_or(NumberError::Grouping)?;
    let value = plain.parse::<Decimal>().map_err(|_| NumberError::TooLarge)?;
    Ok(Number { value, length })
}

/// The bytes that digits and the separators between them take.
fn extent(text: &str) -> usize {
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let is_separator = matches!(character, ',' | '.') || is_group_space(character);
        if character.is_ascii_digit() {
            end = at + 1;
        } else if !(is_separator && end > 0 && characters.peek().is_some_and(|(_, next)| next.is_ascii_digit())) {
            break;
        } else if is_group_space(character) && !three_digits_follow(&text[at + character.len_utf8()..]) {
            // “2024 10,000” are two numbers, and “5 stores” is one and a word.
            break;
        }
    }
    end
}

fn three_digits_follow(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3
}

/// The digits with at most one `.`; `None` where separators stand in odd places.
fn without_groups(raw: &str) -> Option<String> {
    let spaceless: String = raw.chars().filter(|&character| !is_group_space(character)).collect();
    if spaceless.len() != raw.len() {
        let whole = raw.split(['.', ',']).next()?;
        if !is_grouped(whole, is_group_space) {
            return None;
        }
    }
    let commas = spaceless.matches(',').count();
    let stops = spaceless.matches('.').count();
    match (commas, stops) {
        (0, 0 | 1) => Some(spaceless),
        (0, _) => is_grouped(&spaceless, |c| c == '.').then(|| spaceless.replace('.', "")),
        // No thousand begins with 0.
        (1, 0) if spaceless.starts_with("0,") => Some(spaceless.replace(',', ".")),
        (_, 0) if is_grouped(&spaceless, |c| c == ',') => Some(spaceless.replace(',', "")),
        (1, 0) => Some(spaceless.replace(',', ".")),
        // Both: the one that comes last is the decimal separator.
        (1, _) if spaceless.rfind(',') > spaceless.rfind('.') => {
            let (whole, fraction) = spaceless.split_once(',')?;
            is_grouped(whole, |c| c == '.').then(|| format!("{}.{fraction}", whole.replace('.', "")))
        }
        (_, 1) => {
            let (whole, fraction) = spaceless.split_once('.')?;
            is_grouped(whole, |c| c == ',').then(|| format!("{}.{fraction}", whole.replace(',', "")))
        }
        _ => None,
    }
}

fn is_grouped(digits: &str, is_separator: impl Fn(char) -> bool) -> bool {
    let mut groups = digits.split(is_separator);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

/// Words that multiply, longest first where one starts another. Glued or after a space.
const SCALES: [(&str, u32); 22] = [
    ("thousand", 3),
    ("trillion", 12),
    ("billion", 9),
    ("milliards", 9),
    ("milliard", 9),
    ("millions", 6),
    ("million", 6),
    ("crore", 7),
    ("lakh", 5),
    ("mln", 6),
    ("mio", 6),
    ("mrd", 9),
    ("万亿", 12),
    ("mn", 6),
    ("bn", 9),
    ("tn", 12),
    ("万", 4),
    ("亿", 8),
    ("k", 3),
    ("m", 6),
    ("b", 9),
    ("t", 12),
];

/// The power of ten of the scale word at the start of `text`, and the bytes it takes. A single letter after a space is a
/// unit: “500 t” are tonnes.
pub(super) fn scale_at(text: &str) -> Option<(u32, usize)> {
    let spaced = text.len() - text.trim_start().len();
    let text = text.trim_start();
    SCALES.iter().find_map(|&(word, power)| {
        if spaced > 0 && word.len() == 1 {
            return None;
        }
        let candidate = text.get(..word.len())?;
        let ends = text[word.len()..].chars().next().is_none_or(|next| !next.is_alphanumeric() || !word.is_ascii());
        (ends && candidate.eq_ignore_ascii_case(word)).then_some((power, spaced + word.len()))
    })
}

/// `value × 10^power`, or `None` past 28 digits.
pub(super) fn scaled(value: Decimal, power: u32) -> Option<Decimal> {
    value.checked_mul(Decimal::from(10_u64.pow(power))).map(|value| value.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_read_where_they_can_stand() {
        for (text, value) in [
            ("10,000", "10000"),
            ("130 000", "130000"),
            ("130\u{202f}000", "130000"),
            ("1'250.5", "1250.5"),
            ("1.234.567", "1234567"),
            ("1.234.567,8", "1234567.8"),
            ("1,234.5", "1234.5"),
            ("2,5", "2.5"),
            ("1.300", "1.300"),
            ("12,5000", "12.5000"),
            ("0,125", "0.125"),
            ("5 stores", "5"),
            ("2024 10,000", "2024"),
        ] {
            assert_eq!(number_at(text).map(|number| number.value), Ok(value.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn odd_separators_and_too_many_digits_are_errors() {
        for (text, error) in [
            ("", NumberError::None),
            ("abc", NumberError::None),
            ("1,2,3", NumberError::Grouping),
            ("12,34,567", NumberError::Grouping),
            ("1.2.3", NumberError::Grouping),
            ("99999999999999999999999999999999", NumberError::TooLarge),
        ] {
            assert_eq!(number_at(text), Err(error), "{text}");
        }
    }
}
