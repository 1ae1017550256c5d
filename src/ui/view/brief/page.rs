//! The text of a brief: only the blocks in sight are laid out and painted. One of them may be a text field.

use std::sync::Arc;

use egui::{Key, PointerButton, Pos2, Rect, Role, ScrollArea, Sense, Shape, Ui, pos2, vec2};

use super::desk::{self, Desk};
use super::editing;
use super::marks;
use super::state::{BriefView, Caret, Dragged, Pending};
use super::typeset::{self, Style};
use super::{card, pictures};
use crate::notebook::{BriefBlock, BriefBlockId, BriefBlockKind};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions, Ask};
use crate::ui::view::reader::{self, Column};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};

/// The space above the first and below the last block, in points.
const MARGIN: f32 = 28.0;
/// The room at the left of the text for the handles, in points.
pub(super) const HANDLES: f32 = 44.0;

/// A block with its place.
pub(super) struct Placed {
    pub block: Arc<BriefBlock>,
    pub top: f32,
    pub height: f32,
}

/// Shows the text.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, state: &mut BriefView, actions: &mut Actions) {
    let notebook = desk.workspace.notebook();
    let blocks: Vec<Arc<BriefBlock>> =
        notebook.brief_blocks.shared().filter(|block| block.brief == desk.brief).cloned().collect();
    settle(&blocks, state);
    super::keys::over_blocks(ui, desk, &blocks, state, actions);
    let column = Column::within(ui.available_width(), desk.settings);
    let title_height = desk.title_height(ui, column.width);
    let placed = place(&blocks, desk, state, (column.width, title_height));
    let height = placed.last().map_or(0.0, |last| last.top + last.height) + MARGIN + ui.available_height() * 0.4;
    let mut area = ScrollArea::vertical().id_salt(("brief", desk.brief)).auto_shrink(false);
    if let Some(wanted) = wanted_offset(&placed, state, ui.available_height()) {
        area = area.vertical_scroll_offset(wanted);
    }
    let output = area.show_focused(ui, |ui| {
        ui.set_height(height);
        let origin = ui.max_rect().min;
        let window = ui.clip_rect().translate(-origin.to_vec2());
        title(ui, desk, pos2(origin.x + column.left, origin.y + MARGIN), column.width, actions);
        let in_sight =
            |placed: &&Placed| placed.top + placed.height > window.top() - 200.0 && placed.top < window.bottom() + 200.0;
        for placed in placed.iter().filter(in_sight) {
            let at = pos2(origin.x + column.left, origin.y + placed.top);
            block(ui, desk, placed, (at, column.width), state, actions);
        }
        below(ui, desk, placed.last(), (origin, height), state, actions);
        super::sweep::follow(ui, &placed, origin, state);
        drop_here(ui, desk, &placed, pos2(origin.x + column.left, origin.y), state, actions);
    });
    let top = output.state.clamped_offset().y;
    state.anchor = placed
        .iter()
        .find(|placed| placed.top + placed.height > top)
        .map(|placed| (placed.block.id, placed.top - top, placed.top));
    let here: std::collections::HashSet<BriefBlockId> = blocks.iter().map(|block| block.id).collect();
    state.heights.retain(|id, _| here.contains(id));
}

/// The title and the line under it; a click changes them.
fn title(ui: &mut Ui, desk: &Desk<'_>, at: Pos2, width: f32, actions: &mut Actions) {
    let Some(brief) = desk.workspace.notebook().briefs.get(desk.brief) else { return };
    let palette = theme::palette(ui.ctx());
    let [title, subtitle] = desk.title_galleys(ui, width);
    let rect = Rect::from_min_size(at, vec2(width, title.size().y + subtitle.size().y));
    let response = ui.interact(rect, ids::of(("title of the brief", desk.brief)), Sense::click());
    widgets::named_by(&response, Role::Heading, || brief.title().to_owned());
    ui.painter().galley(at, title.clone(), palette.text);
    ui.painter().galley(pos2(at.x, at.y + title.size().y + 4.0), subtitle, palette.muted);
    if response.on_hover_text("Click to change the title").on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        actions.push(Action::Ask(Ask::BriefTitle(desk.brief)));
    }
}

/// Sends the caret on its way, and forgets what is gone.
fn settle(blocks: &[Arc<BriefBlock>], state: &mut BriefView) {
    let is_there = |id: BriefBlockId| blocks.iter().any(|block| block.id == id);
    if let Some(Pending::Behind(before, caret)) = state.pending {
        let next = blocks.iter().position(|block| block.id == before).and_then(|at| blocks.get(at + 1));
        state.pending = next.map(|block| Pending::Block(block.id, caret));
    }
    if let Some(Pending::Block(id, _)) = state.pending {
        state.focus = Some(id);
        state.left = None;
        state.selected = None;
    }
    if state.focus.is_some_and(|id| !is_there(id)) {
        back_from_what_is_gone(blocks, state);
    }
    if let Some(at) = state.focus.and_then(|id| blocks.iter().position(|block| block.id == id)) {
        state.focus_at = at;
    }
    if state.picker.is_some_and(|picker| Some(picker.block) != state.focus) {
        state.picker = None;
    }
    if state.card.is_some_and(|card| !is_there(card.block())) {
        state.card = None;
    }
    if state.selected.is_some_and(|(from, to)| !is_there(from) || !is_there(to)) {
        state.selected = None;
    }
    if state.composing.as_ref().is_some_and(|block| Some(block.id) != state.focus) {
        state.composing = None;
    }
}

/// The block with the caret is gone, as by undoing: the caret goes back to where it came from, or to what stands there now.
fn back_from_what_is_gone(blocks: &[Arc<BriefBlock>], state: &mut BriefView) {
    state.focus = None;
    let came = state.came_from.take().filter(|(id, _)| blocks.iter().any(|block| block.id == *id));
    let beside = || blocks.get(state.focus_at.saturating_sub(1)).or(blocks.last()).map(|block| (block.id, Caret::End));
    if let Some((id, caret)) = came.map(|(id, at)| (id, Caret::Byte(at))).or_else(beside) {
        state.focus = Some(id);
        state.pending = Some(Pending::Block(id, caret));
    }
}

/// Where each block stands: by its height when it was last drawn, or an estimate.
fn place(blocks: &[Arc<BriefBlock>], desk: &Desk<'_>, state: &BriefView, (width, title): (f32, f32)) -> Vec<Placed> {
    let mut top = MARGIN + title;
    let mut placed = Vec::with_capacity(blocks.len());
    for block in blocks {
        let style = desk.style(&block.kind);
        if !placed.is_empty() {
            top += style.gap;
        }
        let known = state.heights.get(&block.id).filter(|(known, at, _)| Arc::ptr_eq(known, block) && *at == width);
        let height = known.map_or_else(|| estimate(block, style, width), |(_, _, height)| *height);
        placed.push(Placed { block: Arc::clone(block), top, height });
        top += height;
    }
    placed
}

fn estimate(block: &BriefBlock, style: Style, width: f32) -> f32 {
    let letters = (width - style.indent).max(80.0) / (style.size * 0.5);
    let rows = (block.text.chars().count() as f32 / letters).ceil().max(1.0);
    rows * style.row + pictures::estimate(&block.kind)
}

/// The offset that keeps the topmost block where it was, or brings a block into sight.
fn wanted_offset(placed: &[Placed], state: &mut BriefView, height: f32) -> Option<f32> {
    if let Some(id) = state.reveal.take()
        && let Some(found) = placed.iter().find(|placed| placed.block.id == id)
    {
        let is_heading = matches!(found.block.kind, BriefBlockKind::Heading(_));
        return Some((found.top - if is_heading { 12.0 } else { height * 0.3 }).max(0.0));
    }
    if let (Some(id), Some((_, above, top))) = (state.into_sight.take(), state.anchor)
        && let Some(found) = placed.iter().find(|placed| placed.block.id == id)
    {
        // No further than needed.
        let now = top - above;
        // The title belongs to the first one.
        let above = if placed.first().is_some_and(|first| first.block.id == id) { found.top } else { 16.0 };
        let (first, last) = (found.top - above, found.top + found.height + 16.0 - height);
        return Some(now.max(last).min(first).max(0.0)).filter(|wanted| (wanted - now).abs() > 0.5);
    }
    let (id, above, top) = state.anchor?;
    let anchor = placed.iter().find(|placed| placed.block.id == id)?;
    // Only if blocks above turned out higher or lower than they were taken for.
    ((anchor.top - top).abs() > 0.5).then_some((anchor.top - above).max(0.0))
}

/// Draws one block: as a text field if the caret is in it.
fn block(ui: &mut Ui, desk: &Desk<'_>, placed: &Placed, (at, width): (Pos2, f32), state: &mut BriefView, actions: &mut Actions) {
    let block = &placed.block;
    let style = desk.style(&block.kind);
    let whole = Rect::from_min_size(at, vec2(width, placed.height));
    selected_ground(ui, desk, block.id, whole, state);
    let picture = pictures::show(ui, desk, block, (at, width), state, actions);
    let text_at = pos2(at.x + style.indent, at.y + picture);
    let room = Rect::from_min_size(text_at, vec2(width - style.indent, f32::INFINITY));
    beside(ui, block, text_at, style, desk);
    handles(ui, desk, block, whole, state, actions);
    let height = if state.focus == Some(block.id) {
        editing::show(ui, desk, block, (room, style), state, actions)
    } else {
        painted(ui, desk, block, (room, style), state, actions)
    };
    state.heights.insert(block.id, (Arc::clone(block), width, picture + height));
}

/// The ground of blocks that are selected as a whole.
fn selected_ground(ui: &Ui, desk: &Desk<'_>, id: BriefBlockId, rect: Rect, state: &BriefView) {
    if state.selected.is_some() && state.selected_blocks(desk.workspace).contains(&id) {
        ui.painter().rect_filled(rect.expand2(vec2(8.0, 3.0)), 4.0, theme::palette(ui.ctx()).selected);
    }
}

/// What stands at the left of the text: bullets, numbers, the line of a quotation.
fn beside(ui: &Ui, block: &BriefBlock, at: Pos2, style: Style, desk: &Desk<'_>) {
    let palette = theme::palette(ui.ctx());
    let middle = at.y + style.row / 2.0;
    match &block.kind {
        BriefBlockKind::Item => {
            ui.painter().circle_filled(pos2(at.x - style.size * 0.75, middle), style.size * 0.14, palette.text);
        }
        BriefBlockKind::Numbered => {
            let number = desk.number_of(block.id);
            let font = egui::FontId::new(style.size, theme::Face { sans: style.sans, ..Default::default() }.family());
            let at = pos2(at.x - style.size * 0.4, middle);
            ui.painter().text(at, egui::Align2::RIGHT_CENTER, format!("{number}."), font, palette.text);
        }
        BriefBlockKind::Quote | BriefBlockKind::Finding { .. } => {
            let height = ui.data(|data| data.get_temp::<f32>(ids::of(("height of block", block.id)))).unwrap_or(style.row);
            let colour = if block.kind == BriefBlockKind::Quote { palette.border_strong } else { palette.warning };
            let line = Rect::from_min_size(pos2(at.x - style.size * 0.8, at.y), vec2(3.0, height));
            ui.painter().rect_filled(line, 1.5, colour);
        }
        _ => {}
    }
}

/// The handle at the left, which moves a block and opens what can be done with it.
fn handles(ui: &mut Ui, desk: &Desk<'_>, block: &BriefBlock, rect: Rect, state: &mut BriefView, actions: &mut Actions) {
    let around = Rect::from_min_max(pos2(rect.left() - HANDLES, rect.top()), rect.max);
    let is_near = ui.rect_contains_pointer(around)
        || ui
            .ctx()
            .read_response(ids::of(("handle", block.id)))
            .is_some_and(|known| known.has_focus() || egui::Popup::is_id_open(ui.ctx(), ids::of(("block menu", block.id))));
    if !is_near {
        return;
    }
    let palette = theme::palette(ui.ctx());
    let place = Rect::from_min_size(pos2(rect.left() - 30.0, rect.top() + 2.0), vec2(20.0, 22.0));
    let handle = ui.interact(place, ids::of(("handle", block.id)), Sense::click_and_drag());
    let colour = if handle.hovered() || handle.has_focus() { palette.text } else { palette.border_strong };
    for (column, row) in [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2)] {
        let at = place.center() + vec2(column as f32 * 5.0 - 2.5, row as f32 * 5.0 - 5.0);
        ui.painter().circle_filled(at, 1.4, colour);
    }
    widgets::named_by(&handle, Role::Button, || format!("Move or change: {}", block.kind.label()));
    let marked = state.selected_blocks(desk.workspace);
    let moved = if marked.contains(&block.id) { marked } else { vec![block.id] };
    handle.dnd_set_drag_payload(Dragged::Blocks(moved.clone()));
    let handle = handle.on_hover_text("Drag to move (Alt+↑, Alt+↓); click for more").on_hover_cursor(egui::CursorIcon::Grab);
    egui::Popup::menu(&handle)
        .id(ids::of(("block menu", block.id)))
        .show(|ui| super::menu::of_block(ui, desk, block, &moved, actions));
}

/// Paints a block that is not being edited; a click begins to edit it.
fn painted(
    ui: &mut Ui,
    desk: &Desk<'_>,
    block: &BriefBlock,
    (room, style): (Rect, Style),
    state: &mut BriefView,
    actions: &mut Actions,
) -> f32 {
    let palette = theme::palette(ui.ctx());
    let look = desk.look();
    let read = look.as_read(block);
    let shown = &*read;
    let galley = typeset::galley(ui, shown, Some(&look), style, room.width());
    let height = galley.size().y.max(style.row);
    let rect = Rect::from_min_size(room.min, vec2(room.width(), height));
    let response = ui.interact(rect, ids::of(("block", block.id)), Sense::click_and_drag());
    widgets::named_by(&response, Role::Paragraph, || format!("{}: {}", block.kind.label(), shown.text));
    ui.painter().extend(marks::under(shown, &look, &galley, room.min, palette));
    super::find::under(ui, shown, &galley, room.min, state);
    ui.painter().galley(room.min, galley.clone(), palette.text);
    marks::signs(ui.painter(), shown, &look, &galley, room.min, palette);
    if block.text.is_empty() {
        typeset::hint(ui, block, room.min, style);
    }
    ui.data_mut(|data| data.insert_temp(ids::of(("height of block", block.id)), height));
    let byte = |at: Pos2| reader::byte_at(&shown.text, &galley, at - room.min);
    if let Some(at) = response.hover_pos() {
        let over = marks::at_byte(shown, &look, byte(at)).filter(|_| galley.rect.translate(room.min.to_vec2()).contains(at));
        ui.set_cursor_icon(if over.is_some() { egui::CursorIcon::PointingHand } else { egui::CursorIcon::Text });
    }
    if response.clicked_by(PointerButton::Primary)
        && let Some(at) = response.interact_pointer_pos()
    {
        let at = byte(at);
        state.card = marks::at_byte(shown, &look, at);
        state.pending = Some(Pending::Block(block.id, Caret::Byte(at)));
    } else if response.drag_started()
        && let Some(at) = ui.input(|input| input.pointer.press_origin())
    {
        // A drag over words selects them from where it began.
        state.dragged_from = Some(byte(at));
        state.pending = Some(Pending::Block(block.id, Caret::Byte(byte(at))));
    }
    if response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        state.pending = Some(Pending::Block(block.id, Caret::End));
    }
    if state.card.is_some_and(|card| card.block() == block.id) {
        card::show(ui, desk, shown, (&galley, room.min), state, actions);
    }
    height
}

/// A click below the text goes to its end; an empty paragraph is added behind a figure.
fn below(
    ui: &mut Ui,
    desk: &Desk<'_>,
    last: Option<&Placed>,
    (origin, height): (Pos2, f32),
    state: &mut BriefView,
    actions: &mut Actions,
) {
    let Some(last) = last else { return };
    let top = origin.y + last.top + last.height + 4.0;
    let rect = Rect::from_min_max(pos2(origin.x, top), pos2(origin.x + ui.available_width(), origin.y + height));
    let response = ui.interact(rect, ids::of(("below the brief", desk.brief)), Sense::click());
    if !response.clicked() {
        return;
    }
    state.selected = None;
    let block = &last.block;
    if !block.kind.has_picture() {
        state.pending = Some(Pending::Block(block.id, Caret::End));
        return;
    }
    let (brief, behind) = (desk.brief, block.id);
    actions.edit(move |workspace| {
        let block = workspace.briefs().new_block(brief, BriefBlockKind::Paragraph);
        workspace.briefs().insert_behind(Some(behind), vec![block], "add paragraph")
    });
    state.pending = Some(Pending::Behind(behind, Caret::End));
}

/// Where something that is dragged would be put; puts it there when it is let go.
fn drop_here(ui: &mut Ui, desk: &Desk<'_>, placed: &[Placed], at: Pos2, state: &mut BriefView, actions: &mut Actions) {
    let Some(dragged) = egui::DragAndDrop::payload::<Dragged>(ui.ctx()) else { return };
    let Some(pointer) = ui.ctx().pointer_interact_pos().filter(|pointer| ui.clip_rect().contains(*pointer)) else { return };
    let is_let_go = ui.input(|input| input.pointer.any_released());
    let palette = theme::palette(ui.ctx());
    let over = placed.iter().find(|placed| pointer.y < at.y + placed.top + placed.height).or(placed.last());
    let Some(over) = over else { return };
    if let Dragged::Target(target) = &*dragged
        && !over.block.kind.has_picture()
    {
        let style = desk.style(&over.block.kind);
        let column = Column::within(ui.max_rect().width(), desk.settings);
        let from = pos2(at.x + style.indent, at.y + over.top);
        let shown = desk.shown(&over.block);
        let galley = typeset::galley(ui, &shown, Some(&desk.look()), style, column.width - style.indent);
        let byte = reader::byte_at(&shown.text, &galley, pointer - from);
        let caret = reader::caret(&shown.text, &galley, byte).translate(from.to_vec2());
        ui.painter().rect_filled(Rect::from_center_size(caret.center(), vec2(2.0, caret.height())), 1.0, palette.accent);
        if is_let_go {
            desk::refer(desk, &over.block, byte, target.clone(), state, actions);
        }
        return;
    }
    // Between two blocks.
    let is_upper = pointer.y < at.y + over.top + over.height / 2.0;
    let place = placed.iter().position(|placed| placed.block.id == over.block.id).unwrap_or_default() + usize::from(!is_upper);
    let y = if is_upper { over.top - 6.0 } else { over.top + over.height + 6.0 };
    let width = Column::within(ui.max_rect().width(), desk.settings).width;
    ui.painter().add(Shape::line_segment([pos2(at.x, at.y + y), pos2(at.x + width, at.y + y)], (2.0, palette.accent)));
    if !is_let_go {
        return;
    }
    let before = placed.get(place).map(|placed| placed.block.id);
    let behind = place.checked_sub(1).and_then(|at| placed.get(at)).map(|placed| placed.block.id);
    match (*dragged).clone() {
        Dragged::Blocks(moved) => actions.edit(move |workspace| workspace.briefs().move_before(&moved, before)),
        Dragged::New(kind) => desk::insert_block(desk.brief, behind, kind, actions),
        Dragged::Target(_) => {}
    }
}
