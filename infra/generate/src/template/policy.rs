//! What a function may do, as statements of its own policy: named actions on named resources.
//!
//! Which partitions an action may touch is a condition on `dynamodb:LeadingKeys`. A transaction needs the actions that
//! it is made of (DynamoDB developer guide, "IAM for transactions"), so it has none of its own.

use std::{collections::BTreeMap, fmt::Write};

use anyhow::ensure;
use runtime::{Function, Trigger};

use crate::{
    logical_id,
    permissions::{Grants, Permissions},
};

/// What reading the session and the public half of the signing key takes, at each endpoint that asks who calls.
const AUTHENTICATION: &[(&str, &str)] = &[("GetItem", "KEYS#ACCESS-TOKEN"), ("GetItem", "T#*#SESSION#*")];
/// What remembering an answer under its idempotency key takes. An earlier one comes back with the refusal.
const IDEMPOTENCY: &[(&str, &str)] = &[("PutItem", "T#*#IDEMPOTENCY")];
/// What Lambda itself needs to hand the messages of a queue to a function.
const CONSUMING: [&str; 3] = ["ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes"];

/// The actions on a table or index that are granted one by one. `Scan` is not among them.
const TABLE_ACTIONS: [&str; 8] = [
    "BatchGetItem",
    "BatchWriteItem",
    "ConditionCheckItem",
    "DeleteItem",
    "GetItem",
    "PutItem",
    "Query",
    "UpdateItem",
];

/// What a function may do on the table because of its kind: actions, and partition keys.
pub(crate) fn brought(function: &Function) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let (authenticated, idempotent) = match function.trigger {
        Trigger::Api { least_role, idempotent, .. } => (least_role.is_some(), idempotent),
        _ => (false, false),
    };
    let authentication = if authenticated { AUTHENTICATION } else { &[] };
    let idempotency = if idempotent { IDEMPOTENCY } else { &[] };
    authentication.iter().chain(idempotency).copied()
}

/// The grants of a function on the table: its own, and those that its kind brings.
fn table_grants(function: &Function, permissions: &Permissions) -> Grants {
    let mut grants = permissions.table.clone();
    for (action, keys) in brought(function) {
        grants.entry(action.to_owned()).or_default().push(keys.to_owned());
    }
    for keys in grants.values_mut() {
        keys.sort();
        keys.dedup();
    }
    grants
}

/// The statements of a function's policy, as YAML.
pub(super) fn statements(function: &Function, permissions: &Permissions) -> anyhow::Result<String> {
    let mut yaml = String::new();
    statement(
        &mut yaml,
        &["logs:CreateLogStream".to_owned(), "logs:PutLogEvents".to_owned()],
        &["!GetAtt FunctionLogs.Arn".to_owned()],
        &[],
    );
    // X-Ray knows no resources (service authorization reference, "Actions, resources, and condition keys for X-Ray").
    statement(
        &mut yaml,
        &["xray:PutTelemetryRecords".to_owned(), "xray:PutTraceSegments".to_owned()],
        &["\"*\"".to_owned()],
        &[],
    );
    on_table(&mut yaml, function, "!GetAtt Table.Arn", &table_grants(function, permissions))?;
    for (index, grants) in &permissions.index {
        on_table(&mut yaml, function, &format!("!Sub ${{Table.Arn}}/index/{index}"), grants)?;
    }
    if let Trigger::Queue { queue } = function.trigger {
        let mut actions: Vec<_> = CONSUMING.iter().map(|action| format!("sqs:{action}")).collect();
        actions.push("sqs:ReceiveMessage".to_owned());
        statement(&mut yaml, &actions, &[queue_arn(queue)], &[]);
    }
    for action in permissions.queue.keys().chain(permissions.secret.keys()) {
        ensure!(
            action.chars().all(char::is_alphanumeric),
            "{}: a policy names its actions, it has no wildcard action",
            function.name
        );
    }
    for (names, actions) in grouped(&permissions.queue) {
        let arns: Vec<_> = names.iter().map(|name| queue_arn(name)).collect();
        statement(&mut yaml, &prefixed("sqs", &actions), &arns, &[]);
    }
    for (names, actions) in grouped(&permissions.secret) {
        let arns: Vec<_> = names.iter().map(|name| secret_arn(name)).collect();
        statement(&mut yaml, &prefixed("secretsmanager", &actions), &arns, &[]);
    }
    Ok(yaml)
}

fn on_table(yaml: &mut String, function: &Function, arn: &str, grants: &Grants) -> anyhow::Result<()> {
    for action in grants.keys() {
        ensure!(
            TABLE_ACTIONS.contains(&action.as_str()),
            "{}: {action} is no action on items that is granted here",
            function.name
        );
    }
    for (keys, actions) in grouped(grants) {
        ensure!(!keys.is_empty(), "{}: {actions:?} without keys", function.name);
        statement(yaml, &prefixed("dynamodb", &actions), &[arn.to_owned()], &keys);
    }
    Ok(())
}

/// Actions with the same names together, so that a policy has few statements.
fn grouped(grants: &Grants) -> BTreeMap<Vec<String>, Vec<&str>> {
    let mut groups: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
    for (action, names) in grants {
        groups.entry(names.clone()).or_default().push(action);
    }
    groups
}

fn prefixed(service: &str, actions: &[&str]) -> Vec<String> {
    actions.iter().map(|action| format!("{service}:{action}")).collect()
}

fn queue_arn(name: &str) -> String {
    format!("!GetAtt {}Queue.Arn", logical_id(name))
}

/// Secrets Manager ends each ARN with a dash and six letters of its own. That of a secret which does not exist may be
/// checked without them: a name that ends with `*` covers both.
fn secret_arn(name: &str) -> String {
    let own = "${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${AWS::StackName}";
    let suffix = if name.ends_with('*') { "" } else { "-??????" };
    format!("!Sub arn:{own}/{name}{suffix}")
}

fn statement(yaml: &mut String, actions: &[String], resources: &[String], leading_keys: &[String]) {
    let mut actions = actions.to_vec();
    actions.sort();
    let mut line = |indent: usize, text: &str| _ = writeln!(yaml, "{:indent$}{text}", "");
    line(14, "- Effect: Allow");
    line(16, "Action:");
    for action in actions {
        line(18, &format!("- {action}"));
    }
    match resources {
        [one] => line(16, &format!("Resource: {one}")),
        many => {
            line(16, "Resource:");
            for resource in many {
                line(18, &format!("- {resource}"));
            }
        }
    }
    if !leading_keys.is_empty() {
        line(16, "Condition:");
        line(18, "ForAllValues:StringLike:");
        line(20, "dynamodb:LeadingKeys:");
        for keys in leading_keys {
            line(22, &format!("- \"{keys}\""));
        }
    }
}
