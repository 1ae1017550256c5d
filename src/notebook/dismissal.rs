//! Dismissals: findings that somebody has looked at and found right.
//!
//! Findings are computed (`checking`), never stored. What is stored is that one of them is settled, and why.

use serde::{Deserialize, Serialize};

use super::{ClaimId, DismissalId, Notebook, Record, id_of_text};

/// A finding that is not to be shown again as long as its claims say what they said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dismissal {
    /// Unique id. It follows from the rule and the claims ([`Dismissal::id_of`]), so that two people who dismiss the same finding
    /// make the same record.
    pub id: DismissalId,
    /// The number of the rule, 1 to 16.
    pub rule: u8,
    /// The claims of the finding: at least one.
    pub claims: Vec<ClaimId>,
    /// What the claims said then ([`Notebook::what_claims_say`]): if they say something else, the finding is shown again.
    pub said: String,
    /// The analyst's reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Record for Dismissal {
    type Id = DismissalId;
    fn id(&self) -> DismissalId {
        self.id
    }
}

impl Dismissal {
    /// The id of the dismissal of a rule's finding about claims, in whatever order.
    pub fn id_of(rule: u8, claims: &[ClaimId]) -> DismissalId {
        let mut sorted = claims.to_vec();
        sorted.sort_unstable();
        let names: Vec<String> = sorted.iter().map(ToString::to_string).collect();
        id_of_text(&format!("{rule}\n{}", names.join("\n"))).into()
    }
}

impl Notebook {
    /// A short hash of what claims say that rules compare: kind, subject, measure, number, period, voices, words and day of the source.
    pub fn what_claims_say(&self, claims: &[ClaimId]) -> String {
        let mut sorted = claims.to_vec();
        sorted.sort_unstable();
        let mut said = String::new();
        for claim in sorted.iter().filter_map(|id| self.claims.get(*id)) {
            let day = claim.document().and_then(|id| self.documents.get(id)?.details.published).map(|day| day.to_string());
            let number = claim.quantity.as_ref().map(|typed| typed.text.clone());
            let understood = claim.understood_quantity().map(ToString::to_string);
            let time = claim.understood_period().map(|period| format!("{} {} {}", period.start, period.end, period.deadline));
            let quotes = claim.passages.iter().map(|passage| passage.quote.as_str()).collect::<Vec<_>>().join("\n");
            let (kind, voices) = (claim.kind.label(), claim.attribution.join("; "));
            let rest = [day, number, understood, time].map(Option::unwrap_or_default).join("\t");
            said.push_str(
                &[&claim.id.to_string(), kind, &claim.subject, &claim.measure, &voices, &quotes, &rest]
                    .map(str::to_owned)
                    .join("\t"),
            );
            said.push('\n');
        }
        super::bytes_hash(said.as_bytes())[..16].to_owned()
    }

    /// Whether a finding was dismissed, and its claims say what they said then.
    pub fn dismissal_of(&self, rule: u8, claims: &[ClaimId]) -> Option<&Dismissal> {
        if self.dismissals.is_empty() {
            return None;
        }
        let dismissal = self.dismissals.get(Dismissal::id_of(rule, claims))?;
        (dismissal.said == self.what_claims_say(claims)).then_some(dismissal)
    }
}
