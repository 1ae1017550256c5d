//! Claims that are offered to choose from, cached so that they are not searched for in every frame.

use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

use egui::{Id, Ui};

use crate::notebook::ClaimId;
use crate::ui::widgets::ids;

/// The claims that were offered last, and by which chooser, for which revision and words. One chooser is open at a time.
#[derive(Clone)]
struct Kept {
    field: Id,
    revision: u64,
    words: String,
    claims: Arc<[ClaimId]>,
}

/// Returns the claims that the chooser `field` offers, found again if the notebook or the words have changed.
pub(in crate::ui) fn kept(
    ui: &Ui,
    field: impl Hash + Debug,
    revision: u64,
    words: &str,
    find: impl FnOnce() -> Vec<ClaimId>,
) -> Arc<[ClaimId]> {
    let (id, field) = (ids::of("offered"), ids::of(("offered", field)));
    let is_it = |kept: &Kept| kept.field == field && kept.revision == revision && kept.words == words;
    if let Some(kept) = ui.data(|data| data.get_temp::<Kept>(id)).filter(is_it) {
        return kept.claims;
    }
    let claims: Arc<[ClaimId]> = find().into();
    let kept = Kept { field, revision, words: words.to_owned(), claims: Arc::clone(&claims) };
    ui.data_mut(|data| data.insert_temp(id, kept));
    claims
}
