//! Reads natural-language text: finds words and sentences, quantities and periods, and drafts claims from them.
//!
//! [`parse_quantity`] and [`parse_period`] parse the text of an input field; [`draft()`] reads a selected passage and fills in
//! what it can. All are pure and deterministic, and never guess: the parsers return an error, [`draft()`] leaves a field empty.
//!
//! [`Anchoring`] finds passages again in another version of their text; [`Pattern`] searches texts for words.
//!
//! It uses `notebook` only.

mod about;
mod aims;
mod anchor;
mod assertions;
mod chinese_cues;
mod chinese_phrases;
mod chinese_pieces;
mod chinese_words;
mod claim;
mod clauses;
mod cues;
mod deeds;
mod denial;
mod draft;
mod field;
mod furniture;
mod han;
mod language;
mod lexicon;
mod nouns;
mod number;
mod outcomes;
mod people;
mod phrases;
mod placed;
mod quantities;
mod ranking;
mod reader;
mod script;
mod search;
mod segment;
mod spoken;
mod subjects;
mod times;
mod tokens;
mod traditional;
mod typed_period;
mod typed_quantity;
mod verbs;
mod voices;
mod web;
mod word_list;

use jiff::civil::Date;

use crate::notebook::{StatedPeriod, StatedQuantity};

pub use anchor::{Anchor, Anchoring, find_quote};
pub use assertions::Assertion;
pub use claim::{ReadClaim, Reading};
pub use cues::{Cue, Modality, Rule};
pub use draft::{Context, Draft, draft, reasons};
pub use language::{Language, language_of};
pub use quantities::{Amount, Basis, Direction, QuantityMention, Role, Unit, UnitSort};
pub use reader::{ReadingContext, read};
pub use script::is_right_to_left;
pub use search::{Pattern, PatternError, SearchMode, contains_folded, fold, fold_into, folded_contains, is_accent};
pub use segment::{next_word, previous_word, sentence_at, trim_to_words, word_at, word_count};
pub use times::{PeriodError, Style, TimeMention, TimeUnit, When};
pub use typed_period::parse_period;
pub use typed_quantity::{QuantityError, parse_quantity};
pub use voices::Voice;

/// Returns the name of the unit that a word or sign means, in any case (`euros`, `EUR`, `€`: “euro”), and its sort; `None` for
/// words that do not name a unit.
///
/// ```
/// use claimbook::reading::{UnitSort, known_unit};
///
/// assert_eq!(known_unit("€"), Some(("euro", UnitSort::Currency)));
/// assert_eq!(known_unit("EUR"), known_unit("euros"));
/// assert_eq!(known_unit("shops"), None);
/// ```
pub fn known_unit(word: &str) -> Option<(&'static str, UnitSort)> {
    lexicon::known_unit(word).map(|unit| (unit.name, UnitSort::of(unit.kind)))
}

/// Keeps the text of a quantity field, with its meaning if it can be parsed; `None` for a blank field.
///
/// ```
/// use claimbook::reading::stated_quantity;
///
/// assert!(stated_quantity("12 shops".into()).unwrap().understood.is_some());
/// // What is not understood is kept as it was typed.
/// let stated = stated_quantity("a good many".into()).unwrap();
/// assert_eq!((stated.text.as_str(), stated.understood), ("a good many", None));
/// assert_eq!(stated_quantity("  ".into()), None);
/// ```
pub fn stated_quantity(text: String) -> Option<StatedQuantity> {
    (!text.trim().is_empty()).then(|| StatedQuantity { understood: parse_quantity(&text).ok(), text })
}

/// Keeps the text of a period field, with its meaning if it can be parsed; `None` for a blank field. “In five years” counts
/// from the day of publication.
///
/// ```
/// use claimbook::reading::stated_period;
///
/// assert!(stated_period("by 2027".into(), None).unwrap().understood.unwrap().deadline);
/// ```
pub fn stated_period(text: String, published: Option<Date>) -> Option<StatedPeriod> {
    (!text.trim().is_empty()).then(|| StatedPeriod { understood: parse_period(&text, published).ok(), text })
}
