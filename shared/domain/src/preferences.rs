//! What people set up for themselves in the portal, such as the columns of a list: a document that only the portal reads.

use std::{collections::BTreeMap, fmt};

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{AdditionalProperties, ObjectBuilder, Type},
    },
};

/// A JSON object, whatever is in it. `Debug` shows the names of its members only.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Document(BTreeMap<String, Value>);

impl Document {
    /// The most bytes that its JSON may have.
    pub const MAX_BYTES: usize = 16 * 1024;

    /// Whether it is small enough to be kept.
    pub fn fits(&self) -> bool {
        serde_json::to_vec(self).is_ok_and(|json| json.len() <= Self::MAX_BYTES)
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl PartialSchema for Document {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some("Any JSON object."))
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .into()
    }
}
impl ToSchema for Document {
    fn name() -> std::borrow::Cow<'static, str> {
        "PreferencesDocument".into()
    }
}

/// The document of a person. One who has kept none has an empty one of version 0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    /// What is kept: as text, so that it is read as it was written whatever is in it.
    #[serde(serialize_with = "write_text", deserialize_with = "read_text")]
    pub document: Document,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Counts the changes, from 1.
    pub version: u64,
}

impl Preferences {
    /// The preferences with another document. The same one makes no new version.
    #[must_use]
    pub fn replaced(&self, document: Document, now: Timestamp) -> Self {
        if document == self.document {
            return self.clone();
        }
        Self { document, updated_at: Some(now), version: self.version + 1 }
    }
}

fn write_text<S: Serializer>(document: &Document, serializer: S) -> Result<S::Ok, S::Error> {
    serde_json::to_string(document).map_err(ser::Error::custom)?.serialize(serializer)
}

fn read_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Document, D::Error> {
    serde_json::from_str(&String::deserialize(deserializer)?).map_err(de::Error::custom)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(value: Value) -> Document {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_document_is_an_object_of_a_bounded_size() {
        // The rest of the text is {"a":""}.
        let text = "x".repeat(Document::MAX_BYTES - 8);
        assert!(document(json!({ "a": text })).fits());
        assert!(!document(json!({ "a": format!("{text}x") })).fits());
        for other in [json!([]), json!("text"), json!(null), json!(1)] {
            assert!(serde_json::from_value::<Document>(other).is_err());
        }
    }

    #[test]
    fn what_is_kept_is_text_that_reads_the_same() {
        let kept = document(json!({ "b": [1, 1.0, 1e-300, null], "a": { "\u{0}": "é" } }));
        let preferences = Preferences::default().replaced(kept, Timestamp::UNIX_EPOCH);
        let written = serde_json::to_value(&preferences).unwrap();
        assert!(written["document"].is_string());
        assert_eq!(serde_json::from_value::<Preferences>(written).unwrap(), preferences);
    }

    #[test]
    fn the_same_document_makes_no_version() {
        let (one, other) = (json!({ "a": 1, "b": 2 }), json!({ "b": 2, "a": 1 }));
        let first = Preferences::default().replaced(document(one), Timestamp::UNIX_EPOCH);
        assert_eq!(first.version, 1);
        assert_eq!(first.replaced(document(other), Timestamp::MAX), first);
        assert_eq!(first.replaced(Document::default(), Timestamp::MAX).version, 2);
        assert_eq!(Preferences::default().replaced(Document::default(), Timestamp::MAX).version, 0);
    }

    #[test]
    fn debug_shows_no_values() {
        let shown = format!("{:?}", document(json!({ "columns": "Robin Example" })));
        assert_eq!(shown, r#"{"columns"}"#);
    }
}
