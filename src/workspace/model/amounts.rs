//! Converts stated or typed numbers into values of an assumption, in its unit. Numbers that measure something else are
//! rejected.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use crate::forecast::formula::{Unit, UnitError};
use crate::notebook::{Assumption, AssumptionValue, Bound, Claim, Estimate3, Family, Limit, Quantity, Value, plural};
use crate::reading::{QuantityError, UnitSort, known_unit, parse_quantity};

/// Returns the value that an assumption takes from a claim; `None` if the claim states none. The kind of value stays the same.
pub(in crate::workspace) fn value_from_claim(assumption: &Assumption, claim: Option<&Claim>) -> Option<AssumptionValue> {
    let claim = claim?;
    match &assumption.value {
        AssumptionValue::Number(before) => {
            let quantity = claim.understood_quantity()?;
            let (low, high) = stated_in(quantity, &assumption.unit)?;
            let number = match quantity.bound {
                // “More than 100” is a limit, not a point: the best guess and the other end remain the analyst's, beyond it.
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
                    let (low, high) = if low == high {
                        let to_own = base.checked_div(quantity.value.low()).unwrap_or(Decimal::ONE);
                        let text = claim.quantity.as_ref().map_or("", |stated| stated.text.as_str());
                        let either = either_side(text, quantity).checked_mul(to_own)?.abs().normalize();
                        (base.checked_sub(either)?, base.checked_add(either)?)
                    } else {
                        (low, high)
                    };
                    Estimate3 { limit: Limit::None, low, base, high, ..*before }
                }
            };
            Some(AssumptionValue::Number(number))
        }
        AssumptionValue::Date(_) => claim.understood_period().map(|period| AssumptionValue::Date(period.last_day())),
        AssumptionValue::Growth(_) | AssumptionValue::Plan(_) | AssumptionValue::Samples(_) => None,
    }
}

/// Parses what is typed for a number with its range: “8”, “2 / 8 / 20”, or “8 (2 to 20)” as it is shown. One number alone is the
/// base of `before`, whose low and high give way where they must.
pub fn typed_estimate(text: &str, unit: &str, before: Estimate3) -> Result<Estimate3, String> {
    let amount = |part: &str| typed_amount(part, unit).map_err(|error| error.to_string());
    let ordered = |low: Decimal, base: Decimal, high: Decimal| match low <= base && base <= high {
        true => Ok(Estimate3 { low, base, high, ..before }),
        false => Err("low, base and high are not in order".to_owned()),
    };
    let text = text.trim();
    let parts: Vec<&str> = text.split('/').collect();
    if let [low, base, high] = parts.as_slice() {
        return ordered(amount(low)?, amount(base)?, amount(high)?);
    }
    if let Some((base, range)) = text.strip_suffix(')').and_then(|text| text.split_once('('))
        && let Some((low, high)) = range.split_once(" to ")
    {
        return ordered(amount(low)?, amount(base)?, amount(high)?);
    }
    let base = amount(text)?;
    let is_certain = before.low == before.high;
    let (low, high) = if is_certain { (base, base) } else { (before.low.min(base), before.high.max(base)) };
    Ok(Estimate3 { low, base, high, ..before })
}

/// How far from a stated number the true value may lie on either side, in the unit of the statement: 5 % of “about 10,000”, and
/// half a unit of the last digit of “1.5 million” or “13.4 %”, but never more than of “about”. A whole number that is written out
/// is exact.
fn either_side(text: &str, quantity: &Quantity) -> Decimal {
    let value = quantity.value.low().abs();
    let about = value.checked_mul(Decimal::new(5, 2)).unwrap_or_default();
    if quantity.approx {
        return about;
    }
    written(text).filter(|(number, _)| !number.is_zero()).map_or(Decimal::ZERO, |(number, decimals)| {
        let factor = value.checked_div(number).unwrap_or(Decimal::ONE);
        // Half of a whole unit is nothing to speak of.
        let is_written_out = decimals == 0 && factor == Decimal::ONE;
        if is_written_out { Decimal::ZERO } else { (Decimal::new(5, decimals + 1) * factor).min(about).normalize() }
    })
}

/// The first number of a text in figures, and how many decimals it has. A comma or point before three figures separates
/// thousands.
fn written(text: &str) -> Option<(Decimal, u32)> {
    let begin = text.find(|letter: char| letter.is_ascii_digit())?;
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
    let number = text[begin..].split(|letter| !is_part(letter)).next()?.trim_end_matches(['.', ',']);
    let mut parts: Vec<&str> = number.split(['.', ',']).collect();
    let decimals = match parts.as_slice() {
        [_] => "",
        [.., last] if last.len() != 3 || parts[0] == "0" => last,
        _ => "",
    };
    if !decimals.is_empty() {
        parts.pop();
    }
    let digits = parts.concat() + decimals;
    let places = decimals.len() as u32;
    let mut value = digits.parse::<Decimal>().ok()?;
    value.set_scale(places).ok()?;
    Some((value, places))
}

/// Returns the lower and the upper end of a stated quantity, in `unit`; `None` if it cannot be a value in that: weeks are not
/// stores, and a share says nothing about a count. Counted things have many names (stores, outlets, locations), so two
/// different ones may match.
fn stated_in(quantity: &Quantity, unit: &str) -> Option<(Decimal, Decimal)> {
    let Fit { from, to, .. } = fit(quantity, unit)?;
    Some((converted(quantity.value.low(), from, to)?, converted(quantity.value.high(), from, to)?))
}

/// Returns a stated quantity in `unit`, the lower end of a range or bound; `None` if it cannot be a value in that.
pub fn amount_in(quantity: &Quantity, unit: &str) -> Option<Decimal> {
    stated_in(quantity, unit).map(|(low, _)| low)
}

/// Whether a stated number can be a value in `unit`.
pub(in crate::workspace) fn may_state(quantity: &Quantity, unit: &str) -> bool {
    fit(quantity, unit).is_some()
}

/// A way to convert a stated number into a unit.
struct Fit {
    /// The scales of the stated unit and of the wanted unit.
    from: f64,
    to: f64,
    /// Whether both units are known to measure the same. It is false for two names of things: outlets may be stores.
    is_same: bool,
}

/// Finds how a stated number can be a value in `unit`; `None` if it cannot.
fn fit(quantity: &Quantity, unit: &str) -> Option<Fit> {
    let (stated, wanted) = (unit_of(quantity)?, Unit::parse(unit).ok()?);
    let (from, to) = (Measure::of(&quantity.unit)?, Measure::of(unit)?);
    if stated.is_like(&wanted) {
        // A bare number is not a percentage.
        let may_be = from == to || from == Measure::Percent;
        return may_be.then_some(Fit { from: stated.scale, to: wanted.scale, is_same: true });
    }
    let is_of_a_year = stated.times_years(-1).is_ok_and(|yearly| yearly.is_like(&wanted));
    let may_be = match (from, to) {
        (Measure::Percent, _) | (_, Measure::Percent | Measure::Plain) => false,
        (Measure::Plain, _) => true,
        // What the claim counts per must match, except for the year: a claim has that in its period, not in its quantity.
        _ if !quantity.per.trim().is_empty() => is_of_a_year,
        (Measure::Counted, Measure::Counted) => true,
        (from, to) => from == to && from != Measure::Time,
    };
    let is_same = is_of_a_year || matches!(from, Measure::Money(_) | Measure::Physical(_));
    may_be.then(|| Fit { from: size_of(&quantity.unit), to: size_of(unit), is_same })
}

/// Why a typed number cannot be used, as a sentence for the user.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AmountError {
    /// The field is empty.
    #[error("There is no number")]
    Nothing,
    /// It is not a number at all.
    #[error("“{0}” is not understood: {1}")]
    NotUnderstood(String, QuantityError),
    /// A range, such as “10 to 20”.
    #[error("“{0}” is a range, but one number is needed")]
    Range(String),
    /// A limit, such as “more than 10”.
    #[error("“{0}” is a limit, but one number is needed")]
    Limit(String),
    /// The unit of the field cannot be parsed.
    #[error("The unit “{0}” is not understood: {1}")]
    Unit(String, UnitError),
    /// The number is in another unit, such as weeks for stores.
    #[error("“{text}” does not fit: this is {counted_in}")]
    OtherUnit {
        /// What was typed.
        text: String,
        /// The wanted unit, such as “in stores”.
        counted_in: String,
    },
    /// After conversion, it is larger than any number that can be stored.
    #[error("“{0}” is too large")]
    TooLarge(String),
}

/// Parses a number that is typed for something in `unit`. Bare figures are in that unit; numbers in words or with a unit, such
/// as `2 million` or `30 weeks`, are converted.
pub fn typed_amount(text: &str, unit: &str) -> Result<Decimal, AmountError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AmountError::Nothing);
    }
    let quantity = parse_quantity(text).map_err(|error| AmountError::NotUnderstood(text.to_owned(), error))?;
    let Value::One(value) = quantity.value else {
        return Err(AmountError::Range(text.to_owned()));
    };
    if quantity.bound != Bound::Exactly {
        return Err(AmountError::Limit(text.to_owned()));
    }
    Unit::parse(unit).map_err(|error| AmountError::Unit(unit.to_owned(), error))?;
    let has_unit = !(quantity.unit.is_empty() && quantity.per.is_empty());
    let (from, to) = match has_unit {
        // “2 million” has no unit: it is two million, also for an assumption that counts in millions.
        false if is_scaled(text, value) => (1.0, size_of(unit)),
        false => (1.0, 1.0),
        // A typed unit means exactly that unit.
        true => match fit(&quantity, unit) {
            Some(Fit { from, to, is_same: true }) => (from, to),
            _ => {
                let unit = unit.trim();
                let counted_in = if unit.is_empty() { "a plain number".to_owned() } else { format!("in {}", plural(unit)) };
                return Err(AmountError::OtherUnit { text: text.to_owned(), counted_in });
            }
        },
    };
    converted(value, from, to).ok_or_else(|| AmountError::TooLarge(text.to_owned()))
}

/// Whether words such as “million” scale the number: its figures alone are at most a hundredth of it.
fn is_scaled(text: &str, value: Decimal) -> bool {
    let is_figure = |sign: &char| {
        sign.is_numeric() && !sign.is_alphabetic() || matches!(sign, '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{202f}')
    };
    let figures: String = text.chars().filter(is_figure).collect();
    let alone = match parse_quantity(&figures).map(|quantity| quantity.value) {
        Ok(Value::One(alone)) => alone,
        _ => Decimal::TEN,
    };
    alone.abs().checked_mul(Decimal::ONE_HUNDRED).is_some_and(|most| !alone.is_zero() && value.abs() >= most)
}

/// Whether a stated number counts exactly what `unit` does, in any scale.
pub(in crate::workspace) fn is_counted_alike(quantity: &Quantity, unit: &str) -> bool {
    let counted = |unit: &str| Unit::parse(counted_part(unit)).ok();
    matches!((counted(&quantity.unit), counted(unit)), (Some(stated), Some(wanted)) if stated.is_like(&wanted))
}

fn unit_of(quantity: &Quantity) -> Option<Unit> {
    let per = quantity.per.trim();
    let text = if per.is_empty() { quantity.unit.clone() } else { format!("{} per {per}", quantity.unit) };
    Unit::parse(&text).ok()
}

/// Returns what a unit counts, without what it is per.
fn counted_part(unit: &str) -> &str {
    let end = [" per ", "/"].iter().filter_map(|per| unit.find(per)).min().unwrap_or(unit.len());
    &unit[..end]
}

/// Returns the scale of a unit: a million, if it counts in millions. The length of a month is not such a scale.
fn size_of(unit: &str) -> f64 {
    match Measure::of(unit) {
        None | Some(Measure::Time | Measure::Percent) => 1.0,
        Some(_) => Unit::parse(counted_part(unit)).map_or(1.0, |unit| unit.scale),
    }
}

/// Converts a value between units of the scales `from` and `to`. The larger scale is divided by the smaller, which is exact for
/// a year and its twelve months.
fn converted(value: Decimal, from: f64, to: f64) -> Option<Decimal> {
    if from >= to { value.checked_mul(Decimal::from_f64(from / to)?) } else { value.checked_div(Decimal::from_f64(to / from)?) }
}

/// The sort of thing that a unit counts or measures, by its first part. Only with `Counted` can two names mean the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Plain,
    Percent,
    Time,
    /// Money, in this currency.
    Money(&'static str),
    /// A physical or similar unit.
    Physical(&'static str),
    Counted,
}

impl Measure {
    fn of(unit: &str) -> Option<Self> {
        let counted = counted_part(unit);
        let parsed = Unit::parse(counted).ok()?;
        let known = || counted.split_whitespace().find_map(known_unit);
        Some(match () {
            () if parsed.is_plain() && matches!(known(), Some((_, UnitSort::Percent))) => Self::Percent,
            () if parsed.is_plain() => Self::Plain,
            () if parsed.is_time() => Self::Time,
            () => match known() {
                Some((name, UnitSort::Currency)) => Self::Money(name),
                Some((_, UnitSort::Time)) => Self::Time,
                Some((name, UnitSort::Physical | UnitSort::Points)) => Self::Physical(name),
                _ => Self::Counted,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_typed_as_it_is_shown() {
        let before = Estimate3::range(2.into(), 8.into(), 20.into());
        let of = |text: &str| {
            typed_estimate(text, "store", before).map(|found| [found.low, found.base, found.high].map(|part| part.to_string()))
        };
        assert_eq!(of("8 (2 to 20)").unwrap(), ["2", "8", "20"]);
        assert_eq!(of("1k / 2k / 3,000").unwrap(), ["1000", "2000", "3000"]);
        assert_eq!(of("30").unwrap(), ["2", "30", "30"]);
        assert_eq!(of("20 / 8 / 2").unwrap_err(), "low, base and high are not in order");
        assert!(of("soon").is_err() && of("5 weeks").is_err());
    }

    #[test]
    fn a_number_is_as_exact_as_it_is_written() {
        let of = |text: &'static str, either: &str| (text, either.parse::<Decimal>().unwrap());
        for (text, either) in [
            of("10,000 stores", "0"),
            of("about 10,000 stores", "500"),
            of("1.5 million cars", "50000"),
            of("13.4 %", "0.05"),
            of("2 million cars", "100000"),
            of("1.250.000 cars", "0"),
            of("3万辆", "1500"),
            of("0.125 yuan", "0.0005"),
        ] {
            let understood = parse_quantity(text).unwrap();
            assert_eq!(either_side(text, &understood), either, "{text}");
        }
    }

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
            ("300 million yuan", "million RMB", Some("300")),
            ("$2 million", "million EUR", None),
            ("24 hours", "store", None),
            ("24 hours", "week", None),
            ("100 km", "store", None),
            ("40 kg", "kg", Some("40")),
            ("5 cars per store", "car per year", None),
            ("5 cars per store", "car per store and year", Some("5")),
            ("5 cars per store per month", "car per store and year", Some("60")),
            ("30", "%", None),
            ("30", "", Some("30")),
            ("500", "store", Some("500")),
            ("500", "thousand stores", Some("0.5")),
            ("5", "week", Some("5")),
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
            ("2 thousand", "week", Ok("2000")),
            ("1 hundred", "month", Ok("100")),
            ("thirty", "%", Ok("30")),
            ("about 30", "%", Ok("30")),
            ("two", "million EUR", Ok("2")),
            ("2 and a half", "million EUR", Ok("2.5")),
            ("2½ million", "million EUR", Ok("2.5")),
            ("about 2,500", "million EUR", Ok("2500")),
            ("two million", "million EUR", Ok("2")),
            ("five", "month", Ok("5")),
            ("€5", "million EUR", Ok("0.000005")),
            ("€5 million", "million EUR", Ok("5")),
            ("5 million yuan", "million RMB", Ok("5")),
            ("20 cars per store", "car per store and year", Ok("20")),
            ("€5", "store", Err("“€5” does not fit: this is in stores")),
            ("$2 million", "million EUR", Err("“$2 million” does not fit: this is in million EUR")),
            ("5 outlets", "store", Err("“5 outlets” does not fit: this is in stores")),
            (">100", "store", Err("“>100” is a limit, but one number is needed")),
            ("abc", "store", Err("“abc” is not understood: it contains no number")),
            ("41 weeks", "store", Err("“41 weeks” does not fit: this is in stores")),
            ("5 cars", "", Err("“5 cars” does not fit: this is a plain number")),
            ("30 %", "store", Err("“30 %” does not fit: this is in stores")),
            ("5–6", "store", Err("“5–6” is a range, but one number is needed")),
            ("  ", "store", Err("There is no number")),
        ] {
            let amount = typed_amount(text, unit).map(|value| value.normalize().to_string()).map_err(|error| error.to_string());
            assert_eq!(amount, read.map(str::to_owned).map_err(str::to_owned), "{text} as {unit}");
        }
    }
}
