//! Lets a decided call happen: waits, moves it from phase to phase, sends its webhooks.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::delivery::deliver;
use crate::engine::{EventKind, Phase};
use crate::initiation::personalise;
use crate::world::World;

/// How long each phase of a call takes here.
struct Course {
    connected: bool,
    ring: Duration,
    talk: Duration,
    analysis: Duration,
    events: Vec<EventKind>,
}

/// Runs a call to its end. `done` is told when its webhooks were sent once.
pub(crate) async fn run(world: Arc<World>, conversation_id: String, done: oneshot::Sender<()>) {
    run_phases(&world, &conversation_id).await;
    // Nobody may be waiting for it.
    let _unheard = done.send(());
}

async fn run_phases(world: &Arc<World>, conversation_id: &str) {
    if asks_for_personalisation(world, conversation_id) {
        personalise(world, conversation_id).await;
    }
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

/// The provider asks for client data when somebody calls in, and for outbound calls that brought none.
fn asks_for_personalisation(world: &World, conversation_id: &str) -> bool {
    let state = world.state();
    state.calls.get(conversation_id).is_some_and(|record| record.spec.client_data.is_none())
}

/// What the call is to be; decided anew because the personalisation may have changed it.
fn course(world: &World, conversation_id: &str) -> Option<Course> {
    let spec = world.state().calls.get(conversation_id)?.spec.clone();
    let plan = spec.plan();
    if let Some(record) = world.state().calls.get_mut(conversation_id) {
        record.outline = plan.outline();
    }
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

/// Gives the place of the call back to its agent and workspace.
fn hang_up(world: &World, conversation_id: &str) {
    let mut state = world.state();
    let Some(record) = state.calls.get(conversation_id) else { return };
    let (api_key, agent_id) = (record.api_key.clone(), record.spec.agent.agent_id.clone());
    if let Some(workspace) = state.workspaces.get_mut(&api_key) {
        workspace.call_ended(&agent_id);
    }
}
