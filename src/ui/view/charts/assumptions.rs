//! The assumptions of a model, beside its chart: each with what it rests on, low, base and high, and its curve. One row is open,
//! with a slider and everything that can be chosen for it.

use egui::{Align, Button, Layout, Rect, RichText, Role, Sense, Stroke, Ui, vec2};
use rust_decimal::Decimal;

use super::assumption_fields::{Shown, end_burst, field_width, put_back, set_part, value_fields};
use super::on::On;
use super::rests_on::{basis, moved, reason};
use super::state::ScenariosView;
use super::{curve, model_page, plan, slider};
use crate::forecast::distribution::Distribution;
use crate::forecast::formula::Unit;
use crate::notebook::{Assumption, AssumptionValue, Estimate3};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::widgets::dropdown::list_under;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};

/// Longer units are not shown: they only repeat the name.
const MAX_UNIT_CHARS: usize = 4;
/// The height of a row that is not open, in points.
const ROW: f32 = 48.0;
/// The width of a small curve with its space, in points.
const CURVE: f32 = 74.0;
/// The width of the button that takes a value back, in points.
const UNDO: f32 = 26.0;
/// The least width of a panel in which rows have a curve, in points.
const WITH_CURVES: f32 = 420.0;
const MARGIN: f32 = 14.0;

/// What the open row says about the outcome.
pub(super) type Told<'a> = &'a dyn Fn() -> Option<String>;

/// Shows the head of the panel, and the rows, which scroll if `scrolls`.
pub(super) fn show(ui: &mut Ui, on: On<'_>, view: &mut ScenariosView, told: Told<'_>, scrolls: bool, actions: &mut Actions) {
    head(ui, on, actions);
    let mut rows = |ui: &mut Ui| {
        for id in on.model.assumptions() {
            let Some(assumption) = on.workspace.notebook().assumptions.get(id) else { continue };
            ids::part(ui, ("assumption", id, "row"), |ui| row(ui, on, assumption, view, told, actions));
        }
        ui.add_space(theme::GAP_LARGE);
    };
    match scrolls {
        true => drop(egui::ScrollArea::vertical().id_salt("assumptions").auto_shrink(false).show_focused(ui, rows)),
        false => rows(ui),
    }
}

/// The name of the panel, how many values are set in the scenario, and ways to take them back and to add another assumption.
fn head(ui: &mut Ui, on: On<'_>, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.border));
    let inside = rect.shrink2(vec2(MARGIN, 4.0));
    let layout = Layout::left_to_right(Align::Center);
    let mut left = ui.new_child(egui::UiBuilder::new().id_salt("head").max_rect(inside).layout(layout));
    left.label(RichText::new("Assumptions").font(theme::strong(14.0)));
    widgets::caption(&mut left, &on.model.assumptions().count().to_string());
    let set = on.scenario.map_or(0, |scenario| scenario.overrides.len());
    if set > 0 {
        let text = RichText::new(format!("{set} set here")).size(11.5).color(palette.text);
        left.add(Button::new(text).fill(palette.set_here).stroke(Stroke::NONE).corner_radius(9).sense(Sense::hover()).small());
    }
    let layout = Layout::right_to_left(Align::Center);
    let mut right = ui.new_child(egui::UiBuilder::new().id_salt("head right").max_rect(inside).layout(layout));
    let add = widgets::icon_button(&mut right, icons::ADD, "Add an assumption");
    list_under(&add, |ui| model_page::new_inputs(ui, on, actions));
    if let Some(scenario) = on.scenario.filter(|_| set > 0) {
        let text = RichText::new("Take all back").size(13.0);
        let button = right.add(Button::new((icons::UNDO.rich_text().size(15.0), text)).frame_when_inactive(false));
        if button.on_hover_text("The assumptions’ own values apply again in this scenario").clicked() {
            let id = scenario.id;
            actions.edit(move |workspace| workspace.scenarios().change(id, "values", |scenario| scenario.overrides.clear()));
        }
    }
}

fn row(ui: &mut Ui, on: On<'_>, assumption: &Assumption, view: &mut ScenariosView, told: Told<'_>, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let overridden = on.scenario.and_then(|scenario| scenario.override_of(assumption.id));
    let shown = Shown {
        assumption,
        value: overridden.unwrap_or(&assumption.value),
        is_set: overridden.is_some(),
        scenario: on.scenario.map(|scenario| scenario.id),
        is_open: view.open == Some(assumption.id),
        has_curve: ui.available_width() >= WITH_CURVES,
    };
    let ground = ui.painter().add(egui::Shape::Noop);
    let top = ui.cursor().top();
    let width = ui.available_width();
    let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(MARGIN as i8, 4));
    frame.show(ui, |ui| {
        ui.set_width(width - 2.0 * MARGIN);
        first_line(ui, on, shown, view, actions);
        if !shown.is_set {
            moved(ui, on.workspace, assumption, actions);
        }
        if shown.is_open {
            ui.spacing_mut().item_spacing.y = 5.0;
            opened(ui, on, shown, told, actions);
        }
    });
    let rect =
        Rect::from_min_max(egui::pos2(ui.min_rect().left(), top), egui::pos2(ui.min_rect().left() + width, ui.cursor().top()));
    if shown.is_open {
        ui.painter().set(ground, egui::epaint::RectShape::filled(rect, 0.0, palette.page));
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(1.0, palette.border));
    if shown.is_set {
        ui.painter().vline(rect.left() + 1.5, rect.y_range(), Stroke::new(3.0, palette.set_line));
    }
}

/// Name and basis, fields, curve, and the way back to the value outside of the scenario.
fn first_line(ui: &mut Ui, on: On<'_>, shown: Shown<'_>, view: &mut ScenariosView, actions: &mut Actions) {
    let Shown { assumption, value, .. } = shown;
    let field = field_width(ui, value);
    let curve = if shown.has_curve { CURVE } else { 0.0 };
    let fields = 3.0 * field + 2.0 * 5.0;
    let name = (ui.available_width() - fields - curve - UNDO - 3.0 * 6.0).max(90.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.set_height(ROW - 8.0);
        ui.allocate_ui_with_layout(vec2(name, ROW - 8.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(name);
            ui.spacing_mut().item_spacing.y = 1.0;
            name_line(ui, shown, view);
            basis(ui, on.workspace, assumption, shown.is_set, actions);
        });
        ui.allocate_ui_with_layout(vec2(fields, ROW - 8.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(fields);
            ui.spacing_mut().item_spacing.x = 5.0;
            value_fields(ui, shown, field, view, actions);
        });
        if shown.has_curve {
            ui.allocate_ui_with_layout(vec2(curve - 6.0, ROW - 8.0), Layout::top_down(Align::Center), |ui| {
                ui.set_width(curve - 6.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                small_curve(ui, shown, view);
            });
        }
        let set = on.scenario.is_some() && shown.is_set;
        let undo = ids::part(ui, ("assumption", assumption.id, "undo"), |ui| {
            set.then(|| widgets::icon_button(ui, icons::UNDO, &format!("Reset to the base value: {}", assumption.name)))
        });
        if undo.is_some_and(|undo| undo.clicked()) {
            let id = assumption.id;
            actions.edit(move |workspace| workspace.assumptions().clear_override(id));
        }
    });
}

fn name_line(ui: &mut Ui, shown: Shown<'_>, view: &mut ScenariosView) {
    let palette = theme::palette(ui.ctx());
    let Shown { assumption, is_open, .. } = shown;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding = vec2(0.0, 1.0);
        ui.spacing_mut().interact_size.y = 20.0;
        let font = if is_open { theme::strong(13.5) } else { theme::plain(13.5) };
        let unit = Some(assumption.unit.as_str()).filter(|unit| !unit.is_empty() && unit.chars().count() <= MAX_UNIT_CHARS);
        let mut text = egui::text::LayoutJob::default();
        let format = |font, colour| egui::TextFormat { font_id: font, color: colour, ..egui::TextFormat::default() };
        text.append(&assumption.name, 0.0, format(font, palette.text));
        if let Some(unit) = unit {
            text.append(unit, 5.0, format(theme::plain(11.5), palette.muted));
        }
        let button = ui.add(Button::new(text).frame(false).truncate());
        let (enabled, name) = (button.enabled(), assumption.name.clone());
        button.widget_info(|| egui::WidgetInfo::selected(Role::Button, enabled, is_open, &name));
        let button = if assumption.note.is_empty() { button } else { button.on_hover_text(&assumption.note) };
        if button.clicked() {
            view.open = if is_open { None } else { Some(assumption.id) };
        }
    });
}

fn small_curve(ui: &mut Ui, shown: Shown<'_>, view: &mut ScenariosView) {
    let Shown { assumption, value, .. } = shown;
    if !matches!(value, AssumptionValue::Number(_) | AssumptionValue::Samples(_)) {
        return;
    }
    let palette = theme::palette(ui.ctx());
    let made = distribution(assumption, value);
    let response = curve::small(ui, assumption, &made);
    if let Ok(distribution) = &made {
        let warned = distribution.warning().is_some();
        let colour = if warned { palette.warning } else { palette.muted };
        let text = RichText::new(distribution.name()).size(10.5).color(colour);
        ui.add(egui::Label::new(text).truncate()).on_hover_text(crate::notebook::capitalised(&distribution.reason()));
    }
    if response.clicked() {
        view.open = Some(assumption.id).filter(|_| !shown.is_open);
    }
}

fn distribution(assumption: &Assumption, value: &AssumptionValue) -> Result<Distribution, String> {
    let unit = Unit::parse(&assumption.unit).unwrap_or_default();
    Distribution::of(value, &unit).map_err(|error| error.to_string())
}

/// What an open row shows below its first line.
fn opened(ui: &mut Ui, on: On<'_>, shown: Shown<'_>, told: Told<'_>, actions: &mut Actions) {
    let Shown { assumption, value, .. } = shown;
    match value {
        AssumptionValue::Number(_) | AssumptionValue::Samples(_) => {
            let made = distribution(assumption, value);
            if let AssumptionValue::Number(number) = value {
                number_slider(ui, shown, *number, made.as_ref().ok(), told, actions);
            }
            reason(ui, on.workspace, assumption, shown.is_set, actions);
            ui.add_space(4.0);
            curve::choices(ui, assumption, value, &made, actions);
        }
        AssumptionValue::Plan(points) => {
            plan::list(ui, on, assumption, points, actions);
            reason(ui, on.workspace, assumption, shown.is_set, actions);
        }
        AssumptionValue::Date(_) | AssumptionValue::Growth(_) => reason(ui, on.workspace, assumption, shown.is_set, actions),
    }
    ui.add_space(6.0);
}

fn number_slider(
    ui: &mut Ui,
    shown: Shown<'_>,
    number: Estimate3,
    made: Option<&Distribution>,
    told: Told<'_>,
    actions: &mut Actions,
) {
    let Shown { assumption, .. } = shown;
    let own = shown.is_set.then(|| distribution(assumption, &assumption.value).ok()).flatten();
    let scale = Unit::parse(&assumption.unit).map_or(1.0, |unit| unit.scale);
    let slider = slider::Slider { assumption, number, distribution: made, before: own.as_ref(), scale };
    if let Some(moved) = slider::show(ui, &slider) {
        if moved.escaped {
            put_back(ui, assumption, actions);
        }
        if let Some(value) = moved.value {
            set_part(ui, assumption, number, (moved.part, value), moved.dragged, actions);
        }
        if moved.ended {
            end_burst(ui, assumption.id, actions);
        }
    }
    ui.horizontal_wrapped(|ui| {
        if own.is_some() {
            widgets::caption(ui, &format!("Dashed: as assumed, {}", assumption.value.in_words()));
        }
        if number.is_certain() && ui.button(RichText::new("Give it a range").size(13.0)).clicked() {
            let part = |percent: i64| (number.base * Decimal::new(percent, 2)).normalize();
            let (a, b) = (part(80), part(120));
            let ranged = Estimate3 { low: a.min(b), high: a.max(b), ..number };
            let id = assumption.id;
            actions.edit(move |workspace| workspace.assumptions().set_value(id, AssumptionValue::Number(ranged)));
        }
        if let Some(told) = told() {
            widgets::caption(ui, &told);
        }
    });
}
