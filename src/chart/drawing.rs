//! Draws marks: bars, targets, dots, spreads, and the carets of open bounds.

use super::frame::Frame;
use super::scene::{Item, Point, Rect};
use super::{Caret, Ink, Mark, MarkShape};

pub(super) const DOT_RADIUS: f32 = 5.0;
pub(super) const TARGET_THICKNESS: f32 = 5.0;

/// Draws a mark.
pub(super) fn draw_mark(mark: &Mark, frame: &Frame, items: &mut Vec<Item>) {
    let (left, right) = frame.across(mark.time);
    let centre = Point { x: (left + right) / 2.0, y: frame.y(mark.value) };
    let rect = |top: f32, bottom: f32| Rect { left, top, right, bottom };
    match mark.shape {
        MarkShape::Bar => {
            let zero = frame.y(0.0);
            let rect = rect(centre.y.min(zero), centre.y.max(zero));
            items.push(Item::Rect { rect, ink: mark.ink, faint: mark.faint, hollow: mark.hollow || mark.hatched });
            if mark.hatched {
                hatching(rect, mark.ink, items);
            }
        }
        MarkShape::Target => target(rect(centre.y, centre.y), mark, items),
        MarkShape::Dot => items.push(Item::Dot { centre, radius: DOT_RADIUS, ink: mark.ink, hollow: mark.hollow }),
        MarkShape::HitArea => {}
        MarkShape::Spread => {
            for (depth, (low, high)) in mark.range.into_iter().chain(mark.inner.iter().copied()).enumerate() {
                items.push(band_of(rect(frame.y(high), frame.y(low)), mark.ink, if mark.faint { 0 } else { depth as u8 }));
            }
            if let (true, Some((low, high))) = (mark.faint, mark.range) {
                // Paler bands alone could not be told from the ground.
                items.push(outline(rect(frame.y(high), frame.y(low)), mark.ink));
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

/// A dashed line around a rectangle.
fn outline(rect: Rect, ink: Ink) -> Item {
    let Rect { left, top, right, bottom } = rect;
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    Item::Path { points: corners.map(|(x, y)| Point { x, y }).to_vec(), ink, width: 1.0, dash: Some((4.0, 3.0)) }
}

/// The length of the thick ends of a target, in points.
const TARGET_END: f32 = 13.0;

/// Draws a target: thick ends, and a thin line between them with a halo, so that it can be seen across a bar.
fn target(line: Rect, mark: &Mark, items: &mut Vec<Item>) {
    let bar = |left: f32, right: f32, half: f32, ink: Ink| Item::Rect {
        rect: Rect { left, right, top: line.top - half, bottom: line.top + half },
        ink,
        faint: false,
        hollow: mark.hollow && ink != Ink::Paper,
    };
    let half = TARGET_THICKNESS / 2.0;
    if mark.faint {
        // One that is no longer in force is an outline: paler, it could not be seen.
        let rect = Rect { top: line.top - half - 1.0, bottom: line.top + half + 1.0, ..line };
        items.push(Item::Rect { rect, ink: mark.ink, faint: false, hollow: true });
        return;
    }
    if line.width() < 4.0 * TARGET_END || mark.hollow {
        items.push(bar(line.left, line.right, half, mark.ink));
        return;
    }
    items.push(bar(line.left, line.right, half + 0.5, Ink::Paper));
    items.push(bar(line.left, line.right, 1.0, mark.ink));
    items.push(bar(line.left, line.left + TARGET_END, half, mark.ink));
    items.push(bar(line.right - TARGET_END, line.right, half, mark.ink));
}

/// Draws slanted lines over a rectangle.
fn hatching(rect: Rect, ink: Ink, items: &mut Vec<Item>) {
    const APART: f32 = 9.0;
    // The ends of the lines are cut off straight: they must not stick out.
    let rect = rect.expand(-2.0);
    let (width, height) = (rect.width(), rect.height());
    // Each line rises to the right, from the left or lower edge to the upper or right one.
    let count = ((width + height) / APART).min(400.0) as usize;
    for number in 1..=count {
        let along = number as f32 * APART;
        let from = Point { x: rect.left + (along - height).max(0.0), y: rect.top + along.min(height) };
        let until = Point { x: rect.left + along.min(width), y: rect.top + (along - width).max(0.0) };
        items.push(Item::Path { points: vec![from, until], ink, width: 2.5, dash: None });
    }
}

/// A rectangle as a band.
pub(super) fn band_of(rect: Rect, ink: Ink, depth: u8) -> Item {
    let line = |y: f32| vec![Point { x: rect.left, y }, Point { x: rect.right, y }];
    Item::Band { upper: line(rect.top), lower: line(rect.bottom), ink, depth }
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

/// The area that the caret of a mark takes.
pub(super) fn caret_rect(mark: &Mark, frame: &Frame) -> Option<Rect> {
    let (left, right) = frame.across(mark.time);
    let centre = Point { x: (left + right) / 2.0, y: frame.y(mark.value) };
    let Item::Path { points, .. } = caret_path(mark.caret?, centre, mark) else { return None };
    let (top, bottom) = (points[0].y.min(points[1].y), points[0].y.max(points[1].y));
    Some(Rect { left: points[0].x, right: points[2].x, top, bottom })
}
