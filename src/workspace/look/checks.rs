//! What does not add up in the open notebook: made when somebody first asks, in the background if there are many claims.

use std::rc::Rc;

use crate::checking::{Checked, Checks, Counts, Level, Rule};
use crate::notebook::ClaimId;
use crate::workspace::look::check_state::{CHECKED_AT_ONCE, CheckReply, CheckTask};
use crate::workspace::{Look, Workspace};

impl Workspace {
    /// Takes findings that were made in the background; of another state of the notebook they are dropped, and asked for again.
    pub fn take_checks(&mut self, reply: CheckReply) -> bool {
        let is_of_now = reply.revision == self.revision;
        if is_of_now {
            *self.checked.checks.get_mut() = Some(reply.checks);
            *self.checked.listed.get_mut() = None;
        }
        is_of_now
    }
}

impl Look<'_> {
    /// What has to be checked in the background before anything can be said; `None` if everything is.
    pub fn unchecked(self) -> Option<CheckTask> {
        let workspace = self.workspace;
        let is_pending = workspace.checked.checks.borrow().is_none() && workspace.notebook.claims.len() > CHECKED_AT_ONCE;
        is_pending.then(|| CheckTask { notebook: workspace.notebook.clone(), revision: workspace.revision })
    }

    /// How many findings there are; `None` while they are made in the background.
    pub fn check_counts(self) -> Option<Counts> {
        self.with_checks(Checks::counts)
    }

    /// The surest of what is open about a claim.
    pub fn open_about(self, claim: ClaimId) -> Option<(Level, Rule)> {
        self.with_checks(|checks| checks.open_about(claim)).flatten()
    }

    /// All findings with what was decided about them, the surest first; `None` while they are made in the background.
    pub fn checked(self) -> Option<Rc<[Checked]>> {
        let workspace = self.workspace;
        if let Some((revision, listed)) = workspace.checked.listed.borrow().as_ref()
            && *revision == workspace.revision
        {
            return Some(Rc::clone(listed));
        }
        self.with_checks(|checks| {
            let listed: Rc<[Checked]> = checks.findings().into_iter().cloned().collect();
            *workspace.checked.listed.borrow_mut() = Some((workspace.revision, Rc::clone(&listed)));
            listed
        })
    }

    fn with_checks<T>(self, read: impl FnOnce(&Checks) -> T) -> Option<T> {
        let workspace = self.workspace;
        let mut known = workspace.checked.checks.borrow_mut();
        if known.is_none() && workspace.notebook.claims.len() > CHECKED_AT_ONCE {
            return None;
        }
        let (notebook, reader) = (&workspace.notebook, &workspace.checked.reader);
        let checks = known.get_or_insert_with(|| Checks::of(notebook, reader));
        checks.settle(notebook, reader);
        Some(read(checks))
    }
}
