//! Many calls of one person at the same moment.

use futures_util::{StreamExt, stream};
use reqwest::StatusCode;
use tempfile::tempdir;

use crate::{
    process::DevServer,
    running::{Tenant, conversation},
};

const CALLS: usize = 1_000;

#[tokio::test]
async fn a_thousand_first_calls_from_one_number_make_one_customer() {
    let directory = tempdir().unwrap();
    let server = DevServer::start(directory.path(), &[]);
    let tenant = Tenant::register(&server, "robin@example.com").await;
    let statuses: Vec<StatusCode> = stream::iter(0..CALLS)
        .map(|number| tenant.deliver(conversation(&format!("conv_many_{number}"), "+12025550150")))
        .buffer_unordered(100)
        .collect()
        .await;
    assert!(statuses.iter().all(|status| *status == StatusCode::OK));

    let calls = tenant.calls().await;
    assert_eq!(calls.len(), CALLS);
    let customers = tenant.list("/v1/customers").await;
    assert_eq!(customers.len(), 1);
    assert!(calls.iter().all(|call| call["customerId"] == customers[0]["id"]));
}
