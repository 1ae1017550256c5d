//! The pages of a source: where each letter of its text stands on them, in points from the upper left corner of a page.
//!
//! The places are read again from the original whenever pages are shown; a text never changes, so they fit it as long as reading
//! gives the same text. Where a later Claimbook reads a file differently, lines are found again by their words.

use crate::import::{LineLayer, PageLayer};
use crate::notebook::{Document, TextRange};

/// A rectangle on a page: left, top, right, bottom, in points; turned around the upper left corner of the page, clockwise, by so
/// many degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageArea {
    /// Before it is turned.
    pub rect: [f32; 4],
    /// Degrees; 0 for the places of level text.
    pub turn: i16,
}

impl PageArea {
    /// Its corners on the page, from the upper left one of the text clockwise.
    pub fn corners(&self) -> [[f32; 2]; 4] {
        let [left, top, right, bottom] = self.rect;
        [[left, top], [right, top], [right, bottom], [left, bottom]].map(|corner| turned(corner, self.turn))
    }

    /// The upright rectangle around it: left, top, right, bottom.
    fn around(&self) -> [f32; 4] {
        self.corners().into_iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |[left, top, right, bottom], [x, y]| {
            [left.min(x), top.min(y), right.max(x), bottom.max(y)]
        })
    }
}

/// A point turned around the upper left corner of the page.
fn turned([x, y]: [f32; 2], degrees: i16) -> [f32; 2] {
    if degrees == 0 {
        return [x, y];
    }
    let (sin, cos) = f32::from(degrees).to_radians().sin_cos();
    [x * cos - y * sin, x * sin + y * cos]
}

/// Where the text of a document stands on its pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DocumentPages {
    pages: Vec<PageLayer>,
    /// The first byte of each line with its page and place there, in the order of the text.
    order: Vec<(usize, usize, usize)>,
    /// How many lines were not found in the text.
    lost: usize,
    /// The heights of all pages before each, and of all of them.
    tops: Vec<f64>,
    widest: f32,
}

impl DocumentPages {
    /// The pages of a document, from what its original gives now: a text, and the places of its letters.
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

    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.pages.len()
    }

    /// The width of the widest page.
    pub fn widest(&self) -> f32 {
        self.widest
    }

    /// How far down a page begins where all stand below each other, with so much between two of them, before it is enlarged.
    pub fn top(&self, page: usize, scale: f32, gap: f32) -> f32 {
        let page = page.min(self.pages.len());
        let above = self.tops.get(page).copied().unwrap_or_default();
        (above * f64::from(scale) + f64::from(gap) * (page + 1) as f64) as f32
    }

    /// The page at a height where all stand so below each other; the last one beyond the end.
    pub fn page_at(&self, height: f32, scale: f32, gap: f32) -> usize {
        let (mut low, mut high) = (0, self.pages.len());
        while low + 1 < high {
            let middle = low.midpoint(high);
            if self.top(middle, scale, gap) - gap / 2.0 <= height { low = middle } else { high = middle }
        }
        low
    }

    /// Width and height of a page.
    pub fn size(&self, page: usize) -> (f32, f32) {
        self.pages.get(page).map_or((1.0, 1.0), |layer| (layer.size.0.max(1.0), layer.size.1.max(1.0)))
    }

    /// How many lines were not found in the text: more than none where it was read by another version of Claimbook.
    pub fn lost_lines(&self) -> usize {
        self.lost
    }

    /// The lines of a page.
    pub fn lines(&self, page: usize) -> &[LineLayer] {
        self.pages.get(page).map_or(&[], |layer| &layer.lines)
    }

    /// From the first to the last byte that stands on a page; `None` for one without text.
    pub fn range(&self, page: usize) -> Option<TextRange> {
        let lines = self.lines(page);
        let start = lines.iter().map(|line| line.range.start).min()?;
        let end = lines.iter().map(|line| line.range.end).max()?;
        Some(TextRange { start, end })
    }

    /// An area for each line of a range on a page.
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

    /// The page of a byte and how far down its line begins; the nearest line before it where none holds it.
    pub fn place_of(&self, byte: usize) -> Option<(usize, f32)> {
        let after = self.order.partition_point(|(start, _, _)| *start <= byte);
        let &(_, page, line) = self.order.get(after.saturating_sub(1))?;
        let [_, top, _, _] = area(self.lines(page).get(line)?).around();
        Some((page, top))
    }

    /// The byte between two letters that is nearest to a point of a page; `None` on a page without text.
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

    /// Whether a point of a page is on a letter.
    pub fn is_over_text(&self, page: usize, x: f32, y: f32) -> bool {
        self.lines(page).iter().any(|line| distance(line, x, y) == 0.0)
    }

    /// The first byte that stands at or below a height of a page.
    pub fn first_byte_below(&self, page: usize, y: f32) -> Option<usize> {
        let below = self.lines(page).iter().filter(|line| area(line).around()[3] > y).map(|line| line.range.start).min();
        below.or_else(|| self.range(page + 1).map(|range| range.start)).or_else(|| self.range(page).map(|range| range.start))
    }
}

/// What a whole line covers.
fn area(line: &LineLayer) -> PageArea {
    let ends = (line.letters.first().map_or(0.0, |letter| letter.1), line.letters.last().map_or(0.0, |letter| letter.2));
    PageArea { rect: [ends.0.min(ends.1), line.extent.0, ends.1.max(ends.0), line.extent.1], turn: line.turn }
}

/// How far a point is from a line: what is above or below counts more than what is beside.
fn distance(line: &LineLayer, x: f32, y: f32) -> f32 {
    let outside = |value: f32, low: f32, high: f32| (low - value).max(value - high).max(0.0);
    let [left, top, right, bottom] = area(line).rect;
    let [along, down] = turned([x, y], -line.turn);
    3.0 * outside(down, top, bottom) + outside(along, left, right)
}

/// A text without its white space, and where each byte of it stands in the text.
struct Squeezed {
    text: String,
    places: Vec<usize>,
}

impl Squeezed {
    fn of(text: &str) -> Self {
        let mut squeezed = Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        for (at, letter) in text.char_indices().filter(|(_, letter)| !letter.is_whitespace()) {
            squeezed.text.push(letter);
            squeezed.places.extend(at..at + letter.len_utf8());
        }
        squeezed
    }
}

/// Puts lines onto the document's text by their words, whatever white space is between them; those that are not there are taken out
/// and counted.
fn find_again(document: &Document, text: &str, pages: &mut [PageLayer]) -> usize {
    let all = Squeezed::of(&document.text);
    let (mut from, mut lost) = (0, 0);
    for page in pages {
        page.lines.retain_mut(|line| {
            let words = Squeezed::of(text.get(line.range.start..line.range.end).unwrap_or_default()).text;
            // Behind the line before; else anywhere, as a running head may stand elsewhere now.
            let found = all.text.get(from..).and_then(|rest| rest.find(&words)).map(|at| at + from);
            let Some(start) = found.or_else(|| all.text.find(&words)).filter(|_| !words.is_empty()) else {
                lost += 1;
                return false;
            };
            let end = start + words.len();
            line.range = TextRange { start: all.places[start], end: all.places[end - 1] + 1 };
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

    /// Two lines on one page, each letter six points wide.
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

    /// Text that runs up the page is met where it stands on it.
    #[test]
    fn turned_lines_have_places_too() {
        let document = import_text("abc").unwrap().into_document(IdSource::new(1).next(1), Details::default());
        // Turned by a quarter against the clock: along is up, down is to the right.
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
