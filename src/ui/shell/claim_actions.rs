//! Commands on the chosen claim, and stepping from claim to claim. A claim that is out of sight is not changed but shown.

use crate::notebook::{ClaimId, TagId, TextRange};
use crate::ui::shell::app::App;
use crate::ui::view::command::{Command, undo_hint};
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::reader::state::Reveal;
use crate::ui::view::reader::{self, End};
use crate::ui::view::state::{Side, Tab};
use crate::workspace::{BulkChange, Way};

impl App {
    /// Whether the chosen claim is in sight, so that a command may change it. If it is not, shows it with a message. Also true
    /// if no claim is chosen.
    pub(in crate::ui) fn sees_claim(&mut self) -> bool {
        let Some(claim) = self.workspace.selection.claim else { return true };
        if self.view.seen_claim == Some(claim) {
            return true;
        }
        self.show_claim(claim);
        self.view.table.reveal = 2;
        // A chart does not show the claim, but the claim's form does.
        if matches!(self.view.tab, Tab::Targets | Tab::Scenarios | Tab::Brief) {
            self.view.set_open(Side::Claims, true);
            self.view.prefer_sources = false;
        }
        self.view.say("The chosen claim was out of sight. It is shown now: repeat the command");
        false
    }

    /// Deletes the chosen claim. In the table of claims, the next one (after the last one, the previous one) is chosen.
    pub(in crate::ui) fn delete_claim(&mut self) {
        let Some(claim) = self.workspace.selection.claim else { return };
        let next = self.beside(claim, 1).or_else(|| self.beside(claim, -1));
        if self.edit(|workspace| workspace.claims().delete(claim)).is_some() {
            if self.view.tab == Tab::Claims {
                self.workspace.selection.claim = next;
            }
            self.view.notice_to_undo("Claim deleted".to_owned(), self.workspace.history().step());
        }
    }

    /// Returns the claim `step` rows after this one in the order that is shown: that of the table, or of the list.
    fn beside(&mut self, claim: ClaimId, step: isize) -> Option<ClaimId> {
        if self.view.tab == Tab::Claims {
            return self.view.table.neighbour(&self.workspace, &self.view.filter, Some(claim), step);
        }
        self.workspace.look().listed(&self.view.filter).neighbour(&self.workspace, claim, step)
    }

    /// Gives the tag of a name, which is made in the same step if there is none.
    pub(in crate::ui) fn tag_named(&mut self, name: &str) {
        if self.tags_marked() {
            self.edit(|workspace| workspace.marked().tag_named(name));
        } else if self.can_tag() && self.workspace.claims().apply_tag_named(name).is_some() {
            self.after_tagging();
        }
    }

    pub(in crate::ui) fn tag(&mut self, tag: TagId) {
        if self.tags_marked() {
            self.edit(|workspace| workspace.marked().change(&BulkChange::AddTag(tag)));
        } else if self.can_tag() && self.workspace.claims().apply_tag(tag).is_some() {
            self.after_tagging();
        }
    }

    fn tags_marked(&self) -> bool {
        self.view.tab == Tab::Claims && !self.workspace.selection.marked.is_empty()
    }

    /// Whether there are words or a claim in sight that can be given a tag; says so if not.
    fn can_tag(&mut self) -> bool {
        if self.view.tab != Tab::Read {
            // A selection in a hidden text is not meant.
            self.workspace.selection.text = None;
        }
        if self.workspace.selection.words().is_none() {
            if self.workspace.look().chosen_claim().is_none() {
                self.view.say("Select words or choose a claim first, then give the tag");
                return false;
            }
            return self.sees_claim();
        }
        true
    }

    /// Clears the selection that became a claim, and scrolls the list to that claim.
    pub(in crate::ui) fn after_tagging(&mut self) {
        self.workspace.selection.text = None;
        self.view.reveal_in_list = 2;
    }

    pub(in crate::ui) fn duplicate_claim(&mut self) {
        let Some(claim) = self.workspace.selection.claim else { return };
        if self.workspace.claims().duplicate(claim).is_some() {
            self.view.reveal_in_list = 2;
            self.view.say("Claim duplicated; the form shows the copy");
        }
    }

    pub(in crate::ui) fn merge_next(&mut self) {
        let Some(claim) = self.workspace.selection.claim else { return };
        match self.beside(claim, 1) {
            Some(next) => {
                let text = self.workspace.notebook().claims.get(next).map(|next| next.headline().to_owned()).unwrap_or_default();
                self.edit(|workspace| workspace.claims().merge(claim, next));
                self.view.notice(NoticeKind::Info, format!("Merged with “{text}”. {}", undo_hint()));
            }
            None => self.view.notice(NoticeKind::Info, "There is no claim after this one to merge with."),
        }
    }

    /// Lets a passage stand on other words. What these say of the number and the period is offered, and changes nothing by itself.
    pub(in crate::ui) fn move_passage(&mut self, claim: ClaimId, passage: usize, range: TextRange) {
        let own = self.workspace.notebook().claims.get(claim).and_then(|claim| claim.passages.get(passage));
        let Some(before) = own.map(|passage| passage.range) else { return };
        if self.edit(|workspace| workspace.claims().move_passage(claim, passage, range)).is_some() {
            // Several moves are one change: what the words said before the first of them counts.
            let first = self.view.form.moved_from.filter(|moved| (moved.0, moved.1) == (claim, passage));
            let (_, _, before) = *self.view.form.moved_from.insert(first.unwrap_or((claim, passage, before)));
            self.view.form.offer = self.workspace.claims().reread(claim, passage, before);
        }
    }

    /// Lets the first passage of the chosen claim in the open source stand on the selected words.
    pub(in crate::ui) fn replace_passage(&mut self) {
        let (Some(document), Some(range)) = (self.workspace.selection.document, self.workspace.selection.words()) else { return };
        let Some(claim) = self.workspace.look().chosen_claim() else { return };
        let Some(at) = claim.passages.iter().position(|passage| passage.document == document) else {
            return self.view.say("The chosen claim has no words in this source: add the selected ones with Shift+C");
        };
        let id = claim.id;
        self.move_passage(id, at, range);
        self.workspace.selection.text = None;
    }

    /// Gives the keys to a handle of the chosen passage.
    pub(in crate::ui) fn hold_passage(&mut self, ctx: &egui::Context, end: End) {
        let open = self.workspace.selection.document;
        let Some(claim) = self.workspace.look().chosen_claim() else { return };
        let Some(at) = claim.passages.iter().position(|passage| Some(passage.document) == open) else { return };
        let (id, passage) = (claim.id, &claim.passages[at]);
        let byte = if end == End::Start { passage.range.start } else { passage.range.end };
        let range = TextRange::at(byte);
        self.view.reveal = Some(Reveal { document: passage.document, range, at_top: false });
        self.view.reader.hold(reader::handle_id(id, at, end));
        ctx.request_repaint();
    }

    /// Chooses a claim and shows its passage in the open document, or else its first passage.
    pub(in crate::ui) fn show_claim(&mut self, claim: ClaimId) {
        self.workspace.select().claim(claim);
        self.workspace.selection.suggestion = None;
        self.view.reveal_in_list = 2;
        let open = self.workspace.selection.document;
        let passages = self.workspace.look().chosen_claim().map(|claim| claim.passages.as_slice()).unwrap_or_default();
        let passage = passages.iter().find(|passage| Some(passage.document) == open).or(passages.first());
        self.view.reveal = passage.map(|passage| Reveal { document: passage.document, range: passage.range, at_top: false });
    }

    pub(in crate::ui) fn step_claim(&mut self, step: isize) {
        self.view.way = Way::Step("claim");
        if self.view.tab == Tab::Claims {
            let chosen = self.workspace.selection.claim;
            if let Some(claim) = self.view.table.neighbour(&self.workspace, &self.view.filter, chosen, step) {
                self.show_claim(claim);
                self.view.table.reveal = 2;
            }
            return;
        }
        let workspace = &self.workspace;
        let list = workspace.look().listed(&self.view.filter);
        let chosen = workspace.selection.claim.and_then(|claim| list.position(workspace, claim));
        // With no claim chosen, start from the caret or from the top of the text in sight.
        let here = workspace.selection.document.filter(|_| self.view.tab == Tab::Read).map(|document| {
            let seen = self.view.reader.first_byte_in_sight(document);
            let byte = workspace.selection.text.map_or(seen, |text| text.head.max(seen));
            list.count_before(workspace, document, byte)
        });
        let next = match (chosen, here) {
            (Some(index), _) => index.checked_add_signed(step),
            (None, Some(index)) if step > 0 => Some(index.min(list.len(workspace).saturating_sub(1))),
            (None, Some(index)) => index.checked_sub(1),
            (None, None) if step > 0 => Some(0),
            (None, None) => list.len(workspace).checked_sub(1),
        };
        let next = next.and_then(|index| list.get(workspace, index));
        match next {
            Some(claim) => self.show_claim(claim),
            None if list.is_empty(workspace) => self.view.say("No claims are listed here"),
            None => self.view.say(if step > 0 { "This is the last claim" } else { "This is the first claim" }),
        }
    }
}

/// Whether a command changes the chosen claim.
pub(in crate::ui) fn acts_on_claim(command: Command) -> bool {
    use Command::{AddPassage, DeleteClaim, DuplicateClaim, MarkClaim, MergeNext, ReplacePassage, SplitClaim};
    matches!(command, AddPassage | ReplacePassage | DeleteClaim | DuplicateClaim | MarkClaim | MergeNext | SplitClaim)
}
