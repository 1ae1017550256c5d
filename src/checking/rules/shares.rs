//! Rule 3: the shares of a whole in one list are together 100 %.
//!
//! A list is what one paragraph, or paragraphs, list items or table rows next to each other, say about one measure for one period. It has to
//! be complete to be too small: it names the rest. Where several answers were allowed, or the shares are of different wholes, nothing is said.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::checking::cues::{Cue, Cues};
use crate::checking::figure::Figure;
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::{Interval, shown};
use crate::checking::ledger::{Stretch, View};
use crate::checking::stated::Meaning;
use crate::checking::sums::{at_most_asked, both, ids, value, verdict};
use crate::notebook::{Document, NameKey};

/// Adds up the lists of a source.
pub fn check(view: &View<'_>, stretch: Stretch, out: &mut Vec<Finding>) {
    let Some(source) = view.notebook.documents.get(stretch.document) else { return };
    let shares: Vec<&Figure> = view.around(stretch).into_iter().filter(|figure| is_share(figure)).collect();
    if shares.len() < 2 {
        return;
    }
    type Key<'a> = (bool, &'a NameKey, Option<(jiff::civil::Date, jiff::civil::Date)>, crate::notebook::ClaimKind);
    let mut lists: BTreeMap<Key<'_>, Vec<&Figure>> = BTreeMap::new();
    for figure in shares {
        let period = figure.period.map(|period| (period.start, period.end));
        lists.entry((true, &figure.measure, period, figure.kind)).or_default().push(figure);
        if figure.of_measure.any(&[Cue::Share, Cue::Divided]) {
            lists.entry((false, &figure.subject, period, figure.kind)).or_default().push(figure);
        }
    }

    for ((is_by_measure, ..), mut list) in lists {
        list.sort_by_key(|figure| figure.place.map(|place| place.1));
        let member = |figure: &Figure| if is_by_measure { figure.subject.clone() } else { figure.measure.clone() };
        let mut members: Vec<NameKey> = list.iter().map(|figure| member(figure)).collect();
        members.sort();
        members.dedup();
        if !list.first().is_some_and(|first| stretch.owns(first))
            || members.len() != list.len()
            || list.len() < 2
            || !is_together(source, &list)
        {
            continue;
        }
        let asked = Cues::of(&view.text_around(source.id, &list)).has(Cue::SeveralAnswers);
        if !asked && !are_of_several_wholes(view, source, &list, is_by_measure) {
            out.extend(sum_up(view, &list));
        }
    }
}

fn is_share(figure: &Figure) -> bool {
    figure.is_per_cent()
        && figure.strict().is_some_and(|strict| strict.is_positive())
        && !figure.of_measure.any(&[Cue::Rise, Cue::Fall, Cue::Margin])
}

/// Whether the passages are in one block, or in blocks of which each follows the one before.
fn is_together(source: &Document, list: &[&Figure]) -> bool {
    let blocks: Option<Vec<usize>> = list.iter().map(|figure| source.block_at(figure.place?.1.start)).collect();
    match blocks {
        Some(blocks) => blocks.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        None => source.blocks.is_empty(),
    }
}

/// Whether each share is of something else: “18 % in Europe and 14 % in India”, Acme Europe and Acme India.
fn are_of_several_wholes(view: &View<'_>, source: &Document, list: &[&Figure], is_by_measure: bool) -> bool {
    if !is_by_measure {
        return false;
    }
    let names: Vec<String> = list.iter().filter_map(|figure| Some(view.claim(figure)?.subject.trim().to_lowercase())).collect();
    let first = |name: &str| name.split_whitespace().next().unwrap_or_default().to_owned();
    let has_one_beginning =
        names.iter().all(|name| first(name) == first(&names[0]) && first(name).len() > 2 && name.contains(' '));
    let text = view.text_around(source.id, list);
    let is_place = |name: &&String| {
        ["in ", "in the ", "among ", "across ", "en ", "au ", "aux ", "dans ", "à ", "在"]
            .iter()
            .any(|word| text.contains(&format!("{word}{name}")))
    };
    has_one_beginning || names.iter().filter(is_place).count() > 1
}

/// Whether a list that is too large is 100 % without a share that is the sum of others (“renewables, of these wind and solar”), or without
/// those others.
fn has_sums_inside(shares: &[Meaning], total: Decimal) -> bool {
    if shares.len() < 3 || shares.len() > 12 {
        return false;
    }
    let middle = |share: &Meaning| share.strict.middle();
    let half =
        shares.iter().filter_map(|share| share.strict.high.at?.checked_sub(share.strict.low.at?)).sum::<Decimal>() / Decimal::TWO;
    let is_whole = |sum: Decimal| (sum - Decimal::ONE_HUNDRED).abs() <= half;
    (1..(1_u32 << shares.len()) - 1).filter(|chosen| chosen.count_ones() > 1).any(|chosen| {
        let is_in = |at: usize| chosen >> at & 1 == 1;
        let inner: Decimal = shares.iter().enumerate().filter(|(at, _)| is_in(*at)).map(|(_, share)| middle(share)).sum();
        let is_sum = shares.iter().enumerate().any(|(at, share)| !is_in(at) && (middle(share) - inner).abs() <= half);
        is_sum && is_whole(total - inner)
    })
}

fn sum_up(view: &View<'_>, list: &[&Figure]) -> Option<Finding> {
    let meanings: Vec<Meaning> = list.iter().filter_map(|figure| Some(figure.number.as_ref()?.meaning)).collect();
    let sum = both(|of| meanings.iter().try_fold(Interval::one(Decimal::ZERO), |sum, part| sum.add(&of(part))))?;
    let hundred = Interval::one(Decimal::ONE_HUNDRED);
    let whole = Meaning { strict: hundred, loose: hundred };
    let names_rest = list.iter().any(|figure| {
        let Some(claim) = view.claim(figure) else { return false };
        figure.of_text.has(Cue::Remaining)
            || Cues::of(&format!("{} {}", claim.subject, claim.measure).to_lowercase()).has(Cue::Rest)
    });

    let is_divided = names_rest || list[0].of_measure.has(Cue::Divided);
    let total = sum.strict.middle();
    if hundred.is_below(&sum.strict) && has_sums_inside(&meanings, total) {
        return None;
    }
    let level = match verdict(&whole, &sum) {
        Level::Fits if list.len() > 2 || names_rest => Level::Fits,
        Level::Fits => return None,
        level if hundred.is_below(&sum.strict) => match () {
            () if is_divided => level,
            () if list[0].of_measure.has(Cue::Share) && total <= Decimal::from(120) => at_most_asked(level, list.len() < 3),
            () => return None,
        },
        // Less than the whole, and the rest is named.
        level if names_rest && list.len() > 2 => level,
        _ => return None,
    };
    let terms: Vec<String> = list.iter().map(|figure| value(figure, Decimal::ONE)).collect();
    let line = format!("{} = {} %", terms.join(" + "), shown(total));
    let (title, why) = match level {
        Level::Fits => ("Shares of a whole", "The shares of the list are together 100 %, within their rounding.".to_owned()),
        _ => (
            "Shares that are not 100 % together",
            format!(
                "The shares of this list are together {} %; rounding explains {} at most.",
                shown(total),
                shown((sum.strict.high.at? - sum.strict.low.at?) / Decimal::TWO)
            ),
        ),
    };
    Some(Finding { rule: Rule::Shares, level, claims: ids(list.iter().copied()), title: title.to_owned(), line, why })
}
