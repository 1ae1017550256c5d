//! Parses digits and their separators into exact decimals.

use rust_decimal::Decimal;

use super::language::Language;

/// Why digits and separators are not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberError {
    /// The separators are not where thousands separators or a decimal separator can be.
    Grouping,
    /// It does not fit into 28 digits.
    TooLarge,
    /// A fraction that has no exact decimal (`⅓`), or one after decimals (`2.5½`).
    Fraction,
}

/// How the texts of a language write their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberStyle {
    /// `1,234.5`; also Chinese.
    English,
    /// `1 234,5`.
    French,
    /// Text of an input field: whatever reads as one number.
    Either,
    /// An unknown language: only numbers that are unambiguous in every language. `12,3` is; `35.000` is not.
    Unsure,
}

impl NumberStyle {
    /// How texts of a language write their numbers.
    pub fn of(language: Language) -> Self {
        match language {
            Language::French => Self::French,
            Language::Other => Self::Unsure,
            Language::English | Language::Chinese => Self::English,
        }
    }
}

/// Whether a character groups digits and nothing else: no-break, thin and narrow no-break space, Swiss apostrophes.
fn is_narrow_group(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’')
}

/// Whether a character can separate thousands like a space: those and the plain space.
fn is_group_space(character: char) -> bool {
    character == ' ' || is_narrow_group(character)
}

/// Whether a sign is a fraction in one character: `½`, `⅓`.
pub(super) fn is_fraction_sign(sign: char) -> bool {
    matches!(sign, '¼' | '½' | '¾' | '⅐'..='⅞')
}

/// Returns the value of a fraction sign; `None` for thirds and others without an exact decimal.
fn fraction_of(sign: char) -> Option<Decimal> {
    let (top, bottom) = match sign {
        '¼' => (1, 4),
        '½' => (1, 2),
        '¾' => (3, 4),
        '⅒' => (1, 10),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    };
    Some(Decimal::from(top) / Decimal::from(bottom))
}

/// Returns the length in bytes of the digits at the start of a text, with the separators between them and a fraction sign after
/// them.
pub(super) fn extent(text: &str, style: NumberStyle) -> usize {
    let end = digits_with_separators(text, style);
    // Nearly always the next byte already rules out a fraction.
    if !matches!(text.as_bytes().get(end), Some(0xc2 | 0xe2)) {
        return end;
    }
    let fraction = text[end..].chars().next().filter(|&sign| is_fraction_sign(sign));
    end + fraction.map_or(0, char::len_utf8)
}

fn digits_with_separators(text: &str, style: NumberStyle) -> usize {
    let bytes = text.as_bytes();
    let mut end = digits_at(bytes);
    let first = end;
    if first == 0 {
        return 0;
    }
    let mut spaced = false;
    loop {
        let Some(&separator) = bytes.get(end) else { return end };
        let (width, joins) = match separator {
            b',' => (1, comma_joins(&bytes[end + 1..], style) || is_decimal_comma(&text[..end], &bytes[end + 1..])),
            b'.' => (1, bytes.get(end + 1).is_some_and(u8::is_ascii_digit)),
            b' ' => (
                1,
                first <= 3
                    && bytes[0] != b'0'
                    && digits_at(&bytes[end + 1..]) == 3
                    && (spaced || spaces_thousands(&bytes[end + 4..], style)),
            ),
            b'\'' | 0xc2 | 0xe2 => {
                let character = text[end..].chars().next().unwrap_or_default();
                let width = character.len_utf8();
                (width, is_narrow_group(character) && first <= 3 && digits_at(&bytes[end + width..]) == 3)
            }
            _ => return end,
        };
        if !joins {
            return end;
        }
        spaced |= separator == b' ';
        end += width + digits_at(&bytes[end + width..]);
    }
}

/// Whether a plain space may separate thousands, by what follows the three digits after it: in English only before a word in small
/// letters or another group, as in “12 000 pumps” and “1 414 021 100.”; “room 12 300-seat halls” has none.
fn spaces_thousands(after: &[u8], style: NumberStyle) -> bool {
    let word =
        after.first() == Some(&b' ') && after.get(1).is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    style != NumberStyle::English || word
}

/// Whether a comma before these bytes is inside a number: before three digits; in Indian grouping (`1,35,000`) before two and
/// then three; before any number of digits if `style` allows a decimal comma.
fn comma_joins(after: &[u8], style: NumberStyle) -> bool {
    match (digits_at(after), style) {
        (0, _) => false,
        (_, NumberStyle::French | NumberStyle::Either | NumberStyle::Unsure) | (3, _) => true,
        (2, _) => after.get(2) == Some(&b',') && comma_joins(&after[3..], style),
        _ => false,
    }
}

/// Whether a comma is a decimal comma in any language, because other separators mark the thousands before it (`1.234.567,89`).
fn is_decimal_comma(before: &str, after: &[u8]) -> bool {
    let is_marked = before.matches('.').count() >= 2 && is_grouped(before, |character| character == '.')
        || before.contains(is_narrow_group) && is_grouped(before, is_narrow_group);
    // “1.250,50”: a single full stop before three digits, and cents.
    let cents = is_grouped(before, |character| character == '.') && matches!(digits_at(after), 1 | 2);
    is_marked && digits_at(after) > 0 || cents
}

fn digits_at(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Parses the bytes that [`extent`] found.
///
/// In a field a comma is a thousands separator if exactly three digits follow each one, and a decimal comma if it is the only
/// one and one, two or more than three digits follow. A single full stop is decimal, except in French before three digits.
pub(super) fn value_of(raw: &str, style: NumberStyle) -> Result<Decimal, NumberError> {
    if raw.len() < 18 && raw.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Decimal::from(raw.bytes().fold(0_u64, |value, digit| value * 10 + u64::from(digit - b'0'))));
    }
    if let Some(sign) = raw.chars().next_back().filter(|&sign| is_fraction_sign(sign)) {
        let whole = &raw[..raw.len() - sign.len_utf8()];
        let whole = if whole.is_empty() { Decimal::ZERO } else { value_of(whole, style)? };
        let fraction = fraction_of(sign).filter(|_| whole.scale() == 0).ok_or(NumberError::Fraction)?;
        return whole.checked_add(fraction).ok_or(NumberError::TooLarge);
    }
    let decimal = decimal_mark(raw, style).ok_or(NumberError::Grouping)?;
    let (mut mantissa, mut decimals, mut in_fraction) = (0_i128, 0_u32, false);
    for (at, character) in raw.char_indices() {
        if let Some(digit) = character.to_digit(10) {
            mantissa =
                mantissa.checked_mul(10).and_then(|grown| grown.checked_add(i128::from(digit))).ok_or(NumberError::TooLarge)?;
            decimals += u32::from(in_fraction);
        } else if Some(at) == decimal {
            in_fraction = true;
        }
    }
    Decimal::try_from_i128_with_scale(mantissa, decimals).map_err(|_| NumberError::TooLarge)
}

/// Returns the byte index of the decimal mark, if there is one; `None` if the separators are misplaced.
fn decimal_mark(raw: &str, style: NumberStyle) -> Option<Option<usize>> {
    let mark = mark_of(raw, style)?;
    let whole = &raw[..mark.unwrap_or(raw.len())];
    let fraction = mark.map_or("", |at| &raw[at + 1..]);
    let is_separator = |character: char| !character.is_ascii_digit();
    let grouped = is_grouped(whole, is_separator) || (style != NumberStyle::French && is_indian(whole));
    let plain = whole.bytes().all(|byte| byte.is_ascii_digit());
    ((plain || grouped) && fraction.bytes().all(|byte| byte.is_ascii_digit())).then_some(mark)
}

/// Decides which separator must be the decimal mark, by how often each occurs and what follows it.
fn mark_of(raw: &str, style: NumberStyle) -> Option<Option<usize>> {
    let (commas, stops) = (raw.matches(',').count(), raw.matches('.').count());
    let (comma, stop) = (raw.rfind(','), raw.rfind('.'));
    let groups = |mark: char| is_grouped(raw, |c| c == mark || is_group_space(c));
    let is_separator = |c: char| matches!(c, ',' | '.') || is_group_space(c);
    match (commas, stops) {
        (0, 0) => Some(None),
        (0, 1) | (1, 0) if style == NumberStyle::Unsure && is_grouped(raw, is_separator) => None,
        (0, 1) if style == NumberStyle::French && groups('.') => Some(None),
        (0, 1) => Some(stop),
        (0, _) => groups('.').then_some(None),
        (1, 0) if style == NumberStyle::French => Some(comma),
        // A group of thousands never begins with 0.
        (1, 0) if raw.starts_with("0,") => Some(comma),
        (_, 0) if groups(',') || is_indian(raw) => Some(None),
        (1, 0) => Some(comma),
        // Both: the one that comes last is the decimal separator.
        (1, _) if comma > stop => Some(comma),
        (_, 1) if stop > comma => Some(stop),
        _ => None,
    }
}

fn is_grouped(digits: &str, is_separator: impl Fn(char) -> bool) -> bool {
    let mut groups = digits.split(is_separator);
    let first = groups.next().unwrap_or_default();
    let mut more = false;
    (1..=3).contains(&first.len()) && groups.inspect(|_| more = true).all(|group| group.len() == 3) && more
}

/// `1,35,000`: groups of two, then one of three (India).
fn is_indian(digits: &str) -> bool {
    let groups = digits.split(',').count();
    groups > 2
        && digits.split(',').enumerate().all(|(at, group)| match at {
            0 => (1..=2).contains(&group.len()),
            _ if at + 1 == groups => group.len() == 3,
            _ => group.len() == 2,
        })
}

/// `value × 10^power`, or `None` past 28 digits.
pub(super) fn scaled(value: Decimal, power: u32) -> Option<Decimal> {
    let factor = 10_i128.checked_pow(power).and_then(|ten| Decimal::try_from_i128_with_scale(ten, 0).ok())?;
    value.checked_mul(factor).map(|value| value.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Decimal, NumberError> {
        value_of(&text[..extent(text, NumberStyle::Either)], NumberStyle::Either)
    }

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
            ("12,34,567", "1234567"),
            ("5 stores", "5"),
            ("2024 10,000", "2024"),
            ("2½ million", "2.5"),
            ("¾", "0.75"),
            ("1,250⅛", "1250.125"),
        ] {
            assert_eq!(read(text), Ok(value.parse().unwrap()), "{text}");
        }
    }

    /// Unambiguous numbers are read in any language, and whole: a part of one is never read as another number.
    #[test]
    fn numbers_of_other_customs_are_read_whole() {
        for (text, value) in [
            ("1.234.567,89", "1234567.89"),
            ("1\u{202f}234,5", "1234.5"),
            ("12\u{a0}345\u{a0}678,25", "12345678.25"),
            ("1,234", "1234"),
            ("3, 5", "3"),
        ] {
            for style in [NumberStyle::English, NumberStyle::French, NumberStyle::Unsure, NumberStyle::Either] {
                if text.contains([' ', '.', '\u{202f}', '\u{a0}']) || style == NumberStyle::English {
                    assert_eq!(value_of(&text[..extent(text, style)], style), Ok(value.parse().unwrap()), "{text} {style:?}");
                }
            }
        }
    }

    #[test]
    fn odd_separators_and_too_many_digits_are_errors() {
        for (text, error) in [
            ("1,2,3", NumberError::Grouping),
            ("12,345,67", NumberError::Grouping),
            ("1.2.3", NumberError::Grouping),
            ("2.5½", NumberError::Fraction),
            ("1⅓", NumberError::Fraction),
            ("99999999999999999999999999999999", NumberError::TooLarge),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }
}
