//! An example of what a schema of the OpenAPI document describes.

use serde_json::{Map, Value, json};

/// Values of properties that mean something: numbers reserved for fiction (555-0100 to 555-0199), domains reserved for
/// documentation (RFC 2606).
const BY_NAME: &[(&str, &str)] = &[
    ("phone", "+12025550142"),
    ("phoneNumber", "+12025550142"),
    ("email", "robin@example.com"),
    ("name", "Robin Example"),
    ("tenantName", "Harbour Dental"),
    ("password", "correct horse battery staple"),
    ("currentPassword", "correct horse battery staple"),
    ("newPassword", "another horse battery staple"),
    ("timeZone", "America/New_York"),
    ("defaultRegion", "US"),
    ("region", "US"),
    ("language", "en"),
];
/// An id of the right form.
pub(crate) const ID: &str = "01K5P1V8W0EXAMP1E0000000AA";
/// Schemas that refer to themselves end here.
const DEEPEST: usize = 8;

/// An example of this schema of the document, with its required properties.
pub(crate) fn of(document: &Value, schema: &Value) -> Value {
    value("", document, schema, 0)
}

/// An example of a parameter with this name.
pub(crate) fn of_parameter(name: &str) -> String {
    BY_NAME.iter().find(|(known, _)| *known == name).map_or(ID, |(_, value)| value).to_owned()
}

fn value(name: &str, document: &Value, schema: &Value, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#'));
        return value(name, document, target.unwrap_or(&Value::Null), depth + 1);
    }
    for own in ["example", "default"] {
        if !schema[own].is_null() {
            return schema[own].clone();
        }
    }
    if let Some(first) = schema["examples"].get(0).or_else(|| schema["enum"].get(0)) {
        return first.clone();
    }
    if let Some(one) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        let described = one.iter().find(|schema| schema["type"] != "null");
        return value(name, document, described.unwrap_or(&Value::Null), depth + 1);
    }
    if let Some(all) = schema["allOf"].as_array() {
        let mut merged = Map::new();
        for part in all {
            if let Value::Object(properties) = value(name, document, part, depth + 1) {
                merged.extend(properties);
            }
        }
        return Value::Object(merged);
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => Vec::from_iter(kind.as_str()),
    };
    match kinds.first().copied() {
        Some("object") => object(document, schema, depth),
        Some("array") => json!([]),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("boolean") => json!(true),
        Some("string") => match (schema["format"].as_str(), name) {
            (Some("date-time"), _) => json!("2026-09-21T12:00:00Z"),
            (_, name) => BY_NAME
                .iter()
                .find(|(known, _)| *known == name)
                .map_or_else(|| json!(format!("an example of {name}")), |(_, value)| json!(value)),
        },
        _ => Value::Null,
    }
}

fn object(document: &Value, schema: &Value, depth: usize) -> Value {
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let properties =
        required.map(|name| (name.to_owned(), value(name, document, &schema["properties"][name], depth + 1)));
    Value::Object(properties.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn required_properties_are_filled_and_references_followed() {
        let document = json!({ "components": { "schemas": {
            "Phone": { "type": "string" },
            "New": {
                "type": "object",
                "required": ["phone", "size"],
                "properties": {
                    "phone": { "$ref": "#/components/schemas/Phone" },
                    "size": { "type": "integer", "minimum": 3 },
                    "note": { "type": ["string", "null"] },
                },
            },
        } } });
        let example = of(&document, &json!({ "$ref": "#/components/schemas/New" }));
        assert_eq!(example, json!({ "phone": "+12025550142", "size": 3 }));
    }

    #[test]
    fn a_schema_that_holds_itself_ends() {
        let document = json!({ "components": { "schemas": {
            "Node": { "type": "object", "required": ["next"], "properties": { "next": { "$ref": "#/components/schemas/Node" } } },
        } } });
        assert!(of(&document, &json!({ "$ref": "#/components/schemas/Node" })).is_object());
    }
}
