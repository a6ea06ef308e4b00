//! From the template to a system that takes calls.

use std::{collections::BTreeSet, fs};

use reqwest::{Method, StatusCode};
use runtime::{Clock as _, Function, Trigger};
use serde_json::{Value, json};
use testing::log_query::LogQuery;

use crate::{edge, root, stack::Stack, tenant::Tenant};

#[tokio::test]
async fn the_template_makes_a_living_system() {
    let stack = Stack::deploy().await;
    let named: BTreeSet<String> = catalog::functions().iter().map(deployed_name).collect();
    assert_eq!(stack.functions.keys().cloned().collect::<BTreeSet<_>>(), named);

    nothing_is_routed_that_is_no_endpoint(&stack).await;
    for function in catalog::functions() {
        match function.trigger {
            Trigger::Api { least_role, .. } => {
                an_endpoint_is_routed_to_its_function(&stack, &function, least_role.is_some()).await;
            }
            // The time comes in a minute, which is not waited for.
            Trigger::Schedule { .. } => {
                stack.invoke(&deployed_name(&function), &format!("events/{}.json", function.name));
            }
            // Webhooks go through these.
            Trigger::FunctionUrl { .. } | Trigger::Queue { .. } => {}
        }
    }
    let mut tenant = Tenant::register(&stack).await;
    every_endpoint_knows_who_is_signed_in(&stack, &tenant).await;
    tenant.connect_voice().await;
    webhooks_become_calls(&stack, &tenant).await;
    a_call_is_found_in_the_log(&stack);
    edge::portal_and_api_have_one_address(&stack).await;
}

/// What the template calls a function.
fn deployed_name(function: &Function) -> String {
    format!("navaia-{}", function.name)
}

async fn nothing_is_routed_that_is_no_endpoint(stack: &Stack) {
    let answer = stack.api(Method::GET, "/v1/nothing").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body, json!({ "message": "Not Found" }), "that was not the gateway");
}

/// Method and path of the request in `events/<function>.json`.
fn example(function: &Function) -> (Method, String) {
    let event = fs::read(root().join(format!("events/{}.json", function.name))).unwrap();
    let event: Value = serde_json::from_slice(&event).unwrap();
    let method = event["requestContext"]["http"]["method"].as_str().unwrap();
    (method.parse().unwrap(), event["rawPath"].as_str().unwrap().to_owned())
}

/// Asks without an identity and a body.
async fn an_endpoint_is_routed_to_its_function(stack: &Stack, function: &Function, needs_identity: bool) {
    let name = function.name;
    let (method, path) = example(function);
    let deployed = deployed_name(function);
    assert!(!stack.emulator.has_started(&deployed), "{name} answers another endpoint's requests");
    let answer = stack.api(method, &path).send().await.unwrap();
    assert!(stack.emulator.has_started(&deployed), "{path} is not routed to {name}");

    let status = answer.status();
    let request_id = answer.headers().get("x-request-id").map(|id| id.to_str().unwrap().to_owned());
    let body = answer.text().await.unwrap();
    assert!(request_id.is_some(), "{name}: {status} {body}\n{}", stack.emulator.last_lines());
    assert!(!needs_identity || status == StatusCode::UNAUTHORIZED, "{name}: {status} {body}");
    assert!(!status.is_server_error(), "{name}: {status} {body}\n{}", stack.emulator.last_lines());
    if status.is_client_error() {
        let problem: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(problem["requestId"].as_str(), request_id.as_deref(), "{name}: {body}");
    }
}

/// Each reads the session, from the table that it is told of, with the role that it has. Without a body and with ids
/// that nothing has, no request changes anything.
async fn every_endpoint_knows_who_is_signed_in(stack: &Stack, tenant: &Tenant<'_>) {
    for function in catalog::functions() {
        if let Trigger::Api { least_role: Some(_), .. } = function.trigger {
            let (method, path) = example(&function);
            let answer = stack.api(method, &path).bearer_auth(tenant.token()).send().await.unwrap();
            let status = answer.status();
            let known = status != StatusCode::UNAUTHORIZED && !status.is_server_error();
            assert!(known, "{}: {status}\n{}", function.name, stack.emulator.last_lines());
        }
    }
}

async fn webhooks_become_calls(stack: &Stack, tenant: &Tenant<'_>) {
    let fixture = "tests/fixtures/elevenlabs/webhooks/post_call_transcription.inbound_unknown_caller.json";
    let webhook = fs::read(root().join(fixture)).unwrap();

    // The second time nothing is new. A wrong signature leaves nothing.
    for _ in 0..2 {
        assert_eq!(tenant.deliver(&webhook).await, StatusCode::OK, "{}", stack.emulator.last_lines());
        tenant.webhooks_are_processed().await;
        one_call_of_one_customer(tenant).await;
    }
    let wrong = format!("t={},v0={}", runtime::SystemClock.now().as_second(), "0".repeat(64));
    let other = String::from_utf8(webhook).unwrap().replace("conv_0901", "conv_0902");
    assert_eq!(tenant.deliver_signed(other.as_bytes(), &wrong).await, StatusCode::UNAUTHORIZED);
    for (state, count) in
        [("pending", 0), ("unclaimed", 0), ("unreadable", 0), ("ignored", 0), ("failed", 0), ("processed", 1)]
    {
        let entries = tenant.list(&format!("/v1/operations/inbox?state={state}")).await;
        assert_eq!(entries.len(), count, "{state}: {entries:?}");
    }
    one_call_of_one_customer(tenant).await;
}

/// All functions write into one group, and the call is there under each of its ids.
fn a_call_is_found_in_the_log(stack: &Stack) {
    let lines = stack.look("lines");
    let lines = lines.as_array().unwrap();
    let processed = lines.iter().find(|line| line["outcome"] == "processed");
    let processed = processed.unwrap_or_else(|| panic!("no call was made: {lines:?}"));
    let (hook, processor) = ("navaia-elevenlabs-post-call", "navaia-inbox-processor");
    let query = LogQuery::named("One call");
    // What the two functions did about a conversation: a tenant and a connection have other lines as well.
    let find = |field: &str| -> Vec<(&str, &str)> {
        let id = processed[field].as_str().unwrap_or_else(|| panic!("{field}: {processed}"));
        let found = lines.iter().filter(|line| query.finds(line, id));
        let done = found.filter(|line| !line["status"].is_null() && !line["conversationId"].is_null());
        let done = done.map(|line| (line["function"].as_str().unwrap(), line["outcome"].as_str()));
        done.filter_map(|(function, outcome)| Some((function, outcome?)))
            .filter(|(function, _)| [hook, processor].contains(function))
            .collect()
    };
    assert_eq!(processed["conversationId"], "conv_0901navaiatest0000000000001");
    let whole = [(hook, "new"), (processor, "processed"), (hook, "duplicate")];
    for field in ["conversationId", "callId", "entryId", "connectionId", "tenantId"] {
        assert_eq!(find(field), whole, "{field}");
    }
    assert_eq!(find("correlationId"), whole[..2]);
    for field in ["agentId", "functionRequestId"] {
        assert!(processed[field].is_string(), "{field}: {processed}");
    }
    let is_root = |line: &Value| line["xrayTraceId"].as_str().is_none_or(|id| id.starts_with("1-"));
    assert!(lines.iter().all(is_root));
    let mut served = lines.iter().filter(|line| line["function"] == hook && !line["status"].is_null());
    assert_eq!(served.next().unwrap()["coldStart"], true);
    assert!(served.any(|line| line["coldStart"] == false), "one process serves many");
}

async fn one_call_of_one_customer(tenant: &Tenant<'_>) {
    let calls = tenant.list("/v1/calls").await;
    assert_eq!(calls.len(), 1, "{calls:?}");
    let customers = tenant.list("/v1/customers").await;
    assert_eq!(customers.len(), 1, "{customers:?}");
    assert_eq!(customers[0]["phone"], "+12025550123");
    assert_eq!(calls[0]["customerId"], customers[0]["id"]);
    // From the indexes by customer and by status, and a search.
    for query in ["status=completed", &format!("customerId={}", customers[0]["id"].as_str().unwrap())] {
        assert_eq!(tenant.list(&format!("/v1/calls?{query}")).await, calls, "{query}");
    }
    // A search shows what a customer is recognised by.
    let found = tenant.list("/v1/customers?q=0123").await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["id"], &found[0]["phone"]), (&customers[0]["id"], &customers[0]["phone"]));
}
