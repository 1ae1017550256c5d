//! The list of cards: closed ones of one height, the chosen one open in its place. Only those in sight are drawn.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::card::{self, ROW};
use super::rows::{Row, Rows};
use super::state::{Cards, Open};
use super::{form, suggested};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::state::View;
use crate::ui::widgets::ids;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::workspace::Workspace;

/// The height of an open card that was never drawn, in points.
const GUESS: f32 = 420.0;
/// Where a card that is revealed stands, as a share of the list's height.
const REVEALED_AT: f32 = 0.2;
/// For how many frames an open card is brought into sight.
const SETTLE: u8 = 3;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, rows: &Rows, view: &mut View, actions: &mut Actions) {
    if ui.available_height() < 24.0 {
        return;
    }
    let open = opened(workspace, rows);
    let mut area = ScrollArea::vertical().id_salt("claims list").auto_shrink(false).min_scrolled_height(0.0);
    let wanted = offset(ui, workspace, rows, open, view);
    view.cards.open = open;
    let height = Places::of(open, view.cards.height).top(rows.len());
    // What stood below the last row may have gone.
    let most = (height - ui.available_height()).max(0.0);
    if let Some(offset) = wanted.or_else(|| (view.cards.offset > most + 1.0).then_some(most)) {
        area = area.vertical_scroll_offset(offset.clamp(0.0, most));
    }
    let shown = area.show_viewport_focused(ui, |ui, sight| {
        ui.set_height(height);
        let top = ui.max_rect().top();
        let places = Places::of(open, view.cards.height);
        let last = places.row_at(sight.max.y).min(rows.len().saturating_sub(1));
        let in_sight = places.row_at(sight.min.y)..=last;
        let typed_into = typed_into(ui, workspace, rows, open, view).filter(|row| !in_sight.contains(row));
        for row in in_sight.chain(typed_into) {
            let y = top + places.top(row);
            let width = ui.max_rect().x_range();
            let is_open = open.is_some_and(|(_, at)| at == row);
            let rect = Rect::from_x_y_ranges(width, y..=y + if is_open { view.cards.height } else { ROW });
            match (rows.get(workspace, row), is_open) {
                (Some(what), true) => opened_card(ui, workspace, what, rect, view, actions),
                (Some(Row::Claim(id)), false) => {
                    if let Some(claim) = workspace.notebook().claims.get(id) {
                        card::claim(ui, workspace, claim, rect, view, actions);
                    }
                }
                (Some(Row::Suggestion(number)), false) => suggested::closed(ui, workspace, number, rect, actions),
                (None, _) => {}
            }
        }
        ground(ui, top + height, actions);
    });
    (view.cards.offset, view.cards.room) = (shown.state.clamped_offset().y, shown.inner_rect.height());
}

/// The row with a field that is being typed into. It is drawn out of sight as well: a field that is not drawn loses the keys, which are
/// then taken for commands.
fn typed_into(ui: &Ui, workspace: &Workspace, rows: &Rows, open: Option<(Open, usize)>, view: &View) -> Option<usize> {
    if let Some(remark) = &view.form.remark {
        return rows.of_claim(workspace, remark.claim);
    }
    open.map(|(_, row)| row).filter(|_| ui.ctx().text_edit_focused())
}

/// A click on the empty area below the cards closes the open one.
fn ground(ui: &Ui, from: f32, actions: &mut Actions) {
    let sight = ui.clip_rect();
    let rest = Rect::from_min_max(pos2(sight.left(), from.max(sight.top())), sight.max);
    if rest.is_positive() && ui.interact(rest, ui.unique_id().with("ground"), egui::Sense::CLICK).clicked() {
        actions.push(Action::ReleaseClaim);
    }
}

/// What is open, and its row.
fn opened(workspace: &Workspace, rows: &Rows) -> Option<(Open, usize)> {
    if let Some(claim) = workspace.selection.claim {
        return Some((Open::Claim(claim), rows.of_claim(workspace, claim)?));
    }
    let sentence = workspace.selection.suggestion?;
    let number = workspace.look().suggestions()?.position(sentence)?;
    Some((Open::Suggestion(sentence), rows.of_suggestion(workspace, number)?))
}

/// Where the list has to be scrolled to; `None` if it stays where it is.
fn offset(ui: &Ui, workspace: &Workspace, rows: &Rows, open: Option<(Open, usize)>, view: &mut View) -> Option<f32> {
    let is_new = open.map(|(what, _)| what) != view.cards.open.map(|(what, _)| what);
    let before = Places::of(view.cards.open, view.cards.height);
    if is_new {
        (view.cards.height, view.cards.settle) = (GUESS, SETTLE);
    }
    let places = Places::of(open, view.cards.height);
    let is_revealed = view.reveal_in_list > 0 || std::mem::take(&mut view.reveal_suggestion);
    view.reveal_in_list = view.reveal_in_list.saturating_sub(1);
    let follow = view.follow.to.take().zip(workspace.selection.document);
    let Cards { offset, room, .. } = view.cards;
    let Some((_, row)) = open else {
        // What was open is closed: what stood below it moves up, and what is in sight stays.
        let first = before.row_at(offset);
        let stays = is_new.then(|| places.top(first) + (offset - before.top(first)).min(ROW));
        return follow.map(|(byte, document)| places.top(rows.at_byte(workspace, document, byte))).or(stays);
    };
    if is_revealed {
        view.cards.settle = SETTLE;
        ui.ctx().request_repaint();
        let room = ui.available_height();
        return Some(places.top(row) - (room * REVEALED_AT).min((room - view.cards.height).max(0.0)));
    }
    let mut to = None;
    if is_new {
        // The card opens where it stood, though another one above it closes.
        to = Some(offset + places.top(row) - before.top(row));
    } else if let Some((byte, document)) = follow {
        return Some(places.top(rows.at_byte(workspace, document, byte)));
    }
    if view.cards.settle > 0 {
        view.cards.settle -= 1;
        ui.ctx().request_repaint();
        let (from, room) = (to.unwrap_or(offset), if room > 0.0 { room } else { ui.available_height() });
        let (top, bottom) = (places.top(row), places.top(row) + view.cards.height);
        // Its head first; all of it if there is room.
        to = Some(from.max(bottom - room).min(top));
    }
    to
}

/// Shows the open card, and learns its height.
fn opened_card(ui: &mut Ui, workspace: &Workspace, what: Row, rect: Rect, view: &mut View, actions: &mut Actions) {
    let id = match what {
        Row::Claim(claim) => ids::of(("open card", claim)),
        Row::Suggestion(_) => ids::of("open suggestion"),
    };
    let room = Rect::from_min_size(rect.min, vec2(rect.width(), f32::INFINITY));
    let mut inside = ui.new_child(UiBuilder::new().scope_id(id).max_rect(room));
    match what {
        Row::Claim(claim) => {
            if let Some(claim) = workspace.notebook().claims.get(claim) {
                let whole = inside.interact(rect, ids::of(("open claim", claim.id)), egui::Sense::hover());
                let name = format!("{}: {}", claim.kind.label(), claim.headline());
                whole.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListItem, true, true, name.clone()));
                form::card(&mut inside, workspace, claim, view, actions);
            }
        }
        Row::Suggestion(number) => suggested::opened(&mut inside, workspace, number, view, actions),
    }
    let height = inside.min_rect().height();
    if (height - view.cards.height).abs() > 0.5 {
        view.cards.height = height;
        ui.ctx().request_discard("the height of the open card");
    }
}

/// Where the rows stand.
#[derive(Clone, Copy)]
struct Places {
    /// The row of the open card, and by how much it is higher than a closed one.
    open: Option<(usize, f32)>,
}

impl Places {
    fn of(open: Option<(Open, usize)>, height: f32) -> Self {
        Self { open: open.map(|(_, row)| (row, height - ROW)) }
    }

    /// The top of a row, in points from the top of the list.
    fn top(self, row: usize) -> f32 {
        let more = self.open.filter(|(open, _)| row > *open).map_or(0.0, |(_, more)| more);
        row as f32 * ROW + more
    }

    /// The row at a height, in points from the top of the list.
    fn row_at(self, y: f32) -> usize {
        let y = y.max(0.0);
        match self.open {
            Some((open, more)) if y >= self.top(open + 1) => ((y - more) / ROW) as usize,
            Some((open, _)) if y >= self.top(open) => open,
            _ => (y / ROW) as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::TextRange;

    #[test]
    fn rows_stand_below_each_other_with_one_open() {
        let open = Open::Suggestion(TextRange { start: 0, end: 1 });
        let places = Places::of(Some((open, 2)), 300.0);
        assert_eq!((places.top(0), places.top(2), places.top(3)), (0.0, 2.0 * ROW, 2.0 * ROW + 300.0));
        for row in 0..6 {
            assert_eq!(places.row_at(places.top(row) + 1.0), row);
            assert_eq!(places.row_at(places.top(row + 1) - 1.0), row);
        }
        let closed = Places::of(None, 300.0);
        assert_eq!((closed.top(5), closed.row_at(5.0 * ROW + 1.0)), (5.0 * ROW, 5));
    }
}
