//! Where the analyst keeps sources, and how far they are with them: folders, stars, what was read, the order made by hand.

use std::collections::HashSet;

use crate::notebook::{Change, Details, DocumentId, Edit, EditError, ReadState, folder_path, is_in_folder, long_date};
use crate::workspace::SourceEdits;
use crate::workspace::look::source_list;

/// The distance of neighbours in the order made by hand when they are numbered anew: room for many to be put between them.
const STEP: i64 = 1 << 20;

/// A place in the order made by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InOrder {
    /// Right before a source.
    Before(DocumentId),
    /// Right after a source.
    After(DocumentId),
    /// After all.
    End,
}

impl SourceEdits<'_> {
    /// Changes the details of some sources in one step. Sources that the change leaves as they are, and those that are gone, are no part
    /// of it; without any the notebook stays as it is.
    fn file(&mut self, name: &str, ids: &[DocumentId], change: impl Fn(DocumentId, &mut Details)) -> Result<(), EditError> {
        let mut edit = Edit::new(name);
        for document in ids.iter().filter_map(|id| self.workspace.notebook.documents.get(*id)) {
            let mut details = document.details.clone();
            change(document.id, &mut details);
            if details != document.details {
                edit = edit.with(Change::Details(document.id, details.into()));
            }
        }
        if edit.changes.is_empty() { Ok(()) } else { self.workspace.edit(edit) }
    }

    /// Says how far the analyst is with some sources.
    pub fn set_state(&mut self, ids: &[DocumentId], state: ReadState) -> Result<(), EditError> {
        let name = match state {
            ReadState::Unread => "mark as unread",
            ReadState::Read => "mark as read",
            ReadState::PutAway => "put away",
        };
        self.file(name, ids, |_, details| details.state = state)
    }

    /// Gives some sources a star, or takes it away.
    pub fn star(&mut self, ids: &[DocumentId], starred: bool) -> Result<(), EditError> {
        self.file(if starred { "star" } else { "take away star" }, ids, |_, details| details.starred = starred)
    }

    /// Moves some sources into a folder, which is made if there is none; out of all folders if its path is empty.
    pub fn move_to(&mut self, ids: &[DocumentId], folder: &str) -> Result<(), EditError> {
        let folder = folder_path(folder);
        self.file("move to folder", ids, |_, details| details.folder.clone_from(&folder))
    }

    /// Gives a folder another path, and with it the folders in it; joins the folder that is there already. With an empty path its sources
    /// lie outside of it. A folder does not move into itself.
    pub fn move_folder(&mut self, from: &str, to: &str) -> Result<(), EditError> {
        let to = folder_path(to);
        if to != from && is_in_folder(&to, from) {
            return Ok(());
        }
        let documents = self.workspace.notebook.documents.iter();
        let inside: Vec<DocumentId> = documents
            .filter(|document| !from.is_empty() && is_in_folder(&document.details.folder, from))
            .map(|it| it.id)
            .collect();
        self.file("move folder", &inside, |_, details| {
            details.folder = folder_path(&format!("{to}{}", &details.folder[from.len()..]))
        })
    }

    /// Puts some sources into a folder, and to a place in the order made by hand. They keep the order that they have among themselves.
    pub fn place(&mut self, ids: &[DocumentId], beside: InOrder, folder: &str) -> Result<(), EditError> {
        let moved: HashSet<DocumentId> = ids.iter().copied().collect();
        let documents = &self.workspace.notebook.documents;
        let order: Vec<DocumentId> = source_list::by_hand(documents).into_iter().map(|document| document.id).collect();
        let (moving, mut staying): (Vec<DocumentId>, Vec<DocumentId>) = order.into_iter().partition(|id| moved.contains(id));
        let of = |id: DocumentId| staying.iter().position(|other| *other == id);
        let at = match beside {
            InOrder::Before(id) => of(id),
            InOrder::After(id) => of(id).map(|at| at + 1),
            InOrder::End => None,
        };
        let at = at.unwrap_or(staying.len());
        let rank = |id: &DocumentId| documents.get(*id).and_then(|document| document.details.rank);
        let above = at.checked_sub(1).map(|above| rank(&staying[above]));
        let below = staying.get(at).and_then(rank);
        let count = moving.len() as i64;
        // Room between the neighbours, as far as they have a place of their own.
        let between = match (above, below) {
            (None, None) => Some((0, STEP)),
            (None, Some(below)) => below.checked_sub(count.saturating_mul(STEP)).map(|first| (first, STEP)),
            (Some(Some(above)), None) => above.checked_add(STEP).map(|first| (first, STEP)),
            (Some(Some(above)), Some(below)) => {
                let step = below.saturating_sub(above) / (count + 1);
                (step > 0).then_some((above + step, step))
            }
            (Some(None), _) => None,
        };
        if let Some((first, step)) = between {
            let place = |id: DocumentId| {
                let at = moving.iter().position(|other| *other == id)?;
                Some(first.saturating_add(step.saturating_mul(at as i64)))
            };
            return self.file("put in order", &moving, |id, details| {
                details.rank = place(id);
                details.folder = folder_path(folder);
            });
        }
        // No room, or sources above without a place: all are numbered anew, down to the last one with a place.
        let last = staying.iter().rposition(|id| rank(id).is_some()).map_or(0, |last| last + 1).max(at);
        let count = moving.len();
        staying.splice(at..at, moving);
        staying.truncate(last + count);
        let places: std::collections::HashMap<DocumentId, i64> =
            staying.iter().enumerate().map(|(at, id)| (*id, at as i64 * STEP)).collect();
        self.file("put in order", &staying, |id, details| {
            details.rank = places.get(&id).copied();
            if moved.contains(&id) {
                details.folder = folder_path(folder);
            }
        })
    }

    /// Confirms the day of publication that a source has from the properties of its file.
    pub fn confirm_day(&mut self, id: DocumentId) -> Result<(), EditError> {
        let Some(day) = self.workspace.notebook.documents.get(id).and_then(|document| document.details.published) else {
            return Ok(());
        };
        self.file(&format!("confirm {}", long_date(day)), &[id], |_, details| drop(details.found_in.remove("published")))
    }
}

#[cfg(test)]
mod tests {
    use super::InOrder;
    use crate::notebook::{Details, DocumentId, FILE_PROPERTIES, ReadState};
    use crate::workspace::look::source_list;
    use crate::workspace::{Clock, Workspace, import_text};

    fn with(count: usize) -> (Workspace, Vec<DocumentId>) {
        let mut workspace = Workspace::empty(Clock::fixed());
        let add = |at: usize| {
            let details = Details { title: format!("Source {at}"), ..Details::default() };
            workspace.sources().add(import_text(&format!("The mill has {at} saws.")).unwrap(), details)
        };
        let ids = (0..count).map(add).collect();
        (workspace, ids)
    }

    fn titles(workspace: &Workspace) -> String {
        let order = source_list::by_hand(&workspace.notebook().documents);
        order.iter().map(|document| document.title().rsplit(' ').next().unwrap()).collect()
    }

    #[test]
    fn sources_are_put_in_an_order_by_hand_and_new_ones_follow() {
        let (mut workspace, ids) = with(6);
        workspace.sources().place(&[ids[4]], InOrder::Before(ids[1]), "").unwrap();
        assert_eq!(titles(&workspace), "041235");
        workspace.sources().place(&[ids[5], ids[2]], InOrder::Before(ids[0]), "").unwrap();
        assert_eq!(titles(&workspace), "250413", "they keep the order that they had");
        workspace.sources().place(&[ids[2]], InOrder::End, "").unwrap();
        assert_eq!(titles(&workspace), "504132");
        // Many times into the same gap: the places are numbered anew when it is full.
        for turn in 0..60 {
            let moved = [4, 1, 3][turn % 3];
            workspace.sources().place(&[ids[moved]], InOrder::Before(ids[0]), "").unwrap();
            assert!(titles(&workspace).contains(&format!("{moved}0")));
        }
        // Below the last one of a folder, where the next one of the list is kept elsewhere.
        workspace.sources().place(&[ids[2]], InOrder::After(ids[0]), "a").unwrap();
        assert!(titles(&workspace).contains("02"));
        let text = import_text("A mill more.").unwrap();
        workspace.sources().add(text, Details { title: "Source 9".into(), ..Details::default() });
        assert!(titles(&workspace).ends_with('9'));
        let all = titles(&workspace);
        workspace.undo();
        workspace.undo();
        assert_ne!(titles(&workspace), all);
    }

    #[test]
    fn folders_move_with_what_is_in_them() {
        let (mut workspace, ids) = with(4);
        workspace.sources().move_to(&ids[..2], " Filings / 2025 ").unwrap();
        workspace.sources().move_to(&ids[2..3], "Filings").unwrap();
        workspace.sources().move_to(&ids[3..], "Filings of others").unwrap();
        let folders = |workspace: &Workspace| -> Vec<String> {
            workspace.notebook().documents.iter().map(|document| document.details.folder.clone()).collect()
        };
        workspace.sources().move_folder("Filings", "Reports/Filings").unwrap();
        let moved = ["Reports/Filings/2025", "Reports/Filings/2025", "Reports/Filings", "Filings of others"];
        assert_eq!(folders(&workspace), moved);
        workspace.sources().move_folder("Reports/Filings", "").unwrap();
        assert_eq!(folders(&workspace), ["2025", "2025", "", "Filings of others"]);
        workspace.undo();
        assert_eq!(folders(&workspace), moved);
        workspace.sources().move_folder("Reports", "Reports/Filings/2025").unwrap();
        assert_eq!(folders(&workspace), moved, "a folder does not move into itself");
        // Nothing to do is no step to undo.
        workspace.sources().move_to(&ids[..2], "Reports/Filings/2025").unwrap();
        assert_eq!(workspace.undo().as_deref(), Some("move folder"));
    }

    #[test]
    fn a_day_from_the_properties_of_a_file_waits_to_be_confirmed() {
        let (mut workspace, ids) = with(1);
        let day = jiff::civil::date(2024, 3, 1);
        let unsure = |workspace: &Workspace| workspace.notebook().documents.at(0).unwrap().details.is_day_unsure();
        let imported = import_text("The mill wants 300 saws in five years.").unwrap();
        let details = Details { published: Some(day), ..Details::default() }.found_in("published", FILE_PROPERTIES);
        let other = workspace.sources().add(imported, details);
        assert!(!unsure(&workspace) && workspace.notebook().documents.get(other).unwrap().details.is_day_unsure());
        workspace.sources().confirm_day(other).unwrap();
        assert!(!workspace.notebook().documents.get(other).unwrap().details.is_day_unsure());
        assert_eq!(workspace.undo().as_deref(), Some("confirm 1 Mar 2024"));
        workspace.sources().set_state(&[ids[0], other], ReadState::Read).unwrap();
        workspace.sources().star(&[other], true).unwrap();
        assert_eq!(workspace.undo().as_deref(), Some("star"));
        assert_eq!(workspace.undo().as_deref(), Some("mark as read"));
    }
}
