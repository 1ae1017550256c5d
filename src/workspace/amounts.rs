//! What a stated or typed number is as a value of an assumption: in its unit, or nothing where it measures something else.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use crate::forecast::formula::Unit;
use crate::notebook::{Assumption, AssumptionValue, Claim, Estimate3, Family, Limit, Quantity, Value, plural};
use crate::reading::{is_currency, parse_quantity};

/// What a claim says of an assumption that has now its value; `None` where it says nothing of the sort.
pub(super) fn value_from_claim(assumption: &Assumption, claim: Option<&Claim>) -> Option<AssumptionValue> {
    let claim = claim?;
    match &assumption.value {
        AssumptionValue::Number(before) => {
            let quantity = claim.understood_quantity()?;
            let (low, high) = stated_in(quantity, &assumption.unit)?;
            let number = match quantity.bound {
                // “More than 100” is a limit, not a point: best guess and the other end stay the analyst's, beyond it.
                bound if bound.is_open_above() => {
                    let base = before.base.max(low);
                    Estimate3 { low, base, high: before.high.max(base), limit: Limit::Low, family: Family::Suggested, ..*before }
                }
                bound if bound.is_open_below() => {
                    let base = before.base.min(high);
                    Estimate3 { low: before.low.min(base), base, high, limit: Limit::High, family: Family::Suggested, ..*before }
                }
                _ => {
                    let base = low.checked_add(high)?.checked_div(Decimal::TWO)?;
                    Estimate3 { limit: Limit::None, low, base, high, ..*before }
                }
            };
            Some(AssumptionValue::Number(number))
        }
        AssumptionValue::Date(_) => claim.understood_period().map(|period| AssumptionValue::Date(period.last_day())),
        AssumptionValue::Growth(_) | AssumptionValue::Plan(_) | AssumptionValue::Samples(_) => None,
    }
}

/// The lower and the upper end of what a claim states, in `unit`; `None` where it cannot be a value of that: weeks are no stores,
/// and a share says nothing of a count. Counted things have many names (stores, outlets, locations), so two of them may meet.
fn stated_in(quantity: &Quantity, unit: &str) -> Option<(Decimal, Decimal)> {
    let (stated, wanted) = (unit_of(quantity)?, Unit::parse(unit).ok()?);
    let (from, to) = if stated.is_like(&wanted) {
        (stated.scale, wanted.scale)
    } else {
        // Of what it is counted per, a claim mostly says nothing: its year is the period.
        let (stated, wanted) = (counted_part(&quantity.unit), counted_part(unit));
        if Sort::of(stated)? != Sort::of(wanted)? {
            return None;
        }
        (Unit::parse(stated).ok()?.scale, Unit::parse(wanted).ok()?.scale)
    };
    Some((converted(quantity.value.low(), from, to)?, converted(quantity.value.high(), from, to)?))
}

/// A number that is typed for something in `unit`. A bare figure is meant in that unit; what is said in words, as in `2 million` or
/// `30 weeks`, is converted. The error is a sentence for the person who typed it.
pub fn typed_amount(text: &str, unit: &str) -> Result<Decimal, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("There is no number".to_owned());
    }
    let quantity = parse_quantity(text).map_err(|error| format!("“{text}” is not understood: {error}"))?;
    let Value::One(value) = quantity.value else {
        return Err(format!("“{text}” is a range, and this is one number"));
    };
    if !text.chars().any(|sign| sign.is_alphabetic() || sign == '%') {
        return Ok(value);
    }
    let wanted = Unit::parse(unit).map_err(|error| format!("The unit “{unit}” is not understood: {error}"))?;
    let counted_in = if unit.trim().is_empty() { "a plain number".to_owned() } else { format!("in {}", plural(unit.trim())) };
    let other = || format!("“{text}” does not fit: this is {counted_in}");
    let stated = unit_of(&quantity).ok_or_else(other)?;
    if !(stated.is_like(&wanted) || quantity.unit.is_empty() && quantity.per.is_empty()) {
        return Err(other());
    }
    // “2 million” names no unit: it is the same two million, in an assumption that counts in millions too.
    let scale =
        if stated.is_like(&wanted) { wanted.scale } else { Unit::parse(counted_part(unit)).map_or(1.0, |unit| unit.scale) };
    converted(value, stated.scale, scale).ok_or_else(|| format!("“{text}” is too large"))
}

/// Whether a stated number counts just what `unit` does, in whatever size of it.
pub(super) fn is_counted_alike(quantity: &Quantity, unit: &str) -> bool {
    let counted = |unit: &str| Unit::parse(counted_part(unit)).ok();
    matches!((counted(&quantity.unit), counted(unit)), (Some(stated), Some(wanted)) if stated.is_like(&wanted))
}

fn unit_of(quantity: &Quantity) -> Option<Unit> {
    let per = quantity.per.trim();
    let text = if per.is_empty() { quantity.unit.clone() } else { format!("{} per {per}", quantity.unit) };
    Unit::parse(&text).ok()
}

/// What a unit counts, without what it is counted per.
fn counted_part(unit: &str) -> &str {
    let end = [" per ", "/"].iter().filter_map(|per| unit.find(per)).min().unwrap_or(unit.len());
    &unit[..end]
}

/// A value in units of `from` as so many of `to`. Twelve months are a year exactly: the larger is taken in units of the smaller.
fn converted(value: Decimal, from: f64, to: f64) -> Option<Decimal> {
    if from >= to { value.checked_mul(Decimal::from_f64(from / to)?) } else { value.checked_div(Decimal::from_f64(to / from)?) }
}

/// What cannot stand for one another.
#[derive(PartialEq, Eq)]
enum Sort {
    /// A number without a unit, and percentages: which of the two is told by the scale.
    Plain,
    Time,
    Money,
    Other,
}

impl Sort {
    fn of(counted: &str) -> Option<Self> {
        let unit = Unit::parse(counted).ok()?;
        Some(match () {
            () if unit.is_plain() => Self::Plain,
            () if unit.is_time() => Self::Time,
            () if counted.split_whitespace().any(is_currency) => Self::Money,
            () => Self::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(text: &str, unit: &str) -> Option<String> {
        stated_in(&parse_quantity(text).unwrap(), unit).map(|(low, high)| {
            if low == high { low.normalize().to_string() } else { format!("{}–{}", low.normalize(), high.normalize()) }
        })
    }

    #[test]
    fn what_is_counted_is_taken_and_what_measures_something_else_is_not() {
        for (text, unit, taken) in [
            ("500 stores", "store", Some("500")),
            ("500 outlets", "store", Some("500")),
            ("300–500 stores", "stores", Some("300–500")),
            ("41 weeks", "store", None),
            ("41 weeks", "week", Some("41")),
            ("5 years", "month", Some("60")),
            ("30 %", "%", Some("30")),
            ("30 %", "", Some("0.3")),
            ("30 %", "store", None),
            ("500 stores", "%", None),
            ("€2 million", "million EUR", Some("2")),
            ("€2 million", "store", None),
            ("500 stores", "EUR", None),
            ("300,000 cars", "car per year", Some("300000")),
            ("300,000 cars", "thousand car / year", Some("300")),
            ("300 million yuan", "million yuan/year", Some("300")),
        ] {
            assert_eq!(stated(text, unit).as_deref(), taken, "{text} as {unit}");
        }
    }

    #[test]
    fn what_is_typed_is_in_the_unit_or_is_said_not_to_be() {
        for (text, unit, read) in [
            ("1,200", "store", Ok("1200")),
            ("1200 stores", "store", Ok("1200")),
            ("2", "million EUR", Ok("2")),
            ("2 million", "million EUR", Ok("2")),
            ("2 million", "store", Ok("2000000")),
            ("30%", "%", Ok("30")),
            ("30%", "", Ok("0.3")),
            ("6 months", "year", Ok("0.5")),
            ("13万", "car", Ok("130000")),
            ("-5", "°C", Ok("-5")),
            ("abc", "store", Err("“abc” is not understood: no number in it")),
            ("41 weeks", "store", Err("“41 weeks” does not fit: this is in stores")),
            ("5 cars", "", Err("“5 cars” does not fit: this is a plain number")),
            ("30 %", "store", Err("“30 %” does not fit: this is in stores")),
            ("5–6", "store", Err("“5–6” is a range, and this is one number")),
            ("  ", "store", Err("There is no number")),
        ] {
            let amount = typed_amount(text, unit).map(|value| value.normalize().to_string());
            assert_eq!(amount, read.map(str::to_owned).map_err(str::to_owned), "{text} as {unit}");
        }
    }
}
