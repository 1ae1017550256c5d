//! What “Draft for me” begins a brief from: the claims of a question, a query or a chart, with the charts and the findings about them.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::chart::entries;
use crate::checking::{Checked, Decision, Level};
use crate::notebook::{ChartKey, ClaimId, ModelChart, Notebook, SeriesChart};
use crate::workspace::look::check_state::findings;
use crate::workspace::look::query::{QueryError, claims_asked};
use crate::workspace::model::all_charts::{Drawing, chart_keys};
use crate::writing::Contents;

/// What a brief is begun from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftFrom {
    /// All claims of the notebook: its question.
    Everything,
    /// The claims that a query finds: a tag, a subject.
    Query(String),
    /// The claims of a chart.
    Chart(ChartKey),
}

/// Collects what a brief is begun from.
pub fn contents(notebook: &Notebook, from: &DraftFrom, today: Date) -> Result<Contents, QueryError> {
    let mut drawing = Drawing::new(notebook, today);
    let claims = match from {
        DraftFrom::Everything => claims_asked(notebook, "")?,
        DraftFrom::Query(query) => claims_asked(notebook, query)?,
        DraftFrom::Chart(key) => {
            let figure = drawing.figure(key).ok().flatten();
            let mut known = HashSet::new();
            let shown = figure.iter().flat_map(entries).flat_map(|entry| entry.claims);
            shown.filter(|claim| known.insert(*claim)).collect()
        }
    };
    let chosen: HashSet<ClaimId> = claims.iter().copied().collect();
    let charts = charts(notebook, from, &chosen, &mut drawing);
    Ok(Contents { findings: found(notebook, &chosen), claims, charts })
}

/// The charts that show some of the claims: one for each series, and the outcomes of models.
fn charts(
    notebook: &Notebook,
    from: &DraftFrom,
    chosen: &HashSet<ClaimId>,
    drawing: &mut Drawing<'_>,
) -> Vec<(ChartKey, String, Vec<ClaimId>)> {
    let keys = match from {
        DraftFrom::Chart(key) => vec![key.clone()],
        _ => {
            let is_main = |key: &ChartKey| {
                matches!(key, ChartKey::Series(_, SeriesChart::Targets) | ChartKey::Model(_, _, ModelChart::Driver(_)))
            };
            chart_keys(notebook, None).into_iter().filter(is_main).collect()
        }
    };
    let mut charts = Vec::new();
    for key in keys {
        let Ok(Some(figure)) = drawing.figure(&key) else { continue };
        let shown: Vec<ClaimId> = entries(&figure).into_iter().flat_map(|entry| entry.claims).collect();
        // A chart of a single number says no more than the number.
        if shown.iter().filter(|claim| chosen.contains(claim)).collect::<HashSet<_>>().len() > 1 {
            charts.push((key, figure.title().to_owned(), shown));
        }
    }
    charts
}

/// What contradicts, among the claims: open findings, and those that were settled as a contradiction.
fn found(notebook: &Notebook, chosen: &HashSet<ClaimId>) -> Vec<(u8, Vec<ClaimId>, String)> {
    let all = findings(notebook);
    let is_meant = |checked: &Checked| {
        // What was looked at and found right agrees after all.
        let is_dismissed = matches!(checked.decision, Some(Decision::Dismissed(_)));
        checked.finding.level == Level::Contradicts && !is_dismissed
    };
    let about = all.into_iter().filter(is_meant).map(|checked| checked.finding);
    let about = about.filter(|finding| finding.claims.iter().all(|claim| chosen.contains(claim)));
    about.map(|finding| (finding.rule.number(), finding.claims.clone(), finding.line)).collect()
}
