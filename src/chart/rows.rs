//! Charts of rows: the result of each of several things as a bar along one scale, with a line at a value to compare with.
//!
//! A tornado chart has a row for each input, a comparison one for each scenario. Names are level, at the left; the scale need
//! not include 0, because the bars show ranges and not sizes.

use super::frame::TextMeasure;
use super::scene::{Anchor, Hit, Item, Point, Rect, Scene, TextRole};
use super::words::{Head, cut, footer_of, header_of};
use super::{Ink, Mark, Simulated, compact, range_ticks};

/// A chart of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChart {
    /// The finding.
    pub title: String,
    /// Measure, unit and period.
    pub subtitle: String,
    /// The unit of the values.
    pub unit: String,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
    /// A value that a line marks through all rows, and its name.
    pub reference: Option<(f64, String)>,
    /// How it was simulated.
    pub simulated: Option<Simulated>,
    /// The line that names the sources.
    pub source_line: String,
    /// The chart in words, for screen readers.
    pub alt: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// A remark under the name.
    pub remark: String,
    /// The texts at the lower and at the upper end of its bar.
    pub ends: (String, String),
    /// The mark: its range is the bar, with its inner ranges and its value in it.
    pub mark: Mark,
}

const GAP: f32 = 8.0;
const BAR: f32 = 18.0;
/// Names take at most this part of the width.
const MOST_NAMES: f32 = 0.4;

/// The preferred height of a chart with this number of rows, in points.
pub fn wanted_height(rows: usize) -> f32 {
    150.0 + rows as f32 * 50.0
}

/// Lays a chart of rows out in `width` × `height` points.
pub fn layout_rows(chart: &RowChart, width: f32, height: f32, measure: &dyn TextMeasure) -> Scene {
    let mut scene = Scene::default();
    let top = header_of(
        Head { title: &chart.title, subtitle: &chart.subtitle, key: &[], is_panel: false },
        width,
        measure,
        &mut scene.behind,
    );
    let bottom = footer_of(&chart.source_line, width, height, measure, &mut scene.behind);
    let line = measure.height(TextRole::Label);
    let names = chart
        .rows
        .iter()
        .map(|row| measure.width(&row.name, TextRole::StrongLabel).max(measure.width(&row.remark, TextRole::Label)));
    let left = names.fold(0.0, f32::max).min(width * MOST_NAMES) + 2.0 * GAP;
    // Leaves room for the texts beside the outermost ends of bars.
    let ends =
        |pick: fn(&Row) -> &String| chart.rows.iter().map(|row| measure.width(pick(row), TextRole::Label)).fold(0.0, f32::max);
    let (before, after) = (ends(|row| &row.ends.0), ends(|row| &row.ends.1));
    let plot = Rect {
        left: left + before + GAP,
        top: top + line + GAP,
        right: (width - after - GAP).max(left + before + GAP + 20.0),
        bottom: (bottom - 2.0 * line - GAP).max(top + line + GAP + 20.0),
    };
    let range = range_of(chart);
    let ticks = range_ticks(range.0, range.1);
    let (low, high) = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
    let x = |value: f64| plot.left + (((value - low) / (high - low).max(1e-300)).clamp(-0.2, 1.2)) as f32 * plot.width();
    let frame = Frame { left, plot, step: plot.height() / chart.rows.len().max(1) as f32, x: &x, measure };
    frame.axis(chart, &ticks, &mut scene);
    for (index, row) in chart.rows.iter().enumerate() {
        frame.row(row, index, &mut scene);
    }
    if let Some((value, name)) = &chart.reference {
        let at = x(*value);
        let points = vec![Point { x: at, y: plot.top }, Point { x: at, y: plot.bottom }];
        scene.behind.push(Item::Path { points, ink: Ink::Text, width: 1.5, dash: None });
        let half = measure.width(name, TextRole::Label) / 2.0;
        let middle = at.clamp(half.min(width / 2.0), (width - half).max(width / 2.0));
        scene.behind.push(text(Point { x: middle, y: plot.top - line * 0.7 }, Anchor::Middle, name, TextRole::Label, Ink::Text));
    }
    scene
}

fn text(at: Point, anchor: Anchor, text: &str, role: TextRole, ink: Ink) -> Item {
    Item::Text { at, anchor, text: text.to_owned(), role, ink }
}

fn range_of(chart: &RowChart) -> (f64, f64) {
    let values = chart.rows.iter().flat_map(|row| {
        let (low, high) = row.mark.range.unwrap_or((row.mark.value, row.mark.value));
        [low, high, row.mark.value]
    });
    let values: Vec<f64> =
        values.chain(chart.reference.iter().map(|reference| reference.0)).filter(|value| value.is_finite()).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low > high { (0.0, 1.0) } else { (low, high) }
}

/// The positions of the rows of a chart.
struct Frame<'f> {
    /// The width for names at the left, in points.
    left: f32,
    plot: Rect,
    /// The distance from one row to the next, in points.
    step: f32,
    /// Converts a value to an x position.
    x: &'f dyn Fn(f64) -> f32,
    measure: &'f dyn TextMeasure,
}

impl Frame<'_> {
    fn axis(&self, chart: &RowChart, ticks: &[f64], scene: &mut Scene) {
        let Self { plot, x, measure, .. } = *self;
        let line = measure.height(TextRole::Label);
        let mut free = f32::NEG_INFINITY;
        for &tick in ticks {
            let at = x(tick);
            let (ink, width) = if tick == 0.0 { (Ink::Axis, 1.5) } else { (Ink::Grid, 1.0) };
            let points = vec![Point { x: at, y: plot.top }, Point { x: at, y: plot.bottom }];
            scene.behind.push(Item::Path { points, ink, width, dash: None });
            let half = measure.width(&compact(tick), TextRole::Label) / 2.0;
            if at - half > free {
                free = at + half + GAP * 0.75;
                let below = Point { x: at, y: plot.bottom + line * 0.7 };
                scene.behind.push(text(below, Anchor::Middle, &compact(tick), TextRole::Label, Ink::Muted));
            }
        }
        let at = Point { x: plot.right, y: plot.bottom + line * 1.75 };
        scene.behind.push(text(at, Anchor::Right, &chart.unit, TextRole::Label, Ink::Muted));
    }

    fn row(&self, row: &Row, index: usize, scene: &mut Scene) {
        let Self { left, plot, step, x, measure } = *self;
        let middle = plot.top + (index as f32 + 0.5) * step;
        let line = measure.height(TextRole::Label);
        let has_remark = !row.remark.is_empty() && step > 1.9 * line;
        let up = if has_remark { line * 0.5 } else { 0.0 };
        let room = left - 2.0 * GAP;
        let name = cut(&row.name, room, TextRole::StrongLabel, measure);
        scene.behind.push(text(Point { x: 0.0, y: middle - up }, Anchor::Left, &name, TextRole::StrongLabel, Ink::Text));
        if has_remark {
            let remark = cut(&row.remark, room, TextRole::Label, measure);
            scene.behind.push(text(Point { x: 0.0, y: middle + line * 0.5 }, Anchor::Left, &remark, TextRole::Label, Ink::Muted));
        }
        let half = (BAR / 2.0).min(step * 0.4);
        let (low, high) = row.mark.range.unwrap_or((row.mark.value, row.mark.value));
        for (depth, (low, high)) in std::iter::once((low, high)).chain(row.mark.inner.iter().copied()).enumerate() {
            let line = |y: f32| vec![Point { x: x(low), y }, Point { x: x(high), y }];
            let (upper, lower) = (line(middle - half), line(middle + half));
            scene.behind.push(Item::Band { upper, lower, ink: row.mark.ink, depth: depth as u8 });
        }
        let at = x(row.mark.value);
        let points = vec![Point { x: at, y: middle - half }, Point { x: at, y: middle + half }];
        scene.behind.push(Item::Path { points, ink: row.mark.ink, width: 3.0, dash: None });
        let (zero, after) = (x(0.0), x(high) + GAP * 0.6);
        let width = |words: &str| measure.width(words, TextRole::Label);
        let beside = x(low) - GAP * 0.6;
        // A number across the line at zero would cut it in two: it stands before it.
        let before = if zero < beside + 2.0 && zero > beside - width(&row.ends.0) - 2.0 { zero - GAP * 0.6 } else { beside };
        let (low_end, high_end) = (&row.ends.0, &row.ends.1);
        for (words, at, anchor, left) in
            [(low_end, before, Anchor::Right, before - width(low_end)), (high_end, after, Anchor::Left, after)]
        {
            // A line of the grid through a number reads as a digit.
            let rect = Rect::of_line(left, middle, (width(words), line));
            scene.behind.push(Item::Rect { rect, ink: Ink::Paper, faint: false, hollow: false });
            scene.behind.push(text(Point { x: at, y: middle }, anchor, words, TextRole::Label, Ink::Muted));
        }
        let rect = Rect {
            left: x(low).min(plot.right - 16.0),
            right: x(high).max(x(low) + 16.0),
            top: middle - half,
            bottom: middle + half,
        };
        scene.hits.push(Hit { rect, marks: vec![index] });
    }
}
