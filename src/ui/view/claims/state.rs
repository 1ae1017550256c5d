//! State that the claims sidebar and its form keep between frames.

use std::collections::HashMap;
use std::rc::Rc;

use super::rows::Rows;
use crate::notebook::{ClaimId, DocumentId, RelationKind, TextRange};
use crate::workspace::Reread;

/// How the sidebar follows the position in the reader.
#[derive(Debug, Clone, Copy, Default)]
pub struct Follow {
    /// The document and the first of its bytes that was in sight.
    pub seen: Option<(DocumentId, usize)>,
    /// When that last changed, in egui's seconds; `None` once the sidebar has followed.
    pub moved_at: Option<f64>,
    /// The byte whose claims the sidebar has yet to scroll to.
    pub to: Option<usize>,
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
    /// Whether the passages, and whether the note are unfolded.
    pub unfolded: Unfolded,
    /// What the words of a claim say that was given other ones.
    pub offer: Option<Reread>,
    /// The passage that is being moved, by its claim and its index, and where it stood before.
    pub moved_from: Option<(ClaimId, usize, TextRange)>,
    /// The remark that is typed on a card.
    pub remark: Option<Remark>,
}

/// A remark that is being typed on the card of a claim.
#[derive(Debug, Clone)]
pub struct Remark {
    /// The claim.
    pub claim: ClaimId,
    /// What is typed.
    pub text: String,
    /// Whether its field was drawn since the last frame.
    pub seen: bool,
}

/// The parts of the form that are unfolded; they stay so from claim to claim.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unfolded {
    /// The passages.
    pub passages: bool,
    /// The note.
    pub note: bool,
}

/// What is open in place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// The editor of a claim.
    Claim(ClaimId),
    /// A suggestion, with its numbers and reasons.
    Suggestion(TextRange),
}

/// The list of cards, as it was drawn last.
#[derive(Debug, Clone, Default)]
pub struct Cards {
    /// What is open, and its row.
    pub open: Option<(Open, usize)>,
    /// The height of the open card, in points.
    pub height: f32,
    /// How far the list is scrolled, and the height of the part in sight, in points.
    pub offset: f32,
    pub room: f32,
    /// For how many frames the open card is still brought into sight: its height is known only once it was drawn.
    pub settle: u8,
    /// The rows, until the notebook, the filter or the readings change.
    pub(in crate::ui) rows: Option<Rc<Rows>>,
}

/// The id of a field of a claim’s form.
pub(in crate::ui) fn field_id(claim: ClaimId, field: &'static str) -> egui::Id {
    crate::ui::widgets::ids::of(("claim field", claim, field))
}

impl FormBuffers {
    /// The remark whose field has gone from the window: it is kept as if Enter had been pressed.
    pub(in crate::ui) fn left_remark(&mut self) -> Option<Remark> {
        self.remark.take_if(|remark| !std::mem::take(&mut remark.seen))
    }

    /// Ends the choice of the other claim of a relation, and forgets its words.
    pub(in crate::ui) fn stop_relating(&mut self) {
        (self.relating, self.relate_at) = (false, None);
        self.relate_to.clear();
    }
}
