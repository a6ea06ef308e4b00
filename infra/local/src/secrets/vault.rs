//! Secrets, their versions and the labels on them.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::error;
use crate::aws_json::ApiError;
use crate::{ACCOUNT, REGION, random};

/// The label of the version that is read unless another is asked for.
pub(super) const CURRENT: &str = "AWSCURRENT";

/// The label of the version that was current before.
pub(super) const PREVIOUS: &str = "AWSPREVIOUS";

/// The most a secret's value may weigh, in bytes.
const MAXIMUM_VALUE_BYTES: usize = 65_536;

/// Versions without a label that are kept, so that a repeated request is still recognised.
const KEPT_UNLABELLED: usize = 20;

/// All secrets, by name. No `Debug`: it would print them.
#[derive(Clone, Default, Deserialize, Serialize)]
pub(super) struct Vault {
    pub(super) secrets: BTreeMap<String, Secret>,
}

#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Secret {
    pub(super) name: String,
    pub(super) arn: String,
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) tags: Vec<Tag>,
    pub(super) created: Timestamp,
    pub(super) changed: Timestamp,
    /// When the deletion was asked for and when it is to be carried out.
    pub(super) deletion: Option<(Timestamp, Timestamp)>,
    pub(super) versions: BTreeMap<String, Version>,
}

#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Version {
    pub(super) value: Value,
    pub(super) stages: BTreeSet<String>,
    pub(super) created: Timestamp,
}

/// A secret's value: text, or bytes in base64.
#[derive(Clone, Deserialize, Serialize, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Binary(String),
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tag {
    pub(super) key: String,
    #[serde(default)]
    pub(super) value: String,
}

impl Value {
    /// The value in a request: text or binary, not both.
    pub(super) fn given(text: Option<String>, binary: Option<String>) -> Result<Option<Self>, ApiError> {
        let (value, bytes) = match (text, binary) {
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => {
                return Err(error::invalid_parameter(
                    "You can't specify both a binary secret value and a string \
                     secret value in the same secret.",
                ));
            }
            (Some(text), None) => {
                let bytes = text.len();
                (Self::Text(text), bytes)
            }
            (None, Some(binary)) => {
                let bytes = STANDARD
                    .decode(&binary)
                    .map_err(|_| error::invalid_parameter("SecretBinary is not base64."))?;
                (Self::Binary(binary), bytes.len())
            }
        };
        if !(1..=MAXIMUM_VALUE_BYTES).contains(&bytes) {
            return Err(error::invalid_parameter(format!(
                "The secret value must have a length of 1 to {MAXIMUM_VALUE_BYTES} bytes."
            )));
        }
        Ok(Some(value))
    }
}

impl Vault {
    /// The name of the secret that a name, ARN, or ARN without its random end stands for.
    pub(super) fn name(&self, id: &str) -> Option<String> {
        if self.secrets.contains_key(id) {
            return Some(id.to_owned());
        }
        let plain = id.strip_prefix(&format!("arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:"))?;
        let by_arn = self.secrets.values().find(|secret| secret.arn == id || secret.name == plain);
        by_arn.map(|secret| secret.name.clone())
    }

    /// A secret that is not marked for deletion.
    pub(super) fn secret(&mut self, id: &str) -> Result<&mut Secret, ApiError> {
        let secret = self.any_secret(id)?;
        if secret.deletion.is_some() {
            return Err(error::invalid_request(
                "You can't perform this operation on the secret because it was marked for deletion.",
            ));
        }
        Ok(secret)
    }

    /// A secret, marked for deletion or not.
    pub(super) fn any_secret(&mut self, id: &str) -> Result<&mut Secret, ApiError> {
        let name = self.name(id);
        name.and_then(|name| self.secrets.get_mut(&name)).ok_or_else(error::not_found)
    }

    /// Carries out the deletions whose time has come.
    pub(super) fn expire(&mut self, now: Timestamp) {
        self.secrets.retain(|_, secret| secret.deletion.is_none_or(|(_, due)| due > now));
    }

    /// Creates a secret; the same request once more finds it as it is.
    pub(super) fn create(
        &mut self,
        name: &str,
        description: Option<String>,
        tags: Vec<Tag>,
        token: &str,
        value: Option<Value>,
        now: Timestamp,
    ) -> Result<&Secret, ApiError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "/_+=.@-".contains(c);
        if !(1..=512).contains(&name.len()) || !name.chars().all(allowed) {
            return Err(error::validation(
                "Invalid name. Must be a valid name containing alphanumeric characters, \
                 or any of the following: -/_+=.@!",
            ));
        }
        if let Some(existing) = self.secrets.get(name) {
            if existing.deletion.is_some() {
                return Err(error::invalid_request(
                    "You can't create this secret because a secret with this name is already scheduled for deletion.",
                ));
            }
            let same = value.is_some()
                && existing.versions.get(token).map(|version| &version.value) == value.as_ref();
            if !same {
                return Err(error::exists(format!(
                    "The operation failed because the secret {name} already exists."
                )));
            }
        } else {
            let arn =
                format!("arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{name}-{}", random::letters(6));
            let mut secret = Secret {
                name: name.to_owned(),
                arn,
                description,
                tags,
                created: now,
                changed: now,
                deletion: None,
                versions: BTreeMap::new(),
            };
            if let Some(value) = value {
                secret.put(token, value, &[CURRENT.to_owned()], now)?;
            }
            self.secrets.insert(name.to_owned(), secret);
        }
        self.secrets.get(name).ok_or_else(error::not_found)
    }
}

impl Secret {
    /// Adds a version with these labels; the same request once more changes nothing.
    pub(super) fn put(
        &mut self,
        token: &str,
        value: Value,
        stages: &[String],
        now: Timestamp,
    ) -> Result<(), ApiError> {
        if !(32..=64).contains(&token.len()) {
            return Err(error::invalid_parameter("ClientRequestToken must be 32-64 characters long."));
        }
        if let Some(existing) = self.versions.get(token) {
            if existing.value == value {
                return Ok(());
            }
            return Err(error::exists(format!(
                "You can't use ClientRequestToken {token} because that value is already in use for a version of \
                 secret {}.",
                self.arn
            )));
        }
        let version = Version { value, stages: BTreeSet::new(), created: now };
        self.versions.insert(token.to_owned(), version);
        for stage in stages {
            self.label(token, stage);
        }
        self.changed = now;
        self.prune();
        Ok(())
    }

    /// The version with this id, or with this label, or the current one.
    pub(super) fn version(
        &self,
        id: Option<&str>,
        stage: Option<&str>,
    ) -> Result<(&str, &Version), ApiError> {
        let stage = match (id, stage) {
            (None, None) => Some(CURRENT),
            (_, stage) => stage,
        };
        let matching = self.versions.iter().find(|(version_id, version)| {
            id.is_none_or(|id| id == *version_id) && stage.is_none_or(|stage| version.stages.contains(stage))
        });
        let (id, version) = matching.ok_or_else(|| {
            error::not_found_because(match (id, stage) {
                (Some(id), _) => {
                    format!("Secrets Manager can't find the specified secret value for VersionId: {id}")
                }
                (None, stage) => format!(
                    "Secrets Manager can't find the specified secret value for staging label: {}",
                    stage.unwrap_or(CURRENT)
                ),
            })
        })?;
        Ok((id, version))
    }

    /// Puts a label on a version and takes it from the one that had it, which becomes the previous one if the
    /// label was that of the current one.
    fn label(&mut self, id: &str, stage: &str) {
        let holder = self.versions.iter().find(|(_, version)| version.stages.contains(stage));
        let holder = holder.map(|(holder, _)| holder.clone());
        if let Some(holder) = holder.filter(|holder| holder != id) {
            if let Some(version) = self.versions.get_mut(&holder) {
                version.stages.remove(stage);
            }
            if stage == CURRENT {
                self.label(&holder, PREVIOUS);
            }
        }
        if let Some(version) = self.versions.get_mut(id) {
            version.stages.insert(stage.to_owned());
        }
    }

    fn prune(&mut self) {
        let unlabelled = self.versions.iter().filter(|(_, version)| version.stages.is_empty());
        let mut by_age: Vec<_> = unlabelled.map(|(id, version)| (version.created, id.clone())).collect();
        by_age.sort_unstable();
        let surplus = by_age.len().saturating_sub(KEPT_UNLABELLED);
        for (_, id) in by_age.into_iter().take(surplus) {
            self.versions.remove(&id);
        }
    }

    /// Marks the secret for deletion in so many days.
    pub(super) fn delete_in(&mut self, days: i64, now: Timestamp) -> Timestamp {
        let due = now.saturating_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX);
        self.deletion = Some((now, due));
        due
    }
}
