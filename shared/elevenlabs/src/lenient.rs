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
mod tests;
