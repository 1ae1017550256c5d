//! Relations between claims.

use serde::{Deserialize, Serialize};

use super::claim::named_choices;
use super::{ClaimId, Notebook, Record, RelationId};

/// A directed relation: `from` corroborates, contradicts, updates or derives from `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Unique id; never changes and is never reused.
    pub id: RelationId,
    /// The claim that corroborates, contradicts, updates or derives from the other.
    pub from: ClaimId,
    /// The kind of relation.
    pub kind: RelationKind,
    /// The claim that it refers to.
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
    /// How one claim relates to another.
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
    /// Its name as seen from the claim `to`.
    pub fn label_from_behind(self) -> &'static str {
        match self {
            Self::Corroborates => "is corroborated by",
            Self::Contradicts => "is contradicted by",
            Self::Updates => "is updated by",
            Self::DerivesFrom => "is the basis of",
        }
    }
}

impl Notebook {
    /// The relations of a claim, in both directions: the relation, its words as seen from the claim, and the claim at its other
    /// end.
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
