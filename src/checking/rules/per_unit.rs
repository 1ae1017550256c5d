//! Rule 8: a number for each, a price or a margin agrees with the totals that it is made of.
//!
//! * “loss per car” (or a number that is stated per car) is a loss divided by a number of cars;
//! * an average price is revenue divided by the things sold;
//! * a margin is profit divided by revenue.
//!
//! Totals have a scope that names do not say: revenue includes services, staff is counted at the end of a year. Where the totals are in
//! another source, or the difference is of the size that a scope explains, it is only asked.

use rust_decimal::Decimal;

use crate::checking::cues::Cue;
use crate::checking::figure::{Figure, Number};
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::shown;
use crate::checking::ledger::{Topic, View};
use crate::checking::levels::at_period;
use crate::checking::sums::{at_most_asked, both, ids, unit_of, value, verdict};
use crate::notebook::{ClaimKind, Nature, Period, UnitFamily, UnitSort, counted_key};

/// Compares the ratios of a topic with their totals.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    let ratios = view.about(topic);
    let Some(first) = ratios.first().filter(|first| Shape::of(first).is_some()) else { return };
    let Some(shape) = Shape::of(first) else { return };
    let others = view.others(topic, None);
    for ratio in ratios {
        if let (Some(number), Some(period)) = (&ratio.number, ratio.period)
            && !ratio.is_aim()
            && !(matches!(shape, Shape::Margin) && ratio.is_change)
        {
            let totals = shape.totals(view, &others, ratio, number, period);
            out.extend(shape.compare(view, ratio, number, &totals));
        }
    }
}

/// What a ratio is made of.
enum Shape {
    /// A numerator by its words and a denominator by its noun.
    Each { of: String, noun: String },
    /// Revenue by things sold.
    Price,
    /// Profit by revenue, in per cent.
    Margin,
}

impl Shape {
    fn of(figure: &Figure) -> Option<Self> {
        let number = figure.number.as_ref()?;
        let words = figure.measure_words.as_str();
        let family = number.sort.family;
        if family == UnitFamily::Share {
            return figure.of_measure.has(Cue::Margin).then_some(Self::Margin);
        }
        let split = [" per ", " pro ", " je ", " par ", " por "].iter().find_map(|word| words.split_once(word));
        let is_rate_over_time = |noun: &str| {
            matches!(
                noun,
                "year"
                    | "month"
                    | "day"
                    | "week"
                    | "quarter"
                    | "hour"
                    | "jahr"
                    | "an"
                    | "año"
                    | "mes"
                    | "mois"
                    | "monat"
                    | "tag"
                    | "jour"
                    | "día"
            )
        };
        if let Some((of, noun)) = split.filter(|(_, noun)| !is_rate_over_time(noun.trim())) {
            let of = of.trim_start_matches("average ").to_owned();
            return Some(Self::Each { of, noun: noun.split(" and ").next().unwrap_or(noun).trim().to_owned() });
        }
        let per = number.quantity.per.as_str();
        if !per.is_empty() && !is_rate_over_time(per) && !figure.of_measure.has(Cue::Price) {
            return Some(Self::Each { of: words.trim_start_matches("average ").to_owned(), noun: per.to_lowercase() });
        }
        (family == UnitFamily::Money && figure.of_measure.has(Cue::Price)).then_some(Self::Price)
    }

    fn totals<'a>(
        &self,
        view: &View<'a>,
        others: &[(Topic, Vec<&'a Figure>)],
        ratio: &Figure,
        number: &Number,
        period: Period,
    ) -> Totals<'a> {
        let mut found = Totals { above: Vec::new(), below: Vec::new() };
        let plain = UnitSort::of(&number.quantity.unit, "");
        for (topic, figures) in others {
            let Some(first) = figures.first() else { continue };
            let Some(own) = first.number.as_ref() else { continue };
            let at = || {
                at_period(view, topic, period).into_iter().filter(|figure| {
                    figure.kind == ratio.kind || figure.is_fact() || figure.kind == crate::notebook::ClaimKind::Estimate
                })
            };
            let is_money_alike = own.sort.is_like(&plain)
                || own.sort.family == UnitFamily::Money && plain.family == UnitFamily::Money && matches!(self, Self::Each { .. });
            let is_total =
                first.is_additive() || own.sort.family == UnitFamily::Money && !first.of_measure.any(&[Cue::Price, Cue::Average]);
            let names = first.of_measure;
            match self {
                Self::Each { of, noun } if is_total => {
                    let noun_key = counted_key(noun);
                    let is_noun = own.sort.family == UnitFamily::Count
                        && (own.sort.base == noun_key
                            || counts(&first.measure_words, &noun_key)
                            || is_head(noun) && (is_head(&own.sort.base) || first.measure_words.split_whitespace().any(is_head)));
                    if is_noun {
                        found.below.extend(at());
                    } else if is_money_alike
                        && (names_same(of, &first.measure_words)
                            || ratio.of_measure.has(Cue::Price) && names.has(Cue::Revenue) && !names.has(Cue::Profit))
                    {
                        found.above.extend(at());
                    }
                }
                Self::Price if is_total => {
                    if names.has(Cue::Revenue) && is_money_alike && !names.has(Cue::Profit) {
                        found.above.extend(at());
                    } else if own.sort.family == UnitFamily::Count && first.nature == Nature::Flow && names.has(Cue::Sold) {
                        found.below.extend(at());
                    }
                }
                Self::Margin if own.sort.family == UnitFamily::Money => {
                    if names.has(Cue::Profit) && same_level_of_profit(&ratio.measure_words, &first.measure_words) {
                        found.above.extend(at());
                    } else if names.has(Cue::Revenue) && !names.has(Cue::Profit) {
                        found.below.extend(at());
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn compare(&self, view: &View<'_>, ratio: &Figure, number: &Number, totals: &Totals<'_>) -> Option<Finding> {
        let factor = if matches!(self, Self::Margin) { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        let mut best: Option<(Level, &Figure, &Figure, Decimal)> = None;
        let mut other_currency: Option<(&Figure, &Figure, Decimal)> = None;
        for (above, below) in totals.pairs() {
            let (one, other) = (above.number.as_ref()?, below.number.as_ref()?);
            let computed = both(|of| of(&one.meaning).divide(&of(&other.meaning))?.scaled(factor));
            let exact = one.value().zip(other.value()).and_then(|(one, other)| one.checked_div(other)?.checked_mul(factor));
            let (Some(computed), Some(exact)) = (computed, exact) else { continue };
            let plain = UnitSort::of(&number.quantity.unit, "");
            if !matches!(self, Self::Margin) && !one.sort.is_like(&plain) {
                // The same digits in another currency: one of the two units is wrong. Other digits say nothing.
                if number.meaning.strict.meets(&computed.strict) && number.digits().len() > 2 {
                    other_currency = Some((above, below, exact));
                }
                continue;
            }
            let stated = number.meaning;
            if !stated.strict.is_positive() {
                // A loss is stated as a positive number; a margin below zero is not compared.
                continue;
            }
            let level = verdict(&stated, &computed);
            if best.as_ref().is_none_or(|(known, ..)| level > *known) {
                best = Some((level, above, below, exact));
            }
        }
        if let (None, Some((above, below, exact))) = (best, other_currency) {
            return Some(in_other_currency(view, ratio, above, below, exact));
        }
        let (level, above, below, exact) = best?;
        let level = at_most_asked(level, self.is_doubtful(ratio, (above, below), exact, totals));
        let percent = if factor == Decimal::ONE { "" } else { " %" };
        let line = format!("{} ÷ {} = {}{percent}", value(above, unit_of([above])), value(below, unit_of([below])), shown(exact));
        let said = view.says(ratio);
        let (title, line, why) = match level {
            Level::Fits => (
                "Totals and ratio",
                format!("{line}, as stated"),
                format!("{} for {} is {said}.", view.says(above), view.says(below)),
            ),
            _ => (
                "A ratio that its totals do not give",
                format!("{line}, not {said}"),
                format!("{} divided by {} is {}{percent}, not {said}.", view.says(above), view.says(below), shown(exact)),
            ),
        };
        let line = if percent.is_empty() { line } else { line.replacen(" ÷ ", " of ", 1) };
        Some(Finding { rule: Rule::PerUnit, level, claims: ids([ratio, above, below]), title: title.to_owned(), line, why })
    }

    /// Whether a scope explains the difference.
    fn is_doubtful(&self, ratio: &Figure, (above, below): (&Figure, &Figure), exact: Decimal, totals: &Totals<'_>) -> bool {
        let Some(stated) = ratio.number.as_ref().and_then(Number::value) else { return true };
        if stated.is_zero() {
            return true;
        }
        let Some(quotient) = exact.checked_div(stated) else { return true };
        let all = [ratio, above, below];
        let is_restated = all.iter().any(|figure| figure.of_text.any(&[Cue::Restated, Cue::SoFar]));
        // What is reported and what is estimated of it go together; what is planned does not.
        let is_reported = |figure: &Figure| matches!(figure.kind, ClaimKind::Fact | ClaimKind::Estimate);
        let are_mixed = all.iter().any(|figure| figure.kind != ratio.kind && !(is_reported(figure) && is_reported(ratio)));
        let is_near = quotient > Decimal::new(8, 1) && quotient < Decimal::new(13, 1);
        let is_one_source = all.iter().all(|figure| figure.is_of_one_voice_with(ratio));
        // A level is often the mean of the year.
        let has_level = below.nature == Nature::Stock && is_near;
        // Revenue is more than the sales of things: it includes services.
        let has_services = matches!(self, Self::Price) && quotient > Decimal::ONE && quotient < Decimal::new(15, 1);
        is_restated
            || are_mixed
            || has_level
            || has_services
            || !is_one_source && is_near
            || totals.above.len() * totals.below.len() > 4
    }
}

struct Totals<'a> {
    above: Vec<&'a Figure>,
    below: Vec<&'a Figure>,
}

impl<'a> Totals<'a> {
    fn pairs(&self) -> impl Iterator<Item = (&'a Figure, &'a Figure)> {
        self.above.iter().flat_map(|above| self.below.iter().map(move |below| (*above, *below)))
    }
}

fn in_other_currency(view: &View<'_>, ratio: &Figure, above: &Figure, below: &Figure, exact: Decimal) -> Finding {
    let said = view.says(ratio);
    Finding {
        rule: Rule::PerUnit,
        level: Level::Contradicts,
        claims: ids([ratio, above, below]),
        title: "The same digits in another currency".to_owned(),
        line: format!(
            "{} ÷ {} = {}, stated as {said}",
            value(above, unit_of([above])),
            value(below, unit_of([below])),
            shown(exact)
        ),
        why: format!(
            "{} for {} is {} each, in that currency; stated is {said}.",
            view.says(above),
            view.says(below),
            shown(exact)
        ),
    }
}

/// Whether a noun is one for people: “per head” is for each inhabitant.
fn is_head(noun: &str) -> bool {
    const HEADS: [&str; 19] = [
        "head",
        "capita",
        "person",
        "people",
        "inhabitant",
        "inhabitants",
        "resident",
        "residents",
        "citizen",
        "citizens",
        "population",
        "kopf",
        "einwohner",
        "habitant",
        "habitants",
        "habitante",
        "habitantes",
        "人",
        "人口",
    ];
    HEADS.contains(&noun)
}

/// Whether a measure counts a noun: “cars delivered” cars.
fn counts(measure: &str, noun_key: &str) -> bool {
    measure.split_whitespace().any(|word| counted_key(word) == noun_key) || !noun_key.is_ascii() && measure.contains(noun_key)
}

/// Whether what stands before “per” names a total: “loss” the loss, “revenue” total revenue.
fn names_same(of: &str, measure: &str) -> bool {
    let stem = |word: &str| counted_key(word).chars().take(6).collect::<String>();
    let words = |text: &str| -> Vec<String> { text.split_whitespace().filter(|word| word.len() > 2).map(stem).collect() };
    let (own, total) = (words(of), words(measure));
    // Chinese names have no spaces: 生均教育支出 is 教育支出 for each.
    if !measure.is_ascii() && !measure.contains(' ') {
        return of.contains(measure);
    }
    !own.is_empty()
        && (own.iter().all(|word| total.contains(word)) || !total.is_empty() && total.iter().all(|word| own.contains(word)))
}

/// Whether a margin and a profit are at the same level: gross, operating, net.
fn same_level_of_profit(margin: &str, profit: &str) -> bool {
    const LEVELS: [&[&str]; 4] = [
        &["ebitda"],
        &["gross", "brutto", "brut", "毛利"],
        &["operating", "ebit", "betriebs", "operativ", "opérationnel", "exploitation", "营业", "经营"],
        &["net", "netto", "nette", "neta", "neto", "净"],
    ];
    let names = |text: &str, word: &str| {
        !word.is_ascii() && text.contains(word)
            || text
                .split(|letter: char| !letter.is_alphanumeric())
                .any(|own| own == word || word.len() > 4 && own.starts_with(word))
    };
    let of = |text: &str| LEVELS.iter().position(|words| words.iter().any(|word| names(text, word)));
    of(margin) == of(profit)
}
