//! The clock: the only source of dates, times and entropy for a workspace, so that tests can fix them.

use jiff::civil::{Date, Time};

/// The source of dates and times.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The clock of the computer.
    System,
    /// Always the same moment, for tests and for the pictures in the documentation.
    Fixed {
        /// The day.
        today: Date,
    },
}

impl Clock {
    /// The clock of tests, on 21 November 2026.
    pub fn fixed() -> Self {
        Self::Fixed { today: jiff::civil::date(2026, 11, 21) }
    }

    /// The current day in the local time zone.
    pub fn today(&self) -> Date {
        match self {
            Self::System => jiff::Zoned::now().date(),
            Self::Fixed { today } => *today,
        }
    }

    /// The time of day in the local time zone; 14:02 for a fixed clock.
    pub fn time_of_day(&self) -> Time {
        match self {
            Self::System => jiff::Zoned::now().time(),
            Self::Fixed { .. } => jiff::civil::time(14, 2, 0, 0),
        }
    }

    /// Milliseconds since 1970; 0 before that.
    pub fn millis(&self) -> u64 {
        match self {
            Self::System => u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or(0),
            Self::Fixed { .. } => 1_795_212_120_000,
        }
    }

    /// The day and time, in the local time zone, of a moment in milliseconds since 1970; in UTC for a fixed clock.
    pub fn civil(&self, millis: u64) -> (Date, Time) {
        let zone = match self {
            Self::System => jiff::tz::TimeZone::system(),
            Self::Fixed { .. } => jiff::tz::TimeZone::UTC,
        };
        let moment = i64::try_from(millis).ok().and_then(|millis| jiff::Timestamp::from_millisecond(millis).ok());
        let moment = moment.unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone);
        (moment.date(), moment.time())
    }

    /// Random bits that make the ids of two processes differ; always 1 for a fixed clock.
    pub fn entropy(&self) -> u128 {
        let mut bytes = [0; 16];
        match self {
            Self::System if getrandom::fill(&mut bytes).is_ok() => u128::from_le_bytes(bytes),
            // Without a source of randomness, the time in nanoseconds is used: two programs hardly ever start at the same one.
            Self::System => jiff::Timestamp::now().as_nanosecond().unsigned_abs(),
            Self::Fixed { .. } => 1,
        }
    }
}
