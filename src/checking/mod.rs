//! Finds numbers that cannot all be true.
//!
//! A stated number is an interval ([`Meaning`]): half a unit of its last stated digit, more if it is “about”. Sixteen rules ([`Rule`])
//! compare claims in exact decimals, each in its own file with its caveats, and say what they find ([`Finding`]): claims that contradict each
//! other, that fit only if round numbers are read loosely, or that somebody should look at. What was compared and fits is said as well.
//! Nothing here changes a claim.
//!
//! [`Checks`] keeps the findings of a notebook up to date: a rule looks at a topic through a `View` that
//! remembers what it was asked for, so that an edit checks again only what looked at what it changed.
//!
//! Pure: no clock, files or network. It may use `notebook` only; who calls it brings a [`Reader`] that reads sentences.

mod checks;
mod cues;
mod decision;
mod figure;
mod finding;
mod interval;
mod ledger;
mod levels;
mod multiple;
mod rules;
mod stated;
mod sums;

pub use checks::{Checks, Counts};
pub use cues::{Cue, Cues};
pub use decision::{Checked, Decision, Standing};
pub use figure::{Figure, Number};
pub use finding::{Finding, Level, Rule};
pub use interval::{End, Interval, shown};
pub use ledger::{Read, Reader};
pub use multiple::Multiple;
pub use stated::Meaning;
