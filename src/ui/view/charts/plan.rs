//! The points of a step plan: dates and levels as fields, each with the claim that it cites, and handles to drag on the chart.

use egui::{CursorIcon, Key, Rect, RichText, Role, Sense, Stroke, Ui, pos2, vec2};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::assumption_fields::{read_amount, read_date};
use super::on::On;
use crate::chart::{Area, Scene};
use crate::notebook::{
    Assumption, AssumptionId, AssumptionValue, PlanPoint, counted, decimal_year, grouped, long_date, to_f64, topic,
};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::dropdown::list_under;
use crate::ui::widgets::typed::{self, Takes};
use crate::ui::widgets::{self, ids};
use crate::workspace::Workspace;

/// Shows the points as rows of fields, a button that adds one, and one for each series whose targets can be the points.
pub(super) fn list(ui: &mut Ui, on: On<'_>, assumption: &Assumption, points: &[PlanPoint], actions: &mut Actions) {
    let planned = planned(on, assumption);
    let choices: Vec<PlanPoint> = planned.iter().flat_map(|(_, points)| points.clone()).collect();
    for index in 0..points.len() {
        ids::part(ui, ("plan point", assumption.id, index), |ui| {
            ui.horizontal(|ui| point_fields(ui, on, (assumption, points, &choices), index, actions));
        });
    }
    ui.horizontal_wrapped(|ui| {
        add_point(ui, assumption, points, actions);
        for (name, from_claims) in planned {
            let text = format!("Take {} of {name}", counted(from_claims.len(), "target"));
            let button = ui.button(RichText::new(text).size(13.0));
            if button.on_hover_text("Each point cites its claim; the points that are there now go").clicked() {
                set(assumption.id, from_claims, actions);
            }
        }
    });
}

/// A plan with its points, and the points that claims state.
type Points<'a> = (&'a Assumption, &'a [PlanPoint], &'a [PlanPoint]);

/// The targets about the subject and measure of each driver as points of a plan, one for each day, with the name of what they are
/// about.
fn planned(on: On<'_>, assumption: &Assumption) -> Vec<(String, Vec<PlanPoint>)> {
    let mut found: Vec<(String, Vec<PlanPoint>)> = Vec::new();
    for driver in on.model.drivers.iter().filter(|driver| !driver.subject.trim().is_empty()) {
        let name = topic(&driver.subject, &driver.measure);
        let points = on.workspace.look().targets_as_plan(&driver.subject, &driver.measure, &assumption.unit);
        if !points.is_empty() && !found.iter().any(|(known, _)| *known == name) {
            found.push((name, points));
        }
    }
    found
}

/// Chooses the claim that a point cites: one about the subject and measure of a driver that states a number and a day.
fn cite(ui: &mut Ui, on: On<'_>, (assumption, points, choices): Points<'_>, index: usize, actions: &mut Actions) {
    if choices.is_empty() {
        return;
    }
    let button = widgets::icon_button_for(ui, icons::LINK, "Rest it on a claim", &format!("point {}", index + 1));
    list_under(&button, |ui| {
        for choice in choices {
            let claim = choice.claim.and_then(|id| on.workspace.notebook().claims.get(id));
            let text = format!(
                "{} by {}  {}",
                grouped(choice.value),
                long_date(choice.date),
                claim.map_or("", |claim| claim.headline())
            );
            if ui.add(egui::Button::new(text).frame_when_inactive(false)).clicked() {
                let mut points = points.to_vec();
                points.remove(index);
                // There is one point for each day: the cited one takes the place of another.
                points.retain(|point| point.date != choice.date);
                points.push(choice.clone());
                set(assumption.id, points, actions);
                ui.close();
            }
        }
    });
}

fn add_point(ui: &mut Ui, assumption: &Assumption, points: &[PlanPoint], actions: &mut Actions) {
    if widgets::button_with_icon(ui, icons::ADD, "Add a point").clicked() {
        let mut points = points.to_vec();
        let last = points.last().map(|point| (point.date, point.value));
        let date =
            last.and_then(|(date, _)| date.checked_add(jiff::Span::new().years(1)).ok()).unwrap_or(Date::constant(2027, 1, 1));
        let value = last.map_or(Decimal::ONE_HUNDRED, |(_, value)| value);
        points.push(PlanPoint { date, value, claim: None, note: String::new() });
        set(assumption.id, points, actions);
    }
}

fn point_fields(ui: &mut Ui, on: On<'_>, (assumption, points, choices): Points<'_>, index: usize, actions: &mut Actions) {
    let point = &points[index];
    let field = typed::Field {
        id: ids::of(("plan day", assumption.id, index)),
        name: &format!("Day of point {}", index + 1),
        shown: &long_date(point.date),
        // While a date is half typed, the point would move past its neighbours.
        takes: Takes::WhenLeft,
        width: 116.0,
    };
    let read = |text: &str| match read_date(text)? {
        day if day != point.date && !is_free(points, day) => Err(format!("There is already a point on {}", long_date(day))),
        day => Ok(day),
    };
    if let Some(day) = field.show(ui, read, |text| egui::TextEdit::singleline(text)).value.filter(|day| *day != point.date) {
        changed(assumption.id, points, index, |point| point.date = day, actions);
    }
    let mut value = to_f64(point.value);
    let speed = (value * 0.01).max(1.0);
    let typed = typed::Number {
        name: &format!("Level of point {}", index + 1),
        write: |value| grouped(Decimal::from_f64(value).unwrap_or_default().round_dp(2)),
        read: |text: &str| match read_amount(text, &assumption.unit)? {
            below if below < 0.0 => Err(format!("“{}” is below 0", text.trim())),
            value => Ok(value),
        },
    };
    let what = ("plan level", assumption.id, index);
    let number = typed.show(ui, what, &mut value, |drag| drag.speed(speed).range(0.0..=1e15));
    if number.changed() {
        let value = Decimal::from_f64(value).unwrap_or_default().round_dp(2).normalize();
        changed(assumption.id, points, index, |point| point.value = value, actions);
    }
    match point.claim {
        Some(claim) => {
            if ui.link(RichText::new("claim").size(13.0)).on_hover_text("Read it in its source").clicked() {
                actions.push(Action::ShowClaim { claim, in_reader: true });
            }
        }
        None => drop(widgets::muted(ui, "own")),
    }
    cite(ui, on, (assumption, points, choices), index, actions);
    if widgets::icon_button(ui, icons::CLOSE, &format!("Remove point {}", index + 1)).clicked() {
        let mut rest = points.to_vec();
        rest.remove(index);
        set(assumption.id, rest, actions);
    }
}

/// Changes one point, which makes it the analyst's own judgement: it no longer cites a claim.
fn changed(id: AssumptionId, points: &[PlanPoint], index: usize, change: impl FnOnce(&mut PlanPoint), actions: &mut Actions) {
    let mut points = points.to_vec();
    change(&mut points[index]);
    points[index].claim = None;
    set(id, points, actions);
}

/// Whether no point has this day yet.
fn is_free(points: &[PlanPoint], day: Date) -> bool {
    points.iter().all(|point| point.date != day)
}

/// Whether a point can have this day and stay between its neighbours. Otherwise its index would change, and the focus would
/// move to another point.
fn is_between(points: &[PlanPoint], index: usize, day: Date) -> bool {
    let before = index.checked_sub(1).and_then(|before| points.get(before));
    before.is_none_or(|before| before.date < day) && points.get(index + 1).is_none_or(|after| day < after.date)
}

fn set(id: AssumptionId, points: Vec<PlanPoint>, actions: &mut Actions) {
    actions.edit(move |workspace: &mut Workspace| {
        let mut value = AssumptionValue::Plan(points);
        value.put_in_order();
        workspace.assumptions().set_value(id, value)
    });
}

const HANDLE: f32 = 16.0;
/// How far a hand must be from a point, along the axis, for its day to change, in points.
const FAR: f32 = 10.0;

/// The axes at the start of a drag, in points relative to the chart.
#[derive(Debug, Clone, Copy)]
struct Axes {
    plot: crate::chart::Rect,
    /// The lowest and the highest value.
    values: (f64, f64),
    /// First and last decimal year.
    time: (f64, f64),
}

impl Axes {
    fn of(area: &Area) -> Self {
        Self { plot: area.plot, values: area.window.values, time: area.window.time }
    }

    /// Returns the value at a height on the chart, clamped to the axis.
    fn value_at(self, y: f32) -> f64 {
        let (low, high) = self.values;
        let part = f64::from((self.plot.bottom - y) / self.plot.height().max(1.0)).clamp(0.0, 1.0);
        (low + part * (high - low)).max(0.0)
    }

    /// Returns the first or last day of the month at a position on the chart: a hand does not mean single days.
    fn day_at(self, x: f32) -> Option<Date> {
        let part = f64::from((x - self.plot.left) / self.plot.width().max(1.0)).clamp(0.0, 1.0);
        let at = self.time.0 + part * (self.time.1 - self.time.0);
        let months = (at * 12.0).round();
        let (year, month) = ((months / 12.0).floor(), (months.rem_euclid(12.0)) as i8 + 1);
        // The turn of a year is the end of the old one.
        let first = Date::new(year as i16, month, 1).ok()?;
        if month == 1 { first.yesterday().ok() } else { Some(first) }
    }
}

/// Shows handles over a chart: each point can be dragged, or moved with the arrow keys when it has the focus.
pub(super) fn handles(
    ui: &mut Ui,
    assumption: &Assumption,
    points: &[PlanPoint],
    (scene, origin, is_zoomed): (&Scene, egui::Pos2, bool),
    actions: &mut Actions,
) {
    let Some(area) = scene.areas.first() else { return };
    let offset = origin.to_vec2();
    let palette = theme::palette(ui.ctx());
    // On a zoomed chart a double click shows all again.
    if !is_zoomed {
        double_click(ui, assumption, points, (area, offset), actions);
    }
    for (index, point) in points.iter().enumerate() {
        let at = area.point_of(decimal_year(point.date), to_f64(point.value));
        // Points outside the zoomed range have no handle.
        if !(area.plot.left - 1.0..=area.plot.right + 1.0).contains(&at.x) {
            continue;
        }
        let centre = pos2(at.x, at.y) + offset;
        let rect = Rect::from_center_size(centre, vec2(HANDLE, HANDLE));
        let id = ui.scope_id().with(("plan handle", assumption.id.to_string(), index));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        let name = format!("Plan point: {} on {}", grouped(point.value), long_date(point.date));
        widgets::named(&response, Role::SpinButton, &name);
        let strong = response.hovered() || response.has_focus() || response.dragged();
        let fill = if point.claim.is_some() { palette.accent } else { palette.page };
        let diamond = [vec2(0.0, -7.0), vec2(7.0, 0.0), vec2(0.0, 7.0), vec2(-7.0, 0.0)].map(|way| centre + way);
        ui.painter().add(egui::Shape::convex_polygon(
            diamond.to_vec(),
            fill,
            Stroke::new(if strong { 2.5 } else { 1.5 }, palette.accent),
        ));
        if response.hovered() || response.dragged() {
            ui.set_cursor_icon(if response.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab });
        }
        // The axis rescales with its data: a drag keeps the axis it began with, or the point would run away from the pointer.
        if response.drag_started() {
            ui.data_mut(|data| data.insert_temp(id, Axes::of(area)));
        }
        let axes = ui.data(|data| data.get_temp::<Axes>(id)).unwrap_or_else(|| Axes::of(area));
        if response.dragged()
            && let Some(pointer) = response.interact_pointer_pos()
        {
            let at = pointer - offset;
            let value = snapped(axes.value_at(at.y));
            // A hand that moves up or down keeps the day: only a clear move along the axis changes it.
            let is_far = (area.point_of(decimal_year(point.date), 0.0).x - at.x).abs() > FAR;
            let day = axes.day_at(at.x).filter(|day| is_far && is_between(points, index, *day)).unwrap_or(point.date);
            if value != point.value || day != point.date {
                changed(assumption.id, points, index, |point| (point.value, point.date) = (value, day), actions);
            }
        }
        if response.drag_stopped() {
            actions.edit(|workspace| {
                workspace.end_burst();
                Ok(())
            });
        }
        if response.has_focus() {
            // The arrow keys move the point, not the focus.
            let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..egui::EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
            keys(ui, assumption, points, index, actions);
        }
        response.on_hover_text(format!(
            "{name}\nDrag it in value and in time, or use the arrow keys; double click beside it for another"
        ));
    }
}

/// Adds a point where the chart is double clicked, beside its points.
fn double_click(
    ui: &Ui,
    assumption: &Assumption,
    points: &[PlanPoint],
    (area, offset): (&Area, egui::Vec2),
    actions: &mut Actions,
) {
    let pressed = ui.input(|input| {
        let is_double = input.pointer.button_double_clicked(egui::PointerButton::Primary);
        input.pointer.interact_pos().filter(|_| is_double)
    });
    let Some(at) = pressed.map(|at| at - offset) else { return };
    let plot = area.plot;
    let is_inside = (plot.left..=plot.right).contains(&at.x) && (plot.top..=plot.bottom).contains(&at.y);
    let is_at_point = points.iter().any(|point| {
        let place = area.point_of(decimal_year(point.date), to_f64(point.value));
        (place.x - at.x).abs() < HANDLE && (place.y - at.y).abs() < HANDLE
    });
    if !is_inside || is_at_point || ui.ctx().layer_id_at(at + offset) != Some(ui.layer_id()) {
        return;
    }
    let axes = Axes::of(area);
    let Some(date) = axes.day_at(at.x).filter(|day| is_free(points, *day)) else { return };
    let mut points = points.to_vec();
    points.push(PlanPoint { date, value: snapped(axes.value_at(at.y)), claim: None, note: String::new() });
    set(assumption.id, points, actions);
}

fn keys(ui: &mut Ui, assumption: &Assumption, points: &[PlanPoint], index: usize, actions: &mut Actions) {
    let step = Decimal::from_f64(step_of(to_f64(points[index].value))).unwrap_or(Decimal::ONE);
    for (key, by) in [(Key::ArrowUp, step), (Key::ArrowDown, -step)] {
        if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key)) {
            let value = (points[index].value + by).max(Decimal::ZERO);
            changed(assumption.id, points, index, |point| point.value = value, actions);
        }
    }
    for (key, by) in [(Key::ArrowRight, 1), (Key::ArrowLeft, -1)] {
        if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key))
            && let Ok(date) = points[index].date.checked_add(jiff::Span::new().months(by))
            && is_between(points, index, date)
        {
            changed(assumption.id, points, index, |point| point.date = date, actions);
        }
    }
}

/// The step of a drag or an arrow key: the largest power of ten up to a fiftieth of the value, but at least 1, to avoid stray
/// digits.
fn step_of(value: f64) -> f64 {
    if value <= 0.0 { 1.0 } else { 10_f64.powf((value / 50.0).log10().floor()).max(1.0) }
}

fn snapped(value: f64) -> Decimal {
    let step = step_of(value);
    Decimal::from_f64((value / step).round() * step).unwrap_or_default()
}
