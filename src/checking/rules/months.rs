//! Rule 6: the months, quarters and halves of a year are together the year.
//!
//! Only of amounts: levels do not add up. Sums that go on (“so far”) are left out. Amounts that cannot be negative are compared even
//! where a part is missing: the known parts are no more than the whole.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::checking::cues::Cue;
use crate::checking::figure::Figure;
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::{Interval, shown};
use crate::checking::ledger::{Topic, View, by_period};
use crate::checking::sums::{
    are_of_different_cases, at_most_asked, both, days_between, hull, ids, in_unit, sign, total_of, unit_of, value, verdict,
};
use crate::notebook::{ClaimKind, Nature, Period};

/// Adds up the periods of a topic.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    let is_part = |figure: &&Figure| {
        matches!(figure.kind, ClaimKind::Fact | ClaimKind::Estimate)
            && figure.is_additive()
            && !figure.of_text.has(Cue::SoFar)
            && figure.period.is_some_and(|period| !period.deadline && days_between(period.start, period.end) > 1)
    };
    let figures: Vec<&Figure> = view.about(topic).into_iter().filter(is_part).collect();
    if figures.len() < 2 || figures.first().is_some_and(|first| first.nature == Nature::Stock) {
        return;
    }
    let Some(number) = figures[0].number.as_ref() else { return };
    let alike: Vec<&Figure> =
        figures.iter().copied().filter(|figure| figure.number.as_ref().is_some_and(|own| own.is_like(number))).collect();
    let periods = by_period(&alike);
    for (whole, totals) in &periods {
        out.extend(of_whole(view, *whole, totals, &periods));
    }
}

type Periods<'a> = BTreeMap<Period, Vec<&'a Figure>>;

fn of_whole(view: &View<'_>, whole: Period, totals: &[&Figure], periods: &Periods<'_>) -> Option<Finding> {
    let inside: Vec<(&Period, &Vec<&Figure>)> = periods
        .iter()
        .filter(|(part, _)| {
            whole.start <= part.start && part.end <= whole.end && (part.start, part.end) != (whole.start, whole.end)
        })
        .collect();
    if inside.is_empty() {
        return None;
    }
    let is_signed = totals[0].of_measure.has(Cue::Signed);
    let complete = tiling(&inside, whole.start, whole.end);
    let (path, is_complete) = match complete {
        Some(path) => (path, true),
        // Without all parts, the known ones may only be too much.
        None if !is_signed => (greatest(&inside), false),
        None => return None,
    };
    let meanings: Option<Vec<_>> = path.iter().map(|part| hull(part)).collect();
    let meanings = meanings?;
    let sum = both(|of| meanings.iter().try_fold(Interval::one(Decimal::ZERO), |sum, part| sum.add(&of(part))))?;
    let total = hull(totals)?;
    let level = match () {
        () if is_complete => verdict(&total, &sum),
        () if !total.strict.is_below(&sum.strict) => return None,
        () if !total.loose.is_below(&sum.loose) => Level::Loose,
        () => Level::Contradicts,
    };
    let parts: Vec<&Figure> = path.iter().map(|part| part[0]).collect();
    let all = || parts.iter().copied().chain(totals.iter().copied());
    let is_doubtful = all().any(|figure| figure.of_text.any(&[Cue::Restated, Cue::Fiscal])) || are_of_different_cases(all());
    let level = at_most_asked(level, is_doubtful);
    let unit = unit_of(all());
    let terms: Vec<String> = parts.iter().map(|figure| value(figure, unit)).collect();
    let added = in_unit(total_of(parts.iter().copied())?, unit);
    let sum = if terms.len() > 1 {
        format!("{} = {}{}", terms.join(" + "), sign(parts.iter().copied()), shown(added))
    } else {
        terms.concat()
    };
    let (whole_said, named) = (view.says(totals[0]), whole.noun());
    let names: Vec<String> = parts.iter().filter_map(|figure| Some(figure.period?.noun())).collect();
    let names = names.join(", ");
    let (title, line, why) = match (level, is_complete) {
        (Level::Fits, _) => (
            "Parts of a year",
            format!("{sum}; stated is {whole_said}"),
            format!("The amounts for {names} add up to that for {named}."),
        ),
        (_, true) => (
            "Parts of a year that are not the year",
            format!("{sum}, not {whole_said}"),
            format!("{names} are together {}; for {named} it is {whole_said}.", shown(added)),
        ),
        (_, false) => (
            "A part that is more than the whole",
            format!("{sum}, more than {whole_said}"),
            format!("{names} alone come to {}; for {named} it is {whole_said}.", shown(added)),
        ),
    };
    Some(Finding {
        rule: Rule::Months,
        level,
        claims: ids(parts.into_iter().chain([totals[0]])),
        title: title.to_owned(),
        line,
        why,
    })
}

/// Periods one after the other from a day to a day, as few as possible.
fn tiling<'a, 'b>(inside: &[(&'b Period, &'b Vec<&'a Figure>)], start: Date, end: Date) -> Option<Vec<&'b Vec<&'a Figure>>> {
    let mut reached: BTreeMap<Date, Vec<&Vec<&Figure>>> = BTreeMap::from([(start, Vec::new())]);
    // In the order of their starts, every day that can be reached is reached before it is left.
    for (part, figures) in inside {
        let Some(path) = reached.get(&part.start).cloned() else { continue };
        let longer: Vec<_> = path.into_iter().chain([*figures]).collect();
        let known = reached.get(&part.end).map_or(usize::MAX, Vec::len);
        if longer.len() < known {
            reached.insert(part.end, longer);
        }
    }
    reached.remove(&end).filter(|path| path.len() > 1)
}

/// Periods that do not overlap, with the greatest sum.
fn greatest<'a, 'b>(inside: &[(&'b Period, &'b Vec<&'a Figure>)]) -> Vec<&'b Vec<&'a Figure>> {
    let mut by_end = inside.to_vec();
    by_end.sort_by_key(|(part, _)| part.end);
    let low = |figures: &[&Figure]| hull(figures).and_then(|hull| hull.strict.low.at).unwrap_or_default().max(Decimal::ZERO);
    let mut best: Vec<(Date, Decimal, Vec<&Vec<&Figure>>)> = vec![(Date::MIN, Decimal::ZERO, Vec::new())];
    for (part, figures) in by_end {
        let Some((_, before, path)) = best.iter().rev().find(|(end, ..)| *end <= part.start) else { continue };
        let Some(sum) = before.checked_add(low(figures)) else { continue };
        if best.last().is_none_or(|(_, known, _)| sum > *known) {
            let path = path.iter().copied().chain([figures]).collect();
            best.push((part.end, sum, path));
        }
    }
    best.pop().map(|(.., path)| path).unwrap_or_default()
}
