//! Reads when something is: dates, quarters, fiscal years, deadlines, durations, and times relative to the day of publication.
//!
//! News speaks of the past unless a word for the future governs the phrase: a bare weekday or month is the last one, after
//! “will”, “due” or “by” the next.

mod absolute;
mod chinese_times;
mod figures;
mod relative;

use jiff::civil::Date;

use super::lexicon::Class;
use super::tokens::{Kind, Tokens};
use super::typed_period::PeriodError;
use crate::notebook::{Grain, Period, TextRange};

pub(super) use absolute::is_year;
pub(super) use chinese_times::read as read_chinese;

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
    /// The range of its tokens, the end excluded; `(0, 0)` for Chinese, which is read without tokens.
    pub(super) tokens: (usize, usize),
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
    fn of(value: u8) -> Option<Self> {
        use TimeUnit::*;
        [Instant, Day, Week, Month, Quarter, Half, Year, Decade, Century].get(usize::from(value).checked_sub(1)?).copied()
    }

    /// Its length in months; `None` for weeks and shorter units.
    fn months(self) -> Option<i32> {
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
fn month_count(period: Period) -> i32 {
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
pub(super) struct TimeContext {
    /// The day from which “last year” and “in five years” are counted.
    pub reference: Option<Date>,
    /// Whether a word for the future governs the sentence: then a bare month is the next one.
    pub future: bool,
}

/// A time and the token after it.
pub(super) type Found = Option<(When, usize)>;

/// Appends the times of a sentence, in order and without overlap.
pub(super) fn read(tokens: &Tokens<'_>, context: TimeContext, found: &mut Vec<TimeMention>) {
    let mut at = 0;
    while at < tokens.len() {
        match mention_at(tokens, at, context) {
            Some((mention, next)) if next > at => {
                found.push(mention);
                at = next;
            }
            _ => at += 1,
        }
    }
}

/// Reads the time at a token, with the words before it that make it a deadline or a range.
fn mention_at(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Option<(TimeMention, usize)> {
    if !may_begin(tokens, at) {
        return None;
    }
    let (opening, deadline, future) = opening_at(tokens, at);
    let context = TimeContext { future: context.future || future, ..context };
    let start = at + opening;
    let made = |when: When, next: usize, deadline: bool| {
        let since = begins(tokens, at);
        let mention = TimeMention { range: tokens.range(at, next), when, deadline, since, tokens: (at, next) };
        Some((mention, next))
    };
    if let Some((when, next, deadline)) = relative::counted(tokens, at, context) {
        return made(when, next, deadline);
    }
    if let Some((when, next)) = stretch(tokens, start, context) {
        // “until now” is not a deadline.
        let deadline = deadline && !matches!(when, When::Present | When::Days(_, Style::Now));
        return made(when, next, deadline);
    }
    None
}

/// Whether the words before a time say that something began then.
fn begins(tokens: &Tokens<'_>, at: usize) -> bool {
    const STARTS: [&str; 14] = [
        "founded",
        "established",
        "built",
        "born",
        "created",
        "incorporated",
        "opened",
        "fondé",
        "fondée",
        "créé",
        "créée",
        "né",
        "launched",
        "formed",
    ];
    let since = at > 0 && tokens.any(at - 1, &["since", "depuis"]);
    since || at > 1 && tokens.any(at - 1, &["in", "en"]) && tokens.any(at - 2, &STARTS)
}

/// Every time without digits has a word of one of these classes.
pub(super) const CALENDAR: Class = Class::MONTH
    .or(Class::WEEKDAY)
    .or(Class::SEASON)
    .or(Class::FUZZY)
    .or(Class::FISCAL)
    .or(Class::ORDINAL)
    .or(Class::TIME_UNIT)
    .or(Class::TIME_WORD)
    .or(Class::NUMBER)
    .or(Class::TENS);

/// Rules most words out cheaply: a time begins with a word of the calendar, or with one that can precede such a word within four
/// tokens.
fn may_begin(tokens: &Tokens<'_>, at: usize) -> bool {
    let of_calendar = |at: usize| tokens.kind(at) == Some(Kind::Number) || tokens.is(at, CALENDAR);
    match tokens.kind(at) {
        Some(Kind::Number) => true,
        Some(Kind::Word) => {
            let class = tokens.entry(at).class;
            class.meets(CALENDAR) || class.meets(Class::TIME_OPEN) && (at + 1..at + 5).any(of_calendar)
        }
        Some(Kind::Mark) => matches!(tokens.str(at), "'" | "’") && tokens.kind(at + 1) == Some(Kind::Number),
        None => false,
    }
}

/// Returns how many tokens introduce a time, whether they make it a deadline, and whether they point to the future.
fn opening_at(tokens: &Tokens<'_>, at: usize) -> (usize, bool, bool) {
    const ENGLISH: [(&[&str], bool, bool); 9] = [
        (&["no", "later", "than"], true, true),
        (&["not", "later", "than"], true, true),
        (&["as", "early", "as"], false, true),
        (&["as", "soon", "as"], false, true),
        (&["as", "late", "as"], true, true),
        (&["due", "by"], true, true),
        (&["by"], true, true),
        (&["until"], true, true),
        (&["before"], true, false),
    ];
    const FRENCH: [(&[&str], bool, bool); 7] = [
        (&["d", "’", "ici", "à"], true, true),
        (&["d", "’", "ici"], true, true),
        (&["d", "'", "ici", "à"], true, true),
        (&["d", "'", "ici"], true, true),
        (&["jusqu", "’", "en"], true, true),
        (&["jusqu", "'", "en"], true, true),
        (&["avant"], true, false),
    ];
    if !tokens.is(at, Class::TIME_OPEN) {
        return (0, false, false);
    }
    let openings = if tokens.lexicon.is_french() { &FRENCH[..] } else { &ENGLISH[..] };
    let found = openings.iter().find(|(words, ..)| tokens.words(at, words));
    found.map_or((0, false, false), |(words, deadline, future)| (words.len(), *deadline, *future))
}

/// Reads one time, or two that are joined: “2027–29”, “from 2024 to 2026”, “between March and June 2025”.
fn stretch(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let between = tokens.any(at, &["between", "entre"]);
    let from = tokens.any(at, &["from", "de"]);
    if between || from {
        let (first, middle) = one(tokens, at + 1, context)?;
        let joined =
            if between { tokens.any(middle, &["and", "et"]) } else { tokens.any(middle, &["to", "until", "through", "à"]) };
        let (second, next) = if joined { one(tokens, middle + 1, context)? } else { return None };
        // “from May to October 2020”: a first time without a year takes the year of the second.
        let undated = (at + 1..middle).all(|near| tokens.kind(near) != Some(Kind::Number) || tokens.str(near).len() < 4);
        let first = match (&second, undated && (middle + 1..next).any(|near| is_year(tokens, near))) {
            (When::Days(period, _), true) => {
                let context = TimeContext { reference: Some(period.end), future: false };
                one(tokens, at + 1, context).map_or(first, |(first, _)| first)
            }
            _ => first,
        };
        return Some((absolute::joined(first, second), next));
    }
    let (first, next) = one(tokens, at, context)?;
    if let When::Days(..) = first
        && (tokens.dash(next) || tokens.any(next, &["to", "through"]) && is_plain_year(tokens, at, next))
        && let Some((second, after)) = one(tokens, next + 1, context)
        && matches!(second, When::Days(..))
    {
        return Some((absolute::joined(first, second), after));
    }
    Some((first, next))
}

/// Whether a time is a single number, such as a year.
fn is_plain_year(tokens: &Tokens<'_>, at: usize, next: usize) -> bool {
    next == at + 1 && tokens.kind(at) == Some(Kind::Number)
}

/// Reads one time at a token.
fn one(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    relative::one(tokens, at, context).or_else(|| absolute::one(tokens, at, context))
}

/// A period as a time; `None` becomes a day that does not exist.
fn days(period: Option<Period>) -> When {
    period.map_or(When::Unresolved(PeriodError::NoSuchDay), |period| When::Days(period, Style::Plain))
}

/// A number of months from the first day of a month, which may be less than 1 or more than 12.
fn months_from(year: i32, month: i32, count: i32, grain: Grain) -> When {
    let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
    let start = i16::try_from(year).ok().and_then(|year| Date::new(year, month as i8, 1).ok());
    let end = start.and_then(|start| start.checked_add(jiff::Span::new().try_months(count).ok()?).ok());
    let period =
        start.zip(end).filter(|(start, _)| start.year() > 0).map(|(start, end)| Period { start, end, grain, deadline: false });
    days(period)
}
