//! Splits a formula into numbers, names and signs, each with its byte range.

use std::ops::Range;

use super::FormulaError;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Name(String),
    /// An operator, a bracket or a comma.
    Sign(&'static str),
}

/// Each sign as written and as the parser knows it; longer ones first.
const SIGNS: [(&str, &str); 20] = [
    ("<=", "<="),
    (">=", ">="),
    ("==", "=="),
    ("!=", "!="),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("=", "=="),
    ("<", "<"),
    (">", ">"),
    ("+", "+"),
    ("-", "-"),
    ("−", "-"),
    ("*", "*"),
    ("×", "*"),
    ("·", "*"),
    ("/", "/"),
    ("^", "^"),
    ("(", "("),
    (")", ")"),
];

pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, FormulaError> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let start = at;
        let token = if character.is_whitespace() {
            at += character.len_utf8();
            continue;
        } else if character.is_ascii_digit() || (character == '.' && rest[1..].starts_with(|next: char| next.is_ascii_digit())) {
            let (value, length) = number(rest, at)?;
            at += length;
            Token::Number(value)
        } else if character.is_alphabetic() || character == '_' {
            let end = rest.find(|next: char| !is_name_character(next)).unwrap_or(rest.len());
            at += end;
            Token::Name(rest[..end].to_owned())
        } else if character == ',' || character == ';' {
            at += 1;
            Token::Sign(",")
        } else if let Some((sign, meant)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            at += sign.len();
            Token::Sign(meant)
        } else {
            let span = at..at + character.len_utf8();
            return Err(FormulaError::new(span, format!("“{character}” has no meaning here")));
        };
        found.push((token, start..at));
    }
    Ok(found)
}

pub(super) fn is_name_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Reads a number at the beginning of a text; returns it and its length in bytes.
fn number(rest: &str, at: usize) -> Result<(f64, usize), FormulaError> {
    let bytes = rest.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'_').count();
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') {
        end += 1 + digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    let plain = rest[..end].replace('_', "");
    let span = at..at + end;
    let value: f64 = plain.parse().map_err(|_| FormulaError::new(span.clone(), "this is not a number"))?;
    let tail = &rest[end..];
    let (factor, suffix) = match tail.chars().next() {
        Some('%') => (0.01, 1),
        Some('k') => (1e3, 1),
        Some('M') => (1e6, 1),
        Some('G') => (1e9, 1),
        _ => (1.0, 0),
    };
    if tail[suffix..].starts_with(is_name_character) {
        let word = tail.find(|next| !is_name_character(next)).unwrap_or(tail.len());
        return Err(FormulaError::new(at..at + end + word, format!("“{}” is neither a number nor a name", &rest[..end + word]))
            .hint("names begin with a letter; a number may be followed by k, M, G or %"));
    }
    let value = value * factor;
    if !value.is_finite() {
        return Err(FormulaError::new(span, "this number is too large"));
    }
    Ok((value, end + suffix))
}
