use domain::{
    call::{CallStatus, ConversationId, VoiceAgentId},
    role::Role,
    text::Text,
};
use runtime::Function;
use serde_json::{Value, json};
use testing::{SignedIn, TestApp, TestRequest, TestResponse};

use super::{call, customer, named_customer, record};
use crate::list::ListCalls;

async fn list(app: &TestApp, person: &SignedIn, query: &str) -> TestResponse {
    app.send::<ListCalls>(TestRequest::new().by(person).query(query)).await
}

/// The numbers of the calls of all pages, in order.
async fn numbers(app: &TestApp, person: &SignedIn, query: &str) -> Vec<u8> {
    let mut numbers = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = list(app, person, &format!("{query}{cursor}")).await;
        assert_eq!(page.status, 200, "{query}: {page:?}");
        for item in page.body["items"].as_array().unwrap() {
            let conversation = item["conversationId"].as_str().unwrap();
            numbers.push(conversation.trim_start_matches("conv_").parse().unwrap());
        }
        let Some(next) = page.body["nextCursor"].as_str() else { return numbers };
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test]
async fn calls_are_listed_the_newest_first_page_by_page() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    assert_eq!(numbers(&app, &viewer, "").await, Vec::<u8>::new());
    for number in [2, 0, 4, 1, 3] {
        record(&app, &viewer, call(&format!("2026-09-21T0{number}:00:00Z"), number), None).await;
    }
    assert_eq!(numbers(&app, &viewer, "").await, [4, 3, 2, 1, 0]);
    assert_eq!(numbers(&app, &viewer, "limit=2").await, [4, 3, 2, 1, 0]);
    let first = list(&app, &viewer, "limit=2").await;
    assert_eq!(first.body["items"].as_array().unwrap().len(), 2);
    assert!(
        first.body["items"][0].get("turns").is_none() && first.body["items"][0].get("evidence").is_none()
    );
}

#[tokio::test]
async fn calls_are_found_by_customer_and_status() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    let robin = customer(&app, &viewer, 1, false).await;
    let gone = customer(&app, &viewer, 2, true).await;
    let silent = customer(&app, &viewer, 3, false).await;
    for number in 0..12 {
        let mut call = call(&format!("2026-09-21T{number:02}:00:00Z"), number);
        call.customer_id = Some(if number % 4 == 3 { gone } else { robin });
        if number % 2 == 1 {
            call.status = CallStatus::NoAnswer;
        }
        record(&app, &viewer, call, None).await;
    }
    for limit in ["", "limit=1&", "limit=3&"] {
        let of = |query: &str| format!("{limit}{query}");
        let (robin, gone) = (format!("customerId={robin}"), format!("customerId={gone}"));
        assert_eq!(numbers(&app, &viewer, &of(&robin)).await, [10, 9, 8, 6, 5, 4, 2, 1, 0]);
        assert_eq!(numbers(&app, &viewer, &of(&gone)).await, [11, 7, 3]);
        assert_eq!(numbers(&app, &viewer, &of("status=no_answer")).await, [11, 9, 7, 5, 3, 1]);
        let both = format!("{robin}&status=no_answer");
        assert_eq!(numbers(&app, &viewer, &of(&both)).await, [9, 5, 1]);
        let day = "from=2026-09-21T05:00:00Z&to=2026-09-21T09:00:00Z";
        assert_eq!(numbers(&app, &viewer, &of(&format!("{robin}&{day}"))).await, [9, 8, 6, 5]);
        assert_eq!(numbers(&app, &viewer, &of(&format!("status=no_answer&{day}"))).await, [9, 7, 5]);
    }
    assert_eq!(numbers(&app, &viewer, &format!("customerId={silent}")).await, Vec::<u8>::new());
    assert_eq!(numbers(&app, &viewer, "status=busy").await, Vec::<u8>::new());
}

#[tokio::test]
async fn calls_whose_number_is_not_understood_are_found() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    let robin = customer(&app, &viewer, 1, false).await;
    for number in 0..12 {
        let mut call = call(&format!("2026-09-21T{number:02}:00:00Z"), number);
        if number % 3 == 0 {
            (call.from, call.reported_from) = (None, Some(Text::new("front desk").unwrap()));
            call.customer_id = (number == 6).then_some(robin);
        }
        if number % 2 == 1 {
            call.status = CallStatus::NoAnswer;
        }
        record(&app, &viewer, call, None).await;
    }
    for limit in ["", "&limit=1", "&limit=3"] {
        let of = |more: &str| format!("number=not_understood{more}{limit}");
        assert_eq!(numbers(&app, &viewer, &of("")).await, [9, 6, 3, 0]);
        assert_eq!(numbers(&app, &viewer, &of("&status=completed")).await, [6, 0]);
        assert_eq!(numbers(&app, &viewer, &of(&format!("&customerId={robin}"))).await, [6]);
        let day = "&from=2026-09-21T03:00:00Z&to=2026-09-21T06:00:00Z";
        assert_eq!(numbers(&app, &viewer, &of(day)).await, [6, 3]);
    }
}

#[tokio::test]
async fn a_page_is_filled_as_far_as_a_few_reads_can() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    let robin = customer(&app, &viewer, 1, false).await;
    for number in 0..40 {
        let mut call = call(&format!("2026-09-21T10:{number:02}:00Z"), number);
        call.customer_id = Some(robin);
        if number == 0 {
            call.status = CallStatus::Busy;
        }
        record(&app, &viewer, call, None).await;
    }
    let busy = |limit: u8| format!("limit={limit}&customerId={robin}&status=busy");
    let near = list(&app, &viewer, &busy(8)).await;
    assert_eq!(near.body["items"].as_array().unwrap().len(), 1, "the 40th of 5 times 8");
    let far = list(&app, &viewer, &busy(2)).await;
    assert!(far.body["items"].as_array().unwrap().is_empty() && far.body["nextCursor"].is_string());
    assert_eq!(numbers(&app, &viewer, &busy(2)).await, [0]);
}

#[tokio::test]
async fn a_row_names_its_customer_as_it_is_called_now() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    let robin = named_customer(&app, &viewer, 1, "Robin").await;
    let gone = customer(&app, &viewer, 2, true).await;
    for (number, customer) in [(1, Some(robin)), (2, Some(gone)), (3, Some(robin)), (4, None)] {
        let mut call = call(&format!("2026-09-21T10:0{number}:00Z"), number);
        call.customer_id = customer;
        record(&app, &viewer, call, None).await;
    }
    let page = list(&app, &viewer, "").await;
    let customers: Vec<_> =
        page.body["items"].as_array().unwrap().iter().map(|item| &item["customer"]).collect();
    let named = json!({ "id": robin, "name": "Robin" });
    assert_eq!(customers, [&Value::Null, &named, &json!({ "id": gone }), &named]);
}

#[tokio::test]
async fn a_call_that_cannot_be_read_is_left_out_and_what_a_later_version_adds_is_no_trouble() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    for number in 0..9 {
        record(&app, &viewer, call(&format!("2026-09-21T0{number}:00:00Z"), number), None).await;
    }
    assert_eq!(app.set_attribute("call", "conv_3", "st", "transferred").await, 1);
    assert_eq!(app.set_attribute("call", "conv_8", "st", "transferred").await, 1);
    assert_eq!(app.set_attribute("call", "conv_5", "nw", "of a later version").await, 1);
    assert_eq!(numbers(&app, &viewer, "").await, [7, 6, 5, 4, 2, 1, 0]);
    assert_eq!(numbers(&app, &viewer, "limit=2").await, [7, 6, 5, 4, 2, 1, 0]);
    assert_eq!(numbers(&app, &viewer, "status=completed").await, [7, 6, 5, 4, 2, 1, 0]);
}

#[tokio::test]
async fn a_page_of_fifty_calls_costs_at_most_six_read_units() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    for number in 0..120 {
        let mut call = call(&format!("2026-09-21T{:02}:{:02}:00Z", number / 60, number % 60), number);
        // As large as a call usually is.
        call.conversation_id =
            Some(ConversationId::new(&format!("conv_0901k9ab2cdefghjkmnpqrst_{number:04}")).unwrap());
        call.agent_id = VoiceAgentId::new("agent_0901k9ab2cdefghjkmnpqrstvwx2").unwrap();
        call.summary_title = Some(Text::new("Dental check-up booking on Monday morning").unwrap());
        call.call_sid = Some(Text::new("CA0123456789abcdef0123456789abcdef").unwrap());
        call.to = call.from.clone();
        call.accepted_at = Some(call.started_at);
        record(&app, &viewer, call, None).await;
    }
    let proxied = app.proxied().await;
    let mut cursor = String::new();
    for page in 1..=2 {
        proxied.reset_counts();
        let request = TestRequest::new().by(&viewer).query(format!("limit=50{cursor}"));
        let answer = proxied.send_to(&Function::endpoint::<ListCalls>(), request).await;
        assert_eq!(answer.body["items"].as_array().unwrap().len(), 50);
        let units: f64 = proxied.counts().iter().map(|(_, count)| count.read_units).sum();
        println!("page {page}: {units} read units, {:?}", proxied.counts());
        assert!(units <= 6.0, "page {page}: {units}");
        cursor = format!("&cursor={}", answer.body["nextCursor"].as_str().unwrap());
    }
}

#[tokio::test]
async fn both_ends_of_a_time_range_belong_to_it() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    record(&app, &viewer, call("2026-09-21T10:00:00.000Z", 0), None).await;
    record(&app, &viewer, call("2026-09-21T10:00:00.001Z", 255), None).await;
    record(&app, &viewer, call("2026-09-21T10:00:00.002Z", 2), None).await;
    for (query, expected) in [
        ("from=2026-09-21T10:00:00.001Z", vec![2, 255]),
        ("to=2026-09-21T10:00:00.001Z", vec![255, 0]),
        ("from=2026-09-21T10:00:00.001Z&to=2026-09-21T10:00:00.001Z", vec![255]),
        ("from=2026-09-21T13:00:00.001%2B03:00&to=2026-09-21T06:00:00.001-04:00", vec![255]),
        ("from=2026-09-21T10:00:00.003Z", vec![]),
        ("to=2026-09-21T09:59:59.999Z", vec![]),
        ("from=0001-01-01T00:00:00Z&to=9999-12-30T00:00:00Z", vec![2, 255, 0]),
    ] {
        assert_eq!(numbers(&app, &viewer, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn bad_queries_are_refused_with_the_parameter() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    for (query, parameter) in [
        ("limit=0", "?limit"),
        ("limit=201", "?limit"),
        ("status=done", "?status"),
        ("number=unusual", "?number"),
        ("direction=outbound", "?direction"),
        ("customerId=x", "?customerId"),
        ("from=yesterday", "?from"),
        ("from=2026-09-21T10:00:00", "?from"),
        ("to=2026-09-21T10:00:00+03:00", "?to"),
        ("from=2026-09-21T10:00:00Z&to=2026-09-21T09:00:00Z", "?from"),
        ("tenantId=x", "?tenantId"),
    ] {
        let answer = list(&app, &viewer, query).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{query}");
        assert_eq!(answer.refused_fields(), [parameter], "{query}");
    }
    assert_eq!(app.send::<ListCalls>(TestRequest::new()).await.error(), (401, "unauthenticated"));
}

#[tokio::test]
async fn nothing_of_another_tenant_is_reachable() {
    let app = TestApp::start().await;
    let (one, other) = (app.user_of_new_tenant(Role::Owner).await, app.user_of_new_tenant(Role::Owner).await);
    let robin = customer(&app, &one, 1, false).await;
    for number in 0..3 {
        let mut call = call(&format!("2026-09-21T0{number}:00:00Z"), number);
        call.customer_id = Some(robin);
        record(&app, &one, call, None).await;
    }
    for query in ["", "status=completed", "number=not_understood", "from=2026-01-01T00:00:00Z"] {
        assert_eq!(numbers(&app, &other, query).await, Vec::<u8>::new(), "{query}");
    }
    let foreign = list(&app, &other, &format!("customerId={robin}")).await;
    let unknown = list(&app, &other, "customerId=01ARZ3NDEKTSV4RRFFQ69G5FAV").await;
    assert_eq!(foreign.error(), (404, "not_found"));
    assert_eq!((unknown.status, &unknown.body), (foreign.status, &foreign.body));

    let page = list(&app, &one, "limit=1").await;
    let cursor = page.body["nextCursor"].as_str().unwrap();
    assert_eq!(list(&app, &other, &format!("cursor={cursor}")).await.error(), (400, "cursor_refused"));
    let elsewhere = list(&app, &one, &format!("status=completed&cursor={cursor}")).await;
    assert_eq!(elsewhere.error(), (400, "cursor_refused"));
}
