//! Regular expressions for web pages, each compiled once. They are constants, though Rust cannot declare them as such.

use std::sync::LazyLock;

use regex::Regex;

fn pattern(text: &str) -> Option<Regex> {
    // A pattern that does not compile finds nothing; a test rules that out.
    Regex::new(text).ok()
}

/// A day in a text, in one of the forms of [`super::dates`].
pub(super) static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(&super::dates::pattern()));

/// A weekday's name at the end of the text before a date.
pub(super) static WEEKDAY_BEFORE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun|diens|donners|frei|sams|sonn)(?:day|tag),?\s+$"));

/// Fields of structured data (schema.org as JSON-LD).
pub(super) static DATE_PUBLISHED: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r#""datePublished"\s*:\s*"([^"]{6,40})""#));
pub(super) static DATE_MODIFIED: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r#""dateModified"\s*:\s*"([^"]{6,40})""#));
pub(super) static AUTHOR: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r#""author"\s*:\s*\[?\s*(?:\{[^{}]*?"name"\s*:\s*)?"([^"\\]{2,120})""#));
pub(super) static PUBLISHER: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r#""publisher"\s*:\s*\{[^{}]*?"name"\s*:\s*"([^"\\]{2,120})""#));

/// A date in an address, such as `/2026/11/20/`.
pub(super) static ADDRESS_DAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"[/_-]((?:19|20)[0-9]{2})[/_-]?([01][0-9])[/_-]?([0-3][0-9])(?:[/_.-]|$)"));

/// The original address, as SingleFile and browsers write it into saved pages.
pub(super) static SAVED_FROM: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?m)^\s*url:\s*(https?:\S+)|saved from url=\([0-9]+\)(https?:\S+)"));

#[cfg(test)]
mod tests {
    #[test]
    fn all_of_them_compile() {
        use super::*;
        for pattern in [&DAY, &WEEKDAY_BEFORE, &DATE_PUBLISHED, &DATE_MODIFIED, &AUTHOR, &PUBLISHER, &ADDRESS_DAY, &SAVED_FROM] {
            assert!(pattern.is_some());
        }
    }
}
