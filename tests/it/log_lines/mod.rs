//! The lines that functions print, as CloudWatch gets them. What is to print runs in a process of its own, whose standard
//! output is all there is.

mod failed_sign_ins;
mod fields;
mod one_call;
mod private;
mod start;
mod troubles;

use std::{process::Command, sync::Arc};

use runtime::{Function, log::StandardOutput};
use serde_json::Value;
use testing::{TestApp, TestAppOptions, TestRequest};

/// What a test of this file prints: JSON lines, in their order.
fn printed_by(test: &str) -> Vec<Value> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("log_lines::{test}"), "--ignored", "--nocapture"]);
    let output = command.output().unwrap();
    let (printed, complained) = (String::from_utf8(output.stdout).unwrap(), output.stderr);
    assert!(output.status.success(), "{printed}\n{}", String::from_utf8_lossy(&complained));
    // The test harness itself does not always end its own lines before the first of ours.
    let lines = printed.lines().filter_map(|line| line.get(line.find('{')?..));
    let lines = lines.map(|line| serde_json::from_str::<Value>(line).expect(line));
    // The services that stand for those of AWS live in the same process.
    let of_services =
        |line: &Value| line["target"].as_str().is_some_and(|target| target.starts_with("dynoxide"));
    let lines: Vec<Value> = lines.filter(|line| !of_services(line)).collect();
    assert!(!lines.is_empty(), "{printed}");
    lines
}

/// An application whose functions print as in Lambda.
async fn printing_app() -> TestApp {
    printing_app_with(&[]).await
}

/// The same with these variables.
async fn printing_app_with(variables: &[(&str, &str)]) -> TestApp {
    runtime::log::start(None);
    let request_log = Arc::new(StandardOutput);
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    TestApp::start_with(TestAppOptions { request_log, variables }).await
}

fn function(name: &str) -> Function {
    catalog::functions().into_iter().find(|function| function.name == name).unwrap()
}

/// Sends a request that API Gateway calls by this id, and gives the status of the answer.
async fn send(app: &TestApp, function: &Function, id: &str, request: TestRequest) -> u64 {
    let mut event = request.event(function);
    event["requestContext"]["requestId"] = id.into();
    app.invoke(function, event).await["statusCode"].as_u64().unwrap()
}

/// The lines with this value in a field.
fn filter<'a>(lines: &'a [Value], field: &str, value: &Value) -> Vec<&'a Value> {
    lines.iter().filter(|line| line[field] == *value).collect()
}

/// Function, outcome or message of each line.
fn story<'a>(lines: &[&'a Value]) -> Vec<(&'a str, &'a str)> {
    lines
        .iter()
        .map(|line| {
            let what = line["outcome"].as_str().filter(|_| !line["status"].is_null());
            (line["function"].as_str().unwrap(), what.or_else(|| line["message"].as_str()).unwrap())
        })
        .collect()
}
