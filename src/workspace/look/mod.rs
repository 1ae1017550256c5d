//! What a notebook looks like from one side or another: lists, the table, what was asked for, what is chosen, what could be a claim.
//! Nothing here changes a notebook but accepting what it proposes.

pub(super) mod choices;
pub(super) mod filter;
pub(super) mod index;
pub(super) mod proposals;
pub(super) mod query;
pub(super) mod search;
pub(super) mod selection;
pub(super) mod suggestions;
pub(super) mod table;
pub(super) mod trail;
