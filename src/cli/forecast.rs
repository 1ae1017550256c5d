//! `claimbook forecast`: runs a model and prints its quantiles.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use claimbook::forecast::draws::{self, Method};
use claimbook::forecast::formula::Values;
use claimbook::forecast::model::prepare;
use claimbook::forecast::projection::{LEVELS, Row, project};
use claimbook::forecast::quantiles::mean_with_error;
use claimbook::forecast::sensitivity::RankedDraws;
use claimbook::store;
use claimbook::workspace::{Clock, Computed, SEED, Subject, draws_csv, explained_inputs, provenance, two_figures};
use serde_json::{Value, json};

use super::models::{model_of, scenario_of};
use super::notebooks;
use super::output::{Outcome, ending_of, print, print_json};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A notebook
    file: PathBuf,
    /// The name of a scenario; without it, the model's own assumptions
    #[arg(long)]
    scenario: Option<String>,
    /// The name of a model; the first one if not given
    #[arg(long)]
    model: Option<String>,
    /// Number of draws: up to 65536 scrambled Sobol points, beyond that a plain generator
    #[arg(long, default_value_t = draws::LIVE as u32, value_parser = clap::value_parser!(u32).range(1..=1 << 20))]
    draws: u32,
    /// The seed of the draws
    #[arg(long, default_value_t = SEED)]
    seed: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Write all draws to this file as a table (.csv) instead of printing their quantiles
    #[arg(short, long, conflicts_with = "json")]
    out: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let notebook = notebooks::load(&self.file)?;
        let scenario = scenario_of(&notebook, self.scenario.as_deref())?;
        let model = model_of(&notebook, self.model.as_deref(), scenario)?;
        if scenario.is_some_and(|scenario| scenario.model != model.id) {
            return Err(format!("the scenario does not belong to the model “{}”", model.title));
        }
        let prepared = prepare(&notebook, model, scenario)
            .map_err(|error| format!("“{}” cannot be run: {}", model.title, error.sentences(model).join("; ")))?;
        let (projection, draws) = project(&prepared, self.seed, self.draws as usize).map_err(|error| error.to_string())?;
        let computed = Computed::new(prepared, projection, std::rc::Rc::new(RankedDraws::new(draws)));
        let subject = Subject { notebook: &notebook, model, scenario, computed: &computed, today: Clock::System.today() };
        if let Some(out) = &self.out {
            notebooks::not_onto_itself(&self.file, out)?;
            if !ending_of(out).eq_ignore_ascii_case("csv") {
                return Err(format!("{} does not end in .csv", out.display()));
            }
            store::write_drawn(out, draws_csv(subject).as_bytes()).map_err(|error| error.to_string())?;
        } else if self.json {
            print_json(&as_json(subject))?;
        } else {
            print(as_text(subject).trim_end())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The quantiles in the table, with their names.
const COLUMNS: [(&str, f64); 5] = [("P5", 0.05), ("P10", 0.1), ("median", 0.5), ("P90", 0.9), ("P95", 0.95)];

fn as_text(subject: Subject<'_>) -> String {
    let Subject { notebook, model, scenario, computed, .. } = subject;
    let Computed { projection, draws, .. } = computed;
    let name = scenario.map_or("as assumed", |scenario| scenario.name.as_str());
    let method = if draws.method() == Method::Sobol { "scrambled Sobol" } else { "plain" };
    let mut out = format!("{}, {name}; {} draws ({method}), seed {}\n", model.title, draws.count(), draws.seed());
    for (index, (driver, rows)) in model.drivers.iter().zip(&projection.drivers).enumerate() {
        let rests = provenance(notebook, computed, index, scenario);
        let _ = writeln!(out, "\n{} [{}] = {}", driver.name, driver.unit, driver.formula);
        let _ = writeln!(out, "  rests on {}", rests.summary());
        write_table(&mut out, &rows.rows);
    }
    write_effects(subject, &mut out);
    for note in projection.notes.iter().chain(&projection.without_result(model)) {
        let _ = writeln!(out, "note: {note}");
    }
    out
}

/// Writes how much each input moves the last driver.
fn write_effects(subject: Subject<'_>, out: &mut String) {
    let Subject { model, computed, .. } = subject;
    let Some(last) = model.drivers.len().checked_sub(1) else { return };
    let Some((period, effects)) = explained_inputs(subject, last, None) else { return };
    let prepared = &computed.prepared;
    let rows = &computed.projection.drivers[last];
    let _ = writeln!(out, "\nwhat moves {}, {}:", model.drivers[last].name, rows.when(&rows.rows[period]));
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

fn as_json(subject: Subject<'_>) -> Value {
    let Subject { notebook, model, scenario, computed, .. } = subject;
    let Computed { prepared, projection, draws, .. } = computed;
    let drivers = model.drivers.iter().zip(&projection.drivers).enumerate();
    let drivers: Vec<Value> = drivers
        .map(|(index, (driver, rows))| {
            let rests = provenance(notebook, computed, index, scenario);
            json!({
                "name": driver.name,
                "title": driver.headline(),
                "formula": driver.formula,
                "unit": driver.unit,
                "claims": rests.claims,
                "own_judgements": rests.own,
                "periods": (0..rows.rows.len())
                    .map(|period| period_as_json(&rows.rows[period], projection.samples[index].period(period)))
                    .collect::<Vec<Value>>(),
            })
        })
        .collect();
    json!({
        "model": model.title,
        "scenario": scenario.map(|scenario| scenario.name.as_str()),
        "seed": draws.seed(),
        "draws": draws.count(),
        "method": draws.method().name(),
        "engine": env!("CARGO_PKG_VERSION"),
        "inputs_hash": prepared.inputs_hash(model),
        "levels": LEVELS,
        "drivers": drivers,
        "notes": projection.notes.iter().chain(&projection.without_result(model)).collect::<Vec<_>>(),
    })
}

fn write_table(out: &mut String, rows: &[Row]) {
    let _ = write!(out, "  {:<9}", "period");
    for (name, _) in COLUMNS {
        let _ = write!(out, "{name:>12}");
    }
    let _ = writeln!(out, "   all low / base / high");
    for row in rows {
        let mark = if row.is_partial() { "*" } else { "" };
        let period = format!("{}{mark}", row.calendar_period());
        let _ = write!(out, "  {period:<9}");
        for (_, level) in COLUMNS {
            let quantile = LEVELS.iter().position(|known| *known == level).map_or(f64::NAN, |index| row.quantiles[index]);
            let _ = write!(out, "{:>12}", two_figures(quantile));
        }
        let _ = writeln!(out, "   {}", row.corners.map(two_figures).join(" / "));
    }
    if rows.iter().any(Row::is_partial) {
        let _ = writeln!(out, "  * only a part of it");
    }
}

fn period_as_json(row: &Row, values: Values<'_>) -> Value {
    let (mean, error) = mean_with_error(values.iter());
    json!({
        "first_day": row.period.start.to_string(),
        "last_day": row.period.last_day().to_string(),
        "part_of_year": row.part,
        "quantiles": row.quantiles,
        "mean": mean,
        "mean_standard_error": error,
        "undefined": row.undefined,
        "all_low_base_high": row.corners,
    })
}
