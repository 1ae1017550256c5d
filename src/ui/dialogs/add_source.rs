//! New sources: from files, or from pasted text.

use egui::{Button, ScrollArea, TextEdit, Ui};

use super::files::{Browse, path_field, typed_path};
use super::{Action, Actions, buttons, heading, widgets};
use crate::ui::theme;

/// New sources as typed so far.
#[derive(Debug, Clone, Default)]
pub struct AddSource {
    /// Whether text is pasted, not a file chosen.
    pub pasting: bool,
    /// The path of a file.
    pub path: String,
    /// The pasted text.
    pub text: String,
}

pub(super) fn show(ui: &mut Ui, form: &mut AddSource, actions: &mut Actions) {
    widgets::dialog_width(ui, 600.0);
    heading(ui, "Add source");
    ui.horizontal(|ui| {
        for (pasting, name) in [(false, "From a file"), (true, "From pasted text")] {
            if ui.add(Button::selectable(form.pasting == pasting, name)).clicked() {
                form.pasting = pasting;
                widgets::offer_focus(ui.ctx());
            }
        }
    });
    ui.add_space(theme::GAP);
    if form.pasting { pasted(ui, form, actions) } else { file(ui, form, actions) }
}

fn file(ui: &mut Ui, form: &mut AddSource, actions: &mut Actions) {
    let entered = path_field(ui, &mut form.path, Browse::Sources, actions);
    widgets::muted(ui, "Text (.txt) and Markdown (.md) files. You can also drop files onto the window.");
    let ready = !form.path.trim().is_empty();
    if buttons(ui, "Add", ready, actions) || (entered && ready) {
        actions.push(Action::Import(vec![typed_path(&form.path)]));
    }
}

fn pasted(ui: &mut Ui, form: &mut AddSource, actions: &mut Actions) {
    let label = widgets::caption(ui, "Text");
    ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        let field = ui.add(
            TextEdit::multiline(&mut form.text).hint_text("Paste the text here").desired_rows(14).desired_width(f32::INFINITY),
        );
        let field = field.labelled_by(label.id);
        widgets::take_focus(&field);
    });
    widgets::muted(ui, "Title, publisher and date can be given in the next step.");
    let ready = !form.text.trim().is_empty();
    if buttons(ui, "Add", ready, actions) {
        actions.push(Action::CloseDialog);
        actions.push(Action::ImportText(std::mem::take(&mut form.text)));
    }
}
