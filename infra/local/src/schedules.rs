//! Schedules: functions that are invoked again and again, as by `EventBridge`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::activity::{Activity, Observer};
use crate::clock::Clock;
use crate::invoke::Function;
use crate::{ACCOUNT, GRACE, REGION, random};

/// A function and how often it is invoked.
#[derive(Clone)]
pub struct Schedule {
    /// The rule's name.
    pub name: String,
    /// Time between two invocations; more than zero.
    pub every: Duration,
    /// What is invoked.
    pub function: Function,
}

/// Running schedules.
pub struct Schedules {
    tasks: TaskTracker,
}

impl Schedules {
    /// Invokes every function at once and then at its rate. An invocation that takes longer than the interval
    /// makes the next one late; two of one schedule never run at the same time. Ends when `stop` is
    /// cancelled.
    pub fn start(
        schedules: Vec<Schedule>,
        clock: &Arc<dyn Clock>,
        observer: &Observer,
        stop: &CancellationToken,
    ) -> Self {
        let tasks = TaskTracker::new();
        for schedule in schedules {
            tasks.spawn(run(schedule, Arc::clone(clock), Arc::clone(observer), stop.clone()));
        }
        tasks.close();
        Self { tasks }
    }

    /// Ends when the invocations under way have, or after [`GRACE`].
    pub async fn stopped(self) {
        if tokio::time::timeout(GRACE, self.tasks.wait()).await.is_err() {
            tracing::warn!("a scheduled function was still running when the local stack stopped");
        }
    }
}

async fn run(schedule: Schedule, clock: Arc<dyn Clock>, observer: Observer, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let next = clock.now().saturating_add(schedule.every).unwrap_or(Timestamp::MAX);
        let started = Instant::now();
        let result = schedule.function.invoke(event(&schedule.name, clock.as_ref()), Duration::MAX).await;
        observer(&Activity::Tick {
            schedule: schedule.name.clone(),
            function: schedule.function.name.clone(),
            took: started.elapsed(),
            failure: result.err().map(|failure| failure.to_string()),
        });
        tokio::select! {
            biased;
            () = stop.cancelled() => {}
            () = clock.sleep_until(next) => {}
        }
    }
}

/// The event of a scheduled rule
/// (<https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html>).
fn event(rule: &str, clock: &dyn Clock) -> Value {
    json!({
        "version": "0",
        "id": random::uuid(),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "region": REGION,
        "resources": [format!("arn:aws:events:{REGION}:{ACCOUNT}:rule/{rule}")],
        "detail": {},
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use futures_util::future::BoxFuture;
    use tokio::sync::{Semaphore, mpsc};

    use super::*;
    use crate::clock::ManualClock;
    use crate::testing::function;

    const MINUTE: Duration = Duration::from_secs(60);

    struct Fixture {
        clock: Arc<ManualClock>,
        seen: mpsc::UnboundedReceiver<Activity>,
        schedules: Schedules,
        stop: CancellationToken,
    }

    impl Fixture {
        fn start(function: Function) -> Self {
            let clock = Arc::new(ManualClock::new("2026-01-02T03:04:05.678Z".parse().unwrap()));
            let (sender, seen) = mpsc::unbounded_channel();
            let observer: Observer =
                Arc::new(move |activity: &Activity| sender.send(activity.clone()).unwrap());
            let stop = CancellationToken::new();
            let schedule = Schedule { name: "every-minute".to_owned(), every: MINUTE, function };
            let shared: Arc<dyn Clock> = Arc::clone(&clock) as _;
            let schedules = Schedules::start(vec![schedule], &shared, &observer, &stop);
            Self { clock, seen, schedules, stop }
        }

        async fn tick(&mut self) -> Option<String> {
            match self.seen.recv().await.unwrap() {
                Activity::Tick { failure, .. } => failure,
                other => panic!("{other:?}"),
            }
        }
    }

    /// Lets every other task of the single-threaded runtime go as far as it can.
    async fn settle() {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_function_is_invoked_at_once_and_then_at_its_rate() {
        let events = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&events);
        let mut fixture = Fixture::start(function("sweeper", move |event| {
            seen.lock().unwrap().push(event);
            Err("no luck".to_owned())
        }));
        // One failure does not end it.
        assert_eq!(fixture.tick().await.as_deref(), Some("the function failed: no luck"));
        fixture.clock.advance(MINUTE - Duration::from_secs(1));
        settle().await;
        assert!(fixture.seen.try_recv().is_err());
        fixture.clock.advance(Duration::from_secs(1));
        fixture.tick().await;
        fixture.clock.advance(MINUTE);
        fixture.tick().await;
        fixture.stop.cancel();
        fixture.schedules.stopped().await;
        let events = events.lock().unwrap();
        assert_eq!(events.len(), 3);
        assert_eq!(events[0]["detail-type"], "Scheduled Event");
        assert_eq!(events[0]["source"], "aws.events");
        assert_eq!(events[0]["time"], "2026-01-02T03:04:05Z");
        assert_eq!(events[1]["time"], "2026-01-02T03:05:05Z");
        assert!(events[0]["resources"][0].as_str().unwrap().ends_with(":rule/every-minute"));
    }

    #[tokio::test]
    async fn a_slow_function_never_overlaps_itself_and_is_waited_for() {
        let (begun, mut begins) = mpsc::unbounded_channel();
        let go = Arc::new(Semaphore::new(0));
        let gate = Arc::clone(&go);
        let code = move |_event, _deadline| -> BoxFuture<'static, Result<Value, String>> {
            let (begun, gate) = (begun.clone(), Arc::clone(&gate));
            Box::pin(async move {
                begun.send(()).unwrap();
                gate.acquire().await.unwrap().forget();
                Ok(Value::Null)
            })
        };
        let mut fixture =
            Fixture::start(Function { name: "slow".to_owned(), timeout: MINUTE, code: Arc::new(code) });
        begins.recv().await.unwrap();
        fixture.clock.advance(3 * MINUTE);
        settle().await;
        assert!(begins.try_recv().is_err());
        go.add_permits(1);
        assert_eq!(fixture.tick().await, None);
        // It is late by now, so the next one follows at once.
        begins.recv().await.unwrap();

        fixture.stop.cancel();
        let stopped = tokio::spawn(fixture.schedules.stopped());
        settle().await;
        assert!(!stopped.is_finished());
        go.add_permits(1);
        stopped.await.unwrap();
        assert!(begins.try_recv().is_err());
    }
}
