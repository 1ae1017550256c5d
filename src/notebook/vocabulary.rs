//! Which term a name stands for: the spellings of all terms, folded and looked up.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use unicode_normalization::UnicodeNormalization as _;

use super::claim::same_name;
use super::{Claim, Notebook, Table, Term, TermId, TermKind};

/// The key of a name: equal for spellings that need no alias. Case, width, spaces, hyphens, apostrophes, and the accents of Latin and
/// Greek letters do not matter. In other scripts marks make other letters (パリ, バリ), between digits a space or hyphen makes another
/// number, and a sign at the end another grade: “A-”.
///
/// ```
/// use claimbook::notebook::name_key;
///
/// assert_eq!(name_key("Mi-Home stores"), name_key("ＭＩ home Stores"));
/// assert_eq!(name_key("Société Générale"), name_key("societe generale"));
/// for (one, other) in [("The Times", "Time"), ("パリ", "バリ"), ("2024-25", "202425"), ("AA-", "AA"), ("10²", "102")] {
///     assert_ne!(name_key(one), name_key(other));
/// }
/// ```
pub fn name_key(name: &str) -> String {
    if is_plain(name) {
        let mut key = String::with_capacity(name.len());
        name.split_ascii_whitespace().for_each(|word| push_word(&mut key, word));
        key.make_ascii_lowercase();
        return key;
    }
    any_key(name)
}

/// Whether a name has only letters, digits and points without meaning for its key, as most have: its key is made in one pass.
fn is_plain(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'.' | b',' | b'&' | b'/'))
        && bytes.iter().any(|byte| *byte != b' ')
}

/// Adds a word to a key. Between two digits a space makes another number.
fn push_word(key: &mut String, word: &str) {
    let is_digit = |letter: Option<&u8>| letter.is_some_and(u8::is_ascii_digit);
    if is_digit(key.as_bytes().last()) && is_digit(word.as_bytes().first()) {
        key.push(' ');
    }
    key.push_str(word);
}

fn any_key(name: &str) -> String {
    let words = name.split_whitespace().flat_map(parts).map(|part| folded(&part));
    let mut key = String::with_capacity(name.len());
    for word in words.filter(|word| !word.is_empty()) {
        push_word(&mut key, &word);
    }
    if key.is_empty() { name.trim().to_lowercase() } else { key }
}

/// The key of a measure or of a noun that is counted: as [`name_key`], and simple English plurals do not matter.
///
/// ```
/// use claimbook::notebook::counted_key;
///
/// for (one, other) in [("cars delivered", "Car delivered"), ("cameras", "camera"), ("movies", "movie"), ("facilities", "facility")] {
///     assert_eq!(counted_key(one), counted_key(other));
/// }
/// ```
pub fn counted_key(name: &str) -> String {
    if is_plain(name) {
        let lower = name.to_ascii_lowercase();
        let mut key = String::with_capacity(name.len());
        lower.split_ascii_whitespace().for_each(|word| push_word(&mut key, &singular(word)));
        return key;
    }
    any_counted_key(name)
}

fn any_counted_key(name: &str) -> String {
    let singular: Vec<String> =
        name.split_whitespace().flat_map(parts).map(|part| singular(&folded(&part)).into_owned()).collect();
    any_key(&singular.join(" "))
}

/// The parts of a word between hyphens; a sign at its end stays with it.
fn parts(word: &str) -> Vec<String> {
    let body = word.trim_end_matches(['-', '+', '−']);
    let sign = &word[body.len()..];
    let mut parts: Vec<String> = body.split(is_break).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    match parts.last_mut() {
        Some(last) => last.push_str(sign),
        None => parts.push(word.to_owned()),
    }
    parts
}

fn is_break(letter: char) -> bool {
    matches!(letter, '-' | '_' | '‐' | '‑' | '‒' | '–' | '—' | '\u{ad}')
}

/// A part of a name without case, width, apostrophes, a possessive ending, and the accents of Latin and Greek letters.
fn folded(part: &str) -> String {
    const APOSTROPHES: [char; 4] = ['\'', '’', '‘', 'ʼ'];
    let mut plain = String::with_capacity(part.len());
    if part.is_ascii() {
        plain.extend(part.chars().map(|letter| letter.to_ascii_lowercase()));
    } else {
        let mut has_accents = false;
        // A raised digit is no digit of the number before it.
        let apart = part.chars().flat_map(|letter| ("⁰¹²³⁴⁵⁶⁷⁸⁹".contains(letter).then_some('^')).into_iter().chain([letter]));
        for letter in apart.nfkd().flat_map(char::to_lowercase) {
            if unicode_normalization::char::is_combining_mark(letter) {
                if !has_accents {
                    plain.push(letter);
                }
            } else {
                // Latin and Greek, with their extensions.
                has_accents =
                    matches!(letter, 'a'..='z' | '\u{df}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{1e00}'..='\u{1fff}');
                plain.push(letter);
            }
        }
    }
    plain.retain(|letter| !letter.is_control());
    for end in APOSTROPHES {
        if let Some(body) = plain.strip_suffix(&format!("{end}s")) {
            plain.truncate(body.len());
        }
    }
    plain.retain(|letter| !APOSTROPHES.contains(&letter));
    plain
}

/// A folded English word in the singular, as far as that can be told from its end.
fn singular(word: &str) -> std::borrow::Cow<'_, str> {
    let ends = |end: &str| word.ends_with(end);
    // Shorter words are abbreviations more often than plurals.
    if word.len() < 4 || !word.is_ascii() || word == "news" {
        return word.into();
    }
    match () {
        () if ends("ies") && word.len() > 4 => format!("{}y", &word[..word.len() - 3]).into(),
        () if ends("ie") => format!("{}y", &word[..word.len() - 2]).into(),
        () if ["sses", "xes", "ches", "shes", "zzes"].iter().any(|end| ends(end)) => word[..word.len() - 2].into(),
        () if ["che", "she", "xe"].iter().any(|end| ends(end)) => word[..word.len() - 1].into(),
        () if ["ss", "us", "is"].iter().any(|end| ends(end)) => word.into(),
        () if ends("s") => word[..word.len() - 1].into(),
        () => word.into(),
    }
}

impl TermKind {
    /// The key of a name of this kind.
    pub fn key_of(self, name: &str) -> String {
        match self {
            Self::Measure => counted_key(name),
            Self::Subject | Self::Voice => name_key(name),
        }
    }
}

/// The spellings of all terms.
#[derive(Debug, Default)]
pub struct Vocabulary {
    terms: [HashMap<String, TermId, RandomState>; 3],
}

impl Vocabulary {
    fn of(terms: &Table<Term>) -> Self {
        let mut sorted: Vec<&Term> = terms.iter().collect();
        // Two terms may claim a spelling until somebody decides: a name is stronger than an alias, and then the earlier record.
        sorted.sort_by_key(|term| term.id);
        let mut found = Self::default();
        for term in &sorted {
            found.terms[term.kind as usize].entry(term.kind.key_of(&term.name)).or_insert(term.id);
        }
        for term in &sorted {
            for alias in &term.aliases {
                found.terms[term.kind as usize].entry(term.kind.key_of(alias)).or_insert(term.id);
            }
        }
        found
    }

    /// The term that a name stands for; `None` if it stands for itself.
    pub fn term(&self, kind: TermKind, name: &str) -> Option<TermId> {
        let known = &self.terms[kind as usize];
        if known.is_empty() { None } else { known.get(&kind.key_of(name)).copied() }
    }

    /// What a name stands for, to compare and to look up.
    pub fn key(&self, kind: TermKind, name: &str) -> NameKey {
        let key = kind.key_of(name);
        match self.terms[kind as usize].get(&key) {
            Some(&id) => NameKey::Term(id),
            None => NameKey::Name(key),
        }
    }

    /// Whether two names stand for the same.
    pub fn is_same(&self, kind: TermKind, a: &str, b: &str) -> bool {
        same_name(a, b) || self.key(kind, a) == self.key(kind, b)
    }
}

/// What a name stands for: a term, or itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKey {
    /// A term.
    Term(TermId),
    /// Itself, as its [`name_key`].
    Name(String),
}

impl NameKey {
    /// The term; `None` if it stands for itself.
    pub fn term(&self) -> Option<TermId> {
        match self {
            Self::Term(id) => Some(*id),
            Self::Name(_) => None,
        }
    }

    /// Whether it is the key of a blank name.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Name(name) if name.is_empty())
    }
}

impl Notebook {
    /// The spellings of all terms; made again when a term has changed.
    pub fn vocabulary(&self) -> Arc<Vocabulary> {
        self.terms.derived(Vocabulary::of)
    }

    /// The name to show for a name: that of its term, or itself.
    pub fn shown_name<'a>(&'a self, kind: TermKind, name: &'a str) -> &'a str {
        self.term_of(kind, name).map_or(name.trim(), |term| term.name.as_str())
    }

    /// The term that a name stands for; `None` if it stands for itself.
    pub fn term_of(&self, kind: TermKind, name: &str) -> Option<&Term> {
        self.terms.get(self.vocabulary().term(kind, name)?)
    }

    /// A test for one name, under all its spellings.
    pub fn named<'a>(&self, kind: TermKind, name: &str) -> Named<'a> {
        let vocabulary = self.vocabulary();
        Named { kind, typed: name.to_owned(), key: vocabulary.key(kind, name), vocabulary, known: HashMap::default() }
    }

    /// What claims are about: a test for one subject and measure, under all their names.
    pub fn about<'a>(&self, subject: &str, measure: &str) -> Topical<'a> {
        Topical { subject: self.named(TermKind::Subject, subject), measure: self.named(TermKind::Measure, measure) }
    }
}

/// Tests whether claims are about one subject and measure.
#[derive(Debug)]
pub struct Topical<'a> {
    subject: Named<'a>,
    measure: Named<'a>,
}

impl<'a> Topical<'a> {
    /// Whether a claim is about the subject and the measure. A blank subject is nobody’s.
    pub fn holds(&mut self, claim: &'a Claim) -> bool {
        self.covers(&claim.subject, &claim.measure)
    }

    /// Whether a subject and a measure are these.
    pub fn covers(&mut self, subject: &'a str, measure: &'a str) -> bool {
        self.measure.is(measure) && self.subject.is(subject) && !self.subject.key.is_blank()
    }
}

/// Tests whether names stand for the same as one name. Each spelling is looked up once, so that the names of thousands of claims are
/// tested in a moment.
#[derive(Debug)]
pub struct Named<'a> {
    kind: TermKind,
    typed: String,
    key: NameKey,
    vocabulary: Arc<Vocabulary>,
    known: HashMap<&'a str, bool, RandomState>,
}

impl<'a> Named<'a> {
    /// Whether a name stands for the same.
    pub fn is(&mut self, name: &'a str) -> bool {
        if same_name(name, &self.typed) {
            return true;
        }
        let Self { kind, key, vocabulary, known, .. } = self;
        *known.entry(name).or_insert_with(|| vocabulary.key(*kind, name) == *key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_making_a_key_agree() {
        let names = [
            "Xiaomi EV",
            "  Mi  Home stores ",
            "Model 3",
            "Q1 2024 5",
            "A.B. & Co., Ltd",
            "cars delivered",
            "1 4",
            "movies/films",
            "BOXES",
            "a",
            "7",
            "news of 3 kinds",
            "x.",
            "classes of 12 34",
        ];
        for name in names {
            assert!(is_plain(name), "{name}");
            assert_eq!(name_key(name), any_key(name), "{name}");
            assert_eq!(counted_key(name), any_counted_key(name), "{name}");
        }
        assert!(["A-", "Lloyd's", "é", "", "  ", "a\tb"].iter().all(|name| !is_plain(name)));
    }
}
