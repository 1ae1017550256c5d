//! Chooses ticks for axes, and formats values.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use crate::notebook::{MONTHS, grouped};

/// Returns 3 to 6 round values from 0 to at least `max`, in steps of 1, 2, 2.5 or 5 times a power of ten; 0 and 1 if `max` is
/// not positive and finite.
///
/// ```
/// assert_eq!(claimbook::chart::value_ticks(130.0).first(), Some(&0.0));
/// assert!(claimbook::chart::value_ticks(130.0).last().is_some_and(|top| *top >= 130.0));
/// ```
pub fn value_ticks(max: f64) -> Vec<f64> {
    if !max.is_finite() || max <= 0.0 {
        return vec![0.0, 1.0];
    }
    let rough = max / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| max / step <= 5.0)
        .unwrap_or(10.0 * power);
    let count = (max / step - 1e-9).ceil().max(1.0) as usize;
    (0..=count).map(|number| number as f64 * step).collect()
}

/// Returns 3 to 7 round values that enclose a range; they need not include 0.
pub fn range_ticks(low: f64, high: f64) -> Vec<f64> {
    if !(low.is_finite() && high.is_finite()) || high < low {
        return vec![0.0, 1.0];
    }
    // If 0 is near, the scale includes it, so that the lengths of bars can be compared.
    let low = if low > 0.0 && low < high * 0.5 { 0.0 } else { low };
    let span = if high > low { high - low } else { high.abs().max(1.0) * 0.2 };
    let power = 10_f64.powf((span / 4.0).log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * power);
    let step = steps.into_iter().find(|step| span / step <= 5.0).unwrap_or(10.0 * power);
    let (first, last) = ((low / step + 1e-9).floor(), ((low + span) / step - 1e-9).ceil());
    (0..=(last - first).max(1.0) as usize).map(|number| (first + number as f64) * step).collect()
}

/// A tick on the time axis, with its label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeTick {
    /// Decimal year.
    pub at: f64,
    /// Shown under the axis, in the middle of the time that it names.
    pub label: String,
    /// The decimal year at which the next tick is.
    pub until: f64,
    /// The decimal year at which the time that it names ends: also with a tick every five years, only one year later.
    pub names: f64,
}

/// Returns ticks for the time from `from` to `to`: months or quarters if about `most` of them suffice, else at most about
/// `most_years` years. If `most` is 0, they are years.
pub(super) fn time_ticks((from, to): (f64, f64), most: usize, most_years: usize) -> Vec<TimeTick> {
    let most = if most == 0 { 0.0 } else { most.max(2) as f64 };
    let most_years = most_years.max(2) as f64;
    let years = to - from;
    if years <= 1.6 && years * 12.0 <= most * 1.5 {
        return parts(from, to, 12, |year, part| match part {
            0 => format!("{} {year}", MONTHS[0]),
            _ => MONTHS[part].to_owned(),
        });
    }
    if years * 4.0 <= most {
        return parts(from, to, 4, |year, part| format!("Q{} {year}", part + 1));
    }
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 500.0, 1000.0]
        .into_iter()
        .find(|step| years / step <= most_years)
        .unwrap_or(5000.0);
    let mut ticks = Vec::new();
    let mut at = (from / step).floor() * step;
    while at < to {
        ticks.push(TimeTick { at, label: format!("{at:.0}"), until: at + step, names: at + 1.0 });
        at += step;
    }
    ticks
}

fn parts(from: f64, to: f64, per_year: usize, label: impl Fn(i64, usize) -> String) -> Vec<TimeTick> {
    let first = (from * per_year as f64).floor() as i64;
    let last = (to * per_year as f64).ceil() as i64;
    let count = per_year as i64;
    (first..last)
        .map(|number| TimeTick {
            at: number as f64 / per_year as f64,
            label: label(number.div_euclid(count), number.rem_euclid(count) as usize),
            until: (number + 1) as f64 / per_year as f64,
            names: (number + 1) as f64 / per_year as f64,
        })
        .collect()
}

/// Formats a value for an axis or a mark: `1,200`, `2.5`, `1.2 million`, `116 billion`; at most two decimals.
///
/// ```
/// use claimbook::chart::compact;
///
/// assert_eq!((compact(136_854.0).as_str(), compact(1_500_000.0).as_str()), ("136,854", "1.5 million"));
/// ```
pub fn compact(value: f64) -> String {
    let (scaled, word) = match value.abs() {
        size if size >= 1e12 => (value / 1e12, " trillion"),
        size if size >= 1e9 => (value / 1e9, " billion"),
        size if size >= 1e6 => (value / 1e6, " million"),
        _ => (value, ""),
    };
    let decimals = match scaled.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    match Decimal::from_f64(scaled) {
        Some(decimal) => format!("{}{word}", grouped(decimal.round_dp(decimals))),
        None => "–".to_owned(),
    }
}

/// Formats a value rounded to a number of significant figures.
///
/// ```
/// use claimbook::chart::figures;
///
/// assert_eq!((figures(136_854.0, 2).as_str(), figures(-98_765.0, 3).as_str()), ("140,000", "−98,800"));
/// ```
pub fn figures(value: f64, count: i32) -> String {
    if value == 0.0 || !value.is_finite() {
        return compact(value);
    }
    let unit = 10_f64.powf(value.abs().log10().floor() - f64::from(count - 1));
    compact((value / unit).round() * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_axes_start_at_zero_and_have_few_round_ticks() {
        for max in [0.3, 1.0, 7.0, 23.4, 99.0, 100.0, 157_000.0, 300_000.0, 10_000.0, 1.16e11, 1e-6] {
            let ticks = value_ticks(max);
            assert_eq!(ticks[0], 0.0);
            assert!((3..=6).contains(&ticks.len()), "{max}: {ticks:?}");
            assert!(ticks.last().is_some_and(|last| *last >= max * 0.999_999), "{max}: {ticks:?}");
        }
        assert_eq!(value_ticks(f64::NAN), [0.0, 1.0]);
        assert_eq!(value_ticks(0.0), [0.0, 1.0]);
    }

    #[test]
    fn values_are_short_and_readable() {
        for (value, shown) in [
            (0.0, "0"),
            (2.5, "2.5"),
            (23.4, "23.4"),
            (1200.0, "1,200"),
            (81_302.0, "81,302"),
            (1_250_000.0, "1.25 million"),
            (1.16e11, "116 billion"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(compact(value), shown);
        }
    }

    #[test]
    fn time_ticks_fit_their_room() {
        for (range, most) in [((2024.0, 2030.0), 8), ((2025.0, 2026.0), 12), ((2024.5, 2026.5), 10), ((1900.0, 2100.0), 6)] {
            let ticks = time_ticks(range, most, most);
            assert!(!ticks.is_empty() && ticks.len() <= most * 2, "{range:?}: {}", ticks.len());
            assert!(ticks[0].at <= range.0);
        }
        assert_eq!(time_ticks((2025.0, 2026.0), 5, 8)[1].label, "Q2 2025");
    }
}
