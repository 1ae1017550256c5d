//! The row of a folder: it opens and closes, and takes sources and folders that are dropped on it.

use egui::{Align2, Response, Ui, pos2, vec2};

use super::list::List;
use crate::notebook::{Document, DocumentId, ReadState, counted, is_in_folder};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, Ask, Filed};
use crate::ui::view::state::View;
use crate::ui::widgets::{self, ids};
use crate::workspace::Workspace;

pub(super) const HEIGHT: f32 = 30.0;
pub(super) const INDENT: f32 = 14.0;

/// A folder as its row shows it.
pub(super) struct Folder<'a> {
    pub path: &'a str,
    pub depth: usize,
    pub count: usize,
    pub is_open: bool,
}

pub(super) fn show(ui: &mut Ui, list: &List<'_>, folder: Folder<'_>, view: &mut View, actions: &mut Actions) {
    let Folder { path, depth, count, is_open } = folder;
    let name = path.rsplit('/').next().unwrap_or(path);
    let workspace = list.workspace;
    let response = heading(ui, list, ("folder", path), (name, depth), (count, is_open));
    response.dnd_set_drag_payload(path.to_owned());
    dropped(ui, &response, workspace, path, actions);
    if response.clicked() && !view.sources.query.closed.remove(path) {
        view.sources.query.closed.insert(path.to_owned());
    }
    response.context_menu(|ui| {
        if widgets::menu_row(ui, "Rename or move…") {
            actions.push(Action::Ask(Ask::Folder(Filed::Folder(path.to_owned()))));
        }
        if widgets::menu_row(ui, "Mark all in it") {
            // Those that were put away are not in sight here.
            let is_here = |document: &&Document| {
                document.details.state != ReadState::PutAway && is_in_folder(&document.details.folder, path)
            };
            let inside = workspace.notebook().documents.iter().filter(is_here);
            actions.push(Action::MarkSources(inside.map(|document| document.id).collect(), true));
        }
        if widgets::menu_row(ui, "Dissolve: what is in it moves up") {
            let (from, to) = (path.to_owned(), path.rsplit_once('/').map_or(String::new(), |(above, _)| above.to_owned()));
            actions.edit(move |workspace| workspace.sources().move_folder(&from, &to));
        }
    });
}

/// Moves what is dropped on a folder into it.
fn dropped(ui: &Ui, response: &Response, workspace: &Workspace, path: &str, actions: &mut Actions) {
    let is_over = response.dnd_hover_payload::<DocumentId>().is_some()
        || response.dnd_hover_payload::<String>().is_some_and(|from| !is_in_folder(path, &from));
    if is_over {
        let stroke = egui::Stroke::new(2.0, theme::palette(ui.ctx()).accent);
        ui.painter().rect_stroke(response.rect.shrink2(vec2(6.0, 1.0)), 7.0, stroke, egui::StrokeKind::Inside);
    }
    // Taking a payload of another sort would lose it.
    if !egui::DragAndDrop::has_payload_of_type::<DocumentId>(ui.ctx()) {
        return take_folder(ui, response, path, actions);
    }
    if let Some(id) = response.dnd_release_payload::<DocumentId>() {
        let (ids, to) = (carried(workspace, *id), path.to_owned());
        actions.edit(move |workspace| workspace.sources().move_to(&ids, &to));
    }
}

/// Moves a folder that is dropped here into the folder of this path, or out of all folders.
pub(super) fn take_folder(ui: &Ui, response: &Response, path: &str, actions: &mut Actions) {
    if !egui::DragAndDrop::has_payload_of_type::<String>(ui.ctx()) {
        return;
    }
    let Some(from) = response.dnd_release_payload::<String>().filter(|from| !is_in_folder(path, from)) else { return };
    let name = from.rsplit('/').next().unwrap_or(&from);
    let to = format!("{path}/{name}");
    actions.edit(move |workspace| workspace.sources().move_folder(&from, &to));
}

/// The sources that move with one that is dragged: all marked ones if it is one of them.
pub(super) fn carried(workspace: &Workspace, id: DocumentId) -> Vec<DocumentId> {
    if workspace.selection.marked_sources.contains(&id) { workspace.look().sources_in_hand() } else { vec![id] }
}

/// The heading of the sources that were put away.
pub(super) fn put_away(ui: &mut Ui, list: &List<'_>, count: usize, is_open: bool, view: &mut View) {
    if heading(ui, list, ("put away", ""), ("Put away", 0), (count, is_open)).clicked() {
        view.sources.query.shows_put_away = !view.sources.query.shows_put_away;
    }
}

fn heading(
    ui: &mut Ui,
    list: &List<'_>,
    id: (&str, &str),
    (name, depth): (&str, usize),
    (count, is_open): (usize, bool),
) -> Response {
    let palette = theme::palette(ui.ctx());
    let (rect, response) = ids::room(ui, ids::of(id), vec2(ui.available_width(), HEIGHT), list.sense(ids::of(id)));
    let said = format!("{name}, {}, {}", counted(count, "source"), if is_open { "open" } else { "closed" });
    widgets::list_item(ui, rect.shrink2(vec2(6.0, 1.0)), &response, false, &said);
    List::can_be_focused(ui, response.id);
    let (left, middle) = (rect.left() + 12.0 + INDENT * depth as f32, rect.center().y);
    let arrow = if is_open { icons::KEYBOARD_ARROW_DOWN } else { icons::CHEVRON_RIGHT };
    arrow.paint(ui.painter(), pos2(left + 7.0, middle), 16.0, palette.muted);
    let right = rect.right() - 16.0;
    let room = right - 40.0 - left - 20.0;
    let galley = widgets::wrapped(ui, name, theme::strong(theme::SMALL), palette.text, room, 1);
    ui.painter().galley(pos2(left + 20.0, middle - galley.size().y / 2.0), galley, palette.text);
    ui.painter().text(pos2(right, middle), Align2::RIGHT_CENTER, count.to_string(), theme::plain(theme::SMALL), palette.muted);
    response
}
