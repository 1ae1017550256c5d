//! The words of a name, without those that say little.

use unicode_normalization::UnicodeNormalization as _;

use crate::notebook::{TermKind, counted_key};

/// A name in words.
pub(super) struct Words {
    pub kind: TermKind,
    /// Its words in the singular, folded, without legal forms, titles and articles; all of them if nothing else is left.
    pub core: Vec<String>,
    /// Its core in the order of the alphabet.
    pub sorted: Vec<String>,
    /// What the words of its core mean, in the order of the alphabet.
    pub senses: Vec<String>,
    /// Its core without spaces, how many letters that has, and its digits.
    pub run: String,
    pub length: usize,
    pub digits: String,
    /// The initials of all words but articles.
    initials: String,
    initials_of_core: String,
    /// The name itself as one word, if it is one of few capital letters.
    short: Option<String>,
    /// All words in one, without umlauts.
    joined: String,
    /// Whether it has a title besides other words: “Xiaomi President Lu Weibing”.
    pub has_title: bool,
}

/// Legal forms of companies, and what stands beside them.
const FORMS: &[&str] = &[
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "llc",
    "llp",
    "lp",
    "plc",
    "ag",
    "se",
    "sa",
    "sas",
    "sarl",
    "spa",
    "srl",
    "gmbh",
    "kg",
    "kgaa",
    "nv",
    "bv",
    "ab",
    "asa",
    "oy",
    "oyj",
    "as",
    "kk",
    "pte",
    "pty",
    "holding",
    "group",
    "groupe",
    "gruppe",
    "aktiengesellschaft",
];

/// Titles of persons.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "professor",
    "president",
    "chairman",
    "chairwoman",
    "ceo",
    "cfo",
    "founder",
    "minister",
    "analyst",
];

const ARTICLES: &[&str] = &["the", "a", "an", "of", "and", "for", "in", "de", "la", "le", "du", "des", "et", "number"];

/// Words that a part of a business or an outlet adds to its name and that often mean the same as the name alone.
const ADDITIONS: &[&str] = &[
    "auto",
    "automobile",
    "automotive",
    "motor",
    "car",
    "ev",
    "vehicle",
    "technology",
    "tech",
    "international",
    "global",
    "worldwide",
    "news",
    "online",
    "media",
    "press",
    "newspaper",
    "magazine",
    "agency",
    "com",
    "web",
    "site",
    "website",
    "official",
    "brand",
    "maker",
    "airline",
    "airway",
    "pharma",
    "pharmaceutical",
    "laboratory",
    "supermarket",
    "hotel",
    "industry",
    "club",
    "fc",
    "cf",
    "afc",
    "local",
    "outlet",
    "paper",
    "portal",
    "channel",
    "broadcaster",
    "blog",
];

/// Words that a company’s parts have in their names for the same trade: “Motors”, “Auto”.
const TRADES: &[&[&str]] = &[
    &["car", "auto", "automobile", "automotive", "motor", "ev", "vehicle"],
    &["technology", "tech"],
    &["airline", "airway"],
    &["pharma", "pharmaceutical"],
    &["international", "global", "worldwide", "overseas"],
    &["bank", "banking"],
    &["electric", "electrical", "electronic"],
];

/// Words that add nothing to a measure.
const MEASURE_ADDITIONS: &[&str] =
    &["total", "number", "count", "overall", "reported", "annual", "yearly", "amount", "figure", "volume", "level"];

/// Words of measures that mean the same.
const SENSES: &[&[&str]] = &[
    &["store", "outlet", "shop", "branch", "boutique", "magasin", "门店"],
    &["car", "vehicle", "unit", "automobile", "voiture", "véhicule", "vehicule"],
    &["delivery", "delivered", "handover", "handed"],
    &["sale", "sold"],
    &["order", "ordered", "booking", "booked"],
    &["shipment", "shipped"],
    &["employee", "worker", "staff", "headcount", "workforce", "personnel"],
    &["customer", "client", "buyer"],
    &["user", "subscriber"],
    &["plant", "factory", "usine"],
    &["revenue", "turnover"],
    &["opening", "opened"],
    &["production", "produced", "output"],
    &["profit", "income", "earning"],
    &["unemployment", "jobless"],
    &["carried", "transported", "flown"],
    &["comparable", "like"],
];

/// Endings that make one word of another: “enrolled” and “enrolment” say the same in a measure.
const ENDINGS: &[&str] =
    &["ments", "ment", "ations", "ation", "ions", "ion", "ings", "ing", "ies", "led", "ed", "es", "y", "s", "e", "l"];

/// A word without its ending, if enough of it is left.
fn stem(word: &str) -> &str {
    let cut = ENDINGS.iter().find_map(|end| word.strip_suffix(end).filter(|rest| rest.len() >= 5));
    cut.unwrap_or(word)
}

/// A word as it is written without umlauts in one way or the other: “Süd”, “Sued”.
fn without_umlaut(word: &str) -> String {
    word.replace("ue", "u").replace("oe", "o").replace("ae", "a")
}

/// The word that stands for all words of one meaning.
pub(super) fn synonym(word: &str) -> Option<&'static str> {
    SENSES.iter().find(|sense| sense.contains(&word)).map(|sense| sense[0])
}

/// The word that stands for all words of one meaning, in names of one kind.
fn sense(kind: TermKind, word: &str) -> Option<&'static str> {
    match kind {
        TermKind::Measure => synonym(word),
        TermKind::Subject | TermKind::Voice => {
            TRADES.iter().find(|trade| trade.contains(&word)).map(|trade| trade[0]).or_else(|| synonym(word))
        }
    }
}

/// Whether a word that one name has more than another may well be left out.
pub(super) fn is_plain_addition(kind: TermKind, word: &str) -> bool {
    match kind {
        TermKind::Measure => MEASURE_ADDITIONS.contains(&word),
        TermKind::Subject | TermKind::Voice => ADDITIONS.contains(&word),
    }
}

impl Words {
    pub fn of(kind: TermKind, name: &str) -> Self {
        let name = name.trim();
        let host = without_address(name);
        let (is_address, name) = (host.is_some(), host.unwrap_or(name));
        let all = split(name);
        let folded: Vec<String> = all.iter().map(|word| counted_key(word)).filter(|word| !word.is_empty()).collect();
        let is_empty = |word: &String| {
            let word = word.as_str();
            ARTICLES.contains(&word) || kind != TermKind::Measure && (FORMS.contains(&word) || TITLES.contains(&word))
        };
        let core: Vec<String> = folded.iter().filter(|word| !is_empty(word)).cloned().collect();
        let initials =
            folded.iter().filter(|word| !ARTICLES.contains(&word.as_str())).filter_map(|word| word.chars().next()).collect();
        let letters: String = name.chars().filter(|letter| *letter != '.').collect();
        let is_short = (2..=6).contains(&letters.chars().count())
            && (letters.chars().all(char::is_uppercase) || is_address && letters.len() <= 4);
        let folded_all = without_umlaut(&folded.concat());
        let has_title = kind == TermKind::Voice && core.len() > 1 && folded.iter().any(|word| TITLES.contains(&word.as_str()));
        let core = if core.is_empty() { folded } else { core };
        let mean = |word: &String| sense(kind, word).unwrap_or_else(|| stem(word)).to_owned();
        Self {
            kind,
            sorted: in_order(core.iter().cloned()),
            senses: in_order(core.iter().map(mean)),
            length: core.iter().map(|word| word.chars().count()).sum(),
            digits: core.iter().flat_map(|word| word.chars()).filter(char::is_ascii_digit).collect(),
            run: core.concat(),
            initials_of_core: initials_of(&core),
            core,
            initials,
            short: is_short.then(|| letters.to_lowercase()),
            joined: folded_all,
            has_title,
        }
    }

    pub fn is_initials_of(&self, other: &Self) -> bool {
        let is_it = |short: &String| *short == other.initials || *short == other.initials_of_core;
        self.short.as_ref().is_some_and(is_it) && other.core.len() > 1 || self.has_initials_of_some(other)
    }

    /// Whether both share words, and what else one has is a single word of the initials of what else the other has: “NPL ratio” is the
    /// non-performing loan ratio.
    fn has_initials_of_some(&self, other: &Self) -> bool {
        if self.core.len() < 2 || other.core.len() <= self.core.len() {
            return false;
        }
        let own: Vec<&String> = self.core.iter().filter(|word| !other.core.contains(word)).collect();
        let theirs: String =
            other.core.iter().filter(|word| !self.core.contains(word)).filter_map(|word| word.chars().next()).collect();
        own.len() == 1 && own.len() < self.core.len() && theirs.chars().count() > 1 && *own[0] == theirs
    }

    /// Whether both are names of one person, of which one has an initial: “F. Birol”.
    pub fn is_abbreviated(&self, other: &Self) -> bool {
        let is_one = |(a, b): (&String, &String)| {
            let short = a.chars().count() == 1 || b.chars().count() == 1;
            a == b || short && a.chars().next() == b.chars().next()
        };
        let has_long = self.core.iter().any(|word| word.chars().count() > 3 && other.core.contains(word));
        self.core.len() > 1 && self.core.len() == other.core.len() && has_long && self.core.iter().zip(&other.core).all(is_one)
    }

    /// Whether both are the same letters, whatever is between them.
    pub fn is_joined(&self, other: &Self) -> bool {
        self.joined.chars().count() > 4 && self.joined == other.joined
    }

    /// What names have in common that may be alike without sharing a word: their letters, their initials, or all but a slip.
    pub fn forms(&self) -> Vec<String> {
        let mut keys = vec![format!("joined {}", self.joined)];
        let initials = [&self.initials, &self.initials_of_core].into_iter().filter(|letters| letters.len() > 1);
        keys.extend(self.short.iter().chain(initials).map(|letters| format!("initials {letters}")));
        // A slip leaves the beginning or the end as it is, and the length nearly so: two that differ by up to two letters share
        // one of their two classes of length.
        let letters: Vec<char> = self.run.chars().collect();
        if letters.len() >= 5 {
            let (begin, end): (String, String) = (letters[..3].iter().collect(), letters[letters.len() - 3..].iter().collect());
            for class in [letters.len() / 3, letters.len().div_ceil(3)] {
                keys.extend([format!("begin {class} {begin}"), format!("end {class} {end}")]);
            }
        }
        keys
    }
}

/// The initials of words. “U.S.” and “UK” stand before the names of authorities and are no part of theirs.
fn initials_of(words: &[String]) -> String {
    let own = words.iter().filter(|word| !matches!(word.as_str(), "us" | "uk" | "eu"));
    own.filter_map(|word| word.chars().next()).collect()
}

/// Words in the order of the alphabet, each once.
fn in_order(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<String> = words.collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The name in an address: “www.cleantechnica.com” is “cleantechnica”.
fn without_address(name: &str) -> Option<&str> {
    if name.contains(char::is_whitespace) {
        return None;
    }
    let bare = name.strip_prefix("https://").or_else(|| name.strip_prefix("http://")).unwrap_or(name);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    let (host, ending) = bare.split_once('.')?;
    let is_ending = (2..=6).contains(&ending.len()) && ending.chars().all(|letter| letter.is_ascii_lowercase() || letter == '.');
    (is_ending && host.len() > 2).then_some(host)
}

/// The words of a name, also those that only a capital letter sets apart: “CleanTechnica”.
fn split(name: &str) -> Vec<String> {
    let plain: String = name.nfkc().collect();
    let words = plain.split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '\'' | '’' | '.' | '&')));
    words.map(|word| word.trim_matches('.').replace('.', "")).filter(|word| !word.is_empty() && word != "&").collect()
}
