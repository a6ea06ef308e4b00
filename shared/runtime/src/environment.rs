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

/// What is logged, by modules of the code.
pub(crate) const LOG_LEVELS: Variable = Variable {
    name: "LOG_LEVELS",
    purpose: "Levels of the log, such as info,store=debug; info when not set",
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

    /// The value of a variable that must be there, and must keep to a rule: what is wrong with it is told at the start,
    /// and not as a service that does not answer at the first request.
    pub fn require_that(
        &self,
        variable: Variable,
        rule: &'static str,
        keeps_to_it: impl FnOnce(&str) -> bool,
    ) -> Result<String, ConfigError> {
        let value = self.require(variable)?;
        if keeps_to_it(&value) { Ok(value) } else { Err(variable.wrong(rule)) }
    }

    /// How AWS is reached. Lambda sets the region and the credentials; the endpoints are for development.
    pub(crate) fn aws(&self) -> Result<AwsSettings, ConfigError> {
        let rule = "it is the name of a region, such as eu-central-1";
        Ok(AwsSettings {
            region: self.require_that(of_lambda("AWS_REGION"), rule, is_region)?,
            access_key_id: self.require(of_lambda("AWS_ACCESS_KEY_ID"))?,
            secret_access_key: SecretString::from(self.require(of_lambda("AWS_SECRET_ACCESS_KEY"))?),
            session_token: self.get("AWS_SESSION_TOKEN").map(SecretString::from),
            endpoint: self.get("AWS_ENDPOINT_URL"),
            dynamodb_endpoint: self.get("AWS_ENDPOINT_URL_DYNAMODB"),
            sqs_endpoint: self.get("AWS_ENDPOINT_URL_SQS"),
            secrets_manager_endpoint: self.get("AWS_ENDPOINT_URL_SECRETS_MANAGER"),
        })
    }
}

/// A variable that Lambda sets itself.
const fn of_lambda(name: &'static str) -> Variable {
    Variable { name, purpose: "set by Lambda" }
}

fn is_region(text: &str) -> bool {
    text.len() <= 64
        && text.split('-').count() > 1
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

/// As DynamoDB says: 3 to 255 letters, digits, dots, dashes and underscores.
pub(crate) fn is_table_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    (3..=255).contains(&text.len()) && text.bytes().all(is_part)
}

pub(crate) fn is_http_url(text: &str) -> bool {
    text.parse::<http::Uri>().is_ok_and(|url| {
        matches!(url.scheme_str(), Some("https" | "http")) && url.host().is_some_and(|host| !host.is_empty())
    })
}

/// Checks what only Lambda gives, which its runtime would panic about: somebody has started the program by hand.
pub(crate) fn check_started_by_lambda(environment: &Environment) -> Result<(), ConfigError> {
    for name in ["AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION"] {
        environment.require(of_lambda(name))?;
    }
    let is_size = |text: &str| text.parse::<i32>().is_ok();
    let rule = "it is a number of megabytes";
    environment.require_that(of_lambda("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), rule, is_size).map(drop)
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
    #[test]
    fn a_value_of_another_shape_is_told_by_its_rule() {
        for (text, region, table, url) in [
            ("eu-central-1", true, true, false),
            ("us-gov-west-1", true, true, false),
            ("US-EAST-1", false, true, false),
            ("us east 1", false, false, false),
            ("us-east-1-", false, true, false),
            ("nowhere", false, true, false),
            ("no/table", false, false, false),
            ("ab", false, false, false),
            ("https://sqs.us-east-1.amazonaws.com/1/inbox", false, false, true),
            ("http://127.0.0.1:9324/queue", false, false, true),
            ("https://", false, false, false),
            ("ftp://queue.example", false, false, false),
        ] {
            assert_eq!(
                (is_region(text), is_table_name(text), is_http_url(text)),
                (region, table, url),
                "{text}"
            );
        }
        let environment = Environment::given([("TABLE_NAME".to_owned(), "no/table".to_owned())]);
        let error = environment.require_that(TABLE_NAME, "it is a name", is_table_name).unwrap_err();
        assert_eq!(error.to_string(), "the environment variable TABLE_NAME is wrong: it is a name");
    }
}
