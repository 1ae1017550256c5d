//! An ordered list of records of one kind with an index by id.

use std::any::Any;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A record that a [`Table`] can hold.
pub trait Record: Clone {
    /// The type of its id.
    type Id: Copy + Eq + Hash;

    /// The id, which never changes while the record is in a table.
    fn id(&self) -> Self::Id;
}

/// Ordered records with an index by id. In the file it is a plain list.
///
/// A list with a duplicate id can still be read, so that `check` can report it; the index then points to the first of the two.
///
/// Clones share their records until one of them changes, so cloning (for example to save) costs next to nothing.
#[derive(Clone)]
pub struct Table<T: Record> {
    rows: Vec<Arc<T>>,
    index: HashMap<T::Id, usize, RandomState>,
    /// From this position on, index entries may be out of date; `settle` updates them once after many insertions and removals.
    settled: usize,
    /// What was computed from the records as they are.
    derived: OnceLock<Arc<dyn Any + Send + Sync>>,
}

/// The records of a table in order.
pub type Records<'a, T> = std::iter::Map<std::slice::Iter<'a, Arc<T>>, fn(&'a Arc<T>) -> &'a T>;

impl<T: Record> Table<T> {
    /// The records in order.
    pub fn iter(&self) -> Records<'_, T> {
        self.rows.iter().map(Arc::as_ref)
    }

    /// The records in order as shared pointers, for callers that keep them.
    pub fn shared(&self) -> std::slice::Iter<'_, Arc<T>> {
        self.rows.iter()
    }

    /// The record at a position as a shared pointer, for callers that keep it.
    pub fn shared_at(&self, position: usize) -> Option<&Arc<T>> {
        self.rows.get(position)
    }

    /// What `make` computes from the records, kept until one of them changes. Every caller of one kind of table asks for the same
    /// type; another type is computed but not kept.
    pub fn derived<D: Any + Send + Sync>(&self, make: impl Fn(&Self) -> D) -> Arc<D> {
        let known = self.derived.get_or_init(|| Arc::new(make(self)));
        Arc::clone(known).downcast().unwrap_or_else(|_| Arc::new(make(self)))
    }

    /// Appends a shared record; returns `false` if its id is already in use.
    pub(super) fn push_shared(&mut self, row: Arc<T>) -> bool {
        if self.contains(row.id()) {
            return false;
        }
        self.derived.take();
        self.index.insert(row.id(), self.rows.len());
        let is_settled = self.settled == self.rows.len();
        self.rows.push(row);
        if is_settled {
            self.settled = self.rows.len();
        }
        true
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The record with this id.
    pub fn get(&self, id: T::Id) -> Option<&T> {
        self.at(self.position(id)?)
    }

    /// The record with this id, mutable. For this room only: others change records through an `Edit`.
    pub(super) fn get_mut(&mut self, id: T::Id) -> Option<&mut T> {
        let position = self.position(id)?;
        self.derived.take();
        self.rows.get_mut(position).map(Arc::make_mut)
    }

    /// The position of the record with this id.
    pub fn position(&self, id: T::Id) -> Option<usize> {
        let known = *self.index.get(&id)?;
        if known < self.settled {
            return Some(known);
        }
        self.rows[self.settled..].iter().position(|row| row.id() == id).map(|index| self.settled + index)
    }

    /// Whether there is a record with this id.
    pub fn contains(&self, id: T::Id) -> bool {
        self.index.contains_key(&id)
    }

    /// The record at a position.
    pub fn at(&self, position: usize) -> Option<&T> {
        self.rows.get(position).map(Arc::as_ref)
    }

    /// Inserts a record at a position (past the end: appends it). Returns it as `Err` if its id is already in use.
    pub fn insert(&mut self, position: usize, row: T) -> Result<(), T> {
        if self.contains(row.id()) {
            return Err(row);
        }
        self.derived.take();
        let position = position.min(self.rows.len());
        let is_settled = self.settled == self.rows.len() && position == self.rows.len();
        self.index.insert(row.id(), position);
        self.rows.insert(position, Arc::new(row));
        self.settled = if is_settled { self.rows.len() } else { self.settled.min(position) };
        Ok(())
    }

    /// Appends a record. Returns it as `Err` if its id is already in use.
    pub fn push(&mut self, row: T) -> Result<(), T> {
        self.insert(self.rows.len(), row)
    }

    /// Removes a record and returns it with its former position.
    pub fn remove(&mut self, id: T::Id) -> Option<(usize, T)> {
        let position = self.position(id)?;
        self.derived.take();
        self.index.remove(&id);
        let row = self.rows.remove(position);
        self.settled = self.settled.min(position);
        Some((position, Arc::unwrap_or_clone(row)))
    }

    /// Replaces the record with the same id and returns the old one; returns `row` as `Err` if there is no such record.
    pub fn replace(&mut self, row: T) -> Result<T, T> {
        self.derived.take();
        match self.position(row.id()) {
            Some(position) => Ok(Arc::unwrap_or_clone(std::mem::replace(&mut self.rows[position], Arc::new(row)))),
            None => Err(row),
        }
    }

    /// Brings the index up to date; called at the end of an edit.
    pub(super) fn settle(&mut self) {
        for (offset, row) in self.rows[self.settled..].iter().enumerate() {
            self.index.insert(row.id(), self.settled + offset);
        }
        self.settled = self.rows.len();
    }
}

impl<T: Record> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), index: HashMap::default(), settled: 0, derived: OnceLock::new() }
    }
}

impl<T: Record> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        rows.into_iter().map(Arc::new).collect()
    }
}

impl<T: Record> FromIterator<Arc<T>> for Table<T> {
    fn from_iter<I: IntoIterator<Item = Arc<T>>>(rows: I) -> Self {
        let rows: Vec<Arc<T>> = rows.into_iter().collect();
        let mut index = HashMap::with_capacity_and_hasher(rows.len(), RandomState::default());
        for (position, row) in rows.iter().enumerate() {
            index.entry(row.id()).or_insert(position);
        }
        let settled = rows.len();
        Self { rows, index, settled, derived: OnceLock::new() }
    }
}

impl<'a, T: Record> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = Records<'a, T>;

    fn into_iter(self) -> Records<'a, T> {
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
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Record + Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(serializer)
    }
}

impl<'de, T: Record + Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<T>::deserialize(deserializer)?.into_iter().collect())
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
        table.settle();
        assert_eq!((table.position(2), table.position(3)), (Some(0), Some(1)));
        assert_eq!(table.remove(1), None);
        assert_eq!(table.replace(Row(3, "C")), Ok(Row(3, "c")));
        assert_eq!(table.replace(Row(9, "x")), Err(Row(9, "x")));
    }
}
