//! A table that a newer version of the product has written to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use store::schema::EXPIRES_AT;

use crate::app::TestApp;

/// An attribute that no version has.
const UNKNOWN: &str = "ofTheNextVersion";

type Attributes = HashMap<String, AttributeValue>;

/// The items of a table, by their keys.
pub struct Items(BTreeMap<(String, String), Attributes>);

impl Items {
    /// The attributes of each.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &Attributes> {
        self.0.values()
    }

    /// The kinds of record that there are.
    pub fn kinds(&self) -> BTreeSet<String> {
        self.0.values().filter_map(kind).collect()
    }

    /// The kinds of the items that are others in `later`, or are not there.
    pub fn kinds_changed(&self, later: &Self) -> BTreeSet<String> {
        let changed = self.0.iter().filter(|(key, item)| later.0.get(*key) != Some(item));
        changed.filter_map(|(_, item)| kind(item)).collect()
    }

    /// The kinds of the items that are still there in `later`, without what the next version had added.
    pub fn kinds_stripped(&self, later: &Self) -> BTreeSet<String> {
        let had = self.0.iter().filter(|(_, item)| item.contains_key(UNKNOWN));
        had.filter_map(|(key, _)| later.0.get(key))
            .filter(|item| !item.contains_key(UNKNOWN))
            .filter_map(kind)
            .collect()
    }
}

impl Items {
    /// The kinds of which an item has no last day.
    pub fn kinds_for_good(&self) -> BTreeSet<String> {
        self.for_good().filter_map(kind).collect()
    }

    /// How many items have no last day.
    pub fn count_for_good(&self) -> usize {
        self.for_good().count()
    }

    /// The last of all last days, in seconds since 1970.
    pub fn last_day(&self) -> Option<i64> {
        let seconds = |item: &Attributes| item.get(EXPIRES_AT)?.as_n().ok()?.parse().ok();
        self.0.values().filter_map(seconds).max()
    }

    fn for_good(&self) -> impl Iterator<Item = &Attributes> {
        self.0.values().filter(|item| !item.contains_key(EXPIRES_AT))
    }
}

/// How large the items of a kind are, in bytes by the rules of DynamoDB.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// How many there are.
    pub count: usize,
    /// All of them together.
    pub total: usize,
    /// The largest.
    pub largest: usize,
}

impl Items {
    /// How large the items are, by kind.
    pub fn sizes(&self) -> BTreeMap<String, Sizes> {
        let mut sizes = BTreeMap::new();
        for item in self.0.values() {
            let Some(kind) = kind(item) else { continue };
            let size = store::size::of(item);
            let Sizes { count, total, largest } =
                sizes.entry(kind).or_insert(Sizes { count: 0, total: 0, largest: 0 });
            *count += 1;
            *total += size;
            *largest = size.max(*largest);
        }
        sizes
    }
}

impl TestApp {
    /// All items of the table as they are.
    pub async fn items(&self) -> Items {
        let (mut items, mut start) = (BTreeMap::new(), None);
        loop {
            let scan = self.aws.dynamodb().scan().table_name(self.table.name());
            let page = scan.set_exclusive_start_key(start).send().await.unwrap();
            for item in page.items.unwrap_or_default() {
                items.insert((text(&item, "PK"), text(&item, "SK")), item);
            }
            start = page.last_evaluated_key;
            if start.is_none() {
                return Items(items);
            }
        }
    }

    /// Gives the items of a kind that say `text` in one of their attributes one more attribute, or another value of one,
    /// as a later version of the product may: says how many.
    pub async fn set_attribute(&self, entity: &str, text: &str, attribute: &str, value: &str) -> usize {
        let says = |value: &AttributeValue| value.as_s().is_ok_and(|found| found == text);
        let mut items = self.items().await.0;
        items.retain(|_, item| kind(item).as_deref() == Some(entity) && item.values().any(says));
        let count = items.len();
        for mut item in items.into_values() {
            item.insert(attribute.to_owned(), AttributeValue::S(value.to_owned()));
            self.put(item).await;
        }
        count
    }

    /// Gives every item an attribute that this version does not know.
    pub async fn add_unknown_attributes(&self) {
        for (_, mut item) in self.items().await.0 {
            let points = HashMap::from([("points".to_owned(), AttributeValue::N("7".to_owned()))]);
            item.insert(UNKNOWN.to_owned(), AttributeValue::M(points));
            self.put(item).await;
        }
    }

    /// Puts an item that cannot be read beside every item, where lists meet it: into its partition of the table, unless it
    /// is of one of these kinds, and into its partitions of the indexes.
    pub async fn add_unreadable_items(&self, apart: &[&str]) {
        for ((pk, sk), item) in self.items().await.0 {
            let is_key = |name: &str| name.ends_with("PK") || name.ends_with("SK") || name == "entity";
            let keys: Attributes = item.clone().into_iter().filter(|(name, _)| is_key(name)).collect();
            let is_of_table = |name: &str| ["PK", "SK", "entity"].contains(&name);
            let kind = kind(&item).unwrap_or_default();
            if !apart.contains(&kind.as_str()) {
                let mut neighbour = keys.clone();
                neighbour.retain(|name, _| is_of_table(name));
                neighbour.insert("SK".to_owned(), AttributeValue::S(format!("{sk}~")));
                self.put(neighbour).await;
            }
            if keys.keys().any(|name| !is_of_table(name)) {
                let mut indexed = keys;
                indexed.insert("PK".to_owned(), AttributeValue::S(format!("{pk}~")));
                self.put(indexed).await;
            }
        }
    }

    async fn put(&self, item: Attributes) {
        let put = self.aws.dynamodb().put_item().table_name(self.table.name());
        put.set_item(Some(item)).send().await.unwrap();
    }
}

fn kind(item: &Attributes) -> Option<String> {
    Some(item.get("entity")?.as_s().ok()?.clone())
}

fn text(item: &Attributes, name: &str) -> String {
    item[name].as_s().unwrap().clone()
}
