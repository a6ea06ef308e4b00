//! The lines of security events: their kind is `security`, and no personal data is in them.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    security_event::{AccountDigest, SecurityEvent, SecurityWord},
    subject::{Facts, Origin},
};

/// The line of a security event.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityLine<'a> {
    timestamp: Timestamp,
    level: &'static str,
    /// Tells these lines from all others.
    kind: &'static str,
    message: &'static str,
    event: SecurityWord,
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a AccountDigest>,
    source: String,
    #[serde(flatten)]
    origin: &'a Origin,
    #[serde(flatten)]
    facts: &'a Facts,
}

impl<'a> SecurityLine<'a> {
    /// The line of an event that was part of this work.
    pub(crate) fn new(
        event: &'a SecurityEvent,
        origin: &'a Origin,
        facts: &'a Facts,
        now: Timestamp,
    ) -> Self {
        Self {
            timestamp: now,
            level: event.word.level(),
            kind: "security",
            message: event.word.message(),
            event: event.word,
            reason: event.reason,
            account: event.account.as_ref(),
            source: event.source.to_string(),
            origin,
            facts,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_tells_the_network_and_no_address() {
        let event =
            SecurityEvent::new(SecurityWord::SignInFailed, "wrong_password").source(Some("192.0.2.77"));
        let origin = Origin { request_id: "request-1".to_owned(), ..Origin::default() };
        let facts = Facts::default();
        let line = SecurityLine::new(&event, &origin, &facts, Timestamp::UNIX_EPOCH);
        let expected = json!({
            "timestamp": "1970-01-01T00:00:00Z", "level": "WARN", "kind": "security", "message": "A sign-in failed",
            "event": "sign_in_failed", "reason": "wrong_password", "source": "192.0.2.0/24",
            "function": "", "requestId": "request-1", "correlationId": "", "coldStart": false,
        });
        assert_eq!(serde_json::to_value(&line).unwrap(), expected);
    }
}
