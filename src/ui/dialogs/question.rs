//! What the notebook asks.

use egui::{TextEdit, Ui};

use super::{Actions, Workspace, close_button, heading, widgets};
use crate::notebook::{Change, Edit};

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    widgets::dialog_width(ui, 520.0);
    heading(ui, "Question and notes");
    let mut about = workspace.notebook().about.clone();
    let question = widgets::named_field(ui, "Question", "What is this notebook to answer?", &mut about.question);
    let label = widgets::caption(ui, "Notes");
    let note = ui.add(TextEdit::multiline(&mut about.note).desired_rows(5).desired_width(f32::INFINITY)).labelled_by(label.id);
    if question.changed() || note.changed() {
        actions.edit(move |workspace| workspace.edit_about(Edit::new("edit question").with(Change::About(about))));
    }
    close_button(ui, actions);
}
