//! The dialog with the version, the licences and third-party notices.

use std::sync::LazyLock;

use egui::{Label, RichText, ScrollArea, TextWrapMode, Ui};

use super::parts::{close_button, heading};
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::widgets;
use crate::ui::widgets::scrolling::{ScrollToFocus as _, scroll_by_keys};

pub(super) fn show(ui: &mut Ui, actions: &mut Actions) {
    widgets::dialog_width(ui, 560.0);
    heading(ui, concat!("Claimbook ", env!("CARGO_PKG_VERSION")));
    ui.label("A research notebook that keeps the thread from every number on a chart to the sentence it came from.");
    widgets::muted(
        ui,
        "MIT or Apache-2.0, at your option. Fonts: Inter and Literata (SIL Open Font License 1.1), Material Symbols (Apache-2.0).",
    );
    widgets::muted(
        ui,
        "It connects to the internet only to fetch an address that you give it, and sends nothing about you or your notebooks. Your notebooks are plain text files.",
    );
    ui.add_space(theme::GAP);
    ui.collapsing("Third-party notices", notices);
    close_button(ui, actions);
}

/// Shows the third-party notices: thousands of lines, of which only those in sight are drawn.
fn notices(ui: &mut Ui) {
    static LINES: LazyLock<Vec<&str>> = LazyLock::new(|| crate::notices().lines().collect());
    let height = (ui.ctx().content_rect().height() - 420.0).clamp(120.0, 320.0);
    let row = ui.fonts_mut(|fonts| fonts.row_height(&theme::plain(theme::SMALL)));
    ScrollArea::both().max_height(height).auto_shrink(false).show_rows_focused(ui, row, LINES.len(), |ui, shown| {
        scroll_by_keys(ui);
        ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
        for line in &LINES[shown] {
            ui.add(Label::new(RichText::new(*line).size(theme::SMALL)));
        }
    });
}
