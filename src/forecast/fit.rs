//! Fits shapes of growth to actuals: only if there are five or more, and always with the residuals.
//!
//! Least squares: on the levels for linear growth, on their logarithms for exponential growth. For the logistic and the Gompertz
//! curve the ceiling is searched for (a grid, then golden section), and for each ceiling `logit(N/K)` or `ln ln(K/N)` is a
//! line. Data from before a curve's turning point do not determine its ceiling (Satoh and Matsumura 2018): a search that ends at
//! its upper edge returns no ceiling.

use crate::notebook::Growth;

/// Minimum number of actuals for a fit.
pub const LEAST: usize = 5;

/// A fitted shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The shape.
    pub growth: Growth,
    /// Growth per year: in stores for linear growth, otherwise a rate.
    pub rate: f64,
    /// The ceiling; `None` for shapes without one, or if the data do not determine it.
    pub ceiling: Option<f64>,
    /// The root mean square of the logarithms' residuals: 0.1 is about 10 %.
    pub error: f64,
    /// Decimal year, actual and fitted value of each point, in order of time.
    pub points: Vec<(f64, f64, f64)>,
}

/// Why a shape was not fitted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    /// There are too few actuals.
    #[error("{0} of the {LEAST} actuals that a fit needs: the curve stays anchored at its start and target")]
    TooFew(usize),
    /// An actual is not above 0, so it has no logarithm.
    #[error("an actual is not above 0: only a straight line could be fitted")]
    NotPositive,
    /// All actuals are of the same day.
    #[error("all actuals are from the same day")]
    NoTime,
    /// Step plans and Bass's model are not fitted.
    #[error("{} is not fitted to actuals", .0.label())]
    NotFitted(Growth),
}

/// The largest ceiling that is tried, in multiples of the largest actual.
const HIGHEST: f64 = 100.0;

/// Fits a shape to actuals: decimal years and levels, in any order.
pub fn fit(growth: Growth, actuals: &[(f64, f64)]) -> Result<Fit, FitError> {
    if actuals.len() < LEAST {
        return Err(FitError::TooFew(actuals.len()));
    }
    if growth != Growth::Linear && actuals.iter().any(|point| point.1 <= 0.0) {
        return Err(FitError::NotPositive);
    }
    let largest = actuals.iter().map(|point| point.1).fold(0.0, f64::max);
    match growth {
        Growth::Linear => {
            let (level, rate) = line(actuals.iter().copied()).ok_or(FitError::NoTime)?;
            Ok(made(growth, actuals, rate, None, |time| level + rate * time))
        }
        Growth::Exponential => {
            let (level, rate) = line(actuals.iter().map(|&(time, value)| (time, libm::log(value)))).ok_or(FitError::NoTime)?;
            Ok(made(growth, actuals, rate, None, |time| libm::exp(level + rate * time)))
        }
        Growth::Logistic | Growth::Gompertz => {
            let tried = |log_ceiling: f64| with_ceiling(growth, actuals, libm::exp(log_ceiling));
            let (low, high) = (libm::log(largest * 1.000_1), libm::log(largest * HIGHEST));
            let best = search(low, high, |at| tried(at).map_or(f64::INFINITY, |fit| fit.error));
            let mut found = tried(best).ok_or(FitError::NoTime)?;
            if best > high - (high - low) * 0.02 {
                found.ceiling = None;
            }
            Ok(found)
        }
        Growth::Bass | Growth::Steps => Err(FitError::NotFitted(growth)),
    }
}

fn with_ceiling(growth: Growth, actuals: &[(f64, f64)], ceiling: f64) -> Option<Fit> {
    let is_logistic = growth == Growth::Logistic;
    let straight = |value: f64| match is_logistic {
        true => libm::log(value / (ceiling - value)),
        false => libm::log(libm::log(ceiling / value)),
    };
    let (level, slope) = line(actuals.iter().map(|&(time, value)| (time, straight(value))))?;
    let at = |time: f64| match is_logistic {
        true => ceiling / (1.0 + libm::exp(-(level + slope * time))),
        false => ceiling * libm::exp(-libm::exp(level + slope * time)),
    };
    Some(made(growth, actuals, if is_logistic { slope } else { -slope }, Some(ceiling), at))
}

fn made(growth: Growth, actuals: &[(f64, f64)], rate: f64, ceiling: Option<f64>, at: impl Fn(f64) -> f64) -> Fit {
    let mut points: Vec<(f64, f64, f64)> = actuals.iter().map(|&(time, value)| (time, value, at(time))).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let squares = points.iter().map(|&(_, actual, fitted)| libm::log(actual / fitted.max(f64::MIN_POSITIVE)));
    let error = libm::sqrt(squares.map(|residual| residual * residual).sum::<f64>() / points.len() as f64);
    Fit { growth, rate, ceiling, error, points }
}

/// Level at time 0 and slope of the least-squares line; `None` if all times are equal.
fn line(points: impl Iterator<Item = (f64, f64)> + Clone) -> Option<(f64, f64)> {
    let count = points.clone().count() as f64;
    let (time, value) = points.clone().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    let (time, value) = (time / count, value / count);
    let (mut across, mut along) = (0.0, 0.0);
    for (t, v) in points {
        across += (t - time) * (v - value);
        along += (t - time) * (t - time);
    }
    (along > 0.0).then(|| (value - across / along * time, across / along))
}

/// Finds where a function is smallest: the best of a grid, then golden section around it.
fn search(low: f64, high: f64, of: impl Fn(f64) -> f64) -> f64 {
    const GRID: usize = 120;
    const GOLDEN: f64 = 0.618_033_988_749_895;
    let step = (high - low) / GRID as f64;
    let best = (0..=GRID).map(|number| low + step * number as f64).min_by(|&a, &b| of(a).total_cmp(&of(b))).unwrap_or(low);
    let (mut low, mut high) = ((best - step).max(low), (best + step).min(high));
    for _ in 0..60 {
        let (a, b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if of(a) < of(b) { high = b } else { low = a }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::growth::{Anchors, Curve};

    fn actuals(growth: Growth, until: f64) -> Vec<(f64, f64)> {
        let anchors = Anchors { start: 100.0, target: 10_000.0, years: 5.0, ceiling: 12_000.0 };
        let curve = Curve::new(growth, anchors).unwrap();
        (0..8).map(|number| f64::from(number) * until / 7.0).map(|time| (2020.0 + time, curve.stores(time))).collect()
    }

    #[test]
    fn what_made_the_actuals_is_found_again() {
        let exponential = fit(Growth::Exponential, &actuals(Growth::Exponential, 5.0)).unwrap();
        assert!((exponential.rate.exp() - 2.511_886_431_5).abs() < 1e-8 && exponential.error < 1e-9);
        let logistic = fit(Growth::Logistic, &actuals(Growth::Logistic, 5.0)).unwrap();
        assert!((logistic.rate - 1.277_712_281_1).abs() < 1e-4, "{}", logistic.rate);
        assert!((logistic.ceiling.unwrap() - 12_000.0).abs() < 5.0);
        let gompertz = fit(Growth::Gompertz, &actuals(Growth::Gompertz, 5.0)).unwrap();
        assert!((gompertz.rate - 0.653_597_997).abs() < 1e-4 && gompertz.error < 1e-4);
        let line = fit(Growth::Linear, &actuals(Growth::Linear, 5.0)).unwrap();
        assert!((line.rate - 1_980.0).abs() < 1e-6);
    }

    /// Data that only grow exponentially do not determine a ceiling, and too few determine nothing.
    #[test]
    fn what_cannot_be_told_is_not_told() {
        let unbent = fit(Growth::Logistic, &actuals(Growth::Exponential, 3.0)).unwrap();
        assert_eq!(unbent.ceiling, None);
        assert_eq!(fit(Growth::Linear, &actuals(Growth::Linear, 5.0)[..4]), Err(FitError::TooFew(4)));
        assert_eq!(fit(Growth::Exponential, &[(2020.0, 0.0); 6]), Err(FitError::NotPositive));
        // A straight line needs no logarithms.
        let from_nothing: Vec<(f64, f64)> = (0..6).map(|year| (2020.0 + f64::from(year), f64::from(year) * 40.0)).collect();
        assert!((fit(Growth::Linear, &from_nothing).unwrap().rate - 40.0).abs() < 1e-6);
        assert_eq!(fit(Growth::Exponential, &[(2020.0, 1.0); 6]), Err(FitError::NoTime));
        assert_eq!(fit(Growth::Bass, &actuals(Growth::Linear, 5.0)), Err(FitError::NotFitted(Growth::Bass)));
    }
}
