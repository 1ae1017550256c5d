//! `claimbook check`: checks notebooks against the rules of the format.

use std::path::PathBuf;
use std::process::ExitCode;

use claimbook::notebook::visible;
use claimbook::store;

use super::notebooks;
use super::output::{Outcome, print};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Notebooks
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let mut problems = Vec::new();
        for file in &self.files {
            notebooks::note_unsaved(file);
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
}
