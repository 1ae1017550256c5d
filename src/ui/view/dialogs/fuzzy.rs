//! Finding names by a few letters: words match in any order, the letters of each in their order; case and accents do not count.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Matcher, Utf32Str};

use crate::reading::fold;

/// The items whose names match what is typed, best first; of equal ones the earlier first. Names are [folded](fold).
pub(super) fn fitting<T>(typed: &str, items: impl Iterator<Item = (T, impl AsRef<str>)>) -> Vec<T> {
    let words = Pattern::new(&fold(typed), CaseMatching::Respect, Normalization::Never, AtomKind::Fuzzy);
    let (mut matcher, mut letters) = (Matcher::default(), Vec::new());
    let mut score = |name: &str| words.score(Utf32Str::new(name, &mut letters), &mut matcher);
    let mut found: Vec<(u32, T)> = items.filter_map(|(item, name)| Some((score(name.as_ref())?, item))).collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, item)| item).collect()
}
