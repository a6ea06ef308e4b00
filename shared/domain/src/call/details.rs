//! What a call was about: too large for a list, so it is kept beside the call.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Schema,
        schema::{AdditionalProperties, Type},
    },
};

use super::{status::Verdict, transcript::Turn};
use crate::text::Text;

/// The most criteria that are kept of one call.
pub const MAX_CRITERIA: usize = 50;
/// The most collected values that are kept of one call.
pub const MAX_COLLECTED: usize = 100;
/// The most bytes of JSON that one collected value may have; a longer text is cut, anything else left out.
pub const MAX_COLLECTED_VALUE_BYTES: usize = 4 * 1024;
/// The most bytes of JSON that all collected values may have together.
pub const MAX_COLLECTED_BYTES: usize = 64 * 1024;

/// What was said and found out in a call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallDetails {
    /// What the call was about, in a few sentences of the provider's language model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text<4_000>>,
    /// The judgement on each criterion that the tenant set.
    #[serde(default)]
    #[schema(required)]
    pub evaluation: Vec<Criterion>,
    /// What the agent was to find out.
    #[serde(default)]
    #[schema(required)]
    pub collected: Collected,
    /// The conversation in order.
    #[serde(default)]
    #[schema(required)]
    pub turns: Vec<Turn>,
    /// Why it ended, in the provider's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_because: Option<Text<200>>,
    /// What the provider reports beside what became of the call.
    #[serde(default, skip_serializing_if = "Reported::is_empty")]
    pub reported: Reported,
    /// Whether something was too large to be kept. The inbox still has the whole report for a while.
    #[serde(default)]
    #[schema(required)]
    pub truncated: bool,
}

/// What the provider reports about a call, as it reports it. Nothing of it is proof of anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reported {
    /// The user that was named when the call was placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Text<128>>,
    /// The provider's batch of calls that it is one of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_call_id: Option<Text<128>>,
    /// The provider's id of the recipient in that batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_call_recipient_id: Option<Text<128>>,
    /// What was thought of the conversation by who held it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
    /// The person's number as the network gave it, which may be none that can be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_number: Option<Text<128>>,
    /// The tenant's number as the network gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_number: Option<Text<128>>,
    /// The variables of the agent's prompt, without those that the provider sets itself.
    #[serde(default, skip_serializing_if = "Variables::is_empty")]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub variables: Variables,
}

impl Reported {
    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What was thought of a conversation, as it was told to the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Feedback {
    /// The grade, in the provider's scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<i64>,
    /// Number of answers that were liked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likes: Option<u32>,
    /// Number of answers that were not liked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dislikes: Option<u32>,
    /// What was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Text<1_000>>,
}

/// Variables of an agent's prompt, by name. `Debug` shows the names only.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Variables(BTreeMap<String, String>);

/// The most bytes of names and values of variables that are kept of one call.
const MAX_VARIABLES_BYTES: usize = 16 * 1024;

impl Variables {
    /// As many of them, in order, as fit the limit of this module. The second half tells whether some did not.
    pub fn bounded(variables: impl IntoIterator<Item = (String, String)>) -> (Self, bool) {
        let (mut kept, mut bytes, mut left_out) = (BTreeMap::new(), 0_usize, false);
        for (name, value) in variables {
            let size = name.len() + value.len();
            if bytes + size > MAX_VARIABLES_BYTES {
                left_out = true;
                continue;
            }
            bytes += size;
            kept.insert(name, value);
        }
        (Self(kept), left_out)
    }

    /// The value of a variable.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// The judgement on one criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Criterion {
    /// The tenant's name for the criterion.
    pub id: Text<100>,
    /// Whether it was met.
    pub result: Verdict,
    /// Why, in words of the provider's language model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rationale: Option<Text<1_000>>,
}

/// The values that the agent collected, by the tenant's name for each: any JSON, `null` where nothing was found.
///
/// `Debug` shows the names only.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Collected(BTreeMap<String, Value>);

impl PartialSchema for Collected {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some("The collected values by name: any JSON, null where nothing was found."))
            .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(true)))
            .into()
    }
}
impl ToSchema for Collected {}

impl Collected {
    /// Keeps what fits the limits of this module. The second half tells whether something did not.
    pub fn bounded(values: impl IntoIterator<Item = (String, Value)>) -> (Self, bool) {
        let mut kept = BTreeMap::new();
        let mut bytes = 0_usize;
        let mut left_out = false;
        for (name, value) in values {
            let (value, cut) = bounded_value(value);
            left_out |= cut;
            let size = value.as_ref().map_or(0, json_bytes) + name.len();
            match value {
                Some(value)
                    if kept.len() < MAX_COLLECTED
                        && name.len() <= 200
                        && bytes + size <= MAX_COLLECTED_BYTES =>
                {
                    bytes += size;
                    kept.insert(name, value);
                }
                _ => left_out = true,
            }
        }
        (Self(kept), left_out)
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// All values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether nothing was collected.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Collected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

fn json_bytes(value: &Value) -> usize {
    serde_json::to_vec(value).map_or(usize::MAX, |json| json.len())
}

fn bounded_value(value: Value) -> (Option<Value>, bool) {
    if json_bytes(&value) <= MAX_COLLECTED_VALUE_BYTES {
        return (Some(value), false);
    }
    match value {
        // A character takes at most six bytes of JSON.
        Value::String(text) => {
            (Some(Value::String(text.chars().take(MAX_COLLECTED_VALUE_BYTES / 6 - 1).collect())), true)
        }
        _ => (None, true),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ordinary_values_are_kept_as_they_are() {
        let values = [
            ("name".to_owned(), json!("Robin")),
            ("email".to_owned(), Value::Null),
            ("wishes".to_owned(), json!({"times": [1, 2.5], "vip": true})),
        ];
        let (kept, left_out) = Collected::bounded(values.clone());
        assert!(!left_out);
        assert_eq!(kept.iter().count(), 3);
        assert_eq!(kept.get("wishes"), Some(&values[2].1));
        assert_eq!(kept.get("email"), Some(&Value::Null));
    }

    #[test]
    fn a_large_text_is_cut_and_a_large_object_left_out() {
        let (kept, left_out) = Collected::bounded([
            ("text".to_owned(), json!("\u{1}".repeat(5_000))),
            ("list".to_owned(), json!(vec![0; 5_000])),
        ]);
        assert!(left_out);
        assert!(json_bytes(kept.get("text").unwrap()) <= MAX_COLLECTED_VALUE_BYTES);
        assert_eq!(kept.get("list"), None);
    }

    #[test]
    fn all_together_stay_within_the_limit() {
        let many = (0..1_000).map(|n| (format!("field_{n}"), json!("x".repeat(2_000))));
        let (kept, left_out) = Collected::bounded(many);
        assert!(left_out);
        assert!(!kept.is_empty());
        assert!(serde_json::to_vec(&kept).unwrap().len() < MAX_COLLECTED_BYTES + 1_000);
    }

    #[test]
    fn debug_does_not_show_the_values() {
        let (kept, _) = Collected::bounded([("customer_name".to_owned(), json!("Robin"))]);
        assert_eq!(format!("{kept:?}"), r#"{"customer_name"}"#);
    }
}
