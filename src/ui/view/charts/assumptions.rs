//! The assumptions of a model: each with its value, its range, and what it rests on.

use egui::{Button, ComboBox, Popup, PopupCloseBehavior, RichText, Role, TextEdit, Ui, vec2};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::{curve, plan};
use crate::notebook::{
    Assumption, AssumptionValue, Claim, Estimate3, Growth, Model, Scenario, counted, grouped, long_date, to_f64,
};
use crate::reading::parse_period;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::offers;
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::typed::{self, Takes};
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Workspace, has_own_range, is_changed, typed_amount};

/// Longer units are not shown: they only repeat the name.
const MAX_UNIT_CHARS: usize = 12;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, model: &Model, scenario: Option<&Scenario>, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    egui::Grid::new("assumptions").num_columns(6).spacing(vec2(8.0, 7.0)).striped(true).show(ui, |ui| {
        for name in ["Assumption", "Low", "Base", "High", "Curve", "Rests on"] {
            widgets::caption(ui, name);
        }
        ui.end_row();
        for id in model.assumptions() {
            let Some(assumption) = workspace.notebook().assumptions.get(id) else { continue };
            let overridden = scenario.and_then(|scenario| scenario.override_of(id));
            ids::part(ui, ("assumption", id, "name"), |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 5.0;
                    let name = ui.label(RichText::new(&assumption.name).color(if overridden.is_some() {
                        palette.accent
                    } else {
                        palette.text
                    }));
                    if !assumption.note.is_empty() {
                        name.on_hover_text(&assumption.note);
                    }
                    if !assumption.unit.is_empty() && assumption.unit.chars().count() <= MAX_UNIT_CHARS {
                        ui.label(RichText::new(&assumption.unit).size(11.5).color(palette.muted));
                    }
                    if overridden.is_some()
                        && widgets::icon_button(ui, icons::UNDO, &format!("Reset to the base value: {}", assumption.name))
                            .clicked()
                    {
                        actions.edit(move |workspace| workspace.assumptions().clear_override(id));
                    }
                })
            });
            let value = overridden.unwrap_or(&assumption.value);
            value_cells(ui, assumption, value, actions);
            ids::part(ui, ("assumption", id, "curve"), |ui| curve::cell(ui, assumption, value, actions));
            ids::part(ui, ("assumption", id, "basis"), |ui| basis(ui, workspace, assumption, overridden.is_some(), actions));
            ui.end_row();
        }
    });
}

fn value_cells(ui: &mut Ui, assumption: &Assumption, value: &AssumptionValue, actions: &mut Actions) {
    match value {
        AssumptionValue::Number(number) => number_cells(ui, assumption, *number, actions),
        AssumptionValue::Date(date) => {
            empty_cell(ui);
            date_cell(ui, assumption, *date, actions);
            empty_cell(ui);
        }
        AssumptionValue::Growth(growth) => {
            empty_cell(ui);
            ids::part(ui, ("assumption", assumption.id, "growth"), |ui| growth_cell(ui, assumption, *growth, actions));
            empty_cell(ui);
        }
        AssumptionValue::Plan(points) => {
            empty_cell(ui);
            ids::part(ui, ("assumption", assumption.id, "plan"), |ui| plan::cell(ui, assumption, points, actions));
            empty_cell(ui);
        }
        AssumptionValue::Samples(values) => {
            empty_cell(ui);
            ui.label(counted(values.len(), "sample"));
            empty_cell(ui);
        }
    }
}

/// Adds an empty grid cell, which screen readers skip.
pub(super) fn empty_cell(ui: &mut Ui) {
    ui.allocate_space(egui::Vec2::ZERO);
}

fn number_cells(ui: &mut Ui, assumption: &Assumption, number: Estimate3, actions: &mut Actions) {
    // A drag pushes its neighbours only as far as it must: each step starts from their values before the drag.
    let memory = ids::of(("before drag", assumption.id));
    for (part, name) in ["low", "base", "high"].into_iter().enumerate() {
        let mut value = to_f64([number.low, number.base, number.high][part]);
        let speed = (value.abs() * 0.01).max(0.1);
        let typed = typed::Number {
            name: &format!("{}, {name}", assumption.name),
            write: |value| grouped(Decimal::from_f64(value).unwrap_or_default().round_dp(4)),
            read: |text: &str| read_amount(text, &assumption.unit),
        };
        let what = ("assumption", assumption.id, name);
        let range = -to_f64(MOST)..=to_f64(MOST);
        let field = typed.show(ui, what, &mut value, |drag| drag.speed(speed).range(range).clamp_existing_to_range(false));
        if field.drag_started() {
            ui.data_mut(|data| data.insert_temp(memory, number));
        }
        if field.changed() {
            let before = ui.data(|data| data.get_temp::<Estimate3>(memory)).filter(|_| field.dragged()).unwrap_or(number);
            let typed = Decimal::from_f64(value).unwrap_or_default();
            let value = if field.dragged() { rounded(typed) } else { typed };
            let changed = with_part(before, part, value.normalize());
            if !field.dragged() {
                say_what_gave_way(assumption, number, changed, part, actions);
            }
            let (id, value) = (assumption.id, AssumptionValue::Number(changed));
            actions.edit(move |workspace| workspace.assumptions().set_value(id, value));
        }
        if field.drag_stopped() || field.lost_focus() {
            actions.edit(|workspace| {
                workspace.end_burst();
                Ok(())
            });
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

fn date_cell(ui: &mut Ui, assumption: &Assumption, date: Date, actions: &mut Actions) {
    let field = typed::Field {
        id: ids::of(("assumption", assumption.id, "date")),
        name: &assumption.name,
        shown: &long_date(date),
        takes: Takes::WhenLeft,
        width: 126.0,
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

fn growth_cell(ui: &mut Ui, assumption: &Assumption, growth: Growth, actions: &mut Actions) {
    let mut value = growth;
    let combo = ComboBox::from_id_salt(("growth", assumption.id.to_string()))
        .selected_text(growth.label())
        .width(100.0)
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

/// The width reserved for the edit button after a link.
const PENCIL: f32 = 44.0;

fn basis(ui: &mut Ui, workspace: &Workspace, assumption: &Assumption, overridden: bool, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let claims: Vec<&Claim> = assumption.claims.iter().filter_map(|&id| workspace.notebook().claims.get(id)).collect();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        match claims.first() {
            _ if overridden => drop(ui.label(RichText::new("set in this scenario").size(13.0).color(palette.accent))),
            None => drop(ui.label(RichText::new("own judgement").size(13.0).italics().color(palette.muted))),
            Some(claim) => {
                let more = if claims.len() > 1 { format!(" and {} more", claims.len() - 1) } else { String::new() };
                // The outlet is enough here; the tooltip has the rest.
                let who = claim.attribution.first().cloned().unwrap_or_else(|| claim.headline().chars().take(24).collect());
                let changed = is_changed(workspace.notebook(), assumption);
                let range = if has_own_range(workspace.notebook(), assumption) { ", own range" } else { "" };
                let text = if changed { format!("own value, changed from {who}") } else { format!("{who}{more}{range}") };
                // Long text is truncated so that the button after it stays visible; the tooltip has all of it.
                let room = (ui.clip_rect().right() - ui.cursor().left() - PENCIL).max(60.0);
                let link = ui.scope(|ui| {
                    ui.set_max_width(room);
                    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                    ui.link(RichText::new(&text).size(13.0))
                });
                let link = link.inner;
                widgets::named(&link, Role::Link, &text);
                if link.on_hover_text(format!("{text}\n{}\nClick to read it in its source", claim.headline())).clicked() {
                    actions.push(Action::ShowClaim { claim: claim.id, in_reader: true });
                }
            }
        }
        if overridden {
            // A value set by a scenario rests on the scenario alone.
            return;
        }
        let change = widgets::icon_button(ui, icons::EDIT, &format!("Change what this rests on: {}", assumption.name));
        Popup::menu(&change)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| chooser(ui, workspace, assumption, actions));
    });
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
