//! The words that reading knows, in tables built at compile time: looking one up costs one hash and one comparison.
//!
//! A word may belong to several [`Class`]es (“March”, “may”, “second”); the grammar that meets it decides. Lists contain whole
//! classes of words, never words that would help one sentence.

mod class;
mod english;
mod french;
mod key;
mod table;
mod units;

pub(super) use class::Class;
pub(super) use key::Key;
pub(super) use table::{Entry, Lexicon};
pub(super) use units::{AMBIGUOUS_SIGNS, COMPOUND_UNITS, CURRENCY_SIGNS, SIGNS, UNITS, UnitId, UnitKind, known_unit, unit_named};

use super::language::Language;

/// The words of a language; languages that are not read word by word use the English ones, for names such as “million”.
pub(super) fn lexicon(language: Language) -> &'static Lexicon {
    match language {
        Language::French => &FRENCH,
        _ => &ENGLISH,
    }
}

static ENGLISH: Lexicon = Lexicon::new(&[english::WORDS, units::ENGLISH_WORDS], false);
static FRENCH: Lexicon = Lexicon::new(&[french::WORDS, units::FRENCH_WORDS], true);
