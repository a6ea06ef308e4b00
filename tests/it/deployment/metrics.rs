//! What is counted, and who reads it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use runtime::Metric;
use serde_json::{Value, json};

use super::{Template, alarms};
use crate::root;

/// The functions that count each metric. An alarm or the dashboard has to look at each of them: the function is the one
/// dimension.
fn counted_by(metric: Metric) -> &'static [&'static str] {
    match metric {
        Metric::DeliveriesExpiring | Metric::DeliveriesQueuedAgain | Metric::OldestPendingSeconds => {
            &["inbox-sweeper"]
        }
        Metric::DeliveriesFailed | Metric::DeliveriesPostponed | Metric::DeliveriesUnclaimed => {
            &["inbox-processor"]
        }
        Metric::DeliveriesOverQuota | Metric::DeliveriesRefused | Metric::DeliveriesStale => {
            &["elevenlabs-post-call"]
        }
        Metric::DeliveriesUnreadable => &["elevenlabs-post-call", "inbox-processor"],
        Metric::SignInsFailed => &["auth-login"],
        // Every list does.
        Metric::RecordsUnreadable => &[EVERY],
    }
}

/// In the place of a function: all that count it.
const EVERY: &str = "*";

/// Metrics of the namespace that functions count in, with the functions.
type Read = BTreeMap<String, BTreeSet<String>>;

fn function_of(text: &str) -> String {
    let id = text.strip_suffix("Function").unwrap_or(text);
    let known = catalog::functions().into_iter().find(|function| generate::logical_id(function.name) == id);
    known.unwrap_or_else(|| panic!("{text} is no function")).name.to_owned()
}

fn read_by_alarms(template: &Template) -> Read {
    let mut read = Read::new();
    for (id, alarm) in template.resources("AWS::CloudWatch::Alarm") {
        for metric in alarms::metrics(alarm).into_iter().filter(|metric| metric["Namespace"] == "Navaia") {
            let dimensions = metric["Dimensions"].as_array().unwrap();
            // Another stack in the account counts the same metrics, under the names of its own functions.
            assert_eq!((dimensions.len(), &dimensions[0]["Name"]), (1, &json!("function")), "{id}");
            let function = function_of(dimensions[0]["Value"]["Ref"].as_str().unwrap());
            let name = metric["MetricName"].as_str().unwrap().to_owned();
            read.entry(name).or_default().insert(function);
        }
    }
    read
}

fn read_by_dashboard(template: &Template) -> Read {
    let mut read = Read::new();
    for widget in dashboard(template)["widgets"].as_array().unwrap() {
        let mut before: Vec<Value> = Vec::new();
        for row in widget["properties"]["metrics"].as_array().unwrap() {
            let mut row = row.as_array().unwrap().clone();
            if let Some(expression) = row[0]["expression"].as_str() {
                if let Some(search) = expression.strip_prefix("SEARCH('{Navaia,function} MetricName=\"") {
                    let name = search.split('"').next().unwrap().to_owned();
                    read.entry(name).or_default().insert(EVERY.to_owned());
                }
                continue;
            }
            // A dot is what stands there in the row before.
            for (place, value) in row.iter_mut().enumerate().filter(|(_, value)| **value == json!(".")) {
                *value = before[place].clone();
            }
            if row[0] == json!("Navaia") {
                assert_eq!(row[2], json!("function"), "{row:?}");
                let function = row[3].as_str().unwrap().trim_start_matches("${").trim_end_matches('}');
                let name = row[1].as_str().unwrap().to_owned();
                read.entry(name).or_default().insert(function_of(function));
            }
            before = row;
        }
    }
    read
}

fn dashboard(template: &Template) -> Value {
    let body = template.resource("Dashboard")["DashboardBody"]["Fn::Sub"].as_str().unwrap();
    serde_json::from_str(body).unwrap()
}

#[test]
fn what_is_counted_is_read_by_an_alarm_or_the_dashboard_and_nothing_else_is_read() {
    let template = Template::read();
    let mut read = read_by_alarms(&template);
    for (name, functions) in read_by_dashboard(&template) {
        read.entry(name).or_default().extend(functions);
    }
    let counted: Read = Metric::ALL
        .into_iter()
        .map(|metric| {
            (metric.name().to_owned(), counted_by(metric).iter().map(|&name| name.to_owned()).collect())
        })
        .collect();
    assert_eq!(read, counted);
}

/// Rust files below a folder, without tests.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if name.ends_with(".rs") && name != "tests.rs" && name != "metric.rs" {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_metric_is_counted_somewhere() {
    let mut texts = Vec::new();
    for folder in ["functions", "shared"] {
        sources(&root().join(folder), &mut texts);
    }
    for metric in Metric::ALL {
        let name = format!("Metric::{metric:?}");
        assert!(texts.iter().any(|text| text.contains(&name)), "nothing counts {name}");
    }
}

/// What Lambda tells about every function for nothing would cost $0.60 a month for each of them.
#[test]
fn a_request_is_no_metric_of_ours() {
    let line = fs::read_to_string(root().join("shared/runtime/src/log.rs")).unwrap();
    assert!(!line.contains("CloudWatchMetrics"));
    let template = Template::read();
    let dashboard = dashboard(&template).to_string();
    for free in ["Duration", "Errors", "Throttles"] {
        assert!(
            dashboard.contains(&format!("{{AWS/Lambda,FunctionName}} MetricName=\\\"{free}\\\"")),
            "{free}"
        );
    }
}

#[test]
fn metrics_by_route_are_for_who_asks_for_them() {
    let template = Template::read();
    let parameter = &template.translated["Parameters"]["DetailedMetrics"];
    assert_eq!(parameter["Default"], "false");
    let stages = template.resources("AWS::ApiGatewayV2::Stage");
    assert_eq!(stages.len(), 1);
    for (id, stage) in stages {
        let detailed = &stage["DefaultRouteSettings"]["DetailedMetricsEnabled"];
        assert_eq!(detailed["Ref"], "DetailedMetrics", "{id}");
    }
}

/// The filter counts what the gateway refused by itself. It reads fields of the access log, as that writes them.
#[test]
fn the_filter_of_the_access_log_reads_fields_that_are_there() {
    let template = Template::read();
    let filter = template.resource("ApiThrottles");
    assert_eq!(filter["LogGroupName"]["Ref"], "ApiLogs");
    let pattern = filter["FilterPattern"].as_str().unwrap();
    let (_, stage) = template.resources("AWS::ApiGatewayV2::Stage").into_iter().next().unwrap();
    let format: String = stage["AccessLogSettings"]["Format"].as_str().unwrap().to_owned();
    for (field, variable) in [("status", "status"), ("integrationMs", "integrationLatency")] {
        assert!(pattern.contains(&format!("$.{field} = \"")), "{pattern}");
        assert!(format.contains(&format!("\"{field}\":\"$context.{variable}\"")), "{format}");
    }
    let transformation = &filter["MetricTransformations"][0];
    let alarm = template.resource("ApiThrottlesAlarm");
    let read = alarms::metrics(alarm);
    let throttled = read.iter().find(|metric| metric["MetricName"] == transformation["MetricName"]).unwrap();
    assert_eq!(throttled["Namespace"], transformation["MetricNamespace"]);
}
