//! Logs: JSON lines on standard output, where Lambda picks them up.
//!
//! One line is written for every request, message and schedule; it carries the metrics as well, in CloudWatch's
//! embedded format, so that they cost no request of their own. What happens inside is logged with `tracing`, and every line
//! has the ids of the work that it is part of ([`Subject`](crate::Subject)).

mod events;
mod security;

use std::{
    io::Write,
    sync::{
        Once, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use serde::Serialize;
use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

pub use self::security::{AccountDigest, SecurityEvent, SecurityLine, SecurityWord};
use crate::{
    clock::{Clock, SystemClock},
    environment::{ConfigError, Environment},
    subject::{Facts, Origin, Subject},
};

/// The namespace of our metrics.
const NAMESPACE: &str = "Navaia";
/// The variable in which Lambda gives the name of a deployed function.
const FUNCTION_NAME: &str = "AWS_LAMBDA_FUNCTION_NAME";

/// Takes the line of each request.
pub trait RequestLog: Send + Sync + 'static {
    /// Writes it.
    fn write(&self, line: &RequestLine<'_>);

    /// Writes the line of a security event. Where nobody would read it, it is left out.
    fn write_security(&self, _: &SecurityLine<'_>) {}
}

/// What is logged about one request, message or schedule. Personal data is not in it: paths are templates.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestLine<'a> {
    /// When it was answered.
    pub timestamp: Timestamp,
    /// `INFO`, or `ERROR` when the fault is ours.
    pub level: &'static str,
    /// What happened, in short.
    pub message: String,
    /// Where it came from.
    #[serde(flatten)]
    pub origin: &'a Origin,
    /// What it was about.
    #[serde(flatten)]
    pub facts: &'a Facts,
    /// HTTP status; 200 or 500 for what is not HTTP.
    pub status: u16,
    /// How long it took.
    pub duration_ms: f64,
    /// The code of the error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<&'static str>,
    /// What caused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// 1 when the fault is ours, else 0.
    pub faults: u8,
    /// What CloudWatch makes metrics of.
    #[serde(rename = "_aws")]
    pub metrics: EmbeddedMetrics,
}

/// The part of a line that tells CloudWatch which of its fields are metrics
/// (CloudWatch embedded metric format specification).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EmbeddedMetrics {
    timestamp: i64,
    cloud_watch_metrics: [MetricDirective; 1],
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct MetricDirective {
    namespace: &'static str,
    dimensions: [[&'static str; 1]; 1],
    metrics: &'static [MetricDefinition],
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct MetricDefinition {
    name: &'static str,
    unit: &'static str,
}

const REQUEST_METRICS: &[MetricDefinition] = &[
    MetricDefinition { name: "durationMs", unit: "Milliseconds" },
    MetricDefinition { name: "faults", unit: "Count" },
];

impl EmbeddedMetrics {
    pub(crate) fn of_request(now: Timestamp) -> Self {
        let directive =
            MetricDirective { namespace: NAMESPACE, dimensions: [["function"]], metrics: REQUEST_METRICS };
        Self { timestamp: now.as_millisecond(), cloud_watch_metrics: [directive] }
    }
}

/// Writes lines to standard output.
#[derive(Clone, Copy, Debug)]
pub struct StandardOutput;

impl RequestLog for StandardOutput {
    fn write(&self, line: &RequestLine<'_>) {
        print(line);
    }

    fn write_security(&self, line: &SecurityLine<'_>) {
        print(line);
    }
}

/// Prints one line of JSON.
fn print(line: &impl Serialize) {
    if let Ok(mut json) = serde_json::to_vec(line) {
        json.push(b'\n');
        // There is nobody left to tell when the log itself is broken.
        drop(std::io::stdout().lock().write_all(&json));
    }
}

/// Logs nothing, for tests that look at answers.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl RequestLog for Silent {
    fn write(&self, _: &RequestLine<'_>) {}
}

static METRICS_ARE_DISCARDED: AtomicBool = AtomicBool::new(false);

/// Counts nothing from now on in this process: there is no CloudWatch that would read it from standard output, and
/// whatever else reads that must not be met by it.
pub fn discard_metrics() {
    METRICS_ARE_DISCARDED.store(true, Ordering::Relaxed);
}

/// Counts an event as a metric of its own, such as a webhook of an agent that nobody knows.
pub fn count(function: &'static str, metric: &'static str, now: Timestamp) {
    add(function, metric, 1, now);
}

/// Counts records that a list or a sweep went on without, because they cannot be read.
pub fn records_unreadable(function: &'static str, count: usize, now: Timestamp) {
    add(function, "recordsUnreadable", count, now);
}

/// Counts several events of one kind; writes nothing about none.
pub fn add(function: &'static str, metric: &'static str, events: usize, now: Timestamp) {
    if events == 0 || METRICS_ARE_DISCARDED.load(Ordering::Relaxed) {
        return;
    }
    #[derive(Serialize)]
    struct Line {
        #[serde(rename = "_aws")]
        metrics: serde_json::Value,
        function: &'static str,
        #[serde(flatten)]
        value: std::collections::BTreeMap<&'static str, usize>,
        timestamp: Timestamp,
        level: &'static str,
        message: &'static str,
        #[serde(flatten)]
        ids: serde_json::Map<String, serde_json::Value>,
    }
    let metrics = serde_json::json!({
        "Timestamp": now.as_millisecond(),
        "CloudWatchMetrics": [{
            "Namespace": NAMESPACE,
            "Dimensions": [["function"]],
            "Metrics": [{ "Name": metric, "Unit": "Count" }],
        }],
    });
    let mut ids = Subject::of_caller().map(|subject| events::ids(&subject)).unwrap_or_default();
    // The line is counted as the function says that counts, and an id is no number to be counted.
    for own in ["function", metric] {
        ids.remove(own);
    }
    print(&Line {
        metrics,
        function: deployed_name(function),
        value: [(metric, events)].into(),
        timestamp: now,
        level: "INFO",
        message: "Counted",
        ids,
    });
}

/// Says why a function cannot start, in one line that a person understands.
pub(crate) fn cannot_start(function: &'static str, error: &ConfigError) {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Line {
        timestamp: Timestamp,
        level: &'static str,
        message: &'static str,
        function: &'static str,
        error_code: &'static str,
        cause: String,
    }
    print(&Line {
        timestamp: SystemClock.now(),
        level: "ERROR",
        message: "The function cannot start",
        function: deployed_name(function),
        error_code: "start_failed",
        cause: error.to_string(),
    });
}

/// What a function is called in its log lines, and so in its metrics, whose only dimension it is. In Lambda that is the
/// name it is deployed under, which begins with the stack's: metrics know no stack, and one account may hold several.
/// Elsewhere it is its name in the code.
pub(crate) fn deployed_name(function: &'static str) -> &'static str {
    static DEPLOYED: OnceLock<Option<String>> = OnceLock::new();
    let deployed = DEPLOYED.get_or_init(|| Environment::of_process().get(FUNCTION_NAME));
    deployed.as_deref().unwrap_or(function)
}

/// Sends `tracing` events to standard output as JSON. `levels` is a list of levels by target, such as `info,store=debug`.
pub fn start(levels: Option<&str>) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let levels = levels.and_then(|levels| levels.parse::<Targets>().ok());
        let levels = levels.unwrap_or_else(|| Targets::new().with_default(tracing::Level::INFO));
        let flat = events::FlatJson(|| SystemClock.now());
        let json = tracing_subscriber::fmt::layer().event_format(flat);
        // Somebody may have installed a subscriber before us (a test, the local stack): theirs stays.
        drop(tracing_subscriber::registry().with(levels).with(json).try_init());
    });
}

/// Milliseconds, with microseconds after the point.
pub(crate) fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use serde_json::Value;

    use super::*;

    /// What `counts_an_event` prints in a process that Lambda gave this name.
    fn counted_as(name: &str) -> Value {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "log::tests::counts_an_event", "--ignored", "--nocapture"]);
        let output = command.env(FUNCTION_NAME, name).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text.lines().find_map(|line| line.get(line.find('{')?..)).unwrap();
        serde_json::from_str(line).unwrap()
    }

    #[test]
    #[ignore = "run by the next test, in processes of its own"]
    fn counts_an_event() {
        count("inbox-processor", "deliveriesFailed", Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn a_metric_is_of_the_function_as_it_is_deployed() {
        for (name, expected) in
            [("staging-inbox-processor", "staging-inbox-processor"), ("", "inbox-processor")]
        {
            let line = counted_as(name);
            assert_eq!(line["_aws"]["CloudWatchMetrics"][0]["Dimensions"], serde_json::json!([["function"]]));
            assert_eq!((&line["function"], &line["deliveriesFailed"]), (&expected.into(), &1.into()));
        }
    }
}
