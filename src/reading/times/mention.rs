//! A time that a text names, and the periods that times are made of.

use jiff::civil::Date;

use super::earlier::Spoken;
use crate::notebook::{Grain, Period, TextRange};

/// A time that a text names.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMention {
    /// Its range in bytes of the text.
    pub range: TextRange,
    /// The time.
    pub when: When,
    /// Whether it is a deadline: “by 2027”, “within two years”.
    pub deadline: bool,
    /// Whether something began then (“since 2018”, “founded in 1998”): no number is dated by it.
    pub since: bool,
    /// The day of publication, for what has gone on “since 2023”: its period ends with that day.
    pub until: Option<Date>,
    /// The range of its tokens, the end excluded; `(0, 0)` for Chinese, which is read without tokens.
    pub(in crate::reading) tokens: (usize, usize),
}

/// The meaning of a time.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// Calendar days, and the form in which they are written.
    Days(Period, Style),
    /// A fiscal year by its name (the first year, if it is named by two), and the calendar year of that name.
    Fiscal(i16, Option<Period>),
    /// A length of time, without a beginning.
    Duration(rust_decimal::Decimal, TimeUnit),
    /// “now” or “today” if the day of publication is not known.
    Present,
    /// A time relative to an unknown day of publication, a day that does not exist, or a date that is ambiguous.
    Unresolved(PeriodError),
}

/// The form in which a [`Period`] is written as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// By its grain: `2025`, `2025-Q2`, `2025-06`, `2025-06-30`.
    Plain,
    /// From month to month: `2027-06/2027-08`.
    Months,
    /// From year to year: `2027/2029`.
    Years,
    /// The present day.
    Now,
    /// A number of months or years from the day of publication.
    Counted,
}

/// Units in which time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum TimeUnit {
    Instant,
    Day,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

impl TimeUnit {
    pub(super) fn of(value: u8) -> Option<Self> {
        use TimeUnit::*;
        [Instant, Day, Week, Month, Quarter, Half, Year, Decade, Century].get(usize::from(value).checked_sub(1)?).copied()
    }

    /// Its length in months; `None` for weeks and shorter units.
    pub(super) fn months(self) -> Option<i32> {
        match self {
            Self::Instant | Self::Day | Self::Week => None,
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Half => Some(6),
            Self::Year => Some(12),
            Self::Decade => Some(120),
            Self::Century => Some(1200),
        }
    }
}

impl TimeMention {
    /// The days it means, if they are known.
    pub fn period(&self) -> Option<Period> {
        match self.when {
            When::Days(period, _) if let Some(until) = self.until.filter(|until| *until >= period.start) => {
                Some(Period { end: until.tomorrow().ok()?, grain: Grain::Day, ..period })
            }
            // “in five years” does not mean an exact day: the month in which that day lies is the deadline.
            When::Days(period, Style::Counted) if self.deadline => {
                Period::months(period.start.year(), period.start.month(), 1, Grain::Month).map(Period::as_deadline)
            }
            When::Days(period, _) => Some(if self.deadline { period.as_deadline() } else { period }),
            When::Fiscal(_, Some(period)) => Some(if self.deadline { period.as_deadline() } else { period }),
            _ => None,
        }
    }

    /// Whether it is the present day.
    pub fn is_present(&self) -> bool {
        matches!(self.when, When::Present | When::Days(_, Style::Now))
    }

    /// Its value in the style of TIMEX3 (TimeML): `2025`, `2025-Q2`, `FY2025`, `<=2030`, `P18M`, `PRESENT_REF`.
    pub fn value(&self) -> String {
        let limit = if self.deadline { "<=" } else { "" };
        match &self.when {
            When::Days(period, style) => format!("{limit}{}", days_value(*period, *style, self.deadline)),
            When::Fiscal(year, _) => format!("{limit}FY{year}"),
            When::Duration(count, unit) => format!("{limit}{}", duration_value(*count, *unit)),
            When::Present => "PRESENT_REF".to_owned(),
            When::Unresolved(_) => "?".to_owned(),
        }
    }
}

/// The number of months from the month in which a period starts to that in which it ends: 12 for a year.
pub(in crate::reading) fn month_count(period: Period) -> i32 {
    let month = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    month(period.end) - month(period.start)
}

fn days_value(period: Period, style: Style, deadline: bool) -> String {
    let (start, last) = (period.start, period.last_day());
    let month = |date: Date| format!("{:04}-{:02}", date.year(), date.month());
    match style {
        Style::Now => return "PRESENT_REF".to_owned(),
        Style::Months => return format!("{}/{}", month(start), month(last)),
        Style::Years => return format!("{:04}/{:04}", start.year(), last.year()),
        Style::Plain | Style::Counted => {}
    }
    let months = month_count(period);
    let whole = start.day() == 1 && period.end.day() == 1;
    match (whole, months) {
        (true, 1) => month(start),
        (true, 3) if (start.month() - 1) % 3 == 0 => format!("{:04}-Q{}", start.year(), (start.month() + 2) / 3),
        (true, 6) if (start.month() - 1) % 6 == 0 => format!("{:04}-H{}", start.year(), (start.month() + 5) / 6),
        (true, 12) if start.month() == 1 => format!("{:04}", start.year()),
        (true, months) if months % 12 == 0 && start.month() == 1 && deadline => format!("{:04}", last.year()),
        (true, 120) if start.month() == 1 && start.year() % 10 == 0 => format!("{:03}", start.year() / 10),
        (true, months) if months % 12 == 0 && start.month() == 1 => format!("{:04}/{:04}", start.year(), last.year()),
        (true, _) => format!("{}/{}", month(start), month(last)),
        _ if start == last || deadline => last.to_string(),
        _ => format!("{start}/{last}"),
    }
}

fn duration_value(count: rust_decimal::Decimal, unit: TimeUnit) -> String {
    let count = count.normalize();
    match unit {
        TimeUnit::Instant => format!("PT{count}"),
        TimeUnit::Day => format!("P{count}D"),
        TimeUnit::Week => format!("P{count}W"),
        TimeUnit::Month => format!("P{count}M"),
        TimeUnit::Quarter => format!("P{count}Q"),
        TimeUnit::Half => format!("P{count}H"),
        TimeUnit::Year => format!("P{count}Y"),
        TimeUnit::Decade => format!("P{count}DE"),
        TimeUnit::Century => format!("P{count}CE"),
    }
}

/// What is known besides the words of a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::reading) struct TimeContext {
    /// The day from which “last year” and “in five years” are counted.
    pub reference: Option<Date>,
    /// Whether a word for the future governs the clause: then a bare month is the next one.
    pub future: bool,
    /// The spans that earlier sentences named.
    pub spoken: Spoken,
}

/// A time and the token after it.
pub(in crate::reading) type Found = Option<(When, usize)>;

/// Why a text is not a period, as a message for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// It has none of the known forms.
    #[error("not a period; try Q2 2025, Jun 2025, 2025–2027, by 2027")]
    Unknown,
    /// “in 5 years” in a document without a date.
    #[error("is relative to the publication date, but the source has no date")]
    NoReference,
    /// A day that does not exist: 31 June.
    #[error("there is no such day")]
    NoSuchDay,
    /// A range that ends before it starts: `2027-2025`.
    #[error("ends before it starts")]
    Backwards,
}

/// A period as a time; `None` becomes a day that does not exist.
pub(in crate::reading) fn days(period: Option<Period>) -> When {
    period.map_or(When::Unresolved(PeriodError::NoSuchDay), |period| When::Days(period, Style::Plain))
}

/// A number of months from the first day of a month, which may be less than 1 or more than 12.
pub(in crate::reading) fn months_from(year: i32, month: i32, count: i32, grain: Grain) -> When {
    let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
    let start = i16::try_from(year).ok().and_then(|year| Date::new(year, month as i8, 1).ok());
    let end = start.and_then(|start| start.checked_add(jiff::Span::new().try_months(count).ok()?).ok());
    let period =
        start.zip(end).filter(|(start, _)| start.year() > 0).map(|(start, end)| Period { start, end, grain, deadline: false });
    days(period)
}
