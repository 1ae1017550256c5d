//! The language in which drivers are written: formulas over named inputs and drivers, for every period of a model.
//!
//! ```text
//! stores = growth(shape, start, start_date, target, target_date, ceiling)
//! sales  = avg_stock(stores) * share * cars_per_store
//! ```
//!
//! * Numbers: `0.5`, `20k`, `1.5M`, `12%`. `+ - * / ^`, `< <= > >= == !=`, brackets. `-2^2` is refused: it can be read
//!   in two ways.
//! * Every value has a unit, and is either constant, or holds at a **moment** (the end of a period: stores), or **over** a
//!   period (sales, an average). Adding, comparing and choosing need equal units; a level at a moment cannot be mixed with a
//!   value over a period: `avg_stock` turns the first into the second.
//! * A value per year is a flow: it is calculated as a rate, and reported as the amount in each period.
//! * `percentile(x, 90%)` and `probability(condition)` sum up all draws in one number; they are whole formulas, of which no
//!   other can be made.
//! * A driver may name another, and an earlier period of any, itself included, through `prev` and `lag`. There are no loops, so
//!   every formula ends.
//!
//! ```
//! use claimbook::forecast::formula::program::{Symbol, SymbolKind, Text, compile};
//! use claimbook::forecast::formula::run::Ask;
//! use claimbook::forecast::formula::{Source, Unit};
//!
//! let input = |name: &str, unit: &str| Symbol {
//!     name: name.into(),
//!     unit: Unit::parse(unit).unwrap(),
//!     kind: SymbolKind::Number,
//! };
//! let inputs = [input("shops", "shop"), input("each", "car / shop / year")];
//! let driver = Text { name: "sales", formula: "shops * each", unit: "car" };
//! let program = compile(&inputs, &[driver]).unwrap();
//! // 12 shops that sell 100 cars a year each, over one year and over half of one.
//! let sources = [Source::Certain(12.0), Source::Certain(100.0)];
//! let found = program.run(Ask { times: &[2025.0, 2026.0, 2026.5], sources: &sources, draws: 1, wanted: &[] });
//! assert_eq!(found.drivers[0].value(0, 0), 1_200.0);
//! assert_eq!(found.drivers[0].value(1, 0), 600.0);
//! ```
//!
//! [`syntax`] parses a text into a tree, [`types`] checks units and time, [`program`] compiles all drivers into one list of
//! column operations, [`run`] executes it on draws.

mod column;
mod factors;
pub mod functions;
mod lowering;
pub mod over_draws;
pub mod program;
pub mod run;
mod series;
pub mod syntax;
mod token;
pub mod types;
pub mod unit;

pub use program::{Program, Symbol, SymbolKind, compile};
pub use run::Source;
pub use series::{Series, Summary, Values};
pub use unit::{Unit, UnitError};

use std::ops::Range;

/// Maximum length of a formula, in bytes.
pub const MOST_BYTES: usize = 4_096;
/// Maximum nesting depth of brackets, calls and operators.
pub const MOST_DEPTH: usize = 64;
/// Maximum number of operators, calls, names and numbers in a formula.
pub const MOST_NODES: usize = 256;
/// Maximum number of drivers in a model.
pub const MOST_DRIVERS: usize = 64;
/// Maximum number of periods in a model.
pub const MOST_PERIODS: usize = 200;

/// An error in a formula: what is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", .hint.as_ref().map(|hint| format!(": {hint}")).unwrap_or_default())]
pub struct FormulaError {
    /// The byte range of the formula that it is about.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl FormulaError {
    pub(crate) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), hint: None }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

#[cfg(test)]
mod tests;
