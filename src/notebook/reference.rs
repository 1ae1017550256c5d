//! References: words of a brief that show something of the notebook.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::claim::named_choices;
use super::{BriefBlockId, ClaimId, DocumentId, ModelId, Period, RunId, ScenarioId, SeriesId, TextRange};

/// Words of a brief that show something: a number of a claim, an outcome of a kept run, a result, a figure.
///
/// The words are those of the block's text at `at`; the writer may put them otherwise than the notebook does. `seen` is what the
/// notebook said when the words were accepted: once it says something else, the reference counts as changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The words, as bytes of the block's text.
    pub at: TextRange,
    /// What they show. It may have been deleted since.
    pub target: Target,
    /// What the target said when the words were accepted; empty for a number that rests on nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seen: String,
    /// What happens when the target says something else.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mode: ReferenceMode,
}

fn is_default(mode: &ReferenceMode) -> bool {
    *mode == ReferenceMode::default()
}

named_choices! {
    /// What happens to the words of a reference when what it shows has changed.
    ReferenceMode {
        /// They stay, and are marked until somebody accepts the new words or keeps these.
        #[default]
        Ask => "Ask when it changes",
        /// They change with it.
        Follow => "Follow changes",
        /// They stay, and are not marked.
        Frozen => "Stay as written",
    }
}

/// What a reference shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// A claim, or a part of it.
    Claim(ClaimId, ClaimPart),
    /// An outcome of a kept run.
    Outcome(Outcome),
    /// A result of claims.
    Calculation(Calculation),
    /// A source.
    Source(DocumentId),
    /// A figure or table of the same brief, shown as its number.
    Figure(BriefBlockId),
    /// Nothing: the writer says that this number needs no source.
    Plain,
}

impl Target {
    /// The claims that it shows directly.
    pub fn claims(&self) -> &[ClaimId] {
        match self {
            Self::Claim(claim, _) => std::slice::from_ref(claim),
            Self::Calculation(calculation) => &calculation.of,
            Self::Outcome(_) | Self::Source(_) | Self::Figure(_) | Self::Plain => &[],
        }
    }

    /// The same target with one claim in place of another.
    pub fn with_claim(&self, from: ClaimId, into: ClaimId) -> Self {
        let put = |claim: ClaimId| if claim == from { into } else { claim };
        match self {
            Self::Claim(claim, part) => Self::Claim(put(*claim), *part),
            Self::Calculation(calculation) => {
                Self::Calculation(Calculation { of: calculation.of.iter().copied().map(put).collect(), ..calculation.clone() })
            }
            other => other.clone(),
        }
    }
}

named_choices! {
    /// The part of a claim that a reference shows.
    ClaimPart {
        /// Its number, with bound and unit.
        #[default]
        Number => "Number",
        /// The time that it is about.
        When => "Time",
        /// Who says so: the innermost voice.
        Voice => "Voice",
        /// What it says, as one sentence.
        Statement => "Statement",
        /// The words of its source.
        Quote => "Quotation",
        /// The claim as a whole, in words of the writer.
        Whole => "In my words",
    }
}

/// An outcome of a kept run: what one driver was expected to be in one period.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The kept run.
    pub run: RunId,
    /// The name of the driver in formulas.
    pub driver: String,
    /// The period of the row; for a stock, its end counts.
    pub period: Period,
    /// What of it is shown.
    pub shows: OutcomePart,
}

/// What a reference shows of an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OutcomePart {
    /// The middle value.
    Median,
    /// From the 10th to the 90th percentile: eight of ten cases.
    Range,
    /// The chance that it is at least this value, in percent.
    Chance(Decimal),
    /// The same chance in words.
    ChanceWords(Decimal),
}

/// A result of the numbers of claims. Units are checked: cars and stores do not add up.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calculation {
    /// What is done with them.
    pub operation: Operation,
    /// The claims, in the order of the operation.
    pub of: Vec<ClaimId>,
    /// The number to multiply by or to divide by, for the operations that need one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Decimal>,
}

named_choices! {
    /// What a [`Calculation`] does with the numbers of its claims.
    Operation {
        /// All of them together.
        #[default]
        Sum => "Sum",
        /// The first without the others.
        Difference => "Difference",
        /// By how many percent the first is more than the second.
        Change => "Change in percent",
        /// The first as a percentage of the second.
        Share => "Share in percent",
        /// How many times the second the first is.
        Times => "How many times",
        /// The first for each of the second.
        Rate => "For each",
        /// The first multiplied by a number.
        Product => "Multiplied by a number",
        /// The first divided by a number.
        Quotient => "Divided by a number",
    }
}

/// A chart of the notebook, by what it is of: it is drawn anew from what the notebook says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChartKey {
    /// The chart of a series.
    Series(SeriesId, SeriesChart),
    /// All series, side by side.
    AllSeries,
    /// A chart of a model, under one of its scenarios or without one.
    Model(ModelId, Option<ScenarioId>, ModelChart),
}

named_choices! {
    /// A chart of a series.
    SeriesChart {
        /// Targets beside what happened.
        #[default]
        Targets => "targets",
        /// The points as they are stated.
        AsStated => "as stated",
        /// What was said when.
        Timeline => "what was said when",
    }
}

/// A chart of a model.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ModelChart {
    /// A driver over time, by its name in formulas.
    Driver(String),
    /// What moves the last driver.
    Tornado,
    /// Its scenarios side by side.
    Scenarios,
    /// Its scenarios over time.
    ScenariosOverTime,
    /// The shapes of growth that it could have.
    Shapes,
    /// How its kept runs compare with what happened.
    Calibration,
}
