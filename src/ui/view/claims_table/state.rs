//! State that the claims table keeps between frames.

use std::collections::HashSet;

use super::columns;
use crate::notebook::{ClaimId, EditError};
use crate::store::Settings;
use crate::workspace::{ClaimField, ClaimFilter, ClaimTable, TableOrder, TableRow, Workspace};

/// How the table of claims is shown.
#[derive(Default)]
pub struct TableView {
    /// What is being typed for all marked claims.
    pub typed_for_all: String,
    /// How it is sorted and grouped.
    pub order: TableOrder,
    /// The keys of closed groups.
    pub closed: HashSet<String>,
    /// The cell that is being edited.
    pub edit: Option<CellEdit>,
    /// The rows, and the key they were made for.
    pub(super) made: Option<(Key, ClaimTable)>,
    /// The cell that Tab has left, and whether editing continues to the right.
    pub(super) go_on: Option<(ClaimId, usize, ClaimField, bool)>,
    /// The row that was marked last: a click with Shift marks from there.
    pub(super) last_marked: Option<usize>,
    /// For how many frames the table still scrolls to the chosen claim.
    pub reveal: u8,
    /// Whether the row of the chosen claim was drawn.
    pub(super) shows_chosen: bool,
    /// The columns as they were drawn last.
    pub(super) drawn: Drawn,
}

/// The columns of the table as they were drawn last.
#[derive(Debug, Clone, Default)]
pub(super) struct Drawn {
    /// The columns with the widths they began with, in points.
    pub widths: Vec<(ClaimField, f32)>,
    /// The width of the table, in points.
    pub room: f32,
    /// How often the widths were set.
    pub number: usize,
    /// How far the rows are scrolled, in points.
    pub offset: f32,
}

type Key = (u64, ClaimFilter, TableOrder, Vec<String>);

impl TableView {
    /// Sets the widths with which the columns begin, if there are others now or the room for them, in points, has changed (with the space
    /// between two). Returns whether it did.
    pub(super) fn prepare(&mut self, settings: &Settings, columns: &[ClaimField], (room, between): (f32, f32)) -> bool {
        let is_known = self.drawn.widths.iter().map(|(column, _)| column).eq(columns) && (self.drawn.room - room).abs() < 1.0;
        if !is_known {
            let widths = columns::filling(settings, columns, room, between);
            self.drawn = Drawn { widths, room, number: self.drawn.number + 1, offset: self.drawn.offset };
        }
        !is_known
    }

    /// The key under which egui keeps the widths of this time: those of another time may have changed since.
    pub(super) fn key(&self) -> String {
        format!("columns {}", self.drawn.number)
    }

    /// Returns the current rows, remade if the notebook, the filter, the order or the closed groups have changed.
    pub fn rows(&mut self, workspace: &Workspace, filter: &ClaimFilter, typing: bool) -> &ClaimTable {
        let mut closed: Vec<String> = self.closed.iter().cloned().collect();
        closed.sort_unstable();
        let key = (workspace.revision(), filter.clone(), self.order, closed);
        let is_the_same = |known: &Key| {
            // While text is being typed, the rows stay where they are.
            known.1 == key.1 && known.2 == key.2 && known.3 == key.3 && (known.0 == key.0 || typing)
        };
        match self.made.take().filter(|(known, _)| is_the_same(known)) {
            Some(made) => &self.made.insert(made).1,
            None => &self.made.insert((key, workspace.look().claim_table(filter, self.order, &self.closed))).1,
        }
    }

    /// Returns the claim `step` claims after this one (before it if negative). Without a listed claim to start from, it returns
    /// the first or the last.
    pub fn neighbour(
        &mut self,
        workspace: &Workspace,
        filter: &ClaimFilter,
        claim: Option<ClaimId>,
        step: isize,
    ) -> Option<ClaimId> {
        let rows = &self.rows(workspace, filter, false).rows;
        let claims = claims_of(rows);
        match claim.and_then(|claim| claims.iter().position(|&other| other == claim)) {
            Some(index) => claims.get(index.checked_add_signed(step)?).copied(),
            None if step > 0 => claims.first().copied(),
            None => claims.last().copied(),
        }
    }
}

/// A cell that is being edited.
#[derive(Debug, Clone)]
pub struct CellEdit {
    pub(super) claim: ClaimId,
    pub(super) column: ClaimField,
    pub(super) row: usize,
    pub(super) text: String,
    pub(super) is_new: bool,
    /// Whether it was drawn since `take_seen` was last called.
    pub(super) seen: bool,
}

impl CellEdit {
    /// Returns whether it was drawn in this frame, and resets that.
    pub(super) fn take_seen(&mut self) -> bool {
        std::mem::take(&mut self.seen)
    }

    /// Applies what was typed to the claim. Does nothing if the claim is gone.
    pub fn keep(self, workspace: &mut Workspace) -> Result<(), EditError> {
        workspace.claims().type_into(self.claim, self.column, self.text)
    }
}

/// Returns the claims in these rows, without the headings of groups.
pub(super) fn claims_of(rows: &[TableRow]) -> Vec<ClaimId> {
    rows.iter().filter_map(|row| row.claim()).collect()
}
