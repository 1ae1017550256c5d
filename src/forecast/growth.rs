//! Closed forms of growth between a start and a target.
//!
//! With `N0` at time 0, `N1` at time `T` (years), ceiling `K` and elapsed time `τ`:
//!
//! | shape | stores at τ | stores × years from 0 to τ |
//! |---|---|---|
//! | linear | `N0 + (N1−N0)·τ/T` | `N0·τ + (N1−N0)·τ²/(2T)` |
//! | exponential | `N0·(N1/N0)^(τ/T)` | `(N(τ)−N0)·T/ln(N1/N0)` |
//! | logistic | `K/(1+A·e^(−rτ))`, `A=(K−N0)/N0`, `r=[logit(N1/K)−logit(N0/K)]/T` | `Kτ + (K/r)·ln[(1+A·e^(−rτ))/(1+A)]` |
//!
//! Linear and compound growth are textbook; the logistic curve is Verhulst's (1838), anchored at two points instead of
//! fitted, because with fewer than five actuals a ceiling cannot be estimated (Satoh & Matsumura 2018).

use crate::notebook::Growth;

/// Two anchors and a ceiling.
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
    /// Growth rates need something to grow.
    #[error("{} growth needs a start above 0: use linear, or a launch size such as 1", .0.label())]
    StartIsZero(Growth),
    /// A decline to nothing has no rate either.
    #[error("{} growth never reaches 0: use linear, or a target of at least 1", .0.label())]
    TargetIsZero(Growth),
    /// `t1 = t0`.
    #[error("the target date is the start date: choose a later one")]
    NoTime,
    /// `t1 < t0`.
    #[error("the target date lies before the start date: swap the two or choose a later one")]
    TimeRunsBackwards,
    /// `K ≤ max(N0, N1)`.
    #[error("logistic growth needs a ceiling above start and target: try {suggestion:.0}")]
    CeilingTooLow {
        /// 1.2 × the larger of start and target.
        suggestion: f64,
    },
    /// A negative count.
    #[error("a number of stores cannot be negative")]
    Negative,
    /// The base values are fine, the low or the high ones are not.
    #[error("{error} (this is so for the {name} values)")]
    Corner {
        /// `low` or `high`.
        name: &'static str,
        /// What is wrong with them.
        error: Box<GrowthError>,
    },
    /// NaN or infinite.
    #[error("start, target and ceiling must be ordinary numbers")]
    NotFinite,
}

/// A shape that is known to pass through its anchors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    anchors: Anchors,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Linear,
    /// `ln(N1/N0)/T`.
    Exponential {
        rate: f64,
    },
    /// `A` and `r` as above.
    Logistic {
        a: f64,
        rate: f64,
    },
    /// `N1 = N0`: every shape is flat.
    Flat,
}

/// Rates below this are drawn as flat: the closed integrals would be 0/0.
const FLAT_RATE: f64 = 1e-9;

impl Curve {
    /// The shape through the anchors, or why there is none.
    pub fn new(growth: Growth, anchors: Anchors) -> Result<Self, GrowthError> {
        let Anchors { start, target, years, ceiling } = anchors;
        if ![start, target, years, ceiling].into_iter().all(f64::is_finite) {
            return Err(GrowthError::NotFinite);
        }
        if start < 0.0 || target < 0.0 {
            return Err(GrowthError::Negative);
        }
        if years < 0.0 {
            return Err(GrowthError::TimeRunsBackwards);
        }
        if years == 0.0 {
            return Err(GrowthError::NoTime);
        }
        let form = match growth {
            Growth::Linear => Form::Linear,
            Growth::Exponential | Growth::Logistic if start == 0.0 => return Err(GrowthError::StartIsZero(growth)),
            Growth::Exponential | Growth::Logistic if target == 0.0 => return Err(GrowthError::TargetIsZero(growth)),
            Growth::Logistic if ceiling <= start.max(target) => {
                return Err(GrowthError::CeilingTooLow { suggestion: suggested_ceiling(start, target) });
            }
            Growth::Exponential => Form::Exponential { rate: (target / start).ln() / years },
            Growth::Logistic => {
                let logit = |stores: f64| (stores / (ceiling - stores)).ln();
                Form::Logistic { a: (ceiling - start) / start, rate: (logit(target) - logit(start)) / years }
            }
        };
        let is_flat = match form {
            Form::Linear | Form::Flat => false,
            Form::Exponential { rate } | Form::Logistic { rate, .. } => rate.abs() < FLAT_RATE,
        };
        Ok(Self { anchors, form: if is_flat { Form::Flat } else { form } })
    }

    /// Stores after `elapsed` years from the start. Past the target the shape goes on.
    pub fn stores(&self, elapsed: f64) -> f64 {
        let Anchors { start, target, years, ceiling } = self.anchors;
        match self.form {
            Form::Flat => start,
            // Closures cannot go on below nothing.
            Form::Linear => (start + (target - start) * elapsed / years).max(0.0),
            Form::Exponential { rate } => start * (rate * elapsed).exp(),
            Form::Logistic { a, rate } => ceiling / (1.0 + a * (-rate * elapsed).exp()),
        }
    }

    /// Stores × years from the start to `elapsed`.
    fn store_years(&self, elapsed: f64) -> f64 {
        let Anchors { start, target, years, ceiling } = self.anchors;
        match self.form {
            Form::Flat => start * elapsed,
            Form::Linear => {
                let slope = (target - start) / years;
                // After the day on which the last store closes nothing is added.
                let until = if slope < 0.0 { elapsed.min(-start / slope) } else { elapsed };
                start * until + slope * until * until / 2.0
            }
            Form::Exponential { rate } => start * (rate * elapsed).exp_m1() / rate,
            Form::Logistic { a, rate } => {
                ceiling * elapsed + ceiling / rate * ((a * (-rate * elapsed).exp()).ln_1p() - a.ln_1p())
            }
        }
    }

    /// The average number of stores between two elapsed times: what sells over a period is the average stock, not the
    /// stock at its end.
    pub fn average_stores(&self, from: f64, to: f64) -> f64 {
        if to <= from { self.stores(from) } else { (self.store_years(to) - self.store_years(from)) / (to - from) }
    }

    /// One plain sentence on what the shape asks for: how far it can be believed.
    pub fn plausibility(&self) -> String {
        let Anchors { start, target, years, ceiling } = self.anchors;
        let per_day = |per_year: f64| per_year / 365.25;
        match self.form {
            Form::Flat => "No change.".to_owned(),
            Form::Linear if target >= start => {
                format!("{:.1} openings a day, every day.", per_day((target - start) / years))
            }
            Form::Linear => format!("A decline: {:.1} closures a day.", per_day((start - target) / years)),
            Form::Exponential { rate } if rate > 0.0 => format!(
                "{:+.0} % a year, doubling every {:.1} years; {:.1} openings a day in the last year.",
                rate.exp_m1() * 100.0,
                std::f64::consts::LN_2 / rate,
                per_day(self.stores(years) - self.stores((years - 1.0).max(0.0))),
            ),
            Form::Exponential { rate } => format!("A decline of {:.0} % a year.", -rate.exp_m1() * 100.0),
            Form::Logistic { rate, .. } if rate > 0.0 => {
                format!("Fastest at half the ceiling: up to {:.1} openings a day.", per_day(rate * ceiling / 4.0))
            }
            Form::Logistic { .. } => "A decline, slow at first.".to_owned(),
        }
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

    /// Golden numbers: computed independently with scipy (facts/scenarios.md §9 and §2.1).
    #[test]
    fn golden_numbers() {
        let exponential = Curve::new(Growth::Exponential, EXAMPLE).unwrap();
        close(exponential.stores(1.0) / 100.0 - 1.0, 1.511_886_431_5);
        close(exponential.store_years(5.0), 10_748.788_427);
        let logistic = Curve::new(Growth::Logistic, EXAMPLE).unwrap();
        let Form::Logistic { rate, .. } = logistic.form else { panic!("not logistic") };
        close(rate, 1.277_712_281_1);
        close(logistic.stores(2.5), 2_041.328_614);
        close(logistic.store_years(5.0), 16_749.228_25);
        let linear = Curve::new(Growth::Linear, EXAMPLE).unwrap();
        close(linear.store_years(5.0), 25_250.0);
        close(linear.average_stores(4.0, 5.0), 9_010.0);
        let year_ends: Vec<f64> = (0..=5).map(|year| logistic.stores(f64::from(year)).round()).collect();
        assert_eq!(year_ends, [100.0, 351.0, 1172.0, 3356.0, 6986.0, 10_000.0]);
    }

    #[test]
    fn each_shape_passes_through_its_anchors() {
        for &growth in Growth::ALL {
            for (start, target) in [(100.0, 10_000.0), (10_000.0, 100.0), (500.0, 500.0), (1.0, 11_999.0)] {
                let curve = Curve::new(growth, Anchors { start, target, ..EXAMPLE }).unwrap();
                close(curve.stores(0.0), start);
                close(curve.stores(5.0), target);
            }
        }
    }

    /// The closed integrals against Simpson's rule.
    #[test]
    fn averages_are_integrals() {
        for &growth in Growth::ALL {
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

    /// The table of edge cases in facts/scenarios.md §2.5.
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
            (Logistic, Anchors { ceiling: 10_000.0, ..EXAMPLE }, CeilingTooLow { suggestion: 12_000.0 }),
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

    #[test]
    fn a_linear_decline_stops_at_nothing() {
        let curve = Curve::new(Growth::Linear, Anchors { start: 100.0, target: 0.0, years: 1.0, ceiling: 200.0 }).unwrap();
        assert_eq!(curve.stores(3.0), 0.0);
        close(curve.store_years(3.0), 50.0);
    }
}
