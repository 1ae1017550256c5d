//! Which term a name stands for: the spellings of all terms, folded and looked up.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use unicode_normalization::UnicodeNormalization as _;

use super::claim::same_name;
use super::{Claim, Notebook, Table, Term, TermId, TermKind};

/// The key of a name: equal for spellings that need no alias. Case, accents, width, spaces, hyphens, apostrophes and simple English
/// plurals do not matter.
///
/// ```
/// use claimbook::notebook::name_key;
///
/// assert_eq!(name_key("Mi-Home stores"), name_key("ＭＩ home Store"));
/// assert_eq!(name_key("Société Générale"), name_key("societe generale"));
/// assert_ne!(name_key("News Corp"), name_key("New Corp"));
/// ```
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    if name.is_ascii() {
        name.bytes().for_each(|byte| push_folded(&mut key, char::from(byte.to_ascii_lowercase())));
    } else {
        let is_mark = |letter: char| unicode_normalization::char::is_combining_mark(letter);
        for letter in name.nfkd().filter(|&letter| !is_mark(letter)).flat_map(char::to_lowercase) {
            push_folded(&mut key, letter);
        }
    }
    end_word(&mut key);
    key.retain(|letter| letter != BREAK);
    if key.is_empty() { name.trim().to_lowercase() } else { key }
}

/// Stands between words while a key is made.
const BREAK: char = '\u{1}';

fn push_folded(key: &mut String, letter: char) {
    match letter {
        letter if letter.is_whitespace() || is_dash(letter) || letter == '_' => end_word(key),
        '\'' | '’' | '‘' | 'ʼ' => {
            // “Xiaomi’s” is Xiaomi: what follows is judged as the end of a word.
            end_word(key);
            key.push('’');
        }
        letter if letter.is_control() => {}
        letter => key.push(letter),
    }
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '‑' | '‒' | '–' | '—' | '\u{ad}' | '·')
}

/// Ends a word: takes a plural's ending off.
fn end_word(key: &mut String) {
    let start = key.rfind(BREAK).map_or(0, |at| at + 1);
    if key.len() == start {
        return;
    }
    let word = &key[start..];
    if word == "’s" || word == "’" {
        key.truncate(start);
        return;
    }
    if let Some(plain) = word.strip_prefix('’') {
        let plain = plain.to_owned();
        key.truncate(start);
        key.push_str(&plain);
    }
    let (length, cut) = (key.len(), singular(&key[start..]));
    if let Some((less, add)) = cut {
        key.truncate(length - less);
        key.push_str(add);
    }
    key.push(BREAK);
}

/// How many bytes to take off a word for its singular, and what to add; `None` if it is no simple plural.
fn singular(word: &str) -> Option<(usize, &'static str)> {
    // Shorter words are names more often than plurals: “News”, “Mass”, “DS”.
    if word.len() < 4 || !word.is_ascii() || word == "news" {
        return None;
    }
    let ends = |end: &str| word.ends_with(end);
    match () {
        () if ends("ies") && word.len() > 4 => Some((3, "y")),
        () if ["sses", "xes", "ches", "shes", "zzes"].iter().any(|end| ends(end)) => Some((2, "")),
        () if ["ss", "us", "is", "as", "os"].iter().any(|end| ends(end)) => None,
        () if ends("s") => Some((1, "")),
        () => None,
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
            found.terms[term.kind as usize].entry(name_key(&term.name)).or_insert(term.id);
        }
        for term in &sorted {
            for alias in &term.aliases {
                found.terms[term.kind as usize].entry(name_key(alias)).or_insert(term.id);
            }
        }
        found
    }

    /// The term that a name stands for; `None` if it stands for itself.
    pub fn term(&self, kind: TermKind, name: &str) -> Option<TermId> {
        let known = &self.terms[kind as usize];
        if known.is_empty() { None } else { known.get(&name_key(name)).copied() }
    }

    /// What a name stands for, to compare and to look up.
    pub fn key(&self, kind: TermKind, name: &str) -> NameKey {
        let key = name_key(name);
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
        let term = self.vocabulary().term(kind, name).and_then(|id| self.terms.get(id));
        term.map_or(name.trim(), |term| term.name.as_str())
    }

    /// What claims are about: a test for one subject and measure, under all their names.
    pub fn about<'a>(&self, subject: &str, measure: &str) -> Topical<'a> {
        let vocabulary = self.vocabulary();
        let subject = Wanted::new(&vocabulary, TermKind::Subject, subject);
        let measure = Wanted::new(&vocabulary, TermKind::Measure, measure);
        Topical { vocabulary, subject, measure }
    }
}

/// Tests whether claims are about one subject and measure. Each spelling is looked up once, so that thousands of claims are
/// tested in a moment.
#[derive(Debug)]
pub struct Topical<'a> {
    vocabulary: Arc<Vocabulary>,
    subject: Wanted<'a>,
    measure: Wanted<'a>,
}

impl<'a> Topical<'a> {
    /// Whether a claim is about the subject and the measure. A blank subject is nobody’s.
    pub fn holds(&mut self, claim: &'a Claim) -> bool {
        self.covers(&claim.subject, &claim.measure)
    }

    /// Whether a subject and a measure are these.
    pub fn covers(&mut self, subject: &'a str, measure: &'a str) -> bool {
        self.measure.is(&self.vocabulary, measure) && self.subject.is(&self.vocabulary, subject) && !self.subject.key.is_blank()
    }
}

/// A name that others are compared with, and those that were.
#[derive(Debug)]
struct Wanted<'a> {
    kind: TermKind,
    typed: String,
    key: NameKey,
    known: HashMap<&'a str, bool, RandomState>,
}

impl<'a> Wanted<'a> {
    fn new(vocabulary: &Vocabulary, kind: TermKind, name: &str) -> Self {
        Self { kind, typed: name.to_owned(), key: vocabulary.key(kind, name), known: HashMap::default() }
    }

    fn is(&mut self, vocabulary: &Vocabulary, name: &'a str) -> bool {
        if same_name(name, &self.typed) {
            return true;
        }
        let Self { kind, key, known, .. } = self;
        *known.entry(name).or_insert_with(|| vocabulary.key(*kind, name) == *key)
    }
}
