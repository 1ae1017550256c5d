//! Who a widget is: ids made of what it belongs to, never of where it stands.
//!
//! egui counts widgets where they are given no id, so one row more above a field makes it another field: what is typed next goes
//! elsewhere. Everything that can hold focus or text gets its id here, from a record and a field.

use std::fmt::Debug;
use std::hash::Hash;

use egui::{Align, Id, Layout, Rect, Response, Sense, Ui, UiBuilder, Vec2};

/// The id of what something is: `("form", claim.id, "quantity")`.
pub(in crate::ui) fn of(what: impl Hash + Debug) -> Id {
    Id::unique(("claimbook", what))
}

/// A part of a view under an id of its own: whatever appears above it, its widgets stay who they are.
pub(in crate::ui) fn part<R>(ui: &mut Ui, what: impl Hash + Debug, add: impl FnOnce(&mut Ui) -> R) -> R {
    // Not what a field in it may be called: two with one id take the focus from each other.
    let id = of(("part", what));
    let own = UiBuilder::new().scope_id(id);
    if !ui.layout().main_wrap() {
        return ui.scope_builder(own, add).inner;
    }
    // In a row that wraps, room is made for what it was: it goes to the next line like any widget.
    let size = ui.ctx().read_response(id).map_or(Vec2::ZERO, |known| known.rect.size());
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| ui.scope_builder(own, add).inner).inner
}

/// Room for something that is painted; right also in rows that wrap.
pub(in crate::ui) fn room(ui: &mut Ui, id: Id, size: Vec2, sense: Sense) -> (Rect, Response) {
    let (_, place) = ui.allocate_space(size);
    let rect = ui.layout().align_size_within_rect(size, place);
    (rect, ui.interact(place, id, sense))
}
