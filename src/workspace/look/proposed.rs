//! Proposed relations, and the latest of them, which a workspace keeps.

use std::cell::RefCell;
use std::rc::Rc;

use crate::notebook::{ClaimId, RelationKind};

/// A proposed relation from a claim to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// The kind of relation.
    pub kind: RelationKind,
    /// The other claim.
    pub to: ClaimId,
}

/// The latest proposals, with the revision and the claim that they are for: a claim is shown for many frames.
#[derive(Debug, Default)]
pub(in crate::workspace) struct Proposals(pub RefCell<Option<Proposed>>);

pub type Proposed = (u64, ClaimId, Rc<[Proposal]>);
