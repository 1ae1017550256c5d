//! Rule 4: a change agrees with the levels before and after it.
//!
//! The change is a claim in per cent (or an amount) about “revenue growth” or the like, or about the measure itself if its sentence says
//! that it rose or fell by it. It is compared with the same time a year before, with the period before, or with a year that it names; if
//! the words do not say with which, it has to agree with one of them.

use rust_decimal::Decimal;

use crate::checking::cues::Cue;
use crate::checking::figure::{Figure, Number};
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::{Interval, shown};
use crate::checking::ledger::{Topic, View};
use crate::checking::levels::{Signs, levels_around};
use crate::checking::stated::Meaning;
use crate::checking::sums::{at_most_asked, both, ids, in_unit, per_cent_more, unit_of, value, verdict};
use crate::notebook::UnitFamily;

/// Compares the changes of a topic with levels.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    for change in view.about(topic) {
        let is_amount = change.is_additive() && change.of_measure.any(&[Cue::Rise, Cue::Fall]);
        if change.is_change && (change.is_per_cent() || is_amount) {
            out.extend(of_change(view, topic, change));
        }
    }
}

fn of_change(view: &View<'_>, topic: &Topic, change: &Figure) -> Option<Finding> {
    let (number, period) = (change.number.as_ref()?, change.period?);
    let is_per_cent = number.sort.family == UnitFamily::Share;
    let signs = Signs::of(change).apply(&number.meaning);
    let mut best: Option<(Level, &Figure, &Figure, Decimal)> = None;
    for (after, before) in levels_around(view, topic, change, period) {
        let Some((found, level)) = compared(is_per_cent, number, after, before, &signs) else { continue };
        if best.as_ref().is_none_or(|(known, ..)| level > *known) {
            best = Some((level, after, before, found));
        }
    }
    let (level, after, before, found) = best?;
    let words = change.of_text.or(after.of_text).or(before.of_text);
    let stated = number.value()?;
    // A base in another source may have been restated since.
    let is_near =
        found.abs().saturating_sub(stated.abs()).abs() <= Decimal::from(3).max(stated.abs().saturating_mul(Decimal::new(15, 2)));
    let is_restated = !before.shares_source_with(after) && !before.shares_source_with(change) && is_near;
    let kinds_differ = change.kind != after.kind;
    let level = at_most_asked(level, words.any(&[Cue::Restated, Cue::SoFar]) || is_restated || kinds_differ);
    let unit = unit_of([after, before]);
    let sign = if found > Decimal::ZERO { "+" } else { "" };
    let computed =
        if is_per_cent { format!("{sign}{} %", shown(found)) } else { format!("{sign}{}", shown(in_unit(found, unit))) };
    let line = if is_per_cent {
        format!("{} ÷ {} − 1 = {computed}", value(after, unit), value(before, unit))
    } else {
        format!("{} − {} = {computed}", value(after, unit), value(before, unit))
    };
    let said = view.says(change);
    let (title, line, why) = match level {
        Level::Fits => (
            "Growth and levels",
            format!("{line}, as stated"),
            format!("From {} to {} is {computed}.", view.says(before), view.says(after)),
        ),
        _ => (
            "Growth that its levels do not show",
            format!("{line}, not {said}"),
            format!("From {} to {} is {computed}, and not {said}.", view.says(before), view.says(after)),
        ),
    };
    Some(Finding { rule: Rule::Growth, level, claims: ids([change, before, after]), title: title.to_owned(), line, why })
}

/// The change between two levels, and how it agrees with what was stated.
fn compared(is_per_cent: bool, number: &Number, after: &Figure, before: &Figure, signs: &[Meaning]) -> Option<(Decimal, Level)> {
    let (now, then) = (after.number.as_ref()?, before.number.as_ref()?);
    let is_level = |number: &Number| !matches!(number.sort.family, UnitFamily::Share | UnitFamily::Points);
    if !now.is_like(then) || !is_level(now) || !is_per_cent && !now.is_like(number) {
        return None;
    }
    let computed = both(|of| change_between(of(&now.meaning), of(&then.meaning), is_per_cent))?;
    let exact = change_between(Interval::one(now.value()?), Interval::one(then.value()?), is_per_cent)?.middle();
    let level = signs.iter().map(|stated| verdict(stated, &computed)).max()?;
    Some((exact, level))
}

fn change_between(now: Interval, then: Interval, is_per_cent: bool) -> Option<Interval> {
    if is_per_cent { per_cent_more(now, then) } else { now.subtract(&then) }
}
