//! What this is, and under which licences.

use egui::Ui;

use super::parts::{close_button, heading};
use crate::ui::view::action::Actions;
use crate::ui::widgets;

pub(super) fn show(ui: &mut Ui, actions: &mut Actions) {
    widgets::dialog_width(ui, 440.0);
    heading(ui, concat!("Claimbook ", env!("CARGO_PKG_VERSION")));
    ui.label("A research notebook that keeps the thread from every number on a chart to the sentence it came from.");
    widgets::muted(
        ui,
        "MIT or Apache-2.0, as you like. Fonts: Inter and Literata (SIL Open Font License 1.1), Material Symbols (Apache-2.0).",
    );
    widgets::muted(
        ui,
        "It connects to the internet only to fetch an address that you give it, and sends nothing about you or your notebooks. Your notebooks are plain text files.",
    );
    close_button(ui, actions);
}
