//! Restricts a chart to a part of its time and values: keeps what lies in it, and cuts lines and bands at its edges. Everything
//! else (axes, labels, files, tables) needs no change, because it shows what remains.

use super::{Arrangement, ChartSpec, Extent, Figure, Line, Mark, MarkShape, Panels, TimeScale, compact, window_of};
use crate::notebook::month_of;

/// The shortest span, in years.
const SHORTEST: f64 = 0.5;
/// The part of the values that is shown at least.
const LEAST_PART: f64 = 0.01;

/// The part of a chart that is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zoom {
    /// First and last decimal year.
    pub time: (f64, f64),
    /// The values at the bottom and at the top; `None` shows all values.
    pub values: Option<(f64, f64)>,
}

impl Figure {
    /// The time that it covers, in decimal years; `None` for a chart of rows.
    pub fn time(&self) -> Option<(f64, f64)> {
        match self {
            Self::Time(chart) => Some(chart.time),
            Self::Rows(_) => None,
            Self::Panels(panels) => Some(panels.time()),
        }
    }

    /// Whether it may show a part of its values. A chart with bars may not: their heights compare only from zero.
    pub fn has_free_values(&self) -> bool {
        matches!(self, Self::Time(chart) if chart.marks.iter().all(|mark| mark.shape != MarkShape::Bar))
    }

    /// Returns what is around a chart that is restricted to a part: its words and its axes, without its marks.
    pub fn around(&self, zoom: Zoom) -> Self {
        match self {
            Self::Time(chart) => {
                let (low, high) = window_of(chart).values;
                Self::Time(Box::new(ChartSpec { values: Some((low, high)), ..frame_of(chart) })).within(zoom)
            }
            Self::Rows(_) | Self::Panels(_) => self.within(zoom),
        }
    }

    /// Returns the chart restricted to a part, which its title and description then state. A chart of rows stays as it is, and
    /// so do the values of a chart with bars.
    pub fn within(&self, zoom: Zoom) -> Self {
        match self {
            Self::Time(chart) => {
                let zoom = Zoom { values: zoom.values.filter(|_| self.has_free_values()), ..zoom };
                let mut part = within(chart, zoom);
                let words = part_in_words(zoom, chart.scale, &chart.unit);
                (part.title, part.subtitle) = named((&chart.title, &chart.subtitle), &words);
                part.alt = described(&chart.alt, &words);
                Self::Time(Box::new(part))
            }
            Self::Rows(_) => self.clone(),
            Self::Panels(panels) => {
                let zoom = Zoom { values: None, ..zoom };
                let words = part_in_words(zoom, panels.charts.first().map_or(TimeScale::Even, |chart| chart.scale), "");
                let (title, subtitle) = named((&panels.title, &panels.subtitle), &words);
                // Beside each other, the second panel has its own time, and shows all of it.
                let moves = |index: usize| index == 0 || panels.arrangement == Arrangement::Grid;
                let part = |(index, chart): (usize, &ChartSpec)| if moves(index) { within(chart, zoom) } else { chart.clone() };
                Self::Panels(Box::new(Panels {
                    charts: panels.charts.iter().enumerate().map(part).collect(),
                    alt: described(&panels.alt, &words),
                    title,
                    subtitle,
                    ..(**panels).clone()
                }))
            }
        }
    }
}

/// “Jan 2025 to Dec 2026”, and the values if they are a part as well.
fn part_in_words(zoom: Zoom, scale: TimeScale, unit: &str) -> String {
    let (from, until) = (scale.time(zoom.time.0), scale.time(zoom.time.1));
    let values = zoom.values.map(|(low, high)| format!(", {} to {} {unit}", compact(low), compact(high)));
    format!("{} to {}{}", month_of(from), month_of(until - 1e-6), values.unwrap_or_default()).trim_end().to_owned()
}

/// The title with the part that is shown; a chart without a title (the window shows it elsewhere) says it in the subtitle.
fn named((title, subtitle): (&str, &str), part: &str) -> (String, String) {
    match title.is_empty() {
        false => (format!("{title} ({part})"), subtitle.to_owned()),
        true if subtitle.is_empty() => (String::new(), format!("Only {part}")),
        true => (String::new(), format!("{subtitle} · only {part}")),
    }
}

fn described(alt: &str, part: &str) -> String {
    format!("{alt} Only {part} is shown.").trim_start().to_owned()
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

/// Returns the zoom that a person reached by zooming and moving freely, kept inside of all there is: not longer than all, not
/// shorter than half a year, not beyond the ends. `None` if it shows all.
pub fn kept_inside(zoom: Zoom, all_time: (f64, f64), all_values: (f64, f64)) -> Option<Zoom> {
    let inside = |span: (f64, f64), all: (f64, f64), least: f64| {
        let (length, whole) = (span.1 - span.0, all.1 - all.0);
        // Rounding in the conversion to points and back must not look like a zoom.
        if !length.is_finite() || length >= whole * (1.0 - 1e-4) {
            return all;
        }
        let (middle, length) = ((span.0 + span.1) / 2.0, length.max(least));
        moved((middle - length / 2.0, middle + length / 2.0), 0.0, all)
    };
    let time = inside(zoom.time, all_time, SHORTEST.min(all_time.1 - all_time.0));
    let values = zoom.values.map(|values| inside(values, all_values, (all_values.1 - all_values.0) * LEAST_PART));
    let values = values.filter(|values| *values != all_values);
    (time != all_time || values.is_some()).then_some(Zoom { time, values })
}

/// Returns a chart restricted to a part. Its title and description are as before: [`Figure::within`] adds the part to them.
pub fn within(spec: &ChartSpec, zoom: Zoom) -> ChartSpec {
    let (from, until) = zoom.time;
    let inside = |time: (f64, f64)| (time.0.max(from), time.1.min(until));
    // A bar that begins earlier is kept and cut at the edge: time with a known value must not look empty.
    let least = (until - from) * 0.01;
    let stays = |mark: &&Mark| match (mark.shape, mark.time) {
        (MarkShape::Bar | MarkShape::Target | MarkShape::Spread, Extent::Over(first, last)) => {
            let (first, last) = inside((first, last));
            last - first > least
        }
        (_, time) => (from..=until).contains(&time.middle()),
    };
    let values = window_of(spec).values;
    let marks = spec.marks.iter().filter(stays).cloned().collect();
    let mut spec = ChartSpec { marks, ..frame_of(spec) };
    // The value axis stays while time is moved: heights remain comparable.
    (spec.time, spec.values) = (zoom.time, zoom.values.or(Some(values)));
    spec.zones.retain_mut(|zone| {
        zone.time = inside(zone.time);
        zone.time.0 < zone.time.1
    });
    for line in &mut spec.lines {
        let points = line.points.iter().map(|&(at, value)| (at, [value]));
        line.points = cut(points, zoom.time).into_iter().map(|(at, [value])| (at, value)).collect();
    }
    for band in &mut spec.bands {
        let points = band.points.iter().map(|&(at, low, high)| (at, [low, high]));
        band.points = cut(points, zoom.time).into_iter().map(|(at, [low, high])| (at, low, high)).collect();
    }
    if let Some(values) = zoom.values {
        spec.lines = spec.lines.iter().flat_map(|line| line_between(line, values)).collect();
        for band in &mut spec.bands {
            band.points = band_between(&band.points, values);
        }
        spec.marks.retain(|mark| (values.0..=values.1).contains(&mark.value));
        for (low, high) in spec.marks.iter_mut().flat_map(|mark| mark.range.iter_mut().chain(&mut mark.inner)) {
            (*low, *high) = (low.max(values.0), high.min(values.1));
        }
    }
    spec.lines.retain(|line| !line.points.is_empty());
    spec.bands.retain(|band| !band.points.is_empty());
    spec
}

/// A chart without its marks, which are most of it.
fn frame_of(spec: &ChartSpec) -> ChartSpec {
    ChartSpec {
        title: spec.title.clone(),
        subtitle: spec.subtitle.clone(),
        time: spec.time,
        scale: spec.scale,
        whole_years: spec.whole_years,
        is_panel: spec.is_panel,
        values: spec.values,
        unit: spec.unit.clone(),
        least_top: spec.least_top,
        zones: spec.zones.clone(),
        bands: spec.bands.clone(),
        lines: spec.lines.clone(),
        marks: Vec::new(),
        notes: spec.notes.clone(),
        key: spec.key.clone(),
        simulated: spec.simulated.clone(),
        source_line: spec.source_line.clone(),
        also: spec.also.clone(),
        alt: spec.alt.clone(),
    }
}

/// Returns the pieces of a line between two values. The last piece keeps its name.
fn line_between(line: &Line, (low, high): (f64, f64)) -> Vec<Line> {
    let crossed = with_crossings(line.points.iter().map(|&(at, value)| (at, [value])), &[low, high]);
    let is_inside = |value: f64| (low..=high).contains(&value);
    let pieces = crossed.chunk_by(|a, b| is_inside(a.1[0]) == is_inside(b.1[0]));
    let mut pieces: Vec<Line> = pieces
        .filter(|piece| is_inside(piece[0].1[0]))
        .map(|piece| Line {
            points: piece.iter().map(|&(at, [value])| (at, value)).collect(),
            label: String::new(),
            ..line.clone()
        })
        .collect();
    if let Some(last) = pieces.last_mut() {
        last.label.clone_from(&line.label);
    }
    pieces
}

/// Returns a band between two values: where it lies outside, its edges meet at the edge of the chart.
fn band_between(points: &[(f64, f64, f64)], (low, high): (f64, f64)) -> Vec<(f64, f64, f64)> {
    let crossed = with_crossings(points.iter().map(|&(at, lower, upper)| (at, [lower, upper])), &[low, high]);
    crossed.into_iter().map(|(at, [lower, upper])| (at, lower.clamp(low, high), upper.clamp(low, high))).collect()
}

/// A decimal year, and the values at it.
type Point<const N: usize> = (f64, [f64; N]);

/// Returns the points with those added where a value crosses a level; these have that level exactly.
fn with_crossings<const N: usize>(points: impl Iterator<Item = Point<N>>, levels: &[f64]) -> Vec<Point<N>> {
    let mut found: Vec<Point<N>> = Vec::new();
    for (at, values) in points {
        if let Some(&(begin, first)) = found.last() {
            let mut crossings: Vec<(f64, usize, f64)> = Vec::new();
            for index in 0..N {
                for &level in levels.iter().filter(|&&level| (first[index] - level) * (values[index] - level) < 0.0) {
                    crossings.push(((level - first[index]) / (values[index] - first[index]), index, level));
                }
            }
            crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
            found.extend(crossings.into_iter().map(|(part, index, level)| {
                let mut between: [f64; N] = std::array::from_fn(|index| first[index] + (values[index] - first[index]) * part);
                between[index] = level;
                (begin + (at - begin) * part, between)
            }));
        }
        found.push((at, values));
    }
    found
}

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
    use crate::chart::{Band, Ink, Line, Mark, Zone};

    fn chart() -> ChartSpec {
        ChartSpec {
            title: "Stores".to_owned(),
            subtitle: String::new(),
            time: (2024.0, 2030.0),
            unit: "stores".to_owned(),
            least_top: None,
            values: None,
            zones: vec![Zone { time: (2026.5, 2030.0), label: "projected".to_owned() }],
            bands: vec![Band {
                points: vec![(2024.0, 0.0, 10.0), (2030.0, 6.0, 70.0)],
                ink: Ink::First,
                depth: 0,
                cases: 8,
                ..Band::default()
            }],
            lines: vec![Line {
                points: vec![(2024.0, 0.0), (2028.0, 40.0), (2030.0, 60.0)],
                label: "median".to_owned(),
                ink: Ink::First,
                strong: true,
                dash: None,
                ..Line::default()
            }],
            marks: Vec::new(),
            key: Vec::new(),
            source_line: String::new(),
            alt: "Stores over time.".to_owned(),
            ..ChartSpec::default()
        }
    }

    #[test]
    fn lines_and_bands_are_cut_where_they_cross_the_edges() {
        let Figure::Time(part) = Figure::Time(Box::new(chart())).within(Zoom { time: (2025.0, 2029.0), values: None }) else {
            panic!("not over time")
        };
        assert_eq!(part.lines[0].points, [(2025.0, 10.0), (2028.0, 40.0), (2029.0, 50.0)]);
        assert_eq!(part.bands[0].points, [(2025.0, 1.0, 20.0), (2029.0, 5.0, 60.0)]);
        assert_eq!(part.zones[0].time, (2026.5, 2029.0));
        assert_eq!(part.alt, "Stores over time. Only Jan 2025 to Dec 2028 is shown.");
        assert_eq!(part.title, "Stores (Jan 2025 to Dec 2028)");
        // A span between two points has a line too.
        let Figure::Time(part) = Figure::Time(Box::new(chart())).within(Zoom { time: (2025.0, 2026.0), values: None }) else {
            panic!("not over time")
        };
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

    #[test]
    fn values_are_cut_where_lines_and_bands_cross_the_edges() {
        let zoom = Zoom { time: (2024.0, 2030.0), values: Some((20.0, 50.0)) };
        let Figure::Time(part) = Figure::Time(Box::new(chart())).within(zoom) else { panic!("not over time") };
        assert_eq!(part.lines.len(), 1);
        assert_eq!(part.lines[0].points, [(2026.0, 20.0), (2028.0, 40.0), (2029.0, 50.0)]);
        assert_eq!((part.lines[0].label.as_str(), part.values), ("median", Some((20.0, 50.0))));
        assert_eq!(
            part.bands[0].points,
            [(2024.0, 20.0, 20.0), (2025.0, 20.0, 20.0), (2028.0, 20.0, 50.0), (2030.0, 20.0, 50.0)]
        );
        assert_eq!(part.alt, "Stores over time. Only Jan 2024 to Dec 2029, 20 to 50 stores is shown.");
    }

    #[test]
    fn a_line_that_leaves_and_returns_has_two_pieces_and_one_name() {
        let mut spec = chart();
        spec.lines[0].points = vec![(2024.0, 0.0), (2026.0, 20.0), (2028.0, 0.0)];
        let zoom = Zoom { time: (2024.0, 2030.0), values: Some((0.0, 10.0)) };
        let Figure::Time(part) = Figure::Time(Box::new(spec)).within(zoom) else { panic!("not over time") };
        let pieces: Vec<_> = part.lines.iter().map(|line| (line.points.clone(), line.label.as_str())).collect();
        let (first, second) = (vec![(2024.0, 0.0), (2025.0, 10.0)], vec![(2027.0, 10.0), (2028.0, 0.0)]);
        assert_eq!(pieces, [(first, ""), (second, "median")]);
    }

    #[test]
    fn bars_keep_their_zero() {
        let mut spec = chart();
        spec.marks.push(Mark {
            shape: MarkShape::Bar,
            time: Extent::Over(2024.0, 2025.0),
            covers: None,
            value: 30.0,
            range: None,
            inner: Vec::new(),
            caret: None,
            ink: Ink::Actual,
            faint: false,
            hollow: false,
            label: String::new(),
            claims: Vec::new(),
            own: Vec::new(),
            name: String::new(),
            details: Vec::new(),
            ..Mark::default()
        });
        let figure = Figure::Time(Box::new(spec));
        assert!(!figure.has_free_values());
        let Figure::Time(part) = figure.within(Zoom { time: (2024.0, 2030.0), values: Some((20.0, 50.0)) }) else { panic!() };
        assert_eq!(part.values, Some((0.0, 80.0)));
    }

    #[test]
    fn what_a_hand_zooms_stays_inside() {
        let (time, values) = ((2024.0, 2034.0), (0.0, 100.0));
        let kept = |from: f64, until: f64| kept_inside(Zoom { time: (from, until), values: None }, time, values);
        assert_eq!(kept(2024.0, 2034.0), None);
        assert_eq!(kept(2010.0, 2050.0), None, "zoomed out beyond all");
        assert_eq!(kept(2033.0, 2036.0).map(|zoom| zoom.time), Some((2031.0, 2034.0)));
        assert_eq!(kept(2030.0, 2030.0).map(|zoom| zoom.time), Some((2029.75, 2030.25)));
        assert_eq!(kept(f64::NAN, f64::NAN), None);
        let free = kept_inside(Zoom { time, values: Some((90.0, 120.0)) }, time, values);
        assert_eq!(free, Some(Zoom { time, values: Some((70.0, 100.0)) }));
        assert_eq!(kept_inside(Zoom { time, values: Some((0.0, 100.0)) }, time, values), None);
    }
}
