//! `claimbook claims`: lists the claims of a notebook, or writes them to a file.

use std::path::PathBuf;
use std::process::ExitCode;

use claimbook::export::{ClaimChoice, ClaimFormat, Fields};
use claimbook::workspace::Clock;
use jiff::civil::Date;

use super::notebooks;
use super::output::{Outcome, ending_of, print, write};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A notebook
    file: PathBuf,
    /// Print a JSON array
    #[arg(long)]
    json: bool,
    /// The file to write: .xlsx, .csv, .txt or .json
    #[arg(short, long, conflicts_with = "json")]
    out: Option<PathBuf>,
    /// Only claims that this asks for, as in the window: 'tag:target value>1000'
    #[arg(long, default_value = "")]
    query: String,
    /// In a .csv file, one row for each passage instead of each claim
    #[arg(long)]
    passages: bool,
    /// In a .csv file, words that begin like a formula stay as they are: for programs that run none
    #[arg(long)]
    raw: bool,
    /// The day to treat as today, such as 2026-11-21
    #[arg(long)]
    today: Option<Date>,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let notebook = notebooks::load(&self.file)?;
        let claims = notebooks::asked(&notebook, &self.query)?;
        let choice = ClaimChoice {
            claims: &claims,
            asked: &self.query,
            fields: if self.raw { Fields::Raw } else { Fields::Harmless },
            by_passage: self.passages,
            made_on: self.today.unwrap_or_else(|| Clock::System.today()),
        };
        let is_csv = self.out.as_ref().is_some_and(|out| ending_of(out).eq_ignore_ascii_case("csv"));
        if (self.passages || self.raw) && !is_csv {
            return Err("--passages and --raw are for a .csv file: name one with -o".to_owned());
        }
        let Some(out) = &self.out else {
            let format = if self.json { ClaimFormat::JSON } else { ClaimFormat::TEXT };
            let artifact = format.write(&notebook, &choice).map_err(|error| error.to_string())?;
            print(String::from_utf8_lossy(&artifact.bytes).trim_end())?;
            return Ok(ExitCode::SUCCESS);
        };
        notebooks::not_onto_itself(&self.file, out)?;
        let format = ClaimFormat::of_ending(ending_of(out))
            .ok_or_else(|| format!("{} does not end in {}", out.display(), ClaimFormat::endings()))?;
        let artifact = format.write(&notebook, &choice).map_err(|error| error.to_string())?;
        write(out, artifact)
    }
}
