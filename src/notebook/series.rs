//! One measure of one subject over time.

use serde::{Deserialize, Serialize};

use super::claim::named_choices;
use super::{Claim, ClaimId, ClaimKind, JudgementId, Notebook, Period, Quantity, Record, SeriesId};

/// What numbers are about, in words: “subject: measure”, or the one of them that is known.
pub fn topic(subject: &str, measure: &str) -> String {
    let known: Vec<&str> = [subject, measure].into_iter().filter(|part| !part.trim().is_empty()).collect();
    known.join(": ")
}

/// One measure of one subject over time.
///
/// Its points are the claims about that subject and measure, never copies of their numbers; besides them it can hold the
/// analyst's own judgements, which are marked as such wherever they show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Its name for ever.
    pub id: SeriesId,
    /// What the chart says, as a headline; the subject and measure speak while it is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Whom or what it is about, as in [`Claim::subject`].
    pub subject: String,
    /// What is counted, as in [`Claim::measure`].
    pub measure: String,
    /// Whether its values hold over a period or at a moment.
    #[serde(default)]
    pub nature: Nature,
    /// Claims that are about it but are kept off the chart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<ClaimId>,
    /// Points that rest on no claim.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judgements: Vec<Judgement>,
    /// The chart in words, where the drafted words were changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// The same of the chart of what was said when.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub timeline_alt: String,
    /// A remark that stands under the chart.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Record for Series {
    type Id = SeriesId;
    fn id(&self) -> SeriesId {
        self.id
    }
}

/// A point of the analyst's own, without a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// Its name for ever.
    pub id: JudgementId,
    /// Actual, target or estimate.
    pub role: PointRole,
    /// How much.
    pub quantity: Quantity,
    /// When.
    pub period: Period,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

named_choices! {
    /// Whether a series' values add up over time.
    Nature {
        /// An amount over a period, as cars sold in a year: drawn over its period.
        #[default]
        Flow => "over a period",
        /// A level at a moment, as stores open on a day: drawn at its day.
        Stock => "at a moment",
    }
}

named_choices! {
    /// What a point of a series is.
    PointRole {
        /// What happened.
        #[default]
        Actual => "Actual",
        /// What somebody set out to reach.
        Target => "Target",
        /// What somebody thinks it was or will be.
        Estimate => "Estimate",
    }
}

impl From<ClaimKind> for PointRole {
    fn from(kind: ClaimKind) -> Self {
        match kind {
            ClaimKind::Fact => Self::Actual,
            ClaimKind::Target | ClaimKind::Plan => Self::Target,
            ClaimKind::Forecast | ClaimKind::Estimate | ClaimKind::Opinion | ClaimKind::Rumour => Self::Estimate,
        }
    }
}

impl Series {
    /// What stands above the chart.
    pub fn headline(&self) -> String {
        if self.title.trim().is_empty() { format!("{}: {}", self.subject, self.measure) } else { self.title.clone() }
    }

    /// The claims about its subject and measure, in the notebook's order, hidden ones included.
    pub fn claims<'a>(&'a self, notebook: &'a Notebook) -> impl Iterator<Item = &'a Claim> {
        notebook.claims.iter().filter(|claim| claim.is_about(&self.subject, &self.measure))
    }
}
