//! The commands that the documents give: they ask nobody anything, and name what is there.

use std::{collections::BTreeSet, fs};

use super::Template;
use crate::{root, tools::python_tool};

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn parameters(template: &Template) -> BTreeSet<&str> {
    template.translated["Parameters"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn deploying_asks_no_question() {
    let template = Template::read();
    let config: toml::Table = read("samconfig.toml").parse().unwrap();
    let deploy = config["default"]["deploy"]["parameters"].as_table().unwrap();
    assert!(deploy["stack_name"].as_str().is_some());
    // Without a place for the binaries, and with changes to be confirmed, a person is asked.
    assert_eq!(deploy["resolve_s3"].as_bool(), Some(true));
    assert_eq!(deploy["confirm_changeset"].as_bool(), Some(false));
    // Roles have no names of ours, or this would not be enough.
    assert_eq!(deploy["capabilities"].as_str(), Some("CAPABILITY_IAM"));
    for (id, role) in template.resources("AWS::IAM::Role") {
        assert!(role.get("RoleName").is_none(), "{id}");
    }
    for (name, parameter) in template.translated["Parameters"].as_object().unwrap() {
        assert!(parameter.get("Default").is_some(), "{name} has to be asked for");
    }
    let ignored = read(".gitignore");
    assert!(!ignored.contains("samconfig"), "it is a part of the repository");
    let page = read("docs/deployment.md");
    let commands = page.split("```").skip(1).step_by(2);
    assert!(commands.clone().any(|block| block.contains("\nsam deploy ")));
    assert!(commands.clone().all(|block| !block.contains("--guided")), "that asks");
}

#[test]
fn parameters_that_documents_name_are_there_and_all_are_told() {
    let template = Template::read();
    let known = parameters(&template);
    let page = read("docs/deployment.md");
    let texts = [page.clone(), read("docs/runbook.md"), read("samconfig.toml")];
    let mut named = BTreeSet::new();
    for line in texts.iter().flat_map(|text| text.lines()) {
        let commented = line.trim_start_matches(['#', ' ']).trim_start_matches('"');
        let overrides = line.split_once("--parameter-overrides ").map_or(commented, |(_, rest)| rest);
        let is_command = overrides != commented || (line.starts_with("#     \"") && line.contains('='));
        if !is_command {
            continue;
        }
        for pair in overrides.split_whitespace().filter(|pair| pair.contains('=')) {
            named.insert(pair.trim_matches(['"', '`', ',', '.']).split('=').next().unwrap().to_owned());
        }
    }
    assert!(named.len() > 5, "{named:?}");
    for name in &named {
        assert!(known.contains(name.as_str()), "there is no parameter {name}");
    }
    let rows: String = page.lines().filter(|line| line.starts_with("| `")).collect();
    for name in known {
        assert!(rows.contains(&format!("`{name}`")), "docs/deployment.md does not tell of {name}");
    }
}

#[test]
fn levels_of_logs_are_what_the_parameter_takes() {
    let template = Template::read();
    let parameter = &template.translated["Parameters"]["LogLevels"];
    assert_eq!(parameter["Default"], "info");
    // For all libraries together, no more than that: others may say at `debug` what was sent.
    let pattern = parameter["AllowedPattern"].as_str().unwrap();
    assert!(pattern.starts_with("^(error|warn|info)(,"), "{pattern}");
    assert!(read("docs/deployment.md").contains("`info,store=debug`"));
}

#[test]
fn registration_is_closed_where_nobody_opened_it() {
    let template = Template::read();
    let parameter = &template.translated["Parameters"]["Registration"];
    assert_eq!(parameter["Default"], "closed");
    assert_eq!(parameter["AllowedValues"], serde_json::json!(["closed", "open"]));
    // Whoever may register is told it by the parameter, and by nothing else.
    let mut told = 0;
    for (id, function) in template.resources("AWS::Lambda::Function") {
        let variables = &function["Environment"]["Variables"];
        if let Some(value) = variables.get("REGISTRATION") {
            assert_eq!(value["Ref"], "Registration", "{id}");
            told += 1;
        }
    }
    assert!(told > 0);
    // What deploys to AWS leaves it as it is, and what deploys to an emulator opens it.
    assert!(!read("samconfig.toml").contains("Registration=open"));
    assert!(read("infra/deploy_local.py").contains(r#""Registration", "ParameterValue": "open""#));
}

#[test]
fn a_stack_that_cannot_be_asked_is_told_in_one_line() {
    let nobody = [
        ("AWS_CONFIG_FILE", "/dev/null"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_MAX_ATTEMPTS", "1"),
    ];
    let region = [("AWS_DEFAULT_REGION", "us-east-1")];
    let credentials = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")];
    // A port that nothing listens at.
    let nowhere = [("AWS_ENDPOINT_URL", "http://127.0.0.1:9")];
    for (variables, reason) in [
        (nobody.to_vec(), "region"),
        ([&nobody[..], &region].concat(), "credentials"),
        ([&nobody[..], &region, &credentials, &nowhere].concat(), "connect"),
    ] {
        let mut command = python_tool("python");
        command.args(["-B", "infra/as_operator.py", "navaia", "never-started"]).env_clear().envs(variables);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{reason}");
        let complained = String::from_utf8(output.stderr).unwrap();
        let lines: Vec<&str> = complained.lines().collect();
        let [line] = lines.as_slice() else { panic!("{complained}") };
        assert!(line.starts_with("error: the stack navaia cannot be asked: "), "{line}");
        assert!(line.contains(reason), "{reason}: {line}");
    }
}
