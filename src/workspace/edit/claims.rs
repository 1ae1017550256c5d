//! Edits of claims: making them from passages, changing, merging, splitting and deleting them.

use crate::notebook::{
    Claim, ClaimId, DocumentId, Edit, EditError, Passage, StatedPeriod, StatedQuantity, TagId, TextRange, same_name,
};
use crate::reading;
use crate::workspace::look::known_names;
use crate::workspace::look::suggestions::reading_context;
use crate::workspace::{Burst, ClaimEdits, ClaimField};

/// What the words of a claim say that was given other words: only what differs from the claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Reread {
    /// The claim.
    pub claim: ClaimId,
    /// The index of the passage that was read.
    pub passage: usize,
    /// Where it stood then.
    pub range: TextRange,
    /// The number.
    pub quantity: Option<StatedQuantity>,
    /// The period.
    pub period: Option<StatedPeriod>,
}

impl ClaimEdits<'_> {
    /// Makes a claim from a range of a document, filled in as far as the text is explicit, and selects it. `None` if the range
    /// has no words.
    pub fn make(&mut self, document: DocumentId, range: TextRange) -> Option<ClaimId> {
        let claim = self.drafted(document, range)?;
        self.insert(claim, Edit::new("make claim"))
    }

    fn insert(&mut self, claim: Claim, edit: Edit) -> Option<ClaimId> {
        let id = claim.id;
        self.workspace.edit(edit.insert(claim)).ok()?;
        self.workspace.selection.claim = Some(id);
        Some(id)
    }

    fn drafted(&mut self, document: DocumentId, range: TextRange) -> Option<Claim> {
        let id = self.workspace.new_id();
        let document = self.workspace.notebook.documents.get(document)?;
        let passage = Passage::new(document, reading::trim_to_words(&document.text, range))?;
        let read = self.workspace.look().read_draft(document, passage.range);
        let draft = read.unwrap_or_else(|| {
            let draft = reading::draft(&passage.quote, &reading_context(document));
            let subject = known_names::subject(self.workspace, document, &passage.quote, &draft.subject);
            reading::Draft { subject, ..draft }
        });
        let mut claim = Claim::at(id, passage);
        draft.fill(&mut claim);
        // A number or period beyond the limits is kept only as text.
        claim.shorten();
        Some(claim)
    }

    /// Applies a tag to the selected words, as a new claim. If there are none, or the selected claim is on exactly these words,
    /// toggles the tag of the selected claim. Returns the id of the claim.
    pub fn apply_tag(&mut self, tag: TagId) -> Option<ClaimId> {
        self.workspace.notebook.tags.get(tag)?;
        self.apply(tag, Edit::new)
    }

    /// Applies the tag of a name, as `apply_tag` does. A tag that there is none of yet is made in the same step.
    pub fn apply_tag_named(&mut self, name: &str) -> Option<ClaimId> {
        let (tag, with_tag) = self.workspace.tags().tag_called(name, Edit::new("tag passage"))?;
        self.apply(tag, |_| with_tag)
    }

    fn apply(&mut self, tag: TagId, edit: impl FnOnce(&'static str) -> Edit) -> Option<ClaimId> {
        if let Some((document, range)) = self.workspace.look().words_apart() {
            let mut claim = self.drafted(document, range)?;
            claim.tags.push(tag);
            self.workspace.note_tag(tag);
            return self.insert(claim, edit("tag passage"));
        }
        let mut claim = self.workspace.look().chosen_claim()?.clone();
        self.workspace.note_tag(tag);
        let has = claim.tags.contains(&tag);
        if has {
            claim.tags.retain(|&other| other != tag);
        } else {
            claim.tags.push(tag);
        }
        let id = claim.id;
        self.workspace.edit(edit(if has { "untag claim" } else { "tag claim" }).put(claim)).ok()?;
        Some(id)
    }

    /// Changes a field of a claim. Consecutive changes of one `field` are one step. Does nothing if the claim is gone.
    pub fn change(&mut self, id: ClaimId, field: ClaimField, change: impl FnOnce(&mut Claim)) -> Result<(), EditError> {
        let field = field.row().name;
        self.workspace.change(self.workspace.notebook.claims.get(id).cloned(), format!("edit {field}"), field, change)
    }

    /// Adds a line to the note of a claim. Does nothing if the claim is gone.
    pub fn add_remark(&mut self, id: ClaimId, remark: &str) -> Result<(), EditError> {
        let Some(mut claim) = self.workspace.notebook.claims.get(id).cloned() else { return Ok(()) };
        let before = claim.note.trim_end();
        claim.note = if before.is_empty() { remark.trim().to_owned() } else { format!("{before}\n{}", remark.trim()) };
        self.workspace.edit(Edit::new("add remark").put(claim))
    }

    /// Sets a field of a claim from typed text. Does nothing if the field is not entered as text.
    pub fn type_into(&mut self, id: ClaimId, field: ClaimField, text: String) -> Result<(), EditError> {
        let published = self.workspace.notebook.claims.get(id).and_then(|claim| self.workspace.look().published(claim));
        match field.row().typed() {
            Some(typed) => self.change(id, field, |claim| (typed.set)(claim, text, published)),
            None => Ok(()),
        }
    }

    /// Adds the selected words to the chosen claim as another passage.
    pub fn add_passage(&mut self) -> Result<(), EditError> {
        let (Some(document), Some(range), Some(claim)) =
            (self.workspace.look().document(), self.workspace.selection.words(), self.workspace.look().chosen_claim())
        else {
            return Ok(());
        };
        let Some(passage) = Passage::new(document, reading::trim_to_words(&document.text, range)) else { return Ok(()) };
        if claim.passages.contains(&passage) {
            return Ok(());
        }
        let mut claim = claim.clone();
        claim.passages.push(passage);
        self.workspace.edit(Edit::new("add passage").put(claim))
    }

    /// Lets a passage of a claim stand on other words of its source. Consecutive changes are one step. Does nothing if the range has no
    /// words.
    pub fn move_passage(&mut self, id: ClaimId, index: usize, range: TextRange) -> Result<(), EditError> {
        let Some(mut claim) = self.workspace.notebook.claims.get(id).cloned() else { return Ok(()) };
        let Some(passage) = claim.passages.get_mut(index) else { return Ok(()) };
        let Some(document) = self.workspace.notebook.documents.get(passage.document) else { return Ok(()) };
        let has_words = document.slice(range).is_some_and(|words| !words.trim().is_empty());
        let Some(moved) = Passage::new(document, range).filter(|_| has_words) else { return Ok(()) };
        *passage = moved;
        let burst = Burst { record: Some(id.into()), field: "passage" };
        self.workspace.edit_in(Edit::new("move passage").put(claim), Some(burst))
    }

    /// Reads the words of a passage again, which stood at `before`; `None` if they say of the number and the period what the claim has,
    /// or what they said before.
    pub fn reread(&mut self, id: ClaimId, index: usize, before: TextRange) -> Option<Reread> {
        let claim = self.workspace.notebook.claims.get(id)?;
        let passage = claim.passages.get(index)?;
        let (document, range) = (passage.document, passage.range);
        let read = self.drafted(document, range)?;
        let earlier = self.drafted(document, before);
        let claim = self.workspace.notebook.claims.get(id)?;
        let others = || [Some(claim), earlier.as_ref()].into_iter().flatten();
        let numbers = || others().filter_map(|other| other.quantity.as_ref());
        let quantity = read.quantity.filter(|read| !numbers().any(|own| own.meaning() == read.meaning()));
        let periods = || others().filter_map(|other| other.period.as_ref());
        let period = read.period.filter(|read| !periods().any(|own| own.meaning() == read.meaning()));
        (quantity.is_some() || period.is_some()).then_some(Reread { claim: id, passage: index, range, quantity, period })
    }

    /// Gives a claim the number and the period that its words were read to say.
    pub fn take_reread(&mut self, reread: Reread) -> Result<(), EditError> {
        let Some(mut claim) = self.workspace.notebook.claims.get(reread.claim).cloned() else { return Ok(()) };
        claim.quantity = reread.quantity.or(claim.quantity);
        claim.period = reread.period.or(claim.period);
        self.workspace.edit(Edit::new("take what the words say").put(claim))
    }

    /// Removes a passage of a claim by index. Does nothing if it is the only one.
    pub fn remove_passage(&mut self, id: ClaimId, index: usize) -> Result<(), EditError> {
        let Some(claim) =
            self.workspace.notebook.claims.get(id).filter(|claim| claim.passages.len() > 1 && index < claim.passages.len())
        else {
            return Ok(());
        };
        let mut claim = claim.clone();
        claim.passages.remove(index);
        self.workspace.edit(Edit::new("remove passage").put(claim))
    }

    /// Deletes a claim and selects the next one in reading order, or else the previous one.
    pub fn delete(&mut self, id: ClaimId) -> Result<(), EditError> {
        let neighbour = self.workspace.look().neighbour(id, 1).or_else(|| self.workspace.look().neighbour(id, -1));
        let edit = self.workspace.notebook.removal_of_claims("delete claim", &[id]);
        self.workspace.edit(edit)?;
        self.workspace.selection.claim = neighbour;
        Ok(())
    }

    /// Copies a claim and selects the copy, because one sentence can make several claims.
    pub fn duplicate(&mut self, id: ClaimId) -> Option<ClaimId> {
        let old = self.workspace.notebook.claims.get(id)?.clone();
        let copy = Claim { id: self.workspace.new_id(), ..old };
        let copy_id = copy.id;
        self.workspace.edit(Edit::new("duplicate claim").insert(copy)).ok()?;
        self.workspace.selection.claim = Some(copy_id);
        Some(copy_id)
    }

    /// Merges `from` into `into`: joins passages, tags and notes, fills empty fields, keeps the higher confidence, and adds
    /// typed values of `from` that differ to the note. Kind and status of `from` are dropped. Deletes `from`; what referred to
    /// it refers to `into`.
    pub fn merge(&mut self, into: ClaimId, from: ClaimId) -> Result<(), EditError> {
        let (Some(first), Some(second)) = (self.workspace.notebook.claims.get(into), self.workspace.notebook.claims.get(from))
        else {
            return Ok(());
        };
        if into == from {
            return Ok(());
        }
        let merged = merged(first, second);
        let mut edit = Edit::new("merge claims").put(merged);
        edit = self.repoint(edit, into, from).remove(from);
        self.workspace.edit(edit)?;
        self.workspace.selection.claim = Some(into);
        Ok(())
    }

    /// Adds to `edit`: relations, assumptions and scenarios refer to `into` instead of `from`. Relations that this makes
    /// redundant are removed, and no series hides `from` any more.
    fn repoint(&self, mut edit: Edit, into: ClaimId, from: ClaimId) -> Edit {
        let swap = |claim: ClaimId| if claim == from { into } else { claim };
        let mut kept: Vec<(ClaimId, ClaimId, crate::notebook::RelationKind)> = Vec::new();
        for relation in &self.workspace.notebook.relations {
            let ends = (swap(relation.from), swap(relation.to), relation.kind);
            if ends.0 == ends.1 || kept.contains(&ends) {
                edit = edit.remove(relation.id);
                continue;
            }
            kept.push(ends);
            if (ends.0, ends.1) != (relation.from, relation.to) {
                let mut relation = relation.clone();
                (relation.from, relation.to) = (ends.0, ends.1);
                edit = edit.put(relation);
            }
        }
        // What was settled between two claims is not about the one that they become.
        for dismissal in self.workspace.notebook.dismissals.iter().filter(|dismissal| dismissal.claims.contains(&from)) {
            edit = edit.remove(dismissal.id);
        }
        for series in self.workspace.notebook.series.iter().filter(|series| series.hidden.contains(&from)) {
            let mut series = series.clone();
            series.hidden.retain(|&hidden| hidden != from);
            edit = edit.put(series);
        }
        for assumption in self
            .workspace
            .notebook
            .assumptions
            .iter()
            .filter(|assumption| assumption.claims.contains(&from) || assumption.value.cites(from))
        {
            let mut assumption = assumption.clone();
            assumption.claims = deduplicated(assumption.claims.into_iter().map(swap));
            assumption.value.swap_claims(swap);
            edit = edit.put(assumption);
        }
        for scenario in &self.workspace.notebook.scenarios {
            if scenario.overrides.iter().any(|entry| entry.value.cites(from)) {
                let mut scenario = scenario.clone();
                scenario.overrides.iter_mut().for_each(|entry| entry.value.swap_claims(swap));
                edit = edit.put(scenario);
            }
        }
        for block in self.workspace.notebook.brief_blocks.iter().filter(|block| block.named().any(|id| id == from.into())) {
            let mut block = block.clone();
            if let crate::notebook::BriefBlockKind::Finding { claims, .. } = &mut block.kind {
                *claims = deduplicated(claims.iter().copied().map(swap));
            }
            for reference in &mut block.references {
                reference.target = reference.target.with_claim(from, into);
            }
            edit = edit.put(block);
        }
        edit
    }

    /// Splits a claim into one claim per passage, each with all the other fields. The first one keeps the id.
    pub fn split(&mut self, id: ClaimId) -> Result<(), EditError> {
        let Some(claim) = self.workspace.notebook.claims.get(id).filter(|claim| claim.passages.len() > 1).cloned() else {
            return Ok(());
        };
        let mut edit = Edit::new("split claim").put(Claim { passages: vec![claim.passages[0].clone()], ..claim.clone() });
        for passage in &claim.passages[1..] {
            edit = edit.insert(Claim { id: self.workspace.new_id(), passages: vec![passage.clone()], ..claim.clone() });
        }
        self.workspace.edit(edit)
    }
}

fn merged(first: &Claim, second: &Claim) -> Claim {
    let text = |a: &str, b: &str| if a.trim().is_empty() { b.to_owned() } else { a.to_owned() };
    let dropped = what_merging_drops(first, second);
    let second_note =
        [second.note.trim(), dropped.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
    let both = match (first.note.trim(), second_note.as_str()) {
        (note, "") | ("", note) => note.to_owned(),
        (a, b) if a == b => a.to_owned(),
        (a, b) => format!("{a}\n{b}"),
    };
    Claim {
        id: first.id,
        passages: deduplicated(first.passages.iter().chain(&second.passages).cloned()),
        kind: first.kind,
        statement: text(&first.statement, &second.statement),
        subject: text(&first.subject, &second.subject),
        measure: text(&first.measure, &second.measure),
        quantity: first.quantity.clone().or_else(|| second.quantity.clone()),
        period: first.period.clone().or_else(|| second.period.clone()),
        attribution: if first.attribution.is_empty() { second.attribution.clone() } else { first.attribution.clone() },
        confidence: first.confidence.max(second.confidence),
        status: first.status,
        tags: deduplicated(first.tags.iter().chain(&second.tags).copied()),
        note: both,
    }
}

/// The values of the second claim that merging does not keep: typed ones that differ from those of the first, its kind and
/// its status; as a sentence for the note, so that none is lost. The notes themselves are not compared, because they are joined.
fn what_merging_drops(first: &Claim, second: &Claim) -> String {
    let typed = ClaimField::ALL.iter().filter(|field| **field != ClaimField::Note).filter_map(|field| field.row().typed());
    let mut other: Vec<String> = typed
        .map(|typed| ((typed.get)(first), (typed.get)(second)))
        .filter(|(a, b)| !a.trim().is_empty() && !b.trim().is_empty() && !same_name(a, b))
        .map(|(_, b)| b.into_owned())
        .collect();
    other.extend((first.kind != second.kind).then(|| second.kind.label().to_lowercase()));
    other.extend((first.status != second.status).then(|| second.status.label().to_lowercase()));
    if other.is_empty() { String::new() } else { format!("Merged with a claim that said: {}", other.join(" · ")) }
}

fn deduplicated<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use crate::notebook::{ClaimKind, EditError, RelationKind, check};
    use crate::workspace::ClaimField;
    use crate::workspace::TextSelection;
    use crate::workspace::Workspace;
    use crate::workspace::tests::with_documents;

    #[test]
    fn a_new_claim_is_filled_in_from_its_words() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let id = workspace.claims().make(document, (0, 42).into()).unwrap();
        let claim = workspace.notebook().claims.get(id).unwrap();
        assert_eq!(claim.understood_quantity().unwrap().to_string(), "more than 90 shops");
        assert_eq!(claim.attribution, ["The desk"]);
        let id = workspace.claims().make(document, (42, 75).into()).unwrap();
        let claim = workspace.notebook().claims.get(id).unwrap();
        assert_eq!(claim.kind, ClaimKind::Target);
        assert_eq!(claim.understood_period().unwrap().to_string(), "by end of 2029");
        assert_eq!(workspace.claims().make(document, (3, 4).into()), None);
    }

    #[test]
    fn a_digit_makes_a_tagged_claim_and_then_toggles_the_tag() {
        let mut workspace = with_documents();
        let tag = workspace.tags().create("network").unwrap();
        workspace.selection.text = Some(TextSelection { anchor: 41, head: 0 });
        let id = workspace.claims().apply_tag(tag).unwrap();
        assert_eq!(workspace.notebook().claims.get(id).unwrap().tags, [tag]);
        assert_eq!(workspace.claims().apply_tag(tag), Some(id));
        assert!(workspace.notebook().claims.get(id).unwrap().tags.is_empty());
        assert_eq!(workspace.notebook().claims.len(), 1);
        assert_eq!(workspace.look().last_tag(), Some(tag));
        assert_eq!(workspace.undo().as_deref(), Some("untag claim"));
    }

    #[test]
    fn merging_and_splitting_lose_nothing() {
        let mut workspace = with_documents();
        let documents: Vec<_> = workspace.notebook().documents.iter().map(|document| document.id).collect();
        let a = workspace.claims().make(documents[0], (0, 41).into()).unwrap();
        let b = workspace.claims().make(documents[1], (0, 20).into()).unwrap();
        let c = workspace.claims().make(documents[1], (3, 20).into()).unwrap();
        workspace.claims().change(b, ClaimField::Kind, |claim| claim.kind = ClaimKind::Rumour).unwrap();
        workspace.relations().add(c, RelationKind::Corroborates, b).unwrap();
        workspace.relations().add(a, RelationKind::Contradicts, b).unwrap();
        let before = workspace.notebook().clone();
        workspace.claims().merge(a, b).unwrap();
        assert_eq!(check(workspace.notebook()), []);
        let merged = workspace.notebook().claims.get(a).unwrap();
        assert_eq!(merged.passages.len(), 2);
        assert!(merged.kind != ClaimKind::Rumour && merged.note.contains("rumour"), "{}", merged.note);
        // The relation between the two is gone, the other one points to the merged claim.
        assert_eq!(workspace.notebook().relations.iter().map(|r| (r.from, r.to)).collect::<Vec<_>>(), [(c, a)]);
        workspace.claims().split(a).unwrap();
        assert_eq!(workspace.notebook().claims.len(), 3);
        assert_eq!(check(workspace.notebook()), []);
        workspace.undo();
        workspace.undo();
        assert_eq!(*workspace.notebook(), before);
    }

    /// A form requests changes after it was drawn: they must not revert earlier changes of the same frame.
    #[test]
    fn changes_that_were_asked_for_together_all_hold() {
        type Asked = Box<dyn FnOnce(&mut Workspace) -> Result<(), EditError>>;
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let id = workspace.claims().make(document, (0, 41).into()).unwrap();
        let asked: [Asked; 4] = [
            Box::new(move |workspace| workspace.claims().type_into(id, ClaimField::Note, "N".into())),
            Box::new(move |workspace| workspace.claims().change(id, ClaimField::Kind, |claim| claim.kind = ClaimKind::Plan)),
            Box::new(move |workspace| workspace.sources().change(document, "author", |details| details.author = "A".into())),
            Box::new(move |workspace| workspace.sources().change(document, "note", |details| details.note = "D".into())),
        ];
        for change in asked {
            change(&mut workspace).unwrap();
        }
        let claim = workspace.notebook().claims.get(id).unwrap();
        assert_eq!((claim.note.as_str(), claim.kind), ("N", ClaimKind::Plan));
        let details = &workspace.notebook().documents.get(document).unwrap().details;
        assert_eq!((details.author.as_str(), details.note.as_str()), ("A", "D"));
        workspace.claims().delete(id).unwrap();
        assert_eq!(workspace.claims().type_into(id, ClaimField::Note, "late".into()), Ok(()));
    }

    #[test]
    fn typing_is_one_step_until_the_field_changes() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let id = workspace.claims().make(document, (0, 41).into()).unwrap();
        let (statement, note) = (ClaimField::Statement, ClaimField::Note);
        for (field, text) in [(statement, "A"), (statement, "Ab"), (note, "N"), (statement, "Abc")] {
            workspace.claims().type_into(id, field, text.to_owned()).unwrap();
        }
        workspace.undo();
        assert_eq!(workspace.look().chosen_claim().unwrap().statement, "Ab");
        workspace.undo();
        assert_eq!(workspace.look().chosen_claim().unwrap().note, "");
        workspace.undo();
        assert_eq!(workspace.look().chosen_claim().unwrap().statement, "");
        assert_eq!(workspace.history().undo_name(), Some("make claim"));
    }
}
