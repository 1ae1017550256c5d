//! Which part each chart shows, and the buttons to change it. A part is kept per chart, or per group of charts that move
//! together; files and tables show the same part.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Id, Modifiers, Ui};

use crate::chart::{Figure, Zoom, kept_inside, moved, stretched};
use crate::ui::theme::icons::{self, Icon};
use crate::ui::view::command::modifiers;
use crate::ui::widgets;

/// The zoom factor of one press of a button.
const STEP: f64 = 1.6;

/// The name of a chart, and of the charts that it moves with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a> {
    /// The chart.
    pub chart: &'a str,
    /// The charts that show the same time; its own name if it moves alone.
    pub group: &'a str,
}

impl<'a> From<&'a str> for Name<'a> {
    fn from(chart: &'a str) -> Self {
        Self { chart, group: chart }
    }
}

impl<'a> From<&'a String> for Name<'a> {
    fn from(chart: &'a String) -> Self {
        Self::from(chart.as_str())
    }
}

/// What a hand may do on a chart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hands {
    /// Whether a drag draws a box to zoom to, instead of moving the chart.
    pub boxes: bool,
    /// Whether values zoom and move as well as time.
    pub values: bool,
}

/// The parts that zoomed charts show.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::ui) struct Parts {
    /// First and last decimal year, by group.
    pub times: BTreeMap<String, (f64, f64)>,
    /// Lowest and highest value, by chart.
    pub values: BTreeMap<String, (f64, f64)>,
}

/// What is kept between frames.
#[derive(Clone, Default)]
struct Kept {
    parts: Parts,
    /// The charts whose values may zoom.
    free: BTreeSet<String>,
    /// Whether a drag draws a box.
    boxes: bool,
}

fn read<R>(ctx: &egui::Context, get: impl FnOnce(&Kept) -> R) -> R {
    ctx.data_mut(|data| get(data.get_temp_mut_or_default(Id::unique("chart parts"))))
}

fn write(ctx: &egui::Context, change: impl FnOnce(&mut Kept)) {
    ctx.data_mut(|data| change(data.get_temp_mut_or_default(Id::unique("chart parts"))));
}

/// Returns the part that each zoomed chart shows.
pub(in crate::ui) fn shown_parts(ctx: &egui::Context) -> Parts {
    read(ctx, |kept| kept.parts.clone())
}

/// Makes each of these charts show its part, and all others everything.
pub(in crate::ui) fn show_parts(ctx: &egui::Context, parts: Parts) {
    write(ctx, |kept| {
        kept.free.extend(parts.values.keys().cloned());
        kept.parts = parts;
    });
}

/// Returns the part that a chart shows; `None` if it shows all. The chart may have become shorter since.
pub(super) fn zoom(ui: &Ui, name: Name<'_>, figure: &Figure) -> Option<Zoom> {
    let (all, values) = (figure.time()?, figure.values()?);
    let free = hands(ui, name, figure).values;
    read(ui.ctx(), |kept| {
        let zoom = Zoom {
            time: kept.parts.times.get(name.group).copied().unwrap_or(all),
            values: kept.parts.values.get(name.chart).copied().filter(|_| free),
        };
        kept_inside(zoom, all, values)
    })
}

/// Keeps the part that a chart shows.
pub(super) fn keep(ui: &Ui, name: Name<'_>, figure: &Figure, zoom: Option<Zoom>) {
    let time = zoom.map(|zoom| zoom.time).filter(|time| Some(*time) != figure.time());
    let values = zoom.and_then(|zoom| zoom.values);
    write(ui.ctx(), |kept| {
        set(&mut kept.parts.times, name.group, time);
        set(&mut kept.parts.values, name.chart, values);
    });
}

fn set(parts: &mut BTreeMap<String, (f64, f64)>, name: &str, part: Option<(f64, f64)>) {
    match part {
        Some(part) => drop(parts.insert(name.to_owned(), part)),
        None => drop(parts.remove(name)),
    }
}

/// Returns what a hand may do on a chart now. Alt draws a box for as long as it is held.
pub(super) fn hands(ui: &Ui, name: Name<'_>, figure: &Figure) -> Hands {
    let held = ui.input(|input| input.modifiers.alt);
    read(ui.ctx(), |kept| Hands { boxes: kept.boxes || held, values: figure.has_free_values() && kept.free.contains(name.chart) })
}

/// Returns the part of a chart that is shown; `None` if all of it is.
pub(super) fn part(ui: &Ui, name: Name<'_>, figure: &Figure) -> Option<Figure> {
    zoom(ui, name, figure).map(|zoom| figure.within(zoom))
}

/// Shows buttons to zoom and pan a chart without a wheel.
pub(super) fn buttons(ui: &mut Ui, name: Name<'_>, whole: &Figure) {
    let Some(all) = whole.time().filter(|all| all.1 - all.0 > 1.0) else { return };
    let shown = zoom(ui, name, whole);
    let values = shown.and_then(|zoom| zoom.values);
    let now = shown.map_or(all, |zoom| zoom.time);
    let (middle, length) = ((now.0 + now.1) / 2.0, now.1 - now.0);
    let mut button = |icon: Icon, text: &str, enabled: bool, to: Option<(f64, f64)>| {
        let button = ui.add_enabled_ui(enabled, |ui| widgets::icon_button_for(ui, icon, text, whole.title())).inner;
        if button.clicked() {
            keep(ui, name, whole, Some(Zoom { time: to.unwrap_or(all), values }));
        }
    };
    let closer = stretched(now, 1.0 / STEP, middle, all);
    let zoom_in = format!("Zoom in ({} and the wheel)", modifiers(Modifiers::COMMAND));
    button(icons::ZOOM_IN, &zoom_in, closer.is_some_and(|closer| closer != now), closer);
    if now != all {
        button(icons::ZOOM_OUT, "Zoom out", true, stretched(now, STEP, middle, all));
        button(icons::CHEVRON_LEFT, "Earlier (or drag)", now.0 > all.0, Some(moved(now, -length / 2.0, all)));
        button(icons::CHEVRON_RIGHT, "Later (or drag)", now.1 < all.1, Some(moved(now, length / 2.0, all)));
    }
    if shown.is_some() && widgets::icon_button_for(ui, icons::FIT_SCREEN, "Show all (double click)", whole.title()).clicked() {
        keep(ui, name, whole, None);
    }
    switches(ui, name, whole);
}

/// Shows the switches for what a drag does, and whether values zoom.
fn switches(ui: &mut Ui, name: Name<'_>, whole: &Figure) {
    let (boxes, free) = read(ui.ctx(), |kept| (kept.boxes, kept.free.contains(name.chart)));
    let text = format!("Drag a box to zoom to (or hold {})", modifiers(Modifiers::ALT));
    if widgets::icon_switch_for(ui, boxes, icons::SELECT, &text, whole.title()).clicked() {
        write(ui.ctx(), |kept| kept.boxes = !boxes);
    }
    if !whole.has_free_values() {
        return;
    }
    let text = "Zoom values as well as time";
    if widgets::icon_switch_for(ui, free, icons::HEIGHT, text, whole.title()).clicked() {
        write(ui.ctx(), |kept| {
            if !kept.free.remove(name.chart) {
                kept.free.insert(name.chart.to_owned());
            }
            kept.parts.values.remove(name.chart);
        });
    }
}
