//! The rules, one file each. A rule looks at a topic, a source or a claim through a [`View`] and says what it finds; what does add up is
//! found too, with [`Level::Fits`](super::finding::Level::Fits).

pub mod cited;
pub mod dates;
pub mod exchange;
pub mod granularity;
pub mod growth;
pub mod months;
pub mod multiples;
pub mod opened;
pub mod parts;
pub mod passed;
pub mod per_unit;
pub mod points;
pub mod reread;
pub mod same_event;
pub mod same_thing;
pub mod shares;
pub mod slips;

use super::figure::Figure;
use super::finding::Finding;
use super::ledger::{Stretch, Topic, View};

/// Rules over what is known of one subject and measure, with the measures and subjects beside it.
pub(super) const OF_TOPICS: &[fn(&View<'_>, &Topic, &mut Vec<Finding>)] = &[
    same_thing::check,
    same_event::check,
    parts::check,
    growth::check,
    points::check,
    months::check,
    opened::check,
    per_unit::check,
    multiples::check,
    slips::check,
    dates::check_falling,
    passed::check,
    cited::check,
];

/// Rules over what stands together in one source.
pub(super) const OF_STRETCHES: &[fn(&View<'_>, Stretch, &mut Vec<Finding>)] =
    &[shares::check, exchange::check, granularity::check];

/// Rules over one claim and its sentence.
pub(super) const OF_CLAIMS: &[fn(&View<'_>, &Figure, &mut Vec<Finding>)] = &[dates::check, reread::check];
