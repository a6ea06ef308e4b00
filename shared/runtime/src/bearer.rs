//! Access tokens: who calls, proven by a signature and by the session of this moment.
//!
//! An access token is a JWT of RFC 9068 (`typ` = `at+jwt`), signed with Ed25519 (RFC 8037), good for five minutes. The
//! key pair is picked by `kid`; algorithm, issuer and audience are pinned. Then one strongly consistent read of the
//! session says whether the person may still act, and as what.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    TenantId,
    ids::{SessionId, UserId},
    role::Role,
};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey};
use ring::signature::Ed25519KeyPair;
use store::{Table, sessions};

use crate::{
    clock::Clock,
    error::{ApiError, ApiResult},
    principal::Principal,
};

mod crypto;
mod proven;
mod token;

use crypto::install_crypto;
use proven::{Proven, ProvenTokens};
pub use token::{AUDIENCE, Claims, ISSUER, PublicKey, TOKEN_TYPE, UnverifiedToken, bearer_token};

/// How long a token is good for.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// Whom a signed token names.
#[derive(Clone, Copy)]
pub(crate) struct Claimed {
    tenant: TenantId,
    user: UserId,
    session: SessionId,
}

impl Claimed {
    /// The principal in this role, whatever the session says.
    pub(crate) fn unconfirmed(self, role: Role) -> Principal {
        let Self { tenant, user, session } = self;
        Principal { tenant, user, session, role }
    }
}

/// How long a key is taken as the table had it. After that it is looked for again, so that one which was withdrawn is
/// trusted no longer, and neither is any token of it that was checked before.
pub const KEY_TRUSTED_FOR: SignedDuration = SignedDuration::from_mins(3);

/// A key as it was read.
#[derive(Clone)]
struct KnownKey {
    key: PublicKey,
    trusted_until: Timestamp,
}

/// Checks access tokens.
pub struct Authenticator {
    table: Table,
    clock: Arc<dyn Clock>,
    keys: Mutex<HashMap<String, KnownKey>>,
    proven: ProvenTokens,
}

impl Authenticator {
    /// Checks tokens with the keys and sessions in this table.
    pub fn new(table: Table, clock: Arc<dyn Clock>) -> Self {
        install_crypto();
        Self { table, clock, keys: Mutex::default(), proven: ProvenTokens::default() }
    }

    /// Reads the key that the first request is likely to need, and connects by it. A request that needs another one, or
    /// that comes when this has failed, reads it then.
    pub async fn warm_up(&self) {
        match sessions::newest_token_key(&self.table).await {
            Ok(Some(record)) => drop(self.keep(&record)),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "The key of access tokens was not read in advance"),
        }
    }

    /// Who calls. The same answer (401) whatever is wrong.
    pub async fn authenticate(&self, headers: &http::HeaderMap) -> ApiResult<Principal> {
        self.confirm(self.claimed(headers).await?).await
    }

    /// Whom a token names that we made and that has not ended. Whether the session goes on is not known yet.
    pub(crate) async fn claimed(&self, headers: &http::HeaderMap) -> ApiResult<Claimed> {
        let token = bearer_token(headers).ok_or_else(ApiError::unauthenticated)?;
        let now = self.clock.now().as_second();
        let proven = match self.proven.find(token).filter(|proven| now < proven.trusted_until) {
            Some(proven) => proven,
            None => self.verify(token).await?,
        };
        if !proven.is_good_at(now, LIFETIME) {
            return Err(ApiError::unauthenticated());
        }
        let Proven { tenant, user, session, .. } = proven;
        Ok(Claimed { tenant, user, session })
    }

    /// The person of a token, if the session goes on.
    pub(crate) async fn confirm(&self, Claimed { tenant, user, session }: Claimed) -> ApiResult<Principal> {
        let record = sessions::get(&self.table, tenant, user, session).await?;
        let record =
            record.filter(|record| record.is_live(self.clock.now())).ok_or_else(ApiError::unauthenticated)?;
        Ok(Principal { tenant, user, session, role: record.role })
    }

    /// Checks the signature and what does not change with time.
    async fn verify(&self, text: &str) -> ApiResult<Proven> {
        let token = UnverifiedToken::parse(text).ok_or_else(ApiError::unauthenticated)?;
        let KnownKey { key, trusted_until } =
            self.key(token.key_id()).await?.ok_or_else(ApiError::unauthenticated)?;
        let claims = token.verify(&key).ok_or_else(ApiError::unauthenticated)?;
        let proven = identities(&claims, trusted_until).ok_or_else(ApiError::unauthenticated)?;
        self.proven.remember(text, proven, self.clock.now().as_second());
        Ok(proven)
    }

    /// The key of this id. A key never changes, and may be withdrawn.
    async fn key(&self, key_id: &str) -> ApiResult<Option<KnownKey>> {
        let known = self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(key_id).cloned();
        let now = self.clock.now();
        if let Some(known) = known.filter(|known| now < known.trusted_until) {
            return Ok(Some(known));
        }
        let Some(record) = sessions::token_key(&self.table, key_id).await? else {
            self.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(key_id);
            return Ok(None);
        };
        self.keep(&record).map(Some)
    }

    fn keep(&self, record: &sessions::TokenKey) -> ApiResult<KnownKey> {
        let key = PublicKey::of(record).map_err(ApiError::internal)?;
        let trusted_until = self.clock.now().saturating_add(KEY_TRUSTED_FOR).unwrap_or(Timestamp::MAX);
        let key = KnownKey { key, trusted_until };
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(record.key_id.clone(), key.clone());
        Ok(key)
    }
}

impl std::fmt::Debug for Authenticator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Authenticator")
    }
}

/// Only claims whose signature was checked get here.
fn identities(claims: &Claims, trusted_until: Timestamp) -> Option<Proven> {
    Some(Proven {
        tenant: TenantId::from_own_record(&claims.tid).ok()?,
        user: claims.sub.parse().ok()?,
        session: claims.sid.parse().ok()?,
        made_at: claims.iat,
        ends_at: claims.exp,
        not_before: claims.nbf,
        trusted_until: trusted_until.as_second(),
    })
}

/// A key pair that signs access tokens.
pub struct SigningKey {
    key_id: String,
    public_key: [u8; 32],
    seed: EncodingKey,
}

impl SigningKey {
    /// The key pair that follows from these 32 secret bytes (RFC 8032 §5.1.5).
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, ring::error::KeyRejected> {
        install_crypto();
        use ring::signature::KeyPair as _;
        let pair = Ed25519KeyPair::from_seed_unchecked(seed)?;
        let mut public_key = [0; 32];
        public_key.copy_from_slice(pair.public_key().as_ref());
        let digest = ring::digest::digest(&ring::digest::SHA256, &public_key);
        let key_id = URL_SAFE_NO_PAD.encode(&digest.as_ref()[..12]);
        Ok(Self { key_id, public_key, seed: EncodingKey::from_ed_der(seed) })
    }

    /// What tokens name it by: the beginning of a digest of the public half.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The half that everybody may know, to be put where [`Authenticator`] looks.
    pub fn public_half(&self, now: Timestamp) -> sessions::TokenKey {
        sessions::TokenKey {
            key_id: self.key_id.clone(),
            public_key: URL_SAFE_NO_PAD.encode(self.public_key),
            created_at: now,
        }
    }

    /// A token for a session, good for [`LIFETIME`].
    pub fn sign(
        &self,
        tenant: TenantId,
        user: UserId,
        session: SessionId,
        now: Timestamp,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let mut head = jsonwebtoken::Header::new(Algorithm::EdDSA);
        head.typ = Some(TOKEN_TYPE.to_owned());
        head.kid = Some(self.key_id.clone());
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: user.to_string(),
            tid: tenant.to_string(),
            sid: session.to_string(),
            iat: now.as_second(),
            exp: now.as_second() + LIFETIME.as_secs(),
            nbf: None,
        };
        jsonwebtoken::encode(&head, &claims, &self.seed)
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.key_id)
    }
}
