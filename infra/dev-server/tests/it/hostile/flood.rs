//! A tenant makes its own queue long, rightly signed: others do not wait in it.

use std::{
    pin::pin,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use clients::Queue;
use futures_util::future::{Either, join_all, select};
use jiff::SignedDuration;
use reqwest::StatusCode;
use tempfile::tempdir;
use testing::phones::fictional;

use super::services;
use crate::{
    process::DevServer,
    running::{Tenant, conversation, now, sign},
};

/// A flood needs quotas that let it in.
const QUOTAS: [(&str, &str); 2] = [("DELIVERIES_PER_MINUTE", "1000000"), ("DELIVERIES_PER_DAY", "1000000")];
/// How many reports are on their way at once.
const AT_ONCE: usize = 16;
/// So many messages wait before the other tenant's calls come, and the flood goes on.
const BACKLOG: u64 = 1_000;
const CALLS: u8 = 10;
/// After this, something is wrong.
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_do_not_wait_behind_another_tenants_flood() {
    let directory = tempdir().unwrap();
    let server = DevServer::start_with(directory.path(), &["--ephemeral"], &QUOTAS);
    let flooding = Tenant::register(&server, "flood@example.net").await;
    let quiet = Tenant::register(&server, "quiet@example.com").await;
    let url = server.started["variables"]["INBOX_QUEUE_URL"].as_str().unwrap();
    let queue = Queue::new(services(&server).sqs(), url);

    let flood = Flood::default();
    let calls = async {
        let started = Instant::now();
        while queue.waiting().await.unwrap() < BACKLOG {
            assert!(
                started.elapsed() < PATIENCE,
                "no backlog after {} reports",
                flood.queued.load(Ordering::Relaxed)
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let mut slowest = Duration::ZERO;
        for number in 1..=CALLS {
            let (waiting, taken) = (queue.waiting().await.unwrap(), flood.taken(&queue).await);
            let delivered = Instant::now();
            let report = conversation(&format!("conv_beside_flood_{number}"), &fictional(number));
            assert_eq!(quiet.deliver(report).await, StatusCode::OK);
            quiet.calls_arrived(usize::from(number)).await;
            slowest = slowest.max(delivered.elapsed());
            let taken = flood.taken(&queue).await - taken;
            // In turn, all that waited would have been taken before the call.
            assert!(taken < waiting / 2, "{taken} of {waiting} messages were taken before the call");
        }
        (slowest, queue.waiting().await.unwrap())
    };
    let Either::Right(((slowest, waiting), _)) = select(pin!(flood.go_on(&flooding)), pin!(calls)).await
    else {
        unreachable!("the flood has no end");
    };
    println!(
        "flood: {} reports, {waiting} of them waiting; the slowest of {CALLS} calls took {} ms",
        flood.queued.load(Ordering::Relaxed),
        slowest.as_millis()
    );
}

/// Reports of conversations that nobody had, too late: for each, the provider is asked.
#[derive(Default)]
struct Flood {
    begun: AtomicU64,
    queued: AtomicU64,
}

impl Flood {
    /// Sends them without end.
    async fn go_on(&self, tenant: &Tenant) {
        join_all((0..AT_ONCE).map(|_| self.report(tenant))).await;
    }

    async fn report(&self, tenant: &Tenant) {
        loop {
            let number = self.begun.fetch_add(1, Ordering::Relaxed);
            let report = conversation(&format!("conv_flood_{number}"), &fictional(50));
            let signature = sign(&report, now() - SignedDuration::from_hours(1));
            assert_eq!(tenant.deliver_signed(report, &signature).await, StatusCode::UNAUTHORIZED);
            self.queued.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// About how many of them the processor has taken.
    async fn taken(&self, queue: &Queue) -> u64 {
        self.queued.load(Ordering::Relaxed).saturating_sub(queue.waiting().await.unwrap())
    }
}
