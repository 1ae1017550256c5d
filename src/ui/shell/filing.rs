//! What is done with sources in hand: the marked ones, or the open one.

use crate::notebook::{Details, DocumentId, ReadState, counted};
use crate::ui::shell::app::App;
use crate::ui::view::action::{Ask, Filed};
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::sources::row_of_source;
use crate::workspace::Tab;

impl App {
    /// The sources in hand, and whether all of them are so.
    fn sources_in_hand(&self, so: impl Fn(&Details) -> bool) -> (Vec<DocumentId>, bool) {
        let ids = self.workspace.look().sources_in_hand();
        let documents = &self.workspace.notebook().documents;
        let all = ids.iter().all(|id| documents.get(*id).is_some_and(|document| so(&document.details)));
        (ids, all)
    }

    pub(in crate::ui) fn toggle_read(&mut self) {
        let (ids, all) = self.sources_in_hand(|details| details.state == ReadState::Read);
        let state = if all { ReadState::Unread } else { ReadState::Read };
        self.edit(|workspace| workspace.sources().set_state(&ids, state));
        // What is marked may be out of sight while one reads.
        if !self.workspace.selection.marked_sources.is_empty() {
            let text = format!("{}: {}.", counted(ids.len(), "marked source"), state.label().to_lowercase());
            self.view.notice(NoticeKind::Info, text);
        }
    }

    pub(in crate::ui) fn toggle_star(&mut self) {
        let (ids, all) = self.sources_in_hand(|details| details.starred);
        self.edit(|workspace| workspace.sources().star(&ids, !all));
    }

    pub(in crate::ui) fn put_away(&mut self) {
        let (ids, all) = self.sources_in_hand(|details| details.state == ReadState::PutAway);
        let state = if all { ReadState::Read } else { ReadState::PutAway };
        self.edit(|workspace| workspace.sources().set_state(&ids, state));
        if !all {
            let text = format!("{} put away: listed below the others, with all claims.", counted(ids.len(), "source"));
            self.view.notice(NoticeKind::Info, text);
        }
    }

    pub(in crate::ui) fn file_source(&mut self) {
        let (ids, _) = self.sources_in_hand(|_| true);
        self.ask(Ask::Folder(Filed::Sources(ids)));
    }

    /// Removes sources. If the open one is among them, its neighbour in the list is opened, so that one stays where one was.
    pub(in crate::ui) fn remove_sources(&mut self, ids: &[DocumentId]) {
        let open = self.workspace.selection.document;
        let next = open.filter(|open| ids.contains(open)).and_then(|open| {
            let listed = self.workspace.look().listed_sources(&self.view.sources.query);
            let at = listed.iter().position(|document| document.id == open)?;
            let (before, after) = listed.split_at(at);
            after.iter().chain(before.iter().rev()).map(|document| document.id).find(|id| !ids.contains(id))
        });
        if self.edit(|workspace| workspace.sources().remove(ids)).is_none() {
            return;
        }
        if let Some(next) = next {
            self.workspace.select().document(next);
            let focused = self.ctx.memory(|memory| memory.focused());
            if ids.iter().any(|id| focused == Some(row_of_source(*id))) {
                self.ctx.memory_mut(|memory| memory.request_focus(row_of_source(next)));
            }
        }
        let text = format!("{} removed, with the claims found only there", counted(ids.len(), "source"));
        self.view.notice_to_undo(text, self.workspace.history().step());
    }

    pub(in crate::ui) fn next_unread(&mut self) {
        match self.workspace.look().next_unread(&self.view.sources.query) {
            Some(id) => {
                self.workspace.select().document(id);
                self.view.tab = Tab::Read;
            }
            None => self.view.notice(NoticeKind::Info, "No other source is unread."),
        }
    }
}
