//! The pages of a source as they were printed, with the same selection and highlights on them as in its text.
//!
//! Pages are pictures that are drawn in the background, those in sight first; `DocumentPages` knows the position of each letter
//! on them. Switching between text and pages stays at the same sentence.

mod bar;
mod paint;
mod pointer;
mod sheet;
pub(in crate::ui) mod state;
mod thumbnails;

use std::sync::Arc;

use egui::{Pos2, Rect, Role, ScrollArea, Sense, Ui, vec2};

use super::{Desk, bubble, context_menu};
use crate::notebook::Document;
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::reader::pages::state::{Known, MARGIN, PagesState, Zoom};
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{DocumentPages, Refusal};
use sheet::{GAP, Sheet};

pub(super) use bar::switch;

/// The most pages drawn at once: few, so that those in sight appear soon.
const AT_ONCE: usize = 2;
/// The number of pages whose pictures are kept.
const KEPT: usize = 10;
/// The smallest and the largest zoom, in points of the screen per point of a page.
const ZOOM: (f32, f32) = (0.25, 5.0);

/// Shows the pages of a document instead of its text.
pub(super) fn view(ui: &mut Ui, document: &Document, desk: Desk<'_>) {
    let Desk { workspace, view, state, actions } = desk;
    state.pages.begin(document.id, state.scroll.row_of(document.id).map_or(0, |row| row.byte));
    state.pages.frame += 1;
    bar::show(ui, document, state, actions);
    let loaded = match &state.pages.known {
        Known::Pages(loaded) => Arc::clone(loaded),
        Known::Nothing => {
            state.pages.known = Known::Asked;
            actions.push(Action::LoadPages(document.id));
            return waiting(ui);
        }
        Known::Asked => return waiting(ui),
        Known::Refused(refusal) => {
            let refusal = refusal.clone();
            return refused(ui, document, &refusal, &mut state.pages, actions);
        }
    };
    let pages = &loaded.pages;
    if state.pages.top.0 == usize::MAX {
        // `top` holds the byte of the text that was in sight.
        let byte = state.pages.top.1 as usize;
        state.pages.go_to = pages.place_of(byte).filter(|_| byte > 0).map(|(page, y)| (page, y - MARGIN));
        state.pages.top = (0, 0.0);
    }
    if let Some(reveal) = view.reveal.filter(|reveal| reveal.document == document.id) {
        view.reveal = None;
        if let Some((page, y)) = pages.place_of(reveal.range.start) {
            let above = if reveal.range.start == 0 {
                y
            } else if reveal.at_top {
                MARGIN
            } else {
                4.0 * MARGIN
            };
            // Do not scroll to what is already in sight.
            if reveal.at_top || !state.pages.is_in_sight(page, y) {
                state.pages.go_to = Some((page, y - above));
            }
        }
    }
    if pages.lost_lines() > 0 {
        let lost = crate::notebook::counted(pages.lost_lines(), "line");
        widgets::muted(
            ui,
            format!("  This text was imported by an earlier version of Claimbook: {lost} could not be found on the pages."),
        );
    }
    let thumbnails = state.pages.shows_thumbnails && ui.available_width() > 420.0;
    if thumbnails {
        let frame = egui::Frame::new().fill(theme::palette(ui.ctx()).panel);
        let shown = egui::Panel::left("page thumbnails").frame(frame).exact_size(thumbnails::WIDTH).resizable(false);
        shown.show(ui, |ui| thumbnails::show(ui, pages, &mut state.pages, document, actions));
    }
    sheets(ui, document, pages, Desk { workspace, view, state, actions });
}

fn waiting(ui: &mut Ui) {
    ui.add_space(80.0);
    ui.vertical_centered(|ui| {
        ui.spinner();
        widgets::muted(ui, "Reading the pages…");
    });
}

/// Shows why pages cannot be shown, and what can be done.
fn refused(ui: &mut Ui, document: &Document, refusal: &Refusal, state: &mut PagesState, actions: &mut Actions) {
    let is_locked = matches!(refusal, Refusal::Locked | Refusal::WrongPassword);
    ui.add_space(60.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(460.0);
        ui.label(widgets::strong_text(if is_locked { "These pages need a password" } else { "The pages cannot be shown" }));
        let said = crate::notebook::capitalised(&refusal.to_string());
        widgets::muted(ui, format!("{said}."));
        let entered = is_locked && {
            let field = fields::text(ui, ids::of(("password", document.id)), &mut state.typed, |text| {
                egui::TextEdit::singleline(text).password(true).hint_text("Password").desired_width(240.0)
            });
            widgets::named(&field, Role::PasswordInput, "Password");
            field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
        };
        if ui.button(if is_locked { "Show the pages" } else { "Try again" }).clicked() || entered {
            if is_locked {
                state.passwords.insert(document.id, std::mem::take(&mut state.typed));
            }
            state.known = Known::Asked;
            actions.push(Action::LoadPages(document.id));
        }
    });
}

fn sheets(ui: &mut Ui, document: &Document, pages: &DocumentPages, desk: Desk<'_>) {
    let Desk { workspace, view, state, actions } = desk;
    let palette = theme::palette(ui.ctx());
    let area = ui.available_rect_before_wrap();
    ui.painter().rect_filled(area, 0.0, palette.stripe);
    let widest = pages.widest();
    let fit = ((area.width() - 2.0 * GAP - 12.0) / widest).clamp(ZOOM.0, 2.0);
    if let Some(factor) = bar::zoomed_by(ui, area, view) {
        state.pages.zoom = Zoom::Times((state.pages.zoom.times(fit) * factor).clamp(ZOOM.0, ZOOM.1));
        state.pages.go_to = Some(state.pages.top);
    }
    let scale = state.pages.zoom.times(fit);
    let width = (widest * scale + 2.0 * GAP).max(area.width());
    let mut sheet = Sheet { workspace, document, pages, origin: Pos2::ZERO, scale, width };
    let height = sheet.top_of(pages.count());
    let mut scroll = ScrollArea::both().id_salt(("pages", document.id.to_string())).auto_shrink(false);
    scroll = scroll
        .scroll_source(egui::scroll_area::ScrollSource { drag: egui::scroll_area::DragScroll::Never, ..Default::default() });
    if let Some((page, y)) = state.pages.go_to.take() {
        scroll = scroll.vertical_scroll_offset((sheet.top_of(page) + y * scale).clamp(0.0, (height - area.height()).max(0.0)));
    } else if let Some(by) = bar::scrolled_by(ui, area, view) {
        let now = sheet.top_of(state.pages.top.0) + state.pages.top.1 * scale;
        scroll = scroll.vertical_scroll_offset((now + by).clamp(0.0, (height - area.height()).max(0.0)));
    }
    scroll.show_viewport(ui, |ui, shown| {
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click_and_drag());
        widgets::named(&response, Role::Document, &format!("Pages of {}", document.title()));
        sheet.origin = rect.min;
        let first = pages.page_at(shown.min.y + GAP / 2.0, scale, GAP);
        let in_sight: Vec<usize> = (first..pages.count()).take_while(|&page| sheet.top_of(page) < shown.max.y).collect();
        let last = in_sight.last().copied().unwrap_or(first);
        state.pages.top = (first, (shown.min.y - sheet.top_of(first)) / scale);
        state.pages.bottom = (last, (shown.max.y - sheet.top_of(last)) / scale);
        if let Some(byte) = pages.first_byte_below(first, state.pages.top.1.max(0.0)) {
            state.scroll.stand_elsewhere(document.id, byte);
        }
        draw_more(ui, &sheet, &in_sight, &mut state.pages, actions);
        for &page in &in_sight {
            paint::page(ui, &sheet, page, &mut state.pages, view);
        }
        pointer::handle(ui, &sheet, &response, state, actions);
        if let Some(claim) = workspace.selection.claim
            && in_sight.iter().any(|&page| sheet.shows(page, claim))
        {
            view.seen_claim = Some(claim);
        }
        context_menu::show(&response, workspace, view, state.menu_on, actions);
        let selected = workspace.selection.words().filter(|_| state.pages.drag.is_none());
        if let Some(range) = selected {
            let patches = in_sight.iter().flat_map(|&page| sheet.patches(page, range));
            let rects: Vec<Rect> = patches.map(|patch| patch.around()).collect();
            if let (Some(&first), Some(&last)) = (rects.first(), rects.last()) {
                let last = Rect::from_min_max(last.right_top(), last.max);
                bubble::at(ui, workspace, area.intersect(ui.clip_rect()), (first, last), 460.0, actions);
            }
        }
    });
}

/// Requests pictures of pages in sight that have none, or one at another scale; then of the neighbouring pages.
fn draw_more(ui: &Ui, sheet: &Sheet<'_>, in_sight: &[usize], state: &mut PagesState, actions: &mut Actions) {
    let frame = state.frame;
    for page in in_sight {
        if let Some(drawn) = state.drawn.get_mut(page) {
            drawn.seen = frame;
        }
    }
    while state.drawn.len() > KEPT.max(in_sight.len() + 2) {
        let Some(oldest) = state.drawn.iter().min_by_key(|(_, drawn)| drawn.seen).map(|(page, _)| *page) else { break };
        state.drawn.remove(&oldest);
    }
    // The scale changes in steps, so that resizing the window does not redraw every page in every frame; and the picture is
    // limited to the largest texture of the graphics adapter.
    let most = ui.input(|input| input.max_texture_side) as f32 - 2.0;
    let usual = ((sheet.scale * ui.ctx().pixels_per_point() * 8.0).ceil() / 8.0).min(6.0);
    let wanted = |page: usize| {
        let (width, height) = sheet.pages.size(page);
        usual.min(most / width.max(height))
    };
    let missing = |page: &usize| {
        !state.hopeless.contains(&(false, *page)) && state.drawn.get(page).is_none_or(|drawn| drawn.scale != wanted(*page))
    };
    state.wants_more = in_sight.iter().any(missing);
    if state.asked.is_some() {
        return;
    }
    let next = in_sight.last().map_or(0, |last| last + 1);
    let around = [next, in_sight.first().map_or(0, |first| first.saturating_sub(1))];
    let around = around.into_iter().filter(|page| *page < sheet.pages.count() && !in_sight.contains(page));
    let pages: Vec<usize> = in_sight.iter().copied().chain(around).filter(missing).collect();
    let Some(scale) = pages.first().map(|page| wanted(*page)) else { return };
    let at_once = if state.failed.is_some() { 1 } else { AT_ONCE };
    let pages: Vec<usize> = pages.into_iter().filter(|page| wanted(*page) == scale).take(at_once).collect();
    state.asked = Some((false, pages.clone()));
    actions.push(Action::DrawPages { document: sheet.document.id, pages, scale, as_thumbnails: false });
}
