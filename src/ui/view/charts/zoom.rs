//! Zooms a chart to a span of time: with Ctrl and the wheel around the pointer, by dragging, and with buttons. Exports show the
//! same span.

use std::collections::BTreeMap;

use egui::{CursorIcon, Id, Modifiers, Response, Ui};

use crate::chart::{Figure, Scene, moved, stretched};
use crate::ui::theme::icons::{self, Icon};
use crate::ui::view::command::modifiers;
use crate::ui::widgets;

type Span = (f64, f64);

/// The zoom factor of one press of a button.
const STEP: f64 = 1.6;

/// The visible time spans of zoomed charts, in years, by chart id.
#[derive(Clone, Default)]
struct Spans(BTreeMap<String, Span>);

fn key() -> Id {
    Id::unique("shown times")
}

/// Returns the time span that each zoomed chart shows, by chart id.
pub(in crate::ui) fn shown_spans(ctx: &egui::Context) -> BTreeMap<String, Span> {
    ctx.data(|data| data.get_temp::<Spans>(key())).unwrap_or_default().0
}

/// Zooms each of these charts to its span, and all others out.
pub(in crate::ui) fn show_spans(ctx: &egui::Context, spans: BTreeMap<String, Span>) {
    ctx.data_mut(|data| data.insert_temp(key(), Spans(spans)));
}

fn span(ui: &Ui, id: &str, all: Span) -> Option<Span> {
    let span = ui.data(|data| data.get_temp::<Spans>(key()))?.0.get(id).copied()?;
    // The chart's time may have become shorter since.
    (span.1 - span.0 < all.1 - all.0).then(|| moved(span, 0.0, all))
}

fn keep(ui: &Ui, id: &str, span: Option<Span>) {
    ui.data_mut(|data| {
        let Spans(spans) = data.get_temp_mut_or_default(key());
        match span {
            Some(span) => spans.insert(id.to_owned(), span),
            None => spans.remove(id),
        };
    });
}

/// Returns the part of a chart that is zoomed to; `None` if all of it is shown.
pub(super) fn part(ui: &Ui, id: &str, figure: &Figure) -> Option<Figure> {
    let span = span(ui, id, figure.time()?)?;
    Some(figure.within(span))
}

/// Handles zooming and panning with the pointer on the plot of a chart.
pub(super) fn pointer(ui: &Ui, id: &str, whole: &Figure, scene: &Scene, response: &Response) {
    let (Some(all), Some(scale)) = (whole.time(), scene.scale) else { return };
    let now = span(ui, id, all);
    let years = |points: f32| f64::from(points / scene.plot.width().max(1.0)) * (scale.time.1 - scale.time.0);
    if response.double_clicked() && now.is_some() {
        return keep(ui, id, None);
    }
    if let (Some(now), true) = (now, response.dragged()) {
        ui.set_cursor_icon(CursorIcon::Grabbing);
        keep(ui, id, Some(moved(now, -years(response.drag_delta().x), all)));
    } else if now.is_some() && response.hovered() {
        ui.set_cursor_icon(CursorIcon::Grab);
    }
    let Some(pointer) = response.hover_pos().filter(|_| response.contains_pointer()) else { return };
    let (zoom, aside) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta.x));
    if zoom != 1.0 {
        let around = scale.time.0 + years(pointer.x - response.rect.left() - scene.plot.left);
        keep(ui, id, stretched(now.unwrap_or(all), 1.0 / f64::from(zoom), around, all));
    } else if let (Some(now), true) = (now, aside != 0.0) {
        keep(ui, id, Some(moved(now, -years(aside), all)));
    }
}

/// Shows buttons to zoom and pan a chart without a wheel.
pub(super) fn buttons(ui: &mut Ui, id: &str, whole: &Figure) {
    let Some(all) = whole.time().filter(|all| all.1 - all.0 > 1.0) else { return };
    let shown = span(ui, id, all);
    let now = shown.unwrap_or(all);
    let (middle, length) = ((now.0 + now.1) / 2.0, now.1 - now.0);
    let mut button = |icon: Icon, name: &str, enabled: bool, to: Option<Span>| {
        let button = ui.add_enabled_ui(enabled, |ui| widgets::icon_button_for(ui, icon, name, whole.title())).inner;
        if button.clicked() {
            keep(ui, id, to);
        }
    };
    let closer = stretched(now, 1.0 / STEP, middle, all);
    let zoom_in = format!("Zoom in ({} and the wheel)", modifiers(Modifiers::COMMAND));
    button(icons::ZOOM_IN, &zoom_in, closer.is_some_and(|closer| closer != now), closer);
    if shown.is_none() {
        return;
    }
    button(icons::ZOOM_OUT, "Zoom out", true, stretched(now, STEP, middle, all));
    button(icons::CHEVRON_LEFT, "Earlier (or drag)", now.0 > all.0, Some(moved(now, -length / 2.0, all)));
    button(icons::CHEVRON_RIGHT, "Later (or drag)", now.1 < all.1, Some(moved(now, length / 2.0, all)));
    button(icons::FIT_SCREEN, "Show all (double click)", true, None);
}
