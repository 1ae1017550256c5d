//! What a chart says at one moment: the values of its lines, bands and periods there, for a line that follows the pointer.

use super::{Band, ChartSpec, Extent, Ink, Line, MarkShape, figures};
use crate::notebook::month_of;

/// The values of a chart at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The month and year.
    pub when: String,
    /// A value with its name, and its colour, from top to bottom.
    pub rows: Vec<(String, Ink)>,
}

/// Reads a chart at a position on its time axis; `None` outside of its time or where it shows nothing.
///
/// Lines and bands are read between their points, in a straight line. A bar is read over its whole period.
pub fn reading_at(spec: &ChartSpec, time: f64) -> Option<Reading> {
    if !(spec.time.0..=spec.time.1).contains(&time) {
        return None;
    }
    let mut rows = Vec::new();
    let mut lines: Vec<&Line> = spec.lines.iter().collect();
    lines.sort_by_key(|line| !line.strong);
    for line in lines.into_iter().filter(|line| !line.named().is_empty()) {
        let points = line.points.iter().map(|&(at, value)| (at, [value]));
        if let Some([value]) = between(points, time) {
            rows.push((format!("{}: {}", line.named(), rounded(value)), line.ink));
        }
    }
    rows.extend(spec.bands.first().and_then(|band| band_at(band, time)).map(|text| (text, Ink::Muted)));
    for mark in spec.marks.iter().filter(|mark| matches!(mark.shape, MarkShape::Bar | MarkShape::Spread | MarkShape::Target)) {
        let is_here = matches!(mark.time, Extent::Over(from, to) if (from..to).contains(&time));
        if is_here && !mark.label.is_empty() {
            rows.push((mark.details.first().unwrap_or(&mark.label).clone(), mark.ink));
        }
    }
    (!rows.is_empty()).then(|| Reading { when: month_of(spec.scale.time(time)), rows })
}

fn band_at(band: &Band, time: f64) -> Option<String> {
    let [low, high] = between(band.points.iter().map(|&(at, low, high)| (at, [low, high])), time)?;
    Some(format!("{} of 10 cases: {} to {}", band.cases, rounded(low), rounded(high)))
}

/// A number read off a chart: three figures are as many as a pointer can tell apart.
fn rounded(value: f64) -> String {
    figures(value, 3)
}

fn between<const N: usize>(points: impl Iterator<Item = (f64, [f64; N])>, time: f64) -> Option<[f64; N]> {
    let mut before: Option<(f64, [f64; N])> = None;
    for (at, values) in points {
        if at >= time {
            let Some((begin, first)) = before else { return (at == time).then_some(values) };
            let part = if at > begin { (time - begin) / (at - begin) } else { 1.0 };
            return Some(std::array::from_fn(|index| first[index] + (values[index] - first[index]) * part));
        }
        before = Some((at, values));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_between_its_points_and_nowhere_else() {
        let points = [(2024.0, [10.0]), (2026.0, [30.0])];
        let read = |time: f64| between(points.into_iter(), time).map(|[value]| value);
        assert_eq!(
            [read(2023.9), read(2024.0), read(2025.0), read(2026.0), read(2026.1)],
            [None, Some(10.0), Some(20.0), Some(30.0), None]
        );
    }

    #[test]
    fn numbers_have_three_figures() {
        assert_eq!([0.0, 4387.4, 0.1234, -98_765.0].map(rounded), ["0", "4,390", "0.12", "−98,800"].map(str::to_owned));
    }
}
