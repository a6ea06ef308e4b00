//! Tests of the endpoint on the embedded store.

mod costs;
mod list;

use domain::ids::AuditId;
use jiff::Timestamp;
use store::{
    Transaction,
    audit::{self, Action, Actor, AuditEvent},
};
use testing::{SignedIn, TestApp, TestRequest, TestResponse};

use crate::list::ListAudit;

/// Something that was done at this time in the tenant of this person.
async fn note(app: &TestApp, person: &SignedIn, at: &str, number: u32, event: AuditEvent) -> AuditId {
    let at: Timestamp = at.parse().unwrap();
    let id = AuditId::from_parts(at, u128::from(number));
    let mut transaction = Transaction::new();
    audit::record(&mut transaction, person.tenant, event, id, at).unwrap();
    app.table.commit(transaction).await.unwrap();
    id
}

/// Somebody's creation of the customer of this number.
fn created(by: &SignedIn, customer: u32) -> AuditEvent {
    AuditEvent::new(Actor::User(by.user), Action::CustomerCreated, format!("customer-{customer}"))
}

async fn list(app: &TestApp, person: &SignedIn, query: &str) -> TestResponse {
    app.send::<ListAudit>(TestRequest::new().by(person).query(query)).await
}
