//! The one address of portal and API.

use std::{collections::BTreeSet, fs};

use runtime::edge;
use serde_json::{Value, json};

use super::Template;
use crate::root;

fn distribution(template: &Template) -> &Value {
    &template.resource("Edge")["DistributionConfig"]
}

fn origin<'a>(template: &'a Template, id: &str) -> &'a Value {
    let origins = distribution(template)["Origins"].as_array().unwrap();
    origins.iter().find(|origin| origin["Id"] == id).unwrap()
}

fn code(template: &Template, id: &str) -> String {
    template.resource(id)["FunctionCode"].as_str().unwrap().to_owned()
}

#[test]
fn answers_of_the_api_are_neither_cached_nor_packed_nor_replaced() {
    let template = Template::read();
    let behaviours = distribution(&template)["CacheBehaviors"].as_array().unwrap();
    let [api] = behaviours.as_slice() else { panic!("{behaviours:?}") };
    assert_eq!((&api["PathPattern"], &api["TargetOriginId"]), (&json!("/v1/*"), &json!("api")));
    assert_eq!(api["CachePolicyId"], "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "not Managed-CachingDisabled");
    assert_eq!(api["OriginRequestPolicyId"], "b689b0a8-53d0-40ab-baf2-68738e2966ac");
    assert_eq!(api["Compress"], false);
    assert_eq!(api["AllowedMethods"].as_array().unwrap().len(), 7);
    for error in distribution(&template)["CustomErrorResponses"].as_array().unwrap() {
        assert_eq!(error["ErrorCachingMinTTL"], 0, "{error}");
        assert!(error["ResponsePagePath"].is_null(), "the API's errors would be pages: {error}");
    }
    let endpoints = template.resource("Api")["Body"]["paths"].as_object().unwrap();
    assert!(endpoints.keys().all(|path| path.starts_with("/v1/")), "the edge passes on nothing else");
}

#[test]
fn no_page_of_another_origin_may_call_the_api() {
    let body = &Template::read().resource("Api")["Body"].clone();
    assert!(body["x-amazon-apigateway-cors"].is_null(), "{body}");
}

#[test]
fn the_edge_names_the_viewer_and_proves_itself() {
    let template = Template::read();
    let headers = origin(&template, "api")["OriginCustomHeaders"].as_array().unwrap();
    let [key] = headers.as_slice() else { panic!("{headers:?}") };
    assert_eq!(key["HeaderName"], edge::KEY_HEADER);
    let reference = json!({ "Fn::Sub": "{{resolve:secretsmanager:${EdgeKeySecret}}}" });
    assert_eq!(key["HeaderValue"], reference);
    let told = format!("request.headers['{}'] = {{ value: event.viewer.ip }};", edge::VIEWER_HEADER);
    assert!(code(&template, "ViewerEdgeFunction").contains(&told));
    let host = format!("request.headers['{}'] = {{ value: request.headers.host", edge::VIEWER_HOST_HEADER);
    assert!(code(&template, "ViewerEdgeFunction").contains(&host));

    let knowing: BTreeSet<String> = template
        .functions()
        .into_iter()
        .filter_map(|(name, (_, function))| {
            let value = &function["Environment"]["Variables"]["EDGE_KEY"];
            (!value.is_null()).then(|| {
                assert_eq!(*value, reference, "{name}");
                name
            })
        })
        .collect();
    assert_eq!(
        knowing,
        BTreeSet::from(["auth-accept-invitation", "auth-login", "auth-register"].map(str::to_owned))
    );
}

#[test]
fn only_the_edge_reads_the_bucket() {
    let template = Template::read();
    let closed = template.resource("PortalBucket")["PublicAccessBlockConfiguration"].as_object().unwrap();
    assert!(closed.len() == 4 && closed.values().all(|value| *value == true), "{closed:?}");
    let policy = template.resource("PortalBucketPolicy")["PolicyDocument"]["Statement"].as_array().unwrap();
    let allowed: Vec<_> = policy.iter().filter(|statement| statement["Effect"] == "Allow").collect();
    assert_eq!(allowed.len(), 2);
    for statement in allowed {
        assert_eq!(statement["Principal"], json!({ "Service": "cloudfront.amazonaws.com" }));
        let source = statement["Condition"]["StringEquals"]["AWS:SourceArn"]["Fn::Sub"].as_str().unwrap();
        assert!(source.ends_with(":distribution/${Edge}"), "{source}");
    }
    let denied = policy.iter().find(|statement| statement["Effect"] == "Deny").unwrap();
    assert_eq!(denied["Condition"], json!({ "Bool": { "aws:SecureTransport": "false" } }));
    assert_eq!(origin(&template, "portal")["OriginPath"], "/site");
}

#[test]
fn the_edge_logs_no_addresses() {
    let template = Template::read();
    assert!(distribution(&template)["Logging"].is_null());
    assert!(template.resources("AWS::CloudFront::RealtimeLogConfig").is_empty());
}

#[test]
fn the_edge_adds_the_portals_headers() {
    let template = Template::read();
    let policy = &template.resource("PortalHeaders")["ResponseHeadersPolicyConfig"];
    let security = &policy["SecurityHeadersConfig"];
    let mut sent = vec![
        ("content-security-policy", security["ContentSecurityPolicy"]["ContentSecurityPolicy"].clone()),
        ("referrer-policy", security["ReferrerPolicy"]["ReferrerPolicy"].clone()),
        ("x-content-type-options", json!("nosniff")),
    ];
    assert_eq!(security["ContentTypeOptions"], json!({ "Override": true }));
    let age = security["StrictTransportSecurity"]["AccessControlMaxAgeSec"].as_u64().unwrap();
    sent.push(("strict-transport-security", json!(format!("max-age={age}"))));
    for header in policy["CustomHeadersConfig"]["Items"].as_array().unwrap() {
        assert_eq!(header["Override"], true);
        sent.push((header["Header"].as_str().unwrap(), header["Value"].clone()));
    }
    let file = fs::read_to_string(root().join("portal/headers.json")).unwrap();
    let file: Value = serde_json::from_str(&file).unwrap();
    let mut wanted = file["rules"][0]["headers"].as_object().unwrap().clone();
    // Each file has its own, from its upload.
    assert!(wanted.remove("cache-control").is_some());
    let sent = sent.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    assert_eq!(wanted, sent);
}

#[tokio::test]
async fn what_the_gateway_answers_itself_has_the_headers_of_functions() {
    let template = Template::read();
    let policy = &template.resource("ApiHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"];
    assert!(policy.as_object().unwrap().values().all(|header| header["Override"] == true), "{policy}");
    let age = &policy["StrictTransportSecurity"]["AccessControlMaxAgeSec"];
    let sent = [
        ("content-security-policy", policy["ContentSecurityPolicy"]["ContentSecurityPolicy"].clone()),
        ("referrer-policy", policy["ReferrerPolicy"]["ReferrerPolicy"].clone()),
        ("strict-transport-security", json!(format!("max-age={age}"))),
        ("x-content-type-options", json!("nosniff")),
    ];
    let function =
        catalog::functions().into_iter().find(|function| function.name == "customers-list").unwrap();
    let app = testing::TestApp::start().await;
    let answer = app.send_to(&function, testing::TestRequest::new()).await;
    for (name, value) in sent {
        assert_eq!(answer.headers[name], value, "{name}");
    }
    let behaviours = distribution(&template)["CacheBehaviors"].as_array().unwrap().clone();
    assert!(
        behaviours
            .iter()
            .all(|behaviour| behaviour["ResponseHeadersPolicyId"] == json!({ "Ref": "ApiHeaders" }))
    );
}
