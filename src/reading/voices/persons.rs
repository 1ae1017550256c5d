//! The persons whom a text introduces, and whether a sentence names another one than the one who spoke last.

use super::super::lexicon::Class;
use super::super::tokens::{Kind, Tokens};
use super::memory::{Memory, Voice};
use super::names::is_person;
use super::speaker::{MAX_APPOSITION, capitals, voice_of};

/// The person whom a sentence introduces by age or office: “Kristaps Ozols, 46, took the controls”, “Ana Ruiz, the manager, opened”.
pub(super) fn introduced(tokens: &Tokens<'_>) -> Option<Voice> {
    if !tokens.capital(0) || tokens.is(0, Class::FUNCTION) {
        return None;
    }
    let end = capitals(tokens, 0);
    if end < 2 || !tokens.mark(end, ",") {
        return None;
    }
    let close = (end + 1..tokens.len().min(end + MAX_APPOSITION)).find(|&at| tokens.mark(at, ","))?;
    let age = close == end + 2 && tokens.kind(end + 1) == Some(Kind::Number) && tokens.str(end + 1).len() == 2;
    let office = (end + 1..close).any(|at| is_office(tokens, at));
    let voice = voice_of(tokens, 0, end);
    (age || office && is_person(&voice.name)).then_some(voice)
}

/// Whether a word is for what a person is: analyst, director; a statement and a company are none.
fn is_office(tokens: &Tokens<'_>, at: usize) -> bool {
    const THINGS: [&str; 12] = [
        "statement",
        "report",
        "filing",
        "study",
        "survey",
        "document",
        "memo",
        "étude",
        "rapport",
        "enquête",
        "communiqué",
        "cabinet",
    ];
    tokens.is(at, Class::TITLE.or(Class::SPEAKER)) && !tokens.is(at, Class::ORGANISATION) && !tokens.any(at, &THINGS)
}

/// Remembers the persons whom a sentence names with a title or an office: “chief executive Owen Pritchard”, “Pia Moe, an analyst”.
pub(super) fn persons(tokens: &Tokens<'_>, memory: &mut Memory) {
    let role = Class::TITLE.or(Class::SPEAKER);
    let mut at = 0;
    while at < tokens.len() {
        let end = if tokens.capital(at) { capitals(tokens, at) } else { at };
        if end == at {
            at += 1;
            continue;
        }
        // A title with a capital stands within the run, one without before it.
        let titled = tokens.is(at, Class::TITLE)
            || at > 0 && tokens.is(at - 1, role) && !tokens.is(at - 1, Class::ORGANISATION)
            || at > 0
                && tokens
                    .any(at - 1, &["councillor", "reporter", "lawmaker", "chair", "chairwoman", "boss", "farmer", "resident"]);
        let comma = tokens.mark(end, ",");
        let aged =
            comma && tokens.kind(end + 1) == Some(Kind::Number) && tokens.str(end + 1).len() == 2 && tokens.mark(end + 2, ",");
        let office = comma
            && (end + 1..tokens.len().min(end + 7))
                .take_while(|&near| !tokens.mark(near, ","))
                .any(|near| is_office(tokens, near));
        if titled || end >= at + 2 && (aged || office) {
            memory.people.meet(tokens.str(end - 1));
        }
        at = end;
    }
}

/// Whether a sentence names a person other than the one who spoke last: two words with capitals, or somebody’s sister.
pub(super) fn names_another(tokens: &Tokens<'_>, person: &str) -> bool {
    const KIN: [&str; 14] = [
        "sister",
        "brother",
        "wife",
        "husband",
        "daughter",
        "son",
        "neighbour",
        "colleague",
        "mother",
        "father",
        "partner",
        "voisine",
        "voisin",
        "sœur",
    ];
    let is_word = |at: usize| tokens.capital(at) && tokens.kind(at) == Some(Kind::Word) && tokens.str(at).len() > 1;
    (0..tokens.len()).any(|at| {
        let kin = (is_word(at + 1) || tokens.mark(at + 1, ",") && is_word(at + 2)) && tokens.any(at, &KIN);
        let two = is_word(at)
            && is_word(at + 1)
            && !is_word(at + 2)
            && (at == 0 || !is_word(at - 1))
            && !tokens.is(at, Class::FUNCTION.or(Class::TITLE).or(Class::SPEAKER).or(Class::MONTH).or(Class::WEEKDAY))
            && (at == 0 || !tokens.is(at - 1, Class::PREPOSITION))
            && !person.contains(tokens.str(at + 1))
            // “Ana Ruiz, the manager,” and “Ana Ruiz runs”, but not “the Larkfield Home chain”.
            && (tokens.mark(at + 2, ",") || super::super::verbs::is_finite(tokens, at + 2));
        kin || two
    })
}
