//! All claims as a table: filtered, sorted and grouped; edited in place, one or many at once.

mod bar;
mod cells;
mod columns;
mod copying;
pub(in crate::ui) mod state;

use egui::{Align, Layout, RichText, Role, Sense, Ui};
use egui_extras::{Column, TableBuilder};

use crate::notebook::{Claim, ClaimId, counted};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::claims;
use crate::ui::view::claims_table::state::{TableView, claims_of};
use crate::ui::view::command::naming_keys;
use crate::ui::view::state::View;
use crate::ui::widgets::scrolling::{ScrollToFocus as _, follow_in_row};
use crate::ui::widgets::{self, ids};
use crate::workspace::{ClaimField, ClaimTable, Group, TableRow, Workspace};

pub(in crate::ui) use bar::filter_field;

const ROW: f32 = 28.0;

pub(in crate::ui) fn view(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    if workspace.notebook().claims.is_empty() {
        widgets::empty_place(ui, "No claims yet", &naming_keys("Open a source, select words and press {MakeClaim}."));
        return;
    }
    let filter = view.filter.clone();
    let mut table = std::mem::take(&mut view.table);
    table.rows(workspace, &filter, ui.ctx().text_edit_focused());
    let made = table.made.take();
    if let Some((_, rows)) = &made {
        egui::Frame::new().inner_margin(egui::Margin { left: 14, right: 10, top: 6, bottom: 0 }).show(ui, |ui| {
            bar::show(ui, workspace, rows, view, &mut table, actions);
            if rows.rows.is_empty() {
                widgets::empty_place(ui, "No matching claims", "");
                ui.vertical_centered(|ui| {
                    if ui.button("Clear the filter").clicked() {
                        view.filter.clear();
                    }
                });
                return;
            }
            let shown = columns::shown(&view.settings);
            egui::ScrollArea::horizontal().show_focused(ui, |ui| grid(ui, workspace, rows, &shown, (&mut table, view), actions));
        });
    }
    table.made = made;
    if let Some((claim, row, column, forward)) = table.go_on.take() {
        let shown = columns::shown(&view.settings);
        table.edit = cells::beside(workspace, claim, row, column, &shown, forward);
        ui.ctx().request_repaint();
    }
    if let Some(edit) = table.edit.take_if(|edit| !edit.take_seen()) {
        // Its row is out of sight: apply what was typed.
        actions.edit(move |workspace| edit.keep(workspace));
    }
    if std::mem::take(&mut table.shows_chosen) {
        view.seen_claim = workspace.selection.claim;
    }
    view.table = table;
}

fn grid(
    ui: &mut Ui,
    workspace: &Workspace,
    rows: &ClaimTable,
    columns: &[ClaimField],
    (table, view): (&mut TableView, &mut View),
    actions: &mut Actions,
) {
    let window = ui.clip_rect();
    // While an edge is dragged, the columns stay.
    let room = if ui.input(|input| input.pointer.any_down()) { table.drawn.room } else { window.width() };
    let is_new = table.prepare(&view.settings, columns, (room, ui.spacing().item_spacing.x));
    let key = table.key();
    let handles = ui.scope_id().with(egui::IdSalt::new(&key)).with("resize_column");
    let ctx = ui.ctx().clone();
    let mut builder = TableBuilder::new(ui)
        .id_salt(key)
        .sense(Sense::CLICK)
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .auto_shrink(false)
        .column(Column::exact(26.0));
    for &(_, width) in &table.drawn.widths {
        builder = builder.column(Column::initial(width).at_least(50.0).clip(true).resizable(true));
    }
    if is_new {
        builder = builder.vertical_scroll_offset(table.drawn.offset);
    }
    let chosen = workspace.selection.claim;
    if let (1.., Some(claim)) = (table.reveal, chosen) {
        table.reveal -= 1;
        if let Some(number) = rows.rows.iter().position(|row| *row == TableRow::Claim(claim)) {
            builder = builder.scroll_to_row(number, None);
        }
    }
    let (mut widths, mut moved) = (Vec::with_capacity(columns.len()), None);
    let header = builder.header(28.0, |mut row| {
        row.col(|ui| mark_all(ui, workspace, rows, actions));
        for &column in columns {
            row.col(|ui| {
                widths.push((column, ui.max_rect().width()));
                moved = heading(ui, column, table).or(moved);
            });
        }
    });
    let body = header.body(|body| {
        body.rows(ROW, rows.rows.len(), |mut row| match rows.rows[row.index()] {
            TableRow::Group(number) => group(&mut row, (rows, number), (columns.len(), window), table),
            TableRow::Claim(id) => ClaimRow { workspace, rows, columns, id }.show(&mut row, table, view, actions),
        });
    });
    table.drawn.offset = body.state.clamped_offset().y;
    columns::keep_widths(&mut view.settings, &widths, &table.drawn.widths);
    if let Some(moved) = moved {
        columns::put_before(&mut view.settings, moved);
    }
    // The first column has the marks and no handle.
    for (number, column) in columns.iter().enumerate() {
        ctx.accesskit_node_builder(handles.with(number + 1), |node| {
            node.set_role(egui::accesskit::Role::Splitter);
            node.set_label(format!("Width of {}", column.row().heading));
        });
    }
}

/// The row of a claim.
struct ClaimRow<'a> {
    workspace: &'a Workspace,
    rows: &'a ClaimTable,
    columns: &'a [ClaimField],
    id: ClaimId,
}

impl ClaimRow<'_> {
    fn show(&self, row: &mut egui_extras::TableRow<'_, '_>, table: &mut TableView, view: &mut View, actions: &mut Actions) {
        let &Self { workspace, rows, columns, id } = self;
        let Some(claim) = workspace.notebook().claims.get(id) else { return };
        let chosen = workspace.selection.claim == Some(id);
        row.set_selected(chosen);
        table.shows_chosen |= chosen;
        let index = row.index();
        row.col(|ui| {
            if let Some(is_marked) = mark(ui, workspace, id, index) {
                let last = table.last_marked.replace(index).filter(|_| ui.input(|input| input.modifiers.shift));
                actions.push(Action::Mark(claims_between(rows, last.unwrap_or(index), index), is_marked));
            }
        });
        for &column in columns {
            row.col(|ui| {
                let cell = cells::Cell { claim, column, row: index, chosen };
                cells::show(ui, workspace, &cell, table, actions);
            });
        }
        let response = row.response();
        follow_in_row(&response);
        let cells = [ClaimField::Quantity, ClaimField::Period, ClaimField::Attribution, ClaimField::Tags];
        let more = cells.map(|column| column.text(workspace, claim)).join("; ");
        widgets::named(&response, Role::ListItem, &format!("{}: {}; {more}", claim.kind.label(), claim.headline()));
        response.context_menu(|ui| self.menu(ui, claim, view, actions));
        if response.double_clicked() {
            actions.push(Action::ShowClaim { claim: id, in_reader: true });
        } else if response.clicked() {
            actions.push(Action::ShowClaim { claim: id, in_reader: false });
        }
    }
}

impl ClaimRow<'_> {
    fn menu(&self, ui: &mut Ui, claim: &Claim, view: &mut View, actions: &mut Actions) {
        let &Self { workspace, columns, id, .. } = self;
        let marked = &workspace.selection.marked;
        if ui.button("Show in its source").clicked() {
            actions.push(Action::ShowClaim { claim: id, in_reader: true });
            ui.close();
        }
        let is_marked = marked.contains(&id);
        if ui.button(if is_marked { "Unmark" } else { "Mark" }).clicked() {
            actions.push(Action::Mark(vec![id], !is_marked));
            ui.close();
        }
        let copied = if is_marked && marked.len() > 1 { workspace.look().marked_in_order() } else { vec![id] };
        let name = if copied.len() == 1 { "Copy the row".to_owned() } else { format!("Copy {} rows", copied.len()) };
        if ui.button(name).on_hover_text("As a table, for a spreadsheet or a document").clicked() {
            let (text, html) = copying::rows(workspace, &copied, columns);
            actions.push(Action::CopyTable { text, html, rows: copied.len() });
            ui.close();
        }
        ui.separator();
        claims::commands(ui, workspace, claim, view, actions);
    }
}

fn group(
    row: &mut egui_extras::TableRow<'_, '_>,
    (rows, number): (&ClaimTable, usize),
    (columns, window): (usize, egui::Rect),
    table: &mut TableView,
) {
    let Some(group) = rows.groups.get(number) else { return };
    let closed = table.closed.contains(&group.key);
    row.col(|ui| {
        let icon = if closed { icons::CHEVRON_RIGHT } else { icons::KEYBOARD_ARROW_DOWN };
        widgets::icon(ui, icon, 16.0, theme::palette(ui.ctx()).text);
    });
    let mut toggled = false;
    let mut left = 0.0;
    row.col(|ui| {
        let state = if closed { "closed" } else { "open" };
        let id = ids::of(("group", &group.key));
        let response = ui.interact(ui.available_rect_before_wrap(), id, Sense::click());
        widgets::named(&response, Role::Button, &format!("{}, {}, {state}", group.name, counted(group.count, "claim")));
        toggled = response.clicked();
        left = ui.max_rect().left();
        if columns == 1 {
            group_name(ui, group, left, window);
        }
    });
    for column in 1..columns {
        row.col(|ui| {
            // Drawn after the backgrounds of all cells, so that the name can extend over them.
            if column + 1 == columns {
                group_name(ui, group, left, window);
            }
        });
    }
    let response = row.response();
    if toggled || response.clicked() {
        if !table.closed.remove(&group.key) {
            table.closed.insert(group.key.clone());
        }
        // Rows are made before they are drawn: this frame still shows the old ones.
        response.ctx.request_repaint();
    }
}

fn group_name(ui: &Ui, group: &Group, left: f32, window: egui::Rect) {
    let palette = theme::palette(ui.ctx());
    let rect = ui.max_rect();
    let across = window.x_range().intersection(egui::Rangef::new(left, rect.right()));
    let clip = egui::Rect::from_x_y_ranges(across, ui.clip_rect().y_range());
    let text = format!("{}   {}", group.name, group.count);
    let name = widgets::wrapped(ui, &text, theme::strong(13.0), palette.text, rect.right() - left, 1);
    let at = egui::pos2(left, rect.center().y - name.size().y / 2.0);
    // Narrowing the painter's own clip would leave only the last cell.
    let mut painter = ui.painter().clone();
    painter.set_clip_rect(clip);
    painter.galley(at, name, palette.text);
}

/// Shows the checkbox that marks a claim. Returns its new state if it was clicked.
fn mark(ui: &mut Ui, workspace: &Workspace, id: ClaimId, index: usize) -> Option<bool> {
    let mut marked = workspace.selection.marked.contains(&id);
    let headline = workspace.notebook().claims.get(id).map(|claim| claim.headline().to_owned()).unwrap_or_default();
    let response = ids::part(ui, ("mark", id, index), |ui| ui.add(egui::Checkbox::without_text(&mut marked)));
    response.accessible_name(format!("Mark “{headline}”")).clicked().then_some(marked)
}

/// Returns the claims in the rows between two indices, in either order; a click with Shift marks all of them.
fn claims_between(rows: &ClaimTable, from: usize, to: usize) -> Vec<ClaimId> {
    let from = if from < rows.rows.len() { from } else { to };
    claims_of(&rows.rows[from.min(to)..=from.max(to)])
}

fn mark_all(ui: &mut Ui, workspace: &Workspace, rows: &ClaimTable, actions: &mut Actions) {
    let marked = &workspace.selection.marked;
    let is_marked = |row: &TableRow| row.claim().is_none_or(|id| marked.contains(&id));
    let mut all = rows.claims > 0 && marked.len() >= rows.claims.min(rows.rows.len()) && rows.rows.iter().all(is_marked);
    let is_some = !all && rows.rows.iter().any(|row| row.claim().is_some_and(|id| marked.contains(&id)));
    let response = ui.add(egui::Checkbox::without_text(&mut all).indeterminate(is_some));
    let response = response.accessible_name("Mark all claims shown");
    if response.on_hover_text("Mark all claims shown").clicked() {
        actions.push(Action::Mark(claims_of(&rows.rows), all));
    }
}

/// Shows the heading of a column. Returns which column was dragged before which.
fn heading(ui: &mut Ui, column: ClaimField, table: &mut TableView) -> Option<(ClaimField, ClaimField)> {
    ui.spacing_mut().item_spacing.x = 3.0;
    let chosen = table.order.column == Some(column);
    let palette = theme::palette(ui.ctx());
    let rect = ui.available_rect_before_wrap();
    let response = ui.interact(rect, ui.scope_id().with(("sort", column.row().heading)), Sense::click_and_drag());
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand2(egui::vec2(3.0, -2.0)), 4.0, palette.button_hovered);
    }
    let text = RichText::new(column.row().heading).font(theme::strong(theme::SMALL)).color(palette.muted);
    ui.add(egui::Label::new(text).selectable(false));
    if chosen {
        let arrow = if table.order.descending { icons::ARROW_DOWNWARD } else { icons::ARROW_UPWARD };
        widgets::icon(ui, arrow, 13.0, palette.accent);
    }
    widgets::named(&response, Role::Button, &format!("Sort by {}", column.row().heading));
    if response.clicked() {
        // The third click goes back to the order of reading.
        let order = &mut table.order;
        (order.column, order.descending) = match (chosen, order.descending) {
            (true, true) => (None, false),
            (true, false) => (Some(column), true),
            (false, _) => (Some(column), false),
        };
        response.ctx.request_repaint();
    }
    columns::dragged(ui, column, &response, rect)
}
