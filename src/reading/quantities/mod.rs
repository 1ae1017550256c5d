//! Reads the quantities of a sentence, with their units, bounds, directions and what they count.
//!
//! Candidate numbers are found (`candidates`), those that only look like quantities are dropped (`traps`), units or counted
//! nouns are read (`units`), ranges are joined and lists share what they leave out (`joins`), and the words around give bound
//! and role (`bounds`, `roles`).

mod addresses;
mod bounds;
mod candidates;
mod chinese_quantities;
mod chinese_tails;
mod chinese_units;
mod joins;
mod mention;
mod parts;
mod roles;
mod traps;
mod units;

use super::times::TimeMention;
use super::tokens::Tokens;

pub(super) use candidates::WORDS;
pub(super) use chinese_quantities::read as read_chinese;
pub use mention::{Amount, Basis, Direction, QuantityMention, Role, Unit, UnitSort};

/// Appends the quantities of a sentence, in the order of the text.
pub(super) fn read(tokens: &Tokens<'_>, times: &[TimeMention], found: &mut Vec<QuantityMention>) {
    let first = found.len();
    candidates::collect(tokens, times, found);
    if found.len() == first {
        return;
    }
    joins::smaller_units(tokens, found, first);
    joins::ranges(tokens, found, first);
    joins::shared_units(tokens, found, first);
    for mention in &mut found[first..] {
        bounds::read(tokens, mention);
    }
    roles::read(tokens, times, &mut found[first..]);
}
