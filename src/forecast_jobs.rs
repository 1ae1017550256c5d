//! Models and charts without a window: `forecast` and `chart`.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use claimbook::forecast::projection::{LEVELS, project};
use claimbook::forecast::{draws::Method, model::prepare};
use claimbook::notebook::{Model, Notebook, Scenario, counted};
use claimbook::store;
use claimbook::ui::{FigureView, file_bytes};
use claimbook::workspace::{Clock, Computed, gallery, provenance, two_figures};
use serde_json::json;

use super::{load, print};

/// The scenario of a name, in any case of letters.
fn scenario_of<'a>(notebook: &'a Notebook, name: Option<&str>) -> Result<Option<&'a Scenario>, String> {
    let Some(name) = name else { return Ok(None) };
    let found = notebook.scenarios.iter().find(|scenario| scenario.name.to_lowercase() == name.to_lowercase());
    let known = || notebook.scenarios.iter().map(|scenario| format!("“{}”", scenario.name)).collect::<Vec<_>>().join(", ");
    found.map(Some).ok_or_else(|| format!("there is no scenario “{name}”; there are {}", known()))
}

fn model_of<'a>(notebook: &'a Notebook, name: Option<&str>, scenario: Option<&Scenario>) -> Result<&'a Model, String> {
    let mut models = notebook.models.iter();
    let found = match (name, scenario) {
        (Some(name), _) => models.find(|model| model.title.to_lowercase() == name.to_lowercase()),
        (None, Some(scenario)) => notebook.models.get(scenario.model),
        (None, None) => models.next(),
    };
    let known = || notebook.models.iter().map(|model| format!("“{}”", model.title)).collect::<Vec<_>>().join(", ");
    match (found, notebook.models.is_empty(), name) {
        (Some(model), ..) => Ok(model),
        (None, true, _) => Err("the notebook has no model: make one in the window, under Scenarios".to_owned()),
        (None, false, name) => Err(format!("there is no model “{}”; there are {}", name.unwrap_or_default(), known())),
    }
}

pub fn forecast(
    file: &Path,
    model: Option<&str>,
    scenario: Option<&str>,
    (seed, draws): (u32, u32),
    as_json: bool,
) -> Result<ExitCode, String> {
    let notebook = load(file)?;
    let scenario = scenario_of(&notebook, scenario)?;
    let model = model_of(&notebook, model, scenario)?;
    if scenario.is_some_and(|scenario| scenario.model != model.id) {
        return Err(format!("the scenario does not belong to the model “{}”", model.title));
    }
    let prepared = prepare(&notebook, model, scenario).map_err(|error| format!("“{}” cannot be run: {error}", model.title))?;
    let (projection, draws) = project(&prepared, seed, draws as usize).map_err(|error| error.to_string())?;
    let computed = Computed::new(prepared, projection, std::rc::Rc::new(draws));
    let text =
        if as_json { json_of(&notebook, model, scenario, &computed)? } else { text_of(&notebook, model, scenario, &computed) };
    print(text.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

fn text_of(notebook: &Notebook, model: &Model, scenario: Option<&Scenario>, computed: &Computed) -> String {
    let mut out = String::new();
    let Computed { prepared, projection, draws, .. } = computed;
    let name = scenario.map_or("as assumed", |scenario| scenario.name.as_str());
    let method = if draws.method() == Method::Sobol { "scrambled Sobol" } else { "plain" };
    let _ = writeln!(out, "{}, {name}; {} draws ({method}), seed {}", model.title, draws.count(), draws.seed());
    for (place, (driver, rows)) in model.drivers.iter().zip(&projection.drivers).enumerate() {
        let rests = provenance(notebook, computed, place, scenario);
        let _ = writeln!(out, "\n{} [{}] = {}", driver.name, driver.unit, driver.formula);
        let _ = writeln!(out, "  rests on {}", rests.summary());
        let _ = writeln!(
            out,
            "  {:<6}{:>12}{:>12}{:>12}{:>12}{:>12}   all low / base / high",
            "year", "P5", "P10", "median", "P90", "P95"
        );
        for row in &rows.rows {
            let shown = |place: usize| two_figures(row.quantiles[place]);
            let corners = row.corners.map(two_figures).join(" / ");
            let year = row.period.last_day().year();
            let mark = if row.is_partial() { "*" } else { "" };
            let year = format!("{year}{mark}");
            let _ = writeln!(
                out,
                "  {year:<6}{:>12}{:>12}{:>12}{:>12}{:>12}   {corners}",
                shown(0),
                shown(1),
                shown(4),
                shown(7),
                shown(8)
            );
        }
        if rows.rows.iter().any(|row| row.is_partial()) {
            let _ = writeln!(out, "  * only part of the year");
        }
    }
    let last = model.drivers.len() - 1;
    let subject = claimbook::workspace::Subject { notebook, model, scenario, computed, today: Clock::System.today() };
    if let Some((period, effects)) = claimbook::workspace::explained_inputs(subject, last, None) {
        let _ = writeln!(out, "\nwhat moves {} in {}:", model.drivers[last].name, prepared.periods[period].last_day().year());
        for effect in &effects.effects {
            let (low, high) = effect.outputs;
            let _ = writeln!(
                out,
                "  {}: {} to {}, {:.0} % of the variance",
                prepared.inputs[effect.input].title,
                two_figures(low.min(high)),
                two_figures(low.max(high)),
                effect.share * 100.0
            );
        }
    }
    for note in &projection.notes {
        let _ = writeln!(out, "note: {note}");
    }
    out
}

fn json_of(notebook: &Notebook, model: &Model, scenario: Option<&Scenario>, computed: &Computed) -> Result<String, String> {
    let Computed { prepared, projection, draws, .. } = computed;
    let drivers: Vec<_> = model
        .drivers
        .iter()
        .zip(&projection.drivers)
        .enumerate()
        .map(|(place, (driver, rows))| {
            let rests = provenance(notebook, computed, place, scenario);
            let rows: Vec<_> = rows
                .rows
                .iter()
                .map(|row| {
                    json!({
                        "first_day": row.period.start.to_string(),
                        "last_day": row.period.last_day().to_string(),
                        "part_of_year": row.part,
                        "quantiles": row.quantiles,
                        "mean": row.mean,
                        "all_low_base_high": row.corners,
                    })
                })
                .collect();
            json!({
                "name": driver.name,
                "title": driver.headline(),
                "formula": driver.formula,
                "unit": driver.unit,
                "claims": rests.claims,
                "own_judgements": rests.own,
                "periods": rows,
            })
        })
        .collect();
    let value = json!({
        "model": model.title,
        "scenario": scenario.map(|scenario| scenario.name.as_str()),
        "seed": draws.seed(),
        "draws": draws.count(),
        "method": draws.method().name(),
        "engine": env!("CARGO_PKG_VERSION"),
        "inputs_hash": prepared.inputs_hash(model),
        "levels": LEVELS,
        "drivers": drivers,
        "notes": projection.notes,
    });
    serde_json::to_string_pretty(&value).map_err(|error| error.to_string())
}

pub fn chart(
    file: &Path,
    name: Option<&str>,
    scenario: Option<&str>,
    out: Option<&Path>,
    scale: u8,
    today: Option<jiff::civil::Date>,
) -> Result<ExitCode, String> {
    let notebook = load(file)?;
    let scenario = scenario_of(&notebook, scenario)?;
    let (charts, problems) = gallery(&notebook, scenario, today.unwrap_or_else(|| Clock::System.today()));
    for problem in &problems {
        eprintln!("claimbook: {problem}");
    }
    let Some(name) = name else {
        print(&charts.iter().map(|chart| chart.name.as_str()).collect::<Vec<_>>().join("\n"))?;
        return Ok(ExitCode::SUCCESS);
    };
    let out = out.ok_or("say with -o which file to write: one that ends in .svg, .png or .csv")?;
    super::not_onto_itself(file, out)?;
    let lower = name.to_lowercase();
    let exact = charts.iter().find(|chart| chart.name.to_lowercase() == lower);
    let begins: Vec<_> = charts.iter().filter(|chart| chart.name.to_lowercase().starts_with(&lower)).collect();
    let found = match (exact, begins.as_slice()) {
        (Some(chart), _) => chart,
        (None, [chart]) => chart,
        (None, []) => return Err(format!("there is no chart “{name}”; “claimbook chart {}” lists them", file.display())),
        (None, several) => {
            return Err(format!("{} begin with “{name}”: write more of its name", counted(several.len(), "chart")));
        }
    };
    let way = match out.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
        Some("svg") => FigureView::Svg,
        Some("png") => FigureView::Png(scale),
        Some("csv") => FigureView::Csv,
        _ => return Err(format!("{} ends in none of .svg, .png and .csv", out.display())),
    };
    let (bytes, warning) = file_bytes(&found.figure, way)?;
    store::write_drawn(out, &bytes).map_err(|error| error.to_string())?;
    if let Some(warning) = warning {
        eprintln!("claimbook: {warning}");
    }
    Ok(ExitCode::SUCCESS)
}
