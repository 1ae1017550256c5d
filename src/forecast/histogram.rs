//! How the draws of an outcome are spread: a histogram, its cumulative curve, and the share at or above a value.

/// A histogram of finite values.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Ascending.
    sorted: Vec<f64>,
    bars: Vec<Bin>,
}

/// A bar of a histogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Its lowest value.
    pub from: f64,
    /// Its end: the lowest value of the next bar.
    pub until: f64,
    /// The share of all values in it.
    pub share: f64,
}

/// The probabilities between which values are drawn: beyond them a few values would take most of the width.
const SHOWN: (f64, f64) = (0.005, 0.995);
/// The most bars.
const MOST_BARS: usize = 60;

impl Histogram {
    /// Returns the histogram of values; those that are not finite are left out. `None` if fewer than two differ.
    ///
    /// The width of the bars is by Freedman and Diaconis (1981): 2 · IQR / ∛n, with at most 60 bars.
    pub fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = values.filter(|value| value.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |probability: f64| sorted[((sorted.len() - 1) as f64 * probability).round() as usize];
        if sorted.first()? == sorted.last()? {
            return None;
        }
        let (mut low, mut high) = (at(SHOWN.0), at(SHOWN.1));
        if low == high {
            (low, high) = (sorted[0], sorted[sorted.len() - 1]);
        }
        let wanted = 2.0 * (at(0.75) - at(0.25)) / (sorted.len() as f64).cbrt();
        let count = if wanted > 0.0 { ((high - low) / wanted).ceil() as usize } else { MOST_BARS };
        let count = count.clamp(5, MOST_BARS);
        let width = (high - low) / count as f64;
        let edge = |index: usize| if index == count { high } else { low + width * index as f64 };
        let below = |value: f64| sorted.partition_point(|known| *known < value);
        let bars = (0..count).map(|index| {
            let (from, until) = (edge(index), edge(index + 1));
            // The last bar includes its end.
            let end = if index + 1 == count { sorted.partition_point(|known| *known <= until) } else { below(until) };
            Bin { from, until, share: (end - below(from)) as f64 / sorted.len() as f64 }
        });
        let bars = bars.collect();
        Some(Self { sorted, bars })
    }

    /// Its bars, in order. A hundredth of the values lies outside of them, half at each end.
    pub fn bars(&self) -> &[Bin] {
        &self.bars
    }

    /// The lowest value of the first bar, and the end of the last.
    pub fn range(&self) -> (f64, f64) {
        (self.bars[0].from, self.bars[self.bars.len() - 1].until)
    }

    /// How many values it is made of.
    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The median.
    pub fn median(&self) -> f64 {
        self.sorted[self.sorted.len() / 2]
    }

    /// The share of values at or above a level.
    pub fn share_from(&self, level: f64) -> f64 {
        (self.sorted.len() - self.sorted.partition_point(|known| *known < level)) as f64 / self.sorted.len() as f64
    }

    /// The cumulative curve: values with the share of values below each, in order.
    pub fn cumulative(&self) -> Vec<(f64, f64)> {
        const POINTS: usize = 80;
        let (low, high) = self.range();
        let at = |step: usize| low + (high - low) * step as f64 / POINTS as f64;
        (0..=POINTS).map(at).map(|value| (value, 1.0 - self.share_from(value))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_hold_all_but_the_outermost_hundredth() {
        let histogram = Histogram::of((0..10_000).map(|value| f64::from(value) / 100.0)).unwrap();
        let all: f64 = histogram.bars().iter().map(|bar| bar.share).sum();
        assert!((all - 0.99).abs() < 0.002, "{all}");
        assert!(histogram.bars().windows(2).all(|pair| pair[0].until == pair[1].from));
        assert!((histogram.share_from(66.0) - 0.34).abs() < 1e-3);
        assert!((histogram.median() - 50.0).abs() < 0.1);
        let curve = histogram.cumulative();
        assert!(curve.is_sorted_by(|a, b| a.1 <= b.1) && curve[0].1 < 0.01 && curve[80].1 > 0.99);
    }

    #[test]
    fn a_few_far_values_do_not_take_the_width() {
        let values = (0..1000).map(|value| if value == 0 { 1e9 } else { f64::from(value % 10) });
        let histogram = Histogram::of(values).unwrap();
        assert_eq!(histogram.range(), (0.0, 9.0));
        assert_eq!(histogram.share_from(1e8), 0.001, "but they count");
    }

    #[test]
    fn nothing_is_drawn_of_values_that_do_not_differ() {
        assert_eq!(Histogram::of([2.0; 5].into_iter()), None);
        assert_eq!(Histogram::of([f64::NAN, 1.0].into_iter()), None);
        assert_eq!(Histogram::of(std::iter::empty()), None);
        // Two values, almost all of them the same.
        assert!(Histogram::of(std::iter::repeat_n(1.0, 999).chain([2.0])).is_some());
    }
}
