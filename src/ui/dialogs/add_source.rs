//! New sources: from files, or from pasted text.

use egui::{Button, ScrollArea, TextEdit, Ui};

use super::files::{Browse, is_file, path_field, typed_path};
use super::{Action, Actions, Workspace, buttons, heading, widgets};
use crate::notebook::DocumentId;
use crate::ui::action::NewText;
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
    /// The source of which this is a new version, if it is one.
    pub version_of: Option<DocumentId>,
}

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, form: &mut AddSource, actions: &mut Actions) {
    widgets::dialog_width(ui, 600.0);
    match form.version_of.and_then(|id| workspace.notebook().documents.get(id)) {
        Some(document) => {
            heading(ui, "New version of this source");
            widgets::muted(ui, format!("A corrected or later text of “{}”.", document.title()));
            widgets::muted(ui, "Its claims move over where their words are found again. The version before stays.");
            ui.add_space(theme::GAP);
        }
        None => heading(ui, "Add source"),
    }
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
    widgets::muted(
        ui,
        "Web pages, Word (.docx), OpenDocument (.odt), books (.epub), Rich Text, Markdown and text. You can also drop files onto the window.",
    );
    let ready = !form.path.trim().is_empty() && is_file(ui, &typed_path(&form.path));
    if buttons(ui, "Add", ready, actions) || (entered && ready) {
        let path = typed_path(&form.path);
        actions.push(match form.version_of {
            Some(document) => Action::NewVersion(document, NewText::File(path)),
            None => Action::Import(vec![path]),
        });
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
    if form.version_of.is_none() {
        widgets::muted(ui, "Title, publisher and date can be given in the next step.");
    }
    let ready = !form.text.trim().is_empty();
    if buttons(ui, "Add", ready, actions) {
        actions.push(Action::CloseDialog);
        let text = std::mem::take(&mut form.text);
        actions.push(match form.version_of {
            Some(document) => Action::NewVersion(document, NewText::Pasted(text)),
            None => Action::ImportText(text),
        });
    }
}
