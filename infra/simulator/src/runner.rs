//! Lets a decided call happen: waits, moves it from phase to phase, sends its webhooks.

use std::sync::Arc;
use std::time::Duration;

use crate::delivery::deliver;
use crate::engine::{EventKind, Phase};
use crate::world::World;

/// How long each phase of a call takes here.
struct Course {
    connected: bool,
    ring: Duration,
    talk: Duration,
    analysis: Duration,
    events: Vec<EventKind>,
}

/// Runs a call to its end.
pub(crate) async fn run(world: Arc<World>, conversation_id: String) {
    let (world, conversation_id) = (&world, conversation_id.as_str());
    let Some(course) = course(world, conversation_id) else { return };
    let rang = world.wait(course.ring).await;
    let talked = if rang && course.connected {
        enter(world, conversation_id, Phase::InProgress);
        world.wait(course.talk).await
    } else {
        rang
    };
    hang_up(world, conversation_id);
    if !talked {
        return;
    }
    enter(world, conversation_id, Phase::Processing);
    if !world.wait(course.analysis).await {
        return;
    }
    enter(world, conversation_id, Phase::Final);
    for event in course.events {
        deliver(world, conversation_id, event).await;
    }
}

/// What the call is to be, and how long that takes here.
fn course(world: &World, conversation_id: &str) -> Option<Course> {
    let spec = world.state().calls.get(conversation_id)?.spec.clone();
    let plan = spec.plan();
    let delays = spec.script.delays;
    let duration = |given: Option<u64>, seconds: u32| {
        given.map_or_else(|| world.scaled(f64::from(seconds)), Duration::from_millis)
    };
    Some(Course {
        connected: !plan.outcome.never_connected(),
        ring: duration(delays.ring_ms, plan.ring_seconds),
        talk: duration(delays.talk_ms, plan.talk_seconds),
        analysis: duration(delays.webhook_ms, plan.analysis_seconds),
        events: plan.events,
    })
}

fn enter(world: &World, conversation_id: &str, phase: Phase) {
    if let Some(record) = world.state().calls.get_mut(conversation_id) {
        record.phase = phase;
    }
}

/// The call is no longer live in its workspace.
fn hang_up(world: &World, conversation_id: &str) {
    let mut state = world.state();
    let Some(api_key) = state.calls.get(conversation_id).map(|record| record.api_key.clone()) else { return };
    if let Some(workspace) = state.workspaces.get_mut(&api_key) {
        workspace.live_calls = workspace.live_calls.saturating_sub(1);
    }
}
