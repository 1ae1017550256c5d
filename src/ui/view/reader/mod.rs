//! The reader: the text of a source with its claims, to be read, selected and tagged.
//!
//! Only what is in sight is laid out, measured, looked up and painted, whatever the length of the text and the number of its
//! claims. A document is cut into `pieces`; `heights` knows the position of each, as an estimate until it was in sight;
//! `scroll` is anchored to a row of text, so that the text does not jump when a piece turns out higher. The selection is our
//! own, not egui's: a range of bytes of the document, because it has to cross blocks that were never drawn and become claims
//! (`pointer`, `keys`). Highlights are painted under the text (`paint`) and beside it (`margin`), so tagging never lays out
//! text again.

mod bubble;
mod context_menu;
mod find;
mod handles;
mod header;
mod heights;
mod highlights;
mod keys;
mod layout;
mod margin;
mod page;
mod page_again;
pub(in crate::ui) mod pages;
mod paint;
mod pieces;
mod pointer;
mod scroll;
mod scroll_bar;
mod spoken;
pub(in crate::ui) mod state;
mod tables;
mod versions;

use egui::{Rect, Role, Sense, Ui, UiBuilder, pos2, vec2};

use crate::ui::view::action::{Action, Actions};
use crate::ui::view::reader::state::ReaderState;
use crate::ui::view::start;
use crate::ui::view::state::View;
use crate::ui::widgets::ids;
use crate::ui::{theme, widgets};
use crate::workspace::Workspace;
pub(in crate::ui) use layout::{Column, byte_at, byte_of_char, caret, char_of_byte, rects};
use layout::{TextLayout, Typography};
use page::Page;
use scroll::{Scroll, Sheet};

pub(in crate::ui) use find::find_field;
pub(in crate::ui) use handles::{End, handle_id, has_focus as handle_has_focus};

/// The context of a frame of the reader, as text or as pages.
struct Desk<'a> {
    workspace: &'a Workspace,
    view: &'a mut View,
    state: &'a mut ReaderState,
    actions: &'a mut Actions,
}

pub(in crate::ui) fn view(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let Some(document) = workspace.look().document() else {
        start::page(ui, workspace, view, actions);
        return;
    };
    if view.find.open {
        find::bar(ui, document, view, actions);
    }
    find::update(document, &mut view.find);
    let mut state = std::mem::take(&mut view.reader);
    if state.pages.is_shown(document.id) && !document.pages.is_empty() {
        versions::bar(ui, workspace, document, &mut state.versions, actions);
        page_again::bar(ui, workspace, document, &mut view.sources.pages, actions);
        pages::view(ui, document, Desk { workspace, view: &mut *view, state: &mut state, actions });
        view.reader = state;
        return;
    }
    state.pieces.update(document);
    let pieces = std::mem::take(&mut state.pieces);
    if pieces.right_to_left {
        right_to_left(ui);
    }
    versions::bar(ui, workspace, document, &mut state.versions, actions);
    page_again::bar(ui, workspace, document, &mut view.sources.pages, actions);
    if !document.pages.is_empty() {
        let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 4));
        frame.show(ui, |ui| ui.horizontal(|ui| pages::switch(ui, document, &state, actions)));
    }
    let area = ui.available_rect_before_wrap();
    let bar = Rect::from_min_max(pos2(area.right() - scroll_bar::WIDTH, area.top()), area.max);
    let window = Rect::from_min_max(area.min, pos2(bar.left(), area.bottom()));
    let column = Column::within(window.width(), &view.settings);
    let ctx = ui.ctx().clone();
    let typography = Typography::of(&view.settings, column, ctx.pixels_per_point());
    let layout = TextLayout { document, pieces: &pieces, typography, palette: theme::palette(&ctx), ctx: &ctx };
    let mut heights = state.take_heights(&layout);
    let mut sheet = Sheet { layout, heights: &mut heights };
    ui.advance_cursor_after_rect(area);
    let mut ui = ui.new_child(UiBuilder::new().id_salt("reader").max_rect(area));
    ui.set_clip_rect(area.intersect(ui.clip_rect()));
    let desk = Desk { workspace, view: &mut *view, state: &mut state, actions };
    frame(&mut ui, &mut sheet, window, bar, desk);
    state.keep_heights(document.id, typography, heights);
    state.pieces = pieces;
    view.reader = state;
}

/// The id of the text as a widget.
pub(in crate::ui) fn text_id() -> egui::Id {
    ids::of("text of the source")
}

fn frame(ui: &mut Ui, sheet: &mut Sheet<'_>, window: Rect, bar: Rect, desk: Desk<'_>) {
    let Desk { workspace, view, state, actions } = desk;
    // The whole width responds to the pointer: a drag may start in the margin.
    let response = ui.interact(window, text_id(), Sense::click_and_drag());
    widgets::named(&response, Role::Document, &format!("Text of {}", sheet.layout.document.title()));
    state.scroll.stand(sheet);
    scroll_bar::show(ui, workspace, sheet, bar, view, &mut state.scroll);
    if view.dialog.is_none() {
        keys::scroll(ui, &response, window, &mut state.scroll);
    }
    pointer::wheel(ui, &response, state);
    go(sheet, window, view, state);
    let column = Column::within(window.width(), &view.settings);
    let placed = state.scroll.place(sheet, window, window.left() + column.left);
    let (highlights, not_drawn) = highlights::of(workspace, &sheet.layout, &placed);
    let suggestions = workspace.look().suggestions();
    let page = Page { workspace, layout: sheet.layout, window, column, placed, highlights, not_drawn, suggestions };
    header(ui, &page, &mut state.scroll, actions);
    footer(ui, &page, state, actions);
    pointer::handle(ui, &page, &response, state, actions);
    if view.dialog.is_none() {
        keys::extend(ui, &page, &response, state, actions);
    }
    let chosen = page.highlights.iter().find(|highlight| highlight.chosen && highlight.is_within(window));
    if let Some(chosen) = chosen {
        view.seen_claim = Some(chosen.claim);
    }
    spoken::text(ui, &page, &response);
    if let Some(selection) = spoken::requested(ui, &page, &response) {
        actions.push(Action::Select(Some(selection)));
    }
    paint::page(ui, &page, view);
    handles::show(ui, &page, state, actions);
    margin::show(ui, &page, actions);
    focus_line(ui, &page, &response);
    context_menu::show(&response, workspace, view, state.menu_on, actions);
    bubble::show(ui, &page, state, actions);
}

/// Warns that text written from right to left is not shown correctly.
fn right_to_left(ui: &mut Ui) {
    let palette = theme::palette(ui.ctx());
    egui::Frame::new().fill(palette.stripe).inner_margin(egui::Margin::symmetric(14, 6)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        widgets::warning(
            ui,
            palette.warning,
            egui::RichText::new(
                "This text is written from right to left. Claimbook cannot order its lines yet: on screen, words may appear in the \
                 wrong order. Quotes, claims and exports keep the text as it is.",
            ),
        );
    });
}

/// Scrolls as requested, keeps the end of the selection in sight, and reveals a range.
fn go(sheet: &mut Sheet<'_>, window: Rect, view: &mut View, state: &mut ReaderState) {
    state.scroll.scroll(sheet, window.height());
    if let Some(byte) = state.keep_in_sight.take() {
        state.scroll.keep_in_sight(sheet, byte, window.height());
    }
    if let Some(reveal) = view.reveal.filter(|reveal| reveal.document == sheet.layout.document.id) {
        view.reveal = None;
        state.scroll.reveal(sheet, reveal.range, reveal.at_top, window.height());
    }
}

/// Shows title and byline above the first piece.
fn header(ui: &mut Ui, page: &Page<'_>, scroll: &mut Scroll, actions: &mut Actions) {
    if !scroll.shows_header() && scroll.header > 0.0 {
        return;
    }
    let first = page.placed.first().map_or(page.window.top() + scroll.header, |placed| placed.origin.y);
    let left = page.window.left() + page.column.left;
    let rect = Rect::from_min_size(pos2(left, first - scroll.header), vec2(page.column.width, 400.0));
    let shown = ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| header::show(ui, page.document(), actions));
    let height = shown.response.rect.height().ceil();
    if (height - scroll.header).abs() > 0.5 {
        scroll.set_header(height);
        ui.ctx().request_discard("the header's height was not known");
    }
}

/// Shows what stands below the last piece, and notes how far the text was seen.
fn footer(ui: &mut Ui, page: &Page<'_>, state: &mut ReaderState, actions: &mut Actions) {
    let seen =
        page.placed.iter().filter(|placed| placed.rect().bottom() <= page.window.bottom()).map(|placed| placed.piece.range.end);
    if let Some(byte) = seen.max() {
        state.reach(page.document().id, byte);
    }
    let last = page.layout.pieces.all().len().checked_sub(1);
    let Some(last) = page.placed.last().filter(|placed| Some(placed.piece_index) == last) else { return };
    let top = pos2(page.window.left() + page.column.left, last.rect().bottom() + 28.0);
    if top.y < page.window.bottom() {
        let rect = Rect::from_min_size(top, vec2(page.column.width, 60.0));
        ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| header::end(ui, page.document(), actions));
    }
}

fn focus_line(ui: &Ui, page: &Page<'_>, response: &egui::Response) {
    if response.has_focus() {
        let left = page.window.left() + page.column.left - 18.0;
        let line = Rect::from_min_size(pos2(left, page.window.top()), vec2(2.0, page.window.height()));
        ui.painter().rect_filled(line, 1.0, page.layout.palette.accent);
    }
}
