//! Closed forms of growth between a start and a target.
//!
//! With `N0` at time 0, `N1` at time `T` (years), ceiling `K` and elapsed time `τ`:
//!
//! | shape | stores at τ | stores × years from 0 to τ |
//! |---|---|---|
//! | linear | `N0 + (N1−N0)·τ/T` | `N0·τ + (N1−N0)·τ²/(2T)` |
//! | exponential | `N0·(N1/N0)^(τ/T)` | `(N(τ)−N0)·T/ln(N1/N0)` |
//! | logistic | `K/(1+A·e^(−rτ))`, `A=(K−N0)/N0`, `r=[logit(N1/K)−logit(N0/K)]/T` | `Kτ + (K/r)·ln[(1+A·e^(−rτ))/(1+A)]` |
//! | Gompertz | `K·(N0/K)^(e^(−bτ))`, `b=−ln[ln(K/N1)/ln(K/N0)]/T` | Gauss–Legendre, five nodes a year |
//! | Bass | `N0+(K−N0)·F`, `F=(1−E)/(1+(q/p)·E)`, `E=e^(−(p+q)τ)`, `p=0.03`, `q` solved for | the same |
//! | step plan | linear between dated points, constant after the last one | exact |
//!
//! Linear and compound growth are textbook; the logistic curve is Verhulst's (1838), anchored at two points instead of
//! fitted, because with fewer than five actuals a ceiling cannot be estimated (Satoh & Matsumura 2018). Gompertz (1825) and
//! Bass (1969) are anchored in the same way.

mod columns;
mod stepped;

pub use columns::{Curves, INNOVATION, bass_share};
pub use stepped::Stepped;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use crate::notebook::{Growth, grouped};

/// Two points that a curve passes through, and its ceiling.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchors {
    /// Stores at time 0.
    pub start: f64,
    /// Stores at time `years`.
    pub target: f64,
    /// Years from start to target.
    pub years: f64,
    /// Stores that can never be exceeded.
    pub ceiling: f64,
}

/// Why a shape cannot be drawn through its anchors. Each says what to do.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GrowthError {
    /// The start is 0, but a growth rate needs something to grow.
    #[error("{} growth needs a start above 0: use linear, or a launch size such as 1", .0.label())]
    StartIsZero(Growth),
    /// The target is 0, which a curve with a rate never reaches.
    #[error("{} growth never reaches 0: use linear, or a target of at least 1", .0.label())]
    TargetIsZero(Growth),
    /// `t1 = t0`.
    #[error("the target date is the start date: choose a later one")]
    NoTime,
    /// `t1 < t0`.
    #[error("the target date lies before the start date: swap the two or choose a later one")]
    TimeRunsBackwards,
    /// `K ≤ max(N0, N1)`.
    #[error("{} growth needs a ceiling above start and target: try {suggestion:.0}", .growth.label())]
    CeilingTooLow {
        /// The shape.
        growth: Growth,
        /// 1.2 × the larger of start and target.
        suggestion: f64,
    },
    /// A step plan without steps.
    #[error("a step plan needs at least one point after the start: add one")]
    NoPlan,
    /// Bass's model counts adopters, who stay.
    #[error("Bass growth needs a target above the start: use another shape")]
    OnlyUp,
    /// The start or the target is negative.
    #[error("a number of stores cannot be negative")]
    Negative,
    /// The base values are fine, but the low or the high ones are not.
    #[error("{error} (for the {name} values)")]
    Corner {
        /// `low` or `high`.
        name: &'static str,
        /// The error that they cause.
        error: Box<GrowthError>,
    },
    /// NaN or infinite.
    #[error("start, target and ceiling must be finite numbers")]
    NotFinite,
}

/// A curve of one shape, known to pass through its anchors.
#[derive(Debug, Clone)]
pub struct Curve {
    growth: Growth,
    anchors: Anchors,
    curves: Curves,
}

impl Curve {
    /// Builds the curve through the anchors, or returns the reason if the shape has none.
    pub fn new(growth: Growth, anchors: Anchors) -> Result<Self, GrowthError> {
        Self::with_plan(growth, anchors, &[])
    }

    /// Builds the curve through the anchors as `new` does; `plan` holds the elapsed years and levels of a step plan.
    pub fn with_plan(growth: Growth, anchors: Anchors, plan: &[(f64, f64)]) -> Result<Self, GrowthError> {
        possible(growth, anchors, plan)?;
        let Anchors { start, target, years, ceiling } = anchors;
        let curves = Curves::new(growth, &[start], &[target], &[ceiling], years, plan);
        Ok(Self { growth, anchors, curves })
    }

    /// The number of stores `elapsed` years after the start. Past the target the shape continues.
    pub fn stores(&self, elapsed: f64) -> f64 {
        let mut level = [0.0];
        self.curves.levels(elapsed, &mut level);
        level[0]
    }

    fn rate(&self) -> f64 {
        self.curves.rates()[0]
    }

    /// The average number of stores between two elapsed times: what sells over a period is the average stock, not the
    /// stock at its end.
    pub fn average_stores(&self, from: f64, to: f64) -> f64 {
        if to <= from {
            return self.stores(from);
        }
        let mut area = [0.0];
        self.curves.clone().areas(from, to, &mut area);
        area[0] / (to - from)
    }

    /// One sentence on what the shape demands, by which to judge how plausible it is.
    pub fn plausibility(&self) -> String {
        let Anchors { start, target, years, ceiling } = self.anchors;
        let per_day = |per_year: f64| per_year / 365.25;
        let rate = self.rate();
        if start == target && self.growth != Growth::Steps {
            return "No change.".to_owned();
        }
        match self.growth {
            Growth::Linear if target >= start => format!("{:.1} openings a day, every day.", per_day(rate)),
            Growth::Linear => format!("A decline: {:.1} closures a day.", per_day(-rate)),
            Growth::Exponential if rate > 0.0 => format!(
                "{:+.0} % a year, doubling every {:.1} years; {:.1} openings a day in the last year.",
                rate.exp_m1() * 100.0,
                std::f64::consts::LN_2 / rate,
                per_day(self.stores(years) - self.stores((years - 1.0).max(0.0))),
            ),
            Growth::Exponential => format!("A decline of {:.0} % a year.", -rate.exp_m1() * 100.0),
            Growth::Logistic | Growth::Gompertz if rate <= 0.0 || target < start => "A decline, slow at first.".to_owned(),
            Growth::Logistic => {
                format!("Fastest at half the ceiling: up to {:.1} openings a day.", per_day(rate * ceiling / 4.0))
            }
            Growth::Gompertz => format!(
                "Fastest at {} stores: up to {:.1} openings a day.",
                grouped(Decimal::from_f64((ceiling / std::f64::consts::E).round()).unwrap_or_default()),
                per_day(rate * ceiling / std::f64::consts::E)
            ),
            Growth::Bass => {
                let typical = if (0.3..=0.5).contains(&rate) { "typical" } else { "typical is 0.3 to 0.5" };
                format!("Needs an imitation of {rate:.2} ({typical}); meant for adopters of something new, not for stores.")
            }
            Growth::Steps => "From point to point of the plan.".to_owned(),
        }
    }
}

/// Whether a shape can be drawn through its anchors at all.
fn possible(growth: Growth, anchors: Anchors, plan: &[(f64, f64)]) -> Result<(), GrowthError> {
    let Anchors { start, target, years, ceiling } = anchors;
    if ![start, target, years, ceiling].into_iter().all(f64::is_finite) {
        return Err(GrowthError::NotFinite);
    }
    if start < 0.0 || target < 0.0 {
        return Err(GrowthError::Negative);
    }
    if growth == Growth::Steps {
        return if plan.iter().any(|point| point.0 > 0.0) { Ok(()) } else { Err(GrowthError::NoPlan) };
    }
    if years < 0.0 {
        return Err(GrowthError::TimeRunsBackwards);
    }
    if years == 0.0 {
        return Err(GrowthError::NoTime);
    }
    match growth {
        Growth::Linear | Growth::Steps => Ok(()),
        // Adopters of something new can begin at 0, but never become fewer.
        Growth::Bass if target <= start => Err(GrowthError::OnlyUp),
        Growth::Exponential | Growth::Logistic | Growth::Gompertz if start == 0.0 => Err(GrowthError::StartIsZero(growth)),
        Growth::Exponential | Growth::Logistic | Growth::Gompertz if target == 0.0 => Err(GrowthError::TargetIsZero(growth)),
        Growth::Exponential => Ok(()),
        _ if ceiling <= start.max(target) => {
            Err(GrowthError::CeilingTooLow { growth, suggestion: suggested_ceiling(start, target) })
        }
        _ => Ok(()),
    }
}

/// A ceiling that lets a logistic curve bend: 1.2 × the larger of start and target.
pub fn suggested_ceiling(start: f64, target: f64) -> f64 {
    (start.max(target) * 1.2).ceil()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: Anchors = Anchors { start: 100.0, target: 10_000.0, years: 5.0, ceiling: 12_000.0 };

    fn close(value: f64, golden: f64) {
        assert!((value - golden).abs() <= golden.abs() * 1e-9, "{value} is not {golden}");
    }

    /// Golden numbers: computed independently with scipy.
    #[test]
    fn golden_numbers() {
        let exponential = Curve::new(Growth::Exponential, EXAMPLE).unwrap();
        close(exponential.stores(1.0) / 100.0 - 1.0, 1.511_886_431_5);
        close(exponential.average_stores(0.0, 5.0) * 5.0, 10_748.788_427);
        close(std::f64::consts::LN_2 / exponential.rate(), 0.752_574_989_2);
        let logistic = Curve::new(Growth::Logistic, EXAMPLE).unwrap();
        let rate = logistic.rate();
        close(rate, 1.277_712_281_1);
        close((119.0_f64).ln() / rate, 3.740_375_328_4);
        close(logistic.stores(2.5), 2_041.328_614);
        close(logistic.average_stores(0.0, 5.0) * 5.0, 16_749.228_25);
        let linear = Curve::new(Growth::Linear, EXAMPLE).unwrap();
        close(linear.average_stores(0.0, 5.0) * 5.0, 25_250.0);
        close(linear.average_stores(4.0, 5.0), 9_010.0);
        let gompertz = Curve::new(Growth::Gompertz, EXAMPLE).unwrap();
        let rate = gompertz.rate();
        close(rate, 0.653_597_997_0);
        close(gompertz.stores(2.5), 4_714.464_349);
        let inflection = (120.0_f64).ln().ln() / rate;
        close(inflection, 2.395_978_318_3);
        assert!((gompertz.stores(inflection) - 4_414.553_3).abs() < 5e-5);
        // Bass with p = 0.03 and q = 0.38.
        close(bass_share(0.38, 5.0), 0.331_198_642_5);
        close((0.38_f64 / INNOVATION).ln() / (INNOVATION + 0.38), 6.192_619_197_7);
        let slope = (bass_share(0.38, 6.192_619_197_7 + 1e-4) - bass_share(0.38, 6.192_619_197_7 - 1e-4)) / 2e-4;
        assert!((slope * 10_000.0 - 1_105.921_052_6).abs() < 1e-3, "{slope}");
        let year_ends: Vec<f64> = (0..=5).map(|year| logistic.stores(f64::from(year)).round()).collect();
        assert_eq!(year_ends, [100.0, 351.0, 1172.0, 3356.0, 6986.0, 10_000.0]);
    }

    #[test]
    fn each_shape_passes_through_its_anchors() {
        for growth in Growth::SHAPES {
            for (start, target) in [(100.0, 10_000.0), (10_000.0, 100.0), (500.0, 500.0), (1.0, 11_999.0)] {
                let curve = Curve::new(growth, Anchors { start, target, ..EXAMPLE }).unwrap();
                close(curve.stores(0.0), start);
                close(curve.stores(5.0), target);
            }
        }
    }

    /// Compares the closed integrals with Simpson's rule.
    #[test]
    fn averages_are_integrals() {
        for growth in Growth::SHAPES {
            for (start, target) in [(100.0, 10_000.0), (10_000.0, 100.0), (500.0, 500.0)] {
                let curve = Curve::new(growth, Anchors { start, target, ..EXAMPLE }).unwrap();
                let (from, to, steps) = (1.25, 6.5, 2000);
                let width = (to - from) / f64::from(steps);
                let sum: f64 = (0..=steps)
                    .map(|step| {
                        let weight = if step == 0 || step == steps { 1.0 } else { f64::from(2 + 2 * (step % 2)) };
                        weight * curve.stores(from + width * f64::from(step))
                    })
                    .sum();
                let numeric = sum * width / 3.0 / (to - from);
                assert!((curve.average_stores(from, to) - numeric).abs() < numeric * 1e-5 + 1e-6, "{growth:?} {start}→{target}");
            }
        }
    }

    /// Anchors that no curve passes through, each with its error.
    #[test]
    fn edge_cases_have_messages() {
        use Growth::{Exponential, Linear, Logistic};
        use GrowthError::{CeilingTooLow, Negative, NoTime, NotFinite, StartIsZero, TargetIsZero, TimeRunsBackwards};
        let cases = [
            (Exponential, Anchors { start: 0.0, ..EXAMPLE }, StartIsZero(Exponential)),
            (Logistic, Anchors { start: 0.0, ..EXAMPLE }, StartIsZero(Logistic)),
            (Exponential, Anchors { target: 0.0, ..EXAMPLE }, TargetIsZero(Exponential)),
            (Linear, Anchors { years: 0.0, ..EXAMPLE }, NoTime),
            (Linear, Anchors { years: -1.0, ..EXAMPLE }, TimeRunsBackwards),
            (Logistic, Anchors { ceiling: 10_000.0, ..EXAMPLE }, CeilingTooLow { growth: Logistic, suggestion: 12_000.0 }),
            (Linear, Anchors { start: -1.0, ..EXAMPLE }, Negative),
            (Linear, Anchors { target: f64::NAN, ..EXAMPLE }, NotFinite),
        ];
        for (growth, anchors, error) in cases {
            let found = Curve::new(growth, anchors).unwrap_err();
            assert_eq!(found, error);
            assert!(!found.to_string().is_empty());
        }
        assert!(Curve::new(Linear, Anchors { start: 0.0, ..EXAMPLE }).is_ok());
        assert!(Curve::new(Linear, Anchors { ceiling: 1.0, ..EXAMPLE }).is_ok(), "linear growth has no ceiling");
    }

    /// Stores × years over five years for several ceilings, computed independently with scipy.
    #[test]
    fn ceilings_matter_as_much_as_shapes() {
        let store_years =
            |growth, ceiling| Curve::new(growth, Anchors { ceiling, ..EXAMPLE }).unwrap().average_stores(0.0, 5.0) * 5.0;
        for (factor, golden) in
            [(1.001, 30_014.0), (1.01, 25_250.0), (1.05, 20_855.0), (1.2, 16_749.0), (2.0, 13_000.0), (10.0, 11_080.0)]
        {
            let found = store_years(Growth::Logistic, factor * 10_000.0);
            assert!((found - golden).abs() < 0.6, "{factor}: {found}");
        }
        assert!((store_years(Growth::Gompertz, 12_000.0) - 23_824.0).abs() < 0.6);
    }

    /// Bass's model needs a q of 0.998 to reach 10,000 of 12,000 in five years.
    #[test]
    fn bass_says_what_it_needs() {
        let curve = Curve::new(Growth::Bass, EXAMPLE).unwrap();
        assert!((curve.rate() - 0.998).abs() < 5e-4, "{}", curve.rate());
        close(curve.stores(5.0), 10_000.0);
        assert!(curve.plausibility().contains("typical is 0.3 to 0.5"));
        assert_eq!(Curve::new(Growth::Bass, Anchors { target: 50.0, ..EXAMPLE }).unwrap_err(), GrowthError::OnlyUp);
    }

    #[test]
    fn a_step_plan_goes_from_point_to_point() {
        let plan = [(1.0, 500.0), (3.0, 4_500.0)];
        let curve = Curve::with_plan(Growth::Steps, EXAMPLE, &plan).unwrap();
        assert_eq!([0.5, 1.0, 2.0, 3.0, 9.0].map(|elapsed| curve.stores(elapsed)), [300.0, 500.0, 2_500.0, 4_500.0, 4_500.0]);
        close(curve.average_stores(0.0, 4.0) * 4.0, 300.0 + 5_000.0 + 4_500.0);
        assert_eq!(Curve::new(Growth::Steps, EXAMPLE).unwrap_err(), GrowthError::NoPlan);
    }

    /// Computed independently with scipy: when the exponential plan reaches 10,000 stores with a cap, and what ramping up costs.
    #[test]
    fn caps_delay_and_maturity_costs() {
        let curves = || Curves::new(Growth::Exponential, &[100.0], &[10_000.0], &[12_000.0], 5.0, &[]);
        for (cap, golden) in [(1_000.0, 11.5), (1_500.0, 8.6), (2_500.0, 6.5), (4_000.0, 5.5)] {
            let mut stepped = Stepped::new(curves(), Some(vec![cap]), None);
            let (mut elapsed, mut area, mut level) = (0.0, [0.0], [0.0]);
            while level[0] < 10_000.0 {
                elapsed += 0.01;
                stepped.advance(elapsed, &mut area, &mut level);
            }
            assert!((elapsed - golden).abs() < 0.06, "{cap}: {elapsed}");
            assert!(stepped.binding.is_some_and(|binding| binding > 1.0 && binding < elapsed));
        }
        let store_years = |maturity: Option<f64>| {
            let mut stepped = Stepped::new(curves(), None, maturity.map(|years| vec![years]));
            let (mut area, mut level) = ([0.0], [0.0]);
            stepped.advance(5.0, &mut area, &mut level);
            area[0]
        };
        let whole = store_years(None);
        for (maturity, golden) in [(0.5, 0.32), (1.0, 0.48), (2.0, 0.65)] {
            // The golden numbers treat the stores of the start as new; here they count fully from the beginning.
            let start: f64 = 100.0 * maturity * (1.0 - (-5.0_f64 / maturity).exp());
            let lost = 1.0 - (store_years(Some(maturity)) - start) / whole;
            assert!((lost - golden).abs() < 0.006, "{maturity}: {lost}");
        }
    }

    /// Before its start a level is constant, capped or not.
    #[test]
    fn nothing_happens_before_the_start() {
        let curves = Curves::new(Growth::Linear, &[100.0], &[10_000.0], &[12_000.0], 5.0, &[]);
        let mut stepped = Stepped::new(curves, Some(vec![1_000.0]), None);
        let (mut area, mut level) = ([0.0], [0.0]);
        stepped.advance(-2.0, &mut area, &mut level);
        stepped.advance(-1.0, &mut area, &mut level);
        assert_eq!((area[0].round(), level[0]), (100.0, 100.0));
        stepped.advance(1.0, &mut area, &mut level);
        assert!((level[0] - 1_100.0).abs() < 1e-6, "{}", level[0]);
    }

    #[test]
    fn a_linear_decline_stops_at_nothing() {
        let curve = Curve::new(Growth::Linear, Anchors { start: 100.0, target: 0.0, years: 1.0, ceiling: 200.0 }).unwrap();
        assert_eq!(curve.stores(3.0), 0.0);
        close(curve.average_stores(0.0, 3.0) * 3.0, 50.0);
    }
}
