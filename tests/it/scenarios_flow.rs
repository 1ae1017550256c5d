//! Uses models in the window, through AccessKit: going from a band back to its sentences, keeping a run, a formula with an
//! error, moving a plan with the keyboard, applying a scenario in one step, saving a chart.

use claimbook::notebook::{AssumptionId, AssumptionValue, ClaimId, Growth, PlanPoint, check};
use claimbook::ui::{App, Tab};
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;

use crate::window;

fn scenarios() -> Harness<'static, App> {
    let mut harness = window::window(None, vec2(1500.0, 2400.0), egui::Theme::Light);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    harness.run();
    harness
}

fn page(harness: &mut Harness<'_, App>, name: &str) {
    harness.get_by_role_and_label(Role::Button, name).click();
    harness.run();
}

fn undo(harness: &mut Harness<'_, App>) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
}

/// From the column of 2029 to each sentence that it rests on.
#[test]
fn a_sceptic_gets_from_a_band_to_every_sentence() {
    let mut harness = scenarios();
    let column = "2029 (96 % of the year): about 10,000 cars";
    harness.get_by_label_contains(column).click();
    harness.run();
    // Five claims: three for the start, two for the target.
    let reports = harness.get_all_by_label_contains("Xiaomi operates more than 100 stores abroad itself").count();
    assert!(reports > 0);
    window::press_row(&harness, "CleanTechnica, citing 36Kr, citing Lu Weibing");
    harness.run();
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Read);
    assert!(harness.state().workspace().look().chosen_claim().unwrap().statement.contains("10,000"));
}

#[test]
fn a_run_is_kept_as_it_is_and_undo_takes_it_away() {
    let mut harness = scenarios();
    let before = harness.state().workspace().notebook().runs.len();
    harness.get_by_label("Keep this run").click();
    harness.run();
    let notebook = harness.state().workspace().notebook();
    assert_eq!(notebook.runs.len(), before + 1);
    let run = notebook.runs.at(before).unwrap();
    assert_eq!((run.samples, run.method.as_str(), run.claims.len()), (4096, "sobol", 5));
    assert_eq!(run.outputs.iter().map(|output| output.rows.len()).collect::<Vec<_>>(), [6, 6]);
    assert_eq!(check(notebook), []);
    page(&mut harness, "Looking back");
    assert!(harness.get_all_by_label_contains("the same inputs as now").count() > 0);
    undo(&mut harness);
    assert_eq!(harness.state().workspace().notebook().runs.len(), before);
}

#[test]
fn an_error_in_a_formula_is_said_where_it_stands_and_elsewhere() {
    let mut harness = scenarios();
    page(&mut harness, "Formulas");
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Formula of Cars sold abroad");
    field.focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness
        .get_by_role_and_label(Role::MultilineTextInput, "Formula of Cars sold abroad")
        .type_text("stores * share * cars_per_store");
    harness.run();
    harness.get_by_label_contains("avg_stock");
    page(&mut harness, "Forecast");
    harness.get_by_label_contains("sales: a level at the end of a period does not say what happens over it");
    undo(&mut harness);
    harness.get_by_role_and_label(Role::Button, "Cars sold abroad").click();
    harness.run();
    assert!(harness.get_all_by_label_contains("Cars sold abroad: 840 to 35,000 cars in 2028").count() > 0);
}

/// The example with a step plan of two points that cite a claim.
fn with_plan() -> (Harness<'static, App>, AssumptionId, ClaimId) {
    let mut harness = scenarios();
    let workspace = harness.state_mut().workspace_mut();
    let model = workspace.notebook().models.at(0).unwrap().clone();
    let claim = workspace.notebook().claims.at(0).unwrap().id;
    let assumption = workspace.new_id();
    let point =
        |value: i64, year| PlanPoint { date: date(year, 1, 1), value: value.into(), claim: Some(claim), note: String::new() };
    let plan = AssumptionValue::Plan(vec![point(800, 2026), point(6_000, 2028)]);
    let input = claimbook::notebook::Input { name: "plan".into(), assumption };
    workspace.models().add_input(model.id, input, plan).unwrap();
    let mut model = workspace.notebook().models.at(0).unwrap().clone();
    model.drivers[0].formula = "growth(shape, start, start_date, target, target_date, ceiling * max(start, target), plan)".into();
    workspace.models().change(model.id, "formula", |old| *old = model.clone()).unwrap();
    workspace.assumptions().set_value(model.input("shape").unwrap(), AssumptionValue::Growth(Growth::Steps)).unwrap();
    workspace.end_burst();
    harness.run();
    (harness, assumption, claim)
}

fn points(harness: &Harness<'_, App>, assumption: AssumptionId) -> Vec<PlanPoint> {
    match &harness.state().workspace().notebook().assumptions.get(assumption).unwrap().value {
        AssumptionValue::Plan(points) => points.clone(),
        other => panic!("{other:?}"),
    }
}

/// Each point moves with the arrow keys, in one undo step, and then cites no claim.
#[test]
fn a_plan_point_moves_with_the_keyboard() {
    let (mut harness, assumption, claim) = with_plan();
    harness.get_by_label("Plan point: 6,000 on 1 Jan 2028").focus();
    harness.run();
    harness.key_press(Key::ArrowUp);
    harness.run();
    harness.key_press(Key::ArrowUp);
    harness.run();
    let now = points(&harness, assumption);
    assert_eq!((now[1].value, now[1].claim, now[0].claim), (6_200.into(), None, Some(claim)));
    undo(&mut harness);
    assert_eq!(points(&harness, assumption)[1].value, 6_000.into());
}

/// A point that is dragged upwards rises, snapped to round numbers, in one undo step; the chart does not move.
#[test]
fn a_plan_point_is_dragged() {
    let (mut harness, assumption, _) = with_plan();
    let from = harness.get_by_label("Plan point: 6,000 on 1 Jan 2028").rect().center();
    harness.drag_at(from);
    harness.run();
    for step in 1..=5 {
        harness.hover_at(from - vec2(0.0, 8.0 * step as f32));
        harness.run();
    }
    harness.drop_at(from - vec2(0.0, 40.0));
    harness.run();
    let value = points(&harness, assumption)[1].value;
    assert!(value > 6_500.into() && value < 20_000.into() && (value % rust_decimal::Decimal::ONE_HUNDRED).is_zero(), "{value}");
    undo(&mut harness);
    assert_eq!(points(&harness, assumption)[1].value, 6_000.into());
}

#[test]
fn a_scenario_is_applied_in_one_step() {
    let mut harness = scenarios();
    page(&mut harness, "All scenarios");
    let before = harness.state().workspace().notebook().clone();
    harness.get_by_label("Apply “As announced, steadily” to the assumptions themselves").click();
    harness.run();
    let notebook = harness.state().workspace().notebook();
    let model = notebook.models.at(0).unwrap();
    let shape = &notebook.assumptions.get(model.input("shape").unwrap()).unwrap().value;
    assert_eq!(*shape, AssumptionValue::Growth(Growth::Linear));
    assert_eq!(check(notebook), []);
    undo(&mut harness);
    assert_eq!(*harness.state().workspace().notebook(), before);
}

#[test]
fn a_chart_is_saved_and_its_words_can_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = scenarios();
    harness.get_all_by_label("Description").next().unwrap().click();
    harness.run();
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Description of the chart");
    field.focus();
    field.type_text(" My words.");
    harness.run();
    let alt = harness.state().workspace().notebook().models.at(0).unwrap().drivers[0].alt.clone();
    assert!(alt.contains("My words."), "{alt}");
    harness.get_by_label_contains("Export: Mi Homes abroad: 10,000 stores by 16 Dec 2029 in 50 % of cases").click();
    harness.run();
    harness.get_by_label("Save as SVG…").click();
    harness.run();
    let path = folder.path().join("stores.svg");
    let field = harness.get_by_role_and_label(Role::TextInput, "Path");
    field.focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Path").type_text(&path.display().to_string());
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Save").click();
    harness.run();
    harness.run();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("<desc") && text.contains("My words."));
}

#[test]
fn the_status_bar_leads_to_what_is_due() {
    let mut harness = window::window(None, vec2(1360.0, 860.0), egui::Theme::Light);
    harness.get_by_label_contains("targets due").click();
    harness.run();
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Scenarios);
    assert_eq!(harness.get_all_by_label("due: no actual yet").count(), 2);
    assert!(harness.get_all_by_label_contains("too few to judge").count() > 0);
}

#[test]
fn a_stretch_of_time_is_looked_at_and_left_again() {
    let mut harness = scenarios();
    // Both charts have marks for each year.
    let years = |harness: &Harness<'_, App>| {
        [2025, 2027, 2029].map(|year| harness.query_all_by_label_contains(&format!("{year}")).filter(is_mark).count())
    };
    let all = years(&harness);
    harness.get_by_label_contains("Zoom in (Ctrl and the wheel): ").click();
    harness.run();
    // The charts of one model show the same time.
    assert_eq!(years(&harness), [all[0], all[1], all[2] - 2]);
    harness.get_all_by_label_contains("Later (or drag): ").next().unwrap().click();
    harness.run();
    assert_eq!(years(&harness), [all[0] - 2, all[1], all[2]]);
    harness.get_by_label_contains("Show all (double click): ").click();
    harness.run();
    assert_eq!(years(&harness), all);
}

/// Whether a node is a mark on a chart of the forecast.
fn is_mark(node: &egui_kittest::Node<'_>) -> bool {
    use egui_kittest::kittest::NodeT as _;
    node.accesskit_node().label().is_some_and(|label| label.contains(": about"))
}

/// With more claims than can be evaluated between two frames, looking back runs in the background, and its result is shown when
/// it is ready.
#[test]
fn a_large_notebook_is_looked_back_on_beside_the_window() {
    let mut harness = scenarios();
    page(&mut harness, "Looking back");
    let stands = |harness: &Harness<'_, App>| harness.query_all_by_label_contains("10,000 stores: ").count();
    let (before, workspace) = (stands(&harness), harness.state_mut().workspace_mut());
    assert!(before > 0);
    let is_target = |claim: &&claimbook::notebook::Claim| {
        claim.understood_quantity().is_some_and(|quantity| quantity.to_string() == "10,000 stores")
    };
    let target = workspace.notebook().claims.iter().find(is_target).unwrap().id;
    let other = workspace.notebook().claims.iter().find(|claim| claim.quantity.is_none()).unwrap().id;
    for _ in 0..1_000 {
        workspace.claims().duplicate(other).unwrap();
    }
    let copy = workspace.claims().duplicate(target).unwrap();
    // Set by somebody else, it is another target, not another version of one.
    let set = |claim: &mut claimbook::notebook::Claim| claim.attribution = vec!["Somebody else".to_owned()];
    workspace.claims().change(copy, claimbook::workspace::ClaimField::Attribution, set).unwrap();
    harness.run();
    harness.state_mut().finish_jobs();
    harness.run();
    assert_eq!(stands(&harness), before + 1);
    undo(&mut harness);
    undo(&mut harness);
    harness.state_mut().finish_jobs();
    harness.run();
    assert_eq!(stands(&harness), before);
}

/// A slider changes an assumption in one step, and the chart says the new chance.
#[test]
fn a_slider_moves_the_fan_in_one_step() {
    let mut harness = scenarios();
    harness.get_by_role_and_label(Role::Button, "Target").click();
    harness.run();
    let before = harness.state().workspace().notebook().clone();
    let handle = harness.get_by_label("Target, high: 13,000").rect().center();
    harness.hover_at(handle);
    harness.drag_at(handle);
    harness.run();
    for way in [20.0, 60.0, 90.0] {
        harness.hover_at(handle + vec2(way, 0.0));
        harness.run();
    }
    harness.drop_at(handle + vec2(90.0, 0.0));
    harness.run();
    let high = |harness: &Harness<'_, App>| {
        let notebook = harness.state().workspace().notebook();
        let id = notebook.models.at(0).unwrap().input("target").unwrap();
        match notebook.assumptions.get(id).unwrap().value {
            AssumptionValue::Number(number) => number.high,
            _ => panic!("not a number"),
        }
    };
    assert!(high(&harness) > 13_000.into(), "{}", high(&harness));
    undo(&mut harness);
    assert_eq!(*harness.state().workspace().notebook(), before);
    // And with the keyboard.
    harness.get_by_label("Target, high: 13,000").focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert!(high(&harness) > 13_000.into(), "{}", high(&harness));
}

/// A tile takes the place of the large chart, and the outcome comes back.
#[test]
fn a_tile_is_shown_large() {
    let mut harness = scenarios();
    harness.get_by_label("Show it large: Scenarios side by side").click();
    harness.run();
    harness.get_by_label_contains("Export: Stores: from ");
    harness.get_by_label("Show the outcome again").click();
    harness.run();
    harness.get_by_label_contains("Export: Mi Homes abroad: 10,000 stores by");
}

/// A value is set in a scenario from the table of all scenarios, and taken back there.
#[test]
fn a_cell_of_the_table_of_scenarios_is_changed_in_place() {
    let mut harness = scenarios();
    page(&mut harness, "All scenarios");
    let name = "Target date, Late start, steep end";
    let field = harness.get_by_role_and_label(Role::TextInput, name);
    field.focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, name).type_text("2031");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let set = |harness: &Harness<'_, App>| {
        let notebook = harness.state().workspace().notebook();
        let id = notebook.models.at(0).unwrap().input("target_date").unwrap();
        notebook.scenarios.iter().find(|scenario| scenario.name.starts_with("Late")).unwrap().override_of(id).cloned()
    };
    assert_eq!(set(&harness), Some(AssumptionValue::Date(date(2031, 12, 31))));
    harness.get_by_label(&format!("Take back: {name}")).click();
    harness.run();
    assert_eq!(set(&harness), None);
}

/// What is known of the outcome lies on its chart, and at the target stands how likely it is to be met.
#[test]
fn the_chance_stands_at_the_target() {
    let harness = scenarios();
    assert!(harness.get_all_by_label_contains("met in 50 % of cases").count() > 0);
}

/// Growth in steps needs a plan: it is offered where it lacks, from start to target, and its points cite the claims of both.
#[test]
fn growth_in_steps_offers_the_plan_that_it_needs() {
    let mut harness = scenarios();
    let model = harness.state().workspace().notebook().models.at(0).unwrap().clone();
    let shape = model.input("shape").unwrap();
    let steps = AssumptionValue::Growth(Growth::Steps);
    harness.state_mut().workspace_mut().assumptions().set_value(shape, steps).unwrap();
    harness.run();
    harness.get_by_label("Add a step plan from start to target").click();
    harness.run();
    harness.get_by_label("Plan point: 10,000 on 16 Dec 2029");
    let notebook = harness.state().workspace().notebook();
    let plan = notebook.models.at(0).unwrap().input("plan").unwrap();
    let AssumptionValue::Plan(points) = &notebook.assumptions.get(plan).unwrap().value else { panic!("no plan") };
    assert!(points.len() == 2 && points.iter().all(|point| point.claim.is_some()), "{points:?}");
    assert_eq!(check(notebook), []);
}

/// With the keyboard alone: from a year of the fan to a sentence that it rests on, and back to the chart.
#[test]
fn keys_alone_lead_from_the_fan_to_a_sentence_and_back() {
    let mut harness = scenarios();
    harness.get_all_by_label_contains("End of 2027: about").next().unwrap().focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.key_press(Key::Tab);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Read);
    assert!(harness.state().workspace().look().chosen_claim().is_some());
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    harness.run();
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Scenarios);
}
