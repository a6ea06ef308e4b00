//! Words of a closed list that a newer version of the product may have made longer.

use serde::{Deserialize, Serialize};
use utoipa::{
    ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{AnyOfBuilder, ObjectBuilder, Type},
    },
};

/// One of the words that `T` lists, or one that this version does not know: that is kept as it is.
///
/// For what is read from the table. What a client sends is a `T`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OpenEnum<T> {
    /// A word that is known.
    Known(T),
    /// One of a newer version.
    Unknown(String),
}

impl<T> From<T> for OpenEnum<T> {
    fn from(word: T) -> Self {
        Self::Known(word)
    }
}

/// The schema of an `OpenEnum<T>`: the words of `T`, or another one.
pub fn schema<T: ToSchema>() -> RefOr<Schema> {
    let known = T::schema();
    let description = match &known {
        RefOr::T(Schema::Object(words)) => words.description.clone(),
        _ => None,
    };
    let other = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("A word that a newer version has added."));
    AnyOfBuilder::new().description(description).item(known).item(other).into()
}
