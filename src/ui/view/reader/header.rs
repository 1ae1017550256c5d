//! Title, byline and link above a text.

use egui::{Button, FontId, RichText, Ui};

use crate::import::Part;
use crate::notebook::{Document, long_date, visible};
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
            details.published.map(long_date).unwrap_or_default(),
        ];
        let byline: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let byline = if byline.is_empty() { "Publisher and date are not known yet".to_owned() } else { byline.join("  ·  ") };
        ui.label(RichText::new(visible(&byline)).color(palette.muted));
        if widgets::icon_button(ui, icons::EDIT, &Command::EditSource.with_keys("Edit source details")).clicked() {
            actions.push(Action::Ask(Ask::Details(document.id)));
        }
    });
    let address = details.url.trim();
    if !address.is_empty() {
        let link = ui.link(visible(address)).on_hover_text("Open in the browser");
        if link.clicked() {
            actions.push(Action::OpenLink(address.to_owned()));
        }
    }
    part_of_page(ui, document, actions);
    ui.add_space(14.0);
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
