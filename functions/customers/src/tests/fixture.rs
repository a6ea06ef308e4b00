//! Somebody at work with customers.

use domain::role::Role;
use local_services::faults::Faults;
use runtime::{Endpoint, Environment, FunctionContext};
use serde_json::{Value, json};
use testing::{SignedIn, TestApp, TestRequest, TestResponse};
use tokio_util::sync::CancellationToken;

use crate::{
    bulk::BulkCustomers, create::CreateCustomer, delete::DeleteCustomer, get::GetCustomer,
    list::ListCustomers, put_by_external_id::PutCustomerByExternalId, restore::RestoreCustomer,
    update::UpdateCustomer,
};

/// A tenant with one person who calls the endpoints.
pub(super) struct Fixture {
    pub(super) app: TestApp,
    pub(super) person: SignedIn,
}

impl Fixture {
    pub(super) async fn open() -> Self {
        let app = TestApp::start().await;
        let person = app.user_of_new_tenant(Role::Agent).await;
        Self { app, person }
    }

    /// The same with a proxy between the functions and the table, which counts and can make things go wrong.
    pub(super) async fn open_behind_proxy() -> (Self, Faults) {
        let mut fixture = Self::open().await;
        let faults = Faults::default();
        let name = "AWS_ENDPOINT_URL_DYNAMODB";
        let variables = &mut fixture.app.variables;
        let upstream = &mut variables.iter_mut().find(|(variable, _)| variable == name).unwrap().1;
        let server =
            faults.serve(([127, 0, 0, 1], 0).into(), upstream, CancellationToken::new()).await.unwrap();
        *upstream = format!("http://{}", server.address());
        let old = &fixture.app.context;
        let (clock, random, log) = (old.clock.clone(), old.random.clone(), old.request_log.clone());
        fixture.app.context =
            FunctionContext::new(Environment::given(variables.clone()), clock, random, log).unwrap();
        (fixture, faults)
    }

    pub(super) async fn send<E: Endpoint>(&self, call: TestRequest) -> TestResponse {
        self.app.send::<E>(call.by(&self.person)).await
    }

    /// A new customer, which must be possible.
    pub(super) async fn create(&self, body: Value) -> Value {
        let answer = self.try_create(&body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.body
    }

    pub(super) async fn try_create(&self, body: &Value) -> TestResponse {
        self.send::<CreateCustomer>(TestRequest::new().json(body)).await
    }

    /// `count` customers with numbers of their own, the oldest first.
    pub(super) async fn create_many(&self, count: u32, body: impl Fn(u32) -> Value) -> Vec<Value> {
        let mut customers = Vec::new();
        for number in 0..count {
            let mut body = body(number);
            body["phone"] = json!(phone(number));
            self.app.clock.advance(jiff::SignedDuration::from_millis(1));
            customers.push(self.create(body).await);
        }
        customers
    }

    pub(super) async fn get(&self, id: &str) -> TestResponse {
        self.send::<GetCustomer>(TestRequest::new().path("customerId", id)).await
    }

    pub(super) async fn update(&self, id: &str, version: u64, body: &Value) -> TestResponse {
        self.send::<UpdateCustomer>(TestRequest::new().path("customerId", id).version(version).json(body))
            .await
    }

    pub(super) async fn delete(&self, id: &str, version: u64) -> TestResponse {
        self.send::<DeleteCustomer>(TestRequest::new().path("customerId", id).version(version)).await
    }

    pub(super) async fn restore(&self, id: &str) -> TestResponse {
        self.send::<RestoreCustomer>(TestRequest::new().path("customerId", id)).await
    }

    /// Does `action`, an object without customers, with these customers.
    pub(super) async fn bulk(&self, action: &Value, customers: &[(&str, u64)]) -> TestResponse {
        let mut body = action.clone();
        body["customers"] =
            customers.iter().map(|(id, version)| json!({ "id": id, "version": version })).collect();
        self.send::<BulkCustomers>(TestRequest::new().json(&body)).await
    }

    pub(super) async fn put(&self, external_id: &str, body: &Value) -> TestResponse {
        let request = TestRequest::new().path("externalId", external_id).json(body);
        self.send::<PutCustomerByExternalId>(request).await
    }

    pub(super) async fn list(&self, query: &str) -> TestResponse {
        self.send::<ListCustomers>(TestRequest::new().query(query)).await
    }

    /// The ids on all pages of a list, with the number of pages.
    pub(super) async fn walk(&self, query: &str) -> (Vec<String>, usize) {
        let (mut ids, mut pages, mut cursor) = (Vec::new(), 0, String::new());
        loop {
            let answer = self.list(&format!("{query}{cursor}")).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            ids.extend(ids_of(&answer));
            pages += 1;
            match answer.body["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return (ids, pages),
            }
        }
    }
}

/// A number that nobody has, one of 10,000: the block 555-01xx of the area codes 201 to 300, of which the first is given out.
pub(super) fn phone(number: u32) -> String {
    format!("+1{:03}55501{:02}", 201 + number / 100, number % 100)
}

pub(super) fn id_of(customer: &Value) -> &str {
    customer["id"].as_str().unwrap()
}

pub(super) fn ids_of(page: &TestResponse) -> Vec<String> {
    page.body["items"].as_array().unwrap().iter().map(|item| id_of(item).to_owned()).collect()
}

/// Names on a page, in order.
pub(super) fn names_of(page: &TestResponse) -> Vec<&str> {
    let items = page.body["items"].as_array().unwrap_or_else(|| panic!("{page:?}"));
    items.iter().map(|item| item["name"].as_str().unwrap_or_default()).collect()
}
