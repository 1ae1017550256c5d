//! The files that a report can carry inside: the notebook that it was made from, and its claims as a table.

use std::sync::Arc;

use jiff::civil::Date;

use crate::export::report::{Attached, Report};
use crate::export::{ClaimChoice, ClaimFormat};
use crate::notebook::Notebook;
use crate::store;

/// Attaches the notebook and its claims to a report. An error says why they could not be written.
pub fn attach(report: &mut Report, notebook: &Notebook, today: Date) -> Result<(), String> {
    let claims: Vec<_> = notebook.claims.iter().map(|claim| claim.id).collect();
    let table = ClaimFormat::CSV.write(notebook, &ClaimChoice::of(&claims, today)).map_err(|error| error.to_string())?;
    let text = store::encode(notebook).map_err(|error| error.to_string())?;
    report.attached = vec![
        Attached {
            name: "notebook.ron".to_owned(),
            media_type: "text/plain",
            about: "The notebook, to be opened with Claimbook",
            bytes: Arc::new(text.into_bytes()),
        },
        Attached {
            name: "claims.csv".to_owned(),
            media_type: "text/csv",
            about: "The claims, one row for each",
            bytes: Arc::new(table.bytes),
        },
    ];
    Ok(())
}
