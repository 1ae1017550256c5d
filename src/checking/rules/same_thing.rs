//! Rule 1: two claims on one subject, measure and period state the same number.
//!
//! Not compared: what was aimed for with what happened; forecasts of different people; levels at different times of one period;
//! sums that go on. Only asked: numbers that were revised, or that say that they leave something out.

use crate::checking::cues::Cue;
use crate::checking::figure::{Figure, Number};
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::ledger::{Topic, View};
use crate::checking::levels::bases;
use crate::checking::sums::{days_between, ids, is_same_time, verdict};
use crate::notebook::{Bound, ClaimKind, Grain, Nature, UnitFamily, Value};

/// Two sources this many days apart may each be right about their day.
const NEAR: i64 = 31;
/// As many figures about one period are compared pair by pair; of more, each with those that are farthest from it.
const FEW: usize = 12;

/// Compares the figures of a topic.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    let figures: Vec<&Figure> = view.all_about(topic).into_iter().filter(|figure| figure.number.is_some()).collect();
    for (_, same) in crate::checking::ledger::by_period(&figures) {
        let found =
            pairs(&distinct(&same)).into_iter().filter_map(|(one, other)| Some((one, other, same_period(view, one, other)?)));
        out.extend(once(found));
    }
    // The same exact number for two periods: a few figures have one.
    let exact: Vec<&Figure> = figures.iter().copied().filter(|figure| figure.period.is_some() && is_repeatable(figure)).collect();
    let mut by_value: std::collections::BTreeMap<(rust_decimal::Decimal, bool), Vec<&Figure>> = std::collections::BTreeMap::new();
    for figure in exact {
        if let Some(value) = figure.number.as_ref().and_then(Number::value) {
            by_value.entry((value, figure.is_aim())).or_default().push(figure);
        }
    }
    for same in by_value.values().filter(|same| same.len() > 1) {
        let found = pairs(same).into_iter().filter_map(|(one, other)| Some((one, other, two_periods(view, one, other)?)));
        out.extend(once(found));
    }
}

/// Of findings about the same two numbers, the surest: ten sources may repeat one of them.
fn once<'a>(found: impl Iterator<Item = (&'a Figure, &'a Figure, Finding)>) -> Vec<Finding> {
    type Said<'a> = (ClaimKind, bool, Option<(&'a crate::notebook::Quantity, Option<crate::notebook::Period>)>);
    fn said(figure: &Figure) -> Said<'_> {
        (figure.kind, figure.is_superseded, figure.number.as_ref().map(|number| (&number.quantity, figure.period)))
    }
    let mut kept: Vec<(Said<'a>, Said<'a>, Finding)> = Vec::new();
    for (one, other, finding) in found {
        let (one, other) = (said(one), said(other));
        let known = kept.iter_mut().find(|(a, b, _)| *a == one && *b == other || *a == other && *b == one);
        match known {
            Some((.., surest)) if finding.level < surest.level => *surest = finding,
            Some(_) => {}
            None => kept.push((one, other, finding)),
        }
    }
    kept.into_iter().map(|(.., finding)| finding).collect()
}

/// Of figures that say the same in the same role, the first.
fn distinct<'a>(figures: &[&'a Figure]) -> Vec<&'a Figure> {
    let mut kept: Vec<&Figure> = Vec::new();
    for figure in figures {
        let is_known = |known: &&Figure| {
            (known.kind, known.is_superseded) == (figure.kind, figure.is_superseded)
                && known.said_on == figure.said_on
                && known.of_text == figure.of_text
                && known.number.as_ref().map(|number| (&number.sort, number.meaning))
                    == figure.number.as_ref().map(|number| (&number.sort, number.meaning))
        };
        if kept.len() > FEW || !kept.iter().any(is_known) {
            kept.push(figure);
        }
    }
    kept
}

/// The pairs to compare. Many figures are each compared with the lowest and the highest of their kind.
fn pairs<'a>(figures: &[&'a Figure]) -> Vec<(&'a Figure, &'a Figure)> {
    if figures.len() <= FEW {
        return figures.iter().enumerate().flat_map(|(at, one)| figures[at + 1..].iter().map(|other| (*one, *other))).collect();
    }
    let end = |figure: &&&Figure, is_high: bool| {
        let strict = figure.strict();
        strict.and_then(|strict| if is_high { strict.high.at } else { strict.low.at })
    };
    let mut pairs = Vec::new();
    for kind in ClaimKind::ALL {
        let is_own = |figure: &&&Figure| figure.kind == *kind && !figure.is_superseded && !figure.of_text.has(Cue::SoFar);
        let own: Vec<&'a Figure> = figures.iter().filter(is_own).copied().collect();
        let lowest = own.iter().filter(|figure| end(figure, true).is_some()).min_by_key(|figure| end(figure, true));
        let highest = own.iter().filter(|figure| end(figure, false).is_some()).max_by_key(|figure| end(figure, false));
        for far in [lowest, highest].into_iter().flatten() {
            pairs.extend(own.iter().filter(|figure| figure.claim != far.claim).map(|figure| (*figure, *far)));
        }
    }
    pairs
}

fn same_period(view: &View<'_>, one: &Figure, other: &Figure) -> Option<Finding> {
    let (mine, theirs) = (one.number.as_ref()?, other.number.as_ref()?);
    let worst = comparable(one, other)?;
    let (said, said_too) = (view.says(one), view.says(other));
    let period = one.period?.noun();
    if !mine.is_like(theirs) {
        let level = two_units(mine, theirs)?.max(worst);
        return Some(Finding {
            rule: Rule::SameThing,
            level,
            claims: ids([one, other]),
            title: "One number, two units".to_owned(),
            line: format!("{said}, and {said_too}"),
            why: format!("For {period} one says {said} and the other {said_too}: the same digits in another unit."),
        });
    }
    let level = verdict(&mine.meaning, &theirs.meaning);
    let are_changes = (one.is_change, other.is_change);
    if level == Level::Fits || are_changes.0 != are_changes.1 {
        return None;
    }
    if are_changes.0 && bases(view, one, one.period?) != bases(view, other, other.period?) {
        return None;
    }
    let is_aim = one.is_aim();
    let title = match (level, is_aim) {
        (Level::Loose, _) => "Two figures that are only roughly the same",
        (_, true) => "One target, two numbers",
        (_, false) => "Two numbers for the same thing",
    };
    Some(Finding {
        rule: Rule::SameThing,
        level: level.max(worst),
        claims: ids([one, other]),
        title: title.to_owned(),
        line: format!("{said}, and {said_too}"),
        why: format!("For {period} one says {said} and the other {said_too}{}.", reason(level, worst)),
    })
}

fn reason(level: Level, worst: Level) -> &'static str {
    match (level, worst) {
        (Level::Loose, _) => ", which is the same only if the round number is read loosely",
        (_, Level::Question) => "; something that they say besides, or the days on which they say it, may explain it",
        _ => ", which cannot both be true",
    }
}

/// The most that can be said where the numbers of two claims on one period differ; `None` if they may.
fn comparable(one: &Figure, other: &Figure) -> Option<Level> {
    if one.shares_words_with(other) {
        // “From 100 to 120 stores”.
        return None;
    }
    let words = [one.of_text, other.of_text];
    if words.iter().any(|words| words.has(Cue::SoFar)) {
        return None;
    }
    let days = one.said_on.zip(other.said_on).map(|(one, other)| days_between(one, other).abs());
    let is_doubtful = words.iter().any(|words| words.any(&[Cue::Restated, Cue::Fiscal]));
    let capped = |level: Level| Some(if is_doubtful { level.max(Level::Question) } else { level });
    match (one.kind, other.kind) {
        (ClaimKind::Fact, ClaimKind::Fact) => {
            let grain = one.period?.grain;
            if grain == Grain::Day || one.nature == Nature::Flow {
                return capped(Level::Contradicts);
            }
            // A level can change within the period that is named for it.
            match days {
                Some(days) if days > NEAR => None,
                Some(_) => capped(Level::Contradicts),
                None => Some(Level::Question),
            }
        }
        _ if one.is_aim() && other.is_aim() => {
            let later = if one.said_on >= other.said_on { one } else { other };
            match days {
                // “Raised its goal to”: it says itself that it replaces the other.
                Some(days) if days > 0 && later.of_text.any(&[Cue::Rise, Cue::Fall, Cue::Shrink, Cue::Restated]) => None,
                Some(days) if days <= NEAR => capped(Level::Contradicts),
                _ => Some(Level::Question),
            }
        }
        (ClaimKind::Fact, ClaimKind::Estimate) | (ClaimKind::Estimate, ClaimKind::Fact) => {
            let estimate = if one.kind == ClaimKind::Estimate { one } else { other };
            // Before the end of its period it was a forecast.
            (estimate.said_on? >= estimate.period?.end && one.nature == Nature::Flow).then_some(Level::Question)
        }
        (mine, theirs) if mine == theirs && mine != ClaimKind::Opinion && mine != ClaimKind::Rumour => {
            // People may change their minds, and in one text they weigh several cases; who passes it on within days does not.
            let is_one_voice = one.speaker.is_some() && one.speaker == other.speaker && !one.shares_source_with(other);
            match days {
                Some(days) if is_one_voice && days <= NEAR => capped(Level::Contradicts),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether two numbers with the same digits have units that make them different numbers.
fn two_units(one: &Number, other: &Number) -> Option<Level> {
    let digits = |number: &Number| {
        let is_one = matches!((number.quantity.value, number.quantity.bound), (Value::One(_), Bound::Exactly));
        is_one.then(|| number.digits())
    };
    let (mine, theirs) = (digits(one)?, digits(other)?);
    let (unit, their_unit) = (&one.quantity, &other.quantity);
    let is_unnamed = unit.unit.is_empty() || their_unit.unit.is_empty();
    let has_points = [one, other].iter().any(|number| number.sort.family == UnitFamily::Points);
    let is_factor = [unit, their_unit].iter().any(|quantity| quantity.unit == "×");
    if mine != theirs || mine.len() < 2 || is_unnamed || has_points || is_factor || unit.unit == their_unit.unit {
        return None;
    }
    const NEAR_PARITY: [&str; 5] = ["USD", "EUR", "CHF", "CAD", "AUD"];
    let near = |quantity: &crate::notebook::Quantity| NEAR_PARITY.contains(&quantity.unit.as_str());
    Some(match (one.sort.family, other.sort.family) {
        // Cars and vehicles, employees and people: other words for the same things.
        (UnitFamily::Count, UnitFamily::Count) => Level::Question,
        (UnitFamily::Money, UnitFamily::Money) if near(unit) && near(their_unit) && mine.len() < 4 => Level::Question,
        _ => Level::Contradicts,
    })
}

/// Whether it would be odd for another period to have exactly this number.
fn is_repeatable(figure: &Figure) -> bool {
    let Some(number) = &figure.number else { return false };
    let is_one = matches!(number.quantity.value, Value::One(_)) && number.quantity.bound == Bound::Exactly;
    let is_exact = figure.is_fact() && number.is_exact() && figure.is_additive();
    is_one && (is_exact || figure.is_aim()) && !figure.of_text.any(&[Cue::Unchanged, Cue::SoFar])
}

/// One number for two periods.
fn two_periods(view: &View<'_>, one: &Figure, other: &Figure) -> Option<Finding> {
    let (mine, theirs) = (one.period?, other.period?);
    let (number, their_number) = (one.number.as_ref()?, other.number.as_ref()?);
    if is_same_time(mine, theirs) || !number.is_like(their_number) || one.shares_words_with(other) {
        return None;
    }
    let is_level = one.nature == Nature::Stock;
    let said = view.says(one);
    if one.is_aim() {
        let is_due = is_level || mine.deadline && theirs.deadline;
        if !is_due || mine.last_day() == theirs.last_day() {
            return None;
        }
        let days = one.said_on.zip(other.said_on).map(|(one, other)| days_between(one, other).abs());
        let level = if days.is_some_and(|days| days <= NEAR) { Level::Contradicts } else { Level::Question };
        let (first, second) = if mine.last_day() <= theirs.last_day() { (one, other) } else { (other, one) };
        let (first_due, second_due) = (first.period?.noun(), second.period?.noun());
        return Some(Finding {
            rule: Rule::SameThing,
            level,
            claims: ids([first, second]),
            title: "One target, two dates".to_owned(),
            line: format!("{said} by {first_due}, and by {second_due}"),
            why: format!("The target of {said} is due by {first_due} in one and by {second_due} in the other."),
        });
    }
    if is_level {
        return None;
    }
    let overlaps = mine.start < theirs.end && theirs.start < mine.end;
    let length = |period: crate::notebook::Period| days_between(period.start, period.end);
    let is_fiscal = overlaps && (length(mine) - length(theirs)).abs() < 5
        || [one, other].iter().any(|figure| figure.of_text.any(&[Cue::Fiscal, Cue::Restated]));
    let level = if overlaps && !is_fiscal { Level::Contradicts } else { Level::Question };
    Some(Finding {
        rule: Rule::SameThing,
        level,
        claims: ids([one, other]),
        title: "One number for two periods".to_owned(),
        line: format!("{said} in {}, and in {}", mine.noun(), theirs.noun()),
        why: format!("Exactly {said} is said both of {} and of {}.", mine.noun(), theirs.noun()),
    })
}
