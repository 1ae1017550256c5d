//! The command line: opens the window, or does one job without one and ends.
//!
//! Exit codes: 0 done; 1 the job failed or found problems (said on standard error or, for `check`, on standard output);
//! 2 the command line was not understood.

mod forecast_jobs;
mod import_jobs;
mod quantities_job;
mod reading_jobs;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use claimbook::export;
use claimbook::notebook::{Notebook, counted, visible};
use claimbook::store::{self, LogSink, Settings};
use claimbook::ui::{self, Options, Tab};
use claimbook::workspace::{Clock, Isolation, READ_COMMAND, Spawn, salvage_notebook, serve_reading, unsaved_beside};

/// A research notebook that keeps the thread from every number on a chart to the sentence it came from.
///
/// Without a command it opens the window: on FILE, else on the notebook that was open last, else on the worked example.
///
/// Exit codes: 0 done; 1 the job failed or found problems; 2 the command line was not understood.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Arguments {
    /// A notebook to open
    file: Option<PathBuf>,
    #[command(subcommand)]
    job: Option<Job>,
}

#[derive(Subcommand)]
enum Job {
    /// Check notebooks: one line per problem on standard output; exit 1 where there is one
    Check {
        /// Notebooks
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Save what can be saved of a damaged notebook into a new file; what cannot is listed on standard output (exit 1)
    Repair {
        /// The damaged notebook: it is only read
        file: PathBuf,
        /// The notebook to write
        #[arg(short, long)]
        out: PathBuf,
        /// Leave out the edits of the recovery journal beside it
        #[arg(long)]
        without_journal: bool,
    },
    /// List every claim with its quote, source and position (bytes of the source's text)
    Claims {
        /// A notebook
        file: PathBuf,
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
    /// List the claims that a text or Markdown file makes, with number, period, kind, voices and the reasons
    Read {
        /// A text or Markdown file
        file: PathBuf,
        /// The day it was published, such as 2026-11-21: “last year” and “in five years” count from it
        #[arg(long)]
        date: Option<jiff::civil::Date>,
        /// Its language: en, fr, zh; found out when absent
        #[arg(long)]
        lang: Option<String>,
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
    /// Print what would be imported of a file or an address: its text; warnings on standard error
    Text {
        /// A web page, PDF, document of an office program, book, Markdown or text file; or an address (http:// or https://)
        #[arg(value_name = "FILE|URL")]
        given: OsString,
        #[command(flatten)]
        reading: import_jobs::Reading,
        /// A block in each line, with what it is
        #[arg(long)]
        blocks: bool,
        /// Everything as JSON: title, date and the like with where each stands, blocks, text
        #[arg(long, conflicts_with = "blocks")]
        json: bool,
    },
    /// Add files, folders and addresses to a notebook, which is made where there is none; a line for each with title, date,
    /// blocks, words, warnings
    Import {
        /// Web pages, PDFs, documents of office programs, books, Markdown or text files; folders of them; addresses
        #[arg(required = true, value_name = "FILE|FOLDER|URL")]
        given: Vec<OsString>,
        /// The notebook
        #[arg(short, long)]
        notebook: PathBuf,
        #[command(flatten)]
        reading: import_jobs::Reading,
        /// How many seconds to wait for somebody else who has the notebook open
        #[arg(long, value_name = "SECONDS", default_value_t = 10)]
        wait: u64,
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
    /// Claimbook's own: reads one source for another process of it
    #[command(name = READ_COMMAND, hide = true)]
    ReadSource,
    /// Read lines {"id", "text", "dct"?} on standard input and write the quantities, times, kind and attribution of each
    /// (offsets in characters); exit 1 where a line could not be read
    Quantities {
        /// JSON Lines, the only form there is
        #[arg(long, required = true)]
        jsonl: bool,
    },
    /// Run a model and print for every driver and year the median with its bands, the corners, and what it rests on
    Forecast {
        /// A notebook
        file: PathBuf,
        /// The name of a scenario; the assumptions alone when absent
        #[arg(long)]
        scenario: Option<String>,
        /// The name of a model; the first one when absent
        #[arg(long)]
        model: Option<String>,
        /// Draws: up to 65536 by scrambled Sobol points, beyond by a plain generator
        #[arg(long, default_value_t = claimbook::forecast::draws::LIVE as u32, value_parser = clap::value_parser!(u32).range(1..=1 << 20))]
        draws: u32,
        /// What the draws are made from
        #[arg(long, default_value_t = claimbook::workspace::SEED)]
        seed: u32,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a chart as SVG, PNG or CSV; without --name, list the charts of the notebook
    Chart {
        /// A notebook
        file: PathBuf,
        /// The name of a chart, as the list has it, or the beginning of it
        #[arg(long)]
        name: Option<String>,
        /// The name of a scenario, for charts of a model
        #[arg(long)]
        scenario: Option<String>,
        /// The file to write: .svg, .png or .csv
        #[arg(short, long)]
        out: Option<PathBuf>,
        /// Pixels per point of a PNG
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=4))]
        scale: u8,
        /// The day that counts as today, such as 2026-11-21
        #[arg(long)]
        today: Option<jiff::civil::Date>,
    },
    /// Draw a view into a PNG, without display or graphics adapter
    Shot {
        /// A notebook
        file: PathBuf,
        /// The picture to write
        out: PathBuf,
        /// What to show
        #[arg(long, value_enum, default_value_t = View::Read)]
        view: View,
        /// Width and height in pixels, each from 64 to 8192
        #[arg(long, value_name = "WxH", default_value = "1360x860", value_parser = size)]
        size: (u32, u32),
        /// Light or dark
        #[arg(long, value_enum, default_value_t = Theme::Light)]
        theme: Theme,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum View {
    Read,
    Claims,
    Targets,
    Scenarios,
}

#[derive(Clone, Copy, ValueEnum)]
enum Theme {
    Light,
    Dark,
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let parts = text.split_once(['x', 'X', '×']).and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    parts.ok_or_else(|| "write it as WIDTHxHEIGHT, such as 1360x860".to_owned())
}

fn main() -> ExitCode {
    let started = std::time::Instant::now();
    env_logger::Builder::from_env(
        env_logger::Env::default()
            .default_filter_or("warn,html5ever=error,winit=error,egui_winit=error,egui_system_font_provider=error"),
    )
    .target(env_logger::Target::Pipe(Box::new(LogSink::open(store::data_folder().as_deref()))))
    .init();
    let arguments = Arguments::parse();
    let done = match arguments.job {
        None => open_window(arguments.file, started),
        Some(Job::Check { files }) => check(&files),
        Some(Job::Repair { file, out, without_journal }) => repair(&file, &out, !without_journal),
        Some(Job::Claims { file, json }) => claims(&file, json),
        Some(Job::Read { file, date, lang, json }) => reading_jobs::read_file(&file, date, lang.as_deref(), json),
        Some(Job::Text { given, reading, blocks, json }) => import_jobs::text(&given, &reading, blocks, json),
        Some(Job::Import { given, notebook, reading, wait, json }) => {
            import_jobs::import(&given, &notebook, &reading, wait, json)
        }
        Some(Job::ReadSource) => serve_reading().map(|()| ExitCode::SUCCESS),
        Some(Job::Quantities { .. }) => quantities_job::quantities(std::io::stdin().lock()),
        Some(Job::Forecast { file, scenario, model, draws, seed, json }) => {
            forecast_jobs::forecast(&file, model.as_deref(), scenario.as_deref(), (seed, draws), json)
        }
        Some(Job::Chart { file, name, scenario, out, scale, today }) => {
            forecast_jobs::chart(&file, name.as_deref(), scenario.as_deref(), out.as_deref(), scale, today)
        }
        Some(Job::Shot { file, out, view, size, theme }) => shot(&file, &out, view, size, theme),
    };
    match done {
        Ok(code) => code,
        Err(message) => {
            eprintln!("claimbook: {}", visible(&message));
            ExitCode::FAILURE
        }
    }
}

fn open_window(file: Option<PathBuf>, started: std::time::Instant) -> Result<ExitCode, String> {
    const WITHOUT: &str = "“claimbook check”, “claims”, “read” and “shot” work without one (see claimbook --help)";
    if !has_display() {
        return Err(format!("there is no display to open a window on (neither WAYLAND_DISPLAY nor DISPLAY is set); {WITHOUT}"));
    }
    let open = match file {
        // A path that is typed wrong is better said here than in a window.
        Some(path) if !path.exists() => return Err(format!("there is no file {}", path.display())),
        Some(path) => Some(std::path::absolute(&path).unwrap_or(path)),
        None => None,
    };
    if let Some(folder) = store::data_folder() {
        store::write_crash_reports(folder);
    }
    let options = Options {
        open,
        clock: Clock::System,
        spawn: Spawn::Thread,
        settings_path: Settings::path(),
        data: store::data_folder(),
        isolation: Isolation::own_program(),
        clipboard: ui::Clipboard::System,
        started: Some(started),
    };
    ui::run(options).map_err(|error| {
        format!("the window could not be opened: {}; {WITHOUT}. The README lists what the window needs", error.replace('\n', " "))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// On Linux and the BSDs a window needs a Wayland or X11 display; elsewhere there always is one.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET") || is_set("DISPLAY")
}

fn check(files: &[PathBuf]) -> Result<ExitCode, String> {
    let mut problems = Vec::new();
    for file in files {
        note_unsaved(file);
        match store::load_with_problems(file) {
            Ok((_, found)) => problems.extend(found.iter().map(|problem| format!("{}: {problem}", file.display()))),
            Err(error) => problems.push(error.to_string().replace('\n', " ")),
        }
    }
    if problems.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    print(&visible(&problems.join("\n")))?;
    Ok(ExitCode::FAILURE)
}

fn repair(file: &Path, out: &Path, with_journal: bool) -> Result<ExitCode, String> {
    if is_same_file(file, out) {
        return Err(format!("{} is the damaged file: choose another name for what is saved of it", out.display()));
    }
    let salvaged = salvage_notebook(file, with_journal).map_err(|error| error.to_string())?;
    store::save_new(out, &salvaged.notebook).map_err(|error| error.to_string())?;
    let (claims, sources) = (salvaged.notebook.claims.len(), salvaged.notebook.documents.len());
    eprintln!("claimbook: {} has {} and {}", out.display(), counted(sources, "source"), counted(claims, "claim"));
    if salvaged.losses.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    print(&visible(&salvaged.losses.join("\n")))?;
    Ok(ExitCode::FAILURE)
}

/// Writes to standard output. A reader that has seen enough (head, less) closes the pipe: that is no failure.
fn print(text: &str) -> Result<(), String> {
    use std::io::Write as _;
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(format!("cannot write to standard output: {error}")),
        _ => Ok(()),
    }
}

fn load(file: &Path) -> Result<Notebook, String> {
    note_unsaved(file);
    store::load(file).map_err(|error| error.to_string())
}

/// Commands show a notebook as it was saved: that there is more is said.
fn note_unsaved(file: &Path) {
    if let Some(journal) = unsaved_beside(file) {
        let (edits, path) = (counted(journal.edits, "unsaved edit"), journal.path.display().to_string());
        eprintln!("claimbook: {} holds {edits}; this output is of the notebook as it was saved last", visible(&path));
    }
}

fn claims(file: &Path, json: bool) -> Result<ExitCode, String> {
    let notebook = load(file)?;
    let text = if json {
        export::claims_as_json(&notebook).map_err(|error| error.to_string())?
    } else {
        export::claims_as_text(&notebook)
    };
    print(text.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// Whether two names lead to one file.
fn is_same_file(one: &Path, other: &Path) -> bool {
    store::resolved(one) == store::resolved(other)
}

/// What is drawn of a notebook must not take its place.
fn not_onto_itself(file: &Path, out: &Path) -> Result<(), String> {
    if is_same_file(file, out) {
        Err(format!("{} is the notebook itself: name another file to write", out.display()))
    } else {
        Ok(())
    }
}

fn shot(file: &Path, out: &Path, view: View, size: (u32, u32), theme: Theme) -> Result<ExitCode, String> {
    not_onto_itself(file, out)?;
    let is_picture = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("png"));
    if !is_picture && !store::is_stream(out) {
        return Err(format!("{} does not end in .png", out.display()));
    }
    let notebook = load(file)?;
    let tab = match view {
        View::Read => Tab::Read,
        View::Claims => Tab::Claims,
        View::Targets => Tab::Targets,
        View::Scenarios => Tab::Scenarios,
    };
    let theme = match theme {
        Theme::Light => egui::Theme::Light,
        Theme::Dark => egui::Theme::Dark,
    };
    let picture = ui::shot(notebook, Some(file), tab, size, theme, Clock::System).map_err(|error| error.to_string())?;
    store::write_drawn(out, &picture).map_err(|error| error.to_string())?;
    Ok(ExitCode::SUCCESS)
}
