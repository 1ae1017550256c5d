//! Restricts a chart to a part of its time: keeps what lies in it, and cuts lines and bands at its edges. Everything else
//! (axes, labels, files, tables) needs no change, because it shows what remains.

use super::{ChartSpec, Extent, Figure, MarkShape, Panels};
use crate::notebook::month_of;

/// The shortest span, in years.
const SHORTEST: f64 = 0.5;

impl Figure {
    /// The time that it covers, in decimal years; `None` for a chart of rows.
    pub fn time(&self) -> Option<(f64, f64)> {
        match self {
            Self::Time(chart) => Some(chart.time),
            Self::Rows(_) => None,
            Self::Panels(panels) => Some(panels.time()),
        }
    }

    /// Returns the chart restricted to a part of its time, which its description then states. A chart of rows stays as it is.
    pub fn within(&self, span: (f64, f64)) -> Self {
        match self {
            Self::Time(chart) => Self::Time(Box::new(ChartSpec { alt: shown(&chart.alt, span), ..within(chart, span) })),
            Self::Rows(_) => self.clone(),
            Self::Panels(panels) => Self::Panels(Box::new(Panels {
                charts: panels.charts.iter().map(|chart| within(chart, span)).collect(),
                alt: shown(&panels.alt, span),
                ..(**panels).clone()
            })),
        }
    }
}

fn shown(alt: &str, (from, until): (f64, f64)) -> String {
    format!("{alt} Only {} to {} is shown.", month_of(from), month_of(until - 1e-6)).trim_start().to_owned()
}

/// Returns a span `by` times as long, inside `all`, in which the moment `around` keeps its position; `None` if it would cover
/// all.
pub fn stretched(span: (f64, f64), by: f64, around: f64, all: (f64, f64)) -> Option<(f64, f64)> {
    let length = ((span.1 - span.0) * by).max(SHORTEST);
    if length >= all.1 - all.0 {
        return None;
    }
    let part = ((around - span.0) / (span.1 - span.0)).clamp(0.0, 1.0);
    Some(moved((around - part * length, around + (1.0 - part) * length), 0.0, all))
}

/// Returns a span moved by `by` years, stopped at the edges of `all`.
///
/// ```
/// // A year of five, moved on by ten: it stops at the end.
/// assert_eq!(claimbook::chart::moved((2021.0, 2022.0), 10.0, (2020.0, 2025.0)), (2024.0, 2025.0));
/// ```
pub fn moved(span: (f64, f64), by: f64, all: (f64, f64)) -> (f64, f64) {
    let length = span.1 - span.0;
    let from = (span.0 + by).min(all.1 - length).max(all.0);
    (from, from + length)
}

fn within(spec: &ChartSpec, span: (f64, f64)) -> ChartSpec {
    let (from, until) = span;
    let inside = |time: (f64, f64)| (time.0.max(from), time.1.min(until));
    let mut spec = spec.clone();
    spec.time = span;
    spec.zones.retain_mut(|zone| {
        zone.time = inside(zone.time);
        zone.time.0 < zone.time.1
    });
    for line in &mut spec.lines {
        let points = line.points.iter().map(|&(at, value)| (at, [value]));
        line.points = cut(points, span).into_iter().map(|(at, [value])| (at, value)).collect();
    }
    for band in &mut spec.bands {
        let points = band.points.iter().map(|&(at, low, high)| (at, [low, high]));
        band.points = cut(points, span).into_iter().map(|(at, [low, high])| (at, low, high)).collect();
    }
    spec.lines.retain(|line| !line.points.is_empty());
    spec.bands.retain(|band| !band.points.is_empty());
    // A bar that begins earlier is kept and cut at the edge: time with a known value must not look empty.
    let least = (until - from) * 0.01;
    spec.marks.retain(|mark| match (mark.shape, mark.time) {
        (MarkShape::Bar | MarkShape::Target | MarkShape::Spread, Extent::Over(first, last)) => {
            let (first, last) = inside((first, last));
            last - first > least
        }
        (_, time) => (from..=until).contains(&time.middle()),
    });
    spec
}

/// A decimal year, and the values at it.
type Point<const N: usize> = (f64, [f64; N]);

/// Returns the points inside a span, with points interpolated at its edges.
fn cut<const N: usize>(points: impl Iterator<Item = Point<N>>, (from, until): (f64, f64)) -> Vec<Point<N>> {
    let mut found = Vec::new();
    let mut before: Option<Point<N>> = None;
    for (at, values) in points {
        if let Some((begin, first)) = before.replace((at, values)) {
            for edge in [from, until].into_iter().filter(|&edge| begin < edge && edge < at) {
                let part = (edge - begin) / (at - begin);
                found.push((edge, std::array::from_fn(|index| first[index] + (values[index] - first[index]) * part)));
            }
        }
        if (from..=until).contains(&at) {
            found.push((at, values));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Band, Ink, Line, Zone};

    fn chart() -> ChartSpec {
        ChartSpec {
            title: "Stores".to_owned(),
            subtitle: String::new(),
            time: (2024.0, 2030.0),
            unit: "stores".to_owned(),
            least_top: None,
            zones: vec![Zone { time: (2026.5, 2030.0), label: "projected".to_owned() }],
            bands: vec![Band { points: vec![(2024.0, 0.0, 10.0), (2030.0, 6.0, 70.0)], ink: Ink::First, depth: 0 }],
            lines: vec![Line {
                points: vec![(2024.0, 0.0), (2028.0, 40.0), (2030.0, 60.0)],
                label: "median".to_owned(),
                ink: Ink::First,
                strong: true,
                dash: None,
            }],
            marks: Vec::new(),
            key: Vec::new(),
            source_line: String::new(),
            alt: "Stores over time.".to_owned(),
        }
    }

    #[test]
    fn lines_and_bands_are_cut_where_they_cross_the_edges() {
        let Figure::Time(part) = Figure::Time(Box::new(chart())).within((2025.0, 2029.0)) else { panic!("not over time") };
        assert_eq!(part.lines[0].points, [(2025.0, 10.0), (2028.0, 40.0), (2029.0, 50.0)]);
        assert_eq!(part.bands[0].points, [(2025.0, 1.0, 20.0), (2029.0, 5.0, 60.0)]);
        assert_eq!(part.zones[0].time, (2026.5, 2029.0));
        assert_eq!(part.alt, "Stores over time. Only Jan 2025 to Dec 2028 is shown.");
        // A span between two points has a line too.
        let Figure::Time(part) = Figure::Time(Box::new(chart())).within((2025.0, 2026.0)) else { panic!("not over time") };
        assert_eq!(part.lines[0].points, [(2025.0, 10.0), (2026.0, 20.0)]);
        assert!(part.zones.is_empty());
    }

    #[test]
    fn a_stretch_stays_inside_of_all_there_is() {
        let all = (2024.0, 2034.0);
        assert_eq!(stretched(all, 0.5, 2029.0, all), Some((2026.5, 2031.5)));
        assert_eq!(stretched(all, 0.5, 2024.0, all), Some((2024.0, 2029.0)));
        assert_eq!(stretched((2026.0, 2031.0), 4.0, 2028.0, all), None);
        assert_eq!(stretched((2024.0, 2024.6), 0.1, 2024.3, all), Some((2024.05, 2024.55)));
        assert_eq!(moved((2026.0, 2031.0), 9.0, all), (2029.0, 2034.0));
        assert_eq!(moved((2026.0, 2031.0), -9.0, all), (2024.0, 2029.0));
    }
}
