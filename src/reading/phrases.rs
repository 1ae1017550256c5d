//! Noun phrases, read from their last word backwards or from their first word on, to the first word that cannot belong to them; whether
//! they are somebody, and whether they stand for somebody who was named before.

use std::cell::OnceCell;
use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::lexicon::Class;
use super::people::People;
use super::quantities::QuantityMention;
use super::times::TimeMention;
use super::tokens::{Kind, Tokens};
use super::verbs::is_finite;

/// A noun phrase: its first token, and the one after its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase {
    pub start: usize,
    pub end: usize,
}

/// The most words in a phrase.
const MAX_WORDS: usize = 7;

/// A sentence in which phrases are looked for: a number is no part of a phrase.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'a> {
    pub tokens: &'a Tokens<'a>,
    pub quantities: &'a [QuantityMention],
    pub times: &'a [TimeMention],
    pub names: &'a Names,
    /// The persons who were named.
    pub people: &'a People,
}

impl Sentence<'_> {
    /// The first token of the time that holds a token; `None` if none does.
    pub fn time_at(self, at: usize) -> Option<usize> {
        self.times.iter().find(|time| time.tokens.0 <= at && at < time.tokens.1).map(|time| time.tokens.0)
    }

    /// Whether a token belongs to a number or its unit; the noun of counted things belongs to it, too.
    pub fn is_number(self, at: usize) -> bool {
        // They are in the order of the text.
        let after = self.quantities.partition_point(|quantity| quantity.tokens.0 <= at);
        after.checked_sub(1).is_some_and(|last| at < self.quantities[last].tokens.1)
    }
}

/// The noun phrase that ends right before a token, without its article; `None` if there is no noun.
pub(super) fn phrase_before(sentence: Sentence<'_>, end: usize) -> Option<Phrase> {
    let tokens = sentence.tokens;
    let last = end.checked_sub(1)?;
    if tokens.is(last, Class::PRONOUN) || is_this_one(tokens, last) {
        return Some(Phrase { start: last, end });
    }
    let mut start = end;
    let mut words = 0;
    while start > 0 && words < MAX_WORDS {
        let at = start - 1;
        if sentence.is_number(at) {
            break;
        }
        let joins = matches!(tokens.str(at), "&" | "’" | "'" | "-" | "‑" | "/" | "–") && start < end;
        let of_name = tokens.mark(at, ",") && is_of_name(tokens, at);
        let dot = tokens.mark(at, ".") && at > 0 && tokens.any(at - 1, &["inc", "ltd", "corp", "co", "st"]);
        // “SX-40”, “A320”, “Line 9”.
        let coded = at >= 2 && tokens.glued(at) && tokens.dash(at - 1) && tokens.capital(at - 2);
        let number = tokens.kind(at) == Some(Kind::Number)
            && (tokens.glued(start) && start < end || tokens.capital(at.wrapping_sub(1)) || coded);
        // “Villeneuve-sur-Azergues”.
        let inner = start < end && tokens.dash(start) && tokens.glued(start) && at > 0 && tokens.dash(at - 1) && tokens.glued(at);
        let possessive = tokens.any(at, &["s"]) && tokens.glued(at) && start < end;
        let word = tokens.kind(at) == Some(Kind::Word)
            && (possessive
                || inner
                || (!tokens.is(at, Class::FUNCTION) || tokens.is(at, Class::MEASURE) || is_letters(tokens, at))
                    && !tokens.is(at, Class::MONTH.or(Class::WEEKDAY))
                || tokens.is(at, Class::MAY) && tokens.capital(at) && start < end)
            && !(start < end && is_finite(tokens, at) && !tokens.is(at, Class::UP.or(Class::DOWN)));
        if !(word || joins || of_name || dot || number) {
            break;
        }
        start = at;
        words += usize::from(word);
    }
    while start < end && tokens.kind(start) == Some(Kind::Mark) {
        start += 1;
    }
    (start < end && words > 0).then_some(Phrase { start, end })
}

/// « celle-ci », « ceux-là »: whoever was named last.
fn is_this_one(tokens: &Tokens<'_>, at: usize) -> bool {
    at >= 2 && tokens.any(at, &["ci", "là"]) && tokens.dash(at - 1) && tokens.any(at - 2, &["celui", "celle", "ceux", "celles"])
}

/// “Harald AS”, “Volta SE”: letters that follow a name, and no small word.
fn is_letters(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.str(at);
    at > 0 && tokens.capital(at - 1) && word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a comma is part of a name: “Solvane Cells, Inc.”.
pub(super) fn is_of_name(tokens: &Tokens<'_>, comma: usize) -> bool {
    tokens.any(comma + 1, &["inc", "ltd", "llc", "corp", "plc", "co"])
}

/// The noun phrase that begins at a token: content words up to the first that cannot belong to it.
pub(super) fn phrase_after(sentence: Sentence<'_>, start: usize) -> Option<Phrase> {
    let tokens = sentence.tokens;
    let mut end = start;
    while end - start < MAX_WORDS
        && tokens.kind(end) == Some(Kind::Word)
        && !tokens.is(end, Class::FUNCTION.or(Class::MONTH).or(Class::WEEKDAY).or(Class::NUMBER))
        && !is_finite(tokens, end)
        && !sentence.is_number(end)
        && !tokens.is(end, Class::TIME_UNIT)
        && !(tokens.any(end, &["last", "next", "this"]) && tokens.is(end + 1, Class::TIME_UNIT))
    {
        end += 1;
        while tokens.dash(end) && tokens.glued(end) && tokens.kind(end + 1) == Some(Kind::Word) {
            end += 2;
        }
        // “the chain’s revenue”.
        let is_possessive = matches!(tokens.str(end), "’" | "'") && tokens.any(end + 1, &["s"]) && tokens.glued(end + 1);
        if is_possessive && tokens.kind(end + 2) == Some(Kind::Word) {
            end += 2;
        }
    }
    (end > start).then_some(Phrase { start, end })
}

/// “the number of homes”: a number, a share or a price is of something.
pub(super) fn with_whole(sentence: Sentence<'_>, head: Phrase) -> Phrase {
    let tokens = sentence.tokens;
    let at = head.end;
    // “profit before tax”, « bénéfice avant impôts ».
    const DEDUCTED: [&str; 12] = [
        "tax",
        "interest",
        "taxes",
        "minorities",
        "depreciation",
        "amortisation",
        "amortization",
        "impôt",
        "impôts",
        "intérêts",
        "charges",
        "exceptionals",
    ];
    if tokens.any(at, &["before", "after", "avant", "après"]) && tokens.any(at + 1, &DEDUCTED) {
        return Phrase { end: at + 2, ..head };
    }
    let of = tokens.any(at, &["of", "de", "des", "du", "d"]);
    // In French nearly every noun is one of something: « carnet de commandes », « ventes en ligne ».
    let french = tokens.lexicon.is_french();
    let in_kind =
        french && tokens.any(at, &["en"]) && tokens.any(at + 1, &["ligne", "volume", "valeur", "magasin", "magasins", "vol"]);
    if in_kind {
        return Phrase { end: at + 2, ..head };
    }
    // “Friends of the Lido”, “Bank of England”.
    let of_name = of && head.end == head.start + 1 && tokens.capital(head.start) && {
        let noun = at + 1 + usize::from(tokens.is(at + 1, Class::DETERMINER));
        tokens.capital(noun) && !french
    };
    let is_of = of && (french || of_name || tokens.any(head.end - 1, &RELATIVE));
    let is_mark = |at: usize| matches!(tokens.str(at), "’" | "'");
    let mut from = at + 1 + usize::from(is_mark(at + 1));
    from += usize::from(tokens.is(from, Class::DETERMINER) || tokens.any(from, &["l"]));
    from += usize::from(is_mark(from));
    let whole = if is_of { phrase_after(sentence, from) } else { None };
    whole.map_or(head, |whole| Phrase { end: whole.end, ..head })
}

/// Nouns that say little without what they are of.
const RELATIVE: [&str; 29] = [
    "number",
    "chiffre",
    "share",
    "price",
    "cost",
    "value",
    "volume",
    "level",
    "rate",
    "amount",
    "proportion",
    "percentage",
    "total",
    "size",
    "output",
    "sale",
    "sales",
    "production",
    "nombre",
    "part",
    "prix",
    "coût",
    "valeur",
    "volume",
    "niveau",
    "taux",
    "montant",
    "total",
    "production",
];

/// Whether a word is for an organisation or its people (council, ministry, analysts): what they do is measured, not they themselves.
pub(super) fn is_organisation(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is(at, Class::ORGANISATION)
}

/// Whether a word is for a company, which may stand for its name: the group, the chain.
pub(super) fn is_company(tokens: &Tokens<'_>, at: usize) -> bool {
    const COMPANIES: [&str; 36] = [
        "company",
        "group",
        "firm",
        "bank",
        "retailer",
        "manufacturer",
        "maker",
        "chain",
        "carmaker",
        "brand",
        "airline",
        "lender",
        "miner",
        "producer",
        "supplier",
        "startup",
        "start-up",
        "business",
        "developer",
        "insurer",
        "broker",
        "distributor",
        "utility",
        "société",
        "groupe",
        "entreprise",
        "banque",
        "constructeur",
        "enseigne",
        "fabricant",
        "producteur",
        "distributeur",
        "assureur",
        "club",
        "operator",
        "opérateur",
    ];
    tokens.any(at, &COMPANIES)
}

/// Whether a word is a plural of people, by its class or its ending: traders, economists, residents, organisateurs.
pub(super) fn is_people(tokens: &Tokens<'_>, at: usize) -> bool {
    const ENDINGS: [&str; 13] =
        ["ers", "ors", "ists", "ians", "ents", "ants", "eurs", "istes", "iens", "yees", "yés", "trices", "nnaires"];
    const THINGS: &str = "numbers orders papers offers containers quarters others letters computers events payments agreements plants \
        investments factors shipments valeurs moteurs secteurs facteurs plusieurs ailleurs compteurs conteneurs capteurs";
    let police = tokens.any(
        at,
        &["police", "campaigners", "staff", "unions", "authorities", "councils", "sources", "locals", "critics", "locataires"],
    );
    let word = tokens.str(at);
    police
        || tokens.kind(at) == Some(Kind::Word)
            && word.len() > 5
            && ENDINGS.iter().any(|ending| word.ends_with(ending))
            && !THINGS.split(' ').any(|thing| word.eq_ignore_ascii_case(thing))
            && !tokens.is(at, Class::MEASURE.or(Class::FUNCTION))
}

/// Whether a word begins its sentence, after quotation marks at most: its capital says nothing.
pub(super) fn begins(tokens: &Tokens<'_>, at: usize) -> bool {
    (0..at).all(|before| tokens.kind(before) == Some(Kind::Mark))
}

/// Whether a phrase is somebody, not something that is measured.
pub(super) fn is_actor(sentence: Sentence<'_>, phrase: Phrase) -> bool {
    let tokens = sentence.tokens;
    let head = phrase.end - 1;
    let is_name = (phrase.start..phrase.end)
        .any(|at| tokens.capital(at) && !begins(tokens, at) && tokens.kind(at) == Some(Kind::Word))
        && tokens.capital(head);
    // A word with a capital at the beginning is a name if it has one elsewhere, too.
    let is_first = (0..phrase.start).all(|at| tokens.is(at, Class::DETERMINER) || tokens.quotes(at));
    let opens_with_name =
        is_first && tokens.capital(phrase.start) && phrase.end == phrase.start + 1 && is_name_elsewhere(sentence, phrase.start);
    is_name && !is_abbreviation(tokens.str(head))
        || opens_with_name
        || tokens.is(head, Class::PRONOUN.or(Class::SPEAKER).or(Class::OUTLET))
        || is_people(tokens, head)
        || is_organisation(tokens, head)
}

/// The words that stand with a capital within a sentence of a text: names, also where they begin one. Collected when first asked for.
#[derive(Debug, Default)]
pub(super) struct Names(OnceCell<HashSet<Box<str>, RandomState>>);

impl Names {
    pub fn holds(&self, text: &str, word: &str) -> bool {
        self.0.get_or_init(|| names_of(text)).contains(word)
    }
}

fn names_of(text: &str) -> HashSet<Box<str>, RandomState> {
    let bytes = text.as_bytes();
    let mut found = HashSet::default();
    for space in memchr::memchr_iter(b' ', bytes) {
        let within = space.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_lowercase() || bytes[before] == b',');
        let begins = bytes.get(space + 1).is_some_and(|byte| byte.is_ascii_uppercase() || *byte == 0xc3);
        if within && begins {
            let rest = &text[space + 1..];
            let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
            let word = &rest[..end];
            if word.starts_with(char::is_uppercase) && !found.contains(word) {
                found.insert(word.into());
            }
        }
    }
    found
}

/// Whether a word is a name, judging by its letters or by how it is written elsewhere.
fn is_name_elsewhere(sentence: Sentence<'_>, at: usize) -> bool {
    let word = sentence.tokens.str(at);
    word.chars().skip(1).any(|letter| letter.is_uppercase() || letter.is_ascii_digit()) && !is_abbreviation(word)
        || sentence.names.holds(sentence.tokens.text, word)
}

/// “EBITDA”, “GDP”, “EPS” are measured.
pub(super) fn is_abbreviation(word: &str) -> bool {
    ["EBITDA", "EBIT", "GDP", "EPS", "CPI", "PMI", "GMV", "ARPU", "AUM", "NAV", "FFO", "ROE", "CPIF", "PIB", "BIP"]
        .contains(&word)
}

/// Whether a phrase stands for somebody who was named before: “it”, “the company”.
pub(super) fn stands_for(tokens: &Tokens<'_>, phrase: Phrase) -> bool {
    let head = phrase.end - 1;
    let third = tokens.any(head, &["it", "they", "he", "she", "we", "i", "il", "elle", "ils", "elles", "nous"]);
    let definite = phrase.start > 0
        && tokens.any(phrase.start - 1, &["the", "le", "la", "l", "its", "this"])
        && phrase.end - phrase.start <= 2;
    third || is_this_one(tokens, head) || definite && is_organisation(tokens, head)
}
