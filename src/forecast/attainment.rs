//! Computes how likely a level is to be reached, and when.

use super::formula::Series;

/// When a level is first reached, over all draws.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstReached {
    /// The decimal years by which 10, 50 and 90 % of all draws have reached it; `None` if fewer ever do.
    pub by: [Option<f64>; 3],
    /// The share of draws that do not reach it within the horizon.
    pub never: f64,
}

/// The share of draws at or above a level in a period. Draws without a result (NaN) count as below.
pub fn probability(series: &Series, period: usize, level: f64) -> f64 {
    let values = series.period(period);
    values.iter().filter(|value| *value >= level).count() as f64 / values.len().max(1) as f64
}

/// Which side of a level is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wanted {
    /// The level or more.
    #[default]
    AtLeast,
    /// The level or less, as of “up to 50”.
    AtMost,
}

/// The share of draws that meet a level in the time from `from` to `until`, in decimal years. `times` are the ends of the
/// periods, preceded by the beginning of the first.
///
/// A level at a moment counts at `until`; between the ends of periods each draw is read in a straight line. An amount counts
/// over one period, or several that follow each other. Returns `None` for any other time, which the model says nothing about.
pub fn probability_over(
    series: &Series,
    times: &[f64],
    (wanted, level): (Wanted, f64),
    (from, until): (f64, f64),
    is_stock: bool,
) -> Option<f64> {
    let draws = series.draws();
    let share = |value: &dyn Fn(usize) -> Option<f64>| {
        let is_met = |value: &f64| match wanted {
            Wanted::AtLeast => *value >= level,
            Wanted::AtMost => *value <= level,
        };
        Some((0..draws).filter_map(value).filter(is_met).count() as f64 / draws.max(1) as f64)
    };
    /// A day and a half: the last day of a period and its end are the same time.
    const NEAR: f64 = 1.5 / 365.0;
    let is_near = |a: f64, b: f64| (a - b).abs() <= NEAR;
    if !is_stock {
        // A year may be made of quarters or months.
        let first = times.iter().position(|&at| is_near(at, from))?;
        let last = times.iter().position(|&at| is_near(at, until)).filter(|last| *last > first)?;
        return share(&|draw| (first..last).map(|period| series.period(period).get(draw)).sum());
    }
    if let Some(slice) = times.iter().rposition(|&at| is_near(at, until)) {
        let values = series.slice(slice)?;
        return share(&|draw| values.get(draw));
    }
    let after = times.iter().position(|&at| at > until).filter(|&after| after > 0)?;
    let part = (until - times[after - 1]) / (times[after] - times[after - 1]);
    let (first, last) = (series.slice(after - 1)?, series.slice(after)?);
    share(&|draw| Some(first.get(draw)? + (last.get(draw)? - first.get(draw)?) * part))
}

/// Puts a probability into words that claim no more than this many draws can tell: “about 1 in 150”, “64 %”, “more than 99 %”.
/// With fewer than 100 draws nothing is uncertain, and the words say so.
pub fn chance(probability: f64, draws: usize) -> String {
    let least = 1.0 / draws.max(1) as f64;
    match probability {
        _ if draws < 100 => if probability >= 0.5 {
            "certain, because nothing in it is uncertain"
        } else {
            "none, because nothing in it is uncertain"
        }
        .to_owned(),
        p if p < least => format!("less than 1 in {draws}"),
        p if p < 0.01 => format!("about 1 in {:.0}", rounded(1.0 / p)),
        p if p > 1.0 - 0.005 => "more than 99 %".to_owned(),
        p => format!("{:.0} %", p * 100.0),
    }
}

/// Puts a probability into words for a sentence: “in 64 % of cases”.
pub fn in_cases(probability: f64, draws: usize) -> String {
    let least = 1.0 / draws.max(1) as f64;
    match probability {
        _ if draws < 100 => if probability >= 0.5 { "for certain" } else { "not at all" }.to_owned(),
        p if p < least => "in none of the simulated cases".to_owned(),
        p if p < 0.01 => format!("in 1 of {:.0} cases", rounded(1.0 / p)),
        p if p > 1.0 - 0.005 => "in more than 99 % of cases".to_owned(),
        p => format!("in {:.0} % of cases", p * 100.0),
    }
}

/// Rounds to two significant figures.
fn rounded(value: f64) -> f64 {
    let power = 10_f64.powi(value.log10().floor() as i32 - 1);
    (value / power).round() * power
}

/// Finds when each draw is first at or above a level. `times` are the ends of the periods, preceded by the beginning of the
/// first, in decimal years. A level at a moment is interpolated linearly between the ends of a period; an amount over a period
/// counts at the period's end.
pub fn first_reached(series: &Series, times: &[f64], level: f64, is_stock: bool) -> FirstReached {
    let draws = series.draws();
    let mut reached: Vec<f64> = (0..draws).filter_map(|draw| first(series, times, level, is_stock, draw)).collect();
    reached.sort_unstable_by(f64::total_cmp);
    let by = [0.1, 0.5, 0.9].map(|share: f64| {
        let needed = (share * draws as f64).ceil() as usize;
        needed.checked_sub(1).and_then(|index| reached.get(index)).copied()
    });
    FirstReached { by, never: 1.0 - reached.len() as f64 / draws.max(1) as f64 }
}

fn first(series: &Series, times: &[f64], level: f64, is_stock: bool, draw: usize) -> Option<f64> {
    let at = |slice: usize| series.slice(slice).and_then(|values| values.get(draw));
    let begin = at(0).filter(|_| is_stock);
    if begin.is_some_and(|begin| begin >= level) {
        return times.first().copied();
    }
    let mut before = begin;
    for slice in 1..=series.periods() {
        let now = at(slice)?;
        if now >= level {
            return Some(match before {
                Some(before) if is_stock && now > before => {
                    times[slice - 1] + (times[slice] - times[slice - 1]) * ((level - before) / (now - before)).clamp(0.0, 1.0)
                }
                _ => times[slice],
            });
        }
        before = Some(now);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> Series {
        // Four draws over two periods: one is there from the beginning, one never.
        Series::of(vec![vec![10.0, 0.0, 0.0, 0.0], vec![12.0, 20.0, 5.0, 1.0], vec![12.0, 30.0, 15.0, 2.0]])
    }

    #[test]
    fn the_first_date_and_those_who_never_get_there() {
        let times = [2025.0, 2026.0, 2027.0];
        let found = first_reached(&series(), &times, 10.0, true);
        assert_eq!(found.by, [Some(2025.0), Some(2025.5), None]);
        assert_eq!(found.never, 0.25);
        assert_eq!(first_reached(&series(), &times, 10.0, false).by[1], Some(2026.0));
        assert_eq!(first_reached(&series(), &times, 99.0, true), FirstReached { by: [None; 3], never: 1.0 });
    }

    #[test]
    fn a_level_is_looked_up_at_its_moment_and_an_amount_over_its_period() {
        let times = [2025.0, 2026.0, 2027.0];
        let stock = |level: f64, until: f64| probability_over(&series(), &times, (Wanted::AtLeast, level), (until, until), true);
        assert_eq!([stock(12.0, 2026.0), stock(12.0, 2025.999), stock(10.0, 2025.5)], [Some(0.5), Some(0.5), Some(0.5)]);
        assert_eq!([stock(1.0, 2024.9), stock(1.0, 2027.1)], [None, None]);
        let flow = |from: f64, until: f64| probability_over(&series(), &times, (Wanted::AtLeast, 12.0), (from, until), false);
        let both = [flow(2026.0, 2027.0), flow(2026.0, 2026.5), flow(2025.0, 2027.0)];
        assert_eq!(both, [Some(0.75), None, Some(0.75)], "the last one in two periods");
        let most = probability_over(&series(), &times, (Wanted::AtMost, 12.0), (2026.0, 2026.0), true);
        assert_eq!(most, Some(0.75));
        // A slice that is the same in all draws counts for each of them.
        let same = Series::of(vec![vec![], vec![5.0], vec![1.0, 2.0, 3.0, 9.0]]);
        assert_eq!(probability_over(&same, &times, (Wanted::AtLeast, 5.0), (2025.0, 2026.0), false), Some(1.0));
        assert_eq!(probability_over(&same, &times, (Wanted::AtLeast, 7.0), (2025.0, 2027.0), false), Some(0.75));
    }

    #[test]
    fn chances_claim_no_more_than_draws_can_tell() {
        assert_eq!(probability(&series(), 1, 12.0), 0.75);
        for (p, words) in
            [(0.64, "64 %"), (0.0064, "about 1 in 160"), (0.0, "less than 1 in 4096"), (1.0, "more than 99 %"), (0.012, "1 %")]
        {
            assert_eq!(chance(p, 4096), words);
        }
        assert!(chance(1.0, 1).starts_with("certain"));
        let said = [0.64, 0.0064, 0.0, 1.0].map(|p| in_cases(p, 4096));
        assert_eq!(
            said,
            ["in 64 % of cases", "in 1 of 160 cases", "in none of the simulated cases", "in more than 99 % of cases"]
        );
    }
}
