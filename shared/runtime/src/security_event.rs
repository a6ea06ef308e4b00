//! What happened that whoever looks after security wants to find.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::network::Network;
use ring::hmac;
use serde::{Serialize, Serializer};

/// How much of the HMAC of an account is told: enough to tell accounts apart.
const DIGEST_BYTES: usize = 16;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityWord {
    /// Somebody did not sign in: the password was wrong, or nobody has the address.
    SignInFailed,
    /// Somebody may not try to sign in at this moment.
    SignInThrottled,
    /// A business was registered.
    Registered,
    /// A business was not registered.
    RegistrationRefused,
    /// A user did not prove to know the current password, or may not try at this moment.
    PasswordChangeRefused,
    /// A refresh token came that had been exchanged before: it may have been stolen, and the session was ended.
    RefreshTokenReused,
    /// A user's role was not enough.
    RoleRefused,
    /// A quota was reached: whose, the ids of the line say.
    QuotaReached,
}

impl SecurityWord {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::SignInFailed,
        Self::SignInThrottled,
        Self::Registered,
        Self::RegistrationRefused,
        Self::PasswordChangeRefused,
        Self::RefreshTokenReused,
        Self::RoleRefused,
        Self::QuotaReached,
    ];

    /// The word in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignInFailed => "sign_in_failed",
            Self::SignInThrottled => "sign_in_throttled",
            Self::Registered => "registered",
            Self::RegistrationRefused => "registration_refused",
            Self::PasswordChangeRefused => "password_change_refused",
            Self::RefreshTokenReused => "refresh_token_reused",
            Self::RoleRefused => "role_refused",
            Self::QuotaReached => "quota_reached",
        }
    }

    /// The sentence in the log.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::SignInFailed => "A sign-in failed",
            Self::SignInThrottled => "A sign-in has to wait",
            Self::Registered => "A business was registered",
            Self::RegistrationRefused => "A registration was refused",
            Self::PasswordChangeRefused => "A change of a password was refused",
            Self::RefreshTokenReused => "A refresh token came twice",
            Self::RoleRefused => "A role was not enough",
            Self::QuotaReached => "A quota was reached",
        }
    }

    /// The level in the log.
    pub(crate) const fn level(self) -> &'static str {
        match self {
            Self::Registered => "INFO",
            _ => "WARN",
        }
    }
}

impl Serialize for SecurityWord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// An account as the log knows it: what belongs to one account can be found together, and nobody without our key can tell
/// whose it is, not even by trying addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct AccountDigest(String);

impl AccountDigest {
    /// The digest of an account under our key.
    pub fn of(account: &str, key: &hmac::Key) -> Self {
        let mac = hmac::sign(key, account.as_bytes());
        let told = mac.as_ref().get(..DIGEST_BYTES).unwrap_or_default();
        Self(URL_SAFE_NO_PAD.encode(told))
    }
}

/// An event for the log. Whose it was, as far as that is known, the ids of the work say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityEvent {
    pub(crate) word: SecurityWord,
    pub(crate) reason: &'static str,
    pub(crate) account: Option<AccountDigest>,
    pub(crate) source: Network,
}

impl SecurityEvent {
    /// Something that happened for this reason: a word, such as the code of an error.
    pub const fn new(word: SecurityWord, reason: &'static str) -> Self {
        Self { word, reason, account: None, source: Network::Unknown }
    }

    /// The account that it was about.
    #[must_use]
    pub fn account(self, account: Option<AccountDigest>) -> Self {
        Self { account, ..self }
    }

    /// Where it came from. Only the network of the address is kept.
    #[must_use]
    pub fn source(self, address: Option<&str>) -> Self {
        Self { source: Network::of(address), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_again_only_with_our_key() {
        let key = |byte: u8| hmac::Key::new(hmac::HMAC_SHA256, &[byte; 32]);
        let robin = AccountDigest::of("robin@example.com", &key(1));
        assert_eq!(robin, AccountDigest::of("robin@example.com", &key(1)));
        assert_ne!(robin, AccountDigest::of("robin@example.com", &key(2)));
        assert_ne!(robin, AccountDigest::of("sam@example.com", &key(1)));
        assert_eq!(robin.0.len(), 22);
    }
}
