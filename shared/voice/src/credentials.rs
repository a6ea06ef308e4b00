//! What a voice connection keeps in the secret store.

use std::fmt;

use domain::ids::ConnectionId;
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
}

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
    pub fn webhook_secrets(&self) -> Vec<&SecretString> {
        self.webhook_secret.iter().chain(&self.previous_webhook_secret).collect()
    }

    /// These credentials with a new key and, if one is given, a new webhook secret; the one that it replaces is still
    /// accepted. Giving the same again changes nothing.
    #[must_use]
    pub fn renewed(
        before: Option<Self>,
        api_key: SecretString,
        webhook_secret: Option<SecretString>,
    ) -> Self {
        let (current, previous) =
            before.map_or((None, None), |before| (before.webhook_secret, before.previous_webhook_secret));
        let same = |one: &SecretString, other: &SecretString| one.expose_secret() == other.expose_secret();
        match (webhook_secret, current) {
            (None, current) => Self { api_key, webhook_secret: current, previous_webhook_secret: previous },
            (Some(new), Some(current)) if !same(&new, &current) => {
                Self { api_key, webhook_secret: Some(new), previous_webhook_secret: Some(current) }
            }
            (new, _) => Self { api_key, webhook_secret: new, previous_webhook_secret: previous },
        }
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
        let secrets = credentials.webhook_secrets().into_iter().map(ExposeSecret::expose_secret).collect();
        (credentials.api_key.expose_secret(), secrets)
    }

    fn renewed(before: Option<Credentials>, key: &str, secret: Option<&str>) -> Credentials {
        Credentials::renewed(before, key.into(), secret.map(SecretString::from))
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
