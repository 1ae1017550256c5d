//! Where each block of a document stands, and what lies at a point of it.

use std::sync::Arc;

use egui::text::{CCursor, CharIndex, LayoutJob, TextFormat};
use egui::{FontFamily, FontId, Galley, Pos2, Rect, Stroke, Ui, Vec2, pos2, vec2};

use crate::notebook::{Block, BlockKind, Document, DocumentId, Span, SpanKind, TextRange};
use crate::ui::theme::{self, Palette, SERIF, SERIF_BOLD, SERIF_ITALIC};

/// The stretch of the window's width in which text stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// From the left edge, in points.
    pub left: f32,
    /// Its width, in points.
    pub width: f32,
}

/// Line length in multiples of the type size: about 70 characters of Literata.
const MEASURE: f32 = 36.0;
const MIN_MARGIN: f32 = 28.0;

impl Column {
    /// The column in a width: as wide as reads well, in the middle.
    pub fn within(available: f32, size: f32) -> Self {
        let width = (available - 2.0 * MIN_MARGIN).min(size * MEASURE).max(80.0);
        Self { left: ((available - width) / 2.0).max(0.0), width }
    }
}

/// Heights of blocks, kept while document, width and type size stay.
#[derive(Default)]
pub struct Heights {
    key: Option<(DocumentId, [u32; 3])>,
    tops: Vec<f32>,
    heights: Vec<f32>,
}

/// A document laid out in a column. Positions are relative to the top left of the text.
pub struct BlockLayout<'a> {
    document: &'a Document,
    column: Column,
    size: f32,
    palette: &'static Palette,
    tops: Vec<f32>,
    heights: Vec<f32>,
    ctx: egui::Context,
}

/// How a kind of block is set.
struct Style {
    size: f32,
    line_height: f32,
    family: &'static str,
    indent: f32,
    gap: f32,
}

fn style(kind: BlockKind, size: f32) -> Style {
    let text = Style { size, line_height: 1.55, family: SERIF, indent: 0.0, gap: size * 0.85 };
    match kind {
        BlockKind::Heading(1) => Style { size: size * 1.65, line_height: 1.25, family: SERIF_BOLD, gap: size * 1.7, ..text },
        BlockKind::Heading(2) => Style { size: size * 1.25, line_height: 1.3, family: SERIF_BOLD, gap: size * 1.6, ..text },
        BlockKind::Heading(_) => Style { size: size * 1.06, line_height: 1.35, family: SERIF_BOLD, gap: size * 1.2, ..text },
        BlockKind::Paragraph => text,
        BlockKind::ListItem { depth, .. } => {
            Style { indent: size * 1.5 * (f32::from(depth.min(8)) + 1.0), gap: size * 0.35, ..text }
        }
        BlockKind::Quote => Style { indent: size * 1.3, ..text },
        BlockKind::Preformatted => Style { size: size * 0.9, ..text },
        BlockKind::TableRow => Style { gap: size * 0.25, ..text },
    }
}

impl<'a> BlockLayout<'a> {
    /// Lays the document out; measures only what is not known from the last frame.
    pub fn new(ui: &Ui, document: &'a Document, column: Column, size: f32, known: &mut Heights) -> Self {
        let ctx = ui.ctx().clone();
        let palette = theme::palette(&ctx);
        let key = (document.id, [column.width, size, ctx.pixels_per_point()].map(f32::to_bits));
        let mut layout = Self { document, column, size, palette, tops: Vec::new(), heights: Vec::new(), ctx };
        if known.key != Some(key) {
            layout.measure();
            *known = Heights { key: Some(key), tops: layout.tops.clone(), heights: layout.heights.clone() };
        } else {
            layout.tops.clone_from(&known.tops);
            layout.heights.clone_from(&known.heights);
        }
        layout
    }

    fn measure(&mut self) {
        let mut y = 0.0;
        for (place, block) in self.document.blocks.iter().enumerate() {
            if place > 0 {
                y += style(block.kind, self.size).gap.max(self.gap_after(place - 1));
            }
            let height = self.galley(place).size().y;
            self.tops.push(y);
            self.heights.push(height);
            y += height;
        }
    }

    /// The last item of a list keeps a paragraph's distance.
    fn gap_after(&self, place: usize) -> f32 {
        let next = self.document.blocks.get(place + 1).map(|block| block.kind);
        let tight = |kind: BlockKind| matches!(kind, BlockKind::ListItem { .. } | BlockKind::TableRow);
        let this = self.document.blocks[place].kind;
        if tight(this) && next.is_some_and(tight) { 0.0 } else { self.size * 0.6 }
    }

    /// The column it stands in.
    pub fn column(&self) -> Column {
        self.column
    }

    /// The height of the whole text.
    pub fn height(&self) -> f32 {
        self.tops.last().zip(self.heights.last()).map_or(0.0, |(top, height)| top + height)
    }

    /// The blocks that a stretch of heights touches.
    pub fn blocks_in(&self, from: f32, to: f32) -> std::ops::Range<usize> {
        let first = self.tops.partition_point(|&top| top <= from).saturating_sub(1);
        let last = self.tops.partition_point(|&top| top < to);
        first..last.max(first)
    }

    /// A block, its galley, and where its top left corner stands.
    pub fn placed(&self, place: usize) -> Option<(&'a Block, Arc<Galley>, Pos2)> {
        let block = self.document.blocks.get(place)?;
        let at = pos2(style(block.kind, self.size).indent, *self.tops.get(place)?);
        Some((block, self.galley(place), at))
    }

    fn galley(&self, place: usize) -> Arc<Galley> {
        let job = job(self.document, &self.document.blocks[place], self.column.width, self.size, self.palette);
        self.ctx.fonts_mut(|fonts| fonts.layout_job(job))
    }

    /// The byte of the document nearest to a point.
    pub fn byte_at(&self, at: Vec2) -> usize {
        let Some(place) = self.nearest_block(at.y) else { return 0 };
        let Some((block, galley, origin)) = self.placed(place) else { return 0 };
        let cursor = galley.cursor_from_pos(at - origin.to_vec2());
        block.range.start + byte_of_char(self.text_of(block), cursor.index.0)
    }

    fn nearest_block(&self, y: f32) -> Option<usize> {
        let place = self.tops.partition_point(|&top| top <= y).saturating_sub(1);
        let bottom = self.tops.get(place)? + self.heights.get(place)?;
        match self.tops.get(place + 1) {
            Some(next) if y > bottom && next - y < y - bottom => Some(place + 1),
            _ => Some(place),
        }
    }

    /// Where the caret of a byte stands: a line's height, no width.
    pub fn caret(&self, byte: usize) -> Option<Rect> {
        let place = self.document.block_at(byte).or_else(|| (!self.document.blocks.is_empty()).then_some(0))?;
        let (block, galley, origin) = self.placed(place)?;
        let byte = byte.clamp(block.range.start, block.range.end);
        let cursor = CCursor::new(CharIndex(char_of_byte(self.text_of(block), byte - block.range.start)));
        Some(galley.pos_from_cursor(cursor).translate(origin.to_vec2()))
    }

    /// A rectangle around the first line of a range.
    pub fn rect_of(&self, range: TextRange) -> Option<Rect> {
        self.caret(range.start)
    }

    /// The rectangles that a range covers in one block, a line each.
    pub fn rects_in(&self, place: usize, range: TextRange) -> Vec<Rect> {
        let Some((block, galley, origin)) = self.placed(place) else { return Vec::new() };
        let Some(part) = block.range.intersection(range) else { return Vec::new() };
        let text = self.text_of(block);
        let from = char_of_byte(text, part.start - block.range.start);
        let to = char_of_byte(text, part.end - block.range.start);
        let mut rects = Vec::new();
        let mut row_start = 0;
        for placed in &galley.rows {
            let count = placed.char_count_excluding_newline().0;
            let row_end = row_start + count;
            if from < row_end && to > row_start {
                let left = placed.x_offset(CharIndex(from.saturating_sub(row_start)));
                let right = placed.x_offset(CharIndex((to - row_start).min(count)));
                let top_left = origin + placed.pos.to_vec2() + vec2(left, 0.0);
                rects.push(Rect::from_min_size(top_left, vec2(right - left, placed.size.y)));
            }
            row_start = row_end + usize::from(placed.ends_with_newline);
        }
        rects
    }

    /// The text of a block.
    pub fn text_of(&self, block: &Block) -> &'a str {
        self.document.slice(block.range).unwrap_or_default()
    }
}

fn byte_of_char(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(byte, _)| byte)
}

fn char_of_byte(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < byte).count()
}

fn job(document: &Document, block: &Block, width: f32, size: f32, palette: &Palette) -> LayoutJob {
    let style = style(block.kind, size);
    let text = document.slice(block.range).unwrap_or_default();
    // A soft line break is a space; both are one byte, so positions stay.
    let shown = if block.kind == BlockKind::Preformatted { text.to_owned() } else { text.replace('\n', " ") };
    let mut job = LayoutJob { ..Default::default() };
    job.wrap.max_width = (width - style.indent).max(60.0);
    job.break_on_newline = true;
    let mut at = 0;
    for cut in cuts(document, block) {
        job.append(&shown[at..cut], 0.0, format(&style, spans_at(document, block, at), palette));
        at = cut;
    }
    job
}

/// Where the formatting of a block changes, its end last.
fn cuts(document: &Document, block: &Block) -> Vec<usize> {
    let first = document.spans.partition_point(|span| span.range.start < block.range.start);
    let inside = document.spans[first..].iter().take_while(|span| span.range.start < block.range.end);
    let mut cuts: Vec<usize> = inside
        .flat_map(|span| [span.range.start, span.range.end.min(block.range.end)])
        .map(|byte| byte.saturating_sub(block.range.start).min(block.range.len()))
        .filter(|&byte| byte > 0)
        .collect();
    cuts.push(block.range.len());
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

fn spans_at<'a>(document: &'a Document, block: &Block, at: usize) -> impl Iterator<Item = &'a Span> {
    let byte = block.range.start + at;
    let first = document.spans.partition_point(|span| span.range.start < block.range.start);
    document.spans[first..].iter().take_while(move |span| span.range.start <= byte).filter(move |span| span.range.contains(byte))
}

fn format<'a>(style: &Style, spans: impl Iterator<Item = &'a Span>, palette: &Palette) -> TextFormat {
    let mut family = style.family;
    let mut format =
        TextFormat { color: palette.text, line_height: Some((style.size * style.line_height).round()), ..Default::default() };
    for span in spans {
        match &span.kind {
            SpanKind::Strong => family = SERIF_BOLD,
            SpanKind::Emphasis if family != SERIF_BOLD => family = SERIF_ITALIC,
            SpanKind::Emphasis => {}
            SpanKind::Code => format.background = palette.stripe,
            SpanKind::Link(_) => {
                format.color = palette.accent;
                format.underline = Stroke::new(1.0, palette.accent);
            }
        }
    }
    format.font_id = FontId::new(style.size, FontFamily::Name(family.into()));
    format.valign = egui::Align::Center;
    format
}
