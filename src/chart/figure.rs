//! Any chart, for those who only want to draw it, write it down or list it.

use super::layout::{TextMeasure, layout};
use super::panels::{Panels, layout_panels};
use super::rows::{RowChart, layout_rows, wanted_height};
use super::{ChartSpec, Mark, Scene};

/// A chart of any sort.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Values over time.
    Time(Box<ChartSpec>),
    /// A bar for each of several things.
    Rows(Box<RowChart>),
    /// Several charts over time with the same scales.
    Panels(Box<Panels>),
}

impl Figure {
    /// What stands above it.
    pub fn title(&self) -> &str {
        match self {
            Self::Time(chart) => &chart.title,
            Self::Rows(chart) => &chart.title,
            Self::Panels(panels) => &panels.title,
        }
    }

    /// It in words.
    pub fn alt(&self) -> &str {
        match self {
            Self::Time(chart) => &chart.alt,
            Self::Rows(chart) => &chart.alt,
            Self::Panels(panels) => &panels.alt,
        }
    }

    /// What can be pointed at.
    pub fn marks(&self) -> Vec<&Mark> {
        match self {
            Self::Time(chart) => chart.marks.iter().collect(),
            Self::Rows(chart) => chart.rows.iter().map(|row| &row.mark).collect(),
            Self::Panels(panels) => panels.charts.iter().flat_map(|chart| &chart.marks).collect(),
        }
    }

    /// Where everything on it stands.
    pub fn layout(&self, width: f32, height: f32, measure: &dyn TextMeasure) -> Scene {
        match self {
            Self::Time(chart) => layout(chart, width, height, measure),
            Self::Rows(chart) => layout_rows(chart, width, height, measure),
            Self::Panels(panels) => layout_panels(panels, width, height, measure),
        }
    }

    /// A good size for a file, in points.
    pub fn size(&self) -> (f32, f32) {
        match self {
            Self::Time(_) => (900.0, 520.0),
            Self::Rows(chart) => (900.0, wanted_height(chart.rows.len())),
            Self::Panels(panels) => (900.0, 160.0 + 230.0 * panels.charts.len().div_ceil(panels.columns(900.0)) as f32),
        }
    }
}
