//! Coloured labels for claims.

use serde::{Deserialize, Serialize};

use super::claim::named_choices;
use super::{Edit, Notebook, Record, TagId};

/// A coloured label with a shortcut; tags may nest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// Unique id; never changes and is never reused.
    pub id: TagId,
    /// Its name on screen.
    pub name: String,
    /// The colour, as an entry of the palette.
    #[serde(default)]
    pub colour: TagColour,
    /// The digit, 1 to 9, that applies it to the selection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<u8>,
    /// The tag above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TagId>,
    /// Its purpose.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Record for Tag {
    type Id = TagId;
    fn id(&self) -> TagId {
        self.id
    }
}

named_choices! {
    /// An entry of the palette, not a colour value: each theme draws it so that text on it stays legible.
    TagColour {
        /// Yellow-brown.
        #[default]
        Amber => "Amber",
        /// Light blue.
        Sky => "Sky",
        /// Green.
        Green => "Green",
        /// Purple-red.
        Plum => "Plum",
        /// Red-orange.
        Vermilion => "Vermilion",
        /// Dark blue.
        Indigo => "Indigo",
        /// Blue-green.
        Teal => "Teal",
        /// Light red.
        Rose => "Rose",
        /// Yellow-green.
        Olive => "Olive",
        /// Neutral.
        Slate => "Slate",
    }
}

impl Notebook {
    /// The tag with this name; case and outer spaces do not matter.
    pub fn tag_named(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| super::same_name(&tag.name, name))
    }

    /// The tag with this digit as its shortcut.
    pub fn tag_with_shortcut(&self, digit: u8) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.shortcut == Some(digit))
    }

    /// The colour that the fewest tags have; of several, the first in the palette.
    pub fn next_tag_colour(&self) -> TagColour {
        let uses = |colour: TagColour| self.tags.iter().filter(|tag| tag.colour == colour).count();
        TagColour::ALL.iter().copied().min_by_key(|&colour| uses(colour)).unwrap_or_default()
    }

    /// The smallest digit, 1 to 9, that is not the shortcut of a tag; `None` if all are in use.
    pub fn next_tag_shortcut(&self) -> Option<u8> {
        (1..=9).find(|&digit| self.tag_with_shortcut(digit).is_none())
    }

    /// The tag's name after the names of the tags above it: `network / europe`. Beyond 12 levels it begins with “…”.
    pub fn tag_path(&self, id: TagId) -> String {
        const MOST: usize = 12;
        let above = |tag: &&Tag| self.tags.get(tag.parent?);
        let mut names: Vec<&str> =
            std::iter::successors(self.tags.get(id), above).take(MOST + 1).map(|tag| tag.name.as_str()).collect();
        if let Some(last) = names.get_mut(MOST) {
            *last = "…";
        }
        names.reverse();
        names.join(" / ")
    }

    /// Whether a tag is under another, at any depth.
    pub fn stands_under(&self, id: TagId, other: TagId) -> bool {
        let parent = |id: TagId| self.tags.get(id)?.parent;
        std::iter::successors(parent(id), |&id| parent(id)).take(self.tags.len()).any(|above| above == other)
    }

    /// The edit that replaces the tag `from` by `into` everywhere and removes it; `None` if either does not exist or both are
    /// the same.
    pub fn merging_of_tags(&self, into: TagId, from: TagId) -> Option<Edit> {
        let (mut kept, gone) = (self.tags.get(into)?.clone(), self.tags.get(from).filter(|gone| gone.id != into)?);
        kept.shortcut = kept.shortcut.or(gone.shortcut);
        if kept.note.trim().is_empty() {
            kept.note.clone_from(&gone.note);
        }
        // If `into` was under `from`, it moves to the level of `from`.
        if self.stands_under(into, from) {
            kept.parent = gone.parent;
        }
        let mut edit = Edit::new("merge tags").put(kept);
        for claim in self.claims.iter().filter(|claim| claim.tags.contains(&from)) {
            let mut claim = claim.clone();
            let has_both = claim.tags.contains(&into);
            claim.tags.retain(|&tag| tag != from || !has_both);
            for tag in claim.tags.iter_mut().filter(|tag| **tag == from) {
                *tag = into;
            }
            edit = edit.put(claim);
        }
        for tag in self.tags.iter().filter(|tag| tag.parent == Some(from) && tag.id != into) {
            edit = edit.put(Tag { parent: Some(into), ..tag.clone() });
        }
        Some(edit.remove(from))
    }
}
