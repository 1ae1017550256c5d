//! Inputs of models: a number with its range, a day, a shape of growth, a plan, samples; and what each rests on.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::claim::named_choices;
use super::{AssumptionId, ClaimId, Record};

/// A named input of a model, and what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// Its name for ever.
    pub id: AssumptionId,
    /// Its name on screen.
    pub name: String,
    /// What its numbers are counted in: `store`, `%`, `car per store and year`. Empty for plain numbers, dates and shapes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The value that holds where no scenario says otherwise.
    pub value: AssumptionValue,
    /// The claims it rests on; with none it is the analyst's own judgement and shown as that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimId>,
    /// Why this value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Record for Assumption {
    type Id = AssumptionId;
    fn id(&self) -> AssumptionId {
        self.id
    }
}

/// What an assumption can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssumptionValue {
    /// A number with its range.
    Number(Estimate3),
    /// A day.
    Date(Date),
    /// How something grows.
    Growth(Growth),
    /// Dated levels, in order of their days: what somebody announced step by step.
    Plan(Vec<PlanPoint>),
    /// Values of the analyst's own, each as likely as the others. They are never paired with those of another assumption.
    Samples(Vec<Decimal>),
}

impl AssumptionValue {
    /// Whether one can stand where the other stood: a number and samples can.
    pub fn is_same_sort(&self, other: &Self) -> bool {
        use AssumptionValue::{Number, Samples};
        matches!((self, other), (Number(_) | Samples(_), Number(_) | Samples(_)))
            || std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Puts what belongs in an order into it: low ≤ base ≤ high, plan points by their days. Says whether it had to.
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

    /// Lets the points of a plan cite other claims.
    pub fn swap_claims(&mut self, swap: impl Fn(ClaimId) -> ClaimId) {
        if let Self::Plan(points) = self {
            for point in points {
                point.claim = point.claim.map(&swap);
            }
        }
    }

    /// What breaks its rules, as the rest of a sentence.
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
    /// How unlikely.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tail: Tail,
    /// The family of distributions that goes through the three.
    #[serde(default, skip_serializing_if = "is_default")]
    pub family: Family,
    /// Which of the ends cannot be passed.
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

    /// Low, base and high with a chance of 1 in 10 outside at either end.
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
    /// How unlikely a value beyond low or high is, at either end.
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
        /// What the unit and the three numbers suggest; what that is, is said beside it.
        #[default]
        Suggested => "suggested",
        /// The best guess alone.
        Fixed => "fixed",
        /// Every value between low and high is as likely: both are hard limits.
        Uniform => "uniform",
        /// From low and high alone; above 0.
        Lognormal => "lognormal",
        /// Through all three; above 0.
        LogMetalog => "log-metalog",
        /// Through all three; shares between 0 and 100 %.
        LogitMetalog => "logit-metalog",
        /// Through all three; any sign.
        Metalog => "metalog",
        /// Low and high are hard limits, base is the most likely value.
        Pert => "PERT",
    }
}

named_choices! {
    /// Which end of a range is a limit that a source states (“more than 100”), not an unlikely value.
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
        /// The same number of openings every year.
        #[default]
        Linear => "linear",
        /// The same growth rate every year.
        Exponential => "exponential",
        /// Slow, fast, slow: towards a ceiling.
        Logistic => "logistic",
        /// Fast early, with a long tail: towards a ceiling.
        Gompertz => "Gompertz",
        /// Adopters of something new, some by themselves and some by imitation: for experts.
        Bass => "Bass",
        /// From point to point of a plan.
        Steps => "step plan",
    }
}

impl Growth {
    /// The shapes that two points and a ceiling decide: those to be seen side by side.
    pub const SHAPES: [Self; 4] = [Self::Linear, Self::Exponential, Self::Logistic, Self::Gompertz];

    /// Whether it bends towards a ceiling.
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
    /// The claim that says so; with none it is the analyst's own judgement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<ClaimId>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}
