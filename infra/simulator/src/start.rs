//! Begins calls.

use std::sync::Arc;

use jiff::Timestamp;

use crate::call_record::{CallRecord, OwnWebhook};
use crate::engine::outcome_mix::complete;
use crate::engine::{CallSeed, CallSpec, ClientData, Direction, Phase, Provider, Script, ScriptError};
use crate::runner::run;
use crate::world::World;

/// A call that is to begin.
pub(crate) struct NewCall {
    pub(crate) api_key: String,
    pub(crate) direction: Direction,
    pub(crate) provider: Provider,
    pub(crate) agent_id: String,
    pub(crate) agent_number: String,
    pub(crate) phone_number_id: String,
    /// The person's number; `None` draws one.
    pub(crate) external_number: Option<String>,
    pub(crate) client_data: Option<ClientData>,
    pub(crate) script: Script,
    /// The reported start, when it is not now.
    pub(crate) started_at: Option<Timestamp>,
    pub(crate) own_webhook: Option<OwnWebhook>,
}

/// A call that has begun.
pub(crate) struct Begun {
    pub(crate) conversation_id: String,
    pub(crate) call_sid: String,
}

/// Begins a call and lets it run in the background.
///
/// # Errors
/// When its script cannot be.
pub(crate) fn begin(world: &Arc<World>, call: NewCall) -> Result<Begun, ScriptError> {
    let shared = &world.shared;
    let seed_number = world.seed();
    let now = world.now();
    let mut state = world.state();
    let workspace = state.registered(&call.api_key);
    let (label, agent) = (workspace.label.clone(), workspace.agent_facts(&call.agent_id));
    // Neither the order of arrival nor other calls are part of the seed, only earlier calls between the same two.
    let external = call.external_number.as_deref().unwrap_or_default();
    let parties = ["call", &label, call.direction.as_str(), &call.agent_id, external];
    let before = state.calls_between.entry(CallSeed::derive(seed_number, &parties).short()).or_default();
    *before += 1;
    let [kind, label_part, direction, agent_id, external] = parties;
    let nth = before.to_string();
    let seed = CallSeed::derive(seed_number, &[kind, label_part, direction, agent_id, external, &nth]);
    let mix = &shared.config.defaults.outcome_mix;
    let script = complete(call.script, call.direction, &seed, mix, &shared.scenarios)?;
    let spec = CallSpec {
        seed,
        direction: call.direction,
        provider: call.provider,
        agent,
        agent_number: call.agent_number,
        phone_number_id: call.phone_number_id,
        external_number: call.external_number,
        client_data: call.client_data.map(Arc::new),
        script,
        started_at: call.started_at.unwrap_or(now),
        is_burst: false,
    };
    let plan = spec.plan();
    let record = CallRecord {
        api_key: call.api_key.clone(),
        workspace: label,
        outline: plan.outline(),
        phase: Phase::Initiated,
        own_webhook: call.own_webhook,
        deliveries: Vec::new(),
        spec,
    };
    let started = record.spec.started_at.as_second();
    for forgotten in state.calls.insert(record, shared.config.defaults.calls_kept.max(1)) {
        if let Some(workspace) = state.workspaces.get_mut(&forgotten.api_key) {
            let key = (forgotten.spec.started_at.as_second(), forgotten.outline.conversation_id);
            workspace.conversations.remove(&key);
        }
    }
    let workspace = state.registered(&call.api_key);
    workspace.conversations.insert((started, plan.conversation_id.clone()));
    workspace.live_calls += 1;
    drop(state);

    world.spawn(run(Arc::clone(world), plan.conversation_id.clone()));
    tracing::debug!(conversation.id = %plan.conversation_id, direction = call.direction.as_str(), "call began");
    Ok(Begun { conversation_id: plan.conversation_id, call_sid: plan.call_sid })
}
