//! The labels at the right ends of lines and bands, and of targets that stand there. Each stands at the height of its own end;
//! where several would cover each other they move apart as little as they can, and a thin line leads from each that moved to what
//! it names.

use super::drawing::DOT_RADIUS;
use super::frame::{Frame, GAP, MOMENT_HALF_WIDTH, TextMeasure};
use super::layout::reserved;
use super::mark_labels::ground;
use super::placing::Labels;
use super::scene::{Anchor, Item, Point, Rect, TextRole};
use super::words::cut;
use super::{ChartSpec, Ink, Mark, MarkShape, figures};

/// The room for a line that leads to a label that moved, in points.
const LEADER: f32 = 12.0;
/// A label this far from its end, in points, still stands at it.
const NEAR: f32 = 3.0;

/// A label that stands at the right end of something.
pub(super) struct End {
    /// The end, in points.
    at: Point,
    text: String,
    role: TextRole,
    ink: Ink,
}

/// A label, and the decimal year and value that it stands at.
struct Labelled {
    end: (f64, f64),
    text: String,
    role: TextRole,
    ink: Ink,
}

/// All labels of a chart that stand at right ends. A value among them is the one at the end that is shown, which moves with a
/// zoom.
fn labelled(spec: &ChartSpec) -> impl Iterator<Item = Labelled> {
    // What a zoom in values cuts off ends elsewhere: its value at the edge would be false.
    let is_cut = |value: f64| spec.values.is_some_and(|(low, high)| value <= low || value >= high);
    let lines = spec.lines.iter().filter(|line| !line.label.is_empty()).filter_map(move |line| {
        let role = if line.strong { TextRole::StrongLabel } else { TextRole::Label };
        let &end = line.points.iter().rfind(|(time, value)| time.is_finite() && value.is_finite())?;
        let text =
            if line.with_value && !is_cut(end.1) { format!("{} {}", figures(end.1, 2), line.label) } else { line.label.clone() };
        Some(Labelled { end, text, role, ink: line.ink })
    });
    let bands = spec.bands.iter().filter_map(move |band| {
        let &(time, low, high) = band.points.last().filter(|(_, low, high)| low.is_finite() && high.is_finite())?;
        let of = |value: f64, name: &str| {
            let text = if is_cut(value) { String::new() } else { format!("{} {name}", figures(value, 2)) };
            Labelled { end: (time, value), text, role: TextRole::Label, ink: Ink::Muted }
        };
        band.ends.map(|(lower, upper)| [of(low, lower), of(high, upper)])
    });
    // A target at the end of a fan would have its label on the fan.
    let targets = spec.marks.iter().filter(|mark| stands_at_end(spec, mark)).map(|mark| Labelled {
        end: (mark.time.bounds().1, mark.value),
        text: mark.label.clone(),
        role: TextRole::StrongLabel,
        ink: Ink::Target,
    });
    lines.chain(bands.flatten()).chain(targets).filter(|label| !label.text.is_empty())
}

/// Whether the label of a mark stands beside the data area: a target in force at the right end of a fan.
pub(super) fn stands_at_end(spec: &ChartSpec, mark: &Mark) -> bool {
    let until = mark.time.bounds().1;
    let has_fan = spec.bands.iter().any(|band| band.ends.is_some());
    let is_labelled = mark.shape == MarkShape::Target && !mark.faint && !mark.label.is_empty();
    has_fan && is_labelled && is_at_edge(spec, until) && is_at_edge(spec, 2.0 * spec.time.1 - until)
}

/// Whether a time is at the right edge of a chart, or beyond it.
fn is_at_edge(spec: &ChartSpec, time: f64) -> bool {
    time >= spec.time.1 - 0.03 * (spec.time.1 - spec.time.0)
}

/// Labels take at most this part of the width of a chart; longer ones are cut.
const MOST_WIDTH: f32 = 0.4;

/// The room that a chart of this width needs beside its data area for labels at right ends.
pub(super) fn room(spec: &ChartSpec, width: f32) -> f32 {
    let mut count = 0;
    let widest = labelled(spec)
        .filter(|label| is_at_edge(spec, label.end.0))
        .inspect(|_| count += 1)
        .map(|label| reserved(&label.text))
        .fold(0.0, f32::max);
    match (widest.min(width * MOST_WIDTH), count) {
        (0.0, _) => GAP,
        (label, 1) => label + 2.0 * GAP + MOMENT_HALF_WIDTH,
        (label, _) => label + 2.0 * GAP + MOMENT_HALF_WIDTH + LEADER,
    }
}

/// Places the labels of what ends at the right edge, beside the data area, and takes their places. Returns the others.
pub(super) fn place(
    spec: &ChartSpec,
    (frame, width): (&Frame, f32),
    measure: &dyn TextMeasure,
    front: &mut Vec<Item>,
    labels: &mut Labels,
) -> Vec<End> {
    let (outer, inner): (Vec<Labelled>, Vec<Labelled>) = labelled(spec).partition(|label| is_at_edge(spec, label.end.0));
    let placed = |labels: Vec<Labelled>| -> Vec<End> {
        let at = |(time, value): (f64, f64)| Point { x: frame.x(time), y: frame.y(value) };
        labels.into_iter().map(|Labelled { end, text, role, ink }| End { at: at(end), text, role, ink }).collect()
    };
    let (outer, inner) = (placed(outer), placed(inner));
    beside(outer, (frame, width), measure, front, labels);
    inner
}

fn beside(
    mut ends: Vec<End>,
    (frame, right): (&Frame, f32),
    measure: &dyn TextMeasure,
    front: &mut Vec<Item>,
    labels: &mut Labels,
) {
    let height = measure.height(TextRole::Label);
    ends.sort_by(|a, b| a.at.y.total_cmp(&b.at.y));
    let wanted: Vec<f32> = ends.iter().map(|end| end.at.y.max(frame.plot.top)).collect();
    let placed = apart(&wanted, height, (frame.plot.top, frame.plot.bottom));
    let has_moved = |index: usize| (placed[index] - wanted[index]).abs() > NEAR;
    let shift = if (0..ends.len()).any(has_moved) { LEADER } else { 0.0 };
    for (index, (end, &y)) in ends.iter().zip(&placed).enumerate() {
        // Leaves room for a mark at the end of the line.
        let from = end.at.x + MOMENT_HALF_WIDTH + GAP * 0.5;
        let at = Point { x: from + shift, y };
        if has_moved(index) {
            let points = vec![Point { x: from - GAP * 0.5, y: wanted[index] }, Point { x: at.x - 3.0, y }];
            front.push(Item::Path { points, ink: end.ink, width: 1.0, dash: None });
        }
        let text = cut(&end.text, right - at.x, end.role, measure);
        let width = measure.width(&text, end.role);
        labels.take(Rect::of_line(at.x, y, (width, height)));
        front.push(Item::Text { at, anchor: Anchor::Left, text, role: end.role, ink: end.ink });
    }
}

/// Places a label at an end that lies inside the data area: beside it, above or below it, or farther up or down with a line that
/// leads to it, rather where nothing is drawn.
pub(super) fn inside(end: &End, frame: &Frame, measure: &dyn TextMeasure, front: &mut Vec<Item>, labels: &mut Labels) {
    let (width, height) = (measure.width(&end.text, end.role), measure.height(end.role));
    let spots = spots(end, frame, width, height);
    let is_free = |spot: &&Spot| labels.is_free(spot.rect) && spot.leader.is_none_or(|leader| labels.is_free(leader));
    let is_clear = |spot: &&Spot| labels.is_clear(spot.rect) && spot.leader.is_none_or(|leader| labels.is_clear(leader));
    let best = spots.iter().filter(is_free).find(is_clear).or_else(|| spots.iter().find(is_free));
    let Some(spot) = best.or_else(|| spots.first()) else { return };
    if let Some(leader) = spot.leader {
        let x = (leader.left + leader.right) / 2.0;
        let points = vec![Point { x, y: leader.top }, Point { x, y: leader.bottom }];
        front.push(Item::Path { points, ink: end.ink, width: 1.0, dash: None });
    }
    ground(spot.rect, front, labels);
    labels.take(spot.rect);
    let at = Point { x: spot.rect.left, y: (spot.rect.top + spot.rect.bottom) / 2.0 };
    front.push(Item::Text { at, anchor: Anchor::Left, text: end.text.clone(), role: end.role, ink: end.ink });
}

/// A place for a label, and that of the line that leads from it to what it names.
struct Spot {
    rect: Rect,
    leader: Option<Rect>,
}

/// The places for a label of an end inside the data area, the best first.
fn spots(end: &End, frame: &Frame, width: f32, height: f32) -> Vec<Spot> {
    const FARTHEST: usize = 6;
    let Point { x, y } = end.at;
    let beside = x + MOMENT_HALF_WIDTH + GAP * 0.5;
    let near = x + DOT_RADIUS + 3.0;
    let left = (x - 2.0 - width).max(frame.plot.left);
    let rect = |left: f32, y: f32| Rect::of_line(left, y, (width, height));
    let mut spots = vec![(rect(near, y), None), (rect(beside, y), None), (rect(left, y - height * 0.8), None)];
    spots.push((rect(left, y + height * 0.8), None));
    for step in 1..FARTHEST {
        let away = height * (0.8 + step as f32);
        let leader = |from: f32, until: f32| Some(Rect { left: x - 0.5, right: x + 0.5, top: from, bottom: until });
        let start = (x - width / 2.0).max(frame.plot.left);
        spots.push((rect(start, y - away), leader(y - away + height / 2.0, y - 3.0)));
        spots.push((rect(start, y + away), leader(y + 3.0, y + away - height / 2.0)));
    }
    let plot = frame.plot;
    let fits = |rect: &Rect| rect.right <= plot.right && rect.top >= plot.top - height && rect.bottom <= plot.bottom;
    spots.into_iter().filter(|(rect, _)| fits(rect)).map(|(rect, leader)| Spot { rect, leader }).collect()
}

/// Moves heights, in ascending order, at least `least` apart and into a range, so that the squares of the ways are the smallest
/// possible (isotonic regression by pooling adjacent violators; Barlow et al., *Statistical Inference under Order Restrictions*,
/// 1972). A range that is too short is left at its end.
fn apart(wanted: &[f32], least: f32, (top, bottom): (f32, f32)) -> Vec<f32> {
    // Pools of neighbours that touch: their mean position and how many they are.
    let mut pools: Vec<(f32, usize)> = Vec::new();
    for (index, &y) in wanted.iter().enumerate() {
        let mut pool = (y - index as f32 * least, 1);
        while let Some(&(mean, count)) = pools.last().filter(|(mean, _)| *mean > pool.0) {
            pools.pop();
            let all = count + pool.1;
            pool = ((mean * count as f32 + pool.0 * pool.1 as f32) / all as f32, all);
        }
        pools.push(pool);
    }
    let last = (bottom - wanted.len().saturating_sub(1) as f32 * least).max(top);
    let means = pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean.clamp(top, last), count));
    means.enumerate().map(|(index, mean)| mean + index as f32 * least).collect()
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn labels_move_apart_and_no_farther_than_they_must() {
        let range = (0.0, 200.0);
        assert_eq!(apart(&[10.0, 50.0], 16.0, range), [10.0, 50.0], "what has room stays");
        assert_eq!(apart(&[50.0, 50.0], 16.0, range), [42.0, 58.0], "both give way alike");
        assert_eq!(apart(&[50.0, 51.0, 120.0], 16.0, range), [42.5, 58.5, 120.0], "others stay");
        assert_eq!(apart(&[0.0, 1.0, 2.0], 16.0, range), [0.0, 16.0, 32.0], "into the range");
        assert_eq!(apart(&[199.0, 199.0], 16.0, range), [184.0, 200.0]);
        assert_eq!(apart(&[5.0, 5.0, 5.0], 16.0, (0.0, 10.0)), [0.0, 16.0, 32.0], "a range that is too short");
        assert!(apart(&[], 16.0, range).is_empty());
    }
}
