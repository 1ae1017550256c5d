//! Lays out a chart over time: computes the position of everything on it.

use super::axis::time_ticks;
use super::placing::{Hits, Labels};
use super::scene::{Anchor, Area, Hit, Item, Point, Rect, Scene, TextRole, Window};
use super::words::{footer_of, header_of};
use super::{Caret, ChartSpec, Extent, Ink, Mark, MarkShape, compact, range_ticks, value_ticks};

/// Measures texts in points. Each painter implements it, because it knows its fonts.
pub trait TextMeasure {
    /// The width of a text.
    fn width(&self, text: &str, role: TextRole) -> f32;
    /// The height of a line.
    fn height(&self, role: TextRole) -> f32;
}

pub(super) const GAP: f32 = 8.0;
/// Half the width of a bar or target at a moment, in points.
const MOMENT_HALF_WIDTH: f32 = 11.0;
pub(super) const DOT_RADIUS: f32 = 5.0;
pub(super) const TARGET_THICKNESS: f32 = 4.0;
/// The least width and height of an area to point at, in points.
pub(super) const MIN_HIT: f32 = 16.0;

/// Lays a chart out in `width` × `height` points.
pub fn layout(spec: &ChartSpec, width: f32, height: f32, measure: &dyn TextMeasure) -> Scene {
    layout_in(spec, plot_of(spec, width, height, measure), (width, height), measure)
}

/// Returns the data area that a chart has in `width` × `height` points: what the texts around it leave free.
pub fn plot_of(spec: &ChartSpec, width: f32, height: f32, measure: &dyn TextMeasure) -> Rect {
    let mut unused = Vec::new();
    let top = header_of(&spec.title, &spec.subtitle, &spec.key, width, measure, &mut unused);
    let bottom = footer_of(&spec.source_line, width, height, measure, &mut unused);
    let left = ticks_of(spec).iter().map(|&tick| reserved(&compact(tick))).fold(0.0, f32::max) + GAP;
    let right = match spec.lines.iter().map(|line| reserved(&line.label)).fold(0.0, f32::max) {
        0.0 => GAP,
        label => label + 2.0 * GAP + MOMENT_HALF_WIDTH,
    };
    let line = measure.height(TextRole::Label);
    // Leaves room for a value label above the highest mark, and for the unit above the axis.
    Rect {
        left,
        top: top + line + GAP,
        right: (width - right).max(left + 1.0),
        bottom: (bottom - line - GAP).max(top + line + GAP + 1.0),
    }
}

/// The width that is left free for a label beside the data area, in points: a little more than it takes in any of our fonts, and
/// the same on screen and in files, so that the data area is the same too.
fn reserved(label: &str) -> f32 {
    let width = |character: char| match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ' ' | '\'' | ':' | ';' => 3.7,
        'f' | 'r' | 't' | '-' | '(' | ')' => 5.2,
        'm' | 'w' | 'M' | 'W' | '%' => 11.6,
        'A'..='Z' => 9.4,
        character if character.is_ascii() => 8.1,
        _ => 13.0,
    };
    label.chars().map(width).sum()
}

/// Lays a chart out in a size in points around a data area that is already placed.
pub fn layout_in(spec: &ChartSpec, plot: Rect, (width, height): (f32, f32), measure: &dyn TextMeasure) -> Scene {
    let mut scene = Scene::default();
    header_of(&spec.title, &spec.subtitle, &spec.key, width, measure, &mut scene.behind);
    footer_of(&spec.source_line, width, height, measure, &mut scene.behind);
    let frame = Frame::new(spec, plot);
    let mut inside = Vec::new();
    let mut labels = Labels::default();
    zones(spec, &frame, measure, (&mut inside, &mut scene.front));
    grid(&frame, measure, (&mut inside, &mut scene.behind));
    time_axis(spec, &frame, measure, (&mut inside, &mut scene.behind));
    bands(spec, &frame, &mut inside);
    lines(spec, &frame, measure, (&mut inside, &mut scene.front), &mut labels);
    marks(spec, &frame, &mut inside, &mut scene.hits);
    mark_labels(spec, &frame, measure, &mut scene, &mut labels);
    scene.areas.push(Area { plot, window: frame.window, items: inside });
    scene
}

/// The data area, and the conversion from values to points.
struct Frame {
    plot: Rect,
    window: Window,
    ticks: Vec<f64>,
    unit: String,
}

impl Frame {
    fn new(spec: &ChartSpec, plot: Rect) -> Self {
        Self { plot, window: window_of(spec), ticks: ticks_of(spec), unit: spec.unit.clone() }
    }

    fn x(&self, time: f64) -> f32 {
        let (from, to) = self.window.time;
        let part = ((time - from) / (to - from).max(1e-9)).clamp(-9.0, 10.0);
        self.plot.left + part as f32 * self.plot.width()
    }

    fn y(&self, value: f64) -> f32 {
        let (low, high) = self.window.values;
        self.plot.bottom - (((value - low) / (high - low)).clamp(0.0, 1.5)) as f32 * self.plot.height()
    }

    /// Left and right edge of a mark; neighbours over adjoining periods keep a gap.
    fn across(&self, time: Extent) -> (f32, f32) {
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
fn ticks_of(spec: &ChartSpec) -> Vec<f64> {
    // Bars start at 0; if a value is negative, the axis extends below 0.
    let least = smallest(spec);
    match spec.values {
        Some((low, high)) => range_ticks(low, high).into_iter().filter(|tick| (low..=high).contains(tick)).collect(),
        None if least < 0.0 => range_ticks(least, largest(spec)),
        None => value_ticks(largest(spec)),
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
type Inside<'a> = (&'a mut Vec<Item>, &'a mut Vec<Item>);

fn zones(spec: &ChartSpec, frame: &Frame, measure: &dyn TextMeasure, (inside, front): Inside<'_>) {
    for zone in &spec.zones {
        let left = frame.x(zone.time.0).max(frame.plot.left);
        let right = frame.x(zone.time.1).min(frame.plot.right);
        if right - left < 1.0 {
            continue;
        }
        let rect = Rect { left, right, ..frame.plot };
        inside.push(Item::Rect { rect, ink: Ink::Zone, faint: false, hollow: false });
        if measure.width(&zone.label, TextRole::Label) + GAP < right - left {
            let at = Point { x: left + GAP * 0.75, y: frame.plot.top + measure.height(TextRole::Label) * 0.8 };
            front.push(Item::Text { at, anchor: Anchor::Left, text: zone.label.clone(), role: TextRole::Label, ink: Ink::Muted });
        }
    }
}

fn grid(frame: &Frame, measure: &dyn TextMeasure, (inside, behind): Inside<'_>) {
    for &tick in &frame.ticks {
        let y = frame.y(tick);
        let (ink, width) = if tick == 0.0 { (Ink::Axis, 1.5) } else { (Ink::Grid, 1.0) };
        let points = vec![Point { x: frame.plot.left, y }, Point { x: frame.plot.right, y }];
        inside.push(Item::Path { points, ink, width, dash: None });
        let at = Point { x: frame.plot.left - GAP * 0.75, y };
        behind.push(Item::Text { at, anchor: Anchor::Right, text: compact(tick), role: TextRole::Label, ink: Ink::Muted });
    }
    if !frame.unit.is_empty() {
        let at = Point { x: 0.0, y: frame.plot.top - measure.height(TextRole::Label) };
        behind.push(Item::Text { at, anchor: Anchor::Left, text: frame.unit.clone(), role: TextRole::Label, ink: Ink::Muted });
    }
}

fn time_axis(spec: &ChartSpec, frame: &Frame, measure: &dyn TextMeasure, (inside, behind): Inside<'_>) {
    let fit = |label: &str| (frame.plot.width() / (measure.width(label, TextRole::Label) + GAP)) as usize;
    let ticks = time_ticks(spec.time, fit("Q4 2025"), fit("2025"));
    let y = frame.plot.bottom + GAP * 0.5 + measure.height(TextRole::Label) / 2.0;
    for tick in ticks {
        let x = frame.x(tick.at);
        if x >= frame.plot.left - 0.5 && x <= frame.plot.right + 0.5 {
            let points = vec![Point { x, y: frame.plot.bottom }, Point { x, y: frame.plot.bottom + 5.0 }];
            inside.push(Item::Path { points, ink: Ink::Axis, width: 1.0, dash: None });
        }
        // A label is in the middle of the part of its time that is on the chart.
        let (from, to) = (tick.at.max(spec.time.0), tick.names.min(spec.time.1));
        let room = frame.x(tick.until) - frame.x(from);
        if from < to && measure.width(&tick.label, TextRole::Label) <= room + GAP {
            let at = Point { x: frame.x((from + to) / 2.0), y };
            behind.push(Item::Text { at, anchor: Anchor::Middle, text: tick.label, role: TextRole::Label, ink: Ink::Muted });
        }
    }
}

fn lines(spec: &ChartSpec, frame: &Frame, measure: &dyn TextMeasure, (inside, front): Inside<'_>, labels: &mut Labels) {
    let mut ends: Vec<(f32, f32, usize)> = Vec::new();
    for (index, line) in spec.lines.iter().enumerate() {
        let points: Vec<Point> = line
            .points
            .iter()
            .filter(|(time, value)| time.is_finite() && value.is_finite())
            .map(|&(time, value)| Point { x: frame.x(time), y: frame.y(value) })
            .collect();
        if let Some(last) = points.last().filter(|_| !line.label.is_empty()) {
            ends.push((last.y, last.x, index));
        }
        if points.len() < 2 {
            continue;
        }
        let width = if line.strong { 3.0 } else { 1.5 };
        inside.push(Item::Path { points, ink: line.ink, width, dash: line.dash });
    }
    // Labels at the ends, moved apart where lines meet.
    let height = measure.height(TextRole::Label);
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = f32::NEG_INFINITY;
    let overflow = ends.len() as f32 * height;
    for (y, x, index) in ends {
        let line = &spec.lines[index];
        let y = y.max(free).min(frame.plot.bottom.max(frame.plot.top + overflow));
        free = y + height;
        let role = if line.strong { TextRole::StrongLabel } else { TextRole::Label };
        // Leaves room for a mark at the end of the line.
        let at = Point { x: x + MOMENT_HALF_WIDTH + GAP * 0.5, y };
        let width = measure.width(&line.label, role);
        labels.take(Rect { left: at.x, top: y - height / 2.0, right: at.x + width, bottom: y + height / 2.0 });
        front.push(Item::Text { at, anchor: Anchor::Left, text: line.label.clone(), role, ink: line.ink });
    }
}

fn marks(spec: &ChartSpec, frame: &Frame, inside: &mut Vec<Item>, hits: &mut Vec<Hit>) {
    // Bars first, so that targets and points are always in front of them.
    let order = |shape: MarkShape| match shape {
        MarkShape::Bar => 0,
        MarkShape::Spread => 1,
        MarkShape::Target => 2,
        MarkShape::Dot | MarkShape::HitArea => 3,
    };
    let mut indices: Vec<usize> = (0..spec.marks.len()).collect();
    indices.sort_by_key(|&index| order(spec.marks[index].shape));
    let mut found = Hits::default();
    for index in indices {
        let mark = &spec.marks[index];
        draw_mark(mark, frame, inside);
        found.add(mark.shape, index, hit_rect(mark, frame));
    }
    *hits = found.all();
    hits.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left).then(a.rect.top.total_cmp(&b.rect.top)));
}

fn draw_mark(mark: &Mark, frame: &Frame, items: &mut Vec<Item>) {
    let (left, right) = frame.across(mark.time);
    let centre = Point { x: (left + right) / 2.0, y: frame.y(mark.value) };
    let rect = |top: f32, bottom: f32| Rect { left, top, right, bottom };
    match mark.shape {
        MarkShape::Bar => {
            items.push(Item::Rect { rect: rect(centre.y, frame.y(0.0)), ink: mark.ink, faint: mark.faint, hollow: mark.hollow })
        }
        MarkShape::Target => {
            let half = TARGET_THICKNESS / 2.0;
            items.push(Item::Rect {
                rect: rect(centre.y - half, centre.y + half),
                ink: mark.ink,
                faint: mark.faint,
                hollow: mark.hollow,
            });
        }
        MarkShape::Dot => items.push(Item::Dot { centre, radius: DOT_RADIUS, ink: mark.ink, hollow: mark.hollow }),
        MarkShape::HitArea => {}
        MarkShape::Spread => {
            for (depth, (low, high)) in mark.range.into_iter().chain(mark.inner.iter().copied()).enumerate() {
                items.push(band_of(rect(frame.y(high), frame.y(low)), mark.ink, if mark.faint { 0 } else { depth as u8 }));
            }
            let points = vec![Point { x: left, y: centre.y }, Point { x: right, y: centre.y }];
            items.push(Item::Path { points, ink: mark.ink, width: 3.0, dash: None });
        }
    }
    if let (Some((low, high)), false) = (mark.range, matches!(mark.shape, MarkShape::Spread | MarkShape::HitArea)) {
        let points = vec![Point { x: centre.x, y: frame.y(low) }, Point { x: centre.x, y: frame.y(high) }];
        items.push(Item::Path { points, ink: mark.ink, width: 1.5, dash: None });
    }
    if let Some(caret) = mark.caret {
        items.push(caret_path(caret, centre, mark));
    }
}

/// A rectangle as a band.
pub(super) fn band_of(rect: Rect, ink: Ink, depth: u8) -> Item {
    let line = |y: f32| vec![Point { x: rect.left, y }, Point { x: rect.right, y }];
    Item::Band { upper: line(rect.top), lower: line(rect.bottom), ink, depth }
}

fn bands(spec: &ChartSpec, frame: &Frame, inside: &mut Vec<Item>) {
    for band in &spec.bands {
        let line = |value: fn(&(f64, f64, f64)) -> f64| {
            band.points.iter().map(|point| Point { x: frame.x(point.0), y: frame.y(value(point)) }).collect()
        };
        let (upper, lower) = (line(|point| point.2), line(|point| point.1));
        inside.push(Item::Band { upper, lower, ink: band.ink, depth: band.depth });
    }
}

/// A small open angle above (or below) the mark: the true value lies that way.
fn caret_path(caret: Caret, centre: Point, mark: &Mark) -> Item {
    let (away, size) = match caret {
        Caret::Up => (-1.0, 5.0),
        Caret::Down => (1.0, 5.0),
    };
    let clear = if mark.shape == MarkShape::Dot { DOT_RADIUS + 2.0 } else { 4.0 };
    let base = centre.y + away * clear;
    let points = vec![
        Point { x: centre.x - size, y: base },
        Point { x: centre.x, y: base + away * size },
        Point { x: centre.x + size, y: base },
    ];
    Item::Path { points, ink: mark.ink, width: 2.0, dash: None }
}

fn caret_rect(mark: &Mark, frame: &Frame) -> Option<Rect> {
    let (left, right) = frame.across(mark.time);
    let centre = Point { x: (left + right) / 2.0, y: frame.y(mark.value) };
    let Item::Path { points, .. } = caret_path(mark.caret?, centre, mark) else { return None };
    let (top, bottom) = (points[0].y.min(points[1].y), points[0].y.max(points[1].y));
    Some(Rect { left: points[0].x, right: points[2].x, top, bottom })
}

fn hit_rect(mark: &Mark, frame: &Frame) -> Rect {
    let (left, right) = frame.across(mark.time);
    let y = frame.y(mark.value);
    let (top, bottom) = match mark.shape {
        MarkShape::Bar => (y, frame.y(0.0)),
        MarkShape::Spread => mark.range.map_or((y, y), |(low, high)| (frame.y(high), frame.y(low))),
        MarkShape::Target | MarkShape::Dot | MarkShape::HitArea => (y, y),
    };
    let (left, right) = match mark.shape {
        MarkShape::Dot | MarkShape::HitArea => ((left + right) / 2.0 - DOT_RADIUS, (left + right) / 2.0 + DOT_RADIUS),
        _ => (left, right),
    };
    let grow = |low: f32, high: f32| ((MIN_HIT - (high - low)) / 2.0).max(0.0);
    let (wider, taller) = (grow(left, right), grow(top, bottom));
    Rect { left: left - wider, right: right + wider, top: top - taller, bottom: bottom + taller }
}

fn mark_labels(spec: &ChartSpec, frame: &Frame, measure: &dyn TextMeasure, scene: &mut Scene, labels: &mut Labels) {
    let height = measure.height(TextRole::Label);
    // Important marks get their labels first: fresh before faint ones, then targets before others.
    let mut hits: Vec<&Hit> = scene.hits.iter().collect();
    hits.sort_by_key(|hit| {
        let mark = &spec.marks[hit.marks[0]];
        (mark.faint, mark.shape != MarkShape::Target)
    });
    let mut texts = Vec::new();
    for hit in &hits {
        // No label covers a dot, a target or a caret.
        for caret in hit.marks.iter().filter_map(|&mark| caret_rect(&spec.marks[mark], frame)) {
            labels.take(caret);
        }
        if matches!(spec.marks[hit.marks[0]].shape, MarkShape::Dot | MarkShape::Target) {
            let thin = spec.marks[hit.marks[0]].shape == MarkShape::Target;
            let inset = if thin { (hit.rect.height() - TARGET_THICKNESS) / 2.0 } else { 2.0 };
            labels.take(Rect { top: hit.rect.top + inset, bottom: hit.rect.bottom - inset, ..hit.rect });
        }
    }
    for hit in hits {
        let mark = &spec.marks[hit.marks[0]];
        if mark.label.is_empty() {
            continue;
        }
        let text = match hit.marks.len() {
            1 => mark.label.clone(),
            several => format!("{} ({several}×)", mark.label),
        };
        let width = measure.width(&text, TextRole::StrongLabel);
        let (left, right) = frame.across(mark.time);
        let own = if mark.shape == MarkShape::Dot { DOT_RADIUS + 4.0 } else { 5.0 };
        let clear = if mark.caret == Some(Caret::Up) { own + 7.0 } else { own };
        // The label of a spread belongs to the line in it, not to its upper end.
        let top = match (mark.shape, mark.range) {
            (MarkShape::Spread, _) | (_, None) => mark.value,
            (_, Some((_, high))) => high,
        };
        let above = frame.y(top) - clear - height / 2.0;
        let below = frame.y(mark.value) + own + 1.0 + height / 2.0;
        let middle = ((left + right) / 2.0)
            .clamp(frame.plot.left + width / 2.0, (frame.plot.right - width / 2.0).max(frame.plot.left + width / 2.0));
        for y in [above, below] {
            if y < frame.plot.top - height * 1.5 || y > frame.plot.bottom - height / 2.0 {
                continue;
            }
            let rect =
                Rect { left: middle - width / 2.0, right: middle + width / 2.0, top: y - height / 2.0, bottom: y + height / 2.0 };
            if labels.place(rect.expand(1.0)) {
                let ink = if mark.faint { Ink::Muted } else { Ink::Text };
                texts.push(Item::Text {
                    at: Point { x: middle, y },
                    anchor: Anchor::Middle,
                    text,
                    role: TextRole::StrongLabel,
                    ink,
                });
                break;
            }
        }
    }
    scene.front.extend(texts);
}
