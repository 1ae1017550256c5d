//! Collects text, blocks and spans: the readers of all structured formats write into it.

use super::text::canonical;
use crate::notebook::{Block, BlockKind, Span, SpanKind, TextRange};

/// The separator between two blocks: an empty line.
const PARTING: &str = "\n\n";

/// A text under construction. Blocks are separated by an empty line.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
    blocks: Vec<Block>,
    spans: Vec<Span>,
    /// The byte offset at which the current block starts.
    block_start: Option<usize>,
    /// The kind of the next block if it is not a paragraph; set by the innermost heading, item or row.
    kind: Option<BlockKind>,
    /// The next number of each open list; `None` for bulleted ones.
    lists: Vec<Option<u64>>,
    /// Open emphasis and links with their starts; one without a start begins with the next block.
    open_spans: Vec<(SpanKind, Option<usize>)>,
    quote_depth: usize,
    /// Whether a space is due before the next word.
    space: bool,
}

/// The finished text with its blocks and spans.
pub(super) struct Written {
    pub text: String,
    pub blocks: Vec<Block>,
    pub spans: Vec<Span>,
}

impl Writer {
    pub(super) fn finish(mut self) -> Written {
        self.close_block();
        self.spans.sort_by_key(|span| span.range);
        Written { text: self.text, blocks: self.blocks, spans: self.spans }
    }

    /// Ends the current block and sets the kind of the next one; `None` for a paragraph.
    pub(super) fn begin(&mut self, kind: Option<BlockKind>) {
        self.close_block();
        self.kind = kind;
    }

    /// Begins a paragraph. The first one in a list item is the item's block; only that one carries the bullet.
    pub(super) fn begin_paragraph(&mut self) {
        let item_is_empty = matches!(self.kind, Some(BlockKind::ListItem { .. })) && self.block_start.is_none();
        if !item_is_empty {
            self.begin(None);
        }
    }

    pub(super) fn begin_list(&mut self, first: Option<u64>) {
        self.close_block();
        self.lists.push(first);
    }

    pub(super) fn end_list(&mut self) {
        self.close_block();
        self.lists.pop();
    }

    pub(super) fn begin_item(&mut self) {
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let number = self.lists.last_mut().and_then(|next| {
            let number = (*next)?;
            *next = Some(number.saturating_add(1));
            u32::try_from(number).ok()
        });
        self.begin(Some(BlockKind::ListItem { depth, number }));
    }

    pub(super) fn begin_quote(&mut self) {
        self.close_block();
        self.quote_depth += 1;
    }

    pub(super) fn end_quote(&mut self) {
        self.close_block();
        self.quote_depth = self.quote_depth.saturating_sub(1);
    }

    /// Whether the current block has text.
    pub(super) fn is_in_block(&self) -> bool {
        self.block_start.is_some_and(|start| start < self.text.len())
    }

    /// Writes the tab between two cells of a row.
    pub(super) fn tab(&mut self) {
        self.space = false;
        self.write("\t");
    }

    /// Ends a line within the current block.
    pub(super) fn line_break(&mut self) {
        self.space = false;
        if self.is_in_block() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Writes text with its white space as it is.
    pub(super) fn write(&mut self, text: &str) {
        // Entities such as &shy; have been decoded by now, into characters that the canonical text must not contain.
        let text = &canonical(text);
        if self.block_start.is_none() {
            if !self.text.is_empty() {
                self.text.push_str(PARTING);
            }
            self.block_start = Some(self.text.len());
            self.open_spans.iter_mut().for_each(|(_, start)| *start = Some(self.text.len()));
        }
        self.text.push_str(text);
    }

    /// Writes text with each run of white space as one space, and none at the start of a line.
    pub(super) fn write_words(&mut self, text: &str) {
        self.words_written(text);
    }

    /// Writes text as [`Self::write_words`] does and returns its range, without the space before it; `None` if it was only
    /// white space.
    pub(super) fn words_written(&mut self, text: &str) -> Option<TextRange> {
        let mut begin = None;
        for (index, word) in text.split([' ', '\t', '\n', '\r', '\u{c}']).enumerate() {
            self.space |= index > 0;
            if word.is_empty() {
                continue;
            }
            if std::mem::take(&mut self.space) && self.is_in_block() && !self.text.ends_with(['\n', '\t', ' ']) {
                self.write(" ");
            }
            let is_first = self.block_start.is_none() && !self.text.is_empty();
            begin.get_or_insert(self.text.len() + if is_first { PARTING.len() } else { 0 });
            self.write(word);
        }
        begin.map(|start| TextRange { start, end: self.text.len() })
    }

    pub(super) fn close_block(&mut self) {
        self.space = false;
        let kind = self.kind.take().unwrap_or(if self.quote_depth > 0 { BlockKind::Quote } else { BlockKind::Paragraph });
        let Some(start) = self.block_start.take() else { return };
        let end = start + self.text[start..].trim_end().len();
        self.text.truncate(end);
        self.cut_spans(end);
        if start < end {
            self.blocks.push(Block { kind, range: TextRange { start, end } });
        } else {
            // Nothing but white space: the next block begins where this one did.
            self.text.truncate(self.blocks.last().map_or(0, |block| block.range.end));
        }
    }

    /// Cuts spans at the end of the block, so that none reaches into removed text or into the next block.
    fn cut_spans(&mut self, end: usize) {
        let done = self.spans.iter().rposition(|span| span.range.end <= end).map_or(0, |last| last + 1);
        let reaching: Vec<Span> = self.spans.drain(done..).collect();
        let open = self.open_spans.iter_mut().filter_map(|(kind, start)| {
            let start = start.take()?;
            Some(Span { kind: kind.clone(), range: TextRange { start, end } })
        });
        let cut = reaching.into_iter().map(|span| Span { range: TextRange { end, ..span.range }, ..span });
        self.spans.extend(cut.chain(open).filter(|span| !span.range.is_empty()));
    }

    pub(super) fn open_span(&mut self, kind: SpanKind) {
        // The space before a span is not part of it.
        if std::mem::take(&mut self.space) && self.is_in_block() && !self.text.ends_with(['\n', '\t', ' ']) {
            self.write(" ");
        }
        self.open_spans.push((kind, self.block_start.map(|_| self.text.len())));
    }

    pub(super) fn close_span(&mut self) {
        if let Some((kind, Some(start))) = self.open_spans.pop()
            && start < self.text.len()
        {
            self.spans.push(Span { kind, range: TextRange { start, end: self.text.len() } });
        }
    }
}
