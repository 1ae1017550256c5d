//! Draws a level over time: its fan, its start and its target, what is known of it, and what other shapes of growth would make of
//! it.

use super::known::{Known, chance, day_name, known, say};
use super::subject::{
    Beside, Drawn, FAN, FAN_PERCENTILES, Sources, Subject, band_key, computed_zones, in_force, style, two_figures, with_unit,
};
use crate::chart::{Band, ChartSpec, Extent, Ink, Line, Mark, MarkShape, compact};
use crate::forecast::attainment::{Wanted, in_cases};
use crate::forecast::formula::program::{CurveOp, Op};
use crate::forecast::model::Input;
use crate::forecast::projection::{LEVELS, MEDIAN, Row};
use crate::notebook::{AssumptionValue, Growth, Limit, day_near, decimal_year, long_date};
use crate::workspace::has_own_range;
use crate::workspace::model::computed::Basis;

/// The number of points per year of a drawn curve, which looks smooth at any chart width.
const POINTS_PER_YEAR: f64 = 12.0;

pub(super) fn chart(subject: Subject<'_>, sources: &Sources<'_>, driver: usize, beside: Option<Beside<'_>>) -> Drawn {
    let Subject { model, computed, today, .. } = subject;
    let times = &computed.prepared.times;
    let rows = &computed.projection.drivers[driver];
    let of = &model.drivers[driver];
    let curve = own_curve(subject, driver);
    let uncertain = rows.rows.iter().any(|row| row.is_spread());
    // A curve that is capped or takes time to mature differs from its plan, which is drawn dashed.
    let altered = curve.filter(|curve| curve.cap.is_some() || curve.maturity.is_some());
    // A plan in steps goes through its points, which lie between the ends of periods: its own line shows them.
    let in_steps = curve.filter(|curve| curve.shape == Growth::Steps);
    let mut lines: Vec<Line> = altered.or(in_steps).and_then(|curve| planned(subject, curve)).into_iter().collect();
    let course = Course::new(subject, driver, if altered.is_some() { None } else { curve });
    lines.extend(beside.map(|beside| compared(beside, subject, driver)));
    lines.push(Line {
        points: course.points(|quantiles| quantiles[MEDIAN]),
        label: if uncertain { "median" } else { curve.map_or("", |curve| curve.shape.label()) }.to_owned(),
        name: if uncertain { "Median" } else { of.headline() }.to_owned(),
        with_value: uncertain || curve.is_some(),
        ink: Ink::Estimate,
        strong: true,
        ..Line::default()
    });
    let bands = if uncertain { fan(&course) } else { Vec::new() };
    let mut known = known(subject, driver);
    let mut marks = anchors(subject, sources, driver, curve, &mut known);
    let time = known.around((times[0].floor(), times[times.len() - 1].ceil().max(times[0].floor() + 1.0)));
    marks.extend(period_marks(subject, sources, driver));
    marks.append(&mut known.marks);
    let shape = curve.map(|curve| format!("; {} growth", curve.shape.label())).unwrap_or_default();
    let spec = ChartSpec {
        title: title(subject, driver, &known),
        subtitle: format!("{} at the end of each {}{shape}", of.headline(), model.periods.noun()),
        time,
        unit: crate::notebook::plural(&of.unit),
        zones: computed_zones(today, times[0], (times[0], time.1)),
        key: if bands.is_empty() { Vec::new() } else { vec![band_key(Ink::Estimate)] },
        bands,
        lines,
        simulated: Some(sources.simulated(computed, driver)),
        source_line: sources.source_line(computed, driver) + &known.source_line(sources),
        alt: alt(subject, driver, curve.map(|curve| curve.shape), &known),
        marks,
        ..ChartSpec::default()
    };
    Drawn { spec, chances: known.targets }
}

/// The finding: how likely the target in force is to be met, or else from where to where the level goes.
fn title(subject: Subject<'_>, driver: usize, known: &Known) -> String {
    let Subject { model, computed, .. } = subject;
    let rows = &computed.projection.drivers[driver];
    let unit = &model.drivers[driver].unit;
    match in_force(&known.targets).filter(|_| rows.rows.iter().any(Row::is_spread)) {
        Some(target) => format!(
            "{}: {} by {} {}",
            model.title,
            with_unit(&target.label, unit),
            target.when,
            in_cases(target.probability, target.draws)
        ),
        None => {
            let (first, last) = (rows.begin.unwrap_or(f64::NAN), rows.rows.last().map_or(f64::NAN, |row| row.median()));
            format!("{}: from {} to {}", model.title, two_or_more(first), with_unit(&two_or_more(last), unit))
        }
    }
}

/// The median of another scenario, dashed.
pub(super) fn compared(beside: Beside<'_>, subject: Subject<'_>, driver: usize) -> Line {
    let other = Subject { scenario: beside.scenario, computed: beside.computed, ..subject };
    let curve = own_curve(other, driver).filter(|curve| curve.cap.is_none() && curve.maturity.is_none());
    let name = beside.name();
    Line {
        points: Course::new(other, driver, curve).points(|quantiles| quantiles[MEDIAN]),
        label: name.to_owned(),
        name: format!("{name}, median"),
        ink: Ink::First,
        dash: Some((6.0, 4.0)),
        ..Line::default()
    }
}

/// The line of a curve through the base values, as it is before a cap or the time that stores take to mature.
fn planned(subject: Subject<'_>, curve: &CurveOp) -> Option<Line> {
    let line = shape(subject, curve, curve.shape)?;
    Some(Line { strong: false, dash: style(curve.shape).1, label: format!("{}, as planned", line.label), ..line })
}

fn two_or_more(value: f64) -> String {
    // A whole number, such as a stated count, is not rounded.
    if value.fract() == 0.0 { compact(value) } else { two_figures(value) }
}

/// Returns the curve of a driver, if its formula is a single one.
pub(super) fn own_curve(subject: Subject<'_>, driver: usize) -> Option<&CurveOp> {
    let program = &subject.computed.prepared.program;
    match program.ops[program.outputs[driver].register].0 {
        Op::Level(curve) => program.curves.get(curve),
        _ => None,
    }
}

/// Draws what each shape of growth makes of the same base values; `None` if the driver is not a single curve.
pub(super) fn shapes(subject: Subject<'_>, sources: &Sources<'_>, driver: usize) -> Option<ChartSpec> {
    let curve = own_curve(subject, driver)?;
    let others = Growth::SHAPES.into_iter().filter(|shape| *shape != curve.shape);
    let lines: Vec<Line> = others.chain([curve.shape]).filter_map(|of| shape(subject, curve, of)).collect();
    let of = &subject.model.drivers[driver];
    let times = &subject.computed.prepared.times;
    let names: Vec<&str> = lines.iter().map(|line| line.label.as_str()).collect();
    Some(ChartSpec {
        title: format!("{}: {} by shape of growth", subject.model.title, of.headline()),
        subtitle: format!("{} with every assumption at its base; {} is chosen", of.headline(), curve.shape.label()),
        time: (times[0].floor(), times[times.len() - 1].ceil().max(times[0].floor() + 1.0)),
        unit: crate::notebook::plural(&of.unit),
        source_line: sources.source_line(subject.computed, driver),
        alt: format!("Lines of {} over time from the same start to the same target: {}.", of.headline(), names.join(", ")),
        marks: anchors(subject, sources, driver, Some(curve), &mut Known::default()),
        lines,
        ..ChartSpec::default()
    })
}

/// The line of a shape of growth through the base values of a curve; the chosen shape is thick and solid.
fn shape(subject: Subject<'_>, of: &CurveOp, shape: Growth) -> Option<Line> {
    let prepared = &subject.computed.prepared;
    let last = prepared.times[prepared.times.len() - 1];
    let strong = shape == of.shape;
    let curve = prepared.curve_as(of, shape).ok()?;
    let (ink, dash) = style(shape);
    // Nobody has stated anything beyond the target date: the other shapes end there.
    let until = if strong { last } else { of.until.min(last) };
    let steps = ((until - of.from) * POINTS_PER_YEAR).ceil().clamp(2.0, 2400.0) as u32;
    let at = |step: u32| (until - of.from) * f64::from(step) / f64::from(steps);
    let scale = scale_of(subject, of.written_in.0);
    let points = (0..=steps).map(at).map(|elapsed| (of.from + elapsed, curve.stores(elapsed) / scale)).collect();
    let dash = dash.filter(|_| !strong);
    Some(Line { points, label: shape.label().to_owned(), ink, strong, dash, ..Line::default() })
}

/// Quantiles over time. They are computed at the ends of periods; in between they follow the curve with all inputs at base, so
/// that line and bands bend together and stay in order.
struct Course {
    /// Decimal years and quantiles.
    known: Vec<(f64, [f64; LEVELS.len()])>,
    /// For each pair of neighbours in `known`: times between them, and the fraction of the way that the curve has covered by
    /// then.
    between: Vec<Vec<(f64, f64)>>,
}

impl Course {
    fn new(subject: Subject<'_>, driver: usize, curve: Option<&CurveOp>) -> Self {
        let prepared = &subject.computed.prepared;
        let rows = &subject.computed.projection.drivers[driver];
        let begin = rows.begin_quantiles.map(|quantiles| (prepared.times[0], quantiles));
        let ends = rows.rows.iter().zip(&prepared.times[1..]).map(|(row, &at)| (at, row.quantiles));
        let known: Vec<_> = begin.into_iter().chain(ends).collect();
        let base = curve.and_then(|of| Some((of.from, prepared.curve_as(of, of.shape).ok()?)));
        let between = known.windows(2).map(|pair| {
            let Some((origin, curve)) = &base else { return Vec::new() };
            let (from, to) = (pair[0].0, pair[1].0);
            let (first, last) = (curve.stores(from - origin), curve.stores(to - origin));
            let steps = ((to - from) * POINTS_PER_YEAR).ceil().clamp(1.0, 120.0) as u32;
            let at = |step: u32| from + (to - from) * f64::from(step) / f64::from(steps);
            let part = |at: f64| (curve.stores(at - origin) - first) / (last - first);
            (1..steps).map(at).map(|at| (at, part(at))).filter(|(_, part)| (0.0..=1.0).contains(part)).collect()
        });
        let between = between.collect();
        Self { known, between }
    }

    fn points(&self, of: impl Fn(&[f64; LEVELS.len()]) -> f64) -> Vec<(f64, f64)> {
        let mut points = Vec::new();
        for (index, (at, quantiles)) in self.known.iter().enumerate() {
            points.push((*at, of(quantiles)));
            if let (Some(between), Some((_, next))) = (self.between.get(index), self.known.get(index + 1)) {
                let (first, last) = (of(quantiles), of(next));
                points.extend(between.iter().map(|(at, part)| (*at, first + (last - first) * part)));
            }
        }
        points
    }
}

fn fan(course: &Course) -> Vec<Band> {
    FAN.into_iter()
        .enumerate()
        .map(|(depth, (low, high))| {
            let (lower, upper) = (course.points(|quantiles| quantiles[low]), course.points(|quantiles| quantiles[high]));
            let points = lower.into_iter().zip(upper).map(|((at, low), (_, high))| (at, low, high)).collect();
            let ends = (depth == 0).then_some(("P10", "P90"));
            Band { points, ink: Ink::Estimate, depth: depth as u8, cases: cases_between(low, high), ends }
        })
        .collect()
}

/// In how many of 10 cases a value lies between two quantiles.
fn cases_between(low: usize, high: usize) -> u8 {
    ((LEVELS[high] - LEVELS[low]) * 10.0).round() as u8
}

/// Marks the start and the target of a curve: value, day, who says so, and how likely the target is to be met. What these say
/// is taken out of what is known besides.
fn anchors(subject: Subject<'_>, sources: &Sources<'_>, driver: usize, curve: Option<&CurveOp>, known: &mut Known) -> Vec<Mark> {
    let Some(curve) = curve else { return Vec::new() };
    let inputs = &subject.computed.prepared.inputs;
    let of = |register: usize| match subject.computed.prepared.program.ops[register].0 {
        Op::Input(input) => inputs.get(input),
        _ => None,
    };
    let mut marks = Vec::new();
    if let Some(start) = of(curve.start) {
        let mark = anchor(subject, sources, driver, (start, curve.from), "Start");
        marks.push(Mark { shape: MarkShape::Dot, ink: Ink::Actual, ..mark });
    }
    if let Some(target) = of(curve.target) {
        let mark = anchor(subject, sources, driver, (target, curve.until), "Target");
        marks.push(Mark { shape: MarkShape::Target, ink: Ink::Target, ..mark });
    }
    known.join(&mut marks);
    for mark in marks.iter_mut().filter(|mark| mark.shape == MarkShape::Target) {
        let when = day_near(curve.until).map(day_name).unwrap_or_default();
        if let Some(chance) = chance(subject, driver, (Wanted::AtLeast, mark.value), mark, when) {
            say(mark, &chance);
            known.targets.push(chance);
        }
    }
    marks
}

/// How much of the base scale one of a driver's unit is.
fn scale_of(subject: Subject<'_>, driver: usize) -> f64 {
    let scale = subject.computed.prepared.program.outputs[driver].scale;
    if scale > 0.0 { scale } else { 1.0 }
}

/// Returns the value at which an input is marked: its base, or for “more than 100” the 100.
fn stated(subject: Subject<'_>, input: &Input) -> f64 {
    match subject.notebook.assumption_value(input.assumption, subject.scenario) {
        Some(AssumptionValue::Number(number)) if number.limit == Limit::Low => input.corners[0],
        Some(AssumptionValue::Number(number)) if number.limit == Limit::High => input.corners[2],
        _ => input.corners[1],
    }
}

fn anchor(subject: Subject<'_>, sources: &Sources<'_>, driver: usize, (input, at): (&Input, f64), name: &str) -> Mark {
    let (id, stated) = (input.assumption, stated(subject, input));
    // The chart is in the unit of the driver, words are in that of the assumption.
    let value = stated / scale_of(subject, driver);
    let shown = stated / if input.unit.scale > 0.0 { input.unit.scale } else { 1.0 };
    let claims = sources.claim_ids(id);
    let unit = sources.assumption(id).map(|assumption| assumption.unit.as_str()).unwrap_or_default();
    let day = subject
        .model
        .inputs
        .iter()
        .filter_map(|input| subject.notebook.assumption_value(input.assumption, subject.scenario))
        .find_map(|value| match value {
            AssumptionValue::Date(date) if (decimal_year(*date) - at).abs() < 1e-9 => Some(*date),
            _ => None,
        });
    let when = day.map(|day| format!(" on {}", long_date(day))).unwrap_or_default();
    let mut details = vec![format!("{name}: {}{when}", with_unit(&compact(shown), unit))];
    details.extend(sources.words(id));
    Mark {
        shape: MarkShape::Dot,
        time: Extent::At(at),
        value,
        range: None,
        covers: None,
        inner: Vec::new(),
        own: Vec::new(),
        caret: sources.caret(id),
        ink: Ink::Actual,
        faint: false,
        hollow: claims.is_empty(),
        label: compact(value),
        name: details.join(", "),
        claims,
        details,
        ..Mark::default()
    }
}

/// Returns an invisible mark for the end of each period, to point at: its bands in words, and what it is based on.
fn period_marks(subject: Subject<'_>, sources: &Sources<'_>, driver: usize) -> Vec<Mark> {
    let prepared = &subject.computed.prepared;
    let rows = &subject.computed.projection.drivers[driver];
    let unit = &subject.model.drivers[driver].unit;
    let rests = crate::workspace::provenance(subject.notebook, subject.computed, driver, subject.scenario);
    let (claims, own) = (rests.claims, sources.names(&rests.own));
    let inputs = inputs(subject, sources, driver);
    let certain = certainty(subject, driver);
    let mut marks: Vec<Mark> = rows
        .rows
        .iter()
        .zip(&prepared.times[1..])
        .map(|(row, &at)| {
            let details = details(row, &crate::notebook::capitalised(&rows.when(row)), (unit, certain), &inputs);
            Mark {
                shape: MarkShape::HitArea,
                time: Extent::At(at),
                value: row.quantiles[MEDIAN],
                range: Some((row.quantiles[FAN[0].0], row.quantiles[FAN[0].1])),
                percentiles: vec![FAN_PERCENTILES[0]],
                own: own.clone(),
                covers: None,
                inner: Vec::new(),
                caret: None,
                ink: Ink::Text,
                faint: false,
                hollow: false,
                label: String::new(),
                claims: claims.clone(),
                name: details[..2].join(", "),
                details,
                ..Mark::default()
            }
        })
        .collect();
    // If the last level equals the target, the target's mark is there already.
    let is_target = |row: &Row| !row.is_spread();
    let curve = own_curve(subject, driver).filter(|curve| curve.cap.is_none() && curve.maturity.is_none());
    if curve.is_some_and(|curve| prepared.times.last().is_some_and(|last| *last <= curve.until))
        && rows.rows.last().is_some_and(is_target)
    {
        marks.pop();
    }
    marks
}

/// Why a driver has one value in all draws, if it has.
pub(super) fn certainty(subject: Subject<'_>, driver: usize) -> &'static str {
    match subject.computed.prepared.program.outputs[driver].over_draws {
        Some(_) => "One number over all draws",
        None => "Certain as long as its inputs are",
    }
}

/// Describes the median and the bands of a period, followed by its inputs, which are the same for all periods.
pub(super) fn details(row: &Row, when: &str, (unit, certain): (&str, &str), inputs: &[String]) -> Vec<String> {
    let of = |index: usize| two_figures(row.quantiles[index]);
    let mut details = vec![format!("{when}: about {}", with_unit(&of(MEDIAN), unit))];
    if row.is_spread() {
        details.push(format!("8 of 10 cases: {} to {}; 9 of 10: {} to {}", of(1), of(7), of(0), of(8)));
    } else {
        details.push(certain.to_owned());
    }
    if row.corners[0] < row.corners[2] {
        let [low, base, high] = row.corners.map(two_figures);
        details.push(format!("All low {low}, all base {base}, all high {high}"));
    }
    details.extend_from_slice(inputs);
    details
}

/// Describes what each input of a driver is based on.
pub(super) fn inputs(subject: Subject<'_>, sources: &Sources<'_>, driver: usize) -> Vec<String> {
    let said = |&input: &usize| {
        let input = &subject.computed.prepared.inputs[input];
        let basis = match sources.basis(input.assumption) {
            Basis::Claims(claims) => {
                let range = sources.assumption(input.assumption).is_some_and(|own| has_own_range(subject.notebook, own));
                match (claims.len(), range) {
                    (1, false) => "from a claim",
                    (1, true) => "from a claim; its range is own judgement",
                    (_, false) => "from claims",
                    (_, true) => "from claims; its range is own judgement",
                }
            }
            Basis::Scenario => "set in this scenario",
            Basis::Own { .. } => "own judgement",
        };
        format!("{}: {basis}", input.title)
    };
    subject.computed.projection.drivers[driver].inputs.iter().map(said).collect()
}

fn alt(subject: Subject<'_>, driver: usize, chosen: Option<Growth>, known: &Known) -> String {
    let rows = &subject.computed.projection.drivers[driver];
    let of = &subject.model.drivers[driver];
    let shape = chosen.map(|shape| format!(" with {} growth", shape.label())).unwrap_or_default();
    let begin = rows.begin.map(|begin| format!(" from {}", two_or_more(begin))).unwrap_or_default();
    let last = rows.rows.last().map(|row| {
        format!(
            " to {} (median) in {}; 8 of 10 simulated cases end between {} and {}",
            with_unit(&two_figures(row.median()), &of.unit),
            row.period.last_day().year(),
            two_figures(row.quantiles[FAN[0].0]),
            two_figures(row.quantiles[FAN[0].1])
        )
    });
    let chances: Vec<String> = known
        .targets
        .iter()
        .map(|target| format!("{} by {}, met {}", target.label, target.when, in_cases(target.probability, target.draws)))
        .collect();
    let targets = if chances.is_empty() { String::new() } else { format!(" Targets: {}.", chances.join("; ")) };
    format!("Line of {} over time{shape}:{begin}{}.{targets}", of.headline(), last.unwrap_or_default())
}
