//! Drop-down lists that can be used with the keyboard as well as with the mouse.

use egui::{ComboBox, InnerResponse, Key, Popup, Response, Ui};

use crate::ui::widgets::scrolling::menu_rows;

/// Shows drop-down lists that keys can close. egui closes its list only on a click: Enter would choose a row but leave the list
/// open, and the keyboard focus would be lost.
pub(in crate::ui) trait ShowList {
    /// Draws the button and, while it is open, its list. Enter, Space and Escape in the list close it and return the focus to
    /// the button.
    fn show_list<R>(self, ui: &mut Ui, rows: impl FnOnce(&mut Ui) -> R) -> InnerResponse<Option<R>>;
}

impl ShowList for ComboBox<'_> {
    fn show_list<R>(self, ui: &mut Ui, rows: impl FnOnce(&mut Ui) -> R) -> InnerResponse<Option<R>> {
        let mut is_done = false;
        let shown = self.show_ui(ui, |ui| {
            let made = rows(ui);
            is_done = ui.input(|input| input.key_pressed(Key::Escape)) || is_chosen_by_key(ui);
            if is_done {
                ui.close();
            }
            made
        });
        if is_done {
            shown.response.request_focus();
        }
        shown
    }
}

/// Shows a list under a button that opens it. Enter, Space and Escape in the list close it and return the focus to the button.
pub(in crate::ui) fn list_under(button: &Response, rows: impl FnOnce(&mut Ui)) {
    let mut is_done = false;
    Popup::menu(button).show(|ui| {
        menu_rows(ui, rows);
        is_done = ui.input(|input| input.key_pressed(Key::Escape)) || is_chosen_by_key(ui);
        if is_done {
            ui.close();
        }
    });
    if is_done {
        button.request_focus();
    }
}

/// Whether Enter or Space was pressed on a row of the list that `ui` draws, not on the button that opens it.
fn is_chosen_by_key(ui: &Ui) -> bool {
    let pressed = ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Space));
    let focused = ui.memory(|memory| memory.focused()).filter(|_| pressed);
    focused.and_then(|id| ui.ctx().read_response(id)).is_some_and(|row| row.layer_id == ui.layer_id())
}
