//! The height and position of each piece of a document: estimated first, measured once the piece was in sight.
//!
//! A Fenwick tree (P. M. Fenwick, “A New Data Structure for Cumulative Frequency Tables”, 1994) finds the position of a piece,
//! and the piece at a position, in logarithmic time, and updates a height as fast.

/// Heights of the pieces of one document at one width.
#[derive(Debug, Default, Clone)]
pub struct Heights {
    heights: Vec<f32>,
    measured: Vec<bool>,
    /// The partial sums of the Fenwick tree, in points; its indices start at 1.
    sums: Vec<f64>,
    /// The number of times that a measured height differed from the previous one.
    changes: u64,
}

impl Heights {
    /// Starts with estimated heights, in points.
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

    /// Returns the height of a piece, in points; 0 beyond the end.
    pub fn of(&self, index: usize) -> f32 {
        self.heights.get(index).copied().unwrap_or(0.0)
    }

    /// Whether the height of a piece was measured; true beyond the end.
    pub fn is_measured(&self, index: usize) -> bool {
        self.measured.get(index).copied().unwrap_or(true)
    }

    /// Sets the measured height of a piece.
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

    /// Returns the sum of the heights of all pieces before this one.
    pub fn top(&self, index: usize) -> f64 {
        let mut at = index.min(self.heights.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.sums[at];
            at -= lowest_bit(at);
        }
        sum
    }

    /// Returns a value that changes whenever a piece moves, at one width.
    pub fn state(&self) -> (u64, u64) {
        (self.changes, self.total().to_bits())
    }

    /// Returns the sum of all heights.
    pub fn total(&self) -> f64 {
        self.top(self.heights.len())
    }

    /// Returns the index of the piece at a distance from the top; beyond the end, that of the last piece.
    pub fn at(&self, mut distance: f64) -> usize {
        let count = self.heights.len();
        let mut row = 0;
        let mut step = count.checked_next_power_of_two().unwrap_or(0);
        while step > 0 {
            let next = row + step;
            if next <= count && self.sums[next] <= distance {
                row = next;
                distance -= self.sums[next];
            }
            step /= 2;
        }
        row.min(count.saturating_sub(1))
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
            for (row, height) in changes {
                let row = row.index(walked.len());
                walked[row] = f32::from(height);
                tree.measure(row, f32::from(height));
                prop_assert!(tree.is_measured(row));
            }
            let mut top = 0.0;
            for (row, &height) in walked.iter().enumerate() {
                prop_assert_eq!(tree.top(row), top);
                prop_assert_eq!(tree.at(top), row);
                prop_assert_eq!(tree.at(top + f64::from(height) - 0.5), row);
                top += f64::from(height);
            }
            prop_assert_eq!(tree.total(), top);
            prop_assert_eq!(tree.at(top + 10.0), walked.len() - 1);
        }
    }
}
