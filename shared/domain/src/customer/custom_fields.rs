//! The tenant's own fields.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt,
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomFieldsEdit(BTreeMap<Tag, Option<FieldValue>>);

/// Read by hand, because a map takes the last one of two members with one name. Names are compared as they are kept.
impl<'de> Deserialize<'de> for CustomFieldsEdit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = CustomFieldsEdit;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<CustomFieldsEdit, A::Error> {
                let mut fields = BTreeMap::new();
                while let Some(name) = members.next_key()? {
                    match fields.entry(name) {
                        Entry::Occupied(_) => members.next_value_seed(GivenTwice)?,
                        Entry::Vacant(field) => {
                            field.insert(members.next_value()?);
                        }
                    }
                }
                Ok(CustomFieldsEdit(fields))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

/// Refuses a member, at its place.
struct GivenTwice;

impl<'de> DeserializeSeed<'de> for GivenTwice {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, _: D) -> Result<(), D::Error> {
        Err(D::Error::custom(Invalid::new(InvalidCode::Duplicate, "must not be given twice")))
    }
}

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
#[derive(Clone, Debug, PartialEq)]
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

/// Written by hand, so that a whole number stays one: 2019, not 2019.0.
impl Serialize for FieldValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            // In size it is at most 2^53 - 1, so that nothing is lost.
            Self::Number(number) if number.fract() == 0.0 => serializer.serialize_i64(*number as i64),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => text.serialize(serializer),
        }
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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_bounds_hold() {
        assert!(serde_json::from_str::<CustomFields>(r#"{"a":[1]}"#).is_err());
        assert!(serde_json::from_str::<CustomFields>(r#"{"a":1,"b":"x","c":false}"#).is_ok());
    }

    #[test]
    fn a_whole_number_stays_one() {
        for (sent, kept) in [
            ("2019", "2019"),
            ("1.0", "1"),
            ("-7", "-7"),
            ("-0.0", "0"),
            ("0.5", "0.5"),
            ("1.5777777777770001", "1.5777777777770001"),
        ]
        .into_iter()
        .chain([("9007199254740991", "9007199254740991"), ("1e15", "1000000000000000")])
        {
            let fields: CustomFields = serde_json::from_str(&format!(r#"{{"a":{sent}}}"#)).unwrap();
            let text = serde_json::to_string(&fields).unwrap();
            assert_eq!(text, format!(r#"{{"a":{kept}}}"#));
            assert_eq!(serde_json::from_str::<CustomFields>(&text).unwrap(), fields);
        }
    }

    proptest! {
        /// Whatever number is kept comes back to the last bit, however often it is written and read.
        #[test]
        fn a_number_comes_back_as_it_was_sent(
            number in prop_oneof![
                any::<f64>(),
                -1e6..1e6_f64,
                (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(|number| number as f64),
                (1_u32..1_000_000, 0_i32..9).prop_map(|(digits, places)| f64::from(digits) / 10_f64.powi(places)),
            ]
        ) {
            let Ok(FieldValue::Number(kept)) = FieldValue::number(number) else { return Ok(()) };
            prop_assert!(kept == number);
            let sent = serde_json::to_string(&number).unwrap();
            let read: FieldValue = serde_json::from_str(&sent).unwrap();
            prop_assert_eq!(&read, &FieldValue::Number(number));
            let answered = serde_json::to_string(&read).unwrap();
            prop_assert_eq!(serde_json::from_str::<f64>(&answered).unwrap(), number, "{} as {}", sent, answered);
            prop_assert_eq!(serde_json::from_str::<FieldValue>(&answered).unwrap(), read);
        }
    }

    #[test]
    fn a_field_that_is_given_twice_is_refused() {
        for edit in
            [r#"{"a":1,"a":2}"#, r#"{" a ":1,"a":2}"#, r#"{"a":1,"a":null}"#, "{\"e\u{301}\":1,\"\u{e9}\":2}"]
        {
            let refused = serde_json::from_str::<CustomFieldsEdit>(edit).unwrap_err();
            assert!(refused.to_string().contains("twice"), "{edit}: {refused}");
        }
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
