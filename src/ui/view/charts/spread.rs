//! How likely each value of an outcome is: a histogram of all draws with its cumulative curve, and a threshold to be dragged or
//! typed that says how many draws reach it.

use egui::{Color32, CursorIcon, Id, Key, Rect, RichText, Role, Sense, Shape, Stroke, TextEdit, Ui, Vec2, Vec2b, pos2, vec2};
use egui_plot::{Bar, BarChart, Line, PlotPoints, VLine};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::bench::Bench;
use super::on::On;
use super::plot::bare;
use super::state::ScenariosView;
use crate::chart::{Ink, compact};
use crate::forecast::attainment::in_cases;
use crate::forecast::histogram::Histogram;
use crate::notebook::{grouped, to_f64};
use crate::ui::theme;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{two_figures, typed_amount};

/// The height of the row with the threshold, in points.
const ROW: f32 = 30.0;
/// The height of the values below the bars, in points.
const AXIS: f32 = 18.0;

/// Shows how an outcome is spread in its last whole period.
///
/// The threshold is what was typed or dragged, and until then the target of the outcome or, without one, its median.
pub(super) fn show(ui: &mut Ui, on: On<'_>, bench: &Bench, size: Vec2, view: &mut ScenariosView) {
    let Some(histogram) = bench.spread.as_deref() else {
        widgets::muted(ui, "Every draw has the same value: there is nothing to show.");
        return;
    };
    let unit = &on.model.drivers[bench.driver()].unit;
    let usual = bench.in_force().map_or(histogram.median(), |target| target.level);
    let level = threshold(ui, on, usual, unit, view);
    let reached = level.map(|level| histogram.share_from(level));
    ui.horizontal(|ui| {
        if let Some(share) = reached {
            let said = in_cases(share, histogram.count());
            ui.label(RichText::new(said).font(theme::strong(13.5)).color(theme::palette(ui.ctx()).ink(Ink::Target)));
        }
    });
    let height = (size.y - ROW - 20.0 - AXIS).max(60.0);
    let moved = plot(ui, histogram, level, vec2(size.x, height));
    if let Some(value) = moved {
        view.level = grouped(Decimal::from_f64(value).unwrap_or_default().round_dp(6).normalize());
    }
}

/// The field of the threshold. Returns its value, if it is one.
fn threshold(ui: &mut Ui, on: On<'_>, usual: f64, unit_of: &str, view: &mut ScenariosView) -> Option<f64> {
    let mut level = None;
    ui.horizontal(|ui| {
        ui.set_height(ROW - 4.0);
        ui.label(RichText::new("At least").size(13.0));
        if view.level.trim().is_empty() {
            level = Some(usual);
        }
        let hint = level.map(two_figures).unwrap_or_default();
        let field = fields::text(ui, ids::of(("threshold", on.model.id)), &mut view.level, |text| {
            TextEdit::singleline(text).hint_text(hint).desired_width(90.0)
        });
        widgets::named(&field, Role::TextInput, "A value to be reached");
        widgets::caption(ui, &crate::notebook::plural(unit_of));
    });
    if level.is_none() {
        match typed_amount(&view.level, unit_of) {
            Ok(typed) => level = Some(to_f64(typed)),
            Err(error) => {
                ui.label(RichText::new(error.to_string()).size(theme::SMALL).color(theme::palette(ui.ctx()).error));
            }
        }
    }
    level
}

/// Draws the bars, the curve and the threshold. Returns where the threshold was moved to.
fn plot(ui: &mut Ui, histogram: &Histogram, level: Option<f64>, size: Vec2) -> Option<f64> {
    let palette = theme::palette(ui.ctx());
    let (low, high) = histogram.range();
    let id = Id::unique("spread");
    let ink = palette.ink(Ink::Estimate);
    let most = histogram.bars().iter().map(|bar| bar.share).fold(0.0, f64::max);
    let bars: Vec<Bar> = histogram
        .bars()
        .iter()
        .map(|bar| {
            let reaches = level.is_some_and(|level| (bar.from + bar.until) / 2.0 >= level);
            let fill = if reaches { ink } else { ink.gamma_multiply(0.45) };
            Bar::new((bar.from + bar.until) / 2.0, bar.share / most)
                .width((bar.until - bar.from) * 0.94)
                .fill(fill)
                .stroke(Stroke::NONE)
        })
        .collect();
    let curve: PlotPoints<'_> = histogram.cumulative().into_iter().map(|(value, share)| [value, share]).collect();
    let shown = bare(id, size)
        .show_x(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .auto_bounds(Vec2b::FALSE)
        .sense(Sense::hover())
        .show(ui, |plot| {
            plot.set_plot_bounds_x(low..=high);
            plot.set_plot_bounds_y(0.0..=1.08);
            plot.bar_chart(BarChart::new("draws", bars).allow_hover(false));
            plot.line(Line::new("below", curve).color(palette.muted).width(1.5).allow_hover(false));
            if let Some(level) = level {
                plot.vline(VLine::new("at least", level).color(palette.ink(Ink::Target)).width(1.5).allow_hover(false));
            }
        });
    axis(ui, &shown.transform, (low, high));
    let level = level?;
    handle(ui, &shown.transform, level, (low, high))
}

/// Writes the values below the bars.
fn axis(ui: &mut Ui, transform: &egui_plot::PlotTransform, (low, high): (f64, f64)) {
    let palette = theme::palette(ui.ctx());
    let frame = *transform.frame();
    let (rect, _) = ui.allocate_exact_size(vec2(frame.width(), AXIS), Sense::hover());
    ui.painter().hline(frame.x_range(), frame.bottom(), Stroke::new(1.0, palette.border_strong));
    let mut free = f32::NEG_INFINITY;
    for tick in crate::chart::range_ticks(low, high).into_iter().filter(|tick| (low..=high).contains(tick)) {
        let x = transform.position_from_point_x(tick);
        let text = ui.painter().layout_no_wrap(compact(tick), theme::plain(11.5), palette.muted);
        let half = text.size().x / 2.0;
        let left = (x - half).max(frame.left()).min(frame.right() - 2.0 * half);
        if left > free {
            free = left + 2.0 * half + 8.0;
            ui.painter().galley(pos2(left, rect.top() + 2.0), text, Color32::PLACEHOLDER);
        }
    }
}

/// The handle of the threshold: dragged, or moved with the arrow keys.
fn handle(ui: &mut Ui, transform: &egui_plot::PlotTransform, level: f64, (low, high): (f64, f64)) -> Option<f64> {
    let palette = theme::palette(ui.ctx());
    let frame = *transform.frame();
    let x = transform.position_from_point_x(level.clamp(low, high));
    let rect = Rect::from_min_max(pos2(x - 7.0, frame.top()), pos2(x + 7.0, frame.bottom()));
    let id = Id::unique("threshold of the spread");
    let response = ui.interact(rect, id, Sense::click_and_drag());
    widgets::named(&response, Role::Slider, &format!("At least {}", compact(level)));
    let centre = pos2(x, frame.top() + 6.0);
    let width = if response.has_focus() { 2.5 } else { 1.5 };
    ui.painter().add(Shape::circle_filled(centre, 5.0, palette.page));
    ui.painter().circle_stroke(centre, 5.0, Stroke::new(width, palette.ink(Ink::Target)));
    if response.hovered() || response.dragged() {
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    let step = nice_step((high - low) / 100.0);
    let snapped = |value: f64| (value / step).round() * step;
    if response.dragged()
        && let Some(pointer) = response.interact_pointer_pos()
    {
        return Some(snapped(transform.value_from_position(pointer).x.clamp(low, high))).filter(|value| *value != level);
    }
    if response.has_focus() {
        let filter = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        for (key, by) in [(Key::ArrowRight, step), (Key::ArrowLeft, -step)] {
            if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key)) {
                return Some(snapped(level + by).clamp(low, high));
            }
        }
    }
    response.on_hover_text("Drag it, use the arrow keys, or type a value above");
    None
}

/// The power of ten, or two or five of it, next below a step.
pub(super) fn nice_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.max(1e-12).log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|factor| factor * power).find(|nice| *nice <= step).unwrap_or(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        assert_eq!([0.3, 7.0, 120.0, 49_999.0].map(nice_step), [0.2, 5.0, 100.0, 20_000.0]);
    }
}
