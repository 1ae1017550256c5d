//! Counts the targets that are due. Those of one subject and measure are judged together, and again only when one of their
//! claims or their series has changed, so that the cost of an edit depends on what it changes.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::forecast::lookback::{Actuals, Topics, hidden, is_looked_at};
use crate::notebook::{Claim, ClaimId, Notebook, Series};

/// The claims about one subject and measure.
#[derive(Debug, Default)]
struct Topic {
    claims: Vec<ClaimId>,
    due: usize,
    /// Whether `due` is out of date.
    is_old: bool,
}

/// The number of due targets, for each subject and measure and in total.
#[derive(Debug)]
pub struct DueTargets {
    names: Topics,
    topics: Vec<Topic>,
    /// The indices of the topics that are out of date.
    old: Vec<usize>,
    count: usize,
    today: Option<Date>,
}

impl DueTargets {
    pub fn of(notebook: &Notebook) -> Self {
        let mut due = Self { names: Topics::new(notebook), topics: Vec::new(), old: Vec::new(), count: 0, today: None };
        for claim in &notebook.claims {
            due.add(claim);
        }
        due
    }

    pub fn add(&mut self, claim: &Claim) {
        if is_looked_at(claim) {
            let topic = self.changed(&claim.subject, &claim.measure);
            self.topics[topic].claims.push(claim.id);
        }
    }

    pub fn remove(&mut self, claim: &Claim) {
        if is_looked_at(claim) {
            let topic = self.changed(&claim.subject, &claim.measure);
            self.topics[topic].claims.retain(|&id| id != claim.id);
        }
    }

    /// Marks what a series affects as out of date, after it was added, removed or changed: a series determines how periods are
    /// compared and which claims are hidden.
    pub fn series_changed(&mut self, notebook: &Notebook, series: &Series) {
        self.changed(&series.subject, &series.measure);
        for claim in series.hidden.iter().filter_map(|&id| notebook.claims.get(id)) {
            self.changed(&claim.subject, &claim.measure);
        }
    }

    fn changed(&mut self, subject: &str, measure: &str) -> usize {
        let number = self.names.of(subject, measure);
        if self.topics.len() <= number {
            self.topics.resize_with(number + 1, Topic::default);
        }
        let topic = &mut self.topics[number];
        if !std::mem::replace(&mut topic.is_old, true) {
            self.old.push(number);
        }
        number
    }

    /// Returns the number of targets that are due on this day.
    pub fn count(&mut self, notebook: &Notebook, today: Date) -> usize {
        let is_another_day = self.today.replace(today) != Some(today);
        if is_another_day {
            self.old = (0..self.topics.len()).collect();
        }
        if !self.old.is_empty() {
            let hidden = hidden(notebook);
            for number in std::mem::take(&mut self.old) {
                let topic = &mut self.topics[number];
                self.count -= topic.due;
                topic.look_back(notebook, &hidden, today);
                self.count += topic.due;
            }
        }
        self.count
    }
}

impl Topic {
    fn look_back(&mut self, notebook: &Notebook, hidden: &HashSet<ClaimId>, today: Date) {
        let shown = self.claims.iter().filter(|id| !hidden.contains(id));
        let claims: Vec<&Claim> = shown.filter_map(|&id| notebook.claims.get(id)).collect();
        self.due = Actuals::of(notebook, &claims).due_among(&claims, today);
        self.is_old = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::lookback::{Fate, verdicts};
    use crate::notebook::{ClaimKind, Nature};
    use crate::reading::{stated_period, stated_quantity};
    use crate::workspace::ClaimField;
    use crate::workspace::Workspace;
    use crate::workspace::tests::with_documents;

    /// Returns the number of due targets; checks that judging all claims gives the same.
    fn due(workspace: &Workspace) -> usize {
        let found = verdicts(workspace.notebook(), workspace.clock().today());
        let walked = found.iter().filter(|verdict| verdict.fate == Fate::Due).count();
        assert_eq!(workspace.look().targets_due(), walked);
        walked
    }

    #[test]
    fn the_count_follows_every_edit() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let made = |workspace: &mut Workspace, kind, number: &str, period: &str| {
            let id = workspace.claims().make(document, (0, 41).into()).unwrap();
            let fill = |claim: &mut Claim| {
                (claim.kind, claim.subject, claim.measure) = (kind, "Acme".into(), "cars".into());
                claim.quantity = stated_quantity(number.into());
                claim.period = stated_period(period.into(), None);
            };
            workspace.claims().change(id, ClaimField::Statement, fill).unwrap();
            due(workspace);
            id
        };
        made(&mut workspace, ClaimKind::Target, "120 cars", "2024");
        let second = made(&mut workspace, ClaimKind::Target, "130 cars", "2025");
        made(&mut workspace, ClaimKind::Target, "150 cars", "2029");
        assert_eq!(due(&workspace), 2);
        let fact = made(&mut workspace, ClaimKind::Fact, "125 cars", "2024");
        assert_eq!(due(&workspace), 1);
        let set = |workspace: &mut Workspace, id, change: &dyn Fn(&mut Claim)| {
            workspace.end_burst();
            workspace.claims().change(id, ClaimField::Statement, change).unwrap();
            due(workspace)
        };
        assert_eq!(set(&mut workspace, fact, &|claim| claim.subject = "Bolt".into()), 2);
        assert_eq!(set(&mut workspace, fact, &|claim| claim.subject = " ACME ".into()), 1);
        let series = workspace.series().add("acme", "cars", Nature::Flow).unwrap();
        due(&workspace);
        workspace.series().toggle_hidden(series, second).unwrap();
        assert_eq!(due(&workspace), 0);
        workspace.series().delete(series).unwrap();
        assert_eq!(due(&workspace), 1);
        workspace.claims().delete(fact).unwrap();
        assert_eq!(due(&workspace), 2);
        let mut steps = 0;
        while workspace.undo().is_some() {
            due(&workspace);
            steps += 1;
        }
        for _ in 0..steps {
            workspace.redo();
            due(&workspace);
        }
        assert_eq!(due(&workspace), 2);
    }
}
