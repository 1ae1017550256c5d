//! The time axis of years in slots: the months of a year below its days, and the year below its bar.

use super::frame::{Frame, GAP, Inside, TextMeasure};
use super::scene::{Anchor, Item, Point, TextRole};
use super::{ChartSpec, Ink, TimeScale};

/// The months that are named, if there is room.
const MONTHS: [(f64, &str); 4] = [(0.0, "Jan"), (3.0, "Apr"), (6.0, "Jul"), (9.0, "Oct")];

/// Draws the axis: ticks and names inside and below the data area.
pub(super) fn axis(spec: &ChartSpec, frame: &Frame, measure: &dyn TextMeasure, (inside, behind): Inside<'_>) {
    let y = frame.plot.bottom + GAP * 0.5 + measure.height(TextRole::Label) / 2.0;
    let (first, last) = (spec.time.0.floor() as i64, spec.time.1.ceil() as i64);
    let slot = frame.x(spec.time.0 + 1.0) - frame.x(spec.time.0);
    let quarter = slot * (TimeScale::Slots.at(0.25) as f32);
    let months: &[(f64, &str)] = if quarter >= measure.width("Apr", TextRole::Label) + GAP { &MONTHS } else { &[] };
    let is_inside = |x: f32| (frame.plot.left - 0.5..=frame.plot.right + 0.5).contains(&x);
    let text = |x: f32, text: String, role: TextRole, ink: Ink| Item::Text {
        at: Point { x, y },
        anchor: Anchor::Middle,
        text,
        role,
        ink,
    };
    for year in first..last {
        let start = frame.x(year as f64);
        if year > first && is_inside(start) {
            let points = vec![Point { x: start, y: frame.plot.top }, Point { x: start, y: frame.plot.bottom }];
            inside.push(Item::Path { points, ink: Ink::Grid, width: 1.0, dash: None });
        }
        for (month, name) in months {
            let x = frame.x(year as f64 + TimeScale::Slots.at(month / 12.0));
            let half = measure.width(name, TextRole::Label) / 2.0;
            if is_inside(x) {
                let points = vec![Point { x, y: frame.plot.bottom }, Point { x, y: frame.plot.bottom + 5.0 }];
                inside.push(Item::Path { points, ink: Ink::Axis, width: 1.0, dash: None });
                behind.push(text((x + half).max(frame.plot.left + half), (*name).to_owned(), TextRole::Label, Ink::Muted));
            }
        }
        let (left, right) = TimeScale::BAR;
        let middle = frame.x(year as f64 + (left + right) / 2.0);
        if is_inside(middle) {
            behind.push(text(middle, year.to_string(), TextRole::StrongLabel, Ink::Text));
        }
    }
}
