//! The keys of the list of sources while one of its rows has the focus: arrows, Home and End go from row to row and open what
//! they come to, with Shift they mark, left and right close and open folders.

use egui::accesskit;
use egui::{Event, EventFilter, Id, Key, Modifiers, Ui};

use super::list::List;
use crate::notebook::DocumentId;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::state::View;
use crate::ui::widgets::ids;
use crate::ui::widgets::keys::pressed;
use crate::workspace::{SourceRow, Way};

/// Does what the keys say. Returns the row that has the focus, which is drawn even if it is not in sight yet.
pub(super) fn go(ui: &Ui, list: &List<'_>, view: &mut View, actions: &mut Actions) -> Option<usize> {
    let ctx = ui.ctx();
    let focused = ctx.memory(|memory| memory.focused());
    let at = focused.and_then(|focused| list.rows.iter().position(|row| id_of(list, row) == Some(focused)));
    view.sources.has_focus = at.is_some();
    view.sources.focused = at.and_then(|at| list.document_of(at));
    let (focused, at) = (focused?, at?);
    // Else egui would take the arrows to go to whatever is nearest.
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ctx.memory_mut(|memory| memory.set_focus_lock_filter(focused, filter));
    for (key, is_opened) in [(Key::ArrowRight, true), (Key::ArrowLeft, false)] {
        if pressed(ctx, Modifiers::NONE, key) {
            return Some(sideways(ui, list, (at, is_opened), view));
        }
    }
    let last = list.rows.len() - 1;
    let steps = [(Key::ArrowDown, (at + 1).min(last)), (Key::ArrowUp, at.saturating_sub(1)), (Key::Home, 0), (Key::End, last)];
    for (key, to) in steps {
        let with_shift = pressed(ctx, Modifiers::SHIFT, key);
        if (with_shift || pressed(ctx, Modifiers::NONE, key)) && to != at {
            focus(ui, list, to);
            match (list.document_of(to), with_shift) {
                (Some(id), true) => mark(list, (at, id), view, actions),
                (Some(id), false) => {
                    view.way = Way::Step("source");
                    actions.push(Action::OpenDocument(id));
                }
                (None, _) => {}
            }
            return Some(to);
        }
    }
    Some(at)
}

pub(super) fn id_of(list: &List<'_>, row: &SourceRow) -> Option<Id> {
    Some(match row {
        SourceRow::Folder { path, .. } => ids::of(("folder", path.as_str())),
        SourceRow::PutAway { .. } => ids::of(("put away", "")),
        SourceRow::Source { at, .. } => row_of_source(list.document(*at)?.id),
    })
}

/// The row that Tab comes to: the one that a screen reader asks for, the one with the focus, that of the open source, or the first.
pub(super) fn stop(ui: &Ui, list: &List<'_>, focused: Option<usize>) -> Option<usize> {
    let asked = ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::AccessKitActionRequest(request) if request.action == accesskit::Action::Focus => Some(request.target_node),
            _ => None,
        })
    });
    let is_asked = |row: &SourceRow| id_of(list, row).is_some_and(|id| Some(id.accesskit_id()) == asked);
    let asked = asked.and_then(|_| list.rows.iter().position(is_asked));
    if let Some(at) = asked {
        // egui gives the focus only to what Tab comes to.
        focus(ui, list, at);
    }
    let open = list.workspace.selection.document;
    let is_open =
        |row: &SourceRow| row.source().and_then(|at| list.document(at)).is_some_and(|document| Some(document.id) == open);
    asked.or(focused).or_else(|| list.rows.iter().position(is_open)).or((!list.rows.is_empty()).then_some(0))
}

/// The id of the row of a source.
pub(in crate::ui) fn row_of_source(id: DocumentId) -> Id {
    ids::of(("source", id))
}

fn focus(ui: &Ui, list: &List<'_>, at: usize) {
    if let Some(id) = list.rows.get(at).and_then(|row| id_of(list, row)) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}

/// Marks from where marking began to the row that was reached.
fn mark(list: &List<'_>, (from, to): (usize, DocumentId), view: &mut View, actions: &mut Actions) {
    let marked: Vec<DocumentId> = list.workspace.selection.marked_sources.iter().copied().collect();
    let begun = view.sources.last_marked.filter(|begun| marked.contains(begun));
    let begun = begun.or_else(|| list.document_of(from)).unwrap_or(to);
    view.sources.last_marked = Some(begun);
    actions.push(Action::MarkSources(marked, false));
    actions.push(Action::MarkSources(list.between(begun, to), true));
}

/// Opens or closes the folder of a row; from a row that is no folder, or a closed one, left goes to the folder around it. Returns
/// the row that has the focus then.
fn sideways(ui: &Ui, list: &List<'_>, (at, is_opened): (usize, bool), view: &mut View) -> usize {
    let depth = |row: &SourceRow| match row {
        SourceRow::Folder { depth, .. } | SourceRow::Source { depth, .. } => *depth,
        SourceRow::PutAway { .. } => 0,
    };
    match &list.rows[at] {
        SourceRow::Folder { path, is_open, .. } if *is_open != is_opened => {
            if is_opened {
                view.sources.query.closed.remove(path);
            } else {
                view.sources.query.closed.insert(path.clone());
            }
            at
        }
        SourceRow::PutAway { is_open, .. } if *is_open != is_opened => {
            view.sources.query.shows_put_away = is_opened;
            at
        }
        row if !is_opened => {
            let is_around = |other: &SourceRow| !matches!(other, SourceRow::Source { .. }) && depth(other) < depth(row).max(1);
            let around = list.rows[..at].iter().rposition(is_around).unwrap_or(at);
            focus(ui, list, around);
            around
        }
        _ => at,
    }
}
