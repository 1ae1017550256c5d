//! Whether the words of a reference still say what the notebook says: no bound, unit or “about” may get lost on the way.

use rust_decimal::RoundingStrategy::{MidpointAwayFromZero, ToNegativeInfinity, ToPositiveInfinity};
use rust_decimal::{Decimal, RoundingStrategy};

use super::chance::step_named;
use crate::notebook::{Bound, Quantity, Value};
use crate::reading::{UnitSort, known_unit, parse_quantity};

/// How words differ from the number that they show, as the predicate of a sentence; `None` if they agree, or name no number.
pub(super) fn disagreement(words: &str, shown: &Quantity) -> Option<String> {
    let Ok(written) = parse_quantity(words) else {
        let has_digits = words.contains(|letter: char| letter.is_ascii_digit());
        return has_digits.then(|| "has digits that cannot be read as a number".to_owned());
    };
    units(&written, shown).or_else(|| values(&written, shown))
}

/// How a word for a chance differs from the chance, between 0 and 1.
pub(super) fn wrong_chance(words: &str, probability: f64) -> Option<String> {
    let step = step_named(words)?;
    let percent = probability * 100.0;
    // What is less than 1 % or more than 99 % is at the ends of the scale.
    let fits = percent >= step.from - 0.5 && percent <= step.to + 0.5
        || percent < 1.0 && step.from == 1.0
        || percent > 99.0 && step.to == 99.0;
    (!fits).then(|| format!("says {} to {} %, and the chance is {percent:.0} %", step.from, step.to))
}

fn units(written: &Quantity, shown: &Quantity) -> Option<String> {
    let sort =
        |unit: &str| known_unit(unit).filter(|(_, sort)| !matches!(sort, UnitSort::Counted | UnitSort::None | UnitSort::Times));
    let (one, other) = (&written.unit, &shown.unit);
    match (sort(one), sort(other)) {
        (Some((known, _)), Some((wanted, _))) if known != wanted => Some(format!("says {one} where the claim says {other}")),
        (Some(_), None) => Some(format!("says {one}, which the claim does not say")),
        (None, Some(_)) => Some(format!("leaves out “{other}”")),
        _ => None,
    }
}

fn values(written: &Quantity, shown: &Quantity) -> Option<String> {
    match (shown.bound, written.bound) {
        (bound, Bound::Exactly) if bound != Bound::Exactly => return Some(format!("leaves out “{}”", bound.words())),
        (Bound::Exactly, bound) if bound != Bound::Exactly => return bounded(written, shown),
        (one, other) if one.is_open_above() != other.is_open_above() => {
            return Some(format!("says “{}” where the claim says “{}”", other.words(), one.words()));
        }
        _ => {}
    }
    let (low, high) = (written.value.low(), written.value.high());
    if (low, high) == (shown.value.low(), shown.value.high()) {
        if matches!((shown.bound, written.bound), (Bound::AtLeast, Bound::MoreThan) | (Bound::AtMost, Bound::LessThan)) {
            return Some(format!("says “{}” where the claim says “{}”", written.bound.words(), shown.bound.words()));
        }
        let lost = shown.approx && !written.approx && shown.bound == Bound::Exactly;
        return lost.then(|| "leaves out “about”".to_owned());
    }
    let goes_beyond =
        shown.bound.is_open_above() && low > shown.value.low() || shown.bound.is_open_below() && high < shown.value.high();
    if goes_beyond {
        return Some("says more than the claim does".to_owned());
    }
    // “More than 130,000” is true of “more than 135,000”.
    if shown.bound.is_open_above() && low <= shown.value.low() && is_rounded(low, shown.value.low(), ToNegativeInfinity) {
        return None;
    }
    if shown.bound.is_open_below() && high >= shown.value.high() && is_rounded(high, shown.value.high(), ToPositiveInfinity) {
        return None;
    }
    // “Thousands of cars” is a range that holds it.
    if low < high && low <= shown.value.low() && shown.value.high() <= high {
        return None;
    }
    let is_near = |written, exact| is_rounded(written, exact, MidpointAwayFromZero) && is_close(written, exact);
    let is_near = is_near(low, shown.value.low()) && is_near(high, shown.value.high());
    match (is_near, written.approx, shown.value) {
        (true, true, _) => None,
        (true, false, _) => Some("is rounded without “about”".to_owned()),
        (false, _, Value::Range(..)) if low == high => Some("gives one number for a range".to_owned()),
        _ => Some("is another number than the claim’s".to_owned()),
    }
}

/// “More than 130,000” in the place of 135,000 is true, but says less.
fn bounded(written: &Quantity, shown: &Quantity) -> Option<String> {
    let is_true = match written.bound {
        Bound::AtLeast => shown.value.low() >= written.value.low(),
        Bound::MoreThan => shown.value.low() > written.value.low(),
        Bound::AtMost => shown.value.high() <= written.value.high(),
        Bound::LessThan => shown.value.high() < written.value.high(),
        Bound::Exactly => true,
    };
    (!is_true).then(|| format!("says “{}”, which the claim does not", written.bound.words()))
}

/// Whether a number is another one with fewer digits: the nearest, or by a strategy.
fn is_rounded(rounded: Decimal, exact: Decimal, strategy: RoundingStrategy) -> bool {
    if rounded == exact {
        return true;
    }
    let digits = rounded.normalize().mantissa().unsigned_abs().to_string().trim_end_matches('0').len().max(1) as u32;
    [MidpointAwayFromZero, strategy].into_iter().any(|strategy| exact.round_sf_with_strategy(digits, strategy) == Some(rounded))
}

/// Whether a rounded number is so close that “about” is true of it: “about 2,000” says too much of 1,600.
fn is_close(rounded: Decimal, exact: Decimal) -> bool {
    let tenth = exact.abs() / Decimal::TEN;
    (rounded - exact).abs() <= tenth
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_round_and_name_things_otherwise_and_nothing_else() {
        let told = |words: &str, claim: &str| disagreement(words, &parse_quantity(claim).unwrap());
        for (words, claim) in [
            ("120,000", "120,000 cars"),
            ("120,000 vehicles", "120,000 cars"),
            ("ten stores", "10 stores"),
            ("about 135,000", "135,302 cars"),
            ("more than 130,000 cars", "more than 135,000 cars"),
            ("over 135,000 cars", "more than 135,000 cars"),
            ("more than 130,000 cars", "135,000 cars"),
            ("1.2 million yuan", "1,200,000 yuan"),
            ("soon", "135,000 cars"),
            ("some 970", "about 970 cars"),
            ("fewer than 143,000", "less than 143,000 cars"),
            ("超过13.5万辆", "more than 135,000 cars"),
        ] {
            assert_eq!(told(words, claim), None, "{words} for {claim}");
        }
        for (words, claim, problem) in [
            ("nearly two thousand shops", "1,600 shops", "is another number than the claim’s"),
            ("100 stores", "more than 100 stores", "leaves out “more than”"),
            ("970 cars", "about 970 cars", "leaves out “about”"),
            ("120,000 cars", "130,000 cars", "is another number than the claim’s"),
            ("135,000 cars", "135,302 cars", "is rounded without “about”"),
            ("more than 140,000 cars", "more than 135,000 cars", "says more than the claim does"),
            ("less than 135,000 cars", "more than 135,000 cars", "says “less than” where the claim says “more than”"),
            ("1.2 million", "1.2 million yuan", "leaves out “yuan”"),
            ("1.2 million dollars", "1.2 million yuan", "says USD where the claim says yuan"),
            ("12", "12 %", "leaves out “%”"),
            ("about 200,000 cars", "130,000 cars", "is another number than the claim’s"),
            ("over 10x00 cars", "more than 1,000 cars", "has digits that cannot be read as a number"),
            ("more than 100 cars", "at least 100 cars", "says “more than” where the claim says “at least”"),
            ("490 cars", "490–13,000 cars", "gives one number for a range"),
        ] {
            assert_eq!(told(words, claim).as_deref(), Some(problem), "{words} for {claim}");
        }
    }

    #[test]
    fn a_word_for_a_chance_has_to_fit_it() {
        assert_eq!(wrong_chance("very unlikely", 0.12), None);
        assert_eq!(wrong_chance("likely", 0.12).as_deref(), Some("says 55 to 80 %, and the chance is 12 %"));
        assert_eq!(wrong_chance("almost certain", 0.999), None);
        assert_eq!(wrong_chance("in two years", 0.12), None);
    }
}
