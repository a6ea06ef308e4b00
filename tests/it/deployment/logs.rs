//! What the gateway writes down, and the queries that are there for whoever reads logs.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use super::Template;
use crate::root;

/// What of a request the gateway may write down: figures, words of its own, and which endpoint it was. Its messages are
/// not among them: they may quote the request, and nothing is escaped in an access log.
const HARMLESS: [&str; 9] = [
    "requestId",
    "requestTime",
    "routeKey",
    "status",
    "responseLatency",
    "integrationLatency",
    "responseLength",
    "error.responseType",
    "integrationStatus",
];

/// The formats of all access logs, by the resource that has one.
fn access_logs(template: &Template) -> BTreeMap<String, String> {
    fn look(place: &str, value: &Value, found: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    if matches!(name.as_str(), "AccessLogSettings" | "AccessLogSetting") {
                        found.insert(place.to_owned(), value["Format"].as_str().unwrap().to_owned());
                    }
                    look(place, value, found);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| look(place, item, found)),
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    for (id, resource) in template.translated["Resources"].as_object().unwrap() {
        look(id, resource, &mut found);
    }
    found
}

/// The variables of a format, without `$context.`.
fn variables(format: &str) -> Vec<&str> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_');
    let found = format.split("$context.").skip(1);
    found.map(|rest| rest.split(|letter| !is_part(letter)).next().unwrap()).collect()
}

#[test]
fn no_access_log_has_a_query_string_or_a_raw_path() {
    let template = Template::read();
    let logs = access_logs(&template);
    assert!(!logs.is_empty());
    for (id, format) in logs {
        let written = variables(&format);
        assert_eq!(written.len(), format.matches('$').count(), "{id}: {format}");
        for variable in written {
            assert!(HARMLESS.contains(&variable), "{id} writes down {variable}");
        }
    }
    // No load balancer, no REST stage, and no edge has a log of another kind.
    let translated = template.translated.to_string();
    for other in ["RealtimeLogConfig", "access_logs.s3", "MethodSettings", "LoggingLevel", "DataTraceEnabled"]
    {
        assert!(!translated.contains(other), "{other}");
    }
    for (id, distribution) in template.resources("AWS::CloudFront::Distribution") {
        assert!(distribution["DistributionConfig"]["Logging"].is_null(), "{id}");
    }
    for kind in ["AWS::Logs::Delivery", "AWS::Logs::DeliverySource"] {
        assert!(template.resources(kind).is_empty(), "{kind}");
    }
}

#[test]
fn the_policy_by_which_services_write_logs_is_not_used_up() {
    let template = Template::read();
    let groups = template.resources("AWS::Logs::LogGroup");
    let of_functions = |name: &str| name.starts_with("/aws/lambda/");
    let mut others = groups.values().map(|group| group["LogGroupName"]["Fn::Sub"].as_str().unwrap());
    assert!(others.all(|name| of_functions(name) || name.starts_with("/aws/vendedlogs/")));
}

#[test]
fn a_line_of_an_access_log_is_json_whatever_happened() {
    for (id, format) in access_logs(&Template::read()) {
        // The gateway puts a dash where there is nothing to tell.
        for value in ["-", "200", "GET /v1/customers/{customerId}", "INTEGRATION_FAILURE"] {
            let mut line = format.clone();
            let mut names = variables(&format);
            names.sort_by_key(|name| std::cmp::Reverse(name.len()));
            for name in names {
                line = line.replace(&format!("$context.{name}"), value);
            }
            let read: Result<Value, _> = serde_json::from_str(&line);
            assert!(read.is_ok_and(|line| line.is_object()), "{id}: {line}");
        }
    }
}

/// The queries of the runbook, by their names. Each stands below the line that says its name.
fn queries_of_the_runbook() -> BTreeMap<String, String> {
    let runbook = fs::read_to_string(root().join("docs/runbook.md")).unwrap();
    let mut queries = BTreeMap::new();
    let mut pieces = runbook.split("```");
    let mut before = pieces.next().unwrap();
    while let (Some(block), after) = (pieces.next(), pieces.next()) {
        if ["fields ", "filter ", "stats ", "source "]
            .iter()
            .any(|word| block.trim_start().to_lowercase().starts_with(word))
        {
            let named = before.trim_end().lines().last().unwrap();
            let name = named.strip_prefix("Saved query **").and_then(|rest| rest.strip_suffix("**:"));
            let name = name.unwrap_or_else(|| panic!("a query without a name: {block}"));
            assert!(
                queries.insert(name.to_owned(), block.trim().to_owned()).is_none(),
                "{name} is there twice"
            );
        }
        before = after.unwrap_or_default();
    }
    queries
}

#[test]
fn the_queries_of_the_runbook_are_saved() {
    let template = Template::read();
    let saved: BTreeMap<String, String> = template
        .resources("AWS::Logs::QueryDefinition")
        .into_iter()
        .map(|(id, query)| {
            let groups = query["LogGroupNames"].as_array().unwrap();
            assert!(groups.contains(&serde_json::json!({ "Ref": "FunctionLogs" })), "{id}: {groups:?}");
            assert!(groups.len() <= 50, "{id}: a query looks at 50 log groups at most");
            let name = query["Name"]["Fn::Sub"].as_str().unwrap();
            let name = name.strip_prefix("${AWS::StackName}/").unwrap_or_else(|| panic!("{id}: {name}"));
            (name.to_owned(), query["QueryString"].as_str().unwrap().trim().to_owned())
        })
        .collect();
    let asked = queries_of_the_runbook();
    assert!(asked.contains_key("One call"), "{asked:?}");
    assert_eq!(saved, asked);
}

/// Words of the language of queries, and names that a query gives to what it counts.
const WORDS_OF_QUERIES: [&str; 25] = [
    "fields",
    "filter",
    "sort",
    "stats",
    "by",
    "as",
    "or",
    "and",
    "desc",
    "count",
    "count_distinct",
    "latest",
    "pct",
    "like",
    "ispresent",
    "strcontains",
    "webhooks",
    "faults",
    "times",
    "accounts",
    "ID",
    "1",
    "99",
    "3000",
    "",
];

/// Fields of the lines that Lambda writes itself.
const FIELDS_OF_LAMBDA: [&str; 3] = ["type", "record.status", "record.requestId"];

#[test]
fn queries_ask_for_fields_that_lines_have() {
    let rules = fs::read_to_string(root().join("docs/LOGGING.md")).unwrap();
    let formats: String = access_logs(&Template::read()).into_values().collect();
    let mut asked = 0;
    for (name, query) in queries_of_the_runbook() {
        let unquoted: String = query.split('"').step_by(2).collect();
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '@' | '_');
        let words = unquoted.split(|letter: char| !is_part(letter));
        for field in words.filter(|word| !WORDS_OF_QUERIES.contains(word) && !word.starts_with('@')) {
            let is_known = rules.contains(&format!("`{field}`"))
                || formats.contains(&format!("\"{field}\":"))
                || FIELDS_OF_LAMBDA.contains(&field);
            assert!(is_known, "{name}: {field} is in no line that docs/LOGGING.md tells of");
            asked += 1;
        }
    }
    assert!(asked > 40, "{asked}");
}
