//! Briefs against the notebook: what a reference says now, whether its words still agree with it, and which numbers rest on nothing.
//!
//! A brief keeps its words as they were accepted. [`said()`] is what the notebook says in their place now; [`Look`] compares the two and
//! gives each reference its [`Standing`]; [`free_numbers`] finds the numbers without one. [`outline()`] begins a brief from claims,
//! [`changes()`] lists what is new since a published version.
//!
//! Pure: no clock, files or network. It may use `notebook`, `reading` (numbers in running text) and `checking` (exact intervals).

mod agreement;
mod calculation;
mod chance;
mod changes;
mod counts;
mod free;
mod look;
mod outcome;
mod outline;
mod reference_look;
mod said;
mod standing;

pub use calculation::CalculationError;
pub use chance::{CHANCES, Chance, Lint, LintKind, chance_of, chance_word_at, in_other_row, lints};
pub use changes::{BriefChange, changes};
pub use counts::{Words, WordsOf, words_by_section};
pub use free::{FreeNumber, Offer, free_numbers, offers, results_of};
pub use look::{Look, NumberCounts};
pub use outline::{Contents, outline};
pub use reference_look::ReferenceLook;
pub use said::{Said, Unsaid, explained, put_in, said};
pub use standing::{Standing, byline};
