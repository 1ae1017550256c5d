//! Looking closer at a stretch of a chart's time: by Ctrl and the wheel around the pointer, by dragging, and by buttons. What is
//! looked at is also what leaves the window as a file.

use egui::{CursorIcon, Id, Response, Ui};
use egui_material_icons::{MaterialIcon, icons};

use crate::chart::{Figure, Scene, moved, stretched};
use crate::ui::widgets;

type Span = (f64, f64);

/// How much a press of a button shows more or less.
const STEP: f64 = 1.6;

fn key(id: &str) -> Id {
    Id::unique(("shown time", id))
}

fn span(ui: &Ui, id: &str, all: Span) -> Option<Span> {
    let span = ui.data(|data| data.get_temp::<Span>(key(id)))?;
    // What is drawn may have become shorter since.
    (span.1 - span.0 < all.1 - all.0).then(|| moved(span, 0.0, all))
}

fn keep(ui: &Ui, id: &str, span: Option<Span>) {
    ui.data_mut(|data| match span {
        Some(span) => drop(data.insert_temp(key(id), span)),
        None => drop(data.remove_temp::<Span>(key(id))),
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
    let mut button = |icon: MaterialIcon, name: &str, enabled: bool, to: Option<Span>| {
        let button = ui.add_enabled_ui(enabled, |ui| widgets::icon_button_for(ui, icon, name, whole.title())).inner;
        if button.clicked() {
            keep(ui, id, to);
        }
    };
    let closer = stretched(now, 1.0 / STEP, middle, all);
    button(icons::ICON_ZOOM_IN, "Look closer (Ctrl and the wheel)", closer.is_some_and(|closer| closer != now), closer);
    if shown.is_none() {
        return;
    }
    button(icons::ICON_ZOOM_OUT, "Show more", true, stretched(now, STEP, middle, all));
    button(icons::ICON_CHEVRON_LEFT, "Earlier (or drag)", now.0 > all.0, Some(moved(now, -length / 2.0, all)));
    button(icons::ICON_CHEVRON_RIGHT, "Later (or drag)", now.1 < all.1, Some(moved(now, length / 2.0, all)));
    button(icons::ICON_FIT_SCREEN, "Show all (double click)", true, None);
}
