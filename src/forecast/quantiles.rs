//! Quantiles of draws: type 7 of Hyndman and Fan (The American Statistician 50, 1996), the default of R and NumPy.

/// The quantile of sorted values at a probability between 0 and 1; `NaN` if there are no values.
///
/// ```
/// use claimbook::forecast::quantiles::type7;
///
/// // R: quantile(1:10, c(.1, .5)) is 1.9, 5.5.
/// let ten: Vec<f64> = (1..=10).map(f64::from).collect();
/// assert_eq!((type7(&ten, 0.1), type7(&ten, 0.5)), (1.9, 5.5));
/// ```
pub fn type7(sorted: &[f64], probability: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let position = probability.clamp(0.0, 1.0) * last as f64;
    let below = position as usize;
    let above = (below + 1).min(last);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

/// Writes quantiles of values in any order, at ascending probabilities, to `out`. Reorders the values.
///
/// The values at the needed indices are found by selection, the middle one first, so that each of the others is searched for in
/// one part only; the values are never sorted as a whole.
pub fn quantiles(values: &mut [f64], probabilities: &[f64], out: &mut Vec<f64>) {
    out.clear();
    let Some(last) = values.len().checked_sub(1) else {
        out.resize(probabilities.len(), f64::NAN);
        return;
    };
    let position = |probability: &f64| probability.clamp(0.0, 1.0) * last as f64;
    let mut positions: Vec<usize> = probabilities.iter().map(|probability| position(probability) as usize).collect();
    positions.dedup();
    select(values, &positions, 0);
    out.extend(probabilities.iter().map(|probability| {
        let at = position(probability);
        let below = at as usize;
        let lower = values[below];
        let share = at - below as f64;
        if share == 0.0 { lower } else { lower + share * (next_of(values, &positions, below) - lower) }
    }));
}

/// The value that sorting would put right after a selected index: the smallest up to the next selected index.
fn next_of(values: &[f64], positions: &[usize], below: usize) -> f64 {
    let next = positions.partition_point(|&position| position <= below);
    let end = positions.get(next).map_or(values.len(), |next| next + 1);
    values[below + 1..end].iter().copied().min_by(f64::total_cmp).unwrap_or(f64::NAN)
}

/// Puts at each of the ascending indices, which are counted from `offset`, the value that sorting would put there. Each
/// recursion halves the indices.
fn select(values: &mut [f64], positions: &[usize], offset: usize) {
    let Some(&middle) = positions.get(positions.len() / 2) else { return };
    let (left, _, right) = values.select_nth_unstable_by(middle - offset, f64::total_cmp);
    select(left, &positions[..positions.len() / 2], offset);
    select(right, &positions[positions.len() / 2 + 1..], middle + 1);
}

/// Returns the mean of the finite values with its standard error: the standard deviation divided by √n, as if the draws were
/// independent of each other. Scrambled Sobol points come closer to the mean than that.
///
/// With heavy tails both are coarse: a mean should not be quoted without its error.
pub fn mean_with_error(values: impl Iterator<Item = f64>) -> (f64, f64) {
    // Welford (1962): numerically stable in one pass.
    let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
    for value in values.filter(|value| value.is_finite()) {
        count += 1.0;
        let off = value - mean;
        mean += off / count;
        squares += off * (value - mean);
    }
    if count < 2.0 {
        return (if count > 0.0 { mean } else { f64::NAN }, 0.0);
    }
    (mean, (squares / (count - 1.0) / count).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_comes_with_its_error() {
        assert_eq!(mean_with_error([1.0, 3.0, f64::NAN].into_iter()), (2.0, 1.0));
        assert_eq!(mean_with_error([7.0].into_iter()), (7.0, 0.0));
        assert!(mean_with_error(std::iter::empty()).0.is_nan());
    }

    #[test]
    fn selection_and_sorting_agree() {
        let probabilities = [0.0, 0.05, 0.1, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1.0];
        for count in [1_u32, 2, 3, 10, 257, 4096] {
            let values: Vec<f64> = (0..count).map(|number| f64::from(number.wrapping_mul(2_654_435_761) >> 7)).collect();
            let mut sorted = values.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            let mut found = Vec::new();
            quantiles(&mut values.clone(), &probabilities, &mut found);
            let wanted: Vec<f64> = probabilities.iter().map(|&probability| type7(&sorted, probability)).collect();
            assert_eq!(found, wanted, "{count}");
        }
        // R: quantile(1:10, c(.1, .25, .5)) is 1.9, 3.25, 5.5.
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!([0.1, 0.25, 0.5].map(|probability| type7(&ten, probability)), [1.9, 3.25, 5.5]);
    }

    #[test]
    fn no_values_have_no_quantiles() {
        let mut found = Vec::new();
        quantiles(&mut [], &[0.5], &mut found);
        assert!(found[0].is_nan() && type7(&[], 0.5).is_nan());
    }
}
