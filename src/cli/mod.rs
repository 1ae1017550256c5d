//! The command line: opens the window, or runs one command without a window and exits.
//!
//! Each command has a file with its arguments and a `run`; [`Command`] lists them. Results go to standard output, for people or
//! (with `--json`) for programs; messages go to standard error. This room may use every other room.
//!
//! Exit codes: 0 done; 1 the command failed or found problems; 2 the command line was not understood (clap's own).

mod chart;
mod check;
mod cite;
mod claims;
mod forecast;
mod import;
mod models;
mod notebooks;
mod notices;
mod output;
mod quantities;
mod read;
mod repair;
mod report;
#[cfg(feature = "window")]
mod shot;
mod sources;
mod terms;
mod text;
#[cfg(feature = "window")]
mod window;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, Subcommand};

use claimbook::notebook::visible;
use claimbook::workspace::{READ_COMMAND, serve_reading};
use output::Outcome;

/// A research notebook that links every number on a chart to the sentence it came from.
///
/// Without a command it opens a window with FILE, else with the notebook that was open last, else with the worked example.
///
/// Exit codes: 0 done; 1 the command failed or found problems; 2 the command line was not understood.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// A notebook to open
    file: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The commands, in the order of `--help`.
#[derive(Subcommand)]
enum Command {
    /// Check notebooks: one line per problem on standard output; exit 1 if there are any
    Check(check::Arguments),
    /// Save what can be saved of a damaged notebook to a new file; what cannot is listed on standard output (exit 1)
    Repair(repair::Arguments),
    /// List every claim with its quote, source and position (bytes of the source's text)
    Claims(claims::Arguments),
    /// List the claims that a text or Markdown file makes, with number, period, kind, voices and the reasons
    Read(read::Arguments),
    /// Print the text that would be imported from a file or an address; warnings go to standard error
    Text(text::Arguments),
    /// Add files, folders and addresses to a notebook, which is created if it does not exist; prints a line for each source with
    /// title, date, blocks, words and warnings
    Import(import::Arguments),
    /// Internal: reads one source for another Claimbook process
    #[command(name = READ_COMMAND, hide = true)]
    ReadSource,
    /// Read lines {"id", "text", "dct"?} on standard input and write the quantities, times, kind and attribution of each
    /// (offsets in characters); exit 1 if a line could not be read
    Quantities(quantities::Arguments),
    /// Run a model and print for every driver and year the median and its bands, the results with all inputs low, base and high, and what it rests on
    Forecast(forecast::Arguments),
    /// List the names that claims use as subjects, measures and voices; rename them, merge them, find those that look alike
    Terms(terms::Arguments),
    /// Write a chart as SVG, PNG or CSV; without --name, list the charts of the notebook
    Chart(chart::Arguments),
    /// Write a notebook, a chart or some claims as a report: every number leads to its sentence, who said it and how sure we are
    Report(report::Arguments),
    /// Write the sources of claims for reference managers, or list them in a style of citation
    Cite(cite::Arguments),
    /// Draw a view as a PNG, without a display or graphics adapter
    #[cfg(feature = "window")]
    Shot(shot::Arguments),
    /// Print the licences of the packages that Claimbook contains
    Notices,
}

impl Arguments {
    /// Runs the command, or opens the window. `started` is when the program started, which the window logs.
    pub fn run(self, started: Instant) -> ExitCode {
        let outcome = match self.command {
            None => open_window(self.file, started),
            Some(command) => command.run(),
        };
        outcome.unwrap_or_else(|message| {
            eprintln!("claimbook: {}", visible(&message));
            ExitCode::FAILURE
        })
    }
}

#[cfg(feature = "window")]
use window::run as open_window;

#[cfg(not(feature = "window"))]
fn open_window(_: Option<PathBuf>, _: Instant) -> Outcome {
    Err("this Claimbook was built without its window (feature “window”); claimbook --help lists what it can do".to_owned())
}

impl Command {
    fn run(self) -> Outcome {
        match self {
            Self::Check(arguments) => arguments.run(),
            Self::Repair(arguments) => arguments.run(),
            Self::Claims(arguments) => arguments.run(),
            Self::Read(arguments) => arguments.run(),
            Self::Text(arguments) => arguments.run(),
            Self::Import(arguments) => arguments.run(),
            Self::ReadSource => read_source(),
            Self::Quantities(arguments) => arguments.run(),
            Self::Forecast(arguments) => arguments.run(),
            Self::Terms(arguments) => arguments.run(),
            Self::Chart(arguments) => arguments.run(),
            Self::Report(arguments) => arguments.run(),
            Self::Cite(arguments) => arguments.run(),
            #[cfg(feature = "window")]
            Self::Shot(arguments) => arguments.run(),
            Self::Notices => notices::run(),
        }
    }
}

/// Serves a parent process, which reads the exit code.
fn read_source() -> Outcome {
    let Err(error) = serve_reading() else { return Ok(ExitCode::SUCCESS) };
    eprintln!("claimbook: {}", visible(&error.to_string()));
    Ok(ExitCode::from(error.exit_code()))
}
