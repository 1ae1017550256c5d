//! Rule 7: a level is the one before, plus what was added, less what was lost.
//!
//! With both flows known they decide; with one of them the level can only be too high or too low. Acquisitions, mergers and the like come
//! and go otherwise: where the words name one, it is only asked.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::checking::cues::Cue;
use crate::checking::figure::Figure;
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::shown;
use crate::checking::ledger::{Topic, View};
use crate::checking::sums::{at_most_asked, both, days_between, ids, in_unit, unit_of, value, verdict};
use crate::notebook::{Nature, Period, UnitFamily};

/// What names of measures say that are about what came and went.
const FLOWS: [Cue; 4] = [Cue::Opened, Cue::Closed, Cue::Net, Cue::Acquired];

/// Compares the levels of a topic with what came and went between them.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    let is_level = |figure: &&Figure| {
        figure.is_fact()
            && figure.period.is_some()
            && figure.is_additive()
            && !figure.of_measure.any(&[Cue::Opened, Cue::Closed, Cue::Rise, Cue::Fall, Cue::Signed])
    };
    let levels: Vec<&Figure> = view.about(topic).into_iter().filter(is_level).collect();
    if levels.len() < 2 || levels.first().is_some_and(|first| first.nature == Nature::Flow) {
        return;
    }
    let flows = Flows::of(view, topic, levels[0]);
    let mut spans: Vec<Period> = flows.all().filter_map(|figure| figure.period).collect();
    spans.sort();
    spans.dedup_by(|one, other| (one.start, one.end) == (other.start, other.end));
    for span in spans {
        let at_start =
            |figure: &&&Figure| figure.period.is_some_and(|own| (-1..=0).contains(&days_between(span.start, day_of(own))));
        let at_end =
            |figure: &&&Figure| figure.period.is_some_and(|own| (-1..=1).contains(&days_between(span.last_day(), day_of(own))));
        for opening in levels.iter().filter(at_start) {
            for closing in levels.iter().filter(at_end).filter(|closing| closing.claim != opening.claim) {
                out.extend(flows.between(view, span, opening, closing));
            }
        }
    }
}

/// The day of a level: the last one of the period that is named for it.
fn day_of(period: Period) -> Date {
    period.last_day()
}

/// What came and went.
struct Flows<'a> {
    opened: Vec<&'a Figure>,
    closed: Vec<&'a Figure>,
    net: Vec<&'a Figure>,
    acquired: Vec<&'a Figure>,
}

impl<'a> Flows<'a> {
    fn of(view: &View<'a>, topic: &Topic, level: &Figure) -> Self {
        let mut found = Self { opened: Vec::new(), closed: Vec::new(), net: Vec::new(), acquired: Vec::new() };
        for (_, figures) in view.others(topic, Some(&FLOWS)) {
            let stems = |words: &str| -> Vec<String> {
                words
                    .split_whitespace()
                    .filter(|word| word.chars().count() > 3)
                    .map(|word| word.chars().take(5).collect())
                    .collect()
            };
            for figure in figures {
                let counts_same =
                    figure.number.as_ref().zip(level.number.as_ref()).is_some_and(|(own, level)| own.is_like(level));
                let shares_word = stems(&figure.measure_words).iter().any(|word| stems(&level.measure_words).contains(word));
                let names = figure.of_measure;
                // Two amounts in dollars are not therefore of one thing.
                let is_counted = figure.number.as_ref().is_some_and(|number| number.sort.family == UnitFamily::Count);
                if !figure.is_fact()
                    || !figure.is_additive()
                    || !(counts_same && is_counted || shares_word)
                    || names.any(&[Cue::Profit, Cue::Revenue])
                    || figure.of_text.has(Cue::SoFar)
                {
                    continue;
                }
                match () {
                    () if names.has(Cue::Acquired) => found.acquired.push(figure),
                    () if names.has(Cue::Net) => found.net.push(figure),
                    () if names.has(Cue::Opened) && !names.has(Cue::Closed) => found.opened.push(figure),
                    () if names.has(Cue::Closed) && !names.has(Cue::Opened) => found.closed.push(figure),
                    () => {}
                }
            }
        }
        found
    }

    fn all(&self) -> impl Iterator<Item = &'a Figure> {
        self.opened.iter().chain(&self.closed).chain(&self.net).chain(&self.acquired).copied()
    }

    fn between(&self, view: &View<'_>, span: Period, opening: &Figure, closing: &Figure) -> Option<Finding> {
        let of_span = |figures: &[&'a Figure]| -> Vec<&'a Figure> {
            figures
                .iter()
                .copied()
                .filter(|figure| figure.period.is_some_and(|own| (own.start, own.end) == (span.start, span.end)))
                .collect()
        };
        let (opened, closed, net) = (of_span(&self.opened), of_span(&self.closed), of_span(&self.net));
        let (start, end) = (opening.number.as_ref()?, closing.number.as_ref()?);
        if !start.is_like(end) {
            return None;
        }
        let mut flows: Vec<(&Figure, bool)> = Vec::new();
        if let Some(net) = net.first() {
            flows.push((net, true));
        } else {
            flows.extend(opened.first().map(|figure| (*figure, true)));
            flows.extend(closed.first().map(|figure| (*figure, false)));
        }
        let is_complete = !net.is_empty() || flows.len() == 2;
        let acquired = of_span(&self.acquired);
        let has_acquired = !acquired.is_empty();
        flows.extend(acquired.first().map(|figure| (*figure, true)));
        let computed = both(|of| {
            flows.iter().try_fold(of(&start.meaning), |level, (figure, comes)| {
                let flow = of(&figure.number.as_ref()?.meaning);
                if *comes { level.add(&flow) } else { level.subtract(&flow) }
            })
        })?;
        let level = match (is_complete, flows.first()?) {
            (true, _) => verdict(&end.meaning, &computed),
            // What is not known may only have made it less, or more.
            (false, (_, true)) if computed.loose.is_below(&end.meaning.loose) => Level::Question,
            (false, (_, false)) if end.meaning.loose.is_below(&computed.loose) => Level::Contradicts,
            _ => return None,
        };
        let all = || [opening, closing].into_iter().chain(flows.iter().map(|flow| flow.0));
        let is_doubtful = !has_acquired
            && all().any(|figure| figure.of_text.has(Cue::Acquired))
            && !all().any(|figure| figure.of_text.has(Cue::NotAcquired));
        let level = at_most_asked(level, is_doubtful);
        let unit = unit_of(all());
        let steps: Vec<String> =
            flows.iter().map(|(figure, comes)| format!("{} {}", if *comes { "+" } else { "−" }, value(figure, unit))).collect();
        let total = in_unit(exact(start, &flows)?, unit);
        let sum = format!("{} {} = {}", value(opening, unit), steps.join(" "), shown(total));
        let said = view.says(closing);
        let (title, line) = match level {
            Level::Fits => ("Opening, added, lost", format!("{sum}, as stated")),
            _ => ("A level that its changes do not lead to", format!("{sum}, not {}", value(closing, unit))),
        };
        let (from, when) = (view.says(opening), span.noun());
        let why = format!("Starting from {from}, what was added and lost in {when} gives {}; stated is {said}.", shown(total));
        let claims = ids([opening].into_iter().chain(flows.iter().map(|flow| flow.0)).chain([closing]));
        Some(Finding { rule: Rule::Opened, level, claims, title: title.to_owned(), line, why })
    }
}

fn exact(start: &crate::checking::figure::Number, flows: &[(&Figure, bool)]) -> Option<Decimal> {
    flows.iter().try_fold(start.value()?, |level, (figure, comes)| {
        let flow = figure.number.as_ref()?.value()?;
        if *comes { level.checked_add(flow) } else { level.checked_sub(flow) }
    })
}
