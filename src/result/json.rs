//! Findings as JSON: what is written here is read back as the same structure.
//!
//! JSON has no number for what is not known: a NaN is written as null, and a null that stands for a number is read as NaN.

use std::fs;
use std::path::Path;

use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, Expected, IntoDeserializer, Visitor};
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

/// A value in which null is a number that is not known, unless it is an option.
struct Known(Value);

impl<'de> IntoDeserializer<'de, Error> for Known {
    type Deserializer = Known;

    fn into_deserializer(self) -> Known {
        self
    }
}

/// A value that is not of the kind its reader asks for.
fn other_kind<T>(value: &Value, expected: &dyn Expected) -> Result<T, Error> {
    Err(Error::custom(format!("{value} where {expected} was expected")))
}

/// Methods that read as another does.
macro_rules! as_another {
    ($method:ident: $($asked:ident)*) => {
        $(fn $asked<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.$method(visitor)
        })*
    };
}

// Each kind by itself: a reader of numbers would be built with all that a list and a structure take, too, and so would each of hundreds.
impl<'de> Deserializer<'de> for Known {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null | Value::Number(_) => self.deserialize_f64(visitor),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
            Value::Bool(_) => self.deserialize_bool(visitor),
            Value::String(_) => self.deserialize_string(visitor),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_f64(f64::NAN),
            Value::Number(value) => value.deserialize_any(visitor),
            other => other_kind(&other, &visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            other => other_kind(&other, &visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(value) => visitor.visit_string(value),
            other => other_kind(&other, &visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(all) => visitor.visit_seq(SeqDeserializer::new(all.into_iter().map(Known))),
            other => other_kind(&other, &visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(all) => visitor.visit_map(MapDeserializer::new(all.into_iter().map(|(k, v)| (k, Known(v))))),
            other => other_kind(&other, &visitor),
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

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    as_another! { deserialize_f64: deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }
    as_another! { deserialize_string: deserialize_str deserialize_identifier }
    forward_to_deserialize_any! {
        i8 i16 i128 u128 f32 char bytes byte_buf unit unit_struct newtype_struct tuple_struct ignored_any
    }
}
