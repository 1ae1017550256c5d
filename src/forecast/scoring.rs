//! Scores forecasts against what happened, from their stored quantiles.
//!
//! * Pinball loss of quantile `q` at level `τ` for actual `y`: `(y − q)·τ` above it, `(q − y)·(1 − τ)` below (Koenker and
//!   Bassett, Econometrica 46, 1978).
//! * Interval score at level `α`: width plus `2/α` times the distance outside; weighted interval score: the median's absolute
//!   error and the interval scores with weights `½` and `α/2`, over `K + ½` (Bracher et al., PLoS Computational Biology 17,
//!   2021).
//! * Brier score of a probability `p` for what did or did not happen: `(p − 1)²` or `p²` (Brier, Monthly Weather Review 78,
//!   1950).

/// Fewer outcomes than this are too few to judge by; the Bank of England (2005) said so of six years of its fan charts.
pub const ENOUGH: usize = 8;

/// The pinball loss of one quantile.
///
/// ```
/// use claimbook::forecast::scoring::pinball;
///
/// // A median of 100, where 120 came.
/// assert_eq!(pinball(0.5, 100.0, 120.0), 10.0);
/// ```
pub fn pinball(level: f64, quantile: f64, actual: f64) -> f64 {
    if actual >= quantile { (actual - quantile) * level } else { (quantile - actual) * (1.0 - level) }
}

/// The weighted interval score of quantiles at ascending levels; `None` unless the levels are symmetric about the median and
/// include it.
pub fn weighted_interval_score(levels: &[f64], quantiles: &[f64], actual: f64) -> Option<f64> {
    let count = levels.len();
    if count.is_multiple_of(2) || quantiles.len() != count {
        return None;
    }
    let intervals = count / 2;
    if (levels[intervals] - 0.5).abs() > 1e-9 {
        return None;
    }
    let mut sum = 0.5 * (actual - quantiles[intervals]).abs();
    for index in 0..intervals {
        let (low, high) = (quantiles[index], quantiles[count - 1 - index]);
        let alpha = 2.0 * levels[index];
        if (levels[index] + levels[count - 1 - index] - 1.0).abs() > 1e-9 {
            return None;
        }
        let outside = (low - actual).max(0.0) + (actual - high).max(0.0);
        sum += alpha / 2.0 * ((high - low) + 2.0 / alpha * outside);
    }
    Some(sum / (intervals as f64 + 0.5))
}

/// Whether an actual lies between the quantiles at two levels; `None` if one of the levels is missing.
pub fn covers(levels: &[f64], quantiles: &[f64], (low, high): (f64, f64), actual: f64) -> Option<bool> {
    let at = |wanted: f64| levels.iter().position(|level| (level - wanted).abs() < 1e-9).and_then(|index| quantiles.get(index));
    Some((*at(low)?..=*at(high)?).contains(&actual))
}

/// The probability of `value` or more, read from quantiles: linear between them, constant beyond the outermost levels.
pub fn probability_of_at_least(levels: &[f64], quantiles: &[f64], value: f64) -> Option<f64> {
    let (first, last) = (*quantiles.first()?, *quantiles.last()?);
    if value <= first {
        return Some(1.0 - levels.first()?);
    }
    if value > last {
        return Some(1.0 - levels.last()?);
    }
    let above = quantiles.iter().position(|quantile| *quantile >= value)?;
    let (low, high) = (quantiles[above - 1], quantiles[above]);
    let part = if high > low { (value - low) / (high - low) } else { 1.0 };
    Some(1.0 - (levels[above - 1] + part * (levels[above] - levels[above - 1])))
}

/// The Brier score of one probability.
///
/// ```
/// use claimbook::forecast::scoring::brier;
///
/// // Sure of what then happened, and of what did not.
/// assert_eq!((brier(1.0, true), brier(1.0, false)), (0.0, 1.0));
/// ```
pub fn brier(probability: f64, happened: bool) -> f64 {
    let outcome = f64::from(u8::from(happened));
    (probability - outcome) * (probability - outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed independently from the definition of the score.
    #[test]
    fn golden_numbers() {
        let (levels, quantiles, actual) = ([0.1, 0.5, 0.9], [80.0, 100.0, 150.0], 160.0);
        let doubled: Vec<f64> = levels
            .iter()
            .zip(quantiles)
            .map(|(level, quantile)| (2.0 * pinball(*level, quantile, actual) * 1e9).round() / 1e9)
            .collect();
        assert_eq!(doubled, [16.0, 60.0, 18.0]);
        assert!((weighted_interval_score(&levels, &quantiles, actual).unwrap() - 31.333_333_3).abs() < 5e-8);
        assert_eq!(covers(&levels, &quantiles, (0.1, 0.9), actual), Some(false));
        assert_eq!(covers(&levels, &quantiles, (0.05, 0.95), actual), None);
    }

    /// The weighted interval score is the mean of doubled pinball losses.
    #[test]
    fn both_scores_agree() {
        let (levels, quantiles) = ([0.05, 0.2, 0.5, 0.8, 0.95], [1.0, 4.0, 6.0, 9.0, 30.0]);
        for actual in [0.0, 3.0, 6.0, 12.0, 99.0] {
            let mean: f64 =
                levels.iter().zip(quantiles).map(|(level, quantile)| 2.0 * pinball(*level, quantile, actual)).sum::<f64>() / 5.0;
            assert!((weighted_interval_score(&levels, &quantiles, actual).unwrap() - mean).abs() < 1e-12);
        }
        assert_eq!(weighted_interval_score(&[0.1, 0.5], &[1.0, 2.0], 1.0), None);
        assert_eq!(weighted_interval_score(&[0.1, 0.5, 0.8], &[1.0, 2.0, 3.0], 1.0), None);
    }

    #[test]
    fn chances_from_quantiles() {
        let (levels, quantiles) = ([0.1, 0.5, 0.9], [80.0, 100.0, 150.0]);
        let at = |value| probability_of_at_least(&levels, &quantiles, value).unwrap();
        assert!((at(100.0) - 0.5).abs() < 1e-12 && (at(125.0) - 0.3).abs() < 1e-12);
        assert!((at(1.0) - 0.9).abs() < 1e-12 && (at(999.0) - 0.1).abs() < 1e-12);
        assert!((brier(0.8, true) - 0.04).abs() < 1e-12 && (brier(0.8, false) - 0.64).abs() < 1e-12);
    }
}
