//! The help sheet, generated from the table of commands.

use egui::{Modifiers, RichText, ScrollArea, Ui, vec2};

use super::parts::{close_button, heading};
use crate::ui::view::action::Actions;
use crate::ui::view::command::{Menu, TABLE, modifiers};
use crate::ui::widgets::scrolling::{ScrollToFocus as _, scroll_by_keys};
use crate::ui::{theme, widgets};

/// Keys and clicks that are not in the table, because they do more than run a command: modifiers, key or click, effect.
const OTHERS: [(Modifiers, &str, &str); 7] = [
    (Modifiers::NONE, "1 … 9", "Tag the words or the claim"),
    (Modifiers::NONE, "Double click", "Select a word"),
    (Modifiers::NONE, "Triple click", "Select a sentence"),
    (Modifiers::SHIFT, "Arrows", "Extend the selection"),
    (Modifiers::COMMAND.plus(Modifiers::SHIFT), "Arrows", "Extend by word or paragraph"),
    (Modifiers::SHIFT, "Home, End", "Extend to the end of the line"),
    (Modifiers::NONE, "Space, Page Down", "Scroll the text"),
];

/// The width from which there are two columns, in points.
const TWO_COLUMNS: f32 = 680.0;

pub(super) fn show(ui: &mut Ui, actions: &mut Actions) {
    widgets::dialog_width(ui, 720.0);
    heading(ui, "Keyboard shortcuts");
    let tallest = (ui.ctx().content_rect().height() - 240.0).max(200.0);
    ScrollArea::vertical().auto_shrink([false, true]).max_height(tallest).show_focused(ui, |ui| {
        scroll_by_keys(ui);
        if ui.available_width() < TWO_COLUMNS {
            groups(ui, &Menu::BAR);
            others(ui);
            return;
        }
        ui.columns_const(|[left, right]| {
            groups(left, &Menu::BAR[..2]);
            groups(right, &Menu::BAR[2..]);
            left.add_space(theme::GAP);
            others(left);
        });
    });
    close_button(ui, actions);
}

fn groups(ui: &mut Ui, menus: &[(Menu, &str)]) {
    for &(menu, name) in menus {
        group(ui, menu, name);
    }
}

fn others(ui: &mut Ui) {
    ui.label(widgets::strong_text("In the text"));
    grid(ui, "text", OTHERS.iter().map(|&(held, keys, text)| (held_with(held, keys), text)));
}

fn held_with(held: Modifiers, keys: &str) -> String {
    if held.is_none() { keys.to_owned() } else { format!("{}+{keys}", modifiers(held)) }
}

fn group(ui: &mut Ui, menu: Menu, name: &str) {
    ui.label(widgets::strong_text(name));
    let entries = TABLE.iter().filter(|entry| entry.menu == menu && entry.shortcut().is_some());
    grid(ui, name, entries.map(|entry| (entry.keys(), entry.text)));
    ui.add_space(theme::GAP);
}

fn grid<'a>(ui: &mut Ui, name: &str, rows: impl Iterator<Item = (String, &'a str)>) {
    let muted = theme::palette(ui.ctx()).muted;
    egui::Grid::new(name).num_columns(2).spacing(vec2(14.0, 2.0)).min_row_height(18.0).min_col_width(110.0).show(ui, |ui| {
        for (keys, text) in rows {
            ui.label(RichText::new(keys).size(13.0).color(muted));
            ui.label(RichText::new(text).size(13.0));
            ui.end_row();
        }
    });
}
