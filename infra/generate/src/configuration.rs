//! How each function is configured, where the usual is not enough: written by hand, with the reasons.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::Deserialize;

/// The file, below the root of the repository.
pub(crate) const PATH: &str = "infra/functions.toml";

/// The configuration of one function.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    /// Memory, which comes with its share of processor time. 256 when not named.
    pub(crate) memory_mb: Option<u32>,
    /// After this it is ended. 29 when not named: the API itself waits for 30.
    pub(crate) timeout_seconds: Option<u32>,
    /// At most this many at a time, for what consumes a queue. 10 when not named; AWS takes 2 to 1000.
    pub(crate) max_concurrency: Option<u32>,
    /// At most this many messages at a time, for what consumes a queue. 10 when not named.
    pub(crate) batch_size: Option<u32>,
}

/// Configurations by function.
pub(crate) type ByFunction = BTreeMap<String, Configuration>;

/// Reads the file.
pub(crate) fn parse(text: &str) -> anyhow::Result<ByFunction> {
    toml::from_str(text).with_context(|| PATH.to_owned())
}
