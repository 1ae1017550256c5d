//! `claimbook cite`: writes the sources of claims for reference managers, or as a list in a style of citation.

use std::path::PathBuf;

use claimbook::export::report::of_rows;
use claimbook::export::{CitationStyle, ListFormat, SourceFormat};
use claimbook::workspace::Clock;

use super::notebooks;
use super::output::{Outcome, ending_of, print, write};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A notebook
    #[arg(required_unless_present = "styles")]
    file: Option<PathBuf>,
    /// The file to write: .ris, .bib or .json (CSL-JSON) for reference managers; with --style .txt, .html or .md
    #[arg(short, long, required_unless_present_any = ["style", "styles"])]
    out: Option<PathBuf>,
    /// As a list in a style of citation, such as apa, chicago-notes, vancouver or ieee; printed if no file is given
    #[arg(long)]
    style: Option<String>,
    /// With the day on which each address was read, also in styles that leave it out
    #[arg(long, requires = "style")]
    accessed: bool,
    /// Only the sources of claims that this asks for, as in the window: 'tag:target value>1000'
    #[arg(long, default_value = "")]
    query: String,
    /// List the names of all styles instead
    #[arg(long)]
    styles: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        if self.styles {
            let names: Vec<String> = CitationStyle::all().into_iter().map(|(name, label)| format!("{name}\t{label}")).collect();
            print(&names.join("\n"))?;
            return Ok(std::process::ExitCode::SUCCESS);
        }
        let file = self.file.ok_or("name a notebook")?;
        let notebook = notebooks::load(&file)?;
        if let Some(out) = &self.out {
            notebooks::not_onto_itself(&file, out)?;
        }
        let claims = notebooks::asked(&notebook, &self.query)?;
        let mut report = of_rows(&notebook, &claims, &self.query, Clock::System.today());
        let Some(style) = &self.style else {
            let out = self.out.ok_or("name the file to write")?;
            let format = SourceFormat::of_ending(ending_of(&out)).ok_or_else(|| {
                let lists = ListFormat::endings();
                format!("{} does not end in {}, or with --style in {lists}", out.display(), SourceFormat::endings())
            })?;
            return write(&out, format.write(&report));
        };
        let style = CitationStyle::named(style).map_err(|error| format!("{error}: `claimbook cite --styles` lists them"))?;
        style.cite(&mut report, self.accessed);
        let Some(out) = self.out else {
            print(ListFormat::as_text(&report).trim_end())?;
            return Ok(std::process::ExitCode::SUCCESS);
        };
        let format = ListFormat::of_ending(ending_of(&out)).ok_or_else(|| {
            format!("{} does not end in {}, as a list of sources in a style does", out.display(), ListFormat::endings())
        })?;
        write(&out, format.write(&report))
    }
}
