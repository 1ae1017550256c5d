//! Whether a day, month or season without a year lies ahead or behind, where the words right around it say so.

use crate::reading::lexicon::Class;
use crate::reading::tokens::{Kind, Tokens};

/// What is dated ahead: “for July delivery”, “May shipment”.
const TRADED: [&str; 7] = ["delivery", "shipment", "settlement", "contract", "futures", "livraison", "échéance"];

/// What is arranged for a day: “strikes have been called for Thursday”.
const ARRANGED: [&str; 13] = [
    "called",
    "scheduled",
    "set",
    "planned",
    "slated",
    "due",
    "expected",
    "booked",
    "ordered",
    "arranged",
    "timed",
    "prévu",
    "prévue",
];

/// Verbs in the present that say what a timetable says: “the convention opens July 13”.
const SCHEDULES: [&str; 22] = [
    "opens", "open", "begins", "begin", "starts", "start", "ends", "end", "expires", "expire", "closes", "takes", "meets",
    "votes", "hosts", "returns", "resumes", "runs", "launches", "débute", "commence", "ouvre",
];

/// Words before a number that something is compared with: “from 2.9 percent in October”.
const COMPARED: [&str; 6] = ["from", "than", "against", "versus", "vs", "contre"];

/// Whether the time at a token lies ahead; `None` if only the tense of its clause can tell.
pub(super) fn of(tokens: &Tokens<'_>, at: usize) -> Option<bool> {
    let class = tokens.entry(at).class;
    let named = class.meets(Class::MONTH.or(Class::WEEKDAY).or(Class::SEASON));
    let day = tokens.kind(at) == Some(Kind::Number) && (at + 1..at + 4).any(|near| tokens.is(near, Class::MONTH));
    if !named && !day {
        return None;
    }
    if is_traded(tokens, at) {
        return Some(true);
    }
    let possessive = named && matches!(tokens.str(at + 1), "’" | "'") && tokens.word(at + 2, "s");
    let Some(before) = at.checked_sub(1) else { return possessive.then_some(false) };
    if is_arranged(tokens, before) || is_scheduled(tokens, before) {
        return Some(true);
    }
    // “ahead of Wednesday’s vote” lies ahead, “Wednesday’s storm” is over.
    if possessive {
        let near = |words: &[&str]| (before.saturating_sub(1)..=before).any(|near| tokens.any_of(near, words));
        return match () {
            () if near(&["ahead", "before", "until"]) => Some(true),
            () if near(&["for", "at", "next"]) => None,
            () => Some(false),
        };
    }
    if is_compared(tokens, before) || is_aside(tokens, at) {
        return Some(false);
    }
    None
}

/// “for July delivery”, « pour livraison en septembre »: when something is handed over, which dates no number.
pub(super) fn is_traded(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is(at, Class::MONTH)
        && (tokens.any(at + 1, &TRADED) || at > 1 && tokens.any(at - 1, &["en", "in"]) && tokens.any(at - 2, &TRADED))
}

/// “called for Thursday”, “set for early May”.
fn is_arranged(tokens: &Tokens<'_>, before: usize) -> bool {
    let preposition = (before.saturating_sub(1)..=before).rev().find(|&near| tokens.any(near, &["for", "pour"]));
    let verb = preposition.and_then(|preposition| preposition.checked_sub(1));
    verb.is_some_and(|verb| tokens.any(verb, &ARRANGED))
}

/// “opens July 13”, “takes over Sept. 1”, “opens in San Francisco on July 13”.
fn is_scheduled(tokens: &Tokens<'_>, before: usize) -> bool {
    let between = ["on", "over", "in", "at", "effect", "le", "early", "late"];
    (before.saturating_sub(5)..=before).rev().any(|near| {
        let subject =
            near > 0 && (tokens.kind(near - 1) == Some(Kind::Word)) && !tokens.any(near - 1, &["to", "the", "will", "year"]);
        subject && tokens.any(near, &SCHEDULES) && (near + 1..=before).all(|at| tokens.any(at, &between) || tokens.capital(at))
    })
}

/// “from 2.9 percent in October”: what something is compared with has been.
fn is_compared(tokens: &Tokens<'_>, before: usize) -> bool {
    if !tokens.any(before, &["in", "on", "en"]) {
        return false;
    }
    let number = (before.saturating_sub(5)..before).rev().find(|&near| tokens.kind(near) == Some(Kind::Number));
    number.is_some_and(|number| {
        (number.saturating_sub(3)..number).any(|near| tokens.any(near, &COMPARED))
            && (number + 1..before).all(|near| !tokens.mark(near, ",") && !tokens.is(near, Class::VERB))
    })
}

/// “The virus, first noticed on Thursday, may spread”: between two commas, after a participle, it is over.
fn is_aside(tokens: &Tokens<'_>, at: usize) -> bool {
    let open = (at.saturating_sub(9)..at).rev().find(|&near| tokens.mark(near, ","));
    let close = (at + 1..tokens.len().min(at + 6)).find(|&near| tokens.mark(near, ","));
    let (Some(open), Some(_)) = (open, close) else { return false };
    let first = open + 1 + usize::from(tokens.any(open + 1, &["first", "originally", "initially", "only", "last"]));
    let participle = tokens.str(first).ends_with("ed")
        || tokens.any(first, &["seen", "built", "made", "held", "sold", "found", "begun", "known"]);
    participle && tokens.kind(first) == Some(Kind::Word) && !tokens.any(first, &ARRANGED)
}
