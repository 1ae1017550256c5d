//! What people type into a period field: `2024`, `Q2 2025`, `first half of 2025`, `30 June 2025`, `by 2027`, `in 5 years`.

use jiff::civil::Date;

use crate::notebook::{Grain, Period};

/// Why a text is not a period, as a sentence for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// No form fits.
    #[error("no period; try Q2 2025, Jun 2025, 2025–2027, by 2027")]
    Unknown,
    /// “in 5 years” in a document without a date.
    #[error("counts from the day of publication, and the source has no date")]
    NoReference,
    /// 31 June.
    #[error("there is no such day")]
    NoSuchDay,
    /// `2027-2025`.
    #[error("ends before it starts")]
    Backwards,
}

/// Understands a text as a period. `reference` is the day from which “in 5 years” and “today” are counted.
pub fn parse_period(text: &str, reference: Option<Date>) -> Result<Period, PeriodError> {
    let lower = text.trim().trim_end_matches(['.', ',']).to_lowercase();
    let words = words(&lower);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (deadline, rest) = deadline(&words);
    if let Some(period) = relative(&words, reference) {
        return period;
    }
    let period = span(rest).or_else(|| span(rest.strip_prefix(&["the"])?)).unwrap_or(Err(PeriodError::Unknown))?;
    Ok(if deadline { period.as_deadline() } else { period })
}

/// Words, numbers and dashes; `2Q25`, `Q2/2025` and `H1-2025` come apart, ISO dates stay whole.
fn words(lower: &str) -> Vec<String> {
    let spaced = lower.replace(['/', ',', '(', ')'], " ").replace(['–', '—'], " - ");
    spaced.split_whitespace().filter(|word| *word != "of").map(str::to_owned).collect()
}

/// Whether the words begin as a deadline does, and the words after that.
fn deadline<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    const OPENINGS: [&[&str]; 12] = [
        &["by", "the", "end"],
        &["by", "year-end"],
        &["by", "end"],
        &["before", "the", "end"],
        &["no", "later", "than"],
        &["at", "the", "end"],
        &["end"],
        &["until"],
        &["due"],
        &["by"],
        &["deadline"],
        &["<"],
    ];
    for opening in OPENINGS {
        if let Some(rest) = words.strip_prefix(opening) {
            return (true, rest);
        }
    }
    (false, words)
}

/// “today”, “in 5 years”, “within four years”.
fn relative(words: &[&str], reference: Option<Date>) -> Option<Result<Period, PeriodError>> {
    let day = |date: Option<Date>| date.and_then(Period::day).ok_or(PeriodError::NoSuchDay);
    let with_reference =
        |make: &dyn Fn(Date) -> Result<Period, PeriodError>| Some(reference.ok_or(PeriodError::NoReference).and_then(make));
    match words {
        ["today" | "now" | "currently"] => with_reference(&|date| day(Some(date))),
        ["in" | "within", count, unit] | ["in" | "within", "the", "next", count, unit] | ["over", "the", "next", count, unit] => {
            let span = time_span(count, unit)?;
            with_reference(&|date| {
                let end = date.checked_add(span).map_err(|_| PeriodError::NoSuchDay)?;
                // Nobody who says “in five years” means a day: the month it falls into is the deadline.
                let month = Period::months(end.year(), end.month(), 1, Grain::Month).ok_or(PeriodError::NoSuchDay)?;
                Ok(month.as_deadline())
            })
        }
        _ => None,
    }
}

fn time_span(count: &str, unit: &str) -> Option<jiff::Span> {
    let count = small_number(count)?;
    let span = jiff::Span::new();
    match unit {
        "year" | "years" => span.try_years(count).ok(),
        "quarter" | "quarters" => span.try_months(count * 3).ok(),
        "month" | "months" => span.try_months(count).ok(),
        "week" | "weeks" => span.try_weeks(count).ok(),
        "day" | "days" => span.try_days(count).ok(),
        _ => None,
    }
}

fn small_number(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let spoken = WORDS.iter().position(|&known| known == word).map(|n| n as i64);
    spoken.or_else(|| word.parse().ok().filter(|count| (0..=1000).contains(count)))
}

type Found = Option<Result<Period, PeriodError>>;

/// A period without words for “by” before it. `None` where no form fits.
fn span(words: &[&str]) -> Found {
    if let Some(dash) = words.iter().position(|&word| matches!(word, "-" | "to")) {
        return between(&words[..dash], words.get(dash + 1..)?);
    }
    match words {
        [] => None,
        [word] => one_word(word),
        [part, year] if part_of_year(part).is_some() => in_year(year, part_of_year(part)?),
        [year, part] if part_of_year(part).is_some() => in_year(year, part_of_year(part)?),
        [ordinal, "quarter" | "half", year] => in_year(year, ordinal_part(ordinal, words[1])?),
        [part @ ("early" | "mid" | "late"), year] => in_year(year, third_of_year(part)?),
        // “June 30” is a day of a year that is not said, not June 2030.
        [month, year] if month_number(month).is_some() && (year_number(year).is_some() || year.starts_with(['’', '\''])) => {
            in_year(year, (month_number(month)?, 1, Grain::Month))
        }
        [day, month, year] if month_number(month).is_some() => day_of(year, month_number(month)?, day),
        [month, day, year] if month_number(month).is_some() => day_of(year, month_number(month)?, day),
        _ => None,
    }
}

fn between(first: &[&str], last: &[&str]) -> Found {
    let first = match span(first)? {
        Ok(period) => period,
        Err(error) => return Some(Err(error)),
    };
    // “2024–27”.
    let short_end = match last {
        [short] if short.len() == 2 && first.grain == Grain::Year => format!("{}{short}", first.start.year() / 100),
        _ => String::new(),
    };
    let last = match if short_end.is_empty() { span(last)? } else { span(&[&short_end])? } {
        Ok(period) => period,
        Err(error) => return Some(Err(error)),
    };
    let both = Period { start: first.start, end: last.end, grain: first.grain.max(last.grain), deadline: false };
    Some(if both.end <= both.start || last.start < first.start { Err(PeriodError::Backwards) } else { Ok(both) })
}

fn one_word(word: &str) -> Found {
    // “31.12.2024”, as Germans and others write it.
    if let [day, month, year] = word.split('.').collect::<Vec<_>>().as_slice()
        && year.len() == 4
    {
        return day_of(year, month.parse().ok()?, day);
    }
    if let Some(found) = iso_date(word) {
        return Some(found);
    }
    if let Some((first, last)) = word.split_once('-') {
        // “mid-2025”, “q2-2025”, “2025-q2”, “2024-2027”.
        if first.len() == 4 && (last.len() == 4 || last.len() == 2) && last.bytes().all(|b| b.is_ascii_digit()) {
            return between(&[first], &[last]);
        }
        return span(&[first, last]).or_else(|| third_of_year(first).and_then(|part| in_year(last, part)));
    }
    if let Some(year) = year_number(word) {
        return Some(Period::year(year).ok_or(PeriodError::NoSuchDay));
    }
    // “2q25”, “q225” is not written; “1h2025”.
    let (part, year) = word.split_at_checked(2)?;
    in_year(year, part_of_year(part)?)
}

/// `2025-06-30` and `2025-06`; `2025-27` is a span of years and handled before.
fn iso_date(word: &str) -> Found {
    let mut parts = word.split('-');
    let (year, month) = (parts.next()?, parts.next()?);
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    let (year, month): (i16, i8) = (year.parse().ok()?, month.parse().ok()?);
    match (parts.next(), parts.next()) {
        (None, _) if (1..=12).contains(&month) => {
            Some(Period::months(year, month, 1, Grain::Month).ok_or(PeriodError::NoSuchDay))
        }
        (Some(day), None) => {
            let day = day.parse().ok()?;
            Some(Date::new(year, month, day).ok().and_then(Period::day).ok_or(PeriodError::NoSuchDay))
        }
        _ => None,
    }
}

/// First month, number of months, grain.
type Part = (i8, i8, Grain);

fn in_year(year: &str, (month, count, grain): Part) -> Found {
    let year = year_number(year).or_else(|| short_year(year))?;
    Some(Period::months(year, month, count, grain).ok_or(PeriodError::NoSuchDay))
}

fn day_of(year: &str, month: i8, day: &str) -> Found {
    let day = day.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h', '.']).parse().ok()?;
    Some(Date::new(year_number(year)?, month, day).ok().and_then(Period::day).ok_or(PeriodError::NoSuchDay))
}

fn year_number(word: &str) -> Option<i16> {
    let digits = word.strip_prefix("fy").unwrap_or(word);
    (digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

fn short_year(word: &str) -> Option<i16> {
    let word = word.trim_start_matches(['’', '\'']);
    (word.len() == 2).then(|| word.parse::<i16>().ok())?.map(|year| 2000 + year)
}

/// `q2`, `2q`, `h1`, `1h`.
fn part_of_year(word: &str) -> Option<Part> {
    let quarter = |number: i8| (1..=4).contains(&number).then_some(((number - 1) * 3 + 1, 3, Grain::Quarter));
    let half = |number: i8| (1..=2).contains(&number).then_some(((number - 1) * 6 + 1, 6, Grain::Quarter));
    let number = |digits: &str| digits.parse().ok().filter(|_| digits.len() == 1);
    if let Some(digits) = word.strip_prefix('q').or_else(|| word.strip_suffix('q')) {
        return quarter(number(digits)?);
    }
    half(number(word.strip_prefix('h').or_else(|| word.strip_suffix('h'))?)?)
}

fn ordinal_part(ordinal: &str, what: &str) -> Option<Part> {
    let number = match ordinal {
        "first" | "1st" => 1,
        "second" | "2nd" => 2,
        "third" | "3rd" => 3,
        "fourth" | "4th" | "last" => 4,
        _ => return None,
    };
    part_of_year(&format!("{}{number}", if what == "half" { 'h' } else { 'q' }))
}

/// A third of a year: what “early”, “mid” and “late” are taken for.
fn third_of_year(word: &str) -> Option<Part> {
    let first = match word {
        "early" => 1,
        "mid" => 5,
        "late" => 9,
        _ => return None,
    };
    Some((first, 4, Grain::Quarter))
}

/// Whether a word is the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    month_number(&word.to_lowercase()).is_some()
}

fn month_number(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.');
    let word = if word == "sept" { "sep" } else { word };
    let place = MONTHS.iter().position(|month| *month == word || (word.len() == 3 && month.starts_with(word)))?;
    i8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn shown(text: &str) -> String {
        match parse_period(text, Some(date(2024, 12, 16))) {
            Ok(period) => period.to_string(),
            Err(error) => format!("! {error}"),
        }
    }

    #[test]
    fn what_people_type_is_understood() {
        for (typed, meaning) in [
            ("2024", "2024"),
            ("FY2024", "2024"),
            ("Q2 2025", "Q2 2025"),
            ("2025 Q2", "Q2 2025"),
            ("2025-Q2", "Q2 2025"),
            ("2Q25", "Q2 2025"),
            ("H1 2025", "H1 2025"),
            ("first half of 2025", "H1 2025"),
            ("the second quarter of 2025", "Q2 2025"),
            ("2025-06", "Jun 2025"),
            ("June 2025", "Jun 2025"),
            ("Sept. 2025", "Sep 2025"),
            ("2025-06-30", "30 Jun 2025"),
            ("30 June 2025", "30 Jun 2025"),
            ("June 30th, 2025", "30 Jun 2025"),
            ("2024-2027", "2024–2027"),
            ("2024–27", "2024–2027"),
            ("mid-2025", "1 May 2025 – 31 Aug 2025"),
            ("by 2027", "by end of 2027"),
            ("by the end of 2025", "by end of 2025"),
            ("by 2029-12", "by end of Dec 2029"),
            ("by 30 June 2026", "by 30 Jun 2026"),
            ("in 5 years", "by end of Dec 2029"),
            ("within four years", "by end of Dec 2028"),
            ("today", "16 Dec 2024"),
            ("June ’25", "Jun 2025"),
            ("31.12.2024", "31 Dec 2024"),
        ] {
            assert_eq!(shown(typed), meaning, "{typed}");
        }
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for typed in [
            "",
            "soon",
            "Q5 2025",
            "2025-13",
            "2025-02-30",
            "31 June 2025",
            "2027-2025",
            "13",
            "by",
            "H3 2024",
            "in 5 apples",
            "June 30",
        ] {
            assert!(parse_period(typed, Some(date(2024, 12, 16))).is_err(), "{typed}: {}", shown(typed));
        }
        assert_eq!(parse_period("in 5 years", None), Err(PeriodError::NoReference));
    }
}
