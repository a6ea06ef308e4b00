//! The table of the template is the one that the local stack creates.

use std::collections::BTreeMap;

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
