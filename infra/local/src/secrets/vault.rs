//! Secrets and their versions.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::error;
use crate::aws_json::ApiError;
use crate::{ACCOUNT, REGION, random};

/// The labels of the newest version, which is read unless another is asked for, and of the one before.
const STAGES: [&str; 2] = ["AWSCURRENT", "AWSPREVIOUS"];

/// The most a secret's value may weigh, in bytes.
const MAXIMUM_VALUE_BYTES: usize = 65_536;

/// Versions that are kept, most of them only so that a repeated request is still recognised.
const KEPT_VERSIONS: usize = 22;

/// All secrets, by name. No `Debug`: it would print them.
#[derive(Clone, Default, Deserialize, Serialize)]
pub(super) struct Vault {
    secrets: BTreeMap<String, Secret>,
}

#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Secret {
    pub(super) name: String,
    pub(super) arn: String,
    /// The newest first.
    versions: Vec<Version>,
}

#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Version {
    /// The token of the request that made it.
    pub(super) id: String,
    pub(super) value: String,
    pub(super) created: Timestamp,
}

impl Version {
    /// A version, unless the service would refuse it.
    pub(super) fn new(token: &str, value: String, created: Timestamp) -> Result<Self, ApiError> {
        if !(32..=64).contains(&token.len()) {
            return Err(error::invalid_parameter("ClientRequestToken must be 32-64 characters long."));
        }
        if !(1..=MAXIMUM_VALUE_BYTES).contains(&value.len()) {
            return Err(error::invalid_parameter(format!(
                "The secret value must have a length of 1 to {MAXIMUM_VALUE_BYTES} bytes."
            )));
        }
        Ok(Self { id: token.to_owned(), value, created })
    }

    /// Whether both come of the same request.
    fn repeats(&self, other: &Self) -> bool {
        self.id == other.id && self.value == other.value
    }
}

impl Vault {
    /// The secret of this name or ARN.
    pub(super) fn secret(&mut self, id: &str) -> Result<&mut Secret, ApiError> {
        let name = self.name(id).ok_or_else(error::not_found)?;
        self.secrets.get_mut(&name).ok_or_else(error::not_found)
    }

    /// Takes a secret away; no error if there is none.
    pub(super) fn remove(&mut self, id: &str) -> Option<Secret> {
        let name = self.name(id)?;
        self.secrets.remove(&name)
    }

    fn name(&self, id: &str) -> Option<String> {
        let mut secrets = self.secrets.values();
        secrets.find(|secret| secret.name == id || secret.arn == id).map(|secret| secret.name.clone())
    }

    /// Creates a secret; the same request once more finds it as it is.
    pub(super) fn create(&mut self, name: &str, first: Version) -> Result<&Secret, ApiError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "/_+=.@-".contains(c);
        if !(1..=512).contains(&name.len()) || !name.chars().all(allowed) {
            return Err(error::validation(
                "Invalid name. Must be a valid name containing alphanumeric characters, \
                 or any of the following: -/_+=.@!",
            ));
        }
        let existing = self.secrets.get(name);
        if existing.is_some_and(|existing| !existing.versions.iter().any(|version| version.repeats(&first))) {
            return Err(error::exists(format!(
                "The operation failed because the secret {name} already exists."
            )));
        }
        Ok(self.secrets.entry(name.to_owned()).or_insert_with(|| Secret {
            name: name.to_owned(),
            arn: format!("arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{name}-{}", random::letters(6)),
            versions: vec![first],
        }))
    }
}

impl Secret {
    /// Makes this version the current one; the same request once more changes nothing.
    pub(super) fn put(&mut self, version: Version) -> Result<(), ApiError> {
        match self.versions.iter().find(|known| known.id == version.id) {
            Some(known) if known.repeats(&version) => Ok(()),
            Some(known) => Err(error::exists(format!(
                "You can't use ClientRequestToken {} because that value is already in use for a version of secret {}.",
                known.id, self.arn
            ))),
            None => {
                self.versions.insert(0, version);
                self.versions.truncate(KEPT_VERSIONS);
                Ok(())
            }
        }
    }

    /// The version with this label.
    pub(super) fn version(&self, stage: Option<&str>) -> Result<&Version, ApiError> {
        let stage = stage.unwrap_or(STAGES[0]);
        let place = STAGES.iter().position(|known| *known == stage);
        place.and_then(|place| self.versions.get(place)).ok_or_else(|| {
            error::not_found_because(format!(
                "Secrets Manager can't find the specified secret value for staging label: {stage}"
            ))
        })
    }

    /// The labels of a version.
    pub(super) fn stages(&self, id: &str) -> Vec<&'static str> {
        let place = self.versions.iter().position(|version| version.id == id);
        place.and_then(|place| STAGES.get(place)).copied().into_iter().collect()
    }
}
