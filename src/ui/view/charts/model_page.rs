//! The page Formulas: drivers with their formulas and errors, inputs with the names that formulas use, the horizon, and
//! correlated inputs.

use std::rc::Rc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Button, ComboBox, Id, RichText, Role, Stroke, TextEdit, Ui, vec2};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use crate::forecast::formula::FormulaError;
use crate::forecast::formula::functions::FUNCTIONS;
use crate::forecast::formula::syntax::is_name;
use crate::forecast::model::ModelError;
use crate::notebook::{
    Assumption, AssumptionValue, Correlation, Driver, Estimate3, Growth, Input, Model, ModelPeriods, to_f64, topic,
};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::view::charts::on::{On, cannot_run};
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::typed::{self, Takes};
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Computed, provenance};

pub(super) fn show(ui: &mut Ui, on: On<'_>, computed: &Rc<Result<Computed, ModelError>>, actions: &mut Actions) {
    let errors: &[(usize, FormulaError)] = match computed.as_ref() {
        Err(ModelError::Formulas(errors)) => errors,
        Err(error) => {
            cannot_run(ui, error, on.model);
            &[]
        }
        Ok(_) => &[],
    };
    ui.label(widgets::strong_text("Drivers: computed for each period"));
    for (index, of) in on.model.drivers.iter().enumerate() {
        let error = errors.iter().find(|(driver, _)| *driver == index).map(|(_, error)| error);
        let computed = computed.as_ref().as_ref().ok();
        ids::part(ui, ("driver", on.model.id, &of.name), |ui| driver(ui, on, index, error, computed, actions));
    }
    let add = ids::part(ui, ("drivers", on.model.id), |ui| ui.button((icons::ADD.rich_text(), "Add a driver")));
    widgets::named(&add, Role::Button, "Add a driver");
    if add.clicked() {
        let name = free_name(on.model, "driver");
        changed(
            on.model,
            move |model| model.drivers.push(Driver { name, formula: "0".to_owned(), ..Driver::default() }),
            "driver",
            actions,
        );
    }
    ui.add_space(theme::GAP_LARGE);
    ids::part(ui, ("inputs", on.model.id), |ui| inputs(ui, on, actions));
    ui.add_space(theme::GAP_LARGE);
    ids::part(ui, ("horizon", on.model.id), |ui| horizon(ui, on, actions));
    ui.add_space(theme::GAP_LARGE);
    ids::part(ui, ("correlations", on.model.id), |ui| correlations(ui, on, actions));
    ui.add_space(theme::GAP_LARGE);
    ui.collapsing("Formula reference", help);
}

/// Changes the model that is shown.
fn changed(model: &Model, change: impl FnOnce(&mut Model) + 'static, field: &'static str, actions: &mut Actions) {
    let id = model.id;
    actions.edit(move |workspace| workspace.models().change(id, field, change));
}

/// Changes a driver of the model, found by name: its index may be another when the edit is applied.
pub(super) fn driver_changed(
    model: &Model,
    driver: usize,
    field: &'static str,
    actions: &mut Actions,
    change: impl FnOnce(&mut Driver) + 'static,
) {
    let name = model.drivers[driver].name.clone();
    let change = move |model: &mut Model| {
        if let Some(driver) = model.driver_mut(&name) {
            change(driver);
        }
    };
    changed(model, change, field, actions);
}

/// The id of a field of a driver, made from the driver's name.
fn driver_field(model: &Model, driver: &str, field: &'static str) -> Id {
    ids::of(("driver field", model.id, driver, field))
}

/// Keeps the focus after a driver was renamed: its fields have new ids, so focus on an old one moves to the new one.
fn follow_name(ui: &Ui, model: &Model, driver: &str) {
    let renamed = ids::of(("renamed driver", model.id));
    let Some(before) = ui.data(|data| data.get_temp::<(String, String)>(renamed)).filter(|(_, now)| now == driver) else {
        return;
    };
    ui.data_mut(|data| data.remove_temp::<(String, String)>(renamed));
    let focused = ui.memory(|memory| memory.focused());
    for field in ["Name on screen", "name", "Unit", "formula"] {
        if focused == Some(driver_field(model, &before.0, field)) {
            ui.memory_mut(|memory| memory.request_focus(driver_field(model, driver, field)));
        }
    }
}

fn driver(
    ui: &mut Ui,
    on: On<'_>,
    index: usize,
    error: Option<&FormulaError>,
    computed: Option<&Computed>,
    actions: &mut Actions,
) {
    let model = on.model;
    let of = &model.drivers[index];
    follow_name(ui, model, &of.name);
    let palette = theme::palette(ui.ctx());
    egui::Frame::new().fill(palette.stripe).corner_radius(7).inner_margin(10).show(ui, |ui| {
        ui.set_width(ui.available_width().min(1080.0));
        ui.horizontal(|ui| {
            let text = |ui: &mut Ui, value: &str, hint: &str, width: f32, field: &'static str| {
                let mut value = value.to_owned();
                let response = fields::text(ui, driver_field(model, &of.name, field), &mut value, |text| {
                    TextEdit::singleline(text).hint_text(hint.to_owned()).desired_width(width)
                });
                widgets::named(&response, Role::TextInput, &format!("{field} of {}", of.headline()));
                response.changed().then_some(value)
            };
            if let Some(title) = text(ui, &of.title, "Name on screen", 150.0, "Name on screen") {
                driver_changed(model, index, "driver’s name", actions, |driver| driver.title = title);
            }
            let id = driver_field(model, &of.name, "name");
            let old = of.name.clone();
            let rename = move |model: &mut Model, name| {
                if let Some(driver) = model.driver_mut(&old) {
                    driver.name = name;
                }
            };
            name_field(ui, model, id, &of.name, rename, actions);
            widgets::muted(ui, "in");
            if let Some(unit) = text(ui, &of.unit, "unit", 90.0, "Unit") {
                driver_changed(model, index, "unit", actions, |driver| driver.unit = unit);
            }
            about(ui, on, index, actions);
            if widgets::icon_button(ui, icons::DELETE, &format!("Delete the driver {}", of.headline())).clicked() {
                let name = of.name.clone();
                changed(model, move |model| model.drivers.retain(|driver| driver.name != name), "driver", actions);
            }
        });
        formula_field(ui, model, index, error, actions);
        match (error, computed) {
            (Some(error), _) => drop(ui.label(RichText::new(error.to_string()).size(13.0).color(palette.error))),
            (None, Some(computed)) => {
                let output = &computed.prepared.program.outputs[index];
                let kind = match (output.is_amount, computed.projection.drivers[index].is_stock) {
                    (true, _) => "an amount over each year",
                    (_, true) => "a level at the end of each year",
                    _ => "a value over each year",
                };
                let rests = provenance(on.workspace.notebook(), computed, index, on.scenario);
                widgets::caption(ui, &format!("{}: {kind}. Rests on {}.", output.unit, rests.summary()));
            }
            _ => {}
        }
    });
    ui.add_space(theme::GAP);
}

/// Shows the field of a formula, with the span of an error underlined.
fn formula_field(ui: &mut Ui, model: &Model, index: usize, error: Option<&FormulaError>, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let mut formula = model.drivers[index].formula.clone();
    let span = error.map(|error| error.span.clone());
    let before = formula.clone();
    let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, width: f32| {
        let text = text.as_str();
        let plain = TextFormat { font_id: egui::FontId::monospace(13.5), color: palette.text, ..TextFormat::default() };
        let mut job = LayoutJob::default();
        job.wrap.max_width = width;
        // The span refers to the text that was compiled; text typed since then has no error yet.
        let span =
            span.clone().filter(|span| text == before && text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        match span {
            Some(span) => {
                let marked = TextFormat { underline: Stroke::new(2.0, palette.error), color: palette.error, ..plain.clone() };
                job.append(&text[..span.start], 0.0, plain.clone());
                job.append(&text[span.clone()], 0.0, marked);
                job.append(&text[span.end..], 0.0, plain);
            }
            None => job.append(text, 0.0, plain),
        }
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let id = driver_field(model, &model.drivers[index].name, "formula");
    let field = fields::composed(ui, id, &mut formula, |ui, text| {
        ui.add(TextEdit::multiline(text).desired_rows(1).desired_width(f32::INFINITY).layouter(&mut layouter).id(id))
    });
    widgets::named(&field, Role::MultilineTextInput, &format!("Formula of {}", model.drivers[index].headline()));
    if let Some(formula) = typed::before_escape(ui, &field, &before) {
        driver_changed(model, index, "formula", actions, |driver| driver.formula = formula);
    } else if field.changed() {
        let formula = formula.replace('\n', " ");
        driver_changed(model, index, "formula", actions, |driver| driver.formula = formula);
    }
}

/// Shows the field for the name used in formulas; it accepts only an unused, valid identifier. Renaming updates the formulas.
fn name_field(
    ui: &mut Ui,
    model: &Model,
    id: Id,
    name: &str,
    set: impl FnOnce(&mut Model, String) + 'static,
    actions: &mut Actions,
) {
    let read = |text: &str| {
        let is_taken = text != name
            && (model.inputs.iter().any(|input| input.name == text) || model.drivers.iter().any(|driver| driver.name == text));
        match () {
            () if is_taken => Err(format!("“{text}” is the name of another assumption or driver")),
            () if !is_name(text) => Err("A name in formulas is a letter, then letters, digits and _".to_owned()),
            () => Ok(text.to_owned()),
        }
    };
    let said = format!("Name in formulas: {name}");
    let field = typed::Field { id, name: &said, shown: name, takes: Takes::WhenLeft, width: 130.0 };
    let font = egui::FontId::monospace(13.0);
    let typed = field.show(ui, read, |text| TextEdit::singleline(text).font(font));
    if let Some(new) = typed.value.filter(|new| new != name) {
        let old = name.to_owned();
        ui.data_mut(|data| data.insert_temp(ids::of(("renamed driver", model.id)), (old.clone(), new.clone())));
        changed(
            model,
            move |model| {
                for driver in &mut model.drivers {
                    driver.formula = renamed(&driver.formula, &old, &new);
                }
                set(model, new);
            },
            "name",
            actions,
        );
    }
    if typed.problem.is_none() {
        typed.response.on_hover_text("The name in formulas: a letter, then letters, digits and _");
    }
}

/// Returns a formula with a name replaced wherever it is a whole word.
fn renamed(formula: &str, old: &str, new: &str) -> String {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(found) = rest.find(old) {
        let before = rest[..found].chars().next_back().or_else(|| out.chars().next_back().filter(|_| found == 0));
        let after = rest[found + old.len()..].chars().next();
        out.push_str(&rest[..found]);
        out.push_str(if before.is_some_and(is_part) || after.is_some_and(is_part) { old } else { new });
        rest = &rest[found + old.len()..];
    }
    out + rest
}

/// Shows the choice of the series that a driver is compared with.
fn about(ui: &mut Ui, on: On<'_>, index: usize, actions: &mut Actions) {
    let of = &on.model.drivers[index];
    let text = if of.subject.is_empty() { "not compared with a series".to_owned() } else { topic(&of.subject, &of.measure) };
    let combo = ComboBox::from_id_salt("about").width(190.0).selected_text(text).show_list(ui, |ui| {
        if ui.selectable_label(of.subject.is_empty(), "No series").clicked() {
            driver_changed(on.model, index, "comparison", actions, |driver| {
                (driver.subject, driver.measure) = Default::default();
            });
        }
        for series in &on.workspace.notebook().series {
            let is_it = series.is_of(on.workspace.notebook(), &of.subject, &of.measure);
            if ui.selectable_label(is_it, topic(&series.subject, &series.measure)).clicked() {
                let (subject, measure) = (series.subject.clone(), series.measure.clone());
                driver_changed(on.model, index, "comparison", actions, |driver| {
                    (driver.subject, driver.measure) = (subject, measure);
                });
            }
        }
    });
    widgets::named(&combo.response, Role::ComboBox, &format!("Series that {} is compared with", of.headline()));
    combo.response.on_hover_text("Claims about this provide the actuals that kept runs are compared with");
}

fn free_name(model: &Model, stem: &str) -> String {
    let is_taken = |name: &String| {
        model.inputs.iter().any(|input| input.name == *name) || model.drivers.iter().any(|driver| driver.name == *name)
    };
    (1..).map(|number| format!("{stem}_{number}")).find(|name| !is_taken(name)).unwrap_or_default()
}

fn inputs(ui: &mut Ui, on: On<'_>, actions: &mut Actions) {
    ui.label(widgets::strong_text("Inputs: assumptions and their names in formulas"));
    egui::Grid::new("inputs").num_columns(4).striped(true).spacing(vec2(14.0, 6.0)).show(ui, |ui| {
        for name in ["In formulas", "Assumption", "Unit"] {
            widgets::caption(ui, name);
        }
        ui.end_row();
        for input in &on.model.inputs {
            if let Some(assumption) = on.workspace.notebook().assumptions.get(input.assumption) {
                input_row(ui, on, input, assumption, actions);
                ui.end_row();
            }
        }
    });
    add_input(ui, on, actions);
}

/// Shows the fields of an input, and the button that removes it.
fn input_row(ui: &mut Ui, on: On<'_>, input: &Input, assumption: &Assumption, actions: &mut Actions) {
    let of = assumption.id;
    let id = |field: &'static str| ids::of(("input", on.model.id, of, field));
    let rename = move |model: &mut Model, name| {
        if let Some(input) = model.inputs.iter_mut().find(|input| input.assumption == of) {
            input.name = name;
        }
    };
    name_field(ui, on.model, id("name"), &input.name, rename, actions);
    let mut name = assumption.name.clone();
    let field = fields::text_in(ui, id("assumption"), [230.0, 26.0], &mut name, |text| TextEdit::singleline(text));
    widgets::named(&field, Role::TextInput, &format!("Name of {}", input.name));
    let mut unit = assumption.unit.clone();
    let unit_field =
        fields::text_in(ui, id("unit"), [170.0, 26.0], &mut unit, |text| TextEdit::singleline(text).hint_text("plain number"));
    widgets::named(&unit_field, Role::TextInput, &format!("Unit of {}", input.name));
    if field.changed() {
        actions.edit(move |workspace| workspace.assumptions().change(of, "name", |assumption| assumption.name = name));
    }
    if unit_field.changed() {
        actions.edit(move |workspace| workspace.assumptions().change(of, "unit", |assumption| assumption.unit = unit));
    }
    let is_horizon = [on.model.from, on.model.until].contains(&of);
    let remove = ids::part(ui, ("remove input", on.model.id, of), |ui| {
        let button = |ui: &mut Ui| widgets::icon_button(ui, icons::CLOSE, &format!("Remove {} from the model", assumption.name));
        ui.add_enabled_ui(!is_horizon, button).inner
    });
    if remove.clicked() {
        let model = on.model.id;
        actions.edit(move |workspace| workspace.models().remove_input(model, of));
    }
}

fn add_input(ui: &mut Ui, on: On<'_>, actions: &mut Actions) {
    ui.horizontal(|ui| {
        widgets::caption(ui, "Add");
        new_inputs(ui, on, actions);
    });
}

/// Shows a button for each type of input that can be added.
pub(super) fn new_inputs(ui: &mut Ui, on: On<'_>, actions: &mut Actions) {
    let number = AssumptionValue::Number(Estimate3::range(Decimal::ONE, Decimal::ONE, Decimal::ONE));
    for (name, stem, value) in [
        ("Number", "input", number),
        ("Day", "day", AssumptionValue::Date(on.workspace.clock().today())),
        ("Shape of growth", "shape", AssumptionValue::Growth(Growth::Linear)),
        ("Step plan", "plan", AssumptionValue::Plan(Vec::new())),
    ] {
        if ui.add(Button::new(name)).clicked() {
            let (model, name) = (on.model.id, free_name(on.model, stem));
            actions.edit(move |workspace| {
                let assumption = workspace.new_id();
                workspace.models().add_input(model, Input { name, assumption }, value)
            });
        }
    }
}

/// Shows the horizon of the model, with a field for whole years beyond its last day.
fn horizon(ui: &mut Ui, on: On<'_>, actions: &mut Actions) {
    ui.horizontal(|ui| {
        let name = |id| on.workspace.notebook().assumptions.get(id).map(|assumption| assumption.name.clone()).unwrap_or_default();
        ui.label(format!("The model runs from “{}” to “{}”, plus", name(on.model.from), name(on.model.until)));
        let mut years = f64::from(on.model.beyond);
        let typed = typed::whole("Years beyond", 0.0..=50.0);
        let what = ("years beyond", on.model.id);
        let field = typed.show(ui, what, &mut years, |drag| drag.range(0.0..=50.0).speed(0.05));
        let beyond = years.round() as u8;
        ui.label(if beyond == 1 { "year beyond that." } else { "years beyond that." });
        if field.changed() {
            changed(on.model, move |model| model.beyond = beyond, "horizon", actions);
        }
        ui.label("It is computed for");
        let mut periods = on.model.periods;
        let combo = ComboBox::from_id_salt("periods").selected_text(periods.label()).show_list(ui, |ui| {
            for &length in ModelPeriods::ALL {
                ui.selectable_value(&mut periods, length, length.label());
            }
        });
        widgets::named(&combo.response, Role::ComboBox, &format!("Periods of the model: {}", on.model.periods.label()));
        if periods != on.model.periods {
            changed(on.model, move |model| model.periods = periods, "periods", actions);
        }
    });
}

/// Shows pairs of correlated inputs, which tend to be high together, or one high when the other is low.
fn correlations(ui: &mut Ui, on: On<'_>, actions: &mut Actions) {
    ui.label(widgets::strong_text("Correlated inputs"));
    let numbers: Vec<_> = on
        .model
        .assumptions()
        .filter_map(|id| on.workspace.notebook().assumptions.get(id))
        .filter(|assumption| matches!(assumption.value, AssumptionValue::Number(_) | AssumptionValue::Samples(_)))
        .collect();
    for pair in &on.model.correlations {
        let of = (pair.first, pair.second);
        let is_it = move |other: &Correlation| (other.first, other.second) == of;
        ids::part(ui, ("correlation", on.model.id, pair.first, pair.second), |ui| {
            ui.horizontal(|ui| {
                let name = |id| {
                    on.workspace.notebook().assumptions.get(id).map(|assumption| assumption.name.clone()).unwrap_or_default()
                };
                ui.label(format!("{} and {}: rank correlation", name(pair.first), name(pair.second)));
                let mut value = to_f64(pair.spearman);
                let both = format!("{} and {}", name(pair.first), name(pair.second));
                let typed = typed::Number {
                    name: &format!("Rank correlation of {both}"),
                    write: |value| Decimal::from_f64(value).unwrap_or_default().round_dp(2).normalize().to_string(),
                    read: typed::read_within(-0.95..=0.95),
                };
                let what = ("correlation of", on.model.id, pair.first, pair.second);
                let field = typed.show(ui, what, &mut value, |drag| drag.range(-0.95..=0.95).speed(0.01));
                if field.changed() {
                    let spearman = Decimal::from_f64(value).unwrap_or_default().round_dp(2);
                    let set = move |model: &mut Model| {
                        model.correlations.iter_mut().filter(|pair| is_it(pair)).for_each(|pair| pair.spearman = spearman);
                    };
                    changed(on.model, set, "correlation", actions);
                }
                if widgets::icon_button_for(ui, icons::CLOSE, "Let them vary independently", &both).clicked() {
                    changed(on.model, move |model| model.correlations.retain(|pair| !is_it(pair)), "correlation", actions);
                }
            })
        });
    }
    let is_there = |first, second| {
        on.model.correlations.iter().any(|pair| [(pair.first, pair.second), (pair.second, pair.first)].contains(&(first, second)))
    };
    ui.menu_button("Add a pair…", |ui| {
        for (index, first) in numbers.iter().enumerate() {
            for second in numbers[index + 1..].iter().filter(|second| !is_there(first.id, second.id)) {
                if ui.button(format!("{} and {}", first.name, second.name)).clicked() {
                    let pair = Correlation { first: first.id, second: second.id, spearman: Decimal::new(5, 1) };
                    changed(on.model, move |model| model.correlations.push(pair), "correlation", actions);
                    ui.close();
                }
            }
        }
    });
    if on.model.correlations.is_empty() {
        widgets::muted(ui, "None: inputs vary independently.");
    }
}

fn help(ui: &mut Ui) {
    widgets::muted(
        ui,
        "Numbers such as 0.5, 20k, 1.5M, 12%. Operators + − * / ^ and < <= > >= == !=. The word “year” stands for the calendar year of a period.",
    );
    egui::Grid::new("functions").num_columns(2).spacing(vec2(18.0, 5.0)).show(ui, |ui| {
        for function in FUNCTIONS {
            ui.label(RichText::new(function.usage).font(egui::FontId::monospace(12.5)));
            ui.add(egui::Label::new(RichText::new(function.help).size(13.0)).wrap());
            ui.end_row();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn names_are_changed_as_whole_words() {
        assert_eq!(renamed("share*share_2 + my_share/share", "share", "part"), "part*share_2 + my_share/part");
        assert_eq!(renamed("shareshare", "share", "x"), "shareshare");
    }
}
