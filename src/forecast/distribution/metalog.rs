//! The three-term metalog through a symmetric triplet of percentiles.

/// `M(y) = a₁ + a₂·logit y + a₃·(y − ½)·logit y`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Metalog {
    pub(super) a: [f64; 3],
}

/// No density fits the three numbers: the quantile function would fall somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Infeasible;

/// `M′ > 0` everywhere if and only if `|a₃| < 1.66711·a₂`: the derivative times `y(1−y)` is `a₂ + a₃·g(y)` with
/// `g(y) = y − ½ + y(1−y)·logit y`, whose extremes are ±0.59984 at `y ≈ 0.0832` and `0.9168`.
const STEEPEST: f64 = 1.667_11;

impl Metalog {
    /// The metalog through the `alpha`, the ½ and the `1 − alpha` quantile.
    pub(super) fn through(low: f64, median: f64, high: f64, alpha: f64) -> Result<Self, Infeasible> {
        let logit = libm::log(1.0 / alpha - 1.0);
        let part = (median - low) / (high - low);
        let a2 = (high - low) / (2.0 * logit);
        let a3 = (1.0 - 2.0 * part) * (high - low) / ((1.0 - 2.0 * alpha) * logit);
        if a2 > 0.0 && a3.abs() < STEEPEST * a2 { Ok(Self { a: [median, a2, a3] }) } else { Err(Infeasible) }
    }

    /// The quantile at probability `y`, whose logit is given too.
    pub(super) fn at(&self, y: f64, logit: f64) -> f64 {
        let [a1, a2, a3] = self.a;
        a1 + (a2 + a3 * (y - 0.5)) * logit
    }
}
