use super::program::{Errors, Text};
use super::run::Ask;
use super::*;
use crate::notebook::Growth;

fn number(name: &str, unit: &str) -> Symbol {
    Symbol { name: name.to_owned(), unit: Unit::parse(unit).unwrap(), kind: SymbolKind::Number }
}

fn symbols() -> Vec<Symbol> {
    let of = |name: &str, kind| Symbol { name: name.to_owned(), unit: Unit::default(), kind };
    vec![
        number("start", "store"),
        of("start_date", SymbolKind::Date(2025.0)),
        number("target", "store"),
        of("target_date", SymbolKind::Date(2030.0)),
        number("ceiling", "store"),
        of("shape", SymbolKind::Shape(Growth::Logistic)),
        number("share", "%"),
        number("cars_per_store", "car per store and year"),
        number("price", "yuan per car"),
        number("x", ""),
        number("cap", "store per year"),
        number("years", "year"),
        of("plan", SymbolKind::Plan(vec![(2026.0, 500.0), (2028.0, 4_500.0)])),
    ]
}

const VALUES: [f64; 13] = [100.0, 0.0, 10_000.0, 0.0, 12_000.0, 0.0, 0.12, 20.0, 250_000.0, 3.0, 2_000.0, 1.0, 0.0];
const TIMES: [f64; 6] = [2025.0, 2026.0, 2027.0, 2028.0, 2029.0, 2030.0];

fn compiled(drivers: &[(&str, &str, &str)]) -> Result<Program, Errors> {
    let texts: Vec<Text<'_>> = drivers.iter().map(|&(name, formula, unit)| Text { name, formula, unit }).collect();
    compile(&symbols(), &texts)
}

/// The values of the last driver, period by period.
fn values(drivers: &[(&str, &str, &str)]) -> Vec<f64> {
    let program = compiled(drivers).unwrap_or_else(|errors| panic!("{errors:?}"));
    let sources = VALUES.map(Source::Certain);
    let wanted = vec![true; drivers.len()];
    let outcome = program.run(Ask { times: &TIMES, sources: &sources, draws: 1, wanted: &wanted });
    let series = outcome.drivers.last().unwrap();
    (0..series.periods()).map(|period| series.value(period, 0)).collect()
}

fn value(formula: &str) -> f64 {
    values(&[("y", formula, "")])[0]
}

/// The error of a single formula: the text that it is about, and its message.
fn error<'a>(formula: &'a str, unit: &str) -> (&'a str, String) {
    let errors = compiled(&[("y", formula, unit)]).unwrap_err();
    let error = &errors[0].1;
    (&formula[error.span.clone()], error.to_string())
}

const STORES: (&str, &str, &str) = ("stores", "growth(shape, start, start_date, target, target_date, ceiling)", "store");

#[test]
fn arithmetic_is_that_of_school() {
    for (formula, result) in [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("-(2 ^ 2)", -4.0),
        ("(-2)^2", 4.0),
        ("-2 * 3", -6.0),
        ("10 - 4 - 3", 3.0),
        ("1 / 2", 0.5),
        ("12%", 0.12),
        ("20k + 1.5M", 1_520_000.0),
        ("if(x > 2, 10, 20)", 10.0),
        ("if(x != 3, 10, 20)", 20.0),
        ("min(5, x, 4)", 3.0),
        ("max(5, x, 4)", 5.0),
        ("clamp(9, 1, 4)", 4.0),
        ("exp(ln(x))", 3.0),
        ("sqrt(x * x)", 3.0),
        ("abs(-x)", 3.0),
        ("round(2.5)", 3.0),
        ("2 × 3 − 1", 5.0),
        ("if(year ≥ 2025, 1, 0)", 1.0),
    ] {
        assert!((value(formula) - result).abs() < 1e-12, "{formula} is {}", value(formula));
    }
}

/// Checks the example's model against closed forms computed independently.
#[test]
fn the_store_count_model_is_written_in_it() {
    let rounded = |values: Vec<f64>| values.into_iter().map(f64::round).collect::<Vec<_>>();
    assert_eq!(rounded(values(&[STORES])), [351.0, 1172.0, 3356.0, 6986.0, 10_000.0]);
    let sales = ("sales", "avg_stock(stores) * share * cars_per_store", "car");
    let averages = values(&[STORES, ("average", "avg_stock(stores)", "store")]);
    assert_eq!(averages[4].round(), 8_632.0);
    for (sold, average) in values(&[STORES, sales]).into_iter().zip(&averages) {
        assert!((sold - average * 0.12 * 20.0).abs() < 1e-9);
    }
    let revenue = ("revenue", "sales * price", "million yuan");
    assert!((values(&[STORES, sales, revenue])[4] - averages[4] * 0.12 * 20.0 * 0.25).abs() < 1e-6);
    let openings = values(&[STORES, ("openings", "change(stores)", "store")]);
    assert!((openings.iter().sum::<f64>() - 9_900.0).abs() < 1e-6);
    // The openings add up to the level.
    let again = values(&[STORES, ("opened", "change(stores)", "store"), ("sum", "start + cumsum(opened)", "store")]);
    assert_eq!(rounded(again), [351.0, 1172.0, 3356.0, 6986.0, 10_000.0]);
}

#[test]
fn earlier_periods_can_be_asked_for() {
    let grown = ("p", "if(year == 2025, x, prev(p, x) * 2)", "");
    assert_eq!(values(&[grown]), [3.0, 6.0, 12.0, 24.0, 48.0]);
    assert_eq!(values(&[grown, ("late", "lag(p, 2, x)", "")]), [3.0, 3.0, 3.0, 6.0, 12.0]);
    // For a level at a moment, the value before the first period is the level at its beginning.
    let before = values(&[STORES, ("before", "prev(stores, 0)", "store")]);
    assert_eq!(before[0], 100.0);
}

#[test]
fn averages_are_exact_through_sums_and_multiples() {
    let twice = values(&[STORES, ("both", "stores * 2 + start", "store"), ("y", "avg_stock(both)", "store")]);
    let once = values(&[STORES, ("y", "avg_stock(stores)", "store")]);
    for (twice, once) in twice.into_iter().zip(once) {
        assert!((twice - once * 2.0 - 100.0).abs() < 1e-9);
    }
}

#[test]
fn caps_and_maturity_act_on_growth() {
    let capped = values(&[STORES, ("built", "capped(stores, cap)", "store")]);
    let free = values(&[STORES]);
    assert!(capped.iter().zip(&free).all(|(capped, free)| capped <= free) && capped[4] < 9_400.0, "{capped:?}");
    let counted = values(&[STORES, ("counting", "avg_stock(matured(stores, years))", "store")]);
    let average = values(&[STORES, ("average", "avg_stock(stores)", "store")]);
    assert!(counted.iter().zip(&average).all(|(counted, average)| counted < average));
    let planned = values(&[("stores", "growth(steps, start, start_date, target, target_date, ceiling, plan)", "store")]);
    assert_eq!(planned, [500.0, 2_500.0, 4_500.0, 4_500.0, 4_500.0]);
}

#[test]
fn what_does_not_fit_is_refused_where_it_stands() {
    for (formula, unit, number, message) in [
        ("start + cars_per_store", "", "start + cars_per_store", "store and car/(store·year) cannot be added"),
        ("start + 5", "store", "start + 5", "make the number an input"),
        ("start * share", "car", "start * share", "is in store, but the driver’s unit is car"),
        (
            "growth(shape, start, start_date, target, target_date, ceiling) * cars_per_store",
            "car",
            "growth(shape, start, start_date, target, target_date, ceiling) * cars_per_store",
            "avg_stock",
        ),
        ("avg_stock(start)", "store", "start", "level at a moment"),
        ("stroes * 2", "", "stroes", "not known"),
        ("sahre * 2", "", "sahre", "did you mean “share”?"),
        ("mni(1, 2)", "", "mni(1, 2)", "did you mean “min”?"),
        ("min(1)", "", "min(1)", "takes 2 to 8 arguments"),
        ("shape + 1", "", "shape", "a shape of growth"),
        ("x > 1", "", "x > 1", "a driver is a number"),
        ("1 < x < 3", "", "<", "cannot be chained"),
        ("-2^2", "", "-2^2", "add brackets"),
        ("-x^2", "", "-x^2", "add brackets"),
        ("-x^(2)", "", "-x^(2)", "add brackets"),
        ("-2^abs(x)", "", "-2^abs(x)", "add brackets"),
        ("(1 + 2", "", "(", "not closed"),
        ("1 + 2)", "", ")", "was never opened"),
        ("10,000", "", ",", "without a comma"),
        ("2 x", "", "x", "is missing before"),
        ("1 +", "", "", "incomplete"),
        ("", "", "", "no formula yet"),
        ("10^400", "", "10^400", "not a finite number"),
        ("1e999", "", "1e999", "too large"),
        ("3stores", "", "3stores", "neither a number nor a name"),
        ("x # 2", "", "#", "no meaning"),
        ("prev(x, 1)", "", "x", "only a driver has earlier periods"),
        ("cumsum(x)", "", "x", "counted per year"),
        ("growth(shape, start, target, target, target_date, ceiling)", "store", "target", "not a start date"),
        (
            "growth(logistic, start, start_date, target, target_date)",
            "store",
            "growth(logistic, start, start_date, target, target_date)",
            "needs a ceiling",
        ),
        ("start ^ x", "", "x", "small whole number"),
        ("exp(start)", "", "start", "plain number is needed"),
    ] {
        let (found, said) = error(formula, unit);
        assert_eq!(found, number, "{formula}: {said}");
        assert!(said.contains(message), "{formula}: {said}");
    }
}

#[test]
fn a_circle_names_its_path() {
    let errors = compiled(&[("a", "b + 1", ""), ("b", "c * 2", ""), ("c", "a - 1", "")]).unwrap_err();
    assert!(errors.iter().any(|(_, error)| error.message.contains("a → b → c → a")), "{errors:?}");
    let errors = compiled(&[("a", "a + 1", "")]).unwrap_err();
    assert!(errors[0].1.message.contains("a → a") && errors[0].1.hint.as_ref().unwrap().contains("prev"));
}

/// 100,000 brackets, a megabyte, deep chains and long lists end in an error with a byte range; nothing overflows or hangs.
#[test]
fn hostile_formulas_end_in_an_error() {
    let deep = "(".repeat(100_000);
    let nested = format!("{}x{}", "(".repeat(1_000), ")".repeat(1_000));
    let long = "x + ".repeat(250_000);
    let terms = format!("x{}", " + x".repeat(500));
    let powers = format!("2{}", "^2".repeat(200));
    let minus = format!("{}x", "-".repeat(3_000));
    let calls = format!("{}x{}", "abs(".repeat(500), ")".repeat(500));
    for formula in [deep, nested, long, terms, powers, minus, calls] {
        let errors = compiled(&[("y", &formula, "")]).unwrap_err();
        let span = &errors[0].1.span;
        assert!(span.end <= formula.len() && span.start <= span.end && formula.is_char_boundary(span.start));
    }
    let many: Vec<(String, String)> = (0..200).map(|number| (format!("d{number}"), format!("d{}", number + 1))).collect();
    let drivers: Vec<(&str, &str, &str)> = many.iter().map(|(name, formula)| (name.as_str(), formula.as_str(), "")).collect();
    assert!(compiled(&drivers).is_err());
    // Each driver names the previous one twice, and the average of the last is taken: 2³⁰ operations if nothing were shared.
    let mut chain = vec![("d0".to_owned(), STORES.1.to_owned())];
    chain.extend((1..31).map(|number| (format!("d{number}"), format!("d{} + d{}", number - 1, number - 1))));
    chain.push(("last".to_owned(), "avg_stock(d30)".to_owned()));
    let drivers: Vec<(&str, &str, &str)> =
        chain.iter().map(|(name, formula)| (name.as_str(), formula.as_str(), "store")).collect();
    assert!(compiled(&drivers).unwrap().ops.len() < 200);
    let units = "start ^ 9 * start ^ 9 * start ^ 9";
    assert!(error(units, "").1.contains("too high a power"));
}

#[test]
fn units_are_read_as_they_are_written() {
    for (text, shown, scale) in [
        ("", "a plain number", 1.0),
        ("stores", "store", 1.0),
        ("car per store and year", "car/(store·year)", 1.0),
        ("cars/(store*year)", "car/(store·year)", 1.0),
        ("%", "a plain number", 0.01),
        ("% per year", "1/year", 0.01),
        ("store per month", "store/year", 12.0),
        ("million yuan", "yuan", 1e6),
        ("sales point", "sale point", 1.0),
        ("countries", "country", 1.0),
    ] {
        let unit = Unit::parse(text).unwrap();
        assert_eq!(unit.to_string(), shown, "{text}");
        assert!((unit.scale - scale).abs() < 1e-9, "{text}: {}", unit.scale);
    }
}

/// What a shape of growth makes no use of is nothing that the result rests on.
#[test]
fn unused_arguments_of_growth_are_no_inputs() {
    let of = |shape: &str| {
        let formula = format!("growth({shape}, start, start_date, target, target_date, ceiling, plan)");
        let program = compiled(&[("stores", &formula, "store")]).unwrap();
        let inputs: Vec<&str> = program.outputs[0]
            .inputs
            .iter()
            .map(|&input| ["start", "start_date", "target", "target_date", "ceiling"].get(input).copied().unwrap_or("plan"))
            .collect();
        inputs.join(" ")
    };
    assert_eq!(of("linear"), "start start_date target target_date");
    assert_eq!(of("logistic"), "start start_date target target_date ceiling");
    assert_eq!(of("steps"), "start start_date target target_date plan");
}

/// What sums up draws is a whole formula, and nothing can be computed from it.
#[test]
fn functions_over_draws_stand_alone() {
    let p90 = ("p90", "percentile(stores, 90%)", "store");
    assert!(compiled(&[STORES, p90, ("chance", "probability(stores >= 10k * one)", "%")]).is_err(), "an unknown name");
    let program = compiled(&[STORES, p90, ("chance", "probability(x > 2)", "%")]).unwrap();
    let over: Vec<_> = program.outputs.iter().map(|output| output.over_draws).collect();
    assert_eq!(over, [None, Some(over_draws::OverDraws::Percentile(0.9)), Some(over_draws::OverDraws::Probability)]);
    for (formula, about) in [
        ("percentile(stores, 90%) + start", "percentile(stores, 90%)"),
        ("percentile(stores, x)", "x"),
        ("percentile(stores, 150%)", "150%"),
        ("percentile(stores)", "percentile(stores)"),
        ("if(probability(x > 2) > 0.5, start, target)", "probability(x > 2)"),
    ] {
        let errors = compiled(&[STORES, ("y", formula, "store")]).unwrap_err();
        assert_eq!((errors[0].0, &formula[errors[0].1.span.clone()]), (1, about), "{}", errors[0].1);
    }
    for formula in ["p90 * 2", "prev(p90, start)"] {
        let errors = compiled(&[STORES, p90, ("y", formula, "store")]).unwrap_err();
        assert_eq!((errors[0].0, &formula[errors[0].1.span.clone()]), (2, "p90"), "{}", errors[0].1);
    }
}
