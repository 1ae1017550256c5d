//! `claimbook text`: prints what would be imported from a source.

use std::ffi::OsString;
use std::process::ExitCode;

use claimbook::import::Imported;
use claimbook::notebook::{Block, visible};
use claimbook::store::Originals;
use claimbook::workspace::{Origin, Progress, Refusal};

use super::output::{Outcome, print, print_json};
use super::sources::{self, Reading};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A web page, PDF, office document, book, Markdown or text file; or an address (http:// or https://)
    #[arg(value_name = "FILE|URL")]
    given: OsString,
    #[command(flatten)]
    reading: Reading,
    /// One block per line, with its kind
    #[arg(long)]
    blocks: bool,
    /// Everything as JSON: title, date and the like with where each was found, blocks, text
    #[arg(long, conflicts_with = "blocks")]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let origin = sources::origin(&self.given);
        let source = self.reading.intake(Originals::default()).read(&origin, &self.reading.wanted(), &Progress::default());
        let imported = source.map_err(|refusal| not_read(&origin, &refusal))?.imported;
        for notice in &imported.notices {
            eprintln!("claimbook: {}", visible(notice));
        }
        if self.json {
            print_json(&sources::as_json_with_text(&imported))?;
        } else if self.blocks {
            print(&visible(&imported.blocks.iter().map(|block| line(&imported, block)).collect::<Vec<_>>().join("\n")))?;
        } else {
            print(&visible(&imported.text))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn not_read(origin: &Origin, refusal: &Refusal) -> String {
    let advice = match refusal {
        Refusal::Locked => "; give the password with --password",
        _ => "",
    };
    format!("{origin} was not imported: {refusal}{advice}")
}

/// A block on one line: its kind and its text.
fn line(imported: &Imported, block: &Block) -> String {
    let text = &imported.text[block.range.start..block.range.end];
    format!("{}\t{}", sources::kind(block.kind), text.replace('\n', "⏎"))
}
