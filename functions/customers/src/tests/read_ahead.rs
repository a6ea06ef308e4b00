//! A record is read while the session is.

use domain::role::Role;
use runtime::Function;
use store::{Transaction, sessions};
use testing::{
    TestApp, TestRequest,
    phones::fictional,
    proxied::{Fault, Proxied, Rule},
};

use serde_json::json;

use crate::{create::CreateCustomer, get::GetCustomer};

#[tokio::test]
async fn the_record_is_not_waited_for_after_the_session_and_is_not_shown_without_it() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    let writer = app.user_of(person.tenant, Role::Agent).await;
    let body = json!({ "phone": fictional(1), "name": "Robin Example" });
    let created = app.send::<CreateCustomer>(TestRequest::new().by(&writer).json(&body)).await;
    let id = created.body["id"].as_str().unwrap();
    let request = || TestRequest::new().by(&person).path("customerId", id);

    let proxied = app.proxied().await;
    let function = Function::endpoint::<GetCustomer>();
    let get = proxied.start(&function);
    assert_eq!(get.send(request()).await.status, 200);

    // Long enough for the other read to be sent: it does not wait for the answer.
    let slow = Rule { containing: Some("#SESSION#".to_owned()), ..Rule::always(Fault::Delay(500)) };
    proxied.set(&[slow]);
    let mut transaction = Transaction::new();
    sessions::end(&mut transaction, person.tenant, person.user, person.session);
    app.table.commit(transaction).await.unwrap();
    proxied.reset_counts();
    let answer = get.send(request()).await;
    assert_eq!(answer.error(), (401, "unauthenticated"));
    assert!(!answer.body.to_string().contains("Robin"), "{answer:?}");
    // The session, the customer.
    assert_eq!(reads(&proxied), 2);

    // Neither does it tell whether there is such a record.
    let absent = TestRequest::new().by(&person).path("customerId", "01K5P1V8W0NEVERMADE0000000");
    assert_eq!(get.send(absent).await.error(), (401, "unauthenticated"));
    let no_id = TestRequest::new().by(&person).path("customerId", "x");
    assert_eq!(get.send(no_id).await.error(), (401, "unauthenticated"));

    // The first request of a process has one connection, and does not wait for a second.
    proxied.reset_counts();
    assert_eq!(proxied.send_to(&function, request()).await.error(), (401, "unauthenticated"));
    // The key of tokens, the session.
    assert_eq!(reads(&proxied), 2);
}

fn reads(proxied: &Proxied) -> u64 {
    proxied.counts().iter().filter(|(name, _)| name == "GetItem").map(|(_, count)| count.requests).sum()
}
