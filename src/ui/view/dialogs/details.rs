//! The dialog with the details of a source.

use egui::{RichText, ScrollArea, TextEdit, Ui};
use jiff::civil::Date;

use super::parts::{close_button, heading};
use crate::notebook::{Archived, Details, Document, DocumentId, counted, long_date};
use crate::reading::parse_period;
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::typed::{self, Takes};
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

/// A text field: its label, its name in the notebook, a hint, and its accessor.
type Field = (&'static str, &'static str, &'static str, fn(&mut Details) -> &mut String);

const FIELDS: [Field; 5] = [
    ("Title", "title", "as published", |details| &mut details.title),
    ("Publisher", "publisher", "the outlet", |details| &mut details.publisher),
    ("Author", "author", "who wrote it", |details| &mut details.author),
    ("Address", "url", "https://…", |details| &mut details.url),
    ("Language", "language", "en, fr, zh…", |details| &mut details.language),
];

/// A day: its label, its name in the notebook, and its accessor.
type Day = (&'static str, &'static str, fn(&mut Details) -> &mut Option<Date>);

const DAYS: [Day; 3] = [
    ("Published", "published", |details| &mut details.published),
    ("Last changed", "modified", |details| &mut details.modified),
    ("Read on", "accessed", |details| &mut details.accessed),
];

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, id: DocumentId, actions: &mut Actions) {
    widgets::dialog_width(ui, 520.0);
    heading(ui, "Source details");
    let Some(document) = workspace.notebook().documents.get(id) else {
        widgets::muted(ui, "This source was removed.");
        close_button(ui, actions);
        return;
    };
    let height = (ui.ctx().content_rect().height() - 230.0).max(200.0);
    ScrollArea::vertical().max_height(height).show_focused(ui, |ui| all(ui, workspace, document, actions));
    close_button(ui, actions);
}

fn all(ui: &mut Ui, workspace: &Workspace, document: &Document, actions: &mut Actions) {
    let id = document.id;
    for (name, field, hint, get) in FIELDS {
        let mut details = document.details.clone();
        let text = get(&mut details);
        if fields::named(ui, ids::of(("details", id, field)), name, hint, text).changed() {
            let text = std::mem::take(text);
            actions.edit(move |workspace| workspace.sources().change(id, name, |details| *get(details) = text));
        }
        found_line(ui, &document.details, field);
        if name == "Address" {
            archived(ui, workspace, document, actions);
        }
        if name == "Author" {
            for row in DAYS {
                day(ui, &document.details, id, row, actions);
            }
        }
    }
    let mut note = document.details.note.clone();
    if fields::named_lines(ui, ids::of(("details", id, "note")), "Note", "", 2, &mut note).changed() {
        actions.edit(move |workspace| workspace.sources().change(id, "note", |details| details.note = note));
    }
    widgets::caption(
        ui,
        &format!(
            "{} in {}{}. The text itself never changes.",
            counted(document.text.chars().count(), "character"),
            counted(document.blocks.len(), "block"),
            if document.pages.is_empty() { String::new() } else { format!(" on {}", counted(document.pages.len(), "page")) },
        ),
    );
    if let Some(original) = &document.original {
        let name = if document.details.file_name.is_empty() { &original.ending } else { &document.details.file_name };
        let kept = widgets::caption(ui, &format!("The file it was read from ({name}) is kept beside the notebook."));
        kept.on_hover_text(original.file_name());
    }
}

/// The fields for a copy in an archive of the web, and the way to have one made. Nothing is sent from here: the browser is.
fn archived(ui: &mut Ui, workspace: &Workspace, document: &Document, actions: &mut Actions) {
    let id = document.id;
    let details = &document.details;
    let mut address = details.archived.as_ref().map(|copy| copy.url.clone()).unwrap_or_default();
    let field = ids::of(("details", id, "archived"));
    if fields::named(ui, field, "Archived copy", "https://web.archive.org/web/…", &mut address).changed() {
        // A day that the old address said does not hold for another one.
        let own = |copy: &&Archived| Archived::day_of(&copy.url).is_none();
        let day = details.archived.as_deref().filter(own).map_or_else(|| workspace.clock().today(), |copy| copy.day);
        let copy = Some(Archived::at(&address, day)).filter(|copy| !copy.url.is_empty()).map(Box::new);
        actions.edit(move |workspace| workspace.sources().change(id, "archived copy", |details| details.archived = copy));
    }
    if let Some(copy) = details.archived.clone() {
        let row = Row { name: "Archived on", shown: Some(copy.day) };
        day_field(ui, id, row, actions, move |details, day| {
            if let (Some(copy), Some(day)) = (&mut details.archived, day) {
                copy.day = day;
            }
        });
    } else if details.url.trim().starts_with("http") {
        let link = ui.link(RichText::new("Have the Internet Archive save a copy…").size(theme::SMALL));
        let link = link.on_hover_text("Opens its page in the browser. Paste the address that it gives you into the field above");
        if link.clicked() {
            actions.push(Action::OpenLink(format!("https://web.archive.org/save/{}", details.url.trim())));
        }
    }
}

/// Shows below a field where its value was found.
fn found_line(ui: &mut Ui, details: &Details, field: &str) {
    if let Some(found_in) = details.found_in.get(field) {
        let palette = theme::palette(ui.ctx());
        ui.label(RichText::new(format!("from {found_in}")).size(theme::SMALL).color(palette.muted));
    }
}

/// Shows the field for a day, which takes any text that means a single day.
fn day(ui: &mut Ui, details: &Details, id: DocumentId, (name, found_name, get): Day, actions: &mut Actions) {
    let row = Row { name, shown: *get(&mut details.clone()) };
    day_field(ui, id, row, actions, move |details, day| *get(details) = day);
    found_line(ui, details, found_name);
    if found_name == "published" && details.is_day_unsure() {
        let confirm = ui.link(RichText::new("Not confirmed: this is the day of the file. Confirm it").size(theme::SMALL));
        if confirm.on_hover_text("The source was published on this day").clicked() {
            actions.edit(move |workspace| workspace.sources().confirm_day(id));
        }
    }
}

/// A field for a day: its label, which tells it from the others, and the day.
struct Row {
    name: &'static str,
    shown: Option<Date>,
}

fn day_field(
    ui: &mut Ui,
    id: DocumentId,
    Row { name, shown }: Row,
    actions: &mut Actions,
    set: impl Fn(&mut Details, Option<Date>) + 'static,
) {
    widgets::caption(ui, name);
    let field = typed::Field {
        id: ids::of(("details", id, name)),
        name,
        shown: &shown.map(long_date).unwrap_or_default(),
        takes: Takes::AtOnce,
        width: f32::INFINITY,
    };
    let typed = field.show(ui, read_day, |text| TextEdit::singleline(text).hint_text("16 Dec 2024 or 2024-12-16"));
    if let Some(day) = typed.value {
        actions.edit(move |workspace| workspace.sources().change(id, name, |details| set(details, day)));
    }
    if let Some(problem) = typed.problem {
        let palette = theme::palette(ui.ctx());
        ui.label(
            RichText::new(format!("{problem}; until then, the date stays unchanged")).size(theme::SMALL).color(palette.error),
        );
    }
}

/// Parses a single day; `None` if the text is empty.
fn read_day(text: &str) -> Result<Option<Date>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let period = parse_period(text, None).ok().filter(|period| period.start == period.last_day());
    period.map(|period| Some(period.start)).ok_or_else(|| "Enter a full date, such as 16 Dec 2024".to_owned())
}
