//! How high each piece of a document is, and where it stands: estimated first, measured once it was in sight.
//!
//! A Fenwick tree (P. M. Fenwick, “A New Data Structure for Cumulative Frequency Tables”, 1994) gives the place of a piece and
//! the piece at a place in steps that grow with the logarithm of their number, and takes a measured height as quickly.

/// Heights of the pieces of one document at one width.
#[derive(Debug, Default, Clone)]
pub struct Heights {
    heights: Vec<f32>,
    measured: Vec<bool>,
    /// Sums over the stretches of a Fenwick tree, in points; from 1.
    sums: Vec<f64>,
    /// How often one turned out to be another than was estimated.
    changes: u64,
}

impl Heights {
    /// Estimated heights.
    pub fn estimated(heights: Vec<f32>) -> Self {
        let mut sums = vec![0.0; heights.len() + 1];
        for (index, &height) in heights.iter().enumerate() {
            sums[index + 1] += f64::from(height);
            let above = (index + 1) + lowest_bit(index + 1);
            if above < sums.len() {
                sums[above] += sums[index + 1];
            }
        }
        Self { measured: vec![false; heights.len()], heights, sums, changes: 0 }
    }

    /// The height of a piece.
    pub fn of(&self, index: usize) -> f32 {
        self.heights.get(index).copied().unwrap_or(0.0)
    }

    /// Whether it was measured.
    pub fn is_measured(&self, index: usize) -> bool {
        self.measured.get(index).copied().unwrap_or(true)
    }

    /// Takes a measured height.
    pub fn measure(&mut self, index: usize, height: f32) {
        let Some(old) = self.heights.get_mut(index) else { return };
        let more = f64::from(height) - f64::from(*old);
        *old = height;
        self.measured[index] = true;
        if more == 0.0 {
            return;
        }
        self.changes += 1;
        let mut at = index + 1;
        while at < self.sums.len() {
            self.sums[at] += more;
            at += lowest_bit(at);
        }
    }

    /// The heights of all pieces before this one together.
    pub fn top(&self, index: usize) -> f64 {
        let mut at = index.min(self.heights.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.sums[at];
            at -= lowest_bit(at);
        }
        sum
    }

    /// What changes whenever a piece stands elsewhere than before, at one width.
    pub fn state(&self) -> (u64, u64) {
        (self.changes, self.total().to_bits())
    }

    /// All heights together.
    pub fn total(&self) -> f64 {
        self.top(self.heights.len())
    }

    /// The piece at a distance from the top; the last one beyond the end.
    pub fn at(&self, mut distance: f64) -> usize {
        let count = self.heights.len();
        let mut place = 0;
        let mut step = count.checked_next_power_of_two().unwrap_or(0);
        while step > 0 {
            let next = place + step;
            if next <= count && self.sums[next] <= distance {
                place = next;
                distance -= self.sums[next];
            }
            step /= 2;
        }
        place.min(count.saturating_sub(1))
    }
}

fn lowest_bit(number: usize) -> usize {
    number & number.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_are_those_of_a_walk(heights in proptest::collection::vec(1u16..500, 1..300), changes in proptest::collection::vec((any::<proptest::sample::Index>(), 1u16..900), 0..60)) {
            let mut walked: Vec<f32> = heights.into_iter().map(f32::from).collect();
            let mut tree = Heights::estimated(walked.clone());
            for (place, height) in changes {
                let place = place.index(walked.len());
                walked[place] = f32::from(height);
                tree.measure(place, f32::from(height));
                prop_assert!(tree.is_measured(place));
            }
            let mut top = 0.0;
            for (place, &height) in walked.iter().enumerate() {
                prop_assert_eq!(tree.top(place), top);
                prop_assert_eq!(tree.at(top), place);
                prop_assert_eq!(tree.at(top + f64::from(height) - 0.5), place);
                top += f64::from(height);
            }
            prop_assert_eq!(tree.total(), top);
            prop_assert_eq!(tree.at(top + 10.0), walked.len() - 1);
        }
    }
}
