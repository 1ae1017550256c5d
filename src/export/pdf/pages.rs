//! Pages: what stands where, and how it belongs together in the tree of tags.

use std::collections::HashMap;

use super::fonts::Fonts;
use super::lines::{Goal, Line, Piece, lines, longest_word};
use crate::chart::Scene;

/// A4, in points.
pub(super) const PAGE: (f32, f32) = (595.0, 842.0);
/// The margins: left, top, right, bottom.
pub(super) const MARGIN: (f32, f32, f32, f32) = (72.0, 66.0, 72.0, 70.0);
/// The width of the text.
pub(super) const WIDTH: f32 = PAGE.0 - MARGIN.0 - MARGIN.2;
const BOTTOM: f32 = PAGE.1 - MARGIN.3;
/// The space at the left and right of the words of a cell, in points, and the most of a row that one column gets for its words.
const CELL_PADDING: f32 = 4.0;
const MOST_OF_A_ROW: f32 = 0.3;

/// The kind of a part of the document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Section,
    /// A heading: its level, and its words.
    Heading(u16, String),
    Paragraph,
    Quote,
    List {
        is_numbered: bool,
    },
    Item,
    ItemBody,
    Table,
    Row,
    HeadCell,
    Cell,
    /// A chart, with its description.
    Figure(String),
}

/// A part of the document, by its position.
pub(super) type Part = usize;

/// A part: its kind and the part that it belongs to.
pub(super) struct Node {
    pub kind: Kind,
    pub parent: Option<Part>,
}

/// Something on a page.
pub(super) enum Drawn {
    /// A line of text: of which part, its left end and its baseline.
    Line(Part, (f32, f32), Line),
    /// A chart: of which part, where, and how much larger than it was laid out.
    Figure(Part, (f32, f32), f32, Box<Scene>),
    /// A line that only parts: from, to, its width and its colour.
    Rule((f32, f32), (f32, f32), f32, [u8; 3]),
}

/// Where something can be found: the page, and the distance from its top.
pub(super) type Place = (usize, f32);

/// All pages.
#[derive(Default)]
pub(super) struct LaidOut {
    pub pages: Vec<Vec<Drawn>>,
    pub nodes: Vec<Node>,
    pub places: HashMap<Goal, Place>,
    /// The headings for the outline: level, words, place.
    pub headings: Vec<(u16, String, Place)>,
}

/// Pages that are being filled.
pub(super) struct Pages<'a> {
    pub fonts: &'a mut Fonts,
    out: LaidOut,
    y: f32,
    part: Option<Part>,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    /// How far it is set in, in points.
    pub indent: f32,
    /// The height of a line.
    pub line: f32,
    /// The space above and below.
    pub gap: (f32, f32),
    /// How many lines have to stay together with it on a page.
    pub keep: f32,
}

/// The height that a chart as wide as the text needs with its caption.
pub(super) fn figure_height((width, height): (f32, f32)) -> f32 {
    height * WIDTH / width + 40.0
}

impl<'a> Pages<'a> {
    pub fn new(fonts: &'a mut Fonts) -> Self {
        let out = LaidOut { pages: vec![Vec::new()], ..LaidOut::default() };
        Self { fonts, out, y: MARGIN.1, part: None }
    }

    pub fn finish(self) -> LaidOut {
        self.out
    }

    /// Fills a part of the document.
    pub fn inside(&mut self, kind: Kind, fill: impl FnOnce(&mut Self)) {
        self.out.nodes.push(Node { kind, parent: self.part });
        let before = self.part.replace(self.out.nodes.len() - 1);
        fill(self);
        self.part = before;
    }

    fn part(&self) -> Part {
        self.part.unwrap_or_default()
    }

    /// Goes to the next page unless there is room for this height.
    pub fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > MARGIN.1 {
            self.out.pages.push(Vec::new());
            self.y = MARGIN.1;
        }
    }

    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.out.pages.len()
    }

    /// The height that is left on the page.
    pub fn room(&self) -> f32 {
        BOTTOM - self.y
    }

    fn put(&mut self, drawn: Drawn) {
        if let Some(page) = self.out.pages.last_mut() {
            page.push(drawn);
        }
    }

    /// What stands a little above where the next thing is put: links lead there.
    fn place(&self, above: f32) -> Place {
        (self.out.pages.len() - 1, (self.y - above).max(0.0))
    }

    /// Leaves space, unless a page begins.
    pub fn space(&mut self, height: f32) {
        if self.y > MARGIN.1 {
            self.y += height;
        }
    }

    /// Notes where a goal can be found: here.
    pub fn anchor(&mut self, goal: Goal) {
        let place = self.place(14.0);
        self.out.places.entry(goal).or_insert(place);
    }

    /// Adds a heading to the outline: here.
    pub fn heading(&mut self, level: u16, words: String) {
        let place = self.place(4.0);
        self.out.headings.push((level, words, place));
    }

    /// Sets a paragraph of the part that is being filled.
    pub fn paragraph(&mut self, pieces: &[Piece], setting: Setting) {
        let set = lines(pieces, WIDTH - setting.indent, self.fonts);
        self.space(setting.gap.0);
        // Neither the first nor the last line of a paragraph stands alone.
        let count = set.len();
        self.need(setting.line * (setting.keep + if count <= 3 { count as f32 } else { 2.0 }));
        for (number, line) in set.into_iter().enumerate() {
            let stays = if count > 3 && number + 2 == count { 2.0 } else { 1.0 };
            self.need(setting.line * stays);
            self.line(line, MARGIN.0 + setting.indent, setting.line);
        }
        self.y += setting.gap.1;
    }

    fn line(&mut self, line: Line, x: f32, height: f32) {
        for goal in line.words.iter().filter_map(|word| word.anchor.clone()) {
            let place = self.place(6.0);
            self.out.places.entry(goal).or_insert(place);
        }
        let baseline = self.y + height * 0.72;
        let part = self.part();
        self.put(Drawn::Line(part, (x, baseline), line));
        self.y += height;
    }

    /// Draws a chart as wide as the text.
    pub fn figure(&mut self, scene: Scene, (width, height): (f32, f32), space: (f32, f32)) {
        let scale = WIDTH / width;
        self.space(space.0);
        self.need(figure_height((width, height)));
        let (part, at) = (self.part(), (MARGIN.0, self.y));
        self.put(Drawn::Figure(part, at, scale, Box::new(scene)));
        self.y += height * scale + space.1;
    }

    /// Draws a thin line across the text.
    pub fn rule(&mut self, width: f32, colour: [u8; 3]) {
        let y = self.y;
        self.put(Drawn::Rule((MARGIN.0, y), (MARGIN.0 + WIDTH, y), width, colour));
    }

    /// The widths of the columns of a table: those that are wanted, but none narrower than its longest word, as far as there is room.
    pub fn widths(&mut self, rows: &[Vec<Vec<Piece>>], wanted: &[f32]) -> Vec<f32> {
        let whole: f32 = wanted.iter().sum();
        let mut least = vec![0.0_f32; wanted.len()];
        for row in rows {
            for (cell, least) in row.iter().zip(&mut least) {
                // A word of which nothing else would leave room is broken.
                *least = least.max((longest_word(cell, self.fonts) + 2.0 * CELL_PADDING).min(whole * MOST_OF_A_ROW));
            }
        }
        let missing: f32 = wanted.iter().zip(&least).map(|(wanted, least)| (least - wanted).max(0.0)).sum();
        let spare: f32 = wanted.iter().zip(&least).map(|(wanted, least)| (wanted - least).max(0.0)).sum();
        if missing <= 0.0 || spare < missing {
            return wanted.to_vec();
        }
        let given =
            |(wanted, least): (&f32, &f32)| if wanted < least { *least } else { wanted - (wanted - least) * missing / spare };
        wanted.iter().zip(&least).map(given).collect()
    }

    /// Sets a row of a table: its cells, their widths, and the kind of the cells.
    pub fn row(&mut self, cells: &[(Vec<Piece>, f32)], kind: Kind, line_height: f32) {
        const PADDING: f32 = 4.0;
        let set: Vec<Vec<Line>> =
            cells.iter().map(|(pieces, width)| lines(pieces, (width - 2.0 * CELL_PADDING).max(20.0), self.fonts)).collect();
        let rows = set.iter().map(Vec::len).max().unwrap_or_default();
        // A row higher than a page is broken like a paragraph.
        let height = line_height * rows as f32 + 2.0 * PADDING;
        self.need(height.min(BOTTOM - MARGIN.1 - 1.0));
        let (top, first_page) = (self.y, self.out.pages.len());
        let mut lowest = top;
        let mut columns: Vec<(f32, Vec<Line>)> = Vec::new();
        let mut x = MARGIN.0;
        for (set, (_, width)) in set.into_iter().zip(cells) {
            columns.push((x, set));
            x += width;
        }
        self.inside(Kind::Row, |pages| {
            for (x, set) in columns {
                pages.inside(kind.clone(), |pages| {
                    // Cells of a row that goes over pages follow each other.
                    if pages.out.pages.len() == first_page {
                        pages.y = top + PADDING;
                    }
                    for line in set {
                        pages.need(line_height);
                        pages.line(line, x, line_height);
                    }
                    if pages.out.pages.len() == first_page {
                        lowest = lowest.max(pages.y);
                    } else {
                        lowest = pages.y;
                    }
                });
            }
        });
        self.y = lowest + PADDING;
        self.rule(0.5, [0xdd, 0xdb, 0xd3]);
    }
}
