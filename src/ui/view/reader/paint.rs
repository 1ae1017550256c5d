//! Paints the pieces in sight: highlights, matches, selection and text.

use egui::emath::GuiRounding as _;
use egui::{Align2, Color32, Mesh, Rect, Ui, pos2, vec2};

use super::highlights::{self, Highlight};
use super::page::Page;
use super::scroll::Placed;
use crate::notebook::{BlockKind, TextRange};
use crate::ui::theme;
use crate::ui::view::state::View;

const UNDERLINE: f32 = 1.6;
const MAX_LANES: usize = 3;

pub(super) fn page(ui: &Ui, page: &Page<'_>, view: &View) {
    let palette = page.layout.palette;
    let selected = page.workspace.selection.words();
    for (number, placed) in page.placed.iter().enumerate() {
        ornaments(ui, page, placed);
        highlighted(ui, page, number);
        suggested(ui, page, placed, view);
        if view.find.open && view.find.is_for(page.document().id) {
            for (hit, colour) in hits(view, placed.piece.range, palette.found, palette.found_chosen) {
                fill(ui, highlights::rects(&page.layout, placed, hit).as_deref().unwrap_or_default(), colour);
            }
        }
        for &hit in within(view.search.hits_in(page.document().id), placed.piece.range) {
            fill(ui, highlights::rects(&page.layout, placed, hit).as_deref().unwrap_or_default(), palette.found);
        }
        if let Some(range) = selected {
            let colour = palette.selected.gamma_multiply(0.85);
            fill(ui, highlights::rects(&page.layout, placed, range).as_deref().unwrap_or_default(), colour);
            newline_mark(ui, page, placed, range, colour);
        }
        caret(ui, page, placed);
        ui.painter().galley(placed.origin, placed.galley.clone(), palette.text);
    }
}

/// Returns the matches in a range, each with its colour.
fn hits(view: &View, range: TextRange, colour: Color32, current: Color32) -> impl Iterator<Item = (TextRange, Color32)> {
    let hits = &view.find.hits;
    let first = hits.partition_point(|hit| hit.end <= range.start);
    within(hits, range)
        .iter()
        .enumerate()
        .map(move |(index, &hit)| (hit, if first + index == view.find.current { current } else { colour }))
}

/// Returns those of some sorted ranges that overlap a range.
fn within(hits: &[TextRange], range: TextRange) -> &[TextRange] {
    let first = hits.partition_point(|hit| hit.end <= range.start);
    let count = hits[first..].partition_point(|hit| hit.start < range.end);
    &hits[first..first + count]
}

fn highlighted(ui: &Ui, page: &Page<'_>, number: usize) {
    let rects_of = |highlight: &'_ Highlight| highlight.rects.iter().position(|(index, _)| *index == number);
    let here: Vec<&Highlight> = page.highlights.iter().filter(|highlight| rects_of(highlight).is_some()).collect();
    for (highlight, lane) in here.iter().zip(highlights::lanes(&here)) {
        if let Some(index) = rects_of(highlight) {
            paint_highlight(ui, &highlight.rects[index].1, highlight, lane);
        }
    }
}

/// Draws faint dots under suggestions, a background behind the chosen one, and the words of the reason that is shown.
fn suggested(ui: &Ui, page: &Page<'_>, placed: &Placed, view: &View) {
    let palette = page.layout.palette;
    let Some(suggestions) = page.suggestions.as_ref() else { return };
    for suggestion in suggestions.within(placed.piece.range) {
        let chosen = page.workspace.selection.suggestion == Some(suggestion.range());
        let rects = highlights::rects(&page.layout, placed, suggestion.range()).unwrap_or_default();
        if chosen {
            fill(ui, &rects, palette.stripe);
        }
        let colour = if chosen { palette.accent } else { palette.muted.gamma_multiply(0.7) };
        for rect in &rects {
            let y = rect.bottom() - 3.5;
            let ends = [pos2(rect.left(), y), pos2(rect.right(), y)];
            ui.painter().extend(egui::Shape::dotted_line(&ends, colour, 4.0, if chosen { 1.1 } else { 0.8 }));
        }
    }
    if let Some((document, range)) = view.shown_reason
        && document == page.document().id
        && page.workspace.selection.suggestion.is_some()
    {
        fill(ui, highlights::rects(&page.layout, placed, range).as_deref().unwrap_or_default(), palette.found);
    }
}

/// Draws the caret after a click, from which the keyboard extends the selection.
fn caret(ui: &Ui, page: &Page<'_>, placed: &Placed) {
    let byte = page.workspace.selection.text.filter(|text| text.range().is_empty()).map(|text| text.head);
    if let Some(byte) = byte.filter(|&byte| page.layout.pieces.at(byte) == placed.piece_index)
        && let Some(caret) = page.caret(byte)
    {
        let line =
            Rect::from_min_max(pos2(caret.left() - 0.5, caret.top() + 4.0), pos2(caret.left() + 1.0, caret.bottom() - 3.0));
        ui.painter().rect_filled(line, 0.0, page.layout.palette.muted);
    }
}

/// Draws the bullet, number or bar beside a block.
fn ornaments(ui: &Ui, page: &Page<'_>, placed: &Placed) {
    let palette = page.layout.palette;
    let at = placed.origin;
    let line = placed.galley.rows.first().map_or(0.0, |row| row.size.y);
    match page.layout.block(placed.piece).kind {
        BlockKind::ListItem { number: None, .. } if placed.piece.starts_block => {
            ui.painter().circle_filled(pos2(at.x - 12.0, at.y + line / 2.0), 2.6, palette.muted);
        }
        BlockKind::ListItem { number: Some(number), .. } if placed.piece.starts_block => {
            let number_at = pos2(at.x - 8.0, at.y + line / 2.0);
            ui.painter().text(number_at, Align2::RIGHT_CENTER, format!("{number}."), theme::plain(line * 0.55), palette.muted);
        }
        BlockKind::Quote => {
            let bar = Rect::from_min_size(pos2(at.x - 16.0, at.y), vec2(3.0, placed.galley.size().y));
            ui.painter().rect_filled(bar, 1.5, palette.border_strong);
        }
        _ => {}
    }
}

fn paint_highlight(ui: &Ui, rects: &[Rect], highlight: &Highlight, lane: usize) {
    let ground = if highlight.chosen { highlight.ink.fill_chosen } else { highlight.ink.fill };
    // A highlight on top of others lets them show through.
    let ground = if lane == 0 { ground } else { ground.gamma_multiply(0.6) };
    fill(ui, rects, ground);
    let down = lane.min(MAX_LANES) as f32;
    let thickness = if highlight.chosen { UNDERLINE + 1.0 } else { UNDERLINE };
    let ink = highlight.ink.line.gamma_multiply(if highlight.chosen { 1.0 } else { 0.75 });
    let underlines = rects.iter().map(|rect| {
        // Further lanes go down into the space between two rows, never up through the letters.
        let top = rect.bottom() - 5.0 + down * (UNDERLINE + 0.6);
        Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), thickness))
    });
    flat(ui, underlines, ink);
    if let (true, Some(first)) = (highlight.chosen, rects.first()) {
        let bar = Rect::from_min_max(pos2(first.left() - 3.0, first.top() + 2.0), pos2(first.left(), first.bottom() - 1.0));
        ui.painter().rect_filled(bar, 1.0, highlight.ink.line);
    }
}

/// Draws a background behind words.
fn fill(ui: &Ui, rects: &[Rect], colour: Color32) {
    let ground = |rect: &Rect| Rect::from_min_max(pos2(rect.left(), rect.top() + 2.0), pos2(rect.right(), rect.bottom() - 1.0));
    flat(ui, rects.iter().map(ground), colour);
}

/// Draws rectangles as one shape, without smoothed edges, aligned to whole pixels: with many claims, these are most of what is
/// drawn. The size is rounded on its own, so that it stays the same while the text scrolls.
fn flat(ui: &Ui, rects: impl Iterator<Item = Rect>, colour: Color32) {
    let scale = ui.pixels_per_point();
    let mut mesh = Mesh::default();
    for rect in rects {
        let (min, size) = (rect.min.round_to_pixels(scale), rect.size().round_to_pixels(scale));
        mesh.add_colored_rect(Rect::from_min_size(min, size), colour);
    }
    ui.painter().add(mesh);
}

/// Marks the end of a block if the selection continues into the next one.
fn newline_mark(ui: &Ui, page: &Page<'_>, placed: &Placed, range: TextRange, colour: Color32) {
    let end = placed.piece.range.end;
    if range.start < end
        && range.end > end
        && page.layout.pieces.all().get(placed.piece_index + 1).is_some_and(|next| next.starts_block)
        && let Some(caret) = page.caret_after(end)
    {
        let mark = Rect::from_min_size(pos2(caret.left(), caret.top() + 2.0), vec2(6.0, caret.height() - 3.0));
        ui.painter().rect_filled(mark, 2.0, colour);
    }
}
