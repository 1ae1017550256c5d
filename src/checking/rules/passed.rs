//! Rule 14: a target lies ahead when it is set, and its plan leads to it.

use rust_decimal::Decimal;

use crate::checking::cues::Cue;
use crate::checking::figure::{Figure, Number};
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::{Interval, shown};
use crate::checking::ledger::{Topic, View};
use crate::checking::levels::{shares_words, stripped};
use crate::checking::sums::{at_most_asked, days_between, ids, in_unit, unit_of, value};
use crate::notebook::{ClaimKind, Nature, Period, UnitFamily, long_date};

/// Compares the targets of a topic with what had happened, and with the pace that was planned.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    let all = view.about(topic);
    for target in all.iter().filter(|figure| figure.is_aim() && figure.number.is_some()) {
        out.extend(already(view, target, &all));
    }
    for pace in all.iter().filter(|figure| figure.kind != ClaimKind::Fact || figure.of_text.has(Cue::Future)) {
        out.extend(misses_end(view, topic, pace));
    }
}

fn already(view: &View<'_>, target: &Figure, all: &[&Figure]) -> Option<Finding> {
    let (number, period, said_on) = (target.number.as_ref()?, target.period?, target.said_on?);
    let is_limit = number.quantity.bound.is_open_below();
    let shrinks = target.of_text.any(&[Cue::Shrink, Cue::Fall]);
    if is_limit
        || target.of_text.has(Cue::InRetrospect)
        || period.end <= said_on
        || target.is_per_cent() && target.of_measure.any(&[Cue::Rise, Cue::Fall])
    {
        return None;
    }
    let wanted = number.meaning.loose;
    let is_share = target.is_per_cent();
    let is_level =
        is_share || all.iter().any(|figure| figure.nature == Nature::Stock && (figure.is_fact() || figure.claim == target.claim));
    let over = |figure: &&&Figure| {
        let Some(own) = figure.number.as_ref() else { return false };
        own.is_like(number)
            && own.meaning.loose.low.at.zip(wanted.high.at.or(wanted.low.at)).is_some_and(|(own, wanted)| own > wanted)
    };
    let mut known = all.iter().filter(is_known_at(said_on, number));
    if shrinks {
        return not_less(view, target, known.copied());
    }
    let is_part = |figure: &&&Figure| {
        figure.period.is_some_and(|own| own.end <= said_on && period.start <= own.start && own.end <= period.end)
    };
    let reached = if is_level {
        known.max_by_key(|figure| figure.period.map(Period::last_day)).filter(over)
    } else {
        known.find(|figure| is_part(figure) && over(figure))
    }?;
    if !is_level && (!target.is_additive() || target.of_measure.has(Cue::Signed)) {
        return None;
    }
    let words = target.of_text.or(reached.of_text);
    let level = at_most_asked(
        Level::Contradicts,
        words.any(&[Cue::Restated, Cue::Fiscal, Cue::Acquired])
            || wanted.high.at.is_none()
            || !target.of_text.any(&[Cue::Rise, Cue::Opened, Cue::Reach]),
    );
    let (said, had, when) = (view.says(target), view.says(reached), reached.period?.noun());
    Some(Finding {
        rule: Rule::Passed,
        level,
        claims: ids([target, reached]),
        title: "A target that had been passed".to_owned(),
        line: format!("{had} in {when}, target {said}"),
        why: format!("When {said} was announced for {} on {}, it was {had} already.", period.noun(), long_date(said_on)),
    })
}

/// What was known when a target was announced: the numbers that are over by then. A level counts from the day that is named, or the end
/// of a longer period.
fn is_known_at<'a>(said_on: jiff::civil::Date, number: &'a Number) -> impl Fn(&&&Figure) -> bool + 'a {
    move |figure| {
        figure.is_fact()
            && figure.number.as_ref().is_some_and(|own| own.is_like(number))
            && figure.period.is_some_and(|own| own.last_day() <= said_on)
    }
}

/// “Cut to 40,000”, where the last number is less.
fn not_less<'a>(view: &View<'_>, target: &Figure, known: impl Iterator<Item = &'a Figure>) -> Option<Finding> {
    let last = known.max_by_key(|figure| figure.period.map(Period::last_day))?;
    let (wanted, had) = (target.number.as_ref()?, last.number.as_ref()?);
    let words = target.of_text.or(last.of_text);
    // “Opens new stores and closes old ones”: a shrinking number is one whose words say nothing else.
    if target.of_text.any(&[Cue::Rise, Cue::Opened]) || !had.meaning.loose.is_below(&wanted.meaning.loose) {
        return None;
    }
    let (said, now, when) = (view.says(target), view.says(last), last.period?.noun());
    Some(Finding {
        rule: Rule::Passed,
        level: at_most_asked(Level::Contradicts, words.any(&[Cue::Restated, Cue::Fiscal]) || target.is_per_cent()),
        claims: ids([target, last]),
        title: "A target that had been passed".to_owned(),
        line: format!("{now} in {when}, target {said}"),
        why: format!("It is to become less, {said}, and in {when} it was only {now}."),
    })
}

/// A pace per year that does not lead from the level to the target.
fn misses_end(view: &View<'_>, topic: &Topic, pace: &Figure) -> Option<Finding> {
    let number = pace.number.as_ref()?;
    let said_on = pace.said_on?;
    let is_yearly = number.quantity.per == "year" || pace.of_measure.has(Cue::Yearly) || pace.of_text.has(Cue::EachYear);
    let is_growth = number.sort.family == UnitFamily::Share && pace.of_measure.has(Cue::Rise);
    let is_count = number.sort.family == UnitFamily::Count;
    if !is_yearly || !(is_growth || is_count) || !number.meaning.strict.is_positive() {
        return None;
    }
    let base = crate::notebook::UnitSort::of(&number.quantity.unit, "");
    let plain = stripped(&pace.measure_words);
    let mut found: Option<(Level, &Figure, &Figure, Decimal)> = None;
    for measure in view.measures(&topic.subject) {
        let is_other = measure != topic.measure;
        let levels = topic.with_measure(measure.clone());
        if is_growth && !(is_other && (measure == view.measure_key(&plain) || shares_words(view, topic, &measure, &plain))) {
            continue;
        }
        let figures = view.about(&levels);
        let is_of = |figure: &&&Figure| {
            figure.claim != pace.claim
                && figure.number.as_ref().is_some_and(|own| {
                    is_growth && own.sort.family != UnitFamily::Share
                        || is_count && own.sort.is_like(&base) && own.quantity.per.is_empty()
                })
        };
        // The pace of a level is in things per year; that of an amount would be in things per year and year.
        if is_count
            && figures.first().is_some_and(|first| {
                first.nature == Nature::Flow || first.of_measure.any(&[Cue::Opened, Cue::Closed, Cue::Yearly])
            })
        {
            continue;
        }
        let start = figures
            .iter()
            .filter(is_of)
            .filter(|figure| figure.is_fact())
            .filter(|figure| figure.period.is_some_and(|own| own.start <= said_on))
            .max_by_key(|figure| figure.period.map(Period::last_day));
        let ends =
            figures.iter().filter(is_of).filter(|figure| figure.is_aim() && figure.period.is_some_and(|own| own.end > said_on));
        for (start, end) in start.into_iter().flat_map(|start| ends.clone().map(move |end| (start, end))) {
            let Some((level, reaches)) = leads_to(number, start, end, is_growth, said_on) else { continue };
            if found.as_ref().is_none_or(|(known, ..)| level > *known) {
                found = Some((level, start, end, reaches));
            }
        }
    }
    let (level, start, end, reaches) = found?;
    let is_one_source = pace.shares_source_with(end);
    let words = pace.of_text.or(end.of_text).or(start.of_text);
    let level = at_most_asked(
        level,
        !is_one_source || words.has(Cue::Restated) || words.has(Cue::Acquired) && !words.has(Cue::NotAcquired),
    );
    let due = end.period?.noun();
    let unit = unit_of([start, end]);
    let reaches = in_unit(reaches, unit);
    let line = format!("{} at {} leads to {}", value(start, unit), view.says(pace), shown(reaches));
    let (title, line) = match level {
        Level::Fits => ("A plan and its end", format!("{line}, as planned")),
        _ => ("A plan that does not reach its target", format!("{line}, not {}", value(end, unit))),
    };
    let why = format!(
        "From {} on, {} leads to about {} by {due}; the target is {}.",
        view.says(start),
        view.says(pace),
        shown(reaches),
        view.says(end)
    );
    Some(Finding { rule: Rule::Passed, level, claims: ids([pace, start, end]), title: title.to_owned(), line, why })
}

/// Where a pace leads by the day of a target, give or take half a year and a tenth of the pace.
fn leads_to(
    pace: &Number,
    start: &Figure,
    end: &Figure,
    is_growth: bool,
    said_on: jiff::civil::Date,
) -> Option<(Level, Decimal)> {
    let (from, to) = (start.number.as_ref()?, end.number.as_ref()?);
    if !from.is_like(to) {
        return None;
    }
    // What lies more than a year back is no start.
    if start.period?.last_day().until(said_on).is_ok_and(|span| span.get_days() > 400) {
        return None;
    }
    let begins = start.period?.last_day().min(said_on);
    let years = Decimal::from(days_between(begins, end.period?.last_day())) / Decimal::new(36525, 2);
    // Amounts of whole years are whole years apart; a level may be meant from some day to some day.
    let (first, last) = (start.period?, end.period?);
    let is_exact = start.nature == Nature::Flow && first.end.day() == 1 && last.end.day() == 1;
    let years = if is_exact { Decimal::from(last.last_day().year() - first.last_day().year()) } else { years };
    let (half, less, more) = if is_exact {
        (Decimal::ZERO, Decimal::ONE, Decimal::ONE)
    } else {
        (Decimal::new(5, 1), Decimal::new(9, 1), Decimal::new(11, 1))
    };
    if years < Decimal::ONE {
        return None;
    }
    let at = |years: Decimal, share: Decimal, pace: Decimal, level: Decimal| -> Option<Decimal> {
        if is_growth {
            let whole = u32::try_from(years.trunc()).ok().filter(|whole| *whole <= 100)?;
            let factor = pace.checked_mul(share)?.checked_div(Decimal::ONE_HUNDRED)?.checked_add(Decimal::ONE)?;
            let grown = (0..whole).try_fold(level, |level, _| level.checked_mul(factor))?;
            // Between whole years, in a straight line.
            grown.checked_mul((factor - Decimal::ONE).checked_mul(years.fract())?.checked_add(Decimal::ONE)?)
        } else {
            level.checked_add(pace.checked_mul(share)?.checked_mul(years)?)
        }
    };
    let pace_range = pace.meaning.loose;
    let level_range = from.meaning.loose;
    let low = at((years - half).max(Decimal::ZERO), less, pace_range.low.at?, level_range.low.at?)?;
    // “More than 100” is not a thousand: half as much again.
    let at_most = level_range.high.at.or(level_range.low.at.map(|low| low.saturating_mul(Decimal::new(15, 1))))?;
    let high = at(years + half, more, pace_range.high.at.or(pace_range.low.at)?, at_most)?;
    let exact = at(years, Decimal::ONE, pace.value()?, from.value()?)?;
    let leads_there = Interval::between(low, high).meets(&to.meaning.loose);
    Some((if leads_there { Level::Fits } else { Level::Contradicts }, exact))
}
