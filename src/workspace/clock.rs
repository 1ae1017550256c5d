//! The one place that knows what time it is, so that tests can say it.

use jiff::civil::{Date, Time};

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The computer's.
    System,
    /// Always this moment: tests and pictures for documentation.
    Fixed {
        /// The day.
        today: Date,
    },
}

impl Clock {
    /// The moment at which tests happen: 21 November 2026.
    pub fn fixed() -> Self {
        Self::Fixed { today: jiff::civil::date(2026, 11, 21) }
    }

    /// The day, where the person is.
    pub fn today(&self) -> Date {
        match self {
            Self::System => jiff::Zoned::now().date(),
            Self::Fixed { today } => *today,
        }
    }

    /// The time of day, where the person is.
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

    /// The day and time of a moment, where the person is; of a fixed clock, in UTC.
    pub fn civil(&self, millis: u64) -> (Date, Time) {
        let zone = match self {
            Self::System => jiff::tz::TimeZone::system(),
            Self::Fixed { .. } => jiff::tz::TimeZone::UTC,
        };
        let moment = i64::try_from(millis).ok().and_then(|millis| jiff::Timestamp::from_millisecond(millis).ok());
        let moment = moment.unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone);
        (moment.date(), moment.time())
    }

    /// Random bits that tell two makers of ids apart; always the same for a fixed clock.
    pub fn entropy(&self) -> u128 {
        let mut bytes = [0; 16];
        match self {
            Self::System if getrandom::fill(&mut bytes).is_ok() => u128::from_le_bytes(bytes),
            // Without a source of randomness the time has to do: it differs between two people's starts.
            Self::System => jiff::Timestamp::now().as_nanosecond().unsigned_abs(),
            Self::Fixed { .. } => 1,
        }
    }
}
