//! Models: named inputs, and formulas over time that say what follows from them.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use super::{AssumptionId, ModelId, Record};

/// A model: inputs, and drivers computed from them for every year between two days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Model {
    /// Its name for ever.
    pub id: ModelId,
    /// Its name on screen.
    pub title: String,
    /// The assumption that names the first day.
    pub from: AssumptionId,
    /// The assumption that names the last day: how far the model looks.
    pub until: AssumptionId,
    /// Whole years that it looks further, beyond what anybody has stated.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub beyond: u8,
    /// Its inputs, in the order a person reads them.
    pub inputs: Vec<Input>,
    /// What is computed, in the order a person reads it.
    pub drivers: Vec<Driver>,
    /// Pairs of inputs that tend to go together, or against each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<Correlation>,
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

fn is_zero(value: &u8) -> bool {
    *value == 0
}

impl Record for Model {
    type Id = ModelId;
    fn id(&self) -> ModelId {
        self.id
    }
}

/// An assumption under the name that formulas know it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// A letter or `_`, then letters, digits and `_`; no two inputs and drivers of a model share one.
    pub name: String,
    /// The assumption.
    pub assumption: AssumptionId,
}

/// Something that a formula computes for every year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Driver {
    /// The name that other formulas know it by.
    pub name: String,
    /// Its name on screen; the short name speaks while it is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// How it is computed; the language is that of `forecast::formula`.
    pub formula: String,
    /// What it is counted in, to hold the formula against: `store`, `car`. Empty for plain numbers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Whom claims about it are about: what happened is compared with what was computed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// What such claims count.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure: String,
    /// Its chart in words, where the drafted words were changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// The same of the chart of what it depends on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tornado_alt: String,
    /// The same of the chart of it in all scenarios.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comparison_alt: String,
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Driver {
    /// Its name on screen.
    pub fn headline(&self) -> &str {
        if self.title.trim().is_empty() { &self.name } else { &self.title }
    }
}

/// How strongly two inputs go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    /// One of them.
    pub first: AssumptionId,
    /// The other.
    pub second: AssumptionId,
    /// Rank correlation after Spearman, −1 to 1.
    pub spearman: Decimal,
}

impl Model {
    /// The driver of this name, to be changed.
    pub fn driver_mut(&mut self, name: &str) -> Option<&mut Driver> {
        self.drivers.iter_mut().find(|driver| driver.name == name)
    }

    /// Its assumptions in the order a person reads them.
    pub fn assumptions(&self) -> impl Iterator<Item = AssumptionId> {
        self.inputs.iter().map(|input| input.assumption)
    }

    /// The assumption that formulas know by a name.
    pub fn input(&self, name: &str) -> Option<AssumptionId> {
        self.inputs.iter().find(|input| input.name == name).map(|input| input.assumption)
    }

    /// The driver with a name.
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

/// A model as files have it: up to format 3 every model was a store-count model whose fields named its assumptions.
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

/// A field that is there holds a plain value, not `Some` of one.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<AssumptionId>, D::Error> {
    AssumptionId::deserialize(deserializer).map(Some)
}

/// A store-count model of an earlier format lacks one of its assumptions.
#[derive(Debug, thiserror::Error)]
#[error("a model has no “{0}”")]
struct IncompleteModel(&'static str);

impl TryFrom<Stored> for Model {
    type Error = IncompleteModel;

    fn try_from(stored: Stored) -> Result<Self, IncompleteModel> {
        let Stored { id, title, note, beyond, correlations, inputs, drivers, .. } = stored;
        if let (Some(from), Some(until)) = (stored.from, stored.until) {
            return Ok(Self { id, title, from, until, beyond, inputs, drivers, correlations, note });
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
        Ok(Self { id, title, from, until, beyond, inputs, drivers: store_count_drivers(), correlations, note })
    }
}
