//! Scroll areas that keep the widget with the keyboard focus in sight.
//!
//! egui also moves the focus to widgets that are scrolled out of sight: after Tab, text would go into a field that cannot be
//! seen. Scroll areas are shown with [`ScrollToFocus`]; a table that scrolls by itself calls [`follow_in_row`] for its rows.

use std::ops::Range;

use egui::scroll_area::ScrollAreaOutput;
use egui::style::ScrollAnimation;
use egui::{Align, Context, Id, Key, LayerId, Rect, Response, ScrollArea, Ui, vec2};

/// The space above and below a widget that comes into sight with it, in points.
const AROUND: f32 = 12.0;

/// A scroll area that scrolls to a widget that gets the focus, unless it was clicked.
pub(in crate::ui) trait ScrollToFocus: Into<ScrollArea> {
    /// Calls [`ScrollArea::show`] and keeps the focused widget in sight.
    fn show_focused<R>(self, ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> ScrollAreaOutput<R> {
        self.into().show(ui, |ui| and_scroll(ui, add))
    }

    /// Calls [`ScrollArea::show_rows`] and keeps the focused widget in sight.
    fn show_rows_focused<R>(
        self,
        ui: &mut Ui,
        height: f32,
        count: usize,
        add: impl FnOnce(&mut Ui, Range<usize>) -> R,
    ) -> ScrollAreaOutput<R> {
        self.into().show_rows(ui, height, count, |ui, rows| and_scroll(ui, |ui| add(ui, rows)))
    }

    /// Calls [`ScrollArea::show_viewport`] and keeps the focused widget in sight.
    fn show_viewport_focused<R>(self, ui: &mut Ui, add: impl FnOnce(&mut Ui, Rect) -> R) -> ScrollAreaOutput<R> {
        self.into().show_viewport(ui, |ui, sight| and_scroll(ui, |ui| add(ui, sight)))
    }
}

impl ScrollToFocus for ScrollArea {}

fn and_scroll<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let shown = add(ui);
    let key = ui.unique_id().with("focus within");
    let focus = focus_within(ui);
    let now = focus.map(|(id, _)| id);
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<Option<Id>>(key), now));
    if let Some((_, rect)) = focus
        && now != before
        && !ui.clip_rect().contains_rect(rect)
        && !is_clicking(ui.ctx())
    {
        // Show the top of a widget that is higher than the area. One that is wider cannot be shown whole: do not scroll
        // sideways.
        let window = ui.clip_rect();
        let is_higher = rect.height() > window.height();
        let is_wider = rect.width() > window.width();
        let x = if is_wider { window.x_range() } else { rect.x_range() };
        ui.scroll_to_rect(Rect::from_x_y_ranges(x, rect.expand(AROUND).y_range()), is_higher.then_some(Align::Min));
    }
    shown
}

/// Scrolls the surrounding scroll area with the arrow, page, Home and End keys wherever the focus is: for dialogs to read.
pub(in crate::ui) fn scroll_by_keys(ui: &Ui) {
    const LINE: f32 = 40.0;
    let page = (ui.clip_rect().height() - LINE).max(LINE);
    const ALL: f32 = 1e6;
    let keys = [
        (Key::ArrowDown, -LINE),
        (Key::ArrowUp, LINE),
        (Key::PageDown, -page),
        (Key::PageUp, page),
        (Key::End, -ALL),
        (Key::Home, ALL),
    ];
    let by: f32 = ui.input(|input| keys.iter().map(|(key, by)| input.num_presses(*key) as f32 * by).sum());
    if by != 0.0 {
        ui.scroll_with_delta_animation(vec2(0.0, by), ScrollAnimation::none());
    }
}

/// Shows the rows of a menu, which scroll if the window is too low for all of them.
pub(in crate::ui) fn menu_rows<R>(ui: &mut Ui, rows: impl FnOnce(&mut Ui) -> R) -> R {
    menu_rows_within(ui, ui.ctx().content_rect().height() - 2.0 * menu_margin(), rows)
}

/// The space that a menu leaves free above and below itself, in points.
pub(in crate::ui) fn menu_margin() -> f32 {
    24.0
}

/// Shows the rows of a menu in a height, in points.
pub(in crate::ui) fn menu_rows_within<R>(ui: &mut Ui, room: f32, rows: impl FnOnce(&mut Ui) -> R) -> R {
    let room = room.max(120.0);
    ui.set_max_height(room);
    egui::ScrollArea::vertical().max_height(room).show_focused(ui, rows).inner
}

/// Scrolls a row of a table into sight when a widget in it gets the focus.
pub(in crate::ui) fn follow_in_row(row: &Response) {
    let key = Id::unique("focus seen in a table");
    let ctx = &row.ctx;
    let Some(focused) = ctx.memory(|memory| memory.focused()) else { return };
    let rect = ctx
        .viewport(|viewport| viewport.this_pass.widgets.get(focused).filter(|it| it.layer_id == row.layer_id).map(|it| it.rect));
    let Some(rect) = rect.filter(|rect| row.rect.contains(rect.center())) else { return };
    let before = ctx.data_mut(|data| data.get_temp_mut_or_default::<Option<Id>>(key).replace(focused));
    if before != Some(focused) && !is_clicking(ctx) {
        let whole_width = Rect::from_x_y_ranges(rect.x_range(), row.rect.y_range());
        Response { rect: whole_width, ..row.clone() }.scroll_to_me(None);
    }
}

/// Whether the pointer's button is down or was just released: a widget that is clicked must not move away from the pointer.
fn is_clicking(ctx: &Context) -> bool {
    ctx.input(|input| input.pointer.any_down() || input.pointer.any_released())
}

/// Returns the id and the rectangle of the focused widget if it was drawn after `ui` was begun and on the same layer. While
/// `ui` is still open, this means inside of it.
fn focus_within(ui: &Ui) -> Option<(Id, Rect)> {
    let focused = ui.memory(|memory| memory.focused())?;
    let after = |(layer, index): (LayerId, usize), begun: (LayerId, usize)| layer == begun.0 && index > begun.1;
    ui.ctx().viewport(|viewport| {
        let widgets = &viewport.this_pass.widgets;
        after(widgets.order(focused)?, widgets.order(ui.unique_id())?).then(|| Some((focused, widgets.get(focused)?.rect)))?
    })
}
