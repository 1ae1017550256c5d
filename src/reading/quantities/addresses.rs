//! Numbers that only say where, when or which: house numbers, codes, telephones, lines of transport, days of a list.

use crate::reading::lexicon::Class;
use crate::reading::nouns::Expects;
use crate::reading::spoken::Spoken;
use crate::reading::tokens::{Kind, Tokens};

use super::units;

/// Whether the number at a token says where, when or which, and counts nothing.
pub(super) fn is_address(tokens: &Tokens<'_>, at: usize, spoken: &Spoken) -> bool {
    if spoken.scaled || units::currency_before(tokens, at).is_some() {
        return false;
    }
    let next = spoken.next;
    is_telephone(tokens, at)
        || is_after_month(tokens, at)
        || is_house(tokens, at, next)
        || is_code(tokens, at, next)
        || is_day_of_list(tokens, at, next)
        || is_singular_name(tokens, at, next)
        || is_hour(tokens, at, next)
}

/// “+1 216 555 0148”, “01632 960 417”: groups of digits after others, or after a plus sign; a group that begins with 0.
fn is_telephone(tokens: &Tokens<'_>, at: usize) -> bool {
    let spaced = |at: usize| tokens.str(at).contains(' ');
    let digits = |at: usize| tokens.kind(at) == Some(Kind::Number) && !tokens.str(at).contains(['.', ',']);
    let zero = |at: usize| digits(at) && tokens.str(at).starts_with('0') && tokens.str(at).len() > 3;
    let before = at.checked_sub(1);
    before.is_some_and(|before| {
        (spaced(at) || spaced(before)) && digits(before) && digits(at)
            || tokens.mark(before, "+") && tokens.glued(at) && spaced(at)
            || digits(at) && (zero(before) || before > 0 && digits(before) && zero(before - 1))
    })
}

/// “On May 12 300 people came”: a day and a number that a space divides.
fn is_after_month(tokens: &Tokens<'_>, at: usize) -> bool {
    let month = at.checked_sub(1).is_some_and(|before| tokens.is(before, Class::MONTH) && tokens.capital(before));
    month && tokens.str(at).contains(' ') && !tokens.lexicon.is_french()
}

/// “1200 Wharf Avenue”, “221B Baker Street”, « au 8 de la rue des Tanneurs », « 14, rue du Moulin ».
fn is_house(tokens: &Tokens<'_>, at: usize, next: usize) -> bool {
    const STREETS: [&str; 22] = [
        "street",
        "avenue",
        "ave",
        "lane",
        "road",
        "rd",
        "st",
        "square",
        "drive",
        "boulevard",
        "wharf",
        "quay",
        "terrace",
        "rue",
        "place",
        "quai",
        "chemin",
        "allée",
        "impasse",
        "crescent",
        "way",
        "parkway",
    ];
    let letter = usize::from(tokens.glued(next) && tokens.str(next).len() == 1 && tokens.capital(next));
    let from = next + letter;
    if tokens.lexicon.is_french() {
        // « 14, rue du Moulin », « au 8 de la rue »; « 300 logements rue Garibaldi » counts.
        let skip = from + usize::from(tokens.mark(from, ","));
        let skip = skip + usize::from(tokens.any(skip, &["bis", "ter"]));
        let street = |at: usize| tokens.any(at, &["rue", "avenue", "boulevard", "quai", "chemin", "allée", "impasse", "place"]);
        return street(skip) || tokens.words(skip, &["de", "la"]) && street(skip + 2);
    }
    // The words of the name have capitals: “five streets” has none.
    (from + 1..from + 4)
        .any(|end| tokens.any(end, &STREETS) && tokens.capital(end) && (from..end).all(|word| tokens.capital(word)) && at < from)
}

/// “the zip code is 45123”, “Patent 7,654,321”, “order no. 44871”, « le code postal est 69003 ».
fn is_code(tokens: &Tokens<'_>, at: usize, next: usize) -> bool {
    const CODES: [&str; 17] = [
        "zip",
        "postcode",
        "postal",
        "patent",
        "invoice",
        "serial",
        "isbn",
        "issn",
        "phone",
        "telephone",
        "fax",
        "ring",
        "appelez",
        "téléphone",
        "tél",
        "siren",
        "siret",
    ];
    // “the zip code is”, “the number to ring is”, “phone:” stand right before it.
    let mut word = at;
    while word > 0
        && (tokens.any(word - 1, &["code", "number", "no", "is", "est", "le", "au", "on"])
            || matches!(tokens.str(word - 1), ":" | "."))
    {
        word -= 1;
    }
    let coded = word > 0 && tokens.any(word - 1, &CODES);
    let numbered = tokens.words_before(at, &["order", "no"]) || at > 1 && tokens.words_before(at - 1, &["order", "no"]);
    // “0x80070057”.
    let hexadecimal = tokens.str(at) == "0" && tokens.glued(next) && tokens.any(next, &["x"]);
    let counts = || units::unit_after(tokens, next).is_some() || units::counted_after(tokens, next, Expects::Several).is_some();
    (coded || numbered) && !counts() || hexadecimal
}

/// “3, 5 and 9 June”: days before the month that they share.
fn is_day_of_list(tokens: &Tokens<'_>, at: usize, next: usize) -> bool {
    let day = |at: usize| tokens.str(at).parse::<u32>().is_ok_and(|day| (1..=31).contains(&day));
    let mut end = next;
    let mut more = 0;
    while more < 6 && (tokens.mark(end, ",") || tokens.any(end, &["and", "et", "or", "ou"])) && day(end + 1) {
        (end, more) = (end + 2, more + 1);
    }
    let month = tokens.is(end, Class::MONTH) && (tokens.capital(end) || tokens.lexicon.is_french());
    more > 0 && month && day(at)
}

/// “The 911 remains the favourite”, « la 208 a été restylée »: one thing is named by its number.
fn is_singular_name(tokens: &Tokens<'_>, at: usize, next: usize) -> bool {
    let article = at.checked_sub(1).is_some_and(|before| tokens.any(before, &["the", "la", "le"]));
    let one = tokens.any(next, &["was", "is", "has", "remains", "a", "est", "était", "reste"]);
    article && one && (2..=4).contains(&tokens.str(at).len()) && tokens.kind(at) == Some(Kind::Number)
}

/// “began at 9.30”: an hour with its minutes.
fn is_hour(tokens: &Tokens<'_>, at: usize, next: usize) -> bool {
    let Some((hour, minutes)) = tokens.str(at).split_once('.') else { return false };
    let clock = minutes.len() == 2
        && hour.parse::<u32>().is_ok_and(|hour| hour < 24)
        && minutes.parse::<u32>().is_ok_and(|minutes| minutes < 60 && minutes % 5 == 0);
    let starts = (at.saturating_sub(4)..at).any(|word| {
        tokens.any(
            word,
            &["begins", "began", "starts", "start", "started", "opens", "open", "opened", "leaves", "arrives", "closes", "ends"],
        )
    });
    clock && starts && at > 0 && tokens.any(at - 1, &["at"]) && units::unit_after(tokens, next).is_none()
}
