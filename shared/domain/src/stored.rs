//! Values as they are kept: accepted once, by the rules of their time.
//!
//! A rule that becomes stricter is for what is sent from then on. What lies in the table was accepted before it and stays
//! readable; an edit of the field is what the rule is applied to.

use serde::{Deserialize, Deserializer};

/// A value that is kept as a text, and whose rules may have become stricter since.
pub trait Stored: Sized {
    /// The value as it was kept.
    fn stored(text: String) -> Self;
}

/// Reads a field of a stored record. For `#[serde(deserialize_with)]`.
pub fn read<'de, T: Stored, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer).map(T::stored)
}

/// The same for a field that may be absent. Needs `#[serde(default)]` on it.
pub fn read_option<'de, T: Stored, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::<String>::deserialize(deserializer).map(|text| text.map(T::stored))
}
