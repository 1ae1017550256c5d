//! Widget ids made of the record and field that a widget belongs to, never of its position.
//!
//! egui numbers widgets that are given no id, so an extra row above a field turns it into another field, and what is typed next
//! goes elsewhere. Everything that can have the focus or hold text gets its id here.

use std::fmt::Debug;
use std::hash::Hash;

use egui::{Align, Id, Layout, Rect, Response, Sense, Ui, UiBuilder, Vec2};

/// Returns the id for a description of a widget, such as `("form", claim.id, "quantity")`.
pub(in crate::ui) fn of(what: impl Hash + Debug) -> Id {
    Id::unique(("claimbook", what))
}

/// Draws a part of a view with its own id: its widgets keep theirs, whatever appears above them.
pub(in crate::ui) fn part<R>(ui: &mut Ui, what: impl Hash + Debug, add: impl FnOnce(&mut Ui) -> R) -> R {
    // Must differ from the id of any field in the part: two widgets with one id take the focus from each other.
    let id = of(("part", what));
    let own = UiBuilder::new().scope_id(id);
    if !ui.layout().main_wrap() {
        return ui.scope_builder(own, add).inner;
    }
    // In a row that wraps, allocate the size that the part had in the previous pass: it moves to the next line like any widget.
    let size = ui.ctx().read_response(id).map_or(Vec2::ZERO, |known| known.rect.size());
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| ui.scope_builder(own, add).inner).inner
}

/// Allocates space for something to be painted, also in rows that wrap. Returns the rectangle to paint in.
pub(in crate::ui) fn room(ui: &mut Ui, id: Id, size: Vec2, sense: Sense) -> (Rect, Response) {
    let (_, slot) = ui.allocate_space(size);
    let rect = ui.layout().align_size_within_rect(size, slot);
    (rect, ui.interact(slot, id, sense))
}
