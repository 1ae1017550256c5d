//! Writing: briefs, their blocks and references, and their published versions.

use super::pasting::inserting;
use crate::notebook::{
    Brief, BriefBlock, BriefBlockId, BriefBlockKind, BriefId, Change, Edit, EditError, Edition, EditionId, MarkStyle,
    ReferenceMode, Target, TextRange,
};
use crate::workspace::brief::edition::edition_of;
use crate::workspace::{BriefEdits, Burst};
use crate::writing::{Contents, outline, said};

impl BriefEdits<'_> {
    /// Adds a brief with an empty paragraph. Returns both.
    pub fn add(&mut self, title: &str) -> Result<(BriefId, BriefBlockId), EditError> {
        let (brief, block) = (self.workspace.new_id(), self.workspace.new_id());
        let record = Brief { id: brief, title: title.trim().to_owned(), subtitle: String::new() };
        self.workspace.edit(Edit::new("add brief").insert(record).insert(BriefBlock::empty(block, brief)))?;
        Ok((brief, block))
    }

    /// Begins a brief from claims.
    pub fn draft(&mut self, title: &str, contents: &Contents) -> Result<BriefId, EditError> {
        let brief: BriefId = self.workspace.new_id();
        let notebook = self.workspace.notebook.clone();
        let mut blocks = outline(&notebook, contents, brief, || self.workspace.new_id());
        if blocks.is_empty() {
            blocks.push(BriefBlock::empty(self.workspace.new_id(), brief));
        }
        let record = Brief { id: brief, title: title.trim().to_owned(), subtitle: String::new() };
        let edit = blocks.into_iter().fold(Edit::new("draft a brief").insert(record), Edit::insert);
        self.workspace.edit(edit)?;
        Ok(brief)
    }

    /// Gives a brief another title.
    pub fn rename(&mut self, id: BriefId, title: String) -> Result<(), EditError> {
        let brief = self.workspace.notebook.briefs.get(id).cloned();
        self.workspace.change(brief, "rename brief".to_owned(), "title", |brief| brief.title = title)
    }

    /// Changes the line under the title.
    pub fn set_subtitle(&mut self, id: BriefId, subtitle: String) -> Result<(), EditError> {
        let brief = self.workspace.notebook.briefs.get(id).cloned();
        self.workspace.change(brief, "change the line under the title".to_owned(), "subtitle", |brief| brief.subtitle = subtitle)
    }

    /// Deletes a brief with its blocks and its published versions.
    pub fn delete(&mut self, id: BriefId) -> Result<(), EditError> {
        let edit = self.workspace.notebook.removal_of_brief(id);
        self.workspace.edit(edit)
    }

    /// Writes: replaces a block by its new state. Typing in one block is one step, until a pause.
    pub fn write(&mut self, block: BriefBlock) -> Result<(), EditError> {
        let burst = Burst { record: Some(block.id.into()), field: "text" };
        self.workspace.edit_in(Edit::new("write").put(block), Some(burst))
    }

    /// Replaces a block by its new state, as a step of its own.
    pub fn change(&mut self, name: &str, block: BriefBlock) -> Result<(), EditError> {
        self.workspace.edit(Edit::new(name).put(block))
    }

    /// Divides a block at a byte of its text. Returns the new block behind it.
    pub fn split(&mut self, id: BriefBlockId, at: usize) -> Result<Option<BriefBlockId>, EditError> {
        let next = self.workspace.new_id();
        let notebook = &self.workspace.notebook;
        let Some((place, block)) = notebook.brief_blocks.position(id).zip(notebook.brief_blocks.get(id)) else { return Ok(None) };
        let mut block = block.clone();
        let rest = block.split(at, next);
        let edit = Edit::new("divide paragraph").put(block).with(Change::Insert { at: place + 1, record: rest.into() });
        self.workspace.edit(edit)?;
        Ok(Some(next))
    }

    /// Puts a block behind another one, or at the beginning of its brief.
    pub fn insert_behind(&mut self, behind: Option<BriefBlockId>, blocks: Vec<BriefBlock>, name: &str) -> Result<(), EditError> {
        let notebook = &self.workspace.notebook;
        let brief = blocks.first().map(|block| block.brief);
        let first = || notebook.brief_blocks.iter().position(|block| Some(block.brief) == brief);
        let place = behind.and_then(|id| notebook.brief_blocks.position(id)).map(|place| place + 1);
        let place = place.or_else(first).unwrap_or(usize::MAX);
        self.workspace.edit(inserting(Edit::new(name), place, blocks))
    }

    /// An empty block of a brief with a new id, which is not inserted yet.
    pub fn new_block(&mut self, brief: BriefId, kind: BriefBlockKind) -> BriefBlock {
        BriefBlock { kind, ..BriefBlock::empty(self.workspace.new_id(), brief) }
    }

    /// Joins a block to the one before it in its brief. Returns that one and where in its text they meet; `None` if there is none, or
    /// if it is a figure or a table.
    pub fn join(&mut self, id: BriefBlockId) -> Result<Option<(BriefBlockId, usize)>, EditError> {
        let notebook = &self.workspace.notebook;
        let Some(block) = notebook.brief_blocks.get(id) else { return Ok(None) };
        let before = notebook.blocks_of(block.brief).take_while(|other| other.id != id).last();
        let Some(before) = before.filter(|before| !before.kind.has_picture() || block.text.is_empty()) else { return Ok(None) };
        let (mut joined, meet) = (before.clone(), before.text.len());
        // An empty line in front gives way, and does not take the form of what follows with it.
        if joined.text.is_empty() && !joined.kind.has_picture() {
            joined.kind = block.kind.clone();
        }
        joined.append(block);
        let into = joined.id;
        self.workspace.edit(Edit::new("join paragraphs").put(joined).remove(id))?;
        Ok(Some((into, meet)))
    }

    /// Removes blocks. A brief keeps at least an empty paragraph.
    pub fn remove_blocks(&mut self, ids: &[BriefBlockId]) -> Result<(), EditError> {
        let fresh = self.workspace.new_id();
        let notebook = &self.workspace.notebook;
        let Some(brief) = ids.first().and_then(|id| notebook.brief_blocks.get(*id)).map(|block| block.brief) else {
            return Ok(());
        };
        let is_all = notebook.blocks_of(brief).all(|block| ids.contains(&block.id));
        let name = if ids.len() == 1 { "remove paragraph" } else { "remove paragraphs" };
        // From the end, so that each removal leaves the positions of the others unchanged.
        let mut edit = ids.iter().rev().fold(Edit::new(name), |edit, id| edit.remove(*id));
        if is_all {
            edit = edit.insert(BriefBlock::empty(fresh, brief));
        }
        self.workspace.edit(edit)
    }

    /// Moves blocks that stand together by one place, up or down.
    pub fn move_blocks(&mut self, ids: &[BriefBlockId], down: bool) -> Result<bool, EditError> {
        let notebook = &self.workspace.notebook;
        let Some(brief) = ids.first().and_then(|id| notebook.brief_blocks.get(*id)).map(|block| block.brief) else {
            return Ok(false);
        };
        let all: Vec<&BriefBlock> = notebook.blocks_of(brief).collect();
        let places: Vec<usize> = all.iter().enumerate().filter(|(_, block)| ids.contains(&block.id)).map(|(at, _)| at).collect();
        let (Some(first), Some(last)) = (places.first().copied(), places.last().copied()) else { return Ok(false) };
        // The block that they pass goes to their other side.
        let passed = if down { all.get(last + 1) } else { first.checked_sub(1).and_then(|at| all.get(at)) };
        let beside = if down { all.get(first) } else { all.get(last) };
        let (Some(passed), Some(beside)) = (passed, beside) else { return Ok(false) };
        let to = notebook.brief_blocks.position(beside.id).unwrap_or(usize::MAX);
        let record = (*passed).clone();
        let edit = Edit::new(if down { "move down" } else { "move up" });
        let edit = edit.remove(record.id).with(Change::Insert { at: to, record: record.into() });
        self.workspace.edit(edit)?;
        Ok(true)
    }

    /// Moves blocks in front of another one, or to the end of their brief.
    pub fn move_before(&mut self, ids: &[BriefBlockId], before: Option<BriefBlockId>) -> Result<(), EditError> {
        let notebook = &self.workspace.notebook;
        if before.is_some_and(|before| ids.contains(&before)) {
            return Ok(());
        }
        let moved: Vec<BriefBlock> = ids.iter().filter_map(|id| notebook.brief_blocks.get(*id)).cloned().collect();
        let edit = ids.iter().rev().fold(Edit::new("move"), |edit, id| edit.remove(*id));
        let rest: Vec<BriefBlockId> = notebook.brief_blocks.iter().map(|block| block.id).filter(|id| !ids.contains(id)).collect();
        let to = before.and_then(|before| rest.iter().position(|id| *id == before)).unwrap_or(rest.len());
        self.workspace.edit(inserting(edit, to, moved))
    }

    /// Makes blocks paragraphs, headings, list items… Figures and tables stay what they are.
    pub fn set_kind(&mut self, ids: &[BriefBlockId], kind: &BriefBlockKind) -> Result<(), EditError> {
        let blocks = ids.iter().filter_map(|id| self.workspace.notebook.brief_blocks.get(*id));
        let changed = blocks.filter(|block| !block.kind.has_picture() && block.kind != *kind);
        let put = |edit: Edit, block: &BriefBlock| edit.put(BriefBlock { kind: kind.clone(), ..block.clone() });
        let edit = changed.fold(Edit::new(format!("make it a {}", kind.label().to_lowercase())), put);
        self.workspace.edit(edit)
    }

    /// Makes words stand out, or not any more if all of them do.
    pub fn toggle_mark(&mut self, id: BriefBlockId, range: TextRange, style: &MarkStyle) -> Result<(), EditError> {
        let Some(block) = self.workspace.notebook.brief_blocks.get(id) else { return Ok(()) };
        // Ranges are those of the text as it is read.
        let mut block = self.workspace.look().brief(block.brief).as_read(block).into_owned();
        let stands_out = block.is_marked(range, style);
        block.mark(range, style, !stands_out);
        let name = match style {
            MarkStyle::Strong => "bold",
            MarkStyle::Emphasis => "italic",
            MarkStyle::Link(_) => "link",
        };
        self.change(name, block)
    }

    /// Puts what a target says in the place of a range, as a reference; or makes the words that stand there one. Returns where it
    /// ends; `None` if the target says nothing.
    pub fn refer(
        &mut self,
        id: BriefBlockId,
        range: TextRange,
        target: Target,
        words: Option<&str>,
    ) -> Result<Option<usize>, EditError> {
        let notebook = &self.workspace.notebook;
        let Some(block) = notebook.brief_blocks.get(id) else { return Ok(None) };
        let Ok(now) = said(notebook, &target) else { return Ok(None) };
        let words = words.unwrap_or(&now.words).to_owned();
        let mut block = block.clone();
        block.refer(range, &words, target, now.words);
        self.change("refer to it", block)?;
        Ok(Some(range.start + words.len()))
    }

    /// Accepts what a reference shows now, with its words.
    pub fn accept(&mut self, id: BriefBlockId, index: usize) -> Result<(), EditError> {
        self.decide(id, index, true)
    }

    /// Keeps the words of a reference although it shows something else now.
    pub fn keep(&mut self, id: BriefBlockId, index: usize) -> Result<(), EditError> {
        self.decide(id, index, false)
    }

    fn decide(&mut self, id: BriefBlockId, index: usize, takes: bool) -> Result<(), EditError> {
        let Some(block) = self.workspace.notebook.brief_blocks.get(id) else { return Ok(()) };
        let Some(look) = self.workspace.look().brief(block.brief).reference(id, index).cloned() else { return Ok(()) };
        let mut block = block.clone();
        if takes {
            look.take_in(&mut block, index);
        } else {
            look.keep_in(&mut block, index);
        }
        self.change(if takes { "take the new number" } else { "keep the number" }, block)
    }

    /// Accepts all changes of a brief at once. Returns how many.
    pub fn accept_all(&mut self, brief: BriefId) -> Result<usize, EditError> {
        let mut edit = Edit::new("take all new numbers");
        let mut count = 0;
        let blocks: Vec<BriefBlock> = {
            let look = self.workspace.look().brief(brief);
            let mut changed = |block: &BriefBlock| {
                let new: Vec<_> =
                    look.references(block.id).iter().enumerate().filter(|(_, look)| look.change().is_some()).collect();
                let mut block = Some(block.clone()).filter(|_| !new.is_empty())?;
                count += new.len();
                new.into_iter().for_each(|(index, look)| look.take_in(&mut block, index));
                Some(block)
            };
            self.workspace.notebook.blocks_of(brief).filter_map(&mut changed).collect()
        };
        edit = blocks.into_iter().fold(edit, Edit::put);
        self.workspace.edit(edit)?;
        Ok(count)
    }

    /// Says what happens to a reference when what it shows changes.
    pub fn set_mode(&mut self, id: BriefBlockId, index: usize, mode: ReferenceMode) -> Result<(), EditError> {
        let Some(block) = self.workspace.notebook.brief_blocks.get(id) else { return Ok(()) };
        let mut block = block.clone();
        if let Some(reference) = block.references.get_mut(index) {
            reference.mode = mode;
        }
        self.change("what happens when it changes", block)
    }

    /// Makes a reference plain words again.
    pub fn unlink(&mut self, id: BriefBlockId, index: usize) -> Result<(), EditError> {
        let Some(block) = self.workspace.notebook.brief_blocks.get(id) else { return Ok(()) };
        let mut block = block.clone();
        if index < block.references.len() {
            block.references.remove(index);
        }
        self.change("remove the reference", block)
    }

    /// Keeps a brief as it is today as a published version. Returns it; `None` if there is no such brief.
    pub fn publish(&mut self, brief: BriefId) -> Result<Option<EditionId>, EditError> {
        let (today, id) = (self.workspace.clock.today(), self.workspace.new_id());
        match edition_of(&self.workspace.notebook, brief, today, id) {
            Some(edition) => self.keep_edition(edition).map(|()| Some(id)),
            None => Ok(None),
        }
    }

    /// Keeps a version that left.
    pub fn keep_edition(&mut self, edition: Edition) -> Result<(), EditError> {
        self.workspace.edit(Edit::new("publish").insert(edition))
    }
}
