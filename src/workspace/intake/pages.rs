//! The pages of a source: the position of each letter of its text on them, in points from the upper left corner of the page.
//!
//! Positions are read from the original again whenever pages are shown. A document's text never changes, so they fit it as long
//! as reading the original gives the same text. If another version of Claimbook reads it differently, lines are matched by
//! their words.

use crate::import::{LineLayer, PageLayer};
use crate::notebook::{Document, TextRange};

/// A rectangle on a page, rotated clockwise around the upper left corner of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageArea {
    /// Left, top, right, bottom in points, before the rotation.
    pub rect: [f32; 4],
    /// The rotation in degrees; 0 for level text.
    pub turn: i16,
}

impl PageArea {
    /// Returns its corners on the page, clockwise from the upper left one of the text.
    pub fn corners(&self) -> [[f32; 2]; 4] {
        let [left, top, right, bottom] = self.rect;
        [[left, top], [right, top], [right, bottom], [left, bottom]].map(|corner| turned(corner, self.turn))
    }

    /// Returns the upright rectangle around it: left, top, right, bottom.
    fn around(&self) -> [f32; 4] {
        self.corners().into_iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |[left, top, right, bottom], [x, y]| {
            [left.min(x), top.min(y), right.max(x), bottom.max(y)]
        })
    }
}

/// Rotates a point clockwise around the upper left corner of the page.
fn turned([x, y]: [f32; 2], degrees: i16) -> [f32; 2] {
    if degrees == 0 {
        return [x, y];
    }
    let (sin, cos) = f32::from(degrees).to_radians().sin_cos();
    [x * cos - y * sin, x * sin + y * cos]
}

/// The positions of a document's text on its pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DocumentPages {
    pages: Vec<PageLayer>,
    /// The first byte, the page and the index on that page of each line, in the order of the text.
    order: Vec<(usize, usize, usize)>,
    /// The number of lines that were not found in the text.
    lost: usize,
    /// For each page, the sum of the heights of all pages above it; last, the sum of all.
    tops: Vec<f64>,
    widest: f32,
}

impl DocumentPages {
    /// Takes the text and the positions as the document's original gives them now.
    pub fn new(document: &Document, text: &str, mut pages: Vec<PageLayer>) -> Self {
        let lost = if *document.text == *text { 0 } else { find_again(document, text, &mut pages) };
        let lines = pages
            .iter()
            .enumerate()
            .flat_map(|(page, layer)| layer.lines.iter().enumerate().map(move |(line, found)| (found.range.start, page, line)));
        let mut order: Vec<_> = lines.collect();
        order.sort_unstable();
        let mut found = Self { pages, order, lost, tops: vec![0.0], widest: 1.0 };
        for page in 0..found.count() {
            let (width, height) = found.size(page);
            let top = found.tops.last().copied().unwrap_or_default();
            found.tops.push(top + f64::from(height));
            found.widest = found.widest.max(width);
        }
        found
    }

    /// Returns the number of pages.
    pub fn count(&self) -> usize {
        self.pages.len()
    }

    /// The width of the widest page.
    pub fn widest(&self) -> f32 {
        self.widest
    }

    /// Returns the top of a page if all are stacked, with a gap above each. Page heights are multiplied by `scale`; the gap is
    /// not.
    pub fn top(&self, page: usize, scale: f32, gap: f32) -> f32 {
        let page = page.min(self.pages.len());
        let above = self.tops.get(page).copied().unwrap_or_default();
        (above * f64::from(scale) + f64::from(gap) * (page + 1) as f64) as f32
    }

    /// Returns the page at a height if all are stacked as for [`Self::top`]; beyond the end, the last one.
    pub fn page_at(&self, height: f32, scale: f32, gap: f32) -> usize {
        let (mut low, mut high) = (0, self.pages.len());
        while low + 1 < high {
            let middle = low.midpoint(high);
            if self.top(middle, scale, gap) - gap / 2.0 <= height { low = middle } else { high = middle }
        }
        low
    }

    /// Returns the width and height of a page, in points; each is at least 1.
    pub fn size(&self, page: usize) -> (f32, f32) {
        self.pages.get(page).map_or((1.0, 1.0), |layer| (layer.size.0.max(1.0), layer.size.1.max(1.0)))
    }

    /// Returns the number of lines that were not found in the text. It is 0 unless another version of Claimbook read the
    /// original differently.
    pub fn lost_lines(&self) -> usize {
        self.lost
    }

    /// Returns the lines of a page.
    pub fn lines(&self, page: usize) -> &[LineLayer] {
        self.pages.get(page).map_or(&[], |layer| &layer.lines)
    }

    /// Returns the range from the first to the last byte on a page; `None` for a page without text.
    pub fn range(&self, page: usize) -> Option<TextRange> {
        let lines = self.lines(page);
        let start = lines.iter().map(|line| line.range.start).min()?;
        let end = lines.iter().map(|line| line.range.end).max()?;
        Some(TextRange { start, end })
    }

    /// Returns one area for each line of a range on a page.
    pub fn areas(&self, page: usize, range: TextRange) -> Vec<PageArea> {
        let overlapping = self.lines(page).iter().filter(|line| line.range.overlaps(range));
        overlapping
            .filter_map(|line| {
                let inside = |byte: u32| range.contains(line.range.start + byte as usize);
                let letters = line.letters.iter().filter(|(byte, _, _)| inside(*byte));
                let (left, right) =
                    letters.fold((f32::MAX, f32::MIN), |(left, right), letter| (left.min(letter.1), right.max(letter.2)));
                let rect = [left, line.extent.0, right, line.extent.1];
                (left <= right).then_some(PageArea { rect, turn: line.turn })
            })
            .collect()
    }

    /// Returns the page of a byte and the top of its line there. If no line contains the byte, the nearest line before it is
    /// used.
    pub fn place_of(&self, byte: usize) -> Option<(usize, f32)> {
        let after = self.order.partition_point(|(start, _, _)| *start <= byte);
        let &(_, page, line) = self.order.get(after.saturating_sub(1))?;
        let [_, top, _, _] = area(self.lines(page).get(line)?).around();
        Some((page, top))
    }

    /// Returns the byte offset between two letters that is nearest to a point of a page; `None` on a page without text.
    pub fn byte_at(&self, document: &Document, page: usize, x: f32, y: f32) -> Option<usize> {
        let line = self.lines(page).iter().min_by(|a, b| distance(a, x, y).total_cmp(&distance(b, x, y)))?;
        let [along, _] = turned([x, y], -line.turn);
        let beyond = line.letters.iter().find(|(_, left, right)| along < (left + right) / 2.0);
        Some(match beyond {
            Some((byte, _, _)) => line.range.start + *byte as usize,
            None => {
                let last = line.range.start + line.letters.last()?.0 as usize;
                last + document.text.get(last..)?.chars().next()?.len_utf8()
            }
        })
    }

    /// Whether a point of a page is on a line of text.
    pub fn is_over_text(&self, page: usize, x: f32, y: f32) -> bool {
        self.lines(page).iter().any(|line| distance(line, x, y) == 0.0)
    }

    /// Returns the first byte at or below a height of a page; if there is none, that of the next page, or else of this page.
    pub fn first_byte_below(&self, page: usize, y: f32) -> Option<usize> {
        let below = self.lines(page).iter().filter(|line| area(line).around()[3] > y).map(|line| line.range.start).min();
        below.or_else(|| self.range(page + 1).map(|range| range.start)).or_else(|| self.range(page).map(|range| range.start))
    }
}

/// The area of a whole line.
fn area(line: &LineLayer) -> PageArea {
    let ends = (line.letters.first().map_or(0.0, |letter| letter.1), line.letters.last().map_or(0.0, |letter| letter.2));
    PageArea { rect: [ends.0.min(ends.1), line.extent.0, ends.1.max(ends.0), line.extent.1], turn: line.turn }
}

/// The distance of a point from a line; vertical distance counts three times.
fn distance(line: &LineLayer, x: f32, y: f32) -> f32 {
    let outside = |value: f32, low: f32, high: f32| (low - value).max(value - high).max(0.0);
    let [left, top, right, bottom] = area(line).rect;
    let [along, down] = turned([x, y], -line.turn);
    3.0 * outside(down, top, bottom) + outside(along, left, right)
}

/// A text without white space, and the byte offset in the original text of each of its bytes.
struct Squeezed {
    text: String,
    bytes: Vec<usize>,
}

impl Squeezed {
    fn of(text: &str) -> Self {
        let mut squeezed = Self { text: String::with_capacity(text.len()), bytes: Vec::with_capacity(text.len()) };
        for (at, letter) in text.char_indices().filter(|(_, letter)| !letter.is_whitespace()) {
            squeezed.text.push(letter);
            squeezed.bytes.extend(at..at + letter.len_utf8());
        }
        squeezed
    }
}

/// Matches lines to the document's text by their words, ignoring white space. Removes lines that are not found, and returns
/// their number.
fn find_again(document: &Document, text: &str, pages: &mut [PageLayer]) -> usize {
    let all = Squeezed::of(&document.text);
    let (mut from, mut lost) = (0, 0);
    for page in pages {
        page.lines.retain_mut(|line| {
            let words = Squeezed::of(text.get(line.range.start..line.range.end).unwrap_or_default()).text;
            // After the previous line, or else anywhere: a running head may be elsewhere now.
            let found = all.text.get(from..).and_then(|rest| rest.find(&words)).map(|at| at + from);
            let Some(start) = found.or_else(|| all.text.find(&words)).filter(|_| !words.is_empty()) else {
                lost += 1;
                return false;
            };
            let end = start + words.len();
            line.range = TextRange { start: all.bytes[start], end: all.bytes[end - 1] + 1 };
            let now = document.slice(line.range).unwrap_or_default();
            let letters = now.char_indices().filter(|(_, letter)| !letter.is_whitespace());
            for ((byte, _, _), (at, _)) in line.letters.iter_mut().zip(letters) {
                *byte = at as u32;
            }
            if found.is_some_and(|found| found < from + 2_000) {
                from = end;
            }
            true
        });
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{Details, IdSource};
    use crate::workspace::import_text;

    /// Two lines on one page; each letter is six points wide.
    fn pages() -> (Document, DocumentPages) {
        let imported = import_text("First line\n\nsecond é").unwrap();
        let document = imported.into_document(IdSource::new(1).next(1), Details::default());
        let line = |start: usize, end: usize, top: f32| {
            let words = &document.text[start..end];
            let letters = words.char_indices().enumerate().filter(|(_, (_, letter))| *letter != ' ');
            let letters = letters.map(|(index, (byte, _))| (byte as u32, index as f32 * 6.0, index as f32 * 6.0 + 6.0)).collect();
            LineLayer { range: (start, end).into(), turn: 0, extent: (top, top + 12.0), letters }
        };
        let end = document.text.len();
        let layer = PageLayer { size: (100.0, 200.0), lines: vec![line(0, 10, 20.0), line(12, end, 40.0)] };
        let pages = DocumentPages::new(&document, &document.text, vec![layer, PageLayer { size: (0.0, 5.0), lines: vec![] }]);
        (document, pages)
    }

    #[test]
    fn bytes_and_places_lead_to_each_other() {
        let (document, pages) = pages();
        assert_eq!(pages.byte_at(&document, 0, 1.0, 25.0), Some(0));
        assert_eq!(pages.byte_at(&document, 0, 500.0, 25.0), Some(10));
        assert_eq!(pages.byte_at(&document, 0, 500.0, 190.0), Some(document.text.len()));
        assert_eq!(pages.byte_at(&document, 0, 38.0, 25.0), Some(6));
        assert_eq!(pages.byte_at(&document, 1, 0.0, 0.0), None);
        let areas = pages.areas(0, (2, 14).into());
        assert_eq!(areas.iter().map(|area| area.rect).collect::<Vec<_>>(), [[12.0, 20.0, 60.0, 32.0], [0.0, 40.0, 12.0, 52.0]]);
        assert_eq!(pages.place_of(13), Some((0, 40.0)));
        assert_eq!(pages.first_byte_below(0, 33.0), Some(12));
        assert!(pages.is_over_text(0, 3.0, 30.0) && !pages.is_over_text(0, 3.0, 36.0));
        assert_eq!((pages.size(1), pages.range(1), pages.widest()), ((1.0, 5.0), None, 100.0));
        assert_eq!((pages.top(0, 2.0, 10.0), pages.top(1, 2.0, 10.0), pages.top(2, 2.0, 10.0)), (10.0, 420.0, 440.0));
        assert_eq!([-5.0, 0.0, 414.0, 416.0, 9e9].map(|at| pages.page_at(at, 2.0, 10.0)), [0, 0, 0, 1, 1]);
    }

    /// Rotated text is found where it is drawn.
    #[test]
    fn turned_lines_have_places_too() {
        let document = import_text("abc").unwrap().into_document(IdSource::new(1).next(1), Details::default());
        // A quarter turn anticlockwise: along is up, down is to the right.
        let letters = vec![(0, -90.0, -80.0), (1, -80.0, -70.0), (2, -70.0, -60.0)];
        let line = LineLayer { range: (0, 3).into(), turn: -90, extent: (30.0, 42.0), letters };
        let layer = PageLayer { size: (100.0, 200.0), lines: vec![line] };
        let pages = DocumentPages::new(&document, &document.text, vec![layer]);
        let corners = pages.areas(0, (1, 2).into())[0].corners().map(|corner| corner.map(f32::round));
        assert_eq!(corners, [[30.0, 80.0], [30.0, 70.0], [42.0, 70.0], [42.0, 80.0]]);
        assert_eq!(pages.byte_at(&document, 0, 35.0, 89.0), Some(0));
        assert_eq!(pages.byte_at(&document, 0, 35.0, 71.0), Some(2));
        assert!(pages.is_over_text(0, 35.0, 75.0) && !pages.is_over_text(0, 75.0, 35.0));
        assert_eq!(pages.place_of(0).map(|(page, top)| (page, top.round())), Some((0, 60.0)));
    }

    #[test]
    fn lines_are_found_again_in_a_text_that_was_read_differently() {
        let (document, pages) = pages();
        let now = "second é First\tline gone";
        let line = |start: usize, end: usize| {
            let words = now[start..end].char_indices().filter(|(_, letter)| !letter.is_whitespace());
            let letters = words.map(|(at, _)| (at as u32, 0.0, 1.0)).collect();
            LineLayer { range: (start, end).into(), turn: 0, extent: (0.0, 1.0), letters }
        };
        let layer = PageLayer { size: (9.0, 9.0), lines: vec![line(0, 9), line(10, 20), line(21, 25)] };
        let again = DocumentPages::new(&document, now, vec![layer]);
        assert_eq!((again.lost_lines(), pages.lost_lines()), (1, 0));
        assert_eq!(again.lines(0).iter().map(|line| line.range).collect::<Vec<_>>(), [(12, 21).into(), (0, 10).into()]);
        assert_eq!(again.lines(0)[1].letters.iter().map(|letter| letter.0).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 6, 7, 8, 9]);
    }
}
