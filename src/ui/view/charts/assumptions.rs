//! The assumptions of a model, beside its chart: each with what it rests on, low, base and high, and its curve. One row is open,
//! with a slider and everything that can be chosen for it.

use egui::{Align, Button, ComboBox, Layout, Popup, PopupCloseBehavior, Rect, RichText, Role, Sense, Stroke, TextEdit, Ui, vec2};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::on::On;
use super::state::ScenariosView;
use super::{curve, model_page, plan, slider};
use crate::forecast::distribution::Distribution;
use crate::forecast::formula::Unit;
use crate::notebook::{Assumption, AssumptionId, AssumptionValue, Claim, Estimate3, Growth, counted, grouped, long_date, to_f64};
use crate::reading::parse_period;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::offers;
use crate::ui::widgets::dropdown::{ShowList as _, list_under};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::typed::{self, Takes};
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Workspace, has_own_range, is_changed, typed_amount, value_words};

/// Longer units are not shown: they only repeat the name.
const MAX_UNIT_CHARS: usize = 4;
/// The height of a row that is not open, in points.
const ROW: f32 = 48.0;
/// The least width of a number field, in points.
const FIELD: f32 = 56.0;
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

/// An assumption with its value under the scenario.
#[derive(Clone, Copy)]
struct Shown<'a> {
    assumption: &'a Assumption,
    /// The value that applies.
    value: &'a AssumptionValue,
    /// Whether the scenario sets it.
    is_set: bool,
    is_open: bool,
    /// Whether it has a curve beside its numbers.
    has_curve: bool,
}

fn row(ui: &mut Ui, on: On<'_>, assumption: &Assumption, view: &mut ScenariosView, told: Told<'_>, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let overridden = on.scenario.and_then(|scenario| scenario.override_of(assumption.id));
    let shown = Shown {
        assumption,
        value: overridden.unwrap_or(&assumption.value),
        is_set: overridden.is_some(),
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

/// The width of each of three number fields.
fn field_width(ui: &Ui, value: &AssumptionValue) -> f32 {
    let AssumptionValue::Number(number) = value else { return FIELD };
    let widest = [number.low, number.base, number.high].map(|value| {
        ui.painter().layout_no_wrap(grouped(value.round_dp(4)), theme::plain(13.5), egui::Color32::PLACEHOLDER).size().x
    });
    widest.into_iter().fold(FIELD, |most, width| most.max(width + 14.0))
}

fn value_fields(ui: &mut Ui, shown: Shown<'_>, width: f32, view: &mut ScenariosView, actions: &mut Actions) {
    let Shown { assumption, value, .. } = shown;
    let all = 3.0 * width + 10.0;
    if shown.is_set && !matches!(value, AssumptionValue::Number(_)) {
        mark_as_set(ui);
    }
    match value {
        AssumptionValue::Number(number) => number_fields(ui, shown, *number, width, actions),
        AssumptionValue::Date(date) => date_field(ui, assumption, *date, all, actions),
        AssumptionValue::Growth(growth) => {
            ids::part(ui, ("assumption", assumption.id, "growth"), |ui| growth_field(ui, assumption, *growth, all, actions));
        }
        AssumptionValue::Plan(points) => {
            let text = counted(points.len(), "point");
            let button = ui.add(Button::new(RichText::new(text).size(13.5)).min_size(vec2(all, 28.0)));
            widgets::named(&button, Role::Button, &format!("Points of {}", assumption.name));
            if button.clicked() {
                view.open = Some(assumption.id).filter(|_| !shown.is_open);
            }
        }
        AssumptionValue::Samples(values) => drop(widgets::muted(ui, counted(values.len(), "sample"))),
    }
}

/// Gives the fields that follow the ground of a value that is set in the scenario.
fn mark_as_set(ui: &mut Ui) {
    let palette = theme::palette(ui.ctx());
    let visuals = ui.visuals_mut();
    for widget in [&mut visuals.widgets.inactive, &mut visuals.widgets.hovered] {
        widget.weak_bg_fill = palette.set_here;
        widget.bg_fill = palette.set_here;
        widget.bg_stroke = Stroke::new(1.0, palette.set_line);
    }
    visuals.text_edit_bg_color = Some(palette.set_here);
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
            reason(ui, on, assumption, shown.is_set, actions);
            ui.add_space(4.0);
            curve::choices(ui, assumption, value, &made, actions);
        }
        AssumptionValue::Plan(points) => {
            plan::list(ui, assumption, points, actions);
            reason(ui, on, assumption, shown.is_set, actions);
        }
        AssumptionValue::Date(_) | AssumptionValue::Growth(_) => reason(ui, on, assumption, shown.is_set, actions),
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
        if let Some(value) = moved.value {
            set_part(ui, assumption, number, (moved.part, value), moved.dragged, actions);
        }
        if moved.ended {
            end_burst(ui, assumption.id, actions);
        }
    }
    ui.horizontal_wrapped(|ui| {
        if own.is_some() {
            widgets::caption(ui, &format!("Dashed: as assumed, {}", value_words(&assumption.value)));
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

/// Sets low, base or high. A drag pushes its neighbours only as far as it must: each step starts from the values before it.
fn set_part(
    ui: &Ui,
    assumption: &Assumption,
    number: Estimate3,
    (part, value): (usize, Decimal),
    dragged: bool,
    actions: &mut Actions,
) {
    let memory = ids::of(("before drag", assumption.id));
    let before = match ui.data(|data| data.get_temp::<Estimate3>(memory)).filter(|_| dragged) {
        Some(before) => before,
        None => {
            ui.data_mut(|data| data.insert_temp(memory, number));
            number
        }
    };
    let changed = with_part(before, part, value.normalize());
    if !dragged {
        ui.data_mut(|data| data.remove::<Estimate3>(memory));
        say_what_gave_way(assumption, number, changed, part, actions);
    }
    let (id, value) = (assumption.id, AssumptionValue::Number(changed));
    actions.edit(move |workspace| workspace.assumptions().set_value(id, value));
}

/// Ends a drag: what follows is another step of undo.
fn end_burst(ui: &Ui, id: AssumptionId, actions: &mut Actions) {
    ui.data_mut(|data| data.remove::<Estimate3>(ids::of(("before drag", id))));
    actions.edit(|workspace| {
        workspace.end_burst();
        Ok(())
    });
}

/// The reason for a value, and the claim that it may rest on.
fn reason(ui: &mut Ui, on: On<'_>, assumption: &Assumption, is_set: bool, actions: &mut Actions) {
    let id = assumption.id;
    let mut note = assumption.note.clone();
    let field = fields::text(ui, ids::of(("assumption", id, "note")), &mut note, |text| {
        TextEdit::singleline(text).hint_text("Why this value?").desired_width(f32::INFINITY)
    });
    widgets::named(&field, Role::TextInput, &format!("Reason for {}", assumption.name));
    if field.changed() {
        actions.edit(move |workspace| workspace.assumptions().change(id, "note", |assumption| assumption.note = note));
    }
    if is_set {
        // A value set by a scenario rests on the scenario alone.
        return;
    }
    ids::part(ui, ("assumption", id, "rest"), |ui| {
        let button = widgets::button_with_icon(ui, icons::LINK, "Rest it on a claim…");
        widgets::named(&button, Role::Button, &format!("Change what this rests on: {}", assumption.name));
        Popup::menu(&button)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| chooser(ui, on.workspace, assumption, actions));
    });
}

fn number_fields(ui: &mut Ui, shown: Shown<'_>, number: Estimate3, width: f32, actions: &mut Actions) {
    let assumption = shown.assumption;
    let own = match &assumption.value {
        AssumptionValue::Number(own) if shown.is_set => Some([own.low, own.base, own.high]),
        _ => None,
    };
    for (part, name) in ["low", "base", "high"].into_iter().enumerate() {
        let now = [number.low, number.base, number.high][part];
        let mut value = to_f64(now);
        let speed = (value.abs() * 0.01).max(0.1);
        let typed = typed::Number {
            name: &format!("{}, {name}", assumption.name),
            write: |value| grouped(Decimal::from_f64(value).unwrap_or_default().round_dp(4)),
            read: |text: &str| read_amount(text, &assumption.unit),
        };
        let what = ("assumption", assumption.id, name);
        let range = -to_f64(MOST)..=to_f64(MOST);
        let field = ui.scope(|ui| {
            ui.spacing_mut().interact_size = vec2(width, 28.0);
            ui.spacing_mut().button_padding.x = 5.0;
            ui.style_mut().text_styles.insert(egui::TextStyle::Button, theme::plain(13.5));
            if own.is_some_and(|own| own[part] != now) {
                mark_as_set(ui);
            }
            typed.show(ui, what, &mut value, |drag| drag.speed(speed).range(range).clamp_existing_to_range(false))
        });
        let field = field.inner;
        if field.changed() {
            let typed = Decimal::from_f64(value).unwrap_or_default();
            let value = if field.dragged() { rounded(typed) } else { typed };
            set_part(ui, assumption, number, (part, value), field.dragged(), actions);
        }
        if field.drag_stopped() || field.lost_focus() {
            end_burst(ui, assumption.id, actions);
        }
    }
}

/// The largest assumption, 10¹⁵: `f64` could not tell neighbouring values apart beyond it.
const MOST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// Parses an amount typed for an assumption with this unit. Fails if it is not an amount, or beyond ±10¹⁵.
pub(super) fn read_amount(text: &str, unit: &str) -> Result<f64, String> {
    let value = typed_amount(text, unit).map_err(|error| error.to_string())?;
    if value.abs() > MOST { Err(format!("“{}” is too large", text.trim())) } else { Ok(to_f64(value)) }
}

/// Reports which of low, base and high moved because another was typed beyond them.
fn say_what_gave_way(assumption: &Assumption, before: Estimate3, after: Estimate3, part: usize, actions: &mut Actions) {
    let parts = [("low", before.low, after.low), ("base", before.base, after.base), ("high", before.high, after.high)];
    let moved: Vec<&str> = (0..3).filter(|&at| at != part && parts[at].1 != parts[at].2).map(|at| parts[at].0).collect();
    if !moved.is_empty() && !before.is_certain() {
        let reason = "low, base and high must stay in order";
        actions.push(Action::Say(format!("{}: {} moved too, because {reason}", assumption.name, moved.join(" and "))));
    }
}

/// Rounds to whole numbers from 100 up, to hundredths below: a drag should not leave stray decimals.
fn rounded(value: Decimal) -> Decimal {
    if value.abs() >= Decimal::ONE_HUNDRED { value.round() } else { value.round_dp(2) }
}

/// Sets one part of an estimate (0 low, 1 base, 2 high) and moves the others so that low ≤ base ≤ high.
fn with_part(number: Estimate3, part: usize, value: Decimal) -> Estimate3 {
    match part {
        0 => Estimate3 { low: value, base: number.base.max(value), high: number.high.max(value), ..number },
        // A certain value stays certain: a range must be entered, not left behind by a change of the base.
        1 if number.low == number.high => Estimate3 { low: value, base: value, high: value, ..number },
        1 => Estimate3 { low: number.low.min(value), base: value, high: number.high.max(value), ..number },
        _ => Estimate3 { low: number.low.min(value), base: number.base.min(value), high: value, ..number },
    }
}

fn date_field(ui: &mut Ui, assumption: &Assumption, date: Date, width: f32, actions: &mut Actions) {
    let field = typed::Field {
        id: ids::of(("assumption", assumption.id, "date")),
        name: &assumption.name,
        shown: &long_date(date),
        takes: Takes::WhenLeft,
        width: width - 8.0,
    };
    if let Some(date) = field.show(ui, read_date, |text| TextEdit::singleline(text)).value.filter(|typed| *typed != date) {
        let id = assumption.id;
        actions.edit(move |workspace| workspace.assumptions().set_value(id, AssumptionValue::Date(date)));
    }
}

/// Parses a date. A longer period, such as a year, gives its last day.
pub(super) fn read_date(text: &str) -> Result<Date, String> {
    let period = parse_period(text, None).map_err(|_| format!("“{}” is not a date; try 31 Dec 2029 or 2029", text.trim()))?;
    Ok(period.last_day())
}

fn growth_field(ui: &mut Ui, assumption: &Assumption, growth: Growth, width: f32, actions: &mut Actions) {
    let mut value = growth;
    let combo = ComboBox::from_id_salt(("growth", assumption.id.to_string()))
        .selected_text(growth.label())
        .width(width)
        .show_list(ui, |ui| {
            for &option in Growth::ALL {
                ui.selectable_value(&mut value, option, option.label());
            }
        });
    widgets::named(&combo.response, Role::ComboBox, &format!("{}: {}", assumption.name, growth.label()));
    if value != growth {
        let id = assumption.id;
        actions.edit(move |workspace| workspace.assumptions().set_value(id, AssumptionValue::Growth(value)));
    }
}

fn basis(ui: &mut Ui, workspace: &Workspace, assumption: &Assumption, is_set: bool, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let claims: Vec<&Claim> = assumption.claims.iter().filter_map(|&id| workspace.notebook().claims.get(id)).collect();
    let quiet = |ui: &mut Ui, text: RichText| drop(ui.add(egui::Label::new(text.size(theme::SMALL)).truncate()));
    match claims.first() {
        _ if is_set => quiet(ui, RichText::new("set in this scenario").color(palette.muted)),
        None => quiet(ui, RichText::new("own judgement").italics().color(palette.muted)),
        Some(claim) => {
            let more = if claims.len() > 1 { format!(" and {} more", claims.len() - 1) } else { String::new() };
            // The outlet is enough here; the tooltip has the rest.
            let who = claim.attribution.first().cloned().unwrap_or_else(|| claim.headline().chars().take(24).collect());
            let changed = is_changed(workspace.notebook(), assumption);
            let range = if has_own_range(workspace.notebook(), assumption) { ", own range" } else { "" };
            let text = if changed { format!("own value, changed from {who}") } else { format!("{who}{more}{range}") };
            let link = ui.scope(|ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                ui.spacing_mut().interact_size.y = 16.0;
                ui.link(RichText::new(&text).size(theme::SMALL))
            });
            let link = link.inner;
            widgets::named(&link, Role::Link, &text);
            if link.on_hover_text(format!("{text}\n{}\nClick to read it in its source", claim.headline())).clicked() {
                actions.push(Action::ShowClaim { claim: claim.id, in_reader: true });
            }
        }
    }
}

const MAX_OFFERED: usize = 12;

fn chooser(ui: &mut Ui, workspace: &Workspace, assumption: &Assumption, actions: &mut Actions) {
    ui.set_width(380.0);
    let id = ids::of(("words for", assumption.id));
    let mut words = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    let field = fields::text(ui, ids::of(("rests on", assumption.id)), &mut words, |text| {
        TextEdit::singleline(text).hint_text("Find a claim").desired_width(f32::INFINITY)
    });
    widgets::named(&field, Role::TextInput, "Find a claim");
    ui.data_mut(|data| data.insert_temp(id, words.clone()));
    if ui.button("Own judgement").clicked() {
        let id = assumption.id;
        actions.edit(move |workspace| workspace.assumptions().rest_on_judgement(id));
        ui.close();
    }
    widgets::caption(ui, "Claims that state such a value; choosing one adopts its value");
    let offered = offers::kept(ui, ("rests on", assumption.id), workspace.revision(), &words, || {
        workspace.look().offered_to_rest_on(assumption, &words, MAX_OFFERED)
    });
    egui::ScrollArea::vertical().max_height(320.0).show_focused(ui, |ui| {
        for claim in offered.iter().filter_map(|&id| workspace.notebook().claims.get(id)) {
            let number = claim.understood_quantity().map(ToString::to_string).unwrap_or_default();
            let text = RichText::new(format!("{number}  {}", claim.headline())).size(13.0);
            if ui.add(Button::new(text).wrap().frame_when_inactive(false).min_size(vec2(360.0, 0.0))).clicked() {
                let (assumption, claim) = (assumption.id, claim.id);
                actions.edit(move |workspace| workspace.assumptions().rest_on_claim(assumption, claim));
                ui.close();
            }
        }
    });
}
