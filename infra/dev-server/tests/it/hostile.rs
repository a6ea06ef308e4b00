//! Strangers do their worst while ten quiet tenants work: over real HTTP, on loopback, for a bounded time.
//!
//! The quotas are small ones, so that they are reached within that time.

mod flood;
mod left;
mod neighbour;
mod quiet;
mod strangers;

use std::time::{Duration, Instant};

use clients::{Aws, AwsSettings};
use futures_util::future::join_all;
use secrecy::SecretString;
use tempfile::tempdir;

use crate::process::DevServer;
use left::Left;
use quiet::Quiet;
use strangers::{Stranger, Tally};

/// How long the strangers go on.
const TIME: Duration = Duration::from_secs(40);
const TENANTS: usize = 10;
const STRANGERS: u8 = 6;
/// The quotas of a connection: more than a quiet tenant needs, and fewer than a stranger tries.
const PER_MINUTE: u64 = 150;
const PER_DAY: u64 = 60;
const MEGABYTES_PER_DAY: u64 = 20;
const QUOTAS: [(&str, &str); 3] =
    [("DELIVERIES_PER_MINUTE", "150"), ("DELIVERIES_PER_DAY", "60"), ("DELIVERED_MB_PER_DAY", "20")];
/// What a process may let through beyond a quota, because it has not told it yet.
const NOT_TOLD: u64 = 32;
/// The largest body that is kept.
const LARGEST_BODY: u64 = 4 * 1024 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_keep_no_tenant_from_working_and_leave_little() {
    let directory = tempdir().unwrap();
    let server = DevServer::start_with(directory.path(), &["--ephemeral"], &QUOTAS);
    let mut tenants = Vec::new();
    for number in 0..TENANTS {
        tenants.push(Quiet::register(&server, number).await);
    }
    let victims: Vec<String> = tenants.iter().map(|tenant| tenant.email.clone()).collect();
    let foreign = tenants[0].create(99).await;

    let looked_at = neighbour::guess_until_slowed_down(&server, &victims).await;
    let until = Instant::now() + TIME;
    let working = join_all(tenants.iter_mut().map(|tenant| tenant.work(until)));
    let attacks = join_all((1..=STRANGERS).map(|number| {
        let (victims, foreign) = (victims.clone(), foreign.clone());
        let server = &server;
        async move { Stranger::register(server, number).await.attack(until, &victims, &foreign).await }
    }));
    let guessing = neighbour::guess_until(&server, &victims, until);
    let (worked, attacks, guesses) = tokio::join!(working, attacks, guessing);
    let tally = attacks.into_iter().fold(Tally::default(), Tally::and);

    // Every call of a tenant is there.
    for tenant in &tenants {
        assert_eq!(tenant.calls().await, tenant.delivered, "{}", tenant.email);
    }
    let left = Left::of(&server, &tenants).await;
    let requests: usize = worked.iter().map(|work| work.requests).sum();
    let slowest = worked.iter().map(|work| work.slowest).max().unwrap_or_default();
    println!("tenants: {TENANTS}, requests: {requests}, errors: 0, slowest: {} ms", slowest.as_millis());
    let sign_ins: usize = worked.iter().map(|work| work.sign_ins).sum();
    let guesses = looked_at + guesses.wrong + guesses.slowed_down;
    println!(
        "sign-ins of tenants: {sign_ins}; guesses from their address: {guesses}, the first {looked_at} looked at"
    );
    println!("{tally}");
    println!("{left}");

    assert!(requests > 10 * TENANTS, "{requests}");
    // Whoever was not known there had to wait: they got in because their devices are.
    assert!(sign_ins >= TENANTS, "{sign_ins}");
    assert!(tally.requests() > 200, "{tally}");
    left.check(usize::from(STRANGERS));
}

/// The local services of a server.
fn services(server: &DevServer) -> Aws {
    Aws::new(AwsSettings {
        region: "us-east-1".to_owned(),
        access_key_id: "local".to_owned(),
        secret_access_key: SecretString::from("local"),
        session_token: None,
        endpoint: None,
        dynamodb_endpoint: Some(server.url("dynamodbUrl")),
        sqs_endpoint: Some(server.url("sqsUrl")),
        secrets_manager_endpoint: None,
    })
}
