//! Selecting blocks as a whole with the pointer: a drag over words that leaves its block selects all blocks that it passes. A drag near
//! the edge of the window scrolls.

use egui::{Pos2, Ui, vec2};

use super::page::Placed;
use super::state::{BriefView, Dragged};
use crate::notebook::BriefBlockId;

/// How near the edge, in points, a drag scrolls, and the most points per frame.
const EDGE: f32 = 28.0;
const MAX_SCROLL: f32 = 22.0;

/// Follows a drag over the blocks, which stand below `origin`.
pub(super) fn follow(ui: &Ui, placed: &[Placed], origin: Pos2, state: &mut BriefView) {
    let (is_down, is_drag, pointer, pressed_at) = ui.input(|input| {
        let pointer = &input.pointer;
        (pointer.primary_down(), pointer.is_decidedly_dragging(), pointer.interact_pos(), pointer.press_origin())
    });
    let Some(pointer) = pointer.filter(|_| is_down) else { return state.swept_from = None };
    let carries = egui::DragAndDrop::has_payload_of_type::<Dragged>(ui.ctx());
    if carries {
        scroll_at_edge(ui, pointer);
        return;
    }
    if state.swept_from.is_none() && is_drag {
        let from = pressed_at.filter(|at| ui.clip_rect().contains(*at)).and_then(|at| block_at(placed, at.y - origin.y));
        // Only a drag that began over words: in the field with the caret, or on its way to one.
        state.swept_from = from.filter(|id| state.focus == Some(*id) && !egui::Popup::is_any_open(ui.ctx()));
    }
    let Some(from) = state.swept_from else { return };
    scroll_at_edge(ui, pointer);
    let Some(to) = block_at(placed, pointer.y - origin.y) else { return };
    if to != from || state.selected.is_some() {
        state.selected = Some((from, to));
        (state.focus, state.pending, state.dragged_from, state.card) = (None, None, None, None);
    }
}

/// The block at a height below the beginning of the text, in points; the last one below all.
fn block_at(placed: &[Placed], y: f32) -> Option<BriefBlockId> {
    placed.iter().find(|placed| y < placed.top + placed.height).or(placed.last()).map(|placed| placed.block.id)
}

fn scroll_at_edge(ui: &Ui, pointer: Pos2) {
    let window = ui.clip_rect();
    let beyond = (pointer.y - window.bottom() + EDGE).max(0.0) - (window.top() + EDGE - pointer.y).max(0.0);
    if beyond != 0.0 {
        ui.scroll_with_delta(vec2(0.0, -(beyond * 0.4).clamp(-MAX_SCROLL, MAX_SCROLL)));
        ui.ctx().request_repaint();
    }
}
