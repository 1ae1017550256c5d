//! `claimbook claims`: lists the claims of a notebook.

use std::path::PathBuf;
use std::process::ExitCode;

use claimbook::export;

use super::notebooks;
use super::output::{Outcome, print};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A notebook
    file: PathBuf,
    /// Print a JSON array
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let notebook = notebooks::load(&self.file)?;
        let text = if self.json {
            export::claims_as_json(&notebook).map_err(|error| error.to_string())?
        } else {
            export::claims_as_text(&notebook)
        };
        print(text.trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}
