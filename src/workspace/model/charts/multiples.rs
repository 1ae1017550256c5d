//! Draws all series with the same measure side by side, such as one for each region, product or company.

use jiff::civil::Date;

use super::subject::publishers;
use crate::chart::{Arrangement, ChartSpec, Figure, Panels, STILL_TO_COME, Scales, TargetsChart, Zone, targets};
use crate::notebook::{Notebook, Series, TermKind, capitalised, counted, decimal_year};

/// The most panels that are drawn.
const MOST: usize = 12;

/// Draws the largest group of series with the same measure; `None` if fewer than two of them can be drawn.
pub fn multiples(notebook: &Notebook, today: Date) -> Option<Figure> {
    let first = notebook.series.iter().max_by_key(|series| alike(notebook, series).len())?;
    multiples_of(notebook, first, Scales::Shared, today)
}

/// Draws the series with the same measure and unit as this one, on a common scale or each on its own; `None` if there are fewer
/// than two.
pub fn multiples_of(notebook: &Notebook, series: &Series, scales: Scales, today: Date) -> Option<Figure> {
    let drawn = |series: &Series| Some(targets(notebook, series, today)).filter(|chart| !chart.points.is_empty());
    let unit = drawn(series)?.spec.unit;
    let named = |series: &Series| drawn(series).map(|chart| (series.subject.clone(), chart));
    let group: Vec<(String, TargetsChart)> = alike(notebook, series).into_iter().filter_map(named).collect();
    let (charts, others): (Vec<_>, Vec<_>) = group.into_iter().partition(|(_, chart)| chart.spec.unit == unit);
    if charts.len() < 2 {
        return None;
    }
    let key = charts.iter().map(|(_, chart)| &chart.spec.key).max_by_key(|key| key.len()).cloned().unwrap_or_default();
    let claims: usize = charts.iter().map(|(_, chart)| chart.points.len()).sum();
    let shown = charts.iter().take(MOST).flat_map(|(_, chart)| &chart.points).filter_map(|point| point.source.claim());
    let who = publishers(notebook, shown).join(", ");
    let mut not_drawn = Vec::new();
    if charts.len() > MOST {
        not_drawn.push(format!("{} more", charts.len() - MOST));
    }
    if !others.is_empty() {
        not_drawn.push(format!("{} in another unit", counted(others.len(), "chart")));
    }
    let more = if not_drawn.is_empty() { String::new() } else { format!(" Not drawn: {}.", not_drawn.join(" and ")) };
    let charts: Vec<ChartSpec> = charts.into_iter().take(MOST).map(|(subject, chart)| panel(subject, chart.spec)).collect();
    let alt: Vec<&str> = charts.iter().map(|chart| chart.alt.as_str()).collect();
    let mut panels = Panels {
        title: format!("{}: {} side by side", capitalised(&series.measure), charts.len()),
        subtitle: match scales {
            Scales::Separate => series.measure.clone(),
            Scales::Shared => format!("{}, all on the same scale", series.measure),
        },
        key,
        scales,
        arrangement: Arrangement::Grid,
        source_line: format!("Source: {who}. Claims and own judgements: {claims}.{more}"),
        alt: alt.join(" "),
        charts,
    };
    let time = panels.time();
    for chart in &mut panels.charts {
        chart.time = time;
        chart.zones = Zone::after(decimal_year(today), time, STILL_TO_COME).into_iter().collect();
    }
    Some(Figure::Panels(Box::new(panels)))
}

/// Makes a chart one of several panels: its subject becomes its title, and what all panels share is removed.
fn panel(subject: String, spec: ChartSpec) -> ChartSpec {
    ChartSpec { title: subject, subtitle: String::new(), source_line: String::new(), key: Vec::new(), ..spec }
}

fn alike<'a>(notebook: &'a Notebook, series: &Series) -> Vec<&'a Series> {
    let vocabulary = notebook.vocabulary();
    let is_alike =
        |other: &&Series| vocabulary.is_same(TermKind::Measure, &other.measure, &series.measure) && other.nature == series.nature;
    notebook.series.iter().filter(is_alike).collect()
}
