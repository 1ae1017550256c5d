//! One type for all kinds of charts, for code that only draws, writes or lists them.

use super::frame::{TextMeasure, window_of};
use super::layout::layout;
use super::panels::{Arrangement, Panels, layout_panels};
use super::rows::{RowChart, layout_rows, wanted_height};
use super::{ChartSpec, Mark, Scene};
use crate::notebook::ClaimId;

/// A chart of any kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Values over time.
    Time(Box<ChartSpec>),
    /// A bar for each of several things.
    Rows(Box<RowChart>),
    /// Several charts over the same time, side by side.
    Panels(Box<Panels>),
}

impl Figure {
    /// Its title.
    pub fn title(&self) -> &str {
        match self {
            Self::Time(chart) => &chart.title,
            Self::Rows(chart) => &chart.title,
            Self::Panels(panels) => &panels.title,
        }
    }

    /// Its title, and the line under it.
    pub fn words(&self) -> (&str, &str) {
        match self {
            Self::Time(chart) => (&chart.title, &chart.subtitle),
            Self::Rows(chart) => (&chart.title, &chart.subtitle),
            Self::Panels(panels) => (&panels.title, &panels.subtitle),
        }
    }

    /// The line that names its sources; `None` if it has none.
    pub fn source_line(&self) -> Option<&str> {
        let line = match self {
            Self::Time(chart) => &chart.source_line,
            Self::Rows(chart) => &chart.source_line,
            Self::Panels(panels) => &panels.source_line,
        };
        Some(line.as_str()).filter(|line| !line.is_empty())
    }

    /// The chart without that line.
    pub fn without_source_line(mut self) -> Self {
        match &mut self {
            Self::Time(chart) => chart.source_line.clear(),
            Self::Rows(chart) => chart.source_line.clear(),
            Self::Panels(panels) => panels.source_line.clear(),
        }
        self
    }

    /// The chart over a time, in decimal years, that covers its own. Charts that move together show the same time.
    pub fn over(mut self, time: (f64, f64)) -> Self {
        if let Self::Time(chart) = &mut self {
            chart.time = (chart.time.0.min(time.0), chart.time.1.max(time.1));
        }
        self
    }

    /// The chart without its title and the line under it, for a place that shows both above it.
    pub fn without_title(mut self) -> Self {
        match &mut self {
            Self::Time(chart) => (chart.title, chart.subtitle) = Default::default(),
            Self::Rows(chart) => (chart.title, chart.subtitle) = Default::default(),
            Self::Panels(panels) => (panels.title, panels.subtitle) = Default::default(),
        }
        self
    }

    /// The chart without any words around it, for a small place.
    pub fn without_words(self) -> Self {
        let mut bare = self.without_title().without_source_line();
        if let Self::Time(chart) = &mut bare {
            chart.key.clear();
        }
        bare
    }

    /// Claims that its source line counts and no mark shows.
    pub fn also(&self) -> Vec<ClaimId> {
        match self {
            Self::Time(chart) => chart.also.clone(),
            Self::Panels(panels) => panels.charts.iter().flat_map(|chart| chart.also.iter().copied()).collect(),
            Self::Rows(_) => Vec::new(),
        }
    }

    /// Its description in words.
    pub fn alt(&self) -> &str {
        match self {
            Self::Time(chart) => &chart.alt,
            Self::Rows(chart) => &chart.alt,
            Self::Panels(panels) => &panels.alt,
        }
    }

    /// The lowest and the highest value of its axis, for a chart over time; of all panels, the first's.
    pub fn values(&self) -> Option<(f64, f64)> {
        match self {
            Self::Time(chart) => Some(window_of(chart).values),
            Self::Rows(_) => None,
            Self::Panels(panels) => panels.charts.first().map(|chart| window_of(chart).values),
        }
    }

    /// Its marks, in the order of the indices in [`Hit::marks`](super::Hit::marks).
    pub fn marks(&self) -> Vec<&Mark> {
        match self {
            Self::Time(chart) => chart.marks.iter().collect(),
            Self::Rows(chart) => chart.rows.iter().map(|row| &row.mark).collect(),
            Self::Panels(panels) => panels.charts.iter().flat_map(|chart| &chart.marks).collect(),
        }
    }

    /// Lays it out in `width` × `height` points.
    pub fn layout(&self, width: f32, height: f32, measure: &dyn TextMeasure) -> Scene {
        match self {
            Self::Time(chart) => layout(chart, width, height, measure),
            Self::Rows(chart) => layout_rows(chart, width, height, measure),
            Self::Panels(panels) => layout_panels(panels, width, height, measure),
        }
    }

    /// A good height in a column of text of a width, in points, without titles.
    pub fn height_in(&self, width: f32) -> f32 {
        let one = (width * 0.52).clamp(180.0, 420.0);
        match self {
            Self::Time(_) => one,
            Self::Rows(chart) => wanted_height(chart.rows.len()),
            Self::Panels(panels) => match panels.rows(width) {
                1 => one,
                rows => 60.0 + rows as f32 * 200.0,
            },
        }
    }

    /// A good size for a file, in points.
    pub fn size(&self) -> (f32, f32) {
        match self {
            Self::Time(_) => (900.0, 520.0),
            Self::Rows(chart) => (900.0, wanted_height(chart.rows.len())),
            Self::Panels(panels) if panels.arrangement != Arrangement::Grid => (1200.0, 620.0),
            Self::Panels(panels) => (900.0, 160.0 + 230.0 * panels.charts.len().div_ceil(panels.columns(900.0)) as f32),
        }
    }
}
