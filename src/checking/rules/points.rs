//! Rule 5: the change of a share is in per cent or in percentage points, as its levels say.
//!
//! From 20 % to 25 % is 5 points, or a quarter more. “Rose by 5 %” is a slip that sources make every day, so it is only asked about. A change
//! that is neither is a contradiction of rule 4.

use crate::checking::cues::Cue;
use crate::checking::figure::{Figure, Number};
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::shown;
use crate::checking::ledger::{Topic, View};
use crate::checking::levels::{Signs, levels_around};
use crate::checking::stated::Meaning;
use crate::checking::sums::{at_most_asked, both, ids, per_cent_more, verdict};
use crate::notebook::UnitFamily;

/// Compares changes of shares with the shares.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    for change in view.about(topic) {
        let is_share = |number: &Number| matches!(number.sort.family, UnitFamily::Share | UnitFamily::Points);
        if change.number.as_ref().is_some_and(is_share) && change.is_change {
            out.extend(of_change(view, topic, change));
        }
    }
}

struct Change<'a> {
    before: &'a Figure,
    after: &'a Figure,
    points: Meaning,
    per_cent: Option<Meaning>,
}

fn of_change(view: &View<'_>, topic: &Topic, change: &Figure) -> Option<Finding> {
    let (number, period) = (change.number.as_ref()?, change.period?);
    let signs = Signs::of(change).apply(&number.meaning);
    let in_points = number.sort.family == UnitFamily::Points;
    let mut found: Option<(Level, bool, Change<'_>)> = None;
    let agrees = |computed: &Meaning| signs.iter().map(|stated| verdict(stated, computed)).max();
    for between in levels_around(view, topic, change, period).into_iter().filter_map(|(after, before)| between(after, before)) {
        let points = agrees(&between.points)?;
        let per_cent = between.per_cent.as_ref().and_then(agrees).unwrap_or(Level::Contradicts);
        let (own, other) = if in_points { (points, per_cent) } else { (per_cent, points) };
        if found.as_ref().is_none_or(|(known, ..)| own > *known) {
            found = Some((own, own != Level::Fits && other == Level::Fits, between));
        }
    }
    let (level, is_swapped, between) = found?;
    let words = change.of_text.or(between.after.of_text).or(between.before.of_text);
    let points = format!("{} points", shown(between.points.strict.middle()));
    let relative = between.per_cent.map_or_else(String::new, |per_cent| format!(", or {} %", shown(per_cent.strict.middle())));
    let line = format!("{} to {} is {points}{relative}", view.says(between.before), view.says(between.after));
    let claims = ids([change, between.before, between.after]);
    let said = view.says(change);
    let (rule, level, title, why) = match (level, is_swapped) {
        (_, true) => {
            let meant = if in_points { "per cent" } else { "percentage points" };
            (
                Rule::Points,
                Level::Question,
                "Per cent or points?",
                format!("The change of {said} is right if {meant} were meant: {line}."),
            )
        }
        (Level::Fits, _) => (Rule::Points, level, "Change of a share", format!("The change of {said} is what its levels show.")),
        _ => {
            let level = at_most_asked(level, words.any(&[Cue::Restated, Cue::SoFar]) || change.kind != between.after.kind);
            (Rule::Growth, level, "Growth that its levels do not show", format!("From {line}; stated is {said}."))
        }
    };
    Some(Finding { rule, level, claims, title: title.to_owned(), line, why })
}

fn between<'a>(after: &'a Figure, before: &'a Figure) -> Option<Change<'a>> {
    let (now, then) = (after.number.as_ref()?, before.number.as_ref()?);
    let is_level = |figure: &Figure| figure.is_per_cent() && !figure.is_change;
    if !is_level(after) || !is_level(before) {
        return None;
    }
    let points = both(|of| of(&now.meaning).subtract(&of(&then.meaning)))?;
    let per_cent = both(|of| per_cent_more(of(&now.meaning), of(&then.meaning)));
    Some(Change { before, after, points, per_cent })
}
