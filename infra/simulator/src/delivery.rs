//! Sends webhooks: signed at the moment of sending, tried again as the provider does, everything noted.

use std::fmt::Write as _;
use std::sync::Arc;

use bytes::Bytes;
use elevenlabs::signature;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use ring::digest::{SHA256, digest};
use secrecy::SecretString;

use crate::call_record::{Delivery, DeliveryAttempt, DeliveryState};
use crate::engine::events::event_body;
use crate::engine::retry::{MOST_QUEUED_RETRIES, next_retry};
use crate::engine::{EventKind, WebhookFault};
use crate::world::{State, World};

/// How old a stale signature is: a minute more than receivers accept.
const STALE: SignedDuration = SignedDuration::from_mins(31);
/// What is left of a body that is no report: too little to name a conversation.
const GARBAGE_BYTES: usize = 20;

/// Where an event goes.
struct Target {
    url: String,
    secret: SecretString,
    /// Whether it is the workspace's webhook, not one that the call brought.
    of_workspace: bool,
}

/// One event on its way.
struct Parcel {
    conversation_id: String,
    kind: EventKind,
    body: Bytes,
    fault: WebhookFault,
    /// Its place among the call's deliveries.
    place: usize,
}

/// Sends one event of a call and its duplicates. Returns after the first attempt of each; retries go on in the
/// background.
pub(crate) async fn deliver(world: &Arc<World>, conversation_id: &str, kind: EventKind) {
    let Some((first_place, copies, fault, body)) = prepare(world, conversation_id, kind) else { return };
    let body = Bytes::from(body);
    let parcels = (0..copies).map(|copy| Parcel {
        conversation_id: conversation_id.to_owned(),
        kind,
        body: body.clone(),
        fault,
        place: first_place + copy,
    });
    join_all(parcels.map(|parcel| first_attempt(world, parcel))).await;
}

/// Notes the deliveries and builds their body; `None` when nothing is to be sent.
fn prepare(
    world: &World,
    conversation_id: &str,
    kind: EventKind,
) -> Option<(usize, usize, WebhookFault, Vec<u8>)> {
    let now = world.now();
    let (spec, has_target) = {
        let state = world.state();
        let record = state.calls.get(conversation_id)?;
        (record.spec.clone(), target(&state, conversation_id).is_some())
    };
    let initial = match spec.script.webhook_fault {
        WebhookFault::Lost => DeliveryState::Lost,
        _ if !has_target => DeliveryState::NoWebhook,
        _ => DeliveryState::Pending,
    };
    let copies = if initial == DeliveryState::Pending { spec.script.duplicates + 1 } else { 1 };
    // Built without holding the memory: a long transcript takes a while.
    let mut body = event_body(kind, &spec, &spec.plan(), now);
    match spec.script.webhook_fault {
        WebhookFault::Truncated => body.truncate(body.len() / 2),
        WebhookFault::Garbage => body.truncate(GARBAGE_BYTES),
        _ => {}
    }
    let body_sha256 = hex(digest(&SHA256, &body).as_ref());
    let mut state = world.state();
    let record = state.calls.get_mut(conversation_id)?;
    let first_place = record.deliveries.len();
    for copy in 0..copies {
        record.deliveries.push(Delivery {
            body_bytes: body.len(),
            body_sha256: body_sha256.clone(),
            ..Delivery::new(kind, copy, initial)
        });
    }
    (initial == DeliveryState::Pending).then_some((
        first_place,
        copies as usize,
        spec.script.webhook_fault,
        body,
    ))
}

/// The receiver as it is set up at this moment; `None` when there is none or it is switched off.
fn target(state: &State, conversation_id: &str) -> Option<Target> {
    let record = state.calls.get(conversation_id)?;
    if let Some(own) = &record.own_webhook {
        return Some(Target { url: own.url.clone(), secret: own.secret.clone(), of_workspace: false });
    }
    let webhook = state.workspaces.get(&record.api_key)?.webhook.as_ref()?;
    (!webhook.is_switched_off).then(|| Target {
        url: webhook.url.clone(),
        secret: webhook.secret.clone(),
        of_workspace: true,
    })
}

async fn first_attempt(world: &Arc<World>, parcel: Parcel) {
    if !attempt(world, &parcel).await {
        return;
    }
    let background = Arc::clone(world);
    world.spawn(async move { while retry_later(&background, &parcel).await {} });
}

/// Sends once and notes the result; true when a retry is due.
async fn attempt(world: &Arc<World>, parcel: &Parcel) -> bool {
    let Some(target) = target(&world.state(), &parcel.conversation_id) else {
        settle(world, parcel, DeliveryState::NoWebhook);
        return false;
    };
    let Some(attempt) = send(world, parcel, &target).await else {
        settle(world, parcel, DeliveryState::Cancelled);
        return false;
    };
    let result = attempt.result();
    let mut state = world.state();
    let Some(record) = state.calls.get_mut(&parcel.conversation_id) else { return false };
    let api_key = record.api_key.clone();
    let Some(delivery) = record.deliveries.get_mut(parcel.place) else { return false };
    delivery.attempts.push(attempt);
    let attempts = delivery.attempts.len();
    // A duplicate stands for a retry already; the provider would not retry both.
    let may_retry = delivery.copy == 0 && attempts <= crate::engine::retry::RETRY_DELAYS_SECONDS.len();
    delivery.state = match result.delivered() {
        true => DeliveryState::Delivered,
        false => DeliveryState::Failed,
    };
    let mut retry = !result.delivered()
        && may_retry
        && next_retry(parcel.kind, attempts, result, &mut record.spec.seed.draw("retry")).is_some();
    let workspace = state.workspaces.get_mut(&api_key).filter(|_| target.of_workspace);
    if let Some(webhook) = workspace.and_then(|workspace| workspace.webhook.as_mut()) {
        if webhook.health.record(result, world.now()) && !webhook.is_switched_off {
            webhook.is_switched_off = true;
            tracing::warn!("a webhook of the simulator was switched off after too many failures");
        }
        retry = retry && webhook.queued_retries < MOST_QUEUED_RETRIES;
        if retry {
            webhook.queued_retries += 1;
        }
    }
    if retry && let Some(record) = state.calls.get_mut(&parcel.conversation_id) {
        record.deliveries[parcel.place].state = DeliveryState::Pending;
    }
    retry
}

/// Waits for the next retry and makes it; true when another is due.
async fn retry_later(world: &Arc<World>, parcel: &Parcel) -> bool {
    let wait = {
        let state = world.state();
        let Some(record) = state.calls.get(&parcel.conversation_id) else { return false };
        let attempts = &record.deliveries[parcel.place].attempts;
        let Some(last) = attempts.last() else { return false };
        let purpose = format!("retry {}", attempts.len());
        next_retry(parcel.kind, attempts.len(), last.result(), &mut record.spec.seed.draw(&purpose))
    };
    let waited = match wait {
        Some(wait) => world.wait(world.scaled(wait.as_secs_f64())).await,
        None => false,
    };
    leave_retry_queue(world, parcel);
    if !waited {
        settle(world, parcel, DeliveryState::Cancelled);
        return false;
    }
    attempt(world, parcel).await
}

fn leave_retry_queue(world: &World, parcel: &Parcel) {
    let mut state = world.state();
    let Some(record) = state.calls.get(&parcel.conversation_id) else { return };
    if record.own_webhook.is_some() {
        return;
    }
    let api_key = record.api_key.clone();
    let webhook = state.workspaces.get_mut(&api_key).and_then(|workspace| workspace.webhook.as_mut());
    if let Some(webhook) = webhook {
        webhook.queued_retries = webhook.queued_retries.saturating_sub(1);
    }
}

fn settle(world: &World, parcel: &Parcel, end: DeliveryState) {
    let mut state = world.state();
    let delivery =
        state.calls.get_mut(&parcel.conversation_id).and_then(|it| it.deliveries.get_mut(parcel.place));
    if let Some(delivery) = delivery {
        delivery.state = end;
    }
}

/// Sends once; `None` when the world ended meanwhile.
async fn send(world: &Arc<World>, parcel: &Parcel, target: &Target) -> Option<DeliveryAttempt> {
    let shared = &world.shared;
    let _permit = shared.senders.acquire().await.ok()?;
    let at = world.now();
    let detour = shared.config.detour.as_ref().and_then(|detour| detour.url(&target.url));
    let request = shared
        .config
        .http
        .post(detour.as_ref().unwrap_or(&target.url))
        .timeout(shared.config.defaults.webhook_timeout)
        .header("content-type", "application/json")
        .header(signature::HEADER, sign(parcel, target, at))
        .body(sent_body(parcel))
        .send();
    tokio::select! {
        () = world.cancelled.cancelled() => None,
        answer = request => Some(match answer {
            Ok(answer) => DeliveryAttempt { at, status: Some(answer.status().as_u16()), error: None },
            // The URL holds the receiver's unguessable part.
            Err(error) => DeliveryAttempt { at, status: None, error: Some(reason(&error.without_url())) },
        }),
    }
}

fn sign(parcel: &Parcel, target: &Target, at: Timestamp) -> String {
    match parcel.fault {
        WebhookFault::Stale => {
            signature::sign(&target.secret, &parcel.body, at.checked_sub(STALE).unwrap_or(at))
        }
        WebhookFault::BadSignature => {
            signature::sign(&SecretString::from("not-the-secret"), &parcel.body, at)
        }
        _ => signature::sign(&target.secret, &parcel.body, at),
    }
}

/// The body as it is sent: for [`WebhookFault::Altered`] with one letter changed.
fn sent_body(parcel: &Parcel) -> Bytes {
    if parcel.fault != WebhookFault::Altered {
        return parcel.body.clone();
    }
    let mut body = parcel.body.to_vec();
    if let Some(letter) = body.iter_mut().rev().find(|byte| byte.is_ascii_lowercase()) {
        *letter = if *letter == b'z' { b'a' } else { *letter + 1 };
    }
    body.into()
}

/// The innermost cause, which says most.
fn reason(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if error.is_timeout() { "timed out".to_owned() } else { cause.to_string() }
}

/// Lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}
