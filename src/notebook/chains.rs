//! Finds cycles in chains of records that each refer to the next.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// The ids of all cycles that can be reached from `ids` along `next`. Takes time linear in the number of ids, however long the
/// chains.
pub(crate) fn circular<I: Copy + Eq + Hash>(ids: impl Iterator<Item = I>, next: impl Fn(I) -> Option<I>) -> HashSet<I> {
    let mut found = HashSet::new();
    // The walk in which each id was first visited.
    let mut walks: HashMap<I, usize> = HashMap::new();
    for (walk, begin) in ids.enumerate() {
        let mut at = Some(begin);
        while let Some(id) = at {
            match walks.insert(id, walk) {
                None => at = next(id),
                Some(before) if before == walk => {
                    // Visited twice in one walk: it is on a cycle, whose members are now collected.
                    let mut member = Some(id);
                    while let Some(id) = member.filter(|&id| found.insert(id)) {
                        member = next(id);
                    }
                    break;
                }
                Some(before) => {
                    // The rest was visited by an earlier walk.
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
