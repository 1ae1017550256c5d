//! The `claimbook` executable: sets up logging and runs the command that [`cli`] parses. The library does the rest.

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

use claimbook::store::{self, LogSink};

fn main() -> ExitCode {
    let started = std::time::Instant::now();
    env_logger::Builder::from_env(
        env_logger::Env::default()
            .default_filter_or("warn,html5ever=error,winit=error,egui_winit=error,egui_system_font_provider=error"),
    )
    .target(env_logger::Target::Pipe(Box::new(LogSink::open(store::data_folder().as_deref()))))
    .init();
    cli::Arguments::parse().run(started)
}
