//! The table of the template is the one that the local stack creates.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use store::schema::{EXPIRES_AT, Index, PK, SK};

use super::Template;

fn key(partition: &str, sort: &str) -> Value {
    json!([
        { "AttributeName": partition, "KeyType": "HASH" },
        { "AttributeName": sort, "KeyType": "RANGE" },
    ])
}

#[test]
fn keys_and_indexes_are_those_of_the_code() {
    let template = Template::read();
    let table = template.resource("Table");
    assert_eq!(table["KeySchema"], key(PK, SK));
    let indexes: BTreeMap<&str, &Value> = table["GlobalSecondaryIndexes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|index| (index["IndexName"].as_str().unwrap(), index))
        .collect();
    assert_eq!(indexes.len(), Index::ALL.len());
    let mut attributes = vec![PK, SK];
    for index in Index::ALL {
        let deployed = indexes[index.name()];
        assert_eq!(deployed["KeySchema"], key(index.partition_key(), index.sort_key()), "{}", index.name());
        let projection = if index.projects_all() { "ALL" } else { "KEYS_ONLY" };
        assert_eq!(deployed["Projection"]["ProjectionType"], projection, "{}", index.name());
        attributes.push(index.partition_key());
        // One may be sorted by the sort key of the table.
        attributes.extend(Some(index.sort_key()).filter(|name| *name != SK));
    }
    let defined: Vec<Value> =
        attributes.iter().map(|name| json!({ "AttributeName": name, "AttributeType": "S" })).collect();
    assert_eq!(table["AttributeDefinitions"], json!(defined));
}

/// One update of a deployed table makes or removes one index at most, so a release may differ from the one before it by
/// one. `infra/schema.released.json` is the schema of the last release; a release writes it anew.
#[test]
fn at_most_one_index_differs_from_the_last_release() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/schema.released.json");
    let released: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let template = Template::read();
    let table = template.resource("Table");
    assert_eq!(table["KeySchema"], released["KeySchema"], "the key of a table cannot change");
    let differing = differing_indexes(&released["GlobalSecondaryIndexes"], &table["GlobalSecondaryIndexes"]);
    assert!(differing.len() <= 1, "{differing:?}");
}

/// The names of the indexes that were added, removed or changed.
fn differing_indexes(before: &Value, after: &Value) -> Vec<String> {
    let by_name = |indexes: &Value| -> BTreeMap<String, Value> {
        let named = |index: &Value| (index["IndexName"].as_str().unwrap().to_owned(), index.clone());
        indexes.as_array().unwrap().iter().map(named).collect()
    };
    let (before, after) = (by_name(before), by_name(after));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

#[test]
fn an_index_that_is_new_gone_or_changed_differs() {
    let index = |name: &str, key: &str| json!({ "IndexName": name, "KeySchema": [{ "AttributeName": key }] });
    let before = json!([index("a", "x"), index("b", "x"), index("c", "x")]);
    let after = json!([index("a", "x"), index("b", "y"), index("d", "x")]);
    assert_eq!(differing_indexes(&before, &before), Vec::<String>::new());
    assert_eq!(differing_indexes(&before, &after), ["b", "c", "d"]);
}

#[test]
fn it_is_kept_encrypted_and_recoverable() {
    let template = Template::read();
    let table = template.resource("Table");
    assert_eq!(table["BillingMode"], "PAY_PER_REQUEST");
    assert_eq!(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], true);
    assert_eq!(table["SSESpecification"]["SSEEnabled"], true);
    assert_eq!(table["TimeToLiveSpecification"], json!({ "AttributeName": EXPIRES_AT, "Enabled": true }));
    // Kept even by the rollback of a first deployment, which could not delete it; so its name must not be fixed.
    assert_eq!(table["DeletionProtectionEnabled"], true);
    assert_eq!(template.translated["Resources"]["Table"]["DeletionPolicy"], "Retain");
    assert!(table["TableName"].is_null());
}
