//! `claimbook check`: checks notebooks against the rules of the format, and their claims against each other.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};

use claimbook::checking::{Finding, Level, Standing};
use claimbook::notebook::{ClaimId, Notebook, visible};
use claimbook::store;
use claimbook::workspace::findings;

use super::notebooks;
use super::output::{Outcome, print, print_json};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Notebooks
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Check what the claims say instead: numbers that cannot all be true; exit 1 if any contradict
    #[arg(long)]
    claims: bool,
    /// With --claims: print a JSON array
    #[arg(long, requires = "claims")]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        if self.claims { self.check_claims() } else { self.check_files() }
    }

    fn check_files(&self) -> Outcome {
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

    fn check_claims(&self) -> Outcome {
        let mut found: Vec<(&Path, Notebook, Vec<Finding>)> = Vec::new();
        for file in &self.files {
            notebooks::note_unsaved(file);
            let notebook = notebooks::load(file)?;
            let open = findings(&notebook).into_iter().filter(|checked| checked.standing() == Standing::Open);
            let open = open.map(|checked| checked.finding).collect();
            found.push((file, notebook, open));
        }
        let contradicts = found.iter().flat_map(|(.., findings)| findings).any(|finding| finding.level == Level::Contradicts);
        if self.json {
            let rows = found.iter().flat_map(|(file, _, findings)| findings.iter().map(|finding| self.as_json(file, finding)));
            print_json(&rows.collect::<Vec<Value>>())?;
        } else {
            let several = self.files.len() > 1;
            let lines = found.iter().flat_map(|(file, notebook, findings)| {
                let name = if several { format!("{}: ", file.display()) } else { String::new() };
                findings.iter().map(move |finding| format!("{name}{}", line(notebook, finding)))
            });
            let lines: Vec<String> = lines.collect();
            if !lines.is_empty() {
                print(&visible(&lines.join("\n")))?;
            }
        }
        Ok(if contradicts { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    fn as_json(&self, file: &Path, finding: &Finding) -> Value {
        let mut row = json!({
            "rule": finding.rule.number(),
            "name": finding.rule.name(),
            "level": finding.level.word(),
            "claims": finding.claims.iter().map(ClaimId::to_string).collect::<Vec<_>>(),
            "why": finding.why,
            "title": finding.title,
            "line": finding.line,
        });
        if self.files.len() > 1 {
            row["file"] = json!(file.display().to_string());
        }
        row
    }
}

fn line(notebook: &Notebook, finding: &Finding) -> String {
    let ids: Vec<String> = finding.claims.iter().map(ClaimId::to_string).collect();
    let subject = finding.claims.first().and_then(|id| notebook.claims.get(*id)).map_or("", |claim| claim.subject.as_str());
    format!(
        "{}\t{} {}\t{subject}\t{}\t{}",
        finding.level.word(),
        finding.rule.number(),
        finding.rule.name(),
        finding.why,
        ids.join(" ")
    )
}
