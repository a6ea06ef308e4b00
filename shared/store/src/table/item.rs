//! Records as items.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    error::{Defect, StoreError},
    key::{Key, Partition},
    position::Position,
    schema::{ENTITY, EXPIRES_AT, Index, PK, SK},
};

/// Something that is kept as an item. Its fields become attributes of the same names.
pub trait Record: Serialize + DeserializeOwned {
    /// The kind, kept in every item; items of different kinds never share a key.
    const ENTITY: &'static str;
    /// The fields whose attributes have other names, as pairs of field and attribute: short ones, where many items have
    /// to be small. A field that says the same as a key attribute may be named like that.
    const SHORT_NAMES: &'static [(&'static str, &'static str)] = &[];
    /// The fields that are instants and are kept as milliseconds since 1970: less than half as long as text.
    const INSTANTS: &'static [&'static str] = &[];
    /// The fields whose words a newer version may have added to, and that nothing is decided by, or the least is allowed by.
    const OPEN_WORDS: &'static [OpenWord] = &[];
}

/// A field with one of several words, which is read even if this version does not know the word.
pub struct OpenWord {
    /// The field.
    pub field: &'static str,
    /// The word that a word counts as that is not known. An edit that is about other fields leaves what is kept.
    pub otherwise: &'static str,
    /// Whether a word is known.
    pub knows: fn(&str) -> bool,
}

impl OpenWord {
    fn replace_unknown(&self, attributes: &mut HashMap<String, AttributeValue>) {
        if let Some(AttributeValue::S(word)) = attributes.get_mut(self.field)
            && !(self.knows)(word)
        {
            self.otherwise.clone_into(word);
        }
    }
}

/// A record together with its key, ready to be written.
pub struct Item<R> {
    pub(crate) attributes: HashMap<String, AttributeValue>,
    pub(super) key: Key<R>,
}

impl<R: Record> Item<R> {
    /// The item that holds `record` at `key`.
    pub fn new(key: Key<R>, record: &R) -> Result<Self, StoreError> {
        let mut attributes: HashMap<String, AttributeValue> =
            serde_dynamo::to_item(record).map_err(|error| unreadable::<R>(&error))?;
        R::INSTANTS.iter().for_each(|field| shorten_instant(&mut attributes, field));
        rename(&mut attributes, R::SHORT_NAMES.iter().copied());
        attributes.insert(ENTITY.to_owned(), AttributeValue::S(R::ENTITY.to_owned()));
        attributes.insert(PK.to_owned(), AttributeValue::S(key.pk.clone()));
        attributes.insert(SK.to_owned(), AttributeValue::S(key.sk.clone()));
        Ok(Self { attributes, key })
    }

    /// Also puts it into an index, at this place in this partition.
    #[must_use]
    pub fn indexed<I>(mut self, index: Index, partition: &Partition<I>, sort: impl Into<String>) -> Self {
        self = self.indexed_by_own_sort_key(index, partition);
        self.attributes.insert(index.sort_key().to_owned(), AttributeValue::S(sort.into()));
        self
    }

    /// Also puts it into an index that is sorted by the table's own sort key, into this partition.
    #[must_use]
    pub fn indexed_by_own_sort_key<I>(mut self, index: Index, partition: &Partition<I>) -> Self {
        self.attributes.insert(index.partition_key().to_owned(), AttributeValue::S(partition.pk.clone()));
        self
    }

    /// Where it is in an index that it was put into.
    pub(crate) fn position_in(&self, index: Index) -> Position {
        let names = [PK, SK, index.partition_key(), index.sort_key()];
        Position::of(names.into_iter().filter_map(|name| {
            let text = self.attributes.get(name)?.as_s().ok()?;
            Some((name.to_owned(), text.clone()))
        }))
    }

    /// Lets DynamoDB remove it some time after `at` (usually within days: readers must still check).
    #[must_use]
    pub fn expiring(mut self, at: Timestamp) -> Self {
        self.attributes.insert(EXPIRES_AT.to_owned(), AttributeValue::N(at.as_second().to_string()));
        self
    }
}

/// Reads a record back.
pub(crate) fn read<R: Record>(mut attributes: HashMap<String, AttributeValue>) -> Result<R, StoreError> {
    rename(&mut attributes, R::SHORT_NAMES.iter().map(|(field, attribute)| (*attribute, *field)));
    // What is left is the record's own: its fields, and those that this version does not know.
    for name in [PK, SK, ENTITY] {
        attributes.remove(name);
    }
    for index in Index::ALL {
        attributes.remove(index.partition_key());
        attributes.remove(index.sort_key());
    }
    R::INSTANTS.iter().for_each(|field| write_out_instant(&mut attributes, field));
    R::OPEN_WORDS.iter().for_each(|word| word.replace_unknown(&mut attributes));
    serde_dynamo::from_item(attributes).map_err(|error| unreadable::<R>(&error))
}

/// Reads those back that can be read; says how many cannot.
pub(super) fn read_each<R: Record>(items: Vec<HashMap<String, AttributeValue>>) -> (Vec<R>, usize) {
    let count = items.len();
    let records: Vec<R> = items.into_iter().filter_map(|attributes| read(attributes).ok()).collect();
    let unreadable = count - records.len();
    (records, unreadable)
}

/// What is not an instant is left: reading it is the error that tells.
fn shorten_instant(attributes: &mut HashMap<String, AttributeValue>, field: &str) {
    if let Some(value) = attributes.get_mut(field)
        && let Some(at) = value.as_s().ok().and_then(|text| text.parse::<Timestamp>().ok())
    {
        *value = AttributeValue::N(at.as_millisecond().to_string());
    }
}

fn write_out_instant(attributes: &mut HashMap<String, AttributeValue>, field: &str) {
    if let Some(value) = attributes.get_mut(field)
        && let Some(at) = value.as_n().ok().and_then(|number| number.parse().ok())
        && let Ok(at) = Timestamp::from_millisecond(at)
    {
        *value = AttributeValue::S(at.to_string());
    }
}

fn rename<'a>(
    attributes: &mut HashMap<String, AttributeValue>,
    names: impl Iterator<Item = (&'a str, &'a str)>,
) {
    for (from, to) in names {
        if let Some(value) = attributes.remove(from) {
            attributes.insert(to.to_owned(), value);
        }
    }
}

fn unreadable<R: Record>(error: &serde_dynamo::Error) -> StoreError {
    StoreError::Unreadable { entity: R::ENTITY, source: Defect::of(error) }
}

/// The key attributes of an item or of a request.
pub(super) fn key_attributes<R>(key: &Key<R>) -> HashMap<String, AttributeValue> {
    HashMap::from([
        (PK.to_owned(), AttributeValue::S(key.pk.clone())),
        (SK.to_owned(), AttributeValue::S(key.sk.clone())),
    ])
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use domain::{phone::PhoneNumber, role::Role};
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, Serialize, Deserialize)]
    struct Person {
        role: Role,
        age: u8,
        phone: PhoneNumber,
    }

    impl Record for Person {
        const ENTITY: &'static str = "person";
    }

    /// All that a log or a `Debug` output would show.
    fn told(attributes: &[(&str, AttributeValue)]) -> String {
        let item = attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let error = read::<Person>(item).unwrap_err();
        let mut text = format!("{error:?} {error}");
        let mut cause: &dyn Error = &error;
        while let Some(next) = cause.source() {
            text = format!("{text} {next:?} {next}");
            cause = next;
        }
        text
    }

    #[test]
    fn an_unreadable_item_tells_what_is_wrong_and_no_value() {
        let text = |value: &str| AttributeValue::S(value.to_owned());
        let number = |value: &str| AttributeValue::N(value.to_owned());
        let (role, age, phone) =
            (("role", text("owner")), ("age", number("7")), ("phone", text("+12025550142")));
        for (item, kind) in [
            (vec![role.clone(), phone.clone()], "missing field"),
            (vec![role.clone(), ("age", text("Robin Example")), phone.clone()], ""),
            (vec![role.clone(), ("age", number("4242")), phone.clone()], ""),
            (vec![("role", text("Robin Example")), age.clone(), phone.clone()], "unknown variant"),
            (vec![("role", number("4242")), age.clone(), phone.clone()], ""),
            (vec![role.clone(), age.clone(), ("phone", text("Robin Example"))], "breaks its rule"),
            (vec![role, age, ("phone", AttributeValue::Bool(true))], ""),
        ] {
            let told = told(&item);
            assert!(told.contains("person") && told.contains(kind), "{told}");
            assert!(!told.contains("Robin") && !told.contains("4242"), "{told}");
        }
    }
}
