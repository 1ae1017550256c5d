//! The scroll bar: the position of the window in the text, and the positions of claims and matches.

use std::sync::Arc;

use egui::emath::GuiRounding as _;
use egui::{Color32, Mesh, Rect, Role, Sense, Ui, pos2};

use super::scroll::{Scroll, Sheet};
use crate::notebook::DocumentId;
use crate::ui::view::state::View;
use crate::ui::widgets;
use crate::workspace::{MARKS, Workspace};

/// Its width, in points.
pub(super) const WIDTH: f32 = 16.0;
const MIN_THUMB: f32 = 30.0;

/// Draws the bar, and scrolls when it is clicked or dragged.
pub(super) fn show(ui: &Ui, workspace: &Workspace, sheet: &Sheet<'_>, bar: Rect, view: &View, scroll: &mut Scroll) {
    let height = bar.height();
    let (position, total) = scroll.position(sheet, height);
    let response = ui.interact(bar, ui.scope_id().with("scroll bar"), Sense::DRAG | Sense::CLICK);
    widgets::named(&response, Role::ScrollBar, "Position in the text");
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(100.0);
        node.set_numeric_value((position / (total - f64::from(height)).max(1.0) * 100.0).clamp(0.0, 100.0));
    });
    let header = f64::from(scroll.header);
    let y = |distance: f64| bar.top() + ((header + distance) / total.max(1.0)) as f32 * bar.height();
    marks(ui, workspace, sheet, bar.left(), y, view);
    // No thumb if everything is in sight, or if the bar is lower than the thumb.
    if total <= f64::from(height) + 1.0 || height <= MIN_THUMB {
        return;
    }
    let thumb_height = (f64::from(height) * f64::from(height) / total).max(f64::from(MIN_THUMB)) as f32;
    let track = f64::from(height - thumb_height);
    let top = bar.top() + (position / (total - f64::from(height)) * track).clamp(0.0, track) as f32;
    let thumb = Rect::from_min_max(pos2(bar.left() + 2.0, top), pos2(bar.left() + 9.0, top + thumb_height));
    // A tap can press and release within one frame.
    let used = response.is_pointer_button_down_on() || response.clicked();
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| used) {
        let grab = ui.scope_id().with("grab");
        let begins = ui.input(|input| input.pointer.any_pressed());
        // A press beside the thumb moves the thumb's middle there.
        let held = if begins {
            let inside =
                if thumb.contains(pos2(thumb.center().x, pointer.y)) { pointer.y - thumb.top() } else { thumb_height / 2.0 };
            ui.data_mut(|data| data.insert_temp(grab, inside));
            inside
        } else {
            ui.data(|data| data.get_temp(grab)).unwrap_or(thumb_height / 2.0)
        };
        let share = f64::from(pointer.y - held - bar.top()) / track.max(1.0);
        scroll.go_to(sheet, (share * (total - f64::from(height))).clamp(0.0, total - f64::from(height)));
        ui.ctx().request_repaint();
    }
    let palette = sheet.layout.palette;
    let colour = if response.dragged() || response.hovered() {
        palette.muted.gamma_multiply(0.7)
    } else {
        palette.muted.gamma_multiply(0.42)
    };
    ui.painter().rect_filled(thumb, 3.5, colour);
}

/// Draws a line for each stretch of the text that has claims, in the colour of most of them, and lines for matches. `bar` is
/// the left edge; `y` converts a distance from the top of the text to a height on the screen.
fn marks(ui: &Ui, workspace: &Workspace, sheet: &Sheet<'_>, bar: f32, y: impl Fn(f64) -> f32, view: &View) {
    let palette = sheet.layout.palette;
    // There may be hundreds in every frame, and one shape is cheap. Its edges are not smoothed, so it is aligned to whole
    // pixels.
    let mut lines = Mesh::default();
    let mut line = |distance: f64, left: f32, right: f32, colour: Color32| {
        let y = y(distance);
        let line = Rect::from_min_max(pos2(bar + left, y - 1.0), pos2(bar + right, y + 1.0));
        lines.add_colored_rect(line.round_to_pixels(ui.pixels_per_point()), colour);
    };
    let notebook = workspace.notebook();
    if let Some(claims) = workspace.index().document(sheet.layout.document.id) {
        let stretches = stretches(ui, sheet);
        for (index, tag) in claims.marks() {
            let colour = tag.and_then(|tag| notebook.tags.get(tag)).map(|tag| palette.tag(tag.colour));
            line(stretches[index], 11.0, 15.0, colour.unwrap_or_else(|| palette.untagged()).line);
        }
    }
    if view.find.open {
        let mut walk = Walk::new(sheet);
        for &byte in &view.find.marks {
            line(walk.to(byte), 0.0, 11.0, palette.warning.gamma_multiply(0.7));
        }
    }
    ui.painter().add(lines);
}

/// Returns the distance from the top of the text to the start of each stretch for marks; cached until a piece moves.
fn stretches(ui: &Ui, sheet: &Sheet<'_>) -> Arc<[f64]> {
    type Kept = (DocumentId, usize, (u64, u64), Arc<[f64]>);
    let (id, document) = (ui.scope_id().with("stretches"), sheet.layout.document);
    let (length, state) = (document.text.len(), sheet.heights.state());
    let kept = ui.data(|data| data.get_temp::<Kept>(id));
    if let Some((.., stretches)) = kept.filter(|(of, long, known, _)| (*of, *long, *known) == (document.id, length, state)) {
        return stretches;
    }
    let mut walk = Walk::new(sheet);
    let stretches: Arc<[f64]> = (0..MARKS).map(|index| walk.to(index * length / MARKS)).collect();
    ui.data_mut(|data| data.insert_temp::<Kept>(id, (document.id, length, state, Arc::clone(&stretches))));
    stretches
}

/// Computes distances of bytes from the top of a text, for bytes in ascending order: from mark to mark takes a step or two,
/// while a search for each among tens of thousands of pieces would be slow.
struct Walk<'s> {
    sheet: &'s Sheet<'s>,
    index: usize,
    top: f64,
}

impl<'s> Walk<'s> {
    fn new(sheet: &'s Sheet<'s>) -> Self {
        Self { sheet, index: 0, top: 0.0 }
    }

    fn to(&mut self, byte: usize) -> f64 {
        let Sheet { layout, heights, .. } = self.sheet;
        while layout.piece(self.index + 1).is_some_and(|next| next.range.start <= byte) {
            self.top += f64::from(heights.of(self.index));
            self.index += 1;
        }
        let Some(piece) = layout.piece(self.index) else { return self.top };
        let inside = byte.saturating_sub(piece.range.start) as f64 / piece.range.len().max(1) as f64;
        self.top + inside * f64::from(heights.of(self.index))
    }
}
