//! Measures which inputs matter: one at a time (tornado), and by rank correlation over all draws.
//!
//! The two answer different questions. The tornado moves one input from low to high while the others are at their medians; the
//! share of variance is Spearman's rank correlation squared, scaled to add up to 1. Both are per assumption, never per period:
//! an assumption is drawn once for all periods.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

use super::draws::Draws;

/// Spearman's rank correlation of two columns; 0 if one of them does not vary. Equal values share their mean rank.
///
/// ```
/// use claimbook::forecast::sensitivity::spearman;
///
/// assert_eq!(spearman(&[1.0, 2.0, 3.0], &[1.0, 8.0, 27.0]), 1.0);
/// assert_eq!(spearman(&[1.0, 2.0, 3.0], &[5.0, 5.0, 5.0]), 0.0);
/// ```
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    pearson(&ranks(a), &ranks(b))
}

/// The rank of each value, from 0. Equal values share their mean rank.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    // Each value beside its index: looking values up by index while sorting takes several times as long.
    let mut order: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut ranks = vec![0.0; values.len()];
    let mut begin = 0;
    for equal in order.chunk_by(|a, b| a.0 == b.0) {
        let middle = begin as f64 + (equal.len() - 1) as f64 / 2.0;
        for &(_, index) in equal {
            ranks[index] = middle;
        }
        begin += equal.len();
    }
    ranks
}

/// Draws with the ranks of their columns, each computed when it is first needed: draws are made once for a session, and ranking
/// thousands of them takes longer than computing a model.
#[derive(Debug)]
pub struct RankedDraws {
    draws: Draws,
    ranks: RefCell<HashMap<usize, Rc<[f64]>>>,
}

impl RankedDraws {
    /// Wraps draws, with no column ranked yet.
    pub fn new(draws: Draws) -> Self {
        Self { draws, ranks: RefCell::default() }
    }

    /// The rank of each draw in a column. An input rises with its probabilities, so these are the input's ranks too.
    pub fn ranks(&self, column: usize) -> Rc<[f64]> {
        let make = || ranks(self.draws.columns(column, 0..self.draws.count()).rising()).into();
        self.ranks.borrow_mut().entry(column).or_insert_with(make).clone()
    }
}

impl Deref for RankedDraws {
    type Target = Draws;

    fn deref(&self) -> &Draws {
        &self.draws
    }
}

impl PartialEq for RankedDraws {
    fn eq(&self, other: &Self) -> bool {
        self.draws == other.draws
    }
}

/// Pearson's correlation of two columns; 0 if one of them does not vary.
pub fn pearson(a: &[f64], b: &[f64]) -> f64 {
    let length = a.len().min(b.len());
    let (a, b, count) = (&a[..length], &b[..length], length as f64);
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let (mut both, mut var_a, mut var_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        both += a * b;
        var_a += a * a;
        var_b += b * b;
    }
    if var_a > 0.0 && var_b > 0.0 { both / (var_a * var_b).sqrt() } else { 0.0 }
}

/// The effect of one input on an output.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The input's index.
    pub input: usize,
    /// The input's low and high values.
    pub ends: (f64, f64),
    /// The output with the input low and with it high, all others at their medians.
    pub outputs: (f64, f64),
    /// Spearman's rank correlation with the output over all draws.
    pub rank_correlation: f64,
    /// The square of the rank correlation as a share of the squares of all inputs.
    pub share: f64,
}

impl Effect {
    /// The distance between the two outputs.
    pub fn width(&self) -> f64 {
        (self.outputs.1 - self.outputs.0).abs()
    }
}

/// Sorts effects, the widest first, and sets their shares so that they add up to 1 (all 0 if nothing correlates).
pub fn ordered(mut effects: Vec<Effect>) -> Vec<Effect> {
    let total: f64 = effects.iter().map(|effect| effect.rank_correlation * effect.rank_correlation).sum();
    for effect in &mut effects {
        effect.share = if total > 0.0 { effect.rank_correlation * effect.rank_correlation / total } else { 0.0 };
    }
    effects.sort_by(|a, b| b.width().total_cmp(&a.width()).then(a.input.cmp(&b.input)));
    effects
}

/// If the two measures disagree, returns what that means, as the rest of a sentence about the input.
///
/// In a result that simply adds up, an input's share of variance follows the square of its bar. A wide bar with less than 15 %
/// of that share: the output does not simply rise or fall with the input, or the input's effect depends on another one. A share
/// above a quarter with hardly any bar: the input matters only far from the medians of the others, or correlates with one that
/// matters.
pub fn disagreement(effect: &Effect, effects: &[Effect]) -> Option<&'static str> {
    let widest = effects.iter().map(Effect::width).fold(0.0, f64::max);
    if effects.len() < 2 || widest <= 0.0 {
        return None;
    }
    let squares: f64 = effects.iter().map(|effect| effect.width() * effect.width()).sum();
    let expected = effect.width() * effect.width() / squares;
    if effect.width() > widest * 0.4 && effect.share < expected * 0.15 {
        return Some(
            "moves the result by itself, yet is hardly correlated with it over all draws: its effect is not in one direction",
        );
    }
    if effect.width() < widest * 0.05 && effect.share > 0.25 {
        return Some("is correlated with the result, yet hardly moves it by itself: it acts through other inputs");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_share_ties() {
        assert_eq!(ranks(&[10.0, 30.0, 10.0, 20.0]), [0.5, 3.0, 0.5, 2.0]);
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[1.0, 8.0, 27.0]), 1.0);
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[5.0, 5.0, 5.0]), 0.0);
        // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]): 0.8207826816681233
        assert!((spearman(&[1.0, 2.0, 3.0, 4.0, 5.0], &[5.0, 6.0, 7.0, 8.0, 7.0]) - 0.820_782_681_668_123_3).abs() < 1e-12);
    }

    #[test]
    fn a_wide_bar_without_correlation_is_told() {
        let effect = |input, outputs, rank_correlation| Effect { input, ends: (0.0, 1.0), outputs, rank_correlation, share: 0.0 };
        let effects = ordered(vec![effect(0, (0.0, 1.0), 0.9), effect(1, (9.0, 1.0), 0.05)]);
        assert_eq!(effects[0].input, 1);
        assert!(disagreement(&effects[0], &effects).is_some());
        assert!((effects.iter().map(|effect| effect.share).sum::<f64>() - 1.0).abs() < 1e-12);
        // Many inputs that simply add up: each has little of the variance, and none is reported.
        let equal = (0..30).map(|input| effect(input, (0.0, 1.0), (1.0_f64 / 30.0).sqrt())).collect();
        let equal = ordered(equal);
        assert!(equal.iter().all(|effect| disagreement(effect, &equal).is_none()));
        let agreeing = ordered(vec![effect(0, (0.0, 10.0), 0.9), effect(1, (9.0, 1.0), 0.5)]);
        assert!(agreeing.iter().all(|effect| disagreement(effect, &agreeing).is_none()));
    }
}
