//! Who is told of what.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use store::schema::Index;

use super::Template;

/// Metrics of our own that somebody must be told of, with the functions that count them.
const OWN: [(&str, &[&str]); 6] = [
    ("deliveriesExpiring", &["inbox-sweeper"]),
    ("deliveriesFailed", &["inbox-processor"]),
    ("deliveriesRefused", &["elevenlabs-post-call"]),
    ("deliveriesUnclaimed", &["inbox-processor"]),
    ("deliveriesUnreadable", &["elevenlabs-post-call", "inbox-processor"]),
    ("signInsFailed", &["auth-login"]),
];

/// The metrics that an alarm looks at: of one, or of several in a sum.
fn metrics(alarm: &Value) -> Vec<&Value> {
    match alarm["Metrics"].as_array() {
        None => vec![alarm],
        Some(several) => several
            .iter()
            .map(|metric| &metric["MetricStat"]["Metric"])
            .filter(|metric| metric.is_object())
            .collect(),
    }
}

#[test]
fn our_own_metrics_are_watched_in_this_stack() {
    let template = Template::read();
    let mut watched: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, alarm) in template.resources("AWS::CloudWatch::Alarm") {
        for metric in metrics(alarm).into_iter().filter(|metric| metric["Namespace"] == "Navaia") {
            let dimensions = metric["Dimensions"].as_array().unwrap();
            assert_eq!((dimensions.len(), &dimensions[0]["Name"]), (1, &"function".into()), "{id}");
            // Another stack in the account counts the same metrics, under the names of its own functions.
            let function = dimensions[0]["Value"]["Ref"].as_str().unwrap_or_default().to_owned();
            let name = metric["MetricName"].as_str().unwrap().to_owned();
            watched.entry(name).or_default().insert(function);
        }
    }
    let expected = OWN.map(|(metric, functions)| {
        let functions = functions.iter().map(|name| format!("{}Function", generate::logical_id(name)));
        (metric.to_owned(), functions.collect())
    });
    assert_eq!(watched, expected.into());
}

#[test]
fn alarms_may_publish_to_the_topic() {
    let template = Template::read();
    // CloudWatch is no user of AWS's own key for topics, and the policy of that key cannot be changed.
    let key = &template.resource("Alerts")["KmsMasterKeyId"];
    assert!(key.is_null(), "alarms cannot publish to a topic that is encrypted with {key}");
}

#[test]
fn the_table_and_each_index_are_watched_for_throttles() {
    let template = Template::read();
    let mut watched = BTreeSet::new();
    let alarms = ["TableReadThrottlesAlarm", "TableWriteThrottlesAlarm"].map(|name| template.resource(name));
    for alarm in alarms {
        // CloudWatch refuses more, the sum included.
        assert!(
            alarm["Properties"].get("Metrics").unwrap_or(&alarm["Metrics"]).as_array().unwrap().len() <= 10
        );
    }
    for metric in alarms.into_iter().flat_map(metrics) {
        let dimensions = metric["Dimensions"].as_array().unwrap();
        let value = |name: &str| Some(&dimensions.iter().find(|given| given["Name"] == name)?["Value"]);
        assert_eq!(value("TableName").unwrap()["Ref"], "Table");
        let index = value("GlobalSecondaryIndexName").map(|index| index.as_str().unwrap());
        watched.insert((metric["MetricName"].as_str().unwrap(), index));
    }
    let places = || Index::ALL.map(|index| Some(index.name())).into_iter().chain([None]);
    let expected: BTreeSet<_> = ["ReadThrottleEvents", "WriteThrottleEvents"]
        .into_iter()
        .flat_map(|metric| places().map(move |place| (metric, place)))
        .collect();
    assert_eq!(watched, expected);
}
