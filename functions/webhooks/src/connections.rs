//! The connections that deliveries come through, and what those are signed with.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use clients::Secrets;
use domain::{ids::ConnectionId, voice::HookId};
use elevenlabs::{
    credentials::Credentials,
    signature::{self, SignatureError},
};
use jiff::{SignedDuration, Timestamp};
use runtime::{ApiError, ApiResult, ConfigError, FunctionContext};
use secrecy::SecretString;
use store::{Table, voice::Hook};

/// How long it is taken for granted which connection a hook id stands for. It never stands for another one.
const HOOK_CACHED_FOR: Duration = Duration::from_secs(300);
/// How long a secret is used before it is read again: one that leaked and was revoked is good that long at most.
const SECRET_CACHED_FOR: SignedDuration = SignedDuration::from_secs(30);
/// How often a secret is read again because a signature was wrong: whoever knows the hook id can send those. In between,
/// it is not known which signatures are right.
pub(crate) const READ_AGAIN_EVERY: SignedDuration = SignedDuration::from_secs(5);

/// What a signature proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The delivery is the provider's.
    Right,
    /// It is not, or not any more.
    Wrong(SignatureError),
    /// That cannot be told at this moment: no secret is known, or it may have been replaced since it was read. The
    /// provider repeats what is answered as our fault, and nothing else.
    Unknown,
}

/// Finds connections and checks signatures; remembers both for a while.
pub(crate) struct Connections {
    table: Table,
    secrets: Secrets,
    secret_prefix: String,
    hooks: Mutex<HashMap<HookId, (Hook, Instant)>>,
    secret_read_at: Mutex<HashMap<ConnectionId, Timestamp>>,
    read_again: Mutex<HashMap<ConnectionId, Timestamp>>,
}

impl Connections {
    pub(crate) fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self {
            table: context.table()?,
            secrets: context.secrets(),
            secret_prefix: context.secret_name("")?,
            hooks: Mutex::default(),
            secret_read_at: Mutex::default(),
            read_again: Mutex::default(),
        })
    }

    /// What a hook id stands for. Of the ones that stand for nothing none is remembered.
    pub(crate) async fn find(&self, hook_id: &HookId) -> ApiResult<Option<Hook>> {
        let cached = lock(&self.hooks).get(hook_id).copied();
        if let Some((hook, read_at)) = cached
            && read_at.elapsed() < HOOK_CACHED_FOR
        {
            return Ok(Some(hook));
        }
        let hook = store::voice::hook(&self.table, hook_id).await?;
        if let Some(hook) = hook {
            lock(&self.hooks).insert(hook_id.clone(), (hook, Instant::now()));
        }
        Ok(hook)
    }

    /// Checks a signature. A wrong one may be right under a secret that was set this moment: the secret is read once
    /// more, unless that was done some seconds ago.
    pub(crate) async fn verify(
        &self,
        connection: ConnectionId,
        header: Option<&str>,
        body: &[u8],
        now: Timestamp,
    ) -> ApiResult<Proof> {
        let name = format!("{}{}", self.secret_prefix, Credentials::secret_name(connection));
        let check = |secret: Option<Arc<SecretString>>| -> ApiResult<Proof> {
            let credentials = secret.map(|secret| Credentials::read(&secret)).transpose();
            let credentials = credentials.map_err(ApiError::internal)?;
            let secrets = credentials.as_ref().map(|known| known.webhook_secrets(now)).unwrap_or_default();
            Ok(match signature::verify(header, body, &secrets, now) {
                Ok(_) => Proof::Right,
                Err(SignatureError::Mismatch) if secrets.is_empty() => Proof::Unknown,
                Err(error) => Proof::Wrong(error),
            })
        };
        match check(self.secret(connection, &name, now).await?)? {
            Proof::Wrong(SignatureError::Mismatch) | Proof::Unknown
                if self.may_read_again(connection, now) =>
            {
                check(self.secrets.read_again(&name).await?)
            }
            Proof::Wrong(SignatureError::Mismatch) => Ok(Proof::Unknown),
            proof => Ok(proof),
        }
    }

    async fn secret(
        &self,
        connection: ConnectionId,
        name: &str,
        now: Timestamp,
    ) -> ApiResult<Option<Arc<SecretString>>> {
        let read_at = lock(&self.secret_read_at).get(&connection).copied();
        let is_recent = read_at.is_some_and(|at| now.duration_since(at).abs() < SECRET_CACHED_FOR);
        if is_recent {
            return Ok(self.secrets.get(name).await?);
        }
        let secret = self.secrets.read_again_or_kept(name).await?;
        lock(&self.secret_read_at).insert(connection, now);
        Ok(secret)
    }

    fn may_read_again(&self, connection: ConnectionId, now: Timestamp) -> bool {
        let mut read_again = lock(&self.read_again);
        let may = read_again
            .get(&connection)
            .is_none_or(|last| now.duration_since(*last).abs() >= READ_AGAIN_EVERY);
        if may {
            read_again.insert(connection, now);
        }
        may
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
