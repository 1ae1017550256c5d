//! The dialog that tags all search results.

use egui::{RichText, Sense, Ui};

use crate::notebook::counted;
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Found, Workspace};

/// The fields of the dialog, as typed.
#[derive(Debug, Clone, Default)]
pub struct TagFound {
    name: String,
    whole_sentences: bool,
}

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, found: &Found, form: &mut TagFound, actions: &mut Actions) {
    widgets::dialog_width(ui, 460.0);
    let (places, sources) = (counted(found.hits, "place"), counted(found.sources.len(), "source"));
    ui.label(RichText::new("Tag all found").font(theme::strong(18.0)));
    widgets::muted(ui, format!("{places} in {sources} will become claims with this tag. One undo reverts all of it."));
    ui.add_space(theme::GAP);
    fields::named(ui, ids::of("tag found"), "Tag", "Name of a new or existing tag", &mut form.name);
    let entered = widgets::was_entered_last(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        let palette = theme::palette(ui.ctx());
        for tag in &workspace.notebook().tags {
            let ink = palette.tag(tag.colour);
            let chip = |ui: &mut Ui| widgets::tag_chip(ui, tag.name.as_str(), ink.fill, ink.line, Sense::click());
            if ids::part(ui, ("tag found", tag.id), chip).clicked() {
                form.name.clone_from(&tag.name);
            }
        }
    });
    ui.add_space(theme::GAP);
    ui.checkbox(&mut form.whole_sentences, "Tag the whole sentence around each place");
    ui.add_space(theme::GAP_LARGE);
    let ready = !form.name.trim().is_empty();
    ui.horizontal(|ui| {
        let pressed = ui.add_enabled_ui(ready, |ui| widgets::primary_button(ui, "Tag all")).inner.clicked();
        if ready && (pressed || entered) {
            actions.push(Action::TagFound { tag: form.name.trim().to_owned(), whole_sentences: form.whole_sentences });
        }
        if ui.button("Cancel").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}
