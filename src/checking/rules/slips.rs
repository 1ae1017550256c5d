//! Rule 12: a number is not a thousand, 万 (10⁴) or 亿 (10⁸) times its neighbours in time.
//!
//! Only a hint: at least three neighbours have to be of one size.

use rust_decimal::Decimal;

use crate::checking::figure::{Figure, Number};
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::shown;
use crate::checking::ledger::{Topic, View};
use crate::checking::sums::{days_between, ids};
use crate::notebook::{Bound, ClaimKind, grouped};

/// The neighbours that a number is compared with.
const NEIGHBOURS: usize = 4;
const FACTORS: [(i64, &str); 6] = [
    (1_000, "a thousand"),
    (10_000, "万 (ten thousand)"),
    (1_000_000, "a million"),
    (100_000_000, "亿 (a hundred million)"),
    (1_000_000_000, "a billion"),
    (1_000_000_000_000, "a trillion"),
];

/// Compares each figure of a topic with those before and after it.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    let mut facts: Vec<(&Figure, &Number, Decimal)> = view
        .about(topic)
        .into_iter()
        .filter(|figure| matches!(figure.kind, ClaimKind::Fact | ClaimKind::Estimate) && figure.period.is_some())
        .filter_map(|figure| Some((figure, figure.number.as_ref()?, figure.number.as_ref()?.value()?.abs())))
        .filter(|(_, number, value)| number.quantity.bound == Bound::Exactly && !value.is_zero())
        .collect();
    facts.sort_by_key(|(figure, ..)| figure.period);
    for (at, (figure, number, value)) in facts.iter().enumerate() {
        let length = |figure: &Figure| figure.period.map_or(0, |period| days_between(period.start, period.end));
        let is_beside = |other: &&(&Figure, &Number, Decimal)| {
            other.1.is_like(number)
                && other.0.period != figure.period
                && (length(other.0) - length(figure)).abs() <= 5.max(length(figure) / 20)
        };
        let before = facts[..at].iter().rev().filter(is_beside).take(NEIGHBOURS);
        let after = facts[at + 1..].iter().filter(is_beside).take(NEIGHBOURS);
        let mut beside: Vec<Decimal> = before.chain(after).map(|(.., value)| *value).collect();
        beside.sort();
        let (Some(least), Some(most)) = (beside.first(), beside.last()) else { continue };
        let is_of_one_size = least.checked_mul(Decimal::TEN).is_none_or(|ten| *most <= ten);
        if beside.len() < 3 || !is_of_one_size {
            continue;
        }
        let usual = beside[beside.len() / 2];
        let (larger, smaller) = if *value > usual { (*value, usual) } else { (usual, *value) };
        let Some(ratio) = larger.checked_div(smaller) else { continue };
        let is_near = |(factor, _): &&(i64, &str)| {
            let factor = Decimal::from(*factor);
            ratio > factor / Decimal::from(3) && ratio < factor * Decimal::from(3)
        };
        let nearest = FACTORS.iter().filter(is_near).min_by_key(|(factor, _)| {
            let factor = Decimal::from(*factor);
            ratio.max(factor).checked_div(ratio.min(factor))
        });
        let Some((_, name)) = nearest else { continue };
        let side = if *value > usual { "more" } else { "less" };
        out.push(Finding {
            rule: Rule::Slips,
            level: Level::Question,
            claims: ids([*figure]),
            title: "Off by a power of ten?".to_owned(),
            line: format!("{} beside {}", grouped(*value), grouped(usual)),
            why: format!(
                "{} is about {name} times {side} than what is said of the periods around it, {} or so.",
                view.says(figure),
                shown(usual)
            ),
        });
    }
}
