//! Rule 13: nothing is reported before it is over, due before it is announced, or adds up to less over time.

use crate::checking::cues::Cue;
use crate::checking::figure::Figure;
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::ledger::{Topic, View};
use crate::checking::sums::{at_most_asked, days_between, ids};
use crate::notebook::{Nature, UnitFamily, long_date};

/// Compares the period of a claim with the day of its source.
pub fn check(view: &View<'_>, figure: &Figure, out: &mut Vec<Finding>) {
    if figure.is_superseded {
        return;
    }
    out.extend(too_early(view, figure));
    out.extend(too_late(view, figure));
}

/// An amount for a period that was not over when it was reported.
fn too_early(view: &View<'_>, figure: &Figure) -> Option<Finding> {
    let (said_on, period) = (figure.said_on?, figure.period?);
    figure.number.as_ref()?;
    if !figure.is_fact() || period.end <= said_on || figure.of_text.has(Cue::SoFar) || period.deadline {
        return None;
    }
    let is_ahead = period.start > said_on;
    let is_level = figure.nature == Nature::Stock || !figure.is_additive();
    if is_level && !is_ahead {
        return None;
    }
    let (gone, length) = (days_between(period.start, said_on), days_between(period.start, period.end));
    // A report of December for the year is early, not impossible.
    let is_nearly_over = gone * 4 >= length * 3 && length - gone <= 31;
    // A business year may end before the calendar's of the same number.
    let is_calendar_year = period.start.month() == 1 && period.start.day() == 1;
    // What something costs need not be for the period that is named.
    let is_money = figure.number.as_ref().is_some_and(|number| number.sort.family == UnitFamily::Money);
    let is_doubtful = is_nearly_over && !is_ahead
        || figure.of_text.has(Cue::Future)
        || is_calendar_year && figure.of_text.has(Cue::Fiscal)
        || !is_ahead && !figure.is_surely_flow
        || is_money && !figure.of_measure.any(&[Cue::Revenue, Cue::Profit, Cue::Signed]);
    let level = at_most_asked(Level::Contradicts, is_doubtful);
    let (named, day, said) = (period.noun(), long_date(said_on), view.says(figure));
    let (title, why) = if is_ahead {
        ("A fact about the future", format!("On {day} its source states {said} as a fact of {named}, which had not begun."))
    } else {
        ("A fact before its period is over", format!("On {day} its source states {said} for {named}, which was not over."))
    };
    Some(Finding {
        rule: Rule::Dates,
        level,
        claims: ids([figure]),
        title: title.to_owned(),
        line: format!("{named}, reported on {day}"),
        why,
    })
}

/// A target whose day had passed when it was announced.
fn too_late(view: &View<'_>, figure: &Figure) -> Option<Finding> {
    let (said_on, period) = (figure.said_on?, figure.period?);
    let is_intended = figure.is_aim() || figure.kind == crate::notebook::ClaimKind::Forecast;
    if !is_intended || period.end > said_on || figure.of_text.any(&[Cue::InRetrospect]) {
        return None;
    }
    let (due, day) = (period.noun(), long_date(said_on));
    // “Plans”, “will”: it is not told in retrospect.
    let level = if figure.of_text.has(Cue::Future) && figure.is_aim() { Level::Contradicts } else { Level::Question };
    let said = view.says(figure);
    let what = if said.is_empty() { figure.kind.label().to_lowercase() } else { said };
    Some(Finding {
        rule: Rule::Dates,
        level,
        claims: ids([figure]),
        title: "Due before it was announced".to_owned(),
        line: format!("due {due}, said on {day}"),
        why: format!("On {day} its source announces a target of {what} for {due}, which was over by then."),
    })
}

/// A sum since some day that becomes less.
pub fn check_falling(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    let is_sum = |figure: &&Figure| {
        figure.is_fact() && figure.period.is_some() && figure.is_additive() && !figure.of_measure.has(Cue::Signed)
    };
    let mut sums: Vec<&Figure> = view.about(topic).into_iter().filter(is_sum).collect();
    // Either the measure is a running total, or each of the two sentences says so.
    sums.retain(|figure| figure.of_measure.has(Cue::SoFar) || figure.of_text.has(Cue::SoFar));
    sums.sort_by_key(|figure| figure.period.map(|period| (period.end, period.start)));
    for pair in sums.windows(2) {
        out.extend(falling(view, pair[0], pair[1]));
    }
}

fn falling(view: &View<'_>, one: &Figure, other: &Figure) -> Option<Finding> {
    let (mine, theirs) = (one.number.as_ref()?, other.number.as_ref()?);
    let (before, after) = (one.period?, other.period?);
    let is_total = one.of_measure.has(Cue::SoFar) && other.of_measure.has(Cue::SoFar);
    // “So far this quarter” and “so far this year” begin anew, and “so far” said of a level is only its day.
    let is_one_year = before.last_day().year() == after.last_day().year();
    let goes_on = is_total || one.nature == Nature::Flow && before.start == after.start && is_one_year;
    let falls = theirs.meaning.loose.is_below(&mine.meaning.loose);
    if !goes_on || before.end >= after.end || !mine.is_like(theirs) || !falls {
        return None;
    }
    let resets = [one, other].iter().any(|figure| {
        let words = figure.measure_words.as_str();
        ["year-to-date", "year to date", "ytd", "this year", "今年", "jahresbeginn", "année", "del año"]
            .iter()
            .any(|word| words.contains(word))
    });
    if resets && !is_one_year {
        return None;
    }
    let is_doubtful = [one, other].iter().any(|figure| figure.of_text.has(Cue::Restated));
    let (said, later) = (view.says(one), view.says(other));
    Some(Finding {
        rule: Rule::Dates,
        level: at_most_asked(Level::Contradicts, is_doubtful),
        claims: ids([one, other]),
        title: "A running total that falls".to_owned(),
        line: format!("{said} by {}, {later} by {}", long_date(before.last_day()), long_date(after.last_day())),
        why: format!(
            "A sum that goes on cannot be {said} by {} and {later} by {}.",
            long_date(before.last_day()),
            long_date(after.last_day())
        ),
    })
}
