//! Chains of records that each name the next: which of them lead back to themselves.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// The ids that a walk along `next` comes back to, of all that begin in `ids`. Linear in their number, however long the chains.
pub(crate) fn circular<I: Copy + Eq + Hash>(ids: impl Iterator<Item = I>, next: impl Fn(I) -> Option<I>) -> HashSet<I> {
    let mut found = HashSet::new();
    // In which walk each id was come to first.
    let mut walks: HashMap<I, usize> = HashMap::new();
    for (walk, begin) in ids.enumerate() {
        let mut at = Some(begin);
        while let Some(id) = at {
            match walks.insert(id, walk) {
                None => at = next(id),
                Some(before) if before == walk => {
                    // Come to a second time in one walk: it is on a circle, all of which is walked again.
                    let mut member = Some(id);
                    while let Some(id) = member.filter(|&id| found.insert(id)) {
                        member = next(id);
                    }
                    break;
                }
                Some(before) => {
                    // The rest was walked before.
                    walks.insert(id, before);
                    break;
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_leads_back_to_itself_is_circular() {
        let next: HashMap<u32, u32> = [(1, 2), (2, 3), (3, 4), (4, 2), (5, 1), (6, 6), (7, 8)].into();
        let mut found: Vec<u32> = circular((1..=8).rev(), |id| next.get(&id).copied()).into_iter().collect();
        found.sort_unstable();
        assert_eq!(found, [2, 3, 4, 6]);
    }

    #[test]
    fn a_long_chain_costs_by_its_length() {
        let steps = std::cell::Cell::new(0);
        let next = |id: u32| {
            steps.set(steps.get() + 1);
            (id < 1_000_000).then_some(id + 1)
        };
        assert!(circular((0..1_000_000).rev(), next).is_empty());
        assert!(circular(0..1_000_000, next).is_empty());
        assert!(steps.get() < 5_000_000, "{}", steps.get());
    }
}
