//! The data area of a chart over time: egui_plot pans and zooms it, and paints through its transform what the layout puts there.
//!
//! A plot owns what it shows (its bounds). Before a frame it is told the part that was shown last or is wanted; afterwards its
//! bounds say what a hand has made of that. Bars keep their zero: only charts without bars show a part of their values.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::RangeInclusive;

use egui::{Color32, CursorIcon, Id, PointerButton, Rect, Response, Sense, Shape, Ui, UiBuilder, Vec2, Vec2b, pos2};
use egui_plot::{
    ClosestElem, Cursor, LabelFormatterFn, Plot, PlotBounds, PlotConfig, PlotGeometry, PlotItem, PlotItemBase, PlotTransform,
};

use super::painter::{Measure, shapes_of};
use super::zooms::Hands;
use crate::chart::{ChartSpec, OVERHANG, Scene, Window, Zoom, kept_inside, layout_in, window_of};
use crate::ui::theme;

/// A data area to be shown.
pub(super) struct Data<'a, 'c> {
    /// The whole chart.
    pub whole: &'a ChartSpec,
    /// The chart restricted to a part.
    pub part: &'c dyn Fn(Zoom) -> ChartSpec,
    /// The part that was shown last, or that is wanted.
    pub zoom: Option<Zoom>,
    /// The data area, in points from the chart's upper left corner.
    pub plot: crate::chart::Rect,
    /// The size of the chart, in points.
    pub size: (f32, f32),
    /// The chart's upper left corner.
    pub at: Vec2,
    /// What a hand may do.
    pub hands: Hands,
    /// Whether it zooms and moves at all.
    pub moves: bool,
    /// Charts with the same name move, and show the pointer's time, together.
    pub group: Id,
}

/// What was shown.
pub(super) struct Shown<'a> {
    /// The chart as laid out, without what the plot has painted already.
    pub scene: Scene,
    /// The chart, restricted to the part that is shown.
    pub spec: Cow<'a, ChartSpec>,
    /// The part that is shown; `None` if all is.
    pub zoom: Option<Zoom>,
    /// The conversion from values to points.
    pub transform: PlotTransform,
    /// The time under the pointer.
    pub time: Option<f64>,
}

/// Shows a data area. Call it with a stable `id`.
pub(super) fn show<'a>(ui: &mut Ui, id: Id, data: &Data<'a, '_>) -> Shown<'a> {
    let plot = Rect::from_min_max(pos2(data.plot.left, data.plot.top), pos2(data.plot.right, data.plot.bottom));
    let frame = plot.translate(data.at).expand(OVERHANG);
    let whole = window_of(data.whole);
    let window = data.zoom.map_or(whole, |zoom| Window { time: zoom.time, values: zoom.values.unwrap_or(whole.values) });
    let bounds = with_overhang(window, plot.size());
    let laid_out = RefCell::new((Scene::default(), Cow::Borrowed(data.whole)));
    let draw = |ui: &Ui, transform: &PlotTransform| {
        let zoom = zoom_of(transform, data, whole);
        let spec = zoom.map_or(Cow::Borrowed(data.whole), |zoom| Cow::Owned((data.part)(zoom)));
        let mut scene = layout_in(&spec, data.plot, data.size, &Measure(ui));
        let items = scene.areas.iter_mut().flat_map(|area| std::mem::take(&mut area.items));
        let palette = theme::palette(ui.ctx());
        let mut shapes = Vec::new();
        for item in items {
            shapes_of(ui, &item, data.at, palette, &mut shapes);
        }
        *laid_out.borrow_mut() = (scene, spec);
        shapes
    };
    let layers = Layers { base: PlotItemBase::new("data".to_owned()), draw: &draw };
    let mut room = ui.new_child(UiBuilder::new().max_rect(frame).id_salt(id));
    let shown = settings(ui, id, data, frame.size()).show(&mut room, |plot_ui| {
        // A double click shows all again.
        let bounds = if plot_ui.response().double_clicked() { with_overhang(whole, plot.size()) } else { bounds };
        plot_ui.set_plot_bounds(bounds);
        plot_ui.add(layers);
    });
    let zoom = Some(zoom_of(&shown.transform, data, whole))
        .filter(|zoom| !is_same(*zoom, data.zoom, whole, plot.size()))
        .unwrap_or(data.zoom);
    if data.zoom.is_some() && shown.response.hovered() {
        let dragged = shown.response.dragged_by(PointerButton::Primary);
        ui.set_cursor_icon(match (data.hands.boxes, dragged) {
            (true, _) => CursorIcon::ZoomIn,
            (false, true) => CursorIcon::Grabbing,
            (false, false) => CursorIcon::Grab,
        });
    }
    let time = shown.response.hover_pos().map(|at| shown.transform.value_from_position(at).x);
    let (scene, spec) = laid_out.into_inner();
    Shown { scene, spec, zoom, transform: shown.transform, time }
}

/// A plot without anything of its own around or behind its data: axes and labels are ours.
pub(super) fn bare<'a>(id: Id, size: Vec2) -> Plot<'a> {
    let plot = Plot::new("plot").id(id).width(size.x).height(size.y);
    plot.show_axes(false).show_grid(false).show_background(false).show_y(false)
}

fn settings<'a>(ui: &Ui, id: Id, data: &Data<'_, '_>, size: Vec2) -> Plot<'a> {
    let Hands { boxes, values } = data.hands;
    let is_part = data.zoom.is_some();
    bare(id, size)
        // Not reachable with Tab: keyboard users have the buttons beneath.
        .sense(Sense::CLICK | Sense::DRAG)
        .allow_zoom(Vec2b::new(data.moves, data.moves && values))
        // A bare wheel scrolls the page.
        .allow_scroll(Vec2b::new(is_part && ui.input(|input| input.smooth_scroll_delta.y == 0.0), false))
        .allow_drag(Vec2b::new(is_part && !boxes, is_part && !boxes && values))
        .allow_axis_zoom_drag(false)
        .allow_boxed_zoom(boxes && data.moves)
        .boxed_zoom_pointer_button(PointerButton::Primary)
        .allow_double_click_reset(false)
        .auto_bounds(false)
        .cursor_color(theme::palette(ui.ctx()).accent)
        // Plots of another width have another overhang in time: these follow by the part that is kept for the group.
        .link_axis(data.group.with(data.plot.width().to_bits()), Vec2b::new(true, false))
        .link_cursor(data.group, Vec2b::new(true, false))
}

/// The bounds of a plot whose frame is larger than the data area by the overhang.
fn with_overhang(window: Window, plot: Vec2) -> PlotBounds {
    let around = |(low, high): (f64, f64), points: f32| {
        let more = (high - low).max(1e-300) * f64::from(OVERHANG) / f64::from(points.max(1.0));
        (low - more, high + more)
    };
    let (time, values) = (around(window.time, plot.x), around(window.values, plot.y));
    PlotBounds::from_min_max([time.0, values.0], [time.1, values.1])
}

/// The part that a plot shows; `None` if it shows all.
fn zoom_of(transform: &PlotTransform, data: &Data<'_, '_>, whole: Window) -> Option<Zoom> {
    let (bounds, frame) = (transform.bounds(), transform.frame());
    let inside = |axis: usize, points: f32| {
        let (low, high) = (bounds.min()[axis], bounds.max()[axis]);
        let less = (high - low) * f64::from(OVERHANG) / f64::from(points.max(1.0));
        (low + less, high - less)
    };
    let values = (data.hands.values).then(|| inside(1, frame.height()));
    kept_inside(Zoom { time: inside(0, frame.width()), values }, whole.time, whole.values)
}

/// Whether two parts of a whole differ by nothing but rounding on the way to points and back: a plot has a whole number of
/// pixels.
fn is_same(a: Option<Zoom>, b: Option<Zoom>, whole: Window, points: Vec2) -> bool {
    /// In points.
    const ROUNDING: f64 = 0.05;
    let near = |a: (f64, f64), b: (f64, f64), points: f32| {
        let least = (a.1 - a.0).abs() * (ROUNDING / f64::from(points.max(1.0))).max(1e-6);
        (a.0 - b.0).abs() <= least && (a.1 - b.1).abs() <= least
    };
    let window = |zoom: Option<Zoom>| {
        (zoom.map_or(whole.time, |zoom| zoom.time), zoom.and_then(|zoom| zoom.values).unwrap_or(whole.values))
    };
    let (a, b) = (window(a), window(b));
    near(a.0, b.0, points.x) && near(a.1, b.1, points.y)
}

/// Everything in a data area, laid out for the bounds of this frame.
struct Layers<'a> {
    base: PlotItemBase,
    draw: &'a dyn Fn(&Ui, &PlotTransform) -> Vec<Shape>,
}

impl PlotItem for Layers<'_> {
    fn shapes(&self, ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        shapes.extend((self.draw)(ui, transform));
    }

    fn initialize(&mut self, _: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        Color32::TRANSPARENT
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        PlotBounds::NOTHING
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }

    // Marks are widgets of their own, placed over the plot: what is under the pointer is theirs to say.
    fn find_closest(&self, _: egui::Pos2, _: &PlotTransform) -> Option<ClosestElem> {
        None
    }

    fn on_hover(
        &self,
        _: &Response,
        _: ClosestElem,
        _: &mut Vec<Shape>,
        _: &mut Vec<Cursor>,
        _: &PlotConfig<'_>,
        _: Option<&LabelFormatterFn<'_>>,
    ) {
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use egui::{Modifiers, pos2, vec2};
    use egui_kittest::Harness;

    use super::*;
    use crate::chart::{Figure, FileMeasure, layout, plot_of, within};
    use crate::store::decode;
    use crate::workspace::{Forecasts, Subject, driver_chart};

    /// All charts of the example that have a time axis.
    fn charts() -> Vec<ChartSpec> {
        let notebook = decode(include_str!("../../../../saves/xiaomi-overseas.ron")).unwrap();
        let today = jiff::civil::date(2026, 11, 21);
        let series = notebook.series.iter().map(|series| crate::chart::targets(&notebook, series, today).spec);
        let mut charts: Vec<ChartSpec> = series.collect();
        let mut forecasts = Forecasts::default();
        for model in &notebook.models {
            let computed = forecasts.compute(&notebook, model, None).unwrap();
            let subject = Subject { notebook: &notebook, model, scenario: None, computed: &computed, today };
            for driver in 0..model.drivers.len() {
                if let Figure::Time(spec) = driver_chart(subject, driver) {
                    charts.push(*spec);
                }
            }
        }
        charts
    }

    /// A window with nothing but a chart, and what it shows.
    struct Stage {
        spec: ChartSpec,
        size: (f32, f32),
        zoom: Cell<Option<Zoom>>,
        hands: Hands,
        transform: Option<PlotTransform>,
        is_set: bool,
    }

    const AT: Vec2 = vec2(20.0, 30.0);

    fn stage(spec: &ChartSpec, size: (f32, f32), zoom: Option<Zoom>, hands: Hands) -> Harness<'static, Stage> {
        let stage = Stage { spec: spec.clone(), size, zoom: Cell::new(zoom), hands, transform: None, is_set: false };
        let show_stage = |ui: &mut Ui, stage: &mut Stage| {
            // The fonts are there from the second frame on.
            if !std::mem::replace(&mut stage.is_set, true) {
                return theme::apply(ui.ctx());
            }
            let part = |zoom: Zoom| within(&stage.spec, zoom);
            let shown = stage.zoom.get().map_or_else(|| stage.spec.clone(), part);
            let data = Data {
                whole: &stage.spec,
                part: &part,
                zoom: stage.zoom.get(),
                plot: plot_of(&shown, stage.size.0, stage.size.1, &Measure(ui)),
                size: stage.size,
                at: AT,
                hands: stage.hands,
                moves: true,
                group: Id::unique("stage"),
            };
            let shown = show(ui, Id::unique("chart"), &data);
            stage.zoom.set(shown.zoom);
            stage.transform = Some(shown.transform);
        };
        let mut harness = Harness::builder().with_size(vec2(size.0 + 60.0, size.1 + 80.0)).build_ui_state(show_stage, stage);
        harness.run();
        harness
    }

    const STILL: Hands = Hands { boxes: false, values: false };

    #[test]
    fn marks_have_the_same_place_on_screen_and_in_files() {
        let measure = FileMeasure::new().unwrap();
        for spec in charts() {
            for size in [(420.0, 300.0), (900.0, 520.0), (1500.0, 700.0)] {
                let (from, until) = spec.time;
                let third = (until - from) / 3.0;
                let part = |time: (f64, f64)| Some(Zoom { time, values: None });
                for zoom in [None, part((from + third, until)), part((from, from + third.max(0.5)))] {
                    let harness = stage(&spec, size, zoom, STILL);
                    let transform = harness.state().transform.unwrap();
                    let shown = zoom.map_or_else(|| spec.clone(), |zoom| within(&spec, zoom));
                    let scene = layout(&shown, size.0, size.1, &measure);
                    for mark in &shown.marks {
                        let (time, value) = (mark.time.middle(), mark.value);
                        let on_screen = transform.position_from_point(&egui_plot::PlotPoint::new(time, value));
                        let in_file = scene.areas[0].point_of(time, value);
                        let apart = on_screen - AT - vec2(in_file.x, in_file.y);
                        assert!(apart.to_vec2().length() < 0.5, "{} at {size:?}, {zoom:?}: {apart:?}", mark.name);
                    }
                }
            }
        }
    }

    /// Moves the pointer to a part of the width and height of the data area.
    fn over(harness: &Harness<'_, Stage>, across: f32, up: f32) -> egui::Pos2 {
        let frame = *harness.state().transform.as_ref().unwrap().frame();
        pos2(frame.left() + across * frame.width(), frame.bottom() - up * frame.height())
    }

    fn drag(harness: &mut Harness<'_, Stage>, from: (f32, f32), to: (f32, f32)) {
        let (from, to) = (over(harness, from.0, from.1), over(harness, to.0, to.1));
        harness.hover_at(from);
        harness.drag_at(from);
        harness.run();
        // A hand moves in small steps: a drag begins where it is noticed.
        for part in [0.03, 0.06, 0.5] {
            harness.hover_at(from + (to - from) * part);
            harness.run();
        }
        harness.hover_at(to);
        harness.run();
        harness.drop_at(to);
        harness.run();
    }

    fn stores() -> ChartSpec {
        charts().into_iter().rfind(|spec| Figure::Time(Box::new(spec.clone())).has_free_values()).unwrap()
    }

    #[test]
    fn the_wheel_zooms_with_ctrl_alone_and_a_double_click_shows_all() {
        let spec = stores();
        let mut harness = stage(&spec, (900.0, 500.0), None, STILL);
        let wheel = |harness: &mut Harness<'_, Stage>, modifiers: Modifiers| {
            let at = over(harness, 0.5, 0.5);
            harness.hover_at(at);
            harness.run();
            harness.event_modifiers(
                egui::Event::MouseWheel {
                    unit: egui::MouseWheelUnit::Point,
                    delta: vec2(0.0, 120.0),
                    phase: egui::TouchPhase::Move,
                    source: egui::MouseWheelSource::Wheel,
                    modifiers,
                },
                modifiers,
            );
            harness.run();
        };
        wheel(&mut harness, Modifiers::NONE);
        assert_eq!(harness.state().zoom.get(), None, "a bare wheel scrolls the page");
        wheel(&mut harness, Modifiers::COMMAND);
        let zoom = harness.state().zoom.get().expect("zoomed");
        assert!(zoom.time.0 > spec.time.0 && zoom.time.1 < spec.time.1 && zoom.values.is_none(), "{zoom:?}");
        // Moved to the left, later times come into sight; never beyond the end.
        drag(&mut harness, (0.6, 0.5), (0.4, 0.5));
        let moved = harness.state().zoom.get().expect("still zoomed");
        assert!(moved.time.0 > zoom.time.0 && moved.time.1 <= spec.time.1 + 1e-9, "{moved:?} after {zoom:?}");
        let at = over(&harness, 0.5, 0.9);
        harness.hover_at(at);
        harness.run();
        for pressed in [true, false, true, false] {
            let button = egui::PointerButton::Primary;
            let click = egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE };
            harness.input_mut().events.push(click);
        }
        harness.run();
        assert_eq!(harness.state().zoom.get(), None);
    }

    #[test]
    fn a_box_zooms_time_and_where_values_are_free_values_as_well() {
        let spec = stores();
        let whole = window_of(&spec);
        for values in [false, true] {
            let mut harness = stage(&spec, (900.0, 500.0), None, Hands { boxes: true, values });
            drag(&mut harness, (0.25, 0.25), (0.75, 0.5));
            let zoom = harness.state().zoom.get().expect("zoomed");
            let part = (zoom.time.1 - zoom.time.0) / (spec.time.1 - spec.time.0);
            assert!((part - 0.5).abs() < 0.03, "{zoom:?}");
            assert_eq!(zoom.values.is_some(), values);
            if let Some((low, high)) = zoom.values {
                let part = (high - low) / (whole.values.1 - whole.values.0);
                assert!((part - 0.25).abs() < 0.03, "{zoom:?}");
            }
        }
    }
}
