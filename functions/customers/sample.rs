//! What the sweeps need of customers.

use customers::{
    create::CreateCustomer, delete::DeleteCustomer, list::ListCustomers,
    put_by_external_id::PutCustomerByExternalId, restore::RestoreCustomer, update::UpdateCustomer,
};
use serde_json::json;
use testing::{Sample, SignedIn, TestApp, TestRequest, phones::fictional};

pub(crate) async fn sample(app: &TestApp, owner: &SignedIn) -> Sample {
    let mut ids = Vec::new();
    for number in 1..=3 {
        let customer = json!({ "phone": fictional(number), "name": "Robin Example" });
        let created = app.send::<CreateCustomer>(TestRequest::new().by(owner).json(&customer)).await;
        ids.push(created.body["id"].as_str().unwrap().to_owned());
    }
    let deletion = TestRequest::new().by(owner).path("customerId", &ids[2]).version(1);
    assert_eq!(app.send::<DeleteCustomer>(deletion).await.status, 204);
    Sample::new()
        .id("customerId", &ids[0])
        .id_for::<RestoreCustomer>("customerId", &ids[2])
        // The id of another system, which names nothing of ours before.
        .chosen_id::<CreateCustomer>("externalId")
        .chosen_id::<ListCustomers>("externalId")
        .chosen_id::<PutCustomerByExternalId>("externalId")
        .chosen_id::<UpdateCustomer>("externalId")
        // Another system that writes its customers may not know our versions.
        .without_version::<PutCustomerByExternalId>()
}
