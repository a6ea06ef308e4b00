//! What each function needs beside what its own data says: sizes, times and permissions.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::Deserialize;

/// The file, below the root of the repository.
pub const PATH: &str = "infra/functions.toml";

/// What one function needs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// Memory, which comes with its share of processor time. 256 when not named.
    pub memory_mb: Option<u32>,
    /// After this it is ended. 29 when not named: the API itself waits for 30.
    pub timeout_seconds: Option<u32>,
    /// At most this many at a time, for what consumes a queue. 10 when not named; AWS takes 2 to 1000.
    pub max_concurrency: Option<u32>,
    /// At most this many messages at a time, for what consumes a queue. 10 when not named.
    pub batch_size: Option<u32>,
    /// Actions on the table, each with the partition keys that it may touch.
    #[serde(default)]
    pub table: Grants,
    /// Actions on indexes, by index.
    #[serde(default)]
    pub index: BTreeMap<String, Grants>,
    /// Actions on queues, each with the names of the queues.
    #[serde(default)]
    pub queue: Grants,
    /// Actions on secrets, each with the names of the secrets after the deployment's prefix.
    #[serde(default)]
    pub secret: Grants,
}

/// What may be touched, by action: `GetItem = ["T#*#CUSTOMER"]`.
pub type Grants = BTreeMap<String, Vec<String>>;

/// Reads the file: needs by function.
///
/// # Errors
/// It is not TOML, or says something that is not known here.
pub fn read(text: &str) -> anyhow::Result<BTreeMap<String, Needs>> {
    toml::from_str(text).with_context(|| PATH.to_owned())
}
