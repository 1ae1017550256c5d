//! When commands are available, and why not.

use super::{Can, Situation};
use crate::workspace::{Tab, Workspace};

/// Returns `Ok` if `is_so`, else the reason, as a sentence without a full stop.
pub(super) fn when(is_so: bool, why_not: &'static str) -> Can {
    if is_so { Ok(()) } else { Err(why_not) }
}

pub(super) fn always(_: &Workspace, _: &Situation) -> Can {
    Ok(())
}

pub(super) fn has_claim(workspace: &Workspace, _: &Situation) -> Can {
    when(workspace.look().chosen_claim().is_some(), "No claim is chosen: click one, or press {NextClaim}")
}

pub(super) fn has_words(workspace: &Workspace, at: &Situation) -> Can {
    reads(workspace, at)?;
    when(workspace.selection.words().is_some(), "No words are selected")
}

pub(super) fn has_words_or_claim(workspace: &Workspace, at: &Situation) -> Can {
    let is_chosen = workspace.selection.claim.is_some() || !workspace.selection.marked.is_empty();
    if is_chosen { Ok(()) } else { has_words(workspace, at) }
}

pub(super) fn has_claims(workspace: &Workspace, _: &Situation) -> Can {
    when(!workspace.notebook().claims.is_empty(), "There are no claims yet")
}

pub(super) fn has_text(workspace: &Workspace, at: &Situation) -> Can {
    if at.tab == Tab::Brief && !workspace.notebook().briefs.is_empty() { Ok(()) } else { has_document(workspace, at) }
}

pub(super) fn has_document(workspace: &Workspace, _: &Situation) -> Can {
    when(workspace.look().document().is_some(), "There is no source yet")
}

pub(super) fn reads(workspace: &Workspace, at: &Situation) -> Can {
    has_document(workspace, at)?;
    when(at.tab == Tab::Read, "This works in the view “Read” only")
}

pub(super) fn has_suggestions(workspace: &Workspace, at: &Situation) -> Can {
    reads(workspace, at)?;
    match workspace.look().suggestions() {
        None => Err("This source is still being read for suggestions"),
        Some(suggestions) => when(!suggestions.is_empty(), "There are no suggestions left in this source"),
    }
}

pub(super) fn has_suggestion(workspace: &Workspace, at: &Situation) -> Can {
    has_suggestions(workspace, at)?;
    when(workspace.selection.suggestion.is_some(), "No suggestion is chosen: press {NextSuggestion}")
}
