//! Reading JSON whose shape cannot be relied on.
//!
//! An object is split into the raw text of its fields, and each field is looked at only when it is asked for. A wrong
//! type then costs that one field; unknown fields cost nothing; a repeated field counts as its last one. No tree of the
//! whole document is ever built.

use std::{borrow::Cow, fmt};

mod mended;

pub(crate) use mended::Malformed;

use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

/// One JSON value that was not looked into yet, and is not null.
#[derive(Clone, Copy)]
pub(crate) struct Json<'a>(&'a str);

/// The fields of a JSON object, in order.
#[derive(Default)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a str)>);

/// Looks into a document. What writers of JSON are known to get wrong costs nothing: a mark of the byte order, `NaN` and
/// `Infinity`, which are null here, bare control characters, commas after the last item, bytes that are no UTF-8.
pub(crate) fn read_document<T>(body: &[u8], read: impl FnOnce(Json<'_>) -> T) -> Result<T, Malformed> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => Ok(read(Json(raw.get()))),
        Err(_) => {
            let mended = mended::mended(text);
            match serde_json::from_str::<&RawValue>(&mended.text) {
                Ok(raw) => Ok(read(Json(raw.get()))),
                Err(error) => Err(mended.place_of(text, &error)),
            }
        }
    }
}

impl<'a> Json<'a> {
    /// The document, if it is syntactically right and not null.
    pub(crate) fn document(text: &'a str) -> Option<Self> {
        serde_json::from_str::<&RawValue>(text).ok().and_then(|raw| Self::present(raw.get()))
    }

    fn present(raw: &'a str) -> Option<Self> {
        (raw != "null").then_some(Self(raw))
    }

    /// How long its text is.
    pub(crate) fn len(self) -> usize {
        self.0.len()
    }

    pub(crate) fn object(self) -> Option<Object<'a>> {
        self.0.starts_with('{').then(|| serde_json::from_str(self.0).ok())?
    }

    /// The first `most` items, nulls left out, and whether there are more.
    pub(crate) fn list(self, most: usize) -> Option<(Vec<Self>, bool)> {
        if !self.0.starts_with('[') {
            return None;
        }
        let mut deserializer = serde_json::Deserializer::from_str(self.0);
        deserializer.deserialize_seq(ListVisitor { most }).ok()
    }

    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        if !self.0.starts_with('"') {
            return None;
        }
        serde_json::from_str::<&str>(self.0)
            .map(Cow::Borrowed)
            .or_else(|_| serde_json::from_str::<Lossy>(self.0).map(|text| Cow::Owned(text.0)))
            .ok()
    }

    /// It as it is written.
    pub(crate) fn written(self) -> &'a str {
        self.0
    }

    /// Text, or a number or boolean as it is written.
    pub(crate) fn scalar(self) -> Option<Cow<'a, str>> {
        match self.0.as_bytes().first()? {
            b'{' | b'[' => None,
            b'"' => self.text(),
            _ => Some(Cow::Borrowed(self.0)),
        }
    }

    /// A number, or text that holds one.
    pub(crate) fn number(self) -> Option<f64> {
        self.scalar()?.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// A whole number, or text that holds one; a fraction is cut off.
    pub(crate) fn integer(self) -> Option<i64> {
        const LIMIT: f64 = 9_007_199_254_740_992.0; // 2^53: whole numbers are exact below
        if let Ok(number) = self.scalar()?.trim().parse() {
            return Some(number);
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked to be in range; the fraction is to go")]
        self.number().filter(|number| number.abs() < LIMIT).map(|number| number as i64)
    }

    /// The nearest whole number.
    pub(crate) fn rounded(self) -> Option<i64> {
        const LIMIT: f64 = 9_007_199_254_740_992.0; // 2^53: whole numbers are exact below
        if let Ok(number) = self.scalar()?.trim().parse() {
            return Some(number);
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked to be in range, and whole")]
        self.number().map(f64::round).filter(|number| number.abs() < LIMIT).map(|number| number as i64)
    }

    /// A boolean in any writing: of JSON, of Python, or as a number.
    pub(crate) fn boolean(self) -> Option<bool> {
        match self.scalar()?.trim().to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    /// Text, or the digits of a positive whole number: some writers take telephone numbers for numbers. Anything else as it is
    /// written, since something was told.
    pub(crate) fn digits(self) -> Option<Cow<'a, str>> {
        match self.text() {
            Some(text) => Some(text).filter(|text| !text.trim().is_empty()),
            None => Some(match self.integer().filter(|digits| *digits > 0) {
                Some(digits) => Cow::Owned(digits.to_string()),
                None => Cow::Borrowed(self.written()),
            }),
        }
    }

    /// Seconds since 1970, as number or text, or an RFC 3339 time. Nothing before 1970: a zero stands for "not known".
    pub(crate) fn timestamp(self) -> Option<Timestamp> {
        let timestamp = match self.integer() {
            Some(seconds) => Timestamp::from_second(seconds).ok(),
            None => self.text()?.trim().parse().ok(),
        };
        timestamp.filter(|timestamp| timestamp.as_second() > 0)
    }

    /// Any JSON, as a tree: only for small values. What a tree cannot hold (a number beyond all numbers or with more digits
    /// than are kept exactly, what lies too deep) is the text that was written.
    pub(crate) fn value(self) -> Value {
        value(self.0, MAX_DEPTH)
    }
}

/// How deep a tree may be.
const MAX_DEPTH: usize = 64;

fn value(raw: &str, depth: usize) -> Value {
    let as_written = || Value::String(raw.to_owned());
    if depth == 0 {
        return as_written();
    }
    let read = match raw.as_bytes().first() {
        Some(b'{') => serde_json::from_str::<Object<'_>>(raw).ok().map(|object| {
            let fields = object.0.into_iter();
            Value::Object(fields.map(|(name, raw)| (name.into_owned(), value(raw, depth - 1))).collect())
        }),
        Some(b'[') => serde_json::from_str::<Vec<&RawValue>>(raw)
            .ok()
            .map(|items| items.into_iter().map(|item| value(item.get(), depth - 1)).collect()),
        Some(b'"') => Json(raw).text().map(|text| Value::String(text.into_owned())),
        _ => serde_json::from_str(raw).ok().filter(|value| is_exact(raw, value)),
    };
    read.unwrap_or_else(as_written)
}

/// Whether a number still has all of its digits: whole ones that are too large are rounded when they are read.
fn is_exact(raw: &str, value: &Value) -> bool {
    !value.is_f64() || raw.contains(['.', 'e', 'E'])
}

impl<'a> Object<'a> {
    /// The field, unless it is missing or null.
    pub(crate) fn get(&self, name: &str) -> Option<Json<'a>> {
        let (_, raw) = self.0.iter().rfind(|(key, _)| key == name)?;
        Json::present(raw)
    }

    /// Whether the field is there, and null.
    pub(crate) fn is_null(&self, name: &str) -> bool {
        self.0.iter().rfind(|(key, _)| key == name).is_some_and(|(_, raw)| *raw == "null")
    }

    /// All fields that are not null, in order.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, Json<'a>)> {
        self.0.iter().filter_map(|(key, raw)| Some((key.as_ref(), Json::present(raw)?)))
    }

    pub(crate) fn object(&self, name: &str) -> Option<Object<'a>> {
        self.get(name)?.object()
    }

    pub(crate) fn list(&self, name: &str, most: usize) -> (Vec<Json<'a>>, bool) {
        self.get(name).and_then(|json| json.list(most)).unwrap_or_default()
    }

    /// Whether there are no fields, or all are null.
    pub(crate) fn is_empty(&self) -> bool {
        self.fields().next().is_none()
    }

    /// Text that is not blank, the digits of a number, or else what is written.
    pub(crate) fn digits(&self, name: &str) -> Option<Cow<'a, str>> {
        self.get(name)?.digits()
    }

    /// Text that is not blank.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.get(name)?.text().filter(|text| !text.trim().is_empty())
    }

    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.get(name)?.integer()
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.number()
    }

    /// `false` unless the field says `true`.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.get(name).and_then(Json::boolean).unwrap_or_default()
    }

    pub(crate) fn timestamp(&self, name: &str) -> Option<Timestamp> {
        self.get(name)?.timestamp()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some((Key(key), raw)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    fields.push((key, raw.get()));
                }
                Ok(Object(fields))
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

/// A key that borrows from the document where it has no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;

        impl<'de> Visitor<'de> for Name {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_bytes<E: de::Error>(self, name: &'de [u8]) -> Result<Self::Value, E> {
                Ok(Key(with_replacements(name)))
            }

            fn visit_bytes<E: de::Error>(self, name: &[u8]) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(with_replacements(name).into_owned())))
            }
        }

        // As bytes: a name may have half a surrogate pair in it, too.
        deserializer.deserialize_bytes(Name)
    }
}

/// Bytes as text. Half a surrogate pair is three bytes, and one character that cannot be shown.
fn with_replacements(bytes: &[u8]) -> Cow<'_, str> {
    match String::from_utf8_lossy(bytes) {
        Cow::Owned(text) => Cow::Owned(text.replace("\u{fffd}\u{fffd}\u{fffd}", "\u{fffd}")),
        text @ Cow::Borrowed(_) => text,
    }
}

struct ListVisitor {
    most: usize,
}

impl<'de> Visitor<'de> for ListVisitor {
    type Value = (Vec<Json<'de>>, bool);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut kept = Vec::new();
        while kept.len() < self.most {
            let Some(raw) = items.next_element::<&'de RawValue>()? else { return Ok((kept, false)) };
            kept.extend(Json::present(raw.get()));
        }
        let mut more = false;
        while items.next_element::<IgnoredAny>()?.is_some() {
            more = true;
        }
        Ok((kept, more))
    }
}

/// Text with a replacement character for each half of a surrogate pair that stands alone: Python writes those, and
/// `String` refuses them.
struct Lossy(String);

impl<'de> Deserialize<'de> for Lossy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Lossy;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                Ok(Lossy(with_replacements(bytes).into_owned()))
            }
        }

        deserializer.deserialize_bytes(Bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn field(json: &'static str) -> Object<'static> {
        Json::document(json).unwrap().object().unwrap()
    }

    #[test]
    fn numbers_come_as_numbers_or_text() {
        for (json, expected) in [
            (r#"{"n":43}"#, Some(43)),
            (r#"{"n":"43"}"#, Some(43)),
            (r#"{"n":43.9}"#, Some(43)),
            (r#"{"n":" 43 "}"#, Some(43)),
            (r#"{"n":4.3e1}"#, Some(43)),
            (r#"{"n":-5}"#, Some(-5)),
            (r#"{"n":1e400}"#, None),
            (r#"{"n":1e20}"#, None),
            (r#"{"n":"x"}"#, None),
            (r#"{"n":[43]}"#, None),
            (r#"{"n":null}"#, None),
            (r#"{"m":43}"#, None),
        ] {
            assert_eq!(field(json).integer("n"), expected, "{json}");
        }
    }

    #[test]
    fn amounts_are_rounded_not_cut() {
        for (json, expected) in [
            (r#"{"n":311.75}"#, Some(312)),
            (r#"{"n":0.4}"#, Some(0)),
            (r#"{"n":"0.5"}"#, Some(1)),
            (r#"{"n":7}"#, Some(7)),
        ] {
            assert_eq!(field(json).get("n").unwrap().rounded(), expected, "{json}");
        }
        assert_eq!(field(r#"{"n":1e20}"#).get("n").unwrap().rounded(), None);
    }

    #[test]
    fn times_come_as_numbers_or_text() {
        let expected = Timestamp::from_second(1_789_990_052).ok();
        for json in [
            r#"{"t":1789990052}"#,
            r#"{"t":"1789990052"}"#,
            r#"{"t":1789990052.75}"#,
            r#"{"t":"2026-09-21T11:27:32Z"}"#,
        ] {
            assert_eq!(field(json).timestamp("t"), expected, "{json}");
        }
        for json in [r#"{"t":0}"#, r#"{"t":-1}"#, r#"{"t":1e18}"#, r#"{"t":"soon"}"#, r#"{"t":true}"#] {
            assert_eq!(field(json).timestamp("t"), None, "{json}");
        }
    }

    #[test]
    fn the_last_of_a_repeated_field_counts_and_escapes_are_read() {
        let object = field(r#"{"a":1,"\u0061":2,"text":"\u0041\n"}"#);
        assert_eq!(object.integer("a"), Some(2));
        assert_eq!(object.text("text").unwrap(), "A\n");
    }

    #[test]
    fn half_a_surrogate_pair_costs_one_character() {
        assert_eq!(field(r#"{"text":"a\ud83db"}"#).text("text").unwrap().replace('\u{fffd}', ""), "ab");
    }

    #[test]
    fn a_list_is_cut_and_says_so() {
        let object = field(r#"{"list":[1,null,2,3,4],"short":[1]}"#);
        let (items, more) = object.list("list", 2);
        assert_eq!(
            (items.into_iter().filter_map(Json::integer).collect::<Vec<_>>(), more),
            (vec![1, 2], true)
        );
        assert!(!object.list("short", 1).1);
        assert!(object.list("none", 1).0.is_empty());
    }

    #[test]
    fn depth_does_not_matter_for_what_is_not_looked_into() {
        let text = format!(r#"{{"deep":{}{},"a":1}}"#, "[".repeat(100_000), "]".repeat(100_000));
        let object = Json::document(&text).unwrap().object().unwrap();
        assert_eq!(object.integer("a"), Some(1));
        let Value::Array(outermost) = object.get("deep").unwrap().value() else { panic!("no list") };
        assert_eq!(outermost.len(), 1);
    }

    #[test]
    fn a_tree_has_all_that_was_written() {
        let whole = "12345678901234567890123";
        let deep = format!("{}7{}", "[".repeat(100), "]".repeat(100));
        for (written, expected) in [
            (r#""a\ud83db""#.to_owned(), None),
            (r#"{"a\ud83d":"\udc00x","b":[null,1.50,true]}"#.to_owned(), None),
            (whole.to_owned(), Some(json!(whole))),
            ("1e999".to_owned(), Some(json!("1e999"))),
            ("-18446744073709551616".to_owned(), Some(json!("-18446744073709551616"))),
            ("18446744073709551615".to_owned(), Some(json!(u64::MAX))),
            ("0.1".to_owned(), Some(json!(0.1))),
            ("null".to_owned(), Some(Value::Null)),
            (deep.clone(), None),
        ] {
            let value = Json(&written).value();
            assert!(expected.is_none_or(|expected| value == expected), "{written}");
            assert!(written == "null" || !value.is_null(), "{written}");
        }
        assert_eq!(
            Json(r#"{"a":[null,1.5,true],"b":null}"#).value(),
            json!({"a": [null, 1.5, true], "b": null})
        );
        assert_eq!(Json(r#""a\ud83db""#).value().as_str().unwrap().replace('\u{fffd}', ""), "ab");
        assert!(Json(&deep).value().to_string().contains('7'));
    }

    #[test]
    fn half_a_surrogate_pair_in_a_name_costs_that_name_only() {
        let object = field(r#"{"a\ud83d":1,"b":2,"\u0063":3}"#);
        assert_eq!((object.integer("b"), object.integer("c")), (Some(2), Some(3)));
    }

    #[test]
    fn a_boolean_is_one_in_any_writing() {
        for (json, expected) in [
            ("true", Some(true)),
            (r#""True""#, Some(true)),
            ("1", Some(true)),
            (r#""FALSE""#, Some(false)),
            ("0", Some(false)),
            ("2", None),
            (r#""yes""#, None),
            ("[true]", None),
        ] {
            assert_eq!(Json(json).boolean(), expected, "{json}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in r#"[\[\]{}",:0-9a-z\\. -]{0,80}"#) {
            if let Some(json) = Json::document(&text) {
                let _ = (json.text(), json.integer(), json.number(), json.boolean(), json.timestamp(), json.value());
                if let Some(object) = json.object() {
                    prop_assert!(object.fields().all(|(name, json)| !name.is_empty() || json.len() > 0));
                }
            }
        }
    }
}
