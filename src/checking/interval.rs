//! Intervals of exact decimals: what a stated number can mean, and what follows from several of them.

use std::fmt;

use rust_decimal::Decimal;

use crate::notebook::grouped;

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The number; `None` where there is no limit.
    pub at: Option<Decimal>,
    /// Whether the number itself is outside.
    pub is_open: bool,
}

impl End {
    const NONE: Self = Self { at: None, is_open: true };

    fn at(at: Decimal) -> Self {
        Self { at: Some(at), is_open: false }
    }

    fn with(self, other: Self, combine: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Option<Self> {
        let (Some(one), Some(two)) = (self.at, other.at) else { return Some(Self::NONE) };
        Some(Self { at: Some(combine(one, two)?), is_open: self.is_open || other.is_open })
    }
}

/// All numbers between two ends. Operations return `None` if a number becomes too large, or if the result is not an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub low: End,
    /// The upper end.
    pub high: End,
}

impl Interval {
    /// From one number to another, both included.
    ///
    /// ```
    /// use claimbook::checking::Interval;
    ///
    /// let (stated, sum) = (Interval::between(99.into(), 101.into()), Interval::one(102.into()));
    /// assert!(!stated.meets(&sum));
    /// assert_eq!(stated.add(&sum).unwrap(), Interval::between(201.into(), 203.into()));
    /// ```
    pub fn between(low: Decimal, high: Decimal) -> Self {
        Self { low: End::at(low.min(high)), high: End::at(low.max(high)) }
    }

    /// One number.
    pub fn one(value: Decimal) -> Self {
        Self::between(value, value)
    }

    /// Every number from this one up; without it, if it is `open`.
    pub fn from(low: Decimal, is_open: bool) -> Self {
        Self { low: End { at: Some(low), is_open }, high: End::NONE }
    }

    /// Every number up to this one; without it, if it is `open`.
    pub fn up_to(high: Decimal, is_open: bool) -> Self {
        Self { low: End::NONE, high: End { at: Some(high), is_open } }
    }

    /// Whether the two have a number in common.
    pub fn meets(&self, other: &Self) -> bool {
        !self.is_below(other) && !other.is_below(self)
    }

    /// Whether every number of it is below every number of the other.
    pub fn is_below(&self, other: &Self) -> bool {
        match (self.high.at, other.low.at) {
            (Some(high), Some(low)) => high < low || high == low && (self.high.is_open || other.low.is_open),
            _ => false,
        }
    }

    /// Whether it holds a number.
    pub fn holds(&self, value: Decimal) -> bool {
        self.meets(&Self::one(value))
    }

    /// Whether none of its numbers is below zero.
    pub fn is_positive(&self) -> bool {
        self.low.at.is_some_and(|low| low >= Decimal::ZERO)
    }

    /// The smallest interval that has all numbers of both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        let lower = |a: End, b: End| match (a.at, b.at) {
            (Some(one), Some(two)) if one < two || one == two && !a.is_open => a,
            (Some(_), Some(_)) => b,
            _ => End::NONE,
        };
        let higher = |a: End, b: End| match (a.at, b.at) {
            (Some(one), Some(two)) if one > two || one == two && !a.is_open => a,
            (Some(_), Some(_)) => b,
            _ => End::NONE,
        };
        Self { low: lower(self.low, other.low), high: higher(self.high, other.high) }
    }

    /// All sums of a number of each.
    pub fn add(&self, other: &Self) -> Option<Self> {
        let add = |a: Decimal, b: Decimal| a.checked_add(b);
        Some(Self { low: self.low.with(other.low, add)?, high: self.high.with(other.high, add)? })
    }

    /// All differences between a number of it and one of the other.
    pub fn subtract(&self, other: &Self) -> Option<Self> {
        self.add(&other.scaled(Decimal::NEGATIVE_ONE)?)
    }

    /// All its numbers times a factor.
    pub fn scaled(&self, factor: Decimal) -> Option<Self> {
        let scaled = |end: End| -> Option<End> {
            let Some(at) = end.at else { return Some(End::NONE) };
            Some(End { at: Some(at.checked_mul(factor)?), ..end })
        };
        let (low, high) = (scaled(self.low)?, scaled(self.high)?);
        Some(if factor < Decimal::ZERO { Self { low: high, high: low } } else { Self { low, high } })
    }

    /// All quotients of a number of it and one of the other. Only of intervals without negative numbers; nothing is divided by zero.
    pub fn divide(&self, other: &Self) -> Option<Self> {
        if !(self.is_positive() && other.is_positive()) || other.low.at == Some(Decimal::ZERO) {
            return None;
        }
        let divide = |a: Decimal, b: Decimal| a.checked_div(b);
        let low = match other.high.at {
            Some(_) => self.low.with(other.high, divide)?,
            // Divided by ever more, it comes as close to zero as one likes.
            None => End { at: Some(Decimal::ZERO), is_open: true },
        };
        Some(Self { low, high: self.high.with(other.low, divide)? })
    }

    /// Its middle; the end that it has, if it has only one.
    pub fn middle(&self) -> Decimal {
        match (self.low.at, self.high.at) {
            (Some(low), Some(high)) => low.checked_add(high).map_or(low, |sum| sum / Decimal::TWO),
            (low, high) => low.or(high).unwrap_or_default(),
        }
    }
}

impl fmt::Display for Interval {
    /// “99.5 to 100.5”, “more than 100”, “at most 12”; one number as itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Ends are halves of what was stated: they are shown whole.
        let shown = |end: Decimal| if end.normalize().scale() <= 2 { grouped(end) } else { shown(end) };
        match (self.low.at, self.high.at) {
            (Some(low), Some(high)) if low == high => write!(f, "{}", grouped(low)),
            (Some(low), Some(high)) => write!(f, "{} to {}", shown(low), shown(high)),
            (Some(low), None) => write!(f, "{} {}", if self.low.is_open { "more than" } else { "at least" }, shown(low)),
            (None, Some(high)) => write!(f, "{} {}", if self.high.is_open { "less than" } else { "at most" }, shown(high)),
            (None, None) => write!(f, "any number"),
        }
    }
}

/// A computed number with as many digits as a reader wants to see: five significant ones, or all before the point.
///
/// ```
/// use claimbook::checking::shown;
///
/// assert_eq!(shown("3690.0".parse().unwrap()), "3,690");
/// assert_eq!(shown("7.160493827".parse().unwrap()), "7.1605");
/// assert_eq!(shown("156302.4".parse().unwrap()), "156,302");
/// ```
pub fn shown(value: Decimal) -> String {
    let whole = value.trunc().abs().to_string().len() as u32;
    if value.trunc().is_zero() {
        return grouped(value.round_sf(4).unwrap_or(value));
    }
    grouped(value.round_dp(5_u32.saturating_sub(whole)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(low: i64, high: i64) -> Interval {
        Interval::between(low.into(), high.into())
    }

    #[test]
    fn open_ends_touch_nothing() {
        let more = Interval::from(100.into(), true);
        assert!(!more.meets(&of(90, 100)) && more.meets(&of(90, 101)));
        assert!(Interval::from(100.into(), false).meets(&of(90, 100)));
        assert!(!Interval::up_to(5.into(), true).meets(&of(5, 6)));
    }

    #[test]
    fn arithmetic_keeps_every_number() {
        assert_eq!(of(1, 2).add(&of(10, 20)), Some(of(11, 22)));
        assert_eq!(of(1, 2).subtract(&of(10, 20)), Some(of(-19, -8)));

        assert_eq!(of(8, 12).divide(&of(2, 4)), Some(of(2, 6)));
        assert_eq!(of(8, 12).divide(&of(0, 4)), None);
        assert_eq!(of(-1, 2).divide(&of(1, 2)), None);
        let more = Interval::from(4.into(), true);
        assert_eq!(of(8, 8).divide(&more).map(|found| (found.low.at, found.high.at)), Some((Some(0.into()), Some(2.into()))));
        assert_eq!(of(1, 2).add(&more).map(|sum| (sum.low.at, sum.high.at)), Some((Some(5.into()), None)));
        assert_eq!(of(1, 3).hull(&of(2, 9)), of(1, 9));
        assert!(Interval::one(Decimal::MAX).add(&of(1, 1)).is_none());
    }
}
