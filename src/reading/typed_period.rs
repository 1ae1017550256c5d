//! Parses the text of a period field: `2024`, `Q2 2025`, `first half of 2025`, `30 June 2025`, `by 2027`, `in 5 years`, `2025年底`.
//!
//! Uses the same grammar as for running text.

use jiff::civil::Date;

use super::times::{self, PeriodError, TimeContext, TimeMention, When};
use super::tokens::Tokens;
use super::{field, tokens};
use crate::notebook::{Period, TextRange};

/// Parses a text as a period. “In 5 years” and “today” count from the day `reference`.
///
/// ```
/// use claimbook::reading::parse_period;
/// use jiff::civil::date;
///
/// assert_eq!(parse_period("Q2 2025", None)?.start, date(2025, 4, 1));
/// // “In 5 years” counts from the day of publication.
/// let period = parse_period("in 5 years", Some(date(2024, 12, 3)))?;
/// assert_eq!(period.last_day().year(), 2029);
/// assert!(parse_period("in 5 years", None).is_err());
/// # Ok::<(), claimbook::reading::PeriodError>(())
/// ```
pub fn parse_period(text: &str, reference: Option<Date>) -> Result<Period, PeriodError> {
    let text = text.trim().trim_end_matches(['.', ',']);
    // In a field, “in 5 years” is about the future.
    let context = TimeContext {
        reference,
        future: ["in ", "within ", "dans "].iter().any(|word| text.starts_with(word)),
        ..TimeContext::default()
    };
    let mut first = None;
    for (lexicon, style) in field::grammars() {
        match field::with_tokens(text, lexicon, style, |tokens| whole(tokens, context)) {
            Ok(period) => return Ok(period),
            Err(error) => first = first.filter(|first| *first != PeriodError::Unknown).or(Some(error)),
        }
    }
    if text.contains(tokens::is_ideograph) {
        let mut found = Vec::new();
        times::read_chinese(text, TextRange { start: 0, end: text.len() }, context, |_| context.future, &mut found);
        if let [time] = found.as_slice()
            && text[..time.range.start].trim_matches(['到', '至', '在', '于']).is_empty()
            && time.range.end == text.len()
        {
            return understood(time);
        }
    }
    Err(first.unwrap_or(PeriodError::Unknown))
}

/// Returns the one time that the tokens state, with only a preposition or the like before it and nothing after it.
fn whole(tokens: &Tokens<'_>, context: TimeContext) -> Result<Period, PeriodError> {
    let mut found = Vec::new();
    times::read(tokens, context, |_| context.future, &mut found);
    let [time] = found.as_slice() else { return Err(PeriodError::Unknown) };
    let (start, end) = time.tokens;
    let opened = (0..start).all(|at| {
        tokens
            .any(at, &["in", "on", "during", "the", "of", "for", "at", "as", "deadline", "due", "en", "au", "le", "la", "(", ")"])
    });
    if !opened || end < tokens.len() {
        return Err(PeriodError::Unknown);
    }
    understood(time)
}

fn understood(time: &TimeMention) -> Result<Period, PeriodError> {
    match &time.when {
        When::Unresolved(error) => Err(error.clone()),
        When::Present => Err(PeriodError::NoReference),
        _ => time.period().ok_or(PeriodError::Unknown),
    }
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
            ("mid-2025", "1 Jun 2025 – 31 Aug 2025"),
            ("by 2027", "by end of 2027"),
            ("by the end of 2025", "by end of 2025"),
            ("by 2029-12", "by end of Dec 2029"),
            ("by 30 June 2026", "by 30 Jun 2026"),
            ("in 5 years", "by end of Dec 2029"),
            ("within four years", "by end of Dec 2028"),
            ("today", "16 Dec 2024"),
            ("June ’25", "Jun 2025"),
            ("31.12.2024", "31 Dec 2024"),
            ("June 30", "30 Jun 2024"),
            ("may 2025", "May 2025"),
            ("2025年上半年", "H1 2025"),
            ("到2030年", "by end of 2030"),
            ("fin 2026", "2026"),
            ("d’ici 2030", "by end of 2030"),
        ] {
            assert_eq!(shown(typed), meaning, "{typed}");
        }
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for typed in
            ["", "soon", "Q5 2025", "2025-13", "2025-02-30", "31 June 2025", "2027-2025", "13", "by", "H3 2024", "in 5 apples"]
        {
            assert!(parse_period(typed, Some(date(2024, 12, 16))).is_err(), "{typed}: {}", shown(typed));
        }
        assert_eq!(parse_period("in 5 years", None), Err(PeriodError::NoReference));
    }
}
