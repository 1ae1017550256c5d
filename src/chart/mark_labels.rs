//! The labels of marks: beside each mark where nothing else is, and dropped where there is no such place. What is in force is
//! always labelled.

use super::drawing::{DOT_RADIUS, TARGET_THICKNESS, caret_rect};
use super::frame::{Frame, TextMeasure};
use super::placing::Labels;
use super::scene::{Anchor, Hit, Item, Point, Rect, TextRole};
use super::{Caret, ChartSpec, Ink, Mark, MarkShape, ends};

/// So many lines further up, a label is still seen to belong to its mark.
const NEAR_LINES: usize = 3;

/// Labels the marks of a chart, and takes the places of marks and labels.
pub(super) fn place(
    spec: &ChartSpec,
    frame: &Frame,
    measure: &dyn TextMeasure,
    (hits, front): (&[Hit], &mut Vec<Item>),
    labels: &mut Labels,
) {
    // Important marks get their labels first: fresh before faint ones, then targets before others.
    let mut hits: Vec<&Hit> = hits.iter().collect();
    hits.sort_by_key(|hit| {
        let mark = &spec.marks[hit.marks[0]];
        (mark.faint, mark.shape != MarkShape::Target)
    });
    for hit in &hits {
        take_marks(spec, hit, frame, labels);
    }
    for hit in hits {
        let mark = &spec.marks[hit.marks[0]];
        if !mark.label.is_empty() && !ends::stands_at_end(spec, mark) {
            Place { mark, frame, height: measure.height(TextRole::Label) }.label(hit.marks.len(), measure, front, labels);
        }
    }
}

/// No label covers a dot, a target or a caret.
fn take_marks(spec: &ChartSpec, hit: &Hit, frame: &Frame, labels: &mut Labels) {
    for caret in hit.marks.iter().filter_map(|&mark| caret_rect(&spec.marks[mark], frame)) {
        labels.take(caret);
    }
    let inset = match spec.marks[hit.marks[0]].shape {
        MarkShape::Target => (hit.rect.height() - TARGET_THICKNESS) / 2.0,
        MarkShape::Dot => 2.0,
        _ => return,
    };
    labels.take(Rect { top: hit.rect.top + inset, bottom: hit.rect.bottom - inset, ..hit.rect });
}

/// A mark whose label is placed.
struct Place<'a> {
    mark: &'a Mark,
    frame: &'a Frame,
    /// The height of a line, in points.
    height: f32,
}

impl Place<'_> {
    /// Half the height or width of the mark itself, with a gap.
    fn own(&self) -> f32 {
        if self.mark.shape == MarkShape::Dot { DOT_RADIUS + 4.0 } else { 5.0 }
    }

    /// The heights of a label above and below the mark.
    fn above_and_below(&self) -> (f32, f32) {
        let Self { mark, frame, height } = *self;
        let clear = if mark.caret == Some(Caret::Up) { self.own() + 7.0 } else { self.own() };
        // The label of a spread belongs to the line in it, not to its upper end.
        let top = match (mark.shape, mark.range) {
            (MarkShape::Spread, _) | (_, None) => mark.value,
            (_, Some((_, high))) => high.max(mark.value),
        };
        (frame.y(top) - clear - height / 2.0, frame.y(mark.value) + self.own() + 1.0 + height / 2.0)
    }

    /// Whether what it says is in force, and so is always said.
    fn must(&self) -> bool {
        self.mark.shape == MarkShape::Target && !self.mark.faint
    }

    /// Whether there is no room for even a single letter at any of the places around the mark.
    fn is_crowded(&self, labels: &Labels) -> bool {
        const LETTER: f32 = 6.0;
        let (above, below) = self.above_and_below();
        let away = self.own() + 4.0 + LETTER / 2.0;
        let (left, right) = self.frame.across(self.mark.time);
        let (x, y) = ((left + right) / 2.0, self.frame.y(self.mark.value));
        let spots = [(x, above), (x, below), (right + away, y), (left - away, y)];
        spots.iter().all(|&at| !labels.is_free(around(at, LETTER, self.height)))
    }

    /// The middles of a label of some width beside the mark, the best first.
    fn spots(&self, width: f32) -> Vec<(f32, f32)> {
        let Self { mark, frame, height } = *self;
        let plot = frame.plot;
        let (left, right) = frame.across(mark.time);
        let (above, below) = self.above_and_below();
        let middle = self.middle(width);
        let away = self.own() + 4.0 + width / 2.0;
        let (after, before) = ((right + away, frame.y(mark.value)), (left - away, frame.y(mark.value)));
        let spots = match self.must() {
            true => vec![(middle, above), after, (middle, below), before],
            // Beside a bar is the place of its neighbour.
            false if matches!(mark.shape, MarkShape::Bar | MarkShape::Spread) => vec![(middle, above), (middle, below)],
            false => vec![(middle, above), (middle, below), after, before],
        };
        let is_inside = |x: f32| x == middle || (x - width / 2.0 >= plot.left && x + width / 2.0 <= plot.right);
        let is_beside = |y: f32| y >= plot.top - height * 1.5 && y <= plot.bottom - height / 2.0;
        spots.into_iter().filter(|&(x, y)| is_inside(x) && is_beside(y)).collect()
    }

    /// Where the middle of a label of some width is, across, that stands above or below the mark.
    fn middle(&self, width: f32) -> f32 {
        let (left, right) = self.frame.across(self.mark.time);
        let least = self.frame.plot.left + width / 2.0;
        ((left + right) / 2.0).clamp(least, (self.frame.plot.right - width / 2.0).max(least))
    }

    /// Places line by line further up.
    fn further(&self, width: f32) -> Vec<(f32, f32)> {
        const MOST_LINES: usize = 6;
        let (x, above) = (self.middle(width), self.above_and_below().0);
        (0..MOST_LINES).map(|line| (x, above - self.height * line as f32)).collect()
    }

    fn label(&self, count: usize, measure: &dyn TextMeasure, front: &mut Vec<Item>, labels: &mut Labels) {
        let Self { mark, height, .. } = *self;
        // Measuring a text costs more than all else: where many marks crowd, not even a narrow one has room.
        if !self.must() && self.is_crowded(labels) {
            return;
        }
        let text = if count == 1 { mark.label.clone() } else { format!("{} ({count}×)", mark.label) };
        let width = measure.width(&text, TextRole::StrongLabel);
        let spots = self.spots(width);
        let rect = |&at: &(f32, f32)| around(at, width, height);
        let is_free = |at: &&(f32, f32)| labels.is_free(apart(rect(at)));
        let is_clear = |at: &&(f32, f32)| is_free(at) && labels.is_clear(rect(at));
        // What is in force is said in any case: further up, and if need be over something else.
        let further = if self.must() { self.further(width) } else { Vec::new() };
        let is_unfilled = |at: &&(f32, f32)| is_free(at) && labels.is_unfilled(rect(at));
        let near = spots.iter().find(is_clear).or_else(|| spots.iter().find(is_unfilled));
        let best = near.or_else(|| further.iter().take(NEAR_LINES).find(is_clear)).or_else(|| spots.iter().find(is_free));
        let Some(&at) = best.or_else(|| further.iter().find(is_free)).or_else(|| further.last()) else { return };
        let ink = match (mark.shape, mark.faint) {
            (_, true) => Ink::Muted,
            (MarkShape::Target, false) => Ink::Target,
            _ => Ink::Text,
        };
        let rect = rect(&at);
        ground(rect, front, labels);
        labels.take(rect.expand(1.0));
        front.push(Item::Text { at: Point { x: at.0, y: at.1 }, anchor: Anchor::Middle, text, role: TextRole::StrongLabel, ink });
    }
}

/// The box of a text with the room that it keeps to others: two numbers side by side read as one.
fn apart(rect: Rect) -> Rect {
    Rect { left: rect.left - 5.0, right: rect.right + 5.0, top: rect.top - 1.0, bottom: rect.bottom + 1.0 }
}

/// The box of a text around its middle.
fn around((x, y): (f32, f32), width: f32, height: f32) -> Rect {
    Rect::of_line(x - width / 2.0, y, (width, height))
}

/// Gives words a ground if they stand over lines, bands or bars, on which no ink could be read in both themes.
pub(super) fn ground(rect: Rect, front: &mut Vec<Item>, labels: &Labels) {
    if !labels.is_clear(rect) {
        front.push(Item::Rect { rect: rect.expand(1.0), ink: Ink::Paper, faint: false, hollow: false });
    }
}
