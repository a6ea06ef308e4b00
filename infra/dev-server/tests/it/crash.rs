//! The process dies between the webhook's answer and the call.

use std::time::Duration;

use reqwest::StatusCode;
use tempfile::tempdir;

use crate::{
    process::DevServer,
    running::{Tenant, conversation},
};

/// How long after the last answer the process is killed, in milliseconds: from before the message is received to after
/// the call is written.
const MOMENTS_MS: [u64; 8] = [0, 1, 2, 4, 8, 16, 32, 64];
/// Webhooks that are answered before each kill.
const WEBHOOKS: usize = 5;

#[tokio::test]
async fn a_webhook_that_was_answered_becomes_exactly_one_call_whenever_the_process_dies() {
    let directory = tempdir().unwrap();
    let email = "robin@example.com";
    let mut server = DevServer::start(directory.path(), &[]);
    let mut tenant = Tenant::register(&server, email).await;
    for (round, moment) in MOMENTS_MS.into_iter().enumerate() {
        for number in 0..WEBHOOKS {
            let id = format!("conv_crash_{round}_{number}");
            let caller = format!("+1202555{:04}", 101 + round * WEBHOOKS + number);
            assert_eq!(tenant.deliver(conversation(&id, &caller)).await, StatusCode::OK);
        }
        // Not a wait for something to happen: the moment of the kill is what the test is about.
        tokio::time::sleep(Duration::from_millis(moment)).await;
        server.kill();
        server = DevServer::start(directory.path(), &[]);
        tenant.sign_in(&server, email).await;
        let expected = (round + 1) * WEBHOOKS;
        let calls = tenant.calls().await;
        assert_eq!(calls.len(), expected, "killed after {moment} ms");
        assert_eq!(tenant.list("/v1/customers").await.len(), expected, "killed after {moment} ms");
    }
}
