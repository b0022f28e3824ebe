//! Findings as JSON: what is written here is read back as the same structure.
//!
//! JSON has no number for what is not known: a NaN is written as null, and a null that stands for a number is read as NaN.

use std::fs;
use std::path::Path;

use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::{Serialize, forward_to_deserialize_any};
use serde_json::{Error, Value};

use super::aside::write_whole;
use super::manifest::FileEntry;
use super::table::TableError;

/// Writes a structure as JSON, whole or not at all, and says what it holds.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_json(folder: &Path, name: &str, value: &impl Serialize) -> Result<FileEntry, TableError> {
    let path = folder.join(name);
    let disk = |source| TableError::Disk { path: path.clone(), source };
    let mut text = serde_json::to_vec_pretty(value).map_err(|error| disk(error.into()))?;
    text.push(b'\n');
    write_whole(&path, &text).map_err(disk)?;
    Ok(FileEntry { name: name.to_owned(), columns: Vec::new() })
}

/// Reads a structure that [`write_json`] wrote, whose member `format` is the version that this program knows.
///
/// # Errors
/// [`TableError`] when the file cannot be read, is not such a structure, or is of another version.
pub fn read_json<T: DeserializeOwned>(path: &Path, format: u32) -> Result<T, TableError> {
    let bytes = fs::read(path).map_err(|source| TableError::Disk { path: path.to_owned(), source })?;
    let json = |source| TableError::Json { path: path.to_owned(), source };
    let value: Value = serde_json::from_slice(&bytes).map_err(json)?;
    let found = value.get("format").and_then(Value::as_u64).unwrap_or(0);
    if found != u64::from(format) {
        return Err(TableError::OtherFormat { path: path.to_owned(), found, known: format });
    }
    T::deserialize(Known(value)).map_err(json)
}

/// Reads a structure of a text of JSON in which null may stand for a number that is not known.
///
/// # Errors
/// Where the text is no JSON, or not such a structure.
pub fn from_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, Error> {
    T::deserialize(Known(serde_json::from_slice(text)?))
}

/// A value in which null is a number that is not known, unless it is an option.
struct Known(Value);

impl<'de> IntoDeserializer<'de, Error> for Known {
    type Deserializer = Known;

    fn into_deserializer(self) -> Known {
        self
    }
}

impl<'de> Deserializer<'de> for Known {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_f64(f64::NAN),
            Value::Array(all) => visitor.visit_seq(SeqDeserializer::new(all.into_iter().map(Known))),
            Value::Object(all) => visitor.visit_map(MapDeserializer::new(all.into_iter().map(|(k, v)| (k, Known(v))))),
            // One by one: the deserializer of any `Value` would be built a second time for every structure.
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(value) => value.deserialize_any(visitor),
            Value::String(value) => visitor.visit_string(value),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(name) => visitor.visit_enum(StringDeserializer::<Error>::new(name)),
            other => Err(Error::custom(format!("{other} is no name"))),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
