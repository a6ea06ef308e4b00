//! The tenant's own fields.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, Visitor},
};
use utoipa::ToSchema;

use crate::{
    Invalid, InvalidCode,
    text::{Tag, Text},
};

/// The most custom fields of one customer.
pub const MAX_CUSTOM_FIELDS: usize = 40;

/// At most 40 fields of the tenant's own, by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "BTreeMap<Tag, FieldValue>", into = "BTreeMap<Tag, FieldValue>")]
#[schema(value_type = BTreeMap<Tag, FieldValue>)]
pub struct CustomFields(BTreeMap<Tag, FieldValue>);

impl CustomFields {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields after an edit (RFC 7396).
    pub fn edited(&self, edit: CustomFieldsEdit) -> Result<Self, Invalid> {
        let mut fields = self.0.clone();
        for (name, value) in edit.0 {
            match value {
                Some(value) => fields.insert(name, value),
                None => fields.remove(&name),
            };
        }
        fields.try_into()
    }
}

/// What an edit says about custom fields, by name: a value sets the field, `null` removes it, others stay.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct CustomFieldsEdit(BTreeMap<Tag, Option<FieldValue>>);

impl TryFrom<BTreeMap<Tag, FieldValue>> for CustomFields {
    type Error = Invalid;

    fn try_from(fields: BTreeMap<Tag, FieldValue>) -> Result<Self, Invalid> {
        if fields.len() > MAX_CUSTOM_FIELDS {
            return Err(Invalid::because(
                InvalidCode::TooMany,
                format!("must have at most {MAX_CUSTOM_FIELDS} fields"),
            )
            .max(MAX_CUSTOM_FIELDS as u64));
        }
        Ok(Self(fields))
    }
}

impl From<CustomFields> for BTreeMap<Tag, FieldValue> {
    fn from(fields: CustomFields) -> Self {
        fields.0
    }
}

/// The value of a custom field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Yes or no.
    Flag(bool),
    /// A number: 0, or from 1e-100 to 9007199254740991 (2^53 - 1) in size.
    Number(f64),
    /// A text.
    Text(Text<500>),
}

impl FieldValue {
    /// The largest number up to which every whole number is one of its own (RFC 7493, section 2.2): the next one would
    /// be kept as another.
    pub(super) const LARGEST_NUMBER: f64 = 9_007_199_254_740_991.0;
    /// The smallest number in size but for 0. DynamoDB keeps 1e-130, with 38 digits.
    pub(super) const SMALLEST_NUMBER: f64 = 1e-100;

    /// Accepts a number that is kept and read again as it is.
    pub fn number(number: f64) -> Result<Self, Invalid> {
        if number == 0.0 || (Self::SMALLEST_NUMBER..=Self::LARGEST_NUMBER).contains(&number.abs()) {
            return Ok(Self::Number(number));
        }
        Err(Invalid::new(
            InvalidCode::OutOfRange,
            "must be 0 or a number from 1e-100 to 9007199254740991 in size",
        ))
    }
}

/// Read by hand, so that whoever sent the value is told what is wrong with it.
impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;

        impl Visitor<'_> for Value {
            type Value = FieldValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("must be true or false, a number, or a text of 1 to 500 characters")
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<FieldValue, E> {
                Ok(FieldValue::Flag(flag))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<FieldValue, E> {
                FieldValue::number(number).map_err(E::custom)
            }

            // Rounded where it is too large anyway.
            fn visit_i64<E: Error>(self, number: i64) -> Result<FieldValue, E> {
                self.visit_f64(number as f64)
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<FieldValue, E> {
                self.visit_f64(number as f64)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<FieldValue, E> {
                Text::new(text).map(FieldValue::Text).map_err(E::custom)
            }
        }

        deserializer.deserialize_any(Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_hold() {
        assert!(serde_json::from_str::<CustomFields>(r#"{"a":[1]}"#).is_err());
        assert!(serde_json::from_str::<CustomFields>(r#"{"a":1,"b":"x","c":false}"#).is_ok());
    }

    #[test]
    fn an_edit_is_merged_member_by_member() {
        let fields: CustomFields = serde_json::from_str(r#"{"a":1,"b":"x"}"#).unwrap();
        let edit = serde_json::from_str(r#"{"a":null,"c":true,"d":null}"#).unwrap();
        let edited = fields.edited(edit).unwrap();
        assert_eq!(serde_json::to_string(&edited).unwrap(), r#"{"b":"x","c":true}"#);
        let many: BTreeMap<String, u8> = (0..39).map(|number| (number.to_string(), 1)).collect();
        let edit = |fields: &BTreeMap<String, u8>| {
            serde_json::from_value::<CustomFieldsEdit>(serde_json::to_value(fields).unwrap()).unwrap()
        };
        assert!(edited.edited(edit(&many)).is_err(), "41 fields");
        assert!(CustomFields::default().edited(edit(&many)).is_ok());
    }

    #[test]
    fn numbers_are_those_that_are_kept_as_they_are() {
        let read = |number: &str| serde_json::from_str::<CustomFields>(&format!(r#"{{"size":{number}}}"#));
        for number in ["9007199254740991", "-9007199254740991", "0", "-0.0", "0.1", "-1e-100", "1.5e15"] {
            assert!(read(number).is_ok(), "{number}");
        }
        for number in ["9007199254740992", "9007199254740993", "-9007199254740993", "18446744073709551616"]
            .into_iter()
            .chain(["1e126", "-1e300", "1e-101", "-1e-130"])
        {
            let error = read(number).unwrap_err().to_string();
            assert!(error.starts_with("must be 0 or a number "), "{number}: {error}");
        }
    }
}
