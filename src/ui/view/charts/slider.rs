//! Low, base and high as three handles on one line, under the curve of their distribution.

use std::ops::RangeInclusive;

use egui::{Color32, CursorIcon, Id, Key, Mesh, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, pos2, vec2};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::curve::densities;
use super::spread::nice_step;
use crate::chart::{compact, range_ticks};
use crate::forecast::distribution::Distribution;
use crate::notebook::{Assumption, Estimate3, grouped, to_f64};
use crate::ui::theme;
use crate::ui::widgets::{self, ids};

/// The height of the curve, in points.
const CURVE: f32 = 56.0;
/// The height of the line with its handles, in points.
const LINE: f32 = 20.0;
/// The height of the values below it, in points.
const VALUES: f32 = 16.0;
const RADIUS: f32 = 7.0;

/// What is shown.
pub(super) struct Slider<'a> {
    pub assumption: &'a Assumption,
    pub number: Estimate3,
    pub distribution: Option<&'a Distribution>,
    /// What it was before, or is outside of the scenario.
    pub before: Option<&'a Distribution>,
    /// How much of the base scale one of the assumption's unit is.
    pub scale: f64,
}

/// What a hand did.
pub(super) struct Moved {
    /// Which handle: 0 low, 1 base, 2 high.
    pub part: usize,
    /// Where it is now; `None` if it was only let go.
    pub value: Option<Decimal>,
    /// Whether this is a drag, which goes on from the values that it began with.
    pub dragged: bool,
    /// Whether the handle was let go.
    pub ended: bool,
    /// Whether Escape puts everything back to where the drag began.
    pub escaped: bool,
}

/// The values that the line covers.
#[derive(Clone, Copy)]
struct Domain {
    from: f64,
    to: f64,
}

impl Domain {
    fn of(number: Estimate3, unit: &str) -> Self {
        let (low, base, high) = (to_f64(number.low), to_f64(number.base), to_f64(number.high));
        let spread = if high > low { high - low } else { base.abs().max(1.0) };
        let (mut from, mut to) = (low - 0.5 * spread, high + 0.8 * spread);
        // What was never negative is not suggested to be, nor a share above the whole.
        if low >= 0.0 {
            from = from.max(0.0);
        }
        if unit == "%" && high <= 100.0 {
            to = to.min(100.0);
        }
        Self { from, to: to.max(from + 1e-9) }
    }

    fn x(self, value: f64, rect: Rect) -> f32 {
        let part = ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        rect.left() + part as f32 * rect.width()
    }

    fn value(self, x: f32, rect: Rect) -> f64 {
        self.from + f64::from((x - rect.left()) / rect.width().max(1.0)).clamp(0.0, 1.0) * (self.to - self.from)
    }

    fn step(self) -> f64 {
        nice_step((self.to - self.from) / 100.0)
    }
}

/// Shows the curve and the handles. Returns what a hand did to one of them.
pub(super) fn show(ui: &mut Ui, slider: &Slider<'_>) -> Option<Moved> {
    let id = ids::of(("slider", slider.assumption.id));
    let size = vec2(ui.available_width(), CURVE + LINE + VALUES);
    let (rect, _) = ids::room(ui, id, size, Sense::hover());
    let inside = rect.shrink2(vec2(RADIUS + 1.0, 0.0));
    let handles = [0, 1, 2].map(|part| id.with(part));
    // The line keeps what it covers while it is held, or the handle would run away from the pointer.
    let is_held = ui.ctx().dragged_id().is_some_and(|dragged| handles.contains(&dragged))
        || ui.memory(|memory| memory.focused().is_some_and(|focused| handles.contains(&focused)));
    let known = ui.data(|data| data.get_temp::<Domain>(id)).filter(|_| is_held);
    let domain = known.unwrap_or_else(|| Domain::of(slider.number, &slider.assumption.unit));
    ui.data_mut(|data| data.insert_temp(id, domain));
    let curve = Rect::from_min_size(inside.min, vec2(inside.width(), CURVE));
    curves(ui, slider, domain, curve);
    let y = curve.bottom() + LINE / 2.0;
    values(ui, domain, inside, y);
    line(ui, slider.number, domain, inside, y);
    let mut moved = None;
    // Base is on top: where all three meet, it is the one to take.
    let order: &[usize] = if slider.number.is_certain() { &[1] } else { &[0, 2, 1] };
    for &part in order {
        moved = handle(ui, slider, (part, handles[part]), domain, (inside, y)).or(moved);
    }
    moved
}

fn parts(number: Estimate3) -> [(Decimal, &'static str); 3] {
    [(number.low, "low"), (number.base, "base"), (number.high, "high")]
}

/// Draws the densities: filled as it is, dashed as it was.
fn curves(ui: &Ui, slider: &Slider<'_>, domain: Domain, rect: Rect) {
    let palette = theme::palette(ui.ctx());
    let points_of = |distribution: &Distribution, most: f64| -> Vec<Pos2> {
        let at = |(value, height): (f64, f64)| {
            pos2(domain.x(value / slider.scale, rect), rect.bottom() - (height / most) as f32 * (rect.height() - 4.0))
        };
        densities(distribution).into_iter().map(at).collect()
    };
    let tallest = |distribution: &Distribution| densities(distribution).iter().map(|point| point.1).fold(0.0, f64::max);
    let all = [slider.distribution, slider.before];
    let most = all.iter().flatten().map(|distribution| tallest(distribution)).fold(0.0, f64::max).max(1e-300);
    if let Some(distribution) = slider.distribution {
        let points = points_of(distribution, most);
        ui.painter().add(filled(&points, rect.bottom(), palette.selected));
        ui.painter().add(Shape::line(points, Stroke::new(2.0, palette.accent)));
    }
    if let Some(before) = slider.before {
        let points = points_of(before, most);
        ui.painter().extend(Shape::dashed_line(&points, Stroke::new(1.0, palette.muted), 3.0, 3.0));
    }
}

fn filled(points: &[Pos2], bottom: f32, colour: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    for (index, point) in points.iter().enumerate() {
        mesh.colored_vertex(*point, colour);
        mesh.colored_vertex(pos2(point.x, bottom), colour);
        if index > 0 {
            let first = 2 * index as u32 - 2;
            mesh.add_triangle(first, first + 1, first + 2);
            mesh.add_triangle(first + 1, first + 2, first + 3);
        }
    }
    mesh
}

fn line(ui: &Ui, number: Estimate3, domain: Domain, rect: Rect, y: f32) {
    let palette = theme::palette(ui.ctx());
    let bar = |range: RangeInclusive<f32>, colour: Color32| {
        let rect = Rect::from_min_max(pos2(*range.start(), y - 2.0), pos2(*range.end(), y + 2.0));
        ui.painter().rect_filled(rect, 2.0, colour);
    };
    bar(rect.left()..=rect.right(), palette.border);
    bar(domain.x(to_f64(number.low), rect)..=domain.x(to_f64(number.high), rect), palette.accent);
}

/// Writes a few values under the line.
fn values(ui: &Ui, domain: Domain, rect: Rect, y: f32) {
    let palette = theme::palette(ui.ctx());
    let mut free = f32::NEG_INFINITY;
    for tick in range_ticks(domain.from, domain.to).into_iter().filter(|tick| (domain.from..=domain.to).contains(tick)) {
        let text = ui.painter().layout_no_wrap(compact(tick), theme::plain(11.5), palette.muted);
        let half = text.size().x / 2.0;
        let left = (domain.x(tick, rect) - half).min(rect.right() + RADIUS - 2.0 * half).max(rect.left() - RADIUS);
        if left > free {
            free = left + 2.0 * half + 14.0;
            ui.painter().galley(pos2(left, y + LINE / 2.0), text, palette.muted);
        }
    }
}

fn handle(ui: &mut Ui, slider: &Slider<'_>, (part, id): (usize, Id), domain: Domain, (rect, y): (Rect, f32)) -> Option<Moved> {
    let palette = theme::palette(ui.ctx());
    let (value, name) = parts(slider.number)[part];
    let centre = pos2(domain.x(to_f64(value), rect), y);
    let response = ui.interact(Rect::from_center_size(centre, vec2(18.0, 20.0)), id, Sense::click_and_drag());
    widgets::named(&response, Role::Slider, &format!("{}, {name}: {}", slider.assumption.name, grouped(value)));
    let is_base = part == 1;
    let width = if response.has_focus() || response.hovered() { 3.0 } else { 2.0 };
    ui.painter().circle(
        centre,
        if is_base { RADIUS } else { RADIUS - 1.0 },
        if is_base { palette.accent } else { palette.page },
        Stroke::new(width, palette.accent),
    );
    if response.has_focus() {
        ui.painter().circle_stroke(centre, RADIUS + 3.0, Stroke::new(1.5, palette.accent));
    }
    if response.hovered() || response.dragged() {
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    let rounded = |value: f64| {
        let step = domain.step();
        Decimal::from_f64((value / step).round() * step).map(|value| value.round_dp(6).normalize())
    };
    let mut moved = Moved { part, value: None, dragged: response.dragged(), ended: response.drag_stopped(), escaped: false };
    if response.dragged() && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape)) {
        ui.ctx().stop_dragging();
        (moved.escaped, moved.dragged) = (true, false);
    } else if response.dragged() {
        moved.value = response.interact_pointer_pos().and_then(|pointer| rounded(domain.value(pointer.x, rect)));
    } else if response.has_focus() {
        // The arrow keys move the handle, not the focus.
        let filter = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        for (key, by) in [(Key::ArrowRight, 1.0), (Key::ArrowLeft, -1.0)] {
            if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key)) {
                moved.value = rounded(to_f64(value) + by * domain.step());
            }
        }
    }
    // A handle stops at its neighbours: it does not push them along.
    let Estimate3 { low, base, high, .. } = slider.number;
    moved.value = moved.value.map(|new| match part {
        _ if low == high => new,
        0 => new.min(base),
        1 => new.clamp(low, high),
        _ => new.max(base),
    });
    moved.value = moved.value.filter(|new| *new != value);
    response.on_hover_text(format!("{name}: {}", grouped(value)));
    (moved.value.is_some() || moved.ended || moved.escaped).then_some(moved)
}
