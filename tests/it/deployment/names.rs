//! Template, routes, binaries, variables and OpenAPI name the same things.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use runtime::{Function, Trigger};
use serde_json::Value;

use super::Template;
use crate::root;

/// Method and path of an endpoint, with the name of its function.
type Route = (String, String, String);

fn routes() -> BTreeSet<Route> {
    catalog::functions()
        .iter()
        .filter_map(|function| match function.trigger {
            Trigger::Api { route, .. } => {
                Some((route.method.as_str().to_owned(), route.path.to_owned(), function.name.to_owned()))
            }
            _ => None,
        })
        .collect()
}

fn names() -> BTreeSet<String> {
    catalog::functions().iter().map(|function| function.name.to_owned()).collect()
}

#[test]
fn names_are_unique() {
    assert_eq!(names().len(), catalog::functions().len());
    let places: BTreeSet<_> = routes().into_iter().map(|(method, path, _)| (method, path)).collect();
    assert_eq!(places.len(), routes().len(), "two endpoints have one route");
}

#[test]
fn one_place_in_a_path_has_one_name() {
    let mut names: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    let functions = catalog::functions();
    for function in &functions {
        let Trigger::Api { route, .. } = function.trigger else { continue };
        let mut prefix = String::new();
        for segment in route.path.split('/').skip(1) {
            if segment.starts_with('{') {
                let (known, by) = names.entry(prefix.clone()).or_insert((segment, function.name));
                assert_eq!(*known, segment, "{by} and {} at {prefix}", function.name);
                prefix += "/{}";
            } else {
                prefix = format!("{prefix}/{segment}");
            }
        }
    }
}

#[test]
fn every_function_has_a_binary_of_its_name_in_its_package() {
    let (mut binaries, mut packages) = (BTreeSet::new(), BTreeMap::new());
    for package in fs::read_dir(root().join("functions")).unwrap() {
        let package = package.unwrap();
        let manifest = fs::read_to_string(package.path().join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        for binary in manifest.get("bin").and_then(toml::Value::as_array).into_iter().flatten() {
            let name = binary["name"].as_str().unwrap().to_owned();
            packages.insert(name.clone(), package.file_name().to_string_lossy().into_owned());
            assert_eq!(
                binary.get("test").and_then(toml::Value::as_bool),
                Some(false),
                "{name}: test = false"
            );
            binaries.insert(name);
        }
        for file in fs::read_dir(package.path().join("src/bin")).into_iter().flatten() {
            let name = file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
            assert!(binaries.contains(&name), "{name} is not declared in Cargo.toml");
        }
    }
    assert_eq!(binaries, names());
    for function in catalog::functions() {
        // A function is named after its package, or after what its address begins with where that is another word.
        let area = match function.trigger {
            Trigger::Api { route, .. } => route.path.trim_start_matches("/v1/").split('/').next(),
            Trigger::FunctionUrl { .. } => Some("elevenlabs"),
            Trigger::Queue { .. } | Trigger::Schedule { .. } => None,
        };
        let package = packages[function.name].as_str();
        let named = |after: &str| function.name.starts_with(&format!("{after}-"));
        assert!(
            named(package) || area.is_some_and(named),
            "{} is not named after its package",
            function.name
        );
    }
}

#[test]
fn the_template_has_every_function_as_the_code_describes_it() {
    let template = Template::read();
    let deployed = template.functions();
    assert_eq!(deployed.keys().cloned().collect::<BTreeSet<_>>(), names());
    for function in catalog::functions() {
        let (id, properties) = deployed[function.name];
        assert_eq!(id, format!("{}Function", generate::logical_id(function.name)));
        assert_eq!(properties["Runtime"], "provided.al2023", "{id}");
        assert_eq!(properties["Architectures"], serde_json::json!(["arm64"]), "{id}");
        assert_eq!(properties["Handler"], "bootstrap", "{id}");
        assert_eq!(properties["TracingConfig"]["Mode"], "Active", "{id}");
        assert_eq!(properties["LoggingConfig"]["LogFormat"], "JSON", "{id}");
        // One query shows the path of a call through all of them.
        assert_eq!(properties["LoggingConfig"]["LogGroup"]["Ref"], "FunctionLogs", "{id}");
        let timeout = properties["Timeout"].as_u64().unwrap();
        let longest = if matches!(function.trigger, Trigger::Api { .. }) { 29 } else { 900 };
        assert!((1..=longest).contains(&timeout), "{id}: {timeout} s");
        let variables: BTreeSet<&str> = properties["Environment"]["Variables"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect();
        // Every function logs.
        let named = function.variables.iter().map(|variable| variable.name).chain(["LOG_LEVELS"]);
        assert_eq!(variables, named.collect(), "{id}");
        assert_eq!(properties["Environment"]["Variables"]["LOG_LEVELS"]["Ref"], "LogLevels", "{id}");
        // Lambda itself leaves out no line that was asked for.
        assert_eq!(properties["LoggingConfig"]["ApplicationLogLevel"], "TRACE", "{id}");
    }
}

#[test]
fn no_log_is_kept_for_ever() {
    let template = Template::read();
    let groups = template.resources("AWS::Logs::LogGroup");
    assert!(groups.contains_key("FunctionLogs"));
    for (id, group) in groups {
        assert!(!group["RetentionInDays"].is_null(), "{id}");
    }
}

#[test]
fn the_template_has_the_routes_of_the_code() {
    let template = Template::read();
    let names: BTreeMap<&str, String> =
        template.functions().into_iter().map(|(name, (id, _))| (id, name)).collect();
    let paths = template.resource("Api")["Body"]["paths"].as_object().unwrap();
    let mut deployed = BTreeSet::new();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            if method == "options" {
                continue;
            }
            let integration = &operation["x-amazon-apigateway-integration"];
            assert_eq!(integration["payloadFormatVersion"], "2.0", "{method} {path}");
            let uri = integration["uri"]["Fn::Sub"].as_str().unwrap();
            let id = uri.split("/functions/${").nth(1).and_then(|rest| rest.split(".Arn").next()).unwrap();
            deployed.insert((method.to_uppercase(), path.clone(), names[id].clone()));
        }
    }
    assert_eq!(deployed, routes());
}

#[test]
fn a_function_with_a_url_is_reachable_by_everybody() {
    let template = Template::read();
    let urls: BTreeSet<String> = template
        .resources("AWS::Lambda::Url")
        .values()
        .map(|url| {
            assert_eq!(url["AuthType"], "NONE");
            url["TargetFunctionArn"]["Ref"].as_str().unwrap().to_owned()
        })
        .collect();
    let expected = |function: &&Function| matches!(function.trigger, Trigger::FunctionUrl { .. });
    let expected: BTreeSet<String> = catalog::functions()
        .iter()
        .filter(expected)
        .map(|function| format!("{}Function", generate::logical_id(function.name)))
        .collect();
    assert_eq!(urls, expected);
}

#[test]
fn the_openapi_document_has_the_routes_of_the_code() {
    let document = serde_json::to_value(catalog::openapi().unwrap()).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    let mut described = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let Some(id) = operation.get("operationId").and_then(Value::as_str) else { continue };
            described.insert((method.to_uppercase(), path.clone(), id.replace('_', "-")));
            let needs_role = operation["security"] == serde_json::json!([{ "accessToken": [] }]);
            let function = catalog::functions().into_iter().find(|function| function.operation_id() == id);
            let Trigger::Api { least_role, .. } = function.unwrap().trigger else { panic!("{id}") };
            assert_eq!(needs_role, least_role.is_some(), "{id}");
        }
    }
    assert_eq!(described, routes());
}

#[test]
fn cargo_lambda_has_the_routes_of_the_code() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let router = manifest["workspace"]["metadata"]["lambda"]["watch"]["router"].as_array().unwrap();
    let served: BTreeSet<Route> = router
        .iter()
        .map(|route| {
            let text = |value: &toml::Value| value.as_str().unwrap().to_owned();
            (text(&route["methods"][0]), text(&route["path"]), text(&route["function"]))
        })
        .collect();
    assert_eq!(served, routes());
}
