//! Claims: what passages assert.

use serde::{Deserialize, Serialize};

use super::{ClaimId, DocumentId, Passage, Record, StatedPeriod, StatedQuantity, TagId};

/// An assertion of one or more passages, in the analyst's words, with its number, period and voices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Unique id; never changes and is never reused.
    pub id: ClaimId,
    /// The passages that assert it: at least one, the main one first.
    pub passages: Vec<Passage>,
    /// Fact, target, forecast…
    #[serde(default)]
    pub kind: ClaimKind,
    /// The claim in one sentence; while it is empty, the first quote is shown instead.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub statement: String,
    /// The person, company or thing it is about: “Xiaomi EV”.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The property of the subject that is counted or measured: “cars delivered”.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure: String,
    /// The number, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<StatedQuantity>,
    /// The period it is about, if one is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<StatedPeriod>,
    /// The voices that state it, outermost first: the publisher, whom it cites, whom they cite.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribution: Vec<String>,
    /// The analyst's confidence that it is true.
    #[serde(default)]
    pub confidence: Confidence,
    /// How far the analyst has reviewed it.
    #[serde(default)]
    pub status: Status,
    /// Labels, in the order they were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagId>,
    /// The analyst's remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Record for Claim {
    type Id = ClaimId;
    fn id(&self) -> ClaimId {
        self.id
    }
}

impl Claim {
    /// A claim with a passage and all other fields empty.
    pub fn at(id: ClaimId, passage: Passage) -> Self {
        Self {
            id,
            passages: vec![passage],
            kind: ClaimKind::default(),
            statement: String::new(),
            subject: String::new(),
            measure: String::new(),
            quantity: None,
            period: None,
            attribution: Vec::new(),
            confidence: Confidence::default(),
            status: Status::default(),
            tags: Vec::new(),
            note: String::new(),
        }
    }

    /// The text shown in lists: the statement, or the first quote while the statement is empty.
    pub fn headline(&self) -> &str {
        if !self.statement.trim().is_empty() {
            return &self.statement;
        }
        self.passages.first().map_or("(no passage)", |passage| &passage.quote)
    }

    /// The document of its first passage.
    pub fn document(&self) -> Option<DocumentId> {
        self.passages.first().map(|passage| passage.document)
    }

    /// The quantity, if there is one and it was understood.
    pub fn understood_quantity(&self) -> Option<&super::Quantity> {
        self.quantity.as_ref()?.understood.as_ref()
    }

    /// The period, if there is one and it was understood.
    pub fn understood_period(&self) -> Option<super::Period> {
        self.period.as_ref()?.understood
    }
}

/// Whether two names mean the same: compared without case and outer spaces.
///
/// ```
/// assert!(claimbook::notebook::same_name(" Acme Motors", "ACME motors"));
/// ```
pub fn same_name(a: &str, b: &str) -> bool {
    // This must be fast: charts compare every claim after every edit.
    let (a, b) = (trimmed(a), trimmed(b));
    if a.is_ascii() && b.is_ascii() { a.eq_ignore_ascii_case(b) } else { a.to_lowercase() == b.to_lowercase() }
}

/// Removes outer spaces. Most names have none, which a look at the first and last byte shows.
fn trimmed(name: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = name.as_bytes();
    if is_plain(bytes.first()) && is_plain(bytes.last()) { name } else { name.trim() }
}

/// The lookup key of a name: equal for names that [`same_name`] considers the same.
pub fn folded_name(name: &str) -> String {
    name.trim().to_lowercase()
}

macro_rules! named_choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident => $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// All variants, in the order a menu shows them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name on screen.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    };
}
pub(super) use named_choices;

named_choices! {
    /// The sort of assertion that a claim makes.
    ClaimKind {
        /// Something reported as having happened or as being true.
        #[default]
        Fact => "Fact",
        /// A number somebody sets out to reach.
        Target => "Target",
        /// Something somebody intends to do.
        Plan => "Plan",
        /// A statement about the future by somebody who does not decide it.
        Forecast => "Forecast",
        /// A number that its source does not know exactly.
        Estimate => "Estimate",
        /// A judgement of value or belief.
        Opinion => "Opinion",
        /// Reported without a source that vouches for it.
        Rumour => "Rumour",
    }
}

named_choices! {
    /// The analyst's confidence that a claim is true.
    Confidence {
        /// Not judged yet.
        #[default]
        Unrated => "Not rated",
        /// More likely false than true, or one weak source.
        Low => "Low",
        /// Plausible.
        Medium => "Medium",
        /// The analyst would defend it in front of others.
        High => "High",
    }
}

named_choices! {
    /// How far the analyst has reviewed a claim.
    Status {
        /// Tagged, not reviewed.
        #[default]
        New => "New",
        /// Reviewed and kept.
        Checked => "Checked",
        /// Contradicted by something.
        Disputed => "Disputed",
        /// Overtaken by a later claim.
        Superseded => "Superseded",
    }
}

impl Status {
    /// Rank of a claim with this status among claims about the same thing, 0 to 3: higher is better founded.
    pub fn weight(self) -> u8 {
        match self {
            Self::Checked => 3,
            Self::New => 2,
            Self::Disputed => 1,
            Self::Superseded => 0,
        }
    }
}

/// Splits voices as they are typed, separated by semicolons, and drops empty ones.
///
/// ```
/// use claimbook::notebook::split_voices;
///
/// assert_eq!(split_voices("The Gazette; a spokesman ;"), ["The Gazette", "a spokesman"]);
/// ```
pub fn split_voices(text: &str) -> Vec<String> {
    text.split(';').map(|voice| voice.trim().to_owned()).filter(|voice| !voice.is_empty()).collect()
}
