//! Coloured labels for claims.

use serde::{Deserialize, Serialize};

use super::claim::named_choices;
use super::{Edit, Notebook, Record, TagId};

/// A coloured label with a shortcut; tags may nest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// Its name for ever.
    pub id: TagId,
    /// Its name on screen.
    pub name: String,
    /// Which colour of the palette.
    #[serde(default)]
    pub colour: TagColour,
    /// The digit 1 to 9 that gives it to the selection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<u8>,
    /// The tag it stands under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TagId>,
    /// What it is for.
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
    /// A place in the palette, not a colour value: each theme draws it so that text on it stays legible.
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
    /// The tag of this name, whatever its case.
    pub fn tag_named(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| super::same_name(&tag.name, name))
    }

    /// The tag that this digit gives.
    pub fn tag_with_shortcut(&self, digit: u8) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.shortcut == Some(digit))
    }

    /// The colour that the fewest tags have, first of the palette first.
    pub fn next_tag_colour(&self) -> TagColour {
        let uses = |colour: TagColour| self.tags.iter().filter(|tag| tag.colour == colour).count();
        TagColour::ALL.iter().copied().min_by_key(|&colour| uses(colour)).unwrap_or_default()
    }

    /// The smallest digit that gives no tag yet.
    pub fn next_tag_shortcut(&self) -> Option<u8> {
        (1..=9).find(|&digit| self.tag_with_shortcut(digit).is_none())
    }

    /// The tag's name with the names of those above it: `network / europe`; of very many the nearest.
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

    /// Whether a tag stands under another, at whatever depth.
    pub fn stands_under(&self, id: TagId, other: TagId) -> bool {
        let parent = |id: TagId| self.tags.get(id)?.parent;
        std::iter::successors(parent(id), |&id| parent(id)).take(self.tags.len()).any(|above| above == other)
    }

    /// The edit that gives everything that has the tag `from` the tag `into`; `None` where one of them is not there.
    pub fn merging_of_tags(&self, into: TagId, from: TagId) -> Option<Edit> {
        let (mut kept, gone) = (self.tags.get(into)?.clone(), self.tags.get(from).filter(|gone| gone.id != into)?);
        kept.shortcut = kept.shortcut.or(gone.shortcut);
        if kept.note.trim().is_empty() {
            kept.note.clone_from(&gone.note);
        }
        // It then takes the other's place.
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
