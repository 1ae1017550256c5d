//! Rule 2: the parts of a subject, or of a measure, are together no more than the whole.
//!
//! Parts are names that stand under another in the vocabulary. That they are less than the whole says nothing: some may be unknown. That
//! they are more says nothing either if some of them are a whole of their own – a list by country beside one by model.

use rust_decimal::Decimal;

use crate::checking::cues::Cue;
use crate::checking::figure::Figure;
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::{Interval, shown};
use crate::checking::ledger::{Topic, View};
use crate::checking::stated::Meaning;
use crate::checking::sums::{at_most_asked, days_between, hull, ids, in_unit, is_same_time, sign, total_of, unit_of, value};
use crate::notebook::{Grain, Nature, Period};

/// Compares the total of a topic with its parts.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    let by_subject: Vec<Topic> = view.under(&topic.subject).iter().map(|key| topic.of_subject(key.clone())).collect();
    let by_measure: Vec<Topic> = view.under(&topic.measure).iter().map(|key| topic.with_measure(key.clone())).collect();
    for parts in [by_subject, by_measure].into_iter().filter(|parts| !parts.is_empty()) {
        let totals: Vec<&Figure> = view.about(topic).into_iter().filter(|figure| is_addable(figure)).collect();
        let like_first = |figure: &&Figure| {
            figure.number.as_ref().zip(totals[0].number.as_ref()).is_some_and(|(own, first)| own.is_like(first))
        };
        let totals: Vec<&Figure> = totals.iter().copied().filter(like_first).collect();
        for (period, totals) in crate::checking::ledger::by_period(&totals) {
            out.extend(of_period(view, period, &totals, &parts));
        }
    }
}

fn is_addable(figure: &Figure) -> bool {
    figure.is_fact() && figure.is_additive() && !figure.of_measure.has(Cue::Signed)
}

fn of_period(view: &View<'_>, period: Period, totals: &[&Figure], topics: &[Topic]) -> Option<Finding> {
    let first = totals.first()?;
    let number = first.number.as_ref()?;
    let is_part = |figure: &&Figure| {
        is_addable(figure)
            && figure.period.is_some_and(|own| is_same_time(own, period))
            && figure.number.as_ref().is_some_and(|own| own.is_like(number))
    };
    let parts: Vec<Vec<&Figure>> = topics
        .iter()
        .map(|topic| view.about(topic).into_iter().filter(is_part).collect())
        .filter(|part: &Vec<_>| !part.is_empty())
        .collect();
    let whole = hull(totals)?;
    let meanings: Vec<Meaning> = parts.iter().filter_map(|part| hull(part)).collect();
    let sum =
        |of: fn(&Meaning) -> Interval| meanings.iter().try_fold(Interval::one(Decimal::ZERO), |sum, part| sum.add(&of(part)));
    let (strict, loose) = (sum(|part| part.strict)?, sum(|part| part.loose)?);
    let level = match () {
        () if meanings.is_empty() => return None,
        () if !whole.strict.is_below(&strict) => Level::Fits,
        () if !whole.loose.is_below(&loose) => Level::Loose,
        () => Level::Contradicts,
    };
    if level == Level::Fits && meanings.len() < 2 {
        return None;
    }
    let all: Vec<&Figure> = parts.iter().map(|part| part[0]).collect();
    if level != Level::Fits && meanings.len() > 1 && are_two_lists(&whole, &meanings) {
        return None;
    }
    let is_one_source = all.iter().all(|figure| figure.shares_source_with(all[0]));
    let is_far_over =
        strict.low.at.zip(whole.loose.high.at).is_some_and(|(sum, whole)| sum > whole.saturating_mul(Decimal::new(15, 1)));
    let is_moving = first.nature == Nature::Stock && first.period?.grain == Grain::Year && {
        let days = all.iter().filter_map(|figure| Some(days_between(figure.said_on?, first.said_on?).abs()));
        days.max().is_some_and(|days| days > 90)
    };
    let is_one_too_much = meanings.iter().any(|part| whole.loose.is_below(&part.loose));
    let is_doubtful = !is_one_source && is_far_over && !is_one_too_much
        || is_moving
        || all.iter().chain(totals).any(|figure| figure.of_text.any(&[Cue::Restated, Cue::Fiscal]));
    let level = at_most_asked(level, is_doubtful);
    let unit = unit_of(all.iter().copied().chain([*first]));
    let terms: Vec<String> = all.iter().map(|figure| value(figure, unit)).collect();
    let total = in_unit(total_of(all.iter().copied())?, unit);
    let sum = if all.len() > 1 {
        format!("{} = {}{}", terms.join(" + "), sign(all.iter().copied()), shown(total))
    } else {
        terms.concat()
    };
    let whole_said = view.says(first);
    let (title, line, why) = match level {
        Level::Fits => (
            "Parts and total",
            format!("{sum}, of {whole_said}"),
            format!("The parts that are known of {} are no more than the whole.", period.noun()),
        ),
        _ => (
            "Parts that are more than the whole",
            format!("{sum}, more than {whole_said}"),
            format!("For {} the parts come to {}, the whole is {whole_said}.", period.noun(), shown(total)),
        ),
    };
    let claims = ids(std::iter::once(*first).chain(all));
    Some(Finding { rule: Rule::Parts, level, claims, title: title.to_owned(), line, why })
}

/// Whether some of the parts are the whole by themselves, and the others no more than it.
fn are_two_lists(whole: &Meaning, parts: &[Meaning]) -> bool {
    if parts.len() > 12 {
        return true;
    }
    let sum = |chosen: u32, is_in: bool| {
        let own = parts.iter().enumerate().filter(|(at, _)| (chosen >> at & 1 == 1) == is_in);
        own.map(|(_, part)| part.loose).try_fold(Interval::one(Decimal::ZERO), |sum, part| sum.add(&part))
    };
    (1..(1_u32 << parts.len()) - 1).any(|chosen| {
        let (Some(own), Some(rest)) = (sum(chosen, true), sum(chosen, false)) else { return false };
        // “More than 600” may be anything above: that it may be the whole says nothing.
        own.high.at.is_some() && own.meets(&whole.loose) && !whole.loose.is_below(&rest)
    })
}
