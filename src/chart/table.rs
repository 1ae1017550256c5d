//! Lists the numbers of a chart: one row for each number, with the claims that it leads back to.

use jiff::civil::Date;

use super::{Arrangement, ChartSpec, Extent, Figure, Mark, Simulated};
use crate::notebook::{ClaimId, begins_formula, day_near};

/// One number of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The panel or chart that it is on.
    pub chart: String,
    /// The mark, line, band or row that it belongs to, in words.
    pub series: String,
    /// The first day of its time; `None` on a chart of rows.
    pub from: Option<Date>,
    /// The last day of its time; the same day for a moment.
    pub until: Option<Date>,
    /// The kind of number: `value`, `line`, `low`, `high`, or a percentile such as `p10`.
    pub statistic: String,
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// The open bound of the true value: `≥`, `≤`, or nothing.
    pub relation: &'static str,
    /// The claims that it leads back to.
    pub claims: Vec<ClaimId>,
    /// How it was simulated, if it was.
    pub simulated: Option<Simulated>,
    /// The line that names the sources of its chart.
    pub source: String,
}

/// Returns all numbers of a chart.
pub fn entries(figure: &Figure) -> Vec<Entry> {
    let mut found = numbers(figure);
    let whole = figure.source_line().unwrap_or_default();
    for entry in found.iter_mut().filter(|entry| entry.source.is_empty()) {
        whole.clone_into(&mut entry.source);
    }
    found
}

fn numbers(figure: &Figure) -> Vec<Entry> {
    match figure {
        Figure::Time(chart) => chart_entries(chart),
        Figure::Panels(panels) if panels.arrangement == Arrangement::Grid => {
            panels.charts.iter().flat_map(chart_entries).collect()
        }
        // Panels beside each other are parts of one chart.
        Figure::Panels(panels) => {
            let part = |chart: &ChartSpec| ChartSpec { title: format!("{}: {}", panels.title, chart.title), ..chart.clone() };
            panels.charts.iter().map(part).flat_map(|chart| chart_entries(&chart)).collect()
        }
        Figure::Rows(chart) => chart
            .rows
            .iter()
            .flat_map(|row| {
                let mut entries = mark_entries(&chart.title, &chart.unit, &row.mark);
                for entry in &mut entries {
                    entry.simulated.clone_from(&chart.simulated);
                    entry.series.clone_from(&row.name);
                    (entry.from, entry.until) = (None, None);
                }
                entries
            })
            .collect(),
    }
}

fn chart_entries(chart: &ChartSpec) -> Vec<Entry> {
    let mut found: Vec<Entry> = chart.marks.iter().flat_map(|mark| mark_entries(&chart.title, &chart.unit, mark)).collect();
    for (entry, is_simulated) in found.iter_mut().zip(chart.marks.iter().flat_map(|mark| {
        let count = 1 + 2 * (usize::from(mark.range.is_some()) + mark.inner.len());
        std::iter::repeat_n(!mark.percentiles.is_empty(), count)
    })) {
        entry.simulated = chart.simulated.clone().filter(|_| is_simulated);
    }
    // A value at the edge of a zoom is where something was cut.
    let is_cut = |value: f64| chart.values.is_some_and(|(low, high)| value <= low || value >= high);
    let point = |series: &str, statistic: &str, at: f64, value: f64, own: bool| Entry {
        chart: chart.title.clone(),
        series: series.to_owned(),
        from: moment(chart.scale.time(at)),
        until: moment(chart.scale.time(at)),
        statistic: statistic.to_owned(),
        value,
        unit: chart.unit.clone(),
        relation: "",
        claims: chart.simulated.as_ref().filter(|_| own).map(|run| run.claims.clone()).unwrap_or_default(),
        simulated: chart.simulated.clone().filter(|_| own),
        source: String::new(),
    };
    for line in &chart.lines {
        // The line of a fan is its median.
        let statistic = if line.strong && !chart.bands.is_empty() { "p50" } else { "line" };
        // Other lines are of other scenarios, or no results at all.
        let points = line.points.iter().filter(|(_, value)| !is_cut(*value));
        found.extend(points.map(|&(at, value)| point(line.named(), statistic, at, value, line.strong)));
    }
    for band in &chart.bands {
        let outside = (10 - band.cases.min(10)) * 5;
        let (name, low_name, high_name) =
            (format!("{} of 10 cases", band.cases), format!("p{outside}"), format!("p{}", 100 - outside));
        for &(at, low, high) in &band.points {
            let ends = [(&low_name, low), (&high_name, high)].into_iter().filter(|(_, value)| !is_cut(*value));
            found.extend(ends.map(|(statistic, value)| point(&name, statistic, at, value, true)));
        }
    }
    for entry in &mut found {
        entry.source.clone_from(&chart.source_line);
    }
    found
}

fn mark_entries(chart: &str, unit: &str, mark: &Mark) -> Vec<Entry> {
    let (from, until) = match mark.covers.map_or(mark.time, |(from, until)| Extent::Over(from, until)) {
        Extent::Over(from, until) => (day_near(from), before(until).max(day_near(from))),
        Extent::At(at) => (moment(at), moment(at)),
    };
    let relation = match mark.caret {
        Some(super::Caret::Up) => "≥",
        Some(super::Caret::Down) => "≤",
        None => "",
    };
    let entry = |statistic: String, value: f64| Entry {
        chart: chart.to_owned(),
        series: mark.name.clone(),
        from,
        until,
        statistic,
        value,
        unit: unit.to_owned(),
        relation,
        claims: mark.claims.clone(),
        simulated: None,
        source: String::new(),
    };
    let is_median = !mark.percentiles.is_empty();
    let mut found = vec![entry(if is_median { "p50" } else { "value" }.to_owned(), mark.value)];
    for (index, (low, high)) in mark.range.into_iter().chain(mark.inner.iter().copied()).enumerate() {
        let (low_name, high_name) = match mark.percentiles.get(index) {
            Some((low, high)) => (format!("p{low}"), format!("p{high}")),
            None => ("low".to_owned(), "high".to_owned()),
        };
        found.push(entry(low_name, low));
        found.push(entry(high_name, high));
    }
    found
}

/// Returns the day of a moment; the turn of a year is the last day of the old year.
fn moment(at: f64) -> Option<Date> {
    if at.fract() == 0.0 { before(at) } else { day_near(at) }
}

/// The day before the nearest day of a decimal year.
fn before(decimal_year: f64) -> Option<Date> {
    day_near(decimal_year)?.yesterday().ok()
}

/// Writes all numbers of a chart as comma-separated values (RFC 4180), with a heading.
pub fn csv(figure: &Figure) -> String {
    let mut out =
        String::from("chart,series,first_day,last_day,statistic,value,unit,relation,claim_ids,scenario,draws,seed,source\r\n");
    for entry in entries(figure) {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let claims: Vec<String> = entry.claims.iter().map(ToString::to_string).collect();
        let value = if entry.value.is_finite() { format!("{}", entry.value) } else { String::new() };
        let run = entry.simulated.unwrap_or_default();
        let number = |number: String| if run.draws > 0 { number } else { String::new() };
        let (draws, seed) = (number(run.draws.to_string()), number(run.seed.to_string()));
        let fields = [
            entry.chart,
            entry.series,
            day(entry.from),
            day(entry.until),
            entry.statistic,
            value,
            entry.unit,
            entry.relation.to_owned(),
            claims.join(" "),
            run.scenario,
            draws,
            seed,
            entry.source,
        ];
        out.push_str(&fields.map(|field| quoted(&field)).join(","));
        out.push_str("\r\n");
    }
    out
}

/// Quotes a field for a spreadsheet. An apostrophe in front keeps the field from being read as a formula; quotation marks alone
/// would not.
pub fn quoted(field: &str) -> String {
    let is_number = field.parse::<f64>().is_ok();
    let guarded = if !is_number && begins_formula(field) { format!("'{field}") } else { field.to_owned() };
    in_field(&guarded)
}

/// Quotes a field where its separators make that necessary, and changes nothing else.
pub fn in_field(words: &str) -> String {
    // With decimal commas, a semicolon or a tab separates fields as well.
    if words.contains([',', ';', '\t', '"', '\n', '\r']) {
        format!("\"{}\"", words.replace('"', "\"\""))
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn nothing_that_leaves_is_a_formula() {
        for field in ["=1+1", "+1 a", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u{a0}=1", "\tplain", "＝1"] {
            let out = quoted(field);
            assert!(out.trim_start_matches('"').starts_with('\''), "{field:?} left as {out:?}");
        }
        for field in ["-1.5", "+3", "1e9", "Xiaomi", "a=b", ""] {
            assert_eq!(quoted(field), field);
        }
    }
}
