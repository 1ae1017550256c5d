//! Names that look alike: pairs that may be one, each with the reason. Somebody decides; what was told apart is not proposed
//! again.
//!
//! The reasons are the usual ones of record linkage (Christen, *Data Matching*, 2012): the same without legal form or title, one
//! holding the other with a word that says little, a slip of a letter or two (Damerau 1964), initials, the same counted noun.

mod words;

use std::collections::{HashMap, HashSet};

use crate::notebook::{Notebook, TermId, TermKind, counted_key, name_key};
use crate::workspace::look::names::NameRow;
use words::{Words, is_plain_addition, synonym};

/// Two names that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAlike {
    /// What they name.
    pub kind: TermKind,
    /// The one that more claims use.
    pub a: String,
    /// The other.
    pub b: String,
    /// Why they may be one.
    pub why: Why,
}

impl LookAlike {
    /// Which of the two would be a part of the other: the one with more words, otherwise the one that fewer claims use.
    pub fn part_and_whole(&self) -> (&str, &str) {
        let is_whole = matches!(self.why, Why::Holds(_)) && self.a.chars().count() > self.b.chars().count();
        if is_whole { (&self.a, &self.b) } else { (&self.b, &self.a) }
    }
}

/// Why two names may be one, the best reason first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// They differ in a legal form, a title, an address’s ending or the order of words.
    Form,
    /// They say the same in other words: “vehicles delivered”, “car deliveries”.
    Synonyms,
    /// One has the initials of the other, or of a part of it.
    Initials,
    /// A letter or two differ.
    Slip,
    /// One is the other with words that say little, which are named.
    Holds(String),
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Form => write!(f, "the same but for legal form, title or order of words"),
            Self::Synonyms => write!(f, "the same in other words"),
            Self::Initials => write!(f, "one has the initials of the other"),
            Self::Slip => write!(f, "only a letter or two differ"),
            Self::Holds(more) => write!(f, "one is the other with “{more}”"),
        }
    }
}

/// Finds the pairs among the names of one kind. Names under each other and names that were told apart are no pairs.
pub fn look_alikes(notebook: &Notebook, rows: &[NameRow]) -> Vec<LookAlike> {
    let words: Vec<Words> = rows.iter().map(|row| Words::of(row.kind, &row.name)).collect();
    let apart = Apart::of(notebook, rows);
    let mut found: Vec<(Why, usize, usize)> = Vec::new();
    for (a, b) in candidates(&words) {
        if let Some(why) = why(&words[a], &words[b]).filter(|_| a != b && !apart.holds(notebook, (&rows[a], &rows[b]))) {
            found.push((why, a, b));
        }
    }
    found.sort_by_key(|(why, a, b)| (reason_rank(why), *a, *b));
    let pair = |(why, a, b): (Why, usize, usize)| {
        let (first, second) = if rows[a].claims >= rows[b].claims { (a, b) } else { (b, a) };
        LookAlike { kind: rows[a].kind, a: rows[first].name.clone(), b: rows[second].name.clone(), why }
    };
    found.into_iter().map(pair).collect()
}

fn reason_rank(why: &Why) -> u8 {
    match why {
        Why::Form => 0,
        Why::Synonyms => 1,
        Why::Initials => 2,
        Why::Slip => 3,
        Why::Holds(_) => 4,
    }
}

/// What more names than these have in common says nothing, and comparing all of them would take seconds.
const MOST_IN_COMMON: usize = 150;

/// Pairs that share their rarest word, initials, or most of their letters: only these are compared. Thousands of names may have
/// “News” or “sales” in common, which says nothing.
fn candidates(words: &[Words]) -> Vec<(usize, usize)> {
    let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_form: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, name) in words.iter().enumerate() {
        for word in &name.senses {
            by_word.entry(word).or_default().push(index);
        }
        for key in name.forms() {
            let same = by_form.entry(key).or_default();
            if same.last() != Some(&index) {
                same.push(index);
            }
        }
    }
    let rarest = |name: &Words| name.senses.iter().map(|word| &by_word[word.as_str()]).min_by_key(|names| names.len());
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (a, name) in words.iter().enumerate() {
        let others = rarest(name).filter(|names| names.len() <= MOST_IN_COMMON);
        pairs.extend(others.into_iter().flatten().map(|&b| (a.min(b), a.max(b))));
    }
    for same in by_form.values().filter(|names| names.len() <= MOST_IN_COMMON) {
        for (place, &a) in same.iter().enumerate() {
            pairs.extend(same[place + 1..].iter().map(|&b| (a, b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Whether two nouns are used for the same thing: “car” and “vehicle”.
pub(in crate::workspace) fn is_same_thing(a: &str, b: &str) -> bool {
    let (a, b) = (counted_key(a), counted_key(b));
    synonym(&a).is_some() && synonym(&a) == synonym(&b)
}

/// Names that somebody told apart.
struct Apart(HashSet<(TermId, String)>);

impl Apart {
    fn of(notebook: &Notebook, rows: &[NameRow]) -> Self {
        let terms = rows.iter().filter_map(|row| notebook.terms.get(row.term?));
        Self(terms.flat_map(|term| term.unlike.iter().map(|name| (term.id, name_key(name)))).collect())
    }

    fn holds(&self, notebook: &Notebook, (a, b): (&NameRow, &NameRow)) -> bool {
        let told = |a: &NameRow, b: &NameRow| a.term.is_some_and(|id| self.0.contains(&(id, name_key(&b.name))));
        let under = match (a.term, b.term) {
            (Some(a), Some(b)) => notebook.term_stands_under(a, b) || notebook.term_stands_under(b, a),
            _ => false,
        };
        told(a, b) || told(b, a) || under
    }
}

fn why(a: &Words, b: &Words) -> Option<Why> {
    if a.core == b.core || a.sorted == b.sorted || a.is_joined(b) {
        return Some(Why::Form);
    }
    // “Xiaomi Motors”, “Xiaomi Auto”: parts of one trade. Endings are cut off words of measures only.
    if a.senses == b.senses && (a.kind == TermKind::Measure || a.core.len() == b.core.len() && a.core.len() > 1) {
        return Some(Why::Synonyms);
    }
    if a.is_initials_of(b) || b.is_initials_of(a) || a.kind != TermKind::Measure && a.is_abbreviated(b) {
        return Some(Why::Initials);
    }
    if is_slip(a, b) {
        return Some(Why::Slip);
    }
    held(a, b).or_else(|| held(b, a)).map(Why::Holds)
}

/// Whether one name is the other with a letter or two wrong. Names with other digits are other things: “SU7”, “YU7”, “Q1”, “Q2”.
fn is_slip(a: &Words, b: &Words) -> bool {
    let most = match a.length.min(b.length) {
        0..5 => return false,
        5..9 => 1,
        _ => 2,
    };
    if a.length.abs_diff(b.length) > most || a.digits != b.digits {
        return false;
    }
    // In names of several words, a whole word that differs is no slip: “North Europe”, “South Europe”.
    if a.core.len() == b.core.len() && a.core.len() > 1 {
        let mut differing = a.core.iter().zip(&b.core).filter(|(a, b)| a != b).peekable();
        let near = |(a, b): (&String, &String)| {
            a.chars().count() >= 5
                && b.chars().count() >= 5
                && strsim::osa_distance(a, b) <= 1 + usize::from(a.chars().count() > 8)
        };
        return differing.peek().is_some() && differing.all(near);
    }
    strsim::osa_distance(&a.run, &b.run) <= most
}

/// What the longer name has more than the shorter, if it says little.
fn held(short: &Words, long: &Words) -> Option<String> {
    if short.core.is_empty() || short.core.len() >= long.core.len() {
        return None;
    }
    let more: Vec<&String> = long.core.iter().filter(|word| !short.core.contains(word)).collect();
    let is_held = short.core.iter().all(|word| long.core.contains(word)) && more.len() == long.core.len() - short.core.len();
    let says_little = more.iter().all(|word| {
        is_plain_addition(long.kind, word) || synonym(word).is_some_and(|sense| short.senses.iter().any(|own| own == sense))
    });
    // “Lu Weibing”, “Xiaomi President Lu Weibing”: what stands beside a title is whom somebody works for.
    let is_employer = long.has_title && short.core.len() > 1 && more.len() <= 3;
    (is_held && (says_little || is_employer)).then(|| more.into_iter().cloned().collect::<Vec<_>>().join(" "))
}
