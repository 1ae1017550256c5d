//! Typesets the pieces of a document: font, indent, gap, and the galley that egui lays out.

use std::borrow::Cow;
use std::sync::Arc;

use egui::text::{CCursor, CharIndex, LayoutJob, TextFormat, TextWrapping};
use egui::{FontId, Galley, Rect, Stroke, Vec2, vec2};

use super::pieces::{Piece, Pieces};
use super::tables::{LaidCell, Table};
use crate::notebook::{Block, BlockKind, Document, HIDDEN_MARK, Span, SpanKind, TextRange, is_hidden};
use crate::store::{Leading, Measure, Settings};
use crate::ui::theme::{Face, Palette, accents};

/// The parameters that the look of a text depends on, besides the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Typography {
    /// Type size of running text, in points.
    pub size: f32,
    /// Line height in multiples of the type size.
    pub leading: f32,
    /// Whether the typeface is sans serif.
    pub sans: bool,
    /// The width of the column, in points.
    pub width: f32,
    /// Pixels per point: row breaks depend on pixels.
    pub pixels_per_point: f32,
}

/// The part of the window's width that the text occupies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Its distance from the window's left edge, in points.
    pub left: f32,
    /// Its width, in points.
    pub width: f32,
}

const LEFT_MARGIN: f32 = 28.0;
/// Space for a few lanes of claims.
const RIGHT_MARGIN: f32 = 48.0;

impl Column {
    /// Returns the column within a width: centred, and at most as wide as reads well.
    pub fn within(available: f32, settings: &Settings) -> Self {
        let ems = match settings.measure {
            Measure::Narrow => 28.0,
            Measure::Medium => 36.0,
            Measure::Wide => 46.0,
        };
        let width = (available - LEFT_MARGIN - RIGHT_MARGIN).min(settings.reading_size * ems).max(80.0);
        let left = ((available - width) / 2.0).min(available - RIGHT_MARGIN - width).max(0.0);
        Self { left, width }
    }
}

impl Typography {
    /// Returns the typography that the settings give for a column.
    pub fn of(settings: &Settings, column: Column, pixels_per_point: f32) -> Self {
        let leading = match settings.leading {
            Leading::Tight => 1.4,
            Leading::Medium => 1.55,
            Leading::Loose => 1.8,
        };
        Self { size: settings.reading_size, leading, sans: settings.sans, width: column.width, pixels_per_point }
    }

    fn style(&self, kind: BlockKind) -> Style {
        let size = self.size;
        let text = Style { size, line_height: self.leading, bold: false, indent: 0.0, gap: size * 0.85 };
        let heading = |size: f32, gap: f32| Style { size, line_height: 1.28, bold: true, gap, ..text };
        match kind {
            BlockKind::Heading(1) => heading(size * 1.65, size * 1.7),
            BlockKind::Heading(2) => heading(size * 1.25, size * 1.6),
            BlockKind::Heading(_) => heading(size * 1.06, size * 1.2),
            BlockKind::Paragraph => text,
            BlockKind::ListItem { depth, .. } => {
                Style { indent: size * 1.5 * (f32::from(depth.min(8)) + 1.0), gap: size * 0.35, ..text }
            }
            BlockKind::Quote => Style { indent: size * 1.3, ..text },
            BlockKind::Preformatted => Style { size: size * 0.9, ..text },
            BlockKind::TableRow => Style { gap: size * 0.25, ..text },
        }
    }
}

/// The style of a kind of block.
struct Style {
    size: f32,
    line_height: f32,
    bold: bool,
    indent: f32,
    gap: f32,
}

impl Style {
    fn row_height(&self) -> f32 {
        (self.size * self.line_height).round()
    }
}

/// A document and how it is typeset.
#[derive(Clone, Copy)]
pub struct TextLayout<'a> {
    pub document: &'a Document,
    pub pieces: &'a Pieces,
    pub typography: Typography,
    pub palette: &'static Palette,
    pub ctx: &'a egui::Context,
}

impl<'a> TextLayout<'a> {
    /// Returns the piece with this index, if there is one.
    pub fn piece(&self, index: usize) -> Option<Piece> {
        self.pieces.all().get(index).copied()
    }

    /// Returns the block that a piece belongs to.
    pub fn block(&self, piece: Piece) -> &'a Block {
        &self.document.blocks[piece.block]
    }

    /// Returns the text of a piece.
    pub fn text(&self, piece: Piece) -> &'a str {
        self.document.slice(piece.range).unwrap_or_default()
    }

    /// Returns the indent of a piece, in points.
    pub fn indent(&self, piece: Piece) -> f32 {
        self.typography.style(self.block(piece).kind).indent
    }

    /// Returns the gap between a piece and the previous one, in points.
    pub fn gap(&self, index: usize) -> f32 {
        let Some(piece) = self.piece(index).filter(|piece| piece.starts_block && piece.block > 0) else { return 0.0 };
        let (kind, before) = (self.block(piece).kind, self.document.blocks[piece.block - 1].kind);
        let own = self.typography.style(kind).gap;
        let tight = |kind: BlockKind| matches!(kind, BlockKind::ListItem { .. } | BlockKind::TableRow);
        // Items of a list and rows of a table are closer to each other than to what is before and after them.
        if tight(kind) && tight(before) { own } else { own.max(self.typography.size * 0.6) }
    }

    /// Lays out a piece. egui caches what was laid out in this frame and the previous one.
    pub fn galley(&self, index: usize) -> Option<Arc<Galley>> {
        let job = self.job(self.piece(index)?);
        Some(self.ctx.fonts_mut(|fonts| fonts.layout_job(job)))
    }

    /// Estimates the heights of all pieces, including the gaps before them, from a few pieces that it lays out.
    pub fn estimate(&self) -> Vec<f32> {
        let count = self.pieces.all().len();
        let advance = self.advance();
        (0..count)
            .map(|index| self.gap(index) + self.estimated_rows(index, advance).ceil().max(1.0) * self.row_height(index))
            .collect()
    }

    fn row_height(&self, index: usize) -> f32 {
        self.piece(index).map_or(0.0, |piece| self.style(piece).row_height())
    }

    fn estimated_rows(&self, index: usize, advance: f32) -> f32 {
        let Some(piece) = self.piece(index) else { return 0.0 };
        let style = self.style(piece);
        self.pieces.width(index) * advance * style.size / (self.typography.width - style.indent).max(60.0)
    }

    /// Returns the ratio of the real to the estimated width of text, from a few pieces all over the document.
    fn advance(&self) -> f32 {
        const SAMPLES: usize = 6;
        const LONG: f32 = 60.0;
        let count = self.pieces.all().len();
        let is_long = |&index: &usize| self.pieces.width(index) > LONG;
        let samples = (0..SAMPLES).filter_map(|number| (number * count / SAMPLES..count).take(40).find(is_long));
        let (mut estimated, mut real) = (0.0, 0.0);
        for index in samples {
            estimated += self.estimated_rows(index, 1.0);
            // On average, the last row is half full.
            real += self.galley(index).map_or(1, |galley| galley.rows.len()) as f32 - 0.5;
        }
        if estimated > 0.0 { (real / estimated).clamp(0.4, 2.5) } else { 1.0 }
    }

    fn job(&self, piece: Piece) -> LayoutJob {
        let job = self.set(piece, &[]);
        self.shifts(piece, &job).map_or(job, |shifts| self.set(piece, &shifts))
    }

    /// Returns the table that a piece is a row of, if it fits into the column, and the ratio of its type size to that of the
    /// text.
    fn table(&self, piece: Piece) -> Option<(&'a Table, f32)> {
        let table = self.pieces.table(piece.block)?;
        let style = self.typography.style(BlockKind::TableRow);
        Some((table, table.scale(style.size, self.typography.width - style.indent)?))
    }

    /// Returns the style of a piece; a wide table has smaller type.
    fn style(&self, piece: Piece) -> Style {
        let style = self.typography.style(self.block(piece).kind);
        let scale = self.table(piece).map_or(1.0, |(_, scale)| scale);
        Style { size: style.size * scale, ..style }
    }

    /// Returns how far each cell of a row is moved right, relative to the previous cell, to be in its column: for each the byte
    /// of the piece at which it starts, and the distance in points.
    fn shifts(&self, piece: Piece, job: &LayoutJob) -> Option<Vec<(usize, f32)>> {
        let (table, _) = self.table(piece).filter(|_| piece.range == self.block(piece).range)?;
        let text = self.text(piece);
        let unbroken = LayoutJob { wrap: TextWrapping::no_max_width(), ..job.clone() };
        let galley = self.ctx.fonts_mut(|fonts| fonts.layout_job(unbroken));
        let row = galley.rows.first()?;
        let x = |byte: usize| row.x_offset(CharIndex(char_of_byte(text, byte)));
        let mut begin = 0;
        let mut begins = Vec::new();
        let cells: Vec<LaidCell> = text
            .split('\t')
            .map(|cell| {
                let (left, right) = (x(begin), x(begin + cell.len()));
                begins.push(begin);
                begin += cell.len() + 1;
                LaidCell { left, width: right - left }
            })
            .collect();
        let shifts = table.shifts(&cells, self.style(piece).size)?;
        Some(begins.into_iter().zip(shifts).collect())
    }

    /// Builds the layout job of a piece, with space inserted before the bytes in `shifts`.
    fn set(&self, piece: Piece, shifts: &[(usize, f32)]) -> LayoutJob {
        let (block, style) = (self.block(piece), self.style(piece));
        let mut text = self.text(piece);
        let ends_block = piece.range.end >= block.range.end;
        if block.kind == BlockKind::Preformatted && !ends_block {
            // The block continues in the next piece: the line break at the end would add an empty row that the source does not
            // have.
            text = text.strip_suffix('\n').unwrap_or(text);
        }
        // A soft line break becomes a space. Each character of the text is shown as one character, so that positions stay.
        let soft = block.kind != BlockKind::Preformatted;
        let mut job = LayoutJob::default();
        job.wrap.max_width = (self.typography.width - style.indent).max(60.0);
        let spans = self.spans(piece.range);
        let mut at = 0;
        for cut in cuts(spans, piece.range, shifts) {
            let byte = piece.range.start + at;
            let here = spans.iter().filter(|span| span.range.contains(byte));
            let part = text.get(at..cut.min(text.len())).unwrap_or_default();
            let part = if soft { part.replace('\n', " ") } else { part.to_owned() };
            let shift = shifts.iter().find(|(begin, _)| *begin == at).map_or(0.0, |(_, shift)| *shift);
            let (face, format) = self.format(&style, here);
            self.append(&mut job, &part, shift, face, &format);
            at = cut;
        }
        job
    }

    /// Appends a part of the text, `shift` points to the right of the previous one; invisible characters become visible marks.
    fn append(&self, job: &mut LayoutJob, part: &str, mut shift: f32, face: Face, format: &TextFormat) {
        let mark = || TextFormat { color: self.palette.error, background: self.palette.stripe, ..format.clone() };
        for (run, is_mark) in marked_runs(part) {
            if is_mark {
                job.append(&run, std::mem::take(&mut shift), mark());
                continue;
            }
            for (run, drawn_in) in accents::runs(&run, face) {
                let shift = std::mem::take(&mut shift);
                match drawn_in {
                    // Nearly always the case. It saves the allocation of a font family's name.
                    Some(same) if same == face => job.append(run, shift, format.clone()),
                    Some(other) => {
                        let font_id = FontId::new(format.font_id.size, other.family());
                        job.append(run, shift, TextFormat { font_id, ..format.clone() });
                    }
                    None => {
                        let marks: String = run.chars().map(|_| HIDDEN_MARK).collect();
                        job.append(&marks, shift, mark());
                    }
                }
            }
        }
    }

    /// Returns the spans that may overlap a range. Spans do not cross blocks.
    fn spans(&self, range: TextRange) -> &'a [Span] {
        let spans = &self.document.spans;
        let block = self.document.block_at(range.start).map_or(range.start, |index| self.document.blocks[index].range.start);
        let first = spans.partition_point(|span| span.range.start < block);
        let count = spans[first..].partition_point(|span| span.range.start < range.end);
        &spans[first..first + count]
    }

    fn format<'s>(&self, style: &Style, spans: impl Iterator<Item = &'s Span>) -> (Face, TextFormat) {
        let mut face = Face { sans: self.typography.sans, bold: style.bold, italic: false };
        let mut format = TextFormat { color: self.palette.text, line_height: Some(style.row_height()), ..Default::default() };
        for span in spans {
            match &span.kind {
                SpanKind::Strong => face.bold = true,
                SpanKind::Emphasis => face.italic = true,
                SpanKind::Code => format.background = self.palette.stripe,
                SpanKind::Link(_) => {
                    format.color = self.palette.accent;
                    format.underline = Stroke::new(1.0, self.palette.accent);
                }
            }
        }
        format.font_id = FontId::new(style.size, face.family());
        format.valign = egui::Align::Center;
        (face, format)
    }
}

/// Splits a text into runs: text as it is, or a mark in place of one hidden character. The number of characters stays the same.
fn marked_runs(text: &str) -> Vec<(Cow<'_, str>, bool)> {
    let mut runs = Vec::new();
    for run in text.split_inclusive(is_hidden) {
        let hidden = run.chars().next_back().filter(|&last| is_hidden(last));
        let seen = hidden.map_or(run, |hidden| &run[..run.len() - hidden.len_utf8()]);
        runs.push((Cow::Borrowed(seen), false));
        if hidden.is_some() {
            runs.push((Cow::Owned(HIDDEN_MARK.to_string()), true));
        }
    }
    runs
}

/// Returns the bytes of a piece at which its formatting changes or it is moved right, and its end.
fn cuts(spans: &[Span], range: TextRange, shifts: &[(usize, f32)]) -> Vec<usize> {
    let inside = spans.iter().filter(|span| span.range.overlaps(range)).flat_map(|span| [span.range.start, span.range.end]);
    let mut cuts: Vec<usize> =
        inside.filter(|&byte| range.start < byte && byte < range.end).map(|byte| byte - range.start).collect();
    cuts.extend(shifts.iter().map(|(begin, _)| *begin).filter(|&begin| 0 < begin && begin < range.len()));
    cuts.push(range.len());
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Returns the byte of a galley's text nearest to a point.
pub fn byte_at(text: &str, galley: &Galley, at: Vec2) -> usize {
    byte_of_char(text, galley.cursor_from_pos(at).index.0)
}

/// Returns the caret of a byte in a galley: as high as its row, without width. At a row break it is at the start of the next
/// row.
pub fn caret(text: &str, galley: &Galley, byte: usize) -> Rect {
    galley.pos_from_cursor(CCursor { index: CharIndex(char_of_byte(text, byte)), prefer_next_row: true })
}

/// Returns the caret of the end of a range in a galley. At a row break it is at the end of the previous row.
pub fn caret_after(text: &str, galley: &Galley, byte: usize) -> Rect {
    galley.pos_from_cursor(CCursor { index: CharIndex(char_of_byte(text, byte)), prefer_next_row: false })
}

/// Returns the rectangles that a range of bytes covers in a galley, one per row.
pub fn rects(text: &str, galley: &Galley, range: TextRange) -> Vec<Rect> {
    let from = char_of_byte(text, range.start);
    let to = from + char_of_byte(&text[range.start..], range.len());
    let mut rects = Vec::new();
    let mut row_start = 0;
    for placed in &galley.rows {
        let count = placed.char_count_excluding_newline().0;
        let row_end = row_start + count;
        if from < row_end && to > row_start {
            let left = placed.x_offset(CharIndex(from.saturating_sub(row_start)));
            let right = placed.x_offset(CharIndex((to - row_start).min(count)));
            rects.push(Rect::from_min_size(placed.pos + vec2(left, 0.0), vec2(right - left, placed.size.y)));
        }
        row_start = row_end + usize::from(placed.ends_with_newline);
    }
    rects
}

/// Returns the byte at which a row of a galley starts.
pub fn row_start(text: &str, galley: &Galley, row: usize) -> usize {
    let before = galley.rows.iter().take(row);
    let characters: usize = before.map(|row| row.char_count_excluding_newline().0 + usize::from(row.ends_with_newline)).sum();
    byte_of_char(text, characters)
}

pub fn byte_of_char(text: &str, index: usize) -> usize {
    if text.is_ascii() {
        return index.min(text.len());
    }
    text.char_indices().nth(index).map_or(text.len(), |(byte, _)| byte)
}

pub fn char_of_byte(text: &str, byte: usize) -> usize {
    if text.is_ascii() {
        return byte.min(text.len());
    }
    text.char_indices().take_while(|(at, _)| *at < byte).count()
}

#[cfg(test)]
mod tests {
    use super::marked_runs;

    #[test]
    fn hidden_characters_become_marks_and_positions_stay() {
        for (text, shown) in
            [("invoice\u{202e}fdp.exe", "invoice¤fdp.exe"), ("\u{7}a\u{200b}", "¤a¤"), ("小米", "小米"), ("", "")]
        {
            let runs = marked_runs(text);
            let all: String = runs.iter().map(|(run, _)| run.as_ref()).collect();
            assert_eq!(all, shown);
            assert_eq!(all.chars().count(), text.chars().count());
            assert!(runs.iter().all(|(run, is_mark)| !is_mark || run == "¤"));
        }
    }
}
