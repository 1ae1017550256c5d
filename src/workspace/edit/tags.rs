//! Edits of tags: making, giving, changing, merging and deleting them.

use std::collections::HashSet;

use crate::notebook::{Claim, ClaimId, Edit, EditError, Passage, Tag, TagId, counted};
use crate::reading::Draft;
use crate::workspace::{Burst, TagEdits};

impl TagEdits<'_> {
    /// Makes a tag with the next free colour and digit, or returns the existing tag of that name. `None` if the name is blank
    /// or the edit is refused.
    pub fn create(&mut self, name: &str) -> Option<TagId> {
        let (tag, edit) = self.tag_called(name, Edit::new("create tag"))?;
        self.workspace.edit(edit).ok()?;
        Some(tag)
    }

    /// Gives a claim the tag of this name, as one step. The tag is created if there is none.
    pub fn give_by_name(&mut self, claim: ClaimId, name: &str) -> Option<TagId> {
        let (tag, edit) = self.tag_called(name, Edit::new("tag claim"))?;
        let mut claim: Claim = self.workspace.notebook.claims.get(claim)?.clone();
        self.workspace.note_tag(tag);
        if claim.tags.contains(&tag) {
            return Some(tag);
        }
        claim.tags.push(tag);
        self.workspace.edit(edit.put(claim)).ok()?;
        Some(tag)
    }

    pub(in crate::workspace) fn tag_called(&mut self, name: &str, edit: Edit) -> Option<(TagId, Edit)> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        if let Some(tag) = self.workspace.notebook.tag_named(name) {
            return Some((tag.id, edit));
        }
        let id = self.workspace.new_id();
        let tag = Tag {
            id,
            name: name.to_owned(),
            colour: self.workspace.notebook.next_tag_colour(),
            shortcut: self.workspace.notebook.next_tag_shortcut(),
            parent: None,
            note: String::new(),
        };
        Some((id, edit.insert(tag)))
    }

    /// Changes a tag. Another tag with the same digit loses the digit. Consecutive changes of one `field` are one step. Does
    /// nothing if the tag is gone.
    pub fn change(&mut self, id: TagId, field: &'static str, change: impl FnOnce(&mut Tag)) -> Result<(), EditError> {
        let Some(mut tag) = self.workspace.notebook.tags.get(id).cloned() else { return Ok(()) };
        change(&mut tag);
        let burst = Burst { record: Some(tag.id.into()), field };
        let rival = tag
            .shortcut
            .and_then(|digit| self.workspace.notebook.tag_with_shortcut(digit))
            .filter(|other| other.id != tag.id)
            .cloned();
        let mut edit = Edit::new(format!("edit tag {field}")).put(tag);
        if let Some(rival) = rival {
            edit = edit.put(Tag { shortcut: None, ..rival });
        }
        self.workspace.edit_in(edit, Some(burst))
    }

    /// Merges `from` into `into`, as one step: the claims of `from` and the tags nested under it move to `into`.
    pub fn merge(&mut self, into: TagId, from: TagId) -> Result<(), EditError> {
        let Some(edit) = self.workspace.notebook.merging_of_tags(into, from) else { return Ok(()) };
        self.workspace.edit(edit)?;
        for tag in self.workspace.recent_tags.iter_mut().filter(|tag| **tag == from) {
            *tag = into;
        }
        Ok(())
    }

    /// Deletes a tag; claims lose it.
    pub fn delete(&mut self, id: TagId) -> Result<(), EditError> {
        let edit = self.workspace.notebook.removal_of_tag(id);
        self.workspace.edit(edit)
    }

    /// Gives a tag to drafted passages, as one step: to the claim on exactly this passage, or to a new claim. The tag is
    /// created if there is none of this name. Returns the number of new claims and of existing claims that got the tag.
    pub fn give_to_drafted(&mut self, tag: &str, drafted: Vec<(Passage, Draft)>) -> Result<(usize, usize), EditError> {
        let Some((tag, with_tag)) = self.tag_called(tag, Edit::new("")) else { return Ok((0, 0)) };
        let mut made = Vec::new();
        let mut tagged: Vec<Claim> = Vec::new();
        let mut known: HashSet<ClaimId> = HashSet::new();
        for (passage, draft) in drafted {
            match self.claim_on(&passage) {
                Some(claim) if claim.tags.contains(&tag) || !known.insert(claim.id) => {}
                Some(claim) => tagged.push(Claim { tags: claim.tags.iter().copied().chain([tag]).collect(), ..claim.clone() }),
                None => made.push((passage, draft)),
            }
        }
        let counts = (made.len(), tagged.len());
        let uses = counts.0 + counts.1;
        if uses == 0 {
            return Ok(counts);
        }
        let name = format!("tag {}", counted(uses, "found place"));
        let mut edit = Edit { name, ..with_tag };
        for (passage, draft) in made {
            let mut claim = Claim::at(self.workspace.new_id(), passage);
            claim.tags.push(tag);
            draft.fill(&mut claim);
            edit = edit.insert(claim);
        }
        edit = tagged.into_iter().fold(edit, Edit::put);
        self.workspace.edit(edit)?;
        self.workspace.note_tag(tag);
        Ok(counts)
    }

    /// The claim on exactly this passage.
    fn claim_on(&self, passage: &Passage) -> Option<&Claim> {
        let known = self.workspace.index.document(passage.document)?.passages();
        let same = known.overlapping(passage.range).find(|other| other.range == passage.range)?;
        self.workspace.notebook.claims.get(same.claim)
    }
}

#[cfg(test)]
mod tests {
    use crate::notebook::check;
    use crate::workspace::tests::with_documents;

    #[test]
    fn names_are_found_again_and_digits_are_used_once() {
        let mut workspace = with_documents();
        let a = workspace.tags().create(" Sales target ").unwrap();
        assert_eq!(workspace.tags().create("sales TARGET"), Some(a));
        let b = workspace.tags().create("network").unwrap();
        assert_eq!(workspace.tags().create("  "), None);
        workspace.tags().change(b, "shortcut", |tag| tag.shortcut = Some(1)).unwrap();
        assert_eq!(workspace.notebook().tags.get(a).unwrap().shortcut, None);
        assert_ne!(workspace.notebook().tags.get(a).unwrap().colour, workspace.notebook().tags.get(b).unwrap().colour);
    }

    #[test]
    fn two_tags_become_one_and_undo_parts_them() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let [a, b, c] = ["network", "Networks", "shops"].map(|name| workspace.tags().create(name).unwrap());
        let claim = workspace.claims().make(document, (0, 41).into()).unwrap();
        for tag in [a, b] {
            workspace.claims().apply_tag(tag);
        }
        for tag in [a, c] {
            workspace.tags().change(tag, "place", |tag| tag.parent = Some(b)).unwrap();
        }
        let before = workspace.notebook().clone();
        workspace.tags().merge(a, b).unwrap();
        let tags = &workspace.notebook().tags;
        assert_eq!((tags.len(), tags.get(a).unwrap().parent, tags.get(c).unwrap().parent), (2, None, Some(a)));
        assert_eq!(workspace.notebook().claims.get(claim).unwrap().tags, [a]);
        assert_eq!((check(workspace.notebook()), workspace.look().last_tag()), (vec![], Some(a)));
        workspace.undo();
        assert_eq!(*workspace.notebook(), before);
    }

    #[test]
    fn deleting_a_tag_takes_it_from_claims_and_undo_gives_it_back() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let claim = workspace.claims().make(document, (0, 41).into()).unwrap();
        let tag = workspace.tags().give_by_name(claim, "network").unwrap();
        let before = workspace.notebook().clone();
        workspace.tags().delete(tag).unwrap();
        assert_eq!(check(workspace.notebook()), []);
        assert!(workspace.notebook().claims.get(claim).unwrap().tags.is_empty());
        workspace.undo();
        assert_eq!(*workspace.notebook(), before);
    }
}
