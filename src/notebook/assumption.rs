//! Inputs of models: a number with its range, a day, a growth shape, a plan or samples, each with the claims behind it.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::claim::named_choices;
use super::{AssumptionId, ClaimId, Record};

/// A named input of a model, and the claims behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// Unique id; never changes and is never reused.
    pub id: AssumptionId,
    /// Its name on screen.
    pub name: String,
    /// The unit of its numbers: `store`, `%`, `car per store and year`. Empty for plain numbers, dates and shapes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The value that is used unless a scenario overrides it.
    pub value: AssumptionValue,
    /// The claims it is based on; if there are none, it is shown as the analyst's own judgement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimId>,
    /// What its first claim said when the value was taken from it: once the claim says something else, the value waits for a
    /// decision. Empty if that is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seen: String,
    /// The reason for this value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Assumption {
    /// Keeps only some of the claims that it rests on. What the first one said is forgotten with it.
    pub fn retain_claims(&mut self, keeps: impl Fn(ClaimId) -> bool) {
        let first = self.claims.first().copied();
        self.claims.retain(|claim| keeps(*claim));
        if self.claims.first().copied() != first {
            self.seen.clear();
        }
    }
}

impl Record for Assumption {
    type Id = AssumptionId;
    fn id(&self) -> AssumptionId {
        self.id
    }
}

/// The value of an assumption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssumptionValue {
    /// A number with its range.
    Number(Estimate3),
    /// A day.
    Date(Date),
    /// A growth shape.
    Growth(Growth),
    /// Dated levels in date order, as somebody announced them step by step.
    Plan(Vec<PlanPoint>),
    /// The analyst's own values, all equally likely. They are never paired with the samples of another assumption.
    Samples(Vec<Decimal>),
}

impl AssumptionValue {
    /// Whether one may replace the other: both are the same variant, or both are numbers or samples.
    pub fn is_same_sort(&self, other: &Self) -> bool {
        use AssumptionValue::{Number, Samples};
        matches!((self, other), (Number(_) | Samples(_), Number(_) | Samples(_)))
            || std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Sorts low ≤ base ≤ high, and plan points by date. Returns whether anything changed.
    pub fn put_in_order(&mut self) -> bool {
        match self {
            Self::Number(number) if !number.is_in_order() => {
                let mut all = [number.low, number.base, number.high];
                all.sort_unstable();
                [number.low, number.base, number.high] = all;
                true
            }
            Self::Plan(points) if !is_ordered(points) => {
                points.sort_by_key(|point| point.date);
                true
            }
            _ => false,
        }
    }

    /// Whether a point of a plan cites a claim.
    pub fn cites(&self, claim: ClaimId) -> bool {
        matches!(self, Self::Plan(points) if points.iter().any(|point| point.claim == Some(claim)))
    }

    /// Replaces the claims that the points of a plan cite.
    pub fn swap_claims(&mut self, swap: impl Fn(ClaimId) -> ClaimId) {
        if let Self::Plan(points) = self {
            for point in points {
                point.claim = point.claim.map(&swap);
            }
        }
    }

    /// The rule that it breaks, as the predicate of a sentence (“has low, base and high out of order: …”); `None` if it is
    /// valid.
    pub fn problem(&self) -> Option<String> {
        match self {
            Self::Number(number) if !number.is_in_order() => {
                Some(format!("has low, base and high out of order: {}, {}, {}", number.low, number.base, number.high))
            }
            Self::Plan(points) if !is_ordered(points) => {
                Some("has plan points that are not in the order of their days".to_owned())
            }
            _ => None,
        }
    }
}

fn is_ordered(points: &[PlanPoint]) -> bool {
    points.is_sorted_by_key(|point| point.date)
}

/// Low, base and high: “unlikely below (1 in 10), best guess, unlikely above (1 in 10)”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estimate3 {
    /// Unlikely to be below this.
    pub low: Decimal,
    /// Best guess: as likely to be above as below.
    pub base: Decimal,
    /// Unlikely to be above this.
    pub high: Decimal,
    /// The probability beyond low, and beyond high.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tail: Tail,
    /// The family of distributions that is fitted to the three.
    #[serde(default, skip_serializing_if = "is_default")]
    pub family: Family,
    /// Which end is a hard limit.
    #[serde(default, skip_serializing_if = "is_default")]
    pub limit: Limit,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Estimate3 {
    /// A number that is taken as certain.
    pub fn certain(value: Decimal) -> Self {
        Self::range(value, value, value)
    }

    /// Low, base and high with a probability of 1 in 10 beyond each end.
    pub fn range(low: Decimal, base: Decimal, high: Decimal) -> Self {
        Self { low, base, high, tail: Tail::default(), family: Family::default(), limit: Limit::default() }
    }

    /// Whether low, base and high are the same.
    pub fn is_certain(self) -> bool {
        self.low == self.base && self.base == self.high
    }

    /// Whether low ≤ base ≤ high.
    pub fn is_in_order(self) -> bool {
        self.low <= self.base && self.base <= self.high
    }
}

named_choices! {
    /// The probability of a value below low, and of one above high.
    Tail {
        /// 1 %.
        Hundredth => "1 in 100",
        /// 5 %.
        Twentieth => "1 in 20",
        /// 10 %.
        #[default]
        Tenth => "1 in 10",
        /// 25 %.
        Quarter => "1 in 4",
    }
}

impl Tail {
    /// The probability of a value below low, and of one above high.
    pub fn probability(self) -> f64 {
        match self {
            Self::Hundredth => 0.01,
            Self::Twentieth => 0.05,
            Self::Tenth => 0.10,
            Self::Quarter => 0.25,
        }
    }
}

named_choices! {
    /// The family of distributions between low and high. Formulas are in `forecast::distribution`.
    Family {
        /// Chosen from the unit and the three numbers; the window shows which one that is.
        #[default]
        Suggested => "suggested",
        /// The best guess alone.
        Fixed => "fixed",
        /// Every value between low and high is equally likely: both are hard limits.
        Uniform => "uniform",
        /// Fitted to low and high alone; values above 0.
        Lognormal => "lognormal",
        /// Fitted to all three; values above 0.
        LogMetalog => "log-metalog",
        /// Fitted to all three; shares between 0 and 100 %.
        LogitMetalog => "logit-metalog",
        /// Fitted to all three; values of any sign.
        Metalog => "metalog",
        /// Low and high are hard limits, base is the most likely value.
        Pert => "PERT",
    }
}

named_choices! {
    /// The end of a range that is a hard limit stated by a source (“more than 100”), not only an unlikely value.
    Limit {
        /// Neither.
        #[default]
        None => "no limit",
        /// Low: nothing lies below.
        Low => "low is a limit",
        /// High: nothing lies above.
        High => "high is a limit",
    }
}

named_choices! {
    /// The shape between a start and a target. Formulas and their limits are in `forecast::growth`.
    Growth {
        /// The same increase every year.
        #[default]
        Linear => "linear",
        /// The same growth rate every year.
        Exponential => "exponential",
        /// Slow, fast, slow: towards a ceiling.
        Logistic => "logistic",
        /// Fast early, with a long tail: towards a ceiling.
        Gompertz => "Gompertz",
        /// Adoption of an innovation, partly independent and partly by imitation: for experts.
        Bass => "Bass",
        /// From point to point of a plan.
        Steps => "step plan",
    }
}

impl Growth {
    /// The shapes that two points and a ceiling determine, for comparison side by side.
    pub const SHAPES: [Self; 4] = [Self::Linear, Self::Exponential, Self::Logistic, Self::Gompertz];

    /// Whether it approaches a ceiling.
    pub fn has_ceiling(self) -> bool {
        matches!(self, Self::Logistic | Self::Gompertz | Self::Bass)
    }
}

/// A level that is to be reached by a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanPoint {
    /// The day.
    pub date: Date,
    /// The level on it.
    pub value: Decimal,
    /// The claim that states it; `None` for the analyst's own judgement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<ClaimId>,
    /// The reason for this level.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}
