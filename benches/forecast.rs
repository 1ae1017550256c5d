//! Measures scenarios: `cargo bench --bench forecast`.
//!
//! Times are CPU time of one thread, best of several. The model is that of the example, `stores(t) × share × cars`, with a
//! logistic curve and three uncertain inputs; also its harder form, in which every draw has a separate curve. If `SQUIGGLEPY`
//! names a Python that has squigglepy, or `SQUIGGLE` a folder with `node_modules/@quri/squiggle-lang`, these compute the same
//! model in the same run. exmex evaluates the same formulas in this process.

#[path = "common/mod.rs"]
mod common;
#[path = "common/report.rs"]
mod report;
#[path = "common/window.rs"]
mod window;

use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use claimbook::forecast::distribution::{Distribution, Needs};
use claimbook::forecast::draws::{Draws, LIVE};
use claimbook::forecast::formula::program::Text;
use claimbook::forecast::formula::run::Ask;
use claimbook::forecast::formula::{Program, Source, Symbol, SymbolKind, Unit, compile};
use claimbook::forecast::quantiles::quantiles;
use claimbook::notebook::{
    AssumptionValue, Claim, ClaimKind, Estimate3, Family, Growth, IdSource, Nature, Period, StatedPeriod, Tail, Value,
};
use claimbook::ui::Tab;
use egui::{Event, Id, Modifiers, PointerButton};
use report::{Report, at_least, at_most};
use rust_decimal::Decimal;

const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
const TIMES: [f64; 11] = [2025.0, 2026.0, 2027.0, 2028.0, 2029.0, 2030.0, 2031.0, 2032.0, 2033.0, 2034.0, 2035.0];

/// Returns the least CPU time of this many runs, in seconds.
fn best(runs: usize, mut work: impl FnMut()) -> f64 {
    let cpu = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
    };
    (0..runs)
        .map(|_| {
            let before = cpu();
            work();
            (cpu() - before).as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

struct Model {
    program: Program,
    distributions: Vec<Option<Distribution>>,
    certain: Vec<f64>,
}

fn symbol(name: &str, unit: &str, kind: SymbolKind) -> Symbol {
    Symbol { name: name.to_owned(), unit: Unit::parse(unit).unwrap(), kind }
}

/// A model with formulas for stores and for car sales; three inputs are lognormal with the given 90 % ranges.
fn model(stores: &str, sales: &str) -> Model {
    let symbols = [
        symbol("start", "store", SymbolKind::Number),
        symbol("from", "", SymbolKind::Date(2025.0)),
        symbol("target", "store", SymbolKind::Number),
        symbol("until", "", SymbolKind::Date(2035.0)),
        symbol("shape", "", SymbolKind::Shape(Growth::Logistic)),
        symbol("share", "%", SymbolKind::Number),
        symbol("cars", "car per store and year", SymbolKind::Number),
        symbol("most", "store", SymbolKind::Number),
    ];
    let texts = [Text { name: "stores", formula: stores, unit: "store" }, Text { name: "sales", formula: sales, unit: "car" }];
    let range = |low: i64, high: i64, unit: &str| {
        let (low, high) = (Decimal::from(low), Decimal::from(high));
        let estimate = Estimate3 { tail: Tail::Twentieth, family: Family::Lognormal, ..Estimate3::range(low, low, high) };
        Some(Distribution::of(&AssumptionValue::Number(estimate), &Unit::parse(unit).unwrap()).unwrap())
    };
    Model {
        program: compile(&symbols, &texts).unwrap(),
        distributions: vec![None, None, range(2_000, 10_000, "store"), None, None, range(5, 30, "%"), range(5, 60, "car"), None],
        certain: vec![100.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 10_000.0],
    }
}

/// One curve whose height is drawn, as in the sketch that was measured.
fn one_curve() -> Model {
    model("growth(shape, start, from, most, until, most * 1.2)", "avg_stock(stores) * target / most * share * cars")
}

/// Every draw has a separate target, and so a separate curve.
fn own_curves() -> Model {
    model("growth(shape, start, from, target, until, target * 1.2)", "avg_stock(stores) * share * cars")
}

impl Model {
    fn draws(&self, seed: u32, count: usize) -> Draws {
        let needs: Vec<Needs> =
            self.distributions.iter().map(|made| made.as_ref().map_or(Needs::Nothing, Distribution::needs)).collect();
        Draws::new(seed, count, &needs, &[], &vec![String::new(); needs.len()]).unwrap()
    }

    /// Draws the inputs, evaluates the formulas, and computes five quantiles for each of ten years.
    fn recompute(&self, draws: &Draws, found: &mut Vec<Vec<f64>>) {
        let sources: Vec<Source<'_>> = self
            .distributions
            .iter()
            .enumerate()
            .map(|(place, made)| match made {
                Some(distribution) => Source::Drawn(distribution, draws, place),
                None => Source::Certain(self.certain[place]),
            })
            .collect();
        let wanted = [false, true];
        let outcome = self.program.run(Ask { times: &TIMES, sources: &sources, draws: draws.count(), wanted: &wanted });
        found.clear();
        found.extend(outcome.drivers[1].summaries(&LEVELS).into_iter().map(|summary| summary.quantiles));
    }
}

fn live(report: &mut Report) {
    println!("\nlive recompute, 3 uncertain inputs, 10 years × 5 quantiles, N = {LIVE} (bar: 1 ms; the sketch: 0.42 ms)");
    for (name, model) in [("one curve, its height drawn (as the sketch)", one_curve()), ("a curve for each draw", own_curves())] {
        let draws = model.draws(1, LIVE);
        let mut found = Vec::new();
        let time = best(300, || model.recompute(black_box(&draws), &mut found));
        println!("  {name}: {:.3} ms", time * 1e3);
        report.hold(&format!("live recompute, {name}"), &[at_most(time * 1e3, 1.0, "ms")]);
    }
    let model = one_curve();
    println!("  the draws themselves, once for a session: {:.3} ms", best(50, || drop(black_box(model.draws(1, LIVE)))) * 1e3);
}

fn million(report: &mut Report) {
    const COUNT: usize = 1_000_000;
    println!(
        "\nthe same model, 1,000,000 draws, seconds on the wall, all processors (bars: 8 × faster than squigglepy, 250 × than squiggle-lang)"
    );
    let mut times = Vec::new();
    for (name, model) in [("one curve, its height drawn", one_curve()), ("a curve for each draw", own_curves())] {
        let mut found = Vec::new();
        let wall = (0..15).map(|_| {
            let begin = Instant::now();
            let draws = model.draws(1, COUNT);
            let drawn = begin.elapsed().as_secs_f64();
            model.recompute(&draws, &mut found);
            (begin.elapsed().as_secs_f64(), drawn)
        });
        let (time, drawn) = wall.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        println!("  Claimbook, {name}: {time:.4} s, of which {drawn:.4} s draws; median of the last year {:.0}", found[9][2]);
        times.push(time);
    }
    if let Ok(python) = std::env::var("SQUIGGLEPY") {
        others(report, "squigglepy, vectorised", Command::new(python).args(["-c", SQUIGGLEPY]), times[0], 8.0);
    }
    if let Ok(folder) = std::env::var("SQUIGGLE") {
        let mut node = Command::new("node");
        others(report, "squiggle-lang", node.current_dir(folder).args(["--input-type=module", "-e", SQUIGGLE]), times[0], 250.0);
    }
}

/// Runs a program that prints seconds and the median of the last year, and must take at least `bar` times as long.
fn others(report: &mut Report, name: &str, command: &mut Command, ours: f64, bar: f64) {
    match command.output() {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8_lossy(&output.stdout);
            let seconds: f64 = text.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(f64::NAN);
            println!("  {name}: {} s and median: {:.1} × Claimbook’s time", text.trim(), seconds / ours);
            report.hold(&format!("{name} takes longer"), &[at_least(seconds / ours, bar, "×")]);
        }
        Ok(output) => {
            println!("  {name}: failed: {}", String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default())
        }
        Err(error) => println!("  {name}: not run: {error}"),
    }
}

const SQUIGGLEPY: &str = r#"
import time, math
import numpy as np
import squigglepy as sq
def curve(t0, t1):
    n0, n1, k, T = 100.0, 10000.0, 12000.0, 10.0
    logit = lambda n: math.log(n / (k - n))
    r = (logit(n1) - logit(n0)) / T
    a = (k - n0) / n0
    area = lambda t: k * t + k / r * math.log((1 + a * math.exp(-r * t)) / (1 + a))
    return (area(t1) - area(t0)) / (t1 - t0) / n1
best = 1e9
for _ in range(3):
    begin = time.perf_counter()
    target = sq.sample(sq.to(2000, 10000), n=1000000)
    share = sq.sample(sq.to(0.05, 0.30), n=1000000)
    cars = sq.sample(sq.to(5, 60), n=1000000)
    for year in range(10):
        sales = curve(year, year + 1) * target * share * cars
        q = np.quantile(sales, [0.05, 0.25, 0.5, 0.75, 0.95])
    best = min(best, time.perf_counter() - begin)
print(f"{best:.3f} {q[2]:.0f}")
"#;

const SQUIGGLE: &str = r#"
import { run } from "@quri/squiggle-lang";
const code = `
curve(y) = { n0 = 100; n1 = 10000; k = 12000; t = 10
  r = (log(n1 / (k - n1)) - log(n0 / (k - n0))) / t
  a = (k - n0) / n0
  area(x) = k * x + k / r * log((1 + a * exp(-r * x)) / (1 + a))
  (area(y + 1) - area(y)) / n1 }
target = 2000 to 10000
share = 0.05 to 0.3
cars = 5 to 60
base = target * share * cars
result = List.map(List.upTo(0, 9), {|y| s = base * curve(y); List.map([0.05, 0.25, 0.5, 0.75, 0.95], {|p| quantile(s, p)})})
result[9][2]
`;
const begin = performance.now();
const output = await run(code, { environment: { sampleCount: 1000000, xyPointLength: 1000, profile: false, seed: "1" } });
const used = (performance.now() - begin) / 1000;
const result = output.result ?? output.getResult?.() ?? output;
const value = result.ok === false ? String(result.value) : (result.value?.result ?? result.value ?? result).toString();
console.log(used.toFixed(3) + " " + value.slice(0, 60));
process.exit(0);
"#;

fn formulas(report: &mut Report) {
    use exmex::Express as _;
    println!("\nformula evaluation, per draw and operator node (bar: 15 ns, and 8 × exmex)");
    let symbols: Vec<Symbol> = ["a", "b", "c", "d"].map(|name| symbol(name, "", SymbolKind::Number)).to_vec();
    let count = 1 << 16;
    let column = |seed: u64| {
        let mut numbers = common::Numbers::new(seed);
        (0..count).map(|_| 0.5 + numbers.below(1_000) as f64 / 1_000.0).collect::<Vec<f64>>()
    };
    let columns = [column(1), column(2), column(3), column(4)];
    for (formula, nodes) in [("a * b * c + d / a - b", 6), ("exp(a * b) + ln(c) * sqrt(d) - a ^ 2", 8), ("a * b + c * d", 3)] {
        let program = compile(&symbols, &[Text { name: "y", formula, unit: "" }]).unwrap();
        let sources: Vec<Source<'_>> = columns.iter().map(|column| Source::Given(column)).collect();
        let ask = Ask { times: &[0.0, 1.0], sources: &sources, draws: count, wanted: &[true] };
        let ours = best(20, || drop(black_box(program.run(ask)))) / (count * nodes) as f64 * 1e9;
        let expression: exmex::FlatEx<f64> = exmex::parse(formula).unwrap();
        let names = expression.var_names().to_vec();
        let place = |name: &String| "abcd".find(name.as_str()).unwrap();
        let order: Vec<usize> = names.iter().map(place).collect();
        let mut values = vec![0.0; order.len()];
        let theirs = best(5, || {
            #[expect(clippy::needless_range_loop, reason = "one draw of several columns")]
            for draw in 0..count {
                for (value, &column) in values.iter_mut().zip(&order) {
                    *value = columns[column][draw];
                }
                black_box(expression.eval(&values).unwrap());
            }
        }) / (count * nodes) as f64
            * 1e9;
        println!("  {formula}: {ours:.2} ns; exmex {theirs:.1} ns: {:.1} ×", theirs / ours);
        report.hold(formula, &[at_most(ours, 15.0, "ns"), at_least(theirs / ours, 8.0, "×")]);
    }
}

/// Measures the relative root mean square error over 100 seeds, against the mean of 64 runs of 65,536 points.
fn sampling_error(report: &mut Report) {
    println!("\nsampling error at N = {LIVE}, 100 seeds, P10/P50/P90 (bars: 1.2 / 0.6 / 1.2 %)");
    let model = one_curve();
    let levels = [0.1, 0.5, 0.9];
    let run = |seed: u32, count: usize| {
        let draws = model.draws(seed, count);
        let sources: Vec<Source<'_>> = model
            .distributions
            .iter()
            .enumerate()
            .map(|(place, made)| match made {
                Some(distribution) => Source::Drawn(distribution, &draws, place),
                None => Source::Certain(model.certain[place]),
            })
            .collect();
        let outcome = model.program.run(Ask { times: &TIMES, sources: &sources, draws: count, wanted: &[false, true] });
        let mut column = outcome.drivers[1].period(8).iter().collect::<Vec<f64>>();
        let mut found = Vec::new();
        quantiles(&mut column, &levels, &mut found);
        found
    };
    let mut reference = [0.0; 3];
    for seed in 0..64 {
        for (sum, value) in reference.iter_mut().zip(run(10_000 + seed, 1 << 16)) {
            *sum += value / 64.0;
        }
    }
    let mut squares = [0.0; 3];
    for seed in 0..100 {
        for (place, value) in run(seed, LIVE).into_iter().enumerate() {
            squares[place] += (value / reference[place] - 1.0).powi(2) / 100.0;
        }
    }
    let [low, middle, high] = squares.map(|square| square.sqrt() * 100.0);
    println!("  {low:.2} / {middle:.2} / {high:.2} %");
    report.hold("sampling error", &[at_most(low, 1.2, "%"), at_most(middle, 0.6, "%"), at_most(high, 1.2, "%")]);
}

fn hostile(report: &mut Report) {
    println!("\nhostile formulas end in an error (bar: 50 ms)");
    let deep = "(".repeat(100_000);
    let long = "x + ".repeat(250_000);
    for (name, formula) in [
        ("100,000 brackets", deep.as_str()),
        ("1 MB of text", &long),
        ("10^400", "10^400"),
        ("a circle", "y + 1"),
        ("units that clash", "a + b"),
    ] {
        let symbols = [symbol("a", "store", SymbolKind::Number), symbol("b", "car", SymbolKind::Number)];
        let begin = Instant::now();
        let error = compile(&symbols, &[Text { name: "y", formula, unit: "" }]).unwrap_err();
        let time = begin.elapsed();
        println!("  {name}: {:.3} ms: {}", time.as_secs_f64() * 1e3, error[0].1.to_string().chars().take(80).collect::<String>());
        report.hold(name, &[at_most(time.as_secs_f64() * 1e3, 50.0, "ms")]);
    }
}

fn main() -> ExitCode {
    let mut report = Report::default();
    let only = std::env::args().find_map(|argument| argument.strip_prefix("only=").map(str::to_owned));
    type Part = (&'static str, fn(&mut Report));
    let parts: [Part; 7] = [
        ("live", live),
        ("million", million),
        ("formulas", formulas),
        ("error", sampling_error),
        ("hostile", hostile),
        ("frame", window_frame),
        ("marks", many_marks),
    ];
    for (name, part) in parts {
        if only.as_ref().is_none_or(|only| only == name) {
            part(&mut report);
        }
    }
    report.end()
}

/// Measures the workbench while the slider of an assumption is dragged by hand: a frame's CPU time, egui_plot included; and a
/// frame after a change by key, in which everything is made anew.
fn window_frame(report: &mut Report) {
    println!("\na frame of the workbench while a slider is dragged, without painting (bar: 4 ms)");
    let mut window = window::Window::new();
    window.app.view_mut().tab = Tab::Scenarios;
    window.rest();
    let model = window.app.workspace().notebook().models.at(0).unwrap().clone();
    let id = model.input("target").unwrap();
    let widget = |what: &'static str| Id::unique(("claimbook", (what, id)));
    // A click on its curve opens the row of the assumption.
    let curve = window.rect_of(widget("curve")).expect("no curve in sight").center();
    window.button(curve, true);
    window.button(curve, false);
    window.rest();
    let high = |window: &window::Window| match window.app.workspace().notebook().assumptions.get(id).unwrap().value {
        AssumptionValue::Number(number) => number.high,
        _ => unreachable!("the target is a number"),
    };
    let before = high(&window);
    let handle = window.rect_of(widget("slider").with(2)).expect("no slider in sight").center();
    window.button(handle, true);
    let mut changed = before;
    let mut moves = 0;
    let mut times: Vec<f64> = (1..60)
        .map(|step| {
            let time = window.draw(vec![Event::PointerMoved(handle + egui::vec2(step as f32 * 2.8, 0.0))]);
            moves += usize::from(high(&window) != changed);
            changed = high(&window);
            time
        })
        .collect();
    window.button(handle + egui::vec2(165.2, 0.0), false);
    assert!(moves > 25, "the slider moved the assumption only {moves} times");
    let mut typed: Vec<f64> = (0..30)
        .map(|step| {
            let number = Estimate3::range(4_000.into(), (10_000 - step * 10).into(), 13_000.into());
            window.app.workspace_mut().assumptions().set_value(id, AssumptionValue::Number(number)).unwrap();
            window.draw(Vec::new())
        })
        .collect();
    let still = window.draw(Vec::new());
    let (middle, most) = (window::median(&mut times), window::quantile(&mut times, 0.9));
    println!("  median {middle:.2} ms, 9 of 10 below {most:.2} ms; a frame in which nothing changes {still:.2} ms");
    println!("  a frame after a change by key, with all charts and scenarios: {:.2} ms", window::median(&mut typed));
    report.hold("a frame while a slider is dragged", &[at_most(middle, 4.0, "ms")]);
}

/// Measures the targets view while a chart of 5,000 levels, each from a claim of its own, is zoomed and panned by hand.
fn many_marks(report: &mut Report) {
    const MARKS: usize = 5_000;
    println!("\na frame while a chart of {MARKS} marks is panned (bar: 8 ms)");
    let mut window = window::Window::new();
    let mut notebook = window.app.workspace().notebook().clone();
    let mut ids = IdSource::new(11);
    let model = notebook.claims.iter().find(|claim| claim.understood_quantity().is_some()).unwrap().clone();
    let quantity = model.quantity.clone().unwrap();
    let first = jiff::civil::date(2012, 1, 1);
    let claims = (0..MARKS).map(|number| {
        let day = first.checked_add(jiff::Span::new().days(number as i64)).unwrap();
        let mut quantity = quantity.clone();
        if let Some(understood) = &mut quantity.understood {
            understood.value = Value::One((1_000 + number as i64 * 7 % 900).into());
        }
        let period = StatedPeriod { text: day.to_string(), understood: Period::day(day) };
        let (subject, measure) = ("Everyone".to_owned(), "stores".to_owned());
        let of = Claim { id: ids.next(number as u64), kind: ClaimKind::Fact, subject, measure, ..model.clone() };
        Claim { quantity: Some(quantity), period: Some(period), ..of }
    });
    notebook.claims = notebook.claims.iter().cloned().chain(claims).collect();
    window.open(notebook);
    window.app.workspace_mut().series().add("Everyone", "stores", Nature::Stock);
    window.app.view_mut().tab = Tab::Targets;
    window.rest();
    let at = |x: f32| egui::pos2(x, 480.0);
    window.draw(vec![Event::PointerMoved(at(900.0))]);
    window.draw(vec![Event::Zoom(1.5)]);
    window.rest();
    let button =
        |pressed| Event::PointerButton { pos: at(900.0), button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    window.draw(vec![button(true)]);
    let mut times: Vec<f64> = (1..60).map(|step| window.draw(vec![Event::PointerMoved(at(900.0 - step as f32 * 6.0))])).collect();
    window.draw(vec![button(false)]);
    let still = window.draw(Vec::new());
    let (middle, most) = (window::median(&mut times), window::quantile(&mut times, 0.9));
    println!("  median {middle:.2} ms, 9 of 10 below {most:.2} ms; a frame in which nothing changes {still:.2} ms");
    report.hold("a frame while 5,000 marks are panned", &[at_most(middle, 8.0, "ms")]);
}
