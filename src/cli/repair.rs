//! `claimbook repair`: saves what can be read of a damaged notebook, and lists the rest.

use std::path::PathBuf;
use std::process::ExitCode;

use claimbook::notebook::{counted, visible};
use claimbook::store;
use claimbook::workspace::{JournalUse, salvage_notebook};

use super::notebooks;
use super::output::{Outcome, print};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The damaged notebook, which is not changed
    file: PathBuf,
    /// The notebook to write
    #[arg(short, long)]
    out: PathBuf,
    /// Leave out the edits of the recovery journal beside it
    #[arg(long)]
    without_journal: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let Self { file, out, without_journal } = self;
        if notebooks::is_same_file(&file, &out) {
            return Err(format!("{} is the damaged file: choose another name for the repaired notebook", out.display()));
        }
        let salvaged = salvage_notebook(&file, if without_journal { JournalUse::Ignore } else { JournalUse::Apply })
            .map_err(|error| error.to_string())?;
        store::save_new(&out, &salvaged.notebook).map_err(|error| error.to_string())?;
        let (claims, sources) = (salvaged.notebook.claims.len(), salvaged.notebook.documents.len());
        eprintln!("claimbook: {} has {} and {}", out.display(), counted(sources, "source"), counted(claims, "claim"));
        if salvaged.losses.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        print(&visible(&salvaged.losses.join("\n")))?;
        Ok(ExitCode::FAILURE)
    }
}
