//! A quantity that a text names, with its unit and the part that it plays.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::notebook::{Bound, Quantity, TextRange, Value};
use crate::reading::lexicon::{UnitId, UnitKind};

/// A quantity that a text states.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantityMention {
    /// The number with its sign, currency and unit, in bytes of the text.
    pub range: TextRange,
    /// The quantity with the words that bound it: “more than 100 stores”.
    pub phrase: TextRange,
    /// The amount.
    pub amount: Amount,
    /// Whether the amount is exact or a limit.
    pub bound: Bound,
    /// Whether the source says “about”, “nearly” and the like.
    pub approx: bool,
    /// The part it plays in its sentence.
    pub role: Role,
    /// Whether it went up or down by this amount, or from the first to the second.
    pub direction: Option<Direction>,
    /// What a change is compared with: “year on year”.
    pub basis: Option<Basis>,
    /// What is measured or counted.
    pub unit: Unit,
    /// What it is per, in the singular: `year`, `square foot`; empty if nothing.
    pub per: Cow<'static, str>,
    /// The index of the time that it belongs to, among those of its sentence.
    pub time: Option<usize>,
    /// The index of the quantity that it restates as a conversion or a share, among those of its sentence.
    pub same_as: Option<usize>,
    /// The range of its tokens, the end excluded.
    pub(in crate::reading) tokens: (usize, usize),
}

/// An amount as it is stated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// One number.
    One(Decimal),
    /// A range between two numbers.
    Range(Decimal, Decimal),
    /// A change from the first number to the second.
    FromTo(Decimal, Decimal),
    /// An order of magnitude: “dozens”.
    Vague(Decimal, Decimal),
    /// A part of a whole: one in five.
    Part(u32, u32),
    /// How many times as much.
    Multiple(Decimal),
}

/// The role of a quantity in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// A level.
    #[default]
    Level,
    /// The amount of a change.
    Delta,
    /// The level after a change.
    NewLevel,
    /// The level before a change.
    OldLevel,
    /// A level that somebody has set out to reach.
    Target,
    /// A factor.
    Multiplier,
    /// A part of a whole.
    Share,
    /// A length of time.
    Duration,
    /// A length of time within which something is due.
    Deadline,
    /// An age.
    Age,
    /// A lower limit: “starting at 5”.
    Minimum,
    /// The amount by which a target was missed.
    Shortfall,
}

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Direction {
    Up,
    Down,
}

/// What a change is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The same period of the previous year.
    YearOnYear,
    /// The previous quarter.
    QuarterOnQuarter,
    /// The previous month.
    MonthOnMonth,
}

/// A unit of measurement, or the noun of counted things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its name in the singular: the noun of counted things, empty for a bare number.
    pub name: Cow<'static, str>,
    /// The short form that a claim shows.
    pub short: Cow<'static, str>,
    /// Its sort.
    pub sort: UnitSort,
}

/// The sort of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum UnitSort {
    #[default]
    None,
    Percent,
    Points,
    Currency,
    Time,
    Physical,
    /// Things counted by their noun.
    Counted,
    /// A share of the things named.
    Share,
    /// A number of times.
    Times,
}

impl UnitSort {
    pub(in crate::reading) fn of(kind: UnitKind) -> Self {
        match kind {
            UnitKind::Percent => Self::Percent,
            UnitKind::Points => Self::Points,
            UnitKind::Currency => Self::Currency,
            UnitKind::Time => Self::Time,
            UnitKind::Physical => Self::Physical,
        }
    }
}

impl Unit {
    /// A unit of the lexicon's table.
    pub(in crate::reading) fn known(id: UnitId) -> Self {
        let Some(row) = id.row() else { return Self::default() };
        Self { name: Cow::Borrowed(row.name), short: Cow::Borrowed(row.short), sort: UnitSort::of(row.kind) }
    }

    /// Counted things, by their noun in the singular.
    pub(in crate::reading) fn counted(name: impl Into<Cow<'static, str>>) -> Self {
        Self::named(name, UnitSort::Counted)
    }

    pub(in crate::reading) fn named(name: impl Into<Cow<'static, str>>, sort: UnitSort) -> Self {
        let name = name.into();
        Self { short: name.clone(), name, sort }
    }

    /// The unit of “three times”.
    pub(in crate::reading) fn times() -> Self {
        Self { name: Cow::Borrowed("count"), short: Cow::Borrowed("×"), sort: UnitSort::Times }
    }

    /// Counted things, by the noun of a noun phrase.
    pub(in crate::reading) fn of_noun(noun: crate::reading::nouns::Noun) -> Self {
        Self { name: noun.name.into(), short: noun.shown.into(), sort: UnitSort::Counted }
    }

    /// Whether it is a bare number.
    pub fn is_none(&self) -> bool {
        self.sort == UnitSort::None
    }
}

impl QuantityMention {
    /// A mention before the words around it are read.
    pub(super) fn plain(range: TextRange, tokens: (usize, usize), amount: Amount, unit: Unit) -> Self {
        Self {
            range,
            phrase: range,
            amount,
            bound: Bound::Exactly,
            approx: false,
            role: Role::Level,
            direction: None,
            basis: None,
            unit,
            per: Cow::Borrowed(""),
            time: None,
            same_as: None,
            tokens,
        }
    }

    /// The quantity as a claim stores it: for a change the level at its end, for a part its percentage, for a fall its negative.
    pub fn quantity(&self) -> Quantity {
        let (value, unit) = match self.amount {
            Amount::One(value) | Amount::FromTo(_, value) => (Value::One(value), self.unit.short.to_string()),
            Amount::Range(low, high) | Amount::Vague(low, high) => (Value::Range(low, high), self.unit.short.to_string()),
            Amount::Part(part, whole) => (Value::One(percent(part, whole)), "%".to_owned()),
            Amount::Multiple(factor) => (Value::One(factor), "×".to_owned()),
        };
        let falls = matches!(self.role, Role::Delta | Role::Shortfall) && self.direction == Some(Direction::Down);
        let value = match value {
            Value::One(value) if falls => Value::One(-value),
            Value::Range(low, high) if falls => Value::Range(-high, -low),
            value => value,
        };
        Quantity { value, bound: self.bound, approx: self.approx, unit, per: self.per.to_string() }
    }

    /// The level before the change that it states; the quantity itself if it states none.
    pub fn base(&self) -> Quantity {
        match self.amount {
            Amount::FromTo(from, _) => Quantity { value: Value::One(from), ..self.quantity() },
            _ => self.quantity(),
        }
    }

    /// Whether it is a length of time or an age, not an amount of something.
    pub fn is_time(&self) -> bool {
        self.unit.sort == UnitSort::Time || self.role == Role::Age
    }
}

/// A part in percent, rounded to a tenth.
fn percent(part: u32, whole: u32) -> Decimal {
    let exact = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole.max(1));
    exact.round_dp(1).normalize()
}
