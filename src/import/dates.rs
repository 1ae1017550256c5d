//! Reads days of publication as pages write them: ISO 8601, “20 November 2026”, “Nov 20, 2026”, “20.11.2026”, “2026年11月20日”,
//! with month names in English, German, French, Spanish, Italian, Dutch and Portuguese.

use jiff::civil::Date;
use regex::Captures;

use super::patterns::DAY;

/// Names and abbreviations of the months, January first.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "janvier", "janv", "enero", "ene", "gennaio", "gen", "januari", "janeiro"],
    &["february", "feb", "februar", "février", "fevrier", "févr", "fevr", "febrero", "febbraio", "februari", "fevereiro", "fev"],
    &["march", "mar", "märz", "maerz", "mrz", "mars", "marzo", "maart", "mrt", "março"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maggio", "mag", "mei", "maio"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho"],
    &["august", "aug", "août", "aout", "agosto", "ago", "augustus"],
    &["september", "sept", "sep", "septembre", "septiembre", "settembre", "set", "setembro"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &["december", "dec", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic", "dicembre", "dezembro"],
];

/// Returns one pattern for all forms of a date.
pub(super) fn pattern() -> String {
    let mut names: Vec<&str> = MONTHS.iter().flat_map(|names| names.iter().copied()).collect();
    // Longest first, because “marzo” begins with “mar”.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let month = names.join("|");
    let year = "(?:19|20)[0-9]{2}";
    format!(
        r"(?ix) \b(?P<iy>{year}) [-/.] (?P<im>[01]?[0-9]) [-/.] (?P<id>[0-3]?[0-9]) (?: \b | t)
        | \b(?P<dd>[0-3]?[0-9]) (?: st|nd|rd|th|er|º|\.)? [\s\-]* (?: de \s+ | of \s+ )? (?P<dm>{month}) \b \.?,? [\s\-]* (?: de[l]? \s+ )? (?P<dy>{year}) \b
        | \b(?P<mm>{month}) \.? \s* (?P<md>[0-3]?[0-9]) (?: st|nd|rd|th)? ,? \s+ (?P<my>{year}) \b
        | \b(?P<na>[0-3]?[0-9]) [./-] (?P<nb>[0-3]?[0-9]) [./-] (?P<ny>{year}) \b
        | (?P<cy>{year}) \s*年\s* (?P<cm>[01]?[0-9]) \s*月\s* (?P<cd>[0-3]?[0-9]) \s*日"
    )
}

/// Finds the first date in a text. In `3/4/2026` the month comes first only if `month_first` is set or the second number is not
/// a month.
pub(super) fn first_day(text: &str, month_first: bool) -> Option<Date> {
    DAY.as_ref()?.captures_iter(text).find_map(|found| day(&found, month_first))
}

/// Reads a machine-readable date: ISO 8601 with or without separators, else the first date in the text, with the month first.
pub(super) fn machine_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let digits: String = text.chars().take(8).filter(char::is_ascii_digit).collect();
    if digits.len() == 8 {
        let part = |range: std::ops::Range<usize>| digits[range].parse::<u16>().ok();
        if let Some(date) = date(part(0..4)?, part(4..6)?, part(6..8)?) {
            return Some(date);
        }
    }
    first_day(text, true)
}

fn day(found: &Captures<'_>, month_first: bool) -> Option<Date> {
    let number = |name: &str| found.name(name)?.as_str().parse::<u16>().ok();
    if let Some(year) = number("iy") {
        return date(year, number("im")?, number("id")?);
    }
    if let Some(year) = number("dy") {
        return date(year, month(&found["dm"])?, number("dd")?);
    }
    if let Some(year) = number("my") {
        return date(year, month(&found["mm"])?, number("md")?);
    }
    if let Some(year) = number("cy") {
        return date(year, number("cm")?, number("cd")?);
    }
    let (first, second, year) = (number("na")?, number("nb")?, number("ny")?);
    let (day, month) = match (first, second) {
        (13.., _) => (first, second),
        (_, 13..) => (second, first),
        _ if month_first => (second, first),
        _ => (first, second),
    };
    date(year, month, day)
}

fn month(name: &str) -> Option<u16> {
    let name = name.to_lowercase();
    let index = MONTHS.iter().position(|names| names.contains(&name.as_str()))?;
    u16::try_from(index + 1).ok()
}

fn date(year: u16, month: u16, day: u16) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_as_they_are_written() {
        let day = date(2026, 11, 20);
        for text in [
            "2026-11-20T14:05:00Z",
            "Published: 20 Nov 2026 14:05 GMT",
            "Friday, November 20, 2026 at 2pm",
            "Nov. 20th, 2026",
            "20. November 2026",
            "le 20 novembre 2026 à 10h",
            "20 de noviembre de 2026",
            "20-Nov-2026",
            "20.11.2026, 08:00 Uhr",
            "20/11/2026",
            "11/20/2026",
            "2026/11/20",
            "2026年11月20日 14:05",
        ] {
            assert_eq!(first_day(text, false), Some(day), "{text}");
        }
        assert_eq!(first_day("03/04/2026", true), Some(date(2026, 3, 4)));
        assert_eq!(first_day("03/04/2026", false), Some(date(2026, 4, 3)));
        assert_eq!(machine_day("20261120T080000"), Some(day));
        assert_eq!(machine_day("Fri, 20 Nov 2026 08:00:00 GMT"), Some(day));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["", "2026", "in November 2026", "31 February 2026", "12345678", "call 20-11-20261", "1.2.3"] {
            assert_eq!(first_day(text, false), None, "{text}");
        }
    }
}
