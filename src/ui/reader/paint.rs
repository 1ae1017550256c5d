//! Highlights, selection and text of the blocks in sight.

use std::ops::Range;

use egui::{Align2, Color32, Pos2, Rect, Role, Sense, Ui, pos2, vec2};

use super::Page;
use super::highlights::Highlight;
use crate::notebook::{BlockKind, TextRange};
use crate::ui::state::View;
use crate::ui::{theme, widgets};

const UNDERLINE: f32 = 1.6;
const MAX_LANES: usize = 3;

pub(super) fn blocks(ui: &mut Ui, page: &Page<'_>, origin: Pos2, visible: Range<f32>, view: &View) {
    let palette = theme::palette(ui.ctx());
    let selected = page.workspace.selection.words();
    for place in page.layout.blocks_in(visible.start, visible.end) {
        let Some((block, galley, at)) = page.layout.placed(place) else { continue };
        let top_left = origin + at.to_vec2();
        let rect = Rect::from_min_size(top_left, galley.size());
        let here = ui.interact(rect, ui.scope_id().with(("block", place)), Sense::hover());
        widgets::named(&here, Role::Label, page.layout.text_of(block));
        ornaments(ui, block.kind, top_left, &galley);
        for highlight in page.highlights.iter().filter(|highlight| highlight.range.overlaps(block.range)) {
            paint_highlight(ui, &page.layout.rects_in(place, highlight.range), origin, highlight);
        }
        if view.find.open {
            for (number, hit) in view.find.hits.iter().enumerate().filter(|(_, hit)| hit.overlaps(block.range)) {
                let colour = if number == view.find.current { palette.found_chosen } else { palette.found };
                fill(ui, &page.layout.rects_in(place, *hit), origin, colour);
            }
        }
        if let Some(range) = selected {
            fill(ui, &page.layout.rects_in(place, range), origin, palette.selected.gamma_multiply(0.85));
            newline_mark(ui, page, place, block.range, range, origin);
        }
        caret(ui, page, block.range, origin);
        ui.painter().galley(top_left, galley, palette.text);
    }
}

/// Where the keyboard goes on selecting from, after a click.
fn caret(ui: &Ui, page: &Page<'_>, block: TextRange, origin: Pos2) {
    let place = page.workspace.selection.text.filter(|text| text.range().is_empty()).map(|text| text.head);
    if let Some(byte) = place.filter(|&byte| block.start <= byte && byte <= block.end)
        && let Some(caret) = page.layout.caret(byte)
    {
        let caret = caret.translate(origin.to_vec2());
        let line =
            Rect::from_min_max(pos2(caret.left() - 0.5, caret.top() + 4.0), pos2(caret.left() + 1.0, caret.bottom() - 3.0));
        ui.painter().rect_filled(line, 0.0, theme::palette(ui.ctx()).muted);
    }
}

/// Bullet, number or bar beside a block.
fn ornaments(ui: &Ui, kind: BlockKind, at: Pos2, galley: &egui::Galley) {
    let palette = theme::palette(ui.ctx());
    let line = galley.rows.first().map_or(0.0, |row| row.size.y);
    match kind {
        BlockKind::ListItem { number: None, .. } => {
            ui.painter().circle_filled(pos2(at.x - 12.0, at.y + line / 2.0), 2.6, palette.muted);
        }
        BlockKind::ListItem { number: Some(number), .. } => {
            let place = pos2(at.x - 8.0, at.y + line / 2.0);
            ui.painter().text(place, Align2::RIGHT_CENTER, format!("{number}."), theme::plain(line * 0.55), palette.muted);
        }
        BlockKind::Quote => {
            let bar = Rect::from_min_size(pos2(at.x - 16.0, at.y), vec2(3.0, galley.size().y));
            ui.painter().rect_filled(bar, 1.5, palette.border_strong);
        }
        _ => {}
    }
}

fn paint_highlight(ui: &Ui, rects: &[Rect], origin: Pos2, highlight: &Highlight) {
    let ground = if highlight.chosen { highlight.ink.fill_chosen } else { highlight.ink.fill };
    // What lies under another highlight shines through it.
    let ground = if highlight.lane == 0 { ground } else { ground.gamma_multiply(0.6) };
    fill(ui, rects, origin, ground);
    let lane = highlight.lane.min(MAX_LANES) as f32;
    let thickness = if highlight.chosen { UNDERLINE + 1.0 } else { UNDERLINE };
    for rect in rects {
        let rect = rect.translate(origin.to_vec2());
        // Further lanes go down into the space between two rows, never up through the letters.
        let top = rect.bottom() - 5.0 + lane * (UNDERLINE + 0.6);
        let line = Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), top + thickness));
        ui.painter().rect_filled(line, 0.0, highlight.ink.line.gamma_multiply(if highlight.chosen { 1.0 } else { 0.75 }));
    }
    if let (true, Some(first)) = (highlight.chosen, rects.first()) {
        let first = first.translate(origin.to_vec2());
        let bar = Rect::from_min_max(pos2(first.left() - 3.0, first.top() + 2.0), pos2(first.left(), first.bottom() - 1.0));
        ui.painter().rect_filled(bar, 1.0, highlight.ink.line);
    }
}

fn fill(ui: &Ui, rects: &[Rect], origin: Pos2, colour: Color32) {
    for rect in rects {
        let rect = rect.translate(origin.to_vec2());
        ui.painter().rect_filled(
            Rect::from_min_max(pos2(rect.left(), rect.top() + 2.0), pos2(rect.right(), rect.bottom() - 1.0)),
            2.0,
            colour,
        );
    }
}

/// A selection that goes on into the next block shows that the end of this one is in it.
fn newline_mark(ui: &Ui, page: &Page<'_>, place: usize, block: TextRange, range: TextRange, origin: Pos2) {
    if range.start < block.end
        && range.end > block.end
        && let Some(caret) = page.layout.caret(block.end).map(|caret| caret.translate(origin.to_vec2()))
        && page.document.blocks.len() > place + 1
    {
        let mark = Rect::from_min_size(pos2(caret.left(), caret.top() + 2.0), vec2(6.0, caret.height() - 3.0));
        ui.painter().rect_filled(mark, 2.0, theme::palette(ui.ctx()).selected.gamma_multiply(0.85));
    }
}
