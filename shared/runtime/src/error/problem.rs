//! What is sent: the body of an error answer.

use domain::{Invalid, InvalidCode};
use serde::Serialize;
use utoipa::ToSchema;

/// What is wrong with one field of the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The field: a JSON pointer (RFC 6901) into the body, or "?" and the name of a query parameter, or the name of a
    /// header.
    pub pointer: String,
    /// The rule that the field breaks, to program against.
    pub code: InvalidCode,
    /// The figures of the rule.
    #[serde(skip_serializing_if = "Params::is_empty")]
    #[schema(required = false)]
    pub params: Params,
    /// The rule in English.
    pub detail: String,
}

/// The figures of a rule: each is there if the rule has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Params {
    /// The least that is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// The most that is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// The words that are accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>, required = false)]
    pub allowed: Vec<&'static str>,
    /// The other field that the rule speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub other: Option<&'static str>,
}

impl Params {
    pub(crate) fn of(invalid: &Invalid) -> Self {
        let (min, max) = (invalid.least(), invalid.most());
        Self { min, max, allowed: Vec::new(), other: invalid.other_field() }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl FieldError {
    /// The field breaks this rule.
    pub fn new(pointer: &str, invalid: &Invalid) -> Self {
        Self {
            pointer: pointer.to_owned(),
            code: invalid.code(),
            params: Params::of(invalid),
            detail: invalid.to_string(),
        }
    }
}

/// The body of an error answer (RFC 9457).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem<'a> {
    /// A URI that names this kind of problem and stays the same.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub kind: String,
    /// The same in short, to program against.
    #[schema(value_type = String)]
    pub code: &'a str,
    /// The HTTP status in words.
    #[schema(value_type = String)]
    pub title: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// What happened, for a person.
    #[schema(value_type = String)]
    pub detail: &'a str,
    /// The fields at fault.
    #[serde(skip_serializing_if = "<[FieldError]>::is_empty")]
    #[schema(value_type = Vec<FieldError>, required = false)]
    pub errors: &'a [FieldError],
    /// The version that the record has now, where another one was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_version: Option<u64>,
    /// The record as it is now, where another version was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<&'a serde_json::Value>,
    /// When the record was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub deleted_at: Option<jiff::Timestamp>,
    /// The record that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub existing_id: Option<&'a str>,
    /// What would be allowed instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    pub allowed: Option<&'a [&'static str]>,
    /// The request, to find it in the logs.
    #[schema(value_type = String)]
    pub request_id: &'a str,
}
