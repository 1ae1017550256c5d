//! Rule 1, for what has no number: a start, a launch, an opening that happens once is said to be at two times.
//!
//! Only asked: a second launch, in another country, may have the same name. Not compared: what was foreseen with what happened.

use crate::checking::cues::Cue;
use crate::checking::figure::Figure;
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::ledger::{Topic, View};
use crate::checking::sums::ids;
use crate::notebook::{Grain, Period};

/// As many different times are compared pair by pair; of more, only the first with the last.
const FEW: usize = 4;

/// Compares when the event of a topic happens.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    let is_dated = |figure: &&Figure| figure.number.is_none() && figure.period.is_some() && figure.of_measure.has(Cue::Once);
    let mut dated: Vec<&Figure> = view.all_about(topic).into_iter().filter(is_dated).collect();
    dated.sort_by_key(|figure| (figure.is_fact(), figure.period.map(|period| (period.end, period.start)), figure.claim));
    for is_fact in [false, true] {
        let mut times: Vec<&Figure> = dated.iter().copied().filter(|figure| figure.is_fact() == is_fact).collect();
        times.dedup_by_key(|figure| figure.period);
        if times.len() > FEW {
            times.drain(1..times.len() - 1);
        }
        for (at, one) in times.iter().enumerate() {
            out.extend(times[at + 1..].iter().filter_map(|other| two_times(one, other)));
        }
    }
}

fn two_times(one: &Figure, other: &Figure) -> Option<Finding> {
    let (mine, theirs) = (one.period?, other.period?);
    // A deadline is met at any time before it.
    let is_apart = |first: Period, second: Period| !second.deadline && second.start >= first.end;
    if !is_apart(mine, theirs) && !is_apart(theirs, mine) || one.shares_words_with(other) {
        return None;
    }
    let (what, first, second) = (&one.measure_words, when(mine), when(theirs));
    Some(Finding {
        rule: Rule::SameThing,
        level: Level::Question,
        claims: ids([one, other]),
        title: "One event, two dates".to_owned(),
        line: format!("{first}, and {second}"),
        why: format!("One puts “{what}” {first}, the other {second}."),
    })
}

/// A period after a verb: “in 2027”, “on 3 March 2027”, “by the end of 2026”.
fn when(period: Period) -> String {
    match (period.deadline, period.grain) {
        (true, _) => format!("by {}", period.noun()),
        (false, Grain::Day) => format!("on {}", period.noun()),
        (false, _) => format!("in {}", period.noun()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_named_with_its_preposition() {
        let year = Period::year(2027).unwrap();
        assert_eq!((when(year), when(year.as_deadline())), ("in 2027".to_owned(), "by the end of 2027".to_owned()));
        let day = Period::day(jiff::civil::date(2027, 3, 3)).unwrap();
        assert_eq!(when(day), "on 3 Mar 2027");
    }
}
