//! What the view of briefs remembers: which brief is open, where the caret is, and what is drawn.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::chart::Figure;
use crate::notebook::{BriefBlock, BriefBlockId, BriefBlockKind, BriefId, ChartKey, Target, TextRange};
use crate::workspace::{Drawing, Pick, Workspace};

/// State of the view of briefs.
#[derive(Debug, Default)]
pub struct BriefView {
    /// The brief that is open; the first one if it was deleted.
    pub chosen: Option<BriefId>,
    /// The block that is being edited.
    pub focus: Option<BriefBlockId>,
    /// The block that was being edited when a click went elsewhere in the window: what is put in then still goes to its caret.
    pub(super) left: Option<BriefBlockId>,
    /// Where the caret goes next.
    pub pending: Option<Pending>,
    /// Blocks that are selected as a whole, from the one where the selection began to the one where it ends.
    pub selected: Option<(BriefBlockId, BriefBlockId)>,
    /// Text that an input method has not committed yet, in its block.
    pub composing: Option<BriefBlock>,
    /// The caret of the block that is being edited, as bytes of its text: where the selection began, and where it ends.
    pub caret: (usize, usize),
    /// The byte where a drag over words began that is still going on.
    pub dragged_from: Option<usize>,
    /// The block and the byte where Enter put the caret into a new block: there it goes back when that one is undone.
    pub came_from: Option<(BriefBlockId, usize)>,
    /// The place in the brief of the block that is being edited.
    pub(super) focus_at: usize,
    /// What was written to the block with the caret because its words follow what they show.
    pub(super) followed: Option<BriefBlock>,
    /// The reference or free number whose card is open.
    pub card: Option<Card>,
    /// The offers that follow an `@`.
    pub picker: Option<Picker>,
    /// What was found for the words behind the `@`.
    pub(super) offers: Option<(TypedIn, Rc<Vec<Pick>>)>,
    /// What is offered at the right.
    pub insert: Insert,
    /// What was copied last, with its references: the clipboard has the words alone.
    pub copied: Option<Copied>,
    /// The words that are looked for, and which match is shown.
    pub find: Option<(String, usize)>,
    /// The block where a drag began that selects blocks as a whole.
    pub(super) swept_from: Option<BriefBlockId>,
    /// The block that is to be in sight, with as little scrolling as possible.
    pub(super) into_sight: Option<BriefBlockId>,
    /// The block that is yet to be scrolled to.
    pub reveal: Option<BriefBlockId>,
    /// Where the text is scrolled to: the topmost block in sight, how far above the window it begins, and where in the text, in points.
    pub(super) anchor: Option<(BriefBlockId, f32, f32)>,
    /// The height of blocks as they were drawn at a width, in points.
    pub(super) heights: HashMap<BriefBlockId, Measured>,
    /// Charts that were drawn, and the state of the notebook that they show.
    figures: HashMap<ChartKey, Option<Rc<Figure>>>,
    figures_of: u64,
}

/// A block, the width at which it was measured, and its height.
pub(super) type Measured = (Arc<BriefBlock>, f32, f32);

/// A caret on its way to a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pending {
    /// To this block.
    Block(BriefBlockId, Caret),
    /// To the block behind this one, once it is there.
    Behind(BriefBlockId, Caret),
}

/// Where in a block the caret goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Caret {
    /// To this byte of its text.
    Byte(usize),
    /// To its end.
    End,
    /// To a distance from the left edge of the column, in points, in its first row.
    FirstRow(f32),
    /// The same in its last row.
    LastRow(f32),
}

/// What a card is about: the block, and the position of its reference or of its free number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Card {
    /// A reference.
    Reference(BriefBlockId, usize),
    /// A number that rests on nothing.
    Free(BriefBlockId, usize),
    /// A word for a chance with which something is wrong.
    Chance(BriefBlockId, usize),
}

impl Card {
    /// The block that it is in.
    pub fn block(self) -> BriefBlockId {
        match self {
            Self::Reference(block, _) | Self::Free(block, _) | Self::Chance(block, _) => block,
        }
    }
}

/// The offers that follow an `@`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picker {
    /// The block with the `@`.
    pub block: BriefBlockId,
    /// The byte of the `@`.
    pub from: usize,
    /// The offer that Enter takes.
    pub at: usize,
}

impl Picker {
    /// Whether its `@` is gone, or the caret is no longer behind it.
    pub(super) fn is_left(&self, block: &BriefBlock, caret: usize) -> bool {
        let is_there = block.text.get(self.from..).is_some_and(|text| text.starts_with('@'));
        block.id != self.block || caret <= self.from || !is_there
    }
}

/// What is offered, in groups with their names.
pub(super) type Groups = Vec<(&'static str, Vec<Pick>)>;

/// What is typed behind an `@`: in which state of the notebook, which block, which words.
pub(super) type TypedIn = (u64, BriefBlockId, String);

/// What an offer depends on: the state of the notebook, the sort, the block with the caret, the number of figures and the words.
pub(super) type OfferedFor = (u64, Offered, Option<BriefBlockId>, (usize, String));

/// What is offered at the right of the text.
#[derive(Debug, Default)]
pub struct Insert {
    /// Claims, figures or sources.
    pub shown: Offered,
    /// What they have to contain.
    pub typed: String,
    /// What was found, and for what.
    pub(super) found: Option<(OfferedFor, Rc<Groups>)>,
}

/// What is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Offered {
    /// Claims, and outcomes of kept runs.
    #[default]
    Claims,
    /// Charts.
    Figures,
    /// Sources.
    Sources,
}

impl Offered {
    /// All of them, with their names on screen.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Claims, "Claims"), (Self::Figures, "Figures"), (Self::Sources, "Sources")];
}

/// A part of a brief that was copied.
#[derive(Debug, Clone)]
pub struct Copied {
    /// What the clipboard holds.
    pub text: String,
    /// The same as blocks, with what stands out and with the references.
    pub blocks: Vec<BriefBlock>,
    /// Whether they are whole blocks, not words of one.
    pub whole: bool,
}

impl Copied {
    /// The words of a range of a block.
    pub(super) fn of(block: &BriefBlock, range: TextRange) -> Option<Self> {
        let text = block.text.get(range.start..range.end).filter(|text| !text.is_empty())?.to_owned();
        let mut part = block.clone();
        // A part of a number is not the number.
        part.references.retain(|reference| range.start <= reference.at.start && reference.at.end <= range.end);
        part.replace(TextRange { start: range.end, end: part.text.len() }, "");
        part.replace(TextRange { start: 0, end: range.start }, "");
        part.kind = BriefBlockKind::Paragraph;
        Some(Self { text, blocks: vec![part], whole: false })
    }

    /// Whether pasted words are these: the clipboard may change the ends of lines.
    pub(super) fn is(&self, pasted: &str) -> bool {
        let plain = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
        plain(&self.text) == plain(pasted)
    }
}

/// What is dragged into the text.
#[derive(Debug, Clone)]
pub enum Dragged {
    /// Something that words can rest on.
    Target(Target),
    /// A block that is to be made: a chart, a table.
    New(BriefBlockKind),
    /// Blocks that change their place.
    Blocks(Vec<BriefBlockId>),
}

impl BriefView {
    /// The brief that is shown; `None` if there is none.
    pub fn shown(&mut self, workspace: &Workspace) -> Option<BriefId> {
        let briefs = &workspace.notebook().briefs;
        if self.chosen.is_none_or(|id| !briefs.contains(id)) {
            self.open(briefs.at(0).map(|brief| brief.id));
        }
        self.chosen
    }

    /// The block to which the writer's caret belongs, as it is read, with the caret: also while a menu or another field has the keys.
    pub fn caret_in<'a>(&self, workspace: &'a Workspace) -> Option<(Cow<'a, BriefBlock>, TextRange)> {
        let stored = self.focus.or(self.left).and_then(|id| workspace.notebook().brief_blocks.get(id))?;
        if Some(stored.brief) != self.chosen {
            return None;
        }
        let block = workspace.look().brief(stored.brief).as_read(stored);
        let inside = |byte: usize| block.text.floor_char_boundary(byte);
        let caret = TextRange::between(inside(self.caret.0), inside(self.caret.1));
        Some((block, caret))
    }

    /// Closes the card; the caret stays where it was. Returns whether there was one.
    pub(in crate::ui) fn close_card(&mut self) -> bool {
        if self.card.take().is_none() {
            return false;
        }
        self.pending = self.pending.or(self.focus.map(|id| Pending::Block(id, Caret::Byte(self.caret.1))));
        true
    }

    /// Opens a brief.
    pub fn open(&mut self, brief: Option<BriefId>) {
        if self.chosen != brief {
            let (insert, copied) = (std::mem::take(&mut self.insert), self.copied.take());
            *self = Self { chosen: brief, insert, copied, ..Self::default() };
        }
    }

    /// A chart as it is now; `None` if it cannot be drawn. At most one is drawn anew in a frame.
    pub(super) fn figure(&mut self, workspace: &Workspace, key: &ChartKey) -> Option<Rc<Figure>> {
        let now = workspace.look().shown_revision();
        if self.figures_of != now {
            self.figures.clear();
            self.figures_of = now;
        }
        if let Some(known) = self.figures.get(key) {
            return known.clone();
        }
        let drawn = Drawing::new(workspace.notebook(), workspace.clock().today()).figure(key).ok().flatten().map(Rc::new);
        self.figures.insert(key.clone(), drawn.clone());
        drawn
    }

    /// The blocks that are selected as a whole, in order.
    pub fn selected_blocks(&self, workspace: &Workspace) -> Vec<BriefBlockId> {
        let (Some(brief), Some((from, to))) = (self.chosen, self.selected) else { return Vec::new() };
        let all: Vec<BriefBlockId> = workspace.notebook().blocks_of(brief).map(|block| block.id).collect();
        let place = |id| all.iter().position(|other| *other == id);
        match (place(from), place(to)) {
            (Some(from), Some(to)) => all[from.min(to)..=from.max(to)].to_vec(),
            _ => Vec::new(),
        }
    }
}
