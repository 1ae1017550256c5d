//! Parts that most dialogs have: a heading, and the row of buttons at the foot.

use egui::{Response, RichText, Ui};

use crate::ui::view::action::{Action, Actions};
use crate::ui::{theme, widgets};

/// Shows the heading of a dialog.
pub(super) fn heading(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::strong(18.0)));
    ui.add_space(theme::GAP);
}

/// Shows the buttons at the foot of a dialog: `confirm`, which Enter in the last field chooses too, and Cancel. Returns whether
/// `confirm` was chosen.
pub(super) fn buttons(ui: &mut Ui, confirm: &str, enabled: bool, actions: &mut Actions) -> bool {
    ui.add_space(theme::GAP_LARGE);
    ui.horizontal(|ui| {
        let confirmed = ui.add_enabled_ui(enabled, |ui| widgets::primary_button(ui, confirm).clicked()).inner;
        if ui.button("Cancel").clicked() {
            actions.push(Action::CloseDialog);
        }
        confirmed || enabled && widgets::was_entered_last(ui)
    })
    .inner
}

/// Shows the one button at the foot of a dialog whose changes apply at once.
pub(super) fn close_button(ui: &mut Ui, actions: &mut Actions) -> Response {
    ui.add_space(theme::GAP_LARGE);
    let close = widgets::primary_button(ui, "Done");
    if close.clicked() {
        actions.push(Action::CloseDialog);
    }
    close
}
