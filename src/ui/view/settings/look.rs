//! Theme, zoom and the text of sources.

use egui::Ui;

use super::line;
use crate::store::{Leading, Measure, Settings, Theme};
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::view::command::Command;
use crate::ui::widgets;
use crate::ui::widgets::parts::segments;

const THEMES: [(Theme, Command, &str); 3] = [
    (Theme::System, Command::ThemeSystem, "Like the system"),
    (Theme::Light, Command::ThemeLight, "Light"),
    (Theme::Dark, Command::ThemeDark, "Dark"),
];
const MEASURES: [(Measure, &str); 3] = [(Measure::Narrow, "Short"), (Measure::Medium, "Medium"), (Measure::Wide, "Long")];
const LEADINGS: [(Leading, &str); 3] = [(Leading::Tight, "Tight"), (Leading::Medium, "Medium"), (Leading::Loose, "Loose")];

pub(super) fn show(ui: &mut Ui, settings: &mut Settings, actions: &mut Actions) {
    let options = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), "")).collect::<Vec<_>>();
    line(ui, "Theme", |ui| {
        let chosen = THEMES.iter().position(|(theme, ..)| *theme == settings.theme);
        if let Some(at) = segments(ui, "Theme", &options(&THEMES.map(|(.., name)| name)), chosen) {
            actions.run(THEMES[at].1);
        }
    });
    line(ui, "Zoom", |ui| {
        let said = format!("{:.0} %", settings.zoom * 100.0);
        stepper(ui, &said, (Command::ZoomOut, Command::ZoomIn), actions);
        if (settings.zoom - 1.0).abs() > 0.001 && ui.button("100 %").clicked() {
            actions.run(Command::ZoomReset);
        }
    });
    ui.add_space(theme::GAP_LARGE);
    ui.label(widgets::strong_text("Text of sources"));
    line(ui, "Size", |ui| {
        stepper(ui, &format!("{:.0}", settings.reading_size), (Command::SmallerText, Command::LargerText), actions);
    });
    line(ui, "Typeface", |ui| {
        if let Some(at) = segments(ui, "Typeface", &options(&["Literata", "Inter"]), Some(usize::from(settings.sans))) {
            settings.sans = at == 1;
        }
    });
    line(ui, "Lines", |ui| {
        let chosen = MEASURES.iter().position(|(measure, _)| *measure == settings.measure);
        if let Some(at) = segments(ui, "Length of lines", &options(&MEASURES.map(|(_, name)| name)), chosen) {
            settings.measure = MEASURES[at].0;
        }
    });
    line(ui, "Line spacing", |ui| {
        let chosen = LEADINGS.iter().position(|(leading, _)| *leading == settings.leading);
        if let Some(at) = segments(ui, "Line spacing", &options(&LEADINGS.map(|(_, name)| name)), chosen) {
            settings.leading = LEADINGS[at].0;
        }
    });
}

/// A value between a button for less and one for more.
fn stepper(ui: &mut Ui, said: &str, (less, more): (Command, Command), actions: &mut Actions) {
    let press = |ui: &mut Ui, sign: &str, command: Command, actions: &mut Actions| {
        let button = ui.button(sign);
        widgets::named(&button, egui::Role::Button, command.entry().text);
        if button.on_hover_text(command.with_keys(command.entry().tooltip)).clicked() {
            actions.run(command);
        }
    };
    press(ui, "−", less, actions);
    ui.label(said);
    press(ui, "+", more, actions);
}
