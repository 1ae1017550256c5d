//! Lays out small multiples: the same measure of several subjects, side by side, over the same time and (by default) on the
//! same scale.

use super::frame::{TextMeasure, largest};
use super::layout::layout;
use super::scene::{Point, Scene};
use super::words::{Head, footer_of, header_of};
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

/// How panels are arranged.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Arrangement {
    /// In rows of equal panels, all over the same time.
    #[default]
    Grid,
    /// Two panels beside each other, each over its own time; the first takes this part of the width. In a narrow place they
    /// stand below each other.
    Beside(f32),
}

/// Several charts, side by side.
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
    /// How the panels are arranged.
    pub arrangement: Arrangement,
    /// The line that names the sources.
    pub source_line: String,
    /// The panels in words, for screen readers.
    pub alt: String,
}

const GAP: f32 = 18.0;
const NARROWEST: f32 = 260.0;

impl Panels {
    /// The time that the charts cover together, as positions on their time axes; if each has its own time, that of the first.
    pub fn time(&self) -> (f64, f64) {
        if let (Arrangement::Beside(_), Some(first)) = (self.arrangement, self.charts.first()) {
            return first.time;
        }
        let from = self.charts.iter().map(|chart| chart.time.0).fold(f64::INFINITY, f64::min);
        (from, self.charts.iter().map(|chart| chart.time.1).fold(f64::NEG_INFINITY, f64::max))
    }

    /// The number of panels side by side in a width in points: at most 3.
    pub fn columns(&self, width: f32) -> usize {
        (((width + GAP) / (NARROWEST + GAP)) as usize).clamp(1, self.charts.len().clamp(1, 3))
    }
}

/// The width from which panels beside one another are not put one above the other.
const LEAST_BESIDE: f32 = 640.0;

impl Panels {
    /// How many panels stand one above the other in a width in points.
    pub fn rows(&self, width: f32) -> usize {
        match self.arrangement {
            Arrangement::Beside(_) if width >= LEAST_BESIDE => 1,
            Arrangement::Grid => self.charts.len().div_ceil(self.columns(width)).max(1),
            _ => self.charts.len().max(1),
        }
    }
}

/// The upper left corner of a panel, and its width and height.
type Placed = (Point, (f32, f32));

impl Panels {
    /// Places the panels between two heights.
    fn places(&self, width: f32, (top, bottom): (f32, f32)) -> Vec<Placed> {
        const BESIDE: f32 = 40.0;
        if let (Arrangement::Beside(part), true) = (self.arrangement, width >= LEAST_BESIDE) {
            let first = ((width - BESIDE) * part).round();
            let height = bottom - top;
            let second = Point { x: first + BESIDE, y: top };
            return vec![(Point { x: 0.0, y: top }, (first, height)), (second, (width - first - BESIDE, height))];
        }
        let columns = if self.arrangement == Arrangement::Grid { self.columns(width) } else { 1 };
        let rows = self.rows(width);
        let size =
            ((width - GAP * (columns - 1) as f32) / columns as f32, (bottom - top - GAP * (rows - 1) as f32) / rows as f32);
        let place = |index: usize| Point {
            x: (index % columns) as f32 * (size.0 + GAP),
            y: top + (index / columns) as f32 * (size.1 + GAP),
        };
        (0..self.charts.len()).map(|index| (place(index), size)).collect()
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
    let top = header_of(
        Head { title: &panels.title, subtitle: &subtitle, key: &panels.key, is_panel: false },
        width,
        measure,
        &mut scene.behind,
    );
    let bottom = footer_of(&panels.source_line, width, height, measure, &mut scene.behind);
    let time = panels.time();
    let places = panels.places(width, (top, bottom));
    let shared = panels.charts.iter().map(largest).fold(0.0, f64::max);
    let mut first_mark = 0;
    let mut placed = Vec::with_capacity(panels.charts.len());
    for (chart, (at, size)) in panels.charts.iter().zip(places) {
        let least_top = (panels.scales == Scales::Shared).then_some(shared);
        let time = if panels.arrangement == Arrangement::Grid { time } else { chart.time };
        let spec = ChartSpec { time, least_top, is_panel: true, ..chart.clone() };
        placed.push(Panel { spec, at, size: (size.0, size.1.max(40.0)), first_mark });
        first_mark += chart.marks.len();
    }
    (scene, placed)
}
