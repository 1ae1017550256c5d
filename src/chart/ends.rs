//! The labels at the right ends of lines and bands, and of targets that stand there. Each stands at the height of its own end;
//! where several would cover each other they move apart as little as they can, and a thin line leads from each that moved to what
//! it names.

use super::frame::{Frame, GAP, MOMENT_HALF_WIDTH, TextMeasure};
use super::layout::reserved;
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
    let near = 0.03 * (spec.time.1 - spec.time.0);
    let until = mark.time.bounds().1;
    let has_fan = spec.bands.iter().any(|band| band.ends.is_some());
    has_fan && mark.shape == MarkShape::Target && !mark.faint && !mark.label.is_empty() && (until - spec.time.1).abs() <= near
}

/// Labels take at most this part of the width of a chart; longer ones are cut.
const MOST_WIDTH: f32 = 0.4;

/// The room that a chart of this width needs beside its data area for labels at right ends.
pub(super) fn room(spec: &ChartSpec, width: f32) -> f32 {
    let mut count = 0;
    let widest = labelled(spec).inspect(|_| count += 1).map(|label| reserved(&label.text)).fold(0.0, f32::max);
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
    let (outer, inner): (Vec<End>, Vec<End>) = labelled(spec)
        .map(|Labelled { end, text, role, ink }| End { at: Point { x: frame.x(end.0), y: frame.y(end.1) }, text, role, ink })
        .partition(|end| end.at.x + MOMENT_HALF_WIDTH + LEADER >= frame.plot.right);
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
        labels.take(Rect { left: at.x, top: y - height / 2.0, right: at.x + width, bottom: y + height / 2.0 });
        front.push(Item::Text { at, anchor: Anchor::Left, text, role: end.role, ink: end.ink });
    }
}

/// Places a label above an end that lies inside the data area; a little higher each time, where there is something already.
pub(super) fn above(end: &End, frame: &Frame, measure: &dyn TextMeasure, front: &mut Vec<Item>, labels: &mut Labels) {
    const TRIES: usize = 6;
    let (width, height) = (measure.width(&end.text, end.role), measure.height(end.role));
    let right = (end.at.x - 2.0).max(frame.plot.left + width);
    for step in 0..TRIES {
        let y = end.at.y - height * (0.8 + step as f32);
        let rect = Rect { left: right - width, right, top: y - height / 2.0, bottom: y + height / 2.0 };
        if labels.place(rect) || step + 1 == TRIES {
            if step > 0 {
                let points = vec![Point { x: right + 3.0, y: y + height / 2.0 }, Point { x: end.at.x, y: end.at.y - 2.0 }];
                // Under the words that have their place already.
                front.insert(0, Item::Path { points, ink: end.ink, width: 1.0, dash: None });
            }
            let at = Point { x: right, y };
            front.push(Item::Text { at, anchor: Anchor::Right, text: end.text.clone(), role: end.role, ink: end.ink });
            return;
        }
    }
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
