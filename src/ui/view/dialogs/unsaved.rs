//! The dialog that asks before unsaved edits are lost, the one loss that undo cannot repair.

use egui::Ui;

use super::parts::heading;
use crate::ui::view::action::{Action, Actions};
use crate::ui::{theme, widgets};
use crate::workspace::Workspace;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    widgets::dialog_width(ui, 420.0);
    heading(ui, "Save your changes?");
    widgets::muted(ui, format!("“{}” has changes that are not saved yet.", workspace.name()));
    ui.add_space(theme::GAP_LARGE);
    ui.horizontal(|ui| {
        let save = widgets::primary_button(ui, "Save");
        widgets::take_focus(&save);
        if save.clicked() {
            actions.push(Action::SaveAndGoOn);
        }
        if ui.button("Don’t save").clicked() {
            actions.push(Action::GoOnUnsaved);
        }
        if ui.button("Cancel").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}
