//! Parses numbers as tables write them: with thousands separators, footnote marks, parentheses for negative ones, or missing.

use rust_decimal::Decimal;

/// The separators of thousands and decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Separators {
    /// The ones that most numbers of the table seem to have.
    #[default]
    Auto,
    /// 1,234.5
    Point,
    /// 1.234,5
    Comma,
}

impl Separators {
    /// All of them with their names on screen.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Auto, "As it looks"), (Self::Point, "1,234.5"), (Self::Comma, "1.234,5")];
}

/// A number from a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub value: Decimal,
    pub is_percent: bool,
}

/// Whether a cell marks a value as missing, which is never a zero.
pub(super) fn is_missing(text: &str) -> bool {
    let plain = text.trim().trim_matches(['.', '…', '(', ')', '[', ']']).to_lowercase();
    matches!(plain.as_str(), "" | "-" | "–" | "—" | "n/a" | "n.a" | "na" | "nil" | "none" | "null" | "k.a" | "nd" | "#n/a" | "?")
}

/// Guesses the separators from the majority of the numbers.
pub(super) fn usual<'a>(texts: impl Iterator<Item = &'a str>) -> Separators {
    let mut commas = 0_i64;
    for text in texts.filter(|text| text.len() < 40 && text.bytes().any(|byte| byte.is_ascii_digit())) {
        let (comma, point) = (text.rfind(','), text.rfind('.'));
        // A separator that is not before exactly three digits is a decimal one; so is the later of two different ones, and a
        // single point.
        let after = |at: usize| text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let many = |sign: char| text.matches(sign).count() > 1;
        let is_comma = match (comma, point) {
            (Some(comma), Some(point)) => comma > point,
            (Some(comma), None) => after(comma) != 3 && !many(','),
            (None, Some(point)) => after(point) == 3 && many('.'),
            (None, None) => continue,
        };
        commas += if is_comma { 1 } else { -1 };
    }
    if commas > 0 { Separators::Comma } else { Separators::Point }
}

/// Parses a cell as a number; `None` if it is something else.
pub(super) fn number(text: &str, separators: Separators) -> Option<Number> {
    let separators = if separators == Separators::Auto { usual(std::iter::once(text)) } else { separators };
    let mut text = without_notes(text.trim());
    let mut is_negative = false;
    if let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (text, is_negative) = (inside.trim().to_owned(), true);
    }
    let is_percent = text.contains(['%', '％']);
    let mut plain: String = text.chars().filter(|letter| !letter.is_whitespace() && !is_decoration(*letter)).collect();
    let mut scale = Decimal::ONE;
    for (ending, factor) in SCALES {
        let lower = plain.to_lowercase();
        if let Some(rest) = lower.strip_suffix(ending).filter(|rest| rest.ends_with(|last: char| last.is_ascii_digit())) {
            plain = rest.to_owned();
            scale = Decimal::from(factor);
            break;
        }
    }
    let (thousands, decimal) = if separators == Separators::Comma { ('.', ',') } else { (',', '.') };
    let plain: String = plain
        .chars()
        .filter(|letter| *letter != thousands && *letter != '\'' && *letter != '’')
        .map(|letter| match letter {
            '−' | '–' => '-',
            letter if letter == decimal => '.',
            other => other,
        })
        .collect();
    let is_plain = plain.bytes().any(|byte| byte.is_ascii_digit())
        && plain.bytes().all(|byte| byte.is_ascii_digit() || b".-+".contains(&byte));
    let value: Decimal = if is_plain { plain.parse().ok()? } else { Decimal::from_scientific(&plain).ok()? };
    let value = value.checked_mul(scale)?;
    Some(Number { value: if is_negative { -value } else { value }, is_percent })
}

/// Endings that scale a number, the longer ones first.
const SCALES: [(&str, u64); 12] = [
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
    ("mn", 1_000_000),
    ("bn", 1_000_000_000),
    ("mio", 1_000_000),
    ("mrd", 1_000_000_000),
    ("万", 10_000),
    ("亿", 100_000_000),
    ("k", 1_000),
    ("m", 1_000_000),
    ("b", 1_000_000_000),
];

fn is_decoration(letter: char) -> bool {
    matches!(letter, '%' | '％' | '$' | '€' | '£' | '¥' | '₹' | '*' | '†' | '‡' | '~')
}

/// Removes footnote marks: `[1]`, `¹`.
fn without_notes(text: &str) -> String {
    let mut out = String::new();
    let mut in_brackets = false;
    for letter in text.chars() {
        match letter {
            '[' => in_brackets = true,
            ']' => in_brackets = false,
            '¹' | '²' | '³' | '\u{2070}'..='\u{2079}' => {}
            other if !in_brackets => out.push(other),
            _ => {}
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_tables_write_them() {
        let value = |text: &str, separators| number(text, separators).map(|number| number.value.normalize().to_string());
        for (text, wanted) in [
            ("1,234", "1234"),
            ("1,234.50", "1234.5"),
            ("1 234", "1234"),
            ("(12.5)", "-12.5"),
            ("−7", "-7"),
            ("18 %", "18"),
            ("$4.1m", "4100000"),
            ("2.5bn", "2500000000"),
            ("13万", "130000"),
            ("7 [1]", "7"),
            ("90¹", "90"),
            ("~5", "5"),
            ("1’200", "1200"),
            ("4.1 million", "4100000"),
            ("1e6", "1000000"),
        ] {
            assert_eq!(value(text, Separators::Point).as_deref(), Some(wanted), "{text}");
        }
        assert_eq!(value("1.234,5", Separators::Comma).as_deref(), Some("1234.5"));
        for text in ["", "North", "1-2", "12 boats", "Q1", "--", "2024-03-01", ".", "\u{212a}5k"] {
            assert_eq!(value(text, Separators::Point), None, "{text}");
        }
        assert!(is_missing("–") && is_missing(" n/a ") && is_missing("…") && !is_missing("0"));
        assert_eq!(usual(["1.234,5", "7"].into_iter()), Separators::Comma);
        assert_eq!(usual(["1,234", "7.5"].into_iter()), Separators::Point);
    }
}
