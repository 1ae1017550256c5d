//! The fields of an assumption's value: low, base and high, a day, a shape of growth, the points of a plan.

use egui::{Button, ComboBox, RichText, Role, Stroke, TextEdit, Ui, vec2};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::state::ScenariosView;
use crate::chart::compact;
use crate::notebook::{
    Assumption, AssumptionId, AssumptionValue, Estimate3, Growth, ScenarioId, counted, grouped, long_date, to_f64,
};
use crate::reading::parse_period;
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::typed::{self, Takes};
use crate::ui::widgets::{self, ids};
use crate::workspace::typed_amount;

/// The least width of a number field, in points.
const FIELD: f32 = 56.0;

/// An assumption with its value under the scenario.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub assumption: &'a Assumption,
    /// The value that applies.
    pub value: &'a AssumptionValue,
    /// Whether the scenario sets it.
    pub is_set: bool,
    /// The scenario: what is typed wrongly in one is not shown in another.
    pub scenario: Option<ScenarioId>,
    pub is_open: bool,
    /// Whether it has a curve beside its numbers.
    pub has_curve: bool,
}

/// A number as its field shows it: a long one in words, so that it does not widen the panel. What is not shown is kept.
fn written(value: Decimal) -> String {
    const MOST_DIGITS: usize = 12;
    let all = grouped(value.round_dp(4));
    if all.chars().count() <= MOST_DIGITS { all } else { compact(to_f64(value)) }
}

/// The width of each of three number fields.
pub(super) fn field_width(ui: &Ui, value: &AssumptionValue) -> f32 {
    let AssumptionValue::Number(number) = value else { return FIELD };
    let widest = [number.low, number.base, number.high]
        .map(|value| ui.painter().layout_no_wrap(written(value), theme::plain(13.5), egui::Color32::PLACEHOLDER).size().x);
    widest.into_iter().fold(FIELD, |most, width| most.max(width + 14.0))
}

/// Shows the fields of a value.
pub(super) fn value_fields(ui: &mut Ui, shown: Shown<'_>, width: f32, view: &mut ScenariosView, actions: &mut Actions) {
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
pub(super) fn mark_as_set(ui: &mut Ui) {
    let palette = theme::palette(ui.ctx());
    let visuals = ui.visuals_mut();
    for widget in [&mut visuals.widgets.inactive, &mut visuals.widgets.hovered] {
        widget.weak_bg_fill = palette.set_here;
        widget.bg_fill = palette.set_here;
        widget.bg_stroke = Stroke::new(1.0, palette.set_line);
    }
    visuals.text_edit_bg_color = Some(palette.set_here);
}

/// Sets low, base or high. A drag pushes its neighbours only as far as it must: each step starts from the values before it.
pub(super) fn set_part(
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

/// Puts an assumption back to what it was before the drag.
pub(super) fn put_back(ui: &Ui, assumption: &Assumption, actions: &mut Actions) {
    let id = assumption.id;
    if let Some(before) = ui.data(|data| data.get_temp::<Estimate3>(ids::of(("before drag", id)))) {
        actions.edit(move |workspace| workspace.assumptions().set_value(id, AssumptionValue::Number(before)));
    }
    end_burst(ui, id, actions);
}

/// Ends a drag: what follows is another step of undo.
pub(super) fn end_burst(ui: &Ui, id: AssumptionId, actions: &mut Actions) {
    ui.data_mut(|data| data.remove::<Estimate3>(ids::of(("before drag", id))));
    actions.edit(|workspace| {
        workspace.end_burst();
        Ok(())
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
            write: |value| written(Decimal::from_f64(value).unwrap_or_default()),
            read: |text: &str| read_amount(text, &assumption.unit),
        };
        let what = ("assumption", assumption.id, shown.scenario, name);
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
