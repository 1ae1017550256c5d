//! Rule 10: a share of a small number of things is one that whole things can make.
//!
//! GRIM (N. J. L. Brown, J. A. J. Heathers, “The GRIM Test”, Social Psychological and Personality Science 8, 2017): of n things, p % is a
//! multiple of 100/n, rounded. It says something while that step is wider than the last stated digit: n below 100 for whole per cents,
//! below 1,000 for one decimal. How many there were, the sentence says, or a claim about a sample in the same source.

use rust_decimal::Decimal;

use crate::checking::cues::{Cue, Cues};
use crate::checking::figure::{Figure, Number};
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::shown;
use crate::checking::ledger::{Stretch, View};
use crate::checking::stated::first_digits;
use crate::checking::sums::{ids, is_same_time};
use crate::notebook::{Bound, UnitFamily, Value};

/// Tests the shares of a source.
pub fn check(view: &View<'_>, stretch: Stretch, out: &mut Vec<Finding>) {
    let document = stretch.document;
    let figures = view.around(stretch);
    let samples: Vec<(&Figure, u64)> =
        view.samples(document).into_iter().filter_map(|figure| Some((figure, sample(figure)?))).collect();
    for share in figures.iter().copied().filter(|figure| is_plain_share(figure) && !figure.is_change && stretch.owns(figure)) {
        let counts = counts(view, share, &samples, &figures);
        if let Some(finding) = impossible(view, share, &counts) {
            let looked_at: Vec<&Figure> = std::iter::once(share).chain(counts.iter().filter_map(|(figure, _)| *figure)).collect();
            let is_weighted = Cues::of(&view.text_around(document, &looked_at)).has(Cue::Weighted);
            out.push(Finding { level: if is_weighted { Level::Question } else { finding.level }, ..finding });
        }
    }
}

/// Of how many things a share may be, with the claims that say so; none if another number of things in the source makes it possible.
fn counts<'a>(
    view: &View<'_>,
    share: &Figure,
    samples: &[(&'a Figure, u64)],
    figures: &[&Figure],
) -> Vec<(Option<&'a Figure>, u64)> {
    if let Some(count) = in_sentence(view, share) {
        return vec![(None, count)];
    }
    // A sample of the same subject and period is nearer than another one of the source.
    let is_of_period = |figure: &Figure| figure.period.zip(share.period).is_none_or(|(one, other)| is_same_time(one, other));
    let mut near: Vec<(&Figure, u64)> = samples.iter().copied().filter(|(figure, _)| is_of_period(figure)).collect();
    if near.iter().any(|(figure, _)| figure.subject == share.subject) {
        near.retain(|(figure, _)| figure.subject == share.subject);
    }
    let is_other_base = |figure: &Figure| {
        let count = counted(figure).filter(|_| figure.claim != share.claim && is_of_period(figure));
        count.is_some_and(|count| possible(view, share, count) == Some(true))
    };
    if near.is_empty() || figures.iter().any(|figure| is_other_base(figure)) {
        return Vec::new();
    }
    near.into_iter().map(|(figure, count)| (Some(figure), count)).collect()
}

/// The number of people asked or things looked at that a claim states.
fn sample(figure: &Figure) -> Option<u64> {
    counted(figure).filter(|_| figure.of_measure.has(Cue::Sample))
}

/// The whole number of things that a claim states.
fn counted(figure: &Figure) -> Option<u64> {
    let number = figure.number.as_ref()?;
    let Value::One(value) = number.quantity.value else { return None };
    let is_count = number.sort.family == UnitFamily::Count && number.quantity.bound == Bound::Exactly && !number.quantity.approx;
    (is_count && value.fract().is_zero() && value > Decimal::ZERO).then(|| u64::try_from(value).ok()).flatten()
}

/// The per cent of a share, and with how many decimals they were stated.
fn per_cent(view: &View<'_>, share: &Figure) -> Option<(Decimal, u32)> {
    let typed = &view.claim(share)?.quantity.as_ref()?.text;
    let Value::One(per_cent) = share.number.as_ref()?.quantity.value else { return None };
    Some((per_cent, decimals(typed, per_cent)))
}

/// Fewer things than this do not make every share of so many decimals.
fn limit(decimals: u32) -> Option<u64> {
    10_u64.checked_pow(2 + decimals)
}

/// Whether so many whole things can make a share; `None` if every share can be made of so many.
fn possible(view: &View<'_>, share: &Figure, count: u64) -> Option<bool> {
    let (per_cent, decimals) = per_cent(view, share)?;
    (count < limit(decimals)?).then(|| is_possible(per_cent, decimals, count))
}

fn is_possible(per_cent: Decimal, decimals: u32, count: u64) -> bool {
    let half = Decimal::new(5, decimals + 1);
    let things = per_cent * Decimal::from(count) / Decimal::ONE_HUNDRED;
    [things.floor(), things.ceil()]
        .iter()
        .any(|things| (*things * Decimal::ONE_HUNDRED / Decimal::from(count) - per_cent).abs() <= half)
}

fn is_plain_share(figure: &Figure) -> bool {
    let is_plain = |number: &Number| {
        matches!(number.quantity.value, Value::One(_)) && number.quantity.bound == Bound::Exactly && !number.quantity.approx
    };
    figure.is_per_cent()
        && figure.number.as_ref().is_some_and(|number| {
            is_plain(number)
                && number.quantity.value.low() <= Decimal::ONE_HUNDRED
                && number.quantity.value.low() >= Decimal::ZERO
        })
        && !figure.of_measure.any(&[Cue::Rise, Cue::Fall, Cue::Margin])
}

/// “Of the 25 shops”, “von 25 Läden”, « des 25 magasins »: the number that a share of is stated.
fn in_sentence(view: &View<'_>, share: &Figure) -> Option<u64> {
    let claim = view.claim(share)?;
    let quote = claim.passages.first()?.quote.to_lowercase();
    let words: Vec<&str> = quote.split_whitespace().collect();
    let is_of = |word: &str| {
        matches!(word, "of" | "among" | "von" | "der" | "unter" | "de" | "des" | "sur" | "entre" | "los" | "las" | "les")
    };
    let is_between = |word: &str| {
        matches!(
            word,
            "the" | "our" | "its" | "their" | "all" | "these" | "those" | "den" | "allen" | "les" | "los" | "las" | "ses" | "sus"
        )
    };
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let digits = word.trim_end_matches([',', '.', ';', ')']);
        let Ok(count) = digits.parse::<u64>() else { continue };
        // “of 2024” is a year, “of 18 %” a share, “of 5 million” something larger.
        let next = words.get(at + 1).copied().unwrap_or_default();
        const NO_THINGS: [&str; 14] =
            ["years", "year", "ans", "an", "jahren", "jahre", "años", "año", "days", "months", "hours", "jours", "mois", "%"];
        let is_noun = !NO_THINGS.contains(&next.trim_matches(|letter: char| !letter.is_alphanumeric()))
            && next.chars().next().is_some_and(char::is_alphabetic)
            && !matches!(next, "million" | "billion" | "per" | "percent" | "prozent" | "pour" | "por" | "and" | "in" | "to");
        if at > 1 && matches!(words[at - 2], "moins" | "plus" | "más" | "menos" | "less" | "more") {
            // « Moins de 30 ».
            continue;
        }
        let mut before = words[..at].iter().rev();
        let mut one = before.next().copied().unwrap_or_default();
        if is_between(one) && !is_of(one) || is_between(one) && before.clone().next().is_some_and(|word| is_of(word)) {
            one = before.next().copied().unwrap_or_default();
        }
        if is_of(one) && is_noun && count > 1 && !(1900..2100).contains(&count) {
            found.push(count);
        }
    }
    // 在25家门店中: a number before a measure word and “among”.
    if let Some((before, _)) = quote.split_once('中')
        && found.is_empty()
    {
        let digits: String =
            before.chars().rev().skip_while(|letter| !letter.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let count: Option<u64> = digits.chars().rev().collect::<String>().parse().ok();
        let is_short = before.chars().rev().take_while(|letter| !letter.is_ascii_digit()).count() <= 8;
        found.extend(count.filter(|count| is_short && *count > 1 && !(1900..2100).contains(count)));
    }
    found.dedup();
    match found[..] {
        [count] => Some(count),
        _ => None,
    }
}

fn impossible(view: &View<'_>, share: &Figure, counts: &[(Option<&Figure>, u64)]) -> Option<Finding> {
    let (per_cent, decimals) = per_cent(view, share)?;
    let limit = limit(decimals)?;

    let told: Vec<&(Option<&Figure>, u64)> = counts.iter().filter(|(_, count)| *count > 0 && *count < limit).collect();
    // One of several samples may be the one, also if it is large.
    if told.is_empty() || told.len() < counts.len() || told.iter().any(|(_, count)| is_possible(per_cent, decimals, *count)) {
        return None;
    }
    let (figure, count) = told[0];
    let things = per_cent * Decimal::from(*count) / Decimal::ONE_HUNDRED;
    let step = |things: Decimal| {
        format!(
            "{} of {count} are {} %",
            things,
            (things * Decimal::ONE_HUNDRED / Decimal::from(*count)).round_dp(decimals + 1).normalize()
        )
    };
    Some(Finding {
        rule: Rule::Granularity,
        level: Level::Contradicts,
        claims: ids(std::iter::once(share).chain(*figure)),
        title: format!("A percentage that is impossible for {count}"),
        line: format!("{}, {}", step(things.floor()), step(things.ceil())),
        why: format!(
            "{} of {count} would be {} things: {}, and {}.",
            view.says(share),
            shown(things),
            step(things.floor()),
            step(things.ceil())
        ),
    })
}

/// The number of decimals that were stated; trailing zeros count.
fn decimals(typed: &str, value: Decimal) -> u32 {
    let written =
        first_digits(typed).trim_end_matches(['.', ',']).rsplit_once(['.', ',']).map_or(0, |(_, decimals)| decimals.len() as u32);
    written.max(value.normalize().scale())
}
