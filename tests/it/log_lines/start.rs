//! A function that lacks something at its start, as a process of its own.

use std::process::{Command, Output};

use serde_json::Value;

const OF_LAMBDA: [(&str, &str); 4] = [
    ("AWS_REGION", "us-east-1"),
    ("AWS_ACCESS_KEY_ID", "local"),
    ("AWS_SECRET_ACCESS_KEY", "local"),
    ("AWS_LAMBDA_FUNCTION_NAME", "staging-some-function"),
];

#[tokio::test]
#[ignore = "run by the next test, in processes of its own"]
async fn an_endpoint_starts() {
    runtime::serve::<auth::login::Login>().await.unwrap();
}

#[tokio::test]
#[ignore = "run by the next test, in processes of its own"]
async fn a_consumer_starts() {
    runtime::serve_queue::<inbox::processor::Processor>().await.unwrap();
}

#[tokio::test]
#[ignore = "run by the next test, in processes of its own"]
async fn a_schedule_starts() {
    runtime::serve_schedule::<inbox::sweeper::Sweeper>().await.unwrap();
}

fn started(test: &str, variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("log_lines::start::{test}"), "--ignored", "--nocapture"]);
    command.env_clear().envs(variables.iter().copied()).output().unwrap()
}

#[test]
fn a_function_that_cannot_start_says_why_in_one_line() {
    let missing = "the environment variable TABLE_NAME is not set (Name of the DynamoDB table)";
    let short = "the environment variable EDGE_KEY is wrong: it needs 32 characters or more";
    let nothing = "the environment variable AWS_REGION is not set (set by Lambda)";
    let region =
        "the environment variable AWS_REGION is wrong: it is the name of a region, such as eu-central-1";
    let table = "the environment variable TABLE_NAME is wrong: it is the name of a table: 3 to 255 letters, digits, dots, \
        dashes and underscores";
    let queue = "the environment variable INBOX_QUEUE_URL is wrong: it is an address, https://…";
    let levels =
        "the environment variable LOG_LEVELS is wrong: it is a list of levels, such as info,store=debug";
    let by_hand = "the environment variable AWS_LAMBDA_RUNTIME_API is not set (set by Lambda)";
    let complete = [("TABLE_NAME", "table"), ("INBOX_QUEUE_URL", "https://sqs.example/inbox")];
    let with = |more: &[(&'static str, &'static str)]| [&OF_LAMBDA[..], more].concat();
    for (test, variables, cause, function) in [
        ("an_endpoint_starts", with(&[]), missing, "staging-some-function"),
        ("a_consumer_starts", with(&[]), missing, "staging-some-function"),
        ("a_schedule_starts", with(&[]), missing, "staging-some-function"),
        ("a_schedule_starts", Vec::new(), nothing, "inbox-sweeper"),
        (
            "an_endpoint_starts",
            with(&[("TABLE_NAME", "table"), ("SECRET_PREFIX", "navaia/"), ("EDGE_KEY", "secret-but-short")]),
            short,
            "staging-some-function",
        ),
        ("a_schedule_starts", with(&[("AWS_REGION", "somewhere")]), region, "staging-some-function"),
        ("a_schedule_starts", with(&[("TABLE_NAME", "no/table")]), table, "staging-some-function"),
        (
            "a_schedule_starts",
            with(&[("TABLE_NAME", "table"), ("INBOX_QUEUE_URL", "inbox")]),
            queue,
            "staging-some-function",
        ),
        ("a_schedule_starts", with(&[("LOG_LEVELS", "loud,store=louder")]), levels, "staging-some-function"),
        ("a_schedule_starts", with(&complete), by_hand, "staging-some-function"),
    ] {
        let output = started(test, &variables);
        assert_eq!(output.status.code(), Some(1), "{test}");
        let printed = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<&str> = printed.lines().filter_map(|line| line.get(line.find('{')?..)).collect();
        let [line] = lines.as_slice() else { panic!("{test}: {printed}") };
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!((&line["level"], &line["errorCode"]), (&"ERROR".into(), &"start_failed".into()), "{line}");
        assert_eq!((&line["cause"], &line["function"]), (&cause.into(), &function.into()), "{line}");
        assert!(line["timestamp"].is_string() && line["message"].is_string(), "{line}");
        // Neither the error as Rust prints it nor a value that may be a secret.
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{test}");
        assert!(!printed.contains("secret-but-short"), "{printed}");
    }
}
