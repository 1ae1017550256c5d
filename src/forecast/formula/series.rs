//! A driver's values over time and draws. Periods whose values differ only by a factor share one column: in
//! `stores × share × cars` with certain stores, only the product of the last two differs between draws, and each year adds
//! one factor.

use std::ops::Range;

use super::column::Column;
use crate::forecast::quantiles::quantiles;

/// The number of draws from which work is shared among the processors. The results do not depend on the sharing.
pub(super) const SHARED_FROM: usize = 1 << 17;

/// A driver's values: for the beginning and for each period, one for all draws or one for each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    columns: Vec<Vec<f64>>,
    /// One entry for each slice of time; the first is the beginning, and `None` if the driver has no level there.
    slices: Vec<Option<Slice>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Slice {
    column: usize,
    by: f64,
}

/// The values of a driver in a period: one for all draws, or one for each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Values<'a> {
    column: &'a [f64],
    by: f64,
}

impl<'a> Values<'a> {
    /// The number of values: 1 if it is the same in all draws.
    pub fn len(self) -> usize {
        self.column.len()
    }

    /// Whether there are no values.
    pub fn is_empty(self) -> bool {
        self.column.is_empty()
    }

    /// The value of a draw.
    pub fn get(self, draw: usize) -> Option<f64> {
        self.column.get(if self.column.len() == 1 { 0 } else { draw }).map(|value| value * self.by)
    }

    /// All values, in the order of the draws.
    pub fn iter(self) -> impl Iterator<Item = f64> + 'a {
        self.column.iter().map(move |value| value * self.by)
    }
}

/// Mean and quantiles of the draws of a period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    /// One for each of the requested probabilities; `NaN` if no draw has a finite result.
    pub quantiles: Vec<f64>,
    /// The mean of all draws with a finite result.
    pub mean: f64,
    /// The number of draws without a finite result (0/0 and the like).
    pub undefined: usize,
    largest: f64,
}

impl Summary {
    /// Summarises the finite values, at ascending probabilities; `scratch` is working memory.
    pub fn of(values: impl Iterator<Item = f64>, probabilities: &[f64], scratch: &mut Vec<f64>) -> Self {
        scratch.clear();
        let (mut all, mut sum, mut largest) = (0, 0.0, 0.0_f64);
        scratch.extend(values.inspect(|_| all += 1).filter(|value| value.is_finite()).inspect(|value| {
            sum += value;
            largest = largest.max(value.abs());
        }));
        let mut found = Self { undefined: all - scratch.len(), mean: sum / scratch.len() as f64, largest, ..Self::default() };
        quantiles(scratch, probabilities, &mut found.quantiles);
        found
    }

    fn times(&self, by: f64) -> Self {
        let quantiles = self.quantiles.iter().map(|quantile| quantile * by).collect();
        Self { quantiles, mean: self.mean * by, undefined: self.undefined, largest: self.largest * by }
    }
}

impl Series {
    /// Builds a series with a column for each slice of time.
    pub fn of(columns: Vec<Vec<f64>>) -> Self {
        let slice = |(column, values): (usize, &Vec<f64>)| (!values.is_empty()).then_some(Slice { column, by: 1.0 });
        let slices = columns.iter().enumerate().map(slice).collect();
        Self { columns, slices }
    }

    /// Returns a series of one draw as one of several equal draws.
    pub fn repeated(&self, draws: usize) -> Self {
        let all = |slice: usize| self.slice(slice).map_or(Vec::new(), |values| vec![values.get(0).unwrap_or(f64::NAN); draws]);
        Self::of((0..=self.periods()).map(all).collect())
    }

    /// Makes room for `count` slices, with one shared column or one for each.
    pub(super) fn with_slices(count: usize, is_shared: bool) -> Self {
        Self { columns: vec![Vec::new(); if is_shared { 1 } else { count }], slices: vec![None; count] }
    }

    /// Appends a block of draws, times `by`, to a slice that has its own column.
    pub(super) fn append(&mut self, slice: usize, block: &Column, by: f64, room: usize) {
        let column = &mut self.columns[slice];
        column.reserve_exact(if column.is_empty() { room } else { 0 });
        block.append(column, by);
        self.slices[slice] = Some(Slice { column: slice, by: 1.0 });
    }

    /// Appends a block of draws to the one column that all slices share.
    pub(super) fn append_shared(&mut self, block: &Column, room: usize) {
        let column = &mut self.columns[0];
        column.reserve_exact(if column.is_empty() { room } else { 0 });
        block.append(column, 1.0);
    }

    /// Sets the factor by which a slice multiplies the shared column.
    pub(super) fn set_factor(&mut self, slice: usize, by: f64) {
        self.slices[slice] = Some(Slice { column: 0, by });
    }

    /// Appends the draws that follow these.
    pub(super) fn extend(&mut self, next: &Self) {
        for (all, next) in self.columns.iter_mut().zip(&next.columns) {
            // One number for all draws stays one number.
            if next.len() != 1 || all.len() != 1 {
                all.extend_from_slice(next);
            }
        }
    }

    /// The values at a slice of time; slice 0 is the beginning of the first period.
    pub fn slice(&self, slice: usize) -> Option<Values<'_>> {
        let Slice { column, by } = (*self.slices.get(slice)?)?;
        Some(Values { column: self.columns.get(column)?, by })
    }

    /// The values of a period, counted from 0.
    pub fn period(&self, period: usize) -> Values<'_> {
        self.slice(period + 1).unwrap_or(Values { column: &[], by: 1.0 })
    }

    /// The value of a draw in a period, counted from 0; `NaN` if there is none.
    pub fn value(&self, period: usize, draw: usize) -> f64 {
        self.period(period).get(draw).unwrap_or(f64::NAN)
    }

    /// The number of periods.
    pub fn periods(&self) -> usize {
        self.slices.len().saturating_sub(1)
    }

    /// The number of draws with separate values; 1 if all draws are the same.
    pub fn draws(&self) -> usize {
        self.columns.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Mean and quantiles of every period, at ascending probabilities.
    pub fn summaries(&self, probabilities: &[f64]) -> Vec<Summary> {
        let columns = (0..self.columns.len()).collect::<Vec<_>>();
        let of = |columns: &[usize]| {
            let mut scratch = Vec::new();
            columns
                .iter()
                .map(|&column| Summary::of(self.columns[column].iter().copied(), probabilities, &mut scratch))
                .collect::<Vec<_>>()
        };
        let shares: Vec<&[usize]> = columns.chunks(columns.len().div_ceil(threads(self.draws())).max(1)).collect();
        let found = shared(&shares, |share| of(share)).concat();
        let mut scratch = Vec::new();
        (0..self.periods())
            .map(|period| match self.slices[period + 1] {
                Some(Slice { column, by }) if by > 0.0 && (found[column].largest * by).is_finite() => found[column].times(by),
                // A negative factor reverses the order of the quantiles.
                _ => Summary::of(self.period(period).iter(), probabilities, &mut scratch),
            })
            .collect()
    }
}

/// The number of threads that this many draws are worth, at most 8.
pub(super) fn threads(draws: usize) -> usize {
    if draws < SHARED_FROM { 1 } else { std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8) }
}

/// Does `work` for each share, in separate threads if there are several, and returns the results in order.
pub(super) fn shared<S: Sync, R: Send>(shares: &[S], work: impl Fn(&S) -> R + Sync) -> Vec<R> {
    if let [all] = shares {
        return vec![work(all)];
    }
    let done: Vec<Option<R>> = std::thread::scope(|scope| {
        let running: Vec<_> = shares.iter().map(|share| scope.spawn(|| work(share))).collect();
        running.into_iter().map(|thread| thread.join().ok()).collect()
    });
    // A share whose thread panicked is done again here, where the panic is seen.
    done.into_iter().zip(shares).map(|(done, share)| done.unwrap_or_else(|| work(share))).collect()
}

/// Equal ranges of whole blocks, so that every draw is in the same block however many ranges there are.
pub(super) fn ranges(draws: usize, block: usize) -> Vec<Range<usize>> {
    let shares = threads(draws);
    let share = draws.div_ceil(block).div_ceil(shares) * block;
    (0..shares).map(|part| (part * share).min(draws)..((part + 1) * share).min(draws)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_column_is_summed_up_like_columns_of_their_own() {
        let draws: Vec<f64> = (0..101).map(|draw| f64::from((draw * 37) % 101) - 20.0).chain([f64::NAN]).collect();
        let factors = [0.0, 2.0, -0.5, 1e308];
        let mut shared = Series::with_slices(4, true);
        shared.append_shared(&Column::Each(draws.clone()), draws.len());
        for (slice, factor) in factors.iter().enumerate() {
            shared.set_factor(slice, *factor);
        }
        let own = Series::of(factors.iter().map(|factor| draws.iter().map(|draw| draw * factor).collect()).collect());
        let probabilities = [0.1, 0.5, 0.9];
        let (shared, own) = (shared.summaries(&probabilities), own.summaries(&probabilities));
        for (shared, own) in shared.iter().zip(&own) {
            assert_eq!((&shared.quantiles, shared.undefined), (&own.quantiles, own.undefined));
            assert!((shared.mean - own.mean).abs() <= own.mean.abs() * 1e-12);
        }
        assert_eq!(own[0].quantiles, [-20.0, 60.0, 140.0]);
    }
}
