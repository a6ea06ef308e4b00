//! Reading JSON such that an error names the field and the rule, never the value.

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use crate::error::{ApiError, ApiResult, FieldError};

/// BatchGet a JSON text; an error names the field and the rule, never the value.
pub(crate) fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> ApiResult<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let cause = error.inner();
        if cause.is_data() {
            let text = cause.to_string();
            let rule = text.rsplit_once(" at line ").map_or(text.as_str(), |(rule, _)| rule);
            let (pointer, detail) = field_and_rule(error.path(), rule);
            return ApiError::invalid(vec![FieldError { pointer, detail }]);
        }
        not_json(cause)
    })?;
    deserializer.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

fn not_json(error: &serde_json::Error) -> ApiError {
    ApiError::malformed(format!("The body is not JSON (line {}, column {}).", error.line(), error.column()))
}

/// The path as a JSON pointer (RFC 6901); empty where it is the whole.
fn pointer(path: &serde_path_to_error::Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => pointer_segment(key),
            Segment::Enum { variant } => pointer_segment(variant),
            Segment::Unknown => String::new(),
        })
        .collect()
}

fn pointer_segment(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Turns serde's words into the field at fault and the rule it breaks. Serde repeats values in its texts; they are
/// cut out.
pub(super) fn field_and_rule(path: &serde_path_to_error::Path, text: &str) -> (String, String) {
    let last_key = path.iter().next_back().and_then(|segment| match segment {
        Segment::Map { key } => Some(key.as_str()),
        _ => None,
    });
    let path = pointer(path);
    for (prefix, rule) in
        [("missing field `", "must be given"), ("duplicate field `", "must not be given twice")]
    {
        if let Some(field) = text.strip_prefix(prefix) {
            let field = field.strip_suffix('`').unwrap_or(field);
            return (format!("{path}{}", pointer_segment(field)), rule.to_owned());
        }
    }
    if let Some(rest) = text.strip_prefix("unknown field `") {
        let rule = "is not a field of this request".to_owned();
        // The path ends with the field that was being read, unless serde had put the value aside before (as it does
        // for flattened and untagged types): then it ends with what holds the field.
        let named =
            last_key.is_some_and(|key| rest.strip_prefix(key).is_some_and(|rest| rest.starts_with('`')));
        if named {
            return (path, rule);
        }
        let field = rest.split('`').next().unwrap_or(rest);
        return (format!("{path}{}", pointer_segment(field)), rule);
    }
    if text.starts_with("unknown variant `")
        && let Some((_, expected)) = text.split_once("`, expected ")
    {
        return (path, format!("must be {}", expected.replace('`', "")));
    }
    for prefix in ["invalid type: ", "invalid value: ", "invalid length "] {
        if text.starts_with(prefix) {
            let expected =
                text.rsplit_once(", expected ").map_or("of another kind", |(_, expected)| expected);
            let rule = if expected.starts_with("must ") {
                expected.to_owned()
            } else {
                format!("must be {expected}")
            };
            return (path, rule);
        }
    }
    (path, if text.starts_with("must ") { text.to_owned() } else { "is not acceptable".to_owned() })
}

#[cfg(test)]
mod tests {
    use domain::role::Role;
    use serde::Deserialize;

    use super::super::{list::PageQuery, parameters::QueryString};
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Thing {
        name: domain::text::Name,
        #[serde(default)]
        sizes: Vec<u8>,
        role: Option<Role>,
        part: Option<Part>,
        either: Option<Either>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Part {
        size: Option<u8>,
    }

    /// Serde puts an internally tagged value aside before it reads it.
    #[derive(Debug, Deserialize)]
    #[serde(tag = "kind", deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    enum Either {
        One { size: u8 },
    }

    fn refusal(json: &str) -> (String, String) {
        let error = read_json::<Thing>(json.as_bytes()).unwrap_err();
        let problem = serde_json::to_value(error.problem("r")).unwrap();
        let field = &problem["errors"][0];
        (
            field["pointer"].as_str().unwrap_or_default().to_owned(),
            field["detail"].as_str().unwrap_or_default().to_owned(),
        )
    }

    fn pair(pointer: &str, detail: &str) -> (String, String) {
        (pointer.to_owned(), detail.to_owned())
    }

    #[test]
    fn an_error_names_the_field_and_never_the_value() {
        assert_eq!(refusal("{}"), pair("/name", "must be given"));
        assert_eq!(refusal(r#"{"name":"a","x":1}"#), pair("/x", "is not a field of this request"));
        assert_eq!(refusal(r#"{"name":"  "}"#), pair("/name", "must not be empty"));
        assert_eq!(refusal(r#"{"name":{"s":"hush"}}"#), pair("/name", "must be a string"));
        assert_eq!(refusal(r#"{"name":"a","sizes":[1,"hush"]}"#), pair("/sizes/1", "must be u8"));
        assert_eq!(refusal(r#"{"name":"a","sizes":[300]}"#), pair("/sizes/0", "must be u8"));
        assert_eq!(
            refusal(r#"{"name":"a","role":"hush"}"#),
            pair("/role", "must be one of viewer, agent, admin, owner")
        );
        assert_eq!(refusal(r#"{"name":"a","name":"b"}"#), pair("/name", "must not be given twice"));
    }

    #[test]
    fn an_unknown_field_is_named_once_wherever_it_is() {
        let rule = "is not a field of this request";
        for (json, pointer) in [
            (r#"{"x":1}"#, "/x"),
            (r#"{"name":"a","part":{"x":1}}"#, "/part/x"),
            (r#"{"name":"a","part":{"part":1}}"#, "/part/part"),
            (r#"{"name":"a","either":{"kind":"One","size":1,"x":1}}"#, "/either/x"),
            (r#"{"a`, b":1}"#, "/a`, b"),
            (r#"{"a/b~c":1}"#, "/a~1b~0c"),
        ] {
            assert_eq!(refusal(json), pair(pointer, rule), "{json}");
        }
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for text in ["", "{", "nonsense", r#"{"name":"a"} trailing"#] {
            assert_eq!(
                read_json::<Thing>(text.as_bytes()).unwrap_err().code(),
                "malformed_request",
                "{text}"
            );
        }
    }

    #[test]
    fn a_query_names_its_parameter() {
        let error = <PageQuery as QueryString>::read("limit=0").unwrap_err();
        let problem = serde_json::to_value(error.problem("r")).unwrap();
        assert_eq!(problem["errors"][0]["pointer"], "?limit");
        assert_eq!(problem["errors"][0]["detail"], "must be a number from 1 to 200");
        assert!(<PageQuery as QueryString>::read("limit=200").is_ok());
        let error = <PageQuery as QueryString>::read("nonsense=1").unwrap_err();
        let problem = serde_json::to_value(error.problem("r")).unwrap();
        assert_eq!(problem["errors"][0]["pointer"], "?nonsense");
    }
}
