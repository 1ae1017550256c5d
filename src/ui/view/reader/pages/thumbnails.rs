//! Thumbnails of pages at the side, to find a page by its appearance.

use egui::{Align2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::sheet::{paper, picture};
use crate::notebook::Document;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::reader::pages::state::PagesState;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::{theme, widgets};
use crate::workspace::DocumentPages;

pub(super) const WIDTH: f32 = 132.0;
const INNER: f32 = 96.0;
const NUMBER: f32 = 20.0;
/// The most thumbnails that are drawn at once.
const AT_ONCE: usize = 12;
/// With more thumbnails than this, all are dropped and drawn again as needed.
const KEPT: usize = 300;

pub(super) fn show(ui: &mut Ui, pages: &DocumentPages, state: &mut PagesState, document: &Document, actions: &mut Actions) {
    // All rows have one height, that of the tallest page, so that the rows in sight are known without adding up heights.
    let ratio = (0..pages.count()).map(|page| pages.size(page).1 / pages.size(page).0).fold(0.2, f32::max).min(1.6);
    let row = INNER * ratio + NUMBER;
    let mut missing = Vec::new();
    ScrollArea::vertical().id_salt("thumbnails").auto_shrink(false).show_rows_focused(ui, row, pages.count(), |ui, shown| {
        for page in shown {
            let (rect, response) = ui.allocate_exact_size(vec2(WIDTH - 12.0, row), Sense::CLICK);
            widgets::named(&response, Role::Button, &format!("Go to page {}", page + 1));
            let (width, height) = pages.size(page);
            let scale = (INNER / width).min((row - NUMBER) / height);
            let size = vec2(width, height) * scale;
            let paper_rect = Rect::from_center_size(pos2(rect.center().x, rect.top() + size.y / 2.0 + 2.0), size);
            ui.painter().rect_filled(paper_rect, 0.0, paper());
            match state.thumbnails.get(&page) {
                Some(texture) => picture(ui, texture, paper_rect),
                None if !state.hopeless.contains(&(true, page)) => missing.push(page),
                None => {}
            }
            let palette = theme::palette(ui.ctx());
            let is_here = state.top.0 == page;
            let stroke = match (is_here, response.hovered()) {
                (true, _) => Stroke::new(2.0, palette.accent),
                (_, true) => Stroke::new(1.5, palette.border_strong),
                _ => Stroke::new(1.0, palette.border),
            };
            ui.painter().rect_stroke(paper_rect, 0.0, stroke, StrokeKind::Outside);
            let at = pos2(rect.center().x, paper_rect.bottom() + 3.0);
            let colour = if is_here { palette.text } else { palette.muted };
            ui.painter().text(at, Align2::CENTER_TOP, (page + 1).to_string(), theme::plain(theme::SMALL), colour);
            if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                state.go_to = Some((page, 0.0));
            }
        }
    });
    if state.asked.is_none() && !state.wants_more && !missing.is_empty() {
        if state.thumbnails.len() > KEPT {
            state.thumbnails.clear();
        }
        missing.truncate(if state.failed.is_some() { 1 } else { AT_ONCE });
        state.asked = Some((true, missing.clone()));
        let widest = missing.iter().map(|&page| pages.size(page).0).fold(1.0, f32::max);
        let scale = INNER / widest * ui.ctx().pixels_per_point();
        actions.push(Action::DrawPages { document: document.id, pages: missing, scale, as_thumbnails: true });
    }
}
