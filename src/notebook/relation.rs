//! What claims have to do with each other.

use serde::{Deserialize, Serialize};

use super::claim::named_choices;
use super::{ClaimId, Notebook, Record, RelationId};

/// One claim's bearing on another: `from` corroborates, contradicts, updates or derives from `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Its name for ever.
    pub id: RelationId,
    /// The claim that bears on the other.
    pub from: ClaimId,
    /// How.
    pub kind: RelationKind,
    /// The claim that is borne on.
    pub to: ClaimId,
    /// The analyst's remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Record for Relation {
    type Id = RelationId;
    fn id(&self) -> RelationId {
        self.id
    }
}

named_choices! {
    /// How one claim bears on another.
    RelationKind {
        /// Says the same from another source.
        #[default]
        Corroborates => "corroborates",
        /// Cannot be true together with it.
        Contradicts => "contradicts",
        /// Replaces it with something later.
        Updates => "updates",
        /// Follows from it by arithmetic or reasoning.
        DerivesFrom => "derives from",
    }
}

impl RelationKind {
    /// Its name seen from the other claim.
    pub fn label_from_behind(self) -> &'static str {
        match self {
            Self::Corroborates => "is corroborated by",
            Self::Contradicts => "is contradicted by",
            Self::Updates => "is updated by",
            Self::DerivesFrom => "is the ground of",
        }
    }
}

impl Notebook {
    /// The relations of a claim, both ways: the relation, its words as seen from the claim, and the claim at its other end.
    pub fn relations_of(&self, claim: ClaimId) -> impl Iterator<Item = (&Relation, &'static str, ClaimId)> {
        self.relations.iter().filter_map(move |relation| {
            if relation.from == claim {
                Some((relation, relation.kind.label(), relation.to))
            } else if relation.to == claim {
                Some((relation, relation.kind.label_from_behind(), relation.from))
            } else {
                None
            }
        })
    }
}
