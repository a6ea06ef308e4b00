//! What happens when the table throttles, conflicts, or answers nobody.

use local_services::faults::{Fault, Rule};
use serde_json::{Value, json};
use testing::{TestRequest, TestResponse};

use super::{
    fixture::{Fixture, id_of},
    recount,
};
use crate::create::CreateCustomer;

fn on_commit(fault: Fault, times: u64) -> Vec<Rule> {
    vec![Rule::always(fault).on("TransactWriteItems").times(times)]
}

/// Creates, changes, deletes and restores a customer; each write meets the same fault, and `send_again` says how often
/// a client has to try.
async fn work_through(rules: impl Fn() -> Vec<Rule>, tries: usize) {
    let (fixture, faults) = Fixture::open_behind_proxy().await;
    let body = json!({ "phone": "+12025550142", "name": "Robin Example" });
    let create = TestRequest::new().header("idempotency-key", "k").json(&body);

    faults.set(rules());
    let created = last_of(tries, || fixture.send::<CreateCustomer>(create.clone())).await;
    assert_eq!((created.status, &created.body["version"]), (201, &json!(1)), "{created:?}");
    let id = id_of(&created.body);

    faults.set(rules());
    let edit = json!({ "name": "Sam Sample", "phone": "+12025550143" });
    let updated = last_of(tries, || fixture.update(id, 1, &edit)).await;
    assert_eq!((updated.status, &updated.body["version"]), (200, &json!(2)), "{updated:?}");

    faults.set(rules());
    let deleted = last_of(tries, || fixture.delete(id, 2)).await;
    assert_eq!((deleted.status, deleted.body), (204, Value::Null));
    faults.set(Vec::new());
    recount::check(&fixture.app.table, fixture.person.tenant).await;

    faults.set(rules());
    let restored = last_of(tries, || fixture.restore(id)).await;
    assert_eq!((restored.status, &restored.body["version"]), (200, &json!(3 + 1)), "{restored:?}");
    faults.set(Vec::new());
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    assert_eq!(fixture.get(id).await.body, restored.body);
}

/// The last of several answers; those before it say that the same request may be sent again.
async fn last_of<F: Future<Output = TestResponse>>(tries: usize, send: impl Fn() -> F) -> TestResponse {
    for _ in 1..tries {
        let answer = send().await;
        assert_eq!(answer.error(), (503, "unavailable"));
        assert!(answer.headers.contains_key("retry-after"));
    }
    send().await
}

#[tokio::test]
async fn a_conflict_is_nobodys_business() {
    work_through(|| on_commit(Fault::Conflict, 3), 1).await;
}

#[tokio::test]
async fn a_moment_of_throttling_is_nobodys_business() {
    work_through(|| on_commit(Fault::ThroughputExceeded, 2), 1).await;
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again() {
    work_through(|| on_commit(Fault::ResetAfter, 1), 1).await;
}

#[tokio::test]
async fn a_client_that_never_got_an_answer_can_send_again() {
    // More often than the SDK tries: the write has happened, and nobody knows.
    work_through(|| on_commit(Fault::ResetAfter, 4), 2).await;
}

#[tokio::test]
async fn a_table_that_is_down_is_no_lie() {
    work_through(|| on_commit(Fault::Internal, 8), 3).await;
}
