//! The distribution of an assumption: a small curve, and the choice of its family with the reason and the quantiles at both
//! ends.

use egui::{ComboBox, Response, RichText, Role, Sense, Shape, Stroke, TextEdit, Ui, pos2, vec2};
use rust_decimal::Decimal;

use crate::forecast::distribution::Distribution;
use crate::forecast::formula::Unit;
use crate::notebook::{Assumption, AssumptionValue, Estimate3, Family, Limit, Tail, capitalised};
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::two_figures;

const SIZE: egui::Vec2 = vec2(54.0, 22.0);

/// Shows a small curve. Returns its response: a click opens the row of the assumption.
pub(super) fn small(ui: &mut Ui, assumption: &Assumption, made: &Result<Distribution, String>) -> Response {
    let palette = theme::palette(ui.ctx());
    let (rect, response) = ids::room(ui, ids::of(("curve", assumption.id)), SIZE, Sense::click());
    let said = match made {
        Ok(distribution) => distribution.reason(),
        Err(error) => error.clone(),
    };
    widgets::named(&response, Role::Button, &format!("Distribution of {}: {said}", assumption.name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand(2.0), 4.0, palette.button_hovered);
    }
    match made {
        Ok(distribution) => draw(ui, distribution, rect.shrink(2.0)),
        Err(_) => {
            let font = theme::plain(11.5);
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, "no curve", font, palette.error);
        }
    }
    response.on_hover_text(format!("{}\nClick to see and change it", capitalised(&said)))
}

/// Values with their densities between P1 and P99, computed from quantiles: smoothing could put mass where there is none. A
/// certain value has none.
pub(super) fn densities(distribution: &Distribution) -> Vec<(f64, f64)> {
    const STEPS: usize = 40;
    if distribution.is_certain() {
        return Vec::new();
    }
    let (low, high) = (distribution.quantile(0.01), distribution.quantile(0.99));
    let quantiles: Vec<f64> = (0..=STEPS).map(|step| distribution.quantile(0.01 + 0.98 * step as f64 / STEPS as f64)).collect();
    let density = |pair: &[f64]| ((pair[0] + pair[1]) / 2.0, 1.0 / (pair[1] - pair[0]).max((high - low) * 1e-4));
    quantiles.windows(2).map(density).collect()
}

/// Draws the density.
fn draw(ui: &Ui, distribution: &Distribution, rect: egui::Rect) {
    let palette = theme::palette(ui.ctx());
    let heights = densities(distribution);
    let (Some(first), Some(last)) = (heights.first(), heights.last()) else {
        let x = rect.center().x;
        ui.painter().line_segment([pos2(x, rect.top()), pos2(x, rect.bottom())], Stroke::new(2.0, palette.accent));
        return;
    };
    let most = heights.iter().map(|height| height.1).fold(0.0, f64::max);
    let across = |value: f64| ((value - first.0) / (last.0 - first.0).max(1e-300)) as f32;
    let at = |&(value, height): &(f64, f64)| {
        pos2(rect.left() + across(value) * rect.width(), rect.bottom() - (height / most) as f32 * rect.height())
    };
    ui.painter().line_segment([rect.left_bottom(), rect.right_bottom()], Stroke::new(1.0, palette.border_strong));
    ui.painter().add(Shape::line(heights.iter().map(at).collect(), Stroke::new(1.5, palette.accent)));
}

/// Shows the family, its reason, the quantiles at both ends, and what can be chosen instead.
pub(super) fn choices(
    ui: &mut Ui,
    assumption: &Assumption,
    value: &AssumptionValue,
    made: &Result<Distribution, String>,
    actions: &mut Actions,
) {
    let palette = theme::palette(ui.ctx());
    let id = assumption.id;
    if let AssumptionValue::Number(number) = value {
        let mut changed = *number;
        ui.horizontal_wrapped(|ui| {
            pick(ui, "Family", &assumption.name, &mut changed.family, Family::ALL, Family::label);
            pick(ui, "Outside low to high, each side", &assumption.name, &mut changed.tail, Tail::ALL, Tail::label);
            pick(ui, "Limit", &assumption.name, &mut changed.limit, Limit::ALL, Limit::label);
        });
        if changed != *number {
            actions.edit(move |workspace| workspace.assumptions().set_value(id, AssumptionValue::Number(changed)));
        }
    }
    match made {
        Ok(distribution) => {
            let colour = if distribution.warning().is_some() { palette.warning } else { palette.muted };
            let reason = RichText::new(capitalised(&distribution.reason())).size(theme::SMALL).color(colour);
            ui.add(egui::Label::new(reason).wrap());
            let unit = Unit::parse(&assumption.unit).unwrap_or_default();
            ends(ui, distribution, &unit, &assumption.unit);
        }
        Err(error) => drop(ui.label(RichText::new(error).color(palette.error))),
    }
    samples(ui, assumption, value, actions);
}

/// Shows quantiles at both ends, where absurd values are easiest to spot.
fn ends(ui: &mut Ui, distribution: &Distribution, unit: &Unit, name: &str) {
    let shown = |probability: f64| two_figures(distribution.quantile(probability) / unit.scale);
    egui::Grid::new(("ends", name)).num_columns(5).spacing(vec2(14.0, 2.0)).show(ui, |ui| {
        for level in ["P1", "P10", "P50", "P90", "P99"] {
            widgets::caption(ui, level);
        }
        ui.end_row();
        for probability in [0.01, 0.1, 0.5, 0.9, 0.99] {
            ui.label(RichText::new(shown(probability)).size(13.0));
        }
        ui.end_row();
    });
}

fn pick<T: Copy + PartialEq>(ui: &mut Ui, title: &str, of: &str, value: &mut T, all: &[T], label: fn(T) -> &'static str) {
    ui.vertical(|ui| {
        widgets::caption(ui, title);
        let combo = ComboBox::from_id_salt((title, of.to_owned())).width(96.0).selected_text(label(*value)).show_list(ui, |ui| {
            for &option in all {
                ui.selectable_value(value, option, label(option));
            }
        });
        widgets::named(&combo.response, Role::ComboBox, &format!("{title} of {of}: {}", label(*value)));
    });
}

/// Lets the analyst paste samples, or return from samples to low, base and high.
fn samples(ui: &mut Ui, assumption: &Assumption, value: &AssumptionValue, actions: &mut Actions) {
    let id = assumption.id;
    ui.add_space(theme::GAP);
    if let AssumptionValue::Samples(values) = value {
        let mut sorted = values.clone();
        sorted.sort_unstable();
        if ui.button("Use low, base and high instead").clicked() && !sorted.is_empty() {
            let at = |part: usize| sorted[(sorted.len() - 1) * part / 10];
            let number = Estimate3::range(at(1), at(5), at(9));
            actions.edit(move |workspace| workspace.assumptions().set_value(id, AssumptionValue::Number(number)));
        }
        return;
    }
    ui.collapsing("Own samples", |ui| {
        let memory = ids::of(("typed samples", id));
        let mut text = ui.data(|data| data.get_temp::<String>(memory)).unwrap_or_default();
        let field = fields::text(ui, ids::of(("samples", id)), &mut text, |text| {
            TextEdit::multiline(text)
                .desired_rows(3)
                .desired_width(f32::INFINITY)
                .hint_text("Paste numbers, one per line or separated by spaces")
        });
        widgets::named(&field, Role::MultilineTextInput, "Own samples");
        ui.data_mut(|data| data.insert_temp(memory, text.clone()));
        let (values, unread) = read_samples(&text);
        if !unread.is_empty() {
            widgets::muted(ui, format!("Not numbers, and left out: {}", unread.join(" ")));
        }
        let ready = ui.add_enabled(
            values.len() >= 2,
            egui::Button::new(format!("Use {}", crate::notebook::counted(values.len(), "sample"))),
        );
        if ready.on_disabled_hover_text("At least two numbers").clicked() {
            actions.edit(move |workspace| workspace.assumptions().set_value(id, AssumptionValue::Samples(values)));
        }
    });
}

/// Returns the numbers in a text, and the first words in it that are not numbers, at most 5.
fn read_samples(text: &str) -> (Vec<Decimal>, Vec<String>) {
    let mut values = Vec::new();
    let mut unread = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_end_matches([',', ';']);
        match crate::reading::parse_quantity(word).ok().map(|quantity| quantity.value) {
            Some(crate::notebook::Value::One(value)) => values.push(value),
            _ if unread.len() < 5 => unread.push(word.chars().take(20).collect()),
            _ => {}
        }
    }
    (values, unread)
}
