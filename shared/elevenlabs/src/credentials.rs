//! What a voice connection keeps in the secret store.

use std::fmt;

use domain::ids::ConnectionId;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};

/// The API key and the webhook secrets of one voice connection. `Debug` shows none of them.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    /// Sent as `xi-api-key`.
    #[serde(serialize_with = "expose")]
    pub api_key: SecretString,
    /// What deliveries are signed with. The provider shows it only after it was told the webhook's URL, so it comes
    /// later than the key.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "expose_optional")]
    pub webhook_secret: Option<SecretString>,
    /// The one before it, for deliveries that were signed before it was replaced.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "expose_optional")]
    pub previous_webhook_secret: Option<SecretString>,
    /// Until when the one before it is accepted: a secret that leaked has to end some time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_webhook_secret_until: Option<Timestamp>,
}

/// How long the webhook secret before the present one is accepted. The provider uses the new one at once; what was
/// signed with the old one may be repeated for some hours.
const PREVIOUS_ACCEPTED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// A secret does not hold what it should. What it holds is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the credentials of a voice connection are not readable")]
pub struct UnreadableCredentials;

impl Credentials {
    /// The name of the secret, after the prefix of the deployment.
    pub fn secret_name(connection: ConnectionId) -> String {
        format!("voice/{connection}")
    }

    /// Reads the value of the secret.
    pub fn read(secret: &SecretString) -> Result<Self, UnreadableCredentials> {
        // The error of the JSON reader may quote what it read.
        serde_json::from_str(secret.expose_secret()).map_err(|_| UnreadableCredentials)
    }

    /// The value of the secret.
    pub fn to_secret(&self) -> Result<SecretString, UnreadableCredentials> {
        serde_json::to_string(self).map(SecretString::from).map_err(|_| UnreadableCredentials)
    }

    /// What a delivery may be signed with: the webhook secret, then the one before it.
    pub fn webhook_secrets(&self, now: Timestamp) -> Vec<&SecretString> {
        let accepted = self.previous_webhook_secret_until.is_some_and(|until| now < until);
        let previous = self.previous_webhook_secret.as_ref().filter(|_| accepted);
        self.webhook_secret.iter().chain(previous).collect()
    }

    /// These credentials with a new key and, if one is given, a new webhook secret; the one that it replaces is accepted
    /// for another day. Giving the same again changes nothing.
    #[must_use]
    pub fn renewed(
        before: Option<Self>,
        api_key: SecretString,
        webhook_secret: Option<SecretString>,
        now: Timestamp,
    ) -> Self {
        let same = |one: &SecretString, other: &SecretString| one.expose_secret() == other.expose_secret();
        let before = before.unwrap_or_else(|| Self {
            api_key: api_key.clone(),
            webhook_secret: None,
            previous_webhook_secret: None,
            previous_webhook_secret_until: None,
        });
        match (webhook_secret, &before.webhook_secret) {
            (Some(new), Some(current)) if !same(&new, current) => Self {
                api_key,
                webhook_secret: Some(new),
                previous_webhook_secret: Some(current.clone()),
                previous_webhook_secret_until: now.checked_add(PREVIOUS_ACCEPTED_FOR).ok(),
            },
            (Some(new), None) => Self { api_key, webhook_secret: Some(new), ..before },
            _ => Self { api_key, ..before },
        }
    }

    /// These credentials, and nothing that is signed with the webhook secret before this one is accepted any more.
    #[must_use]
    pub fn without_previous(self) -> Self {
        Self { previous_webhook_secret: None, previous_webhook_secret_until: None, ..self }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

fn expose<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

fn expose_optional<S: Serializer>(secret: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(credentials: &Credentials) -> (&str, Vec<&str>) {
        let secrets =
            credentials.webhook_secrets(now()).into_iter().map(ExposeSecret::expose_secret).collect();
        (credentials.api_key.expose_secret(), secrets)
    }

    fn renewed(before: Option<Credentials>, key: &str, secret: Option<&str>) -> Credentials {
        Credentials::renewed(before, key.into(), secret.map(SecretString::from), now())
    }

    fn now() -> Timestamp {
        Timestamp::from_second(1_790_000_000).unwrap()
    }

    #[test]
    fn a_replaced_webhook_secret_is_accepted_for_a_day() {
        let replaced = renewed(Some(renewed(None, "key", Some("one"))), "key", Some("two"));
        let accepted = |after: SignedDuration| replaced.webhook_secrets(now() + after).len();
        assert_eq!(accepted(SignedDuration::from_secs(86_399)), 2);
        assert_eq!(accepted(SignedDuration::from_secs(86_400)), 1);
        // Storing the same once more does not make it last longer.
        let later = now() + SignedDuration::from_hours(23);
        let again = Credentials::renewed(Some(replaced), "key".into(), Some("two".into()), later);
        assert_eq!(again.webhook_secrets(now() + SignedDuration::from_hours(24)).len(), 1);
    }

    #[test]
    fn a_replaced_webhook_secret_is_still_accepted_until_the_next() {
        let first = renewed(None, "key", None);
        assert_eq!(texts(&first), ("key", vec![]));
        let second = renewed(Some(first), "key", Some("one"));
        assert_eq!(texts(&second), ("key", vec!["one"]));
        let third = renewed(Some(second), "key", Some("two"));
        assert_eq!(texts(&third), ("key", vec!["two", "one"]));
        let again = renewed(Some(third), "key", Some("two"));
        assert_eq!(texts(&again), ("key", vec!["two", "one"]));
        let other_key = renewed(Some(again), "other", None);
        assert_eq!(texts(&other_key), ("other", vec!["two", "one"]));
        let fourth = renewed(Some(other_key), "other", Some("three"));
        assert_eq!(texts(&fourth), ("other", vec!["three", "two"]));
    }

    #[test]
    fn a_leaked_webhook_secret_is_refused_at_once_and_stays_refused() {
        let both = renewed(Some(renewed(None, "key", Some("leaked"))), "key", Some("two"));
        let revoked = both.without_previous();
        assert_eq!(texts(&revoked), ("key", vec!["two"]));
        let again = renewed(Some(revoked), "key", Some("two"));
        assert_eq!(texts(&again), ("key", vec!["two"]));
        assert!(!again.to_secret().unwrap().expose_secret().contains("leaked"));
    }

    #[test]
    fn credentials_read_back_and_are_never_shown() {
        let credentials =
            renewed(Some(renewed(None, "hush-key", Some("hush-1"))), "hush-key", Some("hush-2"));
        let read = Credentials::read(&credentials.to_secret().unwrap()).unwrap();
        assert_eq!(texts(&read), ("hush-key", vec!["hush-2", "hush-1"]));
        assert!(!format!("{credentials:?}").contains("hush"));
        let unreadable = Credentials::read(&SecretString::from(r#"{"apiKey":{"hush":1}}"#)).unwrap_err();
        assert!(!format!("{unreadable} {unreadable:?}").contains("hush"));
    }
}
