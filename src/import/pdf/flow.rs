//! Joins lines into paragraphs and headings, and rejoins words that were hyphenated at the end of a line.

use std::collections::BTreeMap;

use super::order::Line;
use super::rows::rows;
use super::running::running;
use crate::import::writer::Writer;
use crate::notebook::{BlockKind, TextRange};

/// Lines larger than the running text by this factor may be headings.
const LARGER: f64 = 1.14;
/// Lines smaller than the running text by this factor are footnotes or captions.
const SMALLER: f64 = 0.93;
/// The most characters of a heading.
const MOST_HEADING: usize = 200;
/// A line that fills less than this share of its column ends a paragraph, unless the next begins with a lower-case letter.
const SHORT: f64 = 0.6;
/// Lines further apart than this share of the usual distance belong to different paragraphs.
const APART: f64 = 1.35;

/// The range in the text of a line's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// The index of the page, and that of the line on it.
    pub line: (usize, usize),
    /// Whether it is a running head.
    pub is_running: bool,
    pub range: TextRange,
}

/// Writes pages as blocks, and returns the range in the text of each line.
pub(super) fn write(pages: &[Vec<Line>], writer: &mut Writer) -> Vec<Written> {
    let body = body_size(pages);
    let levels = heading_sizes(pages, body);
    let running = running(pages);
    let mut found = Vec::new();
    let mut open: Option<Open<'_>> = None;
    // Running heads and footnotes wait until the paragraph that they interrupt ends.
    let mut waiting: Vec<Open<'_>> = Vec::new();
    let mut close = |open: Open<'_>, waiting: &mut Vec<Open<'_>>, writer: &mut Writer| {
        open.write(writer, &mut found);
        waiting.drain(..).for_each(|other| other.write(writer, &mut found));
    };
    for (number, page) in pages.iter().enumerate() {
        let spacing = spacing(page);
        let rows = rows(page);
        for (index, line) in page.iter().enumerate() {
            let level = level_of(line, &levels);
            let kind = match level {
                Some(level) => Kind::Heading(level),
                None if rows.contains_key(&index) => Kind::Row,
                None => Kind::Text,
            };
            if running.contains(&(number, index)) {
                waiting.push(Open { is_running: true, ..Open::new(line, Kind::Text, (number, index)) });
                continue;
            }
            if open.as_ref().is_some_and(|open| open.is_cut_by(line, body)) {
                match waiting.last_mut() {
                    Some(note) if !note.is_running && note.goes_on_with(line, kind, spacing) => note.add(line, (number, index)),
                    _ => waiting.push(Open::new(line, kind, (number, index))),
                }
                continue;
            }
            let goes_on = open.as_ref().is_some_and(|open| open.goes_on_with(line, kind, spacing));
            match &mut open {
                Some(open) if goes_on => open.add(line, (number, index)),
                _ => {
                    if let Some(open) = open.take() {
                        close(open, &mut waiting, writer);
                    }
                    let columns = rows.get(&index).filter(|_| kind == Kind::Row).cloned().unwrap_or_default();
                    open = Some(Open { columns, ..Open::new(line, kind, (number, index)) });
                }
            }
        }
        // A paragraph may continue on the next page; headings and rows do not.
        if open.as_ref().is_some_and(|open| open.kind != Kind::Text || open.ends_sentence())
            && let Some(open) = open.take()
        {
            close(open, &mut waiting, writer);
        }
    }
    if let Some(open) = open {
        close(open, &mut waiting, writer);
    }
    waiting.into_iter().for_each(|other| other.write(writer, &mut found));
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Heading(u8),
    Row,
}

/// A block that may continue.
struct Open<'a> {
    text: String,
    /// Its lines, as indices of page and line, each with the byte offset in `text` at which it begins.
    lines: Vec<((usize, usize), usize)>,
    last: &'a Line,
    kind: Kind,
    /// The column of each cell of a row.
    columns: Vec<usize>,
    is_running: bool,
}

impl Open<'_> {
    fn goes_on_with(&self, line: &Line, kind: Kind, spacing: f64) -> bool {
        let last = self.last;
        if kind != self.kind || kind == Kind::Row || line.turn != last.turn || (line.size / last.size - 1.0).abs() > 0.1 {
            return false;
        }
        let is_text = kind == Kind::Text;
        if !is_text && self.text.chars().count() + line.text.chars().count() > MOST_HEADING {
            return false;
        }
        let step = line.baseline - last.baseline;
        let is_same_column = line.column == last.column && step > 0.0;
        if !is_same_column {
            // In the next column or page, the paragraph continues if its sentence does.
            return is_text && !self.ends_sentence() && self.is_full() && starts_low(&line.text);
        }
        let indented = line.left > line.column.0 + 0.8 * line.size && last.left <= last.column.0 + 0.4 * last.size;
        let is_short = !self.is_full() && self.ends_sentence();
        let is_very_short = is_text && last.right < last.column.0 + SHORT * self.width() && !starts_low(&line.text);
        // A number at the beginning of a line may also be the end of a sentence.
        let begins_item = is_item(&line.text) && (self.ends_sentence() || !self.is_full());
        step < spacing.max(line.size) * APART && !indented && !is_short && !is_very_short && !begins_item
    }

    /// Whether a line belongs to a footnote or the like, set smaller, that interrupts a sentence between two columns or pages.
    fn is_cut_by(&self, line: &Line, body: f64) -> bool {
        let is_text = self.kind == Kind::Text && self.last.size > body * 0.96;
        is_text && line.size < body * SMALLER && !self.ends_sentence() && self.is_full()
    }

    /// Whether its last line reaches the right edge of the column.
    fn is_full(&self) -> bool {
        self.last.right > self.last.column.1 - self.width() * 0.15
    }

    /// The width of its last line's column.
    fn width(&self) -> f64 {
        self.last.column.1 - self.last.column.0
    }

    fn ends_sentence(&self) -> bool {
        self.text.trim_end().ends_with(['.', '!', '?', ':', '”', '"', '。', ')'])
    }
}

impl<'a> Open<'a> {
    fn new(line: &'a Line, kind: Kind, page_and_line: (usize, usize)) -> Self {
        Self {
            text: line.text.clone(),
            lines: vec![(page_and_line, 0)],
            last: line,
            kind,
            columns: Vec::new(),
            is_running: false,
        }
    }

    fn add(&mut self, line: &'a Line, page_and_line: (usize, usize)) {
        let parted = self.text.ends_with('-') && self.text.chars().rev().nth(1).is_some_and(char::is_alphabetic);
        if parted && starts_low(&line.text) {
            self.text.pop();
        } else if !is_wide(self.text.chars().last()) || !is_wide(line.text.chars().next()) {
            self.text.push(' ');
        }
        self.lines.push((page_and_line, self.text.len()));
        self.text.push_str(&line.text);
        self.last = line;
    }

    fn write(self, writer: &mut Writer, found: &mut Vec<Written>) {
        let kind = match self.kind {
            Kind::Heading(level) if self.lines.len() <= 4 => Some(BlockKind::Heading(level)),
            Kind::Row => Some(BlockKind::TableRow),
            _ => None,
        };
        writer.begin(kind);
        let ends = self.lines.iter().skip(1).map(|(_, begin)| *begin).chain([self.text.len()]);
        for (&(line, begin), end) in self.lines.iter().zip(ends) {
            let range = match self.kind {
                Kind::Row => self.write_cells(writer),
                _ => writer.words_written(&self.text[begin..end]),
            };
            if let Some(range) = range {
                found.push(Written { line, is_running: self.is_running, range });
            }
        }
        writer.close_block();
    }

    /// Writes the cells of a row, each in its column, and returns the range of the row; `None` if it is empty.
    fn write_cells(&self, writer: &mut Writer) -> Option<TextRange> {
        let cells = &self.last.cells;
        let ends = cells.iter().skip(1).map(|cell| cell.begin).chain([self.text.len()]);
        let mut range: Option<TextRange> = None;
        let mut column = 0;
        for (index, (cell, end)) in cells.iter().zip(ends).enumerate() {
            while column < self.columns.get(index).copied().unwrap_or(index) {
                writer.tab();
                column += 1;
            }
            if let Some(written) = writer.words_written(&self.text[cell.begin..end]) {
                range = Some(TextRange { start: range.map_or(written.start, |range| range.start), end: written.end });
            }
        }
        range
    }
}

fn starts_low(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

/// Whether a character is Chinese or Japanese, which are written without spaces.
fn is_wide(character: Option<char>) -> bool {
    character
        .is_some_and(|character| matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}'))
}

/// Whether a line begins like the item of a list.
pub(super) fn is_item(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    matches!(first, "•" | "–" | "▪" | "●" | "■" | "◦" | "-" | "*")
        || first
            .strip_suffix(['.', ')'])
            .is_some_and(|number| (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the type size of most letters, in points, rounded to quarters.
fn body_size(pages: &[Vec<Line>]) -> f64 {
    let mut letters: BTreeMap<i64, usize> = BTreeMap::new();
    for line in pages.iter().flatten() {
        *letters.entry((line.size * 4.0).round() as i64).or_default() += line.text.len();
    }
    letters.into_iter().max_by_key(|(_, count)| *count).map_or(0.0, |(size, _)| size as f64 / 4.0)
}

/// Returns the type sizes of headings, the largest first.
fn heading_sizes(pages: &[Vec<Line>], body: f64) -> Vec<f64> {
    let mut sizes: Vec<f64> = Vec::new();
    for line in pages.iter().flatten().filter(|line| line.size > body * LARGER && may_be_heading(line)) {
        if !sizes.iter().any(|known| is_same_size(*known, line)) {
            sizes.push(line.size);
        }
    }
    sizes.sort_by(|a, b| b.total_cmp(a));
    sizes
}

fn level_of(line: &Line, sizes: &[f64]) -> Option<u8> {
    let index = sizes.iter().position(|size| is_same_size(*size, line))?;
    may_be_heading(line).then_some((index + 1).min(6) as u8)
}

/// Whether a line has more than two letters and at most [`MOST_HEADING`] characters.
fn may_be_heading(line: &Line) -> bool {
    line.text.chars().filter(|character| character.is_alphabetic()).count() > 2 && line.text.chars().count() <= MOST_HEADING
}

fn is_same_size(size: f64, line: &Line) -> bool {
    (size / line.size - 1.0).abs() < 0.06
}

/// Returns the usual distance between lines of a page, in points: a third of all distances are smaller.
fn spacing(page: &[Line]) -> f64 {
    let mut steps: Vec<f64> = page
        .windows(2)
        .filter(|pair| pair[0].turn == pair[1].turn && pair[0].column == pair[1].column)
        .map(|pair| pair[1].baseline - pair[0].baseline)
        .filter(|step| *step > 1.0)
        .collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 3).copied().unwrap_or(0.0)
}
