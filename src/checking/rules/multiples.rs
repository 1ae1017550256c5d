//! Rule 9: a multiple or a record agrees with the levels.
//!
//! “Doubled” is 1.8 to 2.2 times; “more than doubled” at least twice, “nearly” up to it. A record is not below an earlier level.

use rust_decimal::Decimal;

use crate::checking::cues::Cue;
use crate::checking::figure::{Figure, Number};
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::{Interval, shown};
use crate::checking::ledger::{Topic, View};
use crate::checking::levels::{at_period, bases, levels_of};
use crate::checking::multiple::Multiple;
use crate::checking::sums::{are_of_different_cases, at_most_asked, days_between, ids, unit_of, value};
use crate::notebook::{Bound, ClaimKind, Value};

/// Compares the multiples and records of a topic with its levels.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    for figure in view.about(topic) {
        if matches!(figure.kind, ClaimKind::Fact | ClaimKind::Estimate) {
            out.extend(multiple(view, topic, figure));
            out.extend(record(view, topic, figure));
        }
    }
}

/// Whether a number is a factor: “3 times”.
fn is_factor(number: &Number) -> bool {
    matches!(number.quantity.unit.as_str(), "×" | "time" | "times" | "fold" | "x" | "倍" | "mal" | "fois" | "vez" | "veces")
}

fn factors(figure: &Figure) -> Option<Interval> {
    let tenth = |factor: Decimal| Interval::between(factor * Decimal::new(9, 1), factor * Decimal::new(11, 1));
    if let Some(number) = figure.number.as_ref().filter(|number| is_factor(number)) {
        let Value::One(factor) = number.quantity.value else { return Some(number.meaning.loose) };
        let around = tenth(factor);
        return Some(match number.quantity.bound {
            Bound::Exactly => around.hull(&number.meaning.strict),
            _ => number.meaning.loose,
        });
    }
    let Multiple { factor, is_least, is_nearly } = figure.multiple?;
    Some(match (is_least, is_nearly) {
        (true, _) if factor > Decimal::ONE => Interval::from(factor * Decimal::new(98, 2), false),
        (true, _) => Interval::between(Decimal::ZERO, factor * Decimal::new(102, 2)),
        (_, true) => Interval::between(factor * Decimal::new(8, 1), factor * Decimal::new(11, 1)),
        _ => tenth(factor),
    })
}

fn multiple(view: &View<'_>, topic: &Topic, figure: &Figure) -> Option<Finding> {
    let factors = factors(figure)?;
    let period = figure.period?;
    let is_level = figure.number.as_ref().is_some_and(|number| !is_factor(number) && !figure.is_per_cent());
    let mut best: Option<(bool, &Figure, &Figure, Decimal)> = None;
    for levels in levels_of(view, topic, figure) {
        let now: Vec<&Figure> = if is_level {
            view.about(topic).into_iter().filter(|own| own.claim == figure.claim).collect()
        } else {
            at_period(view, &levels, period)
        };
        for base in bases(view, figure, period) {
            for (after, before) in
                now.iter().flat_map(|after| at_period(view, &levels, base).into_iter().map(move |before| (*after, before)))
            {
                let (Some(one), Some(other)) = (&after.number, &before.number) else { continue };
                if is_factor(one)
                    || is_factor(other)
                    || !one.is_like(other)
                    || after.claim == before.claim
                    || before.claim == figure.claim
                {
                    continue;
                }
                let Some(ratio) = one.meaning.loose.divide(&other.meaning.loose) else { continue };
                let Some(exact) = one.value().zip(other.value()).and_then(|(one, other)| one.checked_div(other)) else {
                    continue;
                };
                let fits = ratio.meets(&factors);
                if best.as_ref().is_none_or(|(known, ..)| fits && !known) {
                    best = Some((fits, after, before, exact));
                }
            }
        }
    }
    let (fits, after, before, exact) = best?;
    let level = if fits { Level::Fits } else { Level::Contradicts };
    // In a sentence with several numbers, another one may have doubled.
    let is_doubtful = is_level && figure.numbers > 1
        || [figure, after, before].iter().any(|figure| figure.of_text.any(&[Cue::Restated, Cue::SoFar]))
        || are_of_different_cases([figure, after, before]);
    let level = at_most_asked(level, is_doubtful);
    let unit = unit_of([after, before]);
    let sum = format!("{} ÷ {} = {}", value(after, unit), value(before, unit), shown(exact));
    let (title, line) = if fits {
        ("A multiple and its levels", format!("{sum}, as stated"))
    } else {
        ("A multiple that its levels do not show", format!("{sum}, not {}", words(factors)))
    };
    let why = format!(
        "From {} to {} is {} times as much; stated is {}.",
        view.says(before),
        view.says(after),
        shown(exact),
        words(factors)
    );
    Some(Finding { rule: Rule::Multiples, level, claims: ids([figure, before, after]), title: title.to_owned(), line, why })
}

fn words(factors: Interval) -> String {
    match (factors.low.at, factors.high.at) {
        (Some(low), Some(high)) => format!("{} to {} times", shown(low), shown(high)),
        _ => format!("{factors} times"),
    }
}

fn record(view: &View<'_>, topic: &Topic, said: &Figure) -> Option<Finding> {
    let period = said.period?;
    if !said.of_text.has(Cue::Record) || said.of_text.has(Cue::Fall) || !said.is_fact() {
        return None;
    }
    // “A record high” may name no number: then it is that of the period.
    let of_period = || at_period(view, topic, period).into_iter().find(|other| other.number.is_some() && other.is_fact());
    let figure = if said.number.is_some() { said } else { of_period()? };
    let number = figure.number.as_ref()?;
    if is_factor(number) || figure.is_per_cent() {
        return None;
    }
    let length = days_between(period.start, period.end);
    let is_earlier = |other: &&Figure| {
        other.is_fact()
            && other.period.is_some_and(|own| own.end <= period.start && (days_between(own.start, own.end) - length).abs() < 5)
            && other.number.as_ref().is_some_and(|own| own.is_like(number) && number.meaning.loose.is_below(&own.meaning.loose))
    };
    // “The most since 2019” is one only since then; “a post-pandemic record” since a time that is not known.
    let since = match crate::checking::levels::earlier_years(view, said, period)[..] {
        [] if said.of_text.has(Cue::Since) => return None,
        [] => None,
        [year] => Some(year),
        _ => return None,
    };
    let is_earlier =
        |other: &&Figure| is_earlier(other) && since.is_none_or(|year| other.period.is_some_and(|own| own.start.year() > year));
    let higher =
        view.about(topic).into_iter().filter(is_earlier).max_by_key(|other| other.number.as_ref().and_then(Number::value))?;
    let is_doubtful = [figure, higher].iter().any(|figure| figure.of_text.any(&[Cue::Restated, Cue::SoFar]));
    let (said_to_be, more, when) = (view.says(figure), view.says(higher), higher.period?.noun());
    Some(Finding {
        rule: Rule::Multiples,
        level: at_most_asked(Level::Contradicts, is_doubtful),
        claims: ids([said, figure, higher]),
        title: "Not a record".to_owned(),
        line: format!("{said_to_be}, after {more} in {when}"),
        why: format!("{said_to_be} is called a record, and in {when} it was {more}."),
    })
}
