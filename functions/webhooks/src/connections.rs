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
use jiff::Timestamp;
use runtime::{ApiError, ApiResult, ConfigError, FunctionContext};
use secrecy::SecretString;
use store::{Table, voice::Hook};

/// How long it is taken for granted which connection a hook id stands for. It never stands for another one.
const HOOK_CACHED_FOR: Duration = Duration::from_secs(300);
/// How often a secret is read again because a signature was wrong: whoever knows the hook id can send those. After a
/// rotation, right deliveries can be refused for so long, and the provider does not repeat them.
const READ_AGAIN_EVERY: Duration = Duration::from_secs(5);

/// Finds connections and checks signatures; remembers both for a while.
pub(crate) struct Connections {
    table: Table,
    secrets: Secrets,
    secret_prefix: String,
    hooks: Mutex<HashMap<HookId, (Hook, Instant)>>,
    read_again: Mutex<HashMap<ConnectionId, Instant>>,
}

impl Connections {
    pub(crate) fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self {
            table: context.table()?,
            secrets: context.secrets(),
            secret_prefix: context.secret_name("")?,
            hooks: Mutex::default(),
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
    /// more.
    pub(crate) async fn verify(
        &self,
        connection: ConnectionId,
        header: Option<&str>,
        body: &[u8],
        now: Timestamp,
    ) -> ApiResult<Result<Timestamp, SignatureError>> {
        let name = format!("{}{}", self.secret_prefix, Credentials::secret_name(connection));
        let check = |secret: Option<Arc<SecretString>>| -> ApiResult<_> {
            let Some(secret) = secret else { return Ok(Err(SignatureError::Mismatch)) };
            let credentials = Credentials::read(&secret).map_err(ApiError::internal)?;
            Ok(signature::verify(header, body, &credentials.webhook_secrets(now), now))
        };
        let outcome = check(self.secrets.get(&name).await?)?;
        if outcome == Err(SignatureError::Mismatch) && self.may_read_again(connection) {
            return check(self.secrets.read_again(&name).await?);
        }
        Ok(outcome)
    }

    fn may_read_again(&self, connection: ConnectionId) -> bool {
        let mut read_again = lock(&self.read_again);
        let may = read_again.get(&connection).is_none_or(|last| last.elapsed() >= READ_AGAIN_EVERY);
        if may {
            read_again.insert(connection, Instant::now());
        }
        may
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
