//! Draws a chart into a PDF: the same shapes as in SVG, its words as text.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;

use super::fonts::{Face, Fonts};
use super::lines::{Word, one_line};
use crate::chart::{Anchor, FileStyle, Ink, Item, Scene, type_of};

/// Draws a scene.
pub(super) fn draw(surface: &mut Surface<'_>, scene: &Scene, fonts: &mut Fonts) {
    for item in scene.items() {
        draw_item(surface, item, fonts);
    }
}

fn colour(ink: Ink) -> [u8; 3] {
    (FileStyle::PAPER.ink)(ink)
}

pub(super) fn fill([red, green, blue]: [u8; 3], opacity: f32) -> Fill {
    let opacity = NormalizedF32::new(opacity.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE);
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity, rule: FillRule::NonZero }
}

pub(super) fn stroke([red, green, blue]: [u8; 3], width: f32, dash: Option<(f32, f32)>) -> Stroke {
    Stroke {
        paint: rgb::Color::new(red, green, blue).into(),
        width,
        miter_limit: 4.0,
        line_cap: LineCap::Butt,
        line_join: LineJoin::Round,
        opacity: NormalizedF32::ONE,
        dash: dash.map(|(dash, gap)| StrokeDash { array: vec![dash, gap], offset: 0.0 }),
    }
}

fn path_of(points: impl Iterator<Item = (f32, f32)>, closes: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for (number, (x, y)) in points.enumerate() {
        if number == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    if closes {
        builder.close();
    }
    builder.finish()
}

fn circle((x, y): (f32, f32), radius: f32) -> Option<Path> {
    // A quarter of a circle as a Bézier curve.
    let bend = radius * 0.552_285;
    let mut builder = PathBuilder::new();
    builder.move_to(x + radius, y);
    builder.cubic_to(x + radius, y + bend, x + bend, y + radius, x, y + radius);
    builder.cubic_to(x - bend, y + radius, x - radius, y + bend, x - radius, y);
    builder.cubic_to(x - radius, y - bend, x - bend, y - radius, x, y - radius);
    builder.cubic_to(x + bend, y - radius, x + radius, y - bend, x + radius, y);
    builder.close();
    builder.finish()
}

fn paint(surface: &mut Surface<'_>, path: Option<Path>, fill: Option<Fill>, stroke: Option<Stroke>) {
    if let Some(path) = path {
        surface.set_fill(fill);
        surface.set_stroke(stroke);
        surface.draw_path(&path);
    }
}

fn draw_item(surface: &mut Surface<'_>, item: &Item, fonts: &mut Fonts) {
    match item {
        Item::Rect { rect, ink, faint, hollow } => {
            let mut builder = PathBuilder::new();
            if let Some(rect) = Rect::from_ltrb(rect.left, rect.top, rect.right.max(rect.left), rect.bottom.max(rect.top)) {
                builder.push_rect(rect);
            }
            let ink = colour(*ink);
            let (fill, line) = match (hollow, faint) {
                (true, _) => (None, Some(stroke(ink, 2.0, None))),
                (false, true) => (Some(fill(ink, 0.35)), None),
                (false, false) => (Some(fill(ink, 1.0)), None),
            };
            paint(surface, builder.finish(), fill, line);
        }
        Item::Path { points, ink, width, dash } => {
            let path = path_of(points.iter().map(|point| (point.x, point.y)), false);
            paint(surface, path, None, Some(stroke(colour(*ink), *width, *dash)));
        }
        Item::Band { upper, lower, ink, depth } => {
            let outline = upper.iter().chain(lower.iter().rev()).map(|point| (point.x, point.y));
            let opacity = (FileStyle::PAPER.band_opacity)(*depth);
            paint(surface, path_of(outline, true), Some(fill(colour(*ink), opacity)), None);
        }
        Item::Dot { centre, radius, ink, hollow } => {
            let ink = colour(*ink);
            let ground = if *hollow { FileStyle::PAPER.ground } else { ink };
            let path = circle((centre.x, centre.y), *radius);
            paint(surface, path, Some(fill(ground, 1.0)), Some(stroke(ink, 2.0, None)));
        }
        Item::Text { at, anchor, text, role, ink } => {
            let (size, weight) = type_of(*role);
            let face = if weight > 500 { Face::SansBold } else { Face::Sans };
            let text = crate::notebook::visible(text).into_owned();
            let (words, wide) = one_line(&text, (face, size), fonts);
            let x = match anchor {
                Anchor::Left => at.x,
                Anchor::Middle => at.x - wide / 2.0,
                Anchor::Right => at.x - wide,
            };
            surface.set_fill(Some(fill(colour(*ink), 1.0)));
            surface.set_stroke(None);
            // The middle of a line is about a third of the size above its baseline.
            let y = at.y + size * 0.36;
            draw_words(surface, &words, (x, y));
        }
    }
}

/// Draws words from a point on their line.
pub(super) fn draw_words(surface: &mut Surface<'_>, words: &[Word], (left, baseline): (f32, f32)) {
    for word in words {
        let mut x = left + word.x;
        for run in word.shaped.iter() {
            let place = Point::from_xy(x, baseline - word.look.raise);
            surface.draw_glyphs(place, &run.glyphs, run.font.clone(), &word.text, word.look.size, false);
            x += run.width * word.look.size;
        }
    }
}
