//! The stack of the template in an emulator.

use std::{collections::BTreeMap, path::PathBuf, process::Command};

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use crate::{background::client, emulator::Emulator, tools::python_tool};

/// A deployed stack.
pub(crate) struct Stack {
    /// Where it runs.
    pub(crate) emulator: Emulator,
    /// The ARNs of its functions, by name.
    pub(crate) functions: BTreeMap<String, String>,
    outputs: Value,
    http: Client,
}

impl Stack {
    /// Deploys the template.
    pub(crate) async fn deploy() -> Self {
        let emulator = Emulator::start().await;
        let mut deployment = python_tool("python");
        deployment.args(["-B", "infra/deploy_local.py", &emulator.url()]).arg(binaries());
        let mut printed: Value = serde_json::from_str(&printed(&emulator, deployment)).unwrap();
        let functions = serde_json::from_value(printed["functions"].take()).unwrap();
        Self { emulator, functions, outputs: printed["outputs"].take(), http: client() }
    }

    /// An output of the template.
    pub(crate) fn output(&self, name: &str) -> &str {
        self.outputs[name].as_str().unwrap_or_else(|| panic!("no output {name}: {}", self.outputs))
    }

    /// Invokes a function with its event of the repository.
    pub(crate) fn invoke(&self, deployed: &str, event: &str) {
        let mut invocation = python_tool("python");
        invocation.args(["-B", "tests/deployed/invoke.py", &self.emulator.url(), &self.functions[deployed]]);
        invocation.arg(event);
        printed(&self.emulator, invocation);
    }

    /// What is to be seen behind its API (tests/deployed/look.py).
    pub(crate) fn look(&self, what: &str) -> Value {
        let mut look = python_tool("python");
        look.args(["-B", "tests/deployed/look.py", &self.emulator.url(), "eu-central-1", what]);
        serde_json::from_str(&printed(&self.emulator, look)).unwrap()
    }

    /// A request to the API.
    pub(crate) fn api(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, &format!("{}{path}", self.output("ApiUrl")))
    }

    /// A request to an address as the world knows it.
    pub(crate) fn request(&self, method: Method, address: &str) -> RequestBuilder {
        // No name server knows its host. The emulator does, by the header.
        let (_, rest) = address.split_once("://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        self.http.request(method, format!("{}/{path}", self.emulator.url())).header("host", host)
    }
}

/// What a command prints that has to succeed.
pub(crate) fn printed(emulator: &Emulator, mut command: Command) -> String {
    let output = command.output().unwrap();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complained}\n{}", emulator.last_lines());
    String::from_utf8(output.stdout).unwrap()
}

/// Where the functions are that were built with this test.
fn binaries() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.ancestors().nth(2).unwrap().to_owned()
}
