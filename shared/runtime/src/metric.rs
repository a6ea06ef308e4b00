//! What is counted, for an alarm or the dashboard to read: each metric costs money by the month, so there is none that
//! nobody reads. A test compares this list with the template.
//!
//! A metric is a line in the log, in CloudWatch's embedded format, and costs no request of its own. Its one dimension is
//! the function. How often a function ran, failed and for how long is not here: Lambda tells that by itself.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use serde::Serialize;

use crate::{function_name::deployed_name, log};

/// The namespace of our metrics.
const NAMESPACE: &str = "Navaia";

/// One metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    /// Deliveries that nobody settled, and that are about to be removed. Each is counted once a day.
    DeliveriesExpiring,
    /// Deliveries that failed for the fifth time.
    DeliveriesFailed,
    /// Deliveries beyond a quota of their connection.
    DeliveriesOverQuota,
    /// Attempts at a delivery that failed.
    DeliveriesPostponed,
    /// Deliveries that nobody had tried in time.
    DeliveriesQueuedAgain,
    /// Deliveries that are not proven to come from the provider.
    DeliveriesRefused,
    /// Deliveries that are signed, and too late.
    DeliveriesStale,
    /// Deliveries of an agent that nobody has registered.
    DeliveriesUnclaimed,
    /// Deliveries that are signed, and of no shape that is known.
    DeliveriesUnreadable,
    /// How long the delivery that waits longest has waited for its first attempt.
    OldestPendingSeconds,
    /// Records that a list or a sweep went on without, because they cannot be read.
    RecordsUnreadable,
    /// Sign-ins with the wrong password or address. Not attempts that came too soon to be looked at, nor those of disabled users
    /// who know their password.
    SignInsFailed,
}

impl Metric {
    /// Every metric.
    pub const ALL: [Self; 12] = [
        Self::DeliveriesExpiring,
        Self::DeliveriesFailed,
        Self::DeliveriesOverQuota,
        Self::DeliveriesPostponed,
        Self::DeliveriesQueuedAgain,
        Self::DeliveriesRefused,
        Self::DeliveriesStale,
        Self::DeliveriesUnclaimed,
        Self::DeliveriesUnreadable,
        Self::OldestPendingSeconds,
        Self::RecordsUnreadable,
        Self::SignInsFailed,
    ];

    /// What CloudWatch calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeliveriesExpiring => "deliveriesExpiring",
            Self::DeliveriesFailed => "deliveriesFailed",
            Self::DeliveriesOverQuota => "deliveriesOverQuota",
            Self::DeliveriesPostponed => "deliveriesPostponed",
            Self::DeliveriesQueuedAgain => "deliveriesQueuedAgain",
            Self::DeliveriesRefused => "deliveriesRefused",
            Self::DeliveriesStale => "deliveriesStale",
            Self::DeliveriesUnclaimed => "deliveriesUnclaimed",
            Self::DeliveriesUnreadable => "deliveriesUnreadable",
            Self::OldestPendingSeconds => "oldestPendingSeconds",
            Self::RecordsUnreadable => "recordsUnreadable",
            Self::SignInsFailed => "signInsFailed",
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Self::OldestPendingSeconds => "Seconds",
            _ => "Count",
        }
    }
}

static ARE_DISCARDED: AtomicBool = AtomicBool::new(false);

/// Writes no metric from now on in this process: there is no CloudWatch that would read it from standard output, and
/// whatever else reads that must not be met by it.
pub fn discard() {
    ARE_DISCARDED.store(true, Ordering::Relaxed);
}

/// Counts one event.
pub fn count(function: &'static str, metric: Metric, now: Timestamp) {
    add(function, metric, 1, now);
}

/// Counts several events of one kind; writes nothing about none.
pub fn add(function: &'static str, metric: Metric, events: usize, now: Timestamp) {
    if events > 0 {
        level(function, metric, u64::try_from(events).unwrap_or(u64::MAX), now);
    }
}

/// Tells how high something is at this moment, also where it is nothing: whoever hears no level knows of none.
pub fn level(function: &'static str, metric: Metric, value: u64, now: Timestamp) {
    if ARE_DISCARDED.load(Ordering::Relaxed) {
        return;
    }
    log::print(&Line::of(function, metric, value, now));
}

/// A line that tells CloudWatch which of its fields is a metric (CloudWatch embedded metric format specification).
#[derive(Serialize)]
struct Line {
    #[serde(rename = "_aws")]
    directive: serde_json::Value,
    function: &'static str,
    #[serde(flatten)]
    value: std::collections::BTreeMap<&'static str, u64>,
    timestamp: Timestamp,
    level: &'static str,
    message: &'static str,
    #[serde(flatten)]
    ids: serde_json::Map<String, serde_json::Value>,
}

impl Line {
    fn of(function: &'static str, metric: Metric, value: u64, now: Timestamp) -> Self {
        let directive = serde_json::json!({
            "Timestamp": now.as_millisecond(),
            "CloudWatchMetrics": [{
                "Namespace": NAMESPACE,
                "Dimensions": [["function"]],
                "Metrics": [{ "Name": metric.name(), "Unit": metric.unit() }],
            }],
        });
        let mut ids = log::ids_of_caller();
        // The line is counted as the function says that counts, and an id is no number to be counted.
        for own in ["function", metric.name()] {
            ids.remove(own);
        }
        Self {
            directive,
            function: deployed_name(function),
            value: [(metric.name(), value)].into(),
            timestamp: now,
            level: "INFO",
            message: "Counted",
            ids,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use serde_json::{Value, json};

    use super::*;

    /// What the test of this name prints in a process that Lambda gave this name.
    fn printed_as(name: &str, test: &str) -> Vec<Value> {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", &format!("metric::tests::{test}"), "--ignored", "--nocapture"]);
        let output = command.env("AWS_LAMBDA_FUNCTION_NAME", name).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let lines = text.lines().filter_map(|line| line.get(line.find('{')?..));
        lines.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    #[ignore = "run by the next test, in processes of its own"]
    fn counts_events() {
        count("inbox-processor", Metric::DeliveriesFailed, Timestamp::UNIX_EPOCH);
        add("inbox-processor", Metric::DeliveriesPostponed, 0, Timestamp::UNIX_EPOCH);
        level("inbox-processor", Metric::OldestPendingSeconds, 0, Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn a_metric_is_of_the_function_as_it_is_deployed_and_none_is_written_about_no_event() {
        for (name, expected) in
            [("staging-inbox-processor", "staging-inbox-processor"), ("", "inbox-processor")]
        {
            let lines = printed_as(name, "counts_events");
            let [counted, level] = &lines[..] else { panic!("{lines:?}") };
            assert_eq!((&counted["function"], &counted["deliveriesFailed"]), (&json!(expected), &json!(1)));
            assert_eq!((&level["function"], &level["oldestPendingSeconds"]), (&json!(expected), &json!(0)));
            for (line, unit) in [(counted, "Count"), (level, "Seconds")] {
                let directive = &line["_aws"]["CloudWatchMetrics"][0];
                assert_eq!(directive["Dimensions"], json!([["function"]]));
                assert_eq!(directive["Metrics"][0]["Unit"], unit);
            }
        }
    }

    #[test]
    fn every_metric_is_listed_once() {
        let names: std::collections::BTreeSet<_> = Metric::ALL.map(Metric::name).into();
        assert_eq!(names.len(), Metric::ALL.len());
    }
}
