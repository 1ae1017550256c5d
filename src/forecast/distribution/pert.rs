//! The PERT distribution: a beta between two hard limits with a given mode.
//!
//! Its quantiles invert the regularised incomplete beta function, computed by Lentz's continued fraction (DLMF 8.17.22). For
//! columns of draws the function is tabulated once and inverted between the knots with a cubic whose slopes are the density.

/// A PERT distribution between `low` and `high`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pert {
    low: f64,
    high: f64,
    alpha: f64,
    beta: f64,
    /// `ln Γ(α+β) − ln Γ(α) − ln Γ(β)`.
    log_scale: f64,
    /// The distribution function and the density at equal steps from 0 to 1.
    knots: Vec<(f64, f64)>,
}

const CELLS: usize = 512;

impl Pert {
    pub(super) fn new(low: f64, mode: f64, high: f64) -> Self {
        let alpha = 1.0 + 4.0 * (mode - low) / (high - low);
        let beta = 1.0 + 4.0 * (high - mode) / (high - low);
        let log_scale = libm::lgamma(alpha + beta) - libm::lgamma(alpha) - libm::lgamma(beta);
        let mut pert = Self { low, high, alpha, beta, log_scale, knots: Vec::new() };
        pert.knots = (0..=CELLS)
            .map(|cell| {
                let x = cell as f64 / CELLS as f64;
                (pert.probability(x), pert.density(x))
            })
            .collect();
        pert
    }

    pub(super) fn moments(&self) -> (f64, f64) {
        let sum = self.alpha + self.beta;
        let width = self.high - self.low;
        let mean = self.low + width * self.alpha / sum;
        (mean, width * libm::sqrt(self.alpha * self.beta / (sum * sum * (sum + 1.0))))
    }

    /// The quantile to 14 digits.
    pub(super) fn quantile(&self, probability: f64) -> f64 {
        let (mut low, mut high) = (0.0, 1.0);
        let mut x = self.between_knots(probability);
        for _ in 0..60 {
            let error = self.probability(x) - probability;
            if error > 0.0 {
                high = x
            } else {
                low = x
            }
            let newton = x - error / self.density(x);
            // Newton's step if it stays in the bracket, otherwise the middle of the bracket.
            let next = if newton > low && newton < high { newton } else { (low + high) / 2.0 };
            if (next - x).abs() < 1e-16 || high - low < 1e-16 {
                break;
            }
            x = next;
        }
        self.low + (self.high - self.low) * x
    }

    /// The quantile to about 8 digits, many times faster.
    pub(super) fn fast_quantile(&self, probability: f64) -> f64 {
        self.low + (self.high - self.low) * self.between_knots(probability)
    }

    fn between_knots(&self, probability: f64) -> f64 {
        let cell = self.knots.partition_point(|knot| knot.0 <= probability).clamp(1, CELLS) - 1;
        let ((p0, d0), (p1, d1)) = (self.knots[cell], self.knots[cell + 1]);
        let width = 1.0 / CELLS as f64;
        let rise = p1 - p0;
        let wanted = probability - p0;
        // Hermite's cubic for the distribution function over the cell, inverted by Newton.
        let (m0, m1) = (d0 * width, d1 * width);
        let (quadratic, cubic) = (3.0 * rise - 2.0 * m0 - m1, m0 + m1 - 2.0 * rise);
        let mut t = if rise > 0.0 { (wanted / rise).clamp(0.0, 1.0) } else { 0.5 };
        for _ in 0..4 {
            let slope = m0 + t * (2.0 * quadratic + t * 3.0 * cubic);
            if slope <= 0.0 {
                break;
            }
            t = (t - (t * (m0 + t * (quadratic + t * cubic)) - wanted) / slope).clamp(0.0, 1.0);
        }
        (cell as f64 + t) * width
    }

    fn density(&self, x: f64) -> f64 {
        let power = |base: f64, exponent: f64| if exponent == 0.0 { 1.0 } else { libm::pow(base, exponent) };
        power(x, self.alpha - 1.0) * power(1.0 - x, self.beta - 1.0) * libm::exp(self.log_scale)
    }

    /// The regularised incomplete beta function.
    fn probability(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        if x >= 1.0 {
            return 1.0;
        }
        let front = libm::exp(self.log_scale + self.alpha * libm::log(x) + self.beta * libm::log1p(-x));
        // The fraction converges fast on the near side of the mean.
        if x < (self.alpha + 1.0) / (self.alpha + self.beta + 2.0) {
            front * fraction(self.alpha, self.beta, x) / self.alpha
        } else {
            1.0 - front * fraction(self.beta, self.alpha, 1.0 - x) / self.beta
        }
    }
}

/// Lentz's evaluation of the continued fraction of the incomplete beta function.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..300 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        for term in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            result *= c * d;
        }
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    result
}
