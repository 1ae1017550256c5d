//! `claimbook cite`: writes the sources of claims for reference managers.

use std::path::PathBuf;

use claimbook::export::SourceFormat;
use claimbook::export::report::of_rows;
use claimbook::workspace::Clock;

use super::notebooks;
use super::output::{Outcome, ending_of, write};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A notebook
    file: PathBuf,
    /// The file to write: .ris, .bib or .json (CSL-JSON)
    #[arg(short, long)]
    out: PathBuf,
    /// Only the sources of claims that this asks for, as in the window: 'tag:target value>1000'
    #[arg(long, default_value = "")]
    query: String,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let notebook = notebooks::load(&self.file)?;
        notebooks::not_onto_itself(&self.file, &self.out)?;
        let format = SourceFormat::of_ending(ending_of(&self.out))
            .ok_or_else(|| format!("{} does not end in {}", self.out.display(), SourceFormat::endings()))?;
        let claims = notebooks::asked(&notebook, &self.query)?;
        let report = of_rows(&notebook, &claims, &self.query, Clock::System.today());
        write(&self.out, format.write(&report))
    }
}
