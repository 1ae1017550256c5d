//! A chart as data: what is to be seen, without where.

use crate::notebook::ClaimId;

/// A chart over time. Positions on the time axis are decimal years.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartSpec {
    /// The finding, or what is shown.
    pub title: String,
    /// Measure, unit and period.
    pub subtitle: String,
    /// First and last decimal year.
    pub time: (f64, f64),
    /// What the values are counted in; stands at the top of the value axis.
    pub unit: String,
    /// A value that the axis reaches at least, so that several charts can share one.
    pub least_top: Option<f64>,
    /// Stretches of time behind everything else.
    pub zones: Vec<Zone>,
    /// Bands of a fan, the widest first.
    pub bands: Vec<Band>,
    /// Lines, drawn in order.
    pub lines: Vec<Line>,
    /// Bars, targets and points, drawn in order.
    pub marks: Vec<Mark>,
    /// What the marks mean, where they need saying.
    pub key: Vec<KeyEntry>,
    /// Who published what the chart rests on.
    pub source_line: String,
    /// The chart in a sentence or two, for those who cannot see it.
    pub alt: String,
}

/// A stretch of time with a word in it, such as “projected”.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// From and to, in decimal years.
    pub time: (f64, f64),
    /// The word.
    pub label: String,
}

impl Zone {
    /// What of some time lies after a moment; nothing where all of it is past.
    pub fn after(moment: f64, time: (f64, f64), label: &str) -> Option<Self> {
        let from = moment.max(time.0);
        (from < time.1).then(|| Self { time: (from, time.1), label: label.to_owned() })
    }
}

/// A stretch between two curves: where a computed value lies in so many of the simulated cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Decimal year, lower and upper value, in order of time.
    pub points: Vec<(f64, f64, f64)>,
    /// Its colour.
    pub ink: Ink,
    /// How far inside it lies: 0 is the outermost and lightest.
    pub depth: u8,
}

/// A curve with its name at its right end.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Decimal year and value, in order of time.
    pub points: Vec<(f64, f64)>,
    /// Its name.
    pub label: String,
    /// Its colour.
    pub ink: Ink,
    /// Whether it is the one to look at.
    pub strong: bool,
    /// Dash and gap in points; solid when absent.
    pub dash: Option<(f32, f32)>,
}

/// A bar, target or point.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// How it is drawn.
    pub shape: MarkShape,
    /// Where on the time axis.
    pub time: Extent,
    /// What it covers, where that is only part of what it is drawn over: first and last decimal year.
    pub covers: Option<(f64, f64)>,
    /// How high.
    pub value: f64,
    /// The range of values it stands for, where it is one.
    pub range: Option<(f64, f64)>,
    /// Of a spread, ranges inside of `range`, wider ones first.
    pub inner: Vec<(f64, f64)>,
    /// Whether the true value may lie beyond.
    pub caret: Option<Caret>,
    /// Its colour.
    pub ink: Ink,
    /// Whether it steps back: superseded, or a coarser period behind a finer one.
    pub faint: bool,
    /// Whether it is drawn hollow: it rests on no source.
    pub hollow: bool,
    /// The value as it stands beside it.
    pub label: String,
    /// The claims it leads back to: one for a stated number, several for a computed one.
    pub claims: Vec<ClaimId>,
    /// What it rests on besides: the analyst's own judgements, by name.
    pub own: Vec<String>,
    /// What it is, in words, as a screen reader says it.
    pub name: String,
    /// What hovering shows, line by line; the first is the value.
    pub details: Vec<String>,
}

/// How a mark is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkShape {
    /// From zero to the value.
    Bar,
    /// A thick short line at the value.
    Target,
    /// A dot at the value.
    Dot,
    /// From the lower to the upper end of the range, with a line across at the value.
    Spread,
    /// A place to point at where a line already shows the value.
    Place,
}

/// Where a mark stands on the time axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extent {
    /// Over a period.
    Over(f64, f64),
    /// At a moment.
    At(f64),
}

impl Extent {
    /// Its middle, as a decimal year.
    pub fn middle(self) -> f64 {
        match self {
            Self::Over(from, to) => (from + to) / 2.0,
            Self::At(time) => time,
        }
    }

    /// First and last decimal year.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Self::Over(from, to) => (from, to),
            Self::At(time) => (time, time),
        }
    }
}

/// Which way the true value may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caret {
    /// “More than”, “at least”.
    Up,
    /// “Less than”, “at most”.
    Down,
}

/// What a sort of mark means.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyEntry {
    /// The mark.
    pub shape: MarkShape,
    /// Its colour.
    pub ink: Ink,
    /// Whether it is hollow.
    pub hollow: bool,
    /// What it means.
    pub label: String,
}

/// A colour named by what it means. Every meaning is doubled by a shape or a dash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Titles and values.
    Text,
    /// Axis labels, source lines.
    Muted,
    /// Grid lines.
    Grid,
    /// The zero line.
    Axis,
    /// The light ground of a zone.
    Zone,
    /// What happened.
    Actual,
    /// What somebody set out to reach.
    Target,
    /// What somebody thinks.
    Estimate,
    /// The first curve.
    First,
    /// The second curve.
    Second,
    /// The third curve.
    Third,
    /// The fourth curve.
    Fourth,
}
