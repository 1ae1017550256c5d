//! A brief as its reader has to see it: how each reference stands, which numbers rest on nothing, and how many of each there are.

use std::borrow::Cow;
use std::collections::HashMap;

use super::chance::{ChanceWord, Lint, chance_words, lints_of, rare_row};
use super::free::{FreeNumber, free_numbers};
use super::reference_look::{Newer, ReferenceLook, newer_versions, standing};
use super::standing::Standing;
use crate::notebook::{BriefBlock, BriefBlockId, BriefBlockKind, ClaimPart, Notebook, Reference, ReferenceMode, Target};
use crate::reading::word_count;

/// What there is to say about one block.
#[derive(Debug, Clone, PartialEq)]
struct BlockLook {
    words: usize,
    references: Vec<ReferenceLook>,
    free: Vec<FreeNumber>,
    chances: Vec<ChanceWord>,
}

/// How the references of briefs stand, block by block; kept while nothing that they show changes.
#[derive(Debug, Clone, Default)]
pub struct Look {
    known: HashMap<BriefBlockId, BlockLook>,
    /// The row of words for chances of which there are fewer, if there are words of both: whether it is the second.
    rare_chances: Option<bool>,
}

/// The numbers of a brief, by how they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NumberCounts {
    /// All: with a reference, and free.
    pub all: usize,
    /// Those that can be relied on.
    pub live: usize,
    /// Those that say something else now.
    pub changed: usize,
    /// Those whose claim or sentence is gone.
    pub lost: usize,
    /// Those that are worded otherwise than their claim.
    pub otherwise: usize,
    /// Those that are disputed, superseded, or from a source with a later version.
    pub doubtful: usize,
    /// Those that nobody has checked.
    pub unchecked: usize,
    /// Those without a reference.
    pub free: usize,
}

impl NumberCounts {
    /// Those whose files would be out of date.
    pub fn stale(&self) -> usize {
        self.changed + self.lost
    }

    /// All but “live”, in words: “3 changed, 2 free”; empty if there are none.
    pub fn in_words(&self) -> String {
        let parts = [
            (self.changed, "changed"),
            (self.lost, "lost"),
            (self.otherwise, "worded otherwise"),
            (self.doubtful, "in doubt"),
            (self.unchecked, "not checked yet"),
            (self.free, "free"),
        ];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        parts.collect::<Vec<_>>().join(", ")
    }

    fn add(&mut self, look: &ReferenceLook) {
        self.all += 1;
        let count = match look.standings.first() {
            None => &mut self.live,
            Some(Standing::Changed { .. } | Standing::InputsChanged(_)) => &mut self.changed,
            Some(Standing::Lost(_) | Standing::QuoteLost(_) | Standing::QuoteMoved(_)) => &mut self.lost,
            Some(Standing::Otherwise(_)) => &mut self.otherwise,
            Some(Standing::Unchecked(_)) => &mut self.unchecked,
            Some(_) => &mut self.doubtful,
        };
        *count += 1;
    }
}

impl Look {
    /// Looks at the blocks that were not looked at yet.
    pub fn update<'a>(&mut self, notebook: &Notebook, blocks: impl Iterator<Item = &'a BriefBlock>) {
        let mut newer = None;
        let blocks: Vec<&BriefBlock> = blocks.collect();
        for block in &blocks {
            self.known.entry(block.id).or_insert_with(|| {
                let newer = newer.get_or_insert_with(|| newer_versions(notebook));
                look_at(notebook, block, newer)
            });
        }
        let looks = blocks.iter().filter_map(|block| self.known.get(&block.id));
        self.rare_chances = rare_row(looks.flat_map(|look| &look.chances));
    }

    /// Looks at all blocks of a brief.
    pub fn of<'a>(notebook: &Notebook, blocks: impl Iterator<Item = &'a BriefBlock>) -> Self {
        let mut look = Self::default();
        look.update(notebook, blocks);
        look
    }

    /// Forgets a block: it was changed.
    pub fn forget(&mut self, block: BriefBlockId) {
        self.known.remove(&block);
    }

    /// How a reference of a block stands; `None` if the block was not looked at, or has no such reference.
    pub fn reference(&self, block: BriefBlockId, index: usize) -> Option<&ReferenceLook> {
        self.known.get(&block)?.references.get(index)
    }

    /// How all references of a block stand.
    pub fn references(&self, block: BriefBlockId) -> &[ReferenceLook] {
        self.known.get(&block).map_or(&[], |look| &look.references)
    }

    /// The words of a block; of Chinese, each character counts.
    pub fn words(&self, block: BriefBlockId) -> usize {
        self.known.get(&block).map_or(0, |look| look.words)
    }

    /// The numbers of a block without a reference.
    pub fn free(&self, block: BriefBlockId) -> &[FreeNumber] {
        self.known.get(&block).map_or(&[], |look| &look.free)
    }

    /// The numbers of some blocks, by how they stand.
    pub fn counts<'a>(&self, blocks: impl Iterator<Item = &'a BriefBlock>) -> NumberCounts {
        let mut counts = NumberCounts::default();
        for block in blocks {
            let Some(look) = self.known.get(&block.id) else { continue };
            let shown = block.references.iter().zip(&look.references);
            shown
                .filter(|(reference, look)| counts_as_number(&reference.target) || !look.is_live())
                .for_each(|(_, look)| counts.add(look));
            counts.free += look.free.len();
            counts.all += look.free.len();
        }
        counts
    }

    /// What is wrong with the words for chances in a block.
    pub fn lints(&self, block: BriefBlockId) -> Vec<Lint> {
        self.known.get(&block).map_or_else(Vec::new, |look| lints_of(&look.chances, self.rare_chances))
    }

    /// The block as it is read: with its words of now where they follow what they show.
    pub fn as_read<'b>(&self, block: &'b BriefBlock) -> Cow<'b, BriefBlock> {
        self.shown(block).map_or(Cow::Borrowed(block), Cow::Owned)
    }

    /// The block as it is shown, if that is not how it is written: where words follow what they show, with its words of now.
    fn shown(&self, block: &BriefBlock) -> Option<BriefBlock> {
        followed(block, &self.known.get(&block.id)?.references)
    }
}

/// A block with its words of now where they follow what they show; `None` if that is how it is written.
fn followed(block: &BriefBlock, references: &[ReferenceLook]) -> Option<BriefBlock> {
    let follows = |reference: &Reference, look: &ReferenceLook| {
        let says_else = look.now.as_ref().is_ok_and(|now| now.words != reference.seen);
        reference.mode == ReferenceMode::Follow && (says_else || look.moved.is_some())
    };
    let all = block.references.iter().zip(references).enumerate();
    let changed: Vec<(usize, &ReferenceLook)> =
        all.filter(|(_, (reference, look))| follows(reference, look)).map(|(index, (_, look))| (index, look)).collect();
    if changed.is_empty() {
        return None;
    }
    let mut shown = block.clone();
    for (index, look) in changed {
        look.take_in(&mut shown, index);
    }
    Some(shown)
}

/// Whether a reference is counted while it is live: names, times, sources and figures are not numbers.
fn counts_as_number(target: &Target) -> bool {
    !matches!(
        target,
        Target::Plain | Target::Source(_) | Target::Figure(_) | Target::Claim(_, ClaimPart::Voice | ClaimPart::When)
    )
}

fn look_at(notebook: &Notebook, block: &BriefBlock, newer: &Newer) -> BlockLook {
    let references = block.references.iter().map(|reference| standing(notebook, newer, reference, block.words(reference)));
    let references: Vec<ReferenceLook> = references.collect();
    // Places in the text are those of the text as it is read.
    let followed = followed(block, &references);
    let read = followed.as_ref().unwrap_or(block);
    // Words of somebody else are theirs.
    let chances = if read.kind == BriefBlockKind::Quote { Vec::new() } else { chance_words(&read.text) };
    let (words, free) = (word_count(&read.text), free_numbers(read));
    BlockLook { words, references, free, chances }
}
