//! The reader: the text of a source with its claims, to be read, selected and tagged.
//!
//! Only what is in sight is laid out, measured, looked up and painted, whatever the length of the text and the number of its
//! claims. A document is cut into `pieces`; `heights` knows where each stands, as an estimate until it was seen; `scroll` holds
//! on to a row of text, so that nothing that turns out higher makes the text jump. The selection is ours, a range of bytes of
//! the document, because it has to cross blocks that were never drawn and become claims (`pointer`, `keys`). Highlights are
//! painted under the text (`paint`) and beside it (`margin`), so tagging never lays text out again.

mod bubble;
mod find;
mod header;
mod heights;
mod highlights;
mod keys;
mod layout;
mod margin;
mod pages;
mod paint;
mod pieces;
mod pointer;
mod scroll;
mod scroll_bar;
mod tables;

use egui::{Pos2, Rect, Role, Sense, Ui, UiBuilder, pos2, vec2};

use super::action::{Action, Actions};
use super::state::{Reveal, View};
use super::{sources, theme, versions, widgets};
use crate::notebook::{ClaimId, Document, DocumentId, TextRange};
use crate::workspace::{Suggestions, Workspace};
use heights::Heights;
use highlights::Highlight;
use layout::{Column, TextLayout, Typography};
use pieces::Pieces;
use scroll::{Placed, Row, Scroll, Sheet};

pub(super) use find::find_field;
pub(super) use pages::{DrawnPages, LoadedPages};

/// What the reader remembers from frame to frame.
#[derive(Default)]
pub struct ReaderState {
    pieces: Pieces,
    /// Heights of documents in the looks they were last seen in.
    known: Vec<(DocumentId, Typography, Heights)>,
    scroll: Scroll,
    drag: Option<pointer::Drag>,
    /// A byte that the keyboard has moved to and that is to stay in sight.
    keep_in_sight: Option<usize>,
    /// The claim that the menu was opened on.
    menu_on: Option<ClaimId>,
    versions: versions::KnownVersions,
    /// The view of pages.
    pub(super) pages: pages::PagesState,
}

/// How many looks of documents are remembered.
const KNOWN: usize = 12;

impl ReaderState {
    /// Every document that was open, with the byte at which it was left.
    pub(super) fn places(&self) -> Vec<(DocumentId, usize)> {
        self.scroll.rows().map(|(document, row)| (document, row.byte)).collect()
    }

    /// A document is to be opened at this byte.
    pub(super) fn leave_at(&mut self, document: DocumentId, byte: usize) {
        self.scroll.leave(document, Row { byte, above: 0.0 });
    }

    /// The row at the upper edge of a document, shown or left: its first byte, and how many points of it are above the edge.
    pub(super) fn row_of(&self, document: DocumentId) -> (usize, f32) {
        self.scroll.row_of(document).map(|row| (row.byte, row.above)).unwrap_or_default()
    }

    /// Shows a document as it was: as pages or text, with this row at the upper edge.
    pub(super) fn return_to(&mut self, document: DocumentId, (byte, above): (usize, f32), as_pages: bool) {
        self.pages.show(document, as_pages);
        self.scroll.return_to(document, Row { byte, above });
    }

    /// The first byte of a document that is in sight, or was when it was left.
    pub(super) fn first_byte_in_sight(&self, document: DocumentId) -> usize {
        self.scroll.row_of(document).map_or(0, |row| row.byte)
    }

    /// Shows a source as its pages, or as text again, at the same place.
    pub(super) fn toggle_pages(&mut self, document: DocumentId, reveal: &mut Option<Reveal>) {
        let as_pages = !self.pages.is_shown(document);
        self.pages.show(document, as_pages);
        let byte = self.first_byte_in_sight(document);
        *reveal = Some(Reveal { document, range: TextRange { start: byte, end: byte }, at_top: true });
    }

    fn take_heights(&mut self, layout: &TextLayout<'_>) -> Heights {
        let is_it = |(document, typography, _): &(DocumentId, Typography, Heights)| {
            *document == layout.document.id && *typography == layout.typography
        };
        match self.known.iter().position(is_it) {
            Some(place) => self.known.remove(place).2,
            None => Heights::estimated(layout.estimate()),
        }
    }

    fn keep_heights(&mut self, document: DocumentId, typography: Typography, heights: Heights) {
        self.known.insert(0, (document, typography, heights));
        self.known.truncate(KNOWN);
    }
}

/// Everything that one frame of the reader works with.
struct Page<'a> {
    workspace: &'a Workspace,
    layout: TextLayout<'a>,
    /// Where text is shown on the screen.
    window: Rect,
    column: Column,
    placed: Vec<Placed>,
    highlights: Vec<Highlight>,
    /// How many passages in sight are not drawn, because too many stand in one place.
    not_drawn: usize,
    suggestions: Option<Suggestions>,
}

pub(super) fn view(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let Some(document) = workspace.document() else {
        sources::first_steps(ui, actions);
        return;
    };
    if view.find.open {
        find::bar(ui, document, view, actions);
    }
    find::update(document, &mut view.find);
    let mut state = std::mem::take(&mut view.reader);
    if state.pages.is_shown(document.id) && !document.pages.is_empty() {
        versions::bar(ui, workspace, document, &mut state.versions, actions);
        pages::view(ui, workspace, document, view, &mut state, actions);
        view.reader = state;
        return;
    }
    state.pieces.update(document);
    let pieces = std::mem::take(&mut state.pieces);
    if pieces.right_to_left {
        right_to_left(ui);
    }
    versions::bar(ui, workspace, document, &mut state.versions, actions);
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
    frame(&mut ui, workspace, &mut sheet, window, bar, view, &mut state, actions);
    state.keep_heights(document.id, typography, heights);
    state.pieces = pieces;
    view.reader = state;
}

#[expect(clippy::too_many_arguments, reason = "what a frame has at hand")]
fn frame(
    ui: &mut Ui,
    workspace: &Workspace,
    sheet: &mut Sheet<'_>,
    window: Rect,
    bar: Rect,
    view: &mut View,
    state: &mut ReaderState,
    actions: &mut Actions,
) {
    // The whole width answers the pointer: a drag may begin in the margin.
    let response = ui.interact(window, ui.scope_id().with("text"), Sense::click_and_drag());
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
    let suggestions = workspace.suggestions();
    let page = Page { workspace, layout: sheet.layout, window, column, placed, highlights, not_drawn, suggestions };
    header(ui, &page, &mut state.scroll, actions);
    pointer::handle(ui, &page, &response, state, actions);
    if view.dialog.is_none() {
        keys::extend(ui, &page, &response, state, actions);
    }
    let chosen = page.highlights.iter().find(|highlight| highlight.chosen && highlight.is_within(window));
    if let Some(chosen) = chosen {
        view.seen_claim = Some(chosen.claim);
    }
    paint::page(ui, &page, view);
    margin::show(ui, &page, actions);
    focus_line(ui, &page, &response);
    context_menu(&response, workspace, view, state.menu_on, actions);
    bubble::show(ui, &page, state, actions);
}

/// A text that cannot be shown rightly is not shown in silence.
fn right_to_left(ui: &mut Ui) {
    let palette = theme::palette(ui.ctx());
    egui::Frame::new().fill(palette.stripe).inner_margin(egui::Margin::symmetric(14, 6)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        widgets::warning(
            ui,
            palette.warning,
            egui::RichText::new(
                "This text is written from right to left. Claimbook cannot order its lines yet: on screen words may stand in the \
                 wrong order. Quotes, claims and exports keep the text as it is.",
            ),
        );
    });
}

/// Goes where something is to be shown.
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

/// Title and byline, above the first piece.
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

fn focus_line(ui: &Ui, page: &Page<'_>, response: &egui::Response) {
    if response.has_focus() {
        let left = page.window.left() + page.column.left - 18.0;
        let line = Rect::from_min_size(pos2(left, page.window.top()), vec2(2.0, page.window.height()));
        ui.painter().rect_filled(line, 1.0, page.layout.palette.accent);
    }
}

impl<'a> Page<'a> {
    /// The suggested sentence at a byte.
    fn suggestion_at(&self, byte: usize) -> Option<crate::notebook::TextRange> {
        let here = crate::notebook::TextRange::of_byte(byte);
        self.suggestions.as_ref()?.within(here).next().map(|suggestion| suggestion.range())
    }

    fn document(&self) -> &'a Document {
        self.layout.document
    }

    /// The byte of the document nearest to a point of the screen, among those in sight.
    fn byte_at(&self, at: Pos2) -> usize {
        let Some(first) = self.placed.first() else { return 0 };
        let above = |placed: &&Placed| placed.origin.y <= at.y;
        let placed = match self.placed.iter().rev().find(above) {
            None => first,
            Some(placed) => {
                // In the gap between two the nearer one counts.
                let next = self.placed.iter().find(|next| next.place == placed.place + 1);
                let bottom = placed.rect().bottom();
                next.filter(|next| at.y > bottom && next.origin.y - at.y < at.y - bottom).unwrap_or(placed)
            }
        };
        placed.piece.range.start + layout::byte_at(self.layout.text(placed.piece), &placed.galley, at - placed.origin)
    }

    /// Where the caret of a byte stands on the screen; `None` where it is not in sight.
    fn caret(&self, byte: usize) -> Option<Rect> {
        self.caret_in(self.layout.pieces.at(byte), byte, layout::caret)
    }

    /// The same for the end of a range.
    fn caret_after(&self, byte: usize) -> Option<Rect> {
        self.caret_in(self.layout.pieces.at(byte.saturating_sub(1)), byte, layout::caret_after)
    }

    fn caret_in(&self, place: usize, byte: usize, caret: fn(&str, &egui::Galley, usize) -> Rect) -> Option<Rect> {
        let placed = self.placed.iter().find(|placed| placed.place == place)?;
        let caret = caret(self.layout.text(placed.piece), &placed.galley, placed.piece.inside(byte));
        Some(caret.translate(placed.origin.to_vec2()))
    }

    /// Whether a point of the screen is on a line of text and not beside it.
    fn is_over_text(&self, at: Pos2) -> bool {
        let row_is =
            |placed: &Placed| placed.galley.rows.iter().any(|row| row.rect().translate(placed.origin.to_vec2()).contains(at));
        self.placed.iter().any(row_is)
    }
}

/// The menu of the text: what can be done to the words that are selected, and to the claim that it was opened on.
fn context_menu(response: &egui::Response, workspace: &Workspace, view: &View, on: Option<ClaimId>, actions: &mut Actions) {
    use super::command::Command;
    let has_words = workspace.selection.words().is_some();
    response.context_menu(|ui| {
        if workspace.selection.suggestion.is_some() && workspace.selection.words().is_none() {
            for command in [Command::AcceptSuggestion, Command::DismissSuggestion] {
                super::menu::item(ui, command.entry(), workspace, view, actions);
            }
            ui.separator();
        }
        if has_words {
            for command in [Command::MakeClaim, Command::AddPassage] {
                super::menu::item(ui, command.entry(), workspace, view, actions);
            }
        }
        if has_words || on.is_some() {
            super::menu::item(ui, Command::RepeatTag.entry(), workspace, view, actions);
            ui.menu_button("Tag", |ui| tag_rows(ui, workspace, view, actions));
            ui.separator();
        }
        for command in [Command::Copy, Command::SelectAll] {
            super::menu::item(ui, command.entry(), workspace, view, actions);
        }
        if on.is_some() && on == workspace.selection.claim {
            super::menu::item(ui, Command::DeleteClaim.entry(), workspace, view, actions);
        }
    });
}

fn tag_rows(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Actions) {
    super::menu::rows(ui, |ui| {
        for tag in &workspace.notebook().tags {
            let mut button = egui::Button::new(&tag.name);
            if let Some(digit) = tag.shortcut {
                button = button.shortcut_text(digit.to_string());
            }
            if ui.add(button).clicked() {
                actions.push(Action::Tag(tag.id));
                ui.close();
            }
        }
        if workspace.notebook().tags.is_empty() {
            super::menu::item(ui, super::command::Command::ManageTags.entry(), workspace, view, actions);
        }
    });
}
