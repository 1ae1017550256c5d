//! The reader: the text of a source with its claims, to be read, selected and tagged.
//!
//! Each block is a galley of its own; those that are not visible are not laid out once their height is known
//! (`layout`). The selection is ours, a range of bytes of the document, because it has to cross blocks and become claims
//! (`pointer`, `keys`). Highlights are painted under the text (`paint`), so tagging never lays text out again.

mod bubble;
mod find;
mod header;
mod highlights;
mod keys;
mod layout;
mod paint;
mod pointer;

use egui::{Rect, Role, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use super::action::{Action, Actions};
use super::state::View;
use super::{sources, theme, widgets};
use crate::notebook::{Document, DocumentId};
use crate::workspace::Workspace;
use layout::{BlockLayout, Column};

/// What the reader remembers from frame to frame.
#[derive(Default)]
pub struct ReaderState {
    heights: layout::Heights,
    header_height: f32,
    drag: Option<pointer::Drag>,
    /// Where the text stood on screen in the last frame, for keys that move by lines or scroll.
    visible: Option<Rect>,
    scroll_by: f32,
    scrolled: Option<(DocumentId, f32)>,
    first_byte: usize,
}

/// Everything that one frame of the reader works with.
struct Page<'a> {
    workspace: &'a Workspace,
    document: &'a Document,
    layout: BlockLayout<'a>,
    highlights: Vec<highlights::Highlight>,
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
    let column = Column::within(ui.available_width(), view.settings.reading_size);
    let mut state = std::mem::take(&mut view.reader);
    let layout = BlockLayout::new(ui, document, column, view.settings.reading_size, &mut state.heights);
    let page = Page { workspace, document, layout, highlights: highlights::of(workspace, document, theme::palette(ui.ctx())) };
    let mut area = ScrollArea::vertical().id_salt(document.id.to_string()).auto_shrink(false);
    if let Some(offset) = reveal_offset(ui, &page, view, &state, document.id) {
        area = area.vertical_scroll_offset(offset);
    }
    let shown = area.show_viewport(ui, |ui, viewport| {
        ui.set_height(state.header_height + page.layout.height() + ui.available_height() * 0.4);
        let origin = ui.max_rect().min;
        text(ui, &page, origin, viewport, view, &mut state, actions);
    });
    state.visible = Some(shown.inner_rect);
    let offset = shown.state.clamped_offset().y;
    state.scrolled = Some((document.id, offset));
    state.first_byte = if offset > 0.0 { page.layout.byte_at(vec2(0.0, offset - state.header_height + 12.0)) } else { 0 };
    bubble::show(ui, &page, shown.inner_rect, &state, actions);
    view.reader = state;
}

/// Where the scroll area has to stand so that what is to be revealed is in sight; `None` to leave it.
fn reveal_offset(ui: &Ui, page: &Page<'_>, view: &mut View, state: &ReaderState, document: DocumentId) -> Option<f32> {
    let reveal = view.reveal?;
    if reveal.document != document {
        return None;
    }
    if state.header_height == 0.0 {
        // The height of title and byline is known after the first frame.
        ui.ctx().request_repaint();
        return None;
    }
    view.reveal = None;
    let place = page.layout.rect_of(reveal.range)?;
    let top = state.header_height + place.top();
    let height = ui.available_height();
    let offset = state.offset(document);
    if reveal.at_top {
        return Some((top - 8.0).max(0.0));
    }
    let in_sight = offset.is_some_and(|offset| top > offset + 24.0 && top + place.height() < offset + height - 48.0);
    (!in_sight).then_some((top - height * 0.3).max(0.0))
}

impl ReaderState {
    /// The first byte of a document that is in sight; `None` while another one is shown.
    pub(super) fn first_byte_in_sight(&self, document: DocumentId) -> Option<usize> {
        self.offset(document).map(|_| self.first_byte)
    }

    /// How far the text is scrolled; `None` before the document was first shown.
    fn offset(&self, document: DocumentId) -> Option<f32> {
        self.scrolled.filter(|(shown, _)| *shown == document).map(|(_, offset)| offset)
    }
}

fn text(
    ui: &mut Ui,
    page: &Page<'_>,
    origin: egui::Pos2,
    viewport: Rect,
    view: &mut View,
    state: &mut ReaderState,
    actions: &mut Actions,
) {
    // The whole width answers the pointer: a drag may begin in the margin.
    let area =
        Rect::from_min_size(pos2(origin.x, origin.y), vec2(ui.max_rect().width(), ui.min_rect().height().max(viewport.max.y)));
    let response = ui.interact(area, ui.scope_id().with("text"), Sense::click_and_drag());
    widgets::named(&response, Role::Document, &format!("Text of {}", page.document.title()));
    let column_left = origin.x + page.layout.column().left;
    let text_origin = pos2(column_left, origin.y + state.header_height);
    let header_rect = Rect::from_min_size(pos2(column_left, origin.y), vec2(page.layout.column().width, 400.0));
    let header = ui.scope_builder(UiBuilder::new().max_rect(header_rect), |ui| header::show(ui, page.document, actions));
    let header_height = header.response.rect.height().ceil();
    if (header_height - state.header_height).abs() > 0.5 {
        state.header_height = header_height;
        ui.ctx().request_discard("the header's height was not known");
    }
    pointer::handle(ui, page, &response, text_origin, state, actions);
    if view.dialog.is_none() {
        keys::handle(ui, page, &response, text_origin, state, actions);
    }
    let visible = (viewport.min.y - state.header_height)..(viewport.max.y - state.header_height);
    paint::blocks(ui, page, text_origin, visible, view);
    if state.scroll_by != 0.0 {
        ui.scroll_with_delta(vec2(0.0, -state.scroll_by));
        state.scroll_by = 0.0;
        ui.ctx().request_repaint();
    }
    if response.has_focus() {
        let line = Rect::from_min_size(pos2(column_left - 18.0, origin.y + viewport.min.y), vec2(2.0, viewport.height()));
        ui.painter().rect_filled(line, 1.0, theme::palette(ui.ctx()).accent);
    }
    context_menu(&response, page, view, actions);
}

fn context_menu(response: &egui::Response, page: &Page<'_>, view: &View, actions: &mut Actions) {
    use super::command::Command;
    response.context_menu(|ui| {
        for command in [Command::MakeClaim, Command::AddPassage, Command::RepeatTag] {
            super::menu::item(ui, command.entry(), page.workspace, view, actions);
        }
        ui.menu_button("Tag", |ui| {
            for tag in &page.workspace.notebook().tags {
                let mut button = egui::Button::new(&tag.name);
                if let Some(digit) = tag.shortcut {
                    button = button.shortcut_text(digit.to_string());
                }
                if ui.add(button).clicked() {
                    actions.push(Action::Tag(tag.id));
                    ui.close();
                }
            }
            if page.workspace.notebook().tags.is_empty() {
                super::menu::item(ui, Command::ManageTags.entry(), page.workspace, view, actions);
            }
        });
        ui.separator();
        for command in [Command::Copy, Command::SelectAll, Command::DeleteClaim] {
            super::menu::item(ui, command.entry(), page.workspace, view, actions);
        }
    });
}
