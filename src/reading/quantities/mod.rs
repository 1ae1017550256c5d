//! How much: the quantities of a sentence with their units, bounds, directions and what they count.
//!
//! A candidate number is found (`candidates`), what only looks like one is dropped (`traps`), its unit or counted noun is read
//! (`units`), ranges are joined and lists share what they leave out (`joins`), and the words around say how it is bounded and
//! what part it plays (`bounds`, `roles`).

mod bounds;
mod candidates;
mod chinese_quantities;
mod joins;
mod roles;
mod traps;
mod units;

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::lexicon::{UnitId, UnitKind};
use super::times::TimeMention;
use super::tokens::Tokens;
use crate::notebook::{Bound, Quantity, TextRange, Value};

pub(super) use candidates::WORDS;
pub(super) use chinese_quantities::read as read_chinese;

/// A quantity that a text states.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantityMention {
    /// The number with its sign, currency and unit, in bytes of the text.
    pub range: TextRange,
    /// The same with the words that bound it: “more than 100 stores”.
    pub phrase: TextRange,
    /// How much.
    pub amount: Amount,
    /// Whether the amount is a limit.
    pub bound: Bound,
    /// Whether the source says “about”, “nearly” and the like.
    pub approx: bool,
    /// The part it plays in its sentence.
    pub role: Role,
    /// Whether it went up or down by this, or from the first to the second.
    pub direction: Option<Direction>,
    /// With what it is compared: “year on year”.
    pub basis: Option<Basis>,
    /// What is measured or counted.
    pub unit: Unit,
    /// What it is per, in the singular: `year`, `square foot`; else empty.
    pub per: Cow<'static, str>,
    /// The time among those of its sentence that it belongs to.
    pub time: Option<usize>,
    /// The quantity of its sentence of which this is another expression: a conversion, a share.
    pub same_as: Option<usize>,
    /// The tokens from and to which it reaches.
    pub(super) tokens: (usize, usize),
}

/// How much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// One number.
    One(Decimal),
    /// Something between two.
    Range(Decimal, Decimal),
    /// From one to the other: a change.
    FromTo(Decimal, Decimal),
    /// An order of magnitude: “dozens”.
    Vague(Decimal, Decimal),
    /// A part of a whole: one in five.
    Part(u32, u32),
    /// So many times as much.
    Multiple(Decimal),
}

/// The part that a quantity plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// How much there is.
    #[default]
    Level,
    /// By how much it changed.
    Delta,
    /// What it is after the change.
    NewLevel,
    /// What it was before.
    OldLevel,
    /// What somebody set out to reach.
    Target,
    /// A factor.
    Multiplier,
    /// A part of a whole.
    Share,
    /// How long.
    Duration,
    /// Until when.
    Deadline,
    /// How old.
    Age,
    /// The least.
    Minimum,
    /// By how much a target was missed.
    Shortfall,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Direction {
    Up,
    Down,
}

/// With what a change is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The same time of the year before.
    YearOnYear,
    /// The quarter before.
    QuarterOnQuarter,
    /// The month before.
    MonthOnMonth,
}

/// What is measured or counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its name in the singular; empty for a bare number. Counted things by their noun.
    pub name: Cow<'static, str>,
    /// How a claim writes it.
    pub short: Cow<'static, str>,
    /// What sort it is.
    pub sort: UnitSort,
}

/// What sort of unit it is.
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
    /// Things by their noun.
    Counted,
    /// A share of the things named.
    Share,
    /// So many times.
    Times,
}

impl UnitSort {
    pub(super) fn of(kind: UnitKind) -> Self {
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
    /// A unit of the table.
    pub(super) fn known(id: UnitId) -> Self {
        let Some(row) = id.row() else { return Self::default() };
        Self { name: Cow::Borrowed(row.name), short: Cow::Borrowed(row.short), sort: UnitSort::of(row.kind) }
    }

    /// Things by their noun in the singular.
    pub(super) fn counted(name: impl Into<Cow<'static, str>>) -> Self {
        Self::named(name, UnitSort::Counted)
    }

    pub(super) fn named(name: impl Into<Cow<'static, str>>, sort: UnitSort) -> Self {
        let name = name.into();
        Self { short: name.clone(), name, sort }
    }

    /// So many times.
    pub(super) fn times() -> Self {
        Self { name: Cow::Borrowed("count"), short: Cow::Borrowed("×"), sort: UnitSort::Times }
    }

    /// What a noun phrase names.
    pub(super) fn of_noun(noun: super::nouns::Noun) -> Self {
        Self { name: noun.name.into(), short: noun.shown.into(), sort: UnitSort::Counted }
    }

    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.sort == UnitSort::None
    }
}

impl QuantityMention {
    /// A mention without what the words around it say.
    fn plain(range: TextRange, tokens: (usize, usize), amount: Amount, unit: Unit) -> Self {
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

    /// The quantity as a claim keeps it: of a change the level it ended at, of a part its percent, of a fall its negative.
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

    /// Whether it says how long or how old, and not how much of something.
    pub fn is_time(&self) -> bool {
        self.unit.sort == UnitSort::Time || self.role == Role::Age
    }
}

/// A part in percent, to a tenth where it has no end.
fn percent(part: u32, whole: u32) -> Decimal {
    let exact = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole.max(1));
    exact.round_dp(1).normalize()
}

/// Appends the quantities of a sentence in order.
pub(super) fn read(tokens: &Tokens<'_>, times: &[TimeMention], found: &mut Vec<QuantityMention>) {
    let first = found.len();
    candidates::collect(tokens, times, found);
    if found.len() == first {
        return;
    }
    joins::ranges(tokens, found, first);
    joins::shared_units(tokens, found, first);
    for mention in &mut found[first..] {
        bounds::read(tokens, mention);
    }
    roles::read(tokens, times, &mut found[first..]);
}
