//! What can be done to tags.

use crate::notebook::{Claim, ClaimId, Edit, EditError, Tag, TagId};
use crate::workspace::{Burst, Workspace};

/// Tags.
impl Workspace {
    /// Makes a tag with the next free colour and digit; the one of that name where there is one already. `None` for a blank
    /// name.
    pub fn create_tag(&mut self, name: &str) -> Option<TagId> {
        let (tag, edit) = self.tag_called(name, Edit::new("create tag"))?;
        self.edit(edit).ok()?;
        Some(tag)
    }

    /// Gives a claim the tag of this name, which is made where there is none: one step.
    pub fn tag_claim_by_name(&mut self, claim: ClaimId, name: &str) -> Option<TagId> {
        let (tag, edit) = self.tag_called(name, Edit::new("tag claim"))?;
        self.last_tag = Some(tag);
        let claim = self.notebook.claims.get(claim)?;
        if claim.tags.contains(&tag) {
            return Some(tag);
        }
        let mut claim: Claim = claim.clone();
        claim.tags.push(tag);
        self.edit(edit.put(claim)).ok()?;
        Some(tag)
    }

    pub(in crate::workspace) fn tag_called(&mut self, name: &str, edit: Edit) -> Option<(TagId, Edit)> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        if let Some(tag) = self.notebook.tag_named(name) {
            return Some((tag.id, edit));
        }
        let id = self.new_id();
        let tag = Tag {
            id,
            name: name.to_owned(),
            colour: self.notebook.next_tag_colour(),
            shortcut: self.notebook.next_tag_shortcut(),
            parent: None,
            note: String::new(),
        };
        Some((id, edit.insert(tag)))
    }

    /// Changes a tag as it is now. Another tag with the same digit loses it. Nothing where the tag is gone.
    pub fn change_tag(&mut self, id: TagId, field: &'static str, change: impl FnOnce(&mut Tag)) -> Result<(), EditError> {
        let Some(mut tag) = self.notebook.tags.get(id).cloned() else { return Ok(()) };
        change(&mut tag);
        let burst = Burst { record: Some(tag.id.into()), field };
        let rival =
            tag.shortcut.and_then(|digit| self.notebook.tag_with_shortcut(digit)).filter(|other| other.id != tag.id).cloned();
        let mut edit = Edit::new(format!("edit tag {field}")).put(tag);
        if let Some(rival) = rival {
            edit = edit.put(Tag { shortcut: None, ..rival });
        }
        self.edit_in(edit, Some(burst))
    }

    /// Makes one tag of two that mean the same: claims and tags under `from` go over to `into`, in one step.
    pub fn merge_tags(&mut self, into: TagId, from: TagId) -> Result<(), EditError> {
        let Some(edit) = self.notebook.merging_of_tags(into, from) else { return Ok(()) };
        self.edit(edit)?;
        if self.last_tag == Some(from) {
            self.last_tag = Some(into);
        }
        Ok(())
    }

    /// Deletes a tag; claims lose it.
    pub fn delete_tag(&mut self, id: TagId) -> Result<(), EditError> {
        let edit = self.notebook.removal_of_tag(id);
        self.edit(edit)
    }
}

#[cfg(test)]
mod tests {
    use crate::notebook::check;
    use crate::workspace::tests::with_documents;

    #[test]
    fn names_are_found_again_and_digits_are_used_once() {
        let mut workspace = with_documents();
        let a = workspace.create_tag(" Sales target ").unwrap();
        assert_eq!(workspace.create_tag("sales TARGET"), Some(a));
        let b = workspace.create_tag("network").unwrap();
        assert_eq!(workspace.create_tag("  "), None);
        workspace.change_tag(b, "shortcut", |tag| tag.shortcut = Some(1)).unwrap();
        assert_eq!(workspace.notebook().tags.get(a).unwrap().shortcut, None);
        assert_ne!(workspace.notebook().tags.get(a).unwrap().colour, workspace.notebook().tags.get(b).unwrap().colour);
    }

    #[test]
    fn two_tags_become_one_and_undo_parts_them() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let [a, b, c] = ["network", "Networks", "shops"].map(|name| workspace.create_tag(name).unwrap());
        let claim = workspace.make_claim(document, (0, 41).into()).unwrap();
        for tag in [a, b] {
            workspace.apply_tag(tag);
        }
        for tag in [a, c] {
            workspace.change_tag(tag, "place", |tag| tag.parent = Some(b)).unwrap();
        }
        let before = workspace.notebook().clone();
        workspace.merge_tags(a, b).unwrap();
        let tags = &workspace.notebook().tags;
        assert_eq!((tags.len(), tags.get(a).unwrap().parent, tags.get(c).unwrap().parent), (2, None, Some(a)));
        assert_eq!(workspace.notebook().claims.get(claim).unwrap().tags, [a]);
        assert_eq!((check(workspace.notebook()), workspace.last_tag()), (vec![], Some(a)));
        workspace.undo();
        assert_eq!(*workspace.notebook(), before);
    }

    #[test]
    fn deleting_a_tag_takes_it_from_claims_and_undo_gives_it_back() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let claim = workspace.make_claim(document, (0, 41).into()).unwrap();
        let tag = workspace.tag_claim_by_name(claim, "network").unwrap();
        let before = workspace.notebook().clone();
        workspace.delete_tag(tag).unwrap();
        assert_eq!(check(workspace.notebook()), []);
        assert!(workspace.notebook().claims.get(claim).unwrap().tags.is_empty());
        workspace.undo();
        assert_eq!(*workspace.notebook(), before);
    }
}
