//! The dialog with the notebook's question and notes.

use egui::Ui;

use super::parts::{close_button, heading};
use crate::notebook::{Change, Edit};
use crate::ui::view::action::Actions;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    widgets::dialog_width(ui, 520.0);
    heading(ui, "Question and notes");
    let mut about = workspace.notebook().about.clone();
    let id = |field: &'static str| ids::of(("about", workspace.notebook().id, field));
    let question = fields::named(ui, id("question"), "Question", "What is this notebook to answer?", &mut about.question);
    let note = fields::named_lines(ui, id("notes"), "Notes", "", 5, &mut about.note);
    if question.changed() || note.changed() {
        actions.edit(move |workspace| workspace.edit_about(Edit::new("edit question").with(Change::About(about))));
    }
    close_button(ui, actions);
}
