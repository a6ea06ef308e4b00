//! Faults between a real SDK client and the embedded store.

use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::put_item::{PutItemError, PutItemOutput};
use aws_sdk_dynamodb::types::{AttributeValue, Put, ReturnConsumedCapacity, TransactWriteItem};
use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{Count, Fault, Faults, Rule};
use crate::table::Tables;
use crate::testing::{ANY_PORT, Reply, http, sdk_config, table_definition};

struct Fixture {
    faults: Faults,
    url: String,
    client: Client,
}

impl Fixture {
    async fn start() -> Self {
        let tables = Tables::in_memory().unwrap();
        tables.create(&table_definition("by-status"), None).unwrap();
        let stop = CancellationToken::new();
        let store = tables.serve(ANY_PORT, stop.clone()).await.unwrap();
        let faults = Faults::default();
        let url = faults.serve(ANY_PORT, &store.url(), stop).await.unwrap().url();
        let client = Client::new(&sdk_config(&url));
        Self { faults, url, client }
    }

    async fn put(&self, id: &str) -> Result<PutItemOutput, SdkError<PutItemError>> {
        let put = self.client.put_item().table_name("navaia-local");
        put.item("PK", text(id)).item("SK", text("x")).send().await
    }

    async fn exists(&self, id: &str) -> bool {
        let get = self.client.get_item().table_name("navaia-local").key("PK", text(id)).key("SK", text("x"));
        get.send().await.unwrap().item.is_some()
    }

    fn count(&self, operation: &str) -> Count {
        self.faults.counts().get(operation).copied().unwrap_or_default()
    }

    async fn control(&self, method: &str, path: &str, body: &Value) -> Reply {
        let request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        http(request.body(Bytes::from(body.to_string())).unwrap()).await.unwrap()
    }
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

#[tokio::test]
async fn requests_and_units_are_counted_by_operation() {
    let fixture = Fixture::start().await;
    let output = fixture.put("a").await.unwrap();
    assert!(output.consumed_capacity().is_some());
    assert!(fixture.exists("a").await);
    let item = |id: &str| {
        let put = Put::builder().table_name("navaia-local").item("PK", text(id)).item("SK", text("x"));
        TransactWriteItem::builder().put(put.build().unwrap()).build()
    };
    let transaction =
        fixture.client.transact_write_items().transact_items(item("b")).transact_items(item("c"));
    transaction.return_consumed_capacity(ReturnConsumedCapacity::Indexes).send().await.unwrap();
    let zero = Count::default();
    assert_eq!(fixture.count("PutItem"), Count { requests: 1, items: 1, write_units: 1.0, ..zero });
    assert_eq!(fixture.count("GetItem"), Count { requests: 1, items: 1, read_units: 0.5, ..zero });
    assert_eq!(
        fixture.count("TransactWriteItems"),
        Count { requests: 1, items: 2, write_units: 4.0, ..zero }
    );
    fixture.faults.reset_counts();
    assert!(fixture.faults.counts().is_empty());
}

#[tokio::test]
async fn errors_are_those_of_the_service() {
    let fixture = Fixture::start().await;
    for (fault, code) in [
        (Fault::ThroughputExceeded, "ProvisionedThroughputExceededException"),
        (Fault::Throttling, "ThrottlingException"),
        (Fault::Internal, "InternalServerError"),
        (Fault::Conflict, "TransactionConflictException"),
    ] {
        fixture.faults.set(vec![Rule::always(fault).on("PutItem").times(1)]);
        assert_eq!(fixture.put("a").await.unwrap_err().code(), Some(code));
        assert!(!fixture.exists("a").await);
    }
    fixture.put("a").await.unwrap();
    let count = fixture.count("PutItem");
    assert_eq!((count.requests, count.errors, count.faults), (5, 4, 4));
}

#[tokio::test]
async fn a_conflicting_transaction_tells_its_reasons() {
    let fixture = Fixture::start().await;
    fixture.faults.set(vec![Rule::always(Fault::Conflict)]);
    let put = Put::builder()
        .table_name("navaia-local")
        .item("PK", text("a"))
        .item("SK", text("x"))
        .build()
        .unwrap();
    let item = TransactWriteItem::builder().put(put).build();
    let request = fixture.client.transact_write_items().transact_items(item.clone()).transact_items(item);
    let error = request.send().await.unwrap_err().into_service_error();
    let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(
        canceled,
    ) = error
    else {
        panic!("{error:?}")
    };
    let codes: Vec<_> = canceled.cancellation_reasons().iter().filter_map(|reason| reason.code()).collect();
    assert_eq!(codes, ["TransactionConflict", "None"]);
}

#[tokio::test]
async fn a_reset_before_the_write_leaves_nothing_and_one_after_it_leaves_the_item() {
    let fixture = Fixture::start().await;
    fixture.faults.set(vec![Rule::always(Fault::Reset).on("PutItem").times(1)]);
    assert!(matches!(fixture.put("a").await, Err(SdkError::DispatchFailure(_))));
    assert!(!fixture.exists("a").await);
    fixture.faults.set(vec![Rule::always(Fault::ResetAfter).on("PutItem").times(1)]);
    assert!(matches!(fixture.put("a").await, Err(SdkError::DispatchFailure(_))));
    assert!(fixture.exists("a").await);
}

#[tokio::test]
async fn a_delayed_request_arrives_late() {
    let fixture = Fixture::start().await;
    fixture.faults.set(vec![Rule::always(Fault::Delay(30))]);
    let started = Instant::now();
    fixture.put("a").await.unwrap();
    assert!(started.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn rules_say_which_requests_and_how_often() {
    let fixture = Fixture::start().await;
    let rule = Rule { containing: Some("poison".to_owned()), ..Rule::always(Fault::Internal) };
    fixture.faults.set(vec![rule]);
    fixture.put("healthy").await.unwrap();
    fixture.put("poison").await.unwrap_err();

    fixture.faults.set(vec![Rule {
        every: 2,
        times: Some(2),
        ..Rule::always(Fault::Internal).on("PutItem").after(1)
    }]);
    let mut failed = Vec::new();
    for attempt in 0..8 {
        if fixture.put("a").await.is_err() {
            failed.push(attempt);
        }
    }
    assert_eq!(failed, [2, 4]);
    assert_eq!(fixture.faults.rules()[0].1, 2);
}

#[tokio::test]
async fn rules_and_counts_are_had_over_http() {
    let fixture = Fixture::start().await;
    let rules = json!([
        { "fault": { "delay": 1 }, "operation": "GetItem" },
        { "fault": "throughputExceeded", "operation": "PutItem", "times": 1 },
    ]);
    assert_eq!(fixture.control("PUT", "/__faults", &rules).await.status, 200);
    fixture.put("a").await.unwrap_err();
    fixture.put("a").await.unwrap();
    let seen = fixture.control("GET", "/__faults", &json!(null)).await.json();
    assert_eq!(seen[1]["followed"], 1);
    let counts = fixture.control("GET", "/__counts", &json!(null)).await.json();
    assert_eq!((&counts["PutItem"]["requests"], &counts["PutItem"]["writeUnits"]), (&json!(2), &json!(1.0)));
    fixture.control("DELETE", "/__counts", &json!(null)).await;
    fixture.control("DELETE", "/__faults", &json!(null)).await;
    assert_eq!(fixture.control("GET", "/__counts", &json!(null)).await.json(), json!({}));
    assert_eq!(fixture.control("GET", "/__faults", &json!(null)).await.json(), json!([]));
    let wrong = fixture.control("PUT", "/__faults", &json!([{ "fault": "flood" }])).await;
    assert_eq!(wrong.status, 400);
}
