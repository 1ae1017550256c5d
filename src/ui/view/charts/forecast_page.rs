//! The workbench of a forecast: the outcome in large with its chances, the assumptions beside it, and beneath it what moves the
//! outcome, how it compares, and what it asks for.
//!
//! The chart stays in its place while assumptions are changed, and nothing that is being changed moves.

use std::rc::Rc;

use egui::{Button, CentralPanel, Frame, Margin, Panel, Popup, RichText, Role, Ui, vec2};

use super::bench::{self, Bench, Tile, name_of};
use super::model_page::driver_changed;
use super::on::{On, cannot_run, warning};
use super::outcomes;
use super::state::ScenariosView;
use super::zooms::Name;
use super::{assumptions, figure, painter, plan, reaching, tiles};
use crate::chart::Figure;
use crate::forecast::formula::syntax::with_plan;
use crate::forecast::model::ModelError;
use crate::notebook::{AssumptionValue, Driver, Growth, long_date};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::view::state::View;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};
use crate::workspace::{Computed, provenance};

/// The width from which the assumptions stand beside the chart.
const BESIDE: f32 = 860.0;
/// The height that must be left below the chart for it to stay in its place while what is below it scrolls.
const LEFT_BELOW: f32 = 64.0;
/// The least part of the window's height that the data area of the large chart takes.
const LEAST_PLOT: f32 = 0.335;
/// The height up to which the large chart takes what is free, in points.
const MOST_HEIGHT: f32 = 900.0;
/// The part of the height of the page that the tiles below the chart should have, in points.
const FOR_TILES: f32 = 236.0;

pub(super) fn show(ui: &mut Ui, on: On<'_>, computed: &Rc<Result<Computed, ModelError>>, view: &mut View, actions: &mut Actions) {
    ui.spacing_mut().item_spacing.y = 6.0;
    let driver = outcomes::driver(on.model, &view.scenarios);
    let beside = view.scenarios.beside(on);
    let shown = match computed.as_ref() {
        Ok(computed) => {
            let view = &mut view.scenarios;
            let is_held = ui.ctx().dragged_id().is_some();
            let asked = bench::Asked { driver, beside, forecasts: &mut view.forecasts, is_held };
            let made = bench::bench(on, computed, asked, view.bench.as_ref());
            view.bench = Some(made.clone());
            Ok((computed, made))
        }
        Err(error) => {
            view.scenarios.bench = None;
            Err(error)
        }
    };
    let other = shown.as_ref().ok().and_then(|(_, bench)| Some((beside?, bench.other.clone()?)));
    let told = || outcomes::told(on, driver, computed, other.as_ref());
    let width = ui.available_width();
    if width < BESIDE {
        let area = super::scroll_area("scenarios", view);
        let page = area.show_focused(ui, |ui| {
            narrow(ui, on, &shown, &told, &mut view.scenarios, actions);
        });
        view.charts_scrolled = page.state.clamped_offset().y;
        return;
    }
    let mut widths = view.widths();
    let wanted = widths.assumptions.unwrap_or(if width < 1200.0 { 396.0 } else { 476.0 });
    let most = (width - 460.0).clamp(380.0, 620.0);
    let panel = Panel::right("assumptions").default_size(wanted).size_range(380.0..=most);
    let panel = panel.frame(Frame::new().fill(theme::palette(ui.ctx()).panel));
    let side = panel.show(ui, |ui| {
        let room = ui.available_rect_before_wrap();
        // What does not fit must not widen the panel.
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(room));
        inside.shrink_clip_rect(room);
        assumptions::show(&mut inside, on, &mut view.scenarios, &told, true, actions);
        ui.advance_cursor_after_rect(room);
    });
    let taken = side.response.rect.width();
    if (taken - wanted).abs() > 0.5 {
        widths.assumptions = Some(taken);
        view.keep_widths(widths);
    }
    CentralPanel::no_frame().frame(Frame::new().inner_margin(Margin { left: 20, right: 16, top: 10, bottom: 0 })).show(
        ui,
        |ui| {
            left(ui, on, &shown, view, actions);
        },
    );
}

/// A computed model with its charts, or why it cannot be run.
type Made<'a> = Result<(&'a Computed, Rc<Bench>), &'a ModelError>;

/// Everything below each other, in a window too narrow for two columns.
fn narrow(
    ui: &mut Ui,
    on: On<'_>,
    made: &Made<'_>,
    told: assumptions::Told<'_>,
    view: &mut ScenariosView,
    actions: &mut Actions,
) {
    let margin = Frame::new().inner_margin(Margin { left: 16, right: 16, top: 10, bottom: 0 });
    margin.show(ui, |ui| match made {
        Ok((computed, bench)) => top(ui, on, (computed, bench), 0.0, view, actions),
        Err(error) => no_chart(ui, on, error, actions),
    });
    ui.add_space(theme::GAP);
    let ground = Frame::new().fill(theme::palette(ui.ctx()).panel);
    ground.show(ui, |ui| assumptions::show(ui, on, view, told, false, actions));
    if let Ok((computed, bench)) = made {
        margin.show(ui, |ui| below(ui, on, computed, bench, view, actions));
    }
}

/// Says why there is no chart, and offers the plan that growth in steps needs.
fn no_chart(ui: &mut Ui, on: On<'_>, error: &ModelError, actions: &mut Actions) {
    cannot_run(ui, error, on.model);
    let value = |id| on.workspace.notebook().assumption_value(id, on.scenario);
    let has_steps = on.model.assumptions().any(|id| matches!(value(id), Some(AssumptionValue::Growth(Growth::Steps))));
    let lacks_plan = on.model.drivers.iter().any(|driver| with_plan(&driver.formula, "plan").is_some());
    if has_steps && lacks_plan && ui.button("Add a step plan from start to target").clicked() {
        let model = on.model.id;
        actions.edit(move |workspace| workspace.models().add_plan(model));
    }
}

/// The chart, and what is below it.
fn left(ui: &mut Ui, on: On<'_>, made: &Made<'_>, view: &mut View, actions: &mut Actions) {
    let (computed, bench) = match made {
        Ok(made) => made,
        Err(error) => return no_chart(ui, on, error, actions),
    };
    // What is too wide must not widen what follows.
    ui.set_max_width(ui.available_width());
    let is_fixed = ui.available_height() >= least_top(ui, on, bench, &view.scenarios) + LEFT_BELOW;
    if is_fixed {
        let free = ui.available_height() - FOR_TILES;
        top(ui, on, (computed, bench), free, &mut view.scenarios, actions);
        let rest = ui.available_rect_before_wrap();
        ui.painter().hline(rest.x_range(), rest.top() + 2.0, egui::Stroke::new(1.0, theme::palette(ui.ctx()).border));
        ui.add_space(theme::GAP);
    }
    let area = super::scroll_area("scenarios", view);
    let page = area.show_focused(ui, |ui| {
        ui.set_max_width(ui.available_width());
        if !is_fixed {
            top(ui, on, (computed, bench), 0.0, &mut view.scenarios, actions);
        }
        below(ui, on, computed, bench, &mut view.scenarios, actions);
    });
    view.charts_scrolled = page.state.clamped_offset().y;
}

/// What is shown large.
fn large(on: On<'_>, bench: &Bench, view: &ScenariosView) -> Tile {
    let outcome = Tile::Outcome(outcomes::driver(on.model, view));
    view.large.filter(|tile| bench.figure(*tile).is_some()).unwrap_or(outcome)
}

fn words_height() -> egui::Id {
    ids::of("height of the words around the large chart")
}

/// The height that the large chart and the words around it take at least.
fn least_top(ui: &Ui, on: On<'_>, bench: &Bench, view: &ScenariosView) -> f32 {
    let words = ui.data(|data| data.get_temp::<f32>(words_height())).unwrap_or(150.0);
    words + bench.untitled(large(on, bench, view)).map_or(0.0, |figure| least_height(ui, figure))
}

/// The finding, the outcome in numbers, and the large chart, which takes what is free of a height.
fn top(
    ui: &mut Ui,
    on: On<'_>,
    (computed, bench): (&Computed, &Bench),
    free: f32,
    view: &mut ScenariosView,
    actions: &mut Actions,
) {
    let begin = ui.cursor().top();
    let driver = outcomes::driver(on.model, view);
    let tile = large(on, bench, view);
    let (Some(whole), Some(headless)) = (bench.figure(tile), bench.untitled(tile)) else { return };
    let (chart, group) = name_of(on, tile);
    let name = Name { chart: &chart, group: &group };
    let part = super::zooms::part(ui, name, whole);
    let (title, subtitle) = part.as_ref().unwrap_or(whole).words();
    ui.horizontal(|ui| {
        let back = tile != Tile::Outcome(driver);
        let room = ui.available_width() - if back { 40.0 } else { 0.0 };
        ui.allocate_ui(vec2(room, 0.0), |ui| {
            ui.set_width(room);
            ui.add(egui::Label::new(RichText::new(title).font(theme::strong(19.0))).wrap().selectable(true));
        });
        if back && widgets::icon_button(ui, icons::CLOSE, "Show the outcome again").clicked() {
            view.large = None;
        }
    });
    ui.add_space(-3.0);
    ui.add(egui::Label::new(RichText::new(subtitle).size(13.0).color(theme::palette(ui.ctx()).muted)).wrap());
    ui.add_space(2.0);
    ids::part(ui, ("outcomes", on.model.id), |ui| outcomes::show(ui, on, computed, bench, driver, view));
    let words = ui.data(|data| data.get_temp::<f32>(words_height())).unwrap_or(150.0);
    let height = (free - words).min(MOST_HEIGHT).max(least_height(ui, headless));
    let size = vec2(ui.available_width(), height);
    if view.as_table {
        figure::table(ui, &chart, whole, size, actions);
    } else {
        let drawn = figure::draw(ui, name, headless, size, on.workspace, actions);
        if let Tile::Outcome(driver) = tile {
            handles(ui, on, driver, computed, (&drawn, part.is_some()), actions);
        }
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        if !view.as_table {
            super::zooms::buttons(ui, name, whole);
        }
        let about = if let Tile::Outcome(of) = tile { of } else { driver };
        rests_on(ui, on, computed, about, actions);
        remarks(ui, on, computed);
        if let Some(line) = whole.source_line() {
            let text = RichText::new(line).size(theme::SMALL).color(theme::palette(ui.ctx()).muted);
            ui.add_space(6.0);
            ui.add(egui::Label::new(text).truncate());
        }
    });
    let words = ui.cursor().top() - begin - height;
    ui.data_mut(|data| data.insert_temp(words_height(), words));
}

/// The height of the large chart at which its data area takes a third of the window.
fn least_height(ui: &Ui, figure: &Figure) -> f32 {
    let width = ui.available_width();
    let around = match figure {
        Figure::Time(chart) => 1000.0 - crate::chart::plot_of(chart, width, 1000.0, &painter::Measure(ui)).height(),
        Figure::Rows(_) | Figure::Panels(_) => 100.0,
    };
    ui.ctx().content_rect().height() * LEAST_PLOT + around
}

/// What the outcome rests on, in words that open the list of claims.
fn rests_on(ui: &mut Ui, on: On<'_>, computed: &Computed, driver: usize, actions: &mut Actions) {
    let rests = provenance(on.workspace.notebook(), computed, driver, on.scenario);
    let text = format!("Rests on {}", rests.summary());
    let button = ui.add(Button::new(RichText::new(&text).size(theme::SMALL)).frame_when_inactive(false));
    widgets::named(&button, Role::Button, &text);
    let names: Vec<String> = rests
        .own
        .iter()
        .filter_map(|&id| on.workspace.notebook().assumptions.get(id))
        .map(|assumption| assumption.name.clone())
        .collect();
    let own: Vec<&str> = names.iter().map(String::as_str).collect();
    painter::basis(&button, &rests.claims, &own, on.workspace, actions);
}

/// Says how many remarks there are about the forecast, and shows them when it is pressed.
fn remarks(ui: &mut Ui, on: On<'_>, computed: &Computed) {
    let found = found_remarks(on, computed);
    if found.is_empty() {
        return;
    }
    let palette = theme::palette(ui.ctx());
    let text = RichText::new(crate::notebook::counted(found.len(), "remark")).size(theme::SMALL).color(palette.warning);
    let icon = icons::WARNING.rich_text().size(14.0).color(palette.warning);
    let button = ui.add(Button::new((icon, text)).frame_when_inactive(false));
    let button = button.on_hover_text(found.join("\n"));
    Popup::menu(&button).show(|ui| {
        ui.set_max_width(460.0);
        for remark in &found {
            warning(ui, remark);
        }
    });
}

/// The limits of the forecast: notes of the run, drivers without claims, undefined draws, a model that has ended.
fn found_remarks(on: On<'_>, computed: &Computed) -> Vec<String> {
    let mut found = computed.projection.notes.clone();
    for (index, driver) in on.model.drivers.iter().enumerate() {
        let rests = provenance(on.workspace.notebook(), computed, index, on.scenario);
        if rests.claims.is_empty() && !rests.own.is_empty() {
            found.push(format!("“{}” rests on no claim, only on your own judgement.", driver.headline()));
        }
    }
    found.extend(computed.projection.without_result(on.model));
    if let Some(AssumptionValue::Date(date)) = on.workspace.notebook().assumption_value(on.model.until, on.scenario)
        && *date < on.workspace.clock().today()
    {
        found.push(format!("The model ended on {}. See the outcome under Looking back.", long_date(*date)));
    }
    found
}

/// The tiles, the description of the large chart, and what the forecast asks for.
fn below(ui: &mut Ui, on: On<'_>, computed: &Computed, bench: &Bench, view: &mut ScenariosView, actions: &mut Actions) {
    let driver = outcomes::driver(on.model, view);
    tiles::show(ui, on, bench, computed, view, actions);
    ids::part(ui, ("beneath", on.model.id), |ui| {
        described(ui, (on, driver), bench, view, actions);
        reaching::attainment(ui, on, computed, driver, view);
        reaching::shapes(ui, computed);
        reaching::fits(ui, on, computed);
        ui.add_space(32.0);
    });
}

/// The description of the large chart, where it can be changed.
fn described(ui: &mut Ui, (on, driver): (On<'_>, usize), bench: &Bench, view: &ScenariosView, actions: &mut Actions) {
    let tile = view.large.unwrap_or(Tile::Outcome(driver));
    let Some(chart) = bench.figure(tile) else { return };
    let (id, _) = name_of(on, tile);
    let (of, set): (usize, fn(&mut Driver) -> &mut String) = match tile {
        Tile::Outcome(of) => (of, |driver| &mut driver.alt),
        Tile::Moves => (driver, |driver| &mut driver.tornado_alt),
        Tile::Scenarios => (driver, |driver| &mut driver.comparison_alt),
        Tile::Spread | Tile::OverTime | Tile::Shapes => return,
    };
    describe(ui, (on, of), &id, chart, actions, set);
    ui.add_space(theme::GAP);
}

/// Shows the editable description of a chart.
pub(super) fn describe(
    ui: &mut Ui,
    (on, driver): (On<'_>, usize),
    id: &str,
    chart: &Figure,
    actions: &mut Actions,
    set: fn(&mut Driver) -> &mut String,
) {
    if let Some(words) = figure::words(ui, id, chart) {
        driver_changed(on.model, driver, "description", actions, move |driver| *set(driver) = words);
    }
}

/// Shows handles for plan points on the chart of a driver that follows a step plan.
fn handles(
    ui: &mut Ui,
    on: On<'_>,
    driver: usize,
    computed: &Computed,
    (drawn, is_zoomed): (&(crate::chart::Scene, egui::Response), bool),
    actions: &mut Actions,
) {
    let program = &computed.prepared.program;
    if !program.curves.iter().any(|curve| curve.written_in.0 == driver && curve.shape == Growth::Steps) {
        return;
    }
    let own = program.outputs[driver].inputs.iter().map(|&input| computed.prepared.inputs[input].assumption);
    for id in own {
        let Some(assumption) = on.workspace.notebook().assumptions.get(id) else { continue };
        if let Some(AssumptionValue::Plan(points)) = on.workspace.notebook().assumption_value(id, on.scenario) {
            plan::handles(ui, assumption, points, (&drawn.0, drawn.1.rect.min, is_zoomed), actions);
        }
    }
}
