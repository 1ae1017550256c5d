//! A distribution that goes through three numbers whatever they are: each half is a normal curve of its own width.
//!
//! The quantile at a probability is read off a line through the three points in normal scores, bent at the median: below it
//! `b + (b − l)/z₁₋ₐ · z`, above it `b + (h − b)/z₁₋ₐ · z`. That is monotone for any `l ≤ b ≤ h`, and exact at all three. It is
//! the split normal by quantiles (Wallis, “The Two-Piece Normal, Binormal, or Double Gaussian Distribution”, Statistical Science
//! 29, 2014, gives the history of its relatives), in the space in which the values are symmetric: as they are, as logarithms, or as logits.

use crate::forecast::normal::{logistic, logit, normal_quantile};

/// The space in which the two halves are normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// The values themselves.
    Plain,
    /// Their logarithms: nothing is at or below 0.
    Log,
    /// Their logits: everything is between 0 and 1.
    Logit,
}

/// The distribution.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TwoPiece {
    space: Space,
    /// The median, in the space.
    base: f64,
    /// What a unit of the normal score adds below and above the median.
    widths: (f64, f64),
    /// Values beyond these are not possible, and are drawn as these.
    edges: (f64, f64),
}

impl TwoPiece {
    /// Makes it so that `low` and `high` are reached with the probability `alpha` on each side. `edges` are the lowest and the
    /// highest possible value.
    pub(super) fn through(low: f64, base: f64, high: f64, alpha: f64, edges: (f64, f64)) -> Self {
        let space = match edges {
            (0.0, 1.0) if low > 0.0 && high < 1.0 => Space::Logit,
            (0.0, top) if low > 0.0 && top.is_infinite() => Space::Log,
            _ => Space::Plain,
        };
        let into = |value: f64| match space {
            Space::Plain => value,
            Space::Log => libm::log(value),
            Space::Logit => logit(value),
        };
        let (low, base, high) = (into(low), into(base), into(high));
        let far = normal_quantile(1.0 - alpha);
        Self { space, base, widths: ((base - low) / far, (high - base) / far), edges }
    }

    /// The value at a normal score.
    pub(super) fn at(&self, z: f64) -> f64 {
        let value = self.base + z * if z < 0.0 { self.widths.0 } else { self.widths.1 };
        let value = match self.space {
            Space::Plain => value,
            Space::Log => libm::exp(value),
            Space::Logit => logistic(value),
        };
        value.clamp(self.edges.0, self.edges.1)
    }
}
