//! Reads a type from what a request says, passing over what was refused before.

use std::{
    collections::{BTreeMap, BTreeSet},
    slice,
};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use super::{refusal::Refusal, tree::Tree};

/// What a decoder passes over as if it had not been sent.
#[derive(Debug, Default)]
pub(super) struct Skips {
    is_skipped: bool,
    below: BTreeMap<String, Self>,
}

impl Skips {
    /// Adds what is at this path; says whether it was not in already.
    pub(super) fn add(&mut self, path: &[String]) -> bool {
        match path {
            [] => !std::mem::replace(&mut self.is_skipped, true),
            [first, rest @ ..] => self.below.entry(first.clone()).or_default().add(rest),
        }
    }
}

/// How scalars are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// As JSON: numbers are numbers.
    Json,
    /// As in a query: everything is text, and a list is a name that is given several times.
    Query,
}

/// Reads one value.
#[derive(Clone, Copy)]
pub(super) struct Decoder<'a> {
    tree: &'a Tree,
    skips: Option<&'a Skips>,
    notation: Notation,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(tree: &'a Tree, skips: &'a Skips, notation: Notation) -> Self {
        Self { tree, skips: Some(skips), notation }
    }

    /// The decoder of a value in this one; `None` if it is passed over.
    fn child(&self, segment: &str, tree: &'a Tree) -> Option<Self> {
        let skips = self.skips.and_then(|skips| skips.below.get(segment));
        let is_skipped = skips.is_some_and(|skips| skips.is_skipped);
        (!is_skipped).then_some(Self { tree, skips, notation: self.notation })
    }

    /// The text of a query's scalar.
    fn query_text(&self) -> Result<Option<&'a str>, Refusal> {
        match (self.notation, self.tree) {
            (Notation::Query, Tree::Text(text)) => Ok(Some(text)),
            (Notation::Query, Tree::List(_)) => Err(Refusal::given_twice()),
            _ => Ok(None),
        }
    }

    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let Some(text) = self.query_text()? else { return self.deserialize_any(visitor) };
        if let Ok(number) = text.parse() {
            visitor.visit_u64(number)
        } else if let Ok(number) = text.parse() {
            visitor.visit_i64(number)
        } else {
            Err(Refusal::invalid_type(Unexpected::Other("text"), &visitor))
        }
    }
}

/// Declares how numbers are read.
macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            self.number(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Decoder<'_> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.query_text()?;
        match self.tree {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Unsigned(value) => visitor.visit_u64(*value),
            Tree::Signed(value) => visitor.visit_i64(*value),
            Tree::Float(value) => visitor.visit_f64(*value),
            Tree::Text(value) => visitor.visit_str(value),
            Tree::List(elements) => visitor.visit_seq(Elements { of: self, rest: elements.iter(), index: 0 }),
            Tree::Object(members) => {
                let given = BTreeSet::new();
                visitor.visit_map(Members { of: self, rest: members.iter(), given, value: None })
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.tree {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.query_text()? {
            Some("true") => visitor.visit_bool(true),
            Some("false") => visitor.visit_bool(false),
            Some(_) => Err(Refusal::invalid_type(Unexpected::Other("text"), &visitor)),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let elements = match (self.notation, self.tree) {
            (Notation::Query, Tree::List(elements)) => elements.as_slice(),
            (Notation::Query, _) => slice::from_ref(self.tree),
            (Notation::Json, _) => return self.deserialize_any(visitor),
        };
        visitor.visit_seq(Elements { of: self, rest: elements.iter(), index: 0 })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.query_text()?;
        match self.tree {
            Tree::Text(word) => visitor.visit_enum(StrDeserializer::new(word)),
            _ => Err(Refusal::invalid_type(Unexpected::Other("value"), &"a string")),
        }
    }

    /// Serde would take a list as an object without names.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match self.tree {
            Tree::Object(_) => self.deserialize_any(visitor),
            _ => Err(Refusal::invalid_type(Unexpected::Other("value"), &"a map")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_unit()
    }

    numbers! {
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple tuple_struct map identifier
    }
}

struct Elements<'a> {
    of: Decoder<'a>,
    rest: slice::Iter<'a, Tree>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        for tree in self.rest.by_ref() {
            let segment = self.index.to_string();
            self.index += 1;
            if let Some(element) = self.of.child(&segment, tree) {
                // An element of a query's list has no place of its own: it is the parameter that is refused.
                let read = seed.deserialize(element);
                return read.map(Some).map_err(|refusal| match self.of.notation {
                    Notation::Json => refusal.below(segment),
                    Notation::Query => refusal,
                });
            }
        }
        Ok(None)
    }
}

struct Members<'a> {
    of: Decoder<'a>,
    rest: slice::Iter<'a, (String, Tree)>,
    /// The names that there were. A type that takes any name would keep the last value of one that is given twice.
    given: BTreeSet<&'a str>,
    value: Option<(&'a str, Decoder<'a>)>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        for (name, tree) in self.rest.by_ref() {
            if let Some(value) = self.of.child(name, tree) {
                if !self.given.insert(name) {
                    return Err(Refusal::given_twice().below(name));
                }
                self.value = Some((name, value));
                let key = seed.deserialize(StrDeserializer::<Refusal>::new(name));
                return key.map(Some).map_err(|refusal| refusal.of_member(name));
            }
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        let (name, value) =
            self.value.take().ok_or_else(|| Refusal::custom("a value was read before its name"))?;
        seed.deserialize(value).map_err(|refusal| refusal.below(name))
    }
}
