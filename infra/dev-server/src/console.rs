//! What is printed: one block at start (and a JSON line, if it is asked for), then a readable line per request.

use std::{collections::BTreeMap, path::PathBuf};

use runtime::log::{RequestLine, RequestLog};
use serde::Serialize;

use crate::{demo::DemoLogin, output::Output};

/// Prints to standard output. With `json`, that has the one JSON line and nothing else, so that a program can read all
/// of it; what people read goes to standard error then.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    /// Whether a program reads along.
    pub json: bool,
}

/// What was started.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StartedLine {
    /// Base URL of the API.
    pub api_url: String,
    /// Where the portal is; absent when it was not built.
    pub portal_url: Option<String>,
    /// Where the OpenAPI document is.
    pub openapi_url: String,
    /// Answers 200 when everything is ready.
    pub health_url: String,
    /// What function URLs begin with.
    pub function_url_base: String,
    /// Base URL of the simulated voice provider, for a voice connection.
    pub voice_provider_url: String,
    /// Where calls are made to happen.
    pub simulator_control_url: String,
    /// Where the table and the secrets are; absent when they are in memory.
    pub data_directory: Option<PathBuf>,
    /// Where the embedded DynamoDB listens, for tools.
    pub dynamodb_url: String,
    /// Where the local SQS listens.
    pub sqs_url: String,
    /// Where the local Secrets Manager listens.
    pub secrets_manager_url: String,
    /// Name of the table.
    pub table_name: String,
    /// What functions are told, to run them in processes of their own. All of it is of this machine, and no secret.
    pub variables: BTreeMap<String, String>,
    /// Log-in of the demo tenant, if it was asked for.
    pub demo: Option<DemoLogin>,
}

impl Console {
    /// Prints what was started.
    pub fn started(self, line: &StartedLine) {
        if self.json {
            Output::Standard.line(&serde_json::to_string(line).unwrap_or_default());
        }
        self.line(&format!("Navaia is ready at {}", line.api_url));
        match &line.portal_url {
            Some(url) => self.line(&format!("  portal         {url}")),
            None => self.line("  portal         not built: it needs Node (npm); see portal/README.md"),
        }
        self.line(&format!("  API            {}/v1  (document: {})", line.api_url, line.openapi_url));
        self.line(&format!("  function URLs  {}<function>/", line.function_url_base));
        self.line(&format!(
            "  voice provider {}  (control: {})",
            line.voice_provider_url, line.simulator_control_url
        ));
        match &line.data_directory {
            Some(directory) => self.line(&format!("  data           {}", directory.display())),
            None => self.line("  data           in memory"),
        }
        if let Some(demo) = &line.demo {
            self.line(&format!("  demo log-in    {}  {}", demo.email, demo.password));
        }
        self.line("Ctrl-C stops it.");
    }

    /// Prints a line for people.
    pub fn line(self, text: &str) {
        let output = if self.json { Output::Error } else { Output::Standard };
        output.line(text);
    }
}

impl RequestLog for Console {
    /// The gateway prints every request; here only the cause of a fault is added.
    fn write(&self, line: &RequestLine<'_>) {
        if let Some(cause) = &line.cause {
            let (function, request_id) = (line.origin.function, &line.origin.request_id);
            self.line(&format!("       {function} failed: {cause} (request {request_id})"));
        }
    }
}
