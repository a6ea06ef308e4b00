//! The keys of tokens, all made from one secret.
//!
//! The secret can be rotated at any time: within [`clients::secrets::CACHED_FOR`] every process signs with the new
//! key, whose public half it puts into the table before the first token. Tokens of the old key stay good as long as
//! they live, since its public half is kept; sessions go on, since refresh tokens are found by their digests, and a
//! retry gets its successor whether it was made with the value of now or with the one before.
//! After a leak, rotating is half of it: the old public half must be deleted from the table. Every process trusts it for
//! [`runtime::bearer::KEY_TRUSTED_FOR`] more, and then no longer (docs/runbook.md, "A leaked signing key").

use std::sync::{Arc, Mutex, PoisonError};

use clients::Secrets;
use domain::refresh::RefreshToken;
use jiff::Timestamp;
use ring::{hkdf, hmac};
use runtime::{ApiError, ApiResult, ConfigError, FunctionContext, bearer::SigningKey, log::AccountDigest};
use secrecy::{ExposeSecret, SecretString};
use store::{Table, email_owners::EmailDigest, sessions};

/// Name of the secret, after the prefix of the deployment.
const SECRET: &str = "token-signing";
/// The shortest secret that is accepted: half of what the deployment template generates.
const SHORTEST_SECRET: usize = 32;
// One label for each purpose: keys of different purposes tell nothing about each other (RFC 5869 §3.2).
const ACCESS_TOKENS: &[u8] = b"navaia access tokens, Ed25519 seed, 1";
const REFRESH_TOKENS: &[u8] = b"navaia refresh tokens, HMAC key of successors, 1";
const DEVICES: &[u8] = b"navaia device cookies, HMAC key, 1";
const ACCOUNTS: &[u8] = b"navaia accounts in logs, HMAC key, 1";

/// Gets the keys when they are first needed, and again when the secret changes.
pub(crate) struct Keys {
    secrets: Secrets,
    secret_name: String,
    table: Table,
    loaded: Mutex<Option<Arc<TokenKeys>>>,
}

/// The keys that follow from the secret of this moment.
pub(crate) struct TokenKeys {
    secret: Arc<SecretString>,
    published_at: Timestamp,
    signing: SigningKey,
    successors: hmac::Key,
    devices: hmac::Key,
}

impl Keys {
    pub(crate) fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self {
            secrets: context.secrets(),
            secret_name: context.secret_name(SECRET)?,
            table: context.table()?,
            loaded: Mutex::default(),
        })
    }

    /// The keys. The public half is where it is looked for when this returns.
    pub(crate) async fn get(&self, now: Timestamp) -> ApiResult<Arc<TokenKeys>> {
        let secret = self.secrets.get(&self.secret_name).await?;
        let secret = secret
            .ok_or_else(|| ApiError::internal("the secret that tokens are signed with does not exist"))?;
        let loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(loaded) = loaded.filter(|loaded| loaded.serves(&secret, now)) {
            return Ok(loaded);
        }
        let keys = Arc::new(TokenKeys::derive(secret, now)?);
        sessions::put_token_key(&self.table, &keys.signing.public_half(now)).await?;
        *self.loaded.lock().unwrap_or_else(PoisonError::into_inner) = Some(keys.clone());
        Ok(keys)
    }

    /// What the log calls an account. With another secret it calls it another name. `None` if the secret cannot be read:
    /// no request fails for want of a line in the log.
    pub(crate) async fn account(&self, email: &EmailDigest) -> Option<AccountDigest> {
        let secret = self.secrets.get(&self.secret_name).await.ok()??;
        let root = root_of(&secret).ok()?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, &derived(&root, ACCOUNTS).ok()?);
        Some(AccountDigest::of(email.as_str(), &key))
    }

    /// The successor that a token was given, which `is_given` recognises. While the secret is being rotated, another
    /// process may have made it with a value that is not known here yet, or not used any more.
    pub(crate) async fn given_successor(
        &self,
        token: &RefreshToken,
        now: Timestamp,
        is_given: impl Fn(&RefreshToken) -> bool,
    ) -> ApiResult<Option<RefreshToken>> {
        let known = self.get(now).await?.successor(token);
        if is_given(&known) {
            return Ok(Some(known));
        }
        let present = self.secrets.read_again(&self.secret_name).await?;
        let previous = self.secrets.previous(&self.secret_name).await?.map(Arc::new);
        for secret in [present, previous].into_iter().flatten() {
            let next = TokenKeys::derive(secret, now)?.successor(token);
            if is_given(&next) {
                return Ok(Some(next));
            }
        }
        Ok(None)
    }
}

impl TokenKeys {
    fn derive(secret: Arc<SecretString>, now: Timestamp) -> ApiResult<Self> {
        let root = root_of(&secret)?;
        let signing = SigningKey::from_seed(&derived(&root, ACCESS_TOKENS)?).map_err(ApiError::internal)?;
        let successors = hmac::Key::new(hmac::HMAC_SHA256, &derived(&root, REFRESH_TOKENS)?);
        let devices = hmac::Key::new(hmac::HMAC_SHA256, &derived(&root, DEVICES)?);
        Ok(Self { secret, published_at: now, signing, successors, devices })
    }

    fn serves(&self, secret: &SecretString, now: Timestamp) -> bool {
        self.secret.expose_secret() == secret.expose_secret()
            && now.duration_since(self.published_at) < sessions::TOKEN_KEY_RENEWED_EVERY
    }

    /// An access token for the session that this refresh token belongs to.
    pub(crate) fn access_token(&self, refresh: &RefreshToken, now: Timestamp) -> ApiResult<String> {
        let token = self.signing.sign(refresh.tenant(), refresh.user(), refresh.session(), now);
        token.map_err(ApiError::internal)
    }

    /// What the cookies of devices are made with. With another secret, devices are strangers until the next sign-in.
    pub(crate) fn devices(&self) -> &hmac::Key {
        &self.devices
    }

    /// The token that follows on this one: always the same, so that a retry gets what the lost answer held, though
    /// it is kept nowhere. Nobody can compute it from the token alone.
    pub(crate) fn successor(&self, refresh: &RefreshToken) -> RefreshToken {
        let mut secret = [0; 32];
        secret.copy_from_slice(hmac::sign(&self.successors, &refresh.to_bytes()).as_ref());
        refresh.successor(secret)
    }
}

/// What all keys follow from.
fn root_of(secret: &SecretString) -> ApiResult<hkdf::Prk> {
    let text = secret.expose_secret();
    if text.len() < SHORTEST_SECRET {
        return Err(ApiError::internal("the secret that tokens are signed with is too short"));
    }
    Ok(hkdf::Salt::new(hkdf::HKDF_SHA256, &[]).extract(text.as_bytes()))
}

fn derived(root: &hkdf::Prk, label: &[u8]) -> ApiResult<[u8; 32]> {
    let mut key = [0; 32];
    root.expand(&[label], hkdf::HKDF_SHA256)
        .and_then(|material| material.fill(&mut key))
        .map_err(|_| ApiError::internal("a key could not be derived"))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(secret: &str) -> ApiResult<TokenKeys> {
        TokenKeys::derive(Arc::new(SecretString::from(secret)), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn another_secret_makes_another_key() {
        let key_id = |secret: &str| keys(secret).unwrap().signing.key_id().to_owned();
        assert_eq!(key_id(&"a".repeat(32)), key_id(&"a".repeat(32)));
        assert_ne!(key_id(&"a".repeat(32)), key_id(&"b".repeat(32)));
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert!(keys(&"a".repeat(31)).is_err());
    }
}
