//! Checks of claims against each other: in the background if there are many; shows the finding about a claim.

use crate::notebook::ClaimId;
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::state::Tab;
use crate::ui::view::vocabulary::state::ClaimsShown;

impl App {
    /// Starts to check the claims if there are too many to do it within a frame.
    pub(in crate::ui) fn check_claims(&mut self) {
        let generation = self.generation;
        // One at a time: what an edit makes out of date is asked for again when it is done.
        if self.checking != Some(generation)
            && let Some(task) = self.workspace.look().unchecked()
        {
            self.checking = Some(generation);
            self.jobs.start_in_view("Checking claims", move |_| Reply::Checked(generation, Box::new(task.run())));
        }
    }

    /// Shows the open finding about a claim on the page of checks.
    pub(in crate::ui) fn show_check(&mut self, claim: ClaimId) {
        (self.view.tab, self.view.claims_shown) = (Tab::Claims, ClaimsShown::Checks);
        if let Some(all) = self.workspace.look().checked() {
            self.view.checks.show_about(claim, &all);
        }
    }
}
