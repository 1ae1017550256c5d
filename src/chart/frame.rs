//! The data area of a chart with a time axis: where times and values lie in it, and its ticks.

use super::scene::{Item, Rect, TextRole, Window};
use super::{ChartSpec, Extent, range_ticks, value_ticks};

/// Measures texts in points. Each painter implements it, because it knows its fonts.
pub trait TextMeasure {
    /// The width of a text.
    fn width(&self, text: &str, role: TextRole) -> f32;
    /// The height of a line.
    fn height(&self, role: TextRole) -> f32;
}

pub(super) const GAP: f32 = 8.0;
/// Half the width of a bar or target at a moment, in points.
pub(super) const MOMENT_HALF_WIDTH: f32 = 11.0;
/// The data area, and the conversion from values to points.
pub(super) struct Frame {
    pub(super) plot: Rect,
    pub(super) window: Window,
    pub(super) ticks: Vec<f64>,
    pub(super) unit: String,
}

impl Frame {
    pub(super) fn new(spec: &ChartSpec, plot: Rect) -> Self {
        let ticks = ticks_of(spec);
        Self {
            plot,
            window: Window { time: spec.time, values: spec.values.unwrap_or_else(|| ends(&ticks)) },
            ticks,
            unit: spec.unit.clone(),
        }
    }

    pub(super) fn x(&self, time: f64) -> f32 {
        let (from, to) = self.window.time;
        let part = ((time - from) / (to - from).max(1e-9)).clamp(-9.0, 10.0);
        self.plot.left + part as f32 * self.plot.width()
    }

    pub(super) fn y(&self, value: f64) -> f32 {
        let (low, high) = self.window.values;
        self.plot.bottom - (((value - low) / (high - low)).clamp(0.0, 1.5)) as f32 * self.plot.height()
    }

    /// Left and right edge of a mark; neighbours over adjoining periods keep a gap.
    pub(super) fn across(&self, time: Extent) -> (f32, f32) {
        match time {
            Extent::At(time) => {
                let x = self
                    .x(time)
                    .clamp(self.plot.left + MOMENT_HALF_WIDTH, self.plot.right.max(self.plot.left + MOMENT_HALF_WIDTH));
                (x - MOMENT_HALF_WIDTH, x + MOMENT_HALF_WIDTH)
            }
            Extent::Over(from, to) => {
                let (left, right) = (self.x(from), self.x(to));
                let gap = ((right - left) * 0.06).clamp(0.5, 3.0);
                // A mark that begins or ends outside the plot is cut at its edge.
                let left = (left + gap).max(self.plot.left);
                (left, (right - gap).min(self.plot.right).max(left + 1.0))
            }
        }
    }
}

/// The ticks of the value axis: from 0, or from below it if a value is negative; inside what a zoomed chart shows.
pub(super) fn ticks_of(spec: &ChartSpec) -> Vec<f64> {
    if let Some((low, high)) = spec.values {
        return range_ticks(low, high).into_iter().filter(|tick| (low..=high).contains(tick)).collect();
    }
    let (least, most) = (smallest(spec), largest(spec));
    match () {
        // Bars start at 0; if a value is negative, the axis extends below 0.
        () if least < 0.0 => range_ticks(least, most),
        // What stands at the highest value has room above it; a share has none above 100 %.
        () if spec.unit == "%" && most <= 100.0 => value_ticks(most),
        () => value_ticks(most * 1.04),
    }
}

/// The times and values that a chart shows.
pub fn window_of(spec: &ChartSpec) -> Window {
    Window { time: spec.time, values: spec.values.unwrap_or_else(|| ends(&ticks_of(spec))) }
}

/// The lowest and the highest tick, never equal.
fn ends(ticks: &[f64]) -> (f64, f64) {
    let low = ticks.first().copied().unwrap_or(0.0);
    (low, ticks.last().copied().unwrap_or(1.0).max(low + 1e-300))
}

/// The lowest and the highest value of each element of a chart.
fn extents(spec: &ChartSpec) -> impl Iterator<Item = (f64, f64)> + '_ {
    let marks = spec.marks.iter().map(|mark| {
        let (low, high) = mark.range.unwrap_or((mark.value, mark.value));
        (low.min(mark.value), high.max(mark.value))
    });
    let lines = spec.lines.iter().flat_map(|line| line.points.iter().map(|point| (point.1, point.1)));
    let bands = spec.bands.iter().flat_map(|band| band.points.iter().map(|point| (point.1, point.2)));
    marks.chain(lines).chain(bands)
}

/// The smallest value on a chart; 0 if none is negative.
fn smallest(spec: &ChartSpec) -> f64 {
    extents(spec).map(|(low, _)| low).filter(|value| value.is_finite()).fold(0.0, f64::min)
}

/// The largest value on a chart, or its `least_top` if that is larger; at least 0.
pub(super) fn largest(spec: &ChartSpec) -> f64 {
    extents(spec).map(|(_, high)| high).chain(spec.least_top).filter(|value| value.is_finite()).fold(0.0, f64::max)
}

/// Items inside the data area, and items around it.
pub(super) type Inside<'a> = (&'a mut Vec<Item>, &'a mut Vec<Item>);
