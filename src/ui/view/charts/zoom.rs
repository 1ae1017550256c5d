//! Looking closer at a stretch of a chart's time: by Ctrl and the wheel around the pointer, by dragging, and by buttons. What is
//! looked at is also what leaves the window as a file.

use std::collections::BTreeMap;

use egui::{CursorIcon, Id, Response, Ui};

use crate::chart::{Figure, Scene, moved, stretched};
use crate::ui::theme::icons::{self, Icon};
use crate::ui::widgets;

type Span = (f64, f64);

/// How much a press of a button shows more or less.
const STEP: f64 = 1.6;

/// The stretches of all charts that are looked at, by the charts' ids.
#[derive(Clone, Default)]
struct Spans(BTreeMap<String, Span>);

fn key() -> Id {
    Id::unique("shown times")
}

/// The stretch that each zoomed chart shows.
pub(in crate::ui) fn shown_spans(ctx: &egui::Context) -> BTreeMap<String, Span> {
    ctx.data(|data| data.get_temp::<Spans>(key())).unwrap_or_default().0
}

/// Has each chart show this stretch, and the others all of their time.
pub(in crate::ui) fn show_spans(ctx: &egui::Context, spans: BTreeMap<String, Span>) {
    ctx.data_mut(|data| data.insert_temp(key(), Spans(spans)));
}

fn span(ui: &Ui, id: &str, all: Span) -> Option<Span> {
    let span = ui.data(|data| data.get_temp::<Spans>(key()))?.0.get(id).copied()?;
    // What is drawn may have become shorter since.
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

/// The stretch of a chart that is looked at; `None` where that is all of it.
pub(super) fn part(ui: &Ui, id: &str, figure: &Figure) -> Option<Figure> {
    let span = span(ui, id, figure.time()?)?;
    Some(figure.within(span))
}

/// What the pointer asks for, on the plot of a chart that was drawn.
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

/// The same for who has no wheel.
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
    button(icons::ZOOM_IN, "Look closer (Ctrl and the wheel)", closer.is_some_and(|closer| closer != now), closer);
    if shown.is_none() {
        return;
    }
    button(icons::ZOOM_OUT, "Show more", true, stretched(now, STEP, middle, all));
    button(icons::CHEVRON_LEFT, "Earlier (or drag)", now.0 > all.0, Some(moved(now, -length / 2.0, all)));
    button(icons::CHEVRON_RIGHT, "Later (or drag)", now.1 < all.1, Some(moved(now, length / 2.0, all)));
    button(icons::FIT_SCREEN, "Show all (double click)", true, None);
}
