//! Lays out a chart over time: computes the position of everything on it.

use super::axis::time_ticks;
use super::drawing::{DOT_RADIUS, draw_mark};
use super::frame::{Frame, GAP, Inside, TextMeasure, ticks_of};
use super::placing::{Hits, Labels, MIN_HIT};
use super::scene::{Anchor, Area, Hit, Item, Point, Rect, Scene, TextRole};
use super::words::{Head, footer_of, header_of};
use super::{ChartSpec, Ink, Mark, MarkShape, TimeScale, Zone, compact, ends, mark_labels, slots};

/// Lays a chart out in `width` × `height` points.
pub fn layout(spec: &ChartSpec, width: f32, height: f32, measure: &dyn TextMeasure) -> Scene {
    layout_in(spec, plot_of(spec, width, height, measure), (width, height), measure)
}

/// Returns the data area that a chart has in `width` × `height` points: what the texts around it leave free.
pub fn plot_of(spec: &ChartSpec, width: f32, height: f32, measure: &dyn TextMeasure) -> Rect {
    let mut unused = Vec::new();
    let top = header_of(head(spec), width, measure, &mut unused);
    let bottom = footer_of(&spec.source_line, width, height, measure, &mut unused);
    let left = ticks_of(spec).iter().map(|&tick| reserved(&compact(tick))).fold(0.0, f32::max) + GAP;
    let right = ends::room(spec, width);
    let line = measure.height(TextRole::Label);
    // Leaves room for a value label above the highest mark, and for the unit above the axis.
    Rect {
        left,
        top: top + line + GAP,
        right: (width - right).max(left + 1.0),
        bottom: (bottom - line - GAP).max(top + line + GAP + 1.0),
    }
}

fn head(spec: &ChartSpec) -> Head<'_> {
    Head { title: &spec.title, subtitle: &spec.subtitle, key: &spec.key, is_panel: spec.is_panel }
}

/// The width that is left free for a label beside the data area, in points: a little more than it takes in any of our fonts, and
/// the same on screen and in files, so that the data area is the same too.
pub(super) fn reserved(label: &str) -> f32 {
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
    header_of(head(spec), width, measure, &mut scene.behind);
    footer_of(&spec.source_line, width, height, measure, &mut scene.behind);
    let frame = Frame::new(spec, plot);
    let mut inside = Vec::new();
    let mut labels = Labels::default();
    zones(spec, &frame, &mut inside);
    grid(&frame, measure, (&mut inside, &mut scene.behind));
    time_axis(spec, &frame, measure, (&mut inside, &mut scene.behind));
    bands(spec, &frame, &mut inside, &mut labels);
    lines(spec, &frame, &mut inside, &mut labels);
    let inner = ends::place(spec, (&frame, width), measure, &mut scene.front, &mut labels);
    marks(spec, &frame, &mut inside, (&mut scene.hits, &mut labels));
    mark_labels::place(spec, &frame, measure, (&scene.hits, &mut scene.front), &mut labels);
    for end in inner {
        ends::inside(&end, &frame, measure, &mut scene.front, &mut labels);
    }
    zone_labels(spec, &frame, measure, &mut scene.front, &mut labels);
    notes(spec, &frame, measure, &mut scene.front, &mut labels);
    scene.areas.push(Area { plot, window: frame.window, items: inside });
    scene
}

fn zones(spec: &ChartSpec, frame: &Frame, inside: &mut Vec<Item>) {
    for zone in &spec.zones {
        let Some(rect) = zone_rect(zone, frame) else { continue };
        inside.push(Item::Rect { rect, ink: Ink::Zone, faint: false, hollow: false });
        if rect.left > frame.plot.left + 1.0 {
            // The ground of a zone is too pale to be seen by itself: its beginning is a line.
            let points = vec![Point { x: rect.left, y: rect.top }, Point { x: rect.left, y: rect.bottom }];
            inside.push(Item::Path { points, ink: Ink::Axis, width: 1.0, dash: Some((2.0, 3.0)) });
        }
    }
}

/// The part of a zone that is on the chart.
fn zone_rect(zone: &Zone, frame: &Frame) -> Option<Rect> {
    let left = frame.x(zone.time.0).max(frame.plot.left);
    let right = frame.x(zone.time.1).min(frame.plot.right);
    (right - left >= 1.0).then_some(Rect { left, right, ..frame.plot })
}

/// Names zones, each as high up as nothing else is.
fn zone_labels(spec: &ChartSpec, frame: &Frame, measure: &dyn TextMeasure, front: &mut Vec<Item>, labels: &mut Labels) {
    let height = measure.height(TextRole::Label);
    for zone in &spec.zones {
        let width = measure.width(&zone.label, TextRole::Label);
        let Some(rect) = zone_rect(zone, frame).filter(|rect| width + GAP < rect.width()) else { continue };
        let left = rect.left + GAP * 0.75;
        let lines = (frame.plot.height() / height - 1.3).max(1.0) as usize;
        let spots = (0..lines).map(|line| {
            let y = frame.plot.top + height * (0.8 + line as f32);
            Rect::of_line(left, y, (width, height))
        });
        let fits = |&rect: &Rect| labels.is_free(rect) && labels.is_clear(rect);
        if let Some(rect) = spots.clone().find(fits).or_else(|| spots.clone().find(|&rect| labels.is_free(rect))) {
            labels.take(rect);
            let at = Point { x: left, y: (rect.top + rect.bottom) / 2.0 };
            front.push(Item::Text { at, anchor: Anchor::Left, text: zone.label.clone(), role: TextRole::Label, ink: Ink::Muted });
        }
    }
}

fn grid(frame: &Frame, measure: &dyn TextMeasure, (inside, behind): Inside<'_>) {
    let height = measure.height(TextRole::Label);
    let apart = frame.ticks.windows(2).map(|pair| frame.y(pair[0]) - frame.y(pair[1])).fold(f32::INFINITY, f32::min);
    // On a low chart not every line has room for its number.
    let every = (height / apart.max(0.1)).ceil().clamp(1.0, 100.0) as usize;
    for (number, &tick) in frame.ticks.iter().enumerate() {
        let y = frame.y(tick);
        let (ink, width) = if tick == 0.0 { (Ink::Axis, 1.5) } else { (Ink::Grid, 1.0) };
        let points = vec![Point { x: frame.plot.left, y }, Point { x: frame.plot.right, y }];
        inside.push(Item::Path { points, ink, width, dash: None });
        if !number.is_multiple_of(every) {
            continue;
        }
        let at = Point { x: frame.plot.left - GAP * 0.75, y };
        behind.push(Item::Text { at, anchor: Anchor::Right, text: compact(tick), role: TextRole::Label, ink: Ink::Muted });
    }
    if !frame.unit.is_empty() {
        let at = Point { x: 0.0, y: frame.plot.top - measure.height(TextRole::Label) };
        behind.push(Item::Text { at, anchor: Anchor::Left, text: frame.unit.clone(), role: TextRole::Label, ink: Ink::Muted });
    }
}

fn time_axis(spec: &ChartSpec, frame: &Frame, measure: &dyn TextMeasure, (inside, behind): Inside<'_>) {
    if spec.scale == TimeScale::Slots {
        return slots::axis(spec, frame, measure, (inside, behind));
    }
    let fit = |label: &str| (frame.plot.width() / (measure.width(label, TextRole::Label) + GAP)) as usize;
    let ticks = time_ticks(spec.time, if spec.whole_years { 0 } else { fit("Q4 2025") }, fit("2025"));
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
        if from < to && measure.width(&tick.label, TextRole::Label) <= room {
            let at = Point { x: frame.x((from + to) / 2.0), y };
            behind.push(Item::Text { at, anchor: Anchor::Middle, text: tick.label, role: TextRole::Label, ink: Ink::Muted });
        }
    }
}

fn lines(spec: &ChartSpec, frame: &Frame, inside: &mut Vec<Item>, labels: &mut Labels) {
    for line in &spec.lines {
        let points: Vec<Point> = line
            .points
            .iter()
            .filter(|(time, value)| time.is_finite() && value.is_finite())
            .map(|&(time, value)| Point { x: frame.x(time), y: frame.y(value) })
            .collect();
        if points.len() < 2 {
            continue;
        }
        labels.avoid_line(&points);
        let width = if line.strong { 3.0 } else { 1.5 };
        inside.push(Item::Path { points, ink: line.ink, width, dash: line.dash });
    }
}

fn marks(spec: &ChartSpec, frame: &Frame, inside: &mut Vec<Item>, (hits, labels): (&mut Vec<Hit>, &mut Labels)) {
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
        if let Some(rect) = filled_rect(mark, frame) {
            labels.avoid(rect);
        }
        found.add(mark.shape, index, hit_rect(mark, frame));
    }
    *hits = found.all();
    hits.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left).then(a.rect.top.total_cmp(&b.rect.top)));
}

/// Words in the data area, where there is room for them.
fn notes(spec: &ChartSpec, frame: &Frame, measure: &dyn TextMeasure, front: &mut Vec<Item>, labels: &mut Labels) {
    let height = measure.height(TextRole::Label);
    for note in &spec.notes {
        let at = Point { x: frame.x(note.at.0), y: frame.y(note.at.1) };
        let width = measure.width(&note.text, TextRole::Label);
        let left = match note.anchor {
            Anchor::Left => at.x,
            Anchor::Middle => at.x - width / 2.0,
            Anchor::Right => at.x - width,
        };
        // Moved along if it would leave the data area.
        let left = left.min(frame.plot.right - width).max(frame.plot.left);
        let rect = Rect::of_line(left, at.y, (width, height));
        if rect.right <= frame.plot.right && labels.place(rect.expand(1.0)) {
            // Over lines and hatching, words need a ground.
            front.push(Item::Rect { rect: rect.expand(2.0), ink: Ink::Paper, faint: false, hollow: false });
            let (at, text) = (Point { x: left, ..at }, note.text.clone());
            front.push(Item::Text { at, anchor: Anchor::Left, text, role: TextRole::Label, ink: note.ink });
        }
    }
}

fn bands(spec: &ChartSpec, frame: &Frame, inside: &mut Vec<Item>, labels: &mut Labels) {
    for band in &spec.bands {
        let line = |value: fn(&(f64, f64, f64)) -> f64| {
            band.points.iter().map(|point| Point { x: frame.x(point.0), y: frame.y(value(point)) }).collect()
        };
        let (upper, lower): (Vec<Point>, Vec<Point>) = (line(|point| point.2), line(|point| point.1));
        if band.depth == 0 {
            labels.avoid_between(&upper, &lower);
        }
        inside.push(Item::Band { upper, lower, ink: band.ink, depth: band.depth });
    }
}

/// The area that a bar or spread fills; other marks fill none.
fn filled_rect(mark: &Mark, frame: &Frame) -> Option<Rect> {
    let (left, right) = frame.across(mark.time);
    let (low, high) = match mark.shape {
        MarkShape::Bar => (mark.value.min(0.0), mark.value.max(0.0)),
        MarkShape::Spread => mark.range.unwrap_or((mark.value, mark.value)),
        MarkShape::Target | MarkShape::Dot | MarkShape::HitArea => return None,
    };
    Some(Rect { left, right, top: frame.y(high), bottom: frame.y(low) })
}

fn hit_rect(mark: &Mark, frame: &Frame) -> Rect {
    let (left, right) = frame.across(mark.time);
    let y = frame.y(mark.value);
    let (top, bottom) = filled_rect(mark, frame).map_or((y, y), |rect| (rect.top, rect.bottom));
    let (left, right) = match mark.shape {
        MarkShape::Dot | MarkShape::HitArea => ((left + right) / 2.0 - DOT_RADIUS, (left + right) / 2.0 + DOT_RADIUS),
        _ => (left, right),
    };
    let grow = |low: f32, high: f32| ((MIN_HIT - (high - low)) / 2.0).max(0.0);
    let (wider, taller) = (grow(left, right), grow(top, bottom));
    Rect { left: left - wider, right: right + wider, top: top - taller, bottom: bottom + taller }
}
