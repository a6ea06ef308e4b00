//! The services' limits.

use std::io;
use std::time::Duration;

use http::request::Parts;
use serde_json::Value;

/// Sizes and times at which the services give up
/// (<https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html>,
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Request line and header values of an HTTP API's request together, in bytes.
    pub head_bytes: usize,
    /// Body of an HTTP API's request, in bytes.
    pub request_bytes: usize,
    /// The event handed to a function, as JSON with the body in base64 where it is, in bytes.
    pub event_bytes: usize,
    /// A function's answer as JSON, in bytes; a hundred more than the event's.
    pub answer_bytes: usize,
    /// How long a function may take behind the gateway. HTTP APIs end at 30 s; the template asks for one
    /// less.
    pub integration_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_bytes: 10_240,
            request_bytes: 10 * 1024 * 1024,
            event_bytes: 6 * 1024 * 1024,
            answer_bytes: 6 * 1024 * 1024 + 100,
            integration_timeout: Duration::from_secs(29),
        }
    }
}

impl Limits {
    pub(super) fn head_is_too_large(&self, head: &Parts) -> bool {
        let line = head.method.as_str().len() + head.uri.to_string().len();
        line + head.headers.values().map(http::HeaderValue::len).sum::<usize>() > self.head_bytes
    }

    pub(super) fn event_is_too_large(&self, event: &Value, body: &[u8]) -> bool {
        // JSON writes a byte with six characters at most, and everything but the body is bounded by the head.
        body.len() >= self.event_bytes / 8 && length(event) > self.event_bytes
    }

    pub(super) fn answer_is_too_large(&self, answer: &Value) -> bool {
        length(answer) > self.answer_bytes
    }
}

/// Bytes of a value written as JSON.
fn length(value: &Value) -> usize {
    struct Count(usize);
    impl io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    match serde_json::to_writer(&mut count, value) {
        Ok(()) => count.0,
        Err(_) => usize::MAX,
    }
}
