//! Turns plurals into singulars, and finds the noun phrase that names what is counted.

use super::lexicon::Class;
use super::tokens::{Kind, Tokens};

/// Irregular plurals.
const IRREGULAR: [(&str, &str); 14] = [
    ("men", "man"),
    ("women", "woman"),
    ("children", "child"),
    ("feet", "foot"),
    ("mice", "mouse"),
    ("teeth", "tooth"),
    ("geese", "goose"),
    ("lives", "life"),
    ("wives", "wife"),
    ("knives", "knife"),
    ("leaves", "leaf"),
    ("shelves", "shelf"),
    ("criteria", "criterion"),
    ("phenomena", "phenomenon"),
];

/// Endings in s of words that are not plurals.
const NO_PLURAL: [&str; 5] = ["ss", "us", "is", "ous", "news"];

/// Puts the last word of a phrase into the singular, by the rules of English spelling. Wrong for some rare words, which the
/// analyst can correct.
pub(super) fn singular(phrase: &str) -> String {
    let start = phrase.rfind([' ', '-']).map_or(0, |at| at + 1);
    let last = &phrase[start..];
    let lower = last.to_lowercase();
    if lower.len() > 4 && lower.ends_with("men") && lower != "specimen" {
        return format!("{}an", &phrase[..phrase.len() - 2]);
    }
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == lower) {
        return format!("{}{one}", &phrase[..start]);
    }
    if ["series", "species", "news"].iter().any(|kept| lower.ends_with(kept)) || NO_PLURAL.iter().any(|end| lower.ends_with(end))
    {
        return phrase.to_owned();
    }
    let cut = |count: usize| phrase[..phrase.len() - count].to_owned();
    match lower.as_str() {
        _ if lower.ends_with("ies") && lower.len() > 4 && lower != "movies" => format!("{}y", cut(3)),
        _ if ["ches", "shes", "xes", "sses", "uses", "zzes"].iter().any(|end| lower.ends_with(end)) && !keeps_e(&lower) => cut(2),
        _ if lower.ends_with('s') && lower.len() > 2 => cut(1),
        _ => phrase.to_owned(),
    }
}

/// Whether the singular keeps the e: “houses”, “causes”, “caches”.
fn keeps_e(lower: &str) -> bool {
    ["houses", "causes", "clauses", "pauses", "caches", "spouses", "warehouses", "excuses", "muses"]
        .iter()
        .any(|word| lower.ends_with(word))
}

/// Whether a word is a plural noun, judging by its form.
pub(super) fn is_plural(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.str(at);
    if tokens.kind(at) != Some(Kind::Word) || word.len() < 3 {
        return false;
    }
    if tokens.is(at, Class::PLURAL) || word.len() > 4 && word.ends_with("men") && !tokens.lexicon.is_french() {
        return true;
    }
    if tokens.is(at, Class::FUNCTION) || !word.ends_with(['s', 'x']) {
        return false;
    }
    if tokens.lexicon.is_french() {
        return word.ends_with('s') || word.ends_with("aux") || word.ends_with("eux");
    }
    word.ends_with('s') && !NO_PLURAL.iter().any(|end| word.ends_with(end)) && !is_adjective_in_s(tokens, at)
}

fn is_adjective_in_s(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.any(at, &["overseas", "always", "perhaps", "besides", "sometimes", "whereas", "less", "across", "towards"])
}

/// A noun phrase that names what is counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Noun {
    /// The phrase in the singular, in lower case.
    pub name: String,
    /// The phrase in the singular, with the capitals of the text.
    pub shown: String,
    /// The index of its first token.
    pub start: usize,
    /// The index of the token after its last.
    pub next: usize,
    /// Whether the text has it in the plural.
    pub plural: bool,
}

/// The most words in a phrase.
const MAX_WORDS: usize = 5;

/// The number in which a noun is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expects {
    /// The singular: after 1 or “per”.
    One,
    /// The plural, as after other numbers.
    Several,
}

/// Reads the noun phrase that begins at a token: adjectives and nouns up to the first plural, or to the end of the phrase.
pub(super) fn phrase_at(tokens: &Tokens<'_>, start: usize, expects: Expects) -> Option<Noun> {
    let one = expects == Expects::One;
    let (mut at, mut words, mut plural) = (start, 0, false);
    let (mut head, mut first_end) = (start, start + 1);
    while words < MAX_WORDS && continues(tokens, at, start) {
        (head, words) = (at, words + 1);
        at += 1;
        // “first-team players”, “coal-fired power plants”.
        while tokens.dash(at) && tokens.glued(at) && tokens.glued(at + 1) && tokens.kind(at + 1) == Some(Kind::Word) {
            head = at + 1;
            at += 2;
        }
        if words == 1 {
            first_end = at;
        }
        if is_plural(tokens, head) {
            // The phrase ends at its plural; for French this cuts « points de vente », « voitures électriques » short.
            plural = true;
            break;
        }
        if one && tokens.lexicon.is_french() {
            break;
        }
        // After “one” a word in s is the verb: “one proposal asks”.
        if one && is_plural(tokens, at) {
            break;
        }
    }
    if words == 0 {
        return None;
    }
    // Without a plural, a number other than one counts only the word right after it: “a 12-page”, “5 speed”.
    let next = if plural || one && words <= 2 { head + 1 } else { first_end };
    let shown = name_of(tokens, start, next);
    Some(Noun { name: shown.to_lowercase(), shown, start, next, plural })
}

/// Whether a token continues the phrase.
fn continues(tokens: &Tokens<'_>, at: usize, start: usize) -> bool {
    if tokens.kind(at) != Some(Kind::Word) || tokens.glued(at) && at > start {
        return false;
    }
    let class = tokens.entry(at).class;
    let ends = class.meets(Class::FUNCTION) || class.meets(Class::VERB) && !is_noun_too(tokens, at);
    let number = class.meets(Class::NUMBER.or(Class::TENS).or(Class::SCALE));
    // “25k cheaper than”; “2.1 last year”.
    let compares = tokens.any(at + 1, &["than"]) || at == start && tokens.any(at, &["last", "next"]);
    let french_time = tokens.lexicon.is_french() && class.meets(Class::FUZZY);
    let calendar = class.meets(Class::MONTH.or(Class::WEEKDAY)) && tokens.capital(at);
    !(ends || number || calendar || compares || french_time)
}

/// Whether a verb form is a plural noun after a number: “three rises”, “20 job cuts”.
fn is_noun_too(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is(at, Class::CHANGE_NOUN)
        || tokens.any(
            at,
            &[
                "reports", "claims", "cuts", "losses", "shows", "warnings", "adds", "notes", "states", "drops", "falls", "rises",
                "finds",
            ],
        )
}

/// Returns the phrase in the singular, without adjectives that say nothing about what it is.
fn name_of(tokens: &Tokens<'_>, start: usize, next: usize) -> String {
    let mut name = String::new();
    for at in start..next {
        let word = tokens.str(at);
        let empty = tokens.is(at, Class::EMPTY_ADJECTIVE) && at + 1 < next && !tokens.dash(at + 1);
        if empty || tokens.kind(at) == Some(Kind::Word) && word.len() == 1 && at + 1 < next {
            continue;
        }
        if tokens.dash(at) {
            name.push('-');
            continue;
        }
        if !name.is_empty() && !name.ends_with('-') {
            name.push(' ');
        }
        name.push_str(word);
    }
    if tokens.lexicon.is_french() { singular_french(&name) } else { singular(&name) }
}

/// French words that end in s or x in the singular as well, among them names of peoples; « tournois » and « délais » do not.
const ENDING_ALIKE: [&str; 33] = [
    "mois",
    "fois",
    "bois",
    "poids",
    "temps",
    "pays",
    "cas",
    "bus",
    "succès",
    "accès",
    "prix",
    "anglais",
    "camerounais",
    "chinois",
    "congolais",
    "danois",
    "écossais",
    "finlandais",
    "français",
    "gabonais",
    "hollandais",
    "hongrois",
    "irlandais",
    "islandais",
    "japonais",
    "libanais",
    "néerlandais",
    "polonais",
    "portugais",
    "québécois",
    "sénégalais",
    "suédois",
    "thaïlandais",
];

fn ends_alike(word: &str) -> bool {
    let word = word.to_lowercase();
    ENDING_ALIKE.contains(&word.as_str())
}

/// Puts every word of a phrase into the singular: « voitures » → « voiture », « bureaux » → « bureau ».
fn singular_french(phrase: &str) -> String {
    let words = phrase.split(' ').map(|word| match word {
        _ if word.len() < 4 => word.to_owned(),
        _ if word.ends_with("eaux") => word[..word.len() - 1].to_owned(),
        _ if word.ends_with("aux") => format!("{}al", &word[..word.len() - 3]),
        _ if ends_alike(word) => word.to_owned(),
        _ if word.ends_with('s') && !word.ends_with("ss") => word[..word.len() - 1].to_owned(),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}
