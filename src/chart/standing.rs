//! How the points of a series stand among each other: which of several for one period leads, and which have finer ones inside.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::targets::SeriesPoint;
use crate::notebook::PointRole;

/// How a point stands among the others: whether it leads its period, and whether finer ones lie inside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stands {
    /// Whether an actual is the one that is drawn for its period. Of several the best founded one is, and those with the same
    /// value: checked before new before disputed, later before earlier.
    pub leads: bool,
    /// Whether actuals of shorter periods lie inside its own.
    pub has_finer: bool,
}

/// How all points stand among each other, found without comparing each with each.
pub(super) struct Standing(Vec<Stands>);

impl Standing {
    pub(super) fn of(points: &[SeriesPoint]) -> Self {
        let span = |point: &SeriesPoint| (point.period.start, point.period.end);
        let actuals = || (0..points.len()).filter(|&index| points[index].role == PointRole::Actual);
        let order = |index: usize| (points[index].rank, points[index].published, std::cmp::Reverse(index));
        let mut best: HashMap<(Date, Date), usize> = HashMap::new();
        for index in actuals() {
            let known = best.entry(span(&points[index])).or_insert(index);
            if order(index) > order(*known) {
                *known = index;
            }
        }
        // From the last start to the first: what begins later and ends no later lies inside.
        let mut spans: Vec<(Date, Date)> = best.keys().copied().collect();
        spans.sort_unstable_by_key(|&(start, end)| (start, std::cmp::Reverse(end)));
        let mut finer: HashSet<(Date, Date)> = HashSet::new();
        let mut first_end: Option<Date> = None;
        for &(start, end) in spans.iter().rev() {
            if first_end.is_some_and(|first| first <= end) {
                finer.insert((start, end));
            }
            first_end = Some(first_end.map_or(end, |first| first.min(end)));
        }
        let stands = |point: &SeriesPoint, index: usize| {
            let leader = best.get(&span(point)).copied().unwrap_or(index);
            Stands {
                leads: leader == index || points[leader].quantity.value == point.quantity.value,
                has_finer: finer.contains(&span(point)),
            }
        };
        Self(points.iter().enumerate().map(|(index, point)| stands(point, index)).collect())
    }

    pub(super) fn at(&self, index: usize) -> Stands {
        self.0[index]
    }
}
