//! Configuration: environment variables, read once at start and checked then.

use std::{collections::BTreeMap, sync::Arc};

use clients::AwsSettings;
use secrecy::SecretString;

/// A variable that a function needs. The deployment template must set exactly the ones that its functions name,
/// apart from those that Lambda sets itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Variable {
    pub name: &'static str,
    /// What it is for.
    pub purpose: &'static str,
}

impl Variable {
    /// Its value does not keep to this rule.
    pub fn wrong(self, rule: impl ToString) -> ConfigError {
        ConfigError::Wrong { name: self.name, rule: rule.to_string() }
    }
}

/// Name of the DynamoDB table.
pub const TABLE_NAME: Variable = Variable { name: "TABLE_NAME", purpose: "Name of the DynamoDB table" };
/// What the names of our secrets begin with.
pub const SECRET_PREFIX: Variable =
    Variable { name: "SECRET_PREFIX", purpose: "What the names of this deployment's secrets begin with" };
/// Where the inbox processor gets its work.
pub const INBOX_QUEUE_URL: Variable =
    Variable { name: "INBOX_QUEUE_URL", purpose: "URL of the queue of webhooks to be processed" };
/// Where the voice provider delivers post-call webhooks.
pub const POST_CALL_URL: Variable = Variable {
    name: "POST_CALL_URL",
    purpose: "Function URL that the voice provider delivers post-call webhooks to",
};

/// What the edge proves itself with.
pub const EDGE_KEY: Variable = Variable {
    name: "EDGE_KEY",
    purpose: "Key that the edge before the API sends; not set where there is none",
};

/// Who may register a business.
pub const REGISTRATION: Variable = Variable {
    name: "REGISTRATION",
    purpose: "Who may register a business: closed or open; closed when not set",
};

/// How many deliveries a connection may have in a minute.
pub const DELIVERIES_PER_MINUTE: Variable = Variable {
    name: "DELIVERIES_PER_MINUTE",
    purpose: "Deliveries that a voice connection may have in a minute; 2000 when not set",
};
/// How many deliveries a connection may have in a day.
pub const DELIVERIES_PER_DAY: Variable = Variable {
    name: "DELIVERIES_PER_DAY",
    purpose: "Deliveries that a voice connection may have in a day; 20000 when not set",
};
/// How much may be delivered through a connection in a minute.
pub const DELIVERED_MB_PER_MINUTE: Variable = Variable {
    name: "DELIVERED_MB_PER_MINUTE",
    purpose: "Megabytes that may be delivered through a voice connection in a minute; 64 when not set",
};
/// How much may be delivered through a connection in a day.
pub const DELIVERED_MB_PER_DAY: Variable = Variable {
    name: "DELIVERED_MB_PER_DAY",
    purpose: "Megabytes that may be delivered through a voice connection in a day; 2000 when not set",
};

/// Where workspaces of the voice provider may be.
pub const VOICE_API_URLS: Variable = Variable {
    name: "VOICE_API_URLS",
    purpose: "Addresses of the voice provider's API that may be used, separated by commas, the usual one first",
};

/// What a function cannot start without.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A variable is not set.
    #[error("the environment variable {name} is not set ({purpose})")]
    Missing {
        name: &'static str,
        /// What it is for.
        purpose: &'static str,
    },
    /// A variable has a value that cannot be used. The value is left out: it may be a secret.
    #[error("the environment variable {name} is wrong: {rule}")]
    Wrong {
        name: &'static str,
        /// What it has to be.
        rule: String,
    },
}

/// Where variables are looked up.
#[derive(Clone)]
pub struct Environment(Source);

#[derive(Clone)]
enum Source {
    Process,
    Given(Arc<BTreeMap<String, String>>),
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Environment(…)")
    }
}

impl Environment {
    /// The variables of this process.
    pub fn of_process() -> Self {
        Self(Source::Process)
    }

    /// These variables and no others: several functions in one process each have their own.
    pub fn given(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(Source::Given(Arc::new(variables.into_iter().collect())))
    }

    /// The value of a variable; an empty one counts as not set.
    #[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
    pub fn get(&self, name: &str) -> Option<String> {
        let value = match &self.0 {
            Source::Process => std::env::var(name).ok(),
            Source::Given(variables) => variables.get(name).cloned(),
        };
        value.filter(|value| !value.is_empty())
    }

    /// The value of a variable that must be there.
    pub fn require(&self, variable: Variable) -> Result<String, ConfigError> {
        let Variable { name, purpose } = variable;
        self.get(name).ok_or(ConfigError::Missing { name, purpose })
    }

    /// How AWS is reached. Lambda sets the region and the credentials; the endpoints are for development.
    pub(crate) fn aws(&self) -> Result<AwsSettings, ConfigError> {
        let lambda = |name| Variable { name, purpose: "set by Lambda" };
        Ok(AwsSettings {
            region: self.require(lambda("AWS_REGION"))?,
            access_key_id: self.require(lambda("AWS_ACCESS_KEY_ID"))?,
            secret_access_key: SecretString::from(self.require(lambda("AWS_SECRET_ACCESS_KEY"))?),
            session_token: self.get("AWS_SESSION_TOKEN").map(SecretString::from),
            endpoint: self.get("AWS_ENDPOINT_URL"),
            dynamodb_endpoint: self.get("AWS_ENDPOINT_URL_DYNAMODB"),
            sqs_endpoint: self.get("AWS_ENDPOINT_URL_SQS"),
            secrets_manager_endpoint: self.get("AWS_ENDPOINT_URL_SECRETS_MANAGER"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_variable_is_named_with_its_purpose() {
        let environment = Environment::given([("TABLE_NAME".to_owned(), String::new())]);
        let error = environment.require(TABLE_NAME).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the environment variable TABLE_NAME is not set (Name of the DynamoDB table)"
        );
    }
}
