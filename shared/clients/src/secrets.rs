//! Secrets, read once in a while and kept in memory.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use aws_sdk_secretsmanager::{Client, error::ProvideErrorMetadata};
use secrecy::{ExposeSecret, SecretString};

/// How long a secret is used before it is read again. After a rotation, the previous value still works this long.
pub const CACHED_FOR: Duration = Duration::from_secs(300);

/// Reads and writes secrets.
#[derive(Clone, Debug)]
pub struct Secrets {
    client: Client,
    cache: Arc<Mutex<HashMap<String, Cached>>>,
}

#[derive(Debug)]
struct Cached {
    value: Option<Arc<SecretString>>,
    read_at: Instant,
}

/// The secret store could not do what was asked. Neither values nor names are in it.
#[derive(Debug, thiserror::Error)]
#[error("the secret store did not answer: {code}")]
pub struct SecretsError {
    code: String,
}

impl Secrets {
    /// The secrets that this client reaches.
    pub fn new(client: Client) -> Self {
        Self { client, cache: Arc::default() }
    }

    /// The value of a secret; `None` if there is none of this name. At most [`CACHED_FOR`] old.
    pub async fn get(&self, name: &str) -> Result<Option<Arc<SecretString>>, SecretsError> {
        if let Some(value) = self.cached(name) {
            return Ok(value);
        }
        self.read_again(name).await
    }

    /// The value as it is now. For the one retry after it was refused somewhere: it may have been rotated.
    pub async fn read_again(&self, name: &str) -> Result<Option<Arc<SecretString>>, SecretsError> {
        let value = match self.client.get_secret_value().secret_id(name).send().await {
            Ok(output) => output.secret_string.map(|value| Arc::new(SecretString::from(value))),
            Err(error) if error.code() == Some("ResourceNotFoundException") => None,
            Err(error) => return Err(failed(&error)),
        };
        let cached = Cached { value: value.clone(), read_at: Instant::now() };
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), cached);
        Ok(value)
    }

    /// The value as it is now; while it cannot be read, the one that is kept, at most [`CACHED_FOR`] old.
    pub async fn read_again_or_kept(&self, name: &str) -> Result<Option<Arc<SecretString>>, SecretsError> {
        match self.read_again(name).await {
            Err(error) => self.cached(name).ok_or(error),
            read => read,
        }
    }

    /// The value that it had before the last rotation, if it was ever rotated. Not kept.
    pub async fn previous(&self, name: &str) -> Result<Option<SecretString>, SecretsError> {
        let request = self.client.get_secret_value().secret_id(name).version_stage("AWSPREVIOUS");
        match request.send().await {
            Ok(output) => Ok(output.secret_string.map(SecretString::from)),
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Creates the secret, or gives it a new value. Safe to repeat.
    pub async fn put(&self, name: &str, value: &SecretString) -> Result<(), SecretsError> {
        // Somebody else may create it between our two steps; then it can be given a value after all.
        if !self.put_value(name, value).await?
            && !self.create(name, value).await?
            && !self.put_value(name, value).await?
        {
            return Err(SecretsError { code: "ResourceNotFoundException".to_owned() });
        }
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        Ok(())
    }

    /// Gives a secret a new value; says whether there is such a secret.
    async fn put_value(&self, name: &str, value: &SecretString) -> Result<bool, SecretsError> {
        let request = self.client.put_secret_value().secret_id(name).secret_string(value.expose_secret());
        match request.send().await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(false),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Creates the secret unless there is one; says whether it did.
    pub async fn create(&self, name: &str, value: &SecretString) -> Result<bool, SecretsError> {
        match self.client.create_secret().name(name).secret_string(value.expose_secret()).send().await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some("ResourceExistsException") => Ok(false),
            Err(error) => Err(failed(&error)),
        }
    }

    fn cached(&self, name: &str) -> Option<Option<Arc<SecretString>>> {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let cached = cache.get(name)?;
        // That a secret is missing is not remembered: it may be written this moment.
        (cached.read_at.elapsed() < CACHED_FOR && cached.value.is_some()).then(|| cached.value.clone())
    }
}

fn failed(error: &impl ProvideErrorMetadata) -> SecretsError {
    SecretsError { code: error.code().unwrap_or("no answer").to_owned() }
}
