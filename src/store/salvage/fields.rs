//! The names of a record's fields, as serde sees them: they show the kind of a record that can no longer be parsed.

use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

/// The names of the fields of a record; empty if it is not a struct.
pub(super) fn of<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    // The deserializer has no value: only the field names that it is asked for are wanted.
    drop(T::deserialize(Asked(&mut names)));
    names
}

struct Asked<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
        Err(Error::custom("there is no value here"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{Claim, Model};

    #[test]
    fn fields_are_named_as_files_have_them() {
        assert!(["id", "passages", "statement", "note"].iter().all(|name| of::<Claim>().contains(name)));
        // Models are deserialized through their stored form, which has the fields of earlier formats.
        assert!(["id", "drivers", "cars_per_store"].iter().all(|name| of::<Model>().contains(name)));
        assert!(of::<String>().is_empty());
    }
}
