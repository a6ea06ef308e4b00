//! Reading JSON such that errors name the fields and the rules, never the values.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;

use super::{bounds::check_structure, decode::decode, decoder::Notation, tree::Tree};
use crate::error::{ApiError, ApiResult, MAX_FIELD_ERRORS};

/// Of a longer body only the first wrong field is told: each one costs another reading of the whole.
const MAX_BYTES_READ_AGAIN: usize = 64 * 1024;

/// Reads a body; an error names every wrong field.
pub(super) fn read_body<T: DeserializeOwned + ToSchema>(bytes: &[u8]) -> ApiResult<T> {
    let bytes = without_mark(bytes);
    check_structure(bytes)?;
    let tree: Tree = serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // Such a number is JSON all the same; nothing but the text tells it.
        let what = if error.to_string().starts_with("number out of range") {
            "has a number that is too large"
        } else {
            "is not JSON"
        };
        ApiError::malformed(format!("The body {what} (line {line}, column {column})."))
    })?;
    let limit = if bytes.len() > MAX_BYTES_READ_AGAIN { 1 } else { MAX_FIELD_ERRORS };
    decode(&tree, Notation::Json, limit, required_members::<T>).map_err(|refusals| {
        ApiError::invalid(refusals.iter().map(|refusal| refusal.field_error("")).collect())
    })
}

/// The text without the byte order mark that tools of Windows put before it (RFC 8259, section 8.1, lets a reader do so).
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// Reads what a queue brought. It is our own, so that an error is for the log: it says where, and never the value.
pub(crate) fn read_message<T: DeserializeOwned>(bytes: &[u8]) -> ApiResult<T> {
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        ApiError::malformed(format!("The message cannot be read (line {line}, column {column})."))
    })
}

/// What the schema of `T` requires of the object at this path.
fn required_members<T: ToSchema>(path: &[String]) -> Vec<String> {
    let mut named = Vec::new();
    T::schemas(&mut named);
    let json = |schema| serde_json::to_value(schema).unwrap_or_default();
    let named = named.into_iter().map(|(name, schema)| (name, json(schema))).collect();
    required_below(&named, &json(T::schema()), path)
}

fn required_below(named: &BTreeMap<String, Value>, schema: &Value, path: &[String]) -> Vec<String> {
    let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    if let Some(target) = name.and_then(|name| named.get(name)) {
        return required_below(named, target, path);
    }
    let parts = ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema[key].as_array()).flatten();
    let of_parts = parts.flat_map(|part| required_below(named, part, path));
    let own = match path {
        [] => {
            let names = schema["required"].as_array().into_iter().flatten();
            names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
        }
        [first, rest @ ..] => ["properties", "additionalProperties", "items"]
            .iter()
            .map(|key| if *key == "properties" { &schema[key][first] } else { &schema[key] })
            .find(|below| below.is_object())
            .map(|below| required_below(named, below, rest))
            .unwrap_or_default(),
    };
    of_parts.chain(own).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::{language::Language, patch::Patch, role::Role, text::Name};
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::{Map, json};

    use super::*;

    #[derive(Debug, Deserialize, ToSchema)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Thing {
        name: Name,
        other_name: Name,
        #[serde(default)]
        sizes: Vec<u8>,
        role: Option<Role>,
        part: Option<Part>,
        #[serde(default)]
        parts: Vec<Part>,
        either: Option<Either>,
        #[serde(default)]
        #[schema(value_type = Option<Language>)]
        language: Patch<Language>,
        #[serde(default, deserialize_with = "domain::patch::not_null")]
        #[schema(value_type = Option<Language>)]
        always: Patch<Language>,
    }

    #[derive(Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Part {
        size: u8,
        width: u8,
        height: Option<u8>,
    }

    /// Serde puts an internally tagged value aside before it reads it.
    #[derive(Debug, Deserialize, ToSchema)]
    #[serde(tag = "kind", deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    enum Either {
        One { size: u8 },
    }

    /// Pointer, code and detail of each refusal.
    fn refusals(json: &str) -> Vec<(String, String, String)> {
        let error = read_body::<Thing>(json.as_bytes()).unwrap_err();
        let problem = serde_json::to_value(error.problem("r")).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|e| (text(&e["pointer"]), text(&e["code"]), text(&e["detail"]))).collect()
    }

    #[track_caller]
    fn assert_refused(json: &str, expected: &[(&str, &str, &str)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(pointer, code, detail)| (pointer.to_string(), code.to_string(), detail.to_string()))
            .collect();
        assert_eq!(refusals(json), expected, "{json}");
    }

    #[test]
    fn an_error_names_the_field_and_never_the_value() {
        let both = |members: &str| format!(r#"{{"name":"a","otherName":"b",{members}}}"#);
        for (members, pointer, code, detail) in [
            (r#""x":1"#, "/x", "unknown_field", "is not a field of this request"),
            (r#""sizes":[1,"hush"]"#, "/sizes/1", "wrong_type", "must be a whole number from 0 to 255"),
            (r#""sizes":[300]"#, "/sizes/0", "out_of_range", "must be a whole number from 0 to 255"),
            (r#""role":"hush""#, "/role", "not_an_option", "must be one of viewer, agent, admin, owner"),
            (r#""role":{"s":"hush"}"#, "/role", "wrong_type", "must be a string"),
            (
                r#""language":"hush hush""#,
                "/language",
                "not_a_language",
                "must be a language tag, such as en, ar or pt-BR",
            ),
            (r#""always":null"#, "/always", "required", "must not be null"),
            (r#""name":"hush""#, "/name", "duplicate", "must not be given twice"),
        ] {
            assert_refused(&both(members), &[(pointer, code, detail)]);
        }
        assert!(read_body::<Thing>(both(r#""language":null"#).as_bytes()).is_ok());
        assert_refused("[]", &[("", "wrong_type", "must be an object")]);
    }

    #[test]
    fn a_member_is_given_once_where_anything_may_be() {
        #[derive(Debug, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "only read")]
        struct Free {
            #[schema(value_type = Object)]
            any: Value,
        }

        for (json, expected) in [
            (r#"{"any":{"a":1,"a":2}}"#, vec!["/any/a"]),
            (r#"{"any":{"a":1,"\u0061":1}}"#, vec!["/any/a"]),
            (
                r#"{"any":{"a":1,"a":1,"a":1,"b":{"c":[[{"d":{},"d":[]}]]}}}"#,
                vec!["/any/a", "/any/b/c/0/0/d"],
            ),
            (r#"{"any":[{"a":{"b":1,"b":1},"a":1}]}"#, vec!["/any/0/a/b", "/any/0/a"]),
            (r#"{"any":{"":1,"":1},"any":1}"#, vec!["/any/", "/any"]),
            (r#"{"any":{"a":1,"A":1," a":1,"b":{"a":1}}}"#, vec![]),
        ] {
            let error = read_body::<Free>(json.as_bytes()).err();
            let problem = error.map(|error| serde_json::to_value(error.problem("r")).unwrap());
            let errors = problem.as_ref().and_then(|problem| problem["errors"].as_array());
            let told: Vec<_> =
                errors.into_iter().flatten().map(|e| (&e["pointer"], &e["code"], &e["detail"])).collect();
            let expected: Vec<_> = expected.into_iter().map(|pointer| json!(pointer)).collect();
            let (code, rule) = (json!("duplicate"), json!("must not be given twice"));
            let expected: Vec<_> = expected.iter().map(|pointer| (pointer, &code, &rule)).collect();
            assert_eq!(told, expected, "{json}");
        }
    }

    #[test]
    fn a_byte_order_mark_before_the_text_is_no_part_of_it() {
        assert!(read_body::<Thing>("\u{feff}{\"name\":\"a\",\"otherName\":\"b\"}".as_bytes()).is_ok());
        let twice = read_body::<Thing>("\u{feff}\u{feff}{}".as_bytes()).unwrap_err();
        assert_eq!(twice.code(), "malformed_request");
    }

    #[test]
    fn all_wrong_fields_are_told_at_once() {
        assert_refused(
            r#"{"name":" ","part":{"size":"x"},"parts":[{},{"size":1,"width":2,"y":3},7],"sizes":[-1,2,999],"z":0}"#,
            &[
                ("/name", "empty", "must not be empty"),
                ("/part/size", "wrong_type", "must be a whole number from 0 to 255"),
                ("/part/width", "required", "must be given"),
                ("/parts/0/size", "required", "must be given"),
                ("/parts/0/width", "required", "must be given"),
                ("/parts/1/y", "unknown_field", "is not a field of this request"),
                ("/parts/2", "wrong_type", "must be an object"),
                ("/sizes/0", "out_of_range", "must be a whole number from 0 to 255"),
                ("/sizes/2", "out_of_range", "must be a whole number from 0 to 255"),
                ("/z", "unknown_field", "is not a field of this request"),
                ("/otherName", "required", "must be given"),
            ],
        );
    }

    #[test]
    fn a_refusal_says_the_figures_of_its_rule() {
        let json = json!({ "name": "x".repeat(121), "otherName": "b", "role": "x" }).to_string();
        let error = read_body::<Thing>(json.as_bytes()).unwrap_err();
        let problem = serde_json::to_value(error.problem("r")).unwrap();
        assert_eq!(problem["errors"][0]["code"], "too_long");
        assert_eq!(problem["errors"][0]["params"], json!({ "max": 120 }));
        let roles = json!({ "allowed": ["viewer", "agent", "admin", "owner"] });
        assert_eq!(problem["errors"][1]["params"], roles);
    }

    #[test]
    fn an_unknown_field_is_named_once_wherever_it_is() {
        let rule = "is not a field of this request";
        for (members, pointer) in [
            (r#""x":1"#, "/x"),
            (r#""part":{"size":1,"width":1,"x":1}"#, "/part/x"),
            (r#""part":{"size":1,"width":1,"part":1}"#, "/part/part"),
            (r#""either":{"kind":"One","size":1,"x":1}"#, "/either/x"),
            (r#""a`, b":1"#, "/a`, b"),
            (r#""a/b~c":1"#, "/a~1b~0c"),
        ] {
            let json = format!(r#"{{"name":"a","otherName":"b",{members}}}"#);
            assert_refused(&json, &[(pointer, "unknown_field", rule)]);
        }
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for text in ["", "{", "nonsense", r#"{"name":"a"} trailing"#] {
            let error = read_body::<Thing>(text.as_bytes()).unwrap_err();
            assert_eq!(error.code(), "malformed_request", "{text}");
        }
    }

    #[test]
    fn a_number_that_is_too_large_is_said() {
        for number in ["1e400", "-1e400", "9e999999999"] {
            let error = read_body::<Thing>(format!(r#"{{"sizes":[{number}]}}"#).as_bytes()).unwrap_err();
            let problem = serde_json::to_value(error.problem("r")).unwrap();
            let detail = problem["detail"].as_str().unwrap();
            assert!(detail.starts_with("The body has a number that is too large (line 1"), "{detail}");
        }
    }

    #[test]
    fn a_body_that_is_no_object_is_named_by_a_word() {
        let problem = serde_json::to_value(read_body::<Thing>(b"[]").unwrap_err().problem("r")).unwrap();
        assert_eq!(problem["detail"], "Not acceptable: the body.");
    }

    #[test]
    fn of_very_many_wrong_fields_only_some_are_told() {
        let many: Map<String, Value> = (0..200).map(|n| (format!("x{n}"), Value::Null)).collect();
        assert_eq!(refusals(&Value::Object(many.clone()).to_string()).len(), MAX_FIELD_ERRORS);
        let long = json!({ "y": "x".repeat(MAX_BYTES_READ_AGAIN), "z": many });
        assert_eq!(refusals(&long.to_string()).len(), 1);
    }

    /// Each member of `Thing` with a value that is right, and with one that is wrong; the pointer of what is wrong.
    fn members() -> Vec<(&'static str, Value, Value, &'static str)> {
        vec![
            ("name", json!("a"), json!(""), "/name"),
            ("otherName", json!("b"), json!(7), "/otherName"),
            ("sizes", json!([1, 2]), json!([1, null]), "/sizes/1"),
            ("role", json!("agent"), json!("king"), "/role"),
            ("part", json!({ "size": 1, "width": 2 }), json!({ "size": 1 }), "/part/width"),
            ("parts", json!([]), json!({}), "/parts"),
            ("language", json!("ar"), json!("?"), "/language"),
            ("always", json!("en"), json!(null), "/always"),
        ]
    }

    proptest! {
        /// Every wrong or missing member is told, once, and no right one.
        #[test]
        fn n_wrong_fields_are_n_errors(
            wrong in proptest::collection::vec(any::<bool>(), 8),
            left_out in (any::<bool>(), any::<bool>()),
            unknown in proptest::collection::btree_set("[a-m]{1,3}", 0..3),
        ) {
            let mut body = Map::new();
            let mut expected = BTreeMap::new();
            for (index, (name, right, bad, pointer)) in members().into_iter().enumerate() {
                if index == 0 && left_out.0 || index == 1 && left_out.1 {
                    expected.insert(format!("/{name}"), 1);
                } else if wrong[index] {
                    body.insert(name.to_owned(), bad);
                    expected.insert(pointer.to_owned(), 1);
                } else {
                    body.insert(name.to_owned(), right);
                }
            }
            for name in unknown {
                expected.insert(format!("/{name}"), 1);
                body.insert(name, json!({}));
            }
            let text = Value::Object(body).to_string();
            let mut told = BTreeMap::new();
            if let Err(error) = read_body::<Thing>(text.as_bytes()) {
                let problem = serde_json::to_value(error.problem("r")).unwrap();
                for field in problem["errors"].as_array().unwrap() {
                    *told.entry(field["pointer"].as_str().unwrap().to_owned()).or_insert(0) += 1;
                }
            }
            prop_assert_eq!(told, expected, "{}", text);
        }

        /// Whatever is sent is answered, and what is refused is told.
        #[test]
        fn any_json_ends(text in r#"(\{|\[|"name":|"part":|"a"|,|:|1|null|\]|\}){0,24}"#) {
            if let Err(error) = read_body::<Thing>(text.as_bytes()) {
                let problem = serde_json::to_value(error.problem("r")).unwrap();
                prop_assert!(problem["code"] == "malformed_request" || problem["errors"][0].is_object());
            }
        }
    }
}
