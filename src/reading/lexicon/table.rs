//! A hash table that is built at compile time: open addressing over words in lower case.

use super::{Class, Key, UnitId};

/// A word, its classes and its meanings.
#[derive(Debug, Clone, Copy)]
pub(in crate::reading) struct Entry {
    word: Key,
    /// Its classes.
    pub class: Class,
    /// The number, month, rank… that it stands for; see [`Class`].
    pub value: u8,
    /// The unit of time that it names (see `times`); 0 if it names none.
    pub grain: u8,
    /// The unit that it names, or [`UnitId::NONE`].
    pub unit: UnitId,
}

/// Words of one class, separated by spaces.
#[derive(Debug, Clone, Copy)]
pub(super) struct List {
    class: Class,
    value: u8,
    unit: UnitId,
    words: &'static str,
}

/// Words with a class and nothing else.
pub(super) const fn words(class: Class, words: &'static str) -> List {
    List { class, value: 0, unit: UnitId::NONE, words }
}

/// Words with a class and a value.
pub(super) const fn valued(class: Class, value: u8, words: &'static str) -> List {
    List { class, value, unit: UnitId::NONE, words }
}

/// Words that name a unit.
pub(super) const fn units(unit: UnitId, words: &'static str) -> List {
    List { class: Class::NONE, value: 0, unit, words }
}

const CAPACITY: usize = 2_600;
const SLOTS: usize = 8_192;
const NOTHING: Entry = Entry { word: Key::NONE, class: Class::NONE, value: 0, grain: 0, unit: UnitId::NONE };

/// The words of a language.
pub(in crate::reading) struct Lexicon {
    entries: [Entry; CAPACITY],
    /// Indices into `entries`; 0 is an empty slot, and entry 0 means an unknown word.
    slots: [u16; SLOTS],
    french: bool,
}

const fn slot_of(word: Key) -> usize {
    word.hash(SLOTS.ilog2())
}

impl Lexicon {
    /// Builds a table of the words of all lists. A word in several lists has the classes of all of them.
    pub(super) const fn new(groups: &[&[List]], french: bool) -> Self {
        let mut table = Self { entries: [NOTHING; CAPACITY], slots: [0; SLOTS], french };
        let (mut count, mut group) = (1, 0);
        while group < groups.len() {
            let mut list = 0;
            while list < groups[group].len() {
                count = table.add(&groups[group][list], count);
                list += 1;
            }
            group += 1;
        }
        table
    }

    const fn add(&mut self, list: &List, mut count: usize) -> usize {
        let mut rest = list.words.as_bytes();
        while !rest.is_empty() {
            let mut end = 0;
            while end < rest.len() && rest[end] != b' ' {
                end += 1;
            }
            let (word, after) = rest.split_at(end);
            let word = Key::of_listed(word);
            let mut slot = slot_of(word);
            while self.slots[slot] != 0 && !self.entries[self.slots[slot] as usize].word.same(word) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            if self.slots[slot] == 0 {
                self.slots[slot] = count as u16;
                self.entries[count].word = word;
                count += 1;
            }
            let entry = &mut self.entries[self.slots[slot] as usize];
            entry.class = entry.class.or(list.class);
            if list.class.meets(Class::TIME_UNIT) {
                entry.grain = list.value;
            } else if list.value != 0 {
                entry.value = list.value;
            }
            if !list.unit.is_none() {
                entry.unit = list.unit;
            }
            rest = if after.is_empty() { after } else { after.split_at(1).1 };
        }
        count
    }

    /// The index of a word; 0 if it is not known.
    #[inline]
    pub(in crate::reading) fn find(&self, word: Key) -> u16 {
        let mut slot = slot_of(word);
        loop {
            let index = self.slots[slot];
            if index == 0 || self.entries[usize::from(index)].word == word {
                return index;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
    }

    /// Whether its words are French; otherwise they are English.
    pub(in crate::reading) fn is_french(&self) -> bool {
        self.french
    }

    /// The entry at an index that [`Self::find`] returned.
    pub(in crate::reading) fn entry(&self, index: u16) -> &Entry {
        &self.entries[usize::from(index)]
    }
}
