//! A chart laid out: shapes and texts with positions in points, the origin at the top left.

use super::Ink;

/// A position in points.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// A rectangle in points.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left.
    pub left: f32,
    /// Top.
    pub top: f32,
    /// Right.
    pub right: f32,
    /// Bottom.
    pub bottom: f32,
}

impl Rect {
    /// The box of a line of text of some width and height, from its left edge and its middle.
    pub(super) fn of_line(left: f32, middle: f32, (width, height): (f32, f32)) -> Self {
        Self { left, right: left + width, top: middle - height / 2.0, bottom: middle + height / 2.0 }
    }

    /// Its width.
    pub fn width(self) -> f32 {
        self.right - self.left
    }

    /// Its height.
    pub fn height(self) -> f32 {
        self.bottom - self.top
    }

    /// Whether the two rectangles share an area.
    pub fn overlaps(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// The rectangle at another position.
    pub fn moved(self, by: Point) -> Self {
        Self { left: self.left + by.x, right: self.right + by.x, top: self.top + by.y, bottom: self.bottom + by.y }
    }

    /// The rectangle, larger by `margin` on all sides.
    pub fn expand(self, margin: f32) -> Self {
        Self { left: self.left - margin, top: self.top - margin, right: self.right + margin, bottom: self.bottom + margin }
    }
}

/// Everything to paint, and everything to point at. What lies in a data area is clipped to it, and an overhang around it; on the
/// screen the library that pans and zooms paints it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Behind: titles, the key, the source line, axes and their labels.
    pub behind: Vec<Item>,
    /// The data areas: none for a chart of rows, several for panels.
    pub areas: Vec<Area>,
    /// In front of all areas: the labels of lines and marks.
    pub front: Vec<Item>,
    /// The areas that can be pointed at; on a chart over time from left to right.
    pub hits: Vec<Hit>,
}

impl Scene {
    /// All items, back to front.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.behind.iter().chain(self.areas.iter().flat_map(|area| &area.items)).chain(&self.front)
    }

    /// Adds the scene of a panel, moved; `marks` is the index of its first mark among those of all panels.
    pub fn add(&mut self, panel: Self, by: Point, marks: usize) {
        let moved = |items: Vec<Item>| items.into_iter().map(move |item| item.moved(by));
        self.behind.extend(moved(panel.behind));
        self.front.extend(moved(panel.front));
        self.areas.extend(panel.areas.into_iter().map(|area| Area {
            plot: area.plot.moved(by),
            items: moved(area.items).collect(),
            ..area
        }));
        self.hits.extend(
            panel
                .hits
                .into_iter()
                .map(|hit| Hit { rect: hit.rect.moved(by), marks: hit.marks.into_iter().map(|mark| mark + marks).collect() }),
        );
    }
}

/// How far what lies in a data area may hang over its edge, in points: half a mark at the first or last moment, a tick.
pub const OVERHANG: f32 = 12.0;

/// A data area: a rectangle with a time axis and a value axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its edges.
    pub plot: Rect,
    /// The times and values at its edges.
    pub window: Window,
    /// What is painted in it, back to front.
    pub items: Vec<Item>,
}

impl Area {
    /// Returns the position of a decimal year and a value.
    pub fn point_of(&self, time: f64, value: f64) -> Point {
        let across = ((time - self.window.time.0) / (self.window.time.1 - self.window.time.0).max(1e-9)) as f32;
        let (low, high) = self.window.values;
        let up = ((value - low) / (high - low).max(1e-300)) as f32;
        Point { x: self.plot.left + across * self.plot.width(), y: self.plot.bottom - up * self.plot.height() }
    }
}

/// The times and values that a data area shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The decimal years at the left and right edge.
    pub time: (f64, f64),
    /// The values at the bottom and at the top.
    pub values: (f64, f64),
}

/// A shape or text to paint.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A rectangle, filled or (hollow) outlined; `faint` makes it translucent.
    Rect {
        /// Its edges.
        rect: Rect,
        /// Colour.
        ink: Ink,
        /// Whether it is translucent.
        faint: bool,
        /// Whether only its outline is drawn.
        hollow: bool,
    },
    /// A line through points.
    Path {
        /// The points in order.
        points: Vec<Point>,
        /// Colour.
        ink: Ink,
        /// Width in points.
        width: f32,
        /// Dash and gap in points.
        dash: Option<(f32, f32)>,
    },
    /// The area between two lines with the same number of points, from left to right.
    Band {
        /// The upper line.
        upper: Vec<Point>,
        /// The lower line.
        lower: Vec<Point>,
        /// Colour.
        ink: Ink,
        /// The number of bands around it: 0 is the lightest.
        depth: u8,
    },
    /// A dot.
    Dot {
        /// Its centre.
        centre: Point,
        /// Radius in points.
        radius: f32,
        /// Colour.
        ink: Ink,
        /// Whether only its outline is drawn.
        hollow: bool,
    },
    /// A line of text.
    Text {
        /// The point that `anchor` names.
        at: Point,
        /// The point of the text that is at `at`.
        anchor: Anchor,
        /// The text.
        text: String,
        /// Its role, which decides its font and size.
        role: TextRole,
        /// Colour.
        ink: Ink,
    },
}

impl Item {
    /// The item at another position.
    pub(super) fn moved(self, by: Point) -> Self {
        let point = |point: Point| Point { x: point.x + by.x, y: point.y + by.y };
        let points = |points: Vec<Point>| points.into_iter().map(point).collect();
        match self {
            Self::Rect { rect, ink, faint, hollow } => Self::Rect { rect: rect.moved(by), ink, faint, hollow },
            Self::Path { points: path, ink, width, dash } => Self::Path { points: points(path), ink, width, dash },
            Self::Band { upper, lower, ink, depth } => Self::Band { upper: points(upper), lower: points(lower), ink, depth },
            Self::Dot { centre, radius, ink, hollow } => Self::Dot { centre: point(centre), radius, ink, hollow },
            Self::Text { at, anchor, text, role, ink } => Self::Text { at: point(at), anchor, text, role, ink },
        }
    }
}

/// The anchor point of a line of text; vertically it is always the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Left,
    /// Its middle.
    Middle,
    /// Its right end.
    Right,
}

/// The role of a text, by which the painter chooses font and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextRole {
    /// Above the chart.
    Title,
    /// Under the title.
    Subtitle,
    /// At an axis or a mark.
    Label,
    /// An emphasised label.
    StrongLabel,
    /// Under the chart.
    Source,
}

/// An area to point at, and the marks of the spec in it. Marks that cover each other share one area.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The area.
    pub rect: Rect,
    /// Indices into [`ChartSpec::marks`](super::ChartSpec::marks).
    pub marks: Vec<usize>,
}
