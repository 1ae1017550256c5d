//! The parts of a year, added up: how far a year has come by the end of each part that is known.

use jiff::civil::Date;

use super::{Years, is_whole_year, year_of};
use crate::chart::targets::SeriesPoint;
use crate::chart::{Anchor, Caret, ChartSpec, Extent, Ink, Line, Mark, MarkShape, Note, TimeScale, Zone, value_label};
use crate::notebook::{Bound, PointRole, Quantity, Value, decimal_year, month_of};

/// How far a year had come by a day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sum {
    /// The day after the last one that is counted.
    pub until: Date,
    /// The points that are added, by their index.
    pub parts: Vec<usize>,
    /// Whether one of them is an estimate.
    pub is_estimated: bool,
    /// The sum.
    pub value: f64,
    /// Whether it may be more: one of the parts is “more than” a number.
    pub is_least: bool,
    /// The sum with its bound and unit.
    pub quantity: Quantity,
}

/// What is known of a year by the end of each of its parts.
#[derive(Debug, Default)]
pub(super) struct Sums(Vec<Sum>);

impl Sums {
    /// Adds up the parts of a year that follow each other from its first day. Of several ways to a day, the one with the fewest
    /// estimates is taken, then the one with the fewest parts.
    pub(super) fn of(points: &[SeriesPoint], year: i16) -> Self {
        let Ok(begin) = Date::new(year, 1, 1) else { return Self::default() };
        let mut parts: Vec<usize> = (0..points.len()).filter(|&index| is_part(&points[index], year)).collect();
        parts.sort_by_key(|&index| (points[index].period.end, points[index].period.start));
        let mut sums: Vec<Sum> = Vec::new();
        for index in parts {
            let point = &points[index];
            let before = match point.period.start == begin {
                true => None,
                false => match sums.iter().find(|sum| sum.until == point.period.start) {
                    Some(sum) => Some(sum.clone()),
                    None => continue,
                },
            };
            let Some(sum) = added(before, index, point) else { continue };
            let cost = |sum: &Sum, points: &[SeriesPoint]| {
                let estimates = sum.parts.iter().filter(|&&part| points[part].role == PointRole::Estimate).count();
                (estimates, sum.parts.len())
            };
            match sums.iter_mut().find(|known| known.until == sum.until) {
                Some(known) if cost(&sum, points) < cost(known, points) => *known = sum,
                Some(_) => {}
                None => sums.push(sum),
            }
        }
        sums.sort_by_key(|sum| sum.until);
        Self(sums)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The latest sum of actuals alone.
    pub(super) fn known_so_far(&self) -> Option<Sum> {
        self.0.iter().rfind(|sum| !sum.is_estimated).cloned()
    }
}

/// Whether a point is about a part of a year: its actuals and estimates, not the year as a whole.
fn is_part(point: &SeriesPoint, year: i16) -> bool {
    year_of(point) == year && !is_whole_year(point) && !point.superseded && point.role != PointRole::Target
}

fn added(before: Option<Sum>, index: usize, point: &SeriesPoint) -> Option<Sum> {
    let own = &point.quantity;
    let mut sum = before.unwrap_or_else(|| Sum {
        until: point.period.start,
        parts: Vec::new(),
        is_estimated: false,
        value: 0.0,
        is_least: false,
        quantity: Quantity { value: Value::One(0.into()), bound: Bound::Exactly, approx: false, ..own.clone() },
    });
    let bound = bound_of_sum(sum.quantity.bound, own.bound)?;
    let total = |a: Value, b: Value| -> Option<Value> {
        let (low, high) = (a.low().checked_add(b.low())?, a.high().checked_add(b.high())?);
        Some(if low == high { Value::One(low) } else { Value::Range(low, high) })
    };
    sum.quantity.value = total(sum.quantity.value, own.value)?;
    sum.quantity.bound = bound;
    sum.quantity.approx |= own.approx;
    sum.parts.push(index);
    sum.is_estimated |= point.role == PointRole::Estimate;
    sum.until = point.period.end;
    sum.value = sum.quantity.value.middle();
    sum.is_least = sum.quantity.bound.is_open_above();
    Some(sum)
}

/// The bound of a sum. “More than 5” and “less than 5” together leave everything open: they are not added.
fn bound_of_sum(a: Bound, b: Bound) -> Option<Bound> {
    match (a, b) {
        (Bound::Exactly, other) | (other, Bound::Exactly) => Some(other),
        (a, b) if a == b => Some(a),
        (a, b) if a.is_open_above() && b.is_open_above() => Some(Bound::MoreThan),
        (a, b) if a.is_open_below() && b.is_open_below() => Some(Bound::LessThan),
        _ => None,
    }
}

/// “six months”, “five months” …, of the part of the year that a sum covers.
pub(super) fn length_in_words(sum: &Sum) -> String {
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let months = usize::from(sum.until.month().unsigned_abs()).saturating_sub(1);
    match NUMBERS.get(months.wrapping_sub(1)) {
        Some(&"one") => "one month".to_owned(),
        Some(number) if sum.until.day() == 1 => format!("{number} months"),
        _ => "part of the year".to_owned(),
    }
}

/// A sum as a mark that leads to all claims that are added.
pub(super) fn mark(years: &Years<'_>, year: i16, sum: &Sum) -> Mark {
    let claims: Vec<_> = sum.parts.iter().filter_map(|&part| years.points[part].source.claim()).collect();
    let own = sum.parts.iter().filter(|&&part| years.points[part].source.claim().is_none()).count();
    let until = sum.until.yesterday().unwrap_or(sum.until);
    let what = if sum.is_estimated { "Estimate" } else { "Actual" };
    let mut details = vec![format!("{what}, January to {}: {}", month_of(decimal_year(until)), sum.quantity)];
    for &part in &sum.parts {
        let point = &years.points[part];
        details.push(format!("{}: {}, {}", point.period, point.quantity, point.voices));
    }
    Mark {
        shape: MarkShape::Dot,
        time: Extent::At(decimal_year(sum.until)),
        covers: Some((f64::from(year), decimal_year(sum.until))),
        value: sum.value,
        caret: match sum.quantity.bound {
            bound if bound.is_open_above() => Some(Caret::Up),
            bound if bound.is_open_below() => Some(Caret::Down),
            _ => None,
        },
        ink: if sum.is_estimated { Ink::Estimate } else { Ink::Actual },
        hollow: sum.is_estimated || claims.is_empty(),
        label: value_label(&sum.quantity, years.unit),
        own: vec!["own judgement".to_owned(); usize::from(own > 0)],
        name: details[0].clone(),
        claims,
        details,
        ..Mark::default()
    }
}

/// Draws the year that runs, added up; `None` if nothing of it is known.
pub(super) fn chart(years: &Years<'_>, year: i16, whole: &ChartSpec) -> Option<ChartSpec> {
    let sums = &years.sums(year)?.0;
    let (begin, end) = (f64::from(year), f64::from(year) + 1.0);
    let mut spec = ChartSpec {
        title: format!("{year}, added up"),
        subtitle: format!("{} since 1 January", whole.unit),
        time: (begin, end),
        scale: TimeScale::Even,
        unit: String::new(),
        ..ChartSpec::default()
    };
    let mut climb = vec![(begin, 0.0)];
    for sum in sums {
        spec.marks.push(mark(years, year, sum));
        if !sum.is_estimated {
            climb.push((decimal_year(sum.until), sum.value));
        }
    }
    let known = *climb.last()?;
    let line =
        |name: &str, points, ink, strong, dash| Line { points, name: name.to_owned(), ink, strong, dash, ..Line::default() };
    if climb.len() > 1 {
        spec.lines.push(line("actual, added up", climb, Ink::Actual, true, None));
    }
    spec.zones.extend(Zone::after(known.0, (begin, end), "not reported yet"));
    if let Some(target) = years.target(year) {
        let own = years.marks[target].clone();
        let value = own.value;
        spec.lines.push(line("even pace to the target", vec![(begin, 0.0), (end, value)], Ink::Muted, false, Some((2.0, 3.0))));
        let at = (begin + 0.78, value * 0.5);
        spec.notes.push(Note { at, anchor: Anchor::Middle, text: "even pace to the target".to_owned(), ink: Ink::Muted });
        // Named beside the data area, where the lines end.
        let label = format!("Target {}", own.label);
        spec.lines.push(Line { label, ..line("", vec![(end, value)], Ink::Target, true, None) });
        let own = Mark { name: format!("Added up, {}", own.name), label: String::new(), ..own };
        spec.marks.push(Mark { time: Extent::At(end), covers: Some((begin, end)), faint: false, ..own });
    }
    for index in years.whole(year, PointRole::Estimate) {
        let own = years.marks[index].clone();
        let label = own.label.clone();
        spec.lines.push(Line {
            label,
            ..line("estimate, at an even pace", vec![known, (end, own.value)], Ink::Estimate, false, Some((7.0, 4.0)))
        });
        let own = Mark { name: format!("Added up, {}", own.name), label: String::new(), ..own };
        spec.marks.push(Mark { time: Extent::At(end), covers: Some((begin, end)), ..own });
    }
    Some(spec)
}
