//! Records of one kind in the order the notebook keeps them, found by id without a walk.

use std::collections::HashMap;
use std::hash::Hash;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a [`Table`] can hold.
pub trait Record {
    /// The type of its id.
    type Id: Copy + Eq + Hash;

    /// The id, which never changes while the record is in a table.
    fn id(&self) -> Self::Id;
}

/// Ordered records with an index by id. In the file it is a plain list.
///
/// A list that holds an id twice can be read (so that `check` can say so); the index then knows the first of them.
#[derive(Clone)]
pub struct Table<T: Record> {
    rows: Vec<T>,
    index: HashMap<T::Id, usize>,
}

impl<T: Record> Table<T> {
    /// The records in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The record with this id.
    pub fn get(&self, id: T::Id) -> Option<&T> {
        self.rows.get(self.position(id)?)
    }

    /// The record with this id, to change in place. For this room only: others change records through an `Edit`.
    pub(super) fn get_mut(&mut self, id: T::Id) -> Option<&mut T> {
        let position = self.position(id)?;
        self.rows.get_mut(position)
    }

    /// Where in the order the record with this id stands.
    pub fn position(&self, id: T::Id) -> Option<usize> {
        self.index.get(&id).copied()
    }

    /// Whether there is a record with this id.
    pub fn contains(&self, id: T::Id) -> bool {
        self.index.contains_key(&id)
    }

    /// The record at a place of the order.
    pub fn at(&self, position: usize) -> Option<&T> {
        self.rows.get(position)
    }

    /// Puts a record at a place (past the end: at the end). Gives it back if its id is taken.
    pub fn insert(&mut self, position: usize, row: T) -> Result<(), T> {
        if self.contains(row.id()) {
            return Err(row);
        }
        let position = position.min(self.rows.len());
        self.rows.insert(position, row);
        self.reindex_from(position);
        Ok(())
    }

    /// Puts a record at the end. Gives it back if its id is taken.
    pub fn push(&mut self, row: T) -> Result<(), T> {
        self.insert(self.rows.len(), row)
    }

    /// Takes a record out and says where it stood.
    pub fn remove(&mut self, id: T::Id) -> Option<(usize, T)> {
        let position = self.index.remove(&id)?;
        let row = self.rows.remove(position);
        self.reindex_from(position);
        Some((position, row))
    }

    /// Puts a record in the place of the one with the same id and gives that one back; `Err` when there is none.
    pub fn replace(&mut self, row: T) -> Result<T, T> {
        match self.position(row.id()) {
            Some(position) => Ok(std::mem::replace(&mut self.rows[position], row)),
            None => Err(row),
        }
    }

    fn reindex_from(&mut self, position: usize) {
        for (offset, row) in self.rows[position..].iter().enumerate() {
            self.index.insert(row.id(), position + offset);
        }
    }
}

impl<T: Record> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), index: HashMap::new() }
    }
}

impl<T: Record> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        let rows: Vec<T> = rows.into_iter().collect();
        let mut index = HashMap::with_capacity(rows.len());
        for (position, row) in rows.iter().enumerate() {
            index.entry(row.id()).or_insert(position);
        }
        Self { rows, index }
    }
}

impl<'a, T: Record> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Record + PartialEq> PartialEq for Table<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<T: Record + std::fmt::Debug> std::fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.rows).finish()
    }
}

impl<T: Record + Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(serializer)
    }
}

impl<'de, T: Record + Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq)]
    struct Row(u32, &'static str);

    impl Record for Row {
        type Id = u32;
        fn id(&self) -> u32 {
            self.0
        }
    }

    #[test]
    fn index_follows_insertions_and_removals() {
        let mut table: Table<Row> = [Row(1, "a"), Row(3, "c")].into_iter().collect();
        table.insert(1, Row(2, "b")).unwrap();
        assert_eq!(table.position(3), Some(2));
        assert_eq!(table.insert(0, Row(2, "again")), Err(Row(2, "again")));
        assert_eq!(table.remove(1), Some((0, Row(1, "a"))));
        assert_eq!(table.get(3), Some(&Row(3, "c")));
        assert_eq!(table.position(2), Some(0));
        assert_eq!(table.remove(1), None);
        assert_eq!(table.replace(Row(3, "C")), Ok(Row(3, "c")));
        assert_eq!(table.replace(Row(9, "x")), Err(Row(9, "x")));
    }
}
