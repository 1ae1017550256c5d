//! `claimbook chart`: writes a chart to a file, or lists the charts of a notebook.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use claimbook::export::{ChartFormat, ChartLook};
use claimbook::notebook::counted;
use claimbook::workspace::{Clock, NamedChart, all_charts};
use jiff::civil::Date;

use super::models::scenario_of;
use super::notebooks;
use super::output::{Outcome, ending_of, print, write};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A notebook
    file: PathBuf,
    /// The name of a chart as listed, or its beginning
    #[arg(long)]
    name: Option<String>,
    /// The name of a scenario, for charts of a model
    #[arg(long)]
    scenario: Option<String>,
    /// The file to write: .svg, .png or .csv
    #[arg(short, long, requires = "name")]
    out: Option<PathBuf>,
    /// Pixels per point of a PNG
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=4))]
    scale: u8,
    /// The size of a picture in points, such as 1200x600; by itself it suits the chart
    #[arg(long, value_parser = ChartLook::read_size)]
    size: Option<(u16, u16)>,
    /// Draw it in the colours of the dark theme
    #[arg(long)]
    dark: bool,
    /// The day to treat as today, such as 2026-11-21
    #[arg(long)]
    today: Option<Date>,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let file = &self.file;
        let notebook = notebooks::load(file)?;
        let scenario = scenario_of(&notebook, self.scenario.as_deref())?;
        let (charts, problems) = all_charts(&notebook, scenario, self.today.unwrap_or_else(|| Clock::System.today()));
        for problem in &problems {
            eprintln!("claimbook: {problem}");
        }
        let Some(name) = &self.name else {
            print(&charts.iter().map(|chart| chart.name.as_str()).collect::<Vec<_>>().join("\n"))?;
            return Ok(ExitCode::SUCCESS);
        };
        let out = self
            .out
            .as_deref()
            .ok_or_else(|| format!("name the file to write with -o; it must end in {}", ChartFormat::endings()))?;
        notebooks::not_onto_itself(file, out)?;
        let chart = chart_named(&charts, name, file)?;
        if let Some(scenario) = scenario.filter(|scenario| chart.model.is_some_and(|model| model != scenario.model)) {
            return Err(format!("the scenario “{}” belongs to another model than “{}”", scenario.name, chart.name));
        }
        let look = ChartLook { dark: self.dark, size: self.size };
        let artifact = format_of(out, self.scale)?.write(&chart.figure, look).map_err(|error| error.to_string())?;
        write(out, artifact)
    }
}

/// Finds the chart with this name, or the only one whose name starts with it, ignoring case.
pub(super) fn chart_named<'c>(charts: &'c [NamedChart], name: &str, file: &Path) -> Result<&'c NamedChart, String> {
    let lower = name.to_lowercase();
    if let Some(chart) = charts.iter().find(|chart| chart.name.to_lowercase() == lower) {
        return Ok(chart);
    }
    let starting: Vec<_> = charts.iter().filter(|chart| chart.name.to_lowercase().starts_with(&lower)).collect();
    match starting.as_slice() {
        [chart] => Ok(chart),
        [] => Err(format!("there is no chart “{name}”; “claimbook chart {}” lists them", file.display())),
        several => Err(format!("“{name}” is the beginning of {}: type more of the name", counted(several.len(), "chart"))),
    }
}

/// The format for the extension of a file name.
fn format_of(out: &Path, scale: u8) -> Result<ChartFormat, String> {
    let known = ChartFormat::of_ending(ending_of(out)).map(|format| format.scaled(scale));
    known.ok_or_else(|| format!("{} does not end in {}", out.display(), ChartFormat::endings()))
}
