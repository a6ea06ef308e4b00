//! Keeping secrets out of what is kept.
//!
//! Variables whose name starts like [`SECRET`] hold secrets; the provider never shows them to the language model, and may
//! repeat them in the use of a tool. Only a value is taken out: what stands around it stays.

use serde_json::Value;

use crate::lenient::Object;

/// How the name of a secret starts.
pub(super) const SECRET: &str = "secret__";
/// Stands for a value that was taken out.
const REMOVED: &str = "[removed]";
/// Shorter values are not looked for elsewhere: they would be found in ordinary words.
const SHORTEST_KNOWN: usize = 6;

/// The secrets of one conversation, as far as their values are known.
#[derive(Default)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    /// Those among the variables of a conversation.
    pub(super) fn read(data: &Object<'_>) -> Self {
        let variables = data
            .object("conversation_initiation_client_data")
            .and_then(|client_data| client_data.object("dynamic_variables"))
            .unwrap_or_default();
        let mut values: Vec<String> = variables
            .fields()
            .filter(|(name, _)| name.starts_with(SECRET))
            .filter_map(|(_, json)| json.scalar())
            .filter(|value| value.len() >= SHORTEST_KNOWN)
            .map(std::borrow::Cow::into_owned)
            .collect();
        // One may be a part of another.
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        Self(values)
    }

    /// The text without values of secrets: JSON member by member, other text by what follows their names.
    pub(super) fn removed_from(&self, text: &str) -> String {
        let mut text = if text.contains(SECRET) { without_named(text) } else { text.to_owned() };
        for value in &self.0 {
            if text.contains(value.as_str()) {
                text = text.replace(value.as_str(), REMOVED);
            }
        }
        text
    }
}

fn without_named(text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(mut json @ (Value::Object(_) | Value::Array(_))) => {
            clean(&mut json);
            json.to_string()
        }
        Ok(Value::String(inner)) => Value::String(without_named(&inner)).to_string(),
        _ => without_what_follows(text),
    }
}

fn is_name(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with(SECRET) && text.chars().all(is_of_name))
}

/// Members with such a name go; of a name that is itself a value, what stands beside it does.
fn clean(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            fields.retain(|name, _| !name.starts_with(SECRET));
            let names_one = fields.values().any(is_name);
            for value in fields.values_mut() {
                if names_one && !is_name(value) {
                    *value = Value::String(REMOVED.to_owned());
                } else {
                    clean(value);
                }
            }
        }
        Value::Array(items) => {
            let mut after_name = false;
            for item in items {
                let is_name = is_name(item);
                if after_name && !is_name {
                    *item = Value::String(REMOVED.to_owned());
                } else {
                    clean(item);
                }
                after_name = is_name;
            }
        }
        Value::String(text) if text.contains(SECRET) => *text = without_named(text),
        _ => {}
    }
}

const fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// The text with each value taken out that follows the name of a secret and `=` or `:`.
fn without_what_follows(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(SECRET) {
        let name = &rest[start..];
        let name_end = start + name.find(|c| !is_of_name(c)).unwrap_or(name.len());
        let after = &rest[name_end..];
        let sign = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\'));
        if !sign.starts_with([':', '=']) {
            clean.push_str(&rest[..name_end]);
            rest = after;
            continue;
        }
        let value =
            sign.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '>' | '\\'));
        clean.push_str(&rest[..rest.len() - value.len()]);
        clean.push_str(REMOVED);
        rest = after_value(value);
    }
    clean.push_str(rest);
    clean
}

/// What stands after a value: up to its closing quote, or its line where it has none. A value may have blanks in it.
fn after_value(value: &str) -> &str {
    let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let mut escaped = false;
    let mut chars = value.char_indices().skip(usize::from(quoted.is_some()));
    let end = chars.find(|(_, c)| match quoted {
        Some(_) if escaped => {
            escaped = false;
            false
        }
        Some(_) if *c == '\\' => {
            escaped = true;
            false
        }
        Some(quote) => *c == quote,
        None => matches!(c, '\n' | '\r' | '&' | ',' | ';' | '"' | '\'' | '}' | ']' | ')' | '<' | '\\'),
    });
    match (end, quoted) {
        (Some((at, quote)), Some(_)) => &value[at + quote.len_utf8()..],
        (Some((at, _)), None) => &value[at..],
        (None, _) => "",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn removed(text: &str) -> String {
        Secrets(vec!["known-value".to_owned()]).removed_from(text)
    }

    #[test]
    fn a_value_goes_and_what_stands_around_it_stays() {
        for (text, clean) in [
            (r#"{"secret__token":"s3cret","phone":"x"}"#, r#"{"phone":"x"}"#),
            (r#"{"a":{"secret__token":"s3cret","b":[1]}}"#, r#"{"a":{"b":[1]}}"#),
            (r#"["secret__token","s3cret","c"]"#, r#"["secret__token","[removed]","c"]"#),
            (
                r#"[{"name":"secret__token","value":"s3cret"},{"a":1}]"#,
                r#"[{"name":"secret__token","value":"[removed]"},{"a":1}]"#,
            ),
            (r#"{"b":1,"text":"secret__token=s3cret"}"#, r#"{"b":1,"text":"secret__token=[removed]"}"#),
            (r#"{"body":"{\"secret__token\":\"s3cret\",\"c\":2}"}"#, r#"{"body":"{\"c\":2}"}"#),
            ("ok, secret__token: Bearer s3cret\nnext line", "ok, secret__token: [removed]\nnext line"),
            ("?secret__token=s3cret&b=1", "?secret__token=[removed]&b=1"),
            (r#"{"secret__token": "s3\"cret", broken"#, r#"{"secret__token": [removed], broken"#),
            ("secret__a='s3cret' and secret__b=\"s3cret\".", "secret__a=[removed] and secret__b=[removed]."),
            ("secret__token is missing", "secret__token is missing"),
            ("Sent known-value to us", "Sent [removed] to us"),
            (r#"{"a":"known-value!"}"#, r#"{"a":"[removed]!"}"#),
            ("nothing of the kind", "nothing of the kind"),
        ] {
            assert_eq!(removed(text), clean, "{text}");
            assert!(!removed(text).contains("s3cret"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail(before in ".{0,20}", between in r#"["':=\\ {}\[\],]{0,6}"#, after in ".{0,20}") {
            let text = format!("{before}secret__x{between}{after}");
            prop_assert!(!removed(&text).contains("known-value"));
        }
    }
}
