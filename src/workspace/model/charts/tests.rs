use super::*;
use crate::notebook::{AssumptionValue, Estimate3, ModelId};
use crate::notebook::{ClaimId, Growth, Model, ModelPeriods, check};
use crate::workspace::Computed;
use crate::workspace::tests::with_documents;
use crate::workspace::{Forecasts, Workspace};

fn model_with_claim() -> (Workspace, ModelId, ClaimId) {
    let mut workspace = with_documents();
    let document = workspace.selection.document.unwrap();
    let claim = workspace.claims().make(document, (42, 75).into()).unwrap();
    let id = workspace.models().add("Shops abroad").unwrap();
    let target = workspace.notebook().models.get(id).unwrap().input("target").unwrap();
    workspace.assumptions().rest_on_claim(target, claim).unwrap();
    (workspace, id, claim)
}

fn charts(workspace: &Workspace, id: ModelId) -> (crate::chart::ChartSpec, crate::chart::ChartSpec) {
    let mut forecasts = Forecasts::default();
    let model = workspace.notebook().models.get(id).unwrap();
    let scenario = workspace.selection.scenario.and_then(|id| workspace.notebook().scenarios.get(id));
    let computed = forecasts.get(workspace, model, scenario);
    let computed = computed.as_ref().as_ref().unwrap();
    let subject = Subject { notebook: workspace.notebook(), model, scenario, computed, today: workspace.clock().today() };
    let chart = |driver| match driver_chart(subject, driver) {
        Figure::Time(chart) => *chart,
        other => panic!("{other:?}"),
    };
    (chart(0), chart(1))
}

/// The model under its assumptions alone, to be drawn.
fn subject<'a>(workspace: &'a Workspace, model: &'a Model, computed: &'a Computed) -> Subject<'a> {
    Subject { notebook: workspace.notebook(), model, scenario: None, computed, today: workspace.clock().today() }
}

#[test]
fn computed_values_have_two_figures() {
    for (value, shown) in [(21_624.0, "22,000"), (162_180.0, "160,000"), (9.96, "10"), (0.0, "0"), (0.123, "0.12")] {
        assert_eq!(two_figures(value), shown);
    }
}

#[test]
fn both_charts_say_what_they_rest_on() {
    let (workspace, id, claim) = model_with_claim();
    let (stores, sales) = charts(&workspace, id);
    assert_eq!(stores.marks[1].claims, [claim]);
    assert!(stores.marks[0].hollow && !stores.marks[1].hollow);
    assert!(stores.source_line.starts_with("Rests on 1 claim (The desk) and 3 own judgements"), "{}", stores.source_line);
    assert!(matches!(stores.lines.as_slice(), [line] if line.strong && line.label == "linear"), "{:?}", stores.lines);
    assert_eq!(sales.marks[0].claims, [claim]);
    assert_eq!(sales.marks[0].inner.len(), 2);
    assert!(sales.title.contains("8 of 10"), "{}", sales.title);
}

#[test]
fn what_a_scenario_sets_is_credited_to_nobody() {
    let (mut workspace, id, _) = model_with_claim();
    let target = workspace.notebook().models.get(id).unwrap().input("target").unwrap();
    workspace.scenarios().add(id, "Half", None).unwrap();
    workspace.assumptions().set_value(target, AssumptionValue::Number(Estimate3::certain(4500.into()))).unwrap();
    let target = charts(&workspace, id).0.marks[1].clone();
    assert!(target.hollow && target.claims.is_empty(), "{target:?}");
    assert!(target.details.contains(&"Set in this scenario".to_owned()), "{target:?}");
}

#[test]
fn the_difference_of_two_scenarios_is_the_sum_of_its_steps() {
    let (mut workspace, id, _) = model_with_claim();
    let scenario = workspace.scenarios().add(id, "Other", None).unwrap();
    let model = workspace.notebook().models.get(id).unwrap().clone();
    let half = AssumptionValue::Number(Estimate3::certain(4500.into()));
    workspace.assumptions().set_value(model.input("target").unwrap(), half).unwrap();
    workspace.assumptions().set_value(model.input("shape").unwrap(), AssumptionValue::Growth(Growth::Exponential)).unwrap();
    let notebook = workspace.notebook();
    let other = notebook.scenarios.get(scenario);
    let mut forecasts = Forecasts::default();
    let (begin, steps) = explained(notebook, &model, (None, other), 1, &mut forecasts).unwrap();
    assert_eq!(
        steps.iter().flat_map(|step| step.assumptions.clone()).collect::<Vec<_>>(),
        [model.input("target").unwrap(), model.input("shape").unwrap()]
    );
    let median = |scenario| {
        let computed = Forecasts::default().compute(notebook, &model, scenario).unwrap();
        let rows = &computed.projection.drivers[1];
        rows.rows[rows.quoted().unwrap()].median()
    };
    assert_eq!(begin, median(None));
    assert_eq!(steps.last().unwrap().median, median(other));
}

#[test]
fn a_tornado_names_the_widest_first() {
    let (workspace, id, _) = model_with_claim();
    let mut forecasts = Forecasts::default();
    let model = workspace.notebook().models.get(id).unwrap();
    let computed = forecasts.get(&workspace, model, None);
    let computed = computed.as_ref().as_ref().unwrap();
    let subject = subject(&workspace, model, computed);
    let Some(Figure::Rows(chart)) = tornado(subject, 1, None) else { panic!("no tornado") };
    let widths: Vec<f64> = chart.rows.iter().map(|row| row.mark.range.map_or(0.0, |(low, high)| high - low)).collect();
    assert!(widths.is_sorted_by(|a, b| a >= b), "{widths:?}");
    assert_eq!(chart.rows[0].name, "Cars per store and year");
    // The number of stores has no uncertain input here, so it has no tornado.
    assert!(explained_inputs(subject, 0, None).is_none());
}

/// A target “by the end of 2029” is about the year 2029, including its last day: a model until 31 December has a whole last
/// year.
#[test]
fn a_year_that_ends_the_model_is_whole() {
    let (mut workspace, id, _) = model_with_claim();
    let model = workspace.notebook().models.get(id).unwrap().clone();
    let last = AssumptionValue::Date(jiff::civil::date(2031, 12, 31));
    workspace.assumptions().set_value(model.input("target_date").unwrap(), last).unwrap();
    let computed = Forecasts::default().compute(workspace.notebook(), &model, None).unwrap();
    let row = *computed.projection.drivers[1].rows.last().unwrap();
    assert_eq!(row.period, crate::notebook::Period::year(2031).unwrap());
    assert_eq!(row.part, 1.0);
}

/// Draws without a result, here half of them, are left out and counted; nothing panics.
#[test]
fn what_comes_to_no_number_is_left_out() {
    let (mut workspace, id, _) = model_with_claim();
    let mut model = workspace.notebook().models.get(id).unwrap().clone();
    model.drivers[1].formula = "avg_stock(stores) * sqrt(share - 13%) * cars_per_store".into();
    workspace.models().change(model.id, "formula", |old| *old = model.clone()).unwrap();
    let computed = Forecasts::default().compute(workspace.notebook(), &model, None).unwrap();
    let rows = &computed.projection.drivers[1].rows;
    assert!(rows.iter().all(|row| row.undefined > 1000 && row.median().is_finite()));
    let subject = subject(&workspace, &model, &computed);
    assert_eq!(tornado(subject, 1, None), None);
    let Figure::Time(chart) = driver_chart(subject, 1) else { panic!("not over time") };
    assert!(chart.marks.iter().all(|mark| mark.value.is_finite()));
}

/// A loss is drawn below zero, not at it.
#[test]
fn a_loss_lies_below_zero() {
    let (mut workspace, id, _) = model_with_claim();
    let mut model = workspace.notebook().models.get(id).unwrap().clone();
    model.drivers[1].formula = "-avg_stock(stores) * share * cars_per_store".into();
    workspace.models().change(model.id, "formula", |old| *old = model.clone()).unwrap();
    let computed = Forecasts::default().compute(workspace.notebook(), &model, None).unwrap();
    let subject = subject(&workspace, &model, &computed);
    let figure = driver_chart(subject, 1);
    let scene = figure.layout(800.0, 400.0, &crate::chart::FileMeasure::new().unwrap());
    let (low, high) = scene.areas[0].window.values;
    assert!(low < 0.0 && high >= 0.0, "{low} {high}");
}

/// A driver over all draws says what the window's own numbers say.
#[test]
fn a_probability_as_a_driver_is_the_share_of_draws() {
    let (mut workspace, id, _) = model_with_claim();
    let mut model = workspace.notebook().models.get(id).unwrap().clone();
    let of = |name: &str, formula: &str, unit: &str| crate::notebook::Driver {
        name: name.into(),
        formula: formula.into(),
        unit: unit.into(),
        ..crate::notebook::Driver::default()
    };
    model.drivers.push(of("often", "probability(share > 8%)", "%"));
    model.drivers.push(of("much", "percentile(sales, 90%)", "car"));
    model.drivers.push(of("hit", "if(share > 8%, 1, 0)", ""));
    workspace.models().change(model.id, "formula", |old| *old = model.clone()).unwrap();
    let computed = Forecasts::default().compute(workspace.notebook(), &model, None).unwrap();
    let rows = |driver: usize| &computed.projection.drivers[driver].rows;
    let hit = computed.projection.samples[4].period(0);
    let share = hit.iter().sum::<f64>() / hit.len() as f64;
    assert!(share > 0.1 && share < 0.9 && (rows(2)[0].median() - share * 100.0).abs() < 1e-9, "{share}, {:?}", rows(2)[0]);
    for (own, sum) in rows(1).iter().zip(rows(3)) {
        assert!(!sum.is_spread() && (sum.median() - own.quantiles[7]).abs() < 1e-6 * own.quantiles[7], "{sum:?} of {own:?}");
    }
    let subject = subject(&workspace, &model, &computed);
    assert!(explained_inputs(subject, 3, None).is_none());
    for driver in 0..model.drivers.len() {
        driver_chart(subject, driver);
    }
}

/// An outcome in the middle of a kept run lies in all of its ranges; one far above in none.
#[test]
fn kept_runs_are_held_against_what_came() {
    use crate::notebook::{ClaimKind, Edit};
    let (mut workspace, id, claim) = model_with_claim();
    let of = workspace.notebook().claims.get(claim).unwrap().clone();
    let mut model = workspace.notebook().models.get(id).unwrap().clone();
    (model.drivers[1].subject, model.drivers[1].measure) = ("Acme".into(), "cars sold".into());
    workspace.models().change(id, "comparison", |old| *old = model.clone()).unwrap();
    let computed = Forecasts::default().compute(workspace.notebook(), &model, None).unwrap();
    workspace.models().keep_run(&model, None, &computed).unwrap();
    let title = |workspace: &Workspace| {
        let kept: Vec<_> = workspace.notebook().runs.shared().cloned().collect();
        calibration(workspace.notebook(), "Cars", &kept).map(|figure| figure.title().to_owned())
    };
    assert_eq!(title(&workspace), None, "nothing has come yet");
    let row = &computed.projection.drivers[1].rows[computed.projection.drivers[1].quoted().unwrap()];
    for (factor, said) in [(1.0, "Cars: 1 of 1 forecast had the outcome"), (1e6, "Cars: 0 of 1 forecast had the outcome")] {
        let mut fact = of.clone();
        fact.id = workspace.new_id();
        fact.kind = ClaimKind::Fact;
        (fact.subject, fact.measure) = ("Acme".into(), "cars sold".into());
        fact.quantity = crate::reading::stated_quantity(format!("{:.0} cars", row.median() * factor));
        fact.period = crate::reading::stated_period(row.period.last_day().year().to_string(), None);
        workspace.edit(Edit::new("add claim").insert(fact)).unwrap();
        let found = title(&workspace).unwrap();
        assert!(found.starts_with(said) && found.ends_with("too few outcomes to judge"), "{found}");
        workspace.undo();
    }
}

/// Quarters and months of a model add up to its years, and its levels are the same at the ends of years.
#[test]
fn a_model_is_computed_for_years_quarters_or_months() {
    let (mut workspace, id, _) = model_with_claim();
    let run = |workspace: &mut Workspace, periods: ModelPeriods| {
        workspace.models().change(id, "periods", |model| model.periods = periods).unwrap();
        let model = workspace.notebook().models.get(id).unwrap().clone();
        Forecasts::default().compute(workspace.notebook(), &model, None).unwrap()
    };
    let years = run(&mut workspace, ModelPeriods::Years);
    let of_year = |driver: usize, year: i16| {
        let rows = &years.projection.drivers[driver].rows;
        rows.iter().find(|row| row.period.start.year() == year && !row.is_partial()).unwrap().corners[1]
    };
    for (periods, many) in [(ModelPeriods::Quarters, 4), (ModelPeriods::Months, 12)] {
        let finer = run(&mut workspace, periods);
        let in_year = |driver: usize| {
            let rows = finer.projection.drivers[driver].rows.iter();
            rows.filter(|row| row.period.start.year() == 2028).copied().collect::<Vec<_>>()
        };
        assert_eq!(in_year(0).len(), many);
        assert!(in_year(1).iter().all(|row| !row.is_partial()), "{:?}", in_year(1));
        let sum: f64 = in_year(1).iter().map(|row| row.corners[1]).sum();
        assert!((sum / of_year(1, 2028) - 1.0).abs() < 1e-9, "{sum} against {}", of_year(1, 2028));
        assert!((in_year(0)[many - 1].corners[1] / of_year(0, 2028) - 1.0).abs() < 1e-9);
        let model = workspace.notebook().models.get(id).unwrap();
        let subject = subject(&workspace, model, &finer);
        let chart = driver_chart(subject, 1);
        let Figure::Time(chart) = chart else { panic!("not over time") };
        let name = if periods == ModelPeriods::Quarters { "Q3 2028: about" } else { "Sep 2028: about" };
        assert!(chart.marks.iter().any(|mark| mark.name.starts_with(name)), "{:?}", chart.marks.last());
        assert_eq!(check(workspace.notebook()), []);
    }
}

#[test]
fn too_many_periods_are_refused_with_a_way_out() {
    let (mut workspace, id, _) = model_with_claim();
    let target_date = workspace.notebook().models.get(id).unwrap().input("target_date").unwrap();
    let day = AssumptionValue::Date(jiff::civil::date(2060, 6, 30));
    workspace.assumptions().set_value(target_date, day).unwrap();
    workspace.models().change(id, "periods", |model| model.periods = ModelPeriods::Months).unwrap();
    let model = workspace.notebook().models.get(id).unwrap().clone();
    let error = Forecasts::default().compute(workspace.notebook(), &model, None).unwrap_err().to_string();
    assert!(error.contains("months, more than 200: choose an earlier last day or longer periods"), "{error}");
}
