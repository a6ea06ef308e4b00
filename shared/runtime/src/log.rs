//! Logs: JSON lines on standard output, where Lambda picks them up.
//!
//! One line is written for every request, message and schedule. What happens inside is logged with `tracing`, and every line
//! has the ids of the work that it is part of ([`Subject`](crate::Subject)). Metrics are lines of their own
//! ([`metric`](crate::metric)).

mod events;
mod security;

use std::{io::Write, sync::Once, time::Duration};

use jiff::Timestamp;
use serde::Serialize;
use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

pub use self::security::SecurityLine;
pub use crate::security_event::{AccountDigest, SecurityEvent, SecurityWord};
use crate::{
    clock::{Clock, SystemClock},
    environment::{ConfigError, Environment, LOG_LEVELS},
    function_name::deployed_name,
    subject::{Facts, Origin, Subject},
};

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
pub(crate) fn print(line: &impl Serialize) {
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

/// The ids of the work that whoever calls is part of.
pub(crate) fn ids_of_caller() -> serde_json::Map<String, serde_json::Value> {
    Subject::of_caller().map(|subject| events::ids(&subject)).unwrap_or_default()
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

/// Which events are logged, as the variable `LOG_LEVELS` has it: a list of levels by target, such as `info,store=debug`.
pub(crate) fn levels(environment: &Environment) -> Result<Option<Targets>, ConfigError> {
    let Some(text) = environment.get(LOG_LEVELS.name) else { return Ok(None) };
    let levels =
        text.parse().map_err(|_| LOG_LEVELS.wrong("it is a list of levels, such as info,store=debug"));
    levels.map(Some)
}

/// Sends `tracing` events of these levels to standard output as JSON; `INFO` and worse if there are none.
pub fn start(levels: Option<Targets>) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
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
