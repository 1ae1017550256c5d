//! Makes a distribution from low, base and high, and says why it is of its family.
//!
//! | family | from | support | quantile at probability `y`, with `z` its normal quantile and `L = ln(y/(1−y))` |
//! |---|---|---|---|
//! | lognormal | low, high | (0, ∞) | `exp(μ + σz)`, `μ = (ln l + ln h)/2`, `σ = (ln h − ln l)/(2·z₁₋ₐ)` |
//! | metalog | all three | ℝ | `M(y) = a₁ + a₂L + a₃(y − ½)L` |
//! | log-metalog | all three | (0, ∞) | `exp M(y)`, through the logarithms |
//! | logit-metalog | all three | (0, 1) | `1/(1 + exp(−M(y)))`, through the logits |
//! | two-piece normal | all three | the possible values | `b + (b − l)/z₁₋ₐ · z` below the median, `b + (h − b)/z₁₋ₐ · z` above, also of logarithms or logits |
//! | PERT | hard limits and mode | [l, h] | beta with `α = 1 + 4(m−l)/(h−l)`, `β = 1 + 4(h−m)/(h−l)` |
//! | uniform | hard limits | [l, h] | `l + (h−l)·y` |
//! | bounded | a limit, base, the other end | beyond the limit | lognormal of the distance from the limit |
//! | between | a limit, base, the other end | from 0 to the limit, or from the limit to 1 | logit-normal of the part between |
//! | exponential | a limit and the other end | beyond the limit | `limit ∓ ln(1−y)/λ` |
//!
//! Metalog coefficients in symmetric-percentile triplets: Keelin, “The Metalog Distributions”, Decision Analysis 13 (2016); PERT:
//! Malcolm et al., Operations Research 7 (1959), with the usual weight of 4.

mod metalog;
mod pert;
mod two_piece;

use crate::notebook::{AssumptionValue, Estimate3, Family, Limit, Tail, to_f64};

use super::formula::Unit;
use super::normal::{logistic, logit, normal_quantile};
use metalog::Metalog;
use pert::Pert;
use two_piece::TwoPiece;

/// The values that are possible in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// Any number.
    Any,
    /// Above 0: counts, prices.
    Positive,
    /// Between 0 and 1: shares.
    Share,
}

impl Support {
    /// The lowest and the highest possible value.
    fn edges(self) -> (f64, f64) {
        match self {
            Self::Any => (f64::NEG_INFINITY, f64::INFINITY),
            Self::Positive => (0.0, f64::INFINITY),
            Self::Share => (0.0, 1.0),
        }
    }

    /// The values that are possible in a unit, judged by the unit, low and high.
    fn of(unit: &Unit, low: f64, high: f64) -> Self {
        match unit.is_plain() && unit.scale == 0.01 {
            true if low >= 0.0 && high <= 1.0 => Self::Share,
            _ if low >= 0.0 => Self::Positive,
            _ => Self::Any,
        }
    }
}

/// Why no distribution fits. Each says what to do.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DistributionError {
    /// Low, base and high are out of order.
    #[error("low must not exceed base, nor base high")]
    OutOfOrder,
    /// The chosen family needs positive values.
    #[error("{} needs values above 0: choose metalog or PERT, or a low above 0", .0.label())]
    NotPositive(Family),
    /// The chosen family needs values between 0 and 1.
    #[error("logit-metalog needs values between 0 and 100 %, both excluded: choose log-metalog or PERT")]
    NotAShare,
    /// No density of the chosen family fits the three numbers; base is too near the named end.
    #[error("no {} distribution goes through these three numbers, because base is too near {}: choose “suggested”, PERT if low and high are hard limits, or move base", .0.label(), .1)]
    Infeasible(Family, &'static str),
    /// A limit was given with a family that has none.
    #[error("a limit works only with the suggested family: choose that, or no limit")]
    LimitWithFamily,
    /// There are fewer than two samples.
    #[error("there are no samples: paste at least two numbers")]
    NoSamples,
    /// A day, shape or plan was given instead of a number.
    #[error("a number is needed here")]
    NotANumber,
}

/// A distribution that can be drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    form: Form,
    family: Option<Family>,
    /// Why this family is used, in a clause.
    why: &'static str,
}

#[derive(Debug, Clone, PartialEq)]
enum Form {
    Fixed(f64),
    Uniform {
        low: f64,
        high: f64,
    },
    Lognormal {
        mu: f64,
        sigma: f64,
    },
    /// `limit ∓ ln(1 − y)/rate`.
    Exponential {
        limit: f64,
        sign: f64,
        rate: f64,
    },
    /// `bottom + (top − bottom)/(1 + exp(−(mu + sigma z)))`.
    Between {
        bottom: f64,
        top: f64,
        mu: f64,
        sigma: f64,
    },
    /// `limit ± exp(mu + sigma z)`.
    Bounded {
        limit: f64,
        sign: f64,
        mu: f64,
        sigma: f64,
    },
    Metalog(Metalog),
    LogMetalog(Metalog),
    LogitMetalog(Metalog),
    Pert(Box<Pert>),
    TwoPiece(TwoPiece),
    /// Sorted.
    Samples(Vec<f64>),
}

/// The standard columns that a form is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// Probabilities.
    Uniform,
    /// Normal quantiles.
    Normal,
    /// Probabilities and their logits.
    Logit,
}

/// The standard columns of some draws: probabilities, their normal quantiles, their logits. Those that a form does not need can
/// be empty.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// In (0, 1).
    pub uniform: &'a [f64],
    /// Their normal quantiles.
    pub normal: &'a [f64],
    /// Their logits.
    pub logit: &'a [f64],
}

impl<'a> Columns<'a> {
    /// Values that rise with the probabilities: the probabilities themselves, or their normal quantiles where only those are
    /// kept.
    pub fn rising(self) -> &'a [f64] {
        if self.uniform.is_empty() { self.normal } else { self.uniform }
    }
}

impl Distribution {
    /// The distribution of an assumption's value, in the base scale of its unit: `%` as shares of 1, `per month` as per year.
    pub fn of(value: &AssumptionValue, unit: &Unit) -> Result<Self, DistributionError> {
        let scale = unit.scale;
        match value {
            AssumptionValue::Number(estimate) => {
                let [low, base, high] = [estimate.low, estimate.base, estimate.high].map(|part| to_f64(part) * scale);
                Self::through(low, base, high, *estimate, Support::of(unit, low, high))
            }
            AssumptionValue::Samples(values) if values.len() < 2 => Err(DistributionError::NoSamples),
            AssumptionValue::Samples(values) => {
                let mut sorted: Vec<f64> = values.iter().map(|&value| to_f64(value) * scale).collect();
                sorted.sort_unstable_by(f64::total_cmp);
                Ok(Self { form: Form::Samples(sorted), family: None, why: "each sample is as likely as the others" })
            }
            _ => Err(DistributionError::NotANumber),
        }
    }

    fn through(low: f64, base: f64, high: f64, estimate: Estimate3, support: Support) -> Result<Self, DistributionError> {
        if !(low <= base && base <= high) {
            return Err(DistributionError::OutOfOrder);
        }
        let tail = estimate.tail;
        let made = |form, family, why| Ok(Self { form, family: Some(family), why });
        if low == high {
            let why = match estimate.limit {
                Limit::None => "low, base and high are the same",
                _ => "only the limit is known, so the limit itself is used: the true value lies beyond it",
            };
            return made(Form::Fixed(base), Family::Fixed, why);
        }
        if estimate.limit != Limit::None {
            if estimate.family != Family::Suggested {
                return Err(DistributionError::LimitWithFamily);
            }
            return Ok(bounded(low, base, high, estimate, support));
        }
        match estimate.family {
            Family::Suggested => Ok(suggested(low, base, high, tail, support)),
            family => made(form(family, low, base, high, tail)?, family, "chosen by hand"),
        }
    }

    /// The value below which it lies with a probability between 0 and 1.
    pub fn quantile(&self, probability: f64) -> f64 {
        match &self.form {
            Form::Fixed(value) => *value,
            Form::Uniform { low, high } => low + (high - low) * probability,
            Form::Lognormal { mu, sigma } => libm::exp(mu + sigma * normal_quantile(probability)),
            Form::Exponential { limit, sign, rate } => {
                let far = if *sign > 0.0 { libm::log1p(-probability) } else { libm::log(probability) };
                limit - sign * far / rate
            }
            Form::Between { bottom, top, mu, sigma } => {
                bottom + (top - bottom) * logistic(mu + sigma * normal_quantile(probability))
            }
            Form::Bounded { limit, sign, mu, sigma } => {
                limit + sign * libm::exp(mu + sigma * sign * normal_quantile(probability))
            }
            Form::Metalog(metalog) => metalog.at(probability, logit(probability)),
            Form::LogMetalog(metalog) => libm::exp(metalog.at(probability, logit(probability))),
            Form::LogitMetalog(metalog) => logistic(metalog.at(probability, logit(probability))),
            Form::Pert(pert) => pert.quantile(probability),
            Form::TwoPiece(pieces) => pieces.at(normal_quantile(probability)),
            Form::Samples(sorted) => super::quantiles::type7(sorted, probability),
        }
    }

    /// The columns that [`fill`](Self::fill) reads.
    pub fn needs(&self) -> Needs {
        match &self.form {
            Form::Fixed(_) => Needs::Nothing,
            Form::Uniform { .. } | Form::Exponential { .. } | Form::Pert(_) | Form::Samples(_) => Needs::Uniform,
            Form::Lognormal { .. } | Form::Bounded { .. } | Form::Between { .. } | Form::TwoPiece(_) => Needs::Normal,
            Form::Metalog(_) | Form::LogMetalog(_) | Form::LogitMetalog(_) => Needs::Logit,
        }
    }

    /// Writes draws to `out`, one for each entry of the columns.
    pub fn fill(&self, columns: Columns<'_>, out: &mut [f64]) {
        let metalog = |metalog: &Metalog, out: &mut [f64]| {
            for ((out, &y), &logit) in out.iter_mut().zip(columns.uniform).zip(columns.logit) {
                *out = metalog.at(y, logit);
            }
        };
        match &self.form {
            Form::Fixed(value) => out.fill(*value),
            Form::Lognormal { mu, sigma } => {
                for (out, &z) in out.iter_mut().zip(columns.normal) {
                    *out = mu + sigma * z;
                }
                super::fast::exp_all(out);
            }
            Form::Bounded { limit, sign, mu, sigma } => {
                for (out, &z) in out.iter_mut().zip(columns.normal) {
                    *out = mu + sigma * sign * z;
                }
                super::fast::exp_all(out);
                out.iter_mut().for_each(|out| *out = limit + sign * *out);
            }
            Form::TwoPiece(pieces) => {
                for (out, &z) in out.iter_mut().zip(columns.normal) {
                    *out = pieces.at(z);
                }
            }
            Form::Between { bottom, top, mu, sigma } => {
                for (out, &z) in out.iter_mut().zip(columns.normal) {
                    *out = bottom + (top - bottom) * logistic(mu + sigma * z);
                }
            }
            Form::Metalog(form) => metalog(form, out),
            Form::LogMetalog(form) => {
                metalog(form, out);
                super::fast::exp_all(out);
            }
            Form::LogitMetalog(form) => {
                metalog(form, out);
                out.iter_mut().for_each(|out| *out = -*out);
                super::fast::exp_all(out);
                out.iter_mut().for_each(|out| *out = 1.0 / (1.0 + *out));
            }
            Form::Uniform { .. } | Form::Exponential { .. } | Form::Samples(_) => {
                for (out, &y) in out.iter_mut().zip(columns.uniform) {
                    *out = self.quantile(y);
                }
            }
            Form::Pert(pert) => {
                for (out, &y) in out.iter_mut().zip(columns.uniform) {
                    *out = pert.fast_quantile(y);
                }
            }
        }
    }

    /// Whether it is a single number.
    pub fn is_certain(&self) -> bool {
        matches!(self.form, Form::Fixed(_))
    }

    /// Its family in a word or two: “log-metalog”.
    pub fn name(&self) -> &'static str {
        match (&self.form, self.family) {
            (Form::Bounded { .. }, _) => "lognormal beyond the limit",
            (Form::Between { .. }, _) => "logit-normal between two limits",
            (Form::Exponential { .. }, _) => "exponential beyond the limit",
            (Form::TwoPiece(_), _) => "two-piece normal",
            (_, Some(family)) => family.label(),
            (_, None) => "own samples",
        }
    }

    /// Its family and the reason for it, in a clause: “log-metalog: it goes through all three numbers and stays above 0”.
    pub fn reason(&self) -> String {
        format!("{}: {}", self.name(), self.why)
    }

    /// What to be careful about with this distribution, as a sentence without a full stop; `None` if it is as smooth as its
    /// numbers suggest.
    pub fn warning(&self) -> Option<String> {
        let Form::TwoPiece(_) = &self.form else { return None };
        let [low, base, high] = [0.1, 0.5, 0.9].map(|probability| self.quantile(probability));
        // A thousandfold range says little more than that nothing is known.
        let is_wide = high > 1_000.0 * base.abs().max(f64::MIN_POSITIVE) || low > 0.0 && base > 1_000.0 * low;
        Some(match is_wide {
            true => format!("{}. High is more than a thousand times base: the largest draws decide everything", self.reason()),
            false => self.reason(),
        })
    }

    /// Mean and standard deviation, if the family has closed forms for them.
    pub fn moments(&self) -> Option<(f64, f64)> {
        match &self.form {
            Form::Fixed(value) => Some((*value, 0.0)),
            Form::Uniform { low, high } => Some(((low + high) / 2.0, (high - low) / libm::sqrt(12.0))),
            Form::Lognormal { mu, sigma } => {
                let mean = libm::exp(mu + sigma * sigma / 2.0);
                Some((mean, mean * libm::sqrt(libm::expm1(sigma * sigma))))
            }
            Form::Pert(pert) => Some(pert.moments()),
            _ => None,
        }
    }
}

fn form(family: Family, low: f64, base: f64, high: f64, tail: Tail) -> Result<Form, DistributionError> {
    let alpha = tail.probability();
    let infeasible = |_| {
        let nearer = if base - low < high - base { "low" } else { "high" };
        DistributionError::Infeasible(family, nearer)
    };
    if matches!(family, Family::Lognormal | Family::LogMetalog) && low <= 0.0 {
        return Err(DistributionError::NotPositive(family));
    }
    Ok(match family {
        Family::Suggested | Family::Fixed => Form::Fixed(base),
        Family::Uniform => Form::Uniform { low, high },
        Family::Lognormal => {
            let (low, high) = (libm::log(low), libm::log(high));
            Form::Lognormal { mu: (low + high) / 2.0, sigma: (high - low) / (2.0 * normal_quantile(1.0 - alpha)) }
        }
        Family::LogMetalog => {
            Form::LogMetalog(Metalog::through(libm::log(low), libm::log(base), libm::log(high), alpha).map_err(infeasible)?)
        }
        Family::LogitMetalog if low <= 0.0 || high >= 1.0 => return Err(DistributionError::NotAShare),
        Family::LogitMetalog => {
            Form::LogitMetalog(Metalog::through(logit(low), logit(base), logit(high), alpha).map_err(infeasible)?)
        }
        Family::Metalog => Form::Metalog(Metalog::through(low, base, high, alpha).map_err(infeasible)?),
        Family::Pert => Form::Pert(Box::new(Pert::new(low, base, high))),
    })
}

const NEAR: &str =
    "base lies too near one end for one smooth curve, so each half has its own width; low, base and high are met exactly";
const EDGE: &str =
    "low or high lies at the edge of what is possible, so each half has its own width; low, base and high are met exactly";

/// The family that unit and numbers suggest, or two pieces if it does not fit them; with the reason.
fn suggested(low: f64, base: f64, high: f64, tail: Tail, support: Support) -> Distribution {
    let (family, why) = match support {
        Support::Share => (Family::LogitMetalog, "it goes through all three numbers and stays between 0 and 100 %"),
        Support::Positive => (Family::LogMetalog, "it goes through all three numbers and stays above 0"),
        Support::Any => (Family::Metalog, "it goes through all three numbers"),
    };
    match form(family, low, base, high, tail) {
        Ok(form) => Distribution { form, family: Some(family), why },
        Err(error) => Distribution {
            form: Form::TwoPiece(TwoPiece::through(low, base, high, tail.probability(), support.edges())),
            family: None,
            why: if matches!(error, DistributionError::Infeasible(..)) { NEAR } else { EDGE },
        },
    }
}

/// The distribution if a source gives a limit: the distance from the limit is lognormal, with the best guess as its median. It
/// is logit-normal if the other side is limited too, exponential if there is no best guess.
fn bounded(low: f64, base: f64, high: f64, estimate: Estimate3, support: Support) -> Distribution {
    // The other side may be limited too: a count is never below 0, nor a share above 1.
    let between = match estimate.limit {
        Limit::High if low >= 0.0 => Some((0.0, high, low)),
        Limit::Low if support == Support::Share => Some((low, 1.0, high)),
        _ => None,
    };
    if let Some((bottom, top, end)) = between
        && bottom < base
        && base < top
        && bottom < end
        && end < top
        && end != base
    {
        let inside = |value: f64| logit((value - bottom) / (top - bottom));
        let sigma = (inside(end) - inside(base)).abs() / normal_quantile(1.0 - estimate.tail.probability());
        return Distribution {
            form: Form::Between { bottom, top, mu: inside(base), sigma },
            family: None,
            why: "a source states one limit; the other is 0 or 100 %",
        };
    }
    let (limit, end, sign) = if estimate.limit == Limit::Low { (low, high, 1.0) } else { (high, low, -1.0) };
    if base == limit || base == end {
        let rate = -libm::log(estimate.tail.probability()) / (end - limit).abs();
        return Distribution {
            form: Form::Exponential { limit, sign, rate },
            family: None,
            why: "a source states the limit, and nothing says which value beyond it is most likely",
        };
    }
    let (near, far) = (libm::log((base - limit).abs()), libm::log((end - limit).abs()));
    let sigma = (far - near) / normal_quantile(1.0 - estimate.tail.probability());
    Distribution {
        form: Form::Bounded { limit, sign, mu: near, sigma },
        family: Some(Family::Lognormal),
        why: "one end is a limit, beyond which no value lies",
    }
}

#[cfg(test)]
mod tests;
