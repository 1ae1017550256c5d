//! What the claims sidebar and its form remember.

use std::collections::HashMap;

use crate::notebook::{ClaimId, DocumentId, RelationKind};

/// How the sidebar follows the reading.
#[derive(Debug, Clone, Copy, Default)]
pub struct Follow {
    /// The first byte that was in sight.
    pub seen: Option<(DocumentId, usize)>,
    /// When it came there, in egui's seconds, until the sidebar has followed.
    pub moved_at: Option<f64>,
    /// The row that the sidebar is still to scroll to.
    pub row: Option<usize>,
}

/// Texts of the claim form that are not what the claim holds while they are typed.
#[derive(Debug, Clone, Default)]
pub struct FormBuffers {
    /// Which claim they belong to.
    pub claim: Option<ClaimId>,
    /// The voices, separated by semicolons.
    pub voices: String,
    /// The name of a tag to give.
    pub tag: String,
    /// The same of claims that were left before it was given.
    pub typed_tags: HashMap<ClaimId, String>,
    /// Words to find the other claim of a relation by.
    pub relate_to: String,
    /// Which of those that have them was gone to with the arrow keys.
    pub relate_at: Option<usize>,
    /// The kind of relation to make.
    pub relation: RelationKind,
    /// Whether the sidebar is choosing the other claim of a relation.
    pub relating: bool,
}

impl FormBuffers {
    /// The other claim of a relation was chosen, or is not to be.
    pub(in crate::ui) fn stop_relating(&mut self) {
        (self.relating, self.relate_at) = (false, None);
        self.relate_to.clear();
    }
}
