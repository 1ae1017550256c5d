//! What is known about a source.

use egui::{RichText, Role, TextEdit, Ui};

use super::{Actions, Workspace, close_button, heading, widgets};
use crate::notebook::{Details, DocumentId, long_date};
use crate::reading::parse_period;
use crate::ui::theme;

type Field = (&'static str, &'static str, fn(&mut Details) -> &mut String);

const FIELDS: [Field; 5] = [
    ("Title", "as published", |details| &mut details.title),
    ("Publisher", "the outlet", |details| &mut details.publisher),
    ("Author", "who wrote it", |details| &mut details.author),
    ("Address", "https://…", |details| &mut details.url),
    ("Language", "en, fr, zh…", |details| &mut details.language),
];

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, id: DocumentId, actions: &mut Actions) {
    widgets::dialog_width(ui, 520.0);
    heading(ui, "Source details");
    let Some(document) = workspace.notebook().documents.get(id) else {
        widgets::muted(ui, "This source was removed.");
        close_button(ui, actions);
        return;
    };
    for (name, hint, get) in FIELDS {
        let mut details = document.details.clone();
        if widgets::named_field(ui, name, hint, get(&mut details)).changed() {
            actions.edit(move |workspace| workspace.set_details(id, details, name));
        }
        if name == "Author" {
            published(ui, &document.details, id, actions);
        }
    }
    let label = widgets::caption(ui, "Note");
    let mut details = document.details.clone();
    let note = ui.add(TextEdit::multiline(&mut details.note).desired_rows(2).desired_width(f32::INFINITY)).labelled_by(label.id);
    if note.changed() {
        actions.edit(move |workspace| workspace.set_details(id, details, "note"));
    }
    widgets::caption(
        ui,
        &format!(
            "{} characters in {} blocks. The text itself never changes.",
            document.text.chars().count(),
            document.blocks.len()
        ),
    );
    close_button(ui, actions);
}

/// The day of publication: typed in any form that means one day.
fn published(ui: &mut Ui, details: &Details, id: DocumentId, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    widgets::caption(ui, "Published");
    let buffer = ui.scope_id().with(("published", id.to_string()));
    let now = details.published.map(long_date).unwrap_or_default();
    let mut text = ui.data(|data| data.get_temp::<String>(buffer)).unwrap_or(now);
    let field = ui.add(TextEdit::singleline(&mut text).hint_text("16 Dec 2024 or 2024-12-16").desired_width(f32::INFINITY));
    widgets::named(&field, Role::TextInput, "Published");
    let day = parse_period(&text, None).ok().filter(|period| period.start == period.last_day()).map(|period| period.start);
    if field.changed() {
        ui.data_mut(|data| data.insert_temp(buffer, text.clone()));
        if day.is_some() || text.trim().is_empty() {
            let details = Details { published: day, ..details.clone() };
            actions.edit(move |workspace| workspace.set_details(id, details, "published"));
        }
    }
    if !field.has_focus() {
        ui.data_mut(|data| data.remove_temp::<String>(buffer));
    } else if day.is_none() && !text.trim().is_empty() {
        let said = RichText::new("Give a whole day, such as 16 Dec 2024; until then the date stays as it was")
            .size(theme::SMALL)
            .color(palette.error);
        ui.label(said);
    }
}
