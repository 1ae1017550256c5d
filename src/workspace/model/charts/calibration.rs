//! Draws how often outcomes lay where kept runs said they would: for each range of a run the share of outcomes in it, against the
//! share that should be.

use crate::chart::{Extent, Figure, Ink, Mark, MarkShape, Row, RowChart};
use crate::forecast::lookback::{Scored, scored};
use crate::forecast::scoring::ENOUGH;
use crate::notebook::{ClaimId, Notebook, Run, counted};

/// The ranges that are judged, by the probabilities of their ends.
const RANGES: [(f64, f64); 4] = [(0.35, 0.65), (0.2, 0.8), (0.1, 0.9), (0.05, 0.95)];

/// Draws the calibration of kept runs; `None` if nothing that they forecast has come yet.
pub fn calibration(notebook: &Notebook, title: &str, runs: &[impl AsRef<Run>]) -> Option<Figure> {
    let all = scored(notebook, runs.iter());
    let judged: Vec<(&Scored, &Run)> = all
        .iter()
        .filter_map(|scored| Some((scored, runs.iter().map(AsRef::as_ref).find(|run| run.id == scored.run)?)))
        .collect();
    let rows: Vec<Row> = RANGES.iter().filter_map(|&range| row(&judged, range)).collect();
    let widest = rows.iter().find(|row| row.name.starts_with("80"))?;
    let mut outcomes: Vec<ClaimId> = all.iter().map(|scored| scored.actual).collect();
    outcomes.sort_unstable();
    outcomes.dedup();
    let few = if outcomes.len() < ENOUGH { "; too few outcomes to judge" } else { "" };
    let said: Vec<String> = rows.iter().map(|row| row.mark.name.clone()).collect();
    let chart = RowChart {
        title: format!("{title}: {} had the outcome between P10 and P90 (80 % should){few}", widest.remark),
        subtitle: "Each bar reaches from the share of forecasts whose range should have the outcome to the share that did"
            .to_owned(),
        unit: "%".to_owned(),
        reference: None,
        simulated: None,
        source_line: format!(
            "{} of {} against what was reported later; an outcome with which several runs are compared counts for each.",
            counted(judged.len(), "kept forecast"),
            title
        ),
        alt: format!("Shares of outcomes in the ranges of kept runs: {}.", said.join("; ")),
        rows,
    };
    Some(Figure::Rows(Box::new(chart)))
}

fn row(judged: &[(&Scored, &Run)], (low, high): (f64, f64)) -> Option<Row> {
    let inside: Vec<(bool, ClaimId)> =
        judged.iter().filter_map(|(scored, run)| Some((is_inside(scored, run, (low, high))?, scored.actual))).collect();
    if inside.is_empty() {
        return None;
    }
    let count = inside.iter().filter(|(inside, _)| *inside).count();
    let nominal = ((high - low) * 100.0).round();
    let observed = (count as f64 / inside.len() as f64 * 100.0).round();
    let remark = format!("{count} of {}", counted(inside.len(), "forecast"));
    let mut claims: Vec<ClaimId> = inside.into_iter().map(|(_, claim)| claim).collect();
    claims.sort_unstable();
    claims.dedup();
    let details = vec![
        format!("P{:.0} to P{:.0}: {remark} inside, {observed:.0} %", low * 100.0, high * 100.0),
        format!("{nominal:.0} % should be"),
    ];
    let (from, to) = (nominal.min(observed), nominal.max(observed));
    let end = |value: f64| if value == observed { format!("{value:.0} % did") } else { format!("{value:.0} % should") };
    Some(Row {
        name: format!("{nominal:.0} % of cases"),
        remark,
        ends: (if from == to { String::new() } else { end(from) }, end(to)),
        mark: Mark {
            shape: MarkShape::Spread,
            time: Extent::At(0.0),
            value: observed,
            range: Some((from, to)),
            ink: Ink::First,
            claims,
            name: details.join(", "),
            details,
            ..Mark::default()
        },
    })
}

/// Whether an outcome lay in a range of a run; `None` if the run does not have the range.
fn is_inside(scored: &Scored, run: &Run, (low, high): (f64, f64)) -> Option<bool> {
    let output = run.outputs.iter().find(|output| output.title == scored.title)?;
    let row = output.rows.iter().find(|row| row.period == scored.period)?;
    let at = |level: f64| {
        let index = run.levels.iter().position(|known| (known - level).abs() < 1e-9)?;
        row.quantiles.get(index).copied()
    };
    Some((at(low)?..=at(high)?).contains(&scored.value))
}
