//! What every request to the provider's API passes: the log, the key, the scripted faults.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{HeaderValue, StatusCode, header};

use super::errors::ProviderError;
use super::operation::Operation;
use crate::Simulator;
use crate::engine::CallSeed;
use crate::engine::faults::{Effect, FaultRule, strike};
use crate::request_log::{Dial, LogEntry};
use crate::world::World;

/// The largest request body taken.
const MOST_BODY_BYTES: usize = 16 * 1024 * 1024;
/// The provider's trace header; equals `detail.request_id` of an error.
const TRACE_HEADER: &str = "x-trace-id";

/// Who asks, and under which trace id. Set for every handler.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) api_key: String,
    pub(super) trace_id: String,
    /// The reason of a scripted `success: false`.
    pub(super) refusal: Option<String>,
}

/// Put into an answer by the handlers that dial: the call they started.
#[derive(Clone)]
pub(super) struct StartedCall(pub(super) String);

/// One operation: a handler behind the guard.
pub(super) fn endpoint(
    simulator: &Simulator,
    operation: Operation,
    handler: MethodRouter<Simulator>,
) -> MethodRouter<Simulator> {
    handler.layer(from_fn_with_state((simulator.clone(), operation), guard))
}

async fn guard(
    State((simulator, operation)): State<(Simulator, Operation)>,
    request: Request,
    next: Next,
) -> Response {
    let world = simulator.world();
    let (mut parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MOST_BODY_BYTES).await else {
        return ProviderError::plain(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is too large.")
            .into_response();
    };
    let api_key =
        parts.headers.get("xi-api-key").and_then(|key| key.to_str().ok()).unwrap_or_default().to_owned();
    let (sequence, workspace_known, fault) = {
        let mut state = world.state();
        let label = state.workspace(&api_key, world.seed()).map(|workspace| workspace.label.clone());
        let known = label.is_some();
        let fault = if known { strike(&mut state.faults, operation.as_str(), world.seed()) } else { None };
        let entry = LogEntry {
            sequence: 0,
            at: world.now(),
            workspace: label,
            operation: operation.as_str(),
            method: parts.method.to_string(),
            path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            status: None,
            fault: fault.as_ref().map(|rule| name(&rule.effect)),
            dial: operation.dials().then(|| Dial::read(&body)),
        };
        (state.log.came(entry, world.shared.config.defaults.log_entries_kept), known, fault)
    };
    let trace_id =
        CallSeed::derive(world.seed(), &["trace", &sequence.to_string()]).draw("trace").hex("", 32);
    let mut answer = if workspace_known {
        let refusal = match &fault {
            Some(FaultRule { effect: Effect::Refused { message }, .. }) => Some(message.clone()),
            _ => None,
        };
        parts.extensions.insert(Caller { api_key, trace_id: trace_id.clone(), refusal });
        let request = Request::from_parts(parts, Body::from(body));
        perform(&world, fault, &trace_id, sequence, request, next).await
    } else {
        ProviderError::unauthorized().into_response()
    };
    if let Ok(value) = HeaderValue::from_str(&trace_id) {
        answer.headers_mut().insert(TRACE_HEADER, value);
    }
    if answer.extensions().get::<Unanswered>().is_none() {
        note(&world, sequence, |entry| entry.status = Some(answer.status().as_u16()));
    }
    answer
}

/// Marks an answer that nobody will be able to read.
#[derive(Clone)]
struct Unanswered;

async fn perform(
    world: &World,
    fault: Option<FaultRule>,
    trace_id: &str,
    sequence: u64,
    request: Request,
    next: Next,
) -> Response {
    let run = async move {
        let answer = next.run(request).await;
        if let Some(StartedCall(conversation_id)) = answer.extensions().get::<StartedCall>().cloned() {
            note(world, sequence, |entry| {
                if let Some(dial) = &mut entry.dial {
                    dial.conversation_id = Some(conversation_id);
                }
            });
        }
        answer
    };
    let Some(rule) = fault else { return run.await };
    match rule.effect {
        Effect::Refused { .. } => run.await,
        Effect::Delay { by_ms } => {
            world.wait(Duration::from_millis(by_ms)).await;
            run.await
        }
        effect => {
            let answer = if rule.performed { Some(run.await) } else { None };
            fail(world, effect, answer, trace_id).await
        }
    }
}

/// The failed answer. `answer` is the right one, where the operation took place.
async fn fail(world: &World, effect: Effect, answer: Option<Response>, trace_id: &str) -> Response {
    match effect {
        Effect::Status { code, body } => {
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            match body {
                Some(body) => ProviderError::with_body(status, body).into_response(),
                None => ProviderError::scripted(status, trace_id).into_response(),
            }
        }
        Effect::Timeout { hold_ms } => {
            world.wait(Duration::from_millis(hold_ms)).await;
            closed_connection()
        }
        Effect::Truncated => {
            let whole = match answer {
                Some(answer) => {
                    axum::body::to_bytes(answer.into_body(), MOST_BODY_BYTES).await.unwrap_or_default()
                }
                None => Bytes::from_static(br#"{"success":true,"message":"Success","conversation_id":null}"#),
            };
            cut(&whole)
        }
        Effect::Garbage => {
            (StatusCode::OK, "<html><body>upstream said something else</body></html>").into_response()
        }
        Effect::Reset | Effect::Delay { .. } | Effect::Refused { .. } => closed_connection(),
    }
}

/// A body that fails before its first byte: the server closes the connection and sends nothing, not even the status.
fn closed_connection() -> Response {
    let broken = stream::once(async { Err::<Bytes, _>(std::io::Error::other("closed by a scripted fault")) });
    let mut answer = Body::from_stream(broken).into_response();
    answer.extensions_mut().insert(Unanswered);
    answer
}

/// A body that ends in its middle although its length was announced.
fn cut(whole: &Bytes) -> Response {
    let half = whole.slice(..whole.len() / 2);
    let broken = stream::iter([Ok(half)]).chain(stream::once(async {
        // The first half must have left before the connection closes.
        tokio::task::yield_now().await;
        Err(std::io::Error::other("closed by a scripted fault"))
    }));
    let mut answer = Body::from_stream(broken).into_response();
    answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer.extensions_mut().insert(Unanswered);
    answer
}

fn note(world: &World, sequence: u64, change: impl FnOnce(&mut LogEntry)) {
    if let Some(entry) = world.state().log.entry(sequence) {
        change(entry);
    }
}

fn name(effect: &Effect) -> &'static str {
    match effect {
        Effect::Status { .. } => "status",
        Effect::Timeout { .. } => "timeout",
        Effect::Reset => "reset",
        Effect::Truncated => "truncated",
        Effect::Garbage => "garbage",
        Effect::Delay { .. } => "delay",
        Effect::Refused { .. } => "refused",
    }
}
