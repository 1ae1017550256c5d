//! Claims that are offered to choose from: looked for once, not in every frame that shows them.

use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

use egui::Ui;

use super::ids;
use crate::notebook::ClaimId;

/// What was offered last at a place, and for which revision and words.
#[derive(Clone)]
struct Kept {
    revision: u64,
    words: String,
    claims: Arc<[ClaimId]>,
}

/// What is offered at `place`: found anew where the notebook or the words have changed.
pub(super) fn kept(
    ui: &Ui,
    place: impl Hash + Debug,
    revision: u64,
    words: &str,
    find: impl FnOnce() -> Vec<ClaimId>,
) -> Arc<[ClaimId]> {
    let id = ids::of(("offered", place));
    if let Some(kept) = ui.data(|data| data.get_temp::<Kept>(id)).filter(|kept| kept.revision == revision && kept.words == words)
    {
        return kept.claims;
    }
    let claims: Arc<[ClaimId]> = find().into();
    let kept = Kept { revision, words: words.to_owned(), claims: Arc::clone(&claims) };
    ui.data_mut(|data| data.insert_temp(id, kept));
    claims
}
