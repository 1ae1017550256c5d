//! The cells of the table. A click on a cell of the chosen row edits it: texts in a field, choices from a menu. Enter or a
//! click elsewhere keeps what was typed, Escape does not.

use egui::{Key, Role, Sense, TextEdit, Ui};

use crate::notebook::{Claim, ClaimId, visible};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::claims_table::state::{CellEdit, TableView};
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Chosen, ClaimField, Entry, NameField, Workspace};

/// A cell to show.
pub(super) struct Cell<'a> {
    pub claim: &'a Claim,
    pub column: ClaimField,
    pub row: usize,
    pub chosen: bool,
}

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, cell: &Cell<'_>, table: &mut TableView, actions: &mut Actions) {
    let &Cell { claim, column, row, chosen } = cell;
    if table.edit.as_ref().is_some_and(|edit| edit.claim == claim.id && edit.column == column && edit.row == row) {
        edit(ui, workspace, claim, table, actions);
        return;
    }
    let rect = ui.available_rect_before_wrap();
    if !ui.is_rect_visible(rect) {
        return;
    }
    // Painted, not a widget: there are hundreds of cells, and the accessible name of the row includes their text.
    let palette = theme::palette(ui.ctx());
    let galley = widgets::wrapped(ui, &column.text(workspace, claim), theme::plain(13.0), palette.text, rect.width() - 2.0, 1);
    let at = egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    let is_cut = galley.elided;
    ui.painter().galley(at, galley, palette.text);
    if !chosen {
        // Only the cell under the pointer is a widget.
        if is_cut && ui.rect_contains_pointer(rect) {
            let cell = ui.interact(rect, ui.scope_id().with(("whole", column.row().heading)), Sense::hover());
            cell.on_hover_text(visible(&column.text(workspace, claim)).into_owned());
        }
        return;
    }
    let cell = ui.interact(rect, ui.scope_id().with(("cell", column.row().heading)), Sense::CLICK);
    if let Entry::Chosen(chosen) = column.row().entry {
        choices(&cell, claim, column, chosen, actions);
    } else if let Some(text) = typed(claim, column)
        && cell.clicked()
    {
        if let Some(before) = table.edit.replace(CellEdit { claim: claim.id, column, row, text, is_new: true, seen: true }) {
            keep(before, actions);
        }
    } else if cell.double_clicked() || (column == ClaimField::Source && cell.clicked()) {
        actions.push(Action::ShowClaim { claim: claim.id, in_reader: true });
    }
}

/// Applies what was typed to the claim.
fn keep(edit: CellEdit, actions: &mut Actions) {
    actions.edit(move |workspace| edit.keep(workspace));
}

/// Returns the text of a cell; `None` if the cell is not edited by typing.
fn typed(claim: &Claim, column: ClaimField) -> Option<String> {
    column.row().typed().map(|typed| (typed.get)(claim).into_owned())
}

/// Finds the next cell to the right, or to the left, that is edited by typing.
pub(super) fn beside(
    workspace: &Workspace,
    claim: ClaimId,
    row: usize,
    column: ClaimField,
    columns: &[ClaimField],
    forward: bool,
) -> Option<CellEdit> {
    let known = workspace.notebook().claims.get(claim)?;
    let index = columns.iter().position(|&other| other == column)?;
    let cell = |&column: &ClaimField| {
        let text = typed(known, column)?;
        Some(CellEdit { claim, column, row, text, is_new: true, seen: true })
    };
    if forward { columns[index + 1..].iter().find_map(cell) } else { columns[..index].iter().rev().find_map(cell) }
}

fn edit(ui: &mut Ui, workspace: &Workspace, claim: &Claim, table: &mut TableView, actions: &mut Actions) {
    let Some(edit) = &mut table.edit else { return };
    edit.seen = true;
    let (id, size) = (ids::of(("cell", edit.claim, edit.column.row().heading)), ui.available_size());
    let named = match edit.column {
        ClaimField::Subject => Some(NameField::Subject),
        ClaimField::Measure => Some(NameField::Measure),
        _ => None,
    };
    let field = match named {
        Some(name) => {
            let known = || workspace.look().values_in_use(claim, name);
            ui.allocate_ui(size, |ui| fields::completed(ui, id, "", &mut edit.text, known)).inner.response
        }
        None => fields::text_in(ui, id, size, &mut edit.text, |text| TextEdit::singleline(text).margin(egui::vec2(3.0, 2.0))),
    };
    widgets::named(&field, Role::TextInput, &format!("{} of this claim", edit.column.row().heading));
    if std::mem::take(&mut edit.is_new) {
        field.request_focus();
        widgets::select_all(&field, &edit.text);
    } else if field.lost_focus() {
        // On Escape, the edit is already gone.
        let (tab, back) = ui.input(|input| (input.key_pressed(Key::Tab), input.modifiers.shift));
        if let Some(edit) = table.edit.take() {
            table.go_on = tab.then_some((edit.claim, edit.row, edit.column, !back));
            keep(edit, actions);
        }
    }
}

fn choices(cell: &egui::Response, claim: &Claim, column: ClaimField, chosen: Chosen, actions: &mut Actions) {
    let id = claim.id;
    egui::Popup::menu(cell).show(|ui| {
        let now = (chosen.now)(claim);
        for (index, option) in (chosen.options)().into_iter().enumerate() {
            if ui.add(egui::Button::selectable(index == now, option)).clicked() {
                actions.edit(move |workspace| workspace.claims().change(id, column, |claim| (chosen.choose)(claim, index)));
                ui.close();
            }
        }
    });
}
