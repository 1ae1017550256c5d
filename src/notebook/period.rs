//! Periods that claims are about: civil dates, never instants, because sources state days and years.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The period of a claim: the text as typed, and its meaning if that was understood.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedPeriod {
    /// The text as typed or as in the source.
    pub text: String,
    /// Its meaning; `None` while it is not understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub understood: Option<Period>,
}

impl StatedPeriod {
    /// What it says: its meaning, or the text if that was not understood.
    pub fn meaning(&self) -> String {
        self.understood.map_or_else(|| self.text.clone(), |period| period.to_string())
    }

    /// How it is shown: its meaning; a text that was not understood stands in quotation marks, with a question mark.
    pub fn shown(&self) -> String {
        if self.understood.is_some() { self.meaning() } else { format!("“{}”?", self.text) }
    }

    /// Whether its year is not in the words (“in five years”, “last March”) and so was counted from another day, that of publication.
    ///
    /// ```
    /// use claimbook::notebook::{Period, StatedPeriod};
    ///
    /// let stated = |text: &str| StatedPeriod { text: text.to_owned(), understood: Period::year(2029) };
    /// assert!(stated("within five years").is_counted());
    /// assert!(!stated("by 2029").is_counted() && !stated("二〇二九年").is_counted() && !stated("FY29").is_counted());
    /// assert!(stated("in 29 days").is_counted());
    /// ```
    pub fn is_counted(&self) -> bool {
        let Some(period) = self.understood else { return false };
        let in_figures: String = self.text.chars().map(in_figures).collect();
        let numbers = || in_figures.split(|letter: char| !letter.is_ascii_digit());
        // A financial year may begin or end in the next one: “FY2025” ends in 2026.
        let years = period.start.year() - 1..=period.last_day().year() + 1;
        let short = |year: i16| {
            let digits = format!("{:02}", year % 100);
            ["FY", "fy", "’", "'", "/"].iter().any(|before| in_figures.contains(&format!("{before}{digits}")))
        };
        let says = |year: i16| numbers().any(|number| *number == year.to_string()) || short(year);
        !years.into_iter().any(says)
    }
}

/// A digit as a figure: full width and Chinese ones as well.
fn in_figures(letter: char) -> char {
    const CHINESE: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let chinese = || CHINESE.iter().position(|digit| *digit == letter || *digit == '零' && letter == '〇');
    let wide = (letter as u32).checked_sub('０' as u32).filter(|value| *value < 10);
    let value = wide.or_else(|| chinese().and_then(|value| u32::try_from(value).ok()));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(letter)
}

/// A half-open range of days: `start` is included, `end` is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    pub start: Date,
    /// The day after the last.
    pub end: Date,
    /// The precision with which the source states it.
    pub grain: Grain,
    /// Whether it is a deadline: no later than the last day of the period.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deadline: bool,
}

/// The precision with which a source states a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grain {
    /// “2025”.
    Year,
    /// “Q2 2025”, “the first half of 2025”.
    Quarter,
    /// “June 2025”.
    Month,
    /// “30 June 2025”.
    Day,
}

impl Period {
    /// The same period some years earlier; `None` before the calendar begins.
    pub fn years_earlier(self, years: i16) -> Option<Self> {
        let moved = |date: Date| date.checked_sub(jiff::Span::new().years(years)).ok();
        Some(Self { start: moved(self.start)?, end: moved(self.end)?, ..self })
    }

    /// The calendar year. `None` outside the years 1 to 9998.
    ///
    /// ```
    /// use claimbook::notebook::Period;
    ///
    /// let year = Period::year(2027).unwrap();
    /// assert_eq!(year.to_string(), "2027");
    /// assert_eq!(year.as_deadline().to_string(), "by end of 2027");
    /// assert_eq!(year.last_day().to_string(), "2027-12-31");
    /// ```
    pub fn year(year: i16) -> Option<Self> {
        Self::months(year, 1, 12, Grain::Year)
    }

    /// `count` months from the first of `month`, 1 to 12. `None` if the year is outside 1 to 9998 or the month is invalid.
    pub fn months(year: i16, month: i8, count: i8, grain: Grain) -> Option<Self> {
        if !(1..=9998).contains(&year) {
            return None;
        }
        let start = Date::new(year, month, 1).ok()?;
        let end = start.checked_add(jiff::Span::new().months(i64::from(count))).ok()?;
        Some(Self { start, end, grain, deadline: false })
    }

    /// One day. `None` for the last day of the calendar, which has no next day.
    pub fn day(day: Date) -> Option<Self> {
        Some(Self { start: day, end: day.tomorrow().ok()?, grain: Grain::Day, deadline: false })
    }

    /// The same period as a deadline.
    pub fn as_deadline(self) -> Self {
        Self { deadline: true, ..self }
    }

    /// The last day that belongs to it.
    pub fn last_day(self) -> Date {
        self.end.yesterday().unwrap_or(self.start)
    }
}

/// A date as decimal years, its position on a chart: `y + (day of year − 1) / days in year`.
///
/// 2026-11-21 is 2026.8877.
///
/// ```
/// use claimbook::notebook::decimal_year;
/// use jiff::civil::date;
///
/// assert_eq!(decimal_year(date(2025, 1, 1)), 2025.0);
/// assert!((decimal_year(date(2025, 7, 2)) - 2025.5).abs() < 0.01);
/// ```
pub fn decimal_year(date: Date) -> f64 {
    f64::from(date.year()) + f64::from(date.day_of_year() - 1) / f64::from(date.days_in_year())
}

/// The nearest day of a decimal year; `None` outside of the years 1 to 9998.
pub fn day_near(decimal_year: f64) -> Option<Date> {
    let year = decimal_year.floor();
    if !(1.0..=9998.0).contains(&year) {
        return None;
    }
    let first = Date::new(year as i16, 1, 1).ok()?;
    let days = f64::from(first.days_in_year());
    first.checked_add(jiff::Span::new().days(((decimal_year - year) * days).round() as i64)).ok()
}

/// The month of a decimal year, formatted as `Mar 2027`.
pub fn month_of(decimal_year: f64) -> String {
    let year = decimal_year.floor();
    let month = ((decimal_year - year) * 12.0).floor().clamp(0.0, 11.0) as usize;
    format!("{} {year:.0}", MONTHS[month])
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.deadline {
            write!(f, "by {}", if self.grain == Grain::Day { "" } else { "end of " })?;
        }
        let (start, last) = (self.start, self.last_day());
        let whole_months = start.day() == 1 && self.end.day() == 1;
        let months =
            (i32::from(self.end.year()) - i32::from(start.year())) * 12 + i32::from(self.end.month()) - i32::from(start.month());
        let quarter = (start.month() - 1) / 3 + 1;
        match (whole_months, months, start.month()) {
            (true, 12, 1) => write!(f, "{}", start.year()),
            (true, 6, 1) => write!(f, "H1 {}", start.year()),
            (true, 6, 7) => write!(f, "H2 {}", start.year()),
            (true, 3, 1 | 4 | 7 | 10) => write!(f, "Q{quarter} {}", start.year()),
            (true, 1, month) => write!(f, "{} {}", MONTHS[month as usize - 1], start.year()),
            (true, months, 1) if months % 12 == 0 => write!(f, "{}–{}", start.year(), last.year()),
            _ if start == last => write!(f, "{}", long_date(start)),
            _ => write!(f, "{} – {}", long_date(start), long_date(last)),
        }
    }
}

impl Period {
    /// Its name after “for” or “in” in a sentence: a deadline is “the end of 2029” there, not “by end of 2029”.
    pub fn noun(self) -> String {
        let plain = Self { deadline: false, ..self };
        match (self.deadline, self.grain) {
            (true, Grain::Day) | (false, _) => plain.to_string(),
            (true, _) => format!("the end of {plain}"),
        }
    }
}

/// Short names of the months as shown, January first.
pub const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date as shown everywhere in the window: `9 Dec 2024`.
pub fn long_date(date: Date) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month() as usize - 1], date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn decimal_years_follow_the_calendar() {
        assert!((decimal_year(date(2026, 11, 21)) - 2_026.887_671_232_9).abs() < 1e-9);
        assert_eq!(decimal_year(date(2024, 1, 1)), 2024.0);
    }

    #[test]
    fn periods_are_named_as_people_name_them() {
        let shown = |period: Option<Period>| period.unwrap().to_string();
        assert_eq!(shown(Period::year(2025)), "2025");
        assert_eq!(shown(Period::months(2025, 4, 3, Grain::Quarter)), "Q2 2025");
        assert_eq!(shown(Period::months(2025, 1, 6, Grain::Quarter)), "H1 2025");
        assert_eq!(shown(Period::months(2025, 6, 1, Grain::Month)), "Jun 2025");
        assert_eq!(shown(Period::day(date(2025, 6, 30))), "30 Jun 2025");
        assert_eq!(Period::year(2029).unwrap().as_deadline().to_string(), "by end of 2029");
        assert_eq!(shown(Period::months(2025, 1, 36, Grain::Year)), "2025–2027");
        let noun = |period: Option<Period>| period.unwrap().as_deadline().noun();
        assert_eq!(noun(Period::year(2029)), "the end of 2029");
        assert_eq!(noun(Period::months(2025, 4, 3, Grain::Quarter)), "the end of Q2 2025");
        assert_eq!(noun(Period::day(date(2025, 6, 30))), "30 Jun 2025");
        assert_eq!(Period::year(2025).unwrap().noun(), "2025");
    }

    #[test]
    fn years_outside_the_calendar_are_none() {
        assert_eq!(Period::year(0), None);
        assert_eq!(Period::year(9999), None);
    }
}
