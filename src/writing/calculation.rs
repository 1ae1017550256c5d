//! Results of the numbers of claims, with their bounds: of “more than 157,000” out of 300,000 remain “less than 143,000”.
//!
//! A stated number is taken as the interval that its words allow: itself, a range, or everything above or below. The result is the
//! interval of all results, so that a bound never gets lost; if it is unbounded on both sides, there is no result.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::checking::Interval;
use crate::notebook::{Bound, Calculation, Notebook, Operation, Quantity, TermKind, Value, plural};
use crate::reading::known_unit;

/// Why claims give no result, as a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalculationError {
    /// Too few claims.
    #[error("it needs {0}")]
    TooFew(&'static str),
    /// A claim was deleted.
    #[error("a claim that it rests on was deleted")]
    Gone,
    /// A claim has no number that is understood.
    #[error("“{0}” has no number that is understood")]
    NoNumber(String),
    /// Numbers of different things.
    #[error("{0} and {1} cannot be taken together")]
    Units(String, String),
    /// Division by zero, or a number that is too large.
    #[error("these numbers give no result")]
    NoResult,
    /// The result could be anything.
    #[error("the bounds of these numbers leave the result open on both sides")]
    Open,
}

/// Computes the result.
pub(super) fn result(notebook: &Notebook, calculation: &Calculation) -> Result<Quantity, CalculationError> {
    let numbers = numbers(notebook, calculation)?;
    let [first, rest @ ..] = numbers.as_slice() else { return Err(CalculationError::TooFew("a claim")) };
    let second = || rest.first().ok_or(CalculationError::TooFew("two claims"));
    let by = || calculation.by.ok_or(CalculationError::TooFew("a number"));
    let same_unit = |others: &[Number<'_>]| others.iter().try_for_each(|other| first.matches(other));
    let (interval, unit, digits) = match calculation.operation {
        Operation::Sum => {
            second()?;
            same_unit(rest)?;
            (rest.iter().try_fold(first.interval, |sum, next| sum.add(&next.interval)), first.unit(), Digits::All)
        }
        Operation::Difference => {
            second()?;
            same_unit(rest)?;
            (rest.iter().try_fold(first.interval, |left, next| left.subtract(&next.interval)), first.unit(), Digits::All)
        }
        Operation::Change => {
            same_unit(std::slice::from_ref(second()?))?;
            let ratio =
                first.interval.divide(&second()?.interval).and_then(|ratio| ratio.add(&Interval::one(Decimal::NEGATIVE_ONE)));
            (ratio.and_then(|ratio| ratio.scaled(Decimal::ONE_HUNDRED)), Unit::percent(), Digits::Percent)
        }
        Operation::Share => {
            same_unit(std::slice::from_ref(second()?))?;
            let ratio = first.interval.divide(&second()?.interval);
            (ratio.and_then(|ratio| ratio.scaled(Decimal::ONE_HUNDRED)), Unit::percent(), Digits::Percent)
        }
        Operation::Times => {
            same_unit(std::slice::from_ref(second()?))?;
            (first.interval.divide(&second()?.interval), Unit::of("times", ""), Digits::Two)
        }
        Operation::Rate => {
            let per = second()?;
            if first.matches(per).is_ok() || !first.quantity.per.is_empty() || per.quantity.unit.is_empty() {
                return Err(CalculationError::Units(first.named(), per.named()));
            }
            (first.interval.divide(&per.interval), Unit::of(&first.quantity.unit, &per.quantity.unit), Digits::Three)
        }
        Operation::Product => (first.interval.scaled(by()?), first.unit(), Digits::Two),
        Operation::Quotient => {
            let factor = Decimal::ONE.checked_div(by()?).ok_or(CalculationError::NoResult)?;
            (first.interval.scaled(factor), first.unit(), Digits::Two)
        }
    };
    let is_approx = numbers.iter().any(|number| number.quantity.approx);
    let lower = |number: &Number<'_>| number.quantity.bound.is_open_below();
    let has_ceiling = numbers.iter().any(lower);
    as_stated(interval.ok_or(CalculationError::NoResult)?, unit, digits, is_approx, has_ceiling)
}

/// The unit of a result, and what it is per.
struct Unit {
    unit: String,
    per: String,
}

impl Unit {
    fn of(unit: &str, per: &str) -> Self {
        Self { unit: unit.to_owned(), per: per.to_owned() }
    }

    fn percent() -> Self {
        Self::of("%", "")
    }
}

/// How many digits of a result are shown.
#[derive(Clone, Copy)]
enum Digits {
    /// All: nothing was divided.
    All,
    /// Two significant ones, or all if the result is exact.
    Two,
    /// Three significant ones.
    Three,
    /// Whole percent from 10 on, and one place after the point below.
    Percent,
}

impl Digits {
    fn round(self, value: Decimal, strategy: RoundingStrategy) -> Decimal {
        match self {
            Self::All => value,
            Self::Two => value.round_sf_with_strategy(2, strategy).unwrap_or(value),
            Self::Three => value.round_sf_with_strategy(3, strategy).unwrap_or(value),
            Self::Percent if value.abs() >= Decimal::TEN => value.round_dp_with_strategy(0, strategy),
            Self::Percent => value.round_dp_with_strategy(1, strategy),
        }
    }
}

/// A number of a claim.
struct Number<'a> {
    quantity: &'a Quantity,
    interval: Interval,
}

impl Number<'_> {
    fn unit(&self) -> Unit {
        Unit::of(&self.quantity.unit, &self.quantity.per)
    }

    fn named(&self) -> String {
        match (self.quantity.unit.is_empty(), self.quantity.per.is_empty()) {
            (true, _) => "a bare number".to_owned(),
            (false, true) => plural(&self.quantity.unit),
            (false, false) => format!("{} per {}", plural(&self.quantity.unit), self.quantity.per),
        }
    }

    /// Whether the two are of the same unit.
    fn matches(&self, other: &Number<'_>) -> Result<(), CalculationError> {
        let name = |unit: &str| known_unit(unit).map_or_else(|| unit.trim().to_lowercase(), |(name, _)| name.to_owned());
        let is_same =
            name(&self.quantity.unit) == name(&other.quantity.unit) && name(&self.quantity.per) == name(&other.quantity.per);
        if is_same { Ok(()) } else { Err(CalculationError::Units(self.named(), other.named())) }
    }
}

fn numbers<'a>(notebook: &'a Notebook, calculation: &Calculation) -> Result<Vec<Number<'a>>, CalculationError> {
    let number = |id| {
        let claim = notebook.claims.get(id).ok_or(CalculationError::Gone)?;
        let quantity = claim.understood_quantity();
        let quantity = quantity.ok_or_else(|| CalculationError::NoNumber(claim.headline().chars().take(60).collect()))?;
        Ok(Number { quantity, interval: interval_of(quantity) })
    };
    calculation.of.iter().map(|&id| number(id)).collect()
}

/// All numbers that the words of a quantity allow, as they stand: “about” is carried along apart.
pub(super) fn interval_of(quantity: &Quantity) -> Interval {
    let (low, high) = (quantity.value.low(), quantity.value.high());
    match quantity.bound {
        Bound::Exactly => Interval::between(low, high),
        Bound::AtLeast => Interval::from(low, false),
        Bound::MoreThan => Interval::from(low, true),
        // What is counted is not below zero.
        Bound::AtMost | Bound::LessThan if high > Decimal::ZERO => {
            let is_open = quantity.bound == Bound::LessThan;
            Interval { low: Interval::one(Decimal::ZERO).low, high: Interval::up_to(high, is_open).high }
        }
        Bound::AtMost => Interval::up_to(high, false),
        Bound::LessThan => Interval::up_to(high, true),
    }
}

fn as_stated(
    interval: Interval,
    unit: Unit,
    digits: Digits,
    is_approx: bool,
    has_ceiling: bool,
) -> Result<Quantity, CalculationError> {
    use RoundingStrategy::{MidpointAwayFromZero as Near, ToNegativeInfinity as Down, ToPositiveInfinity as Up};
    let zero = Some(Decimal::ZERO);
    let stated = |value, bound, approx| Quantity { value, bound, approx, unit: unit.unit, per: unit.per };
    match (interval.low.at, interval.high.at) {
        (Some(low), Some(high)) if low == high => {
            let near = digits.round(low, Near);
            Ok(stated(Value::One(near.normalize()), Bound::Exactly, is_approx || near != low))
        }
        (low, Some(high)) if low.is_none() || low == zero && (has_ceiling || interval.low.is_open) => {
            let bound = if interval.high.is_open { Bound::LessThan } else { Bound::AtMost };
            Ok(stated(Value::One(digits.round(high, Up).normalize()), bound, is_approx))
        }
        (Some(low), None) => {
            let bound = if interval.low.is_open { Bound::MoreThan } else { Bound::AtLeast };
            Ok(stated(Value::One(digits.round(low, Down).normalize()), bound, is_approx))
        }
        (Some(low), Some(high)) if digits.round(low, Near) == digits.round(high, Near) => {
            Ok(stated(Value::One(digits.round(low, Near).normalize()), Bound::Exactly, true))
        }
        (Some(low), Some(high)) => {
            let (down, up) = (digits.round(low, Down), digits.round(high, Up));
            let approx = is_approx || down != low || up != high;
            Ok(stated(Value::Range(down.normalize(), up.normalize()), Bound::Exactly, approx))
        }
        _ => Err(CalculationError::Open),
    }
}

/// How the result comes about, in one sentence: “more than 157,000 cars of 300,000 cars”.
pub(super) fn explained(notebook: &Notebook, calculation: &Calculation) -> String {
    let words = |id: &crate::notebook::ClaimId| {
        let claim = notebook.claims.get(*id);
        let number = claim.and_then(|claim| claim.understood_quantity()).map(ToString::to_string);
        let about = claim.map(|claim| notebook.shown_name(TermKind::Measure, claim.measure.trim()).to_owned());
        match (number, about.filter(|about| !about.is_empty())) {
            (Some(number), Some(about)) => format!("{number} ({about})"),
            (Some(number), None) => number,
            (None, _) => "a claim that was deleted".to_owned(),
        }
    };
    let all: Vec<String> = calculation.of.iter().map(words).collect();
    let by = calculation.by.map(crate::notebook::grouped).unwrap_or_default();
    match calculation.operation {
        Operation::Sum => all.join(" and "),
        Operation::Difference => all.join(" less "),
        Operation::Change => all.join(" compared with "),
        Operation::Share => all.join(" of "),
        Operation::Times => all.join(" divided by "),
        Operation::Rate => all.join(" for "),
        Operation::Product => format!("{by} times {}", all.join(", ")),
        Operation::Quotient => format!("{} divided by {by}", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{Claim, DocumentId, IdSource, Passage, TextRange};
    use crate::reading::stated_quantity;

    /// The result of an operation on typed numbers, in words.
    fn of(operation: Operation, numbers: &[&str], by: Option<Decimal>) -> String {
        let mut ids = IdSource::new(7);
        let mut notebook = Notebook::new(ids.next(0));
        let document: DocumentId = ids.next(0);
        let mut made = Vec::new();
        for number in numbers {
            let range = TextRange { start: 0, end: 1 };
            let passage =
                Passage { document, range, quote: "x".into(), prefix: String::new(), suffix: String::new(), is_moved: false };
            let claim = Claim { quantity: stated_quantity((*number).into()), ..Claim::at(ids.next(0), passage) };
            made.push(claim.id);
            notebook.claims.push(claim).unwrap();
        }
        let calculation = Calculation { operation, of: made, by };
        result(&notebook, &calculation).map_or_else(|error| error.to_string(), |quantity| quantity.to_string())
    }

    #[test]
    fn bounds_go_through_every_operation() {
        use Operation::*;
        for (operation, numbers, result) in [
            (Difference, ["300,000 cars", "more than 157,000 cars"], "less than 143,000 cars"),
            (Sum, ["more than 157,000 cars", "90 cars"], "more than 157,090 cars"),
            (Sum, ["about 10 shops", "5–7 shops"], "about 15–17 shops"),
            (Share, ["more than 157,000 cars", "300,000 cars"], "more than 52 %"),
            (Share, ["157,000 cars", "300,000 cars"], "about 52 %"),
            (Share, ["150,000 cars", "300,000 cars"], "50 %"),
            (Share, ["at most 50 cars", "100 cars"], "at most 50 %"),
            (Change, ["112 shops", "100 shops"], "12 %"),
            (Change, ["91 shops", "100 shops"], "−9 %"),
            (Change, ["more than 135,000 cars", "100,000 cars"], "more than 35 %"),
            (Times, ["300,000 cars", "135,000 cars"], "about 2.2 times"),
            (Times, ["300,000 cars", "more than 135,000 cars"], "less than 2.3 times"),
            (Rate, ["81,302 cars", "335 stores"], "about 243 cars per store"),
            (Rate, ["81,302 cars", "335 cars"], "cars and cars cannot be taken together"),
            (Sum, ["81,302 cars", "335 stores"], "cars and stores cannot be taken together"),
            (Sum, ["5 yuan", "5 dollars"], "yuan and USD cannot be taken together"),
            (Sum, ["more than 5 cars", "less than 5 cars"], "more than 5 cars"),
            (
                Difference,
                ["more than 5 cars", "more than 5 cars"],
                "the bounds of these numbers leave the result open on both sides",
            ),
            (Share, ["5 cars", "0 cars"], "these numbers give no result"),
        ] {
            assert_eq!(of(operation, &numbers, None), result, "{operation:?} {numbers:?}");
        }
        assert_eq!(of(Product, &["about 243 cars"], Some(4.into())), "about 970 cars");
        assert_eq!(of(Product, &["more than 100 stores"], Some(12.into())), "more than 1,200 stores");
        assert_eq!(of(Quotient, &["9,700 cars"], Some(4.into())), "about 2,400 cars");
        assert_eq!(of(Quotient, &["9,700 cars"], Some(0.into())), "these numbers give no result");
        assert_eq!(of(Sum, &["9 cars"], None), "it needs two claims");
        assert_eq!(of(Sum, &["9 cars", "a few"], None), "“x” has no number that is understood");
    }
}
