//! Models: named inputs, and drivers computed from them over time by formulas.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use super::claim::named_choices;
use super::{AssumptionId, Grain, ModelId, Record};

/// A model: inputs, and drivers computed from them for every period between two days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Model {
    /// Unique id; never changes and is never reused.
    pub id: ModelId,
    /// Its name on screen.
    pub title: String,
    /// The assumption that holds the first day.
    pub from: AssumptionId,
    /// The assumption that holds the last day of the model.
    pub until: AssumptionId,
    /// The number of whole years computed after the last day, beyond what anybody has stated.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub beyond: u8,
    /// The length of the periods that it is computed for.
    #[serde(default, skip_serializing_if = "is_years")]
    pub periods: ModelPeriods,
    /// Its inputs, in the order in which they are shown.
    pub inputs: Vec<Input>,
    /// What is computed, in the order in which it is shown.
    pub drivers: Vec<Driver>,
    /// Pairs of inputs that vary together, or in opposite directions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<Correlation>,
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

fn is_zero(value: &u8) -> bool {
    *value == 0
}

fn is_years(value: &ModelPeriods) -> bool {
    *value == ModelPeriods::Years
}

named_choices! {
    /// The length of the periods that a model is computed for.
    ModelPeriods {
        /// Calendar years.
        #[default]
        Years => "years",
        /// Calendar quarters.
        Quarters => "quarters",
        /// Calendar months.
        Months => "months",
    }
}

impl ModelPeriods {
    /// Its length in months.
    pub fn months(self) -> i8 {
        match self {
            Self::Years => 12,
            Self::Quarters => 3,
            Self::Months => 1,
        }
    }

    /// One of its periods, as a noun.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Years => "year",
            Self::Quarters => "quarter",
            Self::Months => "month",
        }
    }

    /// The grain of a period of this length.
    pub fn grain(self) -> Grain {
        match self {
            Self::Years => Grain::Year,
            Self::Quarters => Grain::Quarter,
            Self::Months => Grain::Month,
        }
    }

    /// The first day of the period that a day is in.
    pub fn begin(self, day: Date) -> Date {
        let month = day.month() - (day.month() - 1) % self.months();
        Date::new(day.year(), month, 1).unwrap_or(day)
    }

    /// The first day of the period after the one that a day is in.
    pub fn next(self, day: Date) -> Date {
        self.begin(day).checked_add(jiff::Span::new().months(self.months())).unwrap_or(Date::MAX)
    }
}

impl Record for Model {
    type Id = ModelId;
    fn id(&self) -> ModelId {
        self.id
    }
}

/// An assumption and its name in formulas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// A letter or `_`, then letters, digits and `_`; no two inputs and drivers of a model share one.
    pub name: String,
    /// The assumption.
    pub assumption: AssumptionId,
}

/// A quantity that a formula computes for every year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Driver {
    /// Its name in other formulas.
    pub name: String,
    /// Its name on screen; while it is empty, the short name is shown instead.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The formula that computes it, in the language of `forecast::formula`.
    pub formula: String,
    /// The declared unit, against which the formula is checked: `store`, `car`. Empty for plain numbers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The subject of claims about it, with which computed values are compared.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The measure of such claims.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure: String,
    /// The alternative text of its chart, if the drafted one was changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// The alternative text of its tornado chart (what it depends on), if the drafted one was changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tornado_alt: String,
    /// The alternative text of its comparison across scenarios, if the drafted one was changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comparison_alt: String,
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Driver {
    /// The text shown as its name: the title, or the short name while the title is blank.
    pub fn headline(&self) -> &str {
        if self.title.trim().is_empty() { &self.name } else { &self.title }
    }
}

/// The rank correlation of two inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    /// One of them.
    pub first: AssumptionId,
    /// The other.
    pub second: AssumptionId,
    /// Spearman's rank correlation, −1 to 1.
    pub spearman: Decimal,
}

impl Model {
    /// The driver with this name, mutable.
    pub fn driver_mut(&mut self, name: &str) -> Option<&mut Driver> {
        self.drivers.iter_mut().find(|driver| driver.name == name)
    }

    /// The assumptions of its inputs, in the order in which they are shown.
    pub fn assumptions(&self) -> impl Iterator<Item = AssumptionId> {
        self.inputs.iter().map(|input| input.assumption)
    }

    /// The assumption of the input with this name.
    pub fn input(&self, name: &str) -> Option<AssumptionId> {
        self.inputs.iter().find(|input| input.name == name).map(|input| input.assumption)
    }

    /// The driver with this name.
    pub fn driver(&self, name: &str) -> Option<&Driver> {
        self.drivers.iter().find(|driver| driver.name == name)
    }
}

/// The drivers of a store-count model: stores over time, and the cars that they could sell.
pub fn store_count_drivers() -> Vec<Driver> {
    let driver = |name: &str, title: &str, formula: &str, unit: &str| Driver {
        name: name.to_owned(),
        title: title.to_owned(),
        formula: formula.to_owned(),
        unit: unit.to_owned(),
        ..Driver::default()
    };
    vec![
        driver("stores", "Stores", "growth(shape, start, start_date, target, target_date, ceiling)", "store"),
        driver("sales", "Cars sold", "avg_stock(stores) * share * cars_per_store", "car"),
    ]
}

/// A model as files store it: up to format 3 every model was a store-count model whose fields named its assumptions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    id: ModelId,
    title: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    beyond: u8,
    #[serde(default)]
    periods: ModelPeriods,
    #[serde(default)]
    correlations: Vec<Correlation>,
    #[serde(default, deserialize_with = "present")]
    from: Option<AssumptionId>,
    #[serde(default, deserialize_with = "present")]
    until: Option<AssumptionId>,
    #[serde(default)]
    inputs: Vec<Input>,
    #[serde(default)]
    drivers: Vec<Driver>,
    #[serde(default, deserialize_with = "present")]
    start: Option<AssumptionId>,
    #[serde(default, deserialize_with = "present")]
    start_date: Option<AssumptionId>,
    #[serde(default, deserialize_with = "present")]
    target: Option<AssumptionId>,
    #[serde(default, deserialize_with = "present")]
    target_date: Option<AssumptionId>,
    #[serde(default, deserialize_with = "present")]
    ceiling: Option<AssumptionId>,
    #[serde(default, deserialize_with = "present")]
    growth: Option<AssumptionId>,
    #[serde(default, deserialize_with = "present")]
    share: Option<AssumptionId>,
    #[serde(default, deserialize_with = "present")]
    cars_per_store: Option<AssumptionId>,
}

/// Reads a field that is present as a plain value, not as `Some(…)`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<AssumptionId>, D::Error> {
    AssumptionId::deserialize(deserializer).map(Some)
}

/// The error for a store-count model of an earlier format that lacks one of its assumptions.
#[derive(Debug, thiserror::Error)]
#[error("a model has no “{0}”")]
struct IncompleteModel(&'static str);

impl TryFrom<Stored> for Model {
    type Error = IncompleteModel;

    fn try_from(stored: Stored) -> Result<Self, IncompleteModel> {
        let Stored { id, title, note, beyond, periods, correlations, inputs, drivers, .. } = stored;
        if let (Some(from), Some(until)) = (stored.from, stored.until) {
            return Ok(Self { id, title, from, until, beyond, periods, inputs, drivers, correlations, note });
        }
        let named = [
            ("start", stored.start),
            ("start_date", stored.start_date),
            ("target", stored.target),
            ("target_date", stored.target_date),
            ("shape", stored.growth),
            ("ceiling", stored.ceiling),
            ("share", stored.share),
            ("cars_per_store", stored.cars_per_store),
        ];
        let inputs = named
            .into_iter()
            .map(|(name, assumption)| {
                let assumption = assumption.ok_or(IncompleteModel(name))?;
                Ok(Input { name: name.to_owned(), assumption })
            })
            .collect::<Result<Vec<_>, IncompleteModel>>()?;
        let (from, until) = (inputs[1].assumption, inputs[3].assumption);
        Ok(Self { id, title, from, until, beyond, periods, inputs, drivers: store_count_drivers(), correlations, note })
    }
}
