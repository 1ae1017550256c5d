//! State that the claims sidebar and its form keep between frames.

use std::collections::HashMap;

use crate::notebook::{ClaimId, DocumentId, RelationKind};

/// How the sidebar follows the position in the reader.
#[derive(Debug, Clone, Copy, Default)]
pub struct Follow {
    /// The document and the first of its bytes that was in sight.
    pub seen: Option<(DocumentId, usize)>,
    /// When that last changed, in egui's seconds; `None` once the sidebar has followed.
    pub moved_at: Option<f64>,
    /// The row that the sidebar has yet to scroll to.
    pub row: Option<usize>,
}

/// Texts of the claim form that can differ from the claim while they are typed.
#[derive(Debug, Clone, Default)]
pub struct FormBuffers {
    /// The claim they belong to.
    pub claim: Option<ClaimId>,
    /// The voices, separated by semicolons.
    pub voices: String,
    /// The name of a tag to add.
    pub tag: String,
    /// Names of tags typed for claims that were left before the tag was added.
    pub typed_tags: HashMap<ClaimId, String>,
    /// Words to search for the other claim of a relation.
    pub relate_to: String,
    /// The index, among the claims offered, that was reached with the arrow keys.
    pub relate_at: Option<usize>,
    /// The kind of relation to make.
    pub relation: RelationKind,
    /// Whether the sidebar is choosing the other claim of a relation.
    pub relating: bool,
}

impl FormBuffers {
    /// Ends the choice of the other claim of a relation, and forgets its words.
    pub(in crate::ui) fn stop_relating(&mut self) {
        (self.relating, self.relate_at) = (false, None);
        self.relate_to.clear();
    }
}
