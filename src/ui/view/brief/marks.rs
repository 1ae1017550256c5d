//! Paints what stands under and over the text of a block: chips under references with their signs, dots under free numbers.

use egui::{Galley, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::typeset::{chip_colours, rects, sign};
use crate::notebook::{BriefBlock, Target, TextRange};
use crate::ui::theme::{self, Palette};
use crate::writing::Look;

/// The shapes under the text of a block.
pub(super) fn under(block: &BriefBlock, look: &Look, galley: &Galley, at: Pos2, palette: &Palette) -> Vec<Shape> {
    let mut shapes = chips(block, look, galley, at, palette);
    let mut dotted = |range, colour| {
        for rect in rects(block, galley, at, range) {
            shapes.extend(dots(rect, colour));
        }
    };
    look.free(block.id).iter().for_each(|free| dotted(free.at, palette.error));
    look.lints(block.id).iter().for_each(|lint| dotted(lint.at, palette.warning));
    shapes
}

/// The grounds of the references of a block.
pub(super) fn chips(block: &BriefBlock, look: &Look, galley: &Galley, at: Pos2, palette: &Palette) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (index, reference) in block.references.iter().enumerate() {
        if reference.target == Target::Plain {
            continue;
        }
        let standings = look.reference(block.id, index).map_or(&[][..], |look| &look.standings);
        let (fill, line) = chip_colours(standings, palette);
        for (row, rect) in rects(block, galley, at, reference.at).into_iter().enumerate() {
            // The room for the sign belongs to the chip.
            let room = if row == 0 && sign(standings).is_some() { rect.height() * 0.4 } else { 0.0 };
            let chip = Rect::from_min_max(pos2(rect.left() - room - 2.0, rect.top() + 2.0), rect.max + vec2(2.0, -2.0));
            shapes.push(Shape::rect_filled(chip, 4.0, fill));
            if line != Stroke::NONE {
                shapes.push(Shape::rect_stroke(chip, 4.0, line, egui::StrokeKind::Inside));
            }
        }
    }
    shapes
}

/// A row of dots under a number that rests on nothing, and under a word for a chance with which something is wrong.
fn dots(rect: Rect, colour: egui::Color32) -> Vec<Shape> {
    let y = rect.bottom() - rect.height() * 0.16;
    let line = [pos2(rect.left(), y), pos2(rect.right(), y)];
    Shape::dotted_line(&line, colour, 3.5, 1.1)
}

/// Paints the signs before the references that need one.
pub(super) fn signs(painter: &Painter, block: &BriefBlock, look: &Look, galley: &Galley, at: Pos2, palette: &Palette) {
    for (index, reference) in block.references.iter().enumerate() {
        let standings = look.reference(block.id, index).map_or(&[][..], |look| &look.standings);
        let (Some(sign), Some(rect)) = (sign(standings), rects(block, galley, at, reference.at).into_iter().next()) else {
            continue;
        };
        let colour = match sign {
            "Δ" | "!" | "»" => palette.warning,
            "×" | "≠" => palette.error,
            _ => palette.muted,
        };
        let at = pos2(rect.left() - rect.height() * 0.2, rect.center().y);
        painter.text(at, egui::Align2::CENTER_CENTER, sign, theme::strong(rect.height() * 0.46), colour);
    }
}

/// The reference, the free number or the word for a chance that stands at a byte.
pub(super) fn at_byte(block: &BriefBlock, look: &Look, byte: usize) -> Option<super::state::Card> {
    let within = |range: TextRange| range.start <= byte && byte < range.end;
    let reference = block.references.iter().position(|reference| within(reference.at) && reference.target != Target::Plain);
    let free = || look.free(block.id).iter().position(|free| within(free.at));
    let chance = || look.lints(block.id).iter().position(|lint| within(lint.at));
    reference
        .map(|index| super::state::Card::Reference(block.id, index))
        .or_else(|| free().map(|index| super::state::Card::Free(block.id, index)))
        .or_else(|| chance().map(|index| super::state::Card::Chance(block.id, index)))
}
