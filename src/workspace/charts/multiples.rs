//! All series with the same measure side by side: by region, by model, by company.

use jiff::civil::Date;

use crate::chart::{ChartSpec, Figure, Panels, targets};
use crate::notebook::{Notebook, Series, capitalised, same_name};

/// So many panels are drawn.
const MOST: usize = 12;

/// The measure that most series share, with a panel for each of their subjects; `None` where no two series share one.
pub fn multiples(notebook: &Notebook, today: Date) -> Option<Figure> {
    let first = notebook.series.iter().max_by_key(|series| alike(notebook, series).len())?;
    multiples_of(notebook, first, today)
}

/// The panels of the series that measure the same as this one.
pub fn multiples_of(notebook: &Notebook, series: &Series, today: Date) -> Option<Figure> {
    let group = alike(notebook, series);
    let charts: Vec<(ChartSpec, usize)> = group
        .iter()
        .map(|series| {
            let chart = targets(notebook, series, today);
            let claims = chart.points.len();
            (
                ChartSpec {
                    title: series.subject.clone(),
                    subtitle: String::new(),
                    source_line: String::new(),
                    key: Vec::new(),
                    ..chart.spec
                },
                claims,
            )
        })
        .filter(|(_, claims)| *claims > 0)
        .collect();
    if charts.len() < 2 {
        return None;
    }
    let claims: usize = charts.iter().map(|(_, claims)| claims).sum();
    let left_out = charts.len().saturating_sub(MOST);
    let more = if left_out > 0 { format!("; {left_out} more are not drawn") } else { String::new() };
    let alt: Vec<String> = charts.iter().take(MOST).map(|(chart, _)| format!("{}: {}", chart.title, chart.alt)).collect();
    let key = targets(notebook, group[0], today).spec.key;
    Some(Figure::Panels(Box::new(Panels {
        title: format!("{}: {} side by side", capitalised(&series.measure), charts.len()),
        subtitle: format!("{}, all on the same scale", series.measure),
        key,
        own_scales: false,
        source_line: format!("{claims} claims and own judgements{more}."),
        alt: alt.join(" "),
        charts: charts.into_iter().take(MOST).map(|(chart, _)| chart).collect(),
    })))
}

fn alike<'a>(notebook: &'a Notebook, series: &Series) -> Vec<&'a Series> {
    notebook.series.iter().filter(|other| same_name(&other.measure, &series.measure) && other.nature == series.nature).collect()
}
