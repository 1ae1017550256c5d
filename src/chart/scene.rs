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

    /// The rectangle, larger by `margin` on all sides.
    pub fn expand(self, margin: f32) -> Self {
        Self { left: self.left - margin, top: self.top - margin, right: self.right + margin, bottom: self.bottom + margin }
    }
}

/// Everything to paint, in order, and everything to point at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// The items to paint, back to front.
    pub items: Vec<Item>,
    /// The areas that can be pointed at; on a chart over time from left to right.
    pub hits: Vec<Hit>,
    /// The data area.
    pub plot: Rect,
    /// The times and values at the edges of the plot, for a single chart over time.
    pub scale: Option<Scale>,
}

/// The times and values at the edges of a plot: they convert between points and values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The decimal years at the left and right edge of the plot.
    pub time: (f64, f64),
    /// The values at the bottom and at the top of the plot.
    pub values: (f64, f64),
}

impl Scene {
    /// Returns the position of a decimal year and a value; `None` unless the scene is a single chart over time.
    pub fn point_of(&self, time: f64, value: f64) -> Option<Point> {
        let scale = self.scale?;
        let across = ((time - scale.time.0) / (scale.time.1 - scale.time.0).max(1e-9)) as f32;
        let (low, high) = scale.values;
        let up = ((value - low) / (high - low).max(1e-300)) as f32;
        Some(Point { x: self.plot.left + across * self.plot.width(), y: self.plot.bottom - up * self.plot.height() })
    }
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
