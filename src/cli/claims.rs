//! `claimbook claims`: lists the claims of a notebook, or writes them to a file.

use std::path::PathBuf;
use std::process::ExitCode;

use claimbook::export::ClaimFormat;
use claimbook::store;

use super::notebooks;
use super::output::{Outcome, ending_of, print};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A notebook
    file: PathBuf,
    /// Print a JSON array
    #[arg(long)]
    json: bool,
    /// The file to write: .txt or .json
    #[arg(short, long, conflicts_with = "json")]
    out: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let notebook = notebooks::load(&self.file)?;
        let Some(out) = &self.out else {
            let format = if self.json { ClaimFormat::JSON } else { ClaimFormat::TEXT };
            let artifact = format.write(&notebook).map_err(|error| error.to_string())?;
            print(String::from_utf8_lossy(&artifact.bytes).trim_end())?;
            return Ok(ExitCode::SUCCESS);
        };
        notebooks::not_onto_itself(&self.file, out)?;
        let format = ClaimFormat::of_ending(ending_of(out))
            .ok_or_else(|| format!("{} does not end in {}", out.display(), ClaimFormat::endings()))?;
        let artifact = format.write(&notebook).map_err(|error| error.to_string())?;
        store::write_drawn(out, &artifact.bytes).map_err(|error| error.to_string())?;
        Ok(ExitCode::SUCCESS)
    }
}
