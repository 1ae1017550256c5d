//! Ids that are unique without coordination: two people can add to copies of one notebook and merge them later.
//!
//! The layout is that of a ULID (<https://github.com/ulid/spec>): 48 bits of milliseconds since 1970, then 80 random
//! bits, written as 26 characters of Crockford's base 32. Ids sort by the time they were made and are never reused.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 26;
const RANDOM_BITS: u32 = 80;
const RANDOM_MASK: u128 = (1 << RANDOM_BITS) - 1;

/// The id of one record: 128 bits, never changed and never reused.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u128);

impl Id {
    /// Builds an id from the low 48 bits of `millis` (since 1970) and the low 80 bits of `random`.
    pub const fn from_parts(millis: u64, random: u128) -> Self {
        Self(((millis as u128) << RANDOM_BITS) | (random & RANDOM_MASK))
    }

    /// When it was made, in milliseconds since 1970; 0 for an id that follows from a name.
    pub const fn made_at(self) -> u64 {
        (self.0 >> RANDOM_BITS) as u64
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for digit_index in (0..LENGTH).rev() {
            let digit = (self.0 >> (digit_index * 5)) as usize & 31;
            write!(f, "{}", char::from(ALPHABET[digit]))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The error for a text that is not an [`Id`]; it holds the first 40 characters of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an id: expected 26 characters of 0-9 and A-Z without I, L, O and U")]
pub struct InvalidId(String);

impl FromStr for Id {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let invalid = || InvalidId(text.chars().take(40).collect());
        if text.len() != LENGTH {
            return Err(invalid());
        }
        let mut bits: u128 = 0;
        for (index, byte) in text.bytes().enumerate() {
            let digit = ALPHABET.iter().position(|&known| known == byte.to_ascii_uppercase()).ok_or_else(invalid)?;
            // 26 characters hold 130 bits: the first may use only its low three.
            if index == 0 && digit > 7 {
                return Err(invalid());
            }
            bits = (bits << 5) | digit as u128;
        }
        Ok(Self(bits))
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Id);

        impl From<Id> for $name {
            fn from(id: Id) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Id {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.parse().map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Id::deserialize(deserializer).map(Self)
            }
        }
    )+};
}

typed_ids! {
    /// Names a notebook. Two copies of one notebook share it.
    NotebookId,
    /// Names a [`Document`](super::Document).
    DocumentId,
    /// Names a [`Claim`](super::Claim).
    ClaimId,
    /// Names a [`Tag`](super::Tag).
    TagId,
    /// Names a [`Term`](super::Term).
    TermId,
    /// Names a [`Relation`](super::Relation).
    RelationId,
    /// Names a [`Dismissal`](super::Dismissal).
    DismissalId,
    /// Names a [`Series`](super::Series).
    SeriesId,
    /// Names a [`Judgement`](super::Judgement) on a series.
    JudgementId,
    /// Names an [`Assumption`](super::Assumption).
    AssumptionId,
    /// Names a [`Model`](super::Model).
    ModelId,
    /// Names a [`Scenario`](super::Scenario).
    ScenarioId,
    /// Names a [`Run`](super::Run).
    RunId,
    /// Names a [`Brief`](super::Brief).
    BriefId,
    /// Names a [`BriefBlock`](super::BriefBlock).
    BriefBlockId,
    /// Names an [`Edition`](super::Edition) of a brief.
    EditionId,
}

/// Generates increasing ids: each is larger than the previous one, even within one millisecond.
///
/// It has no clock: the caller passes the time.
#[derive(Debug, Clone)]
pub struct IdSource {
    last: u128,
    entropy: u128,
}

impl IdSource {
    /// `entropy` seeds the random part of the ids: it must be truly random outside tests.
    pub const fn new(entropy: u128) -> Self {
        Self { last: 0, entropy }
    }

    /// Returns the next id at `millis` milliseconds since 1970.
    pub fn next<T: From<Id>>(&mut self, millis: u64) -> T {
        // A weak generator is enough here: the seed already makes two sources differ.
        self.entropy = self.entropy.wrapping_mul(0xda94_2042_e4dd_58b5).wrapping_add(0x9e37_79b9_7f4a_7c15);
        let fresh = Id::from_parts(millis, self.entropy >> 40).0;
        self.last = fresh.max(self.last + 1);
        Id(self.last).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_id_agree() {
        let id = Id::from_parts(1_733_184_000_000, 0x1234_5678_9abc_def0_1234);
        assert_eq!(id.to_string().len(), LENGTH);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().to_lowercase().parse(), Ok(id));
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in ["", "01", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "0000000000000000000000000U", "00000000000000000000000é00"] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
    }

    #[test]
    fn ids_grow_even_when_the_clock_stands_or_falls_back() {
        let mut source = IdSource::new(7);
        let ids: Vec<ClaimId> = [5, 5, 4, 6, 0].into_iter().map(|millis| source.next(millis)).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
    }
}
