//! What a text says: words and sentences, quantities, periods, and from these the first draft of a claim.
//!
//! [`parse_quantity`] and [`parse_period`] read what a person types into a field; [`draft()`] reads a passage that was
//! selected and fills in what it can. All are pure and deterministic; what they cannot understand they say, never guess.
//!
//! [`Anchoring`] finds passages again in another version of their text.
//!
//! It uses `notebook` only.

mod anchor;
mod draft;
mod number;
mod period;
mod quantity;
mod script;
mod search;
mod segment;

use jiff::civil::Date;

use crate::notebook::{StatedPeriod, StatedQuantity};

pub use anchor::{Anchor, Anchoring, find_quote};
pub use draft::{Context, Draft, draft};
pub use period::{PeriodError, parse_period};
pub use quantity::{QuantityError, parse_quantity};
pub use script::is_right_to_left;
pub use search::{Pattern, PatternError, SearchMode, contains_folded, fold, fold_into, folded_contains};
pub use segment::{next_word, previous_word, sentence_at, trim_to_words, word_at};

/// What was typed into a field for a quantity, with what it means where it is understood; `None` for a blank field.
pub fn stated_quantity(text: String) -> Option<StatedQuantity> {
    (!text.trim().is_empty()).then(|| StatedQuantity { understood: parse_quantity(&text).ok(), text })
}

/// The same for a period, counted from the day of publication where it says “in five years”.
pub fn stated_period(text: String, published: Option<Date>) -> Option<StatedPeriod> {
    (!text.trim().is_empty()).then(|| StatedPeriod { understood: parse_period(&text, published).ok(), text })
}
