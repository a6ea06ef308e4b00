//! A field of a partial update (RFC 7396): left out, `null`, or a value.

use serde::{Deserialize, Deserializer, de::Error};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{ObjectBuilder, OneOfBuilder, Type},
    },
};

use crate::{Invalid, InvalidCode};

/// What an edit says about one field that may be empty. Needs `#[serde(default)]` on the field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Left out: the field stays as it is.
    #[default]
    Keep,
    /// `null`: the field becomes empty.
    Clear,
    /// The new value.
    Set(T),
}

const NOT_NULL: Invalid = Invalid::new(InvalidCode::Required, "must not be null");

impl<T> Patch<T> {
    /// The field after the edit.
    pub fn apply(self, current: Option<T>) -> Option<T> {
        match self {
            Self::Keep => current,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// The new value of a field that cannot be empty; `None` if the field stays as it is.
    pub fn required(self) -> Result<Option<T>, Invalid> {
        match self {
            Self::Keep => Ok(None),
            Self::Clear => Err(NOT_NULL),
            Self::Set(value) => Ok(Some(value)),
        }
    }

    /// The same edit with its value turned into another.
    pub fn map<U>(self, into: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(into(value)),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(|value| value.map_or(Self::Clear, Self::Set))
    }
}

/// Reads an edit of a field that cannot be empty: `null` is refused. For `#[serde(deserialize_with)]`.
pub fn not_null<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Patch<T>, D::Error> {
    match Option::<T>::deserialize(deserializer)? {
        Some(value) => Ok(Patch::Set(value)),
        None => Err(D::Error::custom(NOT_NULL)),
    }
}

impl<T: PartialSchema> PartialSchema for Patch<T> {
    fn schema() -> RefOr<Schema> {
        OneOfBuilder::new().item(ObjectBuilder::new().schema_type(Type::Null)).item(T::schema()).into()
    }
}
impl<T: ToSchema> ToSchema for Patch<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("{}Patch", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Edit {
        #[serde(default)]
        name: Patch<String>,
    }

    fn edited(json: &str) -> Option<String> {
        serde_json::from_str::<Edit>(json).unwrap().name.apply(Some("old".to_owned()))
    }

    #[test]
    fn left_out_null_and_value_are_three_things() {
        assert_eq!(edited("{}").as_deref(), Some("old"));
        assert_eq!(edited(r#"{"name":null}"#), None);
        assert_eq!(edited(r#"{"name":"new"}"#).as_deref(), Some("new"));
    }

    #[test]
    fn a_field_that_is_required_cannot_be_cleared() {
        assert_eq!(Patch::<u8>::Keep.required(), Ok(None));
        assert_eq!(Patch::Set(1).required(), Ok(Some(1)));
        assert!(Patch::<u8>::Clear.required().is_err());
    }
}
