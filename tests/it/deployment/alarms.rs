//! Who is told of what.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use domain::throttle::{ACCOUNT_FROM_SOURCE, Rule, SOURCE};
use serde_json::Value;
use store::schema::Index;

use super::Template;
use crate::root;

/// The topic of those who are woken.
const ALERTS: &str = "Alerts";
/// The topic of what is read by day.
const NOTICES: &str = "Notices";

/// The metrics that an alarm looks at: of one, or of several in a sum.
pub(super) fn metrics(alarm: &Value) -> Vec<&Value> {
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
fn alarms_may_publish_to_the_topics() {
    let template = Template::read();
    // CloudWatch is no user of AWS's own key for topics, and the policy of that key cannot be changed.
    for topic in [ALERTS, NOTICES] {
        let key = &template.resource(topic)["KmsMasterKeyId"];
        assert!(key.is_null(), "alarms cannot publish to a topic that is encrypted with {key}");
    }
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

/// The section of the runbook that an alarm names.
fn section_of(alarm: &Value) -> &str {
    let description = alarm["AlarmDescription"].as_str().unwrap();
    let section = description.rsplit_once("Runbook: docs/runbook.md#").map(|(_, section)| section);
    section.unwrap_or_else(|| panic!("{description}"))
}

/// The sections that say what to do about an alarm, with what it means: they begin with that.
fn sections_of_alarms() -> BTreeMap<String, String> {
    let runbook = fs::read_to_string(root().join("docs/runbook.md")).unwrap();
    let sections = runbook.split("\n## ").skip(1).filter_map(|section| section.split_once("\n\n"));
    let of_alarms = sections.filter_map(|(title, text)| {
        let (meaning, _) = text.strip_prefix("*Alarm: ")?.split_once('*')?;
        Some((title.to_lowercase().replace(' ', "-"), meaning.replace('\n', " ")))
    });
    of_alarms.collect()
}

#[test]
fn every_alarm_has_a_section_of_the_runbook_and_every_such_section_an_alarm() {
    let template = Template::read();
    let alarms = template.resources("AWS::CloudWatch::Alarm");
    let named: BTreeSet<String> = alarms.values().map(|alarm| section_of(alarm).to_owned()).collect();
    assert!(named.len() > 10, "{named:?}");
    assert_eq!(named, sections_of_alarms().into_keys().collect());
}

/// A small number as the runbook has it.
fn in_words(number: u64) -> String {
    match number {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        4 => "four".to_owned(),
        5 => "five".to_owned(),
        10 => "ten".to_owned(),
        100 => "a hundred or more".to_owned(),
        other => other.to_string(),
    }
}

#[test]
fn the_runbook_says_of_each_alarm_when_it_rings() {
    let template = Template::read();
    let sections = sections_of_alarms();
    for (id, alarm) in template.resources("AWS::CloudWatch::Alarm") {
        let meaning = &sections[section_of(alarm)];
        let number = |name: &str| alarm[name].as_u64().unwrap();
        let (bad, of) = (in_words(number("DatapointsToAlarm")), in_words(number("EvaluationPeriods")));
        let span = match periods(alarm).into_iter().max().unwrap() {
            300 if bad == of => "did not run for ten".to_owned(),
            300 => format!("in {bad} of {of} periods of five minutes"),
            900 => format!("in {bad} of {of} quarters of an hour"),
            _ => "in a day".to_owned(),
        };
        assert!(meaning.contains(&span), "{id}: {span} is not in: {meaning}");
        let Some(expression) =
            alarm["Metrics"][0]["Expression"].as_str().filter(|text| text.contains("100 *"))
        else {
            continue;
        };
        let percent = number("Threshold");
        let says_share = meaning.contains(&format!("{percent} %"))
            || (percent == 50 && meaning.contains("half"))
            || (percent == 10 && meaning.contains("once in ten times"));
        assert!(says_share, "{id}: {percent} % is not in: {meaning}");
        if let Some((_, rest)) = expression.split_once(" >= ") {
            let least = rest.split(',').next().unwrap().parse().unwrap();
            let (digits, words) = (format!("{least} at least"), in_words(least));
            let says_least = meaning.contains(&digits) || meaning.contains(&words);
            assert!(says_least, "{id}: {least} is not in: {meaning}");
        }
    }
}

/// Where an alarm is told. Who has a connection can sign junk rightly, as much as its quota allows: what counts deliveries
/// by what is in them wakes nobody, and neither does that many of them wait, unless others wait with them, or nothing is
/// done at all.
fn topic_of(alarm: &Value) -> &'static str {
    let names: Vec<_> = metrics(alarm).iter().map(|metric| metric["MetricName"].as_str().unwrap()).collect();
    let counts_deliveries = names.iter().any(|name| name.starts_with("deliveries"));
    let counts_what_waits =
        ["oldestPendingSeconds", "ApproximateAgeOfOldestMessage"].iter().any(|name| names == [*name]);
    if counts_deliveries || counts_what_waits { NOTICES } else { ALERTS }
}

#[test]
fn nothing_that_one_tenant_sends_wakes_anybody() {
    let template = Template::read();
    let alarms = template.resources("AWS::CloudWatch::Alarm");
    let told = |topic| alarms.values().filter(|alarm| topic_of(alarm) == topic).count();
    assert!(told(NOTICES) > 5 && told(ALERTS) > 10);
    let email = |id: &str| template.resource(id)["Endpoint"]["Ref"].as_str().unwrap().to_owned();
    assert_eq!(
        (email("AlertsByEmail"), email("NoticesByEmail")),
        ("AlertEmail".into(), "NoticeEmail".into())
    );
}

#[test]
fn every_alarm_tells_somebody_and_when_it_is_over() {
    let template = Template::read();
    for (id, alarm) in template.resources("AWS::CloudWatch::Alarm") {
        let topic = serde_json::json!([{ "Ref": topic_of(alarm) }]);
        assert_eq!(alarm["AlarmActions"], topic, "{id}");
        // What is looked at by the day is over when somebody looked.
        let by_the_day = periods(alarm).contains(&86_400);
        assert_eq!(alarm["OKActions"] == topic, !by_the_day, "{id}");
    }
}

fn periods(alarm: &Value) -> BTreeSet<u64> {
    let several = alarm["Metrics"].as_array().into_iter().flatten();
    several
        .chain([alarm])
        .filter_map(|of| of["MetricStat"]["Period"].as_u64().or(of["Period"].as_u64()))
        .collect()
}

/// One event is no alarm, and neither is what happens in one period only: it has to last.
#[test]
fn no_alarm_rings_at_the_first_event() {
    let template = Template::read();
    for (id, alarm) in template.resources("AWS::CloudWatch::Alarm") {
        let of_a_day = periods(alarm).contains(&86_400);
        let bad = alarm["DatapointsToAlarm"].as_u64().unwrap();
        assert!(bad >= 2 || of_a_day, "{id}: one period is enough");
        assert!(bad <= alarm["EvaluationPeriods"].as_u64().unwrap(), "{id}");
        // CloudWatch looks at a day at most, or at a week where the periods are of an hour or more.
        let longest =
            periods(alarm).into_iter().max().unwrap() * alarm["EvaluationPeriods"].as_u64().unwrap();
        assert!(longest <= 86_400, "{id}: {longest} s");
    }
}

/// An alarm about a share: its share in per cent of so many bad ones of all, as CloudWatch calculates it.
fn share(alarm: &Value, bad: f64, all: f64) -> f64 {
    let expression = alarm["Metrics"][0]["Expression"].as_str().unwrap();
    let wrong = || panic!("this is no share: {expression}");
    let inner = expression.strip_prefix("IF(").and_then(|rest| rest.strip_suffix(", 0)"));
    let (condition, share) = inner.and_then(|inner| inner.split_once(", 100 * ")).unwrap_or_else(wrong);
    let (counted, least) = condition.split_once(" >= ").unwrap_or_else(wrong);
    assert_eq!(share, format!("{counted} / FILL(whole, 0)"));
    // Which of a sum and a comparison comes first, CloudWatch does not say.
    assert!(!counted.contains(" + ") || counted.starts_with('('), "{counted}");
    let ids = alarm["Metrics"].as_array().unwrap().iter().map(|metric| metric["Id"].as_str().unwrap());
    for id in ids.filter(|id| !["result", "whole"].contains(id)) {
        assert!(counted.contains(&format!("FILL({id}, 0)")), "{id}: {expression}");
    }
    if bad >= least.parse::<f64>().unwrap() { 100.0 * bad / all } else { 0.0 }
}

#[test]
fn one_tenants_junk_pages_nobody_and_trouble_of_many_does() {
    let template = Template::read();
    let about_deliveries: Vec<_> = template
        .resources("AWS::CloudWatch::Alarm")
        .into_iter()
        .filter(|(_, alarm)| {
            let counts = |metric: &Value| metric["MetricName"].as_str().unwrap().starts_with("deliveries");
            metrics(alarm).into_iter().any(counts)
        })
        .collect();
    assert!(about_deliveries.len() >= 7, "{about_deliveries:?}");
    for (id, alarm) in about_deliveries {
        let threshold = alarm["Threshold"].as_f64().unwrap();
        for (what, bad, all) in
            [("one", 1.0, 1.0), ("a quiet night", 5.0, 5.0), ("one tenant in fifty", 40.0, 2_000.0)]
        {
            assert!(share(alarm, bad, all) <= threshold, "{id} rings: {what}");
        }
        assert!(share(alarm, 1_600.0, 2_000.0) > threshold, "{id} does not ring when nearly all are bad");
    }
}

/// One tenant's flood waits for itself: it makes its group a noisy one, whose messages the queue keeps behind the others'.
#[test]
fn a_flood_of_one_tenant_wakes_nobody_and_what_others_wait_for_does() {
    let template = Template::read();
    let (quiet, dimension) = ("ApproximateAgeOfOldestMessageInQuietGroups", "QueueName");
    let mut consumed = 0;
    for function in catalog::functions() {
        let runtime::Trigger::Queue { queue } = function.trigger else { continue };
        let id = generate::logical_id(queue);
        let alarm = template.resource(&format!("{id}QueueDelayAlarm"));
        assert_eq!(alarm["MetricName"], quiet, "{queue}");
        let of_the_queue = serde_json::json!([
            { "Name": dimension, "Value": { "Fn::GetAtt": [format!("{id}Queue"), "QueueName"] } }
        ]);
        assert_eq!(alarm["Dimensions"], of_the_queue, "{queue}");
        consumed += 1;
    }
    assert!(consumed > 0);
}

#[test]
fn deliveries_that_wait_while_nothing_runs_wake_somebody() {
    let template = Template::read();
    let alarm = template.resource("InboxStandstillAlarm");
    assert_eq!(alarm["Metrics"][0]["Expression"], "IF(FILL(runs, 0) < 1, pending, 0)");
    let figures: BTreeMap<_, _> = alarm["Metrics"].as_array().unwrap()[1..]
        .iter()
        .map(|figure| {
            let (stat, metric) = (&figure["MetricStat"], &figure["MetricStat"]["Metric"]);
            let of = metric["Dimensions"][0]["Value"]["Ref"].as_str().unwrap();
            let name = metric["MetricName"].as_str().unwrap();
            (figure["Id"].as_str().unwrap(), (name, of, stat["Stat"].as_str().unwrap()))
        })
        .collect();
    let expected = BTreeMap::from([
        ("pending", ("oldestPendingSeconds", "InboxSweeperFunction", "Maximum")),
        ("runs", ("Invocations", "InboxProcessorFunction", "Sum")),
    ]);
    assert_eq!(figures, expected);
    assert_eq!(
        (&alarm["ComparisonOperator"], &alarm["Threshold"]),
        (&"GreaterThanThreshold".into(), &900.into())
    );
}

/// Who tries passwords at many accounts from one network, as fast as is let through, rings. A program with the old password of
/// one account does not.
#[test]
fn guesses_at_many_accounts_ring_and_an_old_password_does_not() {
    let template = Template::read();
    let alarm = template.resource("FailedSignInsAlarm");
    let period = i64::try_from(alarm["Period"].as_u64().unwrap()).unwrap();
    let threshold = alarm["Threshold"].as_i64().unwrap();
    let within = |rule: &Rule| period / rule.forgiven_every.as_secs();
    assert!(within(&SOURCE) > threshold);
    assert!(i64::from(ACCOUNT_FROM_SOURCE.free) + within(&ACCOUNT_FROM_SOURCE) < threshold);
}

/// What has to ring, each by what it looks at: namespace, metric, and the resource or index that is meant. An alarm that is
/// taken away together with its section of the runbook is missed here.
#[test]
fn what_has_to_ring_rings() {
    let template = Template::read();
    let alarms = template.resources("AWS::CloudWatch::Alarm");
    let looks_at = |namespace: &str, metric: &str, of: &str| {
        let found = alarms.iter().filter(|(_, alarm)| {
            // The first figure is what it is about, what it is compared with comes behind it. Indexes are of their table.
            let figure = metrics(alarm)[0];
            let dimensions = figure["Dimensions"].to_string();
            figure["Namespace"] == namespace && figure["MetricName"] == metric && dimensions.contains(of)
        });
        found.count()
    };
    let mut wanted: Vec<(&str, &str, String)> = [
        ("Navaia", "deliveriesStale", "ElevenlabsPostCallFunction"),
        ("Navaia", "deliveriesRefused", "ElevenlabsPostCallFunction"),
        ("Navaia", "deliveriesUnclaimed", "InboxProcessorFunction"),
        ("Navaia", "deliveriesPostponed", "InboxProcessorFunction"),
        ("Navaia", "deliveriesFailed", "InboxProcessorFunction"),
        ("Navaia", "deliveriesExpiring", "InboxSweeperFunction"),
        ("Navaia", "signInsFailed", "AuthLoginFunction"),
        ("AWS/ApiGateway", "5xx", "Api"),
        ("AWS/ApiGateway", "Latency", "Api"),
    ]
    .map(|(namespace, metric, of)| (namespace, metric, of.to_owned()))
    .to_vec();
    for function in catalog::functions() {
        let id = generate::logical_id(function.name);
        let of = format!("\"{id}Function\"");
        match function.trigger {
            runtime::Trigger::Api { .. } => continue,
            runtime::Trigger::FunctionUrl { .. } => {}
            runtime::Trigger::Schedule { .. } => wanted.push(("AWS/Lambda", "Invocations", of.clone())),
            runtime::Trigger::Queue { queue } => {
                let id = generate::logical_id(queue);
                let (age, waiting) =
                    ("ApproximateAgeOfOldestMessageInQuietGroups", "ApproximateNumberOfMessagesVisible");
                wanted.push(("AWS/SQS", age, format!("\"{id}Queue\"")));
                wanted.push(("AWS/SQS", waiting, format!("\"{id}DeadLetterQueue\"")));
            }
        }
        wanted.push(("AWS/Lambda", "Errors", of.clone()));
        wanted.push(("AWS/Lambda", "Throttles", of));
    }
    wanted.push(("AWS/SQS", "ApproximateNumberOfMessagesVisible", "\"SchedulesDeadLetterQueue\"".to_owned()));
    for metric in ["ReadThrottleEvents", "WriteThrottleEvents"] {
        wanted.push(("AWS/DynamoDB", metric, "Table".to_owned()));
    }
    for (namespace, metric, of) in wanted {
        assert_eq!(looks_at(namespace, metric, &of), 1, "alarms about {metric} of {of}");
    }
    // How long the oldest delivery that is due has waited: by itself, and while nothing processes any.
    assert_eq!(looks_at("Navaia", "oldestPendingSeconds", "InboxSweeperFunction"), 2);
    let oldest = template.resource("PendingWebhooksAlarm");
    assert_eq!((&oldest["Threshold"], &oldest["MetricName"]), (&900.into(), &"oldestPendingSeconds".into()));
    // What the gateway refuses is counted in its log, under a name of the stack.
    let throttled =
        alarms.values().filter(|alarm| metrics(alarm)[0]["MetricName"] == "requestsThrottled").count();
    assert_eq!(throttled, 1);
}

#[test]
fn a_schedule_that_does_not_run_rings() {
    let template = Template::read();
    for function in catalog::functions() {
        let runtime::Trigger::Schedule { every } = function.trigger else { continue };
        let id = generate::logical_id(function.name);
        let alarm = template.resource(&format!("{id}SilenceAlarm"));
        let dimension =
            serde_json::json!([{ "Name": "FunctionName", "Value": { "Ref": format!("{id}Function") } }]);
        assert_eq!((&alarm["MetricName"], &alarm["Dimensions"]), (&"Invocations".into(), &dimension));
        // Lambda tells nothing about a function that is not run.
        assert_eq!(alarm["TreatMissingData"], "breaching");
        assert_eq!(
            (&alarm["ComparisonOperator"], &alarm["Threshold"]),
            (&"LessThanThreshold".into(), &1.into())
        );
        let looked_at = alarm["Period"].as_u64().unwrap() * alarm["EvaluationPeriods"].as_u64().unwrap();
        assert_eq!((looked_at, looked_at / every.as_secs()), (600, 10), "{}", function.name);
    }
}
