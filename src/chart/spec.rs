//! Charts over time as data: what they show, without positions.

use super::scene::Anchor;
use crate::notebook::ClaimId;

/// A chart over time. Positions on the time axis are decimal years, or what [`TimeScale::at`] makes of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChartSpec {
    /// The finding, or what is shown.
    pub title: String,
    /// Measure, unit and period.
    pub subtitle: String,
    /// First and last position on the time axis.
    pub time: (f64, f64),
    /// How times are spread over the time axis.
    pub scale: TimeScale,
    /// Whether its values are those of whole years, of which quarters on the axis would say nothing.
    pub whole_years: bool,
    /// Whether it is one of several panels, whose titles are smaller.
    pub is_panel: bool,
    /// The values at the bottom and at the top, if the chart is zoomed in on them; otherwise its data decide.
    pub values: Option<(f64, f64)>,
    /// The unit of the values, shown at the top of the value axis.
    pub unit: String,
    /// A value up to which the axis reaches at least, so that several charts can share a scale.
    pub least_top: Option<f64>,
    /// Shaded periods behind everything else.
    pub zones: Vec<Zone>,
    /// Bands of a fan, the widest first.
    pub bands: Vec<Band>,
    /// Lines, drawn in order.
    pub lines: Vec<Line>,
    /// Bars, targets and points, drawn in order.
    pub marks: Vec<Mark>,
    /// Words in the data area, shown where there is room.
    pub notes: Vec<Note>,
    /// The key to the marks that need explaining.
    pub key: Vec<KeyEntry>,
    /// How it was simulated, if it was.
    pub simulated: Option<Simulated>,
    /// The line that names the sources.
    pub source_line: String,
    /// Claims that the line of sources and the description count and no mark shows: a quarter within a half year.
    pub also: Vec<ClaimId>,
    /// A description of the chart in a sentence or two, for screen readers.
    pub alt: String,
}

/// How the numbers of a chart were simulated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Simulated {
    /// The name of the scenario; several scenarios have none.
    pub scenario: String,
    /// The number of draws.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u32,
    /// The claims that lines and bands rest on.
    pub claims: Vec<ClaimId>,
}

/// How times are spread over the time axis.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TimeScale {
    /// Evenly.
    #[default]
    Even,
    /// Each year has a slot: its days in the left part, and room for its bar in the right part, so that what was said in the
    /// course of a year stands before what the year came to.
    Slots,
}

/// The part of a slot that the days of its year take.
const DAYS: f64 = 0.6;

impl TimeScale {
    /// The left and right edge of the bar in the slot of a year, from its start.
    pub const BAR: (f64, f64) = (0.66, 0.92);

    /// The position of a decimal year.
    ///
    /// ```
    /// use claimbook::chart::TimeScale;
    ///
    /// assert_eq!(TimeScale::Slots.at(2024.5), 2024.3);
    /// assert_eq!(TimeScale::Slots.time(2024.3), 2024.5);
    /// ```
    pub fn at(self, time: f64) -> f64 {
        match self {
            Self::Even => time,
            Self::Slots => time.floor() + (time - time.floor()) * DAYS,
        }
    }

    /// The decimal year of a position; the room for a bar is the end of its year.
    pub fn time(self, at: f64) -> f64 {
        match self {
            Self::Even => at,
            Self::Slots => at.floor() + ((at - at.floor()) / DAYS).min(1.0 - 1e-6),
        }
    }
}

/// Words in the data area.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The position on the time axis, and the value.
    pub at: (f64, f64),
    /// Which point of the words is there.
    pub anchor: Anchor,
    /// The words.
    pub text: String,
    /// Their colour.
    pub ink: Ink,
}

/// A shaded period with a label, such as “projected”.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Start and end, in decimal years.
    pub time: (f64, f64),
    /// Its label.
    pub label: String,
}

impl Zone {
    /// The part of `time` after a moment; `None` if all of it is past.
    pub fn after(moment: f64, time: (f64, f64), label: &str) -> Option<Self> {
        let from = moment.max(time.0);
        (from < time.1).then(|| Self { time: (from, time.1), label: label.to_owned() })
    }
}

/// An area between two curves, in which a given share of the draws lies.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Band {
    /// Decimal year, lower and upper value, in order of time.
    pub points: Vec<(f64, f64, f64)>,
    /// Its colour.
    pub ink: Ink,
    /// The number of bands around it: 0 is the outermost and lightest.
    pub depth: u8,
    /// In how many of 10 cases the value lies in it.
    pub cases: u8,
    /// What its lower and upper edge are called at their right ends, after their values there, such as “P10” and “P90”.
    pub ends: Option<(&'static str, &'static str)>,
}

/// A curve with its label at its right end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Decimal year and value, in order of time.
    pub points: Vec<(f64, f64)>,
    /// What stands at its right end; empty if nothing does.
    pub label: String,
    /// Whether its value at the right end stands before the label.
    pub with_value: bool,
    /// Its name, where that is not its label.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// Whether it is emphasised.
    pub strong: bool,
    /// Dash and gap in points; solid when absent.
    pub dash: Option<(f32, f32)>,
}

impl Line {
    /// Its name: its own, or else its label.
    pub fn named(&self) -> &str {
        if self.name.is_empty() { &self.label } else { &self.name }
    }
}

/// A bar, target or point.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mark {
    /// How it is drawn.
    pub shape: MarkShape,
    /// Its position on the time axis.
    pub time: Extent,
    /// The time that it covers, if that is only part of the time that it is drawn over: first and last decimal year.
    pub covers: Option<(f64, f64)>,
    /// Its value.
    pub value: f64,
    /// The range of values, if it stands for one.
    pub range: Option<(f64, f64)>,
    /// For a spread, ranges inside `range`, wider ones first.
    pub inner: Vec<(f64, f64)>,
    /// The percentiles that the ends of `range` and of each of `inner` are, if they are any.
    pub percentiles: Vec<(u8, u8)>,
    /// The direction in which the true value may lie, if its bound is open.
    pub caret: Option<Caret>,
    /// Its colour.
    pub ink: Ink,
    /// Whether it is drawn faintly: superseded, or a coarser period behind a finer one.
    pub faint: bool,
    /// Whether only its outline is drawn, as for marks without a claim and for dots.
    pub hollow: bool,
    /// Whether it is hatched: a bar of a part of its period.
    pub hatched: bool,
    /// The value as shown beside it.
    pub label: String,
    /// The claims it leads back to: one for a stated number, several for a computed one.
    pub claims: Vec<ClaimId>,
    /// The analyst's own judgements that it also rests on, by name.
    pub own: Vec<String>,
    /// Its description for screen readers.
    pub name: String,
    /// The lines shown on hover; the first is the value.
    pub details: Vec<String>,
}

/// How a mark is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum MarkShape {
    /// From zero to the value.
    Bar,
    /// A line at the value: thick at its ends, thin across a bar.
    Target,
    /// A dot at the value.
    #[default]
    Dot,
    /// From the lower to the upper end of the range, with a line across at the value.
    Spread,
    /// An area to point at where a line already shows the value; it is not drawn.
    HitArea,
}

/// The position of a mark on the time axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extent {
    /// Over a period.
    Over(f64, f64),
    /// At a moment.
    At(f64),
}

impl Default for Extent {
    fn default() -> Self {
        Self::At(0.0)
    }
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

/// The direction in which the true value may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caret {
    /// “More than”, “at least”.
    Up,
    /// “Less than”, “at most”.
    Down,
}

/// An entry of the key: a kind of mark and its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyEntry {
    /// The mark.
    pub shape: MarkShape,
    /// Its colour.
    pub ink: Ink,
    /// Whether it is hollow.
    pub hollow: bool,
    /// Its meaning.
    pub label: String,
}

/// A colour named by its meaning. A shape or a dash always conveys the same meaning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Titles and values.
    #[default]
    Text,
    /// The background: a halo around what crosses a bar.
    Paper,
    /// Axis labels, source lines.
    Muted,
    /// Grid lines.
    Grid,
    /// The zero line.
    Axis,
    /// The light background of a zone.
    Zone,
    /// Actual values.
    Actual,
    /// Targets and plans.
    Target,
    /// Estimates and forecasts.
    Estimate,
    /// The first curve.
    First,
    /// The second curve.
    Second,
    /// The third curve. Its colour is that of estimates: never both on one chart.
    Third,
    /// The fourth curve.
    Fourth,
}
