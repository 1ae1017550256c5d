//! The bar above a source that has pages: the switch between text and pages, the current page, and the zoom.

use egui::{Key, Modifiers, Rect, Ui};

use super::state::Known;
use crate::notebook::Document;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::view::command::{Command, modifiers};
use crate::ui::view::reader::pages::state::Zoom;
use crate::ui::view::reader::state::ReaderState;
use crate::ui::view::state::View;
use crate::ui::widgets;
use crate::ui::widgets::keys::pressed;

/// Shows the switch between text and pages.
pub(in crate::ui::view::reader) fn switch(ui: &mut Ui, document: &Document, state: &ReaderState, actions: &mut Actions) {
    let as_pages = state.pages.is_shown(document.id);
    for (pages, name) in [(false, "Text"), (true, "Pages")] {
        if widgets::choice(ui, as_pages == pages, name).clicked() && as_pages != pages {
            actions.run(Command::TogglePages);
        }
    }
}

pub(super) fn show(ui: &mut Ui, document: &Document, state: &mut ReaderState, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let frame = egui::Frame::new().fill(palette.page).inner_margin(egui::Margin::symmetric(14, 4));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal(|ui| {
            switch(ui, document, state, actions);
            let pages = &mut state.pages;
            let Known::Pages(known) = &pages.known else { return };
            let count = known.pages.count();
            ui.separator();
            let name = if pages.shows_thumbnails { "Hide thumbnails" } else { "Show thumbnails" };
            if widgets::icon_button(ui, icons::VIEW_SIDEBAR, name).clicked() {
                pages.shows_thumbnails = !pages.shows_thumbnails;
            }
            let here = pages.top.0.min(count.saturating_sub(1));
            if widgets::icon_button(ui, icons::KEYBOARD_ARROW_UP, "Previous page (Page Up)").clicked() {
                pages.go_to = Some((here.saturating_sub(1), 0.0));
            }
            if widgets::icon_button(ui, icons::KEYBOARD_ARROW_DOWN, "Next page (Page Down)").clicked() {
                pages.go_to = Some(((here + 1).min(count.saturating_sub(1)), 0.0));
            }
            // The current page is the one at the top of the window.
            widgets::muted(ui, format!("Page {} of {count}", here + 1));
            ui.separator();
            let wheel = format!("{} and the wheel", modifiers(Modifiers::COMMAND));
            if widgets::icon_button(ui, icons::ZOOM_OUT, &format!("Smaller pages ({wheel})")).clicked() {
                view_zoom(ui.ctx(), 1.0 / 1.2);
            }
            if widgets::icon_button(ui, icons::ZOOM_IN, &format!("Larger pages ({wheel})")).clicked() {
                view_zoom(ui.ctx(), 1.2);
            }
            if widgets::icon_button(ui, icons::FIT_WIDTH, "Fit to width").clicked() {
                pages.zoom = Zoom::Width;
                pages.go_to = Some(pages.top);
            }
            if let Some(failed) = pages.failed.clone() {
                ui.colored_label(palette.error, "Some pages cannot be drawn").on_hover_text(failed);
                if ui.button("Try again").clicked() {
                    pages.failed = None;
                    pages.hopeless.clear();
                }
            }
        });
    });
}

fn asked_zoom() -> egui::Id {
    egui::Id::unique("zoom of pages")
}

/// Requests that pages be zoomed by a factor.
fn view_zoom(ctx: &egui::Context, factor: f32) {
    ctx.data_mut(|data| data.insert_temp(asked_zoom(), factor));
}

/// Returns the factor by which pages are to be zoomed, by a button, Ctrl with the wheel, or a pinch.
pub(super) fn zoomed_by(ui: &Ui, area: Rect, view: &View) -> Option<f32> {
    let asked = ui.data_mut(|data| data.remove_temp::<f32>(asked_zoom()));
    let over = view.dialog.is_none() && ui.rect_contains_pointer(area);
    let pinched = ui.input(|input| input.zoom_delta());
    asked.or((over && pinched != 1.0).then_some(pinched))
}

/// Returns how far keys scroll down (up if negative), in points of the screen.
pub(super) fn scrolled_by(ui: &Ui, area: Rect, view: &View) -> Option<f32> {
    if view.dialog.is_some() || ui.ctx().text_edit_focused() {
        return None;
    }
    let page = area.height() - 40.0;
    let keys = [
        (Key::PageDown, page),
        (Key::Space, page),
        (Key::PageUp, -page),
        (Key::ArrowDown, 60.0),
        (Key::ArrowUp, -60.0),
        (Key::Home, f32::MIN / 4.0),
        (Key::End, f32::MAX / 4.0),
    ];
    keys.into_iter().find(|(key, _)| pressed(ui.ctx(), Modifiers::NONE, *key)).map(|(_, by)| by)
}
