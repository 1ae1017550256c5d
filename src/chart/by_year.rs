//! The chart of an amount over time: each year as a bar beside what was aimed for, and the running year added up.
//!
//! Amounts of different length never share an axis: a whole year is a bar, and so is the part of a year that is known, hatched;
//! quarters and halves of the year that runs are added up in a line, against the even pace to its target.

mod added_up;

use std::collections::HashSet;

use jiff::civil::Date;

use super::targets::{SeriesPoint, TargetsChart, adds_up};
use super::{
    Anchor, Arrangement, ChartSpec, Extent, Figure, Ink, KeyEntry, Line, Mark, MarkShape, Note, Panels, Scales, TimeScale,
    compact,
};
use crate::notebook::{ClaimId, Nature, PointRole, Series, decimal_year, long_date};
use added_up::Sums;

/// The most years that have room for their bars and what was aimed for.
const MOST_YEARS: i16 = 8;

/// Draws an amount by years; `None` if it does not add up, has no whole years, other
/// years than those of the calendar, or too many.
pub fn by_year(chart: &TargetsChart, series: &Series, today: Date) -> Option<Figure> {
    let points = &chart.points;
    if series.nature != Nature::Flow || !adds_up(&chart.unit) || !points.iter().all(is_in_one_year) {
        return None;
    }
    let first = points.iter().map(year_of).min()?;
    let last = points.iter().map(year_of).max()?;
    if last - first >= MOST_YEARS || !points.iter().any(is_whole_year) {
        return None;
    }
    let unit = &chart.unit;
    let sums = (first..=last).map(|year| (year, Sums::of(points, year))).collect();
    let years = Years { points, marks: &chart.spec.marks, unit, sums };
    let mut left = years.chart((first, last), &chart.spec);
    left.also = points.iter().filter_map(|point| point.source.claim()).collect();
    let running = (first..=last).rev().find(|&year| years.runs(year, today));
    let right = running.and_then(|year| added_up::chart(&years, year, &chart.spec));
    let key = key(&left, right.as_ref());
    let Some(right) = right else {
        left.title.clone_from(&chart.spec.title);
        let aimed = if left.lines.is_empty() { "" } else { ". Dashed: what was aimed for, from the day it was said" };
        left.subtitle = format!("{}{aimed}", chart.spec.subtitle);
        (left.key, left.source_line, left.alt) = (key, chart.spec.source_line.clone(), chart.spec.alt.clone());
        return Some(Figure::Time(Box::new(left)));
    };
    Some(Figure::Panels(Box::new(Panels {
        title: chart.spec.title.clone(),
        subtitle: chart.spec.subtitle.clone(),
        key,
        charts: vec![left, right],
        scales: Scales::Shared,
        arrangement: Arrangement::Beside(0.64),
        source_line: chart.spec.source_line.clone(),
        alt: chart.spec.alt.clone(),
    })))
}

fn year_of(point: &SeriesPoint) -> i16 {
    point.period.last_day().year()
}

/// Whether a point is about a year of the calendar or a part of one. “By the end of 2027” is about 2027.
fn is_in_one_year(point: &SeriesPoint) -> bool {
    point.period.deadline || point.period.start.year() == point.period.last_day().year()
}

fn is_whole_year(point: &SeriesPoint) -> bool {
    let (start, last) = (point.period.start, point.period.last_day());
    point.period.deadline || (start.day_of_year() == 1 && (last.month(), last.day()) == (12, 31))
}

/// The points of a series by years.
struct Years<'a> {
    points: &'a [SeriesPoint],
    /// The marks of the points, in their order.
    marks: &'a [Mark],
    unit: &'a str,
    /// The parts of each year, added up.
    sums: Vec<(i16, Sums)>,
}

impl Years<'_> {
    /// The indices of the points about a whole year, in a role.
    fn whole(&self, year: i16, role: PointRole) -> Vec<usize> {
        let is_it = |&index: &usize| {
            let point = &self.points[index];
            point.role == role && year_of(point) == year && is_whole_year(point)
        };
        (0..self.points.len()).filter(is_it).collect()
    }

    fn sums(&self, year: i16) -> Option<&Sums> {
        self.sums.iter().find(|(known, _)| *known == year).map(|(_, sums)| sums)
    }

    /// Whether a year is not over, or has no whole actual yet, although a part of it or a target is known.
    fn runs(&self, year: i16, today: Date) -> bool {
        let is_open = today.year() <= year || self.whole(year, PointRole::Actual).is_empty();
        let has_part = self.sums(year).is_some_and(|sums| !sums.is_empty());
        is_open && has_part
    }

    /// The target in force for a year: of those not superseded the one published last.
    fn target(&self, year: i16) -> Option<usize> {
        let of = self.whole(year, PointRole::Target);
        of.into_iter().max_by_key(|&index| (!self.points[index].superseded, self.points[index].published, index))
    }

    fn chart(&self, (first, last): (i16, i16), whole: &ChartSpec) -> ChartSpec {
        let mut spec = ChartSpec {
            title: "By year".to_owned(),
            subtitle: "and what was aimed for, from the day it was said".to_owned(),
            time: (f64::from(first), f64::from(last) + 1.0),
            scale: TimeScale::Slots,
            unit: whole.unit.clone(),
            ..ChartSpec::default()
        };
        for year in first..=last {
            self.bar(year, &mut spec);
            self.targets(year, &mut spec);
            self.estimates(year, &mut spec);
        }
        spec
    }

    /// The bar of a year: what it came to, or as far as it is known.
    fn bar(&self, year: i16, spec: &mut ChartSpec) {
        let place = slot(year, TimeScale::BAR);
        let actuals = self.whole(year, PointRole::Actual);
        for &index in &actuals {
            let own = self.marks[index].clone();
            let covers = Some((f64::from(year), f64::from(year) + 1.0));
            let middle = (place.0 + place.1) / 2.0;
            spec.marks.push(match own.shape {
                MarkShape::Bar => Mark { time: Extent::Over(place.0, place.1), covers, faint: false, ..own },
                _ => Mark { time: Extent::At(middle), covers, ..own },
            });
        }
        let known = self.sums(year).and_then(|sums| sums.known_so_far());
        if let (true, Some(sum)) = (actuals.is_empty(), known) {
            let until = decimal_year(sum.until);
            let mut bar = added_up::mark(self, year, &sum);
            bar.shape = MarkShape::Bar;
            bar.time = Extent::Over(place.0, place.1);
            bar.covers = Some((f64::from(year), until));
            (bar.hatched, bar.hollow) = (true, false);
            spec.notes.push(Note {
                at: ((place.0 + place.1) / 2.0, sum.value / 2.0),
                anchor: Anchor::Middle,
                text: added_up::length_in_words(&sum),
                ink: Ink::Text,
            });
            spec.marks.push(bar);
            if let Some(target) = self.target(year) {
                self.still_to_go((place.0 + place.1) / 2.0, &sum, target, spec);
            }
        }
    }

    /// A dotted line from what is known to the target, and how much that is.
    fn still_to_go(&self, at: f64, sum: &added_up::Sum, target: usize, spec: &mut ChartSpec) {
        let target = &self.points[target].quantity;
        let left = target.value.middle() - sum.value;
        if left <= 0.0 {
            return;
        }
        let (from, until) = (sum.value, target.value.middle());
        let line = |points| Line { points, ink: Ink::Muted, dash: Some((2.0, 3.0)), ..Line::default() };
        spec.lines.push(line(vec![(at, from + left * 0.3), (at, until - left * 0.18)]));
        // “More than 157,000” of 300,000 leaves fewer than 143,000.
        let bound = match (sum.is_least, target.bound.is_open_above()) {
            (true, false) => "fewer than ",
            (false, false) => "",
            (false, true) => "more than ",
            (true, true) => "about ",
        };
        let text = format!("{bound}{} to go", compact(left));
        spec.notes.push(Note { at: (at, from + left * 0.6), anchor: Anchor::Middle, text, ink: Ink::Muted });
    }

    /// The target in force beside and across the bar, and a stair of what was aimed for before that leads to it.
    fn targets(&self, year: i16, spec: &mut ChartSpec) {
        let mut all = self.whole(year, PointRole::Target);
        all.sort_by_key(|&index| (self.points[index].superseded, self.points[index].published));
        all.sort_by_key(|&index| self.points[index].published);
        let in_force = self.target(year);
        let place = slot(year, (0.6, 0.98));
        let covers = Some((f64::from(year), f64::from(year) + 1.0));
        let mut stair: Vec<(f64, f64)> = Vec::new();
        // A level that was repeated is no new step.
        let said = all.iter().filter(|&&index| self.points[index].superseded || Some(index) == in_force);
        for &index in said {
            let value = self.points[index].quantity.value.middle();
            let Some(day) = self.points[index].published else { continue };
            let at = TimeScale::Slots.at(decimal_year(day)).clamp(f64::from(year) - 1.0, place.0);
            if let Some(&(_, before)) = stair.last() {
                stair.push((at, before));
            }
            stair.push((at, value));
            let own = self.marks[index].clone();
            let is_last = Some(index) == in_force;
            let label = if is_last { String::new() } else { own.label.clone() };
            let mut details = own.details.clone();
            details.push(format!("Said on {}", long_date(day)));
            spec.marks.push(Mark {
                shape: MarkShape::Dot,
                time: Extent::At(at),
                covers,
                hollow: !is_last,
                faint: !is_last,
                label,
                details,
                name: format!("Said on {}: {}", long_date(day), own.name),
                ..own
            });
        }
        let mut also: Vec<ClaimId> = Vec::new();
        for &index in &all {
            let own = self.marks[index].clone();
            let own_quantity = self.points[index].quantity.clone();
            if Some(index) == in_force {
                if let (false, Some(&(_, before))) = (stair.is_empty(), stair.last()) {
                    stair.push((place.0, before));
                }
                let label = format!("Target {}", own.label);
                spec.marks.push(Mark { time: Extent::Over(place.0, place.1), covers, faint: false, label, ..own });
            } else if in_force.is_some_and(|index| self.points[index].quantity == own_quantity) {
                // The same target, reported elsewhere: it leads to both.
                also.extend(own.claims);
            } else if !self.points[index].superseded || self.points[index].published.is_none() {
                // Another target beside the one in force, or one whose day is not known.
                spec.marks.push(Mark { time: Extent::Over(place.0, place.1), covers, ..own });
            }
        }
        let mark_in_force =
            spec.marks.iter_mut().rfind(|mark| mark.shape == MarkShape::Target && mark.label.starts_with("Target "));
        if let Some(mark) = mark_in_force {
            mark.claims.extend(also);
        }
        if stair.len() > 1 {
            let dash = Some((4.0, 3.0));
            let name = format!("what was aimed for in {year}");
            spec.lines.push(Line { points: stair, name, ink: Ink::Target, dash, ..Line::default() });
        }
    }

    fn estimates(&self, year: i16, spec: &mut ChartSpec) {
        let (left, right) = slot(year, TimeScale::BAR);
        let covers = Some((f64::from(year), f64::from(year) + 1.0));
        for index in self.whole(year, PointRole::Estimate) {
            let own = self.marks[index].clone();
            spec.marks.push(Mark { time: Extent::At((left + right) / 2.0), covers, ..own });
        }
    }
}

/// A place in the slot of a year.
fn slot(year: i16, (left, right): (f64, f64)) -> (f64, f64) {
    (f64::from(year) + left, f64::from(year) + right)
}

/// The key to both charts.
fn key(left: &ChartSpec, right: Option<&ChartSpec>) -> Vec<KeyEntry> {
    let marks = || left.marks.iter().chain(right.iter().flat_map(|right| &right.marks));
    let entry = |shape, ink, hollow, label: &str| KeyEntry { shape, ink, hollow, label: label.to_owned() };
    let has = |is_it: &dyn Fn(&Mark) -> bool| marks().any(is_it);
    let mut key = Vec::new();
    if has(&|mark| mark.shape == MarkShape::Bar && !mark.hatched) {
        key.push(entry(MarkShape::Bar, Ink::Actual, false, "actual"));
    }
    if has(&|mark| mark.hatched) {
        key.push(entry(MarkShape::Bar, Ink::Actual, true, "part of a year (hatched)"));
    }
    if has(&|mark| mark.shape == MarkShape::Target) {
        key.push(entry(MarkShape::Target, Ink::Target, false, "target in force"));
    }
    if has(&|mark| mark.shape == MarkShape::Dot && mark.ink == Ink::Target && mark.faint) {
        key.push(entry(MarkShape::Dot, Ink::Target, true, "earlier target, on the day it was said"));
    }
    if has(&|mark| mark.ink == Ink::Estimate) {
        key.push(entry(MarkShape::Dot, Ink::Estimate, true, "estimate"));
    }
    key
}

/// The points that neither panel shows, as indices: parts of years that are drawn as a whole.
pub fn parts_not_drawn(chart: &TargetsChart, figure: &Figure) -> Vec<usize> {
    let drawn: Vec<&Mark> = figure.marks();
    let claims: HashSet<ClaimId> = drawn.iter().flat_map(|mark| &mark.claims).copied().collect();
    let is_drawn = |point: &SeriesPoint| match point.source.claim() {
        Some(claim) => claims.contains(&claim),
        None => drawn.iter().any(|mark| mark.claims.is_empty() && mark.value == point.quantity.value.middle()),
    };
    (0..chart.points.len()).filter(|&index| !is_drawn(&chart.points[index])).collect()
}
