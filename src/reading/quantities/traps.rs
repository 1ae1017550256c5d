//! Recognises what looks like a quantity but is not one: names with digits, scores, clock times, section numbers, ordinals.

use crate::reading::lexicon::Class;
use crate::reading::nouns::{self, Expects};
use crate::reading::spoken::{self, Spoken};
use crate::reading::tokens::{Kind, Tokens};
use crate::reading::web;

use super::{addresses, units};

/// Whether the number at a token is not a quantity.
pub(super) fn is_trap(tokens: &Tokens<'_>, at: usize, spoken: &Spoken) -> bool {
    if spoken.in_words {
        return is_idiom(tokens, at, spoken);
    }
    web::is_in_address(tokens.text, tokens.range(at, at + 1).start)
        || is_glued_name(tokens, at, spoken)
        || addresses::is_address(tokens, at, spoken)
        || is_part_of_code(tokens, at, spoken.next)
        || is_score(tokens, at)
        || is_clock(tokens, at, spoken.next)
        || is_named(tokens, at, spoken)
        || is_list_number(tokens, at)
}

/// Whether a number word is part of an idiom: “no one”, “one another”, “one of the”, “one day”, “square one”, “the Big Four”,
/// “double-digit”.
fn is_idiom(tokens: &Tokens<'_>, at: usize, spoken: &Spoken) -> bool {
    let next = spoken.next;
    if spoken.scaled || next > at + 1 {
        // A number of several words, or with a scale, is not an idiom.
        return false;
    }
    let before = at.checked_sub(1);
    let capital_name = tokens.capital(at)
        && before.is_some_and(|before| {
            tokens.capital(before) && !tokens.is(before, Class::FUNCTION) && tokens.kind(before) == Some(Kind::Word)
        });
    let digit = tokens.dash(next) && tokens.any(next + 1, &["digit", "figure", "way", "sided", "off", "time"]);
    if capital_name
        || digit
        || tokens.any(next, &["digit", "digits", "figures"]) && tokens.any(at, &["six", "seven", "eight", "nine"])
    {
        return true;
    }
    if !tokens.any(at, &["one"]) {
        return false;
    }
    // “the number one priority”.
    if before.is_some_and(|before| tokens.any(before, &["number"])) {
        return true;
    }
    let idiom = before.is_some_and(|before| {
        tokens.any(
            before,
            &[
                "no", "any", "every", "each", "this", "that", "which", "another", "some", "the", "square", "only", "last",
                "next", "new", "first", "s", "big",
            ],
        )
    }) || tokens.any(next, &["of", "another", "day", "thing", "way", "s", "such", "more", "who", "that", "time"]);
    // “one” needs a noun right after it; otherwise it is a pronoun.
    let noun = tokens.kind(next) == Some(Kind::Word) && !tokens.is(next, Class::FUNCTION.or(Class::VERB))
        || tokens.dash(next) && tokens.glued(next)
        || tokens.mark(next, "%")
        || tokens.words(next, &["per", "cent"]);
    // “at one point”, “at one stage”.
    let stage = before.is_some_and(|before| tokens.any(before, &["at"])) && tokens.any(next, &["point", "stage"]);
    idiom || stage || !noun
}

/// Whether letters that are neither a currency nor a unit are attached to the digits: “SU7”, “36Kr”, “5G”, “A380”, “20-F”.
fn is_glued_name(tokens: &Tokens<'_>, at: usize, spoken: &Spoken) -> bool {
    if tokens.glued(at) && tokens.kind(at - 1) == Some(Kind::Word) && units::currency_before(tokens, at).is_none() {
        return true;
    }
    // “X-99”: a word with a hyphen attached to the number, other than “minus”, “sub” and function words.
    let hyphen = at >= 2 && tokens.glued(at) && tokens.dash(at - 1) && tokens.glued(at - 1);
    if hyphen
        && tokens.kind(at - 2) == Some(Kind::Word)
        && !tokens.any(at - 2, &["minus", "sub"])
        && !tokens.is(at - 2, Class::FUNCTION)
    {
        return true;
    }
    let next = at + 1;
    let glued_word = tokens.glued(next) && tokens.kind(next) == Some(Kind::Word);
    if glued_word && spoken.next == next {
        return units::unit_after(tokens, next).is_none() && !tokens.any(next, &["x", "fold"]) || is_upper_name(tokens, next);
    }
    // A scale with another number attached to it is not an amount.
    spoken.scaled && tokens.glued(spoken.next) && tokens.kind(spoken.next) == Some(Kind::Number)
}

/// “5G”, “3D”: whether a word is a capital letter that makes a name of the number before it.
fn is_upper_name(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.str(at), "G" | "D" | "P" | "S" | "X" | "E" | "R")
}

/// Whether digits continue across a mark: “24/7”, “9/11”, “3888-2”, “4.2.1”, “555-1234”, “#5”.
fn is_part_of_code(tokens: &Tokens<'_>, at: usize, next: usize) -> bool {
    let raw = tokens.str(at);
    if raw.matches('.').count() > 1 || raw.len() > 1 && raw.starts_with('0') && !raw.contains(['.', ',']) {
        return true;
    }
    let before = |mark: &str| at > 0 && tokens.glued(at) && tokens.mark(at - 1, mark);
    if before("#") || before("@") || before("_") || before(":") || tokens.mark(next, "_") && tokens.glued(next) {
        return true;
    }
    let slash = |index: usize| {
        tokens.mark(index, "/") && tokens.glued(index) && tokens.glued(index + 1) && tokens.kind(index + 1) == Some(Kind::Number)
    };
    // “20-F”, “555-1234”.
    let dashed = tokens.dash(next) && tokens.glued(next) && tokens.glued(next + 1);
    let form = dashed && tokens.str(next + 1).len() == 1 && tokens.capital(next + 1);
    let is_phone = |first: usize| {
        tokens.kind(first) == Some(Kind::Number)
            && tokens.str(first).len() == 3
            && tokens.dash(first + 1)
            && tokens.glued(first + 1)
            && tokens.str(first + 2).len() == 4
            && tokens.kind(first + 2) == Some(Kind::Number)
            && units::unit_after(tokens, first + 3).is_none()
            && !nouns::phrase_at(tokens, first + 3, Expects::Several).is_some_and(|noun| noun.plural)
    };
    if form || is_phone(at) || at >= 2 && is_phone(at - 2) {
        return true;
    }
    // « 01 42 34 56 78 », “1-800-555-1234”: several groups of digits in a row.
    let pair = |index: usize| tokens.kind(index) == Some(Kind::Number) && tokens.str(index).len() == 2;
    let french = tokens.lexicon.is_french() && pair(at);
    let row = french && (0..3).any(|back| at >= back && (at - back..at - back + 3).all(pair));
    let joined = |index: usize| tokens.dash(index) && tokens.glued(index) && tokens.glued(index + 1);
    let beside = joined(next) || at > 0 && joined(at - 1);
    if row || beside && (at.saturating_sub(6)..at + 6).filter(|&index| joined(index)).count() >= 3 {
        return true;
    }
    before("/") && at >= 2 && tokens.kind(at - 2) == Some(Kind::Number) || next == at + 1 && slash(next)
}

/// Whether a number is part of a score (“2-0”, “89–89”, “3-2”): two small numbers, the second not larger or nothing counted.
fn is_score(tokens: &Tokens<'_>, at: usize) -> bool {
    let small = |index: usize| {
        tokens.kind(index) == Some(Kind::Number) && tokens.str(index).len() <= 3 && !tokens.str(index).contains(['.', ','])
    };
    let tight = |dash: usize| tokens.dash(dash) && tokens.glued(dash) && tokens.glued(dash + 1);
    let pair = |first: usize| small(first) && tight(first + 1) && small(first + 2);
    let start = if pair(at) {
        at
    } else if at >= 2 && pair(at - 2) {
        at - 2
    } else {
        return false;
    };
    let value = |index: usize| tokens.str(index).parse::<u32>().unwrap_or_default();
    let has_unit = units::unit_after(tokens, start + 3).is_some();
    let counted = nouns::phrase_at(tokens, start + 3, Expects::Several).is_some_and(|noun| noun.plural);
    let chain = tight(start + 3) && small(start + 4);
    // “5–6 million” and “$5–6” are never scores.
    let is_amount = spoken::number_at(tokens, start + 2).is_some_and(|second| second.scaled)
        || units::currency_before(tokens, start).is_some();
    chain
        || !has_unit && !is_amount && (value(start + 2) <= value(start) || !counted && value(start + 2) < 20 && value(start) < 10)
}

/// Whether a number is part of a clock time: “11 a.m.”, “17:22”, “10.45pm”, “1:36.6”.
fn is_clock(tokens: &Tokens<'_>, at: usize, next: usize) -> bool {
    let colon =
        tokens.mark(next, ":") && tokens.glued(next) && tokens.glued(next + 1) && tokens.kind(next + 1) == Some(Kind::Number);
    // « 70 et 90 », « 12 est » are no times of day in French.
    let zone = !tokens.lexicon.is_french() && tokens.any(next, &["est", "pdt", "et"]);
    let meridiem = zone
        || tokens.any(next, &["am", "pm", "o", "gmt"])
        || tokens.any(next, &["a", "p"]) && tokens.mark(next + 1, ".") && tokens.any(next + 2, &["m"]);
    let hours = tokens.any(next, &["h"]) && tokens.kind(next + 1) == Some(Kind::Number);
    let minutes = at > 1 && tokens.any(at - 1, &["h"]) && tokens.kind(at - 2) == Some(Kind::Number);
    let french = tokens.lexicon.is_french() && (hours || minutes);
    colon || french || meridiem && tokens.str(at).len() <= 5
}

/// Whether a number is part of a name: “Model 3”, “Section 427”, “iPhone 15”, “737 MAX”, “the 787 Dreamliner”, “S&P 500”, “No.
/// 5”.
fn is_named(tokens: &Tokens<'_>, at: usize, spoken: &Spoken) -> bool {
    let raw = tokens.str(at);
    // Thousands separators, decimals and scales are not part of names.
    if spoken.scaled || raw.contains([',', '\u{a0}', '\u{202f}']) || units::currency_before(tokens, at).is_some() {
        return false;
    }
    let next = spoken.next;
    let unit = units::unit_after(tokens, next).filter(|unit| !(unit.hyphen && unit.unit.name == "unit"));
    let Some(mut before) = at.checked_sub(1) else { return is_capital_name(tokens, next, raw) && unit.is_none() };
    // “No. 5”.
    if tokens.mark(before, ".") && before > 0 && tokens.any(before - 1, &["no", "nos", "vol", "art", "sec", "fig", "ch"]) {
        before -= 1;
    }
    // « le vol 370 », « la salle 3 »: in French they have no capitals.
    let bare = tokens.lexicon.is_french() && unit.is_none() && raw.len() <= 4;
    let classifier = tokens.is(before, Class::CLASSIFIER)
        && (tokens.capital(before)
            || bare
            || tokens.any(
                before,
                &[
                    "section", "chapter", "chapitre", "page", "tableau", "épisode", "numéro", "phase", "figure", "category",
                    "number", "level", "row", "route", "flight", "article", "version", "phase", "episode",
                ],
            ));
    if classifier && unit.as_ref().is_none_or(|_| tokens.capital(before) && !nouns::is_plural(tokens, next)) {
        return true;
    }
    if unit.is_some() {
        return false;
    }
    let sentence_start = before == 0 || matches!(tokens.str(before - 1), "." | ":" | "?" | "!" | "“" | "\"" | "•");
    let ordinary = Class::FUNCTION
        .or(Class::VERB)
        .or(Class::BOUND_END)
        .or(Class::MONTH)
        .or(Class::WEEKDAY)
        .or(Class::PLAN)
        .or(Class::TARGET)
        .or(Class::NUMBER)
        .or(Class::EMPTY_ADJECTIVE);
    let never = Class::FUNCTION.or(Class::BOUND_END).or(Class::MONTH).or(Class::WEEKDAY).or(Class::NUMBER);
    let name = tokens.kind(before) == Some(Kind::Word)
        && tokens.capital(before)
        && !tokens.is(before, if sentence_start { ordinary } else { never })
        && !(sentence_start && tokens.entry(before).class != Class::NONE);
    let camel = tokens.kind(before) == Some(Kind::Word)
        && tokens.str(before).chars().skip(1).any(char::is_uppercase)
        && !tokens.str(before).chars().all(char::is_uppercase);
    if name || camel {
        // “In Germany 12 stores opened”: a place after its preposition does not name the number.
        let is_position =
            before.checked_sub(1).is_some_and(|preposition| tokens.any(preposition, &["in", "at", "near", "across", "from"]));
        return !(is_position && nouns::phrase_at(tokens, next, Expects::Several).is_some_and(|noun| noun.plural));
    }
    is_capital_name(tokens, next, raw) && before_name(tokens, before)
}

/// “737 MAX”, “787 Dreamliner”: whether a capitalised word that is not a plural directly follows a short bare number.
fn is_capital_name(tokens: &Tokens<'_>, next: usize, raw: &str) -> bool {
    let word = tokens.str(next);
    raw.len() <= 3
        && tokens.capital(next)
        && tokens.tokens.get(next).is_some_and(|token| token.spaced)
        && !nouns::is_plural(tokens, next)
        && !nouns::phrase_at(tokens, next, Expects::Several).is_some_and(|noun| noun.plural)
        && (word.chars().all(char::is_uppercase) && word.len() > 1 || !tokens.is(next, Class::FUNCTION))
}

/// Whether a word can precede a name: an article, a preposition, a possessive.
fn before_name(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.kind(at) == Some(Kind::Mark) && !matches!(tokens.str(at), "%" | "+")
        || tokens.is(at, Class::FUNCTION)
        || tokens.any(at, &["s", "own", "new"])
}

/// Whether a number labels an item of a list: “2. Sales”, “3) Costs” at the beginning.
fn is_list_number(tokens: &Tokens<'_>, at: usize) -> bool {
    at == 0 && (tokens.mark(1, ".") || tokens.mark(1, ")")) && tokens.glued(1) && tokens.str(0).len() <= 2
}

/// Whether the number at a token is an ordinal: “22nd”, « 3e ».
pub(super) fn is_ordinal(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.glued(at + 1)
        && (tokens.any(at + 1, &["st", "nd", "rd", "th"])
            || tokens.lexicon.is_french() && tokens.any(at + 1, &["er", "e", "ème", "eme", "nde", "ère"]))
        || tokens.dash(at + 1) && tokens.is(at + 2, Class::ORDINAL)
}
