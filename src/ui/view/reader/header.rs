//! Title, byline and link above a text.

use egui::{Button, FontId, RichText, Shape, Stroke, Ui};

use crate::import::Part;
use crate::notebook::{Document, ReadState, long_date, visible};
use crate::ui::theme::{self, Face, icons};
use crate::ui::view::action::{Action, Actions, Ask, NewText};
use crate::ui::view::command::Command;
use crate::ui::widgets;
use crate::workspace::Wanted;

pub(super) fn show(ui: &mut Ui, document: &Document, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    ui.add_space(30.0);
    if !starts_with_its_title(document) {
        let font = FontId::new(28.0, Face { bold: true, ..Face::default() }.family());
        ui.add(egui::Label::new(RichText::new(visible(document.title())).font(font).line_height(Some(35.0))).wrap());
    }
    let details = &document.details;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let parts = [
            details.publisher.trim().to_owned(),
            details.author.trim().to_owned(),
            details.published.filter(|_| !details.is_day_unsure()).map(long_date).unwrap_or_default(),
        ];
        let byline: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let is_unknown = byline.is_empty() && details.published.is_none();
        let byline = if is_unknown { "Publisher and date are not known yet".to_owned() } else { byline.join("  ·  ") };
        if !byline.is_empty() {
            ui.label(RichText::new(visible(&byline)).color(palette.muted));
        }
        if widgets::icon_button(ui, icons::EDIT, &Command::EditSource.with_keys("Edit source details")).clicked() {
            actions.push(Action::Ask(Ask::Details(document.id)));
        }
        filed(ui, document, actions);
    });
    let address = details.url.trim();
    if !address.is_empty() {
        let link = ui.link(visible(address)).on_hover_text("Open in the browser");
        if link.clicked() {
            actions.push(Action::OpenLink(address.to_owned()));
        }
    }
    part_of_page(ui, document, actions);
    // Last, so that confirming it moves no button under the pointer.
    ui.horizontal_wrapped(|ui| unsure_day(ui, document, actions));
    ui.add_space(14.0);
}

/// Shows a day that is only that of the file, and how to confirm it.
fn unsure_day(ui: &mut Ui, document: &Document, actions: &mut Actions) {
    let Some(day) = document.details.published.filter(|_| document.details.is_day_unsure()) else { return };
    let palette = theme::palette(ui.ctx());
    let label = ui.label(RichText::new(format!("file made on {}", long_date(day))).color(palette.muted));
    let ends = [label.rect.left_bottom(), label.rect.right_bottom()];
    ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(1.0, palette.warning), 3.0, 3.0));
    let hint = "The text gives no day. “In five years” is counted from the day of the file until you confirm or correct it";
    label.on_hover_text(hint);
    let confirm = ui.add(Button::new(RichText::new("Confirm").size(theme::SMALL)));
    widgets::named(&confirm, egui::Role::Button, &format!("Confirm {} as the day of publication", long_date(day)));
    let id = document.id;
    if confirm.on_hover_text("It was published on this day").clicked() {
        actions.edit(move |workspace| workspace.sources().confirm_day(id));
    }
}

/// Shows whether the source was read, and its star.
fn filed(ui: &mut Ui, document: &Document, actions: &mut Actions) {
    let details = &document.details;
    let star = ui.add(Button::new(if details.starred { "★" } else { "☆" }).frame_when_inactive(false));
    let name = if details.starred { "Take the star away" } else { "Give a star" };
    widgets::named(&star, egui::Role::Button, name);
    if star.on_hover_text(Command::ToggleStar.with_keys(name)).clicked() {
        let (id, starred) = (document.id, !details.starred);
        actions.edit(move |workspace| workspace.sources().star(&[id], starred));
    }
    read_button(ui, document, actions);
}

/// Shows whether the source was read, as the button that changes it.
pub(super) fn read_button(ui: &mut Ui, document: &Document, actions: &mut Actions) {
    let (text, state) = match document.details.state {
        ReadState::Unread => ("Mark as read", ReadState::Read),
        ReadState::Read => ("✓ Read", ReadState::Unread),
        ReadState::PutAway => ("✓ Put away", ReadState::Read),
    };
    let button = ui.add(Button::new(RichText::new(text).size(theme::SMALL)).frame_when_inactive(false));
    let hint = match state {
        ReadState::Unread => Command::ToggleRead.with_keys("Mark as unread"),
        _ if document.details.state == ReadState::PutAway => "List it among the others again".to_owned(),
        _ => Command::ToggleRead.with_keys("You have read this source"),
    };
    let id = document.id;
    if button.on_hover_text(hint).clicked() {
        actions.edit(move |workspace| workspace.sources().set_state(&[id], state));
    }
}

/// What stands below the last line: whether the source was read, and where to go on.
pub(super) fn end(ui: &mut Ui, document: &Document, actions: &mut Actions) {
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        widgets::caption(ui, "End of the source");
        read_button(ui, document, actions);
        let next = ui.add(Button::new(RichText::new("Next unread").size(theme::SMALL)).frame_when_inactive(false));
        if next.on_hover_text(Command::NextUnread.with_keys("Open the next source that you have not read")).clicked() {
            actions.run(Command::NextUnread);
        }
    });
}

/// Shows how much of a web page the text includes, and a menu to include more or less.
fn part_of_page(ui: &mut Ui, document: &Document, actions: &mut Actions) {
    let (Some(stored), Some(_)) = (document.details.found_in.get("text"), &document.original) else { return };
    let now = Part::of_stored(stored);
    let palette = theme::palette(ui.ctx());
    let text = RichText::new(format!("This is {stored}. Too little, or too much?")).size(theme::SMALL).color(palette.muted);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(text);
        ui.menu_button(RichText::new("Re-import").size(theme::SMALL), |ui| {
            for part in Part::ALL {
                let button = ui.add_enabled(now != Some(part), Button::new(format!("As {}", part.stored())));
                if button.on_hover_text("Claims whose wording is still there are moved to the new version").clicked() {
                    let wanted = Wanted { part, ..Wanted::default() };
                    actions.push(Action::NewVersion(document.id, NewText::Again(wanted)));
                    ui.close();
                }
            }
        });
    });
}

/// Whether the first line of a text is its title, as in most texts: then the title is not shown twice.
fn starts_with_its_title(document: &Document) -> bool {
    document.blocks.first().is_some_and(|block| {
        let text = document.slice(block.range).unwrap_or_default();
        matches!(block.kind, crate::notebook::BlockKind::Heading(1)) && crate::notebook::same_name(text, document.title())
    })
}
