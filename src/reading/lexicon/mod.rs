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
pub(super) use units::{
    AMBIGUOUS_SIGNS, COMPOUND_UNITS, CURRENCY_SIGNS, SIGNS, UNITS, UnitId, UnitKind, scaled_code, unit_named,
};

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

/// The unit that a word or sign names, in any case: `euros`, `EUR`, `€`, `km`.
pub(super) fn known_unit(word: &str) -> Option<&'static units::Unit> {
    let signs = CURRENCY_SIGNS.iter().chain(SIGNS);
    let by_sign = || signs.filter(|(sign, _)| *sign == word).find_map(|(_, unit)| unit.row());
    // “nm” and “Nm” are two units: the exact spelling goes first.
    let by_short = || UNITS.iter().find(|unit| unit.short == word && !word.is_empty());
    let by_short_in_any_case = || UNITS.iter().find(|unit| unit.short.eq_ignore_ascii_case(word) && !word.is_empty());
    let by_name = || {
        let key = Key::of_letters(word)?;
        [&ENGLISH, &FRENCH].into_iter().find_map(|lexicon| lexicon.entry(lexicon.find(key)).unit.row())
    };
    by_short().or_else(by_name).or_else(by_short_in_any_case).or_else(by_sign)
}
