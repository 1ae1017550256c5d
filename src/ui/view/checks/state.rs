//! What the page of checks remembers: which findings it lists, which one is chosen, the note that is being typed.

use crate::checking::{Checked, Finding, Rule, Standing};
use crate::notebook::ClaimId;

/// State of the page of checks.
#[derive(Debug, Clone, Default)]
pub struct CheckView {
    /// Which findings are listed.
    pub standing: Standing,
    /// The finding that is shown.
    pub chosen: Option<Chosen>,
    /// The note for the decision, kept with it.
    pub note: String,
    /// Where in its list the chosen one was: the next one takes its place when it is decided.
    pub at: usize,
    /// Whether the list has yet to scroll to the chosen one.
    pub reveal: bool,
}

/// The name of a finding: it is made again with every edit.
pub type Chosen = (Rule, Vec<ClaimId>);

/// The name of a finding.
pub fn name_of(finding: &Finding) -> Chosen {
    (finding.rule, finding.claims.clone())
}

impl CheckView {
    /// The findings that are listed.
    pub fn listed<'a>(&self, all: &'a [Checked]) -> Vec<&'a Checked> {
        all.iter().filter(|checked| checked.standing() == self.standing).collect()
    }

    /// The place of the chosen finding in the list; if it is gone, of what stands in its place now.
    pub fn place(&self, listed: &[&Checked]) -> Option<usize> {
        let known = self.chosen.as_ref().and_then(|(rule, claims)| {
            listed.iter().position(|checked| checked.finding.rule == *rule && checked.finding.claims == *claims)
        });
        known.or_else(|| Some(self.at.min(listed.len().checked_sub(1)?)))
    }

    /// Chooses a finding.
    pub fn choose(&mut self, checked: &Checked) {
        let name = name_of(&checked.finding);
        if self.chosen.as_ref() != Some(&name) {
            self.note.clear();
        }
        (self.chosen, self.reveal) = (Some(name), true);
    }

    /// Shows the open finding about a claim, if there is one.
    pub fn show_about(&mut self, claim: ClaimId, all: &[Checked]) {
        let about = |checked: &&Checked| checked.standing() == Standing::Open && checked.finding.claims.contains(&claim);
        if let Some(found) = all.iter().find(about) {
            self.standing = Standing::Open;
            self.choose(found);
        }
    }
}
