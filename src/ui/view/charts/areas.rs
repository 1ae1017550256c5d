//! The data areas of a chart: one for a chart over time, one for each of several panels, which move together. A line follows the
//! pointer through all charts that move together, and says their values there.

use std::borrow::Cow;

use egui::{Id, Pos2, Rect, Ui, Vec2, pos2, vec2};

use super::painter::Measure;
use super::plot::{self, Data, Shown};
use super::zooms::{self, Name};
use crate::chart::{Arrangement, ChartSpec, Figure, Panel, Point, Scene, Zoom, place_panels, plot_of, reading_at, within};
use crate::ui::theme;

/// Shows the data areas of a chart, whole and as restricted to the part that it shows. Returns what remains to be painted around
/// and above them, and the charts as shown.
pub(super) fn show<'a>(
    ui: &mut Ui,
    name: Name<'_>,
    (whole, shown): (&'a Figure, &'a Figure),
    panels: &'a [Panel],
    rect: Rect,
) -> (Scene, Vec<Cow<'a, ChartSpec>>) {
    let mut scene = Scene::default();
    let mut specs = Vec::new();
    match (whole, shown) {
        (Figure::Time(chart), Figure::Time(part)) => {
            let size = (rect.width(), rect.height());
            // The words around it say which part it is.
            let cut =
                |zoom: Zoom| ChartSpec { title: part.title.clone(), subtitle: part.subtitle.clone(), ..within(chart, zoom) };
            // The labels of targets at the end of a fan need room too: the part has them, its words alone have not.
            let zoom = zooms::zoom(ui, name, whole).filter(|_| !chart.bands.is_empty());
            let marked = zoom.map(&cut);
            let plot = plot_of(marked.as_ref().unwrap_or(part), size.0, size.1, &Measure(ui));
            let area = Area { whole: chart, cut: &cut, plot, at: Point::default(), size, moves: true };
            let shown = area.show(ui, name, whole, rect, 0);
            scene.add(shown.scene, Point::default(), 0);
            specs.push(shown.spec);
        }
        (Figure::Panels(_), Figure::Panels(part)) => {
            let (around, placed) = place_panels(part, rect.width(), rect.height(), &Measure(ui));
            scene = around;
            let mut marks = 0;
            for (index, (panel, place)) in panels.iter().zip(placed).enumerate() {
                let cut = |zoom: Zoom| within(&panel.spec, Zoom { values: None, ..zoom });
                let plot = plot_of(&place.spec, place.size.0, place.size.1, &Measure(ui));
                let moves = index == 0 || part.arrangement == Arrangement::Grid;
                let area = Area { whole: &panel.spec, cut: &cut, plot, at: place.at, size: place.size, moves };
                let shown = area.show(ui, name, whole, rect, index);
                scene.add(shown.scene, place.at, marks);
                marks += shown.spec.marks.len();
                specs.push(shown.spec);
            }
        }
        _ => {}
    }
    (scene, specs)
}

/// A data area with its place in the whole.
struct Area<'a, 'c> {
    whole: &'a ChartSpec,
    cut: &'c dyn Fn(Zoom) -> ChartSpec,
    plot: crate::chart::Rect,
    at: Point,
    size: (f32, f32),
    /// Whether it zooms and moves.
    moves: bool,
}

impl<'a> Area<'a, '_> {
    fn show(&self, ui: &mut Ui, name: Name<'_>, figure: &Figure, rect: Rect, index: usize) -> Shown<'a> {
        let group = Id::unique(("charts that move together", name.group));
        let id = Id::unique(("data area", name.chart, index));
        let data = Data {
            whole: self.whole,
            part: self.cut,
            zoom: zooms::zoom(ui, name, figure).filter(|_| self.moves),
            plot: self.plot,
            size: self.size,
            at: rect.min.to_vec2() + vec2(self.at.x, self.at.y),
            hands: zooms::hands(ui, name, figure),
            moves: self.moves,
            group: if self.moves { group } else { id },
        };
        let shown = plot::show(ui, id, &data);
        if shown.zoom != data.zoom && self.moves {
            zooms::keep(ui, name, figure, shown.zoom);
            ui.ctx().request_repaint();
        }
        if let Some(time) = shown.time {
            let frame = ui.ctx().cumulative_pass_nr();
            ui.data_mut(|data| data.insert_temp(group, Pointed { time, frame }));
        }
        let pointed = ui.data(|data| data.get_temp::<Pointed>(group));
        // A small chart that only moves along has no room for numbers.
        let has_room = shown.time.is_some() || self.size.0 >= LEAST_READ;
        if let Some(pointed) = pointed.filter(|pointed| has_room && pointed.is_now(ui)) {
            let x = shown.transform.position_from_point_x(pointed.time);
            read(ui, &shown.spec, pointed.time, pos2(x, self.plot.top + data.at.y), self.plot, data.at);
        }
        shown
    }
}

/// The least width of a chart that says its values at the time that the pointer is at in another, in points.
const LEAST_READ: f32 = 420.0;

/// The time that the pointer is at, in one of several charts that move together.
#[derive(Clone, Copy)]
struct Pointed {
    time: f64,
    frame: u64,
}

impl Pointed {
    /// Whether the pointer was there in this frame or, for charts drawn before the one under it, in the last.
    fn is_now(self, ui: &Ui) -> bool {
        ui.ctx().cumulative_pass_nr().saturating_sub(self.frame) <= 1
    }
}

/// Shows the values of a chart at a time, beside the line that follows the pointer.
fn read(ui: &Ui, spec: &ChartSpec, time: f64, top: Pos2, plot: crate::chart::Rect, at: Vec2) {
    let Some(reading) = reading_at(spec, time) else { return };
    let palette = theme::palette(ui.ctx());
    let rows = std::iter::once((reading.when.as_str(), palette.text, theme::strong(12.5)))
        .chain(reading.rows.iter().map(|(text, ink)| (text.as_str(), palette.ink(*ink), theme::plain(12.5))));
    let painter = ui.painter();
    let galleys: Vec<_> =
        rows.map(|(text, colour, font)| (painter.layout(text.to_owned(), font, colour, 260.0), colour)).collect();
    let width = galleys.iter().map(|(galley, _)| galley.size().x).fold(0.0, f32::max);
    let height: f32 = galleys.iter().map(|(galley, _)| galley.size().y).sum();
    let size = vec2(width, height) + vec2(16.0, 12.0);
    // On the side of the line that has room.
    let (left, right) = (plot.left + at.x, plot.right + at.x);
    let x = if top.x + 8.0 + size.x <= right { top.x + 8.0 } else { (top.x - 8.0 - size.x).max(left) };
    let frame = Rect::from_min_size(pos2(x, top.y + 4.0), size);
    let stroke = egui::Stroke::new(1.0, palette.border);
    painter.rect(frame, 6.0, palette.page.gamma_multiply(0.94), stroke, egui::StrokeKind::Inside);
    let mut y = frame.top() + 6.0;
    for (galley, colour) in galleys {
        let height = galley.size().y;
        painter.galley(pos2(frame.left() + 8.0, y), galley, colour);
        y += height;
    }
}
