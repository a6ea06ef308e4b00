//! What the functions may do.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Template;

/// The functions that sign access tokens. Everybody else gets the public half.
const SIGNING: [&str; 4] = ["auth-accept-invitation", "auth-login", "auth-refresh", "auth-register"];
/// Actions for which AWS knows no resource.
const WITHOUT_RESOURCE: [&str; 2] = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];

fn list(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |values| values.iter().collect())
}

/// All statements, with the role that has them.
fn statements(template: &Template) -> Vec<(String, Value)> {
    let roles = template.resources("AWS::IAM::Role");
    let mut statements = Vec::new();
    for (id, role) in roles {
        assert!(role["ManagedPolicyArns"].is_null(), "{id} has a policy that is not its own");
        for policy in role["Policies"].as_array().unwrap() {
            let own = policy["PolicyDocument"]["Statement"].as_array().unwrap();
            statements.extend(own.iter().map(|statement| (id.to_owned(), statement.clone())));
        }
    }
    statements
}

#[test]
fn every_function_has_a_role_of_its_own() {
    let template = Template::read();
    let roles: BTreeSet<_> = template
        .functions()
        .values()
        .map(|(_, function)| function["Role"]["Fn::GetAtt"][0].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(roles.len(), catalog::functions().len());
    for function in catalog::functions() {
        assert!(roles.contains(&format!("{}Role", generate::logical_id(function.name))), "{}", function.name);
    }
}

#[test]
fn actions_and_resources_are_named() {
    for (role, statement) in statements(&Template::read()) {
        let actions = list(&statement["Action"]);
        let actions: Vec<_> = actions.iter().map(|action| action.as_str().unwrap()).collect();
        assert_eq!(statement["Effect"], "Allow", "{role}");
        assert!(actions.iter().all(|action| !action.contains('*')), "{role}: {actions:?}");
        for resource in list(&statement["Resource"]) {
            if resource == "*" {
                assert!(
                    actions.iter().all(|action| WITHOUT_RESOURCE.contains(action)),
                    "{role}: {actions:?}"
                );
            } else {
                assert!(resource.is_object(), "{role}: {resource} is no resource of this stack");
            }
        }
    }
}

#[test]
fn every_function_may_write_its_log() {
    let template = Template::read();
    let may_write: BTreeSet<String> = statements(&template)
        .into_iter()
        .filter(|(_, statement)| {
            statement["Action"] == serde_json::json!(["logs:CreateLogStream", "logs:PutLogEvents"])
                && statement["Resource"] == serde_json::json!({ "Fn::GetAtt": ["FunctionLogs", "Arn"] })
        })
        .map(|(role, _)| role)
        .collect();
    let roles = |function: &runtime::Function| format!("{}Role", generate::logical_id(function.name));
    assert_eq!(may_write, catalog::functions().iter().map(roles).collect());
}

#[test]
fn items_are_fenced_by_their_partition_keys() {
    for (role, statement) in statements(&Template::read()) {
        let actions = list(&statement["Action"]);
        if !actions.iter().any(|action| action.as_str().unwrap().starts_with("dynamodb:")) {
            continue;
        }
        assert!(actions.iter().all(|action| *action != "dynamodb:Scan"), "{role}");
        let keys = &statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"];
        let keys = keys.as_array().unwrap_or_else(|| panic!("{role}: {statement}"));
        assert!(!keys.is_empty());
        for key in keys {
            let key = key.as_str().unwrap();
            // A tenant's partition with its kind, or a global one.
            let kind = key.strip_prefix("T#*#").unwrap_or(key);
            assert!(kind.starts_with(|letter: char| letter.is_ascii_uppercase()), "{role}: {key}");
        }
    }
}

#[test]
fn only_functions_that_sign_read_the_signing_key() {
    let readers: BTreeSet<String> = statements(&Template::read())
        .into_iter()
        .filter(|(_, statement)| {
            list(&statement["Resource"]).iter().any(|resource| {
                let arn = resource["Fn::Sub"].as_str().unwrap_or_default();
                let secret = arn.split_once(":secret:${AWS::StackName}/").map(|(_, name)| name);
                secret.is_some_and(|name| name.starts_with("token-signing") || name.starts_with('*'))
            })
        })
        .map(|(role, _)| role)
        .collect();
    let expected = SIGNING.map(|name| format!("{}Role", generate::logical_id(name)));
    assert_eq!(readers, expected.into());
}
