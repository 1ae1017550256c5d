//! Lays out small multiples: the same measure of several subjects, side by side, over the same time and (by default) on the
//! same scale.

use super::layout::{TextMeasure, largest, layout};
use super::scene::{Point, Scene};
use super::words::{footer_of, header_of};
use super::{ChartSpec, KeyEntry};

/// How the scales of panels go together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scales {
    /// All panels have the same scale, so that sizes can be compared.
    #[default]
    Shared,
    /// Each panel has a separate scale, which shows its course.
    Separate,
}

/// Several charts over the same time, side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Panels {
    /// The title of the whole.
    pub title: String,
    /// Measure and unit.
    pub subtitle: String,
    /// The key to the marks.
    pub key: Vec<KeyEntry>,
    /// The charts, each with its own title.
    pub charts: Vec<ChartSpec>,
    /// Whether every panel has a separate scale; the subtitle then says so.
    pub scales: Scales,
    /// The line that names the sources.
    pub source_line: String,
    /// The panels in words, for screen readers.
    pub alt: String,
}

const GAP: f32 = 18.0;
const NARROWEST: f32 = 260.0;

impl Panels {
    /// The time that the charts cover together, in decimal years.
    pub fn time(&self) -> (f64, f64) {
        let from = self.charts.iter().map(|chart| chart.time.0).fold(f64::INFINITY, f64::min);
        (from, self.charts.iter().map(|chart| chart.time.1).fold(f64::NEG_INFINITY, f64::max))
    }

    /// The number of panels side by side in a width in points: at most 3.
    pub fn columns(&self, width: f32) -> usize {
        (((width + GAP) / (NARROWEST + GAP)) as usize).clamp(1, self.charts.len().clamp(1, 3))
    }
}

/// A panel with its place: where it lies in the whole, its size, and the index of its first mark among those of all panels.
pub struct Panel {
    /// The chart, over the time of all panels.
    pub spec: ChartSpec,
    /// Its upper left corner.
    pub at: Point,
    /// Its width and height.
    pub size: (f32, f32),
    /// The index of its first mark.
    pub first_mark: usize,
}

/// Lays panels out in `width` × `height` points.
pub fn layout_panels(panels: &Panels, width: f32, height: f32, measure: &dyn TextMeasure) -> Scene {
    let (mut scene, placed) = place_panels(panels, width, height, measure);
    for panel in placed {
        scene.add(layout(&panel.spec, panel.size.0, panel.size.1, measure), panel.at, panel.first_mark);
    }
    scene
}

/// Lays out what stands around panels, and places them.
pub fn place_panels(panels: &Panels, width: f32, height: f32, measure: &dyn TextMeasure) -> (Scene, Vec<Panel>) {
    let mut scene = Scene::default();
    let subtitle = match panels.scales {
        Scales::Separate => format!("{} – each panel has a separate scale", panels.subtitle),
        Scales::Shared => panels.subtitle.clone(),
    };
    let top = header_of(&panels.title, &subtitle, &panels.key, width, measure, &mut scene.behind);
    let bottom = footer_of(&panels.source_line, width, height, measure, &mut scene.behind);
    let columns = panels.columns(width);
    let rows = panels.charts.len().div_ceil(columns).max(1);
    let size = ((width - GAP * (columns - 1) as f32) / columns as f32, (bottom - top - GAP * (rows - 1) as f32) / rows as f32);
    let time = panels.time();
    let shared = panels.charts.iter().map(largest).fold(0.0, f64::max);
    let mut first_mark = 0;
    let mut placed = Vec::with_capacity(panels.charts.len());
    for (index, chart) in panels.charts.iter().enumerate() {
        let at = Point { x: (index % columns) as f32 * (size.0 + GAP), y: top + (index / columns) as f32 * (size.1 + GAP) };
        let least_top = (panels.scales == Scales::Shared).then_some(shared);
        let spec = ChartSpec { time, least_top, ..chart.clone() };
        placed.push(Panel { spec, at, size: (size.0, size.1.max(40.0)), first_mark });
        first_mark += chart.marks.len();
    }
    (scene, placed)
}
