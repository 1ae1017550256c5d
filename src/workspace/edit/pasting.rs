//! Puts blocks from elsewhere into a brief: into a block, between blocks, or in the place of some.

use crate::notebook::{BriefBlock, BriefBlockId, BriefBlockKind, Change, Edit, EditError, TextRange};
use crate::workspace::BriefEdits;

/// Where pasted blocks go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PastePlace {
    /// Into a block, in the place of these bytes of its text as it is shown: their beginning and end join what stands there.
    Within(BriefBlockId, TextRange),
    /// The same, as blocks of their own.
    Between(BriefBlockId, TextRange),
    /// In the place of these blocks, which stand together.
    Over(Vec<BriefBlockId>),
}

impl PastePlace {
    /// The block that they go to, or the first whose place they take.
    pub fn block(&self) -> Option<BriefBlockId> {
        match self {
            Self::Within(block, _) | Self::Between(block, _) => Some(*block),
            Self::Over(blocks) => blocks.first().copied(),
        }
    }
}

/// An edit that also inserts blocks, one behind the other, from a place in the list of all blocks on.
pub(super) fn inserting(edit: Edit, at: usize, blocks: Vec<BriefBlock>) -> Edit {
    blocks
        .into_iter()
        .enumerate()
        .fold(edit, |edit, (offset, block)| edit.with(Change::Insert { at: at.saturating_add(offset), record: block.into() }))
}

impl BriefEdits<'_> {
    /// Puts blocks with new ids into a brief. Returns the last one, and where in its text what was pasted ends; `None` if there is nothing
    /// to put, or no such place.
    pub fn paste(&mut self, place: &PastePlace, blocks: Vec<BriefBlock>) -> Result<Option<(BriefBlockId, usize)>, EditError> {
        let Some(at) =
            place.block().and_then(|id| self.workspace.notebook.brief_blocks.position(id)).filter(|_| !blocks.is_empty())
        else {
            return Ok(None);
        };
        match place {
            PastePlace::Within(block, range) => self.paste_within(*block, *range, blocks, at),
            PastePlace::Between(block, range) => self.paste_between(*block, *range, blocks, at),
            PastePlace::Over(replaced) => {
                let edit = replaced.iter().rev().fold(Edit::new("paste"), |edit, id| edit.remove(*id));
                self.insert_at(edit, at, blocks)
            }
        }
    }

    /// A block as it is shown, divided at a range that is taken out.
    fn divided(&mut self, block: BriefBlockId, range: TextRange) -> Option<(BriefBlock, BriefBlock)> {
        let rest = self.workspace.new_id();
        let stored = self.workspace.notebook.brief_blocks.get(block)?;
        // The caret counts what is shown.
        let mut before = self.workspace.look().brief(stored.brief).as_read(stored).into_owned();
        before.replace(range, "");
        let rest = before.split(range.start, rest);
        Some((before, rest))
    }

    fn insert_at(&mut self, edit: Edit, at: usize, blocks: Vec<BriefBlock>) -> Result<Option<(BriefBlockId, usize)>, EditError> {
        let end = blocks.last().map(|block| (block.id, block.text.len()));
        self.workspace.edit(inserting(edit, at, blocks))?;
        Ok(end)
    }

    fn paste_between(
        &mut self,
        block: BriefBlockId,
        range: TextRange,
        mut blocks: Vec<BriefBlock>,
        at: usize,
    ) -> Result<Option<(BriefBlockId, usize)>, EditError> {
        let Some((before, rest)) = self.divided(block, range) else { return Ok(None) };
        let end = blocks.last().map(|block| (block.id, block.text.len()));
        if !rest.text.is_empty() {
            blocks.push(rest);
        }
        // An empty paragraph gives way.
        let (edit, at) = match before.text.is_empty() && !before.kind.has_picture() {
            true => (Edit::new("paste").remove(block), at),
            false => (Edit::new("paste").put(before), at + 1),
        };
        self.insert_at(edit, at, blocks)?;
        Ok(end)
    }

    /// The first block joins what stands before, the last what stands behind.
    fn paste_within(
        &mut self,
        block: BriefBlockId,
        range: TextRange,
        mut blocks: Vec<BriefBlock>,
        at: usize,
    ) -> Result<Option<(BriefBlockId, usize)>, EditError> {
        let Some((mut before, rest)) = self.divided(block, range) else { return Ok(None) };
        let is_plain = blocks.len() == 1 && blocks[0].kind == BriefBlockKind::Paragraph;
        // A few words go into a heading or an item as they are; an empty paragraph becomes what is put into it.
        let is_empty = before.text.is_empty() && rest.text.is_empty();
        let takes_kind = is_empty && !before.kind.has_picture() && !is_plain;
        // A chart stands by itself.
        if !blocks[0].kind.has_picture() {
            let first = blocks.remove(0);
            if takes_kind {
                before.kind = first.kind.clone();
            }
            before.append(&first);
        }
        let last = blocks.last().unwrap_or(&before);
        let mut end = (last.id, last.text.len());
        if !rest.text.is_empty() {
            match blocks.last_mut() {
                Some(chart) if chart.kind.has_picture() => {
                    end = (rest.id, 0);
                    blocks.push(rest);
                }
                Some(last) => last.append(&rest),
                None => before.append(&rest),
            }
        }
        self.insert_at(Edit::new("paste").put(before), at + 1, blocks)?;
        Ok(Some(end))
    }
}
